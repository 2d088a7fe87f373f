//! The message ran in a circle.

use super::{Case, MOST_EVIDENCE, listed};
use crate::finding::{Finding, Party, Severity, Standard};
use crate::trace::{Loop, words};

impl Loop {
    /// The systems in it, as in speech.
    pub(crate) fn said(&self) -> String {
        listed(&self.systems.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The circle in a sentence without its full stop.
    pub(crate) fn title(&self) -> String {
        let times = match self.rounds {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            rounds => format!("{rounds} times"),
        };
        match (&self.delivered_again, self.systems.as_slice()) {
            (Some(address), _) => format!("The message came back to {address}, which had it before"),
            (None, [alone]) => format!("{alone} handed the message to itself {times}"),
            (None, [_, _]) => format!("{} passed the message to each other {times}", self.said()),
            (None, _) => format!("The message went round {} {times}", self.said()),
        }
    }

    /// The setting that usually makes such a circle.
    pub(crate) fn cause(&self) -> String {
        match (self.systems.as_slice(), self.addresses.as_slice()) {
            (_, [first, _, ..]) => format!(
                "The recipient changes on the way round: {}, and back to {first}. Forwarding rules or aliases that point at each other \
                 do that.",
                self.addresses.join(", then ")
            ),
            ([_], _) => {
                "Its MX record, smart host or transport leads back to it, but it does not take the domain for one of its own.".to_owned()
            }
            (_, [only]) => format!(
                "It was for {only} all the way round. Each of them takes another one for the final server of that address: an MX record, \
                 a transport or a smart host leads back, or the domain is missing in the list of domains that a server delivers itself."
            ),
            _ => {
                "Each of them takes another one for the final server: an alias or forwarding rule in both directions, an MX record, a \
                 transport or a smart host that leads back, or a domain that is missing in the list of domains that a server delivers itself."
                    .to_owned()
            }
        }
    }

    /// What to do about it, first things first.
    pub(crate) fn steps(&self) -> [String; 3] {
        let whose = match self.addresses.first() {
            Some(address) => format!("mail for {address}"),
            None => "this recipient's mail".to_owned(),
        };
        [
            format!(
                "On each of them ({}) look up where {whose} goes: aliases, forwarding rules, transport table, smart host, own domains.",
                self.said()
            ),
            "Break the circle at one place: let one of them deliver, or take one of the rules out.".to_owned(),
            "Mend the setting before you send again: every copy runs until a server's hop limit stops it.".to_owned(),
        ]
    }
}

/// A circle, with the systems in it and what usually causes it.
pub(super) fn circle(case: &Case<'_>) -> Option<Finding> {
    let found = case.route.mail_loop.as_ref()?;
    let severity = if found.delivered_again.is_some() { Severity::Warning } else { Severity::Problem };
    let hops = case.route.hops.get(found.start..found.end).unwrap_or_default();
    let fields = words::count(case.route.hops.len(), "Received field", "Received fields");
    let mut finding = Finding::new("route.loop", severity, Party::Forwarder, found.confidence, found.title())
        .why(format!(
            "{} The message has {fields} by now; a server refuses it when they reach its limit.",
            found.cause()
        ))
        .shown_by(hops.iter().map(|hop| hop.span).take(MOST_EVIDENCE))
        .by(Standard::Smtp, "6.3");
    for step in found.steps() {
        finding = finding.next(step);
    }
    if found.delivered_again.is_some() {
        finding = finding.by(Standard::DeliveredTo, "");
    }
    Some(finding)
}
