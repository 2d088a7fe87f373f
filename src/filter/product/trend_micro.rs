//! Trend Micro: `X-TM-AS-Result: Yes-4.038400-4.000000-31`, score and threshold.

use super::super::facts::{Decider, Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Trend Micro",
    servers: &[],
    fields: &[
        ("x-tm-as-result", Form::Own(result)),
        ("x-tmase-result", Form::Own(result)),
        ("x-tm-as-user-approved-sender", Form::Own(approved)),
        ("x-tm-as-user-blocked-sender", Form::Own(blocked)),
        ("x-tmase-version", Form::Opaque("Its version.")),
        ("x-tm-as-product-ver", Form::Opaque("Its version.")),
        ("x-tmase-matchedrid", Form::Opaque("Which of its rules matched.")),
        ("x-tm-as-matchedid", Form::Opaque("Which of its rules matched.")),
        ("x-tmase-snap-result", Form::Opaque("What Trend Micro alone can read.")),
        ("x-tmase-xgenai", Form::Opaque("What Trend Micro alone can read.")),
        ("x-tm-as-gconf", Form::Opaque("Its configuration.")),
        ("x-tm-addin-auth", Form::Opaque("What Trend Micro alone can read.")),
        ("x-tm-received-spf", Form::Opaque("What it found of SPF.")),
        ("x-tm-authentication-results", Form::Opaque("What it found of authentication.")),
        ("x-tm-snts-smtp", Form::Opaque("What Trend Micro alone can read.")),
        ("x-tm-deliver-signature", Form::Opaque("What Trend Micro alone can read.")),
    ],
};

fn result(value: &str, filter: &mut Filter) {
    // `No--12.662200-5.000000-31`: the word, the score, which may be negative, the threshold, and a number of its own. Newer ones
    // have `10--5.2-10.0`.
    let (word, rest) = value.split_once('-').unwrap_or((value, ""));
    filter.verdict = match word.trim().to_ascii_lowercase().as_str() {
        "yes" => Judgement::Spam,
        "no" => Judgement::Ham,
        _ => Judgement::Unknown,
    };
    let Some((score, rest)) = Score::read(rest) else { return };
    filter.score = Some(score);
    filter.threshold = rest.strip_prefix('-').and_then(Score::read).map(|(score, _)| score);
    if filter.verdict == Judgement::Unknown
        && let Some(threshold) = filter.threshold
        && word.trim().bytes().all(|byte| byte.is_ascii_digit())
    {
        filter.verdict = if score >= threshold { Judgement::Spam } else { Judgement::Ham };
    }
}

fn approved(value: &str, filter: &mut Filter) {
    filter.say("approved sender", value);
    if form::begins_with(value, "yes") {
        (filter.verdict, filter.decided_by) = (Judgement::Ham, Some(Decider::SafeSenders));
    }
}

fn blocked(value: &str, filter: &mut Filter) {
    filter.say("blocked sender", value);
    if form::begins_with(value, "yes") {
        (filter.verdict, filter.decided_by) = (Judgement::Spam, Some(Decider::BlockedSenders));
    }
}
