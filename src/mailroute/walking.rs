//! The walk itself: which questions, in which order, and which at the same time.
//!
//! Questions that do not depend on each other are asked together: first those about the domain, then those about the
//! hosts that its MX and NS records name, then those about their addresses. That is three rounds for an ordinary
//! domain; a reverse name that is not the exchange's own takes a fourth.

use std::cell::Cell;
use std::net::IpAddr;

use futures_util::future::{LocalBoxFuture, join};

use super::facts::{
    Address, Confirmation, Delegation, Exchange, ForDelivery, Mark, Parent, Policies, Purpose, Server, Service, Step,
    Zone,
};
use super::join::join_all;
use super::policy::{Spf, above, spf_record};
use super::{Walk, findings, verdict};
use crate::dns::{
    Alias, Answer, Barrier, Data, Name, Outcome, Question, Rcode, RecordType, Resolver, Response, Special, Subject,
    Target, is_public,
};
use crate::finding::Severity;
use crate::order;

/// The most exchanges that are looked up.
const MOST_EXCHANGES: usize = 20;

/// The most addresses of a host, and names of an address, that are looked up.
const MOST_ADDRESSES: usize = 6;

/// The most questions of a walk.
const MOST_QUESTIONS: usize = 250;

/// How many names of the domain, from the whole of it up, may be a zone of their own; and from the root down.
const MOST_CUTS: (usize, usize) = (6, 4);

/// How far aliases are followed that a resolver did not follow itself.
const MOST_FOLLOWED: usize = 8;

/// The most SPF records that are followed.
const MOST_INCLUDED: usize = 16;

/// How an SPF record begins.
const SPF: &str = "v=spf1";

/// What a walk includes besides the route itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The zone, its servers, and the delegation from the root down.
    pub zone: bool,
    /// The names of the exchanges' addresses, and whether they lead back.
    pub reverse: bool,
    /// SPF, DMARC, MTA-STS, TLS reporting, and the marks of certificates.
    pub policies: bool,
    /// A label made up at random, to find wildcards. The caller makes it, and only where the user agreed.
    pub random_label: Option<String>,
    /// Whether private names are sent all the same.
    pub allow_private_names: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { zone: true, reverse: true, policies: true, random_label: None, allow_private_names: false }
    }
}

/// The first questions of a walk, to be shown before anything is asked. What follows depends on the answers: the
/// addresses of the hosts that they name, and the names of those addresses.
#[must_use]
pub fn plan(subject: &Subject, options: &Options) -> Vec<Question> {
    match &subject.target {
        Target::Address(ip) if options.reverse && (options.allow_private_names || is_public(*ip)) => {
            vec![Question::new(Name::reverse(*ip), RecordType::Ptr)]
        }
        Target::Address(_) => Vec::new(),
        Target::Domain(_) if subject.special.is_some() && !options.allow_private_names => Vec::new(),
        Target::Domain(name) => first_questions(name, options).into_iter().map(|(question, _)| question).collect(),
    }
}

fn first_questions(domain: &Name, options: &Options) -> Vec<(Question, Purpose)> {
    let ask = |name: &Name, kind, purpose| (Question::new(name.clone(), kind), purpose);
    let mut questions = vec![
        ask(domain, RecordType::Mx, Purpose::Exchanges),
        ask(domain, RecordType::A, Purpose::Implicit),
        ask(domain, RecordType::Aaaa, Purpose::Implicit),
    ];
    if options.policies {
        questions.push(ask(domain, RecordType::Txt, Purpose::Policy));
        for label in ["_dmarc", "_mta-sts", "_smtp._tls"] {
            questions.extend(domain.child(label).ok().map(|name| ask(&name, RecordType::Txt, Purpose::Policy)));
        }
    }
    if let Some(parent) = parent_domain(domain) {
        questions.push(ask(&parent, RecordType::Mx, Purpose::Parent));
    }
    let random = options.random_label.as_ref().and_then(|label| domain.child(label).ok());
    questions.extend(random.map(|name| ask(&name, RecordType::Mx, Purpose::Wildcard)));
    if options.zone {
        // From the root down. The zone cut lies at the name itself or above it; all are asked at once rather than one
        // after the other.
        let names: Vec<Name> = domain.ancestors().collect();
        for (below, name) in names.iter().enumerate().rev() {
            let is_top = name.labels().count() <= 1 && name != domain;
            if !is_top && below < MOST_CUTS.0 {
                questions.push(ask(name, RecordType::Soa, Purpose::Zone));
                questions.push(ask(name, RecordType::Ns, Purpose::Zone));
            } else if name.labels().count() < MOST_CUTS.1 {
                questions.push(ask(name, RecordType::Ns, Purpose::Delegation));
            }
        }
    }
    questions
}

