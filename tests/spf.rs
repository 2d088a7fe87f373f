//! SPF evaluated: the test suite of RFC 7208 where it lies beside the repository, and cases of our own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use backstamp::auth::proved::asking::Asker;
use backstamp::auth::proved::spf::{self, Fate, Identity, Outcome, Query};
use backstamp::dns::{self, Answer, Data, Listed, Name, Question, Record, RecordType, Resolver, Response};
use serde::Deserialize;
use serde_norway::Value;

#[derive(Deserialize)]
struct Scenario {
    description: String,
    tests: BTreeMap<String, Case>,
    zonedata: BTreeMap<String, Vec<Value>>,
}

#[derive(Deserialize)]
struct Case {
    helo: String,
    host: String,
    mailfrom: String,
    result: Value,
    explanation: Option<String>,
}

/// The zones of a scenario.
#[derive(Default)]
struct Zone {
    records: BTreeMap<Name, Vec<(RecordType, Data)>>,
    timeouts: BTreeSet<Name>,
}

impl Zone {
    fn of(zonedata: &BTreeMap<String, Vec<Value>>) -> Self {
        let mut zone = Self::default();
        for (owner, entries) in zonedata {
            let Ok(name) = Name::from_labels(owner.trim_end_matches('.').split('.').map(str::as_bytes)) else {
                continue;
            };
            let mut spf = Vec::new();
            let mut has_txt = false;
            let records = zone.records.entry(name.clone()).or_default();
            for entry in entries {
                let Value::Mapping(map) = entry else {
                    assert_eq!(entry.as_str(), Some("TIMEOUT"));
                    zone.timeouts.insert(name.clone());
                    continue;
                };
                for (kind, value) in map {
                    let kind = kind.as_str().unwrap();
                    let strings = || match value {
                        Value::Sequence(all) => all.iter().map(|one| one.as_str().unwrap().to_owned()).collect(),
                        one => vec![one.as_str().unwrap().to_owned()],
                    };
                    match kind {
                        "SPF" if value.as_str() == Some("TIMEOUT") => {
                            zone.timeouts.insert(name.clone());
                        }
                        "SPF" if value.as_str() != Some("NONE") => spf.push(Data::Txt(strings())),
                        "TXT" => {
                            has_txt = true;
                            if value.as_str() == Some("TIMEOUT") {
                                zone.timeouts.insert(name.clone());
                            } else if value.as_str() != Some("NONE") {
                                records.push((RecordType::Txt, Data::Txt(strings())));
                            }
                        }
                        "A" => records.push((RecordType::A, Data::A(value.as_str().unwrap().parse().unwrap()))),
                        "AAAA" => {
                            records.push((RecordType::Aaaa, Data::Aaaa(value.as_str().unwrap().parse().unwrap())))
                        }
                        "PTR" => records.push((RecordType::Ptr, Data::Ptr(host(value.as_str().unwrap())))),
                        "CNAME" => records.push((RecordType::Cname, Data::Cname(host(value.as_str().unwrap())))),
                        "MX" => {
                            let preference = u16::try_from(value[0].as_u64().unwrap()).unwrap();
                            records.push((
                                RecordType::Mx,
                                Data::Mx { preference, exchange: host(value[1].as_str().unwrap()) },
                            ));
                        }
                        "SPF" => {}
                        other => panic!("{other}"),
                    }
                }
            }
            if !has_txt {
                records.extend(spf.into_iter().map(|data| (RecordType::Txt, data)));
            }
        }
        zone
    }
}

fn host(text: &str) -> Name {
    if text.is_empty() { Name::ROOT } else { Name::parse(text).unwrap() }
}

