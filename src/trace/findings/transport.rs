//! How hops were made: encryption, and the names that hosts claim.

use super::{Case, MOST_EVIDENCE};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::trace::{Hop, names, route};

/// Whether a hop went over the open network from one organisation to another, as far as its field tells.
fn is_open(case: &Case<'_>, hop: &Hop) -> bool {
    let domain = |host| case.host(host).and_then(|host| host.domain.as_deref());
    let inside = domain(hop.by_host).is_some_and(|own| domain(hop.from_host) == Some(own));
    !inside && !hop.within_host && !route::is_inner_peer(&hop.from) && hop.from.ip.is_some()
}

/// The words of a `with` clause, without what only tells encryption.
fn protocol(hop: &Hop) -> String {
    hop.with.as_deref().and_then(|with| with.split([' ', '(', '/']).next()).unwrap_or_default().to_ascii_uppercase()
}

/// Whether the field says that the hop was encrypted (RFC 3848: ESMTPS, ESMTPSA, LMTPS …).
fn has_tls(hop: &Hop) -> bool {
    let with = hop.with.as_deref().unwrap_or_default().to_ascii_uppercase();
    let word = protocol(hop);
    hop.encrypted.unwrap_or(hop.tls.is_some())
        || with.contains("TLS")
        || matches!(word.as_str(), "ESMTPS" | "ESMTPSA" | "UTF8SMTPS" | "UTF8SMTPSA" | "HTTPS" | "SMTPS")
}

/// A hop over the open network without TLS, after one with it.
pub(super) fn without_tls(case: &Case<'_>) -> Option<Finding> {
    let open: Vec<(usize, &Hop)> = case.route.hops.iter().enumerate().filter(|(_, hop)| is_open(case, hop)).collect();
    let first_with = open.iter().position(|(_, hop)| has_tls(hop))?;
    let plain: Vec<usize> = open
        .iter()
        .skip(first_with)
        .filter(|(_, hop)| !has_tls(hop) && matches!(protocol(hop).as_str(), "SMTP" | "ESMTP" | "ESMTPA"))
        .map(|(at, _)| *at)
        .collect();
    let first = *plain.first()?;
    let name = case.taker(first).map_or("a host", |host| host.name.as_str());
    let more = match plain.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    Some(
        Finding::new(
            "route.no-tls",
            Severity::Note,
            Party::Unknown,
            Confidence::Possible,
            format!("No sign of TLS on the way to {name}{more}, after hops that had it"),
        )
        .why("The field names no TLS version and a protocol that means none (RFC 3848). Not every server writes down that it used TLS, so this is a hint, not a proof.")
        .next(format!("If the content must not be readable on the way, see in {name}'s log whether the session used STARTTLS."))
        .shown_by(plain.iter().filter_map(|&at| case.hop(at)).map(|hop| hop.span).take(MOST_EVIDENCE))
        .by(Standard::TransmissionTypes, "")
        .by(Standard::StartTls, ""),
    )
}

/// A HELO name that the reverse name or the address contradicts.
pub(super) fn name_contradicted(case: &Case<'_>) -> Option<Finding> {
    let (at, hop, own) =
        case.route.hops.iter().enumerate().filter(|(_, hop)| is_open(case, hop)).find_map(|(at, hop)| {
            let own = contradiction(hop)?;
            Some((at, hop, own))
        })?;
    let helo = hop.from.helo.as_deref().unwrap_or_default();
    let by = case.taker(at);
    // The name of the very organisation that it speaks to is what forgers claim.
    let claims_ours =
        by.and_then(|host| host.domain.as_deref()).is_some_and(|domain| names::domain(helo).as_deref() == Some(domain));
    let ip = hop.from.ip.as_deref().unwrap_or_default();
    let (severity, confidence) =
        if claims_ours { (Severity::Warning, Confidence::Likely) } else { (Severity::Note, Confidence::Possible) };
    let why = if claims_ours {
        format!(
            "It claimed a name in the receiving organisation's own domain, and its address {ip} belongs to another. Spam does that; a wrongly set up host of one's own can too."
        )
    } else {
        "Many honest hosts have such a name, for their provider sets the reverse name. It counts against a message in spam filters, and the HELO name alone proves nothing.".to_owned()
    };
    Some(
        Finding::new(
            "route.helo-mismatch",
            severity,
            Party::Sender,
            confidence,
            format!("A host called itself {helo}, but {own}"),
        )
        .why(why)
        .next("If the host is yours, let its HELO name, its reverse name and the address of that name agree.")
        .next(format!("If it is not, trust the address {ip}, not the name."))
        .shown_by([hop.span])
        .by(Standard::Smtp, "4.1.4"),
    )
}

/// What contradicts the name that a host gave itself.
fn contradiction(hop: &Hop) -> Option<String> {
    let helo = hop.from.helo.as_deref()?;
    let ip = names::address(hop.from.ip.as_deref()?)?;
    if let Some(claimed) = names::address(helo) {
        let public = names::reach(claimed) == names::Reach::Public;
        return (public && claimed != ip).then(|| format!("its address is {ip}"));
    }
    let rdns = hop.from.rdns.as_deref()?;
    if names::is_inner(helo) || names::is_inner(rdns) {
        return None;
    }
    (names::domain(helo)? != names::domain(rdns)?).then(|| format!("its address {ip} is that of {rdns}"))
}
