//! MailScanner: `X-Example-MailScanner-SpamCheck: not spam, SpamAssassin (score=-1.899, required 6, BAYES_00 -1.90)`, with the site's own name in the field.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "MailScanner",
    servers: &[],
    fields: &[
        ("x-*mailscanner-spamcheck", Form::Own(check)),
        ("x-mailscanner-spamcheck", Form::Own(check)),
        ("x-*mailscanner-spamscore", Form::Own(marks)),
        ("x-mailscanner-spamscore", Form::Own(marks)),
        ("x-*mailscanner-information", Form::Opaque("Whom to ask about the scanner.")),
        ("x-*mailscanner-from", Form::Opaque("The envelope sender, as the scanner saw it.")),
        ("x-*mailscanner-id", Form::Opaque("The queue id, as the scanner saw it.")),
        ("x-*mailscanner", Form::Own(virus)),
        ("x-mailscanner", Form::Own(virus)),
    ],
};

fn check(value: &str, filter: &mut Filter) {
    const WORDS: &[(&str, Judgement)] =
        &[("not spam", Judgement::Ham), ("spam", Judgement::Spam), ("high scoring spam", Judgement::Spam)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
    filter.score = form::score_after(value, "score");
    filter.threshold = form::score_after(value, "required");
    // Tests stand behind the first pairs, a name and a number each.
    let inside = value.split_once('(').map_or("", |(_, inside)| inside.trim_end_matches(')'));
    for piece in inside.split(',').take(200) {
        let Some((name, score)) = piece.trim().split_once(' ') else { continue };
        let is_test = name.len() >= 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        if let Some((score, _)) = Score::read(score).filter(|_| is_test) {
            filter.weights.push(super::spamassassin::weight(name, Some(score)));
        }
    }
}

fn marks(value: &str, filter: &mut Filter) {
    filter.score = Score::read(value).map(|(score, _)| score).or_else(|| Some(form::bar(value)));
}

fn virus(value: &str, filter: &mut Filter) {
    filter.say("result", value);
    if form::begins_with(value, "found to be infected") || form::begins_with(value, "infected") {
        filter.verdict = Judgement::Virus;
    }
    filter.mean("Result", "What the virus scanner found; it says nothing of spam.");
}
