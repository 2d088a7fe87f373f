//! Google: `X-Gm-Spam: 0`, `X-Gm-Phishy: 0`, as Google Workspace writes them for routing rules.

use super::super::facts::{Filter, Judgement};
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Google",
    servers: &[],
    fields: &[
        ("x-gm-spam", Form::Own(spam)),
        ("x-gm-phishy", Form::Own(phishy)),
        ("x-gm-message-state", Form::Opaque("What Google alone can read.")),
        ("x-gm-features", Form::Opaque("What Google alone can read.")),
        ("x-gm-gg", Form::Opaque("What Google alone can read.")),
        ("x-google-smtp-source", Form::Opaque("What Google alone can read.")),
        ("x-gm-original-to", Form::Opaque("The recipient before it was routed.")),
    ],
};

fn spam(value: &str, filter: &mut Filter) {
    mark(value, Judgement::Spam, filter);
}

fn phishy(value: &str, filter: &mut Filter) {
    mark(value, Judgement::Phish, filter);
}

fn mark(value: &str, bad: Judgement, filter: &mut Filter) {
    filter.say("value", value);
    filter.verdict = match value.trim() {
        "1" => bad,
        "0" => Judgement::Ham,
        _ => Judgement::Unknown,
    };
}
