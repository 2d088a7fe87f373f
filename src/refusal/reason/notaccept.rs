//! The domain or host takes no mail at all.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::NotAccept,
    party: Party::Recipient,
    title: "the domain or host takes no mail at all",
    sentence: "The recipient's domain or host says that it accepts no mail, for example with a null MX record.",
    next: &[
        "Check the domain of the address: it may be a web-only name of the organisation.",
        "Take the address off the list; no mail can be delivered there until its owner changes the DNS.",
    ],
    rules: &[
        Rule::new(
            "notaccept.no-mx",
            Weight::Plain,
            &[
                "domain has no mx",
                "no mx record",
                "no mx records",
                "has no mx",
                "domain has no mail exchanger",
                "no mail exchanger",
                "no mx for",
                "does not have an mx",
                "no mx host",
                "without mx",
            ],
        ),
        Rule::new(
            "notaccept.null-mx",
            Weight::Sure,
            &["null mx", "nullmx", "null-mx", "indicated no smtp service", "doesn't receive email according to"],
        ),
        Rule::new(
            "notaccept.no-mail",
            Weight::Plain,
            &[
                "does not accept mail",
                "doesn't accept mail",
                "does not accept email",
                "does not accept any mail",
                "doesn't receive email",
                "does not receive mail",
                "doesn't receive mail",
                "no smtp service",
                "we don't accept mail",
                "host does not accept mail",
                "smtp service not supported",
                "mail receiving disabled",
                "no mail service",
                "domain * does not receive",
                "malformed or unexpected name server reply",
                "is not accepting mail",
                "does not handle mail",
            ],
        ),
        Rule::new("notaccept.no-exchanger", Weight::Plain, &["couldn't find a mail exchanger or ip address"]),
    ],
};
