//! What a user of the DNS room sees: answers written octet by octet, each with its own oddity, and the outcome of each.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use backstamp::dns::zone::Zones;
use backstamp::dns::{
    AliasKind, Barrier, Cached, Data, Name, Outcome, Policy, Question, Rcode, RecordType, Resolver, Response, Retrying,
    doh, wire,
};
use futures_channel::oneshot;
use futures_util::future::{join_all, join3};

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn mx(text: &str) -> Question {
    Question::new(name(text), RecordType::Mx)
}

/// A message by hand: header, the question `a.example MX`, and the sections' octets.
struct Packet {
    id: u16,
    flags: u16,
    questions: u16,
    answers: u16,
    authorities: u16,
    additionals: u16,
    rest: Vec<u8>,
}

/// The question's name stands at octet 12: a pointer to it.
const ASKED: [u8; 2] = [0xc0, 12];

/// A response, recursion desired and available, no error.
const PLAIN: u16 = 0x8180;

impl Packet {
    fn new(flags: u16) -> Self {
        Self { id: 0, flags, questions: 1, answers: 0, authorities: 0, additionals: 0, rest: Vec::new() }
    }

    fn record(&mut self, owner: &[u8], kind: u16, ttl: u32, data: &[u8]) {
        self.rest.extend(owner);
        self.rest.extend(kind.to_be_bytes());
        self.rest.extend(1_u16.to_be_bytes());
        self.rest.extend(ttl.to_be_bytes());
        self.rest.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        self.rest.extend(data);
    }

    fn answer(mut self, owner: &[u8], kind: u16, ttl: u32, data: &[u8]) -> Self {
        self.record(owner, kind, ttl, data);
        self.answers += 1;
        self
    }

    fn authority(mut self, owner: &[u8], kind: u16, ttl: u32, data: &[u8]) -> Self {
        self.record(owner, kind, ttl, data);
        self.authorities += 1;
        self
    }

    /// An OPT record with one extended error.
    fn extended(mut self, code: u16, text: &str) -> Self {
        let mut data = vec![0, 15];
        data.extend(u16::try_from(text.len() + 2).unwrap().to_be_bytes());
        data.extend(code.to_be_bytes());
        data.extend(text.as_bytes());
        self.rest.extend([0, 0, 41, 4, 208, 0, 0, 0, 0]);
        self.rest.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        self.rest.extend(data);
        self.additionals += 1;
        self
    }

    fn octets(&self) -> Vec<u8> {
        let mut octets = Vec::new();
        for field in [self.id, self.flags, self.questions, self.answers, self.authorities, self.additionals] {
            octets.extend(field.to_be_bytes());
        }
        if self.questions > 0 {
            octets.extend(b"\x01a\x07example\x00\x00\x0f\x00\x01");
        }
        octets.extend(&self.rest);
        octets
    }

    fn read(&self) -> Outcome {
        wire::read(&self.octets(), &mx("a.example"))
    }
}

/// The SOA of `example`, minimum 300 s.
const SOA: &[u8] = b"\x02ns\x07example\x00\x02hm\x07example\x00\x00\x00\x00\x07\x00\x00\x0e\x10\x00\x00\x02\x58\x00\x24\xea\x00\x00\x00\x01\x2c";

#[test]
fn records_are_read_with_their_ttl_and_the_ad_bit() {
    let outcome = Packet::new(PLAIN | 0x20).answer(&ASKED, 15, 300, b"\x00\x0a\x02mx\xc0\x0c").read();
    let Outcome::Records(answer) = &outcome else { panic!("{outcome:?}") };
    assert!(answer.authenticated);
    assert_eq!(answer.ttl(), Some(300));
    assert_eq!(answer.records[0].data, Data::Mx { preference: 10, exchange: name("mx.a.example") });
    let plain = Packet::new(PLAIN).answer(&ASKED, 15, 300, b"\x00\x0a\x02mx\xc0\x0c").read();
    assert!(!plain.answer().unwrap().authenticated);
}

