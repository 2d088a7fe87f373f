//! Mailprotector: `X-Mailprotector-Decision: deliver`

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Mailprotector",
    servers: &[],
    fields: &[
        ("x-mailprotector-results", Form::Words(&[("clean", Judgement::Ham), ("spam", Judgement::Spam), ("bulk", Judgement::Bulk), ("virus", Judgement::Virus), ("phish", Judgement::Phish)])),
        ("x-mailprotector-decision", Form::Own(decision)),
    ],
};

fn decision(value: &str, filter: &mut Filter) {
    filter.say("decision", value);
    const WORDS: &[(&str, Judgement)] =
        &[("deliver", Judgement::Ham), ("quarantine", Judgement::Spam), ("reject", Judgement::Spam), ("drop", Judgement::Spam)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
