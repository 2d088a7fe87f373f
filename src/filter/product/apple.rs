//! iCloud Mail: `X-Apple-MoveToFolder: INBOX`

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "iCloud Mail",
    servers: &["icloud.com"],
    fields: &[
        ("x-apple-movetofolder", Form::Words(FOLDERS)),
        ("x-apple-action", Form::Own(action)),
        ("x-icl-score", Form::Number),
        ("x-icl-info", Form::Opaque("What only its maker can read.")),
        ("x-clx-score", Form::Number),
        ("x-clx-shades", Form::Words(&[("deliver", Judgement::Ham), ("junk", Judgement::Spam), ("bulk", Judgement::Bulk), ("mlx", Judgement::Unknown)])),
    ],
};

const FOLDERS: &[(&str, Judgement)] = &[("inbox", Judgement::Ham), ("junk", Judgement::Spam)];

fn action(value: &str, filter: &mut Filter) {
    filter.say("action", value);
    let folder = value.rsplit('/').next().unwrap_or_default();
    filter.verdict = form::word(folder, FOLDERS).unwrap_or_default();
}
