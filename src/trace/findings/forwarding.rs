//! What follows from a message being passed on to another address.

use super::{Case, MOST_EVIDENCE};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::trace::forwarding::{Forwarding, ForwardingMethod, Rewriting, Trail};

/// The last time that the message was passed on, lists aside: whoever looks at it stands at the end of that leg.
fn last<'a>(case: &Case<'a>) -> Option<(&'a Trail, &'a Forwarding)> {
    // The circle is what matters where there is one.
    let trail = case.route.forwarding.as_ref().filter(|_| case.route.mail_loop.is_none())?;
    let one = trail.forwardings.iter().rev().find(|one| one.how != ForwardingMethod::List)?;
    Some((trail, one))
}

/// What the forwarder is called.
fn forwarder(one: &Forwarding) -> &str {
    one.by.as_deref().or(one.from.as_deref()).unwrap_or("the forwarder")
}

/// The envelope sender that stands for another one, where a forwarder took its place.
fn rewritten(trail: &Trail) -> Option<&crate::trace::forwarding::EnvelopeSender> {
    trail.sender.as_ref().filter(|sender| matches!(sender.how, Rewriting::Srs | Rewriting::Gmail))
}

/// The message was passed on to another address.
pub(super) fn forwarded(case: &Case<'_>) -> Option<Finding> {
    let (trail, one) = last(case)?;
    let (by, from) = (forwarder(one), one.from.as_deref().unwrap_or("the first address"));
    let to = one.to.as_deref().unwrap_or("another address");
    let title = match (&one.from, &one.to) {
        (Some(from), Some(to)) => format!("Forwarded from {from} to {to}"),
        (Some(from), None) => format!("Forwarded by the mailbox {from}"),
        (None, Some(to)) => format!("Forwarded by {by} to {to}"),
        (None, None) => format!("Forwarded by {by}"),
    };
    let how = match one.how {
        ForwardingMethod::Alias | ForwardingMethod::List => format!(
            "{by} took the message for {from} and passed it on to {to}: an alias, a forwarding file or a setting of the mailbox."
        ),
        ForwardingMethod::Setting => {
            format!("The mailbox {from} passes its mail on to {to} by a setting or a filter of its own.")
        }
        ForwardingMethod::Exchange => {
            format!("The mailbox {from} has a forwarding address: Exchange passed the message on to {to}.")
        }
        ForwardingMethod::InboxRule => format!("A rule of the mailbox {from} redirects mail to {to}."),
        ForwardingMethod::Sieve => format!("A Sieve script of {from} redirects mail to {to}."),
        ForwardingMethod::Resent => {
            format!("{from} sent the message again as it was, by hand or by a program, to {to}.")
        }
    };
    let mut why = how;
    if let Some(sender) = rewritten(trail) {
        let stands_for = match (&sender.original, sender.how) {
            (Some(original), Rewriting::Srs) => format!(" and stands for {original} (SRS)"),
            (None, Rewriting::Srs) => " (SRS)".to_owned(),
            _ => String::new(),
        };
        why.push_str(&format!(" The envelope sender was rewritten: it is {}{stands_for}.", sender.address));
    }
    why.push_str(&format!(
        " What that costs: an answer goes out from {to}, and address books learn that address. If the reader calls the message \
         spam, the complaint counts against {by}, which handed it over, and can get it blocked."
    ));
    if one.hop.is_some() {
        why.push_str(&format!(
            " Two receiving sides filter it, each with its own limits and delays; what the second refuses comes back as a bounce \
             from the first. The hops of both ways count together: {} so far.",
            case.route.hops.len()
        ));
        let mine = &case.context.mine;
        if mine.domains.is_empty()
            && mine.hosts.is_empty()
            && mine.networks.is_empty()
            && one.how == ForwardingMethod::Alias
        {
            why.push_str(" That the two sides are different organisations is taken from the names of their servers; name yours in Settings to be sure.");
        }
    }
    let mut finding = Finding::new("route.forwarded", Severity::Note, Party::Forwarder, one.confidence, title)
        .why(why)
        .next(format!(
            "Better than forwarding: let the reader use the mailbox {from} itself, by webmail, by IMAP or POP with TLS, over a VPN, or \
             on a managed device."
        ))
        .next(match rewritten(trail) {
            Some(_) => "If it must be forwarded, leave header and body as they are, so that DKIM signatures still fit.",
            None => {
                "If it must be forwarded, let the forwarder rewrite the envelope sender (SRS), list the servers that send for it in \
                 the SPF record of that domain, and leave header and body as they are, so that DKIM signatures still fit."
            }
        })
        .next("Ask the reader to delete unwanted forwarded mail and not to report it as spam; filter before forwarding.")
        .shown_by(one.spans.iter().copied().take(MOST_EVIDENCE))
        .by(Standard::IndirectFlows, "");
    if one.how == ForwardingMethod::Resent {
        finding = finding.by(Standard::MessageFormat, "3.6.6");
    }
    Some(finding)
}

