//! The chain of custody: whether each field's `from` is the host that wrote the field below it (RFC 5321 section 4.4).
//!
//! Anybody can write fields below the first one of the recipient's own servers. Where the chain is broken, a server left
//! no field, or the fields below were made up.

use super::names;
use super::route::{is_inner_peer, is_pickup};
use super::{Hop, Host, providers};

/// How a hop joins the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// By address, reverse name or loopback: the host that wrote the field before handed it over.
    Same,
    /// By the HELO name alone, which the client chose.
    Claimed,
    /// Another host of the organisation that had it before, which left no field or has two names.
    Organisation,
    /// The field does not tell who handed it over.
    Silent,
    /// A program on the host handed it over, and no server: a pickup folder, a script, a collector.
    Program,
    /// By a host of the taker's own organisation, which left no field.
    Unstamped,
    /// By somebody else.
    Broken,
}

impl Link {
    /// Whether the host before is the one that handed it over, as far as that can be seen.
    pub(super) fn joins(self) -> bool {
        matches!(self, Self::Same | Self::Claimed)
    }

    /// Whether another host than the one before handed it over.
    pub(super) fn is_gap(self) -> bool {
        matches!(self, Self::Broken | Self::Unstamped)
    }
}

/// How each hop joins the one before it; the first joins nothing and counts as silent. `senders` are the domains of its sender.
pub(super) fn links(hops: &[Hop], hosts: &[Host], senders: &[String]) -> Vec<Link> {
    let mut links = Vec::with_capacity(hops.len());
    let mut before: Option<&Hop> = None;
    for hop in hops {
        links.push(before.map_or(Link::Silent, |before| link(before, hop, hosts, senders)));
        before = Some(hop);
    }
    links
}

/// The organisation of a host by its number.
pub(super) fn organisation(hosts: &[Host], host: Option<usize>) -> Option<&str> {
    hosts.get(host?)?.domain.as_deref().map(providers::organisation)
}

fn link(before: &Hop, hop: &Hop, hosts: &[Host], senders: &[String]) -> Link {
    let same_host = before.by_host.is_some() && before.by_host == hop.by_host;
    let with = hop.with.as_deref().unwrap_or_default();
    let by_http = with.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
    if (by_a_program(hop) || is_pickup(with) || by_http && before.by_host != hop.from_host) && !same_host {
        return Link::Program;
    }
    let peer = &hop.from;
    if peer.helo.is_none() && peer.rdns.is_none() && peer.ip.is_none() {
        return if same_host { Link::Same } else { Link::Silent };
    }
    if hop.from_host.is_some() && hop.from_host == before.by_host {
        let by = before.by.as_deref().unwrap_or_default();
        let own = |name: &Option<String>| name.as_deref().is_some_and(|name| names::same_host(name, by));
        let at_home = peer.ip.as_deref().is_some_and(names::is_local) || is_inner_peer(peer);
        let by_address = peer.ip.is_some() && (before.by_ip == peer.ip || peer.ip.as_deref() == before.by.as_deref());
        return match own(&peer.rdns) || at_home || by_address || peer.ip.is_none() {
            true => Link::Same,
            false => Link::Claimed,
        };
    }
    let (had, handed, takes) =
        (organisation(hosts, before.by_host), organisation(hosts, hop.from_host), organisation(hosts, hop.by_host));
    // Handed over by the taker itself: a filter, a queue, a second name of the host.
    if hop.within_host && (same_host || had.is_none() || had == takes) {
        return if same_host { Link::Same } else { Link::Organisation };
    }
    match handed {
        Some(_) if handed == had => Link::Organisation,
        Some(handed)
            if senders.iter().any(|sender| providers::organisation(sender) == handed) && Some(handed) != takes =>
        {
            Link::Organisation
        }
        Some(_) if handed == takes && !names_only(hop) => Link::Unstamped,
        // A name that no DNS has, from a network of one's own: nothing to compare.
        _ if is_inner_peer(peer) => Link::Silent,
        // The host before has an inner name only; its organisation's server may have any other. A name that the taker looked up
        // is one (Exchange writes the HELO name alone).
        Some(_) if had.is_none() && (!names_only(hop) || hop.dialect.as_deref() == Some("exchange")) => Link::Silent,
        // A process or a second name within the taker's organisation, or a bare address after a bare name.
        Some(_) if handed == takes && peer.ip.is_none() => Link::Silent,
        None if had.is_none() && is_bare_address(peer) => Link::Silent,
        None if peer.ip.is_none() => Link::Silent,
        _ => Link::Broken,
    }
}

/// Whether a client gave no name but its address.
fn is_bare_address(peer: &super::Peer) -> bool {
    peer.rdns.is_none() && peer.helo.as_deref().is_none_or(|helo| names::address(helo).is_some())
}

/// Whether only the HELO name of a client with a public address speaks for what it is.
fn names_only(hop: &Hop) -> bool {
    hop.from.rdns.is_none() && !is_inner_peer(&hop.from)
}

/// Whether a program on the host handed the message over, by its own words.
pub(super) fn by_a_program(hop: &Hop) -> bool {
    let picked_up = [&hop.from.helo, &hop.from.rdns].into_iter().flatten().any(|name| name.starts_with("mail pickup"));
    picked_up || hop.local_user.is_some()
}
