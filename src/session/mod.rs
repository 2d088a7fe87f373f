//! SMTP sessions as programs write them down: telnet, swaks, openssl s_client, the logs of servers, and others.
//!
//! - `facts`: commands with their answers.
//! - `dialect`: how each program writes, a file each; `line` and `stamp`: who says what, and when; `note`: what the program adds.
//! - `events`: logs that tell what became of a message, and not its dialogue.
//! - `reading`: which command each reply answers, and at which step it stands; `message`: the message that was sent.
//! - `secrets`: what must not be shown. Nothing that leaves this room holds a password or a token.
//! - `ladder`: which steps a message passed, and where it came no further.
//! - `findings`: what a refusal or a silence means, and the session's own faults; `proof`: a transcript to send.
//!
//! In: a transcript. Out: a [`Session`], each command with its answer; findings; a [`Ladder`].
//!
//! ```
//! let session = backstamp::session::read("220 mx.example.org ESMTP\nMAIL FROM:<a@a.example>\n250 Ok\nRCPT TO:<b@example.org>\n550 No\n");
//! assert_eq!(session.stop().unwrap().reply_code.as_deref(), Some("550"));
//! ```

mod dialect;
mod events;
mod facts;
mod findings;
mod ladder;
mod line;
mod message;
mod note;
mod proof;
mod reading;
mod secrets;
mod stamp;

use std::borrow::Cow;

pub use facts::{Answer, Exchange, Session};
pub(crate) use findings::explain;
pub use ladder::{End, Fared, Ladder};

use crate::finding::{Finding, Span, Verdict};
use crate::order;
use reading::Transcript;

/// Everything there is to say of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionReading {
    /// What happened.
    pub session: Session,
    /// What follows from it.
    pub findings: Vec<Finding>,
    /// One sentence to read out.
    pub headline: String,
    /// What to show beside it.
    pub verdict: Verdict,
}

/// Reads a transcript, of any form, cut off anywhere. Takes time linear in it; a text that is none gives a session without
/// exchanges.
#[must_use]
pub fn read(transcript: &str) -> Session {
    transcribed(transcript).session
}

/// Words of the logs that tell events: what these are called.
pub(crate) fn events() -> impl Iterator<Item = &'static str> {
    events::NAMES.iter().chain(&events::BEGINNINGS).copied()
}

/// The same text with its secrets masked: what follows AUTH, the answers to a login's challenges, tokens, and passwords in
/// the options of commands.
#[must_use]
pub fn masked(transcript: &str) -> String {
    let mut read = reading::read(transcript);
    // What was not read may hold secrets.
    secrets::masked(transcript.get(..read.cut_at.unwrap_or(transcript.len())).unwrap_or_default(), &mut read.secrets)
}

/// The same text with its secrets masked, and with what `write` makes of each line of a message that was sent.
pub(crate) fn without_messages(transcript: &str, write: impl Fn(&str) -> String) -> String {
    let Transcript { secrets, content, cut_at, .. } = reading::read(transcript);
    let end = cut_at.unwrap_or(transcript.len());
    let secrets = secrets.into_iter().map(|span| (span, true));
    let mut places: Vec<(Span, bool)> = secrets.chain(content.into_iter().map(|span| (span, false))).collect();
    order::sort_by_key(&mut places, |(span, _)| (span.start, span.end));
    let mut out = String::with_capacity(transcript.len());
    let mut at = 0;
    for (span, is_secret) in places {
        // Two that overlap are one.
        if span.start < at || span.is_empty() {
            continue;
        }
        out.push_str(transcript.get(at..span.start).unwrap_or_default());
        if is_secret {
            out.push_str(secrets::MASK);
        } else {
            out.push_str(&write(transcript.get(span.start..span.end).unwrap_or_default()));
        }
        at = span.end;
    }
    out.push_str(transcript.get(at..end).unwrap_or_default());
    if cut_at.is_some() {
        out.push_str(&write("The rest was not read."));
        out.push('\n');
    }
    out
}

/// Reads an input as a session; nothing where it is something else.
#[must_use]
pub fn reading(clean: &[u8]) -> Option<SessionReading> {
    let text = text(clean);
    let transcript = transcribed(&text);
    findings::is_session(&transcript).then(|| findings::of(transcript))
}

fn transcribed(text: &str) -> Transcript {
    let mut transcript = events::read(text).unwrap_or_else(|| reading::read(text));
    transcript.session.proof = proof::write(&transcript);
    transcript.session.exchanges.truncate(reading::MOST);
    transcript
}

/// The bytes as text, every place where it was: a byte that is no UTF-8 becomes one that no mail has, DEL.
pub(crate) fn text(clean: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(clean) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(clean.len());
    for chunk in clean.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| '\u{7F}'));
    }
    Cow::Owned(out)
}
