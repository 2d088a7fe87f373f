//! Vade: `X-VR-SPAMSTATE: SPAM`, `X-VR-SPAMSCORE: 200`. Which score is spam is not told by the field.

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Vade",
    servers: &[],
    fields: &[
        ("x-vr-spamstate", Form::Words(STATES)),
        ("x-vr-spamscore", Form::Number),
        ("x-vr-spamcause", Form::Opaque("What only its maker can read.")),
        ("x-vr-status", Form::Words(STATES)),
        ("x-vr-verdict", Form::Words(STATES)),
        ("x-vr-spam-status", Form::Words(STATES)),
        ("x-vr-spam-reason", Form::Opaque("Why, in its own words.")),
        ("x-vade-spamstate", Form::Words(STATES)),
        ("x-vade-spamscore", Form::Number),
        ("x-vade-spamcause", Form::Opaque("What only its maker can read.")),
        ("x-vade-status", Form::Words(STATES)),
        ("x-vade-verdict", Form::Words(STATES)),
        ("x-vade-spam-status", Form::Words(STATES)),
        ("x-vade-spam-reason", Form::Opaque("Why, in its own words.")),
        ("x-ovh-spamstate", Form::Words(STATES)),
        ("x-ovh-spamscore", Form::Number),
        ("x-ovh-spamcause", Form::Opaque("What only its maker can read.")),
        ("x-ovh-status", Form::Words(STATES)),
        ("x-ovh-verdict", Form::Words(STATES)),
        ("x-ovh-spam-status", Form::Words(STATES)),
        ("x-ovh-spam-reason", Form::Opaque("Why, in its own words.")),
        ("x-vrc-spamstate", Form::Words(STATES)),
        ("x-vrc-spamscore", Form::Number),
        ("x-vrc-spamcause", Form::Opaque("What only its maker can read.")),
        ("x-vrc-status", Form::Words(STATES)),
        ("x-vrc-verdict", Form::Words(STATES)),
        ("x-vrc-spam-status", Form::Words(STATES)),
        ("x-vrc-spam-reason", Form::Opaque("Why, in its own words.")),
        ("x-mlsv-spamstate", Form::Words(STATES)),
        ("x-mlsv-spamscore", Form::Number),
        ("x-mlsv-spamcause", Form::Opaque("What only its maker can read.")),
        ("x-mlsv-status", Form::Words(STATES)),
        ("x-mlsv-verdict", Form::Words(STATES)),
        ("x-mlsv-spam-status", Form::Words(STATES)),
        ("x-mlsv-spam-reason", Form::Opaque("Why, in its own words.")),
    ],
};

const STATES: &[(&str, Judgement)] = &[
    ("ok", Judgement::Ham),
    ("clean", Judgement::Ham),
    ("legit", Judgement::Ham),
    ("not spam", Judgement::Ham),
    ("spam", Judgement::Spam),
    ("phishing", Judgement::Phish),
    ("scam", Judgement::Phish),
    ("virus", Judgement::Virus),
    ("malware", Judgement::Virus),
    ("commercial", Judgement::Bulk),
    ("newsletter", Judgement::Bulk),
    ("bulk", Judgement::Bulk),
];
