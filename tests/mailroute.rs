//! What a user of the mail route sees, against zones in memory.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use backstamp::bounce::{Action, Recipient};
use backstamp::dns::zone::Zones;
use backstamp::dns::{
    Barrier, Cached, Name, Outcome, Question, Rcode, Record, RecordType, Resolver, Response, Subject,
};
use backstamp::finding::{Confidence, Party, Severity};
use backstamp::mailroute::records::{Host, RecordRequest, null_mx, write};
use backstamp::mailroute::{
    Confirmation, Options, Purpose, Service, Walk, export, plan, suggest, suggestions, today, walk,
};
use backstamp::report::Report;
use backstamp::smtp::Reason;

/// A zone with what every test needs, and the records that one test adds.
fn zones(records: &str) -> Zones {
    let text = format!(
        r#"
$TTL 1h
.             SOA a.root. nobody.root. 1 1h 1h 1w 1h
.             NS  a.root.
a.root.       A   192.0.2.1
example.      SOA ns1.nic.example. hostmaster.nic.example. 7 1h 10m 4w 15m
              NS  ns1.nic.example.
ns1.nic.example. A 192.0.2.2
$ORIGIN shop.example.
@     SOA ns1 dns\.admin ( 2026011502  ; written as a date
                           4h 1h 4w 10m )
      NS  ns1
      NS  ns2
ns1   A   192.0.2.53
ns2   A   198.51.100.53
{records}
"#
    );
    Zones::parse(&text).unwrap()
}

fn walked_with(records: &str, typed: &str, options: &Options) -> Walk {
    pollster::block_on(walk(Subject::read(typed).unwrap(), &zones(records), options))
}

fn walked(records: &str) -> Walk {
    walked_with(records, "user@shop.example", &Options::default())
}

fn ids(walk: &Walk) -> Vec<&str> {
    walk.findings.iter().map(|finding| finding.id.as_ref()).collect()
}

