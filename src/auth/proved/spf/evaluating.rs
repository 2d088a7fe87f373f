//! `check_host()` (RFC 7208 section 4): from an address and a domain to a result, with everything that was asked on the way.

use std::net::IpAddr;

use futures_util::future::{FutureExt, LocalBoxFuture};

use super::macros::{Values, needs_name};
use super::{Evaluated, Fate, Identity, Outcome, Proof, Query, Term};
use crate::auth::proved::asking::{Asked, Asker, texts};
use crate::auth::record::spf::{self, Kind, MacroString, Mechanism, Prefixes, Qualifier};
use crate::dns::{self, Data, Name, Question, RecordType, Resolver};

/// The most terms that may ask DNS (RFC 7208 section 4.6.4).
const MOST_LOOKUPS: usize = 10;

/// The most questions that may find nothing (RFC 7208 section 4.6.4).
const MOST_VOID: usize = 2;

/// The most mail servers of an `mx`, and names of an address for a `ptr` (RFC 7208 section 4.6.4).
const MOST_NAMES: usize = 10;

/// The most terms of a record that the trace names one by one.
const MOST_TRACED: usize = 200;

/// Checks an address against the domain of the envelope sender, or where there is none of the host's name.
pub async fn check<R: Resolver>(asker: &Asker<'_, R>, query: &Query) -> Proof {
    let query = Query { ip: query.ip.to_canonical(), ..query.clone() };
    let (identity, given) = match query.mail_from.trim() {
        "" => (Identity::Helo, query.helo.as_str()),
        mail_from => (Identity::MailFrom, mail_from),
    };
    let (local, domain) = match given.rsplit_once('@') {
        _ if identity == Identity::Helo => ("postmaster", given),
        Some(("", domain)) => ("postmaster", domain),
        Some((local, domain)) => (local, domain),
        None => ("postmaster", given),
    };
    let domain = ascii(domain.strip_suffix('.').unwrap_or(domain));
    let sender = format!("{local}@{domain}");
    let mut run = Run { asker, query: &query, sender: &sender, lookups: 0, void: 0, including: 0, explanation: None };
    let tree = if domain.contains('.') && host(&domain).is_some() {
        run.evaluate(domain.clone()).await
    } else {
        let why = if domain.is_empty() {
            "There is neither an envelope sender nor a name of the host to check.".to_owned()
        } else {
            format!("{domain} is no full name of a domain, so there is nothing to check.")
        };
        Evaluated { domain: domain.clone(), why, ..Evaluated::default() }
    };
    let explanation = match run.explanation.take() {
        Some((text, domain)) if tree.result == Outcome::Fail => run.explain(&text, &domain).await,
        _ => None,
    };
    Proof {
        result: tree.result,
        identity,
        domain,
        ip: query.ip,
        lookups: run.lookups,
        void_lookups: run.void,
        why: tree.why.clone(),
        explanation,
        tree,
    }
}

/// A domain with its letters beyond ASCII mapped as IDNA does (RFC 7208 section 4.3).
fn ascii(domain: &str) -> String {
    let labels = domain.split('.').map(|label| {
        if label.is_ascii() { label.to_owned() } else { dns::idn::to_ascii(label).unwrap_or_else(|| label.to_owned()) }
    });
    labels.collect::<Vec<_>>().join(".")
}

/// The name of a host to ask for; none for what is no name. A backslash stands for itself.
fn host(text: &str) -> Option<Name> {
    let text = text.strip_suffix('.').unwrap_or(text);
    Name::from_labels(text.split('.').map(str::as_bytes)).ok()
}

/// One check on its way.
struct Run<'a, R> {
    asker: &'a Asker<'a, R>,
    query: &'a Query,
    sender: &'a str,
    lookups: usize,
    void: usize,
    /// How deep in includes it is: their explanations do not count.
    including: usize,
    /// Where the explanation stands, by the record that failed the message.
    explanation: Option<(MacroString, String)>,
}

/// What a term came to.
enum Found {
    Match(String),
    No(String),
    Error(Outcome, String),
}

/// What a term left behind.
#[derive(Default)]
struct Trace {
    expanded: Option<String>,
    asked: Vec<Asked>,
    record: Option<Box<Evaluated>>,
}

