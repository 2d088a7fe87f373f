//! SmarterMail: `X-SmarterMail-TotalSpamWeight: 5`

use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "SmarterMail",
    servers: &[],
    fields: &[
        ("x-smartermail-totalspamweight", Form::Number),
        ("x-smartermail-spam", Form::Opaque("The tests that hit.")),
        ("x-smartermail-spamdetail", Form::Opaque("The tests that hit.")),
    ],
};
