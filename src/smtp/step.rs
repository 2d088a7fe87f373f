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
    // GMX and 1&1, DragonFly, IMail, Sun, the gateways that only their form is known of, and Gmail's own numbers.
    ("while performing the lhlo handshake", Step::Helo),
    ("while sending data command", Step::Data),
    ("name service error for", Step::Lookup),
    ("host or domain name not found", Step::Lookup),
    ("cannot start tls:", Step::StartTls),
    ("tls is required, but", Step::StartTls),
    ("command died with", Step::Delivery),
    ("server after pipelined mail from", Step::Mail),
    ("server after pipelined rcpt to", Step::Rcpt),
    ("server after pipelined end of data", Step::EndOfData),
    ("server after auth", Step::Auth),
    ("server after mail from", Step::Mail),
    ("server after mail command", Step::Mail),
    ("server after rcpt to", Step::Rcpt),
    ("server after rcpt command", Step::Rcpt),
    ("server after text command", Step::EndOfData),
    ("server for ehlo command", Step::Helo),
    ("server for helo command", Step::Helo),
    ("server for mail command", Step::Mail),
    ("server for rcpt command", Step::Rcpt),
    ("server for data command", Step::Data),
    ("server for end of data command", Step::EndOfData),
    ("server for greeting command", Step::Connect),
    ("mailer after mail from", Step::Mail),
    ("mailer after rcpt to", Step::Rcpt),
    ("unrouteable address", Step::Lookup),
    ("unrouteable mail domain", Step::Lookup),
    ("all relevant mx records point to non-existent hosts", Step::Lookup),
    ("failed on data command", Step::Data),
    ("i couldn't find any host", Step::Lookup),
    ("cname lookup failed", Step::Lookup),
    ("listed as a best-preference mx", Step::Lookup),
    ("i couldn't find a mail exchanger", Step::Lookup),
    ("i couldn't find any host by that name", Step::Lookup),
    ("i wasn't able to establish an smtp connection", Step::Connect),
    ("[ehlo]", Step::Helo),
    ("[helo]", Step::Helo),
    ("[data]", Step::Data),
    ("[body]", Step::EndOfData),
    ("[connect]", Step::Connect),
    ("[greeting]", Step::Connect),
    ("did not like our ehlo", Step::Helo),
    ("did not like our helo", Step::Helo),
    ("did not like our final data", Step::EndOfData),
    ("mail from generated following response", Step::Mail),
    ("rcpt to generated following response", Step::Rcpt),
    ("data generated following response", Step::Data),
    ("body of message generated response", Step::EndOfData),
    ("smtp:connect host", Step::Connect),
    ("smtp:helo host", Step::Helo),
    ("smtp:ehlo host", Step::Helo),
    ("smtp:mail host", Step::Mail),
    ("smtp:rcpt host", Step::Rcpt),
    ("smtp:data host", Step::Data),
    ("smtp:data-end host", Step::EndOfData),
    ("remote smtp server has rejected address", Step::Rcpt),
    ("smtp transmission failure has occurred", Step::EndOfData),
    ("(state 6)", Step::Helo),
    ("(state 8)", Step::Auth),
    ("(state 9)", Step::Mail),
    ("(state 12)", Step::Mail),
    ("(state 13)", Step::Rcpt),
    ("(state 14)", Step::Rcpt),
    ("(state 15)", Step::Data),
    ("(state 16)", Step::EndOfData),
    ("(state 17)", Step::EndOfData),
    ("(state 18)", Step::EndOfData),
];

impl Step {
    /// The step that a command line is, by its verb; nothing for commands that take a message no further.
    #[must_use]
    pub fn of_command(command: &str) -> Option<Self> {
        let end = command.find(|letter: char| !letter.is_ascii_alphabetic() && letter != '.').unwrap_or(command.len());
        let verb = command.get(..end)?.to_ascii_uppercase();
        Some(match verb.as_str() {
            "EHLO" | "HELO" | "LHLO" => Self::Helo,
            "STARTTLS" => Self::StartTls,
            "AUTH" => Self::Auth,
            "MAIL" => Self::Mail,
            "RCPT" => Self::Rcpt,
            "DATA" | "BDAT" => Self::Data,
            // `END-OF-MESSAGE` in the log of Postfix.
            "." | "END" => Self::EndOfData,
            _ => return None,
        })
    }

    /// What usually lies behind a refusal or a silence at this step, in a sentence.
    #[must_use]
    pub fn usual_causes(self) -> &'static str {
        match self {
            Self::Lookup => "Usual causes: a mistyped domain, or name servers that do not answer.",
            Self::Connect => {
                "Usual causes: a packet filter on either side, the wrong host, a server that is overloaded, or one that delays its \
                 greeting on purpose to see who does not wait."
            }
            Self::Helo => {
                "Usual causes: the client's address is on a blocklist, the server looks up the name that the client gives and finds \
                 nothing, the server is busy, or a packet filter on the way holds the answer back."
            }
            Self::StartTls => "Usual causes: a certificate or a TLS version that one side does not take.",
            Self::Auth => {
                "Usual causes: a wrong name or password, a mechanism that the server does not offer, or a login without TLS."
            }
            Self::Mail => {
                "Usual causes: SPF forbids this address to send for the domain, the sender is blocked, or the sender's domain does \
                 not resolve."
            }
            Self::Rcpt => {
                "Usual causes: the server does not relay to this domain, the mailbox is full or unknown, the recipient's own rules, \
                 or greylisting."
            }
            Self::Data => {
                "A refusal here is rare. Usual causes: no recipient was accepted before, or a check that the server puts off until now."
            }
            Self::EndOfData => {
                "Usual causes: a content scanner, the size of the message, or a late check of SPF, DKIM or DMARC."
            }
            Self::Delivery => "Usual causes: the mailbox, its rules, or a scan after the server had taken the message.",
        }
    }

    /// What to try next when this step meets silence.
    #[must_use]
    pub fn after_silence(self) -> &'static [&'static str] {
        match self {
            Self::Lookup => &["Look the domain's MX records up, and read the domain letter by letter."],
            Self::Connect => &[
                "Check that the host is the domain's MX of lowest preference, and the port 25.",
                "Try from another network: many home and cloud networks block port 25 outwards.",
                "Wait for up to five minutes before you give up: some servers delay their greeting on purpose.",
            ],
            Self::Helo => &[
                "Try again with a full host name that resolves to the address that you connect from.",
                "Look that address up on the well-known blocklists.",
                "Try once more later, and from another network: a busy server and a packet filter look the same.",
            ],
            Self::StartTls => {
                &["Try the same with openssl s_client -starttls smtp, and look at what it says of the certificate."]
            }
            Self::Auth => &["Check the name, the password and the mechanism, and that the session is in TLS."],
            Self::Mail => &[
                "Check the sender domain's MX, A and SPF records from outside.",
                "Try with another sender, to see whether the address or the client is the cause.",
            ],
            Self::Rcpt => &[
                "Try with another recipient of the same domain, to see whether the address or the client is the cause.",
            ],
            Self::Data | Self::EndOfData => &[
                "Check that lines end in CR and LF, and that the lone dot has its own line: without them the server goes on waiting.",
                "Wait for up to ten minutes: scanners take their time.",
                "Try with a message of one short line, to see whether its content is the cause.",
            ],
            Self::Delivery => &["Ask the server's administrator what became of the message."],
        }
    }

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
                "It came at RCPT TO, where the recipient is named. The address caused it, or a rule on who may write to it; many \
                 servers also wait until here with what they refuse about the client, HELO or the sender. The content of the \
                 message had not been sent yet."
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
