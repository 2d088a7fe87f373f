//! Reports on files that hold messages, and on files that hold none: what [`container`](crate::container) finds, read.
//!
//! A file with one message gives the report on that message. One with several gives a list of them, and the reports on the first
//! few. A file that nothing here reads is named, with how to get mail out of it.

use std::ops::ControlFlow;

use crate::container::{self, Content, Enclosed, File, Format, Limits, Listed, Outlook, Trouble, mbox};
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Finding, Party, Severity, Span};
use crate::message::Message;
use crate::report::{Kind, Report};
use crate::source::Source;
use crate::{Context, analyze_source};

/// Of how many messages in a mailbox or archive there is a report.
const MAX_REPORTS: usize = 20;
/// How many files a sentence names.
const MAX_NAMED: usize = 5;
/// How deep messages within Outlook's messages are reported on.
const MAX_DEPTH: usize = 4;

/// What is said of a file that holds messages.
static RULES: &[Rule<()>] = &[
    Rule::also("file.opened", ""),
    Rule::also("file.no-transport-header", ""),
    Rule::also("file.unreadable", ""),
    Rule::also("file.first-messages", "many-bounces"),
    Rule::also("file.too-large", ""),
    Rule::also("file.other", ""),
    Rule::also("file.not-read", ""),
];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

/// Reads an input; with a `name` where it is a file.
pub(crate) fn read(input: &[u8], name: Option<&str>, context: &Context) -> (Source, Report) {
    match Format::of(input) {
        Format::Text | Format::Message | Format::Utf16 => text(input, name, context),
        Format::Mbox => mailbox(input, name, context),
        format @ (Format::Zip | Format::Gzip | Format::Tar | Format::CompoundFile | Format::Tnef | Format::Emlx) => {
            container(input, format, name, context)
        }
        // Bytes of no known kind may be a damaged message all the same.
        Format::Binary => {
            let source = Source::read(input);
            let report = analyze_source(&source, context);
            if report.kind == Kind::Unknown { (source, not_read(Format::Binary, name)) } else { (source, report) }
        }
        format => (Source::default(), not_read(format, name)),
    }
}

/// Says first that the rest of a file was not read.
pub(crate) fn only_beginning(report: &mut Report, read: usize, size: u64) {
    if size <= read as u64 {
        return;
    }
    let megabytes =
        |bytes: u64| if bytes < 10_000_000 { format!("{bytes} bytes") } else { format!("{} MB", bytes / 1_000_000) };
    let title = format!("The first {} were read, of {}", megabytes(read as u64), megabytes(size));
    report.findings.insert(
        0,
        Finding::new("file.too-large", Severity::Warning, Party::Nobody, Confidence::Certain, title)
            .why("A browser gives a page only so much memory. What stands further down is not in this report.")
            .next("Cut the file down to what matters, and open that: the lines of a log that name a queue id or an address (grep), or one message."),
    );
    // What was not read may speak against a good stamp.
    if let Some(verdict) = report.verdict.as_mut().filter(|verdict| verdict.severity == Severity::Good) {
        verdict.severity = Severity::Note;
    }
}

/// Reads one message among those in a file.
pub(crate) fn read_nth(input: &[u8], name: &str, nth: usize, context: &Context) -> Option<(Source, Report)> {
    let (mut before, mut found) = (nth, None);
    let _ = container::visit(input, name, Limits::default(), &mut |File { name, format, content }| {
        if !matches!(content, Content::Message(_) | Content::Outlook(_)) {
            return ControlFlow::Continue(());
        }
        if let Some(fewer) = before.checked_sub(1) {
            before = fewer;
            return ControlFlow::Continue(());
        }
        found = match content {
            Content::Message(bytes) => {
                Some((Listed::of_message(name, format.id(), &bytes), Held::Message(bytes.into_owned())))
            }
            Content::Outlook(outlook) => {
                Some((Listed::of_outlook(name, format.id(), &outlook), Held::Outlook(outlook)))
            }
            _ => None,
        };
        ControlFlow::Break(())
    });
    let (listed, held) = found?;
    let (source, mut report) = held.report(context);
    report.files.push(listed);
    Some((source, report))
}

/// Whether a report is one on a message, or on the header of one.
fn is_of_message(report: &Report) -> bool {
    matches!(report.kind, Kind::Message | Kind::Headers | Kind::Bounce | Kind::FeedbackReport | Kind::ReadReceipt)
}

