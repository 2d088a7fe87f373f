//! The facts of a walk: which questions were asked, and what their answers come to.

use std::net::IpAddr;

use serde::Serialize;

use crate::dns::{Alias, Barrier, Data, Name, Outcome, Question, RecordType, Response, Subject};
use crate::finding::{Finding, Verdict};
use crate::report::{Kind, Report};

/// Why a question was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Purpose {
    /// Which hosts take the domain's mail.
    Exchanges,
    /// Where the domain itself is, for when no exchange is named.
    Implicit,
    /// Where an exchange is.
    ExchangeAddress,
    /// Which certificate an exchange will show.
    Certificate,
    /// The name of an address, or where that name leads back to.
    Reverse,
    /// The domain's policies for senders and for transport.
    Policy,
    /// The zone, and who is responsible for it.
    Zone,
    /// Where a name server is.
    ServerAddress,
    /// The delegation from the root down.
    Delegation,
    /// The domain above, for comparison.
    Parent,
    /// Whether any name at all would get an answer.
    Wildcard,
}

impl Purpose {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Exchanges => "which hosts take the mail",
            Self::Implicit => "where the domain itself is, in case no host is named",
            Self::ExchangeAddress => "where this host is",
            Self::Certificate => "which certificate the host should show",
            Self::Reverse => "the name of the address, and whether it leads back",
            Self::Policy => "what the domain publishes about its mail",
            Self::Zone => "which zone this is, and which servers hold it",
            Self::ServerAddress => "where this name server is",
            Self::Delegation => "who is responsible, from the root down",
            Self::Parent => "the domain above, for comparison: mail for the subdomain never asks this",
            Self::Wildcard => "whether any name gets an answer",
        }
    }
}

/// A question, what came of it, and the questions that its answer led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What was asked.
    pub question: Question,
    /// Why.
    pub purpose: Purpose,
    /// What came of it.
    pub response: Response,
    /// For how many seconds the answer may be remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl: Option<u32>,
    /// What followed from it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Step>,
}

impl Step {
    /// A question with what came of it.
    #[must_use]
    pub fn new(question: Question, purpose: Purpose, response: Response) -> Self {
        let ttl = response.outcome.answer().and_then(crate::dns::Answer::ttl);
        Self { question, purpose, response, ttl, then: Vec::new() }
    }

    /// What came of it.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.response.outcome
    }

    /// The aliases from the name asked for, where they lead in a circle or too far: as the answer has them, or, where
    /// the resolver said only that it failed, as the questions for each alias showed that followed.
    #[must_use]
    pub fn circle(&self) -> Option<Vec<Alias>> {
        match self.outcome() {
            Outcome::AliasLoop(answer) => return Some(answer.chain.clone()),
            Outcome::Failed { .. } => {}
            _ => return None,
        }
        let mut chain: Vec<Alias> = Vec::new();
        let mut step = self;
        loop {
            step = step.then.iter().find(|then| then.question.kind == RecordType::Cname)?;
            let alias = step.alias()?;
            let is_closed = alias.to == self.question.name || chain.iter().any(|before| before.to == alias.to);
            chain.push(alias);
            if is_closed {
                return Some(chain);
            }
        }
    }

    /// The alias that stands at the very name asked for, where a question for one was answered.
    pub(super) fn alias(&self) -> Option<Alias> {
        self.outcome().records().iter().find_map(|record| match &record.data {
            Data::Cname(to) => Some(Alias {
                from: record.name.clone(),
                to: to.clone(),
                kind: crate::dns::AliasKind::Cname,
                ttl: record.ttl,
            }),
            _ => None,
        })
    }

    /// Itself and all that followed, in order, with the round of each, its own being `round`.
    pub fn in_rounds<'a>(&'a self, round: usize, all: &mut Vec<(usize, &'a Self)>) {
        all.push((round, self));
        for step in &self.then {
            // What an exchange's address leads to stands beside that address, under the MX answer that names the exchange.
            let waits =
                self.question.kind == RecordType::Mx && matches!(step.purpose, Purpose::Reverse | Purpose::Certificate);
            step.in_rounds(round + if waits { 2 } else { 1 }, all);
        }
    }

    /// Itself and all that followed, in order, with the depth of each.
    #[must_use]
    pub fn flat(&self) -> Vec<(usize, &Self)> {
        let mut all = vec![(0, self)];
        for step in &self.then {
            all.extend(step.flat().into_iter().map(|(depth, step)| (depth + 1, step)));
        }
        all
    }
}

