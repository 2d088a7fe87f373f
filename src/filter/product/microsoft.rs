//! Microsoft 365 and Outlook.com: Exchange Online Protection and Defender for Office 365.
//!
//! `X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:DE;SCL:5;SFV:SPM;CAT:SPM;DIR:INB;` as Microsoft's "Anti-spam message headers"
//! documents it. What `X-Microsoft-Antispam-Mailbox-Delivery` says is not documented; what is known of it comes from use.

use super::super::facts::{Decider, Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;
use crate::message::decode_base64;

pub(super) static PRODUCT: Product = Product {
    name: "Exchange Online Protection",
    servers: &["outlook.com"],
    fields: &[
        ("x-forefront-antispam-report", Form::Own(forefront)),
        ("x-forefront-antispam-report-untrusted", Form::Own(forefront)),
        ("x-microsoft-antispam", Form::Own(bulk_level)),
        ("x-microsoft-antispam-untrusted", Form::Own(bulk_level)),
        ("x-microsoft-antispam-prvs", Form::Opaque("Used by Microsoft alone.")),
        ("x-microsoft-antispam-mailbox-delivery", Form::Own(delivery)),
        ("x-microsoft-antispam-message-info", Form::Opaque("Used by Microsoft alone.")),
        ("x-microsoft-antispam-message-info-original", Form::Opaque("Used by Microsoft alone.")),
        ("x-message-delivery", Form::Own(hotmail_delivery)),
        ("x-customspam", Form::Own(advanced)),
        ("x-ms-exchange-atpmessageproperties", Form::Own(defender)),
        ("x-ms-exchange-safelinks-url-keyver", Form::Opaque("Safe Links rewrote links in the message.")),
        ("x-ms-exchange-transport-rules-loop", Form::Opaque("How many mail flow rules have handled it.")),
        ("x-ms-exchange-enablefirstcontactsafetytip", Form::Opaque("Whether the first-contact safety tip was asked for.")),
        ("x-ms-exchange-skiplistedinternetsender", Form::Opaque("The address before the gateway, found by enhanced filtering for connectors.")),
        ("x-ms-exchange-externaloriginalinternetsender", Form::Opaque("The address before the gateway, found by enhanced filtering for connectors.")),
        ("x-ms-exchange-crosstenant-authas", Form::Own(authenticated_as)),
        ("x-ms-exchange-crosstenant-authsource", Form::Opaque("The server that decided how the sender was authenticated.")),
        ("x-ms-exchange-crosstenant-fromentityheader", Form::Opaque("Where the sender's tenant keeps its mailboxes.")),
    ],
};

fn forefront(value: &str, filter: &mut Filter) {
    form::pairs(value, filter);
    let fact = |name: &str| filter.fact(name).map(str::to_ascii_uppercase);
    let (category, action, level) = (fact("CAT"), fact("SFV"), fact("SCL"));
    filter.score = level.as_deref().and_then(Score::read).map(|(score, _)| score);
    let by_level = filter.score.map(by_level);
    let by_category = category.as_deref().and_then(|name| CATEGORIES.iter().find(|(known, ..)| *known == name));
    let by_action = action.as_deref().and_then(|name| ACTIONS.iter().find(|(known, ..)| *known == name));
    filter.verdict = by_category
        .map(|(_, verdict, _)| *verdict)
        .or_else(|| by_action.and_then(|(_, verdict, ..)| *verdict))
        .or(by_level)
        .unwrap_or_default();
    if let Some((name, _, meaning)) = by_category {
        filter.mean(&format!("CAT {name}"), *meaning);
    }
    if let Some((name, _, decider, meaning)) = by_action {
        filter.mean(&format!("SFV {name}"), *meaning);
        filter.decided_by = Some(*decider);
    }
    if let Some(score) = filter.score {
        filter.threshold = Some(Score::whole(5));
        filter.mean("SCL", spam_confidence(score));
    }
    const OTHERS: [(&str, &str, &str); 10] = [
        ("IPV", "NLI", "The connecting address is on no list of reputation."),
        ("IPV", "CAL", "The connecting address is on the IP Allow List of the recipient's organisation: the filter was skipped."),
        ("SRV", "BULK", "Bulk mail, above the level of complaints that the policy allows."),
        ("DIR", "INB", "Inbound."),
        ("DIR", "OUT", "Outbound: this is the sending organisation's own filter."),
        ("DIR", "INT", "Within one organisation."),
        ("SFTY", "9.19", "The sending domain imitates a protected domain."),
        ("SFTY", "9.20", "The sender imitates a user of the recipient's organisation, or a protected one."),
        ("SFTY", "9.25", "The first mail from this sender; shown as a safety tip, and no proof of anything."),
        ("PTR", "INFODOMAINNONEXISTENT", "The connecting address has no reverse name."),
    ];
    for (name, wanted, meaning) in OTHERS {
        if filter.fact(name).is_some_and(|value| value.eq_ignore_ascii_case(wanted)) {
            filter.mean(&format!("{name} {wanted}"), meaning);
        }
    }
    const PLAIN: [(&str, &str); 5] = [
        ("CIP", "Connecting address"),
        ("CTRY", "Country of that address"),
        ("H", "Its name in HELO"),
        ("PTR", "Its reverse name"),
        ("LANG", "Language of the text"),
    ];
    for (name, label) in PLAIN {
        if let Some(value) = filter.fact(name).map(str::to_owned) {
            filter.mean(label, value);
        }
    }
}

/// The spam confidence level: from 5 on a message is spam.
pub(super) fn by_level(score: Score) -> Judgement {
    if score >= Score::whole(5) { Judgement::Spam } else { Judgement::Ham }
}

/// What a spam confidence level means.
pub(super) fn spam_confidence(score: Score) -> &'static str {
    match score {
        score if score < Score::whole(0) => "The filter was skipped: a rule, a safe sender, or mail within the organisation.",
        score if score < Score::whole(5) => "Not spam.",
        score if score < Score::whole(7) => "Spam: to Junk, as a rule.",
        _ => "Spam with high confidence: to quarantine or Junk, as the policy says.",
    }
}

