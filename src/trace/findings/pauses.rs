//! Times that no server needed: mailboxes, wishes, moderators, programs.

use super::Case;
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::trace::pause::{Cause, Pause};
use crate::trace::route::UNNAMED;
use crate::trace::words;

impl Pause {
    /// How long it was, by the stamps.
    pub(in crate::trace) fn said(&self) -> String {
        words::between((self.gap.by_stamps.max(0), self.gap.by_stamps.max(0)))
    }

    /// The postmark for it.
    pub(in crate::trace) fn stamp(&self) -> &'static str {
        match self.cause {
            Cause::Fetched => "FETCHED",
            Cause::Moved => "MOVED",
            Cause::Resent => "SENT AGAIN",
            Cause::Scheduled => "SCHEDULED",
            Cause::Moderated => "MODERATED",
            Cause::Quarantined => "QUARANTINE",
            Cause::Journaled => "JOURNALED",
            Cause::Rewritten => "NEW MESSAGE",
            Cause::Program => "IN DOUBT",
        }
    }

    /// What became of the message, in a sentence.
    pub(in crate::trace) fn sentence(&self, case: &Case<'_>) -> String {
        let (from, to) = self.ends(case);
        let said = self.said();
        match self.cause {
            Cause::Fetched => format!("The message lay in a mailbox at {from} for {said} before {to} fetched it."),
            Cause::Moved => format!(
                "The message lay in a mailbox at {from} for {said} before it was copied or moved by IMAP to {to}, as an import or a migration does."
            ),
            Cause::Resent => format!("The message was sent again by hand or by a program, {said} after {from} had it."),
            Cause::Scheduled => {
                format!("The sender asked for later delivery: {from} kept the message for {said} on purpose.")
            }
            Cause::Moderated => format!("A list's moderator let the message through {said} after {from} had it."),
            Cause::Quarantined => {
                format!(
                    "The message lay in a quarantine, most likely, for {said} between {from} and {to} until it was released."
                )
            }
            Cause::Journaled => format!("This is a journal copy: {to} took it {said} after {from} had the message."),
            Cause::Rewritten => {
                format!("A program wrote a new message at {to}, {said} after {from} took the one that it is made of.")
            }
            Cause::Program => format!(
                "A local program handed the message to {to}, {said} after {from} had it: fetched from a mailbox there, written anew, \
                 or kept waiting: the stamps do not say which."
            ),
        }
    }

    /// The two ends, by name; of a mailbox the server that it was fetched from.
    fn ends<'a>(&self, case: &Case<'a>) -> (&'a str, &'a str) {
        let name = |at| case.taker(at).map_or(UNNAMED, |host| host.name.as_str());
        let kept = match self.cause {
            Cause::Fetched | Cause::Moved => case
                .hop(self.gap.to)
                .filter(|hop| hop.from_host != hop.by_host)
                .and_then(|hop| case.host(hop.from_host))
                .map(|host| host.name.as_str()),
            _ => None,
        };
        (kept.unwrap_or_else(|| name(self.gap.from)), name(self.gap.to))
    }
}

/// The longest of the times that were no delivery delay.
pub(in crate::trace) fn longest<'a>(case: &Case<'a>) -> Option<&'a Pause> {
    case.pauses.iter().max_by_key(|pause| (pause.gap.by_stamps, std::cmp::Reverse(pause.gap.to)))
}

/// A time between two stamps that no server held the message up.
pub(super) fn no_delay(case: &Case<'_>) -> Option<Finding> {
    let pause = longest(case)?;
    let (from, to) = pause.ends(case);
    let said = pause.said();
    let id = if matches!(pause.cause, Cause::Fetched) { "route.fetched" } else { "route.no-delay" };
    let (title, why, next, party) = match pause.cause {
        Cause::Fetched => (
            format!("Waited in a mailbox at {from} until {to} fetched it: {said}"),
            "The last stamp is of the program that fetched the mail, not of a server that received it. How often it asks decides this wait."
                .to_owned(),
            "If it matters, let the program fetch more often, or let the mail be forwarded.".to_owned(),
            Party::Nobody,
        ),
        Cause::Moved => (
            format!("Copied or moved out of a mailbox at {from} to {to}: {said} later"),
            "IMAP moves mail between mailboxes: an import, a migration, a restored backup. Delivery had ended before.".to_owned(),
            "Nothing held it up. Sort such mail by its Date field, not by the time it came in.".to_owned(),
            Party::Nobody,
        ),
        Cause::Resent => (
            format!("Sent again {said} after {from} had it"),
            "Resent fields were added when somebody, or a program, sent the message again as it was, out of a mailbox where it lay: no server held it up.".to_owned(),
            "Ask whoever is named in Resent-From why, if it matters.".to_owned(),
            Party::Nobody,
        ),
        Cause::Scheduled => (
            format!("Delivery was wanted {said} later"),
            "A field of the message asks for delivery at that time (scheduled or deferred sending), and it went on then: the wait is wanted, and no server's fault.".to_owned(),
            "Ask the sender whether the message was scheduled on purpose.".to_owned(),
            Party::Nobody,
        ),
        Cause::Moderated => (
            format!("Waited {said} for a list's moderator"),
            "The list holds mail until a moderator approves it, and the field shows when that was. No server held it up.".to_owned(),
            "If it took too long, ask the owner of the list; members can be freed from moderation.".to_owned(),
            Party::Forwarder,
        ),
        Cause::Quarantined => (
            format!("Quarantined, most likely, and released {said} later"),
            format!("A field names a quarantine, and the gap between {from} and {to} lies on the recipient's side: a filter put the message there, and somebody released it."),
            "Look in the quarantine's own log for who released it and which rule had caught it.".to_owned(),
            Party::Recipient,
        ),
        Cause::Journaled => (
            format!("A journal copy, stamped {said} later"),
            "A journal report holds the message; it travels to the archive on its own way and time. It does not tell when the recipient got the message.".to_owned(),
            "Look at the recipient's own copy to measure its delivery.".to_owned(),
            Party::Nobody,
        ),
        Cause::Rewritten => (
            format!("Written anew by a program at {to}, {said} after the message it is made of"),
            format!("The Date field is later than the stamps below {to}, which agree with each other: a ticket system, a list or another program wrote a new message and kept the old fields."),
            format!("Look at {to} for when it took the first message in, and when it sent this one."),
            Party::Unknown,
        ),
        Cause::Program => (
            format!("A local program handed it to {to}, {said} after the stamp of {from}"),
            format!("No server handed the message over: a collector that fetched it from a mailbox (a POP connector), a pickup folder or a script did. How long it lay where cannot be seen, and {from} did not wait for {to} by SMTP."),
            format!("Look on {to} for the program that hands mail over there, and how often it runs."),
            Party::Unknown,
        ),
    };
    let confidence = match pause.cause {
        Cause::Fetched | Cause::Moved => Confidence::Certain,
        Cause::Quarantined | Cause::Journaled | Cause::Resent | Cause::Scheduled | Cause::Moderated => {
            Confidence::Likely
        }
        Cause::Rewritten | Cause::Program => Confidence::Possible,
    };
    let mut finding = Finding::new(id, Severity::Note, party, confidence, title).why(why).next(next).shown_by(
        pause.span.into_iter().chain([pause.gap.from, pause.gap.to].iter().filter_map(|&at| case.stamp_span(at))),
    );
    if pause.cause == Cause::Resent {
        finding = finding.by(Standard::MessageFormat, "3.6.6");
    }
    Some(finding)
}
