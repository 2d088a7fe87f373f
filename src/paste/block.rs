//! A header block inside other text: below a sentence, in a ticket, quoted, numbered, within a fence; several of them.

use super::{Found, MOST, report_on};
use crate::Context;
use crate::finding::Span;
use crate::report::Kind;
use crate::source::{begins_known_field, field_name};

/// Fields that only a mail system writes: one of them is enough to know a block by.
const OF_SYSTEMS: [&str; 13] = [
    "received",
    "x-received",
    "return-path",
    "delivered-to",
    "message-id",
    "received-spf",
    "authentication-results",
    "dkim-signature",
    "arc-seal",
    "arc-authentication-results",
    "arc-message-signature",
    "mime-version",
    "x-spam-status",
];

/// What quoting and reading aids put before a line.
fn bare(line: &str) -> &str {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '|' | '\u{BB}' | '`' | '*'));
    // A number that counts the lines stands before a space.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    let rest = rest.strip_prefix([':', '.', ')', '|']).unwrap_or(rest);
    if (1..=5).contains(&digits) && rest.starts_with([' ', '\t']) { rest.trim_start() } else { line }
}

/// A run of lines that is a header block.
pub(super) struct Block {
    /// Where it stands.
    pub span: Span,
    /// Whether a mail system wrote it, as `Received` shows, and no mail program's summary.
    pub is_traced: bool,
}

/// The header blocks of a text, in order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut run: Option<Run> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let said = bare(line);
        let ends = said.trim().is_empty() || said.starts_with("```") || said.starts_with("-----");
        match &mut run {
            Some(block) if ends => {
                found.extend(block.finish());
                run = None;
            }
            Some(block) => block.add(line, said, at),
            None if begins_known_field(said.as_bytes()) => {
                let mut block = Run::new(start);
                block.add(line, said, at);
                run = Some(block);
            }
            None => {}
        }
        if found.len() >= MOST {
            return found;
        }
    }
    found.extend(run.as_ref().and_then(Run::finish));
    found
}

/// A block that is being read.
struct Run {
    start: usize,
    /// Where the last line ends that belongs to a field for sure.
    sure_end: usize,
    end: usize,
    known: usize,
    of_systems: usize,
    received: usize,
    /// Whether folded lines begin with white space here, so that a line at the margin is no part of a field.
    keeps_folding: bool,
}

impl Run {
    fn new(start: usize) -> Self {
        Self { start, sure_end: start, end: start, known: 0, of_systems: 0, received: 0, keeps_folding: false }
    }

    fn add(&mut self, line: &str, said: &str, end: usize) {
        self.end = end;
        let known = begins_known_field(said.as_bytes());
        if known {
            self.known += 1;
            let name = field_name(said.as_bytes()).unwrap_or_default().to_ascii_lowercase();
            self.of_systems += usize::from(OF_SYSTEMS.iter().any(|system| system.as_bytes() == name));
            self.received += usize::from(name == b"received");
        }
        let is_folded =
            line.trim_start_matches(['>', '|', '\u{BB}']).strip_prefix(' ').unwrap_or(line).starts_with([' ', '\t']);
        self.keeps_folding |= is_folded && !known;
        if known || is_folded || field_name(said.as_bytes()).is_some() {
            self.sure_end = end;
        }
    }

    fn finish(&self) -> Option<Block> {
        // Two fields, or one that only a mail system writes. Names that stand in any letter are not enough.
        let is_header = self.of_systems >= 1 || self.known >= 3;
        let end = if self.keeps_folding || self.received == 0 { self.sure_end } else { self.end };
        is_header.then(|| Block { span: Span::new(self.start, end), is_traced: self.received > 0 })
    }
}

/// The blocks of a text that is not itself one, each with a report.
pub(super) fn read(text: &str, context: &Context) -> Option<Found> {
    let mut blocks = blocks(text);
    // Where servers have stamped one, a mail program's summary beside it is other text.
    if blocks.iter().any(|block| block.is_traced) {
        blocks.retain(|block| block.is_traced);
    }
    let first = blocks.first()?.span;
    // The whole input is what the other rooms have read.
    if blocks.len() == 1 && text.get(..first.start)?.trim().is_empty() && text.get(first.end..)?.trim().is_empty() {
        return None;
    }
    // A message that is quoted to its end has a body; so has one of several parts.
    let has_body = |span: Span| {
        text.get(span.start..span.end)
            .is_some_and(|block| block.to_ascii_lowercase().contains("content-type: multipart/"))
    };
    let mut reports = Vec::new();
    let mut set_aside = Vec::new();
    let mut at = 0;
    for (index, block) in blocks.iter().enumerate() {
        if block.span.start < at {
            continue;
        }
        let next = blocks.get(index + 1).map_or(text.len(), |next| next.span.start);
        let end = if has_body(block.span) { next } else { block.span.end };
        let span = Span::new(block.span.start, end);
        let Some(report) = report_on(text, span, context) else { continue };
        if matches!(report.kind, Kind::Unknown | Kind::Domain | Kind::SmtpReply) {
            continue;
        }
        set_aside.extend(other_text(text, at, span.start));
        reports.push(report);
        at = end;
    }
    set_aside.extend(other_text(text, at, text.len()));
    let how = "The header block was read on its own. What stands before and after it in the paste is marked here, and was not read.";
    (!reports.is_empty()).then_some(Found { reports, set_aside, how })
}

/// What stands between two places, without the white space around it.
pub(super) fn other_text(text: &str, from: usize, to: usize) -> Option<Span> {
    let between = text.get(from..to)?;
    let start = from + (between.len() - between.trim_start().len());
    let span = Span::new(start, start + between.trim().len());
    (!span.is_empty()).then_some(span)
}
