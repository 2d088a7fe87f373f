//! What each host on a route did with the message, as far as names, protocols and places tell.

use super::forwarding::{ForwardingMethod, Trail};
use super::route::is_inner_peer;
use super::{Hop, Host, Role, Side, names, providers};
use crate::finding::Confidence;

/// Words in a host's first label or in a dialect's name that mean a content filter.
const FILTER_WORDS: [&str; 10] = [
    "amavis",
    "spamassassin",
    "spamd",
    "clamav",
    "antispam",
    "spamfilter",
    "mailscanner",
    "virusscan",
    "contentFilter",
    "qmailScanner",
];
/// First labels of hosts that run mailing lists.
const LIST_LABELS: [&str; 6] = ["list", "lists", "listserv", "mailman", "majordomo", "sympa"];

/// Sets the role of every hop.
pub(super) fn set(hops: &mut [Hop], hosts: &[Host]) {
    let sides: Vec<Side> = hops
        .iter()
        .map(|hop| hop.by_host.and_then(|host| hosts.get(host)).map_or(Side::Unknown, |host| host.side))
        .collect();
    let count = hops.len();
    for (at, hop) in hops.iter_mut().enumerate() {
        let side = |at: usize| sides.get(at).copied();
        let before = at.checked_sub(1).and_then(side);
        let after = side(at + 1);
        let (role, confidence) = role(hop, at, count, side(at).unwrap_or(Side::Unknown), before, after);
        hop.role = Some(role);
        hop.role_confidence = Some(confidence);
    }
}

/// Names the servers that passed the message on to another address: those that took it last before.
pub(super) fn set_forwarders(hops: &mut [Hop], trail: &Trail) {
    for one in &trail.forwardings {
        let last = one.hop.and_then(|hop| hop.checked_sub(1)).and_then(|last| hops.get_mut(last));
        if let Some(last) = last.filter(|last| last.role != Some(Role::Filter)) {
            last.role = Some(if one.how == ForwardingMethod::List { Role::List } else { Role::Forwarder });
            last.role_confidence = Some(one.confidence);
        }
    }
}

fn role(
    hop: &Hop,
    at: usize,
    count: usize,
    side: Side,
    before: Option<Side>,
    after: Option<Side>,
) -> (Role, Confidence) {
    use Confidence::{Certain, Likely, Possible};
    let by = hop.by.as_deref().unwrap_or_default();
    let label = names::key(by).split('.').next().unwrap_or_default().to_owned();
    let domain = names::domain(by).unwrap_or_default();
    let dialect = hop.dialect.as_deref().unwrap_or_default();
    let with = hop.with.as_deref().unwrap_or_default().to_ascii_uppercase();
    let is_first = at == 0;
    let is_last = at + 1 == count;

    if FILTER_WORDS.iter().any(|word| dialect.contains(word) || label.contains(word)) {
        return (Role::Filter, Likely);
    }
    if providers::filters(&domain) {
        return (Role::Filter, Likely);
    }
    if LIST_LABELS.contains(&label.as_str()) && !is_first {
        return (Role::List, Likely);
    }
    // RFC 2033: LMTP hands a message to where it is stored, so it is no submission, logged in or not.
    let delivered = with.starts_with("LMTP");
    if is_last && (!is_first || delivered) {
        let stored = ["LMTP", "LOCAL", "MAPI", "POP3", "IMAP"].iter().any(|word| with.contains(word));
        return (Role::Final, if stored || hop.within_host { Certain } else { Likely });
    }
    if is_first {
        let submitted = (hop.authenticated == Some(true) && !delivered)
            || ["ESMTPA", "ESMTPSA", "HTTP", "MAPI", "LOCAL"].iter().any(|word| with.contains(word));
        return match side {
            Side::Recipient if hop.from.ip.is_some() && !is_inner_peer(&hop.from) && !submitted => {
                (Role::Border, Possible)
            }
            _ if submitted => (Role::Submission, Certain),
            _ if is_inner_peer(&hop.from) || hop.within_host => (Role::Submission, Likely),
            // A stranger without a login, and nothing that makes the server the sender's.
            Side::Unknown if hop.from.ip.is_some() && hop.recipient.is_some() => (Role::Border, Possible),
            _ => (Role::Submission, Possible),
        };
    }
    match side {
        Side::Recipient if before != Some(Side::Recipient) => (Role::Border, Likely),
        Side::Sender if after.is_some() && after != Some(Side::Sender) => (Role::Outbound, Likely),
        Side::Between if before != Some(Side::Between) => (Role::Forwarder, Possible),
        Side::Sender | Side::Recipient => (Role::Internal, if hop.within_host { Certain } else { Likely }),
        Side::Between | Side::Unknown => (Role::Internal, Possible),
    }
}
