//! Proofpoint: `X-Proofpoint-Spam-Details: rule=notspam policy=default score=0 spamscore=0 phishscore=0 …`.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Proofpoint",
    servers: &[],
    fields: &[
        ("x-proofpoint-spam-details", Form::Own(details)),
        ("x-proofpoint-spam-details-enc", Form::Opaque("Its details, which it alone can read.")),
        ("x-proofpoint-virus-version", Form::Opaque("Which version of the virus scanner looked at it.")),
        ("x-proofpoint-guid", Form::Opaque("Its number at the service.")),
        ("x-proofpoint-orig-guid", Form::Opaque("Its number at the service.")),
        ("x-proofpoint-spam-reason", Form::Opaque("Why, in words that it alone explains.")),
        ("x-proofpoint-impostor-details", Form::Pairs),
        ("x-proofpoint-banner-trigger", Form::Opaque("Why a banner was added.")),
        ("x-clx-response", Form::Opaque("What its classifier answered; it alone can read it.")),
        ("x-clx-shades", Form::Own(shades)),
        ("x-clx-score", Form::Number),
        ("x-clx-spam", Form::Words(YES_NO)),
        ("x-clx-unspecialscore", Form::Opaque("Part of its score.")),
    ],
};

fn details(value: &str, filter: &mut Filter) {
    form::pairs(value, filter);
    let rule = filter.fact("rule").unwrap_or_default().to_ascii_lowercase();
    filter.score = filter.fact("score").and_then(Score::read).map(|(score, _)| score);
    // The rule that applied names the verdict: notspam, spam, inbound_notspam, outbound_spam, phish, malware, bulk.
    filter.verdict = if rule.contains("notspam") || rule.contains("safe") || rule.contains("not_spam") || rule.contains("nonspam") {
        Judgement::Ham
    } else if rule.contains("phish") || rule.contains("impostor") {
        Judgement::Phish
    } else if rule.contains("malware") || rule.contains("virus") {
        Judgement::Virus
    } else if rule.contains("bulk") {
        Judgement::Bulk
    } else if rule.contains("spam") || rule.contains("blocked") {
        Judgement::Spam
    } else {
        Judgement::Unknown
    };
}

fn shades(value: &str, filter: &mut Filter) {
    filter.say("shade", value);
    const WORDS: &[(&str, Judgement)] = &[
        ("MLX", Judgement::Unknown), ("Clean", Judgement::Ham), ("Deliver", Judgement::Ham), ("Junk", Judgement::Spam), ("Spam", Judgement::Spam), ("Phish", Judgement::Phish), ("Bulk", Judgement::Bulk),
    ];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
