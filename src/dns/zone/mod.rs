//! Zones in memory, answered as a resolver would that has asked their servers: for tests, and for examples.
//!
//! A delegation to a zone that is not held is a server that does not answer: `SERVFAIL` with extended error 22.

mod file;

use std::collections::{BTreeMap, HashSet};

pub use file::ZoneError;
pub(super) use file::data;

use super::wire::{MOST_ALIASES, renamed};
use super::{
    Alias, AliasKind, Answer, Data, ExtendedError, Name, Outcome, Question, Rcode, Record, RecordType, Resolver,
    Response,
};

/// One record in presentation form, with its TTL and absolute names; nothing where it cannot be read.
pub(crate) fn record(line: &str) -> Option<Record> {
    file::parse(line).ok()?.into_iter().next()
}

/// Any number of zones.
#[derive(Debug, Clone, Default)]
pub struct Zones {
    nodes: BTreeMap<Name, Vec<Record>>,
    origins: HashSet<Name>,
    signed: HashSet<Name>,
    inner: HashSet<Name>,
}

impl Zones {
    /// Reads zone files, one after the other in one text: each SOA begins a zone.
    ///
    /// A subset of RFC 1035 section 5: `$ORIGIN`, `$TTL`, `@`, comments, parentheses, TTLs with units, and the types
    /// SOA, NS, A, AAAA, MX, CNAME, DNAME, TXT, PTR, SRV and TLSA.
    ///
    /// # Errors
    ///
    /// When a line cannot be read; it says which, and why.
    pub fn parse(text: &str) -> Result<Self, ZoneError> {
        let mut zones = Self::default();
        for record in file::parse(text)? {
            zones.add(record);
        }
        Ok(zones)
    }

    /// Marks a zone as signed and checked: its answers come with the AD bit.
    #[must_use]
    pub fn signed(mut self, origin: Name) -> Self {
        self.signed.insert(origin);
        self
    }

    fn add(&mut self, record: Record) {
        if record.kind == RecordType::Soa {
            self.origins.insert(record.name.clone());
        }
        self.inner.extend(record.name.ancestors().skip(1));
        self.nodes.entry(record.name.clone()).or_default().push(record);
    }

    fn at(&self, name: &Name, kind: RecordType) -> impl Iterator<Item = &Record> {
        self.nodes.get(name).into_iter().flatten().filter(move |record| record.kind == kind)
    }

    /// Whether a name exists, itself or because another lies below it (RFC 4592 section 2.2.2).
    fn exists(&self, name: &Name) -> bool {
        self.nodes.contains_key(name) || self.inner.contains(name)
    }

    /// What comes of a question.
    #[must_use]
    pub fn answer(&self, question: &Question) -> Outcome {
        let mut answer = Answer::default();
        let mut name = question.name.clone();
        let mut seen = HashSet::from([name.clone()]);
        let mut authenticated = true;
        loop {
            let Some(zone) = name.ancestors().find(|above| self.origins.contains(above)) else {
                return Outcome::Failed { rcode: Rcode::REFUSED, errors: Vec::new() };
            };
            authenticated &= self.signed.contains(&zone);
            answer.authenticated = authenticated;
            let cut = name
                .ancestors()
                .take_while(|above| *above != zone)
                .any(|above| self.at(&above, RecordType::Ns).next().is_some());
            if cut {
                let errors = vec![ExtendedError { code: 22, text: String::new() }];
                return Outcome::Failed { rcode: Rcode::SERVFAIL, errors };
            }
            let step = self.step(&name, &zone, question.kind);
            let alias = match step {
                Step::Records(records) => {
                    answer.records = records;
                    return Outcome::Records(answer);
                }
                Step::Nothing { exists } => {
                    answer.soa = self.at(&zone, RecordType::Soa).next().cloned();
                    return if exists { Outcome::NoSuchType(answer) } else { Outcome::NoSuchName(answer) };
                }
                Step::Alias(alias) => alias,
            };
            name = alias.to.clone();
            answer.chain.push(alias);
            if !seen.insert(name.clone()) || answer.chain.len() > MOST_ALIASES {
                return Outcome::AliasLoop(answer);
            }
        }
    }

    /// One step within a zone (RFC 1034 section 4.3.2, RFC 6672 section 3.2, RFC 4592 section 3.3.1).
    fn step(&self, name: &Name, zone: &Name, kind: RecordType) -> Step {
        let above = name.ancestors().skip(1).take_while(|above| above.is_within(zone));
        for owner in above {
            let dname = self.at(&owner, RecordType::Dname).find_map(|record| match &record.data {
                Data::Dname(target) => Some((renamed(name, &owner, target)?, record.ttl)),
                _ => None,
            });
            if let Some((to, ttl)) = dname {
                return Step::Alias(Alias { from: name.clone(), to, kind: AliasKind::Dname, ttl });
            }
        }
        if self.exists(name) {
            return self.read(name, name, kind);
        }
        let encloser = name.ancestors().skip(1).find(|above| self.exists(above));
        let star = encloser.filter(|above| above.is_within(zone)).and_then(|above| above.child("*").ok());
        match star {
            Some(star) if self.nodes.contains_key(&star) => self.read(&star, name, kind),
            _ => Step::Nothing { exists: false },
        }
    }

    /// What stands at `node`, said of `name`.
    fn read(&self, node: &Name, name: &Name, kind: RecordType) -> Step {
        let records: Vec<Record> =
            self.at(node, kind).map(|record| Record { name: name.clone(), ..record.clone() }).collect();
        if !records.is_empty() {
            return Step::Records(records);
        }
        let alias = self.at(node, RecordType::Cname).find_map(|record| match &record.data {
            Data::Cname(to) => {
                Some(Alias { from: name.clone(), to: to.clone(), kind: AliasKind::Cname, ttl: record.ttl })
            }
            _ => None,
        });
        alias.map_or(Step::Nothing { exists: true }, Step::Alias)
    }
}

enum Step {
    Records(Vec<Record>),
    Alias(Alias),
    Nothing { exists: bool },
}

impl Resolver for Zones {
    async fn ask(&self, question: &Question) -> Response {
        Response::new(self.answer(question), "zones in memory")
    }
}
