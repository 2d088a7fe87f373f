//! One input, read: its reports and its text, with places that count in the text as the page shows it.

use std::ops::Deref;
use std::rc::Rc;

use backstamp::finding::Span;
use backstamp::source::Source;
use backstamp::{Context, Report, analyze_source, open, open_nth};
use borsh::{BorshDeserialize, BorshSerialize};

/// From this many bytes on a text stays out of the input box, which would take too long to lay it out, and is read in a
/// worker, so that the page goes on answering. The boot script's limit is the same: see `shell/boot.js`.
pub const LARGE: usize = 24_000;

/// The page lists no more than this of each; what is left out it says, and the copied forms hold all.
const MOST_HOPS: usize = 300;
const MOST_FIELDS: usize = 600;
const MOST_REPORTS: usize = 20;
const MOST_RECIPIENTS: usize = 1_000;
const MOST_FILES: usize = 200;
const MOST_EVIDENCE: usize = 60;

/// The longest row of the window onto a large text, in bytes.
const LONGEST_ROW: usize = 400;

/// A report, or one enclosed in it, as the page shows it.
#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub struct ReportEntry {
    /// The report, without those it encloses. Its spans count in [`Reading::text`].
    pub report: Report,
    /// How many reports it lies in.
    pub depth: usize,
    /// How many hops there are; the report may hold fewer.
    pub hops: usize,
    /// How many fields there are; the report may hold fewer.
    pub fields: usize,
    /// How many files are listed; the report may hold fewer.
    pub files: usize,
    /// How many recipients a notice tells of; the report may hold fewer.
    pub recipients: usize,
}

/// One input, read.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Reading {
    /// The text as it is shown, in UTF-8: every line ends in LF, as in a text box.
    #[borsh(skip)]
    pub text: Vec<u8>,
    /// Where the rows of the window onto a large text begin. Empty for a text that fits the input box.
    #[borsh(skip)]
    pub rows: Vec<u32>,
    /// The report, then those it encloses.
    pub sheets: Vec<ReportEntry>,
}

impl Reading {
    /// Reads an input.
    pub fn of(input: &[u8], context: &Context) -> Self {
        let source = Source::read(input);
        let report = analyze_source(&source, context);
        Self::made(&source, report)
    }

    /// Reads a file: what holds messages is opened.
    pub fn of_file(input: &[u8], name: Option<&str>, context: &Context) -> Self {
        let (source, report) = open(input, name, context);
        Self::made(&source, report)
    }

    /// Reads one message among those in a file.
    pub fn of_message(input: &[u8], name: &str, nth: usize, context: &Context) -> Option<Self> {
        let (source, report) = open_nth(input, name, nth, context)?;
        Some(Self::made(&source, report))
    }

    fn made(source: &Source, mut report: Report) -> Self {
        let (text, bends) = with_line_feeds(source.text());
        report.place_spans(&|span: Span| Span::new(moved(&bends, span.start), moved(&bends, span.end)));
        let rows = if text.len() > LARGE { rows(&text) } else { Vec::new() };
        let mut sheets = Vec::new();
        lay_out(report, 0, &mut sheets);
        Self { text, rows, sheets }
    }

    /// A stretch of the text.
    pub fn words(&self, span: Span) -> String {
        String::from_utf8_lossy(span.of(&self.text)).into_owned()
    }

    /// The reports that one encloses directly, as indexes of [`Self::sheets`].
    pub fn enclosed(&self, sheet: usize) -> impl Iterator<Item = usize> {
        let depth = self.sheets.get(sheet).map_or(0, |sheet| sheet.depth);
        let within = self.sheets.iter().enumerate().skip(sheet + 1).take_while(move |(_, inner)| inner.depth > depth);
        within.filter(move |(_, inner)| inner.depth == depth + 1).map(|(index, _)| index)
    }

    /// The numbers of the lines on which a span begins and ends, from 1.
    pub fn lines(&self, span: Span) -> (usize, usize) {
        let line = |at: usize| {
            1 + self.text.get(..at.min(self.text.len())).unwrap_or_default().iter().filter(|&&b| b == b'\n').count()
        };
        (line(span.start), line(span.end.saturating_sub(1).max(span.start)))
    }
}

/// A reading that is passed around, and is equal to itself only.
#[derive(Clone)]
pub struct Shared(Rc<Reading>);

impl Shared {
    pub fn new(reading: Reading) -> Self {
        Self(Rc::new(reading))
    }
}

impl Deref for Shared {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.0
    }
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

fn lay_out(mut report: Report, depth: usize, sheets: &mut Vec<ReportEntry>) {
    if sheets.len() >= MOST_REPORTS {
        return;
    }
    let enclosed = std::mem::take(&mut report.enclosed);
    let fields = report.fields.len();
    let hops = report.route.as_ref().map_or(0, |route| route.hops.len());
    let recipients = report.bounce.as_ref().map_or(0, |bounce| bounce.recipients.len());
    let files = report.files.len();
    report.files.truncate(MOST_FILES);
    report.fields.truncate(MOST_FIELDS);
    for finding in &mut report.findings {
        finding.evidence.truncate(MOST_EVIDENCE);
    }
    if let Some(route) = &mut report.route {
        route.hops.truncate(MOST_HOPS);
        route.hosts.truncate(2 * MOST_HOPS);
        route.marks.truncate(MOST_HOPS);
    }
    if let Some(bounce) = &mut report.bounce {
        bounce.recipients.truncate(MOST_RECIPIENTS);
        for recipient in &mut bounce.recipients {
            recipient.evidence.truncate(MOST_EVIDENCE);
        }
    }
    sheets.push(ReportEntry { report, depth, hops, fields, files, recipients });
    for report in enclosed {
        lay_out(report, depth + 1, sheets);
    }
}

