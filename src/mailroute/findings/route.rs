//! Rules about the route as a whole: where mail for the domain goes, or why it goes nowhere.

use super::{Place, WalkRule, at, row, shown};
use crate::dns::{AliasKind, Barrier, Name, Outcome, RecordType, Remark, Target};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::mailroute::facts::{Confirmation, Exchange, Service, Walk};

/// The rules about a domain or an address, and its route.
pub(super) static RULES: &[WalkRule] = &[
    at("mailroute.private-name", "what-is-sent", Place::Walk, Some(kept_back)),
    at("mailroute.literal", "", Place::Walk, Some(literal)),
    at("mailroute.address-confirmed", "border", Place::Walk, Some(address)),
    at("mailroute.address-unconfirmed", "border", Place::Walk, None),
    at("mailroute.address-nameless", "border", Place::Walk, None),
    at("mailroute.exchanges", "mx", Place::Walk, Some(in_order)),
    at("mailroute.implicit-mx", "mx", Place::Exchanges, Some(implicit)),
    shown("mailroute.null-mx", "mx", Place::Exchanges, Some(null)),
    at("mailroute.no-route", "mx", Place::Exchanges, Some(nowhere)),
    shown("mailroute.no-such-domain", "mx", Place::Exchanges, Some(no_such_domain)),
    at("mailroute.no-answer", "mx", Place::Exchanges, Some(unanswered)),
    shown("mailroute.alias-loop", "after-mx", Place::Exchanges, Some(alias)),
    at("mailroute.alias", "after-mx", Place::Exchanges, None),
    shown("mailroute.mx-beside-alias", "mx", Place::Exchanges, Some(beside_alias)),
    at("mailroute.deceptive-name", "", Place::Walk, Some(deceptive)),
    at("mailroute.subdomain", "subdomains", Place::Parent, Some(subdomain)),
    at("mailroute.wildcard", "subdomains", Place::Walk, Some(wildcard)),
    at("mailroute.questions", "after-mx", Place::Count, Some(questions)),
];

fn kept_back(walk: &Walk) -> Option<Finding> {
    let special = walk.subject.special?;
    let mut finding = Finding::new(
        "mailroute.private-name",
        Severity::Warning,
        Party::Nobody,
        Confidence::Certain,
        if walk.steps.is_empty() {
            "The name was not sent, because it is a private one"
        } else {
            "This is a private name"
        },
    )
    .why(format!("{} Asking a public resolver for it would only tell the resolver about your network.", special.why()))
    .next("Look it up within the network that uses it.");
    finding.references.extend(special.reference());
    Some(finding)
}

fn literal(walk: &Walk) -> Option<Finding> {
    let Target::Address(ip) = walk.subject.target else { return None };
    if !walk.is_delivery() {
        return None;
    }
    let finding = Finding::new(
        "mailroute.literal",
        Severity::Note,
        Party::Nobody,
        Confidence::Certain,
        format!("Mail to [{ip}] goes straight to that address"),
    )
    .why("An address in brackets is used as it stands: no MX record is looked up. Many servers refuse such addresses.")
    .by(Standard::Smtp, "4.1.3");
    Some(finding)
}

/// What the servers that a client connects to see of its address.
fn address(walk: &Walk) -> Option<Finding> {
    let Target::Address(ip) = walk.subject.target else { return None };
    let reverse = &walk.exchanges.first()?.addresses.first()?.reverse;
    let seen = |id, severity, title: String, why: &str| {
        Finding::new(id, severity, Party::Sender, Confidence::Certain, title).why(why).by(Standard::DnsErrors, "2.1")
    };
    let fix = "Have whoever runs the address block set the PTR record to a name that leads back to the address.";
    match reverse {
        Confirmation::Confirmed { name } => Some(seen(
            "mailroute.address-confirmed",
            Severity::Good,
            format!("{ip} is {} both ways", name.shown()),
            "A server that this host connects to looks its address up, gets the name, looks the name up, and gets the address: the name is confirmed.",
        )),
        Confirmation::Unconfirmed { name } => Some(
            seen(
                "mailroute.address-unconfirmed",
                Severity::Warning,
                format!("{ip} calls itself {}, which does not lead back", name.shown()),
                "A server that this host connects to sees a client without a confirmed name. Some refuse its mail, others trust it less.",
            )
            .next(fix),
        ),
        Confirmation::Nameless => Some(
            seen(
                "mailroute.address-nameless",
                Severity::Warning,
                format!("{ip} has no name"),
                "A server that this host connects to sees a client without a name. Many refuse its mail.",
            )
            .next(fix),
        ),
        Confirmation::Unknown => None,
    }
}

