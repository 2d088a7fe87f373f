//! Proofpoint: `X-Proofpoint-Spam-Details: rule=notspam policy=default score=0 spamscore=0 … classifier=spam …`
//!
//! `rule` is the verdict; `classifier=spam` only names the part that computed it.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Proofpoint",
    servers: &[],
    fields: &[
        ("x-proofpoint-spam-details", Form::Own(details)),
        ("x-proofpoint-spam-details-enc", Form::Opaque("What only its maker can read.")),
        ("x-proofpoint-spam-reason", Form::Words(&[("safe", Judgement::Ham), ("notspam", Judgement::Ham), ("spam", Judgement::Spam), ("phish", Judgement::Phish)])),
        ("x-proofpoint-spam-flag", Form::Words(YES_NO)),
        ("x-proofpoint-virus-version", Form::Opaque("The virus scanner looked at it.")),
        ("x-proofpoint-guid", Form::Opaque("Its number at Proofpoint.")),
        ("x-proofpoint-orig-guid", Form::Opaque("Its number at Proofpoint.")),
    ],
};

fn details(value: &str, filter: &mut Filter) {
    form::pairs(value, filter);
    filter.score = filter.fact("score").and_then(Score::read).map(|(score, _)| score);
    let rule = filter.fact("rule").unwrap_or_default().to_ascii_lowercase();
    const RULES: [(&str, Judgement); 12] = [
        ("notspam", Judgement::Ham),
        ("not_spam", Judgement::Ham),
        ("safe", Judgement::Ham),
        ("phish", Judgement::Phish),
        ("impostor", Judgement::Phish),
        ("malware", Judgement::Virus),
        ("virus", Judgement::Virus),
        ("bulk", Judgement::Bulk),
        ("lowpriority", Judgement::Bulk),
        ("spam", Judgement::Spam),
        ("adult", Judgement::Spam),
        ("block", Judgement::Spam),
    ];
    filter.verdict = RULES.iter().find(|(mark, _)| rule.contains(mark)).map(|(_, verdict)| *verdict).unwrap_or_default();
    filter.mean("rule", format!("The rule of the policy that applied: {rule}."));
}
