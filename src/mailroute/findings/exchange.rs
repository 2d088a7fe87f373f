//! Rules about the hosts that take the mail.

use std::net::IpAddr;

use super::{Placed, row};
use crate::dns::{Name, Outcome, Question, RecordType};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::mailroute::facts::{Confirmation, Exchange, Service, Walk};
use crate::order::distinct;

/// What the rules about one host find, each with the question for that host's address.
pub(super) fn of_each(walk: &Walk) -> Vec<Placed> {
    let mut placed = Vec::new();
    for exchange in &walk.exchanges {
        let by_v6 = exchange.v4.is_none() && !exchange.v6.is_none() || exchange.v6.is_unknown();
        let kind = if by_v6 && !exchange.v4.is_unknown() { RecordType::Aaaa } else { RecordType::A };
        let place = Question::new(exchange.name.clone(), kind);
        let rules = [alias, itself_literal, local, private, missing, unknown, nameless, parking];
        let found = rules.iter().filter_map(|rule| rule(walk, exchange));
        placed.extend(found.map(|finding| (finding, Some(place.clone()))));
    }
    placed
}

/// What the rules about all the hosts together find.
pub(super) fn all(walk: &Walk, findings: &mut Vec<Finding>) {
    let rules = [mixed_null, duplicates, single, one_place, only_v6, order, ttl];
    findings.extend(rules.iter().filter_map(|rule| rule(walk)));
}

fn finding(id: &'static str, severity: Severity, title: String) -> Finding {
    Finding::new(id, severity, Party::Recipient, Confidence::Certain, title)
}

fn alias(walk: &Walk, exchange: &Exchange) -> Option<Finding> {
    let last = exchange.chain.last().filter(|_| walk.service == Service::Exchanges)?;
    let looped = matches!(exchange.v4, Outcome::AliasLoop(_)) || matches!(exchange.v6, Outcome::AliasLoop(_));
    let (severity, end) = if looped {
        (Severity::Problem, "The aliases lead in a circle, so the host is never found.".to_owned())
    } else {
        (Severity::Warning, format!("Many servers follow it to {}, some refuse to.", last.to))
    };
    Some(
        finding("mailroute.mx-alias", severity, format!("The MX record names an alias: {}", exchange.name.shown()))
            .why(format!("The host in an MX record must have addresses of its own, not a CNAME. {end}"))
            .next(format!("Name {} in the MX record itself, or give {} addresses.", last.to, exchange.name))
            .by(Standard::DnsClarifications, "10.3")
            .by(Standard::Smtp, "5.1"),
    )
}

/// An address written where a name belongs: it is looked up as a name, and there is none.
fn itself_literal(_: &Walk, exchange: &Exchange) -> Option<Finding> {
    let ip: IpAddr = exchange.name.as_str().trim_matches(['[', ']']).parse().ok()?;
    Some(
        finding("mailroute.mx-address", Severity::Problem, format!("The MX record holds an address, {ip}, in place of a name"))
            .why("An MX record holds the name of a host. Servers look the address up as if it were a name, and find nothing.")
            .next("Give the host a name with that address, and put the name into the MX record.")
            .by(Standard::Smtp, "5.1"),
    )
}

fn local(_: &Walk, exchange: &Exchange) -> Option<Finding> {
    let named = exchange.name.labels().last() == Some("localhost");
    let looped = exchange.addresses.iter().find(|address| address.ip.is_loopback() || address.ip.is_unspecified());
    if !named && looped.is_none() {
        return None;
    }
    Some(
        finding("mailroute.mx-loopback", Severity::Problem, format!("The MX record sends mail to the sending server itself: {}", exchange.name))
            .why("The host stands for the machine that asks. Servers see that mail would come back to them, and report a loop or refuse.")
            .next("If the domain takes no mail, the null MX, \"0 .\", says so; if it does, name the right host.")
            .by(Standard::Smtp, "5.1")
            .by(Standard::NullMx, "3"),
    )
}

