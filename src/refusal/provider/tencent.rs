//! QQ Mail and Tencent's business mail.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Tencent",
    shown_by: &["qq.com", "foxmail.com", "tencent.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "tencent.content",
            marks: &["mail content denied", "suspected spam", "mail content is denied"],
            statuses: &[],
            reason: Reason::SpamDetected,
            party: None,
            next: &[],
            sentence: "Tencent refuses the content: mail like it went to many, and many complained.",
        },
        Meaning {
            id: "tencent.frequency",
            marks: &[
                "frequency limited",
                "sender frequency limited",
                "domain frequency limited",
                "connection frequency limited",
                "daily limit",
            ],
            statuses: &[],
            reason: Reason::Speeding,
            party: None,
            next: &[],
            sentence: "Too many messages or connections from this address, domain or sender in a time.",
        },
        Meaning {
            id: "tencent.authentication",
            marks: &["dmarc check failed", "spf check failed", "dkim check failed"],
            statuses: &[],
            reason: Reason::AuthFailure,
            party: None,
            next: &[],
            sentence: "SPF, DKIM or DMARC did not pass.",
        },
        Meaning {
            id: "tencent.blocked",
            marks: &["connection denied", "suspected spam ip", "suspected bounce attacks", "ip is in blacklist"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[],
            sentence: "Tencent takes no mail from the sending address for now: it sent far more than is \
                allowed, or is taken for a source of spam.",
        },
        Meaning {
            id: "tencent.no-such-user",
            marks: &["mailbox not found"],
            statuses: &[],
            reason: Reason::UserUnknown,
            party: None,
            next: &[],
            sentence: "Tencent knows no such mailbox.",
        },
        Meaning {
            id: "tencent.recipient-rate",
            marks: &["mailbox unavailable or access denied"],
            statuses: &[],
            reason: Reason::Speeding,
            party: None,
            next: &[],
            sentence: "The recipient got much mail in a short time, and Tencent takes none for this address for a while. It \
                does not mean that the mailbox is gone.",
        },
        Meaning {
            id: "tencent.refused",
            marks: &["mail is rejected by recipients"],
            statuses: &[],
            reason: Reason::Filtered,
            party: None,
            next: &[],
            sentence: "The recipient has blocked this sender.",
        },
    ],
};
