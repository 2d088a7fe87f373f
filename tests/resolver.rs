//! The library walks through a real resolver: the servers of `tests/servers/`, whose test starts this one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::rc::Rc;
use std::time::Duration;

use backstamp::dns::doh::{Endpoint, MEDIA_TYPE, read};
use backstamp::dns::{AliasKind, Cached, Data, Outcome, Policy, Question, Resolver, Response, Retrying, Subject};
use backstamp::finding::Severity;
use backstamp::mailroute::{Confirmation, Delegation, Options, Service, Walk, walk};

/// Asks by plain HTTP, which reaches no further than this machine.
struct Http(Endpoint);

impl Resolver for Http {
    async fn ask(&self, question: &Question) -> Response {
        Response::new(self.fetch(question), self.0.name.clone())
    }
}

impl Http {
    fn fetch(&self, question: &Question) -> Outcome {
        let url = self.0.get(question).unwrap();
        let host = self.0.origin().strip_prefix("http://").unwrap();
        let path = url.strip_prefix(self.0.origin()).unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept: {MEDIA_TYPE}\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("an HTTP header");
        let head = std::str::from_utf8(&answer[..end]).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let media = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-type").then(|| value.trim())
        });
        read(status, media, &answer[end + 4..], question)
    }
}

fn walked_with(typed: &str, options: &Options) -> Walk {
    let url = std::env::var("BACKSTAMP_RESOLVER").expect("BACKSTAMP_RESOLVER: run tests/servers/dns.test.mjs");
    let http = Retrying::new(vec![Http(Endpoint::custom(&url).unwrap())], Policy::default());
    let resolver = Cached::new(http, Rc::new(|| 0));
    pollster::block_on(walk(Subject::read(typed).unwrap(), &resolver, options))
}

fn walked(typed: &str) -> Walk {
    walked_with(typed, &Options::default())
}

fn ids(walk: &Walk) -> Vec<&str> {
    walk.findings.iter().map(|finding| finding.id.strip_prefix("mailroute.").unwrap()).collect()
}

/// What has to be put right, or looked at, in the order of the alphabet.
fn faults(walk: &Walk) -> Vec<&str> {
    let serious = walk.findings.iter().filter(|finding| finding.severity <= Severity::Warning);
    let mut ids: Vec<&str> = serious.map(|finding| finding.id.strip_prefix("mailroute.").unwrap()).collect();
    ids.sort_unstable();
    ids
}

