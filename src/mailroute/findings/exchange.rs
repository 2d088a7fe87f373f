//! Rules about the hosts that take the mail.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{HostRule, Place, WalkRule, at, row, shown};
use crate::dns::final_dot::{Forgotten, forgotten};
use crate::dns::{Name, Outcome, Question, RecordType, Special};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::mailroute::facts::{Confirmation, Exchange, Service, Walk};
use crate::mailroute::walking::not_looked_up;
use crate::order::distinct;

/// A TTL that is too short, in seconds.
const SHORT: u32 = 60;

/// The rules about each host.
pub(super) static OF_EACH: &[HostRule] = &[
    shown("mailroute.mx-alias", "after-mx", Place::Host, Some(alias)),
    shown("mailroute.mx-address", "mx", Place::Host, Some(itself_literal)),
    shown("mailroute.mx-loopback", "mx", Place::Host, Some(local)),
    shown("mailroute.mx-private-name", "mx", Place::Host, Some(kept_back)),
    shown("mailroute.mx-private", "mx", Place::Host, Some(private)),
    shown("mailroute.mx-final-dot", "after-mx", Place::Host, Some(final_dot)),
    shown("mailroute.mx-missing", "after-mx", Place::Host, Some(missing)),
    at("mailroute.mx-no-answer", "after-mx", Place::Host, Some(unknown)),
    at("mailroute.reverse", "border", Place::Host, Some(nameless)),
    at("mailroute.parked", "", Place::Host, Some(parking)),
];

/// The rules about all the hosts together.
pub(super) static RULES: &[WalkRule] = &[
    shown("mailroute.null-mx-mixed", "mx", Place::Exchanges, Some(mixed_null)),
    at("mailroute.mx-many", "mx", Place::Exchanges, Some(many)),
    shown("mailroute.mx-twice", "mx", Place::Exchanges, Some(duplicates)),
    at("mailroute.one-host", "mx", Place::Exchanges, Some(single)),
    at("mailroute.one-address", "mx", Place::Exchanges, Some(one_place)),
    at("mailroute.one-network", "mx", Place::Exchanges, None),
    at("mailroute.ipv6-only", "mx", Place::Exchanges, Some(only_v6)),
    at("mailroute.order", "mx", Place::Exchanges, Some(order)),
    at("mailroute.backup-weaker", "mx", Place::Walk, Some(weaker)),
    at("mailroute.ttl-long", "after-mx", Place::Exchanges, Some(ttl)),
    at("mailroute.ttl-short", "after-mx", Place::Exchanges, None),
];

/// The question for a host's address whose answer shows what is said of the host.
pub(super) fn question(exchange: &Exchange) -> Question {
    let by_v6 = exchange.v4.is_none() && !exchange.v6.is_none() || exchange.v6.is_unknown();
    let kind = if by_v6 && !exchange.v4.is_unknown() { RecordType::Aaaa } else { RecordType::A };
    Question::new(exchange.name.clone(), kind)
}

fn finding(id: &'static str, severity: Severity, title: String) -> Finding {
    Finding::new(id, severity, Party::Recipient, Confidence::Certain, title)
}

fn alias(walk: &Walk, exchange: &Exchange) -> Option<Finding> {
    let last = exchange.chain.last().filter(|_| walk.service == Service::Exchanges)?;
    let looped = matches!(exchange.v4, Outcome::AliasLoop(_)) || matches!(exchange.v6, Outcome::AliasLoop(_));
    let (severity, circle, end) = if looped {
        (Severity::Problem, " that leads in a circle or too far", "So the host is never found.".to_owned())
    } else {
        (Severity::Warning, "", format!("Many servers follow it to {}, some refuse to.", last.to))
    };
    Some(
        finding(
            "mailroute.mx-alias",
            severity,
            format!("The MX record names an alias{circle}: {}", exchange.name.shown()),
        )
        .why(format!("The host in an MX record must have addresses of its own, not a CNAME. {end}"))
        .next(if looped {
            format!("Give {} addresses in place of the CNAME.", exchange.name)
        } else {
            format!("Name {} in the MX record itself, or give {} addresses.", last.to, exchange.name)
        })
        .by(Standard::DnsClarifications, "10.3")
        .by(Standard::Smtp, "5.1"),
    )
}

