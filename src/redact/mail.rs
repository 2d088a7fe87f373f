//! Messages, field by field and part by part; and texts that are none, line by line.

use std::borrow::Cow;
use std::collections::HashSet;

use super::book::Book;
use super::text::{self, GONE, Place};
use super::{Options, Redacted, words};
use crate::message::{Field, Message, Part, addresses, text_of_html};
use crate::report::Kind;
use crate::trace::names;
use crate::{Context, Report, bounce, feedback, source};

/// How deep messages within messages are written; what lies deeper goes.
const MAX_DEPTH: usize = 4;
/// How many doubtful lines are listed.
const MOST_DOUBTFUL: usize = 60;

/// Fields of a person's own words.
const PRIVATE: &[&str] = &[
    "subject", "thread-topic", "thread-index", "comments", "keywords", "organization", "content-description", "content-disposition", "autocrypt", "face", "x-face",
    "list-unsubscribe", "list-unsubscribe-post", "feedback-id",
];

/// Fields that hold mailboxes, with names beside them.
const MAILBOXES: &[&str] = &[
    "from", "to", "cc", "bcc", "sender", "reply-to", "resent-from", "resent-to", "resent-cc", "resent-sender", "delivered-to", "x-original-to", "x-delivered-to", "envelope-to",
    "return-path", "errors-to", "disposition-notification-to", "return-receipt-to", "x-failed-recipients", "x-forwarded-to", "x-forwarded-for", "x-original-from",
    "apparently-to", "mail-followup-to", "x-envelope-to", "x-envelope-from", "x-original-sender", "original-mail-from", "original-rcpt-to", "removal-recipient", "x-actual-recipient",
];

/// Private fields that are read all the same: their names tell programs apart, or their values hold a moment or an address.
const READ: &[&str] = &[
    "x-mailer", "x-originating-ip", "x-originalarrivaltime", "x-ms-exchange-crosstenant-originalarrivaltime", "x-originating-time", "x-received", "x-original-message-id",
    "x-spam-flag", "x-spam-level", "x-virus-scanned", "x-priority", "x-loop", "x-notice", "x-report-abuse-to", "x-mlserver", "x-zohomail", "x-aol-ip", "x-spasign", "x-sid-result",
    "x-autoreply", "x-auto-response-suppress", "x-autorespond", "x-mimeole", "x-supplementary-info", "x-display-name", "x-actual-recipient", "x-gm-message-state", "x-google-smtp-source",
];

/// Writes redacted text.
pub(super) struct Writer {
    book: Book,
    out: String,
    dropped: Vec<(&'static str, usize)>,
    doubtful: Vec<String>,
    seen: HashSet<String>,
    parts: usize,
}

impl Writer {
    pub(super) fn new(options: Options) -> Self {
        Self { book: Book::new(options), out: String::new(), dropped: Vec::new(), doubtful: Vec::new(), seen: HashSet::new(), parts: 0 }
    }

    pub(super) fn finish(self) -> Redacted {
        let dropped = self.dropped.into_iter().map(|(what, count)| (what.to_owned(), count)).collect();
        Redacted { text: self.out, legend: self.book.into_legend(), dropped, doubtful: self.doubtful }
    }

    pub(super) fn meet_host(&mut self, name: &str) {
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        if is_name && names::address(name).is_none() && !(words::are_known(name) && !name.contains('.')) {
            self.book.host(name);
        }
    }

    pub(super) fn meet_id(&mut self, id: &str) {
        let is_version = id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if id.len() > 3 && !is_version && !words::are_known(id) {
            self.book.id(id);
        }
    }

    pub(super) fn meet_user(&mut self, user: &str) {
        if user.len() > 1 && !words::are_known(user) {
            self.book.local(user);
        }
    }

    /// Writes the whole input.
    pub(super) fn input(&mut self, clean: &[u8], report: &Report) {
        let is_mail = matches!(report.kind, Kind::Message | Kind::Headers | Kind::Bounce | Kind::FeedbackReport | Kind::ReadReceipt);
        if is_mail {
            self.message(&Message::read(clean, 0), MAX_DEPTH);
        } else {
            self.lines(&String::from_utf8_lossy(clean), true);
        }
    }

    fn drop(&mut self, what: &'static str) {
        match self.dropped.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += 1,
            None => self.dropped.push((what, 1)),
        }
    }

    fn line(&mut self, words: &str) {
        self.out.push_str(words);
        self.out.push('\n');
    }

    // -------------------------------------------------------- Messages

    fn message(&mut self, message: &Message<'_>, depth: usize) {
        let part = Part::of(message);
        let context = Context::default();
        let is_notice = feedback::read(message, &part, &context).is_some()
            || bounce::read(message, &part, &context).is_some()
            || feedback::receipt(message, &part).is_some()
            || bounce::automatic(message, &part).is_some();
        self.part(&part, is_notice, true, depth);
    }