/// Where two texts run apart: from the first offset on, the second stands beside it.
type Bend = (usize, usize);

/// The text with every line ending in LF, and where places have moved.
fn with_line_feeds(text: &str) -> (Vec<u8>, Vec<Bend>) {
    let bytes = text.as_bytes();
    let mut shown = Vec::with_capacity(bytes.len());
    let mut bends = Vec::new();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => bends.push((at + 1, shown.len())),
            b'\r' => shown.push(b'\n'),
            // A text box would drop it, or draw nothing: the text must be the same in both.
            0 => shown.push(b' '),
            _ => shown.push(byte),
        }
    }
    (shown, bends)
}

fn moved(bends: &[Bend], at: usize) -> usize {
    let after = bends.partition_point(|&(from, _)| from <= at);
    let (from, to) = after.checked_sub(1).and_then(|bend| bends.get(bend)).copied().unwrap_or_default();
    to + (at - from)
}

/// Where the rows begin: at every line, and within lines that are too long, never inside a character.
fn rows(text: &[u8]) -> Vec<u32> {
    let mut rows = vec![0];
    let mut start = 0;
    for (at, &byte) in text.iter().enumerate() {
        let cut = at - start >= LONGEST_ROW && byte & 0xC0 != 0x80;
        let after_line = at > 0 && text.get(at - 1) == Some(&b'\n');
        if at > start && (cut || after_line) {
            start = at;
            rows.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_text_when_carriage_returns_go() {
        let (shown, bends) = with_line_feeds("A: 1\r\nB: 2\rC: 3\nD");
        assert_eq!(shown, b"A: 1\nB: 2\nC: 3\nD");
        let places: Vec<usize> = [0, 4, 6, 11, 16].iter().map(|&at| moved(&bends, at)).collect();
        assert_eq!(places, [0, 4, 5, 10, 15]);
    }

    #[test]
    fn a_hop_lies_on_the_words_that_the_box_shows() {
        let input = b"Subject: x\r\nReceived: from a.example by b.example; Fri, 13 Feb 2009 21:23:21 +0000\r\n\r\n";
        let reading = Reading::of(input, &Context::default());
        let hop = &reading.sheets[0].report.route.as_ref().unwrap().hops[0];
        assert!(reading.words(hop.span).starts_with("Received: from a.example"));
        assert_eq!(reading.lines(hop.span), (2, 2));
    }

    #[test]
    fn a_report_encloses_those_that_lie_directly_in_it() {
        let sheet =
            |depth| ReportEntry { report: Report::default(), depth, hops: 0, fields: 0, files: 0, recipients: 0 };
        let reading = Reading { sheets: [0, 1, 2, 1].map(sheet).into(), ..Reading::default() };
        assert_eq!(reading.enclosed(0).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(reading.enclosed(1).collect::<Vec<_>>(), [2]);
        assert_eq!(reading.enclosed(3).count(), 0);
    }

    #[test]
    fn a_reading_comes_whole_from_a_worker() {
        for sample in super::super::samples::all() {
            let reading = Reading::of(sample.text.as_bytes(), &Context::default());
            let back: Reading = borsh::from_slice(&borsh::to_vec(&reading).unwrap()).unwrap();
            assert_eq!(back.sheets.len(), reading.sheets.len(), "{}", sample.title);
            for (back, sheet) in back.sheets.into_iter().zip(reading.sheets) {
                assert_eq!((back.depth, back.hops, back.fields), (sheet.depth, sheet.hops, sheet.fields));
                let json = |report| serde_json::to_string_pretty(report).unwrap();
                assert_eq!(json(&back.report), json(&sheet.report), "{}", sample.title);
            }
        }
    }

    #[test]
    fn damaged_bytes_are_no_reading() {
        let whole = borsh::to_vec(&Reading::of(b"550 5.1.1 unknown", &Context::default())).unwrap();
        assert!(borsh::from_slice::<Reading>(&whole[..whole.len() - 1]).is_err());
        assert!(borsh::from_slice::<Reading>(&[0xFF; 64]).is_err());
    }

    #[test]
    fn rows_begin_at_lines_and_cut_long_ones_between_characters() {
        assert_eq!(rows(b"one\ntwo\n\nthree"), [0, 4, 8, 9]);
        let long = "\u{e9}".repeat(LONGEST_ROW);
        let cuts = rows(long.as_bytes());
        assert_eq!(cuts.len(), 2);
        assert!(cuts.iter().all(|&at| long.is_char_boundary(at as usize)));
    }

    #[test]
    fn ten_thousand_hops_are_counted_but_not_all_listed() {
        let input = "Received: from a.example by b.example; Fri, 13 Feb 2009 21:23:21 +0000\n".repeat(10_000);
        let reading = Reading::of(input.as_bytes(), &Context::default());
        assert_eq!(reading.sheets[0].hops, 10_000);
        assert_eq!(reading.sheets[0].report.route.as_ref().unwrap().hops.len(), MOST_HOPS);
        assert_eq!(reading.rows.len(), 10_000);
    }
}
