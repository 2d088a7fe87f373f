//! Spectrum, Charter and Road Runner: the AUP marks.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Spectrum",
    shown_by: &["charter.net", "rr.com", "twc.com", "spectrum.net", "brighthouse.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "spectrum.sender",
            marks: &["aup#in-1310"],
            statuses: &[],
            reason: Reason::Rejected,
            sentence: "Spectrum refuses the sender, usually for its reputation.",
        },
        Meaning {
            id: "spectrum.connections",
            marks: &["aup#in-1340"],
            statuses: &[],
            reason: Reason::TooManyConn,
            sentence: "More connections at once than Spectrum allows for a sender of this reputation.",
        },
        Meaning {
            id: "spectrum.blocked",
            marks: &["aup#in-1370", "aup#i-1000", "aup#i-1010"],
            statuses: &[],
            reason: Reason::Blocked,
            sentence: "Spectrum blocks the sending address.",
        },
    ],
};
