//! Barracuda: `X-Barracuda-Spam-Status: No, SCORE=-2.02 using global scores of TAG_LEVEL=3.5 QUARANTINE_LEVEL=1000.0 KILL_LEVEL=9.0 tests=`

use super::super::facts::Filter;
use super::super::form::{self, Form};
use super::{Product, YES_NO, spamassassin};

pub(super) static PRODUCT: Product = Product {
    name: "Barracuda",
    servers: &[],
    fields: &[
        ("x-barracuda-spam-status", Form::Own(status)),
        ("x-bess-spam-status", Form::Own(status)),
        ("x-bess-outbound-spam-status", Form::Own(status)),
        ("x-barracuda-spam-score", Form::Number),
        ("x-bess-spam-score", Form::Number),
        ("x-bess-outbound-spam-score", Form::Number),
        ("x-barracuda-spam-flag", Form::Words(YES_NO)),
        ("x-barracuda-spam-report", Form::Own(spamassassin::report)),
        ("x-bess-spam-report", Form::Own(spamassassin::report)),
        ("x-bess-outbound-spam-report", Form::Own(spamassassin::report)),
        ("x-barracuda-virus-scanned", Form::Opaque("The virus scanner looked at it.")),
        ("x-barracuda-brts-status", Form::Opaque("Whether real-time protection looked at it.")),
        ("x-barracuda-bayes", Form::Opaque("What it learned of such texts.")),
        ("x-barracuda-connect", Form::Opaque("The connecting host.")),
    ],
};

fn status(value: &str, filter: &mut Filter) {
    spamassassin::status(value, filter);
    for name in ["TAG_LEVEL", "QUARANTINE_LEVEL", "KILL_LEVEL"] {
        if let Some(level) = form::after(value, &name.to_ascii_lowercase()).map(str::to_owned) {
            filter.say(name, &level);
        }
    }
    filter.threshold = form::score_after(value, "tag_level");
}
