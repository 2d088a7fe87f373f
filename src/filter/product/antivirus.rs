//! Virus scanners: `X-Virus-Scanned: ClamAV …`, `X-Virus-Status: Clean`, `X-Antivirus: …`. They say nothing of spam.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "A virus scanner",
    servers: &[],
    fields: &[
        ("x-virus-scanned", Form::Own(scanned)),
        ("x-virus-status", Form::Own(status)),
        ("x-virus-flag", Form::Own(flag)),
        ("x-virus-scan", Form::Own(status)),
        ("x-virus", Form::Own(flag)),
        ("x-antivirus", Form::Own(scanned)),
        ("x-antivirus-status", Form::Own(status)),
        ("x-clamav", Form::Own(status)),
        ("x-av-checked", Form::Own(status)),
        ("x-avas-*", Form::Opaque("What the scanner noted.")),
    ],
};

fn scanned(value: &str, filter: &mut Filter) {
    filter.say("scanner", value);
    filter.mean("Scanned", "A virus scanner looked at it; what it found is not said here.");
}

fn status(value: &str, filter: &mut Filter) {
    filter.say("status", value);
    const WORDS: &[(&str, Judgement)] = &[("infected", Judgement::Virus), ("virus", Judgement::Virus)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn flag(value: &str, filter: &mut Filter) {
    filter.say("flag", value);
    if form::begins_with(value, "yes") || form::begins_with(value, "true") {
        filter.verdict = Judgement::Virus;
    }
}
