//! A bounce against today's DNS: what was wrong then, and whether it still is.

use super::facts::{Exchange, Service, Walk};
use crate::bounce::{Action, Recipient};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::smtp::{Reason, Step};

/// Holds what a notice says of a recipient against a walk of the recipient's domain.
///
/// None where DNS has nothing to add: the notice tells of another fault, or the walk was about another domain.
#[must_use]
pub fn today(recipient: &Recipient, walk: &Walk) -> Option<Finding> {
    let domain = walk.domain()?;
    let address = recipient.address.as_deref()?;
    let theirs = crate::dns::Subject::read(address).ok()?;
    if theirs.domain() != Some(domain) {
        return None;
    }
    let of_dns = matches!(
        recipient.reason,
        Some(Reason::HostUnknown | Reason::NotAccept | Reason::NetworkError | Reason::Expired)
    );
    // Mail that ran in a circle, and mail whose last answer was lost, had found its way.
    let had_route = recipient.party == Some(Party::Forwarder) || recipient.step == Some(Step::EndOfData);
    if !of_dns || had_route {
        return None;
    }
    let reachable = walk.exchanges.iter().any(Exchange::is_reachable);
    let finding = match walk.service {
        Service::Exchanges | Service::Implicit if reachable => {
            let hosts = super::findings::row(walk.exchanges.iter().map(|exchange| &exchange.name));
            let then = if recipient.reason == Some(Reason::HostUnknown) {
                "When the message came back, its domain or host was not found. It is found today."
            } else {
                "DNS has a route for it today."
            };
            let finding = Finding::new(
                "mailroute.bounce-resolved",
                Severity::Good,
                Party::Sender,
                Confidence::Likely,
                format!("There is a route for {address} now"),
            )
            .why(format!("{then} Mail for {domain} goes to {hosts}. Whether that host accepts it, DNS does not tell."));
            if recipient.action == Some(Action::Delayed) {
                finding.next("Leave it to the queue, which tries again by itself.")
            } else if recipient.reason == Some(Reason::HostUnknown) {
                finding.next("Send the message again.").next(
                    "If it comes back the same way, your server's own resolver may still remember the old answer.",
                )
            } else {
                finding.next("Send the message again. If it comes back, the fault is not in DNS: ask the recipient's side whether its host answers.")
            }
        }
        Service::Unknown => Finding::new(
            "mailroute.bounce-unknown",
            Severity::Note,
            Party::Unknown,
            Confidence::Certain,
            format!("Whether there is a route for {address} today could not be told"),
        )
        .why("DNS gave no answer that settles it.")
        .next("Ask again later, or another resolver, before you write to anybody."),
        service => {
            let missing = match service {
                Service::NoSuchDomain => format!("{domain} does not exist"),
                Service::Null => format!("{domain} says by its null MX that it accepts no mail"),
                Service::Nowhere => format!("{domain} has neither an MX record nor an address"),
                _ => format!("no host named by the MX records of {domain} has an address that can be reached"),
            };
            Finding::new(
                "mailroute.bounce-stands",
                Severity::Problem,
                Party::Recipient,
                Confidence::Certain,
                format!("There is still no route for {address}"),
            )
            .why(format!("{missing}. Sent again, the message would come back again."))
            .next("Check the spelling of the address, or ask the recipient in another way.")
            .by(Standard::Smtp, "5.1")
        }
    };
    Some(finding)
}