fn has(walk: &Walk, id: &str) -> bool {
    ids(walk).contains(&id)
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

const TWO_HOSTS: &str = "
@     MX 20 mx2
@     MX 10 mx1
mx1   A 192.0.2.25
mx1   AAAA 2001:db8::25
mx2   A 198.51.100.25
";

#[test]
fn mail_goes_to_the_preferred_host_first() {
    let walk = walked(TWO_HOSTS);
    let hosts: Vec<&str> = walk.exchanges.iter().map(|exchange| exchange.name.as_str()).collect();
    assert_eq!(hosts, ["mx1.shop.example", "mx2.shop.example"]);
    assert_eq!(walk.service, Service::Exchanges);
    assert_eq!(walk.headline, "Mail for shop.example goes to mx1.shop.example and mx2.shop.example.");
    assert_eq!((walk.for_delivery.least, walk.for_delivery.most), (3, 5));
    assert!(has(&walk, "mailroute.exchanges") && has(&walk, "mailroute.belief-role"));
    assert!(!walk.findings.iter().any(|finding| finding.severity == Severity::Problem), "{:?}", ids(&walk));
}

#[test]
fn steps_stand_in_the_order_in_which_a_server_asks() {
    let walk = walked(TWO_HOSTS);
    let first: Vec<String> =
        walk.flat().iter().take(4).map(|(depth, step)| format!("{depth} {}", step.question)).collect();
    assert_eq!(
        first,
        ["0 shop.example MX", "1 mx1.shop.example A", "1 mx1.shop.example AAAA", "1 25.2.0.192.in-addr.arpa PTR"]
    );
    assert_eq!(walk.steps[0].ttl, Some(3600));
}

#[test]
fn the_zone_its_servers_and_its_date_are_shown() {
    let walk = walked(TWO_HOSTS);
    let zone = walk.zone.as_ref().unwrap();
    assert_eq!(zone.name, name("shop.example"));
    assert_eq!(zone.serial_day().as_deref(), Some("2026-01-15"));
    assert_eq!(zone.responsible(), "dns.admin@shop.example");
    assert_eq!(zone.negative_ttl(), 600);
    let why = &walk.findings.iter().find(|finding| finding.id == "mailroute.zone").unwrap().why;
    assert!(why.contains("the MX records for another 1 h, an answer \"there is none\" for 10 min"), "{why}");
    assert_eq!(zone.servers.len(), 2);
    assert_eq!(zone.servers[0].addresses, ["192.0.2.53".parse::<std::net::IpAddr>().unwrap()]);
    assert!(
        walk.flat()
            .iter()
            .any(|(_, step)| step.purpose == Purpose::Delegation && step.question.name == name("example"))
    );
}

#[test]
fn the_delegation_is_shown_from_the_root_down_and_what_cannot_be_seen_is_said() {
    let walk = walked_with(&format!("{TWO_HOSTS}news TXT \"here\""), "news.shop.example", &Options::default());
    let shown: Vec<String> =
        walk.delegation.iter().map(|step| format!("{} {:?} {}", step.name, step.is_zone, step.servers.len())).collect();
    assert_eq!(
        shown,
        [". Some(true) 1", "example Some(true) 1", "shop.example Some(true) 2", "news.shop.example Some(false) 0"]
    );
    let finding = walk.findings.iter().find(|finding| finding.id == "mailroute.zone-delegation").unwrap();
    assert_eq!(finding.title, "The delegation from the root down: the root, example, shop.example");
    assert!(finding.why.contains("the root is held by a.root; example is held by ns1.nic.example"), "{}", finding.why);
    assert!(finding.why.contains("news.shop.example is no zone of its own"), "{}", finding.why);
    assert!(finding.why.contains("The resolver did the recursion"), "{}", finding.why);
    // The questions stand in this order too, and none of them belongs to a delivery.
    let of_zone: Vec<String> = walk
        .steps
        .iter()
        .filter(|step| matches!(step.purpose, Purpose::Zone | Purpose::Delegation))
        .map(|step| step.question.to_string())
        .collect();
    assert_eq!(
        of_zone,
        [". NS", "example NS", "shop.example SOA", "shop.example NS", "news.shop.example SOA", "news.shop.example NS"]
    );
    let bare = walked_with(TWO_HOSTS, "shop.example", &Options { zone: false, ..Options::default() });
    assert_eq!(bare.for_delivery, walked(TWO_HOSTS).for_delivery);
    assert!(bare.delegation.is_empty() && !has(&bare, "mailroute.zone-delegation"));
}

#[test]
fn a_zone_that_gives_no_answer_is_not_taken_for_no_zone() {
    let walk = pollster::block_on(walk(
        Subject::read("shop.example").unwrap(),
        &Broken(zones(TWO_HOSTS), RecordType::Ns, Outcome::Timeout),
        &Options::default(),
    ));
    let known: Vec<Option<bool>> = walk.delegation.iter().map(|step| step.is_zone).collect();
    assert_eq!(known, [None, None, Some(true)], "the SOA record tells of the last");
    let why = &walk.findings.iter().find(|finding| finding.id == "mailroute.zone-delegation").unwrap().why;
    assert!(why.contains("example is not known (no answer in time)"), "{why}");
    assert!(why.contains("shop.example is a zone whose servers it did not show"), "{why}");
}

#[test]
fn only_the_servers_of_the_domains_own_zone_are_looked_up() {
    let walk = walked_with(TWO_HOSTS, "a.b.shop.example", &Options::default());
    let servers = walk.flat().iter().filter(|(_, step)| step.purpose == Purpose::ServerAddress).count();
    assert_eq!(servers, 4, "two servers, two addresses each");
    let deep = "a.b.c.d.e.f.g.h.shop.example";
    let walk = walked_with(TWO_HOSTS, deep, &Options::default());
    assert_eq!(walk.zone.unwrap().name, name("shop.example"));
    assert_eq!(walk.delegation[2].name, name("shop.example"));
}

#[test]
fn without_mx_the_address_takes_the_mail() {
    let walk = walked("@ A 192.0.2.80");
    assert_eq!(walk.service, Service::Implicit);
    assert!(has(&walk, "mailroute.implicit-mx") && has(&walk, "mailroute.belief-sending"));
    assert_eq!(walk.exchanges[0].name, name("shop.example"));
    assert_eq!(walk.exchanges[0].preference, None);
}

#[test]
fn a_null_mx_takes_no_mail_and_alone_only() {
    let walk = walked("@ MX 0 .");
    assert_eq!(walk.service, Service::Null);
    assert_eq!(walk.verdict.stamp, "NO MAIL");
    assert!(has(&walk, "mailroute.null-mx"));
    assert!(!has(&walk, "mailroute.no-route"));
    let mixed = walked("@ MX 0 .\n@ MX 10 mx\nmx A 192.0.2.25");
    assert_eq!(mixed.service, Service::Exchanges);
    assert!(has(&mixed, "mailroute.null-mx-mixed"));
}

#[test]
fn nowhere_no_such_name_and_no_answer_are_three_things() {
    let nowhere = walked("@ TXT \"here\"");
    assert_eq!(nowhere.service, Service::Nowhere);
    assert!(has(&nowhere, "mailroute.no-route"));
    let gone = walked_with("", "user@gone.example", &Options::default());
    assert_eq!(gone.service, Service::NoSuchDomain);
    assert!(has(&gone, "mailroute.no-such-domain"));
    assert_eq!(gone.verdict.stamp, "NO SUCH NAME");
    // A delegation to servers that do not answer.
    let lame = walked_with("lame NS ns.lame", "lame.shop.example", &Options::default());
    assert_eq!(lame.service, Service::Unknown);
    assert!(has(&lame, "mailroute.no-answer"), "{:?}", ids(&lame));
    let why = &lame.findings.iter().find(|finding| finding.id == "mailroute.no-answer").unwrap().why;
    assert!(why.contains("none of the zone's name servers could be reached"), "{why}");
}

#[test]
fn faults_of_hosts_are_named() {
    for (records, id) in [
        ("@ MX 10 mx\nmx CNAME host\nhost A 192.0.2.25", "mailroute.mx-alias"),
        ("@ MX 10 192.0.2.25.", "mailroute.mx-address"),
        ("@ MX 10 192.0.2.25", "mailroute.mx-address"),
        ("@ MX 10 mail.office.local.", "mailroute.mx-private-name"),
        ("@ MX 10 localhost.", "mailroute.mx-loopback"),
        ("@ MX 10 mx\nmx A 127.0.0.1", "mailroute.mx-loopback"),
        ("@ MX 10 mx\nmx A 10.1.2.3", "mailroute.mx-private"),
        ("@ MX 10 mx\nmx AAAA fd00::1", "mailroute.mx-private"),
        ("@ MX 10 gone", "mailroute.mx-missing"),
        ("@ MX 10 @", "mailroute.mx-missing"),
        ("@ MX 10 mx\n@ MX 20 mx\nmx A 192.0.2.25", "mailroute.mx-twice"),
        ("@ MX 10 mx\nmx A 192.0.2.25", "mailroute.one-host"),
        ("@ MX 10 a\n@ MX 20 b\na A 192.0.2.25\nb A 192.0.2.25", "mailroute.one-address"),
        ("@ MX 10 a\n@ MX 20 b\na A 192.0.2.25\nb A 192.0.2.26", "mailroute.one-network"),
        ("@ MX 10 mx\nmx AAAA 2001:db8::25", "mailroute.ipv6-only"),
        ("@ MX 10 backup\n@ MX 20 mx\nbackup A 192.0.2.25\nmx A 198.51.100.25", "mailroute.order"),
        ("@ MX 10 parking\nparking A 192.0.2.25", "mailroute.parked"),
        ("@ 30d MX 10 mx\nmx A 192.0.2.25", "mailroute.ttl-long"),
        ("@ 0 MX 10 mx\nmx A 192.0.2.25", "mailroute.ttl-short"),
        ("@ 30 MX 10 mx\nmx A 192.0.2.25", "mailroute.ttl-short"),
        ("@ MX 10 park-mx.parking-service.example.", "mailroute.parked"),
        ("@ MX 10 a\n@ MX 20 b\na AAAA 2001:db8:1::1\nb AAAA 2001:db8:1::2", "mailroute.one-network"),
        (
            "@ MX 10 a\n@ MX 20 b\na A 192.0.2.1\na AAAA 2001:db8:1::1\nb A 192.0.2.2\nb AAAA 2001:db8:1::2",
            "mailroute.one-network",
        ),
        ("@ MX 10 a\n@ MX 20 b\na A 192.0.2.25\nb AAAA 2001:db8::25", "mailroute.backup-weaker"),
        ("@ CNAME www\n@ MX 10 mx\nwww A 192.0.2.80\nmx A 192.0.2.25", "mailroute.mx-beside-alias"),
        ("@ MX 10 mx\nmx CNAME a\na CNAME mx", "mailroute.mx-alias"),
        ("@ NS ns3", "mailroute.name-server-missing"),
        ("@ NS ns3\nns3 CNAME ns1", "mailroute.name-server-alias"),
    ] {
        let walk = walked(records);
        assert!(has(&walk, id), "{records}: {:?}", ids(&walk));
    }
}

#[test]
fn a_domain_whose_hosts_nobody_can_reach_has_no_route_and_nothing_says_otherwise() {
    for records in [
        "@ MX 10 192.0.2.25.",
        "@ MX 10 192.0.2.25",
        "@ MX 10 localhost.",
        "@ MX 10 mail.office.local.",
        "@ MX 10 mx\nmx A 10.1.2.3",
        "@ MX 10 mx\nmx A 127.0.0.1",
        "@ MX 10 mx\nmx CNAME host",
        "@ MX 10 mx\nmx CNAME a\na CNAME mx",
        "@ MX 10 gone",
    ] {
        let walk = walked(records);
        assert_eq!((walk.verdict.stamp.as_str(), walk.verdict.severity), ("NO ROUTE", Severity::Problem), "{records}");
        for wrong in ["mailroute.exchanges", "mailroute.one-host", "mailroute.belief-store", "mailroute.mx-no-answer"] {
            assert!(!has(&walk, wrong), "{records}: {:?}", ids(&walk));
        }
    }
    let walk = walked("@ MX 10 mx\nmx CNAME host");
    let missing = walk.findings.iter().find(|finding| finding.id == "mailroute.mx-missing").unwrap();
    assert_eq!(missing.title, "The mail host mx.shop.example leads to host.shop.example, which does not exist");
}

#[test]
fn a_forgotten_final_dot_is_named_with_the_name_that_was_meant() {
    let walk = walked("@ MX 10 mail.shop.example\nmail A 192.0.2.25");
    let dot = walk.findings.iter().find(|finding| finding.id == "mailroute.mx-final-dot").unwrap();
    assert_eq!(
        dot.title,
        "The MX record lacks a final dot: it names mail.shop.example.shop.example in place of mail.shop.example"
    );
    assert_eq!((dot.severity, dot.confidence), (Severity::Problem, Confidence::Likely));
    assert!(dot.next[0].contains("mail.shop.example."), "{:?}", dot.next);
    // One fault, said once.
    assert!(!has(&walk, "mailroute.mx-missing"));
    let provider = walked("@ MX 10 mx1.provider.com\n@ MX 20 mx2\nmx2 A 192.0.2.25");
    let dot = provider.findings.iter().find(|finding| finding.id == "mailroute.mx-final-dot").unwrap();
    assert_eq!((dot.severity, dot.confidence), (Severity::Warning, Confidence::Possible));
}

#[test]
fn a_long_name_that_is_there_or_is_only_missing_lacks_no_dot() {
    for records in [
        "@ MX 10 mail.shop.example\nmail.shop.example A 192.0.2.25",
        "@ MX 10 mx.de\n",
        "@ MX 10 mx.de\nmx.de A 192.0.2.25",
        "@ MX 10 mail.shop.example.\nmail A 192.0.2.25",
        "@ MX 10 192.0.2.25",
    ] {
        assert!(!has(&walked(records), "mailroute.mx-final-dot"), "{records}");
    }
    assert!(has(&walked("@ MX 10 mx.de"), "mailroute.mx-missing"));
}

#[test]
fn a_good_domain_has_none_of_these_faults() {
    let walk = walked(TWO_HOSTS);
    let faults = [
        "mailroute.mx-alias",
        "mailroute.mx-missing",
        "mailroute.mx-private",
        "mailroute.one-host",
        "mailroute.order",
        "mailroute.one-address",
        "mailroute.one-network",
        "mailroute.ipv6-only",
        "mailroute.parked",
        "mailroute.ttl-long",
        "mailroute.ttl-short",
        "mailroute.backup-weaker",
        "mailroute.mx-beside-alias",
        "mailroute.mx-many",
        "mailroute.alias-loop",
        "mailroute.name-server-missing",
        "mailroute.one-name-server",
        "mailroute.mx-no-answer",
        "mailroute.no-answer",
    ];
    for fault in faults {
        assert!(!has(&walk, fault), "{fault}");
    }
}

#[test]
fn an_alias_at_the_domain_is_followed() {
    let records = "www CNAME target\ntarget MX 10 mx\nmx A 192.0.2.25";
    let walk = walked_with(records, "www.shop.example", &Options::default());
    assert_eq!(walk.exchanges[0].name, name("mx.shop.example"));
    assert!(has(&walk, "mailroute.alias"));
    let renamed =
        walked_with("old DNAME new\nmail.new MX 10 mx\nmx A 192.0.2.25", "mail.old.shop.example", &Options::default());
    assert_eq!(renamed.exchanges.len(), 1);
    assert!(renamed.findings.iter().any(|finding| finding.id == "mailroute.alias" && finding.why.contains("DNAME")));
    let circle = walked_with("a CNAME b\nb CNAME a", "a.shop.example", &Options::default());
    assert!(has(&circle, "mailroute.alias-loop"));
    assert!(!has(&circle, "mailroute.no-such-domain"));
}

/// Says no more than that it failed where aliases lead in a circle, as unbound does.
struct Terse(Zones);

impl Resolver for Terse {
    async fn ask(&self, question: &Question) -> Response {
        match self.0.answer(question) {
            Outcome::AliasLoop(_) => {
                Response::new(Outcome::Failed { rcode: Rcode::SERVFAIL, errors: Vec::new() }, "terse")
            }
            outcome => Response::new(outcome, "terse"),
        }
    }
}

#[test]
fn a_circle_of_aliases_behind_a_bare_failure_is_found_by_asking_for_each_alias() {
    let walked = |records: &str, typed: &str| {
        let terse = Terse(zones(records));
        pollster::block_on(walk(Subject::read(typed).unwrap(), &terse, &Options::default()))
    };
    let circle = walked("a CNAME b\nb CNAME c\nc CNAME b", "a.shop.example");
    assert!(has(&circle, "mailroute.alias-loop") && !has(&circle, "mailroute.no-answer"), "{:?}", ids(&circle));
    assert_eq!(circle.verdict.stamp, "NO ROUTE");
    let asked: Vec<String> = circle.steps[0]
        .then
        .iter()
        .flat_map(backstamp::mailroute::Step::flat)
        .map(|(_, step)| step.question.to_string())
        .collect();
    assert_eq!(asked, ["a.shop.example CNAME", "b.shop.example CNAME", "c.shop.example CNAME"]);
    // The answer stays what it was.
    assert!(export::dig(&circle).contains("status: SERVFAIL"));
    let host = walked("@ MX 10 mx\nmx CNAME b\nb CNAME mx", "shop.example");
    let alias = host.findings.iter().find(|finding| finding.id == "mailroute.mx-alias").unwrap();
    assert!(alias.title.contains("in a circle") && alias.next[0].starts_with("Give mx.shop.example"), "{alias:?}");
    assert!(!has(&host, "mailroute.mx-no-answer"), "{:?}", ids(&host));
    // A failure with another reason stays a failure.
    let lame = walked("lame NS ns.lame", "lame.shop.example");
    assert!(has(&lame, "mailroute.no-answer") && lame.steps[0].then.is_empty());
    let broken =
        Broken(zones(TWO_HOSTS), RecordType::Mx, Outcome::Failed { rcode: Rcode::SERVFAIL, errors: Vec::new() });
    let plain = pollster::block_on(walk(Subject::read("shop.example").unwrap(), &broken, &Options::default()));
    assert!(has(&plain, "mailroute.no-answer") && !has(&plain, "mailroute.alias-loop"));
}

#[test]
fn a_backup_without_marks_is_weaker_than_a_first_with_them() {
    let records = format!("{TWO_HOSTS}\n_25._tcp.mx1 TLSA 3 1 1 aabb");
    let signed = |records: &str| {
        let zones = zones(records).signed(name("shop.example"));
        pollster::block_on(walk(Subject::read("shop.example").unwrap(), &zones, &Options::default()))
    };
    let weak = signed(&records);
    let finding = weak.findings.iter().find(|finding| finding.id == "mailroute.backup-weaker").unwrap();
    assert!(finding.title.contains("mx2.shop.example") && finding.why.contains("no TLSA record"), "{}", finding.why);
    assert!(!has(&signed(&format!("{records}\n_25._tcp.mx2 TLSA 3 1 1 aabb")), "mailroute.backup-weaker"));
    assert!(!has(&walked(&records), "mailroute.backup-weaker"), "marks that nobody may use are no strength");
}

#[test]
fn more_hosts_than_are_looked_up_are_counted_all_the_same() {
    let hosts: String = (10..35).map(|at| format!("@ MX {at} mx{at}\nmx{at} A 192.0.2.{at}\n")).collect();
    let walk = walked(&hosts);
    assert_eq!(walk.headline, "Mail for shop.example goes to 25 hosts, mx10.shop.example first.");
    assert_eq!(walk.for_delivery.most, 51);
    let finding = walk.findings.iter().find(|finding| finding.id == "mailroute.mx-many").unwrap();
    assert!(finding.title.starts_with("5 of the hosts"), "{}", finding.title);
    // The same host twice is asked for once.
    let twice = walked("@ MX 10 mx\n@ MX 20 mx\nmx A 192.0.2.25");
    assert_eq!((twice.for_delivery.least, twice.for_delivery.most), (3, 3));
    assert!(!has(&twice, "mailroute.mx-many"));
}

#[test]
fn a_subdomain_inherits_nothing() {
    let walk = walked_with("@ MX 10 mx\nmx A 192.0.2.25\nnews A 192.0.2.80", "news.shop.example", &Options::default());
    assert_eq!(walk.service, Service::Implicit);
    let finding = walk.findings.iter().find(|finding| finding.id == "mailroute.subdomain").unwrap();
    assert_eq!(finding.severity, Severity::Warning);
    assert!(finding.why.contains("shop.example has mx.shop.example"), "{}", finding.why);
    assert!(finding.why.contains("it lies in the zone shop.example"), "{}", finding.why);
}

#[test]
fn a_wildcard_is_looked_for_only_when_agreed() {
    let records = "@ MX 10 mx\n* MX 10 mx\nmx A 192.0.2.25";
    assert_eq!(walked(records).wildcard, None);
    let options = Options { random_label: Some("q7h2k9".to_owned()), ..Options::default() };
    let walk = walked_with(records, "shop.example", &options);
    assert_eq!(walk.wildcard, Some(true));
    assert!(has(&walk, "mailroute.wildcard"));
    assert_eq!(walked_with(TWO_HOSTS, "shop.example", &options).wildcard, Some(false));
}

#[test]
fn reverse_names_are_confirmed_or_not() {
    let records = "@ MX 10 mx\nmx A 192.0.2.25\n
$ORIGIN 2.0.192.in-addr.arpa.
@ SOA ns1.shop.example. hostmaster.shop.example. 1 1h 1h 1w 1h
25 PTR mx.shop.example.
26 PTR other.shop.example.
27 PTR gone.shop.example.
$ORIGIN shop.example.
other A 192.0.2.26";
    let ip = |text: &str| walked_with(records, text, &Options::default()).exchanges[0].addresses[0].reverse.clone();
    assert_eq!(
        walked(records).exchanges[0].addresses[0].reverse,
        Confirmation::Confirmed { name: name("mx.shop.example") }
    );
    assert_eq!(ip("192.0.2.26"), Confirmation::Confirmed { name: name("other.shop.example") });
    assert_eq!(ip("[192.0.2.27]"), Confirmation::Unconfirmed { name: name("gone.shop.example") });
    assert_eq!(ip("192.0.2.28"), Confirmation::Nameless);
    assert_eq!(ip("10.0.0.1"), Confirmation::Unknown);
    let hop = walked_with(records, "192.0.2.27", &Options::default());
    assert_eq!(hop.headline, "192.0.2.27 calls itself gone.shop.example, but that name does not lead back to it.");
    assert!(has(&hop, "mailroute.address-unconfirmed") && !has(&hop, "mailroute.literal"));
    let mail = walked_with(records, "user@[192.0.2.26]", &Options::default());
    assert!(has(&mail, "mailroute.address-confirmed") && has(&mail, "mailroute.literal"));
}

#[test]
fn policies_are_read_and_their_faults_named() {
    let with = |text: &str| walked(&format!("{TWO_HOSTS}\n{text}"));
    let good = with(
        "@ TXT \"v=spf1 mx \" \"-all\"\n_dmarc TXT \"v=DMARC1; p=reject\"\n_mta-sts TXT \"v=STSv1; id=1;\"\n_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:t@shop.example\"",
    );
    for id in ["mailroute.spf", "mailroute.dmarc", "mailroute.mta-sts", "mailroute.tls-reports"] {
        assert!(has(&good, id), "{id}: {:?}", ids(&good));
    }
    assert_eq!(good.policies.spf, Some(vec!["v=spf1 mx -all".to_owned()]));
    assert!(has(&with("@ TXT \"v=spf1 -all\"\n@ TXT \"v=spf1 mx -all\""), "mailroute.spf-two"));
    assert!(has(&with("@ TXT \"v=spf1 +all\""), "mailroute.spf-open"));
    let redirected = "@ TXT \"v=spf1 redirect=_spf.shop.example\"\n_spf TXT \"v=spf1 +all\"";
    assert!(has(&with(redirected), "mailroute.spf-open"));
    for (end, severity) in
        [("-all", Severity::Good), ("~all", Severity::Good), ("?all", Severity::Note), ("", Severity::Note)]
    {
        let walk = with(&format!("@ TXT \"v=spf1 mx {end}\""));
        let spf = walk.findings.iter().find(|finding| finding.id == "mailroute.spf").unwrap();
        assert_eq!(spf.severity, severity, "{end}: {}", spf.why);
    }
    assert!(has(&with("_mta-sts TXT \"v=STSv1;\""), "mailroute.mta-sts-syntax"));
    assert!(has(&with("_smtp._tls TXT \"v=TLSRPTv1; rua=\""), "mailroute.tls-reports-syntax"));
    assert!(has(&with("@ TXT \"v=spf1 ipv4:192.0.2.1 -all\""), "mailroute.spf-syntax"));
    let many: String = (0..11).map(|at| format!("include:s{at}.example ")).collect();
    assert!(has(&with(&format!("@ TXT \"v=spf1 {many}-all\"")), "mailroute.spf-lookups"));
    let none = walked(TWO_HOSTS);
    assert!(has(&none, "mailroute.spf-none") && has(&none, "mailroute.dmarc-none"));
    assert!(has(&with("_25._tcp.mx1 TLSA 3 1 1 aabb"), "mailroute.dane-unsigned"));
    let zones = zones(&format!("{TWO_HOSTS}\n_25._tcp.mx1 TLSA 3 1 1 aabb")).signed(name("shop.example"));
    let signed = pollster::block_on(walk(Subject::read("shop.example").unwrap(), &zones, &Options::default()));
    assert!(has(&signed, "mailroute.dane"));
}

/// Answers one type with a fixed outcome, the rest from zones.
struct Broken(Zones, RecordType, Outcome);

impl Resolver for Broken {
    async fn ask(&self, question: &Question) -> Response {
        if question.kind == self.1 { Response::new(self.2.clone(), "broken") } else { self.0.ask(question).await }
    }
}

#[test]
fn an_unknown_is_never_taken_for_none() {
    let failed = Outcome::Failed { rcode: Rcode::SERVFAIL, errors: Vec::new() };
    let blocked = Outcome::Blocked { by: Barrier::Unknown };
    for outcome in [failed, blocked, Outcome::Timeout, Outcome::Truncated, Outcome::HttpError { status: 500 }] {
        let ask = |kind| {
            let broken = Broken(zones(TWO_HOSTS), kind, outcome.clone());
            pollster::block_on(walk(Subject::read("shop.example").unwrap(), &broken, &Options::default()))
        };
        let mx = ask(RecordType::Mx);
        assert_eq!(mx.service, Service::Unknown);
        assert!(has(&mx, "mailroute.no-answer"));
        assert!(!has(&mx, "mailroute.no-route") && !has(&mx, "mailroute.no-such-domain"));
        let a = ask(RecordType::A);
        assert!(has(&a, "mailroute.mx-no-answer"));
        for wrong in ["mailroute.mx-missing", "mailroute.ipv6-only", "mailroute.name-server-missing"] {
            assert!(!has(&a, wrong), "{wrong}");
        }
        let txt = ask(RecordType::Txt);
        assert_eq!(txt.policies.spf, None);
        assert!(!has(&txt, "mailroute.spf-none") && !has(&txt, "mailroute.dmarc-none"));
        let ptr = ask(RecordType::Ptr);
        assert!(!has(&ptr, "mailroute.reverse"));
    }
}

#[test]
fn private_names_are_not_sent_unless_the_user_insists() {
    let subject = Subject::read("user@files.corp.internal").unwrap();
    assert!(plan(&subject, &Options::default()).is_empty());
    let kept = walked_with("", "user@files.corp.internal", &Options::default());
    assert!(kept.steps.is_empty());
    assert_eq!(kept.verdict.stamp, "NOT ASKED");
    assert!(has(&kept, "mailroute.private-name"));
    // The reverse name of a private address is one too.
    let address = walked_with("", "10.0.0.1", &Options::default());
    assert!(address.steps.is_empty() && has(&address, "mailroute.private-name"), "{:?}", ids(&address));
    assert_eq!(address.verdict.stamp, "NOT ASKED");
    let allow_private_names = Options { allow_private_names: true, ..Options::default() };
    assert!(!walked_with("", "10.0.0.1", &allow_private_names).steps.is_empty());
    assert!(!walked_with("", "user@files.corp.internal", &allow_private_names).steps.is_empty());
    // A private name within an answer is not sent on either.
    let walk = walked("@ MX 10 mail.office.local.");
    assert!(walk.flat().iter().all(|(_, step)| {
        !step.question.name.as_str().ends_with(".local")
            || step.response.outcome == Outcome::Blocked { by: Barrier::PrivateName }
    }));
}

#[test]
fn the_plan_lists_exactly_the_first_questions() {
    let subject = Subject::read("shop.example").unwrap();
    let planned = plan(&subject, &Options::default());
    let asked: Vec<Question> = walked(TWO_HOSTS).steps.iter().map(|step| step.question.clone()).collect();
    assert_eq!(planned, asked);
    assert_eq!(planned[0].to_string(), "shop.example MX");
}

#[test]
fn a_bounce_is_held_against_today() {
    let recipient = |reason| Recipient {
        address: Some("user@shop.example".to_owned()),
        reason: Some(reason),
        ..Recipient::default()
    };
    let found = today(&recipient(Reason::HostUnknown), &walked(TWO_HOSTS)).unwrap();
    assert_eq!(found.id, "mailroute.bounce-resolved");
    // What is still in the queue is not sent twice, and what ran in a circle had its route all along.
    let queued = Recipient { action: Some(Action::Delayed), ..recipient(Reason::Expired) };
    let steps = today(&queued, &walked(TWO_HOSTS)).unwrap().next;
    assert!(steps.iter().all(|step| !step.contains("Send")), "{steps:?}");
    let circle = Recipient { party: Some(Party::Forwarder), ..recipient(Reason::NetworkError) };
    assert_eq!(today(&circle, &walked(TWO_HOSTS)), None);
    assert!(found.next[0].contains("Send the message again"));
    assert_eq!(today(&recipient(Reason::HostUnknown), &walked("")).unwrap().id, "mailroute.bounce-stands");
    assert_eq!(today(&recipient(Reason::MailboxFull), &walked(TWO_HOSTS)), None);
    let elsewhere = walked_with("", "gone.example", &Options::default());
    assert_eq!(today(&recipient(Reason::HostUnknown), &elsewhere), None);
    let broken = Broken(zones(TWO_HOSTS), RecordType::Mx, Outcome::Timeout);
    let unknown = pollster::block_on(walk(Subject::read("shop.example").unwrap(), &broken, &Options::default()));
    assert_eq!(today(&recipient(Reason::HostUnknown), &unknown).unwrap().id, "mailroute.bounce-unknown");
}

#[test]
fn a_report_offers_what_a_walk_would_explain() {
    let mut report = Report::default();
    let mut bounce = backstamp::bounce::Bounce::default();
    for address in ["user@shop.example", "other@shop.example", "root@localhost", "nonsense"] {
        bounce.recipients.push(Recipient { address: Some(address.to_owned()), ..Recipient::default() });
    }
    report.bounce = Some(bounce);
    let offered = suggestions([&report]);
    assert_eq!(offered.len(), 1);
    assert_eq!(offered[0].questions[0].to_string(), "shop.example MX");
    let complaint = include_bytes!("fixtures/complaint.eml");
    let session = b"220 mx.club.example ESMTP\nEHLO out.shop.example\n250 mx.club.example\nMAIL FROM:<ada@shop.example>\n250 2.1.0 Ok\nRCPT TO:<ben@club.example>\n550 5.1.1 no such user\nQUIT\n221 Bye\n";
    for (input, first) in [(&complaint[..], "PTR"), (&session[..], "club.example MX")] {
        let report = backstamp::analyze(input, &backstamp::Context::default());
        let offered = suggestions([&report]);
        assert!(
            offered.iter().any(|offer| offer.questions[0].to_string().ends_with(first)),
            "{first}: {:?}",
            offered.iter().map(|offer| &offer.why).collect::<Vec<_>>()
        );
    }
}

#[test]
fn the_record_writer_gives_both_forms_and_warns() {
    let zone = name("shop.example");
    let hosts = [
        Host { name: name("mx.shop.example"), preference: 10 },
        Host { name: name("mx.other.example"), preference: 20 },
    ];
    let existing: Vec<Record> = vec![Record {
        name: name("news.shop.example"),
        kind: RecordType::Cname,
        ttl: 60,
        data: backstamp::dns::Data::Cname(name("web.shop.example")),
    }];
    let written = write(&zone, &[zone.clone(), name("news.shop.example")], &hosts, &existing);
    assert_eq!(written.lines[0], "shop.example.\t3600\tIN\tMX\t10 mx.shop.example.");
    assert_eq!(
        (written.table[2].host.as_str(), written.table[2].priority, written.table[2].value.as_str()),
        ("news", 10, "mx.shop.example.")
    );
    assert_eq!(written.table[0].host, "@");
    assert!(written.warnings.iter().any(|warning| warning.contains("No other record can stand beside a CNAME")));
    assert!(written.warnings.iter().any(|warning| warning.contains("needs an address there")));
    // No host named is no wish for the null MX, which would stop the domain's mail.
    assert_eq!(write(&zone, std::slice::from_ref(&zone), &[], &[]).lines, [""; 0]);
    let null = write(&zone, std::slice::from_ref(&zone), &[null_mx()], &[]);
    assert_eq!(null.lines, ["shop.example.\t3600\tIN\tMX\t0 ."]);
    assert!(null.warnings.iter().any(|warning| warning.contains("refuse to send any mail")));
    // What was written reads back as what was wished.
    assert!(Zones::parse(&written.lines.join("\n")).is_ok());
}

#[test]
fn exports_say_what_was_asked_and_answered() {
    let walk = walked(TWO_HOSTS);
    let dig = export::dig(&walk);
    assert!(dig.contains(";shop.example.\tIN\tMX"));
    assert!(dig.contains("shop.example.\t3600\tIN\tMX\t10 mx1.shop.example."));
    assert!(dig.contains("status: NXDOMAIN"));
    let markdown = export::markdown(&walk);
    assert!(markdown.starts_with("# Mail route of shop.example"));
    assert!(markdown.contains("| 1 | 1 | shop.example | MX |"));
    let report = walk.clone().into_report();
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["kind"], "domain");
    assert_eq!(json["mailRoute"]["steps"][0]["question"]["type"], "MX");
    assert_eq!(json["mailRoute"]["steps"][0]["response"]["outcome"], "records");
}