/// What the second receiver's checks came to.
pub(super) fn authentication(case: &Case<'_>) -> Option<Finding> {
    let (trail, one) = last(case)?;
    let is = |told: &Option<String>, words: &[&str]| told.as_deref().is_some_and(|told| words.contains(&told));
    const FAILED: [&str; 2] = ["fail", "softfail"];
    // What failed before is not the forwarder's doing.
    let spf = is(&one.after.spf, &FAILED) && !is(&one.before.spf, &["fail", "softfail", "none", "permerror"]);
    let dkim = is(&one.after.dkim, &FAILED) && is(&one.before.dkim, &["pass"]);
    let dmarc = is(&one.after.dmarc, &["fail"]) && !is(&one.before.dmarc, &["fail"]);
    if !(spf || dkim || dmarc) {
        return None;
    }
    let by = forwarder(one);
    let held = is(&one.after.dkim, &["pass"]);
    let title = match (dmarc, dkim, held) {
        (true, ..) => "DMARC failed after the forwarding",
        (_, true, _) => "The DKIM signature no longer fits after the forwarding",
        (_, _, true) => "SPF failed after the forwarding, but DKIM held",
        _ => "SPF failed after the forwarding",
    };
    let mut why = String::new();
    if spf {
        why.push_str(&format!(
            "SPF asks whether the server that hands a message over may send for the envelope sender's domain. At the second receiver \
             that server is {by}, which the first sender's domain does not name."
        ));
        why.push_str(match rewritten(trail) {
            Some(_) => " The envelope sender was rewritten, but its domain does not name that server either.",
            None => " The envelope sender was not rewritten.",
        });
    }
    if dkim {
        why.push_str(&format!(
            " The DKIM signature passed before {by} and fails after it: something there changed the message."
        ));
    } else if held {
        why.push_str(" The DKIM signature still fits: nobody changed what it covers.");
    } else if is(&one.after.dkim, &["none"]) {
        why.push_str(" There is no DKIM signature that could stand in for it.");
    }
    why.push_str(match one.after.dmarc.as_deref() {
        Some("fail") => " DMARC needs one of the two for the domain in From, so it failed, and that domain's policy decides what becomes of the message.",
        Some("pass") => " DMARC needs one of the two for the domain in From, and passed.",
        _ => "",
    });
    let severity = if dmarc || dkim { Severity::Warning } else { Severity::Note };
    let sure = is(&one.before.spf, &["pass"]) || is(&one.before.dmarc, &["pass"]) || dkim;
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    let mut finding = Finding::new("route.forwarded-authentication", severity, Party::Forwarder, confidence, title)
        .why(why.trim_start())
        .shown_by(one.before.spans.iter().chain(&one.after.spans).copied().take(MOST_EVIDENCE))
        .by(Standard::Spf, "")
        .by(Standard::Dkim, "")
        .by(Standard::Dmarc, "")
        .by(Standard::IndirectFlows, "");
    if spf {
        finding = finding.next(match rewritten(trail) {
            Some(sender) => format!(
                "Add the servers that forward, or the carrier that delivers for them, to the SPF record of {}.",
                sender.address.rsplit('@').next().unwrap_or_default()
            ),
            None => {
                format!("Set up SRS on {by}: it rewrites the envelope sender to a domain whose SPF record names it.")
            }
        });
    }
    if dkim {
        finding = finding.next(format!(
            "On {by}, turn off for forwarded mail what changes it: footers, subject tags, rewritten links, re-encoded parts."
        ));
    }
    if !held && !dkim {
        finding =
            finding.next("Ask the first sender to sign with DKIM: a signature survives forwarding, SPF does not.");
    }
    Some(finding)
}

/// Mail of the user's own organisation that is passed on to the outside.
pub(super) fn leaves_mine(case: &Case<'_>) -> Option<Finding> {
    let (_, one) = last(case)?;
    let from = one.from.as_deref().filter(|_| one.leaves_mine)?;
    let to = one.to.as_deref()?;
    Some(
        Finding::new(
            "route.forwarded-outside",
            Severity::Warning,
            Party::Forwarder,
            one.confidence,
            format!("Mail to {from} leaves your organisation for {to}"),
        )
        .why(
            "The copy lies outside your archive, your retention and discovery rules, and your control over who reads it. By your \
             settings the first domain is yours and the second is not.",
        )
        .next("Decide whether the rules of your organisation allow it; if not, turn off forwarding to the outside for this mailbox.")
        .next("If it must stay, keep a copy in the mailbox or the archive before it is passed on.")
        .shown_by(one.spans.iter().copied().take(MOST_EVIDENCE)),
    )
}
