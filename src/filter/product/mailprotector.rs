//! Mailprotector: `X-Mailprotector-Decision: deliver`, `X-Mailprotector-Results: clean`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Mailprotector",
    servers: &[],
    fields: &[
        ("x-mailprotector-decision", Form::Own(decision)),
        ("x-mailprotector-results", Form::Own(results)),
        ("x-mailprotector-score", Form::Number),
        ("x-mailprotector-connection", Form::Opaque("The connection.")),
        ("x-mailprotector-id", Form::Opaque("Its number at the service.")),
    ],
};

fn decision(value: &str, filter: &mut Filter) {
    filter.say("decision", value);
    const WORDS: &[(&str, Judgement)] = &[("deliver", Judgement::Ham), ("quarantine", Judgement::Spam), ("block", Judgement::Spam), ("reject", Judgement::Spam), ("tag", Judgement::Spam)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn results(value: &str, filter: &mut Filter) {
    filter.say("results", value);
    const WORDS: &[(&str, Judgement)] = &[("clean", Judgement::Ham), ("spam", Judgement::Spam), ("virus", Judgement::Virus), ("phish", Judgement::Phish), ("bulk", Judgement::Bulk)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
