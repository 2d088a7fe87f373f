//! The message format (RFC 1035 section 4): questions written, answers read. An answer is hostile until it is read.

use std::collections::HashSet;

use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query};
use hickory_proto::rr::rdata::opt::{EdnsCode, EdnsOption};
use hickory_proto::rr::{DNSClass, Name as WireName, RData, Record as WireRecord};

use super::{Alias, AliasKind, Answer, Data, ExtendedError, Name, Outcome, Question, Rcode, Record, RecordType, Soa};

/// The most octets a DNS message has.
pub const MOST_OCTETS: usize = 65_535;

/// The most records of an answer that are looked at.
const MOST_RECORDS: usize = 1_000;

/// The most aliases that are followed. Resolvers stop at about as many.
pub const MOST_ALIASES: usize = 16;

/// Questions are padded to a multiple of this (RFC 8467 section 4.1), so that their length does not tell the name's.
const BLOCK: usize = 128;

/// The EDNS option that carries an extended error (RFC 8914 section 2).
const EXTENDED_ERROR: u16 = 15;

/// The EDNS padding option (RFC 7830 section 3).
const PADDING: u16 = 12;

/// The largest answer that is asked for over a datagram; it means nothing over HTTPS but must be stated.
const DATAGRAM: u16 = 1_232;

/// Writes a question: id 0 so that caches on the way can help (RFC 8484 section 4.1), recursion desired, EDNS with
/// the DO bit so that the resolver may say whether the signatures are right, padded to 128 octets.
///
/// None where the name cannot be written, which no [`Name`] should cause.
#[must_use]
pub fn write(question: &Question) -> Option<Vec<u8>> {
    let octets = question.name.octets();
    let mut name = WireName::from_labels(octets.iter().map(Vec::as_slice)).ok()?;
    name.set_fqdn(true);
    let mut message = Message::new(0, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(name, question.kind.number().into()));
    let mut edns = Edns::new();
    edns.set_max_payload(DATAGRAM);
    edns.set_dnssec_ok(true);
    message.set_edns(edns.clone());
    // Four octets hold the option's code and length.
    let bare = message.to_vec().ok()?.len() + 4;
    edns.options_mut().insert(EdnsOption::Unknown(PADDING, vec![0; bare.next_multiple_of(BLOCK) - bare]));
    message.set_edns(edns);
    message.to_vec().ok()
}

/// Reads an answer to `question`.
#[must_use]
pub fn read(octets: &[u8], question: &Question) -> Outcome {
    if octets.len() > MOST_OCTETS {
        return malformed("it is longer than a DNS message can be");
    }
    if octets.is_empty() {
        return malformed("it is empty");
    }
    let message = match Message::from_vec(octets) {
        Ok(message) => message,
        // A header that says "cut off" explains why the rest cannot be read.
        Err(_) if is_cut_off(octets) => return Outcome::Truncated,
        Err(error) => return malformed(error.to_string().chars().take(200).collect::<String>()),
    };
    if message.metadata.message_type != MessageType::Response {
        return malformed("it is a question, not an answer");
    }
    if message.metadata.op_code != OpCode::Query {
        return malformed("it answers no query");
    }
    let rcode = Rcode(u16::from(message.metadata.response_code));
    if message.metadata.id != 0 {
        return Outcome::AnotherQuestion { answered: format!("its id is {}, not 0", message.metadata.id) };
    }
    match message.queries.as_slice() {
        // Servers that refuse outright may leave the question out.
        [] if rcode.0 != 0 && rcode.0 != 3 => {}
        [] => return malformed("it does not repeat the question"),
        [asked] => {
            let name = to_name(asked.name());
            let kind = RecordType::from(u16::from(asked.query_type()));
            if name.as_ref() != Some(&question.name) || kind != question.kind || asked.query_class() != DNSClass::IN {
                let name = name.map_or_else(|| "a name that cannot be read".to_owned(), |name| name.to_string());
                return Outcome::AnotherQuestion { answered: format!("{name} {kind}") };
            }
        }
        _ => return malformed("it repeats more than one question"),
    }
    if message.metadata.truncation {
        return Outcome::Truncated;
    }
    let errors = extended_errors(&message);
    if rcode.0 != 0 && rcode.0 != 3 {
        return Outcome::Failed { rcode, errors };
    }
    if message.answers.len().saturating_add(message.authorities.len()) > MOST_RECORDS {
        return malformed("it has more records than are looked at");
    }
    let answers: Vec<Record> = message.answers.iter().filter_map(to_record).collect();
    let (mut answer, looped) = follow(&answers, question);
    answer.errors = errors;
    answer.authenticated = message.metadata.authentic_data;
    let end = answer.end(&question.name);
    answer.soa = message
        .authorities
        .iter()
        .filter_map(to_record)
        .find(|record| record.kind == RecordType::Soa && end.is_within(&record.name));
    match (looped, rcode.0) {
        (true, _) => Outcome::AliasLoop(answer),
        (false, _) if !answer.records.is_empty() => Outcome::Records(answer),
        (false, 3) => Outcome::NoSuchName(answer),
        (false, _) => Outcome::NoSuchType(answer),
    }
}

