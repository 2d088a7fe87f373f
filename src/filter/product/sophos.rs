//! Sophos: `X-PMX-Spam: Gauge=XXXII, Probability=32%, Report=…` (PureMessage) and Sophos Email.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Sophos",
    servers: &[],
    fields: &[
        ("x-pmx-spam", Form::Own(probability)),
        ("x-perlmx-spam", Form::Own(probability)),
        ("x-pmx-version", Form::Opaque("It was looked at by this product; no verdict.")),
        ("x-lased-spam", Form::Words(YES_NO)),
        ("x-lased-spamprobability", Form::Number),
        ("x-lased-hits", Form::Opaque("The rules that hit.")),
        ("x-lased-impersonation", Form::Words(&[("true", Judgement::Phish), ("false", Judgement::Unknown)])),
        ("x-sophos-email-transport-route", Form::Opaque("It was looked at by this product; no verdict.")),
        ("x-sophos-obs", Form::Opaque("It was looked at by this product; no verdict.")),
    ],
};

/// `Gauge=XXXII, Probability=32%`.
fn probability(value: &str, filter: &mut Filter) {
    filter.score = form::score_after(value, "probability");
    form::after(value, "probability").into_iter().for_each(|text| filter.say("probability", text.trim_end_matches('%')));
    filter.mean("Probability", "Of being spam, in percent; from which on it is junk, its policy decides.");
}
