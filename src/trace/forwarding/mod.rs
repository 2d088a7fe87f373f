//! Forwarding: who passed a message on to another address, from which to which, and what shows it.
//!
//! A message that is forwarded goes two ways, one after the other: the first ends where it was delivered, the second
//! begins there. What shows it: fields that forwarders write (`X-Forwarded-To`, `X-Sieve-Redirected-From`,
//! `X-MS-Exchange-ForwardingLoop`, `Resent-To`), an envelope sender that was rewritten, and recipients that change on
//! the way from one organisation to another (`for` clauses, `Delivered-To` of RFC 9228, `X-Original-To`).

mod rewritten;

pub use rewritten::{EnvelopeSender, Rewriting};

use std::collections::HashMap;

use serde::Serialize;

use super::{Hop, Host, names};
use crate::finding::{Confidence, Span};
use crate::message::{Field, Message, addresses};
use crate::order;

/// How a message was passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum ForwardingMethod {
    /// An alias, a `.forward` file or a setting of the mailbox: the recipient changes, nothing says why.
    Alias,
    /// A setting that writes `X-Forwarded-To`, as Gmail's does.
    Setting,
    /// The forwarding address of an Exchange mailbox (`X-MS-Exchange-ForwardingLoop`).
    Exchange,
    /// A rule of an Exchange mailbox (`X-MS-Exchange-Inbox-Rules-Loop`).
    InboxRule,
    /// A Sieve script (`X-Sieve-Redirected-From`).
    Sieve,
    /// Sent again as it is, by somebody or by a program (`Resent-*`, RFC 5322 section 3.6.6).
    Resent,
    /// A mailing list (RFC 2919, RFC 2369).
    List,
}

/// What checks of the sender's identity came to, in their own words (RFC 8601): `pass`, `fail`, `softfail`, `none` …
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Checks {
    /// SPF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spf: Option<String>,
    /// DKIM: `pass` where one of several signatures passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dkim: Option<String>,
    /// DMARC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dmarc: Option<String>,
    /// The fields that say so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// One time that a message was passed on to another address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Forwarding {
    /// How.
    pub how: ForwardingMethod,
    /// The server that passed it on, or its domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The address that it had come to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The address that it was passed on to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The first hop of the leg that begins with it, in [`Route::hops`](super::Route::hops); absent where the hops do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hop: Option<usize>,
    /// Whether the address passed on is the user's, and the new one is not, as the user's settings name them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub leaves_mine: bool,
    /// What the checks came to before it was passed on.
    pub before: Checks,
    /// What they came to afterwards.
    pub after: Checks,
    /// How sure it is.
    pub confidence: Confidence,
    /// The words that show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// What a message tells of being passed on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Trail {
    /// Each time that it was passed on, in their order.
    pub forwardings: Vec<Forwarding>,
    /// The envelope sender, where it carries another address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<EnvelopeSender>,
    /// The mailing list that it came through, as its `List-Id` or `List-Post` names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// How many servers sealed it (ARC sets, RFC 8617), and what the newest says of those before it: `pass`, `fail`, `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arc: Option<(u32, String)>,
}

impl Trail {
    /// What to call it: whether it tells of a forwarding, or only of whom the envelope sender stands for.
    #[must_use]
    pub fn title(&self) -> &'static str {
        if self.forwardings.is_empty() { "Envelope sender" } else { "Forwarding" }
    }

    /// Moves every span through `place`.
    pub fn place_spans(&mut self, place: &impl Fn(Span) -> Span) {
        for one in &mut self.forwardings {
            let spans = one.spans.iter_mut().chain(&mut one.before.spans).chain(&mut one.after.spans);
            spans.for_each(|span| *span = place(*span));
        }
    }
}

/// A recipient on the way: which address, after how many hops, and where it is told.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    /// How many hops the message had made.
    pub at: usize,
    pub address: String,
    /// Whether a field of delivery tells it, and no `for` clause.
    pub is_delivery: bool,
    pub span: Span,
}

