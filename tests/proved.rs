//! Authentication proved again: what holds, what does not and why, what was changed, and input that means harm.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr
)]

mod signing;

use backstamp::auth::proved::crypto::Native;
use backstamp::auth::proved::dkim::{Cause, ChangeKind, Outcome, Proof};
use backstamp::auth::proved::{self, Given, arc, dmarc, prove};
use backstamp::dns::{self, Name, RecordType};
use backstamp::finding::{Confidence, Party, Severity};
use backstamp::source::Source;
use backstamp::{Context, Report, analyze_source};
use signing::{Keys, Wish, dns, now, proved, sealed, signed};

const HEADER: [&str; 4] = [
    "From: Jane <jane@example.com>",
    "To: list@lists.example.net",
    "Subject: Figures of March",
    "Date: Tue, 3 Mar 2026 10:00:00 +0000",
];
const BODY: &str = "Hello,\r\n\r\nhere are the figures.\r\n\r\nJane\r\n";

fn first(keys: &Keys, message: &str) -> Proof {
    proved(keys, message.as_bytes()).dkim.remove(0)
}

fn verdict(keys: &Keys, message: &str) -> (Outcome, Cause) {
    let proof = first(keys, message);
    (proof.result, proof.cause)
}

#[test]
fn signatures_of_both_kinds_and_all_forms_hold() {
    let keys = Keys::new();
    for form in ["simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"] {
        for ed25519 in [false, true] {
            let message = signed(&keys, &HEADER, BODY, &Wish { form, ed25519, ..Wish::default() });
            assert_eq!(verdict(&keys, &message), (Outcome::Pass, Cause::Verified), "{form}");
            // A copy that lost its carriage returns is the same message.
            assert_eq!(verdict(&keys, &message.replace("\r\n", "\n")).0, Outcome::Pass, "{form}");
        }
    }
}

#[test]
fn a_signature_that_leaves_from_unsigned_never_passes() {
    let keys = Keys::new();
    let message = signed(&keys, &HEADER, BODY, &Wish { signed: "to:subject:date", ..Wish::default() });
    let proof = first(&keys, &message);
    assert_eq!((proof.result, proof.cause), (Outcome::PermError, Cause::FromUnsigned));
    // It is said that it would fit.
    assert_eq!((proof.body_matches, proof.signature_matches), (Some(true), Some(true)));
    let shown = &message[proof.shown.start..proof.shown.end];
    assert_eq!(shown, "h=to:subject:date");
}

#[test]
fn what_spoils_a_signature_is_named() {
    let keys = Keys::new();
    let cases = [
        (" x=1700000000;", Cause::Expired),
        (" t=1764000000; x=1763000000;", Cause::BadTag),
        (" i=@example.org;", Cause::Identity),
        (" q=carrier/pigeon;", Cause::QueryMethod),
        (" l=many;", Cause::BadTag),
        (" d=example.com;", Cause::Syntax),
    ];
    let message = signed(&keys, &HEADER, BODY, &Wish::default());
    for (more, cause) in cases {
        let spoilt = message.replacen(" h=", &format!("{more} h="), 1);
        assert_eq!(verdict(&keys, &spoilt), (Outcome::PermError, cause), "{more}");
    }
    for (from, to, cause) in [
        ("v=1", "v=2", Cause::Version),
        ("v=1; ", "", Cause::MissingTag),
        ("rsa-sha256", "rsa-md5", Cause::Algorithm),
        ("rsa-sha256", "rsa-sha1", Cause::WeakHash),
        ("rsa-sha256", "ed25519-sha256", Cause::KeyType),
        ("relaxed/relaxed", "relaxed/loose", Cause::Canonicalization),
        ("s=rsa", "s=gone", Cause::KeyMissing),
    ] {
        assert_eq!(verdict(&keys, &message.replacen(from, to, 1)), (Outcome::PermError, cause), "{to}");
    }
}

