//! A notice taken apart: what its program wrote for people, what it wrote for programs, and the message it returns.

use std::borrow::Cow;

use super::address;
use super::dialect::{self, Scan};
use super::status::{self, Status};
use crate::finding::Span;
use crate::message::{Field, Message, Part, Text, text_of_html};

/// A message that a notice returns, or its header.
#[derive(Debug, Clone)]
pub struct Returned<'a> {
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    /// Where they stand in the whole input.
    pub span: Span,
    /// Whether offsets in the bytes run side by side with offsets in the input, from the start of `span`.
    pub exact: bool,
}

/// A message that may be a notice, taken apart.
pub(super) struct NoticeParts<'a> {
    /// Its own header fields.
    pub fields: &'a [Field<'a>],
    /// The header fields that tell programs apart, a line each.
    pub head: String,
    /// What was written for people, up to the returned message.
    pub text: String,
    /// Where the pieces of `text` begin, and where they come from.
    pieces: Vec<(usize, Piece<'a>)>,
    /// What was written for programs.
    pub status: Status,
    /// The messages it returns.
    pub returned: Vec<Returned<'a>>,
    /// What the phrases in head and text say.
    pub scan: Scan,
}

impl<'a> NoticeParts<'a> {
    pub fn of(message: &'a Message<'a>, part: &'a Part<'a>) -> Self {
        let mut gathered = Gathered::default();
        if let Some(status) = status::of_header(&message.fields) {
            gathered.status.add(status);
            gathered.pasted = true;
        }
        gathered.take(part);
        let mut notice = Self {
            fields: &message.fields,
            head: head(&message.fields),
            text: gathered.text,
            pieces: gathered.pieces,
            status: gathered.status,
            returned: gathered.returned,
            scan: Scan::default(),
        };
        notice.unquote();
        notice.scan = dialect::scan(&notice.head, &notice.text);
        notice.read_fields_in_text();
        notice.cut_off_returned();
        notice
    }

    /// Where a stretch of the text stands in the whole input.
    pub fn place(&self, within: Span) -> Span {
        let after = self.pieces.partition_point(|(start, _)| *start <= within.start);
        match after.checked_sub(1).and_then(|at| self.pieces.get(at)) {
            Some((start, Piece::Text(text))) => {
                text.place(Span::new(within.start - start, within.end.saturating_sub(*start).min(text.text.len())))
            }
            Some((_, Piece::Part(span))) => *span,
            None => Span::default(),
        }
    }

    /// Where a piece of the text stands in the whole input.
    pub fn place_of(&self, piece: &str) -> Span {
        let start = (piece.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if start.checked_add(piece.len()).is_some_and(|end| end <= self.text.len()) {
            self.place(Span::new(start, start + piece.len()))
        } else {
            Span::default()
        }
    }

    /// The first header field of this name, unfolded.
    pub fn field(&self, name: &str) -> Option<String> {
        self.fields.iter().find(|field| field.is(name)).map(Field::unfolded)
    }

    /// A notice that somebody forwarded stands behind `>` marks, or behind none but inside the text.
    fn unquote(&mut self) {
        let lines = self.text.lines().filter(|line| !line.trim().is_empty());
        let (quoted, all) = lines.fold((0_usize, 0_usize), |(quoted, all), line| {
            (quoted + usize::from(line.starts_with('>') && !line.starts_with(">>> ")), all + 1)
        });
        if quoted * 2 < all || quoted < 3 {
            return;
        }
        // What was quoted has no place of its own any more: the part stands for it.
        let mut plain = String::with_capacity(self.text.len());
        for line in self.text.lines() {
            let bare = line.trim_start_matches('>');
            plain.push_str(if bare.len() < line.len() { bare.strip_prefix(' ').unwrap_or(bare) } else { line });
            plain.push('\n');
        }
        let whole = self.place(Span::new(0, self.text.len()));
        self.text = plain;
        self.pieces = vec![(0, Piece::Part(whole))];
    }

    /// Reads the fields of a report that stand in running text: a broken container, or a program that writes them there.
    fn read_fields_in_text(&mut self) {
        if self.scan.has_fields && self.status.recipients.is_empty() {
            let read = status::read(&self.text, &|span| self.place(span));
            self.status.add(read);
        }
    }

    /// Ends the text where the returned message begins in it.
    fn cut_off_returned(&mut self) {
        let Some(stop) = self.scan.returned_at else { return };
        if self.returned.is_empty()
            && let Some(returned) = self.returned_in_text(stop)
        {
            self.returned.push(returned);
        }
        // The dashes before the announcement belong to it.
        let words = self.text.get(..self.text.floor_char_boundary(stop)).unwrap_or_default();
        let end = words.trim_end_matches(|letter: char| letter == '-' || letter.is_whitespace()).len();
        self.text.truncate(end);
        self.text.push('\n');
    }

    fn returned_in_text(&self, stop: usize) -> Option<Returned<'a>> {
        let after = self.pieces.partition_point(|(start, _)| *start <= stop);
        let (piece_start, piece) = after.checked_sub(1).and_then(|at| self.pieces.get(at))?;
        let start = stop + start_of_header(self.text.get(stop..)?)?;
        let span = self.place(Span::new(start, self.text.len()));
        if let Piece::Text(text) = piece
            && let Cow::Borrowed(text) = &text.text
        {
            let bytes = text.as_bytes().get(start - piece_start..)?;
            return Some(Returned { bytes: Cow::Borrowed(bytes), span, exact: span.len() == bytes.len() });
        }
        let bytes = self.text.get(start..)?.as_bytes().to_vec();
        Some(Returned { bytes: Cow::Owned(bytes), span, exact: false })
    }
}