/// The domain above, unless that is a registry's: a name of one label.
fn parent_domain(domain: &Name) -> Option<Name> {
    domain.parent().filter(|parent| parent.labels().count() > 1)
}

/// Asks everything that a sending server asks, and what explains its answers.
///
/// The caller's resolver decides how questions travel, how many at a time, and what is remembered; see
/// [`Cached`](crate::dns::Cached). Without it the same name may be asked for twice.
pub async fn walk<R: Resolver>(subject: Subject, resolver: &R, options: &Options) -> Walk {
    let asker = Asker { resolver, options, left: Cell::new(MOST_QUESTIONS), spf_left: Cell::new(MOST_INCLUDED) };
    let mut walk = match subject.target.clone() {
        Target::Address(ip) => asker.literal(subject, ip).await,
        Target::Domain(domain) => asker.domain(subject, &domain).await,
    };
    let mut placed = findings::all(&walk);
    order::sort_by_key(&mut placed, |(finding, _)| finding.severity);
    for (finding, (found, place)) in placed.into_iter().enumerate() {
        if let Some(question) = place.filter(|_| found.severity <= Severity::Warning) {
            walk.marks.push(Mark { finding, question });
        }
        walk.findings.push(found);
    }
    let (headline, verdict) = verdict::say(&walk);
    walk.headline = headline;
    walk.verdict = verdict;
    walk
}

struct Asker<'a, R> {
    resolver: &'a R,
    options: &'a Options,
    left: Cell<usize>,
    spf_left: Cell<usize>,
}

