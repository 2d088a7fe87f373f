//! Fastmail: `X-Spam-known-sender: yes`, `X-Spam-hits: …`, `X-Spam-source: …`.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Fastmail",
    servers: &[],
    fields: &[
        ("x-spam-known-sender", Form::Own(known)),
        ("x-spam-source", Form::Opaque("Where it came from.")),
        ("x-spam-sender-reputation", Form::Own(reputation)),
        ("x-spam-score-fastmail", Form::Number),
        ("x-spam-hits", Form::Own(hits)),
        ("x-spam-charsets", Form::Opaque("The character sets that it uses.")),
        ("x-delivered-to", Form::Opaque("The mailbox that it went into.")),
        ("x-resolved-to", Form::Opaque("The mailbox behind an alias.")),
        ("x-attached", Form::Opaque("The attachments that it found.")),
        ("x-mail-from", Form::Opaque("The envelope sender.")),
        ("x-me-vsscore", Form::Number),
        ("x-me-vscategory", Form::Own(category)),
        ("x-me-vscause", Form::Opaque("Why; it alone can read it.")),
        ("x-me-helo", Form::Opaque("The name in HELO.")),
        ("x-me-user-auth", Form::Opaque("Who had logged in.")),
    ],
};

fn known(value: &str, filter: &mut Filter) {
    filter.say("known sender", value);
    if form::begins_with(value, "yes") {
        filter.verdict = Judgement::Ham;
        filter.mean("Known sender", "The recipient knows the sender; such mail is rarely taken for spam.");
    }
}

fn reputation(value: &str, filter: &mut Filter) {
    filter.say("reputation", value);
    filter.score = Score::read(value).map(|(score, _)| score);
}

fn hits(value: &str, filter: &mut Filter) {
    super::spamassassin::listed(value, filter);
}

fn category(value: &str, filter: &mut Filter) {
    filter.say("category", value);
    filter.verdict = form::word(value, super::vade::STATES).unwrap_or_default();
}
