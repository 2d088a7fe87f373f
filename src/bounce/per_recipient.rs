//! What a notice tells of one recipient, before it is judged.

use crate::finding::Span;
use crate::smtp::{Reason, Step};

use super::facts::Action;

/// How many recipients of one notice are read.
pub(super) const MOST_READ: usize = 20_000;

/// What a notice tells of one recipient, gathered from its fields and its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// The address, as the notice names it.
    pub address: Option<String>,
    /// The address that the sender wrote.
    pub original: Option<String>,
    /// What became of the message.
    pub action: Option<Action>,
    /// The enhanced status code of the Status field.
    pub status: Option<String>,
    /// The words of the server that refused, on one line.
    pub words: String,
    /// What else is said of it, where the server's words may be empty: the comment of the Status field, the words for people.
    pub aside: String,
    /// The server that refused.
    pub remote_mta: Option<String>,
    /// The step at which it was refused.
    pub step: Option<Step>,
    /// Until when the reporting server tries, as written.
    pub will_retry_until: Option<String>,
    /// When it last tried, as written.
    pub last_attempt: Option<String>,
    /// What the notice's own form says of the reason, where it is a fixed phrase of its program.
    pub hint: Option<Reason>,
    /// The class into which the reporting program put the refusal: believed where nothing else tells the reason.
    pub class: Option<Reason>,
    /// The words of the notice that tell it.
    pub evidence: Vec<Span>,
}

impl Told {
    /// Of this address, with these words.
    pub fn of(address: &str, words: &str) -> Self {
        Self { address: Some(address.to_owned()), words: words.to_owned(), ..Self::default() }
    }

    /// Takes from `other`, which tells of the same recipient, what is missing here.
    pub fn complete(&mut self, other: Self) {
        self.address = self.address.take().or(other.address);
        self.original = self.original.take().or(other.original);
        self.action = self.action.or(other.action);
        self.status = self.status.take().or(other.status);
        if self.aside.is_empty() {
            self.aside = other.aside;
        }
        self.remote_mta = self.remote_mta.take().or(other.remote_mta);
        self.step = self.step.or(other.step);
        self.will_retry_until = self.will_retry_until.take().or(other.will_retry_until);
        self.last_attempt = self.last_attempt.take().or(other.last_attempt);
        self.hint = self.hint.or(other.hint);
        self.class = self.class.or(other.class);
        if says_nothing(&self.words) {
            self.words = other.words;
        }
        self.evidence.extend(other.evidence);
    }

    /// Whether it is about the address `other`; case does not count.
    pub fn is_about(&self, other: &str) -> bool {
        [&self.address, &self.original].into_iter().flatten().any(|address| address.eq_ignore_ascii_case(other))
    }
}

/// Cuts a text that is longer than `most` bytes, and says at its end how much is gone.
pub(super) fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        let end = text.floor_char_boundary(most);
        let gone = text.len() - end;
        text.truncate(end);
        text.push_str(&format!(" [… cut: {gone} bytes more]"));
    }
}

/// Whether words are too few to tell a reason from: none, or a number alone (`X-Unix; 71`).
pub(super) fn says_nothing(words: &str) -> bool {
    !words.bytes().any(|byte| byte.is_ascii_alphabetic() || byte >= 0x80)
}
