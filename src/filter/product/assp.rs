//! ASSP: `X-Assp-Spam: YES`

use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "ASSP",
    servers: &[],
    fields: &[
        ("x-assp-spam", Form::Words(YES_NO)),
        ("x-assp-spam-level", Form::Bar),
        ("x-assp-spam-prob", Form::Number),
        ("x-assp-message-totalscore", Form::Number),
        ("x-assp-spam-reason", Form::Opaque("Why it was judged so.")),
        ("x-assp-message-score", Form::Number),
        ("x-assp-passing", Form::Opaque("Why it passed all the same.")),
    ],
};
