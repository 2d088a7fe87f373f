//! ASSP: `X-Assp-Spam: YES`, `X-Assp-Spam-Prob: 0.99`, `X-Assp-Message-Score: 50 (…)`.

use super::super::facts::{Decider, Filter, Judgement, Score, Weight};
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "ASSP",
    servers: &[],
    fields: &[
        ("x-assp-spam", Form::Words(YES_NO)),
        ("x-assp-spam-prob", Form::Number),
        ("x-assp-spam-level", Form::Bar),
        ("x-assp-message-score", Form::Own(score)),
        ("x-assp-message-totalscore", Form::Number),
        ("x-assp-spam-reason", Form::Opaque("Why.")),
        ("x-assp-spam-found", Form::Words(YES_NO)),
        ("x-assp-whitelisted", Form::Own(listed)),
        ("x-assp-version", Form::Opaque("Its version.")),
        ("x-assp-id", Form::Opaque("Its number.")),
        ("x-assp-session", Form::Opaque("The number of the session.")),
        ("x-assp-*", Form::Opaque("What ASSP noted.")),
    ],
};

fn score(value: &str, filter: &mut Filter) {
    if let Some((score, reason)) = Score::read(value) {
        filter.weights.push(Weight { name: reason.trim_matches([' ', '(', ')']).to_owned(), score: Some(score), meaning: None });
        filter.score = Some(score);
    }
}

fn listed(value: &str, filter: &mut Filter) {
    filter.say("listed", value);
    if form::begins_with(value, "yes") {
        (filter.verdict, filter.decided_by) = (Judgement::Ham, Some(Decider::AdminAllowList));
    }
}
