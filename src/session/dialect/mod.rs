//! The forms in which programs write a session down: a file each. Adding one touches its file and the list here. `prefixed`
//! reads those that differ from others in nothing but what stands before each line.

mod curl;
mod exchange;
mod exim;
mod haraka;
mod javamail;
mod letters;
mod msmtp;
mod plain;
mod postfix;
mod prefixed;
mod sendmail;
mod smtp_cli;
mod smtplib;
mod swaks;

use super::line::{Said, Who, is_command, reply_code};
use super::stamp;

/// A line of the input, without its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// Where it begins in the input.
    pub at: usize,
    /// Whether it ends in LF alone.
    pub bare: bool,
}

impl<'a> Line<'a> {
    /// Some words of this line, said by somebody.
    pub(super) fn said(&self, who: Who, words: &'a str) -> Said<'a> {
        Said { who, words, at: self.said_at(words), stamp: None, bare: false, secure: false }
    }

    /// Where some words of this line stand in the input.
    pub(super) fn said_at(&self, words: &str) -> usize {
        // Both are parts of one text, so their addresses tell how far apart they stand.
        self.at + (words.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len())
    }
}

/// What a line is read into: what it says, and the session of a log that it belongs to.
pub(super) struct Found<'a> {
    pub said: Vec<Said<'a>>,
    /// What tells the sessions of one log apart.
    pub key: &'a str,
}

/// One form.
pub(super) struct Form {
    /// What to call it: `swaks`.
    pub name: &'static str,
    /// Reads a line whose stamp is taken off; adds nothing where it is not of this form.
    read: for<'a> fn(Line<'a>, &'a str, &mut Found<'a>),
    /// Whether the form shows by marks who speaks.
    pub is_marked: bool,
    /// Whether a session that is within TLS from its start may look like one that is not.
    pub hides_tls: bool,
}

/// Every form, the narrower ones first. The last takes any line.
static FORMS: [&Form; 11] = [
    &exchange::FORM,
    &postfix::FORM,
    &exim::FORM,
    &haraka::FORM,
    &smtplib::FORM,
    &swaks::FORM,
    &msmtp::FORM,
    &sendmail::FORM,
    &letters::FORM,
    &curl::FORM,
    &plain::FORM,
];

impl Form {
    /// Reads a line.
    pub(super) fn line<'a>(&self, line: Line<'a>, found: &mut Found<'a>) {
        let (stamp, rest) = stamp::split(line.text);
        // A collector of logs puts its own stamp before that of the program.
        let (stamp, rest) = match stamp::split(rest) {
            (Some(second), rest) if stamp.is_some() => (Some(second), rest),
            _ => (stamp, rest),
        };
        let before = found.said.len();
        (self.read)(line, rest, found);
        for said in found.said.iter_mut().skip(before) {
            said.stamp = said.stamp.or(stamp);
        }
    }
}

/// The form of a text, with the prefixes that were learned from it.
pub(super) struct Chosen {
    pub form: &'static Form,
    prefixes: Option<prefixed::Prefixes>,
}

impl Chosen {
    /// Reads a line.
    pub(super) fn line<'a>(&self, line: Line<'a>, found: &mut Found<'a>) {
        match &self.prefixes {
            Some(prefixes) => prefixes.line(line, found),
            None => self.form.line(line, found),
        }
    }
}

/// The form that most of the first lines are written in.
pub(super) fn of(text: &str) -> Chosen {
    const LINES: usize = 600;
    let plain: &'static Form = &plain::FORM;
    let mut best = (0, plain);
    for form in FORMS.iter().take(FORMS.len() - 1) {
        let mut found = Found { said: Vec::new(), key: "" };
        for line in lines(text).take(LINES) {
            form.line(line, &mut found);
        }
        // A mark with words behind it that nobody would say is no mark: `> ` also quotes.
        let sound = |said: &&Said<'_>| match said.who {
            Who::Client => is_command(said.words),
            Who::Server => reply_code(said.words).is_some(),
            Who::Either | Who::Note => false,
        };
        let count = found.said.iter().filter(sound).count();
        if count > best.0 {
            best = (count, form);
        }
    }
    let (count, form) = best;
    // The marks of curl are those of many; its own notes begin with a star.
    let is_unsure = std::ptr::eq(form, &curl::FORM) && !lines(text).take(LINES).any(|line| line.text.starts_with("* "));
    // A form that is known reads what it knows better, and a test's script repeats each reply that it expects.
    let prefixes = prefixed::Prefixes::of(text, LINES)
        .filter(|_| !std::ptr::eq(form, &sendmail::FORM) || count < 3)
        .filter(|learned| learned.count > 2 * count || is_unsure && learned.count == count);
    let is_java =
        || lines(text).take(LINES).any(|line| javamail::MARKS.iter().take(2).any(|mark| line.text.starts_with(mark)));
    let form = match &prefixes {
        Some(_) => &prefixed::FORM,
        None if count == 0 && is_java() => &javamail::FORM,
        None => form,
    };
    Chosen { form, prefixes }
}

/// The text as a form that needs it rewrites it, every byte at its place, with that form.
pub(super) fn rewritten(text: &str) -> Option<(String, Chosen)> {
    let chosen = Chosen { form: &smtp_cli::FORM, prefixes: None };
    smtp_cli::as_terminal(text).map(|text| (text, chosen))
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let open = line.strip_suffix('\n').unwrap_or(line);
        let text = open.strip_suffix('\r').unwrap_or(open);
        Line { text, at: start, bare: open.len() < line.len() && text.len() == open.len() }
    })
}

/// The words behind the first of these marks that a line begins with.
fn behind<'a>(line: &'a str, marks: &[&str]) -> Option<&'a str> {
    marks.iter().find_map(|mark| line.strip_prefix(mark))
}