#[test]
fn no_such_type_and_no_such_name_name_their_zone() {
    let owner = b"\x07example\x00";
    let nodata = Packet::new(PLAIN).authority(owner, 6, 3600, SOA).read();
    let Outcome::NoSuchType(answer) = &nodata else { panic!("{nodata:?}") };
    assert_eq!(answer.soa.as_ref().unwrap().name, name("example"));
    assert_eq!(answer.ttl(), Some(300), "the lesser of the SOA's TTL and its minimum");
    let nxdomain = Packet::new(PLAIN | 3).authority(owner, 6, 60, SOA).read();
    let Outcome::NoSuchName(answer) = &nxdomain else { panic!("{nxdomain:?}") };
    assert_eq!(answer.ttl(), Some(60));
    // The SOA of a zone that the name does not lie in says nothing.
    let foreign = Packet::new(PLAIN).authority(b"\x05other\x00", 6, 3600, SOA).read();
    assert_eq!(foreign.answer().unwrap().soa, None);
}

#[test]
fn aliases_are_followed_within_the_answer() {
    let outcome = Packet::new(PLAIN)
        .answer(&ASKED, 5, 60, b"\x01b\xc0\x0e")
        .answer(b"\x01b\xc0\x0e", 15, 300, b"\x00\x05\x02mx\xc0\x0e")
        .read();
    let Outcome::Records(answer) = &outcome else { panic!("{outcome:?}") };
    assert_eq!(answer.chain[0].to, name("b.example"));
    assert_eq!(answer.end(&name("a.example")), &name("b.example"));
    assert_eq!(answer.ttl(), Some(60));
    // A record of a name that nothing leads to is not the answer.
    let stray = Packet::new(PLAIN).answer(b"\x01b\xc0\x0e", 15, 300, b"\x00\x05\x02mx\xc0\x0e").read();
    assert!(matches!(stray, Outcome::NoSuchType(_)), "{stray:?}");
}

#[test]
fn a_dname_renames_what_lies_below() {
    let outcome = Packet::new(PLAIN)
        .answer(b"\x07example\x00", 39, 60, b"\x03new\x04test\x00")
        .answer(&ASKED, 5, 60, b"\x01a\x03new\x04test\x00")
        .answer(b"\x01a\x03new\x04test\x00", 15, 300, b"\x00\x05\x02mx\x04test\x00")
        .read();
    let Outcome::Records(answer) = &outcome else { panic!("{outcome:?}") };
    assert_eq!((answer.chain[0].kind, &answer.chain[0].to), (AliasKind::Dname, &name("a.new.test")));
}

#[test]
fn aliases_in_a_circle_are_seen() {
    let circle =
        Packet::new(PLAIN).answer(&ASKED, 5, 60, b"\x01b\xc0\x0e").answer(b"\x01b\xc0\x0e", 5, 60, &ASKED).read();
    assert!(matches!(circle, Outcome::AliasLoop(_)), "{circle:?}");
    let itself = Packet::new(PLAIN).answer(&ASKED, 5, 60, &ASKED).read();
    assert!(matches!(itself, Outcome::AliasLoop(_)), "{itself:?}");
    let mut long = Packet::new(PLAIN).answer(&ASKED, 5, 60, b"\x02n0\xc0\x0e");
    for at in 0..30 {
        let label = |at: u8| {
            [format!("{}", at).len() as u8 + 1]
                .into_iter()
                .chain(format!("n{at}").into_bytes())
                .chain([0xc0, 0x0e])
                .collect::<Vec<_>>()
        };
        long = long.answer(&label(at), 5, 60, &label(at + 1));
    }
    assert!(matches!(long.read(), Outcome::AliasLoop(_)));
}

#[test]
fn failures_keep_the_resolvers_words() {
    let outcome = Packet::new(PLAIN | 2).extended(22, "ns1 did not answer").read();
    let Outcome::Failed { rcode, errors } = &outcome else { panic!("{outcome:?}") };
    assert_eq!(*rcode, Rcode::SERVFAIL);
    assert_eq!((errors[0].code, errors[0].text.as_str()), (22, "ns1 did not answer"));
    assert!(outcome.words(&mx("a.example")).contains("none of the zone's name servers could be reached"));
    let mut refused = Packet::new(PLAIN | 5);
    refused.questions = 0;
    assert_eq!(refused.read(), Outcome::Failed { rcode: Rcode::REFUSED, errors: Vec::new() });
    // An error may come beside records: an old answer.
    let stale = Packet::new(PLAIN).answer(&ASKED, 15, 30, b"\x00\x0a\x02mx\xc0\x0c").extended(3, "").read();
    assert_eq!(stale.errors()[0].code, 3);
    assert_eq!(stale.records().len(), 1);
}

