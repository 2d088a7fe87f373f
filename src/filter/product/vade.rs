//! Vade, now Hornetsecurity: `X-VR-SPAMSTATE: OK`, `X-VR-SPAMSCORE: 0`; OVH, Orange and others use it.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Vade",
    servers: &[],
    fields: &[
        ("x-vr-spamstate", Form::Own(state)),
        ("x-vr-spamscore", Form::Number),
        ("x-vr-spamcause", Form::Opaque("Why; Vade alone can read it.")),
        ("x-vr-status", Form::Own(state)),
        ("x-ovh-spamcheck", Form::Words(YES_NO)),
        ("x-ovh-spam-status", Form::Own(state)),
        ("x-ovh-spam-reason", Form::Opaque("Why; Vade alone can read it.")),
        ("x-vade-verdict", Form::Own(state)),
        ("x-vadesecure-verdict", Form::Own(state)),
        ("x-vadesecure-score", Form::Number),
        ("x-vade-spamstate", Form::Own(state)),
        ("x-vade-spamscore", Form::Number),
        ("x-vade-spamcause", Form::Opaque("Why; Vade alone can read it.")),
        ("x-me-spamscore", Form::Number),
        ("x-me-spamcause", Form::Opaque("Why; Vade alone can read it.")),
        ("x-me-spamlevel", Form::Own(level)),
        ("x-me-spamrating", Form::Number),
        ("x-orange-spam", Form::Words(YES_NO)),
    ],
};

/// The states of Vade's filter.
pub(super) const STATES: &[(&str, Judgement)] = &[
    ("ok", Judgement::Ham), ("legit", Judgement::Ham), ("clean", Judgement::Ham), ("not spam", Judgement::Ham), ("no", Judgement::Ham),
    ("transactional", Judgement::Ham), ("social", Judgement::Ham), ("spam", Judgement::Spam), ("high spam", Judgement::Spam), ("scam", Judgement::Spam),
    ("phishing", Judgement::Phish), ("spearphishing", Judgement::Phish), ("virus", Judgement::Virus), ("malware", Judgement::Virus), ("commercial", Judgement::Bulk),
    ("newsletter", Judgement::Bulk), ("pce", Judgement::Bulk), ("community", Judgement::Bulk), ("bounce", Judgement::Unknown),
];

fn state(value: &str, filter: &mut Filter) {
    filter.say("state", value);
    filter.verdict = form::word(value, STATES).unwrap_or_default();
}

fn level(value: &str, filter: &mut Filter) {
    filter.say("level", value);
    filter.verdict = form::word(value, STATES).unwrap_or_default();
}