impl<R: Resolver> Run<'_, R> {
    fn evaluate(&mut self, domain: String) -> LocalBoxFuture<'_, Evaluated> {
        self.evaluated(domain).boxed_local()
    }

    async fn evaluated(&mut self, domain: String) -> Evaluated {
        let mut found = Evaluated { domain, ..Evaluated::default() };
        let Some(name) = host(&found.domain) else {
            found.why = format!("{} is no name that DNS could have.", found.domain);
            return found;
        };
        let mut trace = Trace::default();
        let outcome = self.ask(name, RecordType::Txt, &mut trace).await;
        found.asked = trace.asked.pop();
        let answer = found.asked.as_ref().map_or_else(String::new, |asked| asked.answer.clone());
        if outcome.is_unknown() {
            found.result = Outcome::TempError;
            found.why = format!("The record of {} could not be had: {answer}.", found.domain);
            return found;
        }
        let mut records: Vec<String> = texts(&outcome).into_iter().filter(|text| spf::is_spf(text)).collect();
        if records.len() > 1 {
            found.result = Outcome::PermError;
            found.why = format!("{} has {} SPF records, and may have one.", found.domain, records.len());
            return found;
        }
        let Some(text) = records.pop() else {
            found.why = format!("{} has no SPF record: {answer}.", found.domain);
            return found;
        };
        let record = spf::Record::read(&text);
        found.text = Some(text);
        if let Some((term, why)) = record.wrong() {
            found.result = Outcome::PermError;
            found.why =
                format!("The record of {} has a term that is not understood, {}: {why}.", found.domain, term.text);
            found.terms = record.terms.iter().take(MOST_TRACED).map(|term| self.unreached(term)).collect();
            return found;
        }
        self.terms(&record, &mut found).await;
        found
    }

    /// Tries the terms one after the other.
    async fn terms(&mut self, record: &spf::Record, found: &mut Evaluated) {
        let mut decided = false;
        let mut redirect = None;
        for term in &record.terms {
            let Kind::Mechanism(qualifier, mechanism) = &term.kind else {
                if let Kind::Redirect(target) = &term.kind {
                    redirect = Some((term, target));
                } else if found.terms.len() < MOST_TRACED {
                    found.terms.push(Term {
                        fate: Fate::Modifier,
                        why: "A modifier: it matches nothing.".to_owned(),
                        ..self.unreached(term)
                    });
                }
                continue;
            };
            if decided {
                if found.terms.len() < MOST_TRACED {
                    found.terms.push(self.unreached(term));
                }
                continue;
            }
            let mut trace = Trace::default();
            let outcome = self.test(mechanism, &found.domain.clone(), &mut trace).await;
            let (fate, why) = match outcome {
                Found::Match(why) => {
                    decided = true;
                    found.result = result_of(*qualifier);
                    found.why = format!("{} of {} matches: {why}", term.text, found.domain);
                    (Fate::Matched, why)
                }
                Found::No(why) => (Fate::Passed, why),
                Found::Error(result, why) => {
                    decided = true;
                    found.result = result;
                    found.why = format!("{} of {}: {why}", term.text, found.domain);
                    (Fate::Error, why)
                }
            };
            if found.terms.len() < MOST_TRACED || decided {
                let Trace { expanded, asked, record } = trace;
                found.terms.push(Term { fate, expanded, asked, record, why, ..self.unreached(term) });
            }
        }
        if decided {
            if let Some((term, _)) = redirect {
                found.terms.push(self.unreached(term));
            }
        } else if let Some((term, target)) = redirect {
            self.redirect(term, target, found).await;
            return;
        } else {
            found.result = Outcome::Neutral;
            found.why = format!(
                "No term of {} matches, and the record has no all: it says nothing of this address.",
                found.domain
            );
        }
        if found.result == Outcome::Fail && self.including == 0 {
            self.explanation = record.terms.iter().find_map(|term| match &term.kind {
                Kind::Explanation(text) => Some((text.clone(), found.domain.clone())),
                _ => None,
            });
        }
    }

    /// Reads another record in this one's place (RFC 7208 section 6.1).
    async fn redirect(&mut self, term: &spf::Term, target: &MacroString, found: &mut Evaluated) {
        self.lookups += 1;
        let mut trace = Trace::default();
        let (fate, why) = if self.lookups > MOST_LOOKUPS {
            found.result = Outcome::PermError;
            (Fate::Error, too_many())
        } else {
            let domain = self.expand(target, &found.domain.clone(), &mut trace).await;
            let inner = self.evaluate(domain).await;
            let why = inner.why.clone();
            found.result = if inner.result == Outcome::None { Outcome::PermError } else { inner.result };
            let fate = if inner.result == Outcome::None { Fate::Error } else { Fate::Matched };
            trace.record = Some(Box::new(inner));
            (fate, why)
        };
        found.why = format!("{} of {}: {why}", term.text, found.domain);
        let Trace { expanded, asked, record } = trace;
        found.terms.push(Term { fate, expanded, asked, record, why, ..self.unreached(term) });
    }

    /// Tests one mechanism (RFC 7208 section 5).
    async fn test(&mut self, mechanism: &Mechanism, domain: &str, trace: &mut Trace) -> Found {
        if mechanism.asks() {
            self.lookups += 1;
            if self.lookups > MOST_LOOKUPS {
                return Found::Error(Outcome::PermError, too_many());
            }
        }
        let ip = self.query.ip;
        let found = match mechanism {
            Mechanism::All => Found::Match("all matches every address.".to_owned()),
            Mechanism::Ip4(network, length) => within(ip, (*network).into(), *length),
            Mechanism::Ip6(network, length) => within(ip, (*network).into(), *length),
            Mechanism::Include(target) => {
                let target = self.expand(target, domain, trace).await;
                self.including += 1;
                let inner = self.evaluate(target).await;
                self.including -= 1;
                let found = included(&inner);
                trace.record = Some(Box::new(inner));
                found
            }
            Mechanism::A(target, prefixes) => {
                let target = self.target(target.as_ref(), domain, trace).await;
                self.addresses(&target, *prefixes, trace).await
            }
            Mechanism::Mx(target, prefixes) => {
                let target = self.target(target.as_ref(), domain, trace).await;
                self.exchanges(&target, *prefixes, trace).await
            }
            Mechanism::Exists(target) => {
                let target = self.expand(target, domain, trace).await;
                self.exists(&target, trace).await
            }
            Mechanism::Ptr(target) => {
                let target = self.target(target.as_ref(), domain, trace).await;
                self.names(&target, trace).await
            }
        };
        if self.void > MOST_VOID && !matches!(found, Found::Error(..)) {
            let why = format!("more than {MOST_VOID} questions found nothing, which the standard does not allow.");
            return Found::Error(Outcome::PermError, why);
        }
        found
    }

    /// The name that a mechanism is about.
    async fn target(&mut self, target: Option<&MacroString>, domain: &str, trace: &mut Trace) -> String {
        match target {
            Some(target) => self.expand(target, domain, trace).await,
            None => domain.to_owned(),
        }
    }

    /// Puts macros in. A name that gets too long loses labels on the left (RFC 7208 section 7.3).
    async fn expand(&mut self, text: &MacroString, domain: &str, trace: &mut Trace) -> String {
        let name = if needs_name(text) { self.name_of_address(domain, trace).await } else { None };
        let values = Values { query: self.query, sender: self.sender, domain, name_of_address: name.as_deref() };
        let mut expanded = values.expand(text);
        while expanded.len() > 253
            && let Some((_, rest)) = expanded.split_once('.')
        {
            expanded = rest.to_owned();
        }
        if expanded != text.text {
            trace.expanded = Some(expanded.clone());
        }
        expanded
    }

    async fn ask(&mut self, name: Name, kind: RecordType, trace: &mut Trace) -> dns::Outcome {
        let outcome = self.asker.ask(name.clone(), kind).await;
        let question = Question::new(name, kind);
        let answer = outcome.words(&question);
        trace.asked.push(Asked { question, answer });
        outcome
    }

    /// Asks for a term, and counts what finds nothing.
    async fn look_up(&mut self, name: Name, kind: RecordType, trace: &mut Trace) -> dns::Outcome {
        let outcome = self.ask(name, kind, trace).await;
        if outcome.is_none() {
            self.void += 1;
        }
        outcome
    }

    fn address_type(&self) -> RecordType {
        if self.query.ip.is_ipv4() { RecordType::A } else { RecordType::Aaaa }
    }

    async fn addresses(&mut self, target: &str, prefixes: Prefixes, trace: &mut Trace) -> Found {
        let Some(name) = host(target) else { return Found::No(no_name(target)) };
        let kind = self.address_type();
        let outcome = self.look_up(name, kind, trace).await;
        if outcome.is_unknown() {
            return Found::Error(Outcome::TempError, format!("the addresses of {target} could not be had."));
        }
        match self.has_address(&outcome, prefixes) {
            Some(address) => Found::Match(format!("{target} has the address {address}.")),
            None if outcome.is_none() => Found::No(format!("{target} has no address.")),
            None => Found::No(format!("{target} has other addresses.")),
        }
    }

    fn has_address(&self, outcome: &dns::Outcome, prefixes: Prefixes) -> Option<IpAddr> {
        let addresses = outcome.records().iter().filter_map(|record| match record.data {
            Data::A(v4) => Some(IpAddr::from(v4)),
            Data::Aaaa(v6) => Some(IpAddr::from(v6)),
            _ => None,
        });
        let length = if self.query.ip.is_ipv4() { prefixes.v4 } else { prefixes.v6 };
        addresses.into_iter().find(|address| is_within(self.query.ip, *address, length))
    }

    async fn exchanges(&mut self, target: &str, prefixes: Prefixes, trace: &mut Trace) -> Found {
        let Some(name) = host(target) else { return Found::No(no_name(target)) };
        let outcome = self.look_up(name, RecordType::Mx, trace).await;
        if outcome.is_unknown() {
            return Found::Error(Outcome::TempError, format!("the mail servers of {target} could not be had."));
        }
        let exchanges: Vec<Name> = outcome
            .records()
            .iter()
            .filter_map(|record| match &record.data {
                Data::Mx { exchange, .. } if !exchange.is_root() => Some(exchange.clone()),
                _ => None,
            })
            .collect();
        if exchanges.len() > MOST_NAMES {
            let why = format!(
                "{target} has {} mail servers, and no more than {MOST_NAMES} may be looked up.",
                exchanges.len()
            );
            return Found::Error(Outcome::PermError, why);
        }
        for exchange in exchanges {
            let kind = self.address_type();
            let outcome = self.look_up(exchange.clone(), kind, trace).await;
            if outcome.is_unknown() {
                return Found::Error(Outcome::TempError, format!("the addresses of {exchange} could not be had."));
            }
            if let Some(address) = self.has_address(&outcome, prefixes) {
                return Found::Match(format!("the mail server {exchange} has the address {address}."));
            }
        }
        Found::No(format!("no mail server of {target} has this address."))
    }

    async fn exists(&mut self, target: &str, trace: &mut Trace) -> Found {
        let Some(name) = host(target) else { return Found::No(no_name(target)) };
        // IPv4 even for a message over IPv6 (RFC 7208 section 5.7).
        let outcome = self.look_up(name, RecordType::A, trace).await;
        if outcome.is_unknown() {
            return Found::Error(Outcome::TempError, format!("it could not be found out whether {target} exists."));
        }
        if outcome.records().is_empty() {
            Found::No(format!("{target} has no address."))
        } else {
            Found::Match(format!("{target} has an address."))
        }
    }

    async fn names(&mut self, target: &str, trace: &mut Trace) -> Found {
        let Some(target) = host(target) else { return Found::No(no_name(target)) };
        let names = self.validated(trace).await;
        match names.into_iter().find(|name| name.is_within(&target)) {
            Some(name) => Found::Match(format!("the address has the name {name}.")),
            None => Found::No(format!("the address has no name within {target} that leads back to it.")),
        }
    }

    /// The names of the address that lead back to it (RFC 7208 section 5.5). What DNS does not answer counts as no name.
    async fn validated(&mut self, trace: &mut Trace) -> Vec<Name> {
        let outcome = self.look_up(Name::reverse(self.query.ip), RecordType::Ptr, trace).await;
        let names: Vec<Name> = outcome
            .records()
            .iter()
            .filter_map(|record| match &record.data {
                Data::Ptr(name) => Some(name.clone()),
                _ => None,
            })
            .take(MOST_NAMES)
            .collect();
        let mut validated = Vec::new();
        for name in names {
            let kind = self.address_type();
            let outcome = self.look_up(name.clone(), kind, trace).await;
            if self.has_address(&outcome, Prefixes { v4: 32, v6: 128 }).is_some() {
                validated.push(name);
            }
        }
        validated
    }

    /// What `%{p}` stands for: the domain itself, a name below it, or any (RFC 7208 section 7.3).
    async fn name_of_address(&mut self, domain: &str, trace: &mut Trace) -> Option<String> {
        let names = self.validated(trace).await;
        let domain = host(domain)?;
        let best =
            names.iter().find(|name| **name == domain).or_else(|| names.iter().find(|name| name.is_within(&domain)));
        best.or(names.first()).map(ToString::to_string)
    }

    /// The domain's own words about a failure; none where anything is wrong with them (RFC 7208 section 6.2).
    async fn explain(&mut self, target: &MacroString, domain: &str) -> Option<String> {
        let mut trace = Trace::default();
        let target = self.expand(target, domain, &mut trace).await;
        let outcome = self.ask(host(&target)?, RecordType::Txt, &mut trace).await;
        let mut all = texts(&outcome);
        let text = all.pop().filter(|_| all.is_empty())?;
        let text = MacroString::read(&text, true).ok()?;
        let name = if needs_name(&text) { self.name_of_address(domain, &mut trace).await } else { None };
        let values = Values { query: self.query, sender: self.sender, domain, name_of_address: name.as_deref() };
        Some(values.expand(&text))
    }

    fn unreached(&self, term: &spf::Term) -> Term {
        Term {
            text: term.text.clone(),
            span: term.span,
            fate: Fate::NotReached,
            expanded: None,
            asked: Vec::new(),
            lookups: self.lookups,
            void_lookups: self.void,
            why: "Not reached.".to_owned(),
            record: None,
        }
    }
}

