//! The message format (RFC 1035 section 4): questions written, answers read. An answer is hostile until it is read.
//!
//! hickory-proto reads all of DNS and would be a seventh of the page, so this is written for the little that mail asks;
//! the tests hold it against hickory-proto.

use std::collections::HashSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Alias, AliasKind, Answer, Data, ExtendedError, Name, Outcome, Question, Rcode, Record, RecordType, Soa};

/// The most octets a DNS message has.
pub const MOST_OCTETS: usize = 65_535;

/// The most records of an answer that are looked at.
const MOST_RECORDS: usize = 1_000;

/// The most aliases that are followed. Resolvers stop at about as many.
pub const MOST_ALIASES: usize = 16;

/// The most pointers in a name: it has no more than 127 labels, and none needs two.
const MOST_POINTERS: usize = 128;

/// Questions are padded to a multiple of this (RFC 8467 section 4.1), so that their length does not tell the name's.
const BLOCK: usize = 128;

/// The type of the OPT record, which carries EDNS (RFC 6891 section 6.1.2).
const OPT: u16 = 41;

/// The class of the internet.
const IN: u16 = 1;

/// The octets of a header.
const HEADER: usize = 12;

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
    // Id 0; recursion desired; one question, one additional record.
    let mut octets = vec![0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1];
    for label in question.name.octets() {
        octets.push(u8::try_from(label.len()).ok().filter(|length| *length < 64)?);
        octets.extend(label);
    }
    octets.push(0);
    octets.extend(question.kind.number().to_be_bytes());
    octets.extend(IN.to_be_bytes());
    // The OPT record: the root's name, its type, the size; extended code and version 0; DO and no other flag.
    octets.push(0);
    octets.extend(OPT.to_be_bytes());
    octets.extend(DATAGRAM.to_be_bytes());
    octets.extend([0, 0, 0x80, 0]);
    // Two octets hold the length of the options, four the padding's code and length.
    let bare = octets.len() + 6;
    let padding = bare.next_multiple_of(BLOCK) - bare;
    octets.extend(u16::try_from(padding + 4).ok()?.to_be_bytes());
    octets.extend(PADDING.to_be_bytes());
    octets.extend(u16::try_from(padding).ok()?.to_be_bytes());
    octets.resize(octets.len() + padding, 0);
    Some(octets)
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
    let message = match Message::read(octets) {
        Ok(message) => message,
        // A header that says "cut off" explains why the rest cannot be read.
        Err(_) if is_cut_off(octets) => return Outcome::Truncated,
        Err(Fault(why)) => return malformed(why),
    };
    if message.flags & 0x8000 == 0 {
        return malformed("it is a question, not an answer");
    }
    if message.flags & 0x7800 != 0 {
        return malformed("it answers no query");
    }
    let rcode = message.rcode;
    if message.id != 0 {
        return Outcome::AnotherQuestion { answered: format!("its id is {}, not 0", message.id) };
    }
    match message.questions.as_slice() {
        // Servers that refuse outright may leave the question out.
        [] if rcode.0 != 0 && rcode.0 != 3 => {}
        [] => return malformed("it does not repeat the question"),
        [asked] if asked == &(question.clone(), IN) => {}
        [(asked, _)] => return Outcome::AnotherQuestion { answered: asked.to_string() },
        _ => return malformed("it repeats more than one question"),
    }
    if message.flags & 0x0200 != 0 {
        return Outcome::Truncated;
    }
    let errors = message.errors;
    if rcode.0 != 0 && rcode.0 != 3 {
        return Outcome::Failed { rcode, errors };
    }
    let (mut answer, looped) = follow(&message.answers, question);
    answer.errors = errors;
    answer.authenticated = message.flags & 0x0020 != 0;
    let end = answer.end(&question.name);
    answer.soa =
        message.authorities.into_iter().find(|record| record.kind == RecordType::Soa && end.is_within(&record.name));
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
    let mut reader = Reader { octets, at: HEADER };
    let has_question = octets.get(4..6)? != [0, 0];
    has_question.then(|| reader.question().ok())?.map(|(question, _)| question)
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

