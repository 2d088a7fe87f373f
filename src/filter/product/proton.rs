//! Proton Mail: `X-Pm-Spam-Action: inbox`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Proton Mail",
    servers: &[],
    fields: &[
        ("x-pm-spam-action", Form::Own(action)),
        ("x-pm-spam", Form::Opaque("What Proton alone can read.")),
        ("x-pm-spamscore", Form::Number),
        ("x-pm-origin", Form::Opaque("Whether it came from inside or outside.")),
        ("x-pm-content-encryption", Form::Opaque("How its content was encrypted.")),
        ("x-pm-transfer-encryption", Form::Opaque("How the connection was encrypted.")),
        ("x-pm-date", Form::Opaque("When it came in.")),
    ],
};

fn action(value: &str, filter: &mut Filter) {
    filter.say("action", value.split(';').next().unwrap_or_default().trim());
    const WORDS: &[(&str, Judgement)] = &[("inbox", Judgement::Ham), ("spam", Judgement::Spam), ("phishing", Judgement::Phish), ("sent", Judgement::Unknown), ("trash", Judgement::Spam)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
