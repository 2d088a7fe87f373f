//! Symantec and MessageLabs (Broadcom Email Security.cloud): `X-SpamReason: No, hits=0.0 required=7.0 tests=…`, Brightmail.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Symantec Email Security",
    servers: &[],
    fields: &[
        ("x-spamreason", Form::Own(reason)),
        ("x-msg-ref", Form::Opaque("Its number at the service.")),
        ("x-env-sender", Form::Opaque("The envelope sender.")),
        ("x-starscan-received", Form::Opaque("How it reached the scanner.")),
        ("x-starscan-version", Form::Opaque("The version of the scanner.")),
        ("x-viruschecked", Form::Own(virus)),
        ("x-brightmail-tracker", Form::Opaque("What Brightmail alone can read.")),
        ("x-brightmail", Form::Own(brightmail)),
        ("x-auditid", Form::Opaque("Its number in the audit log.")),
        ("x-originating-ip-messagelabs", Form::Opaque("Where it came from.")),
        ("x-symantec-spam", Form::Words(YES_NO)),
        ("x-bm-spam", Form::Words(YES_NO)),
    ],
};

fn reason(value: &str, filter: &mut Filter) {
    super::spamassassin::status(value, filter);
}

fn virus(value: &str, filter: &mut Filter) {
    filter.say("checked", value);
    filter.mean("Checked", "The virus scanner looked at it.");
}

fn brightmail(value: &str, filter: &mut Filter) {
    filter.say("verdict", value);
    const WORDS: &[(&str, Judgement)] = &[("spam", Judgement::Spam), ("suspected", Judgement::Spam), ("legitimate", Judgement::Ham), ("none", Judgement::Ham)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