fn in_order(walk: &Walk) -> Option<Finding> {
    if walk.service != Service::Exchanges || !walk.exchanges.iter().any(Exchange::is_reachable) {
        return None;
    }
    let domain = walk.domain()?;
    let least = walk.exchanges.iter().filter_map(|exchange| exchange.preference).min()?;
    let first: Vec<&Name> = walk
        .exchanges
        .iter()
        .filter(|exchange| exchange.preference == Some(least))
        .map(|exchange| &exchange.name)
        .collect();
    let rest: Vec<&Name> = walk
        .exchanges
        .iter()
        .filter(|exchange| exchange.preference > Some(least))
        .map(|exchange| &exchange.name)
        .collect();
    let mut why = format!("A sending server tries {} first", row(first.iter().copied()));
    if first.len() > 1 {
        why.push_str(", in any order, as their preference is the same");
    }
    if !rest.is_empty() {
        why.push_str(&format!("; if that fails, {}", row(rest)));
    }
    why.push_str(". The lowest number is preferred.");
    let finding = Finding::new(
        "mailroute.exchanges",
        Severity::Good,
        Party::Nobody,
        Confidence::Certain,
        format!("Mail for {} has a route", domain.shown()),
    )
    .why(why)
    .by(Standard::Smtp, "5.1");
    Some(finding)
}

fn implicit(walk: &Walk) -> Option<Finding> {
    if walk.service != Service::Implicit {
        return None;
    }
    let domain = walk.domain()?;
    let finding = Finding::new(
        "mailroute.implicit-mx",
        Severity::Note,
        Party::Recipient,
        Confidence::Certain,
        "There is no MX record, so mail goes to the domain's own address",
    )
    .why(format!(
        "Without an MX record the domain is taken as its own mail host: servers connect to the address of {domain}. If that is only a web server, mail waits there for days and then comes back."
    ))
    .next("If the domain takes mail, publish an MX record that names the host.")
    .next("If it takes none, publish the null MX, \"0 .\": senders then learn it at once.")
    .by(Standard::Smtp, "5.1")
    .by(Standard::NullMx, "3");
    Some(finding)
}

fn null(walk: &Walk) -> Option<Finding> {
    if walk.service != Service::Null {
        return None;
    }
    let finding = Finding::new(
        "mailroute.null-mx",
        Severity::Problem,
        Party::Recipient,
        Confidence::Certain,
        "The domain says that it accepts no mail",
    )
    .why("Its MX record names no host (\"0 .\"): the null MX. Every message to it is refused at once, which is what its owner asked for.")
    .next("Check the address: was another domain meant?")
    .next("If this is your domain and it should take mail, replace the null MX.")
    .by(Standard::NullMx, "3");
    Some(finding)
}

fn nowhere(walk: &Walk) -> Option<Finding> {
    if walk.service != Service::Nowhere {
        return None;
    }
    let finding = Finding::new(
        "mailroute.no-route",
        Severity::Problem,
        Party::Recipient,
        Confidence::Certain,
        "The domain exists, but there is nowhere to deliver its mail",
    )
    .why("It has neither an MX record nor an address of its own. Servers return mail for it.")
    .next("Check the address: mail is often meant for the domain above.")
    .next("If this is your domain, publish an MX record.")
    .by(Standard::Smtp, "5.1");
    Some(finding)
}

fn no_such_domain(walk: &Walk) -> Option<Finding> {
    if walk.service != Service::NoSuchDomain {
        return None;
    }
    let domain = walk.domain()?;
    let outcome = walk.step(domain, RecordType::Mx)?.outcome();
    let end = outcome.answer().map_or(domain, |answer| answer.end(domain));
    let title = if end == domain {
        format!("{} does not exist", domain.shown())
    } else {
        format!("{} leads to {}, which does not exist", domain.shown(), end.shown())
    };
    let mut finding =
        Finding::new("mailroute.no-such-domain", Severity::Problem, Party::Recipient, Confidence::Certain, title)
            .why("DNS says that there is no such name. Mail for it comes back at once.")
            .next("Check the spelling of the address.")
            .next(
                "If the domain is yours, see whether its registration has run out and whether its zone holds the name.",
            );
    if let Some(zone) = outcome.answer().and_then(|answer| answer.soa.as_ref()) {
        finding.why.push_str(&format!(" The zone {} said so.", zone.name));
    }
    Some(finding.by(Standard::NegativeCaching, "2.1"))
}