/// `CAT`: the policy that applied.
const CATEGORIES: [(&str, Judgement, &str); 17] = [
    ("AMP", Judgement::Virus, "Malware, by the anti-malware policy."),
    ("BIMP", Judgement::Phish, "It imitates a brand."),
    ("BULK", Judgement::Bulk, "Bulk mail."),
    ("DIMP", Judgement::Phish, "It imitates a protected domain."),
    ("FTBP", Judgement::Virus, "It has an attachment of a kind that the anti-malware policy blocks."),
    ("GIMP", Judgement::Phish, "It imitates somebody whom the recipient knows (mailbox intelligence)."),
    ("HPHSH", Judgement::Phish, "Phishing, with high confidence."),
    ("HPHISH", Judgement::Phish, "Phishing, with high confidence."),
    ("HSPM", Judgement::Spam, "Spam, with high confidence."),
    ("INTOS", Judgement::Phish, "Phishing from within the organisation."),
    ("MALW", Judgement::Virus, "Malware."),
    ("OSPM", Judgement::Spam, "Outbound spam."),
    ("PHSH", Judgement::Phish, "Phishing."),
    ("SAP", Judgement::Virus, "Safe Attachments found malware."),
    ("SPM", Judgement::Spam, "Spam."),
    ("SPOOF", Judgement::Phish, "It pretends to be of a domain that it could not be verified for (spoofing)."),
    ("UIMP", Judgement::Phish, "It imitates a protected user."),
];

/// `SFV`: what the filter did, and who decided.
const ACTIONS: [(&str, Option<Judgement>, Decider, &str); 10] = [
    ("BLK", Some(Judgement::Spam), Decider::BlockedSenders, "Not filtered: the sender is on the recipient's own list of blocked senders."),
    ("NSPM", Some(Judgement::Ham), Decider::Filter, "The filter took it for wanted mail."),
    ("SFE", Some(Judgement::Ham), Decider::SafeSenders, "Not filtered: the sender is on the recipient's own list of safe senders."),
    ("SKA", Some(Judgement::Ham), Decider::AdminAllowList, "Not filtered: the sender or its domain is allowed by an anti-spam policy."),
    ("SKB", Some(Judgement::Spam), Decider::AdminBlockList, "Called spam because the sender or its domain is blocked by an anti-spam policy."),
    ("SKI", None, Decider::Filter, "Mail within the organisation, judged by its content."),
    ("SKN", Some(Judgement::Ham), Decider::TransportRule, "Called wanted before the filter, as a mail flow rule can that bypasses it (SCL -1)."),
    ("SKQ", Some(Judgement::Ham), Decider::Released, "Somebody released it from quarantine."),
    ("SKS", Some(Judgement::Spam), Decider::TransportRule, "Called spam before the filter, as a mail flow rule can (SCL 5 to 9)."),
    ("SPM", Some(Judgement::Spam), Decider::Filter, "The filter took it for spam."),
];

