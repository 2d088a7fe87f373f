//! The recipient's domain does not exist or cannot be resolved.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;
use crate::smtp::Step;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::HostUnknown,
    party: Party::Recipient,
    title: "the recipient's domain does not exist or cannot be resolved",
    sentence: "The name after the @ of the recipient's address could not be turned into a mail server. A \
        mistyped domain is the usual cause.",
    next: &[
        "Check the spelling of the domain after the @.",
        "Look the domain up: no answer for MX nor for A and AAAA means that no mail can reach it.",
        "If the domain is right, its owner must renew it or mend its DNS.",
    ],
    rules: &[
        Rule::at(
            "hostunknown.no-route",
            Weight::Plain,
            &[Step::Lookup],
            &["unrouteable address", "unroutable address"],
        ),
        Rule::new(
            "hostunknown.named",
            Weight::Sure,
            &["host unknown", "unknown host", "no such domain", "unknown domain"],
        ),
        Rule::new(
            "hostunknown.no-such-host",
            Weight::Plain,
            &[
                "domain unknown",
                "no such host",
                "domain does not exist",
                "domain doesn't exist",
                "domain doesnt exist",
                "domain name not found",
                "domain not found",
                "domain is not reachable",
                "domain must exist",
                "domain is invalid",
                "invalid domain name",
                "domain * couldn't be found",
                "domain * could not be found",
                "domain * does not exist",
                "host not found",
                "host * not found",
                "nxdomain",
                "non-existent domain",
                "nonexistent domain",
                "dns lookup failure: host",
                "can't find any host named",
                "couldn't find any host named",
                "bad destination host",
                "bad destination system address",
                "destination host * not found",
                "dns server returned answer with no data",
                "unrouteable mail domain",
                "unrouteable domain",
                "unroutable domain",
                "domaine inconnu",
                "unbekannte domain",
                "dominio desconocido",
            ],
        ),
        Rule::new(
            "hostunknown.unrouteable",
            Weight::Fair,
            &[
                "unrouteable address",
                "unroutable address",
                "all relevant mx records point to non-existent hosts",
                "could not be resolved",
                "name or service not known",
                "could not find a gateway",
            ],
        ),
        Rule::at(
            "hostunknown.domain-only",
            Weight::Fair,
            &[Step::EndOfData, Step::Rcpt, Step::Delivery],
            &["553 * does not exist"],
        ),
    ],
};