/// The question that a message asks or repeats: what a ledger shows, and what a stub resolver answers.
#[must_use]
pub fn asked(octets: &[u8]) -> Option<Question> {
    let message = Message::from_vec(octets.get(..octets.len().min(MOST_OCTETS))?).ok()?;
    let query = message.queries.first()?;
    Some(Question::new(to_name(query.name())?, RecordType::from(u16::from(query.query_type()))))
}

fn malformed(why: impl Into<String>) -> Outcome {
    Outcome::Malformed { why: why.into() }
}

/// Whether the header has the TC bit, and the response bit.
fn is_cut_off(octets: &[u8]) -> bool {
    octets.get(2).is_some_and(|flags| flags & 0x82 == 0x82)
}

/// Follows the aliases of an answer from the name asked for to the records. The flag says that they lead in a circle,
/// or too far.
fn follow(records: &[Record], question: &Question) -> (Answer, bool) {
    let mut answer = Answer::default();
    let mut name = question.name.clone();
    let mut seen = HashSet::from([name.clone()]);
    loop {
        answer.records =
            records.iter().filter(|record| record.kind == question.kind && record.name == name).cloned().collect();
        if !answer.records.is_empty() {
            return (answer, false);
        }
        let Some(alias) = alias_at(records, &name) else { return (answer, false) };
        name = alias.to.clone();
        answer.chain.push(alias);
        if !seen.insert(name.clone()) || answer.chain.len() > MOST_ALIASES {
            return (answer, true);
        }
    }
}

/// Where the records lead on from a name: by the DNAME above it, or by its own CNAME.
fn alias_at(records: &[Record], name: &Name) -> Option<Alias> {
    let renamed = records.iter().find_map(|record| match &record.data {
        Data::Dname(target) => Some((renamed(name, &record.name, target)?, record.ttl)),
        _ => None,
    });
    if let Some((to, ttl)) = renamed {
        return Some(Alias { from: name.clone(), to, kind: AliasKind::Dname, ttl });
    }
    records.iter().find_map(|record| match &record.data {
        Data::Cname(target) if record.name == *name => {
            Some(Alias { from: name.clone(), to: target.clone(), kind: AliasKind::Cname, ttl: record.ttl })
        }
        _ => None,
    })
}

/// What a DNAME at `owner` makes of a name below it (RFC 6672 section 2.2); none for any other name, and for one that
/// would become too long.
pub(super) fn renamed(name: &Name, owner: &Name, target: &Name) -> Option<Name> {
    if name == owner || !name.is_within(owner) {
        return None;
    }
    let octets = name.octets();
    let own = octets.len().checked_sub(owner.labels().count())?;
    let below = target.octets();
    Name::from_labels(octets.iter().take(own).chain(&below).map(Vec::as_slice)).ok()
}

fn extended_errors(message: &Message) -> Vec<ExtendedError> {
    let Some(edns) = &message.edns else { return Vec::new() };
    let options = edns.options().get_all(EdnsCode::Unknown(EXTENDED_ERROR));
    let data = options.into_iter().filter_map(|option| match option {
        EdnsOption::Unknown(_, data) => ExtendedError::read(data),
        _ => None,
    });
    data.take(8).collect()
}

