//! Zoho Mail: `X-Zoho-Virus-Status: 1`

use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Zoho Mail",
    servers: &["zoho.com"],
    fields: &[
        ("x-zoho-virus-status", Form::Opaque("The virus scanner looked at it.")),
        ("x-zohomail", Form::Opaque("What only its maker can read.")),
        ("x-zoho-av", Form::Opaque("The virus scanner looked at it.")),
        ("x-zoho-spam-status", Form::Words(YES_NO)),
    ],
};
