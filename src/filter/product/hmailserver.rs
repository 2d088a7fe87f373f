//! hMailServer: `X-hMailServer-Spam: YES`

use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "hMailServer",
    servers: &[],
    fields: &[
        ("x-hmailserver-spam", Form::Words(YES_NO)),
        ("x-hmailserver-reason-score", Form::Number),
        ("x-hmailserver-reason-*", Form::Opaque("A test that hit.")),
    ],
};