fn private(_: &Walk, exchange: &Exchange) -> Option<Finding> {
    let inner =
        |address: &&super::super::Address| !address.public && !address.ip.is_loopback() && !address.ip.is_unspecified();
    let address = exchange.addresses.iter().find(inner)?;
    let all = exchange.addresses.iter().all(|address| !address.public);
    Some(
        finding(
            "mailroute.mx-private",
            if all { Severity::Problem } else { Severity::Warning },
            format!("{} has an address that cannot be reached from outside: {}", exchange.name.shown(), address.ip),
        )
        .why("Addresses of private networks mean something only within them. A server elsewhere reaches nobody there, or the wrong machine.")
        .next("Publish the address that the host has on the internet.")
        .by(Standard::PrivateAddresses, "3"),
    )
}

fn missing(walk: &Walk, exchange: &Exchange) -> Option<Finding> {
    let special =
        exchange.name.labels().last() == Some("localhost") || exchange.name.as_str().parse::<IpAddr>().is_ok();
    if !exchange.has_no_address() || special || walk.service != Service::Exchanges {
        return None;
    }
    let domain = walk.domain()?;
    let gone = matches!(exchange.v4, Outcome::NoSuchName(_));
    let said = if gone { "does not exist" } else { "has no address" };
    let why = if exchange.name == *domain {
        "The domain names itself as its mail host, and has no address."
    } else if gone {
        "DNS says that there is no such name."
    } else {
        "The name exists, and has neither an IPv4 nor an IPv6 address."
    };
    let others = walk.exchanges.iter().any(|other| !other.addresses.is_empty());
    let severity = if others { Severity::Warning } else { Severity::Problem };
    let end = if others { "Servers go on to the next host." } else { "No other host is left, so mail comes back." };
    Some(
        finding("mailroute.mx-missing", severity, format!("The mail host {} {said}", exchange.name.shown()))
            .why(format!("{why} {end}"))
            .next("Correct the name in the MX record, or give the host an address.")
            .by(Standard::Smtp, "5.1"),
    )
}

fn unknown(walk: &Walk, exchange: &Exchange) -> Option<Finding> {
    let (kind, outcome) = [(RecordType::A, &exchange.v4), (RecordType::Aaaa, &exchange.v6)]
        .into_iter()
        .find(|(_, outcome)| outcome.is_unknown())?;
    let step = walk.step(&exchange.name, kind)?;
    let blind = exchange.addresses.is_empty();
    Some(
        Finding::new(
            "mailroute.mx-no-answer",
            if blind { Severity::Warning } else { Severity::Note },
            Party::Unknown,
            Confidence::Certain,
            format!("Where {} is could not be fully told", exchange.name.shown()),
        )
        .why(format!(
            "Asked for {}, the outcome was: {}. This does not mean that it has none.",
            step.question,
            outcome.words(&step.question)
        ))
        .next("Ask again later, or another resolver."),
    )
}

/// What the recipient's servers see when this host sends in its turn.
fn nameless(_: &Walk, exchange: &Exchange) -> Option<Finding> {
    let bad: Vec<String> = exchange
        .addresses
        .iter()
        .filter_map(|address| match &address.reverse {
            Confirmation::Nameless => Some(format!("{} has no name", address.ip)),
            Confirmation::Unconfirmed { name } => {
                Some(format!("{} is called {name}, but that name does not lead back to it", address.ip))
            }
            _ => None,
        })
        .collect();
    if bad.is_empty() {
        return None;
    }
    Some(
        Finding::new(
            "mailroute.reverse",
            Severity::Note,
            Party::Recipient,
            Confidence::Certain,
            format!("A reverse lookup does not confirm {}", exchange.name.shown()),
        )
        .why(format!(
            "{}. This does not matter for taking mail. It matters if the host also sends: the servers it sends to then see a client without a confirmed name, and many refuse that.",
            bad.join("; ")
        ))
        .next("If the host sends mail, have whoever runs the address block set its PTR record to a name that leads back.")
        .by(Standard::DnsErrors, "2.1"),
    )
}