/// Why octets are no message.
struct Fault(&'static str);

const CUT: Fault = Fault("it ends too early");

/// A message, as far as mail needs it.
struct Message {
    id: u16,
    flags: u16,
    rcode: Rcode,
    questions: Vec<(Question, u16)>,
    answers: Vec<Record>,
    authorities: Vec<Record>,
    errors: Vec<ExtendedError>,
}

impl Message {
    fn read(octets: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader { octets, at: 0 };
        let (id, flags) = (reader.u16()?, reader.u16()?);
        let [questions, answers, authorities, additionals] =
            [reader.u16()?, reader.u16()?, reader.u16()?, reader.u16()?];
        if usize::from(answers) + usize::from(authorities) > MOST_RECORDS {
            return Err(Fault("it has more records than are looked at"));
        }
        let mut message = Self {
            id,
            flags,
            rcode: Rcode(flags & 15),
            questions: Vec::new(),
            answers: Vec::new(),
            authorities: Vec::new(),
            errors: Vec::new(),
        };
        for _ in 0..questions {
            message.questions.push(reader.question()?);
        }
        for _ in 0..answers {
            message.answers.extend(reader.record()?);
        }
        for _ in 0..authorities {
            message.authorities.extend(reader.record()?);
        }
        let mut has_options = false;
        for _ in 0..additionals {
            reader.name()?;
            let (kind, _, high) = (reader.u16()?, reader.u16()?, reader.u32()?);
            let end = reader.end_of_data()?;
            if kind == OPT {
                if has_options {
                    return Err(Fault("it has two OPT records"));
                }
                has_options = true;
                // The upper octet of the code stands first in what is otherwise the TTL (RFC 6891 section 6.1.3).
                message.rcode.0 |= u16::try_from(high >> 24).unwrap_or_default() << 4;
                message.errors = reader.extended_errors(end)?;
            }
            reader.at = end;
        }
        Ok(message)
    }
}

/// Reads a message from its beginning to its end. Every step takes at least one octet, or is bounded.
struct Reader<'a> {
    octets: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let end = self.at.checked_add(length).ok_or(CUT)?;
        let taken = self.octets.get(self.at..end).ok_or(CUT)?;
        self.at = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        self.take(N)?.try_into().map_err(|_| CUT)
    }

    fn u8(&mut self) -> Result<u8, Fault> {
        self.array().map(u8::from_be_bytes)
    }

    fn u16(&mut self) -> Result<u16, Fault> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Result<u32, Fault> {
        self.array().map(u32::from_be_bytes)
    }

    /// A name. A pointer leads to what stands before (RFC 1035 section 4.1.4): before the name, and then before that, so
    /// that pointers come to an end.
    fn name(&mut self) -> Result<Name, Fault> {
        let mut labels: Vec<&[u8]> = Vec::new();
        let mut start = self.at;
        let mut after = None;
        let (mut length, mut pointers) = (1, 0);
        loop {
            let first = self.u8()?;
            match first {
                0 => break,
                1..=63 => {
                    let label = self.take(usize::from(first))?;
                    // Checked here too, so that pointers cannot make a short message long.
                    length += label.len() + 1;
                    if length > 255 {
                        return Err(Fault("a name in it is too long"));
                    }
                    labels.push(label);
                }
                0xc0.. => {
                    let to = usize::from(first & 0x3f) << 8 | usize::from(self.u8()?);
                    after.get_or_insert(self.at);
                    pointers += 1;
                    if to >= start || pointers > MOST_POINTERS {
                        return Err(Fault("a name in it points where it may not"));
                    }
                    start = to;
                    self.at = to;
                }
                _ => return Err(Fault("a name in it is not written as names are")),
            }
        }
        self.at = after.unwrap_or(self.at);
        Name::from_labels(labels).map_err(|_| Fault("a name in it is none"))
    }

    /// A question and its class.
    fn question(&mut self) -> Result<(Question, u16), Fault> {
        let name = self.name()?;
        let kind = RecordType::from(self.u16()?);
        Ok((Question::new(name, kind), self.u16()?))
    }

    /// Where a record's data ends, after its length.
    fn end_of_data(&mut self) -> Result<usize, Fault> {
        let end = self.at + usize::from(self.u16()?) + 2;
        if end > self.octets.len() { Err(CUT) } else { Ok(end) }
    }

    /// A record; none where it is of another class than the internet's.
    fn record(&mut self) -> Result<Option<Record>, Fault> {
        let name = self.name()?;
        let kind = RecordType::from(self.u16()?);
        let class = self.u16()?;
        // The highest bit of a TTL must be taken as zero seconds (RFC 2181 section 8).
        let ttl = Some(self.u32()?).filter(|ttl| ttl >> 31 == 0).unwrap_or_default();
        let end = self.end_of_data()?;
        if class != IN {
            self.at = end;
            return Ok(None);
        }
        let data = self.data(kind, end)?;
        if self.at != end {
            return Err(Fault("a record in it does not have the length it states"));
        }
        Ok(Some(Record { name, kind, ttl, data }))
    }

    fn data(&mut self, kind: RecordType, end: usize) -> Result<Data, Fault> {
        Ok(match kind {
            RecordType::A => Data::A(Ipv4Addr::from(self.array::<4>()?)),
            RecordType::Aaaa => Data::Aaaa(Ipv6Addr::from(self.array::<16>()?)),
            RecordType::Ns => Data::Ns(self.name()?),
            RecordType::Cname => Data::Cname(self.name()?),
            RecordType::Dname => Data::Dname(self.name()?),
            RecordType::Ptr => Data::Ptr(self.name()?),
            RecordType::Soa => Data::Soa(Soa {
                primary: self.name()?,
                responsible: self.name()?,
                serial: self.u32()?,
                refresh: self.u32()?,
                retry: self.u32()?,
                expire: self.u32()?,
                minimum: self.u32()?,
            }),
            RecordType::Mx => Data::Mx { preference: self.u16()?, exchange: self.name()? },
            RecordType::Txt => {
                let mut strings = Vec::new();
                while self.at < end {
                    let length = self.u8()?;
                    strings.push(String::from_utf8_lossy(self.take(length.into())?).into_owned());
                }
                Data::Txt(strings)
            }
            RecordType::Srv => {
                Data::Srv { priority: self.u16()?, weight: self.u16()?, port: self.u16()?, target: self.name()? }
            }
            RecordType::Tlsa => {
                Data::Tlsa { usage: self.u8()?, selector: self.u8()?, matching: self.u8()?, data: hex(self.rest(end)?) }
            }
            _ => Data::Other(hex(self.rest(end)?)),
        })
    }

    fn rest(&mut self, end: usize) -> Result<&'a [u8], Fault> {
        self.take(end.checked_sub(self.at).ok_or(CUT)?)
    }

    /// The extended errors among the options of an OPT record.
    fn extended_errors(&mut self, end: usize) -> Result<Vec<ExtendedError>, Fault> {
        let mut errors = Vec::new();
        while self.at < end {
            let (code, length) = (self.u16()?, self.u16()?);
            let data = self.take(length.into())?;
            if code == EXTENDED_ERROR && errors.len() < 8 {
                errors.extend(ExtendedError::read(data));
            }
        }
        Ok(errors)
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
