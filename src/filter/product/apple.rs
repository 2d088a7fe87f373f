//! Apple iCloud: `X-Apple-MoveToFolder: INBOX`, `X-Apple-Action: …`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "iCloud Mail",
    servers: &[],
    fields: &[
        ("x-apple-movetofolder", Form::Own(folder)),
        ("x-apple-action", Form::Own(action)),
        ("x-apple-uuid", Form::Opaque("Its number at Apple.")),
        ("x-suspected-spam", Form::Words(YES_NO)),
        ("x-icl-out-info", Form::Opaque("What Apple alone can read.")),
        ("x-icl-info", Form::Opaque("What Apple alone can read.")),
        ("x-icl-score", Form::Number),
        ("x-mantsh", Form::Opaque("What Apple alone can read.")),
        ("x-dmarc-info", Form::Pairs),
        ("x-dmarc-policy", Form::Pairs),
        ("x-ip-vfields", Form::Opaque("The reverse name of the address that connected.")),
    ],
};

fn folder(value: &str, filter: &mut Filter) {
    filter.say("folder", value);
    const WORDS: &[(&str, Judgement)] = &[("inbox", Judgement::Ham), ("junk", Judgement::Spam)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn action(value: &str, filter: &mut Filter) {
    filter.say("action", value);
    if value.to_ascii_uppercase().contains("JUNK") {
        filter.verdict = Judgement::Spam;
    }
}