/// Text: a message, which is listed where it is a file or has something attached; or anything else.
fn text(input: &[u8], name: Option<&str>, context: &Context) -> (Source, Report) {
    let source = Source::read(input);
    let mut report = analyze_source(&source, context);
    if is_of_message(&report) {
        let listed = Listed::of_message(name.unwrap_or_default(), Format::Message.id(), source.clean());
        if name.is_some() || !listed.attachments.is_empty() {
            report.files.push(listed);
        }
    }
    (source, report)
}

/// An mbox. One with a single message is read as that message, its `From ` line included.
fn mailbox(input: &[u8], name: Option<&str>, context: &Context) -> (Source, Report) {
    let mut messages = mbox::messages(input);
    let (first, second, third) = (messages.next(), messages.next(), messages.next());
    // Two messages that were pasted, of which the first is a notice: what was returned was copied along with it.
    let is_notice = || first.is_some_and(|first| mbox::is_notice(&Message::read(first.message, 0)));
    if second.is_none() || name.is_none() && third.is_none() && is_notice() {
        let source = Source::read(input);
        let mut report = analyze_source(&source, context);
        if let Some(first) = first {
            report.files.push(Listed::of_message(name.unwrap_or_default(), Format::Mbox.id(), first.message));
        }
        return (source, report);
    }
    let source = Source::plain(input);
    let mut collected = Collected::default();
    for (index, entry) in mbox::messages(input).enumerate() {
        if index >= Limits::default().files {
            collected.troubles.push((name.unwrap_or_default().to_owned(), Trouble::TooMany));
            break;
        }
        collected.files.push(Listed::of_message(name.unwrap_or_default(), Format::Message.id(), entry.message));
        if collected.reports.len() < MAX_REPORTS {
            let mut report = analyze_source(&Source::read(entry.message), context);
            let whole = Span::new(entry.start, entry.start + entry.message.len());
            // Where its text is not the message byte for byte, the whole message is the place.
            let is_exact = std::str::from_utf8(entry.message).is_ok() && report.repairs.is_empty();
            let place = |span: Span| source.in_text(if is_exact { span.shifted(entry.start) } else { whole });
            report.place_spans(&place);
            collected.reports.push(report);
        }
        collected.messages += 1;
    }
    (source, collected.report(Format::Mbox))
}

/// What was found in a container.
#[derive(Default)]
struct Collected {
    /// What is listed, in order.
    files: Vec<Listed>,
    /// How many messages there are.
    messages: usize,
    /// The first message, which is the whole answer where no other comes.
    first: Option<Held>,
    /// The first file that is no message, where it is text.
    text: Option<Vec<u8>>,
    /// The reports on the first messages.
    reports: Vec<Report>,
    /// What was not read, or not to its end.
    troubles: Vec<(String, Trouble)>,
    /// Files that are no messages: what they are, and what they are called.
    others: Vec<(Format, String)>,
}

/// A message that was taken out of a container.
enum Held {
    Message(Vec<u8>),
    Outlook(Box<Outlook>),
}

fn container(input: &[u8], format: Format, name: Option<&str>, context: &Context) -> (Source, Report) {
    let mut collected = Collected::default();
    let _ = container::visit(input, name.unwrap_or_default(), Limits::default(), &mut |file| {
        collected.take(file, context);
        ControlFlow::Continue(())
    });
    if collected.messages == 1
        && collected.others.is_empty()
        && let Some(first) = collected.first.take()
    {
        let (source, mut report) = first.report(context);
        report.findings.splice(0..0, collected.trouble());
        report.findings.extend(taken_out_of(format));
        report.files = collected.files;
        return (source, report);
    }
    if collected.messages == 0 && collected.others.len() == 1 {
        if let Some(inner) = collected.text.take() {
            let source = Source::read(&inner);
            let mut report = analyze_source(&source, context);
            report.findings.splice(0..0, collected.trouble());
            report.findings.extend(taken_out_of(format));
            return (source, report);
        }
        if collected.troubles.is_empty()
            && let Some((inner, file)) = collected.others.first()
        {
            return (Source::default(), not_read(*inner, Some(file.as_str()).filter(|file| !file.is_empty()).or(name)));
        }
    }
    collected.close(context);
    let listing = collected.files.iter().map(|file| format!("{}\n", file.name)).collect::<String>();
    let source = Source::plain(listing.as_bytes());
    (source, collected.report(format))
}

