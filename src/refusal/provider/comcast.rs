//! Comcast: the BL and RL marks of its postmaster page's error codes.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Comcast",
    shown_by: &["comcast.net"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "comcast.blocked",
            marks: &["bl000000", "bl000001", "bl000010", "comcast block for spam"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[
                "Find and stop what was sent from the address.",
                "Then ask for removal with the form on Comcast's postmaster page.",
            ],
            sentence: "Comcast refuses the sending address, because spam was seen from it.",
        },
        Meaning {
            id: "comcast.rate",
            marks: &["rl000001", "rl000002", "rl000003"],
            statuses: &[],
            reason: Reason::Speeding,
            party: None,
            next: &[],
            sentence: "Comcast slows the sending address down: more mail or more sessions than it allows for it.",
        },
    ],
};