#[test]
fn a_remembering_resolver_is_asked_each_question_once() {
    let cached = Cached::new(zones(TWO_HOSTS), std::rc::Rc::new(|| 0));
    let subject = || Subject::read("shop.example").unwrap();
    let first = pollster::block_on(walk(subject(), &cached, &Options::default()));
    let sent = cached.counts().sent;
    let distinct: std::collections::BTreeSet<&Question> = first.flat().iter().map(|(_, step)| &step.question).collect();
    assert_eq!(sent, distinct.len());
    pollster::block_on(walk(subject(), &cached, &Options::default()));
    // Refusals are not remembered; all the rest is.
    let refused = first.flat().iter().filter(|(_, step)| step.outcome().is_unknown()).count();
    assert!(cached.counts().sent - sent <= refused);
    assert!(cached.counts().most_in_flight <= 6);
}

#[test]
fn a_wish_is_read_as_a_zone_file_would() {
    let wish =
        RecordRequest::read("Shop.example.", "@, news\nwww.shop.example", "20 mx2\nmx.provider.example").unwrap();
    assert_eq!(wish.zone, name("shop.example"));
    assert_eq!(wish.names, [name("shop.example"), name("news.shop.example"), name("www.shop.example")]);
    let hosts: Vec<(u16, &str)> = wish.hosts.iter().map(|host| (host.preference, host.name.as_str())).collect();
    assert_eq!(hosts, [(20, "mx2.shop.example"), (20, "mx.provider.example")]);
    assert_eq!(RecordRequest::read("shop.example", "", "").unwrap().names, [name("shop.example")]);
    let address = RecordRequest::read("shop.example", "", "10 192.0.2.25").unwrap();
    let written = write(&address.zone, &address.names, &address.hosts, &[]);
    assert!(written.warnings.iter().any(|warning| warning.contains("is an address")), "{:?}", written.warnings);
    for (zone, names, hosts) in [("", "", ""), ("shop.example", "a b c..d", ""), ("shop.example", "", "low mx1")] {
        assert!(RecordRequest::read(zone, names, hosts).is_err(), "{zone} {names} {hosts}");
    }
}