#[test]
fn no_key_a_revoked_key_and_no_answer_are_three_answers() {
    let keys = Keys::new();
    let message = signed(&keys, &HEADER, BODY, &Wish { domain: "example.org", ..Wish::default() });
    let ask = |records: &[(&str, RecordType, &str)], fails: bool| {
        let mut resolver = dns(&keys, records);
        if fails {
            resolver.fail(&Name::parse("rsa._domainkey.example.org").unwrap(), RecordType::Txt, dns::Outcome::Timeout);
        }
        let given = Given { now: Some(now()), ..Given::default() };
        let proof = pollster::block_on(prove(message.as_bytes(), 0, &given, &resolver, &Native)).dkim.remove(0);
        (proof.result, proof.cause)
    };
    let key = "rsa._domainkey.example.org";
    assert_eq!(ask(&[], false), (Outcome::PermError, Cause::KeyMissing));
    assert_eq!(ask(&[], true), (Outcome::TempError, Cause::KeyUnavailable));
    assert_eq!(ask(&[(key, RecordType::Txt, "v=DKIM1; p=")], false), (Outcome::PermError, Cause::KeyRevoked));
    assert_eq!(ask(&[(key, RecordType::Txt, &keys.ed25519_record())], false), (Outcome::PermError, Cause::KeyType));
    let weak = format!(
        "v=DKIM1; p={}",
        data_encoding::BASE64.encode(
            &backstamp::auth::record::dkim_key::RsaKey { modulus: vec![0xc1; 64], exponent: vec![1, 0, 1] }.to_spki()
        )
    );
    assert_eq!(ask(&[(key, RecordType::Txt, &weak)], false), (Outcome::PermError, Cause::KeyWeak));
    let long = "p=".to_owned() + &"A".repeat(64 << 10);
    assert_eq!(ask(&[(key, RecordType::Txt, &long)], false), (Outcome::PermError, Cause::KeyRecord));
    // Of several records, one that fits is enough.
    let good = keys.rsa_record();
    let both = [(key, RecordType::Txt, "something else"), (key, RecordType::Txt, good.as_str())];
    assert_eq!(ask(&both, false), (Outcome::Pass, Cause::Verified));
}

#[test]
fn a_part_of_the_body_that_is_not_signed_is_said() {
    let keys = Keys::new();
    let message = signed(&keys, &HEADER, BODY, &Wish { more: format!(" l={};", BODY.len()), ..Wish::default() });
    let proof = first(&keys, &format!("{message}More of it.\r\n"));
    assert_eq!(proof.result, Outcome::Pass);
    let covered = proof.covered.unwrap();
    assert!(covered.signed < covered.total);
    assert!(proof.why.contains("anybody's"), "{}", proof.why);
    // The other way round, some of the body is missing.
    assert_eq!(verdict(&keys, &message.replace("Jane\r\n", "J\r\n")).1, Cause::BodyLength);
}

/// The one change that is named for a message.
fn change(keys: &Keys, message: &str) -> (ChangeKind, String, String) {
    let proof = first(keys, message);
    assert_ne!(proof.result, Outcome::Pass);
    let [change] = proof.changes.as_slice() else { panic!("{:?} {}", proof.changes, proof.why) };
    (change.kind, change.what.clone(), message[change.span.start..change.span.end].to_owned())
}

#[test]
fn the_change_that_broke_the_body_is_named_and_shown() {
    let keys = Keys::new();
    let message = signed(&keys, &HEADER, BODY, &Wish::default());
    let footer = "_______\r\nTo leave the list write to leave@lists.example.net\r\n";
    let (kind, what, shown) = change(&keys, &format!("{message}{footer}"));
    assert_eq!((kind, shown.as_str()), (ChangeKind::Footer, footer));
    assert!(what.contains("2 lines") && what.contains("To leave the list"), "{what}");
    let banner = "CAUTION: this message came from outside.\r\n";
    let (kind, _, shown) = change(&keys, &message.replace("\r\n\r\nHello", &format!("\r\n\r\n{banner}Hello")));
    assert_eq!((kind, shown.as_str()), (ChangeKind::Banner, banner));
    let (kind, _, shown) = change(&keys, &message.replace("here are", "An advertisement.\r\nhere are"));
    assert_eq!((kind, shown.as_str()), (ChangeKind::Inserted, "An advertisement.\r\n"));
    // What was changed within the text explains nothing, and nothing is made up.
    let proof = first(&keys, &message.replace("figures.", "numbers."));
    assert_eq!((proof.cause, proof.changes.len()), (Cause::BodyHash, 0));
}

