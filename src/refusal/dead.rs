//! Whether a refusal shows that an address is dead (a hard bounce: no such mailbox, no such domain), so that lists drop it.
//!
//! A living address that is called dead is lost, so each condition must hold by itself; doubt is an answer of "no".

use super::clause::{Clauses, Role, Subject};
use crate::finding::Confidence;
use crate::smtp::{Permanence, Reason, Step};

/// What is known of a refusal when its reason is settled.
#[derive(Debug)]
pub(super) struct Case<'a> {
    /// The reason.
    pub reason: Reason,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether a later try can help.
    pub permanence: Option<Permanence>,
    /// The step that was refused.
    pub step: Option<Step>,
    /// The enhanced status code.
    pub status: Option<&'a str>,
    /// The rule whose words told the reason.
    pub rule: Option<&'static str>,
    /// What the words are there for, and of whom they speak; none where a code or a provider's mark told the reason.
    pub words: Option<(Role, Option<Subject>)>,
    /// Whether a provider's own mark told the reason.
    pub by_provider: bool,
    /// The reply, taken apart.
    pub clauses: &'a Clauses,
}

/// Rules whose words stand for a policy as often as for a missing mailbox; a status that says so must stand beside them.
const VAGUE: &[&str] =
    &["userunknown.no-mailbox-reply", "userunknown.rejected-by-name", "hostunknown.unrouteable", "userunknown.syntax"];

/// Whether the address, or its domain, is shown not to exist, to have moved for good, or to take no mail at all.
pub(super) fn is_dead(case: &Case<'_>) -> bool {
    let names_the_address =
        matches!(case.reason, Reason::UserUnknown | Reason::HostUnknown | Reason::HasMoved | Reason::NotAccept);
    let is_permanent = case.permanence == Some(Permanence::Permanent);
    let is_sure = matches!(case.confidence, Confidence::Certain | Confidence::Likely);
    // Before RCPT TO nobody has named the recipient (RFC 5321 section 3.3).
    let was_named = !matches!(case.step, Some(Step::Connect | Step::Helo | Step::StartTls | Step::Auth | Step::Mail));
    let of_the_recipient =
        case.words.is_none_or(|(role, about)| role == Role::Said && matches!(about, None | Some(Subject::Recipient)));
    let is_plain = !case.rule.is_some_and(|rule| VAGUE.contains(&rule))
        || case.status.is_some_and(|status| {
            // 5.1.0 says no more than that something is wrong with an address (RFC 3463 section 3.2).
            status.starts_with("5.1.") && status != "5.1.0" || status.starts_with("5.4.4")
        });
    let of_something_else = case.clauses.speaks_of_something_else() && !case.by_provider;
    // 551 alone stands for "not local" as well (RFC 5321 section 3.4).
    let is_said = case.reason != Reason::HasMoved
        || case.rule.is_some()
        || case.status.is_some_and(|status| status.ends_with(".1.6"));
    // An answer of the DNS that could not be read shows nothing.
    let is_unread = case.clauses.is_unread_answer();
    names_the_address
        && is_permanent
        && is_sure
        && was_named
        && of_the_recipient
        && is_plain
        && is_said
        && !of_something_else
        && !is_unread
}

#[cfg(test)]
mod tests {
    use crate::refusal::{Refusal, classify, find};
    use crate::smtp::Step;

    fn is_dead(step: Option<Step>, text: &str) -> bool {
        let codes = find::codes(text);
        let reply_code = codes.reply_code.map(|code| code.text);
        let status = codes.status.map(|code| code.text);
        classify(&Refusal { reply_code, status, text, step, given_up: Some(true), ..Refusal::default() }).dead_address
    }

    #[test]
    fn a_refusal_for_good_is_dead_and_one_for_now_is_not() {
        assert!(is_dead(Some(Step::Rcpt), "550 5.1.1 <kim@example.com>: User unknown"));
        assert!(!is_dead(Some(Step::Rcpt), "450 4.1.1 <kim@example.com>: User unknown"));
    }

    #[test]
    fn before_the_recipient_was_named_nothing_is_said_of_it() {
        for step in [Step::Connect, Step::Helo, Step::Mail] {
            assert!(!is_dead(Some(step), "550 5.1.1 User unknown"), "{step:?}");
        }
        assert!(is_dead(Some(Step::Rcpt), "550 5.1.1 User unknown"));
    }

    #[test]
    fn a_sender_that_is_unknown_says_nothing_of_the_recipient() {
        assert!(!is_dead(Some(Step::Rcpt), "550 5.1.0 <lee@example.net>: Sender address rejected: User unknown"));
        assert!(is_dead(Some(Step::Rcpt), "550 5.1.1 <kim@example.com>: Recipient address rejected: User unknown"));
    }

    #[test]
    fn a_frame_alone_is_no_reason() {
        assert!(!is_dead(Some(Step::Rcpt), "550 5.7.1 <kim@example.com>: Recipient address rejected"));
        assert!(!is_dead(Some(Step::Rcpt), "550 5.7.1 <kim@example.com>: Recipient address rejected: Access denied"));
    }

    #[test]
    fn a_rule_on_who_may_write_shows_that_the_address_lives() {
        assert!(!is_dead(Some(Step::Rcpt), "550 5.1.1 User unknown to outside senders: only members may write here"));
        assert!(!is_dead(Some(Step::Rcpt), "550 5.7.1 This domain does not accept mail from your network"));
        assert!(is_dead(Some(Step::Rcpt), "556 5.1.10 example.com does not accept mail: null MX"));
    }

    #[test]
    fn advice_shows_nothing() {
        assert!(!is_dead(Some(Step::Rcpt), "550 5.7.1 Message refused. If this user does not exist, remove it"));
    }

    #[test]
    fn an_answer_that_could_not_be_read_shows_nothing() {
        assert!(!is_dead(
            None,
            "5.4.4 Host or domain name not found. Name service error for name=example.com type=MX: Malformed or unexpected name server reply"
        ));
    }
}
