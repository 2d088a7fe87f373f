//! hMailServer: `X-hMailServer-Spam: YES`, `X-hMailServer-Reason-1: …`, `X-hMailServer-Reason-Score: 7`.

use super::super::facts::{Filter, Score};
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "hMailServer",
    servers: &[],
    fields: &[
        ("x-hmailserver-spam", Form::Words(YES_NO)),
        ("x-hmailserver-reason-score", Form::Number),
        ("x-hmailserver-reason-*", Form::Own(reason)),
        ("x-hmailserver-exception", Form::Opaque("Which exception applied.")),
    ],
};

fn reason(value: &str, filter: &mut Filter) {
    filter.say("reason", value);
    // `Rejected by Spamhaus. - (Score: 3)`
    filter.score = value.rsplit_once("(Score:").and_then(|(_, rest)| Score::read(rest)).map(|(score, _)| score);
}
