//! The kinds of lines in a session: what each is for, what to expect, and what another answer means there.

use crate::smtp::Step;

/// A kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The connection; nothing is sent.
    Connect,
    /// A line of the PROXY protocol.
    Proxy,
    /// `HELO`.
    Helo,
    /// `EHLO`.
    Ehlo,
    /// `STARTTLS`.
    StartTls,
    /// Postfix's `XCLIENT`.
    Xclient,
    /// A login in one line, or the password of one in several.
    Auth,
    /// `AUTH LOGIN`.
    AuthLogin,
    /// The name, after it.
    AuthUser,
    /// `VRFY`.
    Vrfy,
    /// `MAIL FROM`.
    Mail,
    /// `RCPT TO`.
    Rcpt,
    /// `DATA`.
    Data,
    /// The message and the lone dot.
    Content,
    /// `BDAT`, with the message.
    Bdat,
    /// `RSET`.
    Rset,
    /// `QUIT`.
    Quit,
}

impl Kind {
    /// The step of the session that it belongs to; none for those that take a message no further.
    #[must_use]
    pub fn step(self) -> Option<Step> {
        match self {
            Self::Connect | Self::Proxy => Some(Step::Connect),
            Self::Helo | Self::Ehlo | Self::Xclient => Some(Step::Helo),
            Self::StartTls => Some(Step::StartTls),
            Self::Auth | Self::AuthLogin | Self::AuthUser => Some(Step::Auth),
            Self::Mail => Some(Step::Mail),
            Self::Rcpt => Some(Step::Rcpt),
            Self::Data => Some(Step::Data),
            Self::Content | Self::Bdat => Some(Step::EndOfData),
            Self::Vrfy | Self::Rset | Self::Quit => None,
        }
    }

    /// The reply code that lets the session go on; empty where no reply comes.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::Proxy => "",
            Self::Connect | Self::StartTls | Self::Xclient => "220",
            Self::AuthLogin | Self::AuthUser => "334",
            Self::Auth => "235",
            Self::Data => "354",
            Self::Quit => "221",
            Self::Vrfy => "252",
            Self::Helo | Self::Ehlo | Self::Mail | Self::Rcpt | Self::Content | Self::Bdat | Self::Rset => "250",
        }
    }

    /// What the line does, and what to mind.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Connect => {
                "Connect, and wait: the server speaks first. Some wait on purpose, and refuse who types before them."
            }
            Self::Proxy => "It comes before the greeting, as the first thing sent, and has no reply of its own.",
            Self::Helo => "The old greeting. It says your full name, and asks for no extensions.",
            Self::Ehlo => {
                "It says your full name, and asks what the server can do. Each line of the reply names an extension; the last \
                 has a space after its code."
            }
            Self::StartTls => {
                "From the reply on, both sides speak TLS. Telnet and nc cannot; openssl s_client does this step itself."
            }
            Self::Xclient => {
                "It asks the server to treat you as the client with this address. It greets anew, and you say EHLO anew."
            }
            Self::Auth => "The login, in base64. That hides nothing: whoever sees the line can read the password.",
            Self::AuthLogin => "The server asks for the name and then for the password, itself in base64.",
            Self::AuthUser => "The name, in base64.",
            Self::Vrfy => "It asks whether the mailbox is known.",
            Self::Mail => "The envelope's sender. No space after the colon, and the angle brackets belong to it.",
            Self::Rcpt => "The envelope's recipient. Every recipient has a line and a reply of its own.",
            Self::Data => "It announces the message.",
            Self::Content => {
                "The message: headers, one empty line, text, and a lone dot on the last line. A line that begins with a dot \
                 has a second one, which the server takes away."
            }
            Self::Bdat => {
                "The message without a lone dot: the number says how many octets follow, each line's end counted as two."
            }
            Self::Rset => "It takes sender and recipients back. The connection stays.",
            Self::Quit => "It ends the session. Without it some servers throw away what they have just taken.",
        }
    }

    /// What a reply that is usual here means, as its code or the beginning of one, and a sentence.
    #[must_use]
    pub fn answers(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Connect => &[
                ("220", "Ready. The name after the code is the server's own."),
                ("421", "Too busy, or too many connections from you. Try again later."),
                ("554", "It takes no mail from your address: a blocklist, or a rule about networks like yours."),
            ],
            Self::Proxy => &[],
            Self::Helo | Self::Ehlo => &[
                ("250", "Go on."),
                ("501", "Your name is not one. Give the full name of your machine."),
                ("502", "It does not know EHLO. Say HELO."),
                ("550", "Your name or your address is refused."),
            ],
            Self::StartTls => &[
                ("220", "Begin TLS now."),
                ("454", "TLS is not available at the moment: often a certificate that cannot be read."),
                ("502", "It offers no TLS."),
            ],
            Self::Xclient => &[("220", "Taken. Say EHLO again."), ("550", "Your address may not use XCLIENT here.")],
            Self::Auth | Self::AuthLogin | Self::AuthUser => &[
                ("235", "Logged in."),
                ("334", "Go on with the next line."),
                ("535", "Name or password is wrong, or the account may not log in this way."),
                ("530", "Begin TLS first."),
                ("504", "This way to log in is not offered."),
            ],
            Self::Vrfy => &[
                ("250", "The mailbox is known."),
                ("252", "It does not say. That means neither yes nor no."),
                ("550", "The mailbox is not known."),
            ],
            Self::Mail => &[
                ("250", "The sender may go on. It is not checked for good: some servers refuse it at RCPT TO."),
                ("451", "Try later: often a DNS lookup of the sender's domain that failed."),
                ("530", "Log in first, or begin TLS first."),
                ("550", "The sender is refused: SPF, a list, or a domain that does not exist."),
                ("552", "The message is larger than the server takes."),
            ],
            Self::Rcpt => &[
                ("250", "This recipient is taken. It is no promise: what comes after the dot counts."),
                ("251", "Taken, and passed on to another address."),
                ("450", "Not now: greylisting, or the mailbox is busy. Try again in some minutes."),
                ("452", "Not now: the mailbox is full, or there are too many recipients at once."),
                ("550", "Unknown, or a rule of this recipient. Read the words."),
                ("554", "Often: relaying denied. The server is not in charge of this domain."),
            ],
            Self::Data => &[
                ("354", "Send the message now."),
                ("503", "No recipient was taken before."),
                ("554", "No valid recipient, or a rule that came late."),
            ],
            Self::Content | Self::Bdat => &[
                (
                    "250",
                    "The server took the message and the duty to deliver or report it. Copy the id: it finds the message in their log.",
                ),
                ("451", "Not now: often a scanner that does not answer. Try again later."),
                ("552", "Too large."),
                ("550", "The content or a late check (SPF, DKIM, DMARC) refused it. Read the words."),
                ("554", "The content refused it: spam, a virus, a forbidden attachment. Read the words."),
            ],
            Self::Rset => &[("250", "Empty again.")],
            Self::Quit => &[("221", "Over.")],
        }
    }

    /// Whether a reply comes before the next line is sent.
    #[must_use]
    pub fn has_reply(self) -> bool {
        !self.expected().is_empty()
    }
}
