//! Writing a session by hand: from what is to be tried to the exact lines, and to commands that send them.
//!
//! ```
//! use backstamp::script::{SessionRequest, write};
//!
//! let wish = SessionRequest {
//!     from: "jane@sender.example".to_owned(),
//!     to: vec!["joe@mail.example".to_owned()],
//!     host: "mx.mail.example".to_owned(),
//!     helo: "client.sender.example".to_owned(),
//!     ..SessionRequest::default()
//! };
//! let script = write(&wish, chrono::DateTime::UNIX_EPOCH.into(), "1").expect("nothing is wrong with it");
//! let sent: Vec<String> = script.turns.iter().map(|turn| turn.text()).collect();
//! assert_eq!(sent[2], "MAIL FROM:<jane@sender.example>");
//! ```

pub mod answer;
mod check;
mod command;
mod content;
mod dialogue;
mod kind;
pub mod quote;
mod request;
pub mod simulator;
mod target;

pub use command::{Command, commands, typed};
pub use kind::Kind;
pub use request::{Auth, Field, Mechanism, Message, Proxy, SessionRequest, Tls, Xclient};
pub use target::{PORTS, Port, port};

use chrono::{DateTime, FixedOffset};

/// What stands in the place of a secret.
pub const MASK: &str = "********";

/// Something about a wish, for the one who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The field that it is about.
    pub field: Field,
    /// One or two plain sentences.
    pub text: String,
}

/// A session, written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What it was written from.
    pub wish: SessionRequest,
    /// What is sent, in order.
    pub turns: Vec<Turn>,
    /// The message as it is before the dots are doubled, line by line; empty where none is sent.
    pub message: Vec<String>,
    /// What is allowed and yet worth a second look.
    pub remarks: Vec<Remark>,
}

/// What is sent at once, before the next reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// What kind of line it is.
    pub kind: Kind,
    /// Its lines, without their ends; none for the connection itself.
    pub lines: Vec<String>,
    /// The line as it may be shown, where it holds a secret.
    pub masked: Option<String>,
    /// Whether it follows the turn before without a wait (RFC 2920).
    pub joined: bool,
}

impl Turn {
    fn new(kind: Kind, line: String) -> Self {
        Self { kind, lines: vec![line], masked: None, joined: false }
    }

    /// What is sent, with LF between its lines; **with its secret**.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// What may be shown of it.
    #[must_use]
    pub fn shown(&self) -> String {
        self.masked.clone().unwrap_or_else(|| self.text())
    }
}

/// Writes a session.
///
/// The moment goes into the message's `Date`, and the id into its `Message-ID`: the library has no clock and draws no lots.
///
/// # Errors
///
/// Everything that is wrong with the wish, in the order of its fields. Nothing is written then: a line that is not right
/// would prove nothing, and one with a line break in it could be more than one command.
pub fn write(wish: &SessionRequest, moment: DateTime<FixedOffset>, id: &str) -> Result<Script, Vec<Remark>> {
    let faults = check::faults(wish);
    if !faults.is_empty() {
        return Err(faults);
    }
    let message = wish.message.as_ref().map(|message| content::lines(wish, message, moment, id)).unwrap_or_default();
    let turns = dialogue::turns(wish, &message);
    Ok(Script { remarks: check::remarks(wish, &message), wish: wish.clone(), turns, message })
}
