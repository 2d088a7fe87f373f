//! Proton Mail: `X-Pm-Spam-Action: inbox`

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Proton Mail",
    servers: &["protonmail.ch"],
    fields: &[
        ("x-pm-spam-action", Form::Own(action)),
        ("x-pm-spam", Form::Opaque("What only its maker can read.")),
        ("x-pm-spamscore", Form::Number),
    ],
};

fn action(value: &str, filter: &mut Filter) {
    filter.say("action", value);
    const ACTIONS: &[(&str, Judgement)] =
        &[("inbox", Judgement::Ham), ("spam", Judgement::Spam), ("phishing", Judgement::Phish), ("reject", Judgement::Spam)];
    filter.verdict = form::word(value, ACTIONS).unwrap_or_default();
}
