//! Whose each host on a route is: the sender's, the recipient's, or neither's.
//!
//! Nobody's until something ties it to a side: the addresses of the message, a login, the provider that the last server
//! belongs to, who handed it to whom. The first stamp is not the sender's because it is the first: many senders and
//! services leave no line of their own.

use super::chain::Link;
use super::forwarding::{ForwardingMethod, Trail};
use super::route::is_inner_peer;
use super::{Hop, Host, Side, names, providers};
use crate::message::Message;

/// The domains of the two ends, as the message's addresses tell them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) sender: Vec<String>,
    /// Where it was delivered.
    recipient: Vec<String>,
    /// Where it was sent, which may be a list or an alias.
    addressed: Vec<String>,
    /// Whether a mailing list passed it on.
    pub(super) is_list: bool,
}

impl Ends {
    /// Reads them off a message's fields and its hops.
    pub(super) fn of(message: &Message<'_>, hops: &[Hop]) -> Self {
        let of_fields = |names: &[&str]| {
            let texts = names.iter().filter_map(|name| message.text(name));
            texts.filter_map(|text| names::domain_of_mailbox(&text).and_then(names::domain)).collect::<Vec<_>>()
        };
        let is_list = ["List-Id", "List-Post", "X-Mailman-Version"].iter().any(|name| message.first(name).is_some());
        let domain = |mailbox: &Option<String>| names::domain_of_mailbox(mailbox.as_deref()?).and_then(names::domain);
        let mut sender = of_fields(&["From"]);
        // A list writes its own name into Sender and the envelope, and some into From: that makes it nobody's sender.
        if is_list {
            let lists = of_fields(&["Sender", "List-Post", "List-Unsubscribe", "Return-Path"]);
            let id = message.text("List-Id").and_then(|id| {
                let id = id.rsplit_once('<').map_or(&*id, |(_, rest)| rest).trim_end_matches(['>', ' ']).to_owned();
                names::domain(&id)
            });
            let of_list = |own: &String| id.as_ref() == Some(own) || lists.contains(own);
            let only_lists = sender.iter().all(of_list);
            let rewritten = message.text("From").is_some_and(|from| from.to_ascii_lowercase().contains(" via "));
            if only_lists && rewritten {
                sender = of_fields(&["X-Original-From", "Reply-To"]);
                sender.retain(|own| !of_list(own));
            }
        } else {
            sender.extend(of_fields(&["Sender"]));
            let rewritten = |text: &str| text.to_ascii_lowercase().contains("srs") || text.contains("+caf_=");
            if message.text("Return-Path").is_some_and(|path| !rewritten(&path)) {
                sender.extend(of_fields(&["Return-Path"]));
            }
            let envelope = hops.iter().find_map(|hop| hop.envelope_from.as_deref());
            if envelope.is_some_and(|envelope| !rewritten(envelope)) {
                sender.extend(hops.iter().find_map(|hop| domain(&hop.envelope_from)));
            }
        }
        let mut recipient = of_fields(&["Delivered-To", "X-Original-To", "Envelope-To"]);
        // The last organisation's hops tell where it ended; those before may name a list or an alias, as the To field does.
        let organisation = |hop: &Hop| hop.by.as_deref().and_then(names::domain);
        let last = hops.iter().rev().find_map(organisation);
        let inside = hops.iter().rev().take_while(|hop| organisation(hop).is_none_or(|own| Some(own) == last));
        recipient.extend(inside.filter_map(|hop| domain(&hop.recipient)).next());
        Self { sender, recipient, addressed: of_fields(&["To", "Cc"]), is_list }
    }

    fn is_senders(&self, domain: &str) -> bool {
        self.sender.iter().any(|own| providers::organisation(own) == domain)
    }

    fn is_recipients(&self, domain: &str) -> bool {
        self.recipient.iter().any(|own| providers::organisation(own) == domain)
    }

    fn is_addressed(&self, domain: &str) -> bool {
        self.addressed.iter().any(|own| providers::organisation(own) == domain)
    }

    /// Whether the message went from one organisation to another, as far as its addresses tell.
    fn is_foreign(&self) -> bool {
        let mut receivers = self.recipient.iter().chain(&self.addressed).peekable();
        !self.sender.is_empty() && receivers.peek().is_some() && !receivers.any(|own| self.sender.contains(own))
    }
}

