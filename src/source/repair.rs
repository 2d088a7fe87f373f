//! The repairs. Each looks for one kind of damage, and answers with the edits that mend it, or none.
//!
//! A well-formed message is never changed: a repair looks at the first lines, and acts only where its pattern holds throughout the
//! header. A body stays as it is, unless the whole input is quoted or indented.

use memchr::memmem;
use serde::Serialize;

use super::edits::{Draft, Edit};
use super::lines::{Line, lines};
use super::names::{begins_known_field, has_both, has_dialogue, is_dialogue, is_improbable, is_known, name_of};
use crate::finding::{Confidence, Finding, Party, Severity, Span};

/// Damage that was found in the input, and mended before it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Repair {
    /// A byte order mark at the start was left out.
    ByteOrderMark,
    /// The input was UTF-16 or UTF-32, or text with a NUL beside every letter.
    Utf16,
    /// Lone carriage returns ended its lines.
    CarriageReturns,
    /// No-break spaces stood in place of spaces.
    NoBreakSpaces,
    /// Angle brackets were written as `&lt;` and `&gt;`.
    HtmlEscapes,
    /// Backticks stood around every line, as Markdown marks code.
    Backticks,
    /// Every line began with `>`.
    Quoting,
    /// Every line began with its number.
    LineNumbers,
    /// Every line began with the same spaces or tabs.
    Indentation,
    /// The end of a field that was cut off stood before the header.
    Fragment,
    /// An mbox `From ` line stood before the header.
    MboxLine,
    /// Blank lines stood between the header's lines.
    BlankLines,
    /// All fields stood on one line.
    LineBreaks,
    /// Folded lines had lost the white space they began with.
    Folding,
}

impl Repair {
    /// What was done, as a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "A byte order mark at the start was left out.",
            Self::Utf16 => "The input was UTF-16 or UTF-32, and was decoded.",
            Self::CarriageReturns => "Lines ended in lone carriage returns, which were read as line ends.",
            Self::NoBreakSpaces => "No-break spaces were read as spaces.",
            Self::HtmlEscapes => "Angle brackets written as &lt; and &gt; were read as brackets.",
            Self::Backticks => "The backticks around the lines were left out.",
            Self::Quoting => "The quote mark at the start of each line was left out.",
            Self::LineNumbers => "The number at the start of each line was left out.",
            Self::Indentation => "The white space that lines began with was left out.",
            Self::Fragment => "The first lines are the end of a field whose beginning was cut off, and were left out.",
            Self::MboxLine => "The mbox line that begins with \"From \" was left out; it is not part of the message.",
            Self::BlankLines => "Blank lines between the header's lines were left out.",
            Self::LineBreaks => "The fields stood on one line, and were told apart by their names.",
            Self::Folding => "Lines that had lost the white space of a folded field were joined to the field above.",
        }
    }

    /// Whether fields may have been joined or parted wrongly.
    fn is_a_guess(self) -> bool {
        matches!(self, Self::Fragment | Self::BlankLines | Self::LineBreaks | Self::Folding)
    }
}

/// Says what was mended; nothing where nothing was.
pub(crate) fn finding(repairs: &[Repair]) -> Option<Finding> {
    if repairs.is_empty() {
        return None;
    }
    let guessed = repairs.iter().any(|repair| repair.is_a_guess());
    let confidence = if guessed { Confidence::Likely } else { Confidence::Certain };
    let sentences: Vec<&str> = repairs.iter().map(|repair| repair.sentence()).collect();
    let found = Finding::new(
        "source.repaired",
        Severity::Note,
        Party::Nobody,
        confidence,
        "The pasted text was mended before it was read",
    )
    .why(sentences.join(" "));
    Some(if guessed {
        found.next("If something here looks wrong, paste the header as the mail program's \"view source\" shows it.")
    } else {
        found
    })
}

/// How much of a header the repairs look at. A longer one is rubbish, or needs no repair.
const MAX_HEADER: usize = 1 << 20;
/// How many lines are freed of quoting, numbers or indentation.
const MAX_LINES: usize = 400_000;
/// How many marks a line can have begun with: quoted, numbered and quoted again.
const MAX_PREFIXES: usize = 4;