/// The address that an MX record holds in place of a name. Written without a final dot, it got the zone's name added.
fn literal(walk: &Walk, exchange: &Exchange) -> Option<IpAddr> {
    let name = exchange.name.as_str();
    let zone = walk.zone.as_ref().and_then(|zone| name.strip_suffix(zone.name.as_str())?.strip_suffix('.'));
    [Some(name), zone].into_iter().flatten().find_map(|text| text.trim_matches(['[', ']']).parse().ok())
}

/// An address written where a name belongs: it is looked up as a name, and there is none.
fn itself_literal(walk: &Walk, exchange: &Exchange) -> Option<Finding> {
    let ip = literal(walk, exchange).filter(|_| exchange.addresses.is_empty())?;
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

/// A name that means something only within a network, and so was not asked for.
fn kept_back(_: &Walk, exchange: &Exchange) -> Option<Finding> {
    let special =
        Special::of(&exchange.name).filter(|special| *special != Special::Localhost && exchange.is_kept_back())?;
    Some(
        finding("mailroute.mx-private-name", Severity::Problem, format!("The MX record names a host of a private network: {}", exchange.name))
            .why(format!("{} Servers elsewhere do not find the host. It was not asked for here, as that would only tell the resolver about your network.", special.why()))
            .next("Publish the name that the host has on the internet."),
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

/// The name that was meant, where the host's has no address and looks as if the final dot of its name was forgotten in the zone.
fn undotted(walk: &Walk, exchange: &Exchange) -> Option<Forgotten> {
    if !exchange.has_no_address() || walk.service != Service::Exchanges || literal(walk, exchange).is_some() {
        return None;
    }
    let zone = walk.zone.as_ref().map(|zone| &zone.name);
    zone.into_iter().chain(walk.domain()).find_map(|origin| forgotten(&exchange.name, origin))
}

fn final_dot(walk: &Walk, exchange: &Exchange) -> Option<Finding> {
    let forgotten = undotted(walk, exchange)?;
    let meant = forgotten.meant();
    let (confidence, sign) = match &forgotten {
        Forgotten::Doubled(_) => (Confidence::Likely, "the zone's name stands in it twice"),
        Forgotten::Foreign(_) => {
            (Confidence::Possible, "it is the full name of a host elsewhere with the zone's name behind it")
        }
    };
    let others = walk.exchanges.iter().any(|other| !other.addresses.is_empty());
    let severity = if others { Severity::Warning } else { Severity::Problem };
    let title =
        format!("The MX record lacks a final dot: it names {} in place of {}", exchange.name.shown(), meant.shown());
    Some(
        Finding::new("mailroute.mx-final-dot", severity, Party::Recipient, confidence, title)
            .why(format!(
                "In a zone file a name without a final dot gets the zone's name added. The host named here has no address, and {sign}."
            ))
            .next(format!("In the zone file write {meant}. with the dot at its end. In a form of a DNS provider, see whether it wants names with the dot or without."))
            .next("Look through the other records of the zone for the same mistake.")
            .by(Standard::DnsConcepts, "3.1"),
    )
}

fn missing(walk: &Walk, exchange: &Exchange) -> Option<Finding> {
    let special = exchange.name.labels().last() == Some("localhost")
        || literal(walk, exchange).is_some()
        || undotted(walk, exchange).is_some();
    if !exchange.has_no_address() || special || walk.service != Service::Exchanges {
        return None;
    }
    let domain = walk.domain()?;
    let gone = matches!(exchange.v4, Outcome::NoSuchName(_));
    let mut said = if gone { "does not exist" } else { "has no address" }.to_owned();
    if let Some(last) = exchange.chain.last() {
        said = format!("leads to {}, which {said}", last.to.shown());
    }
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
    if exchange.is_kept_back() {
        return None;
    }
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
const PARKED: [&str; 9] =
    ["parking", "parked", "parkingcrew", "sedoparking", "park-mx", "nomail", "no-mail", "nullmx", "devnull"];

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

/// More hosts than are looked up.
fn many(walk: &Walk) -> Option<Finding> {
    let left = not_looked_up(walk);
    (left > 0).then(|| {
        finding(
            "mailroute.mx-many",
            Severity::Note,
            format!("{left} of the hosts that the MX records name were not looked up"),
        )
        .why("The most preferred were. What is said of the hosts here concerns those. Many senders try only a few.")
    })
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
    if walk.service != Service::Exchanges || !only.is_reachable() || only.addresses.len() > 2 {
        return None;
    }
    Some(
        finding("mailroute.one-host", Severity::Note, "One host takes all the mail".to_owned())
            .why("While it is down, senders keep mail in their queues, usually for days, and deliver it afterwards. One host is enough for many domains, and the name may stand for several machines.")
            .by(Standard::Smtp, "4.5.4.1"),
    )
}

/// The network that an address most likely lies in, by its first address: a /24 or a /48.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(v4) => Ipv4Addr::from_bits(v4.to_bits() >> 8 << 8).into(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 80 << 80).into(),
    }
}

fn one_place(walk: &Walk) -> Option<Finding> {
    let hosts = distinct(walk.exchanges.iter().map(|exchange| &exchange.name));
    if hosts.len() < 2 || walk.exchanges.iter().any(|exchange| exchange.addresses.is_empty()) {
        return None;
    }
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
    let networks = |exchange: &Exchange| distinct(ips(exchange).into_iter().map(network));
    let mut each = walk.exchanges.iter().map(networks);
    let first = each.next()?;
    // One network of each family at most, and every host in the same.
    let is_one = match first.as_slice() {
        [_] => true,
        [one, other] => one.is_ipv4() != other.is_ipv4(),
        _ => false,
    };
    if !is_one || !each.all(|networks| networks == first) {
        return None;
    }
    let shown: Vec<String> = addresses.iter().map(IpAddr::to_string).collect();
    Some(
        Finding::new("mailroute.one-network", Severity::Note, Party::Recipient, Confidence::Likely, "All hosts are in one network")
            .why(format!("Their addresses, {}, share the first 24 bits, or 48 where they are IPv6. If that network is cut off, so are all of them; mail then waits with its senders.", shown.join(", "))),
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

/// A host tried later that offers less than every one tried first.
fn weaker(walk: &Walk) -> Option<Finding> {
    let least = walk.exchanges.iter().filter_map(|exchange| exchange.preference).min()?;
    let first = || walk.exchanges.iter().filter(|exchange| exchange.preference == Some(least));
    let has_v4 = |exchange: &Exchange| exchange.addresses.iter().any(|address| address.ip.is_ipv4());
    let is_marked = |exchange: &Exchange| !exchange.tlsa.is_empty() && exchange.tlsa_authenticated;
    let lacks = walk.exchanges.iter().filter(|exchange| exchange.preference > Some(least)).find_map(|later| {
        let marks = later.name.child("_25._tcp").ok().and_then(|name| walk.step(&name, RecordType::Tlsa));
        if first().all(is_marked) && marks.is_some_and(|step| step.outcome().is_none()) {
            return Some((later, "no TLSA record. Whoever can cut senders off from the first makes them use a host whose certificate they cannot check"));
        }
        let is_v6 = !later.addresses.is_empty() && later.v4.is_none();
        (is_v6 && first().all(has_v4)).then_some((later, "no IPv4 address. Senders without IPv6 have no second chance there"))
    });
    let (later, what) = lacks?;
    Some(
        finding(
            "mailroute.backup-weaker",
            Severity::Warning,
            format!("The backup {} is weaker than what it stands in for", later.name.shown()),
        )
        .why(format!("It is tried when the first cannot be reached, and unlike the first it has {what}."))
        .next("Give the backup what the first has, or leave it out: senders keep mail for days while a host is down."),
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
    // A resolver counts down, so a short rest may be what is left of a long time.
    if ttl >= SHORT {
        return None;
    }
    Some(
        Finding::new("mailroute.ttl-short", Severity::Note, Party::Recipient, Confidence::Possible, "The MX records may not be remembered for long")
            .why(format!("Their TTL is {ttl} seconds: either the resolver's copy has nearly run out, or nearly every delivery must ask anew, and fails whenever the name servers do not answer."))
            .next("Ask again in a minute, when the copy has run out. If it is still so short, raise it to an hour or more."),
    )
}
