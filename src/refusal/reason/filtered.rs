//! Refused by the recipient's own filter.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;
use crate::smtp::Step;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::Filtered,
    party: Party::Recipient,
    title: "refused by the recipient's own filter",
    sentence: "The recipient, or a screening at their server, refused this message. The mailbox may exist; the \
        reply does not tell for sure.",
    next: &[
        "Ask the recipient another way to allow the sender, or to check the address.",
        "If the reply came after the message was sent, the address was probably accepted first and refused \
         later by the mailbox.",
    ],
    rules: &[
        Rule::new(
            "filtered.filter",
            Weight::Plain,
            &[
                "does not accept messages from",
                "do not accept messages from",
                "blocked by the recipient",
                "recipient doesn't want your mail",
                "recipient does not want your mail",
                "due to recipient preferences",
                "recipient preferences",
                "recipient refuses",
                "refused by recipient",
                "blocked by recipient",
                "rejected by recipient",
                "rejected by user",
                "user reject",
                "user refuses to receive",
                "user refused to receive",
                "user has blocked",
                "recipient does not wish",
                "recipient doesn't accept",
                "has refused your",
                "you have been blocked by",
                "sender is blocked by",
                "in my badrcptto list",
                "badrcptto",
                "does not accept mail from you",
                "is not accepting messages from",
                "only accepts mail from",
                "only accept mail from",
                "not accepting mail from this",
                "not accepting mail from you",
                "not on the * allow list",
                "because the recipient is not accepting mail",
                "only * allowed to send to",
                "unable to deliver to this user",
                "resolver.rst.notauthorized",
                "resolver.rst.restricted",
                "sender not authenticated for group",
                "not permitted to send to this",
                "not allowed to send mail to this recipient",
                "message filtered",
                "message was filtered",
                "permanent failure for one or more recipients (@:blocked)",
                "this address no longer accepts mail",
                "no longer accepts mail",
                "no longer accepting mail",
                "not currently accepting mail",
            ],
        ),
        Rule::new(
            "filtered.vague",
            Weight::Fair,
            &[
                "each of the following recipients was rejected by a remote mail server",
                "unable to receive mail",
                "recipient refused",
                "not accepting mail",
            ],
        ),
        Rule::at(
            "filtered.after-data",
            Weight::Plain,
            &[Step::EndOfData],
            &[
                "user unknown",
                "unknown user",
                "no such user",
                "user not found",
                "mailbox unavailable",
                "user does not exist",
                "doesn't have a * account",
                "this user doesn't have a * account",
                "this user doesn't have",
            ],
        ),
    ],
};
