//! From hops to a route: delays, hosts, sides, clocks.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::clock::{self, Dated, Solution};
use super::evidence::Refuted;
use super::names::{self, Reach};
use super::{Clock, Hop, Host, Peer, Route, Side};
use crate::Context;

/// What a host is called that no field names.
pub(super) const UNNAMED: &str = "an unnamed host";

/// Two stamps next to each other among those that give a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// The hop with the earlier place.
    pub from: usize,
    /// The hop with the later place; hops between the two are undated.
    pub to: usize,
    /// The later stamp minus the earlier, in seconds.
    pub by_stamps: i64,
    /// What the time between can have been.
    pub range: Option<(i64, i64)>,
}

/// Finds the hosts of a route, whose hops stand in transit order.
pub(super) fn hosts(hops: &mut [Hop], context: &Context) -> Vec<Host> {
    set_delays(hops);
    Hosts::default().read(hops, context)
}

/// Puts a route together; `measured` says which stamps delays may be measured from.
pub(super) fn build(mut hops: Vec<Hop>, mut hosts: Vec<Host>, measured: &[bool]) -> (Route, Vec<Gap>, Solution) {
    let is_measured = |at: usize| measured.get(at).copied().unwrap_or_default();
    let stamped = hops.iter().enumerate().filter(|(at, _)| is_measured(*at));
    let dated: Vec<(usize, Dated)> = stamped.filter_map(|(at, hop)| Some((at, dated(hop)?))).collect();
    let stamps: Vec<Dated> = dated.iter().map(|(_, stamp)| *stamp).collect();
    let solution = clock::solve(&stamps);
    for stamp in &stamps {
        let wrong = solution.wrong(stamp.host);
        if let Some(host) = hosts.get_mut(stamp.host)
            && host.clock.is_none()
        {
            host.clock = Some(Clock {
                doubted: wrong.is_some(),
                off_by: wrong.and_then(|wrong| wrong.least),
                zone_mistake: wrong.and_then(|wrong| wrong.zone),
            });
        }
    }
    let mut gaps = Vec::with_capacity(dated.len());
    for (pair, range) in dated.windows(2).zip(&solution.delays) {
        let [(from, earlier), (to, later)] = pair else { continue };
        let by_stamps = later.time.saturating_sub(earlier.time);
        gaps.push(Gap { from: *from, to: *to, by_stamps, range: *range });
        if to - from == 1
            && let Some(hop) = hops.get_mut(*to)
        {
            hop.delay_range = *range;
        }
    }
    let total_seconds = match dated.as_slice() {
        [(_, first), .., (_, last)] => Some(last.time.saturating_sub(first.time)),
        _ => None,
    };
    let total_range = total_seconds.and(solution.total);
    let route = Route { hops, hosts, total_seconds, total_range, ..Route::default() };
    (route, gaps, solution)
}

/// Opens the range of a gap that is likely a clock's, down to what is left when that clock is put right.
pub(super) fn open(route: &mut Route, gaps: &mut [Gap], refuted: &mut Refuted) {
    let Some(gap) = gaps.iter_mut().find(|gap| **gap == refuted.gap) else { return };
    let stays = gap.by_stamps.saturating_sub(refuted.off_by.abs()).max(0);
    let (least, most) = gap.range.unwrap_or((stays, gap.by_stamps));
    let range = (least.min(stays.saturating_sub(clock::TOLERANCE)).max(0), most);
    gap.range = Some(range);
    refuted.gap = *gap;
    if gap.to - gap.from == 1
        && let Some(hop) = route.hops.get_mut(gap.to)
    {
        hop.delay_range = Some(range);
    }
    let less = least.saturating_sub(range.0);
    route.total_range = route.total_range.map(|(all, most)| (all.saturating_sub(less).max(0), most));
}

fn dated(hop: &Hop) -> Option<Dated> {
    let within = if hop.stamp.as_deref().is_some_and(to_the_minute) { 59 } else { 0 };
    Some(Dated { host: hop.by_host?, time: hop.time?.timestamp(), within, utc_offset: hop.utc_offset_minutes })
}

/// Whether a stamp gives hours and minutes only: its moment is known to a minute.
fn to_the_minute(stamp: &str) -> bool {
    let is_two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut times = stamp.split_ascii_whitespace().filter_map(|word| {
        let mut parts = word.split(':');
        let (hour, minute) = (parts.next()?, parts.next()?);
        let is_time = (1..=2).contains(&hour.len()) && hour.bytes().all(|byte| byte.is_ascii_digit());
        (is_time && is_two(minute.get(..2).unwrap_or_default())).then(|| parts.next().is_none())
    });
    times.next().unwrap_or_default()
}