/// The MX question was not answered: nothing is known, and that is not the same as "none".
fn unanswered(walk: &Walk) -> Option<Finding> {
    let domain = walk.domain()?;
    let step = walk.step(domain, RecordType::Mx)?;
    let outcome = step.outcome();
    if walk.service != Service::Unknown || step.circle().is_some() {
        return None;
    }
    let (party, confidence) = match outcome {
        Outcome::Failed { errors, .. } if errors.iter().any(|error| error.is_dnssec() || error.is_authority()) => {
            (Party::Recipient, Confidence::Likely)
        }
        Outcome::Failed { rcode, errors } if rcode.0 == 2 && errors.is_empty() => {
            (Party::Recipient, Confidence::Possible)
        }
        _ => (Party::Unknown, Confidence::Certain),
    };
    let title = match outcome {
        Outcome::Failed { .. } => "The resolver could not say where the mail goes",
        Outcome::Blocked { by: Barrier::Unknown } => "The resolver could not be reached from this page",
        Outcome::Blocked { .. } => "The question was not asked",
        Outcome::Timeout => "The resolver did not answer in time",
        Outcome::NoSuchType(_) => "There is no MX record, and whether the domain has an address is not known",
        _ => "The answer could not be used",
    };
    let mut finding = Finding::new("mailroute.no-answer", Severity::Problem, party, confidence, title).why(format!(
        "Asked for {}, the outcome was: {}. This does not mean that there is no such record.",
        step.question,
        outcome.words(&step.question)
    ));
    let dnssec = outcome.errors().iter().any(crate::dns::ExtendedError::is_dnssec);
    if dnssec {
        finding = finding.next("Tell the domain's administrator that its DNSSEC signatures do not check: servers that verify them cannot deliver.");
    } else if matches!(outcome, Outcome::Failed { .. }) {
        finding = finding.next("Ask another resolver. If it says the same, the domain's name servers are at fault: tell its administrator.");
    } else {
        finding = finding.next("Try again, or choose another resolver in the settings.");
    }
    if !outcome.errors().is_empty() {
        finding = finding.by(Standard::ExtendedErrors, "4");
    }
    Some(finding)
}

fn alias(walk: &Walk) -> Option<Finding> {
    let domain = walk.domain()?;
    let step = walk.step(domain, RecordType::Mx)?;
    if let Some(chain) = step.circle() {
        let names = chain.iter().map(|alias| &alias.to);
        let finding = Finding::new(
            "mailroute.alias-loop",
            Severity::Problem,
            Party::Recipient,
            Confidence::Certain,
            "The domain's aliases lead in a circle or too far",
        )
        .why(format!("From {domain} they lead to {}. No server finds the end, so none can deliver.", row(names)))
        .next("The domain's administrator must make the alias end at a name with records.")
        .by(Standard::DnsConcepts, "3.6.2");
        return Some(finding);
    }
    let last = step.outcome().answer()?.chain.last()?;
    let kind = if last.kind == AliasKind::Dname { "a DNAME above it" } else { "a CNAME" };
    let finding = Finding::new(
        "mailroute.alias",
        Severity::Note,
        Party::Recipient,
        Confidence::Certain,
        format!("{} is another name for {}", domain.shown(), last.to.shown()),
    )
    .why(format!(
        "By {kind}, mail for it follows the records of {}. A name with a CNAME can have no MX record of its own.",
        last.to
    ))
    .by(Standard::Smtp, "5.1")
    .by(Standard::DnsConcepts, "3.6.2");
    Some(finding)
}

/// An MX record where a CNAME stands as well: the answer for another type leads away, that for MX does not.
fn beside_alias(walk: &Walk) -> Option<Finding> {
    let domain = walk.domain()?;
    let own = |step: &&crate::mailroute::Step| step.question.name == *domain;
    let mx = walk.step(domain, RecordType::Mx)?.outcome();
    if mx.records().is_empty() || mx.answer().is_some_and(|answer| !answer.chain.is_empty()) {
        return None;
    }
    let first = |step: &crate::mailroute::Step| step.outcome().answer()?.chain.first().cloned();
    let alias = walk.steps.iter().filter(own).find_map(first).filter(|alias| alias.kind == AliasKind::Cname)?;
    let finding = Finding::new(
        "mailroute.mx-beside-alias",
        Severity::Problem,
        Party::Recipient,
        Confidence::Certain,
        format!("{} has a CNAME and an MX record, and cannot have both", domain.shown()),
    )
    .why(format!(
        "No other record can stand beside a CNAME. Some resolvers give the MX record, others follow the CNAME to {}: where mail goes depends on whom the sender asks.",
        alias.to
    ))
    .next("Replace the CNAME by addresses, or remove the MX record and publish one where the CNAME leads.")
    .by(Standard::DnsConcepts, "3.6.2")
    .by(Standard::DnsClarifications, "10.1");
    Some(finding)
}

