//! Mimecast: `X-Mimecast-Spam-Score: 0`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Mimecast",
    servers: &[],
    fields: &[
        ("x-mimecast-spam-score", Form::Number),
        ("x-mimecast-spam-signature", Form::Words(YES_NO)),
        ("x-mimecast-spam-info", Form::Opaque("Details, which it alone can read.")),
        ("x-mimecast-mfc-agg-id", Form::Opaque("Its number at the service.")),
        ("x-mimecast-originator", Form::Opaque("The organisation that sent it.")),
        ("x-mimecast-bulk-signature", Form::Own(bulk)),
        ("x-mimecast-impersonation-protect", Form::Own(impersonation)),
        ("x-mimecast-malware-info", Form::Opaque("What its malware scanner noted.")),
        ("x-mc-unique", Form::Opaque("Its number at the service.")),
    ],
};

fn bulk(value: &str, filter: &mut Filter) {
    filter.say("bulk", value);
    if form::begins_with(value, "yes") {
        filter.verdict = Judgement::Bulk;
    }
}

fn impersonation(value: &str, filter: &mut Filter) {
    form::pairs(value, filter);
    let found = ["Similar Internal Domain=true", "Custom External Domain=true", "Mimecast External Domain=true", "Newly Observed Domain=true", "Internal User Name=true", "Custom Display Name List=true", "Reply-to Address Mismatch=true", "Targeted Threat Dictionary=true"];
    let hits = found.iter().filter(|hit| value.contains(**hit)).count();
    if hits > 0 {
        filter.mean("Impersonation", format!("{hits} signs of somebody who claims another name."));
    }
}
