//! Stalwart: `X-Spam-Score: ham, score=3.30`, `X-Spam-Result: SYMBOL (0.10), …`. Others write a number alone into X-Spam-Score.

use super::super::facts::{Filter, Judgement, Score, Weight};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Stalwart",
    servers: &[],
    fields: &[("x-spam-result", Form::Own(result)), ("x-spam-llm", Form::Opaque("What a language model made of it."))],
};

/// The words of X-Spam-Score.
pub(super) fn score(value: &str, filter: &mut Filter) -> bool {
    const WORDS: &[(&str, Judgement)] =
        &[("ham", Judgement::Ham), ("spam", Judgement::Spam), ("reject", Judgement::Spam), ("discard", Judgement::Spam)];
    let Some(verdict) = form::word(value, WORDS) else { return false };
    PRODUCT.name.clone_into(&mut filter.product);
    filter.verdict = verdict;
    filter.score = form::score_after(value, "score");
    true
}

fn result(value: &str, filter: &mut Filter) {
    for piece in value.split(',').take(200) {
        let Some((name, score)) = piece.trim().split_once(' ') else { continue };
        let score = Score::read(score.trim_start_matches('(')).map(|(score, _)| score);
        if score.is_some() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_') {
            filter.weights.push(Weight { name: name.to_owned(), score, meaning: None });
        }
    }
}
