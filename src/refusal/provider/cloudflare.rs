//! Cloudflare Email Routing, which forwards mail to another mailbox.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Cloudflare",
    shown_by: &["cloudflare.net", "cloudflare.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "cloudflare.upstream",
            marks: &["upstream error"],
            statuses: &[],
            reason: Reason::SystemError,
            party: None,
            next: &[],
            sentence: "Cloudflare only forwards; the server that it forwards to refused or failed. The \
                recipient must look at that mailbox.",
        },
        Meaning {
            id: "cloudflare.no-such-user",
            marks: &["address does not exist", "address not found"],
            statuses: &[],
            reason: Reason::UserUnknown,
            party: None,
            next: &[],
            sentence: "No route is set up for this address.",
        },
        Meaning {
            id: "cloudflare.blocked",
            marks: &["found on one or more rbls", "found on one or more dnsbls", "spamhaus"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[],
            sentence: "The sending address is on a blocklist that Cloudflare uses.",
        },
        Meaning {
            id: "cloudflare.reverse",
            marks: &["missing reverse", "reverse dns"],
            statuses: &[],
            reason: Reason::RequirePtr,
            party: None,
            next: &[],
            sentence: "The sending address has no reverse name.",
        },
        Meaning {
            id: "cloudflare.authentication",
            marks: &["dmarc", "spf", "dkim"],
            statuses: &[],
            reason: Reason::AuthFailure,
            party: None,
            next: &[],
            sentence: "SPF, DKIM or DMARC did not pass.",
        },
    ],
};