fn bulk_level(value: &str, filter: &mut Filter) {
    form::pairs(value, filter);
    let Some(score) = filter.fact("BCL").and_then(Score::read).map(|(score, _)| score) else { return };
    filter.score = Some(score);
    filter.threshold = Some(Score::whole(7));
    let meaning = match score {
        score if score < Score::whole(1) => "Not from a sender of bulk mail.",
        score if score < Score::whole(4) => "Bulk mail with few complaints.",
        score if score < Score::whole(7) => "Bulk mail with a mixed number of complaints.",
        _ => "Bulk mail with many complaints: from 7 on it counts as spam, unless the policy sets another level.",
    };
    filter.mean("BCL", meaning);
    if score >= Score::whole(7) {
        filter.verdict = Judgement::Bulk;
    }
}

fn delivery(value: &str, filter: &mut Filter) {
    form::pairs(value, filter);
    let destination = filter.fact("dest").unwrap_or_default().to_ascii_uppercase();
    let (verdict, meaning) = match destination.as_str() {
        "I" => (Judgement::Ham, "Delivered to the Inbox."),
        "J" => (Judgement::Spam, "Delivered to Junk."),
        "Q" => (Judgement::Spam, "Put into quarantine."),
        "C" => (Judgement::Unknown, "Delivered to another folder, by a rule of the mailbox."),
        "D" => (Judgement::Unknown, "Deleted, by a rule of the mailbox."),
        _ => (Judgement::Unknown, "Where it was delivered is not known."),
    };
    filter.verdict = verdict;
    filter.mean("dest", meaning);
    let by = filter.fact("OFR").unwrap_or_default().to_ascii_lowercase();
    let decided = if by.contains("customrules") {
        Some((Decider::MailboxRule, "A rule of the mailbox decided."))
    } else if by.contains("spamfilterauthj") {
        Some((Decider::Filter, "The filter's verdict decided, through the junk rule of the mailbox."))
    } else if by.contains("exclusive") {
        Some((Decider::BlockedSenders, "The mailbox takes mail from its safe senders alone."))
    } else {
        None
    };
    if let Some((decider, meaning)) = decided {
        filter.decided_by = Some(decider);
        filter.mean("OFR", meaning);
    }
    if filter.fact("jmr") == Some("1") {
        filter.mean("jmr", "The junk rule of the mailbox moved it.");
    }
    if filter.fact("ucf") == Some("1") {
        filter.decided_by = Some(Decider::MailboxRule);
        filter.mean("ucf", "A rule of the user's moved it.");
    }
}

/// Outlook.com's own field: base64 of pairs, `V=1.1;l=0;a=1;D=1;GD=1;SCL=5`.
fn hotmail_delivery(value: &str, filter: &mut Filter) {
    let joined: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
    let decoded = decode_base64(joined.as_bytes());
    let text = String::from_utf8_lossy(&decoded);
    if !text.is_ascii() {
        return;
    }
    form::pairs(&text, filter);
    if let Some((score, _)) = filter.fact("SCL").and_then(Score::read) {
        filter.score = Some(score);
        filter.threshold = Some(Score::whole(5));
        filter.verdict = by_level(score);
        filter.mean("SCL", spam_confidence(score));
    }
}

fn advanced(value: &str, filter: &mut Filter) {
    filter.verdict = Judgement::Spam;
    filter.decided_by = Some(Decider::Filter);
    filter.mean("ASF", format!("An advanced setting of the anti-spam policy matched: {value}."));
}

fn defender(value: &str, filter: &mut Filter) {
    for part in value.split('|') {
        match part.trim() {
            "SA" => filter.mean("SA", "Safe Attachments looked at it."),
            "SL" => filter.mean("SL", "Safe Links looked at it."),
            _ => {}
        }
    }
}

fn authenticated_as(value: &str, filter: &mut Filter) {
    filter.say("AuthAs", value);
    let meaning = match value.to_ascii_lowercase().as_str() {
        "anonymous" => "It came from outside, from nobody who had logged in.",
        "internal" => "It counts as sent from within the organisation.",
        "external" => "It came from an authenticated server outside.",
        "partner" => "It came from a partner's server, by a connector.",
        _ => return,
    };
    filter.mean("AuthAs", meaning);
}
