//! MDaemon: `X-MDAV-Processed: mail.example.com, …`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "MDaemon",
    servers: &[],
    fields: &[
        ("x-mdav-processed", Form::Opaque("The virus scanner looked at it.")),
        ("x-mdav-result", Form::Words(&[("clean", Judgement::Unknown), ("found to be infected", Judgement::Virus), ("infected", Judgement::Virus), ("yes", Judgement::Virus), ("virus", Judgement::Virus), ("malware", Judgement::Virus)])),
        ("x-spam-processed", Form::Opaque("It passed the filter; no verdict.")),
        ("x-mdop-refid", Form::Opaque("What only its maker can read.")),
        ("x-mdaemon-deliver-to", Form::Opaque("The mailbox.")),
    ],
};
