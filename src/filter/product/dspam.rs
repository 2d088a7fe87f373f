//! DSPAM: `X-DSPAM-Result: Innocent`, `X-DSPAM-Confidence: 0.99`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "DSPAM",
    servers: &[],
    fields: &[
        ("x-dspam-result", Form::Own(result)),
        ("x-dspam-confidence", Form::Number),
        ("x-dspam-probability", Form::Number),
        ("x-dspam-improbability", Form::Opaque("How improbable it is, in words.")),
        ("x-dspam-processed", Form::Opaque("When it was checked.")),
        ("x-dspam-signature", Form::Opaque("Its number, for learning.")),
        ("x-dspam-factors", Form::Opaque("The words that weighed most.")),
        ("x-dspam-reclassified", Form::Own(result)),
        ("x-dspam-user", Form::Opaque("Whose training was used.")),
    ],
};

fn result(value: &str, filter: &mut Filter) {
    filter.say("result", value);
    const WORDS: &[(&str, Judgement)] = &[
        ("innocent", Judgement::Ham), ("whitelisted", Judgement::Ham), ("whitelist", Judgement::Ham), ("spam", Judgement::Spam), ("blacklisted", Judgement::Spam),
        ("blocklisted", Judgement::Spam), ("virus", Judgement::Virus),
    ];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
