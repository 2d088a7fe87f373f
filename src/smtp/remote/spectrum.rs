//! Spectrum, Charter and Road Runner.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Spectrum",
    shown_by: &["charter.net", "rr.com", "twc.com", "spectrum.net", "brighthouse.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "spectrum.sender",
            marks: &["e2110", "e2120", "e2140"],
            statuses: &[],
            reason: Reason::Rejected,
            sentence: "The sender's domain could not be looked up, or is not allowed.",
        },
        Meaning {
            id: "spectrum.blocked",
            marks: &["e1000", "e2000", "aup-in", "aup#1260"],
            statuses: &[],
            reason: Reason::Blocked,
            sentence: "Spectrum blocks the sending address.",
        },
        Meaning {
            id: "spectrum.limit",
            marks: &["e3000", "e3110", "e3120", "e3130"],
            statuses: &[],
            reason: Reason::Speeding,
            sentence: "More mail, connections or recipients than Spectrum allows.",
        },
        Meaning {
            id: "spectrum.spam",
            marks: &["e5000", "e5110", "e4000"],
            statuses: &[],
            reason: Reason::SpamDetected,
            sentence: "Spectrum judged the content to be spam.",
        },
    ],
};
