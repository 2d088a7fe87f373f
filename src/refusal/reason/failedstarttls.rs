//! An encrypted session could not be set up, or is demanded.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::FailedStartTls,
    party: Party::Sender,
    title: "an encrypted session could not be set up, or is demanded",
    sentence: "One server demands TLS, and the session was not encrypted: STARTTLS failed, was not offered, or \
        a certificate did not match.",
    next: &[
        "Check the certificate and the TLS versions on the server that is at fault; the reply or the log names \
         it.",
        "If the recipient's domain publishes MTA-STS or DANE, its records and its certificate must agree.",
    ],
    rules: &[Rule::new(
        "failedstarttls.tls",
        Weight::Sure,
        &[
            "cannot start tls",
            "handshake failure",
            "tls is not available",
            "not verified * certificate",
            "starttls",
            "must issue a starttls",
            "requires tls version",
            "requires high-strength ciphers",
            "tls is required",
            "tls required",
            "tls not available",
            "tls currently unavailable",
            "tls failed",
            "tls negotiation",
            "tls handshake",
            "tls connection",
            "tls error",
            "tls temporarily",
            "tls session",
            "ssl required",
            "ssl handshake",
            "ssl error",
            "encryption required",
            "encryption needed",
            "encryption is required",
            "requires encryption",
            "must be encrypted",
            "not encrypted",
            "certificate",
            "mta-sts",
            "dane",
            "tlsa",
            "requiretls",
            "cleartext",
        ],
    )],
};
