//! The chain of custody: fields that do not join, and fields that stood in another order.

use super::{Case, MOST_EVIDENCE};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::trace::chain::Link;
use crate::trace::route::UNNAMED;
use crate::trace::sequence::FieldOrder;
use crate::trace::{Hop, Side, names, words};

/// What a hop's client is called, with its address.
pub(in crate::trace) fn handed_over(hop: &Hop) -> String {
    let name = hop.from.rdns.as_deref().or(hop.from.helo.as_deref());
    match (name, hop.from.ip.as_deref()) {
        (Some(name), Some(ip)) if names::address(name).is_none() => format!("{name} [{ip}]"),
        (Some(name), _) => name.to_owned(),
        (None, Some(ip)) => ip.to_owned(),
        (None, None) => UNNAMED.to_owned(),
    }
}

/// The host that a hop's field should have named, and who it names instead.
pub(in crate::trace) fn taken_from(case: &Case<'_>, at: usize) -> Option<(String, String, String)> {
    let hop = case.hop(at)?;
    let to = case.taker(at).map_or(UNNAMED, |host| host.name.as_str());
    let below = case.taker(at.checked_sub(1)?).map_or(UNNAMED, |host| host.name.as_str());
    Some((to.to_owned(), handed_over(hop), below.to_owned()))
}

/// A field whose client is not the host that wrote the field below it.
pub(super) fn broken(case: &Case<'_>) -> Option<Finding> {
    let Some(at) = case.links.iter().rposition(|link| link.is_gap()) else { return claimed(case) };
    let (to, client, below) = taken_from(case, at)?;
    let own = case.links.get(at) == Some(&Link::Unstamped);
    // The taker's own name below a stranger, or a wait that hangs on the break.
    let claims_taker =
        case.organisation(at).is_some() && (0..at).any(|lower| case.organisation(lower) == case.organisation(at));
    let hangs = case.gaps.iter().any(|gap| gap.from < at && gap.by_stamps >= super::HELD_UP);
    let severity = if !own && (claims_taker || hangs) { Severity::Warning } else { Severity::Note };
    let (why, party) = if own {
        (
            format!(
                "{to} took the message from {client}, a server of its own organisation that left no Received field. The field below is by \
                 {below}. So it is not known when that server took it, and where a wait between the two stamps was."
            ),
            Party::Unknown,
        )
    } else {
        let mut why = format!(
            "The field below it is by {below}, but {to} took the message from {client}. Either a server between left no Received field, or \
             the fields below were made up: anybody can write fields below the first one of the recipient's own servers."
        );
        if claims_taker && case.side(at) != Side::Sender {
            why.push_str(" That a stranger brings fields in the name of the receiving organisation is a usual mark of forged mail.");
        }
        (why, Party::Unknown)
    };
    let lower = case.hop(at - 1).map(|hop| hop.span);
    Some(
        Finding::new(
            "route.chain-broken",
            severity,
            party,
            if own { Confidence::Certain } else { Confidence::Likely },
            if own {
                format!("{client} handed it to {to} and left no field of its own")
            } else {
                format!("The field of {to} does not fit the one below it, of {below}")
            },
        )
        .why(why)
        .next(if own {
            format!("Look in the log of {client} for when the message came in and when it left.")
        } else {
            format!("Trust {to}'s field and what stands above it; what stands below cannot be trusted until {client} or its log confirms it.")
        })
        .shown_by([case.hop(at).map(|hop| hop.span), lower].into_iter().flatten())
        .by(Standard::Smtp, "4.4"),
    )
}

/// A field that joins the one below it by the HELO name alone, where a wait hangs on that.
fn claimed(case: &Case<'_>) -> Option<Finding> {
    let at = case.links.iter().rposition(|link| *link == Link::Claimed)?;
    let hop = case.hop(at)?;
    let hangs = case.gaps.iter().any(|gap| gap.from < at && gap.by_stamps >= super::HELD_UP);
    // Exchange writes the HELO name alone, whatever the address is called.
    // Within one organisation nobody need prove a name.
    let within = case.organisation(at).is_some() && case.organisation(at) == case.organisation(at - 1);
    if !hangs || within || hop.dialect.as_deref() == Some("exchange") {
        return None;
    }
    let (to, below) = (case.taker(at)?.name.as_str(), case.taker(at - 1)?.name.as_str());
    let ip = hop.from.ip.as_deref()?;
    let known = match hop.from.rdns.as_deref() {
        Some(rdns) => format!("that address is called {rdns}"),
        None => "that address has no name that bears it out".to_owned(),
    };
    Some(
        Finding::new(
            "route.chain-claimed",
            Severity::Note,
            Party::Unknown,
            Confidence::Possible,
            format!("{below} joins {to} by the HELO name alone"),
        )
        .why(format!(
            "{to} took the message from {ip}, which called itself {}; {known}. An honest server behind a provider's address looks like that, and \
             so does a forged chain: anybody can write fields below the first one of the recipient's own servers, and use a name from them in HELO.",
            hop.from.helo.as_deref().unwrap_or("so")
        ))
        .next(format!("Find out whether {ip} belongs to {below}; if not, the fields below are made up and their times mean nothing."))
        .shown_by([case.hop(at).map(|hop| hop.span), case.hop(at - 1).map(|hop| hop.span)].into_iter().flatten())
        .by(Standard::Smtp, "4.1.4"),
    )
}

/// Fields that stood in another order, or several times.
pub(super) fn arranged(case: &Case<'_>) -> Option<Finding> {
    let arrangement = case.route.arrangement.as_ref()?;
    let copies = arrangement.copies;
    let order = match arrangement.was {
        Some(FieldOrder::Reversed) => Some("The Received fields stand in reversed order, oldest first"),
        Some(FieldOrder::Shuffled) => Some("The Received fields are out of order"),
        None => None,
    };
    let copied =
        format!("{} of another", words::count(copies, "Received field is a copy", "Received fields are copies"));
    let title = match (order, copies) {
        (Some(order), 0) => order.to_owned(),
        (Some(order), _) => format!("{order}, and {copied}"),
        (None, _) => copied,
    };
    let mut why = String::new();
    if order.is_some() {
        why.push_str(
            "Each server puts its field on top, so the newest stands first. The order of the fields was put right by who took the message \
             from whom; the stamps then fit, so no clock is at fault.",
        );
    }
    if copies > 0 {
        why.push_str(
            " The same lines, word for word with the same IDs and stamps, stand there more than once: pasted or copied twice, or doubled by a \
             program. Each was read once; nothing went round.",
        );
    }
    Some(
        Finding::new("route.field-order", Severity::Note, Party::Nobody, Confidence::Certain, title)
            .why(why.trim_start().to_owned())
            .next("Copy the whole source of the message again if anything else looks odd.")
            .shown_by(case.route.hops.iter().map(|hop| hop.span).take(MOST_EVIDENCE))
            .by(Standard::Smtp, "4.4"),
    )
}