/// Says that what is read lay in an archive.
fn taken_out_of(format: Format) -> Option<Finding> {
    let (what, _) = format.described();
    let is_archive = matches!(format, Format::Zip | Format::Gzip | Format::Tar);
    is_archive.then(|| {
        let title = format!("The input is {what}, and was opened");
        Finding::new("file.opened", Severity::Note, Party::Nobody, Confidence::Certain, title)
            .why("The report is on the one file in it.")
    })
}

impl Held {
    fn report(self, context: &Context) -> (Source, Report) {
        match self {
            Self::Message(bytes) => {
                let source = Source::read(&bytes);
                let report = analyze_source(&source, context);
                (source, report)
            }
            Self::Outlook(outlook) => of_outlook(&outlook, context, MAX_DEPTH),
        }
    }
}

/// A message of Outlook's, and those attached to it.
fn of_outlook(outlook: &Outlook, context: &Context, depth: usize) -> (Source, Report) {
    let source = Source::read(&outlook.text);
    let mut report = analyze_source(&source, context);
    if !outlook.has_transport_header {
        // That no Received field is there says less than why.
        report.findings.retain(|finding| finding.id != "route.no-received");
        report.findings.insert(0, no_transport_header());
        if matches!(report.kind, Kind::Message | Kind::Headers) {
            "Outlook kept no transport header with this message, so the way it took is not in it."
                .clone_into(&mut report.headline);
        }
    }
    if let Some(depth) = depth.checked_sub(1) {
        let whole = Span::new(0, source.text().len());
        for inner in outlook.enclosed.iter().take(MAX_REPORTS) {
            let mut inner = match inner {
                Enclosed::Outlook(inner) => of_outlook(inner, context, depth).1,
                Enclosed::Message(bytes) => analyze_source(&Source::read(bytes), context),
            };
            // Its words stand in the file, and not in the text that is shown.
            inner.place_spans(&|_| Span::new(whole.end, whole.end));
            report.enclosed.push(inner);
        }
    }
    (source, report)
}

fn no_transport_header() -> Finding {
    Finding::new(
        "file.no-transport-header",
        Severity::Note,
        Party::Nobody,
        Confidence::Certain,
        "There is no transport header in this Outlook message",
    )
    .why(
        "Outlook keeps the header of a message that came over the Internet. One that was sent from this mailbox, was never sent, or went \
         within one Exchange organisation has none. The fields that are listed were made from what Outlook keeps: subject, people, date.",
    )
    .next("To see the way that it took, open the copy that the recipient got, and save that as .msg or .eml.")
}

impl Collected {
    fn take(&mut self, file: File<'_>, context: &Context) {
        let File { name, format, content } = file;
        match content {
            Content::Message(bytes) => {
                self.files.push(Listed::of_message(name, format.id(), &bytes));
                self.message(Held::Message(bytes.into_owned()), context);
            }
            Content::Outlook(outlook) => {
                self.files.push(Listed::of_outlook(name, format.id(), &outlook));
                self.message(Held::Outlook(outlook), context);
            }
            Content::Other(bytes) => {
                self.files.push(Listed { name: name.to_owned(), kind: format.id().to_owned(), ..Listed::default() });
                if self.others.is_empty() && matches!(format, Format::Text | Format::Utf16) {
                    self.text = Some(bytes.to_vec());
                }
                self.others.push((format, name.to_owned()));
            }
            Content::Unreadable(trouble) => {
                self.files.push(Listed {
                    name: name.to_owned(),
                    kind: format.id().to_owned(),
                    error: Some(trouble.words().to_owned()),
                    ..Listed::default()
                });
                self.troubles.push((name.to_owned(), trouble));
            }
        }
    }

    fn message(&mut self, held: Held, context: &Context) {
        self.messages += 1;
        if self.messages == 1 {
            self.first = Some(held);
            return;
        }
        self.close(context);
        if self.reports.len() < MAX_REPORTS {
            self.reports.push(held.report(context).1);
        }
    }

    /// Makes the report on the first message one among others.
    fn close(&mut self, context: &Context) {
        if let Some(first) = self.first.take() {
            self.reports.push(first.report(context).1);
        }
    }

