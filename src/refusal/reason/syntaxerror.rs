//! A command was wrong, or came out of order.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::SyntaxError,
    party: Party::Sender,
    title: "a command was wrong, or came out of order",
    sentence: "The two servers did not understand each other: a command was unknown, wrongly written, or sent \
        at the wrong moment. A firewall that rewrites SMTP can cause it too.",
    next: &[
        "Look whether an earlier command was refused first; that refusal is the real reason.",
        "Try the session by hand without the firewall's SMTP inspection.",
        "Update the sending software.",
    ],
    rules: &[
        Rule::new(
            "syntaxerror.syntax",
            Weight::Plain,
            &[
                "syntax error",
                "command not recognized",
                "command not recognised",
                "command unrecognized",
                "unrecognized command",
                "unknown command",
                "command not implemented",
                "command unimplemented",
                "command parameter not implemented",
                "parameter not implemented",
                "unsupported parameter",
                "invalid parameter",
                "invalid command",
                "bad command",
                "bad sequence",
                "improper sequence",
                "improper command",
                "out of sequence",
                "out of order",
                "wrong sequence",
                "invalid argument",
                "no command",
                "pipelining",
                "unexpected command",
                "commands out of",
                "invalid syntax",
                "command argument",
                "protocol violation",
                "5.5.1 protocol error",
                "must issue",
                "send hello first",
                "need mail command",
                "command rejected",
                "polite people say",
            ],
        ),
        Rule::new(
            "syntaxerror.follow-up",
            Weight::Hint,
            &[
                "need rcpt",
                "need mail",
                "rcpt first",
                "valid rcpt command must precede",
                "no recipients",
                "no valid recipients",
                "start afresh from mail",
            ],
        ),
    ],
};
