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
            sentence: "Tencent refuses the content.",
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
            sentence: "Too many messages or connections from this address, domain or sender in a time.",
        },
        Meaning {
            id: "tencent.authentication",
            marks: &["dmarc check failed", "spf check failed", "dkim check failed"],
            statuses: &[],
            reason: Reason::AuthFailure,
            sentence: "SPF, DKIM or DMARC did not pass.",
        },
        Meaning {
            id: "tencent.blocked",
            marks: &["connection denied", "suspected spam ip", "suspected bounce attacks", "ip is in blacklist"],
            statuses: &[],
            reason: Reason::Blocked,
            sentence: "Tencent blocks the sending address.",
        },
        Meaning {
            id: "tencent.no-such-user",
            marks: &["mailbox not found", "mailbox unavailable or access denied"],
            statuses: &[],
            reason: Reason::UserUnknown,
            sentence: "Tencent knows no such mailbox, or it takes no mail from this sender.",
        },
        Meaning {
            id: "tencent.refused",
            marks: &["mail is rejected by recipients"],
            statuses: &[],
            reason: Reason::Filtered,
            sentence: "The recipient has blocked this sender.",
        },
    ],
};
