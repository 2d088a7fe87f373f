//! The content was judged to be malware.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::VirusDetected,
    party: Party::Sender,
    title: "the content was judged to be malware",
    sentence: "A scanner found a virus, or something that it takes for one, in the message.",
    next: &[
        "Scan the sending machine and the attachment before anything is sent again.",
        "If the finding is a mistake, send the file another way, or ask the recipient's administrator to look.",
    ],
    rules: &[
        // Mimecast's words for a signature of malware or of spam.
        Rule::new(
            "virusdetected.signature",
            Weight::Plain,
            &["mcspamsignature", "email rejected due to security policies"],
        ),
        Rule::new(
            "virusdetected.virus",
            Weight::Sure,
            &[
                "virus detected",
                "virus found",
                "virus infected",
                "virus-infected",
                "infected",
                "malware",
                "contains a virus",
                "contains virus",
                "virus in",
                "virus:",
                "has a virus",
                "trojan",
                "worm",
                "virus scan",
                "virus scanner",
                "virus check",
                "by antivirus",
                "clamav",
                "executable file",
                "dangerous attachment",
                "virus * detected",
                "virus * found",
                "potentially harmful",
            ],
        ),
    ],
};
