//! The parts of a message (MIME, RFC 2045 and 2046), decoded, with the places where they stand.

use std::borrow::Cow;

use super::parameter::{self, Parameters};
use super::{Field, Message, charset, decode_words, transfer, without_comments};
use crate::finding::Span;
use crate::source::lines;

/// How deep multiparts are taken apart; what lies deeper stays a body. Real mail seldom has more than five.
const MAX_DEPTH: usize = 16;
/// How many parts are read; what comes after them stays unread.
const MAX_PARTS: usize = 1000;
/// How many lines may stand above the first boundary line of a body that no header announces as a multipart.
const MAX_PREAMBLE: usize = 4;
/// How much of a Content-Type is read.
const MAX_CONTENT_TYPE: usize = 4096;

/// A part of a message, or the whole of one.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// Its own header fields.
    pub fields: Vec<Field<'a>>,
    /// Its media type in lower case, `text/plain` where none is stated or it cannot be read (RFC 2045 section 5.2).
    pub media_type: String,
    /// Its body: of text and of messages with the transfer encoding undone, of a multipart all that its parts stand in. Attachments of
    /// other kinds stay encoded, since nothing in them is read.
    pub body: Cow<'a, [u8]>,
    /// Where its body stands in the whole input, still encoded.
    pub span: Span,
    /// The parts within it.
    pub parts: Vec<Self>,
    /// The parameters of its Content-Type, names in lower case.
    params: Parameters,
}

/// A part's text, decoded from its character set, that knows where it stands.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Where the part stands in the whole input.
    span: Span,
    /// Whether offsets in the text run side by side with offsets in the input.
    exact: bool,
}

impl Text<'_> {
    /// Where a stretch of the text stands in the whole input: the stretch itself where text and input run side by side,
    /// the whole part where an encoding lies between.
    #[must_use]
    pub fn place(&self, within: Span) -> Span {
        if self.exact { within.shifted(self.span.start) } else { self.span }
    }
}

impl<'a> Part<'a> {
    /// Takes a message apart, as far as it can be.
    ///
    /// Boundaries that do not close, a boundary parameter that is missing or names another boundary than the body uses, and
    /// parts without a header are read all the same.
    #[must_use]
    pub fn of(message: &Message<'a>) -> Self {
        let mut parts_left = MAX_PARTS;
        Self::read(message.clone(), "text/plain", MAX_DEPTH, &mut parts_left)
    }

    fn read(message: Message<'a>, default_type: &str, depth: usize, parts_left: &mut usize) -> Self {
        let Message { fields, body, body_start, .. } = message;
        let (stated_type, params) = content_type(&fields);
        let boundary = match &stated_type {
            Some(stated) if stated.starts_with("multipart/") => {
                declared_boundary(&params, body).or_else(|| evident_boundary(body, usize::MAX))
            }
            Some(_) => None,
            None => evident_boundary(body, MAX_PREAMBLE),
        };
        let mut part = Self {
            media_type: match (stated_type, &boundary) {
                (Some(stated), _) => stated,
                (None, Some(_)) => "multipart/mixed".to_owned(),
                (None, None) => default_type.to_owned(),
            },
            fields,
            body: Cow::Borrowed(body),
            span: Span::new(body_start, body_start + body.len()),
            parts: Vec::new(),
            params,
        };
        match boundary {
            // A multipart has no transfer encoding of its own (RFC 2045 section 6.4), whatever it states.
            Some(boundary) if depth > 0 => {
                let default_type = if part.media_type == "multipart/digest" { "message/rfc822" } else { "text/plain" };
                for within in split(body, &boundary, parts_left) {
                    let bytes = within.of(body);
                    let message = Message::read(bytes, body_start + within.start);
                    part.parts.push(Self::read(message, default_type, depth - 1, parts_left));
                }
            }
            _ => {
                let is_read = ["text/", "message/"].iter().any(|kind| part.media_type.starts_with(kind));
                if is_read && let Some(encoding) = part.first("Content-Transfer-Encoding") {
                    part.body = transfer::decode(&without_comments(&encoding.unfolded()), body);
                }
            }
        }
        part
    }

