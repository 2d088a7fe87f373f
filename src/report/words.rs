//! The words for the report's own values: durations, moments, severities, sides. Every form of the report speaks them.

use chrono::{DateTime, FixedOffset, Utc};

use super::Kind;
use crate::auth::{Aligned, Claim};
use crate::bounce::Action;
use crate::feedback::Mistake;
use crate::filter::{Decider, Filter, Judgement};
use crate::finding::{Confidence, Party, Severity};
use crate::smtp::Permanence;
use crate::trace::forwarding::{ForwardingMethod, Rewriting};
use crate::trace::words::{between, exact, rounded};
use crate::trace::{self, Clock, Hop, Peer, Role, Side};

/// What two stamps leave open of the time between them, in seconds, when their clocks agree: each is a whole second, and
/// clocks that are kept right still differ by one.
const RESOLUTION: i64 = 4;

/// A stretch of time in seconds, with its sign: `2 h 29 min 47 s`, `−59 min 26 s`, `0 s`.
#[must_use]
pub fn duration(seconds: i64) -> String {
    let sign = if seconds < 0 { "−" } else { "" };
    format!("{sign}{}", exact(seconds))
}

/// A moment with its date, at an offset: `13 Feb 2009 21:23:21`.
#[must_use]
pub fn moment(time: DateTime<Utc>, offset: FixedOffset) -> String {
    format!("{} {}", day(time, offset), clock_time(time, offset))
}

/// A moment's date, at an offset: `13 Feb 2009`.
#[must_use]
pub fn day(time: DateTime<Utc>, offset: FixedOffset) -> String {
    trace::words::day(&time.with_timezone(&offset))
}

/// A moment's time of day, at an offset: `21:23:21`.
#[must_use]
pub fn clock_time(time: DateTime<Utc>, offset: FixedOffset) -> String {
    trace::words::clock_time(&time.with_timezone(&offset))
}

/// An offset from UTC: `+02:00`.
#[must_use]
pub fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// How long a hop took, in two parts: what to say first, and what the stamps say where that is something else.
#[must_use]
pub fn delay(hop: &Hop) -> Option<(String, Option<String>)> {
    match (hop.delay_seconds, hop.delay_range) {
        (None, None) => None,
        (Some(delay), None) => Some((duration(delay), None)),
        (Some(delay), Some((least, most))) if !is_open(least, most) && least <= delay && delay <= most => {
            Some((duration(delay), None))
        }
        (delay, Some((least, most))) => {
            Some((range(least, most), delay.map(|delay| format!("{} by the stamps", duration(delay)))))
        }
    }
}

/// Whether an interval is wider than what stamps in whole seconds leave open.
#[must_use]
pub fn is_open(least: i64, most: i64) -> bool {
    most.saturating_sub(least) > RESOLUTION
}

/// An interval, rounded to what can be said: `1 h 30 min to 2 h 30 min`, `up to 5 min`.
#[must_use]
pub fn range(least: i64, most: i64) -> String {
    if !is_open(least, most) {
        between((least, most))
    } else if least <= 0 {
        format!("up to {}", rounded(most))
    } else {
        format!("{} to {}", rounded(least), rounded(most))
    }
}

/// The name to call a host by that handed a message over: what its address was found to be called, what it called
/// itself, or its address.
#[must_use]
pub fn peer(peer: &Peer) -> Option<&str> {
    peer.rdns.as_deref().or(peer.helo.as_deref()).or(peer.ip.as_deref())
}

/// The word for how much a finding matters.
#[must_use]
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Problem => "Problem",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
        Severity::Good => "In order",
    }
}

/// Whose side a finding is on, in words; nothing where nobody need act or it cannot be told.
#[must_use]
pub fn party(party: Party) -> Option<&'static str> {
    party.side()
}

/// How sure a finding is, in a word.
#[must_use]
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain => "Certain",
        Confidence::Likely => "Likely",
        Confidence::Possible => "Possible",
    }
}