impl Resolver for Zone {
    async fn ask(&self, question: &Question) -> Response {
        let mut answer = Answer::default();
        let mut name = question.name.clone();
        for _ in 0..16 {
            let Some(here) = self.records.get(&name) else {
                return Response::new(dns::Outcome::NoSuchName(answer), "zone");
            };
            let of = |wanted: RecordType| here.iter().filter(move |(kind, _)| *kind == wanted);
            answer.records = of(question.kind)
                .map(|(kind, data)| Record { name: name.clone(), kind: *kind, ttl: 60, data: data.clone() })
                .collect();
            if !answer.records.is_empty() {
                return Response::new(dns::Outcome::Records(answer), "zone");
            }
            if self.timeouts.contains(&name) {
                return Response::new(dns::Outcome::Timeout, "zone");
            }
            let Some((_, Data::Cname(to))) = of(RecordType::Cname).next() else {
                return Response::new(dns::Outcome::NoSuchType(answer), "zone");
            };
            name = to.clone();
        }
        Response::new(dns::Outcome::AliasLoop(answer), "zone")
    }
}

/// Where the suite lies, where it does.
fn suite() -> Option<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("BACKSTAMP_SHARED").map_or(beside, PathBuf::from);
    std::fs::read_to_string(shared.join("corpora/spf/rfc7208-tests.yml")).ok()
}