impl<R: Resolver> Asker<'_, R> {
    /// Asks, and follows aliases that the resolver left to the asker.
    async fn ask(&self, question: Question, purpose: Purpose) -> Step {
        let mut step = self.ask_once(question, purpose).await;
        let mut seen = vec![step.question.name.clone()];
        while let Outcome::NoSuchType(answer) = step.outcome() {
            let Some(end) = answer.chain.last().map(|alias| alias.to.clone()) else { break };
            if answer.soa.is_some() {
                break;
            }
            if seen.contains(&end) || seen.len() > MOST_FOLLOWED {
                step.response.outcome = Outcome::AliasLoop(answer.clone());
                break;
            }
            seen.push(end.clone());
            let next = self.ask_once(Question::new(end, step.question.kind), purpose).await;
            let chain = answer.chain.clone();
            let Some(outcome) = behind(chain, next.outcome().clone()) else {
                step.then.push(next);
                break;
            };
            step.response.outcome = outcome;
            step.ttl = step.outcome().answer().and_then(Answer::ttl);
            step.then.push(next);
        }
        if matches!(purpose, Purpose::Exchanges | Purpose::ExchangeAddress) && is_unexplained(step.outcome()) {
            // A resolver that goes round in a circle says only that it failed; asked for each alias alone, it has nothing
            // to follow.
            let mut aliases: Vec<Step> = Vec::new();
            while let Some(name) = seen.last().filter(|_| seen.len() <= MOST_FOLLOWED) {
                let next = self.ask_once(Question::new(name.clone(), RecordType::Cname), purpose).await;
                let to = next.alias().map(|alias| alias.to).filter(|to| !seen.contains(to));
                aliases.push(next);
                let Some(to) = to else { break };
                seen.push(to);
            }
            let mut behind = None;
            while let Some(mut alias) = aliases.pop() {
                alias.then.extend(behind);
                behind = Some(alias);
            }
            step.then.extend(behind);
        }
        step
    }

    async fn ask_once(&self, question: Question, purpose: Purpose) -> Step {
        let response = if Special::of(&question.name).is_some_and(|special| special != Special::SingleLabel)
            && !self.options.allow_private_names
        {
            Response { tries: 0, ..Response::new(Outcome::Blocked { by: Barrier::PrivateName }, "nobody") }
        } else if let Some(left) = self.left.get().checked_sub(1) {
            self.left.set(left);
            self.resolver.ask(&question).await
        } else {
            Response { tries: 0, ..Response::new(Outcome::Blocked { by: Barrier::TooMany }, "nobody") }
        };
        Step::new(question, purpose, response)
    }

    async fn literal(&self, subject: Subject, ip: IpAddr) -> Walk {
        let mut walk = Walk { service: Service::Literal, ..empty(subject) };
        let (address, steps) = self.reverse(ip, None).await;
        walk.steps = steps;
        walk.exchanges.push(Exchange {
            preference: None,
            name: Name::ROOT,
            chain: Vec::new(),
            addresses: vec![address],
            v4: Outcome::NoSuchType(Answer::default()),
            v6: Outcome::NoSuchType(Answer::default()),
            tlsa: Vec::new(),
            tlsa_authenticated: false,
        });
        walk
    }

    async fn domain(&self, subject: Subject, domain: &Name) -> Walk {
        let mut walk = empty(subject);
        walk.unicode = domain.unicode();
        if walk.subject.special.is_some() && !self.options.allow_private_names {
            return walk;
        }
        // What depends on an answer follows it at once, while the other answers are still on their way. Which servers to
        // look up depends on all that was asked about the zone.
        let of_zone = |(_, purpose): &(Question, Purpose)| matches!(purpose, Purpose::Zone | Purpose::Delegation);
        let questions = first_questions(domain, self.options);
        let groups = questions.chunk_by(|one, next| of_zone(one) && of_zone(next));
        let firsts = join_all(groups.map(|group| async move {
            let asked = group.iter().map(|(question, purpose)| self.ask(question.clone(), *purpose));
            let steps = join_all(asked).await;
            let last = steps.iter().rposition(|step| step.purpose == Purpose::Zone && !servers_of(step).is_empty());
            let mut found = Vec::new();
            for (at, step) in steps.into_iter().enumerate() {
                found.push(match (step.question.kind, step.purpose) {
                    (RecordType::Mx, Purpose::Exchanges) => self.exchanges(step).await,
                    (RecordType::Ns, _) if last == Some(at) => self.servers(step).await,
                    (RecordType::Txt, Purpose::Policy) if step.question.name == *domain => {
                        Found::from(self.included(step, vec![domain.clone()]).await)
                    }
                    (RecordType::Txt, Purpose::Policy) if step.question.name.labels().next() == Some("_dmarc") => {
                        Found::from(self.above(step, domain).await)
                    }
                    _ => Found::from(step),
                });
            }
            found
        }))
        .await;
        let mut firsts: Vec<Found> = firsts.into_iter().flatten().collect();
        let outcome = |kind| {
            firsts
                .iter()
                .find(|found| found.step.question.kind == kind && found.step.question.name == *domain)
                .map(|found| found.step.outcome().clone())
        };
        let mx = outcome(RecordType::Mx).unwrap_or(Outcome::Timeout);
        let (v4, v6) = (outcome(RecordType::A), outcome(RecordType::Aaaa));
        walk.service = service(&mx, v4.as_ref(), v6.as_ref());
        for found in &mut firsts {
            walk.exchanges.append(&mut found.exchanges);
        }
        if walk.service == Service::Implicit
            && let (Some(v4), Some(v6)) = (v4, v6)
        {
            let (exchange, steps) = self.host(None, domain.clone(), v4, v6).await;
            walk.exchanges.push(exchange);
            let addressed = firsts.iter_mut().find(|found| found.step.question.kind == RecordType::A);
            if let Some(found) = addressed {
                found.step.then.extend(steps);
            }
        }
        walk.for_delivery = for_delivery(walk.service, hosts_of(&mx));
        walk.zone = zone(domain, &mut firsts);
        walk.delegation = delegation(&firsts);
        for Found { step, .. } in &firsts {
            let texts = match step.outcome() {
                Outcome::Records(answer) => Some(texts(&answer.records)),
                outcome if outcome.is_none() => Some(Vec::new()),
                _ => None,
            };
            let policies = &mut walk.policies;
            match (step.purpose, step.question.name.labels().next()) {
                (Purpose::Policy, _) if step.question.name == *domain => policies.spf = keep(texts, SPF),
                (Purpose::Policy, Some("_dmarc")) => policies.dmarc = keep(texts, "v=DMARC1"),
                (Purpose::Policy, Some("_mta-sts")) => policies.mta_sts = keep(texts, "v=STSv1"),
                (Purpose::Policy, Some("_smtp")) => policies.tls_reporting = keep(texts, "v=TLSRPTv1"),
                (Purpose::Wildcard, _) => {
                    walk.wildcard = (!step.outcome().is_unknown()).then(|| !step.outcome().records().is_empty());
                }
                (Purpose::Parent, _) => {
                    walk.parent = Some(Parent {
                        name: step.question.name.clone(),
                        exchanges: exchanges_of(step.outcome()),
                        none: step.outcome().is_none(),
                    });
                }
                _ => {}
            }
        }
        walk.steps = firsts.into_iter().map(|found| found.step).collect();
        walk
    }

    /// Looks up the exchanges that an MX answer names.
    async fn exchanges(&self, mut step: Step) -> Found {
        let mut named = exchanges_of(step.outcome());
        named.dedup();
        named.truncate(MOST_EXCHANGES);
        let hosts = named.into_iter().filter(|(_, name)| !name.is_root());
        let looked_up = join_all(hosts.map(|(preference, name)| async move {
            let at = |kind, purpose| self.ask(Question::new(name.clone(), kind), purpose);
            let (v4, v6) =
                join(at(RecordType::A, Purpose::ExchangeAddress), at(RecordType::Aaaa, Purpose::ExchangeAddress)).await;
            let found = |step: &Step| match step.circle() {
                Some(chain) => Outcome::AliasLoop(Answer { chain, ..Answer::default() }),
                None => step.outcome().clone(),
            };
            let outcomes = (found(&v4), found(&v6));
            let mut steps = vec![v4, v6];
            let (exchange, mut more) = self.host(Some(preference), name.clone(), outcomes.0, outcomes.1).await;
            steps.append(&mut more);
            (exchange, steps)
        }))
        .await;
        let mut exchanges = Vec::new();
        for (exchange, steps) in looked_up {
            exchanges.push(exchange);
            step.then.extend(steps);
        }
        Found { step, exchanges, servers: Vec::new() }
    }

    /// What there is to know of a host, once its addresses are: their names, and the marks of its certificate.
    async fn host(&self, preference: Option<u16>, name: Name, v4: Outcome, v6: Outcome) -> (Exchange, Vec<Step>) {
        let addresses: Vec<IpAddr> = addresses(&v4).chain(addresses(&v6)).take(MOST_ADDRESSES).collect();
        let reverse = join_all(addresses.iter().map(|&ip| self.reverse(ip, Some((&name, &addresses)))));
        let certificate = async {
            let at = name.child("_25._tcp").ok().filter(|_| self.options.policies)?;
            Some(self.ask(Question::new(at, RecordType::Tlsa), Purpose::Certificate).await)
        };
        let (reverse, certificate) = join(reverse, certificate).await;
        let mut steps = Vec::new();
        let mut known = Vec::new();
        for (address, more) in reverse {
            known.push(address);
            steps.extend(more);
        }
        let marks = certificate.as_ref().map(|step| step.outcome().records()).unwrap_or_default();
        let marks = marks.iter().map(|record| record.data.clone()).collect();
        let authenticated =
            certificate.as_ref().and_then(|step| step.outcome().answer()).is_some_and(|answer| answer.authenticated);
        steps.extend(certificate);
        let chain: Vec<Alias> = [&v4, &v6]
            .iter()
            .filter_map(|outcome| outcome.answer())
            .map(|answer| answer.chain.clone())
            .find(|chain| !chain.is_empty())
            .unwrap_or_default();
        let exchange = Exchange {
            preference,
            name,
            chain,
            addresses: known,
            v4,
            v6,
            tlsa: marks,
            tlsa_authenticated: authenticated,
        };
        (exchange, steps)
    }

    /// Asks for the name of an address, and whether the name leads back. What is known already is not asked again.
    async fn reverse(&self, ip: IpAddr, known: Option<(&Name, &[IpAddr])>) -> (Address, Vec<Step>) {
        let mut address = Address { ip, public: is_public(ip), reverse: Confirmation::Unknown };
        if !self.options.reverse || !(address.public || self.options.allow_private_names) {
            return (address, Vec::new());
        }
        let mut step = self.ask(Question::new(Name::reverse(ip), RecordType::Ptr), Purpose::Reverse).await;
        let names: Vec<Name> = step
            .outcome()
            .records()
            .iter()
            .filter_map(|record| match &record.data {
                Data::Ptr(name) => Some(name.clone()),
                _ => None,
            })
            .take(MOST_ADDRESSES)
            .collect();
        if let Some((name, addresses)) = known
            && names.contains(name)
            && addresses.contains(&ip)
        {
            address.reverse = Confirmation::Confirmed { name: name.clone() };
            return (address, vec![step]);
        }
        let kind = if ip.is_ipv4() { RecordType::A } else { RecordType::Aaaa };
        let back =
            join_all(names.iter().map(|name| self.ask(Question::new(name.clone(), kind), Purpose::Reverse))).await;
        let confirmed = back.iter().find(|step| addresses(step.outcome()).any(|found| found == ip));
        address.reverse = match (confirmed, names.first()) {
            (Some(step), _) => Confirmation::Confirmed { name: step.question.name.clone() },
            (None, Some(_)) if back.iter().any(|step| step.outcome().is_unknown()) => Confirmation::Unknown,
            (None, Some(name)) => Confirmation::Unconfirmed { name: name.clone() },
            (None, None) if step.outcome().is_none() => Confirmation::Nameless,
            (None, None) => Confirmation::Unknown,
        };
        step.then.extend(back);
        (address, vec![step])
    }

    /// Looks for DMARC records above a domain that has none: a receiver asks for them one after the other, this all
    /// at once (RFC 9989 section 4.10).
    async fn above(&self, mut step: Step, domain: &Name) -> Step {
        let none = step.outcome().is_none()
            || (!step.outcome().is_unknown() && dmarc_records(step.outcome().records()).is_empty());
        if none {
            let names = above(domain).filter_map(|name| name.child("_dmarc").ok());
            let asked = names.map(|name| self.ask(Question::new(name, RecordType::Txt), Purpose::Policy));
            step.then.extend(join_all(asked).await);
        }
        step
    }

    /// Looks up what an SPF record includes, and what those include; `seen` are the names that led here. A receiver
    /// gives up after ten lookups (RFC 7208 section 4.6.4), and this after a few more.
    fn included(&self, mut step: Step, seen: Vec<Name>) -> LocalBoxFuture<'_, Step> {
        Box::pin(async move {
            let Some(record) = spf_record(step.outcome()) else { return step };
            let spf = Spf::read(&record);
            let mut names: Vec<Name> = Vec::new();
            for name in spf.follows().flatten() {
                if seen.contains(&name) || names.contains(&name) {
                    continue;
                }
                let Some(left) = self.spf_left.get().checked_sub(1) else { break };
                self.spf_left.set(left);
                names.push(name);
            }
            let followed = join_all(names.into_iter().map(|name| {
                let seen: Vec<Name> = seen.iter().cloned().chain([name.clone()]).collect();
                async move {
                    let step = self.ask(Question::new(name, RecordType::Txt), Purpose::Policy).await;
                    self.included(step, seen).await
                }
            }));
            step.then.extend(followed.await);
            step
        })
    }

    /// Looks up the name servers that an NS answer names.
    async fn servers(&self, mut step: Step) -> Found {
        let mut names = servers_of(&step);
        names.truncate(MOST_EXCHANGES);
        let looked_up = join_all(names.into_iter().map(|name| async move {
            let at = |kind| self.ask(Question::new(name.clone(), kind), Purpose::ServerAddress);
            let (v4, v6) = join(at(RecordType::A), at(RecordType::Aaaa)).await;
            let found: Vec<IpAddr> = addresses(v4.outcome()).chain(addresses(v6.outcome())).collect();
            let missing = found.is_empty() && v4.outcome().is_none() && v6.outcome().is_none();
            let alias = v4.outcome().answer().is_some_and(|answer| !answer.chain.is_empty());
            (Server { name: name.clone(), addresses: found, alias, missing }, [v4, v6])
        }))
        .await;
        let mut servers = Vec::new();
        for (server, steps) in looked_up {
            servers.push(server);
            step.then.extend(steps);
        }
        Found { step, exchanges: Vec::new(), servers }
    }
}

