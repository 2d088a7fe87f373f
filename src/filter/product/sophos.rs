//! Sophos PureMessage and Sophos Email: `X-PMX-Spam: Gauge=XX, Probability=10%, Report='…'`.

use super::super::facts::{Filter, Score, Weight};
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Sophos",
    servers: &[],
    fields: &[
        ("x-pmx-spam", Form::Own(spam)),
        ("x-perlmx-spam", Form::Own(spam)),
        ("x-pmx-version", Form::Opaque("Its version.")),
        ("x-sophos-obs", Form::Opaque("What the service noted.")),
        ("x-sophos-senderhistory", Form::Opaque("How often this sender was seen.")),
        ("x-sophos-domainverdict", Form::Opaque("What it knows of the domain.")),
        ("x-sophos-spam-status", Form::Words(YES_NO)),
        ("x-sophos-email-scan-details", Form::Opaque("What Sophos alone can read.")),
        ("x-sophos-email", Form::Opaque("What the service noted.")),
        ("x-sophos-email-id", Form::Opaque("Its number at the service.")),
        ("x-sophos-antispam-engine", Form::Opaque("The version of its engine.")),
    ],
};

fn spam(value: &str, filter: &mut Filter) {
    let probability = form::after(value, "probability").map(|text| text.trim_end_matches('%'));
    if let Some(probability) = probability {
        filter.say("probability", probability);
        filter.score = Score::read(probability).map(|(score, _)| score);
        filter.mean("Probability", format!("{probability} % spam, by its own reckoning. From which on it acts, its policy says."));
    }
    if let Some((_, report)) = value.split_once("Report='") {
        for piece in report.trim_end_matches('\'').split(',').take(100) {
            if let Some((name, score)) = piece.trim().split_once(' ') {
                let score = Score::read(score).map(|(score, _)| score);
                filter.weights.push(Weight { name: name.to_owned(), score, meaning: None });
            }
        }
    }
}