type FindEdits = fn(&[u8]) -> Vec<Edit>;

/// What stands before every line; looked for again once one is gone.
const PREFIXES: [(Repair, FindEdits); 4] = [
    (Repair::Backticks, backticks),
    (Repair::Quoting, quoting),
    (Repair::LineNumbers, line_numbers),
    (Repair::Indentation, indentation),
];

/// What is mended within the header, in this order.
const HEADER: [(Repair, FindEdits); 5] = [
    (Repair::MboxLine, mbox_line),
    (Repair::Fragment, fragment),
    (Repair::BlankLines, blank_lines),
    (Repair::LineBreaks, line_breaks),
    (Repair::Folding, folding),
];

/// Mends what can be mended, and notes it.
pub(super) fn mend(draft: &mut Draft<'_>, repairs: &mut Vec<Repair>) {
    mend_one(draft, repairs, Repair::ByteOrderMark, byte_order_mark);
    let has_line_feeds = memchr::memchr(b'\n', draft.bytes()).is_some();
    if !has_line_feeds && memchr::memchr(b'\r', draft.bytes()).is_some() {
        draft.carriage_returns_to_line_feeds();
        repairs.push(Repair::CarriageReturns);
    }
    skip_blank_lines(draft);
    mend_one(draft, repairs, Repair::NoBreakSpaces, no_break_spaces);
    mend_one(draft, repairs, Repair::HtmlEscapes, html_escapes);
    for _ in 0..MAX_PREFIXES {
        let found = PREFIXES.iter().filter(|(repair, find)| mend_one(draft, repairs, *repair, *find)).count();
        if found == 0 {
            break;
        }
        skip_blank_lines(draft);
    }
    if is_dialogue(draft.bytes()) {
        // The header within it is that of the message that was sent.
        return;
    }
    for (repair, find) in HEADER {
        mend_one(draft, repairs, repair, find);
    }
}

/// Mends one kind of damage, and says whether there was any.
fn mend_one(draft: &mut Draft<'_>, repairs: &mut Vec<Repair>, repair: Repair, find: FindEdits) -> bool {
    let edits = find(draft.bytes());
    let found = draft.apply(&edits);
    if found && !repairs.contains(&repair) {
        repairs.push(repair);
    }
    found
}

/// Takes away blank lines above the first line; nobody need be told.
fn skip_blank_lines(draft: &mut Draft<'_>) {
    let start = lines(draft.bytes()).find(|line| !line.is_blank()).map_or(0, |line| line.start);
    if start > 0 {
        draft.apply(&[cut(0, start)]);
    }
}

fn cut(start: usize, end: usize) -> Edit {
    Edit { at: Span::new(start, end), with: "" }
}

fn replace(start: usize, length: usize, with: &'static str) -> Edit {
    Edit { at: Span::new(start, start + length), with }
}

/// The lines of the header: up to the first blank line.
fn header_lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    lines(bytes).take_while(|line| !line.is_blank() && line.start < MAX_HEADER)
}

/// The header's bytes.
fn header(bytes: &[u8]) -> &[u8] {
    let end = header_lines(bytes).last().map_or(0, |line| line.next);
    bytes.get(..end.min(MAX_HEADER)).unwrap_or(bytes)
}

fn byte_order_mark(bytes: &[u8]) -> Vec<Edit> {
    if bytes.starts_with("\u{feff}".as_bytes()) { vec![cut(0, 3)] } else { Vec::new() }
}

/// No-break spaces where a header has spaces: at the start of a folded line, or below a name.
fn no_break_spaces(bytes: &[u8]) -> Vec<Edit> {
    const SPACE: &[u8] = "\u{a0}".as_bytes();
    let header = header(bytes);
    if memmem::find(header, SPACE).is_none() {
        return Vec::new();
    }
    let in_place_of_spaces = header_lines(header).any(|line| {
        let after_name = name_of(line.bytes).and_then(|name| line.bytes.get(name.len() + 1..));
        line.bytes.starts_with(SPACE) || after_name.is_some_and(|value| value.starts_with(SPACE))
    });
    if !in_place_of_spaces {
        return Vec::new();
    }
    memmem::find_iter(header, SPACE).map(|at| replace(at, SPACE.len(), " ")).collect()
}