    /// Its first field of this name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.is(name))
    }

    /// A parameter of its Content-Type: `report-type`, `boundary`, `charset`.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<String> {
        self.params.get(&name.to_ascii_lowercase()).cloned()
    }

    /// The name of the file that it is: in its Content-Disposition (RFC 2183 section 2.3), else in its Content-Type.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        let stated = self.disposition().and_then(|(_, mut params)| params.remove("filename"));
        let name = stated.or_else(|| self.param("name"))?;
        let name = decode_words(name.trim()).into_owned();
        (!name.is_empty()).then_some(name)
    }

    /// Whether its Content-Disposition says that it is an attachment (RFC 2183 section 2.2).
    #[must_use]
    pub fn is_attachment(&self) -> bool {
        self.disposition().is_some_and(|(kind, _)| kind.eq_ignore_ascii_case("attachment"))
    }

    fn disposition(&self) -> Option<(String, Parameters)> {
        let mut value = self.first("Content-Disposition")?.unfolded();
        value.truncate(value.floor_char_boundary(MAX_CONTENT_TYPE));
        Some(parameter::read(&value))
    }

    /// This part and every part within it, in the order in which they stand.
    pub fn walk(&self) -> impl Iterator<Item = &Self> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let part = waiting.pop()?;
            waiting.extend(part.parts.iter().rev());
            Some(part)
        })
    }

    /// Its body as text.
    #[must_use]
    pub fn text(&self) -> Text<'_> {
        let text = charset::decode(self.params.get("charset").map(String::as_str), &self.body);
        let exact = self.is_exact() && matches!(text, Cow::Borrowed(_)) && text.len() == self.body.len();
        Text { text, span: self.span, exact }
    }

    /// Whether offsets in its body run side by side with offsets in the input: whether no encoding lies between.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        matches!(self.body, Cow::Borrowed(_))
    }

    /// The message, or the header of one, that it holds: what a bounce returns, what a complaint is about.
    ///
    /// Where [`is_exact`](Self::is_exact) says so, its spans count in the whole input; else they count in this part's body, and
    /// the place to show is this part's [`span`](Self::span).
    #[must_use]
    pub fn enclosed(&self) -> Option<Message<'_>> {
        let encloses = ["message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"];
        if !encloses.contains(&self.media_type.as_str()) {
            return None;
        }
        let start = start_of_message(&self.body);
        let base = if self.is_exact() { self.span.start + start } else { start };
        Some(Message::read(self.body.get(start..).unwrap_or_default(), base))
    }
}

/// Where a message begins: below blank lines and an mbox `From ` line.
fn start_of_message(body: &[u8]) -> usize {
    let above = |line: &[u8]| line.trim_ascii().is_empty() || line.starts_with(b"From ") || line.starts_with(b">From ");
    lines(body).find(|line| !above(line.bytes)).map_or(body.len(), |line| line.start)
}

/// The media type that a header states, in lower case, if it can be read, and its parameters.
fn content_type(fields: &[Field<'_>]) -> (Option<String>, Parameters) {
    let Some(field) = fields.iter().find(|field| field.is("Content-Type")) else {
        return (None, Parameters::new());
    };
    let mut value = field.unfolded();
    value.truncate(value.floor_char_boundary(MAX_CONTENT_TYPE));
    let (stated, params) = parameter::read(&value);
    let stated = stated.split_whitespace().next().unwrap_or_default();
    let is_token = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
    let media_type = match stated.split_once('/') {
        Some((kind, subtype)) if is_token(kind) && is_token(subtype) => stated.to_ascii_lowercase(),
        _ => "text/plain".to_owned(),
    };
    (Some(media_type), params)
}

/// The boundary that the header names, if the body uses it.
fn declared_boundary(params: &Parameters, body: &[u8]) -> Option<Vec<u8>> {
    let boundary = params.get("boundary")?.trim_end();
    let used = lines(body).any(|line| boundary_line(line.bytes, boundary.as_bytes()).is_some());
    (used && !boundary.is_empty()).then(|| boundary.as_bytes().to_vec())
}

/// The boundary that the body itself shows: a line that begins with `--`, with a `Content-` field below it.
fn evident_boundary(body: &[u8], max_preamble: usize) -> Option<Vec<u8>> {
    let mut above = 0;
    let mut candidate: Option<&[u8]> = None;
    for line in lines(body).map(|line| line.bytes) {
        if candidate.is_some() && line.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"content-")) {
            return candidate.map(<[u8]>::to_vec);
        }
        let name = line.strip_prefix(b"--").unwrap_or_default().trim_ascii_end();
        let is_name = name.len() <= 200 && name.iter().any(u8::is_ascii_alphanumeric);
        candidate = (is_name && name.iter().all(|byte| (b' '..=b'~').contains(byte))).then_some(name);
        above += usize::from(!line.trim_ascii().is_empty());
        if above > max_preamble {
            return None;
        }
    }
    None
}

/// Whether a line is this boundary: `Some(true)` where it closes the multipart (RFC 2046 section 5.1.1).
fn boundary_line(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?.trim_ascii_end();
    match rest {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None,
    }
}