fn deceptive(walk: &Walk) -> Option<Finding> {
    let mixed = walk.subject.remarks.contains(&Remark::MixedScripts);
    if !mixed && !walk.subject.remarks.contains(&Remark::LooksLatin) {
        return None;
    }
    let domain = walk.domain()?;
    let how = if mixed {
        "mixes letters of several scripts"
    } else {
        "is written in letters of another script that look like Latin ones"
    };
    let finding = Finding::new(
        "mailroute.deceptive-name",
        Severity::Warning,
        Party::Unknown,
        Confidence::Possible,
        "The name may be made to look like another",
    )
    .why(format!("{} {how}. Such names are used to deceive.", domain.shown()))
    .next("Compare it with the name that you meant, letter by letter.");
    Some(finding)
}

fn subdomain(walk: &Walk) -> Option<Finding> {
    let domain = walk.domain()?;
    let parent = walk.parent.as_ref()?;
    if parent.exchanges.is_empty() && !parent.none {
        return None;
    }
    let own = walk.exchanges.iter().filter_map(|exchange| Some((exchange.preference?, exchange.name.clone())));
    let own: Vec<_> = own.collect();
    let zone = match &walk.zone {
        Some(zone) if zone.name == *domain => format!("{domain} is a zone of its own."),
        Some(zone) => format!("{domain} is no zone of its own: it lies in the zone {}.", zone.name),
        None => "Whether it is a zone of its own is not known.".to_owned(),
    };
    let theirs = if parent.exchanges.is_empty() {
        format!("{} has no MX record", parent.name)
    } else {
        format!("{} has {}", parent.name, row(parent.exchanges.iter().map(|(_, name)| name)))
    };
    let ours = match (own.is_empty(), walk.service) {
        (false, _) if own == parent.exchanges => "the same hosts, by a record of its own".to_owned(),
        (false, _) => format!("{domain} has {}", row(own.iter().map(|(_, name)| name))),
        (true, Service::Unknown) => format!("of {domain} it is not known"),
        (true, _) => format!("{domain} has no host named by an MX record"),
    };
    let severity = if own.is_empty() && !parent.exchanges.is_empty() && walk.service != Service::Unknown {
        Severity::Warning
    } else {
        Severity::Note
    };
    let finding = Finding::new(
        "mailroute.subdomain",
        severity,
        Party::Recipient,
        Confidence::Certain,
        format!("{domain} inherits nothing from {}", parent.name),
    )
    .why(format!(
        "Mail for a subdomain asks for its own MX record, never for that of the domain above. {theirs}; {ours}. {zone}"
    ))
    .by(Standard::Smtp, "5.1");
    Some(finding)
}

fn wildcard(walk: &Walk) -> Option<Finding> {
    if walk.wildcard != Some(true) {
        return None;
    }
    let finding = Finding::new(
        "mailroute.wildcard",
        Severity::Note,
        Party::Recipient,
        Confidence::Certain,
        "Any name below this domain has an MX record",
    )
    .why("A label made up at random got MX records too: a wildcard. Mistyped subdomains are accepted, and addresses at them look as if they existed. The wildcard does not help names that exist with other records.")
    .by(Standard::Wildcards, "");
    Some(finding)
}

fn questions(walk: &Walk) -> Option<Finding> {
    let needed = walk.for_delivery;
    if needed.least == 0 {
        return None;
    }
    let asked = walk.flat().iter().filter(|(_, step)| step.response.tries > 0).count();
    let noun = |count: usize| if count == 1 { "question" } else { "questions" };
    let most = if needed.most > needed.least {
        format!(", and {} if every host has to be tried", needed.most)
    } else {
        String::new()
    };
    let finding = Finding::new(
        "mailroute.questions",
        Severity::Note,
        Party::Nobody,
        Confidence::Certain,
        format!("Delivering one message here takes {} DNS {}{most}", needed.least, noun(needed.least)),
    )
    .why(format!(
        "One for the MX records, and two for each host: its IPv4 and its IPv6 address. This page asked {asked} to explain them. The resolver did the rest: it asked the name servers from the root down, or remembered what they had said, so what stands here is its word."
    ))
    .by(Standard::Smtp, "5.1");
    Some(finding)
}
