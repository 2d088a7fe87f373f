//! Trend Micro: `X-TM-AS-Result: Yes-4.038400-4.000000-31`: the verdict, the score, the threshold; a negative score has two dashes.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Trend Micro",
    servers: &[],
    fields: &[
        ("x-tm-as-result", Form::Own(result)),
        ("x-imss-scan-details", Form::Own(result)),
        ("x-tmase-result", Form::Own(result)),
        ("x-tm-as-result-xfilter", Form::Opaque("A list of exceptions decided.")),
        ("x-tm-as-user-approved-sender", Form::Words(&[("yes", Judgement::Ham), ("no", Judgement::Unknown)])),
        ("x-tm-as-user-blocked-sender", Form::Words(&[("yes", Judgement::Spam), ("no", Judgement::Unknown)])),
        ("x-tm-as-product-ver", Form::Opaque("Product and version.")),
        ("x-tmase-version", Form::Opaque("Product and version.")),
        ("x-imss-result", Form::Words(&[("passed", Judgement::Ham), ("spam", Judgement::Spam)])),
        ("x-imss-scores", Form::Opaque("The scores for each kind of mail.")),
        ("x-imss-settings", Form::Opaque("The settings of the filter.")),
    ],
};

fn result(value: &str, filter: &mut Filter) {
    let rest = if form::begins_with(value, "yes") {
        filter.verdict = Judgement::Spam;
        value.trim_start().get(3..)
    } else if form::begins_with(value, "no") {
        filter.verdict = Judgement::Ham;
        value.trim_start().get(2..)
    } else {
        Some(value)
    };
    let rest = rest.unwrap_or_default();
    let Some((score, rest)) = Score::read(rest.strip_prefix('-').unwrap_or(rest)) else { return };
    filter.score = Some(score);
    filter.threshold = rest.strip_prefix('-').and_then(Score::read).map(|(score, _)| score);
}
