//! Mail loops: the same servers again and again, found in time linear in the number of hops (RFC 5321 section 6.3).
//!
//! A visit is a server that had the message; several hops in a row at one server are one visit. The distances from each
//! visit to the last one of the same server are counted; the most frequent distances are the periods worth trying, and
//! for each of them one pass finds the longest stretch that repeats. Where the servers' names change from round to
//! round, as those of large providers do, the same is done with their organisations.

use std::collections::HashMap;

use serde::Serialize;

use super::forwarding::{self, Stop};
use super::{Hop, Host, Role, names as host_names, providers};
use crate::finding::Confidence;

/// A circle that a message ran in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Loop {
    /// The servers in it, in the order in which the message came to them; their organisations where the servers change.
    pub systems: Vec<String>,
    /// The addresses that it was for on the way round, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// How many times it went round: whole rounds.
    pub rounds: usize,
    /// The first hop of it, in [`Route::hops`](super::Route::hops).
    pub start: usize,
    /// The hop after the first round.
    pub round_end: usize,
    /// The hop after the last one of it.
    pub end: usize,
    /// The address that the message was delivered to again, where a repeated `Delivered-To` shows the circle (RFC 9228).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_again: Option<String>,
    /// How sure it is.
    pub confidence: Confidence,
}

/// From this many rounds on a pattern of hops is a circle: filters and hybrid set-ups send a message back once or twice.
const ROUNDS: usize = 3;
/// From this many hops in a row on a server that names only itself hands the message to itself.
const ALONE: usize = 8;
/// The same over the loopback interface, where filters in a row do so too.
const ALONE_LOCALLY: usize = 16;
/// How many periods are tried.
const PERIODS: usize = 8;
/// The most servers of a circle that are named.
const MOST_SYSTEMS: usize = 6;

/// A server that had the message, and the hop that tells it.
#[derive(Debug, Clone, Copy)]
struct Visit {
    system: usize,
    hop: usize,
}

/// Three rounds may still be a filter's or a list's doing; four are nobody's wish.
fn sure(run: Run) -> Confidence {
    if run.length / run.period > ROUNDS { Confidence::Certain } else { Confidence::Likely }
}

/// A stretch of visits that repeats.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    length: usize,
    period: usize,
}

/// Finds the circle that a message ran in, if it did. `resent` is how many times it was sent again as it is, which is no circle.
pub(super) fn find(hops: &[Hop], hosts: &[Host], trail: &[Stop], resent: usize) -> Option<Loop> {
    let by_host = visits(hops, Some);
    if let Some(run) = repeats(&by_host).filter(|run| is_circle(*run, &by_host, hops, resent)) {
        return describe(run, &by_host, hops, sure(run), |system| hosts.get(system).map(|host| host.name.clone()));
    }
    if let Some(found) = alone(hops, hosts) {
        return Some(found);
    }
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut names: Vec<&str> = Vec::new();
    let mut organisations: Vec<Option<usize>> = Vec::with_capacity(hosts.len());
    for host in hosts {
        organisations.push(host.domain.as_deref().map(|domain| {
            let number = *numbers.entry(domain.to_owned()).or_insert(names.len());
            if number == names.len() {
                names.push(domain);
            }
            number
        }));
    }
    let by_organisation = visits(hops, |host| organisations.get(host).copied().flatten());
    let run = repeats(&by_organisation).filter(|run| {
        // Providers carry the mail of many: passing two of them again and again is a circle only where the recipient stays.
        let systems = by_organisation.get(run.start..run.start + run.period).unwrap_or_default();
        let shared = systems.iter().all(|visit| names.get(visit.system).is_some_and(|name| providers::is_shared(name)));
        is_circle(*run, &by_organisation, hops, resent)
            && !(shared && comes_back_for(*run, &by_organisation, hops) == Some(false))
    });
    if let Some(run) = run {
        return describe(run, &by_organisation, hops, Confidence::Likely, |system| {
            names.get(system).map(|name| (*name).to_owned())
        });
    }
    delivered_again(hops, hosts, trail).filter(|_| resent == 0)
}

/// Whether a stretch that repeats is a circle: the same servers, the same recipient, the same message.
fn is_circle(run: Run, visits: &[Visit], hops: &[Hop], resent: usize) -> bool {
    let rounds = run.length / run.period;
    let end = visits.get(run.start + run.length).map(|visit| visit.hop);
    // A filter or appliance that is passed a few times by design lets it go on to where it is stored.
    let went_on = rounds <= ROUNDS
        && run.period <= 2
        && end.and_then(|end| hops.get(end..)).is_some_and(|rest| {
            rest.iter().any(|hop| {
                hop.role == Some(Role::Final)
                    && hop.with.as_deref().is_some_and(|with| with.to_ascii_uppercase().contains("LMTP"))
            })
        });
    resent + 1 < rounds.max(2) && !went_on && comes_back_for(run, visits, hops) != Some(false)
}