/// The organisation of the server that took a hop.
pub(super) fn organisation<'a>(hop: &Hop, hosts: &'a [Host]) -> Option<&'a str> {
    let domain = hosts.get(hop.by_host?)?.domain.as_deref()?;
    // Exchange Online's servers stamp under two names.
    Some(if domain == "exchangelabs.com" { EXCHANGE_ONLINE } else { domain })
}

/// The domain of Exchange Online's servers.
const EXCHANGE_ONLINE: &str = "outlook.com";

/// How many addresses of the header are kept, and how many places that say one thing.
const MOST_KEPT: usize = 100;

/// A field that a forwarder writes.
struct Mark {
    how: ForwardingMethod,
    from: Option<String>,
    to: Option<String>,
    /// How many hops there were below it; absent where its place in the header means nothing.
    at: Option<usize>,
    span: Span,
}

/// What one field says of the checks.
struct Checked {
    /// How many hops there were below it.
    at: usize,
    /// The organisation whose server checked, where the field names it.
    by: Option<String>,
    checks: Checks,
}

/// What is gathered from the fields, oldest first.
#[derive(Default)]
struct Gathered {
    stops: Vec<Stop>,
    marks: Vec<Mark>,
    checks: Vec<Checked>,
    senders: Vec<(String, Span)>,
    arc: Option<(u32, String)>,
    /// The addresses in `To` and `Cc`, and the domains of `From`, `Sender` and `Return-Path`.
    addressed: Vec<String>,
    authors: Vec<String>,
    list: Option<String>,
    is_list: bool,
}

/// Reads how a message was passed on, and the recipients on its way.
pub(super) fn read(
    message: &Message<'_>,
    hops: &[Hop],
    hosts: &[Host],
    mine: &crate::Mine,
) -> (Option<Trail>, Vec<Stop>) {
    let gathered = gather(message, hops);
    let sender = sender(&gathered, hops);
    let reader = Reader::of(&gathered, hops, hosts, sender.as_ref());
    let mut forwardings = reader.forwardings();
    for forwarding in &mut forwardings {
        let holds = |address: &Option<String>| {
            address.as_deref().and_then(names::domain_of_mailbox).map(|domain| mine.holds(Some(domain), None))
        };
        forwarding.leaves_mine = holds(&forwarding.from) == Some(true) && holds(&forwarding.to) == Some(false);
    }
    let has_trail = !forwardings.is_empty() || sender.is_some();
    let Gathered { stops, arc, list, .. } = gathered;
    (has_trail.then_some(Trail { forwardings, sender, list, arc }), stops)
}

/// The first address in a field.
fn address(field: &Field<'_>) -> Option<String> {
    addresses(&field.unfolded()).into_iter().map(|address| address.addr).find(|addr| is_address(addr))
}

/// Whether this is an address with a domain that is one.
fn is_address(text: &str) -> bool {
    names::domain_of_mailbox(text).is_some() && !text.contains(' ')
}

