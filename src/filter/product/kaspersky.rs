//! Kaspersky: `X-KLMS-AntiSpam-Status: not_detected`, `X-KSMG-AntiPhishing: NotDetected`, `X-KSE-AntiSpam-…`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Kaspersky",
    servers: &[],
    fields: &[
        ("x-klms-antispam-status", Form::Own(status)),
        ("x-ksmg-antispam-status", Form::Own(status)),
        ("x-kse-antispam-status", Form::Own(status)),
        ("x-klms-antispam-rate", Form::Number),
        ("x-ksmg-antispam-rate", Form::Number),
        ("x-kse-antispam-rate", Form::Number),
        ("x-klms-antiphishing", Form::Own(phishing)),
        ("x-ksmg-antiphishing", Form::Own(phishing)),
        ("x-kse-antiphishing", Form::Own(phishing)),
        ("x-klms-antivirus", Form::Own(virus)),
        ("x-ksmg-antivirus", Form::Own(virus)),
        ("x-kse-antivirus-info", Form::Own(virus)),
        ("x-klms-antivirus-status", Form::Own(virus)),
        ("x-ksmg-antivirus-status", Form::Own(virus)),
        ("x-ksmg-linksscanning", Form::Own(phishing)),
        ("x-klms-linksscanning", Form::Own(phishing)),
        ("x-ksmg-bulk-messages-scanning", Form::Own(bulk)),
        ("x-ksmg-*", Form::Opaque("What the gateway noted.")),
        ("x-klms-*", Form::Opaque("What the gateway noted.")),
        ("x-kse-*", Form::Opaque("What the gateway noted.")),
    ],
};

fn status(value: &str, filter: &mut Filter) {
    filter.say("status", value);
    const WORDS: &[(&str, Judgement)] = &[
        ("not_detected", Judgement::Ham), ("notdetected", Judgement::Ham), ("not detected", Judgement::Ham), ("trusted", Judgement::Ham), ("whitelisted", Judgement::Ham),
        ("spam", Judgement::Spam), ("probable_spam", Judgement::Spam), ("probable spam", Judgement::Spam), ("blacklisted", Judgement::Spam), ("massmail", Judgement::Bulk), ("mass_mail", Judgement::Bulk), ("phishing", Judgement::Phish),
    ];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn phishing(value: &str, filter: &mut Filter) {
    filter.say("result", value);
    const WORDS: &[(&str, Judgement)] = &[("phishing", Judgement::Phish), ("detected", Judgement::Phish), ("malicious", Judgement::Phish)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn virus(value: &str, filter: &mut Filter) {
    filter.say("result", value);
    const WORDS: &[(&str, Judgement)] = &[("infected", Judgement::Virus), ("detected", Judgement::Virus)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn bulk(value: &str, filter: &mut Filter) {
    filter.say("result", value);
    const WORDS: &[(&str, Judgement)] = &[("detected", Judgement::Bulk)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