/// Whether a server of a run took the message twice for one recipient; nothing where the fields do not tell the recipients.
fn comes_back_for(run: Run, visits: &[Visit], hops: &[Hop]) -> Option<bool> {
    let mut seen: HashMap<(usize, String), usize> = HashMap::new();
    let mut told = 0;
    let visits = visits.get(run.start..run.start + run.length)?;
    for visit in visits {
        // A visit may be by a server that left no field: the field tells of the one that took it next.
        let Some(hop) = hops.get(visit.hop) else { continue };
        if let Some(recipient) = &hop.recipient {
            told += 1;
            *seen.entry((visit.system, recipient.to_ascii_lowercase())).or_default() += 1;
        }
    }
    (told == visits.len()).then(|| seen.values().any(|&times| times > 1))
}

/// The systems that had the message, one visit for as long as it stayed; `system` tells whose a host is.
fn visits(hops: &[Hop], system: impl Fn(usize) -> Option<usize>) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::with_capacity(hops.len());
    let mut add = |host: Option<usize>, hop: usize| {
        if let Some(system) = host.and_then(&system)
            && visits.last().is_none_or(|last| last.system != system)
        {
            visits.push(Visit { system, hop });
        }
    };
    for (at, hop) in hops.iter().enumerate() {
        // A server that leaves no stamp is seen by the next one. The first client is no part of a circle.
        if at > 0 {
            add(hop.from_host, at);
        }
        add(hop.by_host, at);
    }
    visits
}

/// The longest stretch that repeats often enough.
fn repeats(visits: &[Visit]) -> Option<Run> {
    let systems = visits.iter().map(|visit| visit.system + 1).max().unwrap_or(0);
    let mut last = vec![None; systems];
    let mut distances: Vec<usize> = Vec::with_capacity(visits.len());
    for (at, visit) in visits.iter().enumerate() {
        if let Some(slot) = last.get_mut(visit.system)
            && let Some(before) = slot.replace(at)
        {
            distances.push(at - before);
        }
    }
    // How often each distance occurs, counted in an array: a distance is less than the number of visits.
    let mut times = vec![0_usize; visits.len()];
    distances.iter().for_each(|&distance| times.get_mut(distance).into_iter().for_each(|times| *times += 1));
    let mut periods: Vec<usize> = Vec::with_capacity(PERIODS);
    for _ in 0..PERIODS {
        let most = times.iter().enumerate().max_by_key(|&(period, times)| (*times, std::cmp::Reverse(period)));
        let Some((period, _)) = most.filter(|(_, times)| **times >= ROUNDS - 1) else { break };
        periods.push(period);
        times.get_mut(period).into_iter().for_each(|times| *times = 0);
    }
    let mut best: Option<Run> = None;
    for period in periods {
        let mut start = 0;
        for at in 0..=visits.len() {
            let goes_on =
                at < visits.len() && (at < start + period || system(visits, at) == system(visits, at - period));
            if goes_on {
                continue;
            }
            let run = Run { start, length: at - start, period };
            let better = best.is_none_or(|best| (run.length, best.period) > (best.length, run.period));
            if run.length >= period * ROUNDS && better {
                best = Some(run);
            }
            // The next stretch may share all but the first of the last `period` visits.
            start = (at + 1).saturating_sub(period).max(start + 1);
        }
    }
    best
}

fn system(visits: &[Visit], at: usize) -> Option<usize> {
    visits.get(at).map(|visit| visit.system)
}

fn describe(
    run: Run,
    visits: &[Visit],
    hops: &[Hop],
    confidence: Confidence,
    name: impl Fn(usize) -> Option<String>,
) -> Option<Loop> {
    let hop_at = |visit: usize| visits.get(visit).map_or(hops.len(), |visit| visit.hop);
    let start = hop_at(run.start);
    let round_end = hop_at(run.start + run.period).max(start + 1).min(hops.len());
    let end = hop_at(run.start + run.length).max(round_end);
    let mut systems: Vec<String> = Vec::new();
    for visit in visits.get(run.start..run.start + run.period)? {
        let name = name(visit.system)?;
        if !systems.contains(&name) && systems.len() < MOST_SYSTEMS {
            systems.push(name);
        }
    }
    // A content filter that a message passes again and again is no party of its own.
    let filters = hops.get(start..round_end)?.iter().all(|hop| hop.role == Some(Role::Filter));
    (!filters).then(|| Loop {
        systems,
        addresses: addresses(hops.get(start..round_end).unwrap_or_default()),
        rounds: run.length / run.period,
        start,
        round_end,
        end,
        delivered_again: None,
        confidence,
    })
}