#[test]
fn white_space_mailbox_marks_and_wrapped_lines_are_named() {
    let keys = Keys::new();
    let simple = Wish { form: "relaxed/simple", ..Wish::default() };
    let message = signed(&keys, &HEADER, BODY, &simple);
    assert_eq!(change(&keys, &message.replace("figures.", "figures. ")).0, ChangeKind::WhiteSpace);
    let body = "From here on it rains.\r\n.dot\r\n";
    let message = signed(&keys, &HEADER, body, &simple);
    assert_eq!(change(&keys, &message.replace("\r\nFrom here", "\r\n>From here")).0, ChangeKind::FromEscaped);
    assert_eq!(change(&keys, &message.replace("\r\n.dot", "\r\n..dot")).0, ChangeKind::Dots);
    let long = "x".repeat(1_200);
    let message = signed(&keys, &HEADER, &format!("{long}\r\n"), &simple);
    let wrapped = format!("{}!\r\n {}", &long[..990], &long[990..]);
    assert_eq!(change(&keys, &message.replace(&long, &wrapped)).0, ChangeKind::LineWrap);
}

#[test]
fn the_change_that_broke_the_header_is_named() {
    let keys = Keys::new();
    let message = signed(&keys, &HEADER, BODY, &Wish::default());
    let (kind, what, _) = change(&keys, &message.replace("Subject: ", "Subject: [list] "));
    assert_eq!(kind, ChangeKind::SubjectTag);
    assert!(what.contains("[list]"), "{what}");
    let rewritten = message.replace(
        "From: Jane <jane@example.com>",
        "From: Jane via list <list@lists.example.net>\r\nReply-To: Jane <jane@example.com>",
    );
    assert_eq!(change(&keys, &rewritten).0, ChangeKind::Rewritten);
    // Both at once, as lists do.
    let both = first(&keys, &rewritten.replace("Subject: ", "Subject: [list] "));
    let mut kinds: Vec<ChangeKind> = both.changes.iter().map(|change| change.kind).collect();
    kinds.sort();
    assert_eq!(kinds, [ChangeKind::SubjectTag, ChangeKind::Rewritten]);
    let added = message.replace("\r\n\r\nHello", "\r\nTo: another@example.org\r\n\r\nHello");
    assert_eq!(change(&keys, &added).0, ChangeKind::FieldAdded);
    assert!(first(&keys, &message.replace("March", "April")).changes.is_empty());
}

#[test]
fn headers_alone_say_what_cannot_be_known() {
    let keys = Keys::new();
    let message = signed(&keys, &HEADER, BODY, &Wish::default());
    let (header, _) = message.split_once("\r\n\r\n").unwrap();
    for alone in [format!("{header}\r\n"), format!("{header}\r\n\r\n")] {
        let proof = first(&keys, &alone);
        assert_eq!((proof.result, proof.cause), (Outcome::Neutral, Cause::BodyMissing));
        assert_eq!((proof.body_matches, proof.signature_matches), (None, Some(true)));
    }
    assert_eq!(verdict(&keys, &header.replace("March", "April")), (Outcome::Neutral, Cause::BodyMissing));
}

