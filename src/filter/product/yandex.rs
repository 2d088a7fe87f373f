//! Yandex: `X-Yandex-Spam: 1` is wanted mail, 4 spam.

use super::super::facts::{Filter, Judgement};
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Yandex",
    servers: &[],
    fields: &[
        ("x-yandex-spam", Form::Own(spam)),
        ("x-yandex-front", Form::Opaque("The server that took it.")),
        ("x-yandex-timemark", Form::Opaque("When it took it, in seconds since 1970.")),
        ("x-yandex-fwd", Form::Opaque("What Yandex alone can read.")),
        ("x-yandex-pop-server", Form::Opaque("Where it was fetched from.")),
        ("x-yandex-rpop-id", Form::Opaque("What Yandex alone can read.")),
        ("x-yandex-internal", Form::Number),
        ("x-yandex-suid-status", Form::Opaque("What Yandex alone can read.")),
    ],
};

fn spam(value: &str, filter: &mut Filter) {
    filter.say("value", value);
    filter.verdict = match value.trim() {
        "1" => Judgement::Ham,
        "4" => Judgement::Spam,
        _ => Judgement::Unknown,
    };
}
