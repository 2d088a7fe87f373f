//! Symantec, MessageLabs: `X-SpamReason: No, hits=0.0 required=7.0 tests=…`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Symantec, MessageLabs",
    servers: &[],
    fields: &[
        ("x-brightmail-tracker", Form::Opaque("What only its maker can read.")),
        ("x-spamreason", Form::Own(super::spamassassin::status)),
        ("x-suspicious-flag", Form::Words(YES_NO)),
        ("x-starscan-received", Form::Opaque("It was looked at by this product; no verdict.")),
        ("x-starscan-version", Form::Opaque("It was looked at by this product; no verdict.")),
        ("x-viruschecked", Form::Opaque("The virus scanner looked at it.")),
        ("x-spaminfo", Form::Words(&[("spam", Judgement::Spam)])),
    ],
};
