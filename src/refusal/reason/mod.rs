//! What servers' words mean: one entry a reason, with the phrases that give it away and the sentence that explains it.
//! A case that the sentence of its reason would not explain has a entry of its own, after that of the reason.
//!
//! A phrase is written in lower case, with single spaces, and matches whole words. `@` stands for any address, ` * ` for up
//! to eighty characters of anything. Adding a phrase touches its entry and nothing else.

mod authfailure;
mod badreputation;
mod blocked;
mod contenterror;
mod delivered;
mod dnsfailure;
mod duplicate;
mod exceedlimit;
mod expired;
mod failedstarttls;
mod feedback;
mod filtered;
mod greeting;
mod greylisting;
mod hasmoved;
mod hostunknown;
mod listquery;
mod login;
mod mailboxfull;
mod mailererror;
mod mailloop;
mod mesgtoobig;
mod networkerror;
mod noanswer;
mod norelaying;
mod notaccept;
mod notcompliantrfc;
mod onhold;
mod owndestination;
mod policyviolation;
mod rejected;
mod remotetls;
mod requireptr;
mod securityerror;
mod smtputf8;
mod spamdetected;
mod speeding;
mod suspend;
mod syntaxerror;
mod systemerror;
mod systemfull;
mod toomanyconn;
mod toomanyhops;
mod undefined;
mod userunknown;
mod vacation;
mod virusdetected;

use crate::finding::Party;
use crate::smtp::{Reason, Step};

/// How much a phrase says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It fits several reasons; a code that says more is believed before it.
    Hint = 20,
    /// It usually means this.
    Fair = 45,
    /// It says this, and no code says it better.
    Plain = 70,
    /// It can mean nothing else.
    Sure = 90,
}

/// Phrases that give a reason away.
#[derive(Debug)]
pub struct Rule {
    /// The rule, as `reason.rule`: `mailboxfull.over-quota`.
    pub id: &'static str,
    /// How much its phrases say.
    pub weight: Weight,
    /// The steps at which they say it; empty for any.
    pub at: &'static [Step],
    /// Any of these gives the reason away.
    pub phrases: &'static [&'static str],
}

impl Rule {
    /// A rule that holds at any step.
    const fn new(id: &'static str, weight: Weight, phrases: &'static [&'static str]) -> Self {
        Self { id, weight, at: &[], phrases }
    }

    /// A rule that holds at these steps alone.
    const fn at(id: &'static str, weight: Weight, at: &'static [Step], phrases: &'static [&'static str]) -> Self {
        Self { id, weight, at, phrases }
    }
}

/// Everything that is known of one reason.
#[derive(Debug)]
pub struct ReasonEntry {
    /// The reason.
    pub reason: Reason,
    /// Whose side must act, as a rule.
    pub party: Party,
    /// What it is, as a short clause without a full stop.
    pub title: &'static str,
    /// What it means, in plain sentences.
    pub sentence: &'static str,
    /// What to do next, the first first.
    pub next: &'static [&'static str],
    /// The phrases that give it away.
    pub rules: &'static [Rule],
}

/// Every entry, in the order in which they win where two phrases say equally much.
pub static REASONS: &[&ReasonEntry] = &[
    &authfailure::SHEET,
    &requireptr::SHEET,
    &badreputation::SHEET,
    &virusdetected::SHEET,
    &spamdetected::SHEET,
    &blocked::SHEET,
    &greeting::SHEET,
    &speeding::SHEET,
    &toomanyconn::SHEET,
    &mailboxfull::SHEET,
    &exceedlimit::SHEET,
    &mesgtoobig::SHEET,
    &systemfull::SHEET,
    &hasmoved::SHEET,
    &suspend::SHEET,
    &notaccept::SHEET,
    &hostunknown::SHEET,
    &filtered::SHEET,
    &norelaying::SHEET,
    &rejected::SHEET,
    &failedstarttls::SHEET,
    &notcompliantrfc::SHEET,
    &contenterror::SHEET,
    &smtputf8::SHEET,
    &policyviolation::SHEET,
    &userunknown::SHEET,
    &mailererror::SHEET,
    &securityerror::SHEET,
    &networkerror::SHEET,
    &mailloop::SHEET,
    &toomanyhops::SHEET,
    &dnsfailure::SHEET,
    &expired::SHEET,
    &noanswer::SHEET,
    &systemerror::SHEET,
    &greylisting::SHEET,
    &syntaxerror::SHEET,
    &onhold::SHEET,
    &undefined::SHEET,
    &delivered::SHEET,
    &feedback::SHEET,
    &vacation::SHEET,
    &remotetls::SHEET,
    &login::APP_PASSWORD,
    &login::SWITCHED_OFF,
    &login::TOO_MANY_TRIES,
    &login::WRONG_PASSWORD,
    &login::TOKEN,
    &listquery::SHEET,
    &duplicate::SHEET,
    &owndestination::SHEET,
    &syntaxerror::HELO_FIRST,
    &syntaxerror::HELO_NAME,
    &noanswer::IDLE,
];

