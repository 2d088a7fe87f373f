//! What a reply means at the place of a session where it came.

use super::Kind;
use crate::refusal::{Refusal, classify, find};
use crate::smtp::{Step, codes};

/// A reply in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// Whether the session may go on.
    pub outcome: Outcome,
    /// What it means, in plain sentences.
    pub text: String,
    /// What to do next, the first first; empty where the session simply goes on.
    pub next: &'static [&'static str],
}

/// What a reply comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Taken, or go on.
    Yes,
    /// Not now.
    Later,
    /// No.
    No,
    /// Nothing came.
    Silence,
}

/// Says what a reply means; an empty one is a silence. `kind` is the line that it answers, where that is known.
#[must_use]
pub fn explain(kind: Option<Kind>, reply: &str) -> Meaning {
    let step = kind.and_then(Kind::step);
    let last = reply.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    let code = last.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default();
    let outcome = match code.bytes().next() {
        Some(b'2' | b'3') => Outcome::Yes,
        Some(b'4') => Outcome::Later,
        Some(b'5') => Outcome::No,
        _ => {
            let (text, next) = match (reply.trim(), step) {
                ("", Some(step)) => (format!("No answer came. {}", step.usual_causes()), step.after_silence()),
                ("", None) => ("No answer came.".to_owned(), &[][..]),
                _ => ("This begins with no reply code, so it is no reply of a mail server.".to_owned(), &[][..]),
            };
            return Meaning { outcome: Outcome::Silence, text, next };
        }
    };
    let own = kind.and_then(|kind| kind.answers().iter().find(|(known, _)| *known == code)).map(|(_, text)| *text);
    let known = codes::lookup(code);
    // The replies about grammar and order are about the line itself, and not about the mail.
    if outcome == Outcome::Yes || code.starts_with("50") {
        let text = own.or(known.map(|code| code.meaning)).unwrap_or("The first digit says that the session may go on.");
        return Meaning { outcome, text: text.to_owned(), next: &[] };
    }
    let status = find::codes(last).status.map(|code| code.text);
    let judged = classify(&Refusal { reply_code: Some(code), status, text: reply, step, ..Refusal::default() });
    let mut text = judged.explained;
    if let Some(step) = step {
        text.push(' ');
        text.push_str(Step::meaning(step));
    }
    Meaning { outcome, text, next: judged.next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_code_means_another_thing_at_another_step() {
        let at_dot = explain(Some(Kind::Content), "250 2.0.0 Ok: queued as 1");
        assert!(at_dot.outcome == Outcome::Yes && at_dot.text.contains("duty"), "{at_dot:?}");
        let at_rcpt = explain(Some(Kind::Rcpt), "250 2.1.5 Ok");
        assert!(at_rcpt.text.contains("no promise"), "{at_rcpt:?}");
    }

    #[test]
    fn a_refusal_is_judged_by_its_words_and_its_step() {
        let full = explain(Some(Kind::Rcpt), "452 4.2.2 <joe@mail.example>: Mailbox is full");
        assert_eq!(full.outcome, Outcome::Later);
        assert!(full.text.contains("RCPT TO") && !full.next.is_empty(), "{full:?}");
    }

    #[test]
    fn a_reply_of_several_lines_counts_by_its_last() {
        assert_eq!(explain(Some(Kind::Ehlo), "250-mx.mail.example\n250 SIZE 100\n").outcome, Outcome::Yes);
    }

    #[test]
    fn silence_and_noise_are_no_reply() {
        assert!(explain(Some(Kind::Helo), "").next.concat().contains("full host name"));
        assert!(explain(Some(Kind::Connect), "Connection refused").text.contains("no reply"));
        assert_eq!(explain(None, "").outcome, Outcome::Silence);
    }
}
