//! At which step of a session a refusal came, as a notice or a log line tells it.

use super::Step;

/// Phrases by which mail programs name a step: Postfix's `(in reply to RCPT TO command)`, Exim's `after RCPT TO:`,
/// sendmail's `>>> RCPT`, qmail's `does not like recipient`, Yahoo's `[RCPT_TO]`. Folded, as in the reasons' sheets.
pub static PHRASES: &[(&str, Step)] = &[
    ("in reply to rcpt to", Step::Rcpt),
    ("in reply to mail from", Step::Mail),
    ("in reply to helo", Step::Helo),
    ("in reply to ehlo", Step::Helo),
    ("in reply to lhlo", Step::Helo),
    ("in reply to starttls", Step::StartTls),
    ("in reply to auth", Step::Auth),
    ("in reply to data", Step::Data),
    ("in reply to end of data", Step::EndOfData),
    ("in reply to bdat", Step::EndOfData),
    ("after rcpt to:", Step::Rcpt),
    ("after pipelined rcpt to:", Step::Rcpt),
    ("after mail from:", Step::Mail),
    ("after pipelined mail from:", Step::Mail),
    ("after helo", Step::Helo),
    ("after ehlo", Step::Helo),
    ("after lhlo", Step::Helo),
    ("after starttls", Step::StartTls),
    ("after initial connection", Step::Connect),
    ("after data", Step::Data),
    ("after pipelined data", Step::Data),
    ("after end of data", Step::EndOfData),
    ("after sending data", Step::EndOfData),
    ("failed after i sent the message", Step::EndOfData),
    ("for text command", Step::EndOfData),
    ("for rcpt to command", Step::Rcpt),
    ("for mail from command", Step::Mail),
    ("does not like recipient", Step::Rcpt),
    ("did not like our rcpt to", Step::Rcpt),
    ("did not like our mail from", Step::Mail),
    ("did not like our data", Step::Data),
    ("did not like our final dot", Step::EndOfData),
    ("but sender was rejected", Step::Mail),
    ("but my name was rejected", Step::Helo),
    ("refused to talk to me", Step::Connect),
    ("but greeting failed", Step::Connect),
    ("while performing the helo handshake", Step::Helo),
    ("while performing the ehlo handshake", Step::Helo),
    ("while receiving the initial server greeting", Step::Connect),
    ("while sending rcpt to", Step::Rcpt),
    ("while sending mail from", Step::Mail),
    ("while sending message body", Step::EndOfData),
    ("while sending end of data", Step::EndOfData),
    ("[rcpt_to]", Step::Rcpt),
    ("[mail_from]", Step::Mail),
    (">>> rcpt", Step::Rcpt),
    (">>> mail", Step::Mail),
    (">>> helo", Step::Helo),
    (">>> ehlo", Step::Helo),
    (">>> data", Step::Data),
    ("rejected rcpt", Step::Rcpt),
    ("rejected mail", Step::Mail),
    ("rejected after data", Step::EndOfData),
    ("noqueue: reject: rcpt", Step::Rcpt),
    ("noqueue: reject: connect", Step::Connect),
    ("noqueue: reject: mail", Step::Mail),
    ("rejected mail from", Step::Mail),
];

impl Step {
    /// Its name, as it stands after "at" or "after".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lookup => "the DNS lookup",
            Self::Connect => "the connection",
            Self::Helo => "HELO",
            Self::StartTls => "STARTTLS",
            Self::Auth => "AUTH",
            Self::Mail => "MAIL FROM",
            Self::Rcpt => "RCPT TO",
            Self::Data => "DATA",
            Self::EndOfData => "the end of the message",
            Self::Delivery => "the delivery",
        }
    }

    /// What a refusal at this step can be about, and what it cannot, in plain sentences.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Lookup => {
                "It failed before any connection, at the lookup of the domain. No server has seen the message."
            }
            Self::Connect => {
                "It came at the greeting: the server would not talk to this client at all. Only the client's address or its \
                 name can have caused it; nobody had seen the sender, the recipient or the message."
            }
            Self::Helo => {
                "It came at HELO, where the client says its name. The client's address or that name caused it; nobody had \
                 seen the sender, the recipient or the message."
            }
            Self::StartTls => "It came at STARTTLS, where encryption begins. The message had not been sent.",
            Self::Auth => "It came at AUTH, the login. The message had not been sent.",
            Self::Mail => {
                "It came at MAIL FROM, where the sender's address is named. The sender's address or the client caused it; the \
                 recipient had not been named yet."
            }
            Self::Rcpt => {
                "It came at RCPT TO, where the recipient is named. The address caused it, or a rule on who may write to it; the \
                 content of the message had not been sent yet."
            }
            Self::Data => {
                "It came at DATA, before the message was sent. It is often the echo of an earlier refusal: look at the reply \
                 to RCPT TO."
            }
            Self::EndOfData => {
                "It came after the whole message had been sent. Its content, its size or a check of it is the likely cause, for \
                 the address had been accepted before."
            }
            Self::Delivery => "It came after the server had taken the message, when it was put into the mailbox.",
        }
    }
}