    fn trouble(&self) -> Option<Finding> {
        let (_, trouble) = self.troubles.first()?;
        let count = self.troubles.len();
        let title = match self.troubles.as_slice() {
            [(name, _)] if !name.is_empty() => format!("{name} was not read, or not to its end"),
            [_] => "The file was not read to its end".to_owned(),
            _ => format!("{count} files were not read, or not to their end"),
        };
        let severity = if self.messages == 0 { Severity::Problem } else { Severity::Warning };
        let mut finding =
            Finding::new("file.unreadable", severity, Party::Nobody, Confidence::Certain, title).why(trouble.words());
        for (name, trouble) in self.troubles.iter().skip(1).take(MAX_NAMED - 1) {
            finding = finding.next(format!("{name}: {}", trouble.words()));
        }
        Some(finding)
    }

    /// The report on several messages, or on none.
    fn report(mut self, format: Format) -> Report {
        let (what, _) = format.described();
        let plural = |count: usize, one: &str, many: &str| {
            if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
        };
        let mut held = Vec::new();
        if self.messages > 0 {
            held.push(plural(self.messages, "message", "messages"));
        }
        if !self.others.is_empty() {
            let (one, many) = if self.messages > 0 { ("other file", "other files") } else { ("file", "files") };
            held.push(plural(self.others.len(), one, many));
        }
        let headline = match (self.messages, held.is_empty(), self.troubles.first()) {
            (0, true, Some((_, trouble))) => {
                format!("This is {what}, and nothing in it could be read. {}", trouble.words())
            }
            (0, true, None) => format!("This is {what}, and nothing is in it."),
            (0, false, _) => format!("This is {what} with {}, and no message among them.", held.join(" and ")),
            _ => format!("This is {what} with {}.", held.join(" and ")),
        };
        let mut findings: Vec<Finding> = self.trouble().into_iter().collect();
        if self.messages > self.reports.len() {
            let title = format!("The reports on the first {} messages are below", self.reports.len());
            findings.push(
                Finding::new("file.first-messages", Severity::Note, Party::Nobody, Confidence::Certain, title)
                    .why(format!("There are {} messages in it; all of them are listed.", self.messages))
                    .next("To read another one, open it alone."),
            );
        }
        if !self.others.is_empty() {
            findings.push(self.other_files());
        }
        container::messages_first(&mut self.files);
        for report in &mut self.reports {
            // In an archive the text that is shown is a list: no place in it is one in a message.
            if format != Format::Mbox {
                report.place_spans(&|_| Span::default());
            }
        }
        Report {
            kind: if self.messages > 0 { Kind::Files } else { Kind::Unknown },
            headline,
            findings,
            files: self.files,
            enclosed: self.reports,
            ..Report::default()
        }
    }

    fn other_files(&self) -> Finding {
        let count = self.others.len();
        let title =
            if count == 1 { "One file is no message".to_owned() } else { format!("{count} files are no messages") };
        let named: Vec<String> = self
            .others
            .iter()
            .take(MAX_NAMED)
            .map(|(format, name)| format!("{name}: {}", format.described().0))
            .collect();
        let more = if count > MAX_NAMED { format!("; and {} more", count - MAX_NAMED) } else { String::new() };
        Finding::new("file.other", Severity::Note, Party::Nobody, Confidence::Certain, title)
            .why(format!("{}{more}.", named.join("; ")))
    }
}

/// What to say of a file that nothing here reads.
fn not_read(format: Format, name: Option<&str>) -> Report {
    let (what, how) = format.described();
    let headline = match format {
        Format::Binary => format!("This is {what}: nothing in it could be read."),
        _ => format!("This is {what}: mail in it cannot be read here."),
    };
    let title = "This file holds no text that can be read";
    let mut finding =
        Finding::new("file.not-read", Severity::Note, Party::Nobody, Confidence::Certain, title).why(format!(
            "Its first bytes are those of {}.",
            if format == Format::Binary { "no kind of file that is known here" } else { what }
        ));
    for step in how {
        finding = finding.next(*step);
    }
    Report {
        kind: Kind::Unknown,
        headline,
        findings: vec![finding],
        files: vec![Listed {
            name: name.unwrap_or_default().to_owned(),
            kind: format.id().to_owned(),
            ..Listed::default()
        }],
        ..Report::default()
    }
}