fn gather(message: &Message<'_>, hops: &[Hop]) -> Gathered {
    let mut all = Gathered::default();
    let places: HashMap<usize, usize> = hops.iter().enumerate().map(|(at, hop)| (hop.span.start, at)).collect();
    let mut at: usize = 0;
    let mut resent: Option<Mark> = None;
    for field in message.fields.iter().rev() {
        let name = field.name.to_ascii_lowercase();
        let mark = |how, from, to, at| Mark { how, from, to, at, span: field.span() };
        match name.as_str() {
            "received" => {
                // The hops may stand in another order than the fields, and leave out copies.
                let Some(place) = places.get(&field.span().start).copied() else { continue };
                at = place + 1;
                let hop = hops.get(place);
                if let Some(address) = hop.and_then(|hop| hop.recipient.as_deref()).and_then(bare) {
                    all.stops.push(Stop { at, address, is_delivery: false, span: field.span() });
                }
                if let Some(sender) = hop.and_then(|hop| hop.envelope_from.clone()) {
                    all.senders.push((sender, field.span()));
                }
            }
            "delivered-to" | "x-original-to" | "envelope-to" | "x-envelope-to" => {
                // ezmlm writes "mailing list talk@lists.example": a list's mark and no delivery.
                let is_delivery = name == "delivered-to" && !field.value.trim_ascii().starts_with(b"mailing list");
                all.stops.extend(address(field).map(|address| Stop { at, address, is_delivery, span: field.span() }));
            }
            "x-forwarded-for" | "x-forwarded-to" => {
                let value = field.unfolded();
                // "mailbox target", with a space between; web servers write a field of this name with network addresses in it.
                let mut words = value.split([' ', ',']).filter(|word| is_address(word)).map(str::to_owned);
                let (first, second) = (words.next(), words.next());
                let (from, to) = if name.ends_with("-for") { (first, second) } else { (None, first) };
                if from.is_some() || to.is_some() {
                    all.marks.push(mark(ForwardingMethod::Setting, from, to, Some(at)));
                }
            }
            "x-sieve-redirected-from" => {
                all.marks.extend(address(field).map(|from| mark(ForwardingMethod::Sieve, Some(from), None, Some(at))));
            }
            "x-ms-exchange-forwardingloop" | "x-ms-exchange-inbox-rules-loop" => {
                let value = field.unfolded();
                let how = if name.contains("inbox") { ForwardingMethod::InboxRule } else { ForwardingMethod::Exchange };
                let from = value.split(';').next().map(str::trim).filter(|from| is_address(from)).map(str::to_owned);
                // Exchange sorts its own fields together: their place tells nothing.
                all.marks.extend(from.map(|from| mark(how, Some(from), None, None)));
            }
            "resent-to" | "resent-from" => {
                let told = address(field);
                let one = resent.get_or_insert_with(|| mark(ForwardingMethod::Resent, None, None, Some(at)));
                let slot = if name == "resent-to" { &mut one.to } else { &mut one.from };
                *slot = told.or(slot.take());
            }
            "authentication-results" | "received-spf" => all.checks.push(checked(field, at)),
            "arc-seal" => {
                let value = field.unfolded().replace([' ', '\t'], "");
                let tag = |name: &str| value.split(';').find_map(|tag| tag.strip_prefix(name));
                if let Some(set) = tag("i=").and_then(|set| set.parse::<u32>().ok())
                    && all.arc.as_ref().is_none_or(|(newest, _)| *newest < set)
                {
                    all.arc = Some((set, tag("cv=").unwrap_or("none").to_owned()));
                }
            }
            "return-path" => {
                if let Some(sender) = address(field).filter(|_| all.authors.len() < MOST_KEPT) {
                    all.authors.extend(names::domain_of_mailbox(&sender).and_then(names::domain));
                    all.senders.push((sender, field.span()));
                }
            }
            "from" | "sender" if all.authors.len() < MOST_KEPT => {
                all.authors.extend(address(field).and_then(|from| domain(&from)))
            }
            "to" | "cc" if all.addressed.len() < MOST_KEPT => {
                all.addressed.extend(addresses(&field.unfolded()).into_iter().map(|one| one.addr).take(MOST_KEPT));
            }
            "list-post" => {
                let value = field.unfolded();
                let post = value.split_once("mailto:").and_then(|(_, rest)| rest.split(['>', '?', ',']).next());
                all.list = post.map(|post| post.trim().to_owned()).or(all.list.take());
                all.is_list = true;
            }
            "list-id" => {
                let value = field.unfolded();
                let id = value.rsplit_once('<').and_then(|(_, rest)| rest.split('>').next());
                all.list = all.list.take().or_else(|| id.map(str::to_owned));
                all.is_list = true;
            }
            "x-mailing-list" | "mailing-list" | "x-mailman-version" => all.is_list = true,
            "precedence" => all.is_list |= field.unfolded().eq_ignore_ascii_case("list"),
            _ => {}
        }
    }
    order::sort_by_key(&mut all.stops, |stop| stop.at);
    all.marks.extend(resent.filter(|one| one.to.is_some() || one.from.is_some()));
    let lists_own = ["owner-", "-owner@", "-bounces@", "-bounces+", "-return-", "-admin@", "-request@"];
    all.is_list |= all.senders.iter().any(|(sender, _)| {
        let sender = sender.to_ascii_lowercase();
        lists_own.iter().any(|own| {
            if own.ends_with('@') || own.starts_with('-') { sender.contains(own) } else { sender.starts_with(own) }
        })
    });
    all
}