fn to_name(name: &WireName) -> Option<Name> {
    Name::from_labels(name.iter()).ok()
}

fn to_record(record: &WireRecord) -> Option<Record> {
    if record.dns_class != DNSClass::IN {
        return None;
    }
    let kind = RecordType::from(u16::from(record.record_type()));
    let data = match &record.data {
        RData::A(address) => Data::A(address.0),
        RData::AAAA(address) => Data::Aaaa(address.0),
        RData::NS(name) => Data::Ns(to_name(&name.0)?),
        RData::CNAME(name) => Data::Cname(to_name(&name.0)?),
        RData::PTR(name) => Data::Ptr(to_name(&name.0)?),
        RData::SOA(soa) => Data::Soa(Soa {
            primary: to_name(&soa.mname)?,
            responsible: to_name(&soa.rname)?,
            serial: soa.serial,
            refresh: soa.refresh.unsigned_abs(),
            retry: soa.retry.unsigned_abs(),
            expire: soa.expire.unsigned_abs(),
            minimum: soa.minimum,
        }),
        RData::MX(mx) => Data::Mx { preference: mx.preference, exchange: to_name(&mx.exchange)? },
        RData::TXT(txt) => {
            Data::Txt(txt.txt_data.iter().map(|string| String::from_utf8_lossy(string).into_owned()).collect())
        }
        RData::SRV(srv) => {
            Data::Srv { priority: srv.priority, weight: srv.weight, port: srv.port, target: to_name(&srv.target)? }
        }
        RData::TLSA(tlsa) => Data::Tlsa {
            usage: tlsa.cert_usage.into(),
            selector: tlsa.selector.into(),
            matching: tlsa.matching.into(),
            data: hex(&tlsa.cert_data),
        },
        RData::Unknown { rdata, .. } if kind == RecordType::Dname => Data::Dname(plain_name(&rdata.anything)?),
        RData::Unknown { rdata, .. } => Data::Other(hex(&rdata.anything)),
        // Types that mail does not ask for; their octets are not kept.
        _ => Data::Other(String::new()),
    };
    // The highest bit of a TTL must be taken as zero seconds (RFC 2181 section 8).
    let ttl = if record.ttl > i32::MAX.unsigned_abs() { 0 } else { record.ttl };
    Some(Record { name: to_name(&record.name)?, kind, ttl, data })
}

/// A name that stands alone in a record's data, without pointers (RFC 3597 section 4).
fn plain_name(mut octets: &[u8]) -> Option<Name> {
    let mut labels = Vec::new();
    loop {
        let (&length, rest) = octets.split_first()?;
        if length == 0 {
            return if rest.is_empty() { Name::from_labels(labels).ok() } else { None };
        }
        let (label, after) = rest.split_at_checked(usize::from(length))?;
        labels.push(label);
        octets = after;
    }
}

fn hex(octets: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_has_a_length_that_does_not_tell_the_name() {
        for name in ["a.example", "a-much-longer-name-than-the-other.example.com", "."] {
            let octets = write(&Question::new(Name::parse(name).unwrap(), RecordType::Mx)).unwrap();
            assert_eq!(octets.len() % 128, 0, "{name}");
        }
        let longest = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(61));
        let octets = write(&Question::new(Name::parse(&longest).unwrap(), RecordType::Mx)).unwrap();
        assert_eq!(octets.len(), 384);
    }

    #[test]
    fn a_question_has_id_zero_wants_recursion_and_signatures() {
        let octets = write(&Question::new(Name::parse("a.example").unwrap(), RecordType::Aaaa)).unwrap();
        assert_eq!(octets[..12], [0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
        assert_eq!(octets[12..27], *b"\x01a\x07example\x00\x00\x1c\x00\x01");
        // The OPT record: root, type 41, size 1232, version 0, DO.
        assert_eq!(octets[27..36], [0, 0, 41, 4, 208, 0, 0, 0x80, 0]);
    }
}
