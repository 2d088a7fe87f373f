//! FortiMail: `X-FEAS-…`, `X-FE-…`; it writes fields only where it acts.

use super::super::facts::{Decider, Filter, Judgement};
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "FortiMail",
    servers: &[],
    fields: &[
        ("x-feas-bayes", Form::Own(found)),
        ("x-feas-heuristic", Form::Own(found)),
        ("x-feas-dnsbl", Form::Own(found)),
        ("x-feas-surbl", Form::Own(found)),
        ("x-feas-banned-word", Form::Own(found)),
        ("x-feas-black-list", Form::Own(blocked)),
        ("x-feas-blocklist", Form::Own(blocked)),
        ("x-feas-system-wl", Form::Own(allowed)),
        ("x-feas-client-ip", Form::Opaque("The address that connected.")),
        ("x-feas-attachment-filter", Form::Opaque("Which attachments were filtered.")),
        ("x-feas-spam-outbreak", Form::Own(found)),
        ("x-feas-fortiguard", Form::Own(found)),
        ("x-feas-uri-filter", Form::Own(found)),
        ("x-feas-newsletter", Form::Own(newsletter)),
        ("x-feas-spf", Form::Own(note)),
        ("x-feas-dkim", Form::Own(note)),
        ("x-feas-auth-user", Form::Opaque("Who had logged in.")),
        ("x-feas-hash", Form::Opaque("A checksum of it.")),
        ("x-feas-spoof", Form::Own(spoof)),
        ("x-fe-attachment-name", Form::Opaque("An attachment that it looked at.")),
        ("x-fe-policy-id", Form::Opaque("Which of its policies applied.")),
        ("x-fe-orig-env-from", Form::Opaque("The envelope sender.")),
        ("x-fe-orig-env-rcpt", Form::Opaque("The recipient.")),
        ("x-fe-last-public-client-ip", Form::Opaque("The last public address.")),
        ("x-fe-envelope-from", Form::Opaque("The envelope sender.")),
        ("x-fortimail-spam", Form::Words(YES_NO)),
    ],
};

fn found(value: &str, filter: &mut Filter) {
    filter.say("found", value);
    filter.verdict = Judgement::Spam;
    filter.mean("Found", "This check took it for spam.");
}

fn blocked(value: &str, filter: &mut Filter) {
    filter.say("list", value);
    (filter.verdict, filter.decided_by) = (Judgement::Spam, Some(Decider::AdminBlockList));
}

fn allowed(value: &str, filter: &mut Filter) {
    filter.say("list", value);
    (filter.verdict, filter.decided_by) = (Judgement::Ham, Some(Decider::AdminAllowList));
}

fn newsletter(value: &str, filter: &mut Filter) {
    filter.say("newsletter", value);
    filter.verdict = Judgement::Bulk;
}

fn spoof(value: &str, filter: &mut Filter) {
    filter.say("spoof", value);
    filter.verdict = Judgement::Phish;
}

fn note(value: &str, filter: &mut Filter) {
    filter.say("result", value);
}
