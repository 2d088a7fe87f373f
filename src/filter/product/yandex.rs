//! Yandex Mail: `X-Yandex-Spam: 1` is wanted mail, 4 spam.

use super::super::facts::Judgement;
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Yandex Mail",
    servers: &["yandex.ru"],
    fields: &[
        ("x-yandex-spam", Form::Words(&[("1", Judgement::Ham), ("4", Judgement::Spam)])),
        ("x-yandex-forward", Form::Opaque("A mark of forwarding.")),
        ("x-yandex-spam-status", Form::Words(YES_NO)),
    ],
};