/// What the sides come to besides [`Host::side`].
#[derive(Debug, Clone, Default)]
pub(super) struct Sides {
    /// For each host, whether its side is only likely.
    pub unsure: Vec<bool>,
    /// Whether one organisation or provider stands at both ends.
    pub one_organisation: bool,
}

/// Whether the field's own words say that its server took the message from its author.
fn submitted(hop: &Hop) -> bool {
    let with = hop.with.as_deref().unwrap_or_default().to_ascii_uppercase();
    let delivered = with.starts_with("LMTP");
    !delivered
        && (hop.authenticated == Some(true)
            || hop.local_user.is_some()
            || ["ESMTPA", "ESMTPSA", "HTTP", "MAPI", "LOCAL"].iter().any(|word| with.contains(word)))
}

/// Whether the server took the message from a public address outside its organisation, and saw no login.
fn taken_from_outside(hop: &Hop, hosts: &[Host]) -> bool {
    let client = organisation(hosts, hop.from_host);
    let own = organisation(hosts, hop.by_host);
    hop.from.ip.is_some()
        && !is_inner_peer(&hop.from)
        && !submitted(hop)
        && !hop.within_host
        && (client.is_none() || client != own || providers::is_inbound(hop.by.as_deref().unwrap_or_default()))
}

fn organisation(hosts: &[Host], host: Option<usize>) -> Option<&str> {
    super::chain::organisation(hosts, host)
}