/// Words in a host's name that say that nobody reads what arrives there.
const PARKED: [&str; 8] = ["parking", "parked", "parkingcrew", "sedoparking", "nomail", "no-mail", "nullmx", "devnull"];

fn parking(_: &Walk, exchange: &Exchange) -> Option<Finding> {
    let label = exchange
        .name
        .labels()
        .find(|label| PARKED.iter().any(|word| label == word || label.starts_with(&format!("{word}-"))))?;
    Some(
        Finding::new(
            "mailroute.parked",
            Severity::Warning,
            Party::Recipient,
            Confidence::Possible,
            format!("{} looks like a service for parked domains", exchange.name.shown()),
        )
        .why(format!("Its name has the word {label}. Such hosts refuse mail, or take it and throw it away."))
        .next("Check whether the domain is still in use."),
    )
}

fn mixed_null(walk: &Walk) -> Option<Finding> {
    let step = walk.step(walk.domain()?, RecordType::Mx)?;
    let root = |record: &crate::dns::Record| matches!(&record.data, crate::dns::Data::Mx { exchange, .. } if exchange.is_root());
    let records = step.outcome().records();
    if records.len() < 2 || !records.iter().any(root) {
        return None;
    }
    Some(
        finding("mailroute.null-mx-mixed", Severity::Warning, "The null MX stands beside other MX records".to_owned())
            .why("\"0 .\" says that the domain takes no mail, so it must be the only MX record. Servers differ in what they make of this.")
            .next("Remove the null MX, or all the others.")
            .by(Standard::NullMx, "3"),
    )
}

fn duplicates(walk: &Walk) -> Option<Finding> {
    let names = || walk.exchanges.iter().map(|exchange| &exchange.name);
    let named_again = names().enumerate().filter(|(at, name)| names().take(*at).any(|before| before == *name));
    let twice = distinct(named_again.map(|(_, name)| name));
    if twice.is_empty() {
        return None;
    }
    Some(
        finding("mailroute.mx-twice", Severity::Note, format!("{} is named more than once", row(twice)))
            .why("The same host at another preference is no second host: a server that has failed there tries it once more.")
            .next("Keep one record for each host."),
    )
}

fn single(walk: &Walk) -> Option<Finding> {
    let [only] = walk.exchanges.as_slice() else { return None };
    if walk.service != Service::Exchanges || only.addresses.len() > 2 {
        return None;
    }
    Some(
        finding("mailroute.one-host", Severity::Note, "One host takes all the mail".to_owned())
            .why("While it is down, senders keep mail in their queues, usually for days, and deliver it afterwards. One host is enough for many domains, and the name may stand for several machines.")
            .by(Standard::Smtp, "4.5.4.1"),
    )
}

/// The network that an address most likely lies in: a /24 or a /48.
fn network(ip: IpAddr) -> Vec<u8> {
    match ip {
        IpAddr::V4(v4) => v4.octets().into_iter().take(3).collect(),
        IpAddr::V6(v6) => v6.octets().into_iter().take(6).collect(),
    }
}

