//! Yahoo and AOL: `X-YahooFilteredBulk: 192.0.2.1`, `X-YMailISG`.

use super::super::facts::{Filter, Judgement};
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Yahoo",
    servers: &[],
    fields: &[
        ("x-yahoofilteredbulk", Form::Own(bulk)),
        ("x-ymailisg", Form::Opaque("What Yahoo alone can read.")),
        ("x-ymail-osg", Form::Opaque("What Yahoo alone can read.")),
        ("x-yahoo-newman-property", Form::Opaque("What Yahoo alone can read.")),
        ("x-aol-global-disposition", Form::Own(disposition)),
        ("x-aol-spf", Form::Own(note)),
        ("x-aol-sid", Form::Opaque("What AOL alone can read.")),
        ("x-aol-vss-info", Form::Opaque("What the virus scanner noted.")),
        ("x-aol-ip", Form::Opaque("The address that connected.")),
        ("x-spam-flag-yahoo", Form::Words(YES_NO)),
    ],
};

fn bulk(value: &str, filter: &mut Filter) {
    filter.say("address", value);
    filter.verdict = Judgement::Spam;
    filter.mean("Folder", "Yahoo put it into the Spam folder, formerly called Bulk.");
}

fn disposition(value: &str, filter: &mut Filter) {
    filter.say("disposition", value);
    filter.verdict = match value.trim().to_ascii_uppercase().as_str() {
        "G" => Judgement::Ham,
        "S" => Judgement::Spam,
        _ => Judgement::Unknown,
    };
}

fn note(value: &str, filter: &mut Filter) {
    filter.say("result", value);
}
