//! SpamExperts (N-able Mail Assure): `X-SpamExperts-Class: ham`, `X-Recommended-Action: accept`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "SpamExperts",
    servers: &[],
    fields: &[
        ("x-spamexperts-class", Form::Own(class)),
        ("x-spamexperts-outgoing-class", Form::Own(class)),
        ("x-spamexperts-evidence", Form::Opaque("What weighed most.")),
        ("x-spamexperts-outgoing-evidence", Form::Opaque("What weighed most.")),
        ("x-spamexperts-domain", Form::Opaque("The recipient\u{2019}s domain.")),
        ("x-spamexperts-username", Form::Opaque("Who sent it.")),
        ("x-recommended-action", Form::Own(action)),
        ("x-filter-id", Form::Opaque("Its number at the service.")),
        ("x-report-abuse-to", Form::Opaque("Where to report it.")),
    ],
};

fn class(value: &str, filter: &mut Filter) {
    filter.say("class", value);
    const WORDS: &[(&str, Judgement)] = &[
        ("ham", Judgement::Ham), ("whitelisted", Judgement::Ham), ("spam", Judgement::Spam), ("phish", Judgement::Phish), ("virus", Judgement::Virus), ("unsure", Judgement::Unknown), ("blacklisted", Judgement::Spam),
    ];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn action(value: &str, filter: &mut Filter) {
    filter.say("action", value);
    const WORDS: &[(&str, Judgement)] = &[("accept", Judgement::Ham), ("drop", Judgement::Spam), ("reject", Judgement::Spam)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
