//! WatchGuard: `X-WatchGuard-Spam-Score: 0, clean; 0, virus threat unknown`

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "WatchGuard",
    servers: &[],
    fields: &[
        ("x-watchguard-spam-score", Form::Own(score)),
        ("x-watchguard-antivirus", Form::Opaque("The virus scanner looked at it.")),
    ],
};

fn score(value: &str, filter: &mut Filter) {
    let Some((score, rest)) = Score::read(value) else { return };
    filter.score = Some(score);
    const WORDS: &[(&str, Judgement)] = &[
        ("clean", Judgement::Ham),
        ("suspect", Judgement::Unknown),
        ("bulk", Judgement::Bulk),
        ("spam", Judgement::Spam),
        ("confirmed", Judgement::Spam),
    ];
    filter.verdict = form::word(rest.trim_start_matches(','), WORDS).unwrap_or_default();
}
