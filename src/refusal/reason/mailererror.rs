//! A delivery program at the recipient's side failed.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::MailerError,
    party: Party::Recipient,
    title: "a delivery program at the recipient's side failed",
    sentence: "The server had taken the message, and a program that should put it in the mailbox (procmail, a \
        pipe, a filter) failed.",
    next: &[
        "The recipient or their administrator must look at the program: its path, its rights, its log.",
        "Nothing need change in the message.",
    ],
    rules: &[
        Rule::new("mailererror.procmail", Weight::Sure, &["procmail:", "maildrop:"]),
        Rule::new(
            "mailererror.pipe",
            Weight::Plain,
            &[
                "command died with status",
                "child process of",
                "mailer error",
                "mailer failed",
                "pipe to |",
                "pipe to command",
                "pipe failed",
                "command failed",
                "command died",
                "command output",
                "command time limit",
                "command returned",
                "child process",
                "child exited",
                "procmail",
                "maildrop",
                "x-unix;",
                "exit status",
                "exit code",
                "exited with",
                "died with signal",
                "local mailer",
                "unknown mailer",
                "operating system error",
                "can't exec",
                "cannot exec",
                "prog mailer",
                "mailbox delivery program",
                "permission denied. command",
                "vacation program",
                "deliver: cannot",
                "failed: cannot",
            ],
        ),
        Rule::new("mailererror.program", Weight::Fair, &["\"|", "temporary failure. command output"]),
    ],
};
