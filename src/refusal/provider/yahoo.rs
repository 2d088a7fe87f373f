//! Yahoo, AOL and the other brands of Yahoo Inc.: the marks in square brackets.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Yahoo",
    shown_by: &["yahoo.com", "yahoodns.net", "yahooinc.com", "verizonmedia.com", "yahoo.co.jp", "verizon.net"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "yahoo.volume",
            marks: &[
                "[tss02]",
                "[tss04]",
                "[tss05]",
                "[ts01]",
                "[ts02]",
                "[ts04]",
                "unexpected volume or user complaints",
            ],
            statuses: &[],
            reason: Reason::BadReputation,
            sentence: "Yahoo slows the sender down because of much mail at once or of complaints by its users.",
        },
        Meaning {
            id: "yahoo.refused",
            marks: &[
                "[ts03]",
                "[tss09]",
                "[tss11]",
                "[bl21]",
                "[bl22]",
                "[bl23]",
                "permanently deferred",
                "permanently refused",
            ],
            statuses: &[],
            reason: Reason::Blocked,
            sentence: "Yahoo refuses all mail from this address: it is on a blocklist, or drew too many complaints.",
        },
        Meaning {
            id: "yahoo.authentication",
            marks: &["[au01]", "[au02]", "[au03]", "authentication failure", "dmarc", "due to failed dkim"],
            statuses: &[],
            reason: Reason::AuthFailure,
            sentence: "DKIM, SPF or DMARC did not pass for the sender's domain.",
        },
        Meaning {
            id: "yahoo.policy",
            marks: &["not accepted for policy reasons", "[ph01]"],
            statuses: &["5.7.9"],
            reason: Reason::PolicyViolation,
            sentence: "Yahoo refuses the content of this message by its policy: links, attachments or wording \
                that it holds for harmful.",
        },
        Meaning {
            id: "yahoo.disabled",
            marks: &["mailbox is disabled", "(554.30)", "554.30", "has been disabled or discontinued", "[#102]"],
            statuses: &[],
            reason: Reason::Suspend,
            sentence: "The mailbox is closed, or was not used for long.",
        },
        Meaning {
            id: "yahoo.no-such-user",
            marks: &["requested mail action aborted, mailbox not found", "mailbox not found"],
            statuses: &[],
            reason: Reason::UserUnknown,
            sentence: "Yahoo knows no mailbox of this name.",
        },
        Meaning {
            id: "yahoo.greylisting",
            marks: &["[gl01]"],
            statuses: &[],
            reason: Reason::SystemError,
            sentence: "Yahoo puts the sender off for a while; a later try is taken.",
        },
        Meaning {
            id: "yahoo.connections",
            marks: &["max number of connections", "maximum number of connections", "too many connections"],
            statuses: &[],
            reason: Reason::TooManyConn,
            sentence: "Too many connections from this sender at once.",
        },
    ],
};