fn set_delays(hops: &mut [Hop]) {
    let mut before: Option<DateTime<Utc>> = None;
    for hop in hops {
        hop.delay_seconds = match (before, hop.time) {
            (Some(before), Some(time)) => Some((time - before).num_seconds()),
            _ => None,
        };
        before = hop.time;
    }
}

/// Finds out which names and addresses mean the same host.
#[derive(Default)]
struct Hosts {
    /// What each entry is merged into; itself where it stands for its own host.
    merged: Vec<usize>,
    entries: Vec<Entry>,
    by_key: HashMap<String, usize>,
}

#[derive(Default)]
struct Entry {
    name: Option<String>,
    ip: Option<String>,
}

impl Hosts {
    /// Gives every hop its hosts, and lists them in the order in which the message met them.
    fn read(mut self, hops: &mut [Hop], context: &Context) -> Vec<Host> {
        let mut pairs = Vec::with_capacity(hops.len());
        let mut before: Option<usize> = None;
        for (at, hop) in hops.iter().enumerate() {
            let by = self.by(hop, before, hops.get(at + 1));
            let from = self.from(hop, by, before);
            pairs.push((from, by));
            before = Some(by);
        }
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut hosts = Vec::new();
        for (hop, (from, by)) in hops.iter_mut().zip(pairs) {
            let mut place = |entry: usize| {
                let root = self.root(entry);
                *places.entry(root).or_insert_with(|| {
                    hosts.push(self.host(root, context));
                    hosts.len() - 1
                })
            };
            hop.from_host = from.map(&mut place);
            hop.by_host = Some(place(by));
            hop.within_host = hop.from_host == hop.by_host;
        }
        hosts
    }

    /// The host that wrote a field.
    fn by(&mut self, hop: &Hop, before: Option<usize>, next: Option<&Hop>) -> usize {
        if let Some(name) = hop.by.as_deref().filter(|name| usable(name)) {
            let host = self.named(name);
            if let Some(entry) = self.entries.get_mut(host)
                && entry.ip.is_none()
            {
                entry.ip.clone_from(&hop.by_ip);
            }
            return host;
        }
        // "by localhost", or no name at all: the host that hands the message over next, or had it before.
        let fetched = hop.with.as_deref().is_some_and(is_pickup);
        let loopback = !fetched && hop.from.ip.as_deref().is_some_and(names::is_local);
        if loopback && let Some(name) = [&hop.from.rdns, &hop.from.helo].into_iter().flatten().find(|name| usable(name))
        {
            return self.named(name);
        }
        if let Some(before) = before
            && (loopback || nobody(&hop.from))
        {
            return before;
        }
        let next_name = next.and_then(|next| match own(&next.from) {
            true => next.by.as_deref().filter(|name| usable(name)),
            false => [&next.from.rdns, &next.from.helo, &next.from.ip]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .find(|name| usable(name)),
        });
        match next_name {
            Some(name) => self.named(name),
            None => self.add(Entry { name: hop.by.clone(), ip: None }),
        }
    }

