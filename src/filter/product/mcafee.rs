//! McAfee: `X-NAI-Spam-Flag: YES`

use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "McAfee",
    servers: &[],
    fields: &[
        ("x-nai-spam-flag", Form::Words(YES_NO)),
        ("x-nai-spam-score", Form::Number),
        ("x-nai-spam-level", Form::Bar),
        ("x-nai-spam-threshold", Form::Number),
        ("x-nai-spam-report", Form::Own(super::spamassassin::report)),
        ("x-nai-spam-version", Form::Opaque("The version of its rules.")),
        ("x-nai-header", Form::Opaque("It was looked at by this product; no verdict.")),
    ],
};