/// `&lt;` and `&gt;` in a header, a session or a log that has no bracket of its own: copied out of a page's source.
fn html_escapes(bytes: &[u8]) -> Vec<Edit> {
    const ESCAPES: [(&str, &str); 5] = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&#39;", "'")];
    let is_escaped = |text: &[u8]| {
        memchr::memchr(b'<', text).is_none()
            && memmem::find(text, b"&lt;").is_some()
            && memmem::find(text, b"&gt;").is_some()
    };
    let header = header(bytes);
    let is_header = || header_lines(header).any(|line| begins_known_field(line.bytes.trim_ascii_start()));
    let header = if is_escaped(header) && is_header() {
        header
    } else if bytes.len() <= MAX_HEADER && is_escaped(bytes) && has_escaped_path(bytes) {
        bytes
    } else {
        return Vec::new();
    };
    memchr::memchr_iter(b'&', header)
        .filter_map(|at| {
            let rest = header.get(at..)?;
            let (escape, letter) = ESCAPES.iter().find(|(escape, _)| rest.starts_with(escape.as_bytes()))?;
            Some(replace(at, escape.len(), letter))
        })
        .collect()
}

/// Whether an address stands in escaped brackets where a command or a log writes one: `RCPT TO:&lt;…&gt;`, `to=&lt;…&gt;`.
fn has_escaped_path(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"&lt;").take(200).any(|at| {
        let before = bytes.get(..at).unwrap_or_default().trim_ascii_end();
        let inside = bytes.get(at + 4..).unwrap_or_default();
        let inside = inside.get(..inside.len().min(320)).unwrap_or_default();
        let end = memmem::find(inside, b"&gt;").and_then(|end| inside.get(..end));
        let is_path = |path: &[u8]| {
            path.is_empty() || memchr::memchr(b'@', path).is_some() && !path.iter().any(u8::is_ascii_whitespace)
        };
        (before.ends_with(b":") || before.ends_with(b"=")) && end.is_some_and(is_path)
    })
}

/// A backtick before and behind every line, or before the first and behind the last.
fn backticks(bytes: &[u8]) -> Vec<Edit> {
    const MARK: u8 = b'`';
    let is_marked = |line: &[u8]| line.len() > 2 && line.first() == Some(&MARK) && line.last() == Some(&MARK);
    if bytes.first() != Some(&MARK) || bytes.starts_with(b"```") {
        return Vec::new();
    }
    let written = |line: &Line<'_>| !line.is_blank();
    let around = |line: &Line<'_>, text: &[u8]| {
        [cut(line.start, line.start + 1), cut(line.start + text.len() - 1, line.start + text.len())]
    };
    if lines(bytes).filter(written).all(|line| is_marked(line.bytes.trim_ascii_end())) {
        let marked = lines(bytes).take(MAX_LINES).filter(written);
        return marked.flat_map(|line| around(&line, line.bytes.trim_ascii_end())).collect();
    }
    let all = bytes.trim_ascii_end();
    let is_one = is_marked(all) && memchr::memchr_iter(MARK, all).count() == 2;
    if is_one { vec![cut(0, 1), cut(all.len() - 1, all.len())] } else { Vec::new() }
}

