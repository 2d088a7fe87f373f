//! Amavis: `X-Amavis-Alert: INFECTED, message contains virus: …`, `X-Virus-Scanned: amavis at mx.example`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Amavis",
    servers: &[],
    fields: &[
        ("x-amavis-alert", Form::Own(alert)),
        ("x-amavis-modified", Form::Opaque("What it changed.")),
        ("x-amavis-os-fingerprint", Form::Opaque("The system that connected, as it seemed.")),
        ("x-amavis-hold", Form::Opaque("Why it was held back.")),
        ("x-amavis-penpals", Form::Opaque("How long ago the recipient wrote to this sender.")),
        ("x-quarantine-id", Form::Opaque("Its number in quarantine.")),
    ],
};

fn alert(value: &str, filter: &mut Filter) {
    let (kind, rest) = value.split_once(',').unwrap_or((value, ""));
    filter.say("alert", kind.trim());
    if let Some((_, virus)) = rest.split_once("virus:").or_else(|| rest.split_once("viruses:")) {
        filter.say("virus", virus.trim());
    } else if !rest.trim().is_empty() {
        filter.say("details", rest.trim());
    }
    if form::begins_with(kind, "infected") {
        filter.verdict = Judgement::Virus;
    }
    filter.mean(
        "Alert",
        match () {
            () if form::begins_with(kind, "infected") => "A virus was found.",
            () if form::begins_with(kind, "banned") => "It has a part whose name or type is not allowed here.",
            () if form::begins_with(kind, "bad header") => "Its header breaks the rules: a mistake of the program that wrote it, and no sign of spam.",
            () => "Amavis noted something.",
        },
    );
}
