//! DNS as text: what tools print, and lines of zones.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use backstamp::report::{Kind, Report};
use backstamp::{Context, analyze};

fn read(input: &str) -> Report {
    analyze(input.as_bytes(), &Context::default())
}

fn output(name: &str) -> Report {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/dns").join(name);
    let report = analyze(&fs::read(path).expect("a fixture"), &Context::default());
    assert_eq!(report.kind, Kind::DnsRecords, "{name}: {}", report.headline);
    report
}

fn records(report: &Report) -> Vec<String> {
    report.records.iter().map(|record| record.row().join(" ")).collect()
}

fn ids(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.id.as_ref()).collect()
}

#[test]
fn dig_tells_records_and_what_it_does_not_show() {
    let report = output("dig.txt");
    assert_eq!(
        records(&report),
        [
            "example.com. 3600 MX 10 mx1.example.com.",
            "example.com. 3600 MX 20 mx2.example.com.",
            "mx1.example.com. 300 A 192.0.2.25",
        ]
    );
    assert_eq!(report.records[2].section.as_deref(), Some("additional"));
    let missing = report.findings.iter().find(|finding| finding.id == "dns.not-shown").expect("what is missing");
    assert_eq!(missing.title, "Not shown: the addresses of mx2.example.com");
    assert_eq!(report.headline, "2 records of example.com, as of this output (dig, drill or kdig).");
}

#[test]
fn no_such_name_no_such_record_and_failures_are_told_apart() {
    for (name, status) in [
        ("drill-nodata.txt", "NODATA"),
        ("kdig-refused.txt", "REFUSED"),
        ("host-nxdomain.txt", "NXDOMAIN"),
        ("nslookup-nxdomain.txt", "NXDOMAIN"),
    ] {
        let report = output(name);
        assert!(report.headline.contains(status), "{name}: {}", report.headline);
        assert!(
            report.findings.iter().any(|finding| finding.id == "dns.status" && finding.title.starts_with(status)),
            "{name}"
        );
    }
    let servfail = read("Host bad.example not found: 2(SERVFAIL)\n");
    assert!(servfail.headline.contains("SERVFAIL"), "{}", servfail.headline);
    let silent = read(";; communications error to 192.0.2.53#53: timed out\n;; no servers could be reached\n");
    assert_eq!(silent.kind, Kind::DnsRecords);
    assert!(silent.headline.contains("TIMEOUT"), "{}", silent.headline);
}

#[test]
fn host_and_both_nslookups_are_read() {
    assert_eq!(
        records(&output("host.txt")),
        [
            "example.com  A 192.0.2.80",
            "example.com  AAAA 2001:db8::80",
            "example.com  MX 10 mx1.example.com.",
            "www.example.com  CNAME example.com.",
            "example.com  TXT \"v=spf1 -all\"",
        ]
    );
    assert_eq!(
        records(&output("nslookup.txt")),
        [
            "example.com  MX 10 mx1.example.com.",
            "example.com  A 192.0.2.80",
            "example.com  TXT \"v=spf1 -all\"",
            "example.com  SOA ns1.example.com hostmaster.example.com 1 7200 900 1209600 300",
        ]
    );
    assert_eq!(
        records(&output("nslookup-windows.txt")),
        [
            "example.com  MX 10 mx1.example.com",
            "www.example.com  AAAA 2001:db8::80",
            "www.example.com  A 192.0.2.80",
            "example.com  TXT \"v=spf1 -all\"",
        ]
    );
}

#[test]
fn powershell_is_read() {
    assert_eq!(records(&output("resolve-dnsname.txt")), ["example.com 3600 MX 10 mx1.example.com"]);
    let list = "Name         : example.com\nType         : MX\nTTL          : 300\nSection      : Answer\nNameExchange : mx1.example.com\nPreference   : 10\n";
    assert_eq!(records(&read(list)), ["example.com 300 MX 10 mx1.example.com"]);
    let missing = read("Resolve-DnsName : nothere.example.com : DNS name does not exist\nAt line:1 char:1\n");
    assert!(missing.headline.contains("NXDOMAIN"), "{}", missing.headline);
}