/// A `>` or `|` at the start of every line, or of three lines at least that begin with a header.
fn quoting(bytes: &[u8]) -> Vec<Edit> {
    let Some(&mark @ (b'>' | b'|')) = bytes.first() else { return Vec::new() };
    let spaced = bytes.get(1) == Some(&b' ');
    let mut edits = Vec::new();
    for line in lines(bytes).take(MAX_LINES) {
        if line.bytes.first() == Some(&mark) {
            let with_space = spaced && line.bytes.get(1) == Some(&b' ');
            edits.push(cut(line.start, line.start + 1 + usize::from(with_space)));
        } else if !line.is_blank() {
            let (first, _) = super::line_at(bytes, 0);
            let quoted = first.trim_ascii_start().iter().take_while(|&&byte| byte == mark || byte == b' ').count();
            let is_header = begins_known_field(first.get(quoted..).unwrap_or_default());
            return if is_header && edits.len() >= 3 { edits } else { Vec::new() };
        }
    }
    edits
}

/// Numbers that count the lines, three at least: `1 Received:`, `12: X-Mailer:`, `001<tab>Subject:`.
fn line_numbers(bytes: &[u8]) -> Vec<Edit> {
    let mut separator: Option<&[u8]> = None;
    let mut expected = None;
    let mut edits = Vec::new();
    let mut names_a_field = false;
    for line in lines(bytes).take(MAX_LINES) {
        let spaces = line.bytes.iter().take(8).take_while(|&&byte| byte == b' ').count();
        let digits = line.bytes.iter().skip(spaces).take(7).take_while(|byte| byte.is_ascii_digit()).count();
        let number = line.bytes.get(spaces..spaces + digits).and_then(|digits| std::str::from_utf8(digits).ok());
        let number = number.and_then(|number| number.parse::<u32>().ok());
        let Some(number) = number.filter(|number| expected.is_none_or(|expected| expected == *number)) else {
            if expected.is_some() && line.is_blank() {
                continue;
            }
            break;
        };
        let rest = line.bytes.get(spaces + digits..).unwrap_or_default();
        let separator = *separator.get_or_insert_with(|| separator_of(rest));
        let common = separator.iter().zip(rest).take_while(|(one, other)| one == other).count();
        if separator.is_empty() || (common == 0 && !rest.is_empty()) {
            break;
        }
        names_a_field |= rest.get(common..).is_some_and(begins_known_field);
        edits.push(cut(line.start, line.start + spaces + digits + common));
        expected = number.checked_add(1);
    }
    let rests = || edits.iter().map(|edit: &Edit| super::line_at(bytes, edit.at.end).0.trim_ascii_start());
    if edits.len() >= 3 && (names_a_field || has_both(rests())) { edits } else { Vec::new() }
}

/// What stands between a line's number and the line: one mark, then a tab or spaces.
fn separator_of(rest: &[u8]) -> &[u8] {
    let mark = usize::from(matches!(rest.first(), Some(b'.' | b':' | b')' | b'|')));
    let blanks = match rest.get(mark) {
        Some(b'\t') => 1,
        _ => rest.iter().skip(mark).take(8).take_while(|&&byte| byte == b' ').count(),
    };
    rest.get(..mark + blanks).filter(|_| blanks > 0).unwrap_or_default()
}

/// White space that every line of the header begins with, and the body too where the whole input is indented.
///
/// Where only the first line is indented, as a careless copy leaves it, that one alone is mended.
fn indentation(bytes: &[u8]) -> Vec<Edit> {
    let indented = |line: &[u8]| line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let (first, _) = super::line_at(bytes, 0);
    let Some(mut common) = first.get(..indented(first)).filter(|indent| !indent.is_empty()) else { return Vec::new() };
    let mut names_a_field = false;
    for line in header_lines(bytes) {
        let shared = common.iter().zip(line.bytes).take_while(|(one, other)| one == other).count();
        common = common.get(..shared).unwrap_or_default();
        names_a_field |= begins_known_field(line.bytes.trim_ascii_start());
    }
    if common.is_empty() {
        let own = first.trim_ascii_start();
        return if begins_known_field(own) { vec![cut(0, indented(first))] } else { Vec::new() };
    }
    let strip = |line: &Line<'_>| cut(line.start, line.start + common.len());
    let end_of_header = header(bytes).len();
    let is_everywhere = lines(bytes).all(|line| line.is_blank() || line.bytes.starts_with(common));
    // One space is a part of some marks of sessions: ` -> `.
    let is_session = || is_everywhere && (common.len() > 1 || common == b"\t") && has_dialogue(bytes);
    if !names_a_field && !is_session() {
        return Vec::new();
    }
    lines(bytes)
        .take(MAX_LINES)
        .take_while(|line| is_everywhere || line.start < end_of_header)
        .filter(|line| line.bytes.starts_with(common))
        .map(|line| strip(&line))
        .collect()
}

