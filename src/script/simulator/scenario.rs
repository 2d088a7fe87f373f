//! How the simulated server behaves.

/// A case to try.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scenario {
    /// Every step is taken.
    #[default]
    AllWell,
    /// The recipient is refused: the server passes nothing on for strangers.
    RelayDenied,
    /// The recipient is put off: the mailbox is full.
    MailboxFull,
    /// The recipient is refused: unknown.
    UnknownUser,
    /// The recipient is put off: greylisting.
    Greylisted,
    /// The greeting is a refusal.
    Blocklisted,
    /// No answer comes to HELO or EHLO.
    SilentAtHelo,
    /// The sender is refused.
    SpfRefused,
    /// The message is too large.
    SizeRefused,
    /// The message is refused once it has been sent.
    ContentRefused,
    /// Every step is taken, and the message does not arrive.
    AcceptedThenLost,
}

impl Scenario {
    /// Every case, in the order in which a session meets them.
    pub const ALL: [Self; 11] = [
        Self::AllWell,
        Self::Blocklisted,
        Self::SilentAtHelo,
        Self::SpfRefused,
        Self::RelayDenied,
        Self::UnknownUser,
        Self::MailboxFull,
        Self::Greylisted,
        Self::SizeRefused,
        Self::ContentRefused,
        Self::AcceptedThenLost,
    ];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AllWell => "All is well",
            Self::RelayDenied => "Relaying denied",
            Self::MailboxFull => "Mailbox full",
            Self::UnknownUser => "Unknown user",
            Self::Greylisted => "Greylisted",
            Self::Blocklisted => "Blocklisted at connect",
            Self::SilentAtHelo => "Silent at HELO",
            Self::SpfRefused => "SPF refusal at MAIL FROM",
            Self::SizeRefused => "Too large",
            Self::ContentRefused => "Content refused after the dot",
            Self::AcceptedThenLost => "Accepted, then lost",
        }
    }

    /// What to learn from it.
    #[must_use]
    pub fn lesson(self) -> &'static str {
        match self {
            Self::AllWell => {
                "Each step is taken. What counts is the 250 after the dot: from there on the server is answerable for the \
                 message, and its id finds it in the server's log."
            }
            Self::RelayDenied => {
                "The server is not in charge of the recipient's domain. Either it is the wrong server, or it was not told of \
                 the domain, or you must log in: after a login this one takes the recipient."
            }
            Self::MailboxFull => {
                "A code that begins with 4: the sending server keeps the message, and tries again for days."
            }
            Self::UnknownUser => {
                "The recipient is refused, and the content was never seen. Look at the spelling first."
            }
            Self::Greylisted => {
                "Nothing is wrong. The server wants to see whether the sender comes back, as a mail server does and many a \
                 spammer does not. A test by hand must wait some minutes, and come from the same address."
            }
            Self::Blocklisted => {
                "The refusal comes before you have said a word, so it is about your address alone. A server that greets with \
                 554 still waits for QUIT, and answers everything else with 503."
            }
            Self::SilentAtHelo => {
                "No answer is an answer too: it shows the step at which to look. Here it is your name or your address, for \
                 nobody has heard of the sender or the recipient."
            }
            Self::SpfRefused => {
                "The sender's domain says in DNS which addresses may send for it, and yours is not among them. Others look at \
                 it only after the dot. From another machine than the real server, this test shows nothing of the real one."
            }
            Self::SizeRefused => {
                "The server says its limit in the reply to EHLO. Say SIZE at MAIL FROM, and the refusal comes before the \
                 message has been sent; without it, only after the dot."
            }
            Self::ContentRefused => {
                "Sender and recipient were taken, so it is about the message, or about a check that needs it. Change one thing \
                 at a time: an empty text, no link, another subject."
            }
            Self::AcceptedThenLost => {
                "The session is the same as when all is well, and still nothing arrives: a scanner or a rule works after the \
                 250. No session can show that. Keep the id, and ask the recipient's administrator to look for it in the log."
            }
        }
    }
}
