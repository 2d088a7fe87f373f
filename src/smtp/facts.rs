//! The facts of a refusal: its nature, its reason, the step at which it came.

use serde::Serialize;

use crate::finding::{Party, Severity, Span};

/// The nature of an error: refused for good, or may pass (RFC 5321 section 4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Permanence {
    /// The same message to the same address will be refused again.
    Permanent,
    /// A later try may succeed.
    Temporary,
}

/// Where in an SMTP session something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Before any session: the name could not be resolved.
    Lookup,
    /// The connection, or the greeting after it.
    Connect,
    /// HELO, EHLO or LHLO.
    Helo,
    /// STARTTLS.
    StartTls,
    /// AUTH.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// The DATA command itself.
    Data,
    /// After the final dot.
    EndOfData,
    /// After the server had taken the message: a local delivery, a later scan.
    Delivery,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// Why a message was refused, in the vocabulary that mail people know.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
        pub enum Reason {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word for it, as it stands in the report.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

reasons! {
    /// SPF, DKIM, DMARC or a similar check failed.
    AuthFailure = "authfailure",
    /// The client's address or domain has too low a reputation.
    BadReputation = "badreputation",
    /// The client's address or host name is refused: a blocklist, a dynamic range, a bad HELO.
    Blocked = "blocked",
    /// A malformed header, MIME structure or encoding.
    ContentError = "contenterror",
    /// Larger than this recipient's limit.
    ExceedLimit = "exceedlimit",
    /// Retries ran out, or a notice that they go on.
    Expired = "expired",
    /// TLS could not be set up, or is required.
    FailedStartTls = "failedstarttls",
    /// Refused by the recipient's own filter after RCPT or DATA.
    Filtered = "filtered",
    /// The mailbox has moved, with no forwarding.
    HasMoved = "hasmoved",
    /// The recipient's domain does not exist or cannot be resolved.
    HostUnknown = "hostunknown",
    /// The recipient's quota is used up.
    MailboxFull = "mailboxfull",
    /// A local delivery program failed.
    MailerError = "mailererror",
    /// Larger than the server takes.
    MesgTooBig = "mesgtoobig",
    /// DNS failure, no route, a mail loop, too many hops.
    NetworkError = "networkerror",
    /// Relaying denied.
    NoRelaying = "norelaying",
    /// The host takes no mail at all.
    NotAccept = "notaccept",
    /// The message breaks RFC 5322 or a like standard.
    NotCompliantRfc = "notcompliantrfc",
    /// A bounce, but too vague to tell why.
    OnHold = "onhold",
    /// A local policy, or a forbidden attachment.
    PolicyViolation = "policyviolation",
    /// The sender's address or its domain is refused.
    Rejected = "rejected",
    /// Missing or wrong reverse DNS.
    RequirePtr = "requireptr",
    /// A demand for authentication or another security demand was not met.
    SecurityError = "securityerror",
    /// The content is judged to be spam.
    SpamDetected = "spamdetected",
    /// The sending rate is too high.
    Speeding = "speeding",
    /// The mailbox is disabled, locked, unpaid or inactive.
    Suspend = "suspend",
    /// A bad SMTP command, or one out of order.
    SyntaxError = "syntaxerror",
    /// A fault or misconfiguration of a server.
    SystemError = "systemerror",
    /// The server's disk is full.
    SystemFull = "systemfull",
    /// Too many connections, recipients or messages.
    TooManyConn = "toomanyconn",
    /// Nothing to tell the reason from.
    Undefined = "undefined",
    /// No such mailbox at the recipient's domain.
    UserUnknown = "userunknown",
    /// The content is judged to be malware.
    VirusDetected = "virusdetected",
    /// Delivered: a notice of success.
    Delivered = "delivered",
    /// A complaint.
    Feedback = "feedback",
    /// An automatic out-of-office reply.
    Vacation = "vacation",
}

/// What a single pasted error line, or a log line with one in it, says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Reply {
    /// The reply code: `550`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_code: Option<String>,
    /// The enhanced status code: `5.1.1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Its nature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permanence: Option<Permanence>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The reason as a short clause, as the rule that told it words it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_title: Option<String>,
    /// Whose side must act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// The step it answers, as far as the line tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The words after the codes.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Reply {
    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self.permanence {
            Some(Permanence::Permanent) => Severity::Problem,
            Some(Permanence::Temporary) => Severity::Warning,
            None => Severity::Note,
        }
    }
}