/// Whether an address of a From field is that of a mail system, which writes nothing but notices.
pub(super) fn is_mail_system(from: &str) -> bool {
    address::all(from).any(|sender| {
        let local = sender.split('@').next().unwrap_or_default();
        ["mailer-daemon", "mailerdaemon", "mail-daemon"].iter().any(|known| known.eq_ignore_ascii_case(local))
    })
}

/// What a message says to people, as text.
pub(super) fn words_of(part: &Part<'_>) -> String {
    let text = part.walk().find(|part| part.media_type.starts_with("text/") && !part.body.trim_ascii().is_empty());
    match text {
        Some(part) if part.media_type == "text/html" => text_of_html(&part.text().text),
        Some(part) => part.text().text.into_owned(),
        None => String::new(),
    }
}

/// How far into `text` the first line is that is a header field with more below it.
fn start_of_header(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n').take(12) {
        let is_field = line.split_once(':').is_some_and(|(name, _)| {
            name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if is_field {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// The header fields in which programs can be told apart, a line each, as `name: value`.
fn head(fields: &[Field<'_>]) -> String {
    const TELLING: [&str; 23] = [
        "from",
        "sender",
        "subject",
        "return-path",
        "x-mailer",
        "user-agent",
        "x-loop",
        "x-notice",
        "x-report-abuse-to",
        "x-failed-recipients",
        "auto-submitted",
        "content-type",
        "message-id",
        "received",
        "precedence",
        "x-mlserver",
        "x-zohomail",
        "x-aol-ip",
        "x-ahmailid",
        "x-gm-message-state",
        "x-spasign",
        "mime-version",
        "x-sid-result",
    ];
    let mut head = String::with_capacity(512);
    let mut received = 0;
    for field in fields {
        if !TELLING.iter().any(|name| field.is(name)) || field.value.len() > 2048 {
            continue;
        }
        if field.is("received") {
            received += 1;
            if received > 3 {
                continue;
            }
        }
        head.push_str(&field.name.to_ascii_lowercase());
        head.push_str(": ");
        head.push_str(&field.decoded());
        head.push('\n');
    }
    head
}

/// Where a piece of a notice's text comes from.
enum Piece<'a> {
    /// A part whose text it is.
    Text(Text<'a>),
    /// A part of which it was made: the place to show is the whole of it.
    Part(Span),
}

/// The parts of a notice, in the order in which they stand.
#[derive(Default)]
struct Gathered<'a> {
    text: String,
    pieces: Vec<(usize, Piece<'a>)>,
    status: Status,
    returned: Vec<Returned<'a>>,
    /// Whether the report was pasted without its container: its groups go on in the text.
    pasted: bool,
}

impl<'a> Gathered<'a> {
    fn take(&mut self, part: &'a Part<'a>) {
        match part.media_type.as_str() {
            "message/delivery-status" | "message/global-delivery-status" => {
                let text = part.text();
                self.status.add(status::read(&text.text, &|span| text.place(span)));
            }
            "multipart/alternative" => {
                // The same in several forms: the plain one is enough, where it says anything.
                let plain =
                    part.walk().find(|part| part.media_type == "text/plain" && !part.body.trim_ascii().is_empty());
                match plain {
                    Some(plain) => self.take_text(plain),
                    None => part.parts.iter().for_each(|part| self.take(part)),
                }
            }
            _ if !part.parts.is_empty() => part.parts.iter().for_each(|part| self.take(part)),
            _ if part.enclosed().is_some() => self.take_returned(part),
            media_type
                if (media_type.starts_with("text/") || media_type.starts_with("multipart/"))
                // What follows the report or the returned message is a footer, or the rest of what is returned.
                && self.returned.is_empty() && (self.status.recipients.is_empty() || self.pasted) =>
            {
                self.take_text(part);
            }
            _ => {}
        }
    }

    fn take_text(&mut self, part: &'a Part<'a>) {
        let text = part.text();
        if self.pasted {
            self.status.add(status::read(&text.text, &|span| text.place(span)));
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        if part.media_type == "text/html" {
            self.text.push_str(&text_of_html(&text.text));
            self.pieces.push((start, Piece::Part(part.span)));
        } else {
            self.text.push_str(&text.text);
            self.pieces.push((start, Piece::Text(text)));
        }
    }

    fn take_returned(&mut self, part: &'a Part<'a>) {
        let exact = part.is_exact();
        self.returned.push(Returned { bytes: Cow::Borrowed(&part.body), span: part.span, exact });
    }
}
