//! What a large provider means by its own marks and codes: one file a provider.
//!
//! A provider's mark counts only in a refusal of that provider: one whose server's name, whose text, or whose recipient shows
//! it. Marks are written as the phrases of [`reason`](super::reason) are.

mod aol;
mod apple;
mod cloudflare;
mod comcast;
mod cox;
mod docomo;
mod facebook;
mod godaddy;
mod google;
mod iua;
mod kddi;
mod messagelabs;
mod microsoft;
mod mimecast;
mod orange;
mod spectrum;
mod tencent;
mod unitedinternet;
mod yahoo;
mod zoho;

use crate::finding::{Confidence, Party};
use crate::smtp::Reason;

/// A provider that is known to mean something particular by its replies.
#[derive(Debug)]
pub struct Provider {
    /// Its name, as it is shown.
    pub name: &'static str,
    /// Ends of its servers' names, and words by which its replies show themselves.
    pub shown_by: &'static [&'static str],
    /// Whether its marks are like no other's, so that they need no name beside them.
    pub distinctive: bool,
    /// Its marks.
    pub meanings: &'static [Meaning],
}

/// What a provider means by a mark in its replies.
#[derive(Debug)]
pub struct Meaning {
    /// The rule, as `provider.mark`.
    pub id: &'static str,
    /// Marks in its text, any of which means it.
    pub marks: &'static [&'static str],
    /// Enhanced status codes, any of which means it, where the provider uses them in a sense of its own.
    pub statuses: &'static [&'static str],
    /// Why.
    pub reason: Reason,
    /// What the provider means, in plain sentences.
    pub sentence: &'static str,
    /// Whose side must act, where it is not the side that the reason names.
    pub party: Option<Party>,
    /// What to do next, where the provider's case has steps of its own; empty for those of the reason.
    pub next: &'static [&'static str],
}

/// Every provider.
pub static PROVIDERS: &[&Provider] = &[
    &google::PROVIDER,
    &microsoft::PROVIDER,
    &yahoo::PROVIDER,
    &aol::PROVIDER,
    &apple::PROVIDER,
    &tencent::PROVIDER,
    &cox::PROVIDER,
    &godaddy::PROVIDER,
    &mimecast::PROVIDER,
    &cloudflare::PROVIDER,
    &comcast::PROVIDER,
    &messagelabs::PROVIDER,
    &spectrum::PROVIDER,
    &kddi::PROVIDER,
    &docomo::PROVIDER,
    &zoho::PROVIDER,
    &iua::PROVIDER,
    &orange::PROVIDER,
    &facebook::PROVIDER,
    &unitedinternet::PROVIDER,
];

/// Marks whose meaning the provider does not publish, or that stand for more than one thing: what they tell is likely, and no more.
const UNSURE: &[&str] = &[
    "cloudflare.authentication",
    "cloudflare.blocked",
    "mimecast.signature",
    "microsoft.busy",
    "microsoft.rate",
    "yahoo.policy",
    "yahoo.volume",
    "apple.policy",
    "docomo.unknown",
    "docomo.rate",
    "kddi.after-data",
    "messagelabs.policy",
    "messagelabs.content",
    "orange.connections",
    "orange.disabled",
    "orange.refused",
    "orange.spam",
    "tencent.blocked",
    "tencent.refused",
    "tencent.recipient-rate",
    "zoho.rate",
    "zoho.blocked",
];

impl Meaning {
    /// How sure the mark is.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        if UNSURE.contains(&self.id) { Confidence::Likely } else { Confidence::Certain }
    }
}

impl Provider {
    /// Whether a server of this name is the provider's.
    #[must_use]
    pub fn runs(&self, host: &str) -> bool {
        self.shown_by.iter().any(|end| {
            let rest = host.len().checked_sub(end.len()).and_then(|at| host.split_at_checked(at));
            rest.is_some_and(|(before, tail)| {
                tail.eq_ignore_ascii_case(end) && (before.is_empty() || before.ends_with('.'))
            })
        })
    }
}

/// The name of the provider that runs a server.
#[must_use]
pub fn of_host(host: &str) -> Option<&'static str> {
    let host = host.trim_end_matches('.');
    PROVIDERS.iter().find(|provider| provider.runs(host)).map(|provider| provider.name)
}