/// An address out of a clause, without brackets.
fn bare(text: &str) -> Option<String> {
    let text = text.trim_start_matches('<').trim_end_matches('>');
    is_address(text).then(|| text.to_owned())
}

/// The domain that the organisation of an address registers.
fn domain(address: &str) -> Option<String> {
    names::domain_of_mailbox(address).and_then(names::domain)
}

/// What an `Authentication-Results` or `Received-SPF` field says.
fn checked(field: &Field<'_>, at: usize) -> Checked {
    let value = field.unfolded().to_ascii_lowercase();
    let word = |text: &str| -> String { text.chars().take_while(char::is_ascii_alphabetic).collect() };
    let mut checks = Checks { spans: vec![field.span()], ..Checks::default() };
    if field.is("Received-SPF") {
        // Pass (mx.example.org: domain of ...) ... receiver=mx.example.org;
        checks.spf = Some(word(value.trim_start()));
        let receiver = value.split_once("receiver=").or_else(|| value.split_once('('));
        let server = receiver.and_then(|(_, rest)| rest.split([';', ':', ' ', ')']).next());
        return Checked { at, by: server.and_then(names::domain), checks };
    }
    let server = value.split(';').next().and_then(|server| server.split_whitespace().next());
    for part in value.split(';') {
        let Some((method, rest)) = part.trim_start().split_once('=') else { continue };
        let slot = match method.trim_end() {
            "spf" => &mut checks.spf,
            "dkim" => &mut checks.dkim,
            "dmarc" => &mut checks.dmarc,
            _ => continue,
        };
        let result = word(rest.trim_start());
        // Of several signatures one that passes is enough.
        if slot.as_deref() != Some("pass") && !result.is_empty() {
            *slot = Some(result);
        }
    }
    Checked { at, by: server.and_then(names::domain), checks }
}

/// The envelope sender, where it carries another address: the newest one counts.
fn sender(all: &Gathered, hops: &[Hop]) -> Option<EnvelopeSender> {
    let recipients = || {
        let clauses = hops.iter().rev().take(50).filter_map(|hop| hop.recipient.as_deref());
        clauses.chain(all.stops.iter().rev().take(50).map(|stop| stop.address.as_str()))
    };
    all.senders.iter().rev().take(20).find_map(|(sender, _)| rewritten::read(sender, recipients()))
}

/// Puts together what shows the same forwarding.
struct Reader<'a> {
    gathered: &'a Gathered,
    hops: &'a [Hop],
    hosts: &'a [Host],
    sender: Option<&'a EnvelopeSender>,
    /// For every hop, and the end: the first hop from there on that goes to another organisation than the one that had
    /// the message before it.
    crossings: Vec<Option<usize>>,
    /// The last hop that goes from one organisation to another; from Exchange Online's servers, where they are among them.
    last_crossing: Option<usize>,
}

/// Addresses that only say where within one organisation a mailbox lies.
const ROUTING: [&str; 3] = [".onmicrosoft.com", ".test-google-a.com", ".mail.protection.outlook.com"];

/// The most forwardings that are told.
const MOST: usize = 10;