/// A step and what was made of it.
struct Found {
    step: Step,
    exchanges: Vec<Exchange>,
    servers: Vec<Server>,
}

impl From<Step> for Found {
    fn from(step: Step) -> Self {
        Self { step, exchanges: Vec::new(), servers: Vec::new() }
    }
}

fn empty(subject: Subject) -> Walk {
    Walk {
        subject,
        unicode: None,
        headline: String::new(),
        verdict: verdict::none(),
        findings: Vec::new(),
        marks: Vec::new(),
        service: Service::Unknown,
        exchanges: Vec::new(),
        zone: None,
        delegation: Vec::new(),
        parent: None,
        policies: Policies::default(),
        for_delivery: ForDelivery::default(),
        wildcard: None,
        steps: Vec::new(),
    }
}

/// The outcome with the aliases that led to it; none where it tells nothing.
fn behind(mut chain: Vec<Alias>, outcome: Outcome) -> Option<Outcome> {
    let mut join = |answer: Answer| {
        chain.extend(answer.chain);
        Answer { chain: std::mem::take(&mut chain), ..answer }
    };
    Some(match outcome {
        Outcome::Records(answer) => Outcome::Records(join(answer)),
        Outcome::NoSuchType(answer) => Outcome::NoSuchType(join(answer)),
        Outcome::NoSuchName(answer) => Outcome::NoSuchName(join(answer)),
        Outcome::AliasLoop(answer) => Outcome::AliasLoop(join(answer)),
        _ => return None,
    })
}