#[test]
fn a_fault_is_marked_at_the_answer_that_shows_it() {
    let walk = walked("@ MX 10 mx\n@ MX 20 gone\nmx CNAME host\nhost A 192.0.2.25");
    let marked: Vec<(&str, String)> =
        walk.marks.iter().map(|mark| (walk.findings[mark.finding].id.as_ref(), mark.question.to_string())).collect();
    assert!(marked.contains(&("mailroute.mx-alias", "mx.shop.example A".to_owned())), "{marked:?}");
    assert!(marked.contains(&("mailroute.mx-missing", "gone.shop.example A".to_owned())), "{marked:?}");
    assert!(walk.marks.iter().all(|mark| walk.findings[mark.finding].severity <= Severity::Warning));
    for mark in &walk.marks {
        assert!(walk.step(&mark.question.name, mark.question.kind).is_some(), "{mark:?} was never asked");
    }
}

#[test]
fn questions_are_told_by_the_round_in_which_they_can_be_asked() {
    let walk = walked(TWO_HOSTS);
    let rounds = walk.in_rounds();
    assert_eq!(rounds.len(), walk.flat().len());
    let round = |question: &str| rounds.iter().find(|(_, step)| step.question.to_string() == question).unwrap().0;
    assert_eq!(round("shop.example MX"), 1);
    assert_eq!(round("mx1.shop.example A"), 2);
    assert_eq!(round("25.2.0.192.in-addr.arpa PTR"), 3);
    assert_eq!(round("_25._tcp.mx1.shop.example TLSA"), 3);
    assert_eq!(round("ns1.shop.example AAAA"), 2);
}