impl<'a> Reader<'a> {
    fn of(gathered: &'a Gathered, hops: &'a [Hop], hosts: &'a [Host], sender: Option<&'a EnvelopeSender>) -> Self {
        // A server of no known organisation counts for the one that had the message before.
        let mut before = None;
        let own: Vec<Option<&str>> = hops
            .iter()
            .map(|hop| {
                before = organisation(hop, hosts).or(before);
                before
            })
            .collect();
        let own = |at: usize| own.get(at).copied().flatten();
        let mut crossings = vec![None; hops.len() + 1];
        let mut last = [None; 2];
        for at in (1..hops.len()).rev() {
            let Some(before) = own(at - 1) else { continue };
            // A program that fetches mail out of a mailbox passes nothing on.
            let fetched = hops.get(at).and_then(|hop| hop.with.as_deref()).is_some_and(super::route::is_pickup);
            let crosses = own(at) != Some(before) && !fetched;
            let crossing = if crosses { Some(at) } else { crossings.get(at + 1).copied().flatten() };
            if let Some(slot) = last.get_mut(usize::from(before != EXCHANGE_ONLINE)).filter(|_| crosses) {
                *slot = slot.or(crossing);
            }
            crossings.get_mut(at).into_iter().for_each(|slot| *slot = crossing);
        }
        let [by_exchange, by_others] = last;
        Self { gathered, hops, hosts, sender, crossings, last_crossing: by_exchange.or(by_others) }
    }

    fn forwardings(&self) -> Vec<Forwarding> {
        let mut found = self.marked();
        for change in self.changes() {
            let has_room = found.len() < MOST;
            let same = found.iter_mut().find(|one| one.hop.is_none_or(|hop| change.hop == Some(hop)));
            match same {
                Some(one) => {
                    one.hop = one.hop.or(change.hop);
                    one.from = one.from.take().or(change.from);
                    one.to = one.to.take().or(change.to);
                    one.by = one.by.take().or(change.by);
                    one.spans.extend(change.spans);
                    one.spans.truncate(MOST_KEPT);
                }
                None if has_room => found.push(change),
                None => {}
            }
        }
        if found.is_empty() {
            found.extend(self.rewritten());
        }
        order::sort_by_key(&mut found, |one| one.hop);
        for at in 0..found.len() {
            let next = found.get(at + 1).and_then(|next| next.hop).unwrap_or(self.hops.len());
            if let Some(one) = found.get_mut(at) {
                let mailbox = one.from.as_deref().and_then(names::domain_of_mailbox);
                one.by = one.by.take().or_else(|| self.forwarder(one.hop)).or_else(|| mailbox.map(str::to_owned));
                self.check(one, next);
            }
        }
        found
    }

    fn organisation(&self, hop: usize) -> Option<&str> {
        self.hops.get(hop).and_then(|hop| organisation(hop, self.hosts))
    }

    /// The first hop from `at` on that goes to another organisation than the one that took the hop before.
    fn crossing(&self, at: usize) -> Option<usize> {
        self.crossings.get(at).copied().flatten()
    }

    /// What the fields of forwarders tell.
    fn marked(&self) -> Vec<Forwarding> {
        let mut found: Vec<Forwarding> = Vec::new();
        for mark in &self.gathered.marks {
            // A list that sends a message again under its own name is told by its fields.
            let how = if mark.how == ForwardingMethod::Resent && self.gathered.is_list {
                ForwardingMethod::List
            } else {
                mark.how
            };
            let hop = match mark.at {
                Some(at) if how == ForwardingMethod::Resent => Some(at).filter(|&at| at < self.hops.len()),
                Some(at) => self.crossing(at).or(Some(at)).filter(|&at| at < self.hops.len()),
                None => self.last_crossing,
            };
            let has_room = found.len() < MOST;
            let known = found.iter_mut().find(|one| {
                one.hop == hop
                    && (one.how == how || (one.how == ForwardingMethod::Exchange && how == ForwardingMethod::InboxRule))
            });
            match known {
                Some(one) => {
                    one.from = mark.from.clone().or(one.from.take());
                    one.to = one.to.take().or(mark.to.clone());
                    if one.spans.len() < MOST_KEPT {
                        one.spans.push(mark.span);
                    }
                }
                None if has_room => found.push(Forwarding {
                    from: mark.from.clone(),
                    to: mark.to.clone(),
                    spans: vec![mark.span],
                    ..self.forwarding(how, hop, Confidence::Certain)
                }),
                None => {}
            }
        }
        for one in &mut found {
            // A field may name several targets: the way shows the one of this copy.
            one.to = self.reached(one.hop, one.from.as_deref()).or(one.to.take());
            self.take_sender(one);
        }
        // Without a place and without a target it may be the copy that stayed.
        found.retain(|one| one.hop.is_some() || one.to.is_some());
        found
    }

