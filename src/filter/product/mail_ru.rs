//! mail.ru: `X-Mras: Ok`. `X-Spam: Yes` is also what Rspamd writes.

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "mail.ru",
    servers: &["mail.ru"],
    fields: &[
        ("x-mras", Form::Words(&[("ok", Judgement::Ham), ("spam", Judgement::Spam), ("probable_spam", Judgement::Spam), ("probable", Judgement::Spam), ("bad", Judgement::Spam)])),
        ("x-spam", Form::Words(&[("not detected", Judgement::Ham), ("undefined", Judgement::Unknown), ("probable spam", Judgement::Spam), ("yes", Judgement::Spam), ("no", Judgement::Ham), ("true", Judgement::Spam), ("false", Judgement::Ham), ("spam", Judgement::Spam)])),
        ("x-77f55803", Form::Opaque("What only its maker can read.")),
        ("x-7564579a", Form::Opaque("What only its maker can read.")),
        ("x-mailru-src", Form::Opaque("Which of its servers took it.")),
    ],
};