#[test]
fn an_arc_chain_holds_set_by_set() {
    let keys = Keys::new();
    let lines: String = HEADER.iter().map(|line| format!("{line}\r\n")).collect();
    let plain = format!("{lines}\r\n{BODY}");
    let chain = |message: &str| proved(&keys, message.as_bytes()).arc;
    assert_eq!(chain(&plain).chain, arc::Chain::None);
    let one = sealed(&keys, &plain, 1, "none");
    assert_eq!(chain(&one).chain, arc::Chain::Pass, "{}", chain(&one).why);
    // The next server finds a subject that was changed: only the newest message signature must hold.
    let two = sealed(&keys, &one.replace("Subject: ", "Subject: [list] "), 2, "pass");
    let proof = chain(&two);
    assert_eq!(proof.chain, arc::Chain::Pass, "{}", proof.why);
    assert_eq!(proof.sets.len(), 2);
    for (broken, word) in [
        (one.replace("March", "April"), "ARC-Message-Signature"),
        (one.replace("spf=pass", "spf=fail"), "seal"),
        (one.replace("i=1", "i=2"), "lacks"),
        (sealed(&keys, &one, 2, "fail"), "cv=fail"),
        (sealed(&keys, &plain, 1, "pass"), "cv=pass"),
        (format!("ARC-Seal: i=1; x\r\n{one}"), "two ARC-Seal"),
        (format!("ARC-Seal: i=99; x\r\n{one}"), "99"),
    ] {
        let proof = chain(&broken);
        assert_eq!(proof.chain, arc::Chain::Fail);
        assert!(proof.why.contains(word), "{word}: {}", proof.why);
    }
}

fn report(message: &str, given: &Given, resolver: &dns::Listed) -> Report {
    let source = Source::read(message.as_bytes());
    let mut report = analyze_source(&source, &Context::default());
    pollster::block_on(proved::add(&mut report, &source, given, resolver, &Native));
    report
}

#[test]
fn dmarc_passes_by_an_aligned_signature_and_fails_without() {
    let keys = Keys::new();
    let resolver = dns(
        &keys,
        &[
            ("_dmarc.example.com", RecordType::Txt, "v=DMARC1; p=reject"),
            ("example.org", RecordType::Txt, "v=spf1 ip4:192.0.2.1 -all"),
        ],
    );
    let given = Given {
        now: Some(now()),
        ip: Some([192, 0, 2, 1].into()),
        mail_from: Some("bounce@example.org".to_owned()),
        ..Given::default()
    };
    let message = signed(&keys, &HEADER, BODY, &Wish::default());
    let good = report(&message, &given, &resolver).authentication.unwrap();
    let proved = good.proved.unwrap();
    assert_eq!(good.from.as_deref(), Some("example.com"));
    assert_eq!(proved.dmarc.result, dmarc::Outcome::Pass);
    assert!(proved.dmarc.dkim_aligned && !proved.dmarc.spf_aligned);
    let bad = report(&message.replace("figures.", "numbers."), &given, &resolver);
    let finding = bad.findings.iter().find(|finding| finding.id == "auth.proved-dmarc").unwrap();
    assert_eq!((finding.severity, finding.confidence), (Severity::Problem, Confidence::Certain));
    assert!(finding.why.contains("another domain") && finding.why.contains("today"), "{}", finding.why);
    // Without the address, SPF was not looked at: nothing is certain.
    let half = report(&message.replace("figures.", "numbers."), &Given::default(), &resolver);
    let finding = half.findings.iter().find(|finding| finding.id == "auth.proved-dmarc").unwrap();
    assert_eq!((finding.severity, finding.confidence), (Severity::Warning, Confidence::Possible));
}

#[test]
fn the_name_of_an_address_is_looked_up_both_ways() {
    let keys = Keys::new();
    let given =
        |ip: [u8; 4]| Given { ip: Some(ip.into()), helo: Some("mx.example.com".to_owned()), ..Given::default() };
    let resolver = dns(
        &keys,
        &[
            ("1.2.0.192.in-addr.arpa", RecordType::Ptr, "mx.example.com."),
            ("mx.example.com", RecordType::A, "192.0.2.1"),
            ("2.2.0.192.in-addr.arpa", RecordType::Ptr, "mx.example.com."),
        ],
    );
    let message = signed(&keys, &HEADER, BODY, &Wish::default());
    let titles = |last: u8| -> Vec<String> {
        let report = report(&message, &given([192, 0, 2, last]), &resolver);
        report
            .findings
            .into_iter()
            .filter(|finding| finding.id == "auth.proved-reverse")
            .map(|finding| finding.title)
            .collect()
    };
    assert!(titles(1).is_empty());
    assert_eq!(titles(2), ["The name of 192.0.2.2 does not lead back to it"]);
    assert_eq!(titles(3), ["192.0.2.3 has no name"]);
}