/// The stretches between the boundary lines: the parts, header and body each. What stands below a closing line is left out.
fn split(body: &[u8], boundary: &[u8], parts_left: &mut usize) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = None;
    // The line end before a boundary line belongs to the boundary.
    let mut end_of_text = 0;
    for line in lines(body) {
        if let Some(closes) = boundary_line(line.bytes, boundary) {
            if let Some(start) = start.take() {
                if *parts_left == 0 {
                    return parts;
                }
                *parts_left -= 1;
                parts.push(Span::new(start, end_of_text));
            }
            if !closes {
                start = Some(line.next);
            }
        }
        end_of_text = line.span().end;
    }
    if let Some(start) = start.filter(|&start| start < body.len() && *parts_left > 0) {
        *parts_left -= 1;
        parts.push(Span::new(start, body.len()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(message: &str) -> Part<'_> {
        Part::of(&Message::read(message.as_bytes(), 0))
    }

    fn types<'p>(part: &'p Part<'_>) -> Vec<&'p str> {
        part.walk().map(|part| part.media_type.as_str()).collect()
    }

    const REPORT: &str = "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"b (1)\" (comment)\r\n\r\n\
        A preamble\r\n--b (1)\r\n\r\nIt failed.\r\n--b (1)\r\nContent-Type: message/delivery-status\r\n\r\n\
        Reporting-MTA: dns; a.example\r\n--b (1)\r\nContent-Type: message/rfc822\r\n\r\n\
        Subject: hello\r\n\r\nbody\r\n--b (1)--\r\nAn epilogue\r\n";

    #[test]
    fn a_report_comes_apart_and_every_part_knows_its_place() {
        let report = part(REPORT);
        assert_eq!(types(&report), ["multipart/report", "text/plain", "message/delivery-status", "message/rfc822"]);
        assert_eq!(report.param("Report-Type").as_deref(), Some("delivery-status"));
        let text = report.parts[0].text();
        assert_eq!(text.text, "It failed.");
        assert_eq!(text.place(Span::new(3, 9)).of(REPORT.as_bytes()), b"failed");
        let enclosed = report.parts[2].enclosed().unwrap();
        assert!(report.parts[2].is_exact());
        assert_eq!(enclosed.first("subject").unwrap().span().of(REPORT.as_bytes()), b"Subject: hello");
    }

    #[test]
    fn a_report_without_its_closing_boundary_keeps_its_last_part() {
        let cut = REPORT.split("\r\n--b (1)--").next().unwrap();
        assert_eq!(types(&part(cut)), types(&part(REPORT)));
    }

    #[test]
    fn a_wrong_or_missing_boundary_parameter_yields_to_the_one_in_use() {
        for header in ["boundary=other", "boundary", "boundary=\"b", "x=y"] {
            let text = format!(
                "Content-Type: multipart/mixed; {header}\n\n--real\nContent-Type: text/html\n\n<p>\n--real\n\nplain\n"
            );
            assert_eq!(types(&part(&text)), ["multipart/mixed", "text/html", "text/plain"], "{header}");
        }
    }

    #[test]
    fn a_body_pasted_without_its_header_comes_apart() {
        let body = REPORT.split_once("preamble\r\n").unwrap().1;
        assert_eq!(types(&part(body)), ["multipart/mixed", "text/plain", "message/delivery-status", "message/rfc822"]);
    }

    #[test]
    fn a_boundary_that_begins_another_is_not_taken_for_it() {
        let text = "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=xy\n\n\
            --xy\n\none\n--xy\n\ntwo\n--xy--\n\n--x\n\nthree\n--x--\n";
        let outer = part(text);
        assert_eq!(outer.parts.len(), 2);
        assert_eq!(outer.parts[0].parts.len(), 2);
        assert_eq!(outer.parts[1].text().text, "three");
    }

    #[test]
    fn line_ends_of_every_kind_are_read() {
        for end in ["\n", "\r"] {
            assert_eq!(types(&part(&REPORT.replace("\r\n", end))), types(&part(REPORT)), "{end:?}");
        }
    }

    #[test]
    fn encodings_are_undone_and_the_whole_part_is_the_place() {
        let text = "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n0M/e1ME=\n";
        let message = part(text);
        let decoded = message.text();
        assert_eq!(decoded.text, "почта");
        assert_eq!(decoded.place(Span::new(0, 2)), message.span);
        assert_eq!(message.span.of(text.as_bytes()), b"0M/e1ME=\n");
    }

    #[test]
    fn an_encoded_message_within_says_that_its_spans_are_its_own() {
        let text = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogaGkKCmJvZHkK\n";
        let message = part(text);
        assert!(!message.is_exact());
        assert_eq!(message.enclosed().unwrap().text("subject").unwrap(), "hi");
    }

    #[test]
    fn a_content_type_that_cannot_be_read_is_plain_text() {
        for stated in ["text", "nonsense here", "/", "text/", ";", ""] {
            assert_eq!(part(&format!("Content-Type: {stated}\n\nx")).media_type, "text/plain", "{stated:?}");
        }
        assert_eq!(part("Content-Type: TEXT/HTML charset=x\n\nx").media_type, "text/html");
    }

    #[test]
    fn nesting_without_end_and_parts_without_number_are_bounded() {
        let mut deep = String::new();
        for level in 0..10_000 {
            deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"));
        }
        assert_eq!(part(&deep).walk().count(), MAX_DEPTH + 1);
        let many = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n".repeat(100_000));
        assert!(part(&many).walk().count() <= MAX_PARTS + 1);
    }
}