/// The exchanges of an MX answer, the most preferred first.
fn exchanges_of(outcome: &Outcome) -> Vec<(u16, Name)> {
    let mut exchanges: Vec<(u16, Name)> = outcome
        .records()
        .iter()
        .filter_map(|record| match &record.data {
            Data::Mx { preference, exchange } => Some((*preference, exchange.clone())),
            _ => None,
        })
        .collect();
    order::sort_by(&mut exchanges, Ord::cmp);
    exchanges
}

/// How many of the hosts that the MX records name were too many to be looked up.
pub(super) fn not_looked_up(walk: &Walk) -> usize {
    let mx = walk.domain().and_then(|domain| walk.step(domain, RecordType::Mx));
    let seen = order::distinct(
        walk.exchanges.iter().filter(|exchange| exchange.preference.is_some()).map(|exchange| &exchange.name),
    );
    mx.map_or(0, |step| hosts_of(step.outcome()).saturating_sub(seen.len()))
}

/// How many hosts an MX answer names.
fn hosts_of(outcome: &Outcome) -> usize {
    let named = exchanges_of(outcome);
    order::distinct(named.iter().map(|(_, name)| name).filter(|name| !name.is_root())).len()
}

/// The name servers that stand at the very name asked for.
fn servers_of(step: &Step) -> Vec<Name> {
    let records = step.outcome().records().iter().filter(|record| record.name == step.question.name);
    let names = records.filter_map(|record| match &record.data {
        Data::Ns(name) => Some(name.clone()),
        _ => None,
    });
    names.collect()
}

