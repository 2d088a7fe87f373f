//! SpamAssassin and those that write its fields: `X-Spam-Status: Yes, score=7.3 required=5.0 tests=BAYES_99,… autolearn=no version=4.0.1`.

use super::super::facts::{Filter, Judgement, Score, Weight};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "SpamAssassin",
    servers: &[],
    fields: &[
        ("x-spam-status", Form::Own(status)),
        ("x-asf-spam-status", Form::Own(status)),
        ("x-spam-flag", Form::Own(flag)),
        ("x-spam", Form::Own(flag)),
        ("x-spam-score", Form::Own(score)),
        ("x-spam_score", Form::Own(score)),
        ("x-spam-score-int", Form::Own(tenths)),
        ("x-spam_score_int", Form::Own(tenths)),
        ("x-spam-level", Form::Bar),
        ("x-spam-bar", Form::Bar),
        ("x-spam_bar", Form::Bar),
        ("x-spam-report", Form::Own(report)),
        ("x-spam_report", Form::Own(report)),
        ("x-ham-report", Form::Own(report)),
        ("x-ham_report", Form::Own(report)),
        ("x-spam-tests", Form::Own(listed)),
        ("x-spam-checker-version", Form::Opaque("Its version and the host that checked.")),
        ("x-spam-relay-country", Form::Opaque("The countries of the servers on the way.")),
        ("x-spam-relays-*", Form::Opaque("The servers on the way, as it read them.")),
        ("x-spam-dcc", Form::Opaque("How often others have seen the same text.")),
        ("x-spam-pyzor", Form::Opaque("How often others have reported the same text.")),
        ("x-spam-prev-subject", Form::Opaque("The subject before it was marked.")),
        ("x-spam-prev-*", Form::Opaque("What stood there before it was marked.")),
        ("x-spam-threshold", Form::Own(threshold)),
        ("x-spam-details", Form::Own(listed)),
        ("x-*-spam-status", Form::Own(status)),
        ("x-*-spam-score", Form::Own(score)),
        ("x-*-spam-flag", Form::Own(flag)),
        ("x-*-spam-level", Form::Bar),
    ],
};

/// `Yes, score=7.3 required=5.0 tests=A,B=1.5 autolearn=no version=4.0.1`, in any order and with any case; older versions say
/// `hits=`, Amavis writes `tests=[A=1.0, B=2.0]`.
pub(super) fn status(value: &str, filter: &mut Filter) {
    filter.verdict = form::word(value, super::YES_NO).unwrap_or_default();
    filter.score = form::score_after(value, "score").or_else(|| form::score_after(value, "hits"));
    filter.threshold = form::score_after(value, "required").or_else(|| form::score_after(value, "tag2"));
    for name in ["autolearn", "version", "tagged_above", "autolearn_force"] {
        if let Some(said) = form::after(value, name) {
            filter.say(name, said);
        }
    }
    let lower = value.to_ascii_lowercase();
    let Some(at) = lower.find("tests=") else { return };
    let behind = value.get(at + "tests=".len()..).unwrap_or_default();
    let tests = match behind.strip_prefix('[') {
        Some(inside) => inside.split(']').next().unwrap_or_default(),
        // The list ends where the next pair begins; a name in it has no lower-case letters.
        None => [" autolearn", " version=", " shortcircuit=", " bayes=", " languages="]
            .iter()
            .filter_map(|next| behind.to_ascii_lowercase().find(next))
            .min()
            .and_then(|end| behind.get(..end))
            .unwrap_or(behind),
    };
    listed(tests, filter);
}

/// Names of tests between commas, with or without scores: `BAYES_00=-1.9, SPF_PASS`.
pub(super) fn listed(text: &str, filter: &mut Filter) {
    for piece in text.split([',', ' ', '\t']).filter(|piece| !piece.is_empty()).take(400) {
        let (name, score) = piece.split_once(['=', ':']).unwrap_or((piece, ""));
        if is_test(name) && filter.weights.len() < 200 {
            filter.weights.push(weight(name, Score::read(score).map(|(score, _)| score)));
        }
    }
}

fn is_test(name: &str) -> bool {
    name.len() >= 2
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.bytes().any(|byte| byte.is_ascii_uppercase())
        && !name.starts_with(|letter: char| letter.is_ascii_digit())
}

/// A test with what it means.
pub(super) fn weight(name: &str, score: Option<Score>) -> Weight {
    Weight { name: name.to_owned(), score, meaning: super::spamassassin_tests::meaning(name).map(str::to_owned) }
}

fn flag(value: &str, filter: &mut Filter) {
    filter.say("flag", value);
    filter.verdict = form::word(value, super::YES_NO).unwrap_or_default();
}

fn score(value: &str, filter: &mut Filter) {
    // Stalwart has the word first, Exim's sites the number, and some the number with a bar.
    if !super::stalwart::score(value, filter) {
        filter.score = Score::read(value).map(|(score, _)| score);
    }
}

/// Exim writes ten times the score, to have a whole number.
fn tenths(value: &str, filter: &mut Filter) {
    filter.score = Score::read(value).map(|(score, _)| score.tenth());
}

fn threshold(value: &str, filter: &mut Filter) {
    filter.threshold = Score::read(value).map(|(score, _)| score);
}

/// The report: a verdict in words, the sum, and a line for each rule.
fn report(value: &str, filter: &mut Filter) {
    let lower = value.to_ascii_lowercase();
    if lower.contains("has not identified") {
        filter.verdict = Judgement::Ham;
    } else if lower.contains("has identified") {
        filter.verdict = Judgement::Spam;
    }
    // `(9.7 points, 5.0 required)`, `(-1.9 / 5.0 requ)`
    for piece in value.split('(').skip(1) {
        let Some((score, rest)) = Score::read(piece) else { continue };
        let rest = rest.trim_start();
        let threshold = rest
            .strip_prefix("points,")
            .or_else(|| rest.strip_prefix('/'))
            .and_then(Score::read)
            .filter(|(_, rest)| rest.trim_start().starts_with("requ"));
        if let Some((threshold, _)) = threshold {
            (filter.score, filter.threshold) = (Some(score), Some(threshold));
            if filter.verdict == Judgement::Unknown {
                filter.verdict = if score >= threshold { Judgement::Spam } else { Judgement::Ham };
            }
            break;
        }
    }
    if let Some(said) = form::after(value, "autolearn") {
        filter.say("autolearn", said);
    }
    rules(value, filter);
    if filter.weights.is_empty() {
        // `NAME=score` between commas, behind the sum.
        listed(value.split_once(')').map_or(value, |(_, rest)| rest), filter);
        filter.weights.retain(|weight| weight.score.is_some());
    }
}

/// The lines of a report: `3.5 BAYES_99 BODY: …`, with or without a star before them.
pub(super) fn rules(text: &str, filter: &mut Filter) {
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let number = Score::read(word).filter(|(_, rest)| rest.is_empty() && word.contains('.'));
        if let (Some((score, _)), Some(name)) = (number, words.peek().copied())
            && is_test(name)
            && name.contains('_') | (name.len() >= 3 && name.bytes().all(|byte| !byte.is_ascii_lowercase()))
            && filter.weights.len() < 200
        {
            filter.weights.push(weight(name, Some(score)));
        }
    }
}
