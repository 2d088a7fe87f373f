//! Fastmail: `X-Spam-known-sender: yes` means that the sender is in the address book.

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Fastmail",
    servers: &["messagingengine.com"],
    fields: &[
        ("x-spam-known-sender", Form::Words(&[("yes", Judgement::Ham), ("no", Judgement::Unknown)])),
        ("x-spam-hits", Form::Own(super::spamassassin::hits)),
        ("x-spam-source", Form::Opaque("The country and network of the sending address.")),
        ("x-spam-charsets", Form::Opaque("The character sets of the text.")),
        ("x-spam-orig", Form::Opaque("The verdict before it was changed.")),
    ],
};
