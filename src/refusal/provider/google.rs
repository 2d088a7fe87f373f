//! Gmail and Google Workspace: the words of their replies, and the `p=` marks of the pages they link to.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Google",
    shown_by: &["google.com", "googlemail.com", "gmail.com", "gsmtp"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "google.no-such-user",
            marks: &[
                "p=nosuchuser",
                "account that you tried to reach does not exist",
                "answer=6596",
                "mail/answer/6596",
            ],
            statuses: &[],
            reason: Reason::UserUnknown,
            sentence: "Google knows no account of this name, or none any more.",
        },
        Meaning {
            id: "google.disabled",
            marks: &[
                "p=disableduser",
                "account that you tried to reach is disabled",
                "account that you tried to reach is inactive",
            ],
            statuses: &[],
            reason: Reason::Suspend,
            sentence: "The Google account exists, but is disabled or unused.",
        },
        Meaning {
            id: "google.over-quota",
            marks: &["p=overquotatemp", "p=overquotaperm", "inbox is out of storage space", "is over quota"],
            statuses: &[],
            reason: Reason::MailboxFull,
            sentence: "The recipient's Google storage is full: mail, photos and files share it.",
        },
        Meaning {
            id: "google.receiving-rate",
            marks: &[
                "p=receivingrate",
                "p=receivingrateperm",
                "is receiving mail too quickly",
                "receiving mail at a rate that",
            ],
            statuses: &[],
            reason: Reason::Speeding,
            sentence: "The recipient gets more mail in a short time than Google allows, from all senders \
                together. It is not about this sender alone.",
        },
        Meaning {
            id: "google.unusual-rate",
            marks: &[
                "unusual rate of",
                "p=unsolicitedratelimiterror",
                "sending limit exceeded",
                "daily user sending limit",
                "peak smtp relay limit",
            ],
            statuses: &[],
            reason: Reason::Speeding,
            sentence: "Google slows this sender down: more mail than it is used to from this address, or more \
                of it unwanted.",
        },
        Meaning {
            id: "google.unsolicited",
            marks: &["p=unsolicitedmessageerror", "likely unsolicited mail", "likely spam"],
            statuses: &[],
            reason: Reason::SpamDetected,
            sentence: "Google takes this message for unwanted mail.",
        },
        Meaning {
            id: "google.reputation",
            marks: &["very low reputation"],
            statuses: &[],
            reason: Reason::BadReputation,
            sentence: "Google gives the sending address or domain a very low reputation. Its Postmaster \
                Tools show the owner of a domain more.",
        },
        Meaning {
            id: "google.unauthenticated",
            marks: &[
                "p=unauthenticateddomain",
                "p=unauthedmail",
                "81126#authentication",
                "p=dmarcrejection",
                "answer/2451690",
                "unauthenticated email from",
                "does not have authentication information",
                "is not authenticated",
            ],
            statuses: &[
                "5.7.26", "4.7.26", "5.7.27", "4.7.27", "4.7.30", "5.7.30", "4.7.31", "4.7.32", "5.7.32", "4.7.40",
                "5.7.40",
            ],
            reason: Reason::AuthFailure,
            sentence: "Google found no SPF or DKIM that passes for the domain in From, that domain has no DMARC record, or its \
                DMARC policy asked for refusal.",
        },
        Meaning {
            id: "google.ptr",
            marks: &[
                "ptr record setup",
                "corresponding forward dns entry",
                "81126#reverse",
                "p=ipv6autherror",
                "regarding ptr records",
            ],
            statuses: &["5.7.25", "4.7.23"],
            reason: Reason::RequirePtr,
            sentence: "The sending address has no reverse name, or the name does not lead back to it. Google \
                demands it, above all over IPv6.",
        },
        Meaning {
            id: "google.tls",
            marks: &["tls required for rcpt domain", "p=tlsrequired", "not sent over a tls connection"],
            statuses: &["5.7.29", "4.7.29"],
            reason: Reason::FailedStartTls,
            sentence: "Google, or the recipient's domain there, takes this mail only over TLS.",
        },
        Meaning {
            id: "google.content",
            marks: &[
                "potential security issue",
                "p=blockedmessage",
                "mail/answer/6590",
                "violates * email policy",
                "has a policy that prohibited",
            ],
            statuses: &[],
            reason: Reason::PolicyViolation,
            sentence: "Google does not take this kind of attachment or content, or the recipient's \
                administrator forbids it.",
        },
        Meaning {
            id: "google.format",
            marks: &[
                "p=rfcmessagenoncompliant",
                "not rfc 5322 compliant",
                "messages missing a valid",
                "multiple addresses in from",
                "messages with multiple",
            ],
            statuses: &[],
            reason: Reason::NotCompliantRfc,
            sentence: "A header that must be there once is missing or there several times.",
        },
        Meaning {
            id: "google.relay",
            marks: &["mail relay denied", "invalid credentials for relay"],
            statuses: &[],
            reason: Reason::NoRelaying,
            sentence: "This is Google's server for a customer's outgoing mail, and the client is not \
                registered with it.",
        },
        Meaning {
            id: "google.group",
            marks: &["group you tried to contact"],
            statuses: &[],
            reason: Reason::Rejected,
            sentence: "The Google group does not exist, or the sender may not post to it.",
        },
    ],
};