#[test]
fn what_answers_something_else_is_not_taken() {
    let good = || Packet::new(PLAIN).answer(&ASKED, 15, 300, b"\x00\x0a\x02mx\xc0\x0c");
    let octets = good().octets();
    assert!(
        matches!(wire::read(&octets, &mx("b.example")), Outcome::AnotherQuestion { answered } if answered == "a.example MX")
    );
    let a = Question::new(name("a.example"), RecordType::A);
    assert!(matches!(wire::read(&octets, &a), Outcome::AnotherQuestion { .. }));
    let mut id = good();
    id.id = 7;
    assert!(matches!(id.read(), Outcome::AnotherQuestion { .. }));
    // Upper and lower case are the same name.
    let upper: Vec<u8> = octets.iter().map(|octet| if *octet == b'a' { b'A' } else { *octet }).collect();
    assert_eq!(wire::read(&upper, &mx("a.example")).records().len(), 1);
}

#[test]
fn a_cut_off_answer_is_no_answer() {
    assert_eq!(Packet::new(PLAIN | 0x200).read(), Outcome::Truncated);
    let mut cut = Packet::new(PLAIN | 0x200).answer(&ASKED, 15, 300, b"\x00\x0a\x02mx\xc0\x0c").octets();
    cut.truncate(cut.len() - 4);
    assert_eq!(wire::read(&cut, &mx("a.example")), Outcome::Truncated);
}

#[test]
fn nonsense_is_malformed() {
    let question = mx("a.example");
    let malformed = |octets: &[u8]| matches!(wire::read(octets, &question), Outcome::Malformed { .. });
    assert!(malformed(b""));
    assert!(malformed(b"<html>no DNS here</html>"));
    assert!(malformed(&vec![0; 70_000]));
    assert!(malformed(&Packet::new(0x0100).octets()), "a question");
    let mut none = Packet::new(PLAIN);
    none.questions = 0;
    assert!(malformed(&none.octets()), "no question repeated");
    let short = Packet::new(PLAIN).answer(&ASKED, 15, 300, b"\x00\x0a\x02mx\xc0\x0c").octets();
    for end in 1..short.len() {
        assert!(malformed(&short[..end]), "cut at {end}");
    }
    // A name that points at itself.
    let own = Packet::new(PLAIN).answer(&[0xc0, 27], 15, 300, b"\x00\x0a\x00").octets();
    assert!(malformed(&own));
    let data = Packet::new(PLAIN).answer(&ASKED, 1, 300, b"\x01").octets();
    assert!(malformed(&data), "an address of one octet");
}

#[test]
fn unknown_types_and_odd_text_are_kept() {
    let txt = Question::new(name("a.example"), RecordType::Txt);
    let mut packet = Packet::new(PLAIN).answer(&ASKED, 16, 5, b"\x03a\xffb\x02\"c").octets();
    // The question's type stands behind its name, in octets 23 and 24.
    packet[24] = 16;
    let outcome = wire::read(&packet, &txt);
    assert_eq!(outcome.records()[0].data, Data::Txt(vec!["a\u{fffd}b".to_owned(), "\"c".to_owned()]), "{outcome:?}");
    assert_eq!(outcome.records()[0].data.to_string(), "\"a\u{fffd}b\" \"\\\"c\"");
}

