//! Bitdefender: `X-BitDefender-Spam: No (0)`, `X-BitDefender-Scanner: Clean`.

use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Bitdefender",
    servers: &[],
    fields: &[
        ("x-bitdefender-spam", Form::Words(YES_NO)),
        ("x-bitdefender-spamstamp", Form::Opaque("What Bitdefender alone can read.")),
        ("x-bitdefender-scanner", Form::Opaque("What the virus scanner noted.")),
        ("x-bitdefender-cf-stamp", Form::Opaque("What the content filter noted.")),
        ("x-bitdefender-wks-spam", Form::Words(YES_NO)),
    ],
};