#[test]
fn a_name_alone_is_offered_a_walk() {
    let offered = suggest("user@shop.example").unwrap();
    assert_eq!(offered.questions, plan(&offered.what, &Options::default()));
    assert!(suggest("printer.local").unwrap().questions.is_empty(), "a private name is not asked for");
    assert_eq!(suggest("two words"), None);
}

fn spf_said(records: &str) -> (String, String, String) {
    let walk = walked(&format!("{TWO_HOSTS}{records}"));
    let finding = walk.findings.iter().find(|finding| finding.id.starts_with("mailroute.spf")).unwrap();
    (finding.id.to_string(), finding.title.clone(), finding.why.clone())
}

#[test]
fn lookups_within_included_spf_records_count() {
    let (id, _, why) = spf_said(
        "@ TXT \"v=spf1 mx include:a.shop.example -all\"\na TXT \"v=spf1 a redirect=b.shop.example\"\nb TXT \"v=spf1 exists:x.example -all\"",
    );
    assert_eq!(id, "mailroute.spf");
    assert!(why.contains("5 of at most 10 DNS lookups, those within what it includes counted"), "{why}");
    let many = "a:x.example ".repeat(5);
    let (id, title, _) =
        spf_said(&format!("@ TXT \"v=spf1 include:a.shop.example {many}-all\"\na TXT \"v=spf1 {many}-all\""));
    assert_eq!((id.as_str(), title.contains("needs 11 DNS lookups")), ("mailroute.spf-lookups", true), "{title}");
}