#[test]
fn the_test_suite_of_rfc_7208_passes() {
    let Some(text) = suite() else {
        eprintln!("Skipped: the test suite of RFC 7208 is not part of the repository, and is not beside it.");
        return;
    };
    let (mut count, mut wrong) = (0, Vec::new());
    for document in serde_norway::Deserializer::from_str(&text) {
        let scenario = Scenario::deserialize(document).unwrap();
        let zone = Zone::of(&scenario.zonedata);
        for (id, case) in &scenario.tests {
            let query = Query {
                ip: case.host.parse().unwrap(),
                mail_from: case.mailfrom.clone(),
                helo: case.helo.clone(),
                receiver: "receiver.example".to_owned(),
                now: 1_700_000_000,
            };
            let asker = Asker::new(&zone);
            let proof = pollster::block_on(spf::check(&asker, &query));
            let accepted: Vec<&str> = match &case.result {
                Value::Sequence(all) => all.iter().filter_map(Value::as_str).collect(),
                one => one.as_str().into_iter().collect(),
            };
            count += 1;
            if !accepted.contains(&proof.result.name()) {
                wrong.push(format!(
                    "{} / {id}: {accepted:?}, got {} ({})",
                    scenario.description,
                    proof.result.name(),
                    proof.why
                ));
            }
            let explanation = proof.explanation.as_deref().unwrap_or("DEFAULT");
            if let Some(expected) = &case.explanation
                // The digits of an address are written in either case; RFC 7208 itself has small letters.
                && !expected.eq_ignore_ascii_case(explanation)
            {
                wrong.push(format!("{} / {id}: explanation {expected:?}, got {explanation:?}", scenario.description));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 150, "{count} cases");
}

fn listed(records: &[(&str, RecordType, &str)]) -> Listed {
    let mut listed = Listed::default();
    for (name, kind, data) in records {
        listed.add(&Name::parse(name).unwrap(), *kind, &[data]).unwrap();
    }
    listed
}

fn check(resolver: &Listed, ip: &str, mail_from: &str, helo: &str) -> spf::Proof {
    let query = Query {
        ip: ip.parse().unwrap(),
        mail_from: mail_from.to_owned(),
        helo: helo.to_owned(),
        receiver: String::new(),
        now: 0,
    };
    pollster::block_on(spf::check(&Asker::new(resolver), &query))
}

const TXT: RecordType = RecordType::Txt;

#[test]
fn the_tree_shows_each_term_with_its_question_and_what_it_decided() {
    let resolver = listed(&[
        ("example.com", TXT, "v=spf1 mx include:_spf.example.net ip4:198.51.100.1 -all"),
        ("example.com", RecordType::Mx, "10 mx.example.com."),
        ("mx.example.com", RecordType::A, "192.0.2.1"),
        ("_spf.example.net", TXT, "v=spf1 ip4:203.0.113.0/24 ~all"),
    ]);
    let proof = check(&resolver, "203.0.113.9", "jane@example.com", "mx.example.org");
    assert_eq!(
        (proof.result, proof.identity, proof.domain.as_str()),
        (Outcome::Pass, Identity::MailFrom, "example.com")
    );
    assert_eq!((proof.lookups, proof.void_lookups), (2, 0));
    let terms = &proof.tree.terms;
    let fates: Vec<Fate> = terms.iter().map(|term| term.fate).collect();
    assert_eq!(fates, [Fate::Passed, Fate::Matched, Fate::NotReached, Fate::NotReached]);
    let asked: Vec<String> =
        terms[0].asked.iter().map(|asked| format!("{}: {}", asked.question, asked.answer)).collect();
    assert_eq!(asked, ["example.com MX: 1 record", "mx.example.com A: 1 record"]);
    let inner = terms[1].record.as_ref().unwrap();
    assert_eq!(
        (inner.domain.as_str(), inner.result, inner.terms[0].fate),
        ("_spf.example.net", Outcome::Pass, Fate::Matched)
    );
    assert!(proof.why.contains("include:_spf.example.net") && proof.why.contains("203.0.113.9"), "{}", proof.why);
}

#[test]
fn a_missing_include_and_a_dead_name_server_are_two_answers() {
    let resolver = listed(&[("example.com", TXT, "v=spf1 include:gone.example.net -all")]);
    let proof = check(&resolver, "192.0.2.1", "a@example.com", "");
    assert_eq!(proof.result, Outcome::PermError);
    assert!(proof.why.contains("gone.example.net"), "{}", proof.why);
    let mut resolver = listed(&[("example.com", TXT, "v=spf1 include:slow.example.net -all")]);
    resolver.fail(&Name::parse("slow.example.net").unwrap(), TXT, dns::Outcome::Timeout);
    assert_eq!(check(&resolver, "192.0.2.1", "a@example.com", "").result, Outcome::TempError);
}

#[test]
fn circles_and_what_grows_without_end_are_bounded() {
    let circle = listed(&[
        ("a.example", TXT, "v=spf1 include:b.example -all"),
        ("b.example", TXT, "v=spf1 include:a.example -all"),
    ]);
    let proof = check(&circle, "192.0.2.1", "x@a.example", "");
    assert_eq!((proof.result, proof.lookups), (Outcome::PermError, 11));
    assert!(proof.why.contains("more than 10"), "{}", proof.why);
    let redirects = listed(&[("a.example", TXT, "v=spf1 redirect=a.example")]);
    assert_eq!(check(&redirects, "192.0.2.1", "x@a.example", "").result, Outcome::PermError);
    // Macros that make ever longer names, out of a sender of any length.
    let macros = format!("v=spf1 {} -all", "exists:%{s}%{s}%{s}%{s}%{s}%{s}%{s}.%{d} ".repeat(1_000));
    let macros = listed(&[("a.example", TXT, &macros)]);
    let sender = format!("{}@a.example", "long.".repeat(20_000));
    let started = std::time::Instant::now();
    assert_eq!(check(&macros, "192.0.2.1", &sender, "").result, Outcome::PermError);
    // A record of 64 KB.
    let long = format!("v=spf1 {} -all", "ip4:192.0.2.1 ".repeat(4_600));
    let long = listed(&[("a.example", TXT, &long)]);
    assert_eq!(check(&long, "198.51.100.1", "x@a.example", "").result, Outcome::Fail);
    assert!(started.elapsed().as_secs() < 5);
}

#[test]
fn without_a_sender_the_name_of_the_host_is_checked() {
    let resolver =
        listed(&[("mx.example.org", TXT, "v=spf1 a -all"), ("mx.example.org", RecordType::Aaaa, "2001:db8::1")]);
    let proof = check(&resolver, "2001:db8::1", "", "mx.example.org");
    assert_eq!((proof.result, proof.identity), (Outcome::Pass, Identity::Helo));
    assert_eq!(check(&resolver, "::ffff:192.0.2.1", "", "mx.example.org").result, Outcome::Fail);
    for odd in ["", "localhost", "[192.0.2.1]", "a..b", "x@", "\u{0}", "@@@"] {
        assert_eq!(check(&resolver, "192.0.2.1", "", odd).result, Outcome::None, "{odd:?}");
        assert_eq!(check(&resolver, "192.0.2.1", odd, "").result, Outcome::None, "{odd:?}");
    }
}
