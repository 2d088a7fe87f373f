//! A virus scanner (ClamAV, Avast, AVG): `X-Virus-Status: Clean`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "A virus scanner (ClamAV, Avast, AVG)",
    servers: &[],
    fields: &[
        ("x-virus-scanned", Form::Opaque("The virus scanner looked at it.")),
        ("x-virus-status", Form::Words(&[("clean", Judgement::Unknown), ("found to be infected", Judgement::Virus), ("infected", Judgement::Virus), ("yes", Judgement::Virus), ("virus", Judgement::Virus), ("malware", Judgement::Virus)])),
        ("x-virus-flag", Form::Words(&[("yes", Judgement::Virus)])),
        ("x-antivirus-status", Form::Words(&[("clean", Judgement::Unknown), ("found to be infected", Judgement::Virus), ("infected", Judgement::Virus), ("yes", Judgement::Virus), ("virus", Judgement::Virus), ("malware", Judgement::Virus)])),
        ("x-antivirus", Form::Opaque("Which scanner looked at it.")),
    ],
};