#[test]
fn an_included_name_without_spf_is_told_and_a_circle_or_a_macro_ends() {
    let (id, title, _) = spf_said("@ TXT \"v=spf1 include:gone.shop.example -all\"");
    assert_eq!(id, "mailroute.spf-lost");
    assert!(title.contains("gone.shop.example"), "{title}");
    for record in ["include:shop.example", "include:%{i}.shop.example", "include:a.lame.shop.example"] {
        let (id, _, why) = spf_said(&format!("@ TXT \"v=spf1 {record} -all\"\nlame NS ns.lame"));
        assert_eq!(id, "mailroute.spf", "{record}");
        assert!(why.contains("1 of at most 10 DNS lookups, as far as that could be counted"), "{record}: {why}");
    }
    // Each includes two more, without end.
    let wide: String = (0..40)
        .map(|at| {
            format!(
                "s{at} TXT \"v=spf1 include:s{}.shop.example include:s{}.shop.example -all\"\n",
                at * 2 + 1,
                at * 2 + 2
            )
        })
        .collect();
    let walk = walked(&format!("{TWO_HOSTS}@ TXT \"v=spf1 include:s0.shop.example -all\"\n{wide}"));
    assert!(has(&walk, "mailroute.spf-lookups"), "{:?}", ids(&walk));
    let asked = walk
        .flat()
        .iter()
        .filter(|(_, step)| step.question.name.as_str().starts_with('s') && step.question.kind == RecordType::Txt)
        .count();
    assert!(asked <= 18, "{asked} records were followed");
}