/// The end of a field whose first line was not copied, with the fields of a trace below it.
fn fragment(bytes: &[u8]) -> Vec<Edit> {
    /// How many lines it has at most, and how many below it are looked at.
    const MOST: usize = 12;
    const BELOW: usize = 60;
    /// How a line within a `Received` field begins where it lost its white space.
    const WITHIN: [&[u8]; 7] = [b"by ", b"for ", b"from ", b"id ", b"via ", b"with ", b"("];
    let is_rest = |line: &Line<'_>| {
        let is_within = WITHIN.iter().any(|words| line.bytes.starts_with(words));
        !line.is_blank() && (is_within || line.bytes.starts_with(b" ") || line.bytes.starts_with(b"\t"))
    };
    let rest = lines(bytes).take(MOST).take_while(is_rest).count();
    let below: Vec<Line<'_>> = lines(bytes).skip(rest).take(BELOW).take_while(|line| !line.is_blank()).collect();
    let Some((first, more)) = below.split_first() else { return Vec::new() };
    let is_trace = |line: &Line<'_>| name_of(line.bytes).is_some_and(|name| name.eq_ignore_ascii_case(b"Received"));
    let has_trace = below.iter().any(is_trace);
    let has_more =
        rest > 0 && begins_known_field(first.bytes) && more.iter().any(|line| begins_known_field(line.bytes));
    if has_trace && has_more { vec![cut(0, first.start)] } else { Vec::new() }
}

/// The `From ` line that an mbox file puts before each message (RFC 4155), with a field below it.
fn mbox_line(bytes: &[u8]) -> Vec<Edit> {
    let mut lines = lines(bytes);
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return Vec::new() };
    let unquoted = first.bytes.strip_prefix(b">").unwrap_or(first.bytes);
    let Some(rest) = unquoted.strip_prefix(b"From ") else { return Vec::new() };
    let is_field = rest.trim_ascii_start().starts_with(b":");
    if !is_field && name_of(second.bytes).is_some() { vec![cut(0, first.next)] } else { Vec::new() }
}

/// Blank lines after every line of the header.
fn blank_lines(bytes: &[u8]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut waiting: Option<Edit> = None;
    let mut above = Above::default();
    let mut known = 0;
    for line in lines(bytes).take_while(|line| line.start < MAX_HEADER) {
        if line.is_blank() {
            if waiting.is_some() || above.name.is_empty() {
                break;
            }
            waiting = Some(cut(line.start, line.next));
            continue;
        }
        let first = above.name.is_empty();
        let is_field = name_of(line.bytes).is_some() && !is_improbable(line.bytes);
        let belongs = is_field || (!first && (line.is_folded() || above.continues(line.bytes)));
        if !belongs || (waiting.is_none() && !first) {
            break;
        }
        edits.extend(waiting.take());
        known += usize::from(begins_known_field(line.bytes));
        above.pass(line.bytes);
    }
    if known >= 3 { edits } else { Vec::new() }
}