fn result_of(qualifier: Qualifier) -> Outcome {
    match qualifier {
        Qualifier::Pass => Outcome::Pass,
        Qualifier::Fail => Outcome::Fail,
        Qualifier::SoftFail => Outcome::SoftFail,
        Qualifier::Neutral => Outcome::Neutral,
    }
}

fn too_many() -> String {
    format!("more than {MOST_LOOKUPS} terms ask DNS, which the standard does not allow.")
}

fn no_name(target: &str) -> String {
    format!("{target} is no name that DNS could have.")
}

/// What the result of an included record means (RFC 7208 section 5.2).
fn included(inner: &Evaluated) -> Found {
    match inner.result {
        Outcome::Pass => Found::Match(format!("the record of {} passes. {}", inner.domain, inner.why)),
        Outcome::Fail | Outcome::SoftFail | Outcome::Neutral => {
            Found::No(format!("the record of {} does not pass this address.", inner.domain))
        }
        Outcome::TempError => Found::Error(Outcome::TempError, inner.why.clone()),
        Outcome::PermError => Found::Error(Outcome::PermError, inner.why.clone()),
        Outcome::None => Found::Error(
            Outcome::PermError,
            format!("it includes {}, which has no SPF record. {}", inner.domain, inner.why),
        ),
    }
}

fn within(ip: IpAddr, network: IpAddr, length: u8) -> Found {
    if is_within(ip, network, length) {
        Found::Match(format!("{ip} lies in it."))
    } else {
        Found::No(format!("{ip} does not lie in it."))
    }
}

/// Whether the first bits of two addresses of one kind are the same.
fn is_within(ip: IpAddr, network: IpAddr, length: u8) -> bool {
    let length = u32::from(length);
    match (ip, network) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            (one.to_bits() ^ other.to_bits()).checked_shr(32_u32.saturating_sub(length)).unwrap_or(0) == 0
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            (one.to_bits() ^ other.to_bits()).checked_shr(128_u32.saturating_sub(length)).unwrap_or(0) == 0
        }
        _ => false,
    }
}