    /// A part with its own header. `is_notice`: whether its words are a program's.
    fn part(&mut self, part: &Part<'_>, is_notice: bool, is_whole: bool, depth: usize) {
        let boundary = format!("part-{}", self.parts);
        self.parts += 1;
        for field in &part.fields {
            if field.is("Content-Transfer-Encoding") {
                continue;
            }
            if field.is("Content-Type") {
                self.content_type(part, &boundary);
            } else {
                self.field(field, is_notice && is_whole);
            }
        }
        let is_empty = part.body.trim_ascii().is_empty();
        if is_empty && is_whole {
            return;
        }
        if !part.fields.is_empty() || !is_whole {
            self.out.push('\n');
        }
        if !part.parts.is_empty() {
            for inner in &part.parts {
                self.line(&format!("--{boundary}"));
                self.part(inner, is_notice, false, depth);
                if !self.out.ends_with('\n') {
                    self.out.push('\n');
                }
            }
            self.line(&format!("--{boundary}--"));
        } else if let (Some(enclosed), Some(depth)) = (part.enclosed(), depth.checked_sub(1)) {
            self.message(&enclosed, depth);
        } else if part.media_type.starts_with("message/") {
            self.lines(&part.text().text, true);
        } else if part.media_type.starts_with("text/") && is_notice {
            self.words_of(part);
        } else if !is_empty {
            self.drop("bodies and attachments");
            self.line("(left out)");
        }
    }

    fn words_of(&mut self, part: &Part<'_>) {
        let text = part.text();
        if part.media_type != "text/html" {
            return self.lines(&text.text, true);
        }
        let start = self.out.len();
        self.lines(&text_of_html(&text.text), true);
        let plain = self.out.split_off(start);
        for line in plain.lines() {
            for letter in line.chars() {
                match letter {
                    '<' => self.out.push_str("&lt;"),
                    '>' => self.out.push_str("&gt;"),
                    '&' => self.out.push_str("&amp;"),
                    _ => self.out.push(letter),
                }
            }
            self.out.push_str("<br>\n");
        }
    }

    fn content_type(&mut self, part: &Part<'_>, boundary: &str) {
        const KINDS: [&str; 9] = ["text", "multipart", "message", "application", "image", "audio", "video", "font", "model"];
        let is_usual = part.media_type.split_once('/').is_some_and(|(kind, subtype)| {
            KINDS.contains(&kind) && subtype.split(['-', '.', '+']).all(words::are_known)
        });
        let media_type = if is_usual { part.media_type.as_str() } else { "application/octet-stream" };
        let mut value = format!("Content-Type: {media_type}");
        if let Some(report) = part.param("report-type").filter(|report| words::are_known(report)) {
            value.push_str("; report-type=");
            value.push_str(&report.to_ascii_lowercase());
        }
        if !part.parts.is_empty() {
            value.push_str("; boundary=\"");
            value.push_str(boundary);
            value.push('"');
        } else if media_type.starts_with("text/") {
            value.push_str("; charset=utf-8");
        }
        self.line(&value);
    }

    // ---------------------------------------------------------- Fields

    fn field(&mut self, field: &Field<'_>, is_notice: bool) {
        let lower = field.name.to_ascii_lowercase();
        let value = if lower == "received" || lower == "x-received" { folded(field) } else { field.decoded() };
        self.named_field(field.name, &lower, &value, is_notice);
    }

    fn named_field(&mut self, name: &str, lower: &str, value: &str, is_notice: bool) {
        let is_private_name = lower.starts_with("x-") && !READ.contains(&lower) && !MAILBOXES.contains(&lower);
        let is_usual = words::are_known(name);
        if is_usual {
            self.out.push_str(name);
        } else {
            let token = self.book.field(name);
            self.out.push_str(&token);
        }
        self.out.push(':');
        if value.trim().is_empty() {
            return self.out.push('\n');
        }
        self.out.push(' ');
        if lower == "subject" && is_notice {
            self.subject(value);
        } else if PRIVATE.contains(&lower) || lower.starts_with("list-unsub") {
            self.drop(if lower == "subject" { "subjects" } else { "fields of a person's words" });
            self.out.push_str("(left out)");
        } else if MAILBOXES.contains(&lower) {
            self.mailboxes(value);
        } else if lower.ends_with("message-id") || matches!(lower, "references" | "in-reply-to" | "content-id") {
            text::write(&mut self.book, &mut self.out, value, Place::Ids);
        } else if lower.contains("signature") || lower == "arc-seal" {
            self.signature(value);
        } else if lower == "received" || lower == "x-received" {
            text::write(&mut self.book, &mut self.out, value, Place::Trace);
        } else if is_private_name || !is_usual {
            self.drop("values of private header fields");
            self.out.push_str("(left out)");
        } else {
            text::write(&mut self.book, &mut self.out, value, Place::Words);
        }
        self.out.push('\n');
    }