#[test]
fn the_web_servers_own_errors_are_told_apart() {
    let question = mx("a.example");
    let body = Packet::new(PLAIN).answer(&ASKED, 15, 300, b"\x00\x0a\x02mx\xc0\x0c").octets();
    let read = |status, kind| doh::read(status, kind, &body, &question);
    assert_eq!(read(200, Some("application/dns-message")).records().len(), 1);
    assert_eq!(read(200, Some("Application/DNS-Message; charset=x")).records().len(), 1);
    assert_eq!(read(503, Some("application/dns-message")), Outcome::HttpError { status: 503 });
    assert_eq!(read(200, Some("text/html")), Outcome::WrongContentType { found: "text/html".to_owned() });
    assert_eq!(read(200, None), Outcome::WrongContentType { found: String::new() });
}

#[test]
fn what_was_asked_can_be_read_back() {
    let question = Question::new(name("_dmarc.shop.example"), RecordType::Txt);
    assert_eq!(wire::asked(&wire::write(&question).unwrap()), Some(question));
}

#[test]
fn zone_files_say_where_they_are_wrong() {
    let at = |text: &str| Zones::parse(text).unwrap_err().line;
    assert_eq!(at("example. SOA a. b. 1 1 1 1 1\nexample. MX ten mx.example."), 2);
    assert_eq!(at("example. SOA a. b. (\n1 1 1 1 1"), 1);
    assert_eq!(at("\n\nexample. TXT \"open"), 3);
    assert_eq!(at("$INCLUDE other.zone"), 1);
    assert_eq!(at("example. A 192.0.2.256"), 1);
    assert_eq!(at(" A 192.0.2.1"), 1);
    assert_eq!(at("example. WKS x"), 1);
}

#[test]
fn zones_answer_as_servers_do() {
    let zones = Zones::parse(
        "$ORIGIN shop.example.\n$TTL 5m\n@ SOA ns hm 1 1h 1h 1w 10m\n@ NS ns\nns A 192.0.2.53\n* MX 10 mx\nreal A 192.0.2.1\na.b.deep A 192.0.2.2\nlame NS ns.elsewhere.example.\n",
    )
    .unwrap();
    let ask = |text: &str, kind| zones.answer(&Question::new(name(text), kind));
    // A wildcard answers for names that do not exist, and in their name (RFC 4592).
    assert_eq!(ask("any.shop.example", RecordType::Mx).records()[0].name, name("any.shop.example"));
    assert!(matches!(ask("real.shop.example", RecordType::Mx), Outcome::NoSuchType(_)));
    // A name with names below it exists, so the wildcard does not reach it, nor what is below it.
    assert!(matches!(ask("deep.shop.example", RecordType::Mx), Outcome::NoSuchType(_)));
    assert!(matches!(ask("x.deep.shop.example", RecordType::Mx), Outcome::NoSuchName(_)));
    assert!(matches!(ask("x.lame.shop.example", RecordType::Mx), Outcome::Failed { rcode: Rcode::SERVFAIL, .. }));
    assert!(matches!(ask("other.example", RecordType::Mx), Outcome::Failed { rcode: Rcode::REFUSED, .. }));
    assert_eq!(ask("real.shop.example", RecordType::A).answer().unwrap().ttl(), Some(300));
}

