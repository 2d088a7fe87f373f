//! Session logs of libraries and servers that put their own prefix before each line: a time, a level, an id, an arrow or a
//! label, and quotes around the words (PHPMailer, nodemailer, Net::SMTP, Roundcube, MDaemon, hMailServer, Stalwart and others).
//!
//! ```text
//! 2026-02-13 21:23:20	SERVER -> CLIENT: 220 mx.example.org ESMTP
//! [2026-02-13 21:23:20] DEBUG [x7Kf] C: EHLO app.example.com
//! Net::SMTP=GLOB(0x55d0c8a1b2c8)<<< 250 Ok
//! <- "RCPT TO:<kim@example.org>\r\n"
//! ```
//!
//! No prefix is listed here: one that repeats before commands and replies is learned from the text. Which side it stands for is
//! told by what follows it, because an arrow that points right means "sent" in one program and "received" in the next.

use super::{Form, Found, Line, lines};
use crate::session::line::{Who, has, is_command, reply_code};
use crate::session::stamp;

pub(super) static FORM: Form = Form { name: "program log", read: unlearned, is_marked: true, hides_tls: true };

/// How much of a line can be prefix.
const LONGEST: usize = 400;
/// How many different prefixes are told apart.
const MOST: usize = 48;
/// How many commands and replies must stand behind a prefix.
const LEAST: usize = 3;

/// Nothing is read before the prefixes are known.
fn unlearned<'a>(_: Line<'a>, _: &'a str, _: &mut Found<'a>) {}

/// A prefix, with the numbers in it left out, and what stands behind it.
#[derive(Debug, Clone)]
struct Prefix {
    shape: String,
    commands: usize,
    replies: usize,
}

impl Prefix {
    fn who(&self) -> Who {
        if self.commands == 0 {
            Who::Server
        // A message may have lines that look like replies.
        } else if self.replies * 4 <= self.commands {
            Who::Client
        } else {
            Who::Either
        }
    }
}

/// The prefixes of a text.
#[derive(Debug, Clone)]
pub(super) struct Prefixes {
    known: Vec<Prefix>,
    /// How many lines are a command or a reply behind one of them.
    pub count: usize,
}

impl Prefixes {
    /// Learns the prefixes from the first lines of a text; nothing where too few commands and replies stand behind one.
    pub(super) fn of(text: &str, most_lines: usize) -> Option<Self> {
        let mut known: Vec<Prefix> = Vec::new();
        let mut bare = 0;
        for line in lines(text).take(most_lines) {
            let Some((shape, words)) = first_said(line.text) else { continue };
            if is_stamp_alone(&shape) {
                bare += 1;
                continue;
            }
            let is_reply = reply_code(words).is_some();
            let found = match known.iter().position(|one| one.shape == shape) {
                Some(at) => known.get_mut(at),
                None if known.len() < MOST && !is_summary(&shape) => {
                    known.push(Prefix { shape, commands: 0, replies: 0 });
                    known.last_mut()
                }
                None => None,
            };
            if let Some(found) = found {
                found.replies += usize::from(is_reply);
                found.commands += usize::from(!is_reply);
            }
        }
        // A line that stands alone is rather a sentence with a code in it.
        known.retain(|one| one.commands + one.replies > 1 || one.shape.len() <= 60 && !one.shape.contains('@'));
        let sum = |of: fn(&Prefix) -> usize| known.iter().map(of).sum::<usize>();
        let (commands, replies) = (sum(|one| one.commands), sum(|one| one.replies));
        let count = commands + replies;
        (commands > 0 && replies > 0 && count >= LEAST && count > bare).then_some(Self { known, count })
    }

    /// Reads a line.
    pub(super) fn line<'a>(&self, line: Line<'a>, found: &mut Found<'a>) {
        let (stamp, rest) = stamp::split(line.text);
        let before = found.said.len();
        match self.behind(line.text) {
            Some((Who::Server, words)) => replies(&line, words, Who::Server, found),
            Some((Who::Either, words)) if reply_code(words).is_some() => replies(&line, words, Who::Either, found),
            Some((who, words)) => found.said.push(line.said(who, words)),
            // The next line of a reply, where a program writes the prefix once.
            None if reply_code(rest.trim_start()).is_some() => {
                replies(&line, rest.trim_start().trim_end(), Who::Server, found);
            }
            None => found.said.push(line.said(Who::Note, rest)),
        }
        for said in found.said.iter_mut().skip(before) {
            said.stamp = said.stamp.or(stamp);
        }
    }

    /// The words behind the longest known prefix of a line, and whose they are.
    fn behind<'a>(&self, text: &'a str) -> Option<(Who, &'a str)> {
        let mut best = None;
        each_start(text, |shape, start| {
            if let Some(prefix) = self.known.iter().find(|one| one.shape == shape) {
                best = Some((prefix.who(), start));
            }
            false
        });
        best.map(|(who, start)| (who, unquoted(text, start)))
    }
}

