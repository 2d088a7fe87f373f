//! Whose each host on a route is: the sender's, the recipient's, or neither's.

use super::{Hop, Host, Side, names};
use crate::message::Message;

/// The domains of the two ends, as the message's addresses tell them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ends {
    sender: Vec<String>,
    /// Where it was delivered.
    recipient: Vec<String>,
    /// Where it was sent, which may be a list or an alias.
    addressed: Vec<String>,
}

impl Ends {
    /// Reads them off a message's fields and its hops.
    pub(super) fn of(message: &Message<'_>, hops: &[Hop]) -> Self {
        let of_fields = |names: &[&str]| {
            let texts = names.iter().filter_map(|name| message.text(name));
            texts.filter_map(|text| names::domain_of_mailbox(&text).and_then(names::domain)).collect::<Vec<_>>()
        };
        let mut sender = of_fields(&["From", "Sender", "Return-Path"]);
        let domain = |mailbox: &Option<String>| names::domain_of_mailbox(mailbox.as_deref()?).and_then(names::domain);
        sender.extend(hops.iter().find_map(|hop| domain(&hop.envelope_from)));
        let mut recipient = of_fields(&["Delivered-To", "X-Original-To", "Envelope-To"]);
        // The last organisation's hops tell where it ended; those before may name a list or an alias, as the To field does.
        let organisation = |hop: &Hop| hop.by.as_deref().and_then(names::domain);
        let last = hops.iter().rev().find_map(organisation);
        let inside = hops.iter().rev().take_while(|hop| organisation(hop).is_none_or(|own| Some(own) == last));
        recipient.extend(inside.filter_map(|hop| domain(&hop.recipient)).next());
        Self { sender, recipient, addressed: of_fields(&["To", "Cc"]) }
    }
}

/// Tells whose each host is: the sender's are the first ones, the recipient's the last ones, as far as their domains reach.
pub(super) fn set(hosts: &mut [Host], hops: &[Hop], ends: &Ends) {
    let domains = domains(hosts, hops);
    let first = domains.iter().flatten().next().cloned();
    let last = domains.iter().flatten().next_back().cloned();
    let alone = domains.iter().flatten().all(|own| Some(own) == first.as_ref());
    let receivers = || ends.recipient.iter().chain(&ends.addressed);
    let foreign =
        !ends.sender.is_empty() && receivers().next().is_some() && !receivers().any(|own| ends.sender.contains(own));

    let mut sides: Vec<Option<Side>> = vec![None; hosts.len()];
    let count = domains.len();
    let (inside, border) = if alone && foreign {
        match one_organisation(hosts, hops, ends, first.as_deref()) {
            Some(Side::Recipient) => (0, 0),
            Some(Side::Sender) => (count, count),
            _ => return,
        }
    } else {
        reaches(&domains, ends, first.as_deref(), last.as_deref())
    };
    // The first place of a host counts, so the last is told first.
    for (at, hop) in hops.iter().enumerate().rev() {
        if let Some(side) = hop.by_host.and_then(|host| sides.get_mut(host)) {
            *side = Some(match at {
                _ if at >= border => Side::Recipient,
                _ if at < inside => Side::Sender,
                _ => Side::Between,
            });
        }
    }
    for hop in hops {
        if let (Some(from), Some(by)) = (hop.from_host, hop.by_host)
            && sides.get(from).copied().flatten().is_none()
        {
            let taken = sides.get(by).copied().flatten();
            let own = hosts.get(from).and_then(|host| host.domain.as_ref());
            let side = match own {
                Some(own)
                    if taken == Some(Side::Recipient)
                        && (Some(own) == last.as_ref() || ends.recipient.contains(own)) =>
                {
                    taken
                }
                Some(own) if ends.sender.contains(own) || (!alone && Some(own) == first.as_ref()) => Some(Side::Sender),
                // A client that hands over to the sender's first server is the sender's.
                _ if taken == Some(Side::Sender) => taken,
                _ => None,
            };
            if let Some(slot) = sides.get_mut(from) {
                *slot = side;
            }
        }
    }
    for (host, side) in hosts.iter_mut().zip(sides) {
        host.side = side.unwrap_or(Side::Unknown);
    }
}

/// The domain of the host that wrote each field; where it has an inner name only, the one under which the next server saw it.
fn domains(hosts: &[Host], hops: &[Hop]) -> Vec<Option<String>> {
    let domain = |host: Option<usize>| host.and_then(|host| hosts.get(host)).and_then(|host| host.domain.clone());
    let seen_as = |at: usize| hops.get(at + 1).and_then(|next| domain(next.from_host));
    hops.iter().enumerate().map(|(at, hop)| domain(hop.by_host).or_else(|| seen_as(at))).collect()
}

/// How far the sender's side reaches, and where the recipient's begins: places among the hops.
fn reaches(domains: &[Option<String>], ends: &Ends, first: Option<&str>, last: Option<&str>) -> (usize, usize) {
    let of =
        |own: &str, domain: Option<&str>, end: &[String]| Some(own) == domain || end.iter().any(|other| other == own);
    let is = |at: usize, domain: Option<&str>, end: &[String]| {
        domains.get(at).and_then(Option::as_deref).map(|own| of(own, domain, end))
    };
    let count = domains.len();
    let outside = (0..count).rev().find(|&at| is(at, last, &ends.recipient) == Some(false));
    // A nameless host right behind that may be anybody's.
    let border = match outside {
        Some(outside) => (outside + 1..count).find(|&at| is(at, last, &ends.recipient).is_some()).unwrap_or(count),
        None => 0,
    };
    let inside = (0..border).find(|&at| is(at, first, &ends.sender) == Some(false)).unwrap_or(border);
    (inside, border)
}

/// Whose the servers are where one organisation's are all that stamped the message, though it went from one to another.
///
/// Nothing where that organisation carries mail for both: its names do not tell the sides apart.
fn one_organisation(hosts: &[Host], hops: &[Hop], ends: &Ends, domain: Option<&str>) -> Option<Side> {
    let is_of = |end: &[String]| domain.is_some_and(|domain| end.iter().any(|own| own == domain));
    let client = hops
        .first()
        .and_then(|hop| hop.from_host)
        .and_then(|host| hosts.get(host))
        .and_then(|host| host.domain.as_ref());
    let from_sender = client.is_some_and(|client| ends.sender.contains(client));
    if is_of(&ends.recipient) || is_of(&ends.addressed) || (from_sender && !is_of(&ends.sender)) {
        Some(Side::Recipient)
    } else if is_of(&ends.sender) && client.map(String::as_str) != domain {
        Some(Side::Sender)
    } else {
        None
    }
}