/// Tells whose each host is.
pub(super) fn set(hosts: &mut [Host], hops: &[Hop], links: &[Link], ends: &Ends, trail: Option<&Trail>) -> Sides {
    let own: Vec<Option<String>> = organisations(hosts, hops, links);
    let mut unsure = vec![false; hosts.len()];
    let known = || own.iter().flatten();
    let (first, last) = (known().next(), known().next_back());
    let alone = first.is_some() && known().all(|one| Some(one) == first);
    let inside = sender_reaches(hosts, hops, links, &own, ends);
    let one_organisation = alone
        && (!ends.is_foreign() || first.is_some_and(|first| providers::is_shared(first)))
        && !hops.first().is_some_and(|hop| taken_from_outside(hop, hosts));
    let count = hops.len();
    let places: Vec<Side> = if alone {
        // The border of a provider that serves both sides, where its name tells it.
        let border = hops.iter().position(|hop| {
            providers::is_inbound(hop.by.as_deref().unwrap_or_default())
                && hop.from.rdns.as_deref().or(hop.from.helo.as_deref()).is_some_and(providers::is_outbound)
        });
        // Hosts with inner names that handed it over from outside are not of the organisation that took it.
        let outside = hops.iter().rposition(|hop| taken_from_outside(hop, hosts));
        let outside = outside.filter(|&at| at > 0 && own.iter().take(at).all(Option::is_none));
        match (alone_side(hosts, hops, ends, first.map(String::as_str)), border) {
            (Some(Side::Recipient), _) if outside.is_some() => {
                let border = outside.unwrap_or_default();
                let joined = (1..=border).all(|at| links.get(at).is_some_and(|link| link.joins()));
                let theirs = if joined && hops.first().is_some_and(submitted) { Side::Sender } else { Side::Unknown };
                (0..count).map(|at| if at < border { theirs } else { Side::Recipient }).collect()
            }
            (Some(side), _) => vec![side; count],
            (None, Some(border)) if border > 0 => {
                (0..count).map(|at| if at < border { Side::Sender } else { Side::Recipient }).collect()
            }
            (None, _) => vec![Side::Unknown; count],
        }
    } else {
        let border = border(&own, ends, last.map(String::as_str), links);
        let inside = inside.min(border);
        let mut places: Vec<Side> = (0..count)
            .map(|at| match at {
                _ if at >= border => Side::Recipient,
                _ if at < inside => Side::Sender,
                _ => Side::Between,
            })
            .collect();
        between(&mut places, &mut unsure, inside..border, &Field { hosts, hops, links, own: &own, ends, trail });
        places
    };
    let mut sides: Vec<Option<Side>> = vec![None; hosts.len()];
    // The first place of a host counts, so the last is set first.
    for (hop, place) in hops.iter().zip(places).rev() {
        if let Some(side) = hop.by_host.and_then(|host| sides.get_mut(host)) {
            *side = Some(place);
        }
    }
    for hop in hops {
        if let (Some(from), Some(by)) = (hop.from_host, hop.by_host)
            && sides.get(from).copied().flatten().is_none()
        {
            let taken = sides.get(by).copied().flatten();
            let side = match organisation(hosts, Some(from)) {
                Some(own)
                    if taken == Some(Side::Recipient)
                        && (last.is_some_and(|last| last == own) || ends.is_recipients(own)) =>
                {
                    taken
                }
                Some(own) if ends.is_senders(own) || providers::only_sends(own) => Some(Side::Sender),
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
    Sides { unsure, one_organisation }
}

/// What [`between`] looks at.
struct Field<'a> {
    hosts: &'a [Host],
    hops: &'a [Hop],
    links: &'a [Link],
    own: &'a [Option<String>],
    ends: &'a Ends,
    trail: Option<&'a Trail>,
}

/// Tells a gateway of the recipient from a forwarder, a list, and what may be either side's.
fn between(places: &mut [Side], unsure: &mut [bool], middle: std::ops::Range<usize>, field: &Field<'_>) {
    let Field { hosts, hops, links, own, ends, trail } = field;
    let passed_on_at = |at: usize| trail.is_some_and(|trail| trail.forwardings.iter().any(|one| one.hop == Some(at)));
    let border = middle.end;
    let start = middle.start;
    for at in middle.rev() {
        let Some(hop) = hops.get(at) else { continue };
        let passes_on = (at + 1..=border).any(passed_on_at);
        let client = organisation(hosts, hop.from_host);
        let name = hop.from.rdns.as_deref().or(hop.from.helo.as_deref()).unwrap_or_default();
        let from_sending_service = client.is_some_and(providers::only_sends) || providers::is_outbound(name);
        let taken_for = hop.recipient.as_deref().and_then(names::domain_of_mailbox).and_then(names::domain);
        let for_recipient = taken_for.as_deref().is_some_and(|domain| {
            let domain = providers::organisation(domain);
            ends.is_recipients(domain) || ends.is_addressed(domain)
        });
        let outside = taken_from_outside(hop, hosts);
        let next_is_recipients = places.get(at + 1) == Some(&Side::Recipient);
        let joined = links.get(at + 1).is_some_and(|link| link.joins() || *link == Link::Organisation);
        let side = if passes_on || (ends.is_list && trail.is_none() && at > 0) {
            Side::Between
        } else if at == start && at == 0 && outside && next_is_recipients && joined {
            // The first stamp, and none of the sender's: it takes mail in from strangers for the recipient.
            match from_sending_service || client.is_some_and(|client| ends.is_senders(client)) {
                true => Side::Recipient,
                false => Side::Unknown,
            }
        } else if hop.within_host && next_is_recipients && joined {
            // A second stamp of a host whose first one is looked at next.
            Side::Recipient
        } else if from_sending_service && outside && next_is_recipients && joined && !ends.is_list {
            Side::Recipient
        } else if own.get(at).is_some_and(|own| own.as_deref().is_some_and(providers::filters)) || for_recipient {
            // The sender's filter for outgoing mail, or the recipient's gateway.
            Side::Unknown
        } else if own.get(at).is_some_and(Option::is_none) {
            Side::Unknown
        } else {
            Side::Between
        };
        if let Some(place) = places.get_mut(at) {
            *place = side;
        }
        if side == Side::Recipient
            && let Some(slot) = hop.by_host.and_then(|host| unsure.get_mut(host))
        {
            *slot = true;
        }
    }
    // What a host's first stamp says holds for its others.
    for at in start..border {
        let same =
            at > start && hops.get(at).zip(hops.get(at - 1)).is_some_and(|(hop, before)| hop.by_host == before.by_host);
        if same
            && let Some(side) = places.get(at - 1).copied()
            && let Some(place) = places.get_mut(at)
        {
            *place = side;
        }
    }
}

/// The organisation of the host that wrote each field; where it has an inner name only, the one as which the next server saw it.
fn organisations(hosts: &[Host], hops: &[Hop], links: &[Link]) -> Vec<Option<String>> {
    let seen_as = |at: usize| {
        let next = hops.get(at + 1)?;
        let seen = organisation(hosts, next.from_host)?;
        let itself = organisation(hosts, next.by_host) == Some(seen) && !links.get(at + 1)?.joins();
        (!itself).then_some(seen)
    };
    let own = |at: usize, hop: &Hop| organisation(hosts, hop.by_host).or_else(|| seen_as(at)).map(str::to_owned);
    hops.iter().enumerate().map(|(at, hop)| own(at, hop)).collect()
}

/// How many hops from the first are the sender's.
fn sender_reaches(hosts: &[Host], hops: &[Hop], links: &[Link], own: &[Option<String>], ends: &Ends) -> usize {
    let mut tied: Option<&str> = None;
    let mut reach = 0;
    for (at, hop) in hops.iter().enumerate() {
        let own = own.get(at).and_then(Option::as_deref);
        let joined = links.get(at).is_some_and(|link| !link.is_gap());
        let strict = submitted(hop);
        let client = organisation(hosts, hop.from_host);
        let outside = taken_from_outside(hop, hosts);
        let holds = match own {
            Some(own) if ends.is_senders(own) => at == 0 || joined,
            Some(own) if at == 0 => {
                strict || (!outside && !ends.is_recipients(own)) || (client == Some(own) && !ends.is_recipients(own))
            }
            Some(own) => joined && tied == Some(own),
            // An inner name is the sender's by a login, or by the sender's host that takes it over.
            None => strict && at == 0 || joined && reach == at && at > 0,
        };
        if !holds {
            break;
        }
        tied = tied.or(own);
        reach = at + 1;
    }
    // Inner names before the first one that is tied are as good as it; alone they are nobody's.
    if reach == 0 {
        let first = (0..hops.len()).find(|&at| own.get(at).is_some_and(Option::is_some));
        if let Some(first) = first
            && own.get(first).and_then(Option::as_deref).is_some_and(|own| ends.is_senders(own))
            && (1..=first).all(|at| links.get(at).is_some_and(|link| !link.is_gap()))
        {
            reach = first + 1;
        }
    }
    reach
}

/// Where the recipient's side begins, where there are several organisations: a place among the hops.
fn border(own: &[Option<String>], ends: &Ends, last: Option<&str>, links: &[Link]) -> usize {
    let count = own.len();
    let is = |at: usize| own.get(at).and_then(Option::as_deref).map(|own| Some(own) == last || ends.is_recipients(own));
    let Some(outside) = (0..count).rev().find(|&at| is(at) == Some(false)) else { return 0 };
    // A nameless host right behind that may be anybody's.
    let mut border = (outside + 1..count).find(|&at| is(at).is_some()).unwrap_or(count);
    // Lines that claim the recipient's own host below a stranger are not its own.
    if let Some(broken) = (border + 1..count).rev().find(|&at| links.get(at) == Some(&Link::Broken)) {
        border = broken;
    }
    border
}

/// Whose the servers are where one organisation's are all that stamped the message.
///
/// Nothing where that organisation may carry mail for both: its names do not tell the sides apart.
fn alone_side(hosts: &[Host], hops: &[Hop], ends: &Ends, own: Option<&str>) -> Option<Side> {
    let own = own?;
    let client = hops.first().and_then(|hop| organisation(hosts, hop.from_host));
    let first = hops.first()?;
    if taken_from_outside(first, hosts)
        && !(ends.is_senders(own) && !ends.is_recipients(own) && !ends.is_addressed(own))
    {
        return Some(Side::Recipient);
    }
    let foreign = ends.is_foreign();
    if !foreign {
        // Mail within one organisation: only a delivery alone is the recipient's for sure.
        return hops
            .iter()
            .all(|hop| hop.with.as_deref().is_some_and(|with| with.starts_with("LMTP")))
            .then_some(Side::Recipient);
    }
    let from_sender = client.is_some_and(|client| ends.is_senders(client));
    if ends.is_recipients(own) || ends.is_addressed(own) || (from_sender && !ends.is_senders(own)) {
        Some(Side::Recipient)
    } else if ends.is_senders(own) && client != Some(own) {
        Some(Side::Sender)
    } else {
        None
    }
}

/// Whether a list passed the message on, by its fields or by the way it took.
pub(super) fn through_a_list(ends: &Ends, trail: Option<&Trail>) -> bool {
    ends.is_list
        || trail.is_some_and(|trail| {
            trail.list.is_some() || trail.forwardings.iter().any(|one| one.how == ForwardingMethod::List)
        })
}
