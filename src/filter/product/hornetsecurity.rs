//! Hornetsecurity: `X-antispameurope-Spamstatus: CLEAN`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Hornetsecurity",
    servers: &[],
    fields: &[
        ("x-antispameurope-spamstatus", Form::Words(&[("clean", Judgement::Ham), ("spam", Judgement::Spam), ("virus", Judgement::Virus), ("infomail", Judgement::Bulk)])),
        ("x-antispameurope-reason", Form::Opaque("Why it was judged so.")),
        ("x-cloud-security-virusscan", Form::Words(&[("clean", Judgement::Unknown), ("found to be infected", Judgement::Virus), ("infected", Judgement::Virus), ("yes", Judgement::Virus), ("virus", Judgement::Virus), ("malware", Judgement::Virus)])),
        ("x-cloud-security", Form::Opaque("How long the check took.")),
    ],
};
