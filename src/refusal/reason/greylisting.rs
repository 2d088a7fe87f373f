//! A server that puts an unknown sender off, and takes the next try. The vocabulary has no word of its own for it: it
//! counts as a fault of the system, and is told in its own words.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::SystemError,
    party: Party::Recipient,
    title: "the recipient's server puts senders it does not know off for some minutes (greylisting)",
    sentence: "The recipient's server greylists: it refuses the first tries of a sender, a server and a recipient that it \
        has not seen together before, and takes a later one. Nothing is wrong with the address or the message.",
    next: &[
        "Wait: the sending server tries again by itself, and 5 to 30 minutes are usual.",
        "If it lasts for hours, see in the sending server's log whether each try comes from another address: greylisting \
            then begins anew each time.",
    ],
    rules: &[Rule::new(
        "greylisting.named",
        Weight::Plain,
        &[
            "greylist",
            "greylisted",
            "greylisting",
            "graylist",
            "graylisted",
            "graylisting",
            "grey-listed",
            "grey listed",
            "gray listed",
        ],
    )],
};