/// What a domain does with mail, as DNS tells it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Service {
    /// Its MX records name hosts.
    Exchanges,
    /// It has no MX record, and is its own exchange by its address (RFC 5321 section 5.1).
    Implicit,
    /// It accepts no mail, and says so (RFC 7505).
    Null,
    /// It exists, and has neither MX nor address.
    Nowhere,
    /// It does not exist.
    NoSuchDomain,
    /// It is an address: nothing has to be looked up.
    Literal,
    /// DNS did not tell.
    #[default]
    Unknown,
}

/// Whether the name of an address leads back to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum Confirmation {
    /// One of its names leads back to the address.
    Confirmed {
        /// That name.
        name: Name,
    },
    /// It has names, and none leads back.
    Unconfirmed {
        /// The first of them.
        name: Name,
    },
    /// It has no name.
    Nameless,
    /// DNS did not tell, or was not asked.
    Unknown,
}

/// An address of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// The address.
    pub ip: IpAddr,
    /// Whether it can be reached from anywhere.
    pub public: bool,
    /// Its name, and whether that leads back.
    pub reverse: Confirmation,
}

/// A host that takes a domain's mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// Lower is tried first; hosts of equal preference are tried in any order. Absent for the domain itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preference: Option<u16>,
    /// Its name, as the record has it.
    pub name: Name,
    /// Where its name leads by aliases, which it should not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<Alias>,
    /// Its addresses.
    pub addresses: Vec<Address>,
    /// The outcome of asking for its IPv4 address.
    pub v4: Outcome,
    /// The outcome of asking for its IPv6 address.
    pub v6: Outcome,
    /// The marks of its certificate (RFC 7672), where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tlsa: Vec<Data>,
    /// Whether the resolver checked the signatures of those marks.
    pub tlsa_authenticated: bool,
}

impl Exchange {
    /// Whether it has an address that can be reached from anywhere.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        self.addresses.iter().any(|address| address.public)
    }

    /// Whether its name was not asked for, because it is a private one.
    #[must_use]
    pub fn is_kept_back(&self) -> bool {
        matches!(self.v4, Outcome::Blocked { by: Barrier::PrivateName })
    }

    /// Whether it is known that the name has no address.
    #[must_use]
    pub fn has_no_address(&self) -> bool {
        self.addresses.is_empty() && self.v4.is_none() && self.v6.is_none()
    }
}

/// A name server of a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Server {
    /// Its name.
    pub name: Name,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// Whether its name is an alias, which it must not be (RFC 2181 section 10.3).
    pub alias: bool,
    /// Whether it is known that the name has no address.
    pub missing: bool,
}

/// The zone that a name lies in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Zone {
    /// Its name: the one that the SOA record stands at.
    pub name: Name,
    /// Its SOA record.
    pub soa: crate::dns::Soa,
    /// The TTL of the SOA record, as the resolver gave it.
    pub soa_ttl: u32,
    /// Its name servers.
    pub servers: Vec<Server>,
}

impl Zone {
    /// For how many seconds "there is none" may be remembered (RFC 2308 section 5).
    #[must_use]
    pub fn negative_ttl(&self) -> u32 {
        self.soa.minimum.min(self.soa_ttl)
    }

    /// The day that the serial number tells, where it is written in the usual way, as year, month, day, count.
    #[must_use]
    pub fn serial_day(&self) -> Option<String> {
        let serial = self.soa.serial / 100;
        let (year, month, day) = (serial / 10_000, serial / 100 % 100, serial % 100);
        let year = i32::try_from(year).ok().filter(|year| (1990..2100).contains(year))?;
        chrono::NaiveDate::from_ymd_opt(year, month, day).map(|day| day.to_string())
    }

    /// The responsible mailbox as a mail address: the first dot is the `@`.
    #[must_use]
    pub fn responsible(&self) -> String {
        let mut labels = self.soa.responsible.labels();
        let local = labels.next().unwrap_or_default().replace("\\.", ".");
        let domain: Vec<&str> = labels.collect();
        format!("{local}@{}", domain.join("."))
    }
}

