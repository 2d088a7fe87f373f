//! Cyren, Commtouch and F-Prot: `X-CTCH-Spam: Confirmed`, `X-CTCH-Class`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Cyren",
    servers: &[],
    fields: &[
        ("x-ctch-spam", Form::Own(spam)),
        ("x-ctch-class", Form::Own(spam)),
        ("x-ctch-score", Form::Number),
        ("x-ctch-vod", Form::Own(virus)),
        ("x-ctch-flags", Form::Opaque("Flags of its own.")),
        ("x-ctch-rules", Form::Opaque("Which of its rules matched.")),
        ("x-cyren-spam", Form::Own(spam)),
    ],
};

fn spam(value: &str, filter: &mut Filter) {
    filter.say("class", value);
    const WORDS: &[(&str, Judgement)] = &[
        ("confirmed", Judgement::Spam), ("spam", Judgement::Spam), ("suspect", Judgement::Spam), ("bulk", Judgement::Bulk), ("nonspam", Judgement::Ham), ("non-spam", Judgement::Ham), ("unknown", Judgement::Unknown), ("validbulk", Judgement::Bulk),
    ];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn virus(value: &str, filter: &mut Filter) {
    filter.say("threat", value);
    const WORDS: &[(&str, Judgement)] = &[("virus", Judgement::Virus), ("high", Judgement::Virus)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