fn dmarc_said(records: &str, typed: &str) -> (String, String, String) {
    let walk = walked_with(&format!("{TWO_HOSTS}{records}"), typed, &Options::default());
    let finding = walk.findings.iter().find(|finding| finding.id.starts_with("mailroute.dmarc")).unwrap();
    (finding.id.to_string(), finding.title.clone(), finding.why.clone())
}

#[test]
fn a_subdomain_gets_the_dmarc_policy_of_the_names_above() {
    let own = "_dmarc TXT \"v=DMARC1; p=reject; sp=quarantine; np=none\"\nwww A 192.0.2.80\n";
    let (id, title, why) = dmarc_said(own, "www.shop.example");
    assert_eq!(id, "mailroute.dmarc-inherited");
    assert!(title.starts_with("DMARC, from shop.example: ") && title.contains("suspect"), "{title}");
    assert!(why.contains("tag sp counts"), "{why}");
    let (_, title, why) = dmarc_said(own, "gone.shop.example");
    assert!(title.contains("treated as usual") && why.contains("tag np counts"), "{title} {why}");
    // Of several above, the shortest name counts, unless a tag says where the organisation begins.
    let two = "_dmarc TXT \"v=DMARC1; p=reject\"\n_dmarc.a TXT \"v=DMARC1; p=none\"\nb.a A 192.0.2.80\n";
    assert!(dmarc_said(two, "b.a.shop.example").1.starts_with("DMARC, from shop.example"));
    let suffix = "_dmarc TXT \"v=DMARC1; p=reject; psd=y\"\n_dmarc.a TXT \"v=DMARC1; p=none\"\nb.a A 192.0.2.80\n";
    assert!(dmarc_said(suffix, "b.a.shop.example").1.starts_with("DMARC, from a.shop.example"));
    let (id, _, why) = dmarc_said("www A 192.0.2.80", "www.shop.example");
    assert_eq!(id, "mailroute.dmarc-none");
    assert!(why.contains("none at the names above it either"), "{why}");
}

#[test]
fn the_user_is_told_of_a_domain_without_a_route_and_of_no_domain_that_is_only_in_doubt() {
    let told = |walk: &Walk| backstamp::mailroute::for_user(walk);
    assert!(told(&walked("")).unwrap().contains("after the @"));
    assert!(export::markdown(&walked("")).contains("What to tell the user: Mail to this address"));
    assert_eq!(told(&walked(TWO_HOSTS)), None);
    assert!(!export::markdown(&walked(TWO_HOSTS)).contains("What to tell the user"));
    let broken = Broken(zones(TWO_HOSTS), RecordType::Mx, Outcome::Timeout);
    let unknown = pollster::block_on(walk(Subject::read("shop.example").unwrap(), &broken, &Options::default()));
    assert_eq!(told(&unknown), None);
}
