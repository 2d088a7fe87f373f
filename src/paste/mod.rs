//! Pastes: a header block inside other text, mail in another encoding, and what mail programs and analyzers show of a header.
//!
//! A form is a file with one question to the text. [`FORMS`] has them in the order in which they are asked; the first that
//! answers is taken. They are asked only where no other room knows what an input is, so they never make mail into
//! something else. Places count in the text as it was given: what stood around a block stays in it, and is listed.

mod address;
mod block;
mod dns_record;
mod encoded;
mod html;
mod json;
mod name_list;
mod nothing;
mod report_file;
mod summary;

use crate::finding::{Confidence, Finding, Party, Severity, Span};
use crate::report::{Kind, Report};
use crate::source::{self, Source};
use crate::{Context, analyze};

pub(crate) use nothing::no_mail;

/// The most blocks of one paste that are read.
const MOST: usize = 20;

/// How much of an input is looked at: what is longer is a file, and no paste.
const MAX_TEXT: usize = 64 * 1024 * 1024;

/// What a form found in a text.
struct Found {
    /// The reports, in the order of their places; the first is the main one.
    reports: Vec<Report>,
    /// What stands around them.
    set_aside: Vec<Span>,
    /// How they were got, as a sentence.
    how: &'static str,
}

type Form = fn(&str, &Context) -> Option<Found>;

/// The forms, the one that says most first.
const FORMS: [Form; 9] = [
    dns_record::read,
    json::read,
    summary::gmail_original::read,
    summary::gmail_details::read,
    summary::hop_table::read,
    encoded::read,
    block::read,
    report_file::read,
    html::read,
];

/// How many of them, from the first, read a quoted string.
const OF_QUOTED_STRINGS: usize = 2;

/// Up to where, behind those, the forms read what mail programs and analyzers show of a header.
const OF_SUMMARIES: usize = 5;

/// Forms of an input that is short, and has no header in it.
const NAMES: [fn(&str) -> Option<Report>; 2] = [address::read, name_list::read];

/// Reads what the other rooms could not: `first` is what they say. Nothing where no form fits better; else what they said is
/// used up.
pub(crate) fn read(source: &Source, first: &mut Report, context: &Context) -> Option<Report> {
    let text = source.text();
    if text.len() > MAX_TEXT || !may_be_inside(first) {
        return None;
    }
    // A quoted string alone is a record's text or one of JSON's; other output of DNS tools is what it is.
    let forms = match first.kind {
        Kind::DnsRecords => &FORMS[..OF_QUOTED_STRINGS],
        // A header at the top is that of a message, and what its body quotes is its text; but a summary has labels like fields.
        Kind::Headers | Kind::Message => &FORMS[OF_QUOTED_STRINGS..OF_SUMMARIES],
        _ => &FORMS[..],
    };
    if let Some(found) = forms.iter().find_map(|form| form(text, context)) {
        return combine(found, first);
    }
    if matches!(first.kind, Kind::Unknown | Kind::Domain | Kind::SmtpReply) {
        return NAMES.iter().find_map(|form| form(text));
    }
    None
}

/// Whether something else than what the rooms saw may be the point: nothing was recognised, a line was taken for an answer of
/// a server, or a header was found that no server has stamped.
fn may_be_inside(first: &Report) -> bool {
    match first.kind {
        Kind::Unknown | Kind::SmtpReply | Kind::Domain | Kind::DnsRecords => true,
        Kind::Headers | Kind::Message => first.route.as_ref().is_none_or(|route| route.hops.is_empty()),
        _ => false,
    }
}

/// One report of what was found. A server's answer stays the main thing where a header stands beside it.
fn combine(found: Found, first: &mut Report) -> Option<Report> {
    let Found { mut reports, set_aside, how } = found;
    let is_answer =
        first.kind == Kind::SmtpReply && first.reply.as_ref().is_some_and(|reply| reply.reply_code.is_some());
    let mut main = if is_answer && reports.iter().any(|report| report.route.is_some()) {
        std::mem::take(first)
    } else {
        if reports.is_empty() {
            return None;
        }
        reports.remove(0)
    };
    if !set_aside.is_empty() || !how.is_empty() {
        let title = if set_aside.is_empty() {
            "The header was taken out of what surrounds it"
        } else {
            "Other text was set aside"
        };
        main.findings.push(
            Finding::new("input.set-aside", Severity::Note, Party::Nobody, Confidence::Certain, title)
                .why(how)
                .shown_by(set_aside),
        );
    }
    if !reports.is_empty() {
        let count = reports.len() + 1;
        main.findings.push(
            Finding::new(
                "input.several",
                Severity::Note,
                Party::Nobody,
                Confidence::Certain,
                format!("The text holds {count} header blocks"),
            )
            .why("This report is about the first of them. The others have reports of their own, below this one.")
            .next("To see what differs between two of them, open Compare and paste the second."),
        );
    }
    main.enclosed.extend(reports);
    Some(main)
}

/// The report on a stretch of the text that is a header block or a message.
fn report_on(text: &str, span: Span, context: &Context) -> Option<Report> {
    let source = Source::read(text.get(span.start..span.end)?.as_bytes());
    let mut report = analyze::read(source.clean(), context);
    report.repairs = source.repairs().to_vec();
    report.findings.extend(source::finding(source.repairs()));
    report.place_spans(&|inner| source.in_text(inner).shifted(span.start));
    Some(report)
}

/// The report on mail that was decoded: the whole stretch is the place of everything in it.
fn report_on_decoded(decoded: &[u8], span: Span, context: &Context) -> Option<Report> {
    let source = Source::read(decoded);
    let mut report = analyze::read(source.clean(), context);
    let is_mail = !matches!(report.kind, Kind::Unknown | Kind::Domain);
    report.place_spans(&|_| span);
    is_mail.then_some(report)
}