fn one_place(walk: &Walk) -> Option<Finding> {
    let hosts = distinct(walk.exchanges.iter().map(|exchange| &exchange.name));
    if hosts.len() < 2 || walk.exchanges.iter().any(|exchange| exchange.addresses.is_empty()) {
        return None;
    }
    let v4 = || {
        walk.exchanges.iter().flat_map(|exchange| &exchange.addresses).map(|address| address.ip).filter(IpAddr::is_ipv4)
    };
    let ips = |exchange: &Exchange| exchange.addresses.iter().map(|address| address.ip).collect::<Vec<_>>();
    let addresses = distinct(walk.exchanges.iter().flat_map(ips));
    let mut each = walk.exchanges.iter().map(|exchange| distinct(ips(exchange).into_iter()));
    let first = each.next();
    if each.all(|set| Some(set) == first) {
        let ip = addresses.first()?;
        return Some(
            finding(
                "mailroute.one-address",
                Severity::Warning,
                format!("All {} hosts are at the same address", hosts.len()),
            )
            .why(format!("Every name leads to {ip}. The second name is no second chance."))
            .next("Keep one name, or put the second host elsewhere."),
        );
    }
    let first = v4().next()?;
    if v4().any(|ip| network(ip) != network(first)) || addresses.iter().any(IpAddr::is_ipv6) {
        return None;
    }
    Some(
        Finding::new("mailroute.one-network", Severity::Note, Party::Recipient, Confidence::Likely, "All hosts are in one network")
            .why(format!("Their addresses share the first 24 bits with {first}. If that network is cut off, so are all of them; mail then waits with its senders.")),
    )
}

fn only_v6(walk: &Walk) -> Option<Finding> {
    let addresses = || walk.exchanges.iter().flat_map(|exchange| &exchange.addresses);
    let sure = walk.exchanges.iter().all(|exchange| !exchange.v4.is_unknown());
    if !sure || addresses().next().is_none() || addresses().any(|address| address.ip.is_ipv4()) {
        return None;
    }
    Some(
        finding("mailroute.ipv6-only", Severity::Warning, "The mail hosts have IPv6 addresses only".to_owned())
            .why("Many sending servers have no IPv6. Their mail waits until it is returned.")
            .next("Give at least one host an IPv4 address.")
            .by(Standard::Smtp, "5.2"),
    )
}

/// A backup that nobody would meet in the order given, or the strict first host missing.
fn order(walk: &Walk) -> Option<Finding> {
    if walk.service != Service::Exchanges {
        return None;
    }
    let names_backup = |name: &Name| {
        name.labels()
            .next()
            .is_some_and(|label| ["backup", "fallback", "secondary", "mx2", "mxbackup", "relay2"].contains(&label))
    };
    let least = walk.exchanges.iter().filter_map(|exchange| exchange.preference).min()?;
    let first =
        walk.exchanges.iter().find(|exchange| exchange.preference == Some(least) && names_backup(&exchange.name))?;
    let later =
        walk.exchanges.iter().find(|exchange| exchange.preference > Some(least) && !names_backup(&exchange.name))?;
    Some(
        Finding::new(
            "mailroute.order",
            Severity::Note,
            Party::Recipient,
            Confidence::Possible,
            format!("{} is tried before {}", first.name, later.name),
        )
        .why("The lowest number is preferred, and by its name this host was meant as the second. Perhaps the numbers are the wrong way round.")
        .next("Check the preferences.")
        .by(Standard::Smtp, "5.1"),
    )
}

fn ttl(walk: &Walk) -> Option<Finding> {
    let step = walk.step(walk.domain()?, RecordType::Mx)?;
    let records = step.outcome().records();
    let ttl = records.iter().map(|record| record.ttl).max()?;
    if ttl > 7 * 86_400 {
        return Some(
            finding(
                "mailroute.ttl-long",
                Severity::Note,
                "The MX records may be remembered for more than a week".to_owned(),
            )
            .why(format!(
                "Their TTL is at least {}. After a change, some senders go to the old hosts for that long.",
                crate::trace::words::rounded(i64::from(ttl))
            ))
            .next("Lower the TTL to a day or less before you change the records."),
        );
    }
    // A resolver counts down, so a short rest tells little unless nothing was remembered: an answer of zero does.
    if ttl > 0 {
        return None;
    }
    Some(
        Finding::new("mailroute.ttl-short", Severity::Note, Party::Recipient, Confidence::Possible, "The MX records may not be remembered at all")
            .why("Their TTL is 0: either the resolver's copy has just run out, or every delivery must ask anew, and fails whenever the name servers do not answer.")
            .next("Ask again. If it is still 0, raise it to an hour or more."),
    )
}