    /// The subject of a notice: the words by which programs are known stay, and no other.
    fn subject(&mut self, value: &str) {
        let line = format!("subject: {value}");
        let kept = bounce::marks_of_head(&line);
        let end = kept.iter().map(|at| at.end).max().unwrap_or_default();
        let known = line.get("subject: ".len()..end).unwrap_or_default();
        if known.len() < value.len() {
            self.drop("subjects");
        }
        self.out.push_str(known);
        if known.len() < value.len() {
            self.out.push_str(if known.is_empty() || known.ends_with(' ') { "" } else { " " });
            self.out.push_str(GONE);
        }
    }

    fn mailboxes(&mut self, value: &str) {
        let found = addresses(value);
        if found.is_empty() {
            text::write(&mut self.book, &mut self.out, value, Place::Words);
            return;
        }
        for (index, mailbox) in found.iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            let is_machine = words::are_known(&mailbox.name) && bounce::is_machine(&mailbox.name);
            if is_machine {
                self.out.push_str(&mailbox.name);
                self.out.push(' ');
            } else if !mailbox.name.is_empty() && !mailbox.addr.contains(&mailbox.name) {
                let token = self.book.name(&mailbox.name);
                self.out.push_str(&token);
                self.out.push(' ');
            }
            self.out.push('<');
            text::write(&mut self.book, &mut self.out, &mailbox.addr, Place::Words);
            self.out.push('>');
        }
    }

    /// A signature: its tags stay, its hashes go.
    fn signature(&mut self, value: &str) {
        for (index, tag) in value.split(';').enumerate() {
            let Some((name, content)) = tag.split_once('=') else { continue };
            let name = name.trim();
            if !words::are_known(name) {
                continue;
            }
            if index > 0 {
                self.out.push_str("; ");
            }
            self.out.push_str(name);
            self.out.push('=');
            match name.to_ascii_lowercase().as_str() {
                "b" | "bh" => self.out.push_str("AAAA"),
                "t" | "x" | "v" | "i" if content.trim().bytes().all(|byte| byte.is_ascii_digit()) => self.out.push_str(content.trim()),
                "d" => {
                    let token = self.book.host(content.trim());
                    self.out.push_str(&token);
                }
                "s" if !words::is_known(content.trim()) => {
                    let token = self.book.host(content.trim());
                    self.out.push_str(&token);
                }
                _ => {
                    text::write(&mut self.book, &mut self.out, content.trim(), Place::Words);
                }
            }
        }
    }

    // ----------------------------------------------------------- Lines

    /// A text of a program: words, and fields among them. What follows the header of a message that it returns goes.
    fn lines(&mut self, text: &str, keep: bool) {
        let returned_at = bounce::returned_at(text);
        let (mut at, mut in_header, mut after_header, mut dropping, mut said) = (0, false, false, false, false);
        for line in text.split('\n') {
            let here = at;
            at += line.len() + 1;
            let line = line.trim_end_matches('\r');
            let is_returned = returned_at.is_some_and(|stop| here + line.len() >= stop);
            if after_header {
                if !line.trim().is_empty() && !said {
                    self.drop("bodies and attachments");
                    self.line("(left out)");
                    said = true;
                }
                continue;
            }
            if dropping && line.starts_with([' ', '\t']) && !line.trim().is_empty() {
                continue;
            }
            dropping = false;
            let bare = line.trim_start_matches([' ', '\t', '>', '|']);
            let field = bare.split_once(':').filter(|(name, _)| {
                let name = name.trim_end();
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()) && source::is_known_name(name)
            });
            if let Some((name, value)) = field {
                in_header |= is_returned;
                let lower = name.trim_end().to_ascii_lowercase();
                self.out.push_str(line.get(..line.len() - bare.len()).unwrap_or_default());
                dropping = !matches!(lower.as_str(), "received" | "diagnostic-code" | "status") && (in_header || PRIVATE.contains(&lower.as_str()));
                let value = crate::message::decode_words(value.trim());
                self.named_field(name.trim_end(), &lower, &value, false);
                continue;
            }
            if in_header && bare.is_empty() {
                after_header = true;
            }
            let start = self.out.len();
            let lost = text::write(&mut self.book, &mut self.out, line, Place::Words);
            let words = self.out.get(start..).unwrap_or_default().trim();
            if keep && lost && words != GONE && words.contains(' ') && self.doubtful.len() < MOST_DOUBTFUL && !self.seen.contains(words) {
                self.seen.insert(words.to_owned());
                self.doubtful.push(words.to_owned());
            }
            self.out.push('\n');
        }
        if text.ends_with('\n') && self.out.ends_with("\n\n") {
            self.out.pop();
        }
    }
}

/// A field's value with its folds, each as one line end and a tab.
fn folded(field: &Field<'_>) -> String {
    let text = String::from_utf8_lossy(field.value);
    let lines: Vec<Cow<'_, str>> = text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).map(Cow::Borrowed).collect();
    lines.join("\n\t")
}
