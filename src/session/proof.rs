//! A proof to send to the other side: the dialogue alone, without secrets and without the message, the line that matters marked,
//! and a courteous sentence on what it shows.

use super::facts::{Answer, Session};
use super::reading::{Spoken, Transcript};
use crate::smtp::Step;

/// What stands before the lines that matter.
const MARK: &str = ">>> ";
/// How many lines it has at most.
const MOST_LINES: usize = 300;

/// Writes it; empty where there is no dialogue.
pub(super) fn write(transcript: &Transcript) -> String {
    let session = &transcript.session;
    let Some(marked) = marked(session) else { return String::new() };
    let server = session.server.as_deref();
    let mut out =
        String::from(if transcript.is_log { "What a log tells of a message for " } else { "SMTP session with " });
    out.push_str(server.unwrap_or("a server that the record does not name"));
    out.push_str(if transcript.is_log {
        ", as recorded.\n\n"
    } else {
        ", as recorded. C: is the client, S: the server.\nLogin data are masked; the message itself is left out.\n\n"
    });
    let mut message = transcript.messages.iter();
    let lines = &transcript.lines;
    let width = lines.iter().filter_map(|line| line.stamp.as_ref()).map(String::len).max().unwrap_or(0);
    let first = first_line(lines, marked);
    for line in lines.iter().skip(first).take(MOST_LINES) {
        let exchange = session.exchanges.get(line.exchange);
        let ends_message = line.is_client && exchange.is_some_and(|one| one.step == Some(Step::EndOfData));
        if ends_message && let Some(content) = message.next().filter(|content| content.lines > 0) {
            push(&mut out, "", width, None, &format!("C: [{} lines of the message]", content.lines));
        }
        let is_answer = !line.is_client || exchange.is_some_and(|one| one.reply.is_empty());
        let mark = if line.exchange == marked && is_answer { MARK } else { "" };
        let who = match line.is_client {
            _ if transcript.is_log => "",
            true => "C: ",
            false => "S: ",
        };
        push(&mut out, mark, width, line.stamp.as_deref(), &format!("{who}{}", line.words));
    }
    out.push('\n');
    out.push_str(&sentence(session, marked));
    out
}

/// The line to begin with, so that the marked one is among those that fit.
fn first_line(lines: &[Spoken], marked: usize) -> usize {
    let at = lines.iter().position(|line| line.exchange == marked).unwrap_or(0);
    if at < MOST_LINES { 0 } else { at.saturating_sub(MOST_LINES / 2) }
}

/// The exchange that it is about: where it stopped, else where the message was taken, else the last.
fn marked(session: &Session) -> Option<usize> {
    let taken =
        session.exchanges.iter().rposition(|one| one.step == Some(Step::EndOfData) && one.answer == Answer::Accepted);
    session.stopped.or(taken).or_else(|| session.exchanges.len().checked_sub(1))
}

fn push(out: &mut String, mark: &str, width: usize, stamp: Option<&str>, words: &str) {
    out.push_str(if mark.is_empty() { "    " } else { mark });
    if width > 0 {
        let stamp = stamp.unwrap_or_default();
        out.push_str(stamp);
        out.extend(std::iter::repeat_n(' ', width.saturating_sub(stamp.len()) + 2));
    }
    out.push_str(words);
    out.push('\n');
}

fn sentence(session: &Session, marked: usize) -> String {
    let Some(one) = session.exchanges.get(marked) else { return String::new() };
    let server = session.server.as_deref().unwrap_or("your server");
    let command = one.name();
    match one.answer {
        Answer::Silent | Answer::Deferred | Answer::Refused
            if one.step <= Some(Step::Connect) && one.reply_code.is_none() && one.step.is_some() =>
        {
            format!(
                "No connection to {server} came about. Could you please look up whether it answers there? Thank you.\n"
            )
        }
        Answer::Refused => format!(
            "The marked line is the answer of {server} to {command}. Could you please look up why your server gives it, and tell us \
             what it needs? Thank you.\n"
        ),
        Answer::Deferred => format!(
            "The marked line is the answer of {server} to {command}: it puts the message off. Could you please look up whether \
             this passes by itself, or what your server waits for? Thank you.\n"
        ),
        Answer::Silent => format!(
            "The connection to {server} ended at the marked line without an answer. Could you please look in your server's log what \
             happened then? Thank you.\n"
        ),
        Answer::Accepted if one.step == Some(Step::EndOfData) => {
            let id = session.queue_id.as_ref().map(|id| format!(" as {id}")).unwrap_or_default();
            format!(
                "With the marked line {server} took the message{id}, and with it the responsibility for it. Could you please look up \
                 in its log what became of it? Thank you.\n"
            )
        }
        Answer::Accepted => format!("Up to the marked line {server} accepted everything.\n"),
        Answer::NotShown => "The record ends at the marked line, without an answer.\n".to_owned(),
    }
}
