//! A command was wrong, or came out of order; HELO was left out, or its name is none.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::{Reason, Step};

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
            "syntaxerror.helo",
            Weight::Plain,
            &[
                "bad sequence",
                "need mail before rcpt",
                "need rcpt",
                "valid rcpt command must precede",
                "sender already specified",
                "out of sequence",
                "command out of order",
            ],
        ),
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
                "need mail command",
                "command rejected",
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

pub(super) static HELO_FIRST: ReasonEntry = ReasonEntry {
    reason: Reason::SyntaxError,
    party: Party::Sender,
    title: "a command came before HELO or EHLO",
    sentence: "A session begins with HELO or EHLO; after STARTTLS it begins anew. The client sent another command first, or its \
        HELO was refused before.",
    next: &[
        "Look at the answer to the client's HELO or EHLO: where that was refused, its reason is the real one.",
        "Update the sending software, or correct the script.",
    ],
    rules: &[Rule::new(
        "syntaxerror.helo",
        Weight::Plain,
        &[
            "send helo first",
            "send ehlo first",
            "send hello first",
            "send helo/ehlo first",
            "send ehlo/helo first",
            "helo first",
            "ehlo first",
            "helo/ehlo first",
            "ehlo/helo first",
            "polite people say",
            "say helo",
            "say ehlo",
        ],
    )],
};

pub(super) static HELO_NAME: ReasonEntry = ReasonEntry {
    reason: Reason::SyntaxError,
    party: Party::Sender,
    title: "the name that the client gives in HELO is no valid name",
    sentence: "Behind HELO or EHLO stands the client's own full host name, or its address in brackets. This one has a letter that no \
        host name has, such as an underscore or a blank, or lacks a domain.",
    next: &["Set the full host name of the sending server, as it stands in DNS, as its HELO name."],
    rules: &[
        Rule::new(
            "syntaxerror.helo-argument",
            Weight::Plain,
            &[
                "syntactically invalid helo",
                "syntactically invalid ehlo",
                "syntax error in helo",
                "syntax error in ehlo",
                "invalid helo name",
                "invalid ehlo name",
                // 501 is about the argument of a command; with this one it is the name in HELO (RFC 5321 section 4.1.1.1).
                "501 invalid domain name",
                "501 5.5.4 invalid domain name",
                "501 5.5.2 invalid domain name",
            ],
        ),
        Rule::at("syntaxerror.helo-name", Weight::Plain, &[Step::Helo], &["invalid domain name", "invalid hostname"]),
    ],
};
