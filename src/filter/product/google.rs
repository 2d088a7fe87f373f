//! Gmail: `X-Gm-Spam: 0`; an export of a mailbox has `X-Gmail-Labels`.

use super::super::facts::{Filter, Judgement};
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Gmail",
    servers: &["google.com"],
    fields: &[
        ("x-gm-spam", Form::Words(&[("0", Judgement::Ham), ("1", Judgement::Spam)])),
        ("x-gm-phishy", Form::Words(&[("0", Judgement::Ham), ("1", Judgement::Phish)])),
        ("x-gmail-labels", Form::Own(labels)),
        ("x-spam-checked-in-group", Form::Opaque("A group of Google Groups checked it.")),
    ],
};

/// The labels of an exported mailbox.
fn labels(value: &str, filter: &mut Filter) {
    if value.split(',').any(|label| label.trim().eq_ignore_ascii_case("spam")) {
        filter.verdict = Judgement::Spam;
        filter.mean("Label", "It lay in the spam folder.");
    }
}