/// What became of a message for a recipient, in words.
#[must_use]
pub fn action(action: Action) -> &'static str {
    match action {
        Action::Failed => "given up",
        Action::Delayed => "delayed, still being tried",
        Action::Delivered => "delivered",
        Action::Relayed => "passed on to a server that gives no further notices",
        Action::Expanded => "passed on to the members of a list or alias",
    }
}

/// The nature of an error, in words.
#[must_use]
pub fn permanence(permanence: Permanence) -> &'static str {
    match permanence {
        Permanence::Permanent => "permanent: trying again will not help",
        Permanence::Temporary => "temporary: a later try may succeed",
    }
}

/// What a message that was reported by mistake is, in words.
#[must_use]
pub fn mistake(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::ReadReceipt => "it is a read receipt",
        Mistake::Bounce => "it is a bounce",
        Mistake::AutoReply => "it is an automatic reply",
        Mistake::ListMessage => "it is a message of a list with members",
        Mistake::Reply => "it is a reply to the complainant's own message",
        Mistake::Transaction => "it is about one person's own business",
    }
}

/// A method of authentication as it is written in prose: `SPF`, `DKIM`.
#[must_use]
pub fn method(name: &str) -> String {
    crate::auth::words::method(name)
}

/// Whether what a field says of checks may be believed, and why.
#[must_use]
pub fn standing(claim: &Claim) -> &'static str {
    match claim.trusted {
        _ if claim.forged => "not believed: it came with the message",
        Some(true) => "added by the recipient's side",
        Some(false) => "a claim from before the border",
        None => "whose it is cannot be told",
    }
}

/// How an authenticated domain stands to the one in From.
#[must_use]
pub fn alignment(aligned: Aligned) -> &'static str {
    match aligned {
        Aligned::Strict => "the domain in From itself",
        Aligned::Relaxed => "of the organisation in From, as far as the names tell",
        Aligned::No => "another domain than in From",
    }
}

/// What a filter took a message for.
#[must_use]
pub fn judgement(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Virus => "malware",
        Judgement::Phish => "phishing",
        Judgement::Spam => "spam",
        Judgement::Bulk => "bulk mail",
        Judgement::Ham => "wanted mail",
        Judgement::Unknown => "no verdict by itself",
    }
}

/// A filter's score, with the threshold where the field tells it: `score 7.3 (threshold 5)`.
#[must_use]
pub fn score(filter: &Filter) -> Option<String> {
    let score = filter.score?;
    Some(match filter.threshold {
        Some(threshold) => format!("score {score} (threshold {threshold})"),
        None => format!("score {score}"),
    })
}

/// Who decided what becomes of a message.
#[must_use]
pub fn decider(decider: Decider) -> &'static str {
    match decider {
        Decider::Filter => "the filter itself",
        Decider::BlockedSenders => "the recipient's own list of blocked senders",
        Decider::SafeSenders => "the recipient's own list of safe senders",
        Decider::MailboxRule => "a rule of the recipient's mailbox",
        Decider::AdminBlockList => "a block list of the recipient's administrator",
        Decider::AdminAllowList => "an allow list of the recipient's administrator",
        Decider::TransportRule => "a mail flow rule of the recipient's organisation",
        Decider::Released => "somebody who released it from quarantine",
    }
}

/// What an input is, in words.
#[must_use]
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Message => "Message",
        Kind::Headers => "Header block",
        Kind::Bounce => "Delivery notice",
        Kind::FeedbackReport => "Abuse report",
        Kind::ReadReceipt => "Read receipt",
        Kind::SmtpSession => "SMTP session",
        Kind::SmtpReply => "Error line",
        Kind::Log => "Mail log",
        Kind::Queue => "Mail queue",
        Kind::DnsRecords => "DNS records",
        Kind::Domain => "Domain",
        Kind::Files => "Mailbox or archive",
        Kind::Unknown => "Not recognised",
    }
}

/// What a host did, in a word or two.
#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Origin => "origin",
        Role::Submission => "submission",
        Role::Outbound => "outbound",
        Role::Border => "border MTA",
        Role::Internal => "internal",
        Role::Forwarder => "forwarder",
        Role::List => "list server",
        Role::Filter => "content filter",
        Role::Final => "final store",
    }
}