/// Whether the resolver said only that it failed, and nothing of why.
fn is_unexplained(outcome: &Outcome) -> bool {
    let explains = |error: &crate::dns::ExtendedError| error.is_dnssec() || error.is_authority() || error.is_policy();
    matches!(outcome, Outcome::Failed { rcode: Rcode::SERVFAIL, errors } if !errors.iter().any(explains))
}

fn addresses(outcome: &Outcome) -> impl Iterator<Item = IpAddr> {
    outcome.records().iter().filter_map(|record| match record.data {
        Data::A(v4) => Some(IpAddr::V4(v4)),
        Data::Aaaa(v6) => Some(IpAddr::V6(v6)),
        _ => None,
    })
}

/// The strings of TXT records, each record's put together without space, as SPF and its like read them
/// (RFC 7208 section 3.3).
fn texts(records: &[crate::dns::Record]) -> Vec<String> {
    let texts = records.iter().filter_map(|record| match &record.data {
        Data::Txt(strings) => Some(strings.concat()),
        _ => None,
    });
    texts.collect()
}

/// The SPF records among TXT records.
pub(super) fn spf_records(records: &[crate::dns::Record]) -> Vec<String> {
    keep(Some(texts(records)), SPF).unwrap_or_default()
}

/// The DMARC records among TXT records.
pub(super) fn dmarc_records(records: &[crate::dns::Record]) -> Vec<String> {
    keep(Some(texts(records)), "v=DMARC1").unwrap_or_default()
}

