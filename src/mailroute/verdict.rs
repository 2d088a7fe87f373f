//! The headline of a walk, and the verdict under it.

use std::net::IpAddr;

use super::facts::{Confirmation, Exchange, Service, Walk};
use super::findings::row;
use super::walking::not_looked_up;
use crate::dns::{Name, RecordType, Target};
use crate::finding::{Fact, Finding, Party, Severity, Verdict};
use crate::order;

/// A verdict that says nothing yet.
pub(super) fn none() -> Verdict {
    Verdict {
        severity: Severity::Note,
        stamp: String::new(),
        stamp_detail: String::new(),
        detail: String::new(),
        facts: Vec::new(),
    }
}

pub(super) fn say(walk: &Walk) -> (String, Verdict) {
    let (headline, severity, stamp) = match &walk.subject.target {
        Target::Address(ip) => address_says(walk, *ip),
        Target::Domain(domain) => domain_says(walk, domain),
    };
    // What a domain publishes about mail from it does not hold up mail to it.
    let of_route = |finding: &&Finding| finding.severity <= Severity::Warning && finding.party != Party::Sender;
    let worst = walk.findings.iter().find(of_route);
    let mut verdict = Verdict { severity, stamp: stamp.to_owned(), ..none() };
    if let Some(worst) = worst {
        verdict.detail = format!("{}.", worst.title);
        // A fault along the way is no more than a warning where the mail finds another.
        let worst = if severity == Severity::Good { worst.severity.max(Severity::Warning) } else { worst.severity };
        verdict.severity = verdict.severity.min(worst);
    }
    if let Some(zone) = &walk.zone {
        verdict.facts.push(Fact::new("Zone", zone.name.shown()));
    }
    if walk.for_delivery.least > 0 {
        verdict.facts.push(Fact::new("Questions for one delivery", walk.for_delivery.least.to_string()));
    }
    let mut resolvers: Vec<&str> = walk
        .flat()
        .iter()
        .filter(|(_, step)| step.response.tries > 0)
        .map(|(_, step)| step.response.resolver.as_str())
        .collect();
    order::sort_and_dedup(&mut resolvers);
    if !resolvers.is_empty() {
        verdict.facts.push(Fact::new("Asked", resolvers.join(", ")));
    }
    (headline, verdict)
}

/// What to tell the user who asked, where mail for the domain cannot be delivered.
#[must_use]
pub fn for_user(walk: &Walk) -> Option<&'static str> {
    matches!(walk.verdict.stamp.as_str(), "NO MAIL" | "NO ROUTE" | "NO SUCH NAME").then_some(
        "Mail to this address cannot be delivered as things stand. Please check what you wrote after the @. If it is right, only \
         those who run that domain can mend it; reach the recipient by another way until then.",
    )
}

fn address_says(walk: &Walk, ip: IpAddr) -> (String, Severity, &'static str) {
    if walk.is_delivery() {
        let headline = format!("Mail to [{ip}] goes straight to that address; no MX record is looked up.");
        return (headline, Severity::Note, "NO LOOKUP");
    }
    let reverse =
        walk.exchanges.first().and_then(|exchange| exchange.addresses.first()).map(|address| &address.reverse);
    match reverse {
        Some(Confirmation::Confirmed { name }) => {
            (format!("{ip} is {}, and that name leads back to it.", name.shown()), Severity::Good, "CONFIRMED")
        }
        Some(Confirmation::Unconfirmed { name }) => (
            format!("{ip} calls itself {}, but that name does not lead back to it.", name.shown()),
            Severity::Warning,
            "NOT CONFIRMED",
        ),
        Some(Confirmation::Nameless) => (format!("{ip} has no name."), Severity::Warning, "NO NAME"),
        Some(Confirmation::Unknown) | None if walk.steps.is_empty() => {
            (format!("Nothing was asked about {ip}."), Severity::Note, "NOT ASKED")
        }
        Some(Confirmation::Unknown) | None => {
            (format!("Whether {ip} has a name could not be told."), Severity::Warning, "NO ANSWER")
        }
    }
}

fn domain_says(walk: &Walk, domain: &Name) -> (String, Severity, &'static str) {
    let shown = domain.shown();
    if walk.steps.is_empty() {
        return (format!("{shown} is a private name, so nothing was asked."), Severity::Warning, "NOT ASKED");
    }
    match walk.service {
        Service::Exchanges => {
            let reachable: Vec<&Exchange> = walk.exchanges.iter().filter(|exchange| exchange.is_reachable()).collect();
            if reachable.is_empty() {
                let unknown = walk
                    .exchanges
                    .iter()
                    .any(|exchange| !exchange.is_kept_back() && (exchange.v4.is_unknown() || exchange.v6.is_unknown()));
                return if unknown {
                    (
                        format!("The hosts for {shown} are named, but where they are could not be told."),
                        Severity::Warning,
                        "IN DOUBT",
                    )
                } else {
                    (
                        format!(
                            "Mail for {shown} cannot be delivered: no host that its MX records name can be reached."
                        ),
                        Severity::Problem,
                        "NO ROUTE",
                    )
                };
            }
            let mut names: Vec<&Name> = reachable.iter().map(|exchange| &exchange.name).collect();
            names.dedup();
            let hosts = match names.as_slice() {
                [one] => one.shown(),
                names if names.len() <= 3 => row(names.iter().copied()),
                // Of equal preference none is first.
                names => {
                    let best = reachable.first().and_then(|first| first.preference);
                    let first = reachable.iter().take_while(|exchange| exchange.preference == best);
                    let first: Vec<String> = first.map(|exchange| exchange.name.shown()).collect();
                    let all = names.len() + not_looked_up(walk);
                    match first.len() {
                        1 | 2 => format!("{all} hosts, {} first", first.join(" or ")),
                        count => format!("{all} hosts, {count} of them first"),
                    }
                }
            };
            (format!("Mail for {shown} goes to {hosts}."), Severity::Good, "ROUTED")
        }
        Service::Implicit => {
            (format!("{shown} has no MX record, so its mail goes to its own address."), Severity::Warning, "NO MX")
        }
        Service::Null => (format!("{shown} accepts no mail, and says so."), Severity::Problem, "NO MAIL"),
        Service::Nowhere => {
            (format!("{shown} exists, but there is nowhere to deliver its mail."), Severity::Problem, "NO ROUTE")
        }
        Service::NoSuchDomain => {
            (format!("{shown} does not exist, so its mail comes back."), Severity::Problem, "NO SUCH NAME")
        }
        Service::Literal => (String::new(), Severity::Note, "NO LOOKUP"),
        Service::Unknown => {
            if walk.step(domain, RecordType::Mx).and_then(super::Step::circle).is_some() {
                return (
                    format!("Mail for {shown} cannot be delivered: its aliases lead in a circle or too far."),
                    Severity::Problem,
                    "NO ROUTE",
                );
            }
            (format!("Where mail for {shown} goes could not be told."), Severity::Warning, "NO ANSWER")
        }
    }
}
