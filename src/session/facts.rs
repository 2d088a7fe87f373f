//! What a session holds: its commands, each with its answer, in order.

use std::borrow::Cow;

use serde::Serialize;

use crate::finding::Span;
use crate::smtp::Step;

/// How the server answered a command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// Yes, or go on (2yz and 3yz, RFC 5321 section 4.2.1).
    Accepted,
    /// Not now (4yz).
    #[serde(rename = "putOff")]
    Deferred,
    /// No (5yz).
    Refused,
    /// The connection failed or ended without an answer, and the transcript says so.
    Silent,
    /// The transcript does not show an answer.
    #[default]
    #[serde(rename = "untold")]
    NotShown,
}

impl Answer {
    /// The answer that a reply code gives; untold for what is no reply code.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code.as_bytes().first() {
            Some(b'2' | b'3') => Self::Accepted,
            Some(b'4') => Self::Deferred,
            Some(b'5') => Self::Refused,
            _ => Self::NotShown,
        }
    }

    /// Whether the session can go no further past it.
    #[must_use]
    pub fn is_no(self) -> bool {
        matches!(self, Self::Deferred | Self::Refused | Self::Silent)
    }
}

/// One command and its answer, or the connection and its greeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Exchange {
    /// The step that it belongs to; none for commands that take a message no further: RSET, NOOP, QUIT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The command as it was sent, with secrets masked; none where the transcript does not show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The address in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The reply code: `550`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_code: Option<String>,
    /// The enhanced status code: `5.1.1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The whole reply, one line for each of its lines.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reply: String,
    /// What the reply comes to.
    pub answer: Answer,
    /// Whether it went through TLS, as far as the transcript shows.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub secure: bool,
    /// When the command was sent, as the transcript writes it; when the reply came, where only that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
    /// How long the answer took, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took: Option<i64>,
    /// The extensions that the server names in answer to EHLO (RFC 5321 section 4.1.1.1).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// The words of the input: the command without its secrets, then the reply.
    pub evidence: Vec<Span>,
}

impl Exchange {
    /// Whether it is about one recipient: RCPT TO, or the answer that LMTP and PRDR give for each after the final dot.
    #[must_use]
    pub fn is_of_recipient(&self) -> bool {
        self.step == Some(Step::Rcpt) || self.step == Some(Step::EndOfData) && self.address.is_some()
    }

    /// The command's verb, in capital letters: `MAIL`; empty where no command is shown.
    #[must_use]
    pub fn verb(&self) -> String {
        let command = self.command.as_deref().unwrap_or_default();
        let end = command.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(command.len());
        command.get(..end).unwrap_or_default().to_ascii_uppercase()
    }

    /// What to call it: the command, or the step that its answer shows.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        match (&self.command, self.step) {
            (Some(command), Some(Step::EndOfData)) if command == "." => Cow::Borrowed("the final dot"),
            (Some(command), _) => Cow::Borrowed(command),
            (None, Some(step)) => Cow::Borrowed(step.name()),
            (None, None) => Cow::Borrowed("a command that is not shown"),
        }
    }
}

/// A session, or the part of one that a transcript shows. No secret is in it: they are masked as it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Session {
    /// What wrote the transcript: `swaks`.
    pub form: Cow<'static, str>,
    /// The server, by the name that it or the transcript gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The commands and answers, in the order in which the commands were sent.
    pub exchanges: Vec<Exchange>,
    /// Which of them is the first at which a message came no further.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<usize>,
    /// What the server called the message when it took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<String>,
    /// How many more exchanges the transcript has than are listed.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out: usize,
    /// How many more sessions stand in the same log.
    #[serde(skip_serializing_if = "is_zero")]
    pub others: usize,
    /// A clean transcript to send to the other side: secrets masked, the message left out, the line that matters marked.
    pub proof: String,
}

/// Whether the server took a message with an answer. 353 announces answers (PRDR), and is none.
pub(super) fn took(one: &Exchange) -> bool {
    one.step == Some(Step::EndOfData) && one.answer == Answer::Accepted && one.reply_code.as_deref() != Some("353")
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Session {
    /// The exchange at which a message came no further.
    #[must_use]
    pub fn stop(&self) -> Option<&Exchange> {
        self.exchanges.get(self.stopped?)
    }

    /// The exchange in which the server took the message: the last, where there were several.
    #[must_use]
    pub fn taken(&self) -> Option<&Exchange> {
        self.exchanges.iter().rposition(took).and_then(|at| self.exchanges.get(at)).filter(|_| !self.is_for_nobody())
    }

    /// Whether each recipient had an answer of its own after the final dot, and none a yes.
    fn is_for_nobody(&self) -> bool {
        let each = || self.at(Step::EndOfData).filter(|one| one.address.is_some());
        each().next().is_some() && !each().any(|one| one.answer == Answer::Accepted)
    }

    /// Whether it holds what keeps it from being a plain success: a 4yz or 5yz reply, or a command without an outcome.
    pub(super) fn has_flaw(&self) -> bool {
        let is_no = |one: &Exchange| {
            let code = one.reply_code.as_deref().unwrap_or_default();
            one.answer.is_no() || code.starts_with(['4', '5'])
        };
        let last = self.exchanges.len().saturating_sub(1);
        let is_open = |(at, one): (usize, &Exchange)| {
            at < last && one.answer == Answer::NotShown && one.command.is_some() && one.verb() != "QUIT"
        };
        let mended = |at: usize, one: &Exchange| {
            let same = |later: &Exchange| later.step == one.step && later.answer == Answer::Accepted;
            let is_tried_again = matches!(one.step, Some(Step::Helo | Step::Auth));
            is_tried_again && self.exchanges.iter().skip(at + 1).any(same)
        };
        self.exchanges.iter().enumerate().any(|(at, one)| is_no(one) && !mended(at, one))
            || self.exchanges.iter().enumerate().any(is_open)
    }

    /// What came of it, as a sentence: for the others of a paste with several.
    pub(super) fn came_of_it(&self) -> String {
        let server = self.server.as_deref().unwrap_or("The server");
        match (self.stop(), self.taken()) {
            (Some(stop), _) => {
                let codes: Vec<&str> =
                    [&stop.reply_code, &stop.status].into_iter().flatten().map(String::as_str).collect();
                let verb = match stop.answer {
                    Answer::Deferred => "put off",
                    Answer::Silent => "did not answer",
                    _ => "refused",
                };
                let whom = stop.address.as_deref().filter(|address| !address.is_empty());
                let whom = whom.map(|address| format!(" {address}")).unwrap_or_default();
                let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(" ")) };
                format!("{server} {verb}{whom} at {}{codes}.", stop.step.map_or("a step that is not told", Step::name))
            }
            (None, Some(_)) => match &self.queue_id {
                Some(id) => format!("{server} took the message as {id}."),
                None => format!("{server} took the message."),
            },
            (None, None) => format!("{server}: no message was sent, as far as is shown."),
        }
    }

    /// The exchanges of a step.
    pub fn at(&self, step: Step) -> impl Iterator<Item = &Exchange> {
        self.exchanges.iter().filter(move |one| one.step == Some(step))
    }

    /// Moves every place in it.
    pub(crate) fn place_spans(&mut self, place: &impl Fn(Span) -> Span) {
        for span in self.exchanges.iter_mut().flat_map(|one| &mut one.evidence) {
            *span = place(*span);
        }
    }
}
