//! Hornetsecurity: `X-antispameurope-…`, `X-Hornetsecurity-…`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Hornetsecurity",
    servers: &[],
    fields: &[
        ("x-antispameurope-reason", Form::Own(reason)),
        ("x-antispameurope-spamstatus", Form::Own(reason)),
        ("x-antispameurope-sender", Form::Opaque("The envelope sender.")),
        ("x-antispameurope-recipient", Form::Opaque("The recipient.")),
        ("x-antispameurope-msgid", Form::Opaque("Its number at the service.")),
        ("x-antispameurope-connect", Form::Opaque("The host that connected.")),
        ("x-antispameurope-mailarchiv", Form::Opaque("Whether it was archived.")),
        ("x-antispameurope-date", Form::Opaque("When it was checked.")),
        ("x-antispameurope-refid", Form::Opaque("Its number at the service.")),
        ("x-antispameurope-virus-scan", Form::Opaque("The virus scanner looked at it.")),
        ("x-antispameurope-disclaimer", Form::Opaque("Whether a disclaimer was added.")),
        ("x-hornetsecurity-*", Form::Opaque("What the service noted.")),
    ],
};

fn reason(value: &str, filter: &mut Filter) {
    filter.say("reason", value);
    const WORDS: &[(&str, Judgement)] = &[("spam", Judgement::Spam), ("clean", Judgement::Ham), ("infomail", Judgement::Bulk), ("virus", Judgement::Virus), ("advanced threat", Judgement::Phish), ("content", Judgement::Unknown)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
