//! Yahoo, AOL: `X-YahooFilteredBulk: 192.0.2.1` stands in what Yahoo puts into the spam folder.

use super::super::facts::{Filter, Judgement};
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Yahoo, AOL",
    servers: &["yahoo.com"],
    fields: &[
        ("x-ymailisg", Form::Opaque("What only its maker can read.")),
        ("x-ymail-osg", Form::Opaque("What only its maker can read.")),
        ("x-yahoofilteredbulk", Form::Own(bulk)),
        ("x-yahoo-filtered-bulk", Form::Own(bulk)),
        ("x-aol-global-disposition", Form::Words(&[("g", Judgement::Ham), ("s", Judgement::Spam)])),
        ("x-aol-spam-flag", Form::Words(&[("0", Judgement::Ham), ("1", Judgement::Spam)])),
        ("x-aol-scoll-score", Form::Opaque("A score of AOL of old.")),
        ("x-aol-vss-info", Form::Opaque("The virus scanner looked at it.")),
    ],
};

fn bulk(_: &str, filter: &mut Filter) {
    filter.verdict = Judgement::Bulk;
    filter.mean("Meaning", "Yahoo put it into the spam folder, for the address that is named.");
}
