//! ESET: `X-EsetResult: clean, is OK`, `X-ESET-AS: SCORE=0`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "ESET",
    servers: &[],
    fields: &[
        ("x-esetresult", Form::Own(result)),
        ("x-eset-as", Form::Own(spam)),
        ("x-esetid", Form::Opaque("Its number.")),
        ("x-eset-antispam", Form::Own(spam)),
        ("x-esetscannerbuild", Form::Opaque("The version of the scanner.")),
    ],
};

fn result(value: &str, filter: &mut Filter) {
    filter.say("result", value);
    if form::begins_with(value, "infected") {
        filter.verdict = Judgement::Virus;
    }
}

fn spam(value: &str, filter: &mut Filter) {
    form::pairs(value, filter);
    filter.score = form::score_after(value, "score");
    const WORDS: &[(&str, Judgement)] = &[("spam", Judgement::Spam), ("ok", Judgement::Ham), ("ham", Judgement::Ham)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