/// Words of notices and of gateways that hold a reason's phrase and do not mean it. A phrase inside one is not counted.
pub static BOILERPLATE: &[&str] = &[
    "other mail system problem",
    "unknown address error",
    "invalid address, error_code",
    "mailbox unavailable or access denied",
    "if you continue to receive",
    "authenticated sender",
    "unknown reverse path",
    "unknown reverse-path",
    "unknown user agent",
    "without notice of spam",
    "temporary failure in name resolution",
];

/// The entry of a case that a status alone tells within its reason: a silent host and a loop (RFC 3463 section 3.5).
pub(super) fn of_status(status: &str) -> Option<&'static ReasonEntry> {
    let cases = [(".4.1", &noanswer::SHEET), (".4.6", &mailloop::SHEET)];
    cases.into_iter().find(|(detail, _)| status.ends_with(detail)).map(|(_, entry)| entry)
}

/// The entry of a message that ran in a circle.
pub(super) fn circle() -> &'static ReasonEntry {
    &mailloop::SHEET
}

/// The entry that a code alone tells of a refused login; nothing where the reason found is something else than security.
pub(super) fn of_login(
    words: &crate::refusal::Refusal<'_>,
    found: Option<&'static ReasonEntry>,
) -> Option<&'static ReasonEntry> {
    let is_plain = found.is_none_or(|entry| std::ptr::eq(entry, &raw const securityerror::SHEET));
    let code = words.reply_code.filter(|_| is_plain)?;
    login::by_code(code, words.status.unwrap_or_default())
}

/// The entry of a reason: the first, where a case of it has a entry of its own.
#[must_use]
pub fn entry(reason: Reason) -> &'static ReasonEntry {
    REASONS.iter().find(|entry| entry.reason == reason).copied().unwrap_or(&undefined::SHEET)
}

