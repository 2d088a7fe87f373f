//! Cisco Secure Email, formerly IronPort: `X-IronPort-Anti-Spam-Filtered: true`, `X-Amp-Result: CLEAN`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Cisco Secure Email",
    servers: &[],
    fields: &[
        ("x-ironport-anti-spam-filtered", Form::Own(filtered)),
        ("x-ironport-anti-spam-result", Form::Opaque("The result, which Cisco alone can read.")),
        ("x-ironport-av", Form::Opaque("The virus scanner looked at it.")),
        ("x-ironport-outbreak-status", Form::Own(outbreak)),
        ("x-ironport-outbreak-description", Form::Opaque("What the outbreak filter warns of.")),
        ("x-ironport-sbrs", Form::Number),
        ("x-ironport-reputation", Form::Number),
        ("x-ironport-senderreputation", Form::Number),
        ("x-ironport-listener", Form::Opaque("The listener that took it.")),
        ("x-ironport-mailflowpolicy", Form::Own(policy)),
        ("x-ironport-sendergroup", Form::Own(policy)),
        ("x-ironport-mid", Form::Opaque("Its number on that appliance.")),
        ("x-ironport-remoteip", Form::Opaque("The address that connected.")),
        ("x-ironport-host", Form::Opaque("The appliance.")),
        ("ironport-phdr", Form::Opaque("What Cisco alone can read.")),
        ("ironport-data", Form::Opaque("What Cisco alone can read.")),
        ("ironport-hdrordr", Form::Opaque("What Cisco alone can read.")),
        ("ironport-sdr", Form::Opaque("What the sender domain reputation service answered.")),
        ("x-amp-result", Form::Own(malware)),
        ("x-amp-file-uploaded", Form::Opaque("Whether a file was sent for analysis.")),
        ("x-cse-connectionguid", Form::Opaque("The number of the connection.")),
        ("x-cse-msgguid", Form::Opaque("Its number at the service.")),
        ("x-msfbl", Form::Opaque("Whom a complaint would reach.")),
        ("x-ironport-spam-verdict", Form::Own(verdict)),
        ("x-ironport-anti-spam", Form::Own(verdict)),
    ],
};

fn filtered(value: &str, filter: &mut Filter) {
    filter.say("filtered", value);
    filter.mean("Filtered", "The spam filter looked at it; what it found stands in a field that only Cisco can read.");
}

fn outbreak(value: &str, filter: &mut Filter) {
    filter.say("status", value);
    if form::begins_with(value, "yes") {
        filter.mean("Outbreak", "It looks like a part of a current outbreak, and may have been held back.");
    }
}

fn policy(value: &str, filter: &mut Filter) {
    filter.say("policy", value);
}

fn verdict(value: &str, filter: &mut Filter) {
    filter.say("verdict", value);
    const WORDS: &[(&str, Judgement)] = &[
        ("positive", Judgement::Spam), ("suspect", Judgement::Spam), ("suspected", Judgement::Spam), ("spam", Judgement::Spam), ("marketing", Judgement::Bulk),
        ("bulk", Judgement::Bulk), ("social", Judgement::Bulk), ("negative", Judgement::Ham), ("clean", Judgement::Ham),
    ];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}

fn malware(value: &str, filter: &mut Filter) {
    filter.say("result", value);
    const WORDS: &[(&str, Judgement)] = &[("malicious", Judgement::Virus)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
}
