//! Amazon SES, for mail that it receives: `X-SES-Spam-Verdict: PASS`, `X-SES-Virus-Verdict: PASS`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Amazon SES",
    servers: &[],
    fields: &[
        ("x-ses-spam-verdict", Form::Own(spam)),
        ("x-ses-virus-verdict", Form::Own(virus)),
        ("x-ses-receipt", Form::Opaque("What Amazon alone can read.")),
        ("x-ses-dkim-signature", Form::Opaque("A signature of Amazon.")),
    ],
};

fn spam(value: &str, filter: &mut Filter) {
    filter.say("verdict", value);
    const WORDS: &[(&str, Judgement)] = &[("pass", Judgement::Ham), ("fail", Judgement::Spam)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn virus(value: &str, filter: &mut Filter) {
    filter.say("verdict", value);
    const WORDS: &[(&str, Judgement)] = &[("fail", Judgement::Virus)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
