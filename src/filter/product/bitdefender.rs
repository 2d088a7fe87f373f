//! Bitdefender: `X-BitDefender-Spam: No (0)`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Bitdefender",
    servers: &[],
    fields: &[
        ("x-bitdefender-spam", Form::Words(YES_NO)),
        ("x-bitdefender-scanner", Form::Words(&[("clean", Judgement::Unknown), ("found to be infected", Judgement::Virus), ("infected", Judgement::Virus), ("yes", Judgement::Virus), ("virus", Judgement::Virus), ("malware", Judgement::Virus)])),
        ("x-bitdefender-spamstamp", Form::Opaque("What only its maker can read.")),
    ],
};