/// Those that begin with a version: in any case and before a space for SPF (RFC 7208 section 4.5), exactly and before
/// a semicolon for the others, where space does not count.
fn keep(texts: Option<Vec<String>>, version: &str) -> Option<Vec<String>> {
    let is_one = |text: &String| {
        if version == SPF {
            return text.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case(version));
        }
        let first = text.split(';').next().unwrap_or_default();
        first.split_ascii_whitespace().collect::<String>() == version
    };
    texts.map(|texts| texts.into_iter().filter(is_one).collect())
}

fn service(mx: &Outcome, v4: Option<&Outcome>, v6: Option<&Outcome>) -> Service {
    let exchanges = exchanges_of(mx);
    if !exchanges.is_empty() {
        return if exchanges.iter().all(|(_, name)| name.is_root()) { Service::Null } else { Service::Exchanges };
    }
    match mx {
        Outcome::NoSuchName(_) => Service::NoSuchDomain,
        Outcome::NoSuchType(_) => {
            let has = |outcome: Option<&Outcome>| outcome.is_some_and(|outcome| !outcome.records().is_empty());
            let none = |outcome: Option<&Outcome>| outcome.is_some_and(Outcome::is_none);
            if has(v4) || has(v6) {
                Service::Implicit
            } else if none(v4) && none(v6) {
                Service::Nowhere
            } else {
                Service::Unknown
            }
        }
        _ => Service::Unknown,
    }
}

/// One question for the MX records, two for each of the hosts: its IPv4 and its IPv6 address.
fn for_delivery(service: Service, hosts: usize) -> ForDelivery {
    match service {
        Service::Exchanges => ForDelivery { least: 3, most: 1 + 2 * hosts },
        Service::Implicit => ForDelivery { least: 3, most: 3 },
        Service::Null | Service::NoSuchDomain => ForDelivery { least: 1, most: 1 },
        Service::Nowhere => ForDelivery { least: 3, most: 3 },
        Service::Literal | Service::Unknown => ForDelivery::default(),
    }
}

/// What the answers about the names from the root down come to.
fn delegation(found: &[Found]) -> Vec<Delegation> {
    let mut down: Vec<Delegation> = Vec::new();
    // Whether a SOA record stands at the name; it is asked for before the name servers.
    let mut starts = None;
    for Found { step, .. } in found {
        if !matches!(step.purpose, Purpose::Zone | Purpose::Delegation) {
            continue;
        }
        let name = &step.question.name;
        let answer = step.outcome().answer();
        // An alias stands within a zone, and what it leads to says nothing of the name itself.
        let is_own = answer.map(|answer| answer.records.iter().any(|record| record.name == *name));
        if step.question.kind == RecordType::Soa {
            starts = is_own;
            continue;
        }
        let servers = servers_of(step);
        let servers = order::distinct(servers.iter()).into_iter().cloned().collect();
        let starts = starts.take();
        let is_zone = if starts == Some(true) { starts } else { is_own.or(starts) };
        down.push(Delegation { name: name.clone(), is_zone, servers });
    }
    down
}

/// The zone that a name lies in: the nearest SOA record at the name or above it.
fn zone(domain: &Name, firsts: &mut [Found]) -> Option<Zone> {
    let soa = firsts
        .iter()
        .filter(|found| found.step.purpose == Purpose::Zone && found.step.question.kind == RecordType::Soa)
        .filter_map(|found| {
            let answer = found.step.outcome().answer()?;
            // An alias leads to another zone, which says nothing of this one.
            if !answer.chain.is_empty() {
                return None;
            }
            answer.records.first().or(answer.soa.as_ref())
        })
        .filter(|record| domain.is_within(&record.name))
        .max_by_key(|record| record.name.labels().count())?;
    let Data::Soa(data) = &soa.data else { return None };
    let (name, soa, soa_ttl) = (soa.name.clone(), data.clone(), soa.ttl);
    let servers = firsts
        .iter_mut()
        .find(|found| found.step.question.kind == RecordType::Ns && found.step.question.name == name)
        .map(|found| std::mem::take(&mut found.servers))
        .unwrap_or_default();
    Some(Zone { name, soa, soa_ttl, servers })
}
