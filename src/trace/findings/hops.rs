//! How many hops there are, and which way they go.

use std::collections::HashMap;

use super::{Case, MOST_EVIDENCE};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::message::Message;
use crate::trace::words;

/// From this many hops on the lowest limits are near.
pub(in crate::trace) const MANY: usize = 20;
/// sendmail's limit, the lowest that is still common.
pub(in crate::trace) const LOWEST_LIMIT: usize = 25;

/// A header block without a `Received` field.
pub(in crate::trace) fn none(message: &Message<'_>) -> Option<Finding> {
    if message.fields.is_empty() {
        return None;
    }
    let headers_only = message.body.is_empty();
    Some(
        Finding::new(
            "route.no-received",
            Severity::Warning,
            Party::Unknown,
            Confidence::Certain,
            "There is no Received field",
        )
        .why(if headers_only {
            "Every server that takes a message adds one. These headers were cut, or taken from a copy that no server has handled: a \
             draft, a sent folder, a program's own template."
        } else {
            "Every server that takes a message adds one. This message was not sent yet, or it is the sender's own copy, or something \
             removed its trace."
        })
        .next("Take the source of the message as the recipient got it: in most mail programs \"Show original\" or \"View source\".")
        .shown_by(message.fields.first().map(crate::message::Field::span))
        .by(Standard::Smtp, "4.4"),
    )
}

/// A route so long that a server may take it for a loop.
pub(super) fn many(case: &Case<'_>) -> Option<Finding> {
    let count = case.route.hops.len();
    // A circle says it better.
    if count < MANY || case.route.mail_loop.is_some() {
        return None;
    }
    let limits = "By default the limit is 25 in sendmail, 30 in Exim, and 50 in Postfix and at Gmail; the standard recommends at least \
                  100.";
    Some(
        Finding::new(
            "route.many-hops",
            if count >= LOWEST_LIMIT { Severity::Warning } else { Severity::Note },
            Party::Unknown,
            Confidence::Certain,
            format!(
                "{} on the way, near what servers take for a loop",
                words::count(count, "Received field", "Received fields")
            ),
        )
        .why(format!(
            "No circle shows: forwards, gateways and filters add up. Servers count these fields, not machines; a content filter adds two \
             or three, each forwarding the hops of another organisation. {limits}"
        ))
        .next(
            "Count the forwards on the way and shorten the chain: let the first address forward to the last one, and let nobody forward \
             what was forwarded.",
        )
        .next("Look for filters that pass it twice, and for a forwarding rule that sends mail back where it came from.")
        .shown_by(case.route.hops.iter().map(|hop| hop.span).take(MOST_EVIDENCE))
        .by(Standard::Smtp, "6.3"),
    )
}

/// A host that the message came to three times or more.
pub(super) fn passed_again(case: &Case<'_>) -> Option<Finding> {
    const TIMES: usize = 3;
    if case.route.mail_loop.is_some() {
        return None;
    }
    let mut visits: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut last = None;
    for (at, hop) in case.route.hops.iter().enumerate() {
        if hop.by_host != last
            && let Some(host) = hop.by_host
        {
            visits.entry(host).or_default().push(at);
        }
        last = hop.by_host;
    }
    let (host, hops) = visits
        .into_iter()
        .filter(|(_, hops)| hops.len() >= TIMES)
        .max_by_key(|(host, hops)| (hops.len(), std::cmp::Reverse(*host)))?;
    let name = case.host(Some(host))?.name.as_str();
    Some(
        Finding::new(
            "route.passed-again",
            Severity::Note,
            Party::Unknown,
            Confidence::Possible,
            format!("The message came to {name} {} times", hops.len()),
        )
        .why("It left and came back. Filters and lists do that on purpose; forwarding rules that point at each other do it until a limit stops them.")
        .next(format!("If there is no filter or list behind {name}, look for forwarding rules that make a circle."))
        .shown_by(hops.iter().filter_map(|&at| case.hop(at)).map(|hop| hop.span).take(MOST_EVIDENCE))
        .by(Standard::Smtp, "6.3"),
    )
}
