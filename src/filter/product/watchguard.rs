//! WatchGuard: `X-WatchGuard-Spam-Score: 0, clean; …`.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "WatchGuard",
    servers: &[],
    fields: &[
        ("x-watchguard-spam-score", Form::Own(score)),
        ("x-watchguard-spam-id", Form::Opaque("Its number.")),
        ("x-watchguard-mail-exception", Form::Opaque("Which exception applied.")),
        ("x-watchguard-antivirus", Form::Opaque("What the virus scanner noted.")),
    ],
};

fn score(value: &str, filter: &mut Filter) {
    filter.score = Score::read(value).map(|(score, _)| score);
    let words = value.split_once(',').map_or(value, |(_, rest)| rest);
    const WORDS: &[(&str, Judgement)] = &[("clean", Judgement::Ham), ("spam", Judgement::Spam), ("bulk", Judgement::Bulk), ("suspect", Judgement::Spam), ("confirmed", Judgement::Spam)];
    filter.verdict = form::word(words, WORDS).unwrap_or_default();
}