/// How a message was passed on, in words.
#[must_use]
pub fn forwarding(how: ForwardingMethod) -> &'static str {
    match how {
        ForwardingMethod::Alias => "alias, forwarding file or setting of the mailbox",
        ForwardingMethod::Setting => "setting or filter of the mailbox (X-Forwarded-To)",
        ForwardingMethod::Exchange => "forwarding address of an Exchange mailbox",
        ForwardingMethod::InboxRule => "rule of an Exchange mailbox",
        ForwardingMethod::Sieve => "Sieve script",
        ForwardingMethod::Resent => "sent again as it was (Resent fields)",
        ForwardingMethod::List => "mailing list",
    }
}

/// What an envelope sender that carries another address is called.
#[must_use]
pub fn rewriting(how: Rewriting) -> &'static str {
    match how {
        Rewriting::Srs => "SRS: rewritten by a forwarder",
        Rewriting::Gmail => "Gmail's mark of forwarding",
        Rewriting::Batv => "BATV: signed by the sender's own server",
        Rewriting::Verp => "VERP: the list's note of which member it went to",
    }
}

/// Whose side a host is on.
#[must_use]
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Sender => "Sender's side",
        Side::Recipient => "Recipient's side",
        Side::Between => "In between",
        Side::Unknown => "Side unknown",
    }
}

/// What is doubted of a clock: `clock in doubt, perhaps 1 h fast`. Nothing where it is not doubted.
#[must_use]
pub fn doubt(clock: &Clock) -> Option<String> {
    if !clock.doubted {
        return None;
    }
    let by = clock.zone_mistake.or(clock.off_by).filter(|by| *by != 0);
    Some(match by {
        None => "clock in doubt".to_owned(),
        Some(by) => {
            let amount = duration(i64::try_from(by.unsigned_abs()).unwrap_or(i64::MAX));
            let least = if clock.zone_mistake.is_some() { "perhaps" } else { "at least" };
            format!("clock in doubt, {least} {amount} {}", if by < 0 { "slow" } else { "fast" })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_a_person_would_say_them() {
        assert_eq!(duration(0), "0 s");
        assert_eq!(duration(8_987), "2 h 29 min 47 s");
        assert_eq!(duration(-3_566), "−59 min 26 s");
    }

    #[test]
    fn a_delay_that_the_clocks_leave_open_is_said_as_an_interval() {
        let hop = Hop { delay_seconds: Some(8_987), delay_range: Some((5_400, 9_000)), ..Hop::default() };
        assert_eq!(
            delay(&hop),
            Some(("1 h 30 min to 2 h 30 min".to_owned(), Some("2 h 29 min 47 s by the stamps".to_owned())))
        );
    }

    #[test]
    fn a_delay_known_to_the_second_is_said_as_it_is() {
        let hop = Hop { delay_seconds: Some(5), delay_range: Some((3, 7)), ..Hop::default() };
        assert_eq!(delay(&hop), Some(("5 s".to_owned(), None)));
        assert_eq!(delay(&Hop::default()), None);
    }

    #[test]
    fn a_negative_stamp_does_not_pass_for_the_true_delay() {
        let hop = Hop { delay_seconds: Some(-3_566), delay_range: Some((32, 36)), ..Hop::default() };
        assert_eq!(delay(&hop), Some(("34 s".to_owned(), Some("−59 min 26 s by the stamps".to_owned()))));
        let hop = Hop { delay_seconds: Some(-3_566), delay_range: Some((0, 3_600)), ..Hop::default() };
        assert_eq!(delay(&hop), Some(("up to 1 h".to_owned(), Some("−59 min 26 s by the stamps".to_owned()))));
    }

    #[test]
    fn moments_are_told_in_the_zone_asked_for() {
        let time = DateTime::from_timestamp(1_234_560_201, 0).unwrap();
        assert_eq!(moment(time, FixedOffset::east_opt(0).unwrap()), "13 Feb 2009 21:23:21");
        assert_eq!(moment(time, FixedOffset::east_opt(3 * 3600).unwrap()), "14 Feb 2009 00:23:21");
        assert_eq!(offset(-330), "−05:30");
    }
}
