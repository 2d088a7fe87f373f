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
            party: None,
            next: &[],
            sentence: "Spectrum refuses this sender; the words of the reply, or its postmaster page, say why.",
        },
        Meaning {
            id: "spectrum.connections",
            marks: &["aup#in-1340"],
            statuses: &[],
            reason: Reason::TooManyConn,
            party: None,
            next: &[],
            sentence: "Spectrum limits the connections of this sender, and more were made.",
        },
        Meaning {
            id: "spectrum.blocked",
            marks: &["aup#in-1370", "aup#i-1000", "aup#i-1010"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[],
            sentence: "Spectrum takes no mail from the sending address, for now or for good.",
        },
    ],
};