/// Answers from a list, one outcome after the other, and counts.
struct Script(&'static str, RefCell<Vec<Outcome>>, Cell<u32>);

impl Script {
    fn new(name: &'static str, mut outcomes: Vec<Outcome>) -> Self {
        outcomes.reverse();
        Self(name, RefCell::new(outcomes), Cell::new(0))
    }
}

impl Resolver for Script {
    async fn ask(&self, _: &Question) -> Response {
        self.2.set(self.2.get() + 1);
        Response::new(self.1.borrow_mut().pop().unwrap_or(Outcome::Timeout), self.0)
    }
}

fn found() -> Outcome {
    Packet::new(PLAIN).answer(&ASKED, 15, 300, b"\x00\x0a\x02mx\xc0\x0c").read()
}

fn nothing() -> Outcome {
    Packet::new(PLAIN | 3).authority(b"\x07example\x00", 6, 3600, SOA).read()
}

#[test]
fn a_failure_is_tried_again_and_then_elsewhere_if_allowed() {
    let ask = |first: Vec<Outcome>, elsewhere| {
        let (a, b) = (Script::new("a", first), Script::new("b", vec![found()]));
        let both = Retrying::new(vec![&a, &b], Policy { again: 1, elsewhere });
        let response = pollster::block_on(both.ask(&mx("a.example")));
        (response.resolver, response.tries, response.outcome, b.2.get())
    };
    assert_eq!(ask(vec![Outcome::Timeout, found()], true), ("a".to_owned(), 2, found(), 0));
    assert_eq!(ask(vec![Outcome::Timeout, Outcome::Timeout], true), ("b".to_owned(), 3, found(), 1));
    assert_eq!(ask(vec![Outcome::Timeout, Outcome::Timeout], false), ("a".to_owned(), 2, Outcome::Timeout, 0));
    // "There is none" is an answer: nobody else is asked, so nobody else learns the name.
    assert_eq!(ask(vec![nothing()], true), ("a".to_owned(), 1, nothing(), 0));
    // What the page itself forbids is not tried again.
    let forbidden = Outcome::Blocked { by: Barrier::Policy };
    assert_eq!(ask(vec![forbidden.clone()], true), ("a".to_owned(), 1, forbidden, 0));
}

#[test]
fn answers_are_remembered_for_their_ttl_and_failures_are_not() {
    let now = Rc::new(Cell::new(0_u64));
    let clock = {
        let now = Rc::clone(&now);
        Rc::new(move || now.get())
    };
    let cached = Cached::new(Script::new("a", vec![Outcome::Timeout, found(), nothing()]), clock);
    let ask = || pollster::block_on(cached.ask(&mx("a.example")));
    assert_eq!(ask().outcome, Outcome::Timeout);
    assert_eq!(ask().outcome, found());
    now.set(299_000);
    let response = ask();
    assert_eq!((response.tries, response.outcome.answer().unwrap().ttl()), (0, Some(1)));
    now.set(300_000);
    assert_eq!(ask().outcome, nothing());
    assert_eq!(cached.counts().sent, 3);
}

/// Answers when it is told to.
#[derive(Default)]
struct Held(RefCell<Vec<oneshot::Sender<()>>>, Cell<usize>);

impl Resolver for Held {
    async fn ask(&self, question: &Question) -> Response {
        let (sender, receiver) = oneshot::channel();
        self.0.borrow_mut().push(sender);
        self.1.set(self.1.get() + 1);
        let _ = receiver.await;
        Response::new(wire::read(b"", question), "held")
    }
}

#[test]
fn the_same_question_travels_once() {
    let held = Rc::new(Held::default());
    let cached = Cached::new(Rc::clone(&held), Rc::new(|| 0));
    let same = mx("a.example");
    pollster::block_on(async {
        // Polled last: by then both have asked. To drop a sender is to let go on.
        let release = async { held.0.borrow_mut().clear() };
        join3(cached.ask(&same), cached.ask(&same), release).await;
    });
    assert_eq!((cached.counts().asked, cached.counts().sent, cached.counts().joined), (2, 1, 1));
}

#[test]
fn one_who_goes_away_leaves_no_gap() {
    let questions: Vec<Question> = (0..20).map(|at| mx(&format!("n{at}.example"))).collect();
    let held = Rc::new(Held::default());
    let cached = Cached::with_limit(Rc::clone(&held), Rc::new(|| 0), 2);
    {
        let mut all = Box::pin(join_all(questions.iter().map(|question| cached.ask(question))));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(all.as_mut().poll(&mut context).is_pending());
        assert_eq!(held.1.get(), 2, "two at a time");
    }
    // All of them were dropped, two under way and eighteen waiting: the gate is open again.
    held.0.borrow_mut().clear();
    pollster::block_on(async {
        let asking = cached.ask(&questions[5]);
        let release = async { held.0.borrow_mut().clear() };
        futures_util::future::join(asking, release).await;
    });
    assert_eq!(held.1.get(), 3);
}

/// A small generator of numbers that look random and are the same in every run.
fn next(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    usize::try_from(*seed >> 16).unwrap()
}

#[test]
fn damaged_answers_come_to_an_outcome() {
    let question = mx("a.example");
    let seeds = [
        Packet::new(PLAIN).answer(&ASKED, 15, 300, b"\x00\x0a\x02mx\xc0\x0c").extended(3, "old").octets(),
        Packet::new(PLAIN | 3).authority(b"\x07example\x00", 6, 3600, SOA).octets(),
        Packet::new(PLAIN).answer(b"\x07example\x00", 39, 60, b"\x03new\x04test\x00").octets(),
        Packet::new(PLAIN).answer(&ASKED, 5, 60, b"\x01b\xc0\x0e").answer(&ASKED, 16, 5, b"\x03abc").octets(),
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15;
    for _ in 0..20_000 {
        let mut octets = seeds[next(&mut seed) % seeds.len()].clone();
        for _ in 0..=next(&mut seed) % 4 {
            let at = next(&mut seed) % octets.len();
            match next(&mut seed) % 3 {
                0 => octets[at] = next(&mut seed).to_le_bytes()[0],
                1 => octets.truncate(at + 1),
                _ => octets.insert(at, 0xc0),
            }
        }
        let outcome = wire::read(&octets, &question);
        assert!(!outcome.words(&question).is_empty());
        assert!(serde_json::to_value(&outcome).unwrap()["outcome"].is_string());
    }
}

#[test]
fn damaged_names_and_zones_come_to_an_answer() {
    const PIECES: [&str; 24] = [
        "a",
        ".",
        "..",
        "@",
        "[",
        "]",
        "://",
        "\\",
        "\"",
        "(",
        ")",
        ";",
        " ",
        "\n",
        "\t",
        "MX",
        "10",
        "$TTL",
        "\u{430}",
        "xn--",
        "\u{ff0e}",
        "IN",
        "_",
        "192.0.2.1",
    ];
    let mut seed = 0x2545_f491_4f6c_dd1d;
    for _ in 0..20_000 {
        let count = 1 + next(&mut seed) % 12;
        let text: String = (0..count).map(|_| PIECES[next(&mut seed) % PIECES.len()]).collect();
        if let Ok(subject) = backstamp::dns::Subject::read(&text) {
            assert!(serde_json::to_value(&subject).unwrap().is_object(), "{text:?}");
        }
        let _ = Zones::parse(&text);
        let _ = Name::parse(&text);
        let _ = doh::Endpoint::custom(&text);
    }
}

mod against_hickory {
    //! The message format as hickory-proto has it: an answer that it wrote is read the same, and so is a question of ours.

    use hickory_proto::op::{Message, MessageType, OpCode, Query, ResponseCode};
    use hickory_proto::rr::rdata::tlsa::{CertUsage, Matching, Selector};
    use hickory_proto::rr::rdata::{A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TLSA, TXT};
    use hickory_proto::rr::{Name as WireName, RData, Record as WireRecord};

    use super::*;

    fn wire_name(text: &str) -> WireName {
        let labels = name(text).octets();
        let mut name = WireName::from_labels(labels.iter().map(Vec::as_slice)).unwrap();
        name.set_fqdn(true);
        name
    }

    const KINDS: [RecordType; 13] = [
        RecordType::A,
        RecordType::Ns,
        RecordType::Cname,
        RecordType::Soa,
        RecordType::Ptr,
        RecordType::Mx,
        RecordType::Txt,
        RecordType::Aaaa,
        RecordType::Srv,
        RecordType::Dname,
        RecordType::Ds,
        RecordType::Tlsa,
        RecordType::Other(65_280),
    ];

    #[test]
    fn it_reads_our_questions() {
        for text in ["a.example", ".", r"odd\.label.example", "_25._tcp.mx.example.com"] {
            for kind in KINDS {
                let octets = wire::write(&Question::new(name(text), kind)).unwrap();
                let message = Message::from_vec(&octets).unwrap();
                assert_eq!(message.metadata.id, 0);
                assert!(message.metadata.recursion_desired && message.edns.as_ref().unwrap().flags().dnssec_ok);
                let query = &message.queries[0];
                assert_eq!(query.name(), &wire_name(text), "{text}");
                assert_eq!(u16::from(query.query_type()), kind.number(), "{text}");
                assert_eq!(octets.len() % 128, 0);
                // Nothing but a longer or shorter padding stands between its octets and ours.
                assert_eq!(message.to_vec().unwrap(), octets, "{text} {kind}");
            }
        }
    }

    #[test]
    fn we_read_its_answers() {
        let mx2 = || wire_name("mx.shop.example");
        let soa = SOA::new(mx2(), wire_name("dns.shop.example"), 7, 1, 2, 3, 4);
        let srv = SRV::new(1, 2, 587, mx2());
        let tlsa = TLSA::new(CertUsage::from(3), Selector::from(1), Matching::from(1), vec![0xab, 0xcd]);
        let target = name("mx.shop.example");
        let cases = [
            (RData::A(A::new(192, 0, 2, 1)), Data::A("192.0.2.1".parse().unwrap())),
            (RData::AAAA(AAAA("2001:db8::1".parse().unwrap())), Data::Aaaa("2001:db8::1".parse().unwrap())),
            (RData::NS(NS(mx2())), Data::Ns(target.clone())),
            (RData::PTR(PTR(mx2())), Data::Ptr(target.clone())),
            (RData::MX(MX::new(10, mx2())), Data::Mx { preference: 10, exchange: target.clone() }),
            (
                RData::TXT(TXT::new(vec!["v=spf1".to_owned(), " -all".to_owned()])),
                Data::Txt(vec!["v=spf1".to_owned(), " -all".to_owned()]),
            ),
            (RData::SRV(srv), Data::Srv { priority: 1, weight: 2, port: 587, target: target.clone() }),
            (RData::TLSA(tlsa), Data::Tlsa { usage: 3, selector: 1, matching: 1, data: "abcd".to_owned() }),
            (
                RData::SOA(soa),
                Data::Soa(backstamp::dns::Soa {
                    primary: target.clone(),
                    responsible: name("dns.shop.example"),
                    serial: 7,
                    refresh: 1,
                    retry: 2,
                    expire: 3,
                    minimum: 4,
                }),
            ),
        ];
        for (theirs, ours) in cases {
            let mut message = Message::new(0, MessageType::Response, OpCode::Query);
            message.add_query(Query::query(wire_name("www.shop.example"), theirs.record_type()));
            let kind = RecordType::from(u16::from(theirs.record_type()));
            let alias = RData::CNAME(CNAME(wire_name("web.shop.example")));
            message.add_answer(WireRecord::from_rdata(wire_name("www.shop.example"), 60, alias));
            message.add_answer(WireRecord::from_rdata(wire_name("web.shop.example"), 300, theirs));
            let octets = message.to_vec().unwrap();
            let outcome = wire::read(&octets, &Question::new(name("www.shop.example"), kind));
            assert_eq!(outcome.records().len(), 1, "{kind}: {outcome:?}");
            assert_eq!((outcome.records()[0].ttl, &outcome.records()[0].data), (300, &ours));
            assert_eq!(outcome.answer().unwrap().chain[0].to, name("web.shop.example"));
        }
    }

    #[test]
    fn we_read_its_codes() {
        for code in [ResponseCode::ServFail, ResponseCode::Refused, ResponseCode::NotImp, ResponseCode::BADVERS] {
            let mut message = Message::new(0, MessageType::Response, OpCode::Query);
            message.metadata.response_code = code;
            message.set_edns(hickory_proto::op::Edns::new());
            message.add_query(Query::query(wire_name("a.example"), hickory_proto::rr::RecordType::MX));
            let outcome = wire::read(&message.to_vec().unwrap(), &mx("a.example"));
            assert_eq!(outcome, Outcome::Failed { rcode: Rcode(code.into()), errors: Vec::new() });
        }
    }
}

#[test]
fn the_seeds_of_the_fuzz_target_are_answers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/dns_answer");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap().flatten() {
        let octets = std::fs::read(file.path()).unwrap();
        let outcome = wire::read(&octets, &wire::asked(&octets).unwrap());
        assert!(!matches!(outcome, Outcome::Malformed { .. } | Outcome::AnotherQuestion { .. }), "{:?}", file.path());
        seen += 1;
    }
    assert_eq!(seen, 6);
}
