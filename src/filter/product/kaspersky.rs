//! Kaspersky: `X-KLMS-AntiSpam-Status: not_detected`

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Kaspersky",
    servers: &[],
    fields: &[
        ("x-klms-antispam-status", Form::Words(STATUS)),
        ("x-klms-antispam-rate", Form::Number),
        ("x-klms-antispam-method", Form::Opaque("By which method it decided.")),
        ("x-klms-antispam-info", Form::Opaque("The criteria that applied.")),
        ("x-klms-antiphishing", Form::Own(phishing)),
        ("x-klms-antivirus", Form::Opaque("The virus scanner looked at it.")),
        ("x-klms-antivirus-status", Form::Words(&[("clean", Judgement::Unknown), ("infected", Judgement::Virus)])),
        ("x-klms-message-action", Form::Words(&[("clean", Judgement::Unknown), ("infected", Judgement::Virus)])),
        ("x-ksmg-antispam-status", Form::Words(STATUS)),
        ("x-ksmg-antispam-rate", Form::Number),
        ("x-ksmg-antispam-method", Form::Opaque("By which method it decided.")),
        ("x-ksmg-antispam-info", Form::Opaque("The criteria that applied.")),
        ("x-ksmg-antiphishing", Form::Own(phishing)),
        ("x-ksmg-antivirus", Form::Opaque("The virus scanner looked at it.")),
        ("x-ksmg-antivirus-status", Form::Words(&[("clean", Judgement::Unknown), ("infected", Judgement::Virus)])),
        ("x-ksmg-message-action", Form::Words(&[("clean", Judgement::Unknown), ("infected", Judgement::Virus)])),
        ("x-kse-antispam-status", Form::Words(STATUS)),
        ("x-kse-antispam-rate", Form::Number),
        ("x-kse-antispam-method", Form::Opaque("By which method it decided.")),
        ("x-kse-antispam-info", Form::Opaque("The criteria that applied.")),
        ("x-kse-antiphishing", Form::Own(phishing)),
        ("x-kse-antivirus", Form::Opaque("The virus scanner looked at it.")),
        ("x-kse-antivirus-status", Form::Words(&[("clean", Judgement::Unknown), ("infected", Judgement::Virus)])),
        ("x-kse-message-action", Form::Words(&[("clean", Judgement::Unknown), ("infected", Judgement::Virus)])),
        ("x-kseg-antispam-status", Form::Words(STATUS)),
        ("x-kseg-antispam-rate", Form::Number),
        ("x-kseg-antispam-method", Form::Opaque("By which method it decided.")),
        ("x-kseg-antispam-info", Form::Opaque("The criteria that applied.")),
        ("x-kseg-antiphishing", Form::Own(phishing)),
        ("x-kseg-antivirus", Form::Opaque("The virus scanner looked at it.")),
        ("x-kseg-antivirus-status", Form::Words(&[("clean", Judgement::Unknown), ("infected", Judgement::Virus)])),
        ("x-kseg-message-action", Form::Words(&[("clean", Judgement::Unknown), ("infected", Judgement::Virus)])),
        ("x-spamtest-status", Form::Words(STATUS)),
        ("x-spamtest-status-extended", Form::Words(STATUS)),
        ("x-spamtest-rate", Form::Number),
    ],
};

const STATUS: &[(&str, Judgement)] = &[
    ("not_detected", Judgement::Ham),
    ("not detected", Judgement::Ham),
    ("clean", Judgement::Ham),
    ("trusted", Judgement::Ham),
    ("spam", Judgement::Spam),
    ("probable_spam", Judgement::Spam),
    ("probable spam", Judgement::Spam),
    ("blacklisted", Judgement::Spam),
    ("massmail", Judgement::Bulk),
    ("mass_mail", Judgement::Bulk),
    ("phishing", Judgement::Phish),
];

fn phishing(value: &str, filter: &mut Filter) {
    let text = value.to_ascii_lowercase();
    let clean = text.contains("notdetected") || text.contains("not detected") || text.contains("not_detected") || text.contains("clean");
    if !clean && (form::begins_with(value, "detected") || form::begins_with(value, "phishing") || form::begins_with(value, "infected")) {
        filter.verdict = Judgement::Phish;
    }
}