/// The addresses that hops were for, each once, in their order.
fn addresses(hops: &[Hop]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for address in hops.iter().filter_map(|hop| hop.recipient.as_deref()) {
        if told.len() < MOST_SYSTEMS && !told.iter().any(|known| known.eq_ignore_ascii_case(address)) {
            told.push(address.to_owned());
        }
    }
    told
}

/// A server that hands the message to itself: a long row of hops at one host.
fn alone(hops: &[Hop], hosts: &[Host]) -> Option<Loop> {
    let mut best = (0, 0);
    let mut start = 0;
    for at in 1..=hops.len() {
        let same = hops.get(at).zip(hops.get(at - 1)).is_some_and(|(hop, before)| {
            hop.by_host.is_some() && hop.by_host == before.by_host && hop.by_host == hop.from_host
        });
        if !same {
            if at - start > best.1 - best.0 {
                best = (start, at);
            }
            start = at;
        }
    }
    let (start, end) = best;
    // Local filters hand a message over the loopback interface, several in a row.
    let local = |hop: &Hop| hop.from.ip.as_deref().is_some_and(host_names::is_local) || hop.local_user.is_some();
    if end - start < ALONE_LOCALLY && hops.get(start + 1..end)?.iter().all(local) {
        return None;
    }
    let host = hops.get(start)?.by_host.and_then(|host| hosts.get(host))?;
    (end - start >= ALONE).then(|| Loop {
        systems: vec![host.name.clone()],
        addresses: addresses(hops.get(start..start + 1).unwrap_or_default()),
        rounds: end - start,
        start,
        round_end: start + 1,
        end,
        delivered_again: None,
        confidence: Confidence::Likely,
    })
}

/// The organisation that had the message after each hop, and how often it had changed by then.
fn moves<'a>(hops: &[Hop], hosts: &'a [Host]) -> Vec<(Option<&'a str>, usize)> {
    let (mut count, mut last) = (0, None);
    let counted = hops.iter().map(|hop| {
        let own = forwarding::organisation(hop, hosts);
        count += usize::from(own.is_some() && last.is_some() && own != last);
        last = own.or(last);
        (last, count)
    });
    counted.collect()
}

/// An address that the message was delivered to, left for another organisation, and came to again.
fn delivered_again(hops: &[Hop], hosts: &[Host], trail: &[Stop]) -> Option<Loop> {
    let moves = moves(hops, hosts);
    let moved = |at: usize| at.checked_sub(1).and_then(|at| moves.get(at));
    // The same organisation delivered it both times, and another one had it between.
    let came_back = |start: usize, end: usize| {
        moved(start).zip(moved(end)).is_some_and(|(first, again)| first.0 == again.0 && first.1 < again.1)
    };
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut found: Option<(&Stop, usize)> = None;
    let mut rounds = 0;
    for stop in trail.iter().filter(|stop| stop.is_delivery) {
        let start = *seen.entry(stop.address.to_ascii_lowercase()).or_insert(stop.at);
        match found {
            // The first such address speaks for the circle.
            Some((first, _)) if first.address.eq_ignore_ascii_case(&stop.address) => rounds += 1,
            Some(_) => {}
            None if came_back(start, stop.at) => {
                found = Some((stop, start));
                rounds = 1;
            }
            None => {}
        }
    }
    let (stop, start) = found?;
    let mut systems: Vec<String> = Vec::new();
    for hop in hops.get(start.saturating_sub(1)..stop.at)? {
        if let Some(host) = hop.by_host.and_then(|host| hosts.get(host))
            && !systems.contains(&host.name)
            && systems.len() < MOST_SYSTEMS
        {
            systems.push(host.name.clone());
        }
    }
    let mut round: Vec<String> = Vec::new();
    for on_way in trail.iter().filter(|on_way| start <= on_way.at && on_way.at < stop.at) {
        if round.len() < MOST_SYSTEMS && !round.iter().any(|known| known.eq_ignore_ascii_case(&on_way.address)) {
            round.push(on_way.address.clone());
        }
    }
    Some(Loop {
        systems,
        addresses: round,
        rounds,
        start,
        round_end: stop.at,
        end: stop.at,
        delivered_again: Some(stop.address.clone()),
        confidence: Confidence::Likely,
    })
}
