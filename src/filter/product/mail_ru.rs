//! Mail.ru: `X-Mras: Ok`, `X-Spam: undefined`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Mail.ru",
    servers: &[],
    fields: &[
        ("x-mras", Form::Own(mras)),
        ("x-mru-spam", Form::Own(mras)),
        ("x-7564579a", Form::Opaque("What Mail.ru alone can read.")),
        ("x-77f55803", Form::Opaque("What Mail.ru alone can read.")),
        ("x-mailru-src", Form::Opaque("How it came in.")),
        ("x-mailru-intl-transport", Form::Opaque("How it came in.")),
        ("x-6b629377", Form::Opaque("What Mail.ru alone can read.")),
        ("x-c1de0dab", Form::Opaque("What Mail.ru alone can read.")),
        ("x-d57d3aed", Form::Opaque("What Mail.ru alone can read.")),
        ("x-f696d7d5", Form::Opaque("What Mail.ru alone can read.")),
        ("x-mailru-sender", Form::Opaque("What Mail.ru alone can read.")),
        ("x-mru-authenticated-sender", Form::Opaque("The account that sent it.")),
    ],
};

fn mras(value: &str, filter: &mut Filter) {
    filter.say("result", value);
    const WORDS: &[(&str, Judgement)] = &[("ok", Judgement::Ham), ("spam", Judgement::Spam), ("bad", Judgement::Spam), ("prob_spam", Judgement::Spam), ("not_spam", Judgement::Ham)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