#[test]
fn a_zone_is_read_with_its_origin_and_held_against_the_rules() {
    let report = output("example.com.zone");
    let records = records(&report);
    assert_eq!(
        records[0],
        "example.com. 3600 SOA ns1.example.com. hostmaster.example.com. 2026021301 7200 900 1209600 300"
    );
    assert_eq!(records[2], "example.com. 3600 MX 10 mail.example.com.");
    assert!(records.contains(&"www.example.com. 3600 TXT \"two\" \"strings\"".to_owned()), "{records:?}");
    assert!(
        records.last().expect("records").ends_with("0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6")
    );
    assert!(ids(&report).contains(&"mailroute.mx-alias"), "{:?}", ids(&report));
    assert!(!ids(&report).contains(&"mailroute.mx-missing"));
}

#[test]
fn a_forgotten_final_dot_is_seen_in_a_zone_and_in_an_answer() {
    let zone = |records: &str| {
        read(&format!(
            "$ORIGIN example.com.\n@ 3600 IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ IN NS ns1\nns1 IN A 192.0.2.53\n{records}"
        ))
    };
    let alias = zone("www IN CNAME host.example.com\nhost IN A 192.0.2.80\n");
    let dot = alias.findings.iter().find(|finding| finding.id == "dns.final-dot").expect("the dot");
    assert_eq!(dot.title, "A final dot is probably missing: host.example.com.example.com");
    // What the mail route says of a whole zone is not said again.
    let mail = zone("@ IN MX 10 mail.example.com\nmail IN A 192.0.2.25\n");
    assert!(
        ids(&mail).contains(&"mailroute.mx-final-dot") && !ids(&mail).contains(&"dns.final-dot"),
        "{:?}",
        ids(&mail)
    );
    // The address is not shown, so only the form of the name speaks.
    let answer = read("example.com.\t3600\tIN\tMX\t10 mail.example.com.example.com.\n");
    assert!(ids(&answer).contains(&"dns.final-dot"), "{:?}", ids(&answer));
    for fine in [
        "www IN CNAME host.example.com.\nhost IN A 192.0.2.80\n",
        "www IN CNAME host.example.com\nhost.example.com IN A 192.0.2.80\n",
        "www IN CNAME host.com\n",
    ] {
        assert!(!ids(&zone(fine)).contains(&"dns.final-dot"), "{fine}");
    }
}

#[test]
fn the_rules_of_the_mail_route_hold_for_text_too() {
    let zone = "$ORIGIN example.com.\n@ 3600 IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ IN MX 10 mail\n@ IN CNAME www.example.net.\n";
    let report = read(zone);
    assert!(ids(&report).contains(&"dns.beside-alias"), "{:?}", ids(&report));
    let literal = read("example.com. 300 IN MX 10 192.0.2.25.\n");
    assert_eq!(ids(&literal)[0], "mailroute.mx-address");
    let null = read(
        ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; QUESTION SECTION:\n;example.com. IN MX\n\n;; ANSWER SECTION:\nexample.com. 300 IN MX 0 .\n",
    );
    assert!(ids(&null).contains(&"mailroute.null-mx"));
}

#[test]
fn an_alias_out_of_the_output_leads_nowhere_known() {
    let report = read("$ORIGIN example.com.\n@ MX 10 mail\nmail CNAME host7.provider.example.\n");
    assert_eq!(ids(&report), ["mailroute.mx-alias"]);
}

#[test]
fn json_of_resolvers_is_read() {
    let json = r#"{"Status":3,"Question":[{"name":"nothere.example.com.","type":15}],"Authority":[{"name":"example.com.","type":6,"TTL":300,"data":"ns1.example.com. hostmaster.example.com. 1 2 3 4 5"}]}"#;
    let report = read(json);
    assert!(report.headline.contains("NXDOMAIN"), "{}", report.headline);
    assert_eq!(report.records[0].section.as_deref(), Some("authority"));
}

#[test]
fn short_answers_are_told_by_their_form() {
    let report = read("10 mx1.example.com.\n20 mx2.example.com.\n");
    assert_eq!(report.kind, Kind::DnsRecords);
    assert_eq!(records(&report), ["  MX 10 mx1.example.com.", "  MX 20 mx2.example.com."]);
}

#[test]
fn prose_and_sessions_are_no_zone() {
    for text in [
        "The mail is in a queue and nobody knows why.\nPlease look at the MX of our host.\n",
        "Dear Kim,\nas a rule IN MX means nothing.\n",
        "220 mx.example ESMTP\nEHLO a.example\n250 mx.example\nQUIT\n221 bye\n",
        "550 5.1.1 <kim@example.com>: no such user\n",
        "example.com\n",
        "192.0.2.1\n",
        "a TXT b\n",
    ] {
        assert_ne!(read(text).kind, Kind::DnsRecords, "{text}");
    }
}
