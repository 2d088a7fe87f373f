//! Barracuda: `X-Barracuda-Spam-Status: No, SCORE=-2.02 using global scores of TAG_LEVEL=3.5 QUARANTINE_LEVEL=1000.0 KILL_LEVEL=9.0 tests=…`.

use super::super::facts::Filter;
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Barracuda",
    servers: &[],
    fields: &[
        ("x-barracuda-spam-status", Form::Own(status)),
        ("x-barracuda-spam-score", Form::Number),
        ("x-barracuda-spam-report", Form::Own(report)),
        ("x-barracuda-spam-flag", Form::Words(YES_NO)),
        ("x-barracuda-bayes", Form::Opaque("What its statistics say.")),
        ("x-barracuda-brts-status", Form::Opaque("Its real-time check.")),
        ("x-barracuda-connect", Form::Opaque("The host that connected to it.")),
        ("x-barracuda-start-time", Form::Opaque("When the connection began.")),
        ("x-barracuda-url", Form::Opaque("Where it was checked.")),
        ("x-barracuda-virus-scanned", Form::Opaque("The virus scanner looked at it.")),
        ("x-barracuda-rbl-ip", Form::Opaque("The address for which a blocklist was asked.")),
        ("x-barracuda-apparent-source-ip", Form::Opaque("Where it seems to have come from.")),
        ("x-barracuda-envelope-from", Form::Opaque("The envelope sender.")),
        ("x-barracuda-effective-source-ip", Form::Opaque("Where it seems to have come from.")),
        ("x-barracuda-scan-msg-size", Form::Opaque("How much of it was scanned.")),
        ("x-bess-id", Form::Opaque("Its number at the service.")),
        ("x-bess-spam-score", Form::Number),
        ("x-bess-spam-status", Form::Own(status)),
        ("x-bess-brts-status", Form::Opaque("Its real-time check.")),
    ],
};

fn status(value: &str, filter: &mut Filter) {
    super::spamassassin::status(value, filter);
    for name in ["TAG_LEVEL", "QUARANTINE_LEVEL", "KILL_LEVEL"] {
        if let Some(level) = form::after(value, &name.to_ascii_lowercase()) {
            filter.say(name, level);
        }
    }
    let level = form::score_after(value, "tag_level").or_else(|| form::score_after(value, "kill_level"));
    filter.threshold = filter.threshold.or(level);
}

fn report(value: &str, filter: &mut Filter) {
    super::spamassassin::rules(value, filter);
}