    fn forwarding(&self, how: ForwardingMethod, hop: Option<usize>, confidence: Confidence) -> Forwarding {
        Forwarding {
            how,
            by: None,
            from: None,
            to: None,
            hop,
            leaves_mine: false,
            before: Checks::default(),
            after: Checks::default(),
            confidence,
            spans: Vec::new(),
        }
    }

    /// Recipients that change on the way from one organisation to another.
    fn changes(&self) -> Vec<Forwarding> {
        let mut found: Vec<Forwarding> = Vec::new();
        let mut before: Option<&Stop> = None;
        let mut in_list = self.gathered.is_list;
        for stop in &self.gathered.stops {
            if let Some(last) = before {
                // The server that took it last for the first address, and the first one elsewhere.
                let (first, second) = (domain(&last.address), domain(&stop.address));
                let lower = stop.address.to_ascii_lowercase();
                let is_routing = ROUTING.iter().any(|end| lower.ends_with(end))
                    || lower.contains("@localhost")
                    || names::domain_of_mailbox(&stop.address).is_none_or(names::is_inner);
                let changes = !is_routing && first.is_some() && second.is_some() && first != second;
                let hop = if changes { self.crossing(last.at).filter(|&hop| hop < stop.at) } else { None };
                // A circle passes it on in the same way again and again.
                let is_new = |one: &Forwarding| {
                    one.from.as_ref() != Some(&last.address) || one.to.as_ref() != Some(&stop.address)
                };
                let hop = hop.filter(|_| found.len() < MOST && found.iter().all(is_new) && self.is_addressed(last));
                if let Some(hop) = hop {
                    let how = if in_list && self.is_lists(&last.address) {
                        ForwardingMethod::List
                    } else {
                        ForwardingMethod::Alias
                    };
                    in_list &= how != ForwardingMethod::List;
                    found.push(Forwarding {
                        from: Some(last.address.clone()),
                        to: Some(stop.address.clone()),
                        spans: vec![last.span, stop.span],
                        ..self.forwarding(how, Some(hop), Confidence::Likely)
                    });
                }
                if is_routing {
                    continue;
                }
            }
            before = Some(stop);
        }
        for one in &mut found {
            self.take_sender(one);
        }
        found
    }

    /// Whether an address is that of the list that the message came through, as far as its domain tells.
    fn is_lists(&self, address: &str) -> bool {
        let list = self.gathered.list.as_deref();
        list.is_none_or(|list| names::domain(list.rsplit('@').next().unwrap_or(list)) == domain(address))
    }

    /// Whether somebody wrote to this address, or the message came to it from outside: else it is a name that the
    /// sender's own servers use among themselves.
    fn is_addressed(&self, stop: &Stop) -> bool {
        if self.gathered.addressed.iter().any(|address| address.eq_ignore_ascii_case(&stop.address)) {
            return true;
        }
        let own = stop.at.checked_sub(1).and_then(|at| self.organisation(at));
        let is_authors = own.is_some_and(|own| self.gathered.authors.iter().any(|author| author == own));
        let is_sent = self.gathered.authors.iter().any(|author| Some(author) == domain(&stop.address).as_ref());
        !is_authors && !is_sent && stop.at > 1
    }