/// The entry of a case: that with its title, else that of its reason.
pub(crate) fn titled(reason: Reason, title: &str) -> &'static ReasonEntry {
    REASONS.iter().find(|entry| entry.title == title).copied().unwrap_or_else(|| self::entry(reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::{Refusal, classify, find};

    /// The reason of a line of our own writing, read as a user would paste it.
    fn reason(line: &str) -> Reason {
        let codes = find::codes(line);
        classify(&Refusal {
            reply_code: codes.reply_code.map(|code| code.text),
            status: codes.status.map(|code| code.text),
            text: line,
            ..Refusal::default()
        })
        .reason
    }

    #[test]
    fn a_failed_spf_check_is_about_authentication() {
        assert_eq!(
            reason("550 5.7.23 The message was rejected: SPF check for example.com did not pass"),
            Reason::AuthFailure
        );
    }

    #[test]
    fn a_low_score_is_about_reputation() {
        assert_eq!(reason("554 mx.example.net: your address has a poor reputation here"), Reason::BadReputation);
    }

    #[test]
    fn an_address_on_a_list_is_blocked() {
        assert_eq!(reason("554 5.7.1 Client host [192.0.2.9] blocked using bl.example"), Reason::Blocked);
    }

    #[test]
    fn a_bare_line_feed_is_an_error_of_content() {
        assert_eq!(reason("550 5.6.11 message has a bare LF in it"), Reason::ContentError);
    }

    #[test]
    fn a_limit_of_one_mailbox_is_not_that_of_the_server() {
        assert_eq!(reason("552 5.2.3 too large for this mailbox"), Reason::ExceedLimit);
        assert_eq!(reason("552 5.3.4 Message size exceeds fixed maximum message size"), Reason::MesgTooBig);
    }

    #[test]
    fn a_silent_host_runs_out_of_time() {
        assert_eq!(reason("connect to mx.example.net[192.0.2.5]:25: Connection timed out"), Reason::Expired);
        assert_eq!(reason("retry timeout exceeded"), Reason::Expired);
    }

    #[test]
    fn a_demand_for_starttls_is_about_tls() {
        assert_eq!(reason("530 5.7.0 Must issue a STARTTLS command first"), Reason::FailedStartTls);
    }

    #[test]
    fn a_wish_of_the_recipient_is_a_filter() {
        assert_eq!(reason("550 the recipient has refused your mail"), Reason::Filtered);
    }

    #[test]
    fn a_new_address_means_that_the_mailbox_moved() {
        assert_eq!(reason("551 5.1.6 this mailbox has moved to another company"), Reason::HasMoved);
    }

    #[test]
    fn a_domain_that_is_not_there_is_an_unknown_host() {
        assert_eq!(reason("550 5.1.2 Host unknown (no such domain in DNS)"), Reason::HostUnknown);
    }

    #[test]
    fn a_full_mailbox_is_told_in_several_languages() {
        for line in [
            "552 5.2.2 The mailbox for kim@example.com is full",
            "550 Das Postfach ist voll",
            "550 la boîte pleine, réessayez",
            "452 4.2.2 over quota",
        ] {
            assert_eq!(reason(line), Reason::MailboxFull, "{line}");
        }
    }

    #[test]
    fn a_failed_delivery_program_is_a_mailer_error() {
        assert_eq!(reason("procmail: program failure (1) of \"/usr/bin/sort-mail\""), Reason::MailerError);
    }

    #[test]
    fn a_loop_and_a_failed_lookup_are_about_the_network() {
        assert_eq!(reason("554 5.4.6 Too many hops, the message is looping"), Reason::NetworkError);
        assert_eq!(
            reason("Name service error for name=example.net type=MX: Host not found, try again"),
            Reason::NetworkError
        );
    }

    #[test]
    fn a_foreign_recipient_is_not_relayed() {
        assert_eq!(reason("554 5.7.1 <kim@example.com>: Relay access denied"), Reason::NoRelaying);
    }

    #[test]
    fn a_null_mx_means_that_no_mail_is_taken() {
        assert_eq!(reason("556 5.1.10 example.com has a null MX"), Reason::NotAccept);
    }

    #[test]
    fn two_subjects_break_the_standard() {
        assert_eq!(reason("550 5.7.1 Message has multiple Subject headers"), Reason::NotCompliantRfc);
    }

    #[test]
    fn a_forbidden_attachment_is_a_matter_of_policy() {
        assert_eq!(reason("554 5.7.1 Attachment type .exe not allowed by policy"), Reason::PolicyViolation);
    }

    #[test]
    fn an_unknown_sender_domain_is_a_rejected_sender() {
        assert_eq!(
            reason("450 4.1.8 <lee@example.invalid>: Sender address rejected: Domain not found"),
            Reason::Rejected
        );
    }

    #[test]
    fn a_missing_reverse_name_is_told_as_such() {
        assert_eq!(reason("550 5.7.25 192.0.2.9 has no PTR record"), Reason::RequirePtr);
    }

    #[test]
    fn a_demand_for_a_login_is_about_security() {
        assert_eq!(reason("530 5.7.0 Authentication required"), Reason::SecurityError);
    }

    #[test]
    fn content_like_spam_is_told_as_such() {
        assert_eq!(reason("554 5.7.1 This message looks like spam"), Reason::SpamDetected);
    }

    #[test]
    fn a_hurried_sender_is_slowed_down() {
        assert_eq!(reason("450 4.7.1 Error: too much mail from 192.0.2.9, slow down"), Reason::Speeding);
        assert_eq!(reason("421 Too many concurrent connections from your address"), Reason::TooManyConn);
    }

    #[test]
    fn a_locked_account_is_suspended() {
        assert_eq!(reason("550 5.2.1 This account has been disabled"), Reason::Suspend);
    }

    #[test]
    fn an_unknown_command_is_a_matter_of_syntax() {
        assert_eq!(reason("502 5.5.1 Command not implemented"), Reason::SyntaxError);
    }

    #[test]
    fn a_broken_server_blames_itself() {
        assert_eq!(reason("451 4.3.5 Server configuration error"), Reason::SystemError);
        assert_eq!(reason("452 4.3.1 Insufficient system storage"), Reason::SystemFull);
    }

    #[test]
    fn an_unknown_mailbox_is_told_in_several_ways() {
        for line in [
            "550 5.1.1 <kim@example.com>: User unknown",
            "550 no such mailbox here",
            "553 there is no user of that name, sorry (#5.1.1)",
            "550 5.1.1 el usuario no existe",
            "550-5.1.1 The account that you tried to\n550 5.1.1 reach is an unknown user",
        ] {
            assert_eq!(reason(line), Reason::UserUnknown, "{line}");
        }
    }

    #[test]
    fn malware_is_told_as_such() {
        assert_eq!(reason("554 5.7.1 virus found in attachment"), Reason::VirusDetected);
    }

    #[test]
    fn vague_words_stay_on_hold_and_silence_stays_undefined() {
        assert_eq!(reason("550 message refused"), Reason::OnHold);
        assert_eq!(reason(""), Reason::Undefined);
    }

    #[test]
    fn every_reason_has_a_sheet_of_its_own() {
        for &reason in Reason::ALL {
            let entry = entry(reason);
            assert_eq!(entry.reason, reason);
            assert!(entry.sentence.ends_with('.') && !entry.title.ends_with('.'), "{}", reason.word());
        }
    }

    #[test]
    fn phrases_are_written_as_they_are_searched() {
        let rules = REASONS.iter().flat_map(|entry| entry.rules);
        for phrase in rules.flat_map(|rule| rule.phrases).chain(BOILERPLATE) {
            assert_eq!(*phrase, phrase.to_lowercase().trim(), "{phrase}");
            assert!(!phrase.contains("  ") && phrase.len() > 1, "{phrase}");
        }
    }
}