/// A name on the way from the root to the domain, and what the resolver showed of its delegation.
///
/// A resolver follows the delegations itself, or remembers them, and hands on what a zone says of itself. What the servers
/// of the zone above say of it cannot be seen through a resolver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delegation {
    /// The name.
    pub name: Name,
    /// Whether it is a zone of its own; absent where DNS did not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_zone: Option<bool>,
    /// Its name servers, in the order of the alphabet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Name>,
}

/// The domain above the one that was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Parent {
    /// Its name.
    pub name: Name,
    /// Its exchanges, with their preferences.
    pub exchanges: Vec<(u16, Name)>,
    /// Whether it is known to have none.
    pub none: bool,
}

/// What a domain publishes about its mail. Each is absent where DNS did not tell, empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Policies {
    /// Its SPF records: there should be one at most (RFC 7208 section 4.5).
    pub spf: Option<Vec<String>>,
    /// Its DMARC records, at `_dmarc`.
    pub dmarc: Option<Vec<String>>,
    /// Its MTA-STS records, at `_mta-sts` (RFC 8461 section 3.1).
    pub mta_sts: Option<Vec<String>>,
    /// Its TLS reporting records, at `_smtp._tls` (RFC 8460 section 3).
    pub tls_reporting: Option<Vec<String>>,
}

/// How many questions one delivery takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ForDelivery {
    /// When the most preferred host takes the message.
    pub least: usize,
    /// When every host has to be tried.
    pub most: usize,
}

/// A fault, and the question whose answer shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// Which of [`Walk::findings`], by its index: a problem or a warning.
    pub finding: usize,
    /// The question.
    pub question: Question,
}

/// Everything that a walk found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Walk {
    /// What it was about.
    pub subject: Subject,
    /// The form of the domain that a reader of its language knows, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unicode: Option<String>,
    /// One sentence a helpdesk can read out.
    pub headline: String,
    /// What to show beside it.
    pub verdict: Verdict,
    /// What the rules found, problems first.
    pub findings: Vec<Finding>,
    /// Which answers show the problems and warnings among them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// What the domain does with mail.
    pub service: Service,
    /// The hosts that take its mail, the most preferred first.
    pub exchanges: Vec<Exchange>,
    /// The zone it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// The delegation from the root down to the domain, as far as the resolver showed it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delegation: Vec<Delegation>,
    /// The domain above, where that is a domain of its own and not a registry's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// What it publishes about its mail.
    pub policies: Policies,
    /// How many questions one delivery takes.
    pub for_delivery: ForDelivery,
    /// Whether a label made up at random has MX records too; absent where that was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wildcard: Option<bool>,
    /// Every question, in the order in which a server would ask.
    pub steps: Vec<Step>,
}

impl Walk {
    /// Every question in order, with its depth in the tree.
    #[must_use]
    pub fn flat(&self) -> Vec<(usize, &Step)> {
        self.steps.iter().flat_map(Step::flat).collect()
    }

    /// Every question in the same order, with the round in which it could be asked at the earliest, from 1: a round is
    /// what can be asked at the same time.
    #[must_use]
    pub fn in_rounds(&self) -> Vec<(usize, &Step)> {
        let mut all = Vec::new();
        for step in &self.steps {
            step.in_rounds(1, &mut all);
        }
        all
    }

    /// The first step that asked this.
    #[must_use]
    pub fn step(&self, name: &Name, kind: RecordType) -> Option<&Step> {
        self.flat()
            .into_iter()
            .map(|(_, step)| step)
            .find(|step| step.question.kind == kind && step.question.name == *name)
    }

    /// Whether it was about mail to somewhere, and not about an address as such.
    #[must_use]
    pub fn is_delivery(&self) -> bool {
        self.domain().is_some() || self.subject.local_part.is_some() || self.subject.typed.starts_with('[')
    }

    /// As a report of its own, as the page shows one.
    #[must_use]
    pub fn into_report(self) -> Report {
        Report {
            kind: Kind::Domain,
            headline: self.headline.clone(),
            verdict: Some(self.verdict.clone()),
            findings: self.findings.clone(),
            mail_route: Some(Box::new(self)),
            ..Report::default()
        }
    }

    /// The domain it was about.
    #[must_use]
    pub fn domain(&self) -> Option<&Name> {
        self.subject.domain()
    }
}