/// Fields on one line: a header whose line ends were lost, told apart by the names that everybody writes.
fn line_breaks(bytes: &[u8]) -> Vec<Edit> {
    let mut lines = header_lines(bytes);
    let Some(first) = lines.next().filter(|line| begins_known_field(line.bytes)) else { return Vec::new() };
    if lines.any(|line| begins_known_field(line.bytes)) {
        return Vec::new();
    }
    let mut edits: Vec<Edit> = Vec::new();
    for colon in memchr::memchr_iter(b':', first.bytes) {
        let before = first.bytes.get(..colon).unwrap_or_default();
        let length = before
            .iter()
            .rev()
            .take(60)
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-'))
            .count();
        let word = before.get(colon - length..).unwrap_or_default();
        let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let name = word.get(digits..).unwrap_or_default();
        let start = colon - name.len();
        let parted = start.checked_sub(1).and_then(|at| first.bytes.get(at));
        let ends_value = parted.is_some_and(|byte| b" \t);>.".contains(byte) || byte.is_ascii_digit());
        let is_written_so = name.first().is_some_and(u8::is_ascii_uppercase) && is_known(name);
        let has_value = matches!(first.bytes.get(colon + 1), Some(b' ' | b'\t') | None);
        if ends_value && is_written_so && has_value {
            let blank = usize::from(matches!(parted, Some(b' ' | b'\t')));
            edits.push(replace(start - blank, blank, "\n"));
        }
    }
    if edits.len() >= 2 { edits } else { Vec::new() }
}

/// Lines that are no fields, between lines that are: folded lines that begin at the margin. They get a space before them.
///
/// What looks like a field but can hardly be one counts too, where the header has no other folded line.
fn folding(bytes: &[u8]) -> Vec<Edit> {
    let is_suspect = |line: &Line<'_>| !line.is_folded() && is_improbable(line.bytes);
    // A boundary line ends a header as a blank line does.
    let header = || header_lines(bytes).take_while(|line| !line.bytes.starts_with(b"--"));
    let (mut known, mut end_of_known, mut has_folds, mut has_suspects) = (0, 0, false, false);
    for line in header() {
        if line.is_folded() {
            has_folds = true;
        } else if is_suspect(&line) {
            has_suspects = true;
        } else if begins_known_field(line.bytes) {
            known += 1;
            end_of_known = line.start;
        }
    }
    let mut edits = Vec::new();
    if !has_suspects {
        return edits;
    }
    let mut above = Above::default();
    for line in header() {
        if is_suspect(&line) {
            let is_no_field = name_of(line.bytes).is_none();
            let within = known >= 2 && line.start < end_of_known;
            let belongs = !above.name.is_empty() && (within || above.continues(line.bytes));
            if belongs && (is_no_field || !has_folds) {
                edits.push(replace(line.start, 0, " "));
            } else if is_no_field {
                break;
            }
        }
        above.pass(line.bytes);
    }
    edits
}

/// The field above the line that is looked at.
#[derive(Default)]
struct Above<'a> {
    name: &'a [u8],
    last_line: &'a [u8],
}

impl<'a> Above<'a> {
    /// Goes past a line.
    fn pass(&mut self, line: &'a [u8]) {
        if !is_improbable(line)
            && let Some(name) = name_of(line)
        {
            self.name = name;
        }
        self.last_line = line;
    }

    /// Whether a line reads on where the field above breaks off.
    fn continues(&self, line: &[u8]) -> bool {
        if [b"received".as_slice(), b"x-received"].iter().any(|name| self.name.eq_ignore_ascii_case(name)) {
            return continues_trace(line);
        }
        let is_tag = |word: &[u8]| !word.is_empty() && word.len() <= 12 && word.iter().all(u8::is_ascii_alphanumeric);
        matches!(self.last_line.trim_ascii_end().last(), Some(b';' | b','))
            || memchr::memchr(b'=', line).and_then(|at| line.get(..at)).is_some_and(is_tag)
    }
}

/// Whether a line begins with a clause, a comment or a date of a `Received` field (RFC 5321 section 4.4).
fn continues_trace(line: &[u8]) -> bool {
    const WORDS: [&[u8]; 14] = [
        b"from",
        b"by",
        b"via",
        b"with",
        b"id",
        b"for",
        b"mon",
        b"tue",
        b"wed",
        b"thu",
        b"fri",
        b"sat",
        b"sun",
        b"envelope-from",
    ];
    let word = line.split(|byte| matches!(byte, b' ' | b'\t' | b',')).next().unwrap_or_default();
    matches!(line.first(), Some(b'(' | b'[' | b'<' | b';' | b'0'..=b'9'))
        || WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}
