//! Five things that people believe about MX records, answered where a walk shows the case.

use super::facts::{Confirmation, Service, Walk};
use super::findings::{Place, WalkRule, at};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};

/// The answers to each.
pub(super) static RULES: &[WalkRule] = &[
    at("mailroute.belief-name", "mx", Place::Misconception, Some(name_means_nothing)),
    at("mailroute.belief-sending", "mx", Place::Misconception, Some(sending_needs_none)),
    at("mailroute.belief-store", "mx", Place::Misconception, Some(store_need_not_be_in_it)),
    at("mailroute.belief-role", "mx", Place::Misconception, Some(a_role_not_a_machine)),
    at("mailroute.belief-reverse", "mx", Place::Misconception, Some(reverse_is_apart)),
];

fn belief(id: &'static str, title: &str, why: String) -> Finding {
    Finding::new(id, Severity::Note, Party::Nobody, Confidence::Certain, title).why(why).by(Standard::Smtp, "5.1")
}

fn name_means_nothing(walk: &Walk) -> Option<Finding> {
    const USUAL: [&str; 5] = ["mail", "smtp", "mx", "imap", "pop"];
    let domain = walk.domain()?;
    let first = |name: &crate::dns::Name| name.labels().next().filter(|label| USUAL.contains(label)).map(str::to_owned);
    if let Some(label) = first(domain) {
        return Some(belief(
            "mailroute.belief-name",
            "A name such as mail or smtp means nothing to a sending server",
            format!(
                "{domain} begins with {label}, but only its own MX record, or its address, decides where mail for it goes."
            ),
        ));
    }
    if matches!(walk.service, Service::Implicit | Service::Nowhere) {
        return Some(belief(
            "mailroute.belief-name",
            "A name such as mail or smtp means nothing to a sending server",
            format!("If there is a host mail.{domain}, no server looks for it: only an MX record names it."),
        ));
    }
    None
}

fn sending_needs_none(walk: &Walk) -> Option<Finding> {
    let silent = matches!(walk.service, Service::Null | Service::Nowhere | Service::Implicit);
    silent.then(|| {
        belief(
            "mailroute.belief-sending",
            "A server that only sends needs no MX record",
            "An MX record says where mail for a domain goes in. For sending, other records count: the server's reverse name, SPF, DKIM. But replies and bounces to a sender's domain need a route.".to_owned(),
        )
    })
}

fn store_need_not_be_in_it(walk: &Walk) -> Option<Finding> {
    let domain = walk.domain()?;
    let elsewhere = walk.exchanges.iter().find(|exchange| {
        walk.service == Service::Exchanges
            && exchange.is_reachable()
            && !exchange.name.is_within(domain)
            && walk.zone.as_ref().is_none_or(|zone| !exchange.name.is_within(&zone.name))
    })?;
    Some(belief(
        "mailroute.belief-store",
        "The server that keeps the mail need not be in the MX record",
        format!(
            "{} takes the mail from outside. It may check it and pass it on to a server that no record names.",
            elsewhere.name
        ),
    ))
}

fn a_role_not_a_machine(walk: &Walk) -> Option<Finding> {
    (walk.exchanges.len() > 1 && walk.service == Service::Exchanges).then(|| {
        belief(
            "mailroute.belief-role",
            "An MX server is not a kind of server, but a role in DNS",
            "Each of these hosts is an ordinary mail server to which DNS points for this domain. The same host can have the role for many domains, and for none tomorrow.".to_owned(),
        )
    })
}

fn reverse_is_apart(walk: &Walk) -> Option<Finding> {
    let seen = walk
        .exchanges
        .iter()
        .flat_map(|exchange| exchange.addresses.iter().map(move |address| (exchange, address)))
        .find_map(|(exchange, address)| match &address.reverse {
            Confirmation::Confirmed { name } | Confirmation::Unconfirmed { name } if *name != exchange.name => {
                Some(format!("{} is {} here, and {name} by a reverse lookup.", address.ip, exchange.name))
            }
            _ => None,
        })?;
    Some(belief(
        "mailroute.belief-reverse",
        "A reverse lookup has nothing to do with an MX record",
        format!(
            "{seen} The two need not match: receivers look up the name of a client's address when it sends, and do not compare it with the MX record of the sender's domain."
        ),
    ))
}