    /// The host that handed the message over to `by`.
    fn from(&mut self, hop: &Hop, by: usize, before: Option<usize>) -> Option<usize> {
        let peer = &hop.from;
        let with = hop.with.as_deref().unwrap_or_default();
        if hop.local_user.is_some() || with.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("local")) {
            return Some(by);
        }
        if nobody(peer) {
            // Written by a host that took it from itself: qmail's "invoked by", a local submission.
            return (before == Some(by) || hop.by.is_none()).then_some(by);
        }
        if own(peer) {
            // Another name that came over the loopback interface is a second name of the same host.
            for name in
                [&peer.rdns, &peer.helo].into_iter().flatten().filter(|name| usable(name) && names::is_full(name))
            {
                let other = self.named(name);
                self.merge(other, by);
            }
            return Some(by);
        }
        let names: Vec<&String> =
            [&peer.rdns, &peer.helo, &peer.ip].into_iter().flatten().filter(|name| usable(name)).collect();
        // HELO alone makes nobody the taker itself: anybody can say that name.
        let claims = |entry: &Entry| {
            let by_address = peer.ip.as_deref().is_none_or(|ip| entry.is(ip) || hop.by_ip.as_deref() == Some(ip));
            !by_address && !is_inner_peer(peer) && !peer.rdns.as_deref().is_some_and(|rdns| entry.is(rdns))
        };
        let taker = self.root(by);
        if let Some(before) = before
            && self.entry(before).is_some_and(|entry| names.iter().any(|name| entry.is(name)))
            && !(self.root(before) == taker && self.entry(before).is_some_and(claims))
        {
            let root = self.root(before);
            if let Some(entry) = self.entries.get_mut(root) {
                if entry.ip.is_none() {
                    entry.ip.clone_from(&peer.ip);
                }
                // The full name is the better one.
                if let Some(full) = names.iter().find(|name| names::is_full(name) && entry.is(name))
                    && !entry.name.as_deref().is_some_and(names::is_full)
                {
                    entry.name = Some((*full).clone());
                }
            }
            for name in names.iter().filter(|name| names::address(name).is_none()) {
                self.by_key.entry(names::key(name)).or_insert(before);
            }
            return Some(before);
        }
        // The name from DNS comes first. The receiver's own name, claimed from elsewhere, names nobody.
        let first = *names.first()?;
        let mut host = self.named(first);
        if let Some(ip) = &peer.ip
            && host == self.root(by)
            && peer.rdns.is_none()
            && !is_inner_peer(peer)
            && hop.by_ip.as_ref() != Some(ip)
        {
            host = self.named(ip);
        }
        if let Some(entry) = self.entries.get_mut(host)
            && entry.ip.is_none()
        {
            entry.ip.clone_from(&peer.ip);
        }
        Some(host)
    }

    fn add(&mut self, entry: Entry) -> usize {
        let at = self.entries.len();
        self.entries.push(entry);
        self.merged.push(at);
        at
    }

    fn named(&mut self, name: &str) -> usize {
        let key = names::key(name);
        if let Some(&known) = self.by_key.get(&key) {
            return self.root(known);
        }
        let ip = names::address(name).map(|address| address.to_string());
        let at = self.add(Entry { name: ip.is_none().then(|| name.trim_end_matches('.').to_owned()), ip });
        self.by_key.insert(key, at);
        at
    }

    /// Follows merges to the entry that stands for a host, and shortens the way for the next time.
    fn root(&mut self, mut at: usize) -> usize {
        while let Some(&up) = self.merged.get(at) {
            if up == at {
                break;
            }
            let above = self.merged.get(up).copied().unwrap_or(up);
            if let Some(slot) = self.merged.get_mut(at) {
                *slot = above;
            }
            at = up;
        }
        at
    }

    fn merge(&mut self, other: usize, into: usize) {
        // The one that was met first keeps its name.
        let (one, other) = (self.root(other), self.root(into));
        if let Some(slot) = self.merged.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }

    fn entry(&mut self, at: usize) -> Option<&Entry> {
        let root = self.root(at);
        self.entries.get(root)
    }

    fn host(&self, root: usize, context: &Context) -> Host {
        let empty = Entry::default();
        let entry = self.entries.get(root).unwrap_or(&empty);
        let name = entry.name.clone().or_else(|| entry.ip.clone()).unwrap_or_else(|| UNNAMED.to_owned());
        Host {
            domain: names::domain(&name).filter(|_| !names::is_inner(&name)),
            side: Side::Unknown,
            mine: context.mine.holds(entry.name.as_deref(), entry.ip.as_deref()),
            clock: None,
            name,
        }
    }
}

impl Entry {
    fn is(&self, name: &str) -> bool {
        [&self.name, &self.ip].into_iter().flatten().any(|own| names::same_host(own, name))
    }
}

/// Whether a name can tell hosts apart.
fn usable(name: &str) -> bool {
    let name = name.trim();
    !name.bytes().all(|byte| byte.is_ascii_digit()) && !names::is_local(name) && !name.eq_ignore_ascii_case("unknown")
}

/// Whether a protocol takes mail out of a mailbox: POP3, IMAP.
pub(super) fn is_pickup(with: &str) -> bool {
    let with = with.trim_start().to_ascii_uppercase();
    with.starts_with("POP") || with.starts_with("IMAP") || with.starts_with("SPOP")
}

/// Whether a peer is the very host that it spoke to.
fn own(peer: &Peer) -> bool {
    match &peer.ip {
        Some(ip) => names::is_local(ip),
        None => peer.helo.as_deref().or(peer.rdns.as_deref()).is_some_and(names::is_local),
    }
}

fn nobody(peer: &Peer) -> bool {
    peer.helo.is_none() && peer.rdns.is_none() && peer.ip.is_none()
}

/// Whether a peer's address lies in a private network or on the host itself.
pub(super) fn is_inner_peer(peer: &Peer) -> bool {
    peer.ip.as_deref().and_then(names::address).is_some_and(|address| names::reach(address) != Reach::Public)
}
