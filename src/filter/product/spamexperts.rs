//! SpamExperts: `X-SpamExperts-Class: ham`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "SpamExperts",
    servers: &[],
    fields: &[
        ("x-spamexperts-class", Form::Words(CLASSES)),
        ("x-spamexperts-outgoing-class", Form::Words(CLASSES)),
        ("x-spamexperts-evidence", Form::Opaque("Which test decided, and by how much.")),
        ("x-spamexperts-outgoing-evidence", Form::Opaque("Which test decided, and by how much.")),
        ("x-recommended-action", Form::Words(&[("accept", Judgement::Ham), ("reject", Judgement::Spam), ("drop", Judgement::Spam)])),
    ],
};

const CLASSES: &[(&str, Judgement)] = &[
    ("ham", Judgement::Ham),
    ("whitelisted", Judgement::Ham),
    ("whitelist", Judgement::Ham),
    ("unsure", Judgement::Unknown),
    ("spam", Judgement::Spam),
    ("blacklisted", Judgement::Spam),
    ("phish", Judgement::Phish),
    ("phishing", Judgement::Phish),
    ("virus", Judgement::Virus),
];