#[cfg(test)]
mod tests {
    use crate::refusal::{Refusal, classify};
    use crate::smtp::Reason;

    fn reason(remote: &str, status: &str, text: &str) -> Reason {
        let status = (!status.is_empty()).then_some(status);
        classify(&Refusal { remote: Some(remote), status, text, ..Refusal::default() }).reason
    }

    #[test]
    fn access_denied_means_an_unknown_recipient_at_microsoft() {
        let text = "550 5.4.1 Recipient address rejected: Access denied.";
        assert_eq!(reason("example-com.mail.protection.outlook.com", "5.4.1", text), Reason::UserUnknown);
    }

    #[test]
    fn a_code_of_microsofts_own_tells_the_reason_where_the_words_do_not() {
        assert_eq!(reason("example-com.mail.protection.outlook.com", "5.7.606", "550 5.7.606 sorry"), Reason::Blocked);
        assert_ne!(reason("mx.example.net", "5.7.606", "550 5.7.606 sorry"), Reason::Blocked);
    }

    #[test]
    fn unknown_user_is_not_believed_at_docomo() {
        assert_eq!(reason("mfsmax.docomo.ne.jp", "", "550 Unknown user kim"), Reason::Filtered);
        assert_eq!(reason("mx.example.net", "", "550 Unknown user kim"), Reason::UserUnknown);
    }

    #[test]
    fn a_mark_counts_with_its_provider_alone() {
        assert_eq!(reason("smtp.secureserver.net", "", "552 rejected IB212"), Reason::SpamDetected);
        assert_ne!(reason("mx.example.net", "", "552 rejected IB212"), Reason::SpamDetected);
    }

    #[test]
    fn a_busy_mailbox_at_tencent_is_not_taken_for_a_missing_one() {
        let text = "550 Mailbox unavailable or access denied";
        assert_eq!(reason("mx3.qq.com", "", text), Reason::Speeding);
        assert_eq!(reason("mx3.qq.com", "", "550 Mailbox not found"), Reason::UserUnknown);
    }

    #[test]
    fn relaying_denied_is_not_taken_for_an_unknown_recipient_at_microsoft() {
        let remote = "example-com.mail.protection.outlook.com";
        assert_eq!(reason(remote, "5.4.1", "550 5.4.1 Relay Access Denied"), Reason::NoRelaying);
    }

    #[test]
    fn oranges_marks_are_known_without_its_name() {
        assert_eq!(reason("", "", "550 5.1.1 destinataire. OFR_416 [416]"), Reason::UserUnknown);
        assert_eq!(reason("", "", "421 please try later OFR004_104 [104]"), Reason::TooManyConn);
        assert_eq!(
            reason("", "", "550 5.7.1 Service refuse. Veuillez essayer plus tard OFR_515 [515]"),
            Reason::AuthFailure
        );
        assert_eq!(
            reason("", "", "550 5.7.1 Service refuse. Veuillez essayer plus tard OFR_107 [107]"),
            Reason::RequirePtr
        );
    }

    #[test]
    fn the_page_that_i_ua_names_tells_the_reason_and_its_number_is_read_whole() {
        let said = |number: &str| format!("550 Message rejected, see http://mail.i.ua/err/{number}/");
        assert_eq!(reason("", "", &said("2")), Reason::UserUnknown);
        assert_eq!(reason("", "", &said("1")), Reason::NoRelaying);
        assert_eq!(reason("", "", &said("10")), Reason::Filtered);
        assert_eq!(reason("", "", &said("11")), reason("", "", "550 Message rejected"));
        assert_eq!(reason("mx.i.ua", "", "554 https://mail.i.ua/err/3"), Reason::Suspend);
    }

    #[test]
    fn a_name_that_only_ends_alike_is_not_the_providers() {
        let google = super::PROVIDERS.iter().find(|provider| provider.name == "Google").unwrap();
        assert!(google.runs("aspmx.l.google.com") && google.runs("GMAIL.com"));
        assert!(!google.runs("notgoogle.com"));
    }
}
