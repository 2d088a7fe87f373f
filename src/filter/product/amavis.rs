//! Amavis: `X-Amavis-Alert: INFECTED, message contains virus: Name`. Its scores stand in X-Spam-Status, as SpamAssassin's do.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Amavis",
    servers: &[],
    fields: &[
        ("x-amavis-alert", Form::Own(alert)),
        ("x-amavis-os-fingerprint", Form::Opaque("What the connecting system seems to be.")),
        ("x-amavis-modified", Form::Opaque("It changed the message.")),
        ("x-quarantine-id", Form::Opaque("The place in quarantine.")),
    ],
};

fn alert(value: &str, filter: &mut Filter) {
    let (alert, what) = value.split_once(',').unwrap_or((value, ""));
    filter.say("alert", alert.trim());
    if form::begins_with(value, "infected") {
        filter.verdict = Judgement::Virus;
        if let Some((_, name)) = what.split_once(':') {
            filter.say("virus", name.trim());
        }
    } else if form::begins_with(value, "banned") {
        filter.mean("BANNED", "It has a part of a kind that is not allowed here.");
    } else if form::begins_with(value, "bad header") {
        filter.mean("BAD HEADER", "Its header is malformed.");
    }
}