#[test]
fn a_finding_says_who_broke_a_signature_and_shows_it() {
    let keys = Keys::new();
    let message = signed(&keys, &HEADER, BODY, &Wish::default()) + "--\r\nThe list of example.net\r\n";
    let report = report(&message, &Given::default(), &dns(&keys, &[]));
    let finding = report.findings.iter().find(|finding| finding.id == "auth.proved-body").unwrap();
    assert_eq!((finding.party, finding.severity), (Party::Forwarder, Severity::Problem));
    assert!(finding.title.contains("footer"), "{}", finding.title);
    let shown: Vec<&str> = finding.evidence.iter().map(|span| &message[span.start..span.end]).collect();
    assert!(shown.iter().any(|text| text.contains("The list of example.net")), "{shown:?}");
}

#[test]
fn a_thousand_signatures_are_bounded_and_said() {
    let keys = Keys::new();
    let message = signed(&keys, &HEADER, BODY, &Wish::default());
    let (field, rest) = message.split_once("\r\n").unwrap();
    let many: String =
        (0..1_000).map(|at| format!("{}\r\n", field.replace("; h=", &format!("; l={at}; h=")))).collect();
    let started = std::time::Instant::now();
    let proofs = proved(&keys, format!("{many}{field}\r\n{rest}").as_bytes()).dkim;
    assert_eq!(proofs.len(), 1_001);
    let unchecked: Vec<&Proof> = proofs.iter().filter(|proof| proof.cause == Cause::NotChecked).collect();
    assert!(!unchecked.is_empty() && unchecked.iter().all(|proof| proof.result == Outcome::Neutral));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn any_input_gets_an_answer() {
    let keys = Keys::new();
    let message = sealed(&keys, &signed(&keys, &HEADER, BODY, &Wish::default()), 1, "none");
    let bytes = message.as_bytes();
    for end in (0..bytes.len()).step_by(7) {
        let _ = proved(&keys, &bytes[..end]);
    }
    for at in (0..bytes.len()).step_by(11) {
        let mut damaged = bytes.to_vec();
        damaged[at] = [0, 0xff, b'\r', b'\n', b';', b'='][at % 6];
        let _ = proved(&keys, &damaged);
    }
    let long = format!(
        "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=rsa; bh=AA==; b=AA==; h=from{}\r\nFrom: a@example.com\r\n\r\n{}",
        ":x".repeat(200_000),
        "y".repeat(5_000_000)
    );
    let started = std::time::Instant::now();
    let _ = proved(&keys, long.as_bytes());
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

/// DMARC for a From domain, with SPF and DKIM that passed for these domains.
fn judged(from: &str, spf: Option<&str>, dkim: Option<&str>, records: &[(&str, RecordType, &str)]) -> dmarc::Proof {
    let mut listed = dns::Listed::default();
    for (name, kind, data) in records {
        listed.add(&Name::parse(name).unwrap(), *kind, &[data]).unwrap();
    }
    let passed = |domain: &str| dmarc::Mechanism { domain: domain.to_owned(), passed: true, proved: true };
    let asker = proved::asking::Asker::new(&listed);
    let dkim = dkim.map(passed).into_iter().collect();
    pollster::block_on(dmarc::prove(&asker, &[from.to_owned()], spf.map(passed), dkim))
}

#[test]
fn the_walk_finds_the_organisation_without_a_list_of_suffixes() {
    const TXT: RecordType = RecordType::Txt;
    let shop = [("_dmarc.shop.co.uk", TXT, "v=DMARC1; p=reject")];
    let proof = judged("news.shop.co.uk", Some("bounce.shop.co.uk"), None, &shop);
    assert_eq!((proof.result, proof.organization.as_deref()), (dmarc::Outcome::Pass, Some("shop.co.uk")));
    // Neighbours below a public suffix are strangers.
    assert_eq!(judged("shop.co.uk", None, Some("other.co.uk"), &shop).result, dmarc::Outcome::Fail);
    // A name that only looks like it is a stranger too.
    assert_eq!(judged("shop.co.uk", None, Some("shop.co.uk.evil.example"), &shop).result, dmarc::Outcome::Fail);
    let bank = [("_dmarc.bank", TXT, "v=DMARC1; p=reject; psd=y")];
    let proof = judged("www.one.bank", None, Some("mail.one.bank"), &bank);
    assert_eq!((proof.result, proof.organization.as_deref()), (dmarc::Outcome::Pass, Some("one.bank")));
    assert_eq!(proof.policy_domain.as_deref(), Some("bank"));
    assert_eq!(judged("one.bank", None, Some("two.bank"), &bank).result, dmarc::Outcome::Fail);
    let unit = [
        ("_dmarc.unit.example.com", TXT, "v=DMARC1; p=none; psd=n"),
        ("_dmarc.example.com", TXT, "v=DMARC1; p=reject"),
    ];
    assert_eq!(judged("a.unit.example.com", None, Some("example.com"), &unit).result, dmarc::Outcome::Fail);
    // A long name is asked for itself, and then its last seven labels.
    let deep =
        judged("a.b.c.d.e.f.g.h.i.example.com", None, None, &[("_dmarc.example.com", TXT, "v=DMARC1; p=reject")]);
    let asked: Vec<String> = deep.walk.iter().map(|step| step.asked.question.name.to_string()).collect();
    assert_eq!((asked.len(), asked[1].as_str()), (8, "_dmarc.e.f.g.h.i.example.com"));
    assert_eq!(deep.policy.map(|policy| policy.to_string()).as_deref(), Some("reject"));
}

#[test]
fn the_policy_depends_on_the_name_and_on_whether_it_exists() {
    let policy = |from: &str, more: &[(&str, RecordType, &str)]| {
        let mut records =
            vec![("_dmarc.example.com", RecordType::Txt, "v=DMARC1; p=none; sp=quarantine; np=reject; t=y")];
        records.extend_from_slice(more);
        let proof = judged(from, None, None, &records);
        (proof.policy.unwrap().to_string(), proof.applied.unwrap().to_string())
    };
    let said = |policy: &str, applied: &str| (policy.to_owned(), applied.to_owned());
    assert_eq!(policy("example.com", &[]), said("none", "none"));
    assert_eq!(
        policy("a.example.com", &[("a.example.com", RecordType::Mx, "10 mx.example.com")]),
        said("quarantine", "none")
    );
    assert_eq!(policy("a.example.com", &[("a.example.com", RecordType::Txt, "text")]), said("reject", "quarantine"));
    // Two records are as none.
    let two = [
        ("_dmarc.example.com", RecordType::Txt, "v=DMARC1; p=none"),
        ("_dmarc.example.com", RecordType::Txt, "v=DMARC1; p=reject"),
    ];
    assert_eq!(judged("example.com", None, None, &two).result, dmarc::Outcome::None);
}

#[test]
fn what_the_border_saw_and_said_is_taken_from_the_header() {
    let keys = Keys::new();
    let resolver = dns(
        &keys,
        &[
            ("_dmarc.example.com", RecordType::Txt, "v=DMARC1; p=reject"),
            ("example.com", RecordType::Txt, "v=spf1 -all"),
        ],
    );
    let message = "Return-Path: <jane@example.com>\r\n\
        Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=jane@example.com smtp.remote-ip=192.0.2.1\r\n\
        Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.org with ESMTPS id 1; Tue, 3 Mar 2026 10:00:05 +0000\r\n\
        From: Jane <jane@example.com>\r\nSubject: x\r\n\r\nx\r\n";
    let proved = report(message, &Given::default(), &resolver).authentication.unwrap().proved.unwrap();
    // Today's record says otherwise, and the receiver's word at that time counts for DMARC.
    let spf = proved.spf.unwrap();
    assert_eq!((spf.ip.to_string().as_str(), spf.domain.as_str()), ("192.0.2.1", "example.com"));
    assert_eq!(spf.result, proved::spf::Outcome::Fail);
    assert_eq!(proved.dmarc.result, dmarc::Outcome::Pass);
    assert!(!proved.dmarc.spf.unwrap().mechanism.proved);
}
