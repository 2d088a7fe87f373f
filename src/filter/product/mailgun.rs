//! Mailgun: `X-Mailgun-Sflag: No`

use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Mailgun",
    servers: &[],
    fields: &[
        ("x-mailgun-sflag", Form::Words(YES_NO)),
        ("x-mailgun-sscore", Form::Number),
    ],
};
