//! SonicWall Email Security, formerly MailFrontier: `X-Mlf-Threat: nothreat`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "SonicWall",
    servers: &[],
    fields: &[
        ("x-mlf-threat", Form::Own(threat)),
        ("x-mlf-threat-detailed", Form::Own(threat)),
        ("x-mlf-uniqueid", Form::Opaque("Its number.")),
        ("x-mlf-version", Form::Opaque("Its version.")),
        ("x-mlf-license", Form::Opaque("Its licence.")),
        ("x-mlf-conf", Form::Opaque("How sure it is.")),
        ("x-sonicwall-threat", Form::Own(threat)),
    ],
};

fn threat(value: &str, filter: &mut Filter) {
    filter.say("threat", value);
    const WORDS: &[(&str, Judgement)] = &[
        ("nothreat", Judgement::Ham), ("spam", Judgement::Spam), ("likely_spam", Judgement::Spam), ("definite_spam", Judgement::Spam), ("phishing", Judgement::Phish), ("likely_phishing", Judgement::Phish), ("fraud", Judgement::Phish), ("virus", Judgement::Virus), ("likely_virus", Judgement::Virus), ("dha", Judgement::Spam),
    ];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