/// Adds the replies of a line; several lines of one reply may be glued together: `250-mx[nl]250-SIZE[nl]250 HELP`.
fn replies<'a>(line: &Line<'a>, words: &'a str, who: Who, found: &mut Found<'a>) {
    let Some((code, true)) = reply_code(words) else {
        found.said.push(line.said(who, words));
        return;
    };
    let mut rest = words;
    loop {
        let next = rest.match_indices(code).skip(1).find(|(at, _)| {
            let before = rest.get(..*at).unwrap_or_default();
            before.ends_with([' ', ']', 'n', '>', '\t']) && rest.get(*at..).and_then(reply_code).is_some()
        });
        let (one, left) = rest.split_at_checked(next.map_or(rest.len(), |(at, _)| at)).unwrap_or((rest, ""));
        let open = ["\\r\\n", "\\n", "[nl]", "<CRLF>", "<CR><LF>"]
            .iter()
            .find_map(|end| one.trim_end().strip_suffix(end))
            .unwrap_or(one);
        found.said.push(line.said(who, open.trim_end()));
        if left.is_empty() || reply_code(one).is_none_or(|(_, goes_on)| !goes_on) {
            return;
        }
        rest = left;
    }
}

/// The first command or reply in a line, and the shape of what stands before it.
fn first_said(text: &str) -> Option<(String, &str)> {
    let mut found = None;
    each_start(text, |shape, start| {
        let words = unquoted(text, start);
        let is_said = is_said(words);
        if is_said {
            found = Some((shape.to_owned(), words));
        }
        is_said
    });
    found
}

/// Goes through the places at which words may begin, with the shape of what stands before each, until `end` says so.
fn each_start(text: &str, mut end: impl FnMut(&str, usize) -> bool) {
    let mut shape = String::new();
    let (mut word, mut has_digit) = (0, false);
    for (at, letter) in text.char_indices().take_while(|(at, _)| *at <= LONGEST) {
        let before = text.get(..at).unwrap_or_default();
        let begins = letter.is_ascii_alphanumeric() || matches!(letter, '.' | '*' | '<' | '-');
        let is_parted = at == 0
            || before.ends_with([' ', '\t', '"', '\'', '`', '>', '<', ':', '|'])
            || ["\\n", "&gt;", "&lt;", "&quot;", "&#34;"].iter().any(|mark| before.ends_with(mark));
        if is_parted && begins && end(&shape_at(&shape, before, word, has_digit), at) {
            return;
        }
        if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '+' | '/' | '-' | '@') {
            has_digit |= letter.is_ascii_digit();
        } else {
            shape = shape_at(&shape, before, word, has_digit);
            shape.push(letter);
            (word, has_digit) = (at + letter.len_utf8(), false);
        }
    }
    // A line of the message that is empty.
    if text.len() <= LONGEST {
        end(&shape_at(&shape, text, word, has_digit), text.len());
    }
}

/// The shape of a beginning: `shape` is that of what stands before its last word.
fn shape_at(shape: &str, before: &str, word: usize, has_digit: bool) -> String {
    let word = before.get(word..).unwrap_or_default();
    format!("{shape}{}", if has_digit { "#" } else { word })
}

/// Whether a prefix is no more than a time, brackets and blanks.
fn is_stamp_alone(shape: &str) -> bool {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    shape
        .split(|letter: char| letter.is_whitespace() || "#[](),:.`T".contains(letter))
        .all(|word| word.is_empty() || months.contains(&word) || days.contains(&word) || word == "Z" || word == "GMT")
}

/// Whether a prefix is that of a sentence which says again what a reply said.
fn is_summary(shape: &str) -> bool {
    has(&shape.to_ascii_lowercase(), &["error", "fail", "exception", "response", "said", "status=", "reject", "???"])
        && !has(shape, &["Writing response"])
}

/// The words from a place on, without the quote that stands around them and what follows it.
fn unquoted(text: &str, start: usize) -> &str {
    let words = text.get(start..).unwrap_or_default();
    let head = text.get(..start).unwrap_or_default();
    let quotes = head.matches('"').count();
    let end = if head.ends_with('\'') {
        words.rfind('\'')
    } else if head.ends_with('`') {
        words.rfind('`')
    } else if quotes % 2 == 1 {
        // A quote of the words' own is escaped.
        words.match_indices('"').map(|(at, _)| at).find(|at| !words.get(..*at).is_some_and(|own| own.ends_with('\\')))
    } else {
        None
    };
    words.get(..end.unwrap_or(words.len())).unwrap_or(words).trim_end()
}

/// Whether words are a whole command or a reply, and not a sentence that begins like one.
fn is_said(words: &str) -> bool {
    if reply_code(words).is_some() {
        // Three digits alone end many lines: the bits of a cipher, a size. A challenge may be empty.
        return words.len() > 3 || matches!(words, "250" | "334");
    }
    let words = words.strip_suffix("\\r\\n").or_else(|| words.strip_suffix("\\n")).unwrap_or(words);
    let verb = words.split([' ', '\t']).next().unwrap_or_default();
    let is_written = |letter: fn(&u8) -> bool| verb.bytes().take(4).all(|byte| letter(&byte));
    if !is_command(words) || !is_written(u8::is_ascii_uppercase) && !is_written(u8::is_ascii_lowercase) {
        return false;
    }
    let count = words.split_whitespace().count();
    match verb.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
        "EHLO" | "HELO" | "LHLO" => count <= 2,
        "MAIL" | "RCPT" => words.contains(':'),
        "DATA" | "QUIT" | "RSET" | "STAR" => true,
        "AUTH" | "BDAT" => count == 2 || count == 3,
        _ => false,
    }
}