    /// What the rewritten envelope sender alone tells.
    fn rewritten(&self) -> Option<Forwarding> {
        let sender = self.sender.filter(|sender| matches!(sender.how, Rewriting::Srs | Rewriting::Gmail))?;
        let own = domain(&sender.address)?;
        let handed = |hop: &Hop| {
            let from = hop.from_host.and_then(|host| self.hosts.get(host)).and_then(|host| host.domain.as_deref());
            from == Some(own.as_str()) && organisation(hop, self.hosts) != Some(own.as_str())
        };
        let hop = self.hops.iter().rposition(handed);
        // A bounce, or a copy that never left, has such a sender too: some hop must have left the forwarder.
        let hop = hop.or_else(|| self.last_crossing.filter(|_| sender.how == Rewriting::Gmail))?;
        let how = if sender.how == Rewriting::Gmail { ForwardingMethod::Setting } else { ForwardingMethod::Alias };
        let told = self.gathered.senders.iter().find(|(address, _)| *address == sender.address).map(|(_, span)| *span);
        let mut one = Forwarding {
            to: self.reached(Some(hop), None),
            spans: told.into_iter().collect(),
            ..self.forwarding(how, Some(hop), Confidence::Certain)
        };
        self.take_sender(&mut one);
        Some(one)
    }

    /// What the envelope sender tells of a forwarding.
    fn take_sender(&self, one: &mut Forwarding) {
        let Some(sender) = self.sender else { return };
        match sender.how {
            Rewriting::Gmail => {
                one.from = one.from.take().or(sender.original.clone());
                one.to = one.to.take().or(sender.target.clone());
            }
            Rewriting::Srs if one.how == ForwardingMethod::Alias => one.confidence = Confidence::Certain,
            _ => {}
        }
    }

    /// The first recipient that is told from a hop on, other than the one that it had come to.
    fn reached(&self, hop: Option<usize>, from: Option<&str>) -> Option<String> {
        let mut later = self.gathered.stops.iter().filter(|stop| hop.is_some_and(|hop| stop.at > hop));
        let told = later.find(|stop| from.is_none_or(|from| !stop.address.eq_ignore_ascii_case(from)));
        told.map(|stop| stop.address.clone())
    }

    /// The server that handed the message over at a hop, or that had it before.
    fn forwarder(&self, hop: Option<usize>) -> Option<String> {
        let hop = hop?;
        let name =
            |host: Option<usize>| host.and_then(|host| self.hosts.get(host)).filter(|host| host.domain.is_some());
        let before = hop.checked_sub(1).and_then(|before| self.hops.get(before));
        let host = name(self.hops.get(hop).and_then(|hop| hop.from_host)).or_else(|| name(before?.by_host));
        host.map(|host| host.name.clone())
    }

    /// The checks before a forwarding, and after it up to the next one.
    fn check(&self, one: &mut Forwarding, next: usize) {
        let Some(hop) = one.hop else { return };
        let own = |hop: Option<usize>| hop.and_then(|hop| self.organisation(hop));
        for Checked { at, by, checks } in &self.gathered.checks {
            let is_by = |hop| by.is_some() && by.as_deref() == own(hop);
            let into = match *at {
                at if at < hop => &mut one.before,
                // Some servers write what they checked below their own stamp, some above it: only the name tells then.
                at if at == hop && is_by(Some(hop)) => &mut one.after,
                at if at == hop && is_by(hop.checked_sub(1)) => &mut one.before,
                // Only the server that the forwarder spoke to saw who handed the message over.
                at if at > hop && at <= next && (by.is_none() || is_by(Some(hop))) => &mut one.after,
                _ => continue,
            };
            // The first server that checked saw who handed the message over.
            let slots =
                [(&mut into.spf, &checks.spf), (&mut into.dkim, &checks.dkim), (&mut into.dmarc, &checks.dmarc)];
            for (slot, told) in slots {
                if slot.is_none() {
                    slot.clone_from(told);
                }
            }
            if into.spans.len() < MOST_KEPT {
                into.spans.extend(checks.spans.iter().copied());
            }
        }
    }
}
