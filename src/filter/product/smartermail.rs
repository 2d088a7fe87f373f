//! SmarterMail: `X-SmarterMail-Spam: SPF_Pass, ISpamAssassin 0 [raw: 0], …`, `X-SmarterMail-TotalSpamWeight: 5`.

use super::super::facts::{Filter, Judgement, Score, Weight};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "SmarterMail",
    servers: &[],
    fields: &[
        ("x-smartermail-spam", Form::Own(spam)),
        ("x-smartermail-totalspamweight", Form::Own(total)),
        ("x-smartermail-spamaction", Form::Own(action)),
        ("x-smartermail-spamdetail", Form::Opaque("What its SpamAssassin noted.")),
        ("x-smartermail-antivirus", Form::Opaque("What the virus scanner noted.")),
    ],
};

fn spam(value: &str, filter: &mut Filter) {
    for piece in value.split(',').take(100) {
        let mut words = piece.split_whitespace();
        let Some(name) = words.next() else { continue };
        let score = words.next().and_then(Score::read).map(|(score, _)| score);
        filter.weights.push(Weight { name: name.to_owned(), score, meaning: None });
    }
}

fn total(value: &str, filter: &mut Filter) {
    filter.score = Score::read(value).map(|(score, _)| score);
    if value.to_ascii_lowercase().contains("trusted") {
        filter.verdict = Judgement::Ham;
        filter.say("sender", "trusted");
    }
}

fn action(value: &str, filter: &mut Filter) {
    filter.say("action", value);
    const WORDS: &[(&str, Judgement)] = &[("none", Judgement::Ham), ("no action", Judgement::Ham), ("junk", Judgement::Spam), ("move", Judgement::Spam), ("delete", Judgement::Spam)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
