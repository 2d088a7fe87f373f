//! The names of an address, and whether they lead back to it (RFC 1912 section 2.1): many receivers refuse a host without.

use std::net::IpAddr;

use serde::Serialize;

use super::asking::{Asked, Asker};
use crate::dns::{Data, Name, Question, RecordType, Resolver};

/// The most names of an address that are looked at.
const MOST: usize = 10;

/// One name of the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Leads {
    /// The name.
    pub name: String,
    /// Whether it has the address; absent where DNS did not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<bool>,
    /// The question for its addresses, and the answer.
    pub asked: Asked,
}

/// The reverse names of an address, both ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The address.
    pub ip: IpAddr,
    /// The question for its names, and the answer.
    pub asked: Asked,
    /// Whether DNS answered.
    pub answered: bool,
    /// Its names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Leads>,
}

impl Proof {
    /// The first name that leads back to the address.
    #[must_use]
    pub fn confirmed(&self) -> Option<&str> {
        self.names.iter().find(|name| name.back == Some(true)).map(|name| name.name.as_str())
    }
}

/// Looks the names of an address up, and their addresses.
pub async fn prove<R: Resolver>(asker: &Asker<'_, R>, ip: IpAddr) -> Proof {
    let ip = ip.to_canonical();
    let place = Name::reverse(ip);
    let outcome = asker.ask(place.clone(), RecordType::Ptr).await;
    let question = Question::new(place, RecordType::Ptr);
    let asked = Asked { answer: outcome.words(&question), question };
    let mut proof = Proof { ip, asked, answered: !outcome.is_unknown(), names: Vec::new() };
    let names = outcome.records().iter().filter_map(|record| match &record.data {
        Data::Ptr(name) => Some(name.clone()),
        _ => None,
    });
    let kind = if ip.is_ipv4() { RecordType::A } else { RecordType::Aaaa };
    for name in names.take(MOST).collect::<Vec<_>>() {
        let outcome = asker.ask(name.clone(), kind).await;
        let has = outcome.records().iter().any(|record| match record.data {
            Data::A(v4) => ip == v4,
            Data::Aaaa(v6) => ip == v6,
            _ => false,
        });
        let back = (!outcome.is_unknown()).then_some(has);
        let question = Question::new(name.clone(), kind);
        let asked = Asked { answer: outcome.words(&question), question };
        proof.names.push(Leads { name: name.to_string(), back, asked });
    }
    proof
}
