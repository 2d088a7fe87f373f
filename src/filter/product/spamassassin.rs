//! SpamAssassin, and all who write as it does (Amavis, Exim, Kerio):
//! `X-Spam-Status: Yes, score=7.1 required=5.0 tests=BAYES_99,HTML_MESSAGE autolearn=no version=4.0.1`.

use super::super::facts::{Filter, Judgement, Score, Weight};
use super::super::form::{self, Form};
use super::{Product, YES_NO, stalwart};

mod tests_known;

pub(super) static PRODUCT: Product = Product {
    name: "SpamAssassin",
    servers: &[],
    fields: &[
        ("x-spam-status", Form::Own(status)),
        ("x-spam-flag", Form::Words(YES_NO)),
        ("x-spam_flag", Form::Words(YES_NO)),
        ("x-spam-score", Form::Own(score)),
        ("x-spam_score", Form::Number),
        ("x-spam_score_int", Form::Own(tenths)),
        ("x-spam-score-int", Form::Own(tenths)),
        ("x-spam-level", Form::Bar),
        ("x-spam_bar", Form::Bar),
        ("x-spam-bar", Form::Bar),
        ("x-spam-report", Form::Own(report)),
        ("x-spam_report", Form::Own(report)),
        ("x-ham-report", Form::Own(report)),
        ("x-spam-tests", Form::Own(tests)),
        ("x-spam-required", Form::Number),
        ("x-spam-threshold", Form::Number),
        ("x-spam-checker-version", Form::Opaque("Product, version and host.")),
        ("x-spam-relay-country", Form::Opaque("The countries of the servers on the way.")),
        ("x-spam-pyzor", Form::Opaque("How often Pyzor has seen the text.")),
        ("x-spam-dcc", Form::Opaque("How often DCC has seen the text.")),
        ("x-dcc-*-metrics", Form::Opaque("How often DCC has seen the text.")),
        ("x-*-spam-status", Form::Own(status)),
        ("x-*-spam-flag", Form::Words(YES_NO)),
        ("x-*-spam-score", Form::Own(score)),
        ("x-*-spam-level", Form::Bar),
        ("x-*-spam-report", Form::Own(report)),
    ],
};

pub(super) fn status(value: &str, filter: &mut Filter) {
    filter.verdict = form::word(value, YES_NO).unwrap_or_default();
    filter.score = form::score_after(value, "score").or_else(|| form::score_after(value, "hits"));
    filter.threshold = form::score_after(value, "required").or_else(|| form::score_after(value, "req"));
    for name in ["autolearn", "version"] {
        if let Some(said) = form::after(value, name).map(str::to_owned) {
            filter.say(name, &said);
        }
    }
    if let Some((_, rest)) = value.split_once("tests=") {
        let end = rest.find(" autolearn=").into_iter().chain(rest.find(" version=")).chain(rest.find(']')).min();
        tests(end.and_then(|end| rest.get(..end)).unwrap_or(rest), filter);
    }
}

/// `[BAYES_00=-1.9, HTML_MESSAGE=0.001]` or `BAYES_00,HTML_MESSAGE`.
fn tests(text: &str, filter: &mut Filter) {
    for piece in text.split([',', ' ', '\t', '[', ']']) {
        let (name, score) = piece.split_once(['=', ':']).map_or((piece, None), |(name, score)| (name, Score::read(score)));
        if is_test(name) {
            add(filter, name, score.map(|(score, _)| score));
        }
    }
}

/// Whether this is written like the name of a test.
fn is_test(name: &str) -> bool {
    name.len() >= 3
        && name.starts_with(|letter: char| letter.is_ascii_uppercase() || letter == '_')
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn add(filter: &mut Filter, name: &str, score: Option<Score>) {
    if filter.weights.len() < 200 {
        filter.weights.push(Weight { name: name.to_owned(), score, meaning: tests_known::meaning(name).map(str::to_owned) });
    }
}

/// Names with the number behind them: `BAYES_00 -1.90, HTML_MESSAGE 0.00`.
pub(super) fn named_then_scored(text: &str, filter: &mut Filter) {
    let words: Vec<&str> = text.split([' ', ',', '(', ')', '\t']).filter(|word| !word.is_empty()).take(1000).collect();
    for pair in words.windows(2) {
        if let [name, number] = pair
            && is_test(name)
            && let Some((score, "")) = Score::read(number)
        {
            add(filter, name, Some(score));
        }
    }
}

/// The long report: rules with their points before them, in a table or after stars; Exim's short one.
pub(super) fn report(value: &str, filter: &mut Filter) {
    let lower = value.to_ascii_lowercase();
    filter.verdict = if lower.contains("has not identified this incoming email as") {
        Judgement::Ham
    } else if lower.contains("has identified this incoming email as") {
        Judgement::Spam
    } else {
        Judgement::Unknown
    };
    // (9.7 points, 5.0 required) and (-1.9 / 5.0 requ)
    for (open, _) in value.match_indices('(').take(50) {
        let Some((score, rest)) = value.get(open + 1..).and_then(Score::read) else { continue };
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("points,").or_else(|| rest.strip_prefix('/')).or_else(|| rest.strip_prefix("hits,"));
        let Some((threshold, rest)) = rest.and_then(Score::read) else { continue };
        if rest.trim_start().starts_with("requ") {
            filter.score = Some(score);
            filter.threshold = Some(threshold);
            if filter.verdict == Judgement::Unknown {
                filter.verdict = if score >= threshold { Judgement::Spam } else { Judgement::Ham };
            }
            break;
        }
    }
    let words: Vec<&str> = value.split([' ', ',', '\t', '*']).filter(|word| !word.is_empty()).take(3000).collect();
    for pair in words.windows(2) {
        if let [number, name] = pair
            && is_test(name)
            && let Some((score, "")) = Score::read(number)
        {
            add(filter, name, Some(score));
        }
    }
    for word in &words {
        if let Some((name, number)) = word.split_once('=')
            && is_test(name)
        {
            add(filter, name, Score::read(number).map(|(score, _)| score));
        }
    }
    if let Some(said) = form::after(value, "autolearn").map(str::to_owned) {
        filter.say("autolearn", &said);
    }
}

fn score(value: &str, filter: &mut Filter) {
    if !stalwart::score(value, filter) {
        filter.score = Score::read(value).map(|(score, _)| score);
        // 5.1 / 6.0, as some write it.
        filter.threshold =
            Score::read(value).and_then(|(_, rest)| rest.trim_start().strip_prefix('/')).and_then(Score::read).map(|(score, _)| score);
    }
}

/// Fastmail's `X-Spam-hits: BAYES_00 -1.9, …`.
pub(super) fn hits(value: &str, filter: &mut Filter) {
    named_then_scored(value, filter);
}

/// Exim's whole number: ten times the score.
fn tenths(value: &str, filter: &mut Filter) {
    filter.score = Score::read(value).map(|(score, _)| score.tenth());
}