fn hosts(walk: &Walk) -> Vec<&str> {
    walk.exchanges.iter().map(|exchange| exchange.name.as_str()).collect()
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn a_domain_in_order() {
    let walk = walked("user@shop.example");
    assert_eq!(walk.service, Service::Exchanges);
    assert_eq!(
        hosts(&walk)[2..],
        ["mx3.shop.example", "mx4.shop.example", "mx.hosts.example"],
        "those of one preference come in any order: {:?}",
        hosts(&walk)
    );
    assert_eq!(faults(&walk), [""; 0]);
    for exchange in &walk.exchanges {
        for address in &exchange.addresses {
            assert_eq!(address.reverse, Confirmation::Confirmed { name: exchange.name.clone() }, "{address:?}");
        }
    }
    let zone = walk.zone.as_ref().unwrap();
    assert_eq!((zone.name.as_str(), zone.serial_day().as_deref()), ("shop.example", Some("2026-04-14")));
    assert_eq!((zone.responsible().as_str(), zone.negative_ttl()), ("hostmaster@hosts.example", 600));
    let mut servers: Vec<String> =
        zone.servers.iter().map(|server| format!("{} {:?}", server.name, server.addresses)).collect();
    servers.sort_unstable();
    assert_eq!(servers, ["ns1.hosts.example [127.0.0.4]", "ns2.hosts.example [127.0.0.5]"]);
    for said in ["spf", "dmarc", "mta-sts", "tls-reports"] {
        assert!(ids(&walk).contains(&said), "{said}: {:?}", ids(&walk));
    }
    // MX, then A and AAAA of the first host; and of all five.
    assert_eq!((walk.for_delivery.least, walk.for_delivery.most), (3, 11));
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn what_an_administrator_would_say() {
    for (typed, service, said) in [
        ("quiet.example", Service::Null, "null-mx"),
        ("small.example", Service::Implicit, "implicit-mx"),
        ("nowhere.example", Service::Nowhere, "no-route"),
        ("gone.example", Service::NoSuchDomain, "no-such-domain"),
        ("lame.example", Service::Unknown, "no-answer"),
        ("bogus.example", Service::Unknown, "no-answer"),
        ("six.example", Service::Exchanges, "ipv6-only"),
        ("office.example", Service::Exchanges, "mx-alias"),
        ("office.example", Service::Exchanges, "mx-private"),
        ("office.example", Service::Exchanges, "mx-missing"),
        ("office.example", Service::Exchanges, "spf-open"),
        ("twice.example", Service::Exchanges, "spf-two"),
        ("twice.example", Service::Exchanges, "dmarc-two"),
        ("twice.example", Service::Exchanges, "mta-sts-two"),
        ("signed.example", Service::Exchanges, "dane"),
        ("one.alias.example", Service::Exchanges, "alias"),
        ("news.shop.example", Service::Nowhere, "no-route"),
        ("news.shop.example", Service::Nowhere, "subdomain"),
        ("branch.shop.example", Service::Exchanges, "subdomain"),
    ] {
        let walk = walked(typed);
        assert_eq!(walk.service, service, "{typed}: {}", walk.headline);
        assert!(ids(&walk).contains(&said), "{typed} lacks {said}: {:?}", ids(&walk));
    }
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn a_broken_signature_is_told_in_words() {
    let walk = walked("bogus.example");
    let why = &walk.findings.iter().find(|finding| finding.id == "mailroute.no-answer").unwrap().why;
    assert!(why.contains("signature"), "{why}");
    assert!(!ids(&walk).contains(&"no-route") && !ids(&walk).contains(&"implicit-mx"), "{:?}", ids(&walk));
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn what_is_signed_is_known_to_be() {
    let signed = walked("signed.example");
    assert!(signed.steps[0].outcome().answer().unwrap().authenticated);
    assert!(signed.exchanges[0].tlsa_authenticated);
    assert!(matches!(signed.exchanges[0].tlsa[..], [Data::Tlsa { usage: 3, selector: 1, matching: 1, .. }]));
    assert!(!walked("shop.example").steps[0].outcome().answer().unwrap().authenticated);
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn aliases_are_followed_as_far_as_they_lead() {
    let chain = |typed: &str| {
        let walk = walked(typed);
        let answer = walk.steps[0].outcome().answer().unwrap().clone();
        answer.chain.iter().map(|alias| (alias.to.as_str().to_owned(), alias.kind)).collect::<Vec<_>>()
    };
    let to = |name: &str, kind| (name.to_owned(), kind);
    assert_eq!(
        chain("one.alias.example"),
        [
            to("two.alias.example", AliasKind::Cname),
            to("three.alias.example", AliasKind::Cname),
            to("shop.example", AliasKind::Cname)
        ]
    );
    assert_eq!(chain("branch.dept.alias.example"), [to("branch.shop.example", AliasKind::Dname)]);
    assert_eq!(hosts(&walked("branch.dept.alias.example")), ["mx.branch.shop.example"]);
    // No resolver follows a circle, and this one says only that it failed; asked for each alias alone, it tells.
    let circle = walked("round.alias.example");
    assert_eq!(circle.service, Service::Unknown);
    assert!(matches!(circle.steps[0].outcome(), Outcome::Failed { .. }), "{:?}", circle.steps[0].outcome());
    assert!(ids(&circle).contains(&"alias-loop") && !ids(&circle).contains(&"no-answer"), "{:?}", ids(&circle));
    let nothing = walked("nothing.alias.example");
    assert_eq!(nothing.service, Service::NoSuchDomain, "{}", nothing.headline);
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn a_subdomain_that_is_a_zone_of_its_own_is_told_from_one_that_is_not() {
    assert_eq!(walked("branch.shop.example").zone.unwrap().name.as_str(), "branch.shop.example");
    assert_eq!(walked("news.shop.example").zone.unwrap().name.as_str(), "shop.example");
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn the_delegation_is_shown_from_the_root_down() {
    let shown = |typed: &str| {
        let walk = walked(typed);
        let step = |step: &Delegation| {
            let servers: Vec<&str> = step.servers.iter().map(backstamp::dns::Name::as_str).collect();
            format!("{} {:?} {}", step.name, step.is_zone, servers.join(" "))
        };
        walk.delegation.iter().map(step).collect::<Vec<_>>()
    };
    let above = [
        ". Some(true) a.root-servers.example",
        "example Some(true) ns1.nic.example",
        "shop.example Some(true) ns1.hosts.example ns2.hosts.example",
    ];
    let branch = shown("branch.shop.example");
    assert_eq!(branch[..3], above);
    assert_eq!(branch[3..], ["branch.shop.example Some(true) ns1.hosts.example ns2.hosts.example"]);
    let news = shown("news.shop.example");
    assert_eq!(news[..3], above);
    assert_eq!(news[3..], ["news.shop.example Some(false) "]);
    assert_eq!(shown("lame.example")[2..], ["lame.example None "], "no answer is no absence");
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn a_wildcard_is_found_when_looked_for() {
    let options = Options { random_label: Some("q7h2k9".to_owned()), ..Options::default() };
    assert_eq!(walked_with("wild.example", &options).wildcard, Some(true));
    assert_eq!(walked_with("shop.example", &options).wildcard, Some(false));
    assert_eq!(walked("wild.example").wildcard, None);
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn many_exchanges_are_bounded_and_told() {
    let walk = walked("many.example");
    assert_eq!(walk.service, Service::Exchanges);
    assert_eq!(walk.headline, "Mail for many.example goes to 25 hosts, mx1.many.example first.");
    assert!(ids(&walk).contains(&"mx-many"), "{:?}", ids(&walk));
    assert_eq!(walk.for_delivery.most, 51);
    assert!(walk.flat().len() <= 250, "{} questions", walk.flat().len());
}

#[test]
#[ignore = "asks the servers that tests/servers/dns.test.mjs starts"]
fn an_address_is_named_as_its_recipients_see_it() {
    let reverse = |typed: &str| walked(typed).exchanges[0].addresses[0].reverse.clone();
    assert!(matches!(reverse("192.0.2.25"), Confirmation::Confirmed { name } if name.as_str() == "mx1.shop.example"));
    assert!(
        matches!(reverse("192.0.2.80"), Confirmation::Unconfirmed { name } if name.as_str() == "host.elsewhere.example")
    );
    assert_eq!(reverse("192.0.2.99"), Confirmation::Nameless);
}
