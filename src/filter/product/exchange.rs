//! Exchange in one's own house, and the fields that Exchange keeps within an organisation: `X-MS-Exchange-Organization-SCL: 5`.

use super::super::facts::{Decider, Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;
use super::microsoft::{by_level, spam_confidence};

pub(super) static PRODUCT: Product = Product {
    name: "Exchange",
    servers: &[],
    fields: &[
        ("x-ms-exchange-organization-scl", Form::Own(level)),
        ("x-ms-exchange-organization-originalscl", Form::Own(level)),
        ("x-ms-exchange-organization-pcl", Form::Own(phishing)),
        ("x-ms-exchange-organization-antispam-report", Form::Own(report)),
        ("x-ms-exchange-organization-avstamp-enterprise", Form::Opaque("The virus scanner looked at it.")),
        ("x-ms-exchange-organization-avstamp-mailbox", Form::Opaque("The virus scanner looked at it.")),
        ("x-ms-exchange-organization-senderidresult", Form::Own(sender_id)),
        ("x-ms-exchange-organization-authas", Form::Own(authenticated)),
        ("x-ms-exchange-organization-authsource", Form::Opaque("The server that decided how the sender was authenticated.")),
        ("x-ms-exchange-organization-authmechanism", Form::Opaque("How the sender was authenticated, as a number.")),
        ("x-ms-exchange-organization-messagedirectionality", Form::Opaque("Whether Exchange takes it for incoming or outgoing.")),
        ("x-ms-exchange-organization-quarantine", Form::Opaque("What quarantine noted of it.")),
    ],
};

fn level(value: &str, filter: &mut Filter) {
    let Some((score, _)) = Score::read(value) else { return };
    filter.score = Some(score);
    filter.threshold = Some(Score::whole(5));
    filter.verdict = by_level(score);
    filter.mean("SCL", spam_confidence(score));
}

fn phishing(value: &str, filter: &mut Filter) {
    let Some((score, _)) = Score::read(value) else { return };
    filter.score = Some(score);
    filter.threshold = Some(Score::whole(4));
    let bad = score >= Score::whole(4);
    if bad {
        filter.verdict = Judgement::Phish;
    }
    filter.mean("PCL", if bad { "Likely phishing." } else { "Not likely to be phishing." });
}

fn report(value: &str, filter: &mut Filter) {
    form::pairs(value, filter);
    if value.to_ascii_lowercase().contains("iponallowlist") {
        filter.verdict = Judgement::Ham;
        filter.decided_by = Some(Decider::AdminAllowList);
        filter.mean("IPOnAllowList", "The connecting address is allowed: the filter was skipped.");
    }
}

fn sender_id(value: &str, filter: &mut Filter) {
    filter.say("result", value);
}

fn authenticated(value: &str, filter: &mut Filter) {
    filter.say("AuthAs", value);
    if value.eq_ignore_ascii_case("anonymous") {
        filter.mean("AuthAs", "It came from outside, from nobody who had logged in.");
    } else if value.eq_ignore_ascii_case("internal") {
        filter.mean("AuthAs", "It counts as sent from within the organisation.");
    }
}
