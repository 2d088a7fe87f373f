//! McAfee and Trellix: `X-NAI-Spam-Flag: YES`, `X-NAI-Spam-Score: 5.2`, `X-NAI-Spam-Threshold: 5`.

use super::super::facts::{Filter, Score};
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Trellix",
    servers: &[],
    fields: &[
        ("x-nai-spam-flag", Form::Words(YES_NO)),
        ("x-nai-spam-score", Form::Number),
        ("x-nai-spam-level", Form::Bar),
        ("x-nai-spam-threshold", Form::Own(threshold)),
        ("x-nai-spam-rules", Form::Own(rules)),
        ("x-nai-spam-report", Form::Own(rules)),
        ("x-nai-spam-version", Form::Opaque("Its version.")),
        ("x-nai-spam-trace", Form::Opaque("Which rules it went through.")),
    ],
};

fn threshold(value: &str, filter: &mut Filter) {
    filter.threshold = Score::read(value).map(|(score, _)| score);
}

fn rules(value: &str, filter: &mut Filter) {
    super::spamassassin::rules(value, filter);
}
