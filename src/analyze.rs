//! From a message to its report: the room that it belongs to speaks, the narrower ones first.

use crate::auth::{self, trust::Border};
use crate::bounce::{self, Automatic};
use crate::feedback::{self, Complaint, Receipt};
use crate::filter;
use crate::finding::{Confidence, Finding, Party, Severity, Span, weightiest_first};
use crate::message::{self, Field, LONGEST_VALUE, MOST_FIELDS, Message, Part};
use crate::report::{HeaderField, Kind, Report};
use crate::smtp::Reply;
use crate::{Context, detect, dns, log, mailroute, paste, refusal, session, trace};

/// How many messages within messages are read: a bounce, what it returns, what that returns.
const MAX_DEPTH: usize = 4;

/// How many messages attached to an ordinary one are looked at.
const MAX_ATTACHED: usize = 10;

/// Reads a whole input.
pub(crate) fn read(clean: &[u8], context: &Context) -> Report {
    // A long log need not be looked at as mail first.
    if log::begins(clean)
        && let Some(reading) = log::reading(clean).filter(|reading| reading.told > 1 && !reading.is_sheet)
    {
        return of_log(clean, reading);
    }
    read_within(clean, 0, context, MAX_DEPTH)
}

/// The report on a log or a queue. Where one delivery alone went wrong, the reading of its line says why.
fn of_log(clean: &[u8], reading: log::LogReading) -> Report {
    let mut findings = reading.findings;
    let mut reply = None;
    let mut failed = reading.deliveries.iter().filter(|delivery| delivery.status.is_failure());
    if let (Some(only), None) = (failed.next(), failed.next())
        && let Some(line) = refusal::reply::read(only.span.of(clean))
    {
        for mut finding in line.findings {
            finding.evidence.iter_mut().for_each(|span| *span = span.shifted(only.span.start));
            // The table's own finding says the reason.
            if finding.id != "reply.reason" {
                findings.push(finding);
            }
        }
        let span = line.reply.span.shifted(only.span.start);
        reply = Some(Reply { span, ..line.reply });
    }
    Report {
        kind: if reading.is_queue { Kind::Queue } else { Kind::Log },
        headline: reading.headline,
        verdict: Some(reading.verdict),
        findings,
        reply,
        deliveries: reading.deliveries,
        log: Some(reading.log),
        ..Report::default()
    }
}

/// Reads an input, or a message that stands at `base` of one; `depth` says how many messages within it are read.
fn read_within(clean: &[u8], base: usize, context: &Context, depth: usize) -> Report {
    let message = Message::read(clean, base);
    let part = Part::of(&message);
    Input { clean, message: &message, part: &part, context, depth }.report()
}

/// What is read, taken apart.
struct Input<'a> {
    clean: &'a [u8],
    message: &'a Message<'a>,
    part: &'a Part<'a>,
    context: &'a Context,
    depth: usize,
}

/// The rooms that know more of a message than that it is one.
enum Room<'a> {
    Complaint(Box<Complaint<'a>>),
    Notice(bounce::Notice<'a>),
    Receipt(Receipt),
    None,
}

impl<'a> Input<'a> {
    fn report(&self) -> Report {
        let kind = self.kind();
        let room = self.room();
        let (session, log) = (self.session(kind, &room), self.log(kind, &room));
        if let Some(reading) = log {
            return self.logged(reading, session, kind, &room);
        }
        // A silent name server is no silent mail server.
        let records = self.records(kind, &room);
        if let Some((records, true)) = records {
            return records;
        }
        if let Some(session) = session {
            return session;
        }
        if let Some((records, false)) = records {
            return records;
        }
        if let Some(reply) = self.reply(kind, &room) {
            return reply;
        }
        let mut report = match room {
            Room::Complaint(complaint) => self.complaint(*complaint),
            Room::Notice(notice) => self.bounce(notice),
            Room::Receipt(receipt) => self.receipt(receipt),
            Room::None => match kind {
                Kind::Message | Kind::Headers | Kind::FeedbackReport | Kind::ReadReceipt => self.mail(kind),
                // What looked like an answer of a server is none when the room that reads them finds nothing in it.
                Kind::SmtpReply => self.no_mail(Kind::Unknown),
                _ => self.no_mail(kind),
            },
        };
        if let Some(unread) = not_read(self.message).filter(|_| !report.fields.is_empty()) {
            report.findings.push(unread);
            // No good stamp on what was not read to its end.
            if let Some(verdict) = report.verdict.as_mut().filter(|verdict| verdict.severity == Severity::Good) {
                verdict.severity = Severity::Note;
            }
        }
        report
    }

    /// What its structure says it is.
    fn kind(&self) -> Kind {
        detect::detect(self.clean, self.message)
            .iter()
            // A bounce is one when the room that reads bounces says so; a guess at an error line needs more than its being short.
            .find(|guess| guess.kind != Kind::Bounce && guess.confidence != Confidence::Possible)
            .map_or(Kind::Unknown, |guess| guess.kind)
    }

    /// The first room that knows it.
    fn room(&self) -> Room<'a> {
        if let Some(complaint) = feedback::read(self.message, self.part, self.context) {
            Room::Complaint(Box::new(complaint))
        } else if let Some(notice) = bounce::read(self.message, self.part, self.context) {
            Room::Notice(notice)
        } else if let Some(receipt) = feedback::receipt(self.message, self.part) {
            Room::Receipt(receipt)
        } else {
            Room::None
        }
    }

    /// Whether it is a message, or a part of one: what stands within is text.
    fn is_mail(&self, kind: Kind, room: &Room<'_>) -> bool {
        // PowerShell's list of what became of a message begins with a date, as a header may.
        let has = |name| self.message.first(name).is_some();
        let is_list = has("EventId") || has("Event") && has("Detail") || has("RecipientAddress") && has("Status");
        let is_mail =
            matches!(kind, Kind::Message | Kind::Headers | Kind::Domain) && !is_list || !matches!(room, Room::None);
        // A session may hold the words of a notice.
        let is_mail = is_mail && !(kind == Kind::SmtpSession && detect::is_greeted(self.clean));
        self.depth != MAX_DEPTH || is_mail
    }

    /// A log, a message trace or the listing of a queue.
    fn log(&self, kind: Kind, room: &Room<'_>) -> Option<log::LogReading> {
        if self.is_mail(kind, room) { None } else { log::reading(self.clean) }
    }

    /// What to make of a log that may be a session or one refusal as well: the reading that shows most.
    fn logged(&self, reading: log::LogReading, session: Option<Report>, kind: Kind, room: &Room<'_>) -> Report {
        // What only says that there was a connection shows less than the log does.
        let is_told = |report: &Report| {
            let told = |one: &crate::session::Exchange| one.reply_code.is_some() || one.command.is_some();
            report
                .session
                .as_ref()
                .is_some_and(|session| session.exchanges.iter().any(told) || session.stopped.is_some())
        };
        let narrow = match session.filter(is_told) {
            Some(session) => {
                // The log of one message's way, or of one session, is read step by step.
                let is_one = reading.is_sheet && reading.deliveries.len() < 2
                    || reading.is_protocol() && session.session.as_ref().is_some_and(|session| session.others == 0);
                (reading.told < 2 || is_one).then_some(session)
            }
            None if reading.told < 2 && !reading.is_sheet && !reading.is_queue => {
                self.reply(kind, room).filter(|report| {
                    // Lines about connections and warnings refuse nothing.
                    let has_code = |reply: &Reply| reply.reply_code.is_some() || reply.status.is_some();
                    let is_of_the_way = memchr::memmem::find(self.clean, b"]: connect to ").is_some();
                    // What the log says of clients is not an answer to the reader.
                    reading.told > 0
                        || reading.findings.is_empty() && (is_of_the_way || report.reply.as_ref().is_some_and(has_code))
                })
            }
            None => None,
        };
        // The log's own field names the recipient; what the words hold besides may be a message id.
        let whom = reading.deliveries.first().and_then(|delivery| delivery.recipient.clone()).unwrap_or_default();
        let narrow = narrow.filter(|report| {
            report.session.is_some() || !report.headline.contains('@') || report.headline.contains(&whom)
        });
        match narrow {
            Some(narrow) => Report { deliveries: reading.deliveries, log: Some(reading.log), ..narrow },
            None => of_log(self.clean, reading),
        }
    }

    /// What a tool printed of DNS, or lines of a zone; and whether the tool names itself in it.
    fn records(&self, kind: Kind, room: &Room<'_>) -> Option<(Report, bool)> {
        if self.is_mail(kind, room) {
            return None;
        }
        let reading = dns::output::reading(self.clean)?;
        let mut findings = reading.findings;
        findings.extend(mailroute::shown(&reading.records, &reading.output.questions, reading.is_zone));
        crate::finding::weightiest_first(&mut findings);
        let report = Report {
            kind: Kind::DnsRecords,
            headline: reading.headline,
            verdict: Some(reading.verdict),
            findings,
            records: reading.records,
            dns_output: Some(reading.output),
            ..Report::default()
        };
        Some((report, reading.is_sure))
    }

    /// A transcript of an SMTP session, where the whole input is one.
    fn session(&self, kind: Kind, room: &Room<'_>) -> Option<Report> {
        if self.is_mail(kind, room) {
            return None;
        }
        let reading = session::reading(self.clean)?;
        Some(Report {
            kind: Kind::SmtpSession,
            headline: reading.headline,
            verdict: Some(reading.verdict),
            findings: reading.findings,
            session: Some(reading.session),
            ..Report::default()
        })
    }

    /// An answer of a server, where the whole input is one: what stands within a message is text.
    fn reply(&self, kind: Kind, room: &Room<'_>) -> Option<Report> {
        if self.depth != MAX_DEPTH || kind == Kind::SmtpSession {
            return None;
        }
        let reading = refusal::reply::read(self.clean)?;
        (matches!(room, Room::None) || reading.is_in_one_piece).then(|| Report {
            kind: Kind::SmtpReply,
            headline: reading.headline,
            verdict: Some(reading.verdict),
            findings: reading.findings,
            reply: Some(reading.reply),
            ..Report::default()
        })
    }

    fn no_mail(&self, kind: Kind) -> Report {
        let (headline, finding) = paste::no_mail(kind, self.clean);
        Report { kind, headline, findings: vec![finding], ..Report::default() }
    }

    /// What every message has: its header, and the way it took.
    fn header(&self, kind: Kind) -> Report {
        let mut report = header_report(self.message, self.context);
        report.kind = kind;
        report.fields = self.message.fields.iter().map(header_field).collect();
        report
    }

    /// A message of which no other room knows more than that a program answered, or what is attached.
    fn mail(&self, kind: Kind) -> Report {
        let mut report = self.header(kind);
        add_judgements(&mut report, self.message, self.context);
        if let Some(Automatic { headline, findings, verdict }) = bounce::automatic(self.message, self.part) {
            report.headline = headline;
            report.verdict = Some(verdict);
            report.findings.splice(0..0, findings);
        }
        report.enclosed = self.attached_notices();
        report.findings.splice(0..0, report.enclosed.iter().filter_map(attached).collect::<Vec<_>>());
        report
    }

    /// The bounces, complaints and receipts that somebody forwards as attachments.
    fn attached_notices(&self) -> Vec<Report> {
        let attached = self.part.walk().skip(1).filter(|part| part.enclosed().is_some()).take(MAX_ATTACHED);
        attached
            .filter_map(|part| self.enclosed(&part.body, part.span, part.is_exact()))
            .filter(|report| attached_name(report.kind).is_some())
            .collect()
    }

    fn bounce(&self, notice: bounce::Notice<'_>) -> Report {
        let returned = notice.returned.iter();
        Report {
            headline: notice.headline,
            verdict: notice.verdict,
            findings: notice.findings,
            bounce: Some(notice.bounce),
            enclosed: returned.filter_map(|inner| self.enclosed(&inner.bytes, inner.span, inner.exact)).collect(),
            ..self.header(Kind::Bounce)
        }
    }

    fn complaint(&self, complaint: Complaint<'_>) -> Report {
        let reported = complaint.reported.iter();
        Report {
            headline: complaint.headline,
            verdict: Some(complaint.verdict),
            findings: complaint.findings,
            feedback: Some(complaint.feedback),
            enclosed: reported.filter_map(|inner| self.enclosed(&inner.bytes, inner.span, inner.exact)).collect(),
            ..self.header(Kind::FeedbackReport)
        }
    }

    fn receipt(&self, receipt: Receipt) -> Report {
        Report {
            headline: receipt.headline,
            verdict: Some(receipt.verdict),
            findings: receipt.findings,
            receipt: Some(receipt.receipt),
            ..self.header(Kind::ReadReceipt)
        }
    }

    /// Reads a message that stands in this one.
    fn enclosed(&self, bytes: &[u8], span: Span, exact: bool) -> Option<Report> {
        let depth = self.depth.checked_sub(1)?;
        if exact {
            return Some(read_within(bytes, span.start, self.context, depth));
        }
        // An encoding lies between: the whole part is the place of everything in it.
        let mut report = read_within(bytes, 0, self.context, depth);
        report.place_spans(&|_| span);
        Some(report)
    }
}

/// The report on a message's route and on what its header claims, without its list of fields.
pub(crate) fn header_report(message: &Message<'_>, context: &Context) -> Report {
    let trace = trace::read(message, context);
    let border = trace.route.as_ref().and_then(|route| Border::of(route, &context.mine));
    let authentication = auth::read(message, border.as_ref());
    let filters = filter::read(message, border.as_ref());
    drop(border);
    Report {
        headline: trace.headline,
        verdict: trace.verdict,
        findings: trace.findings,
        route: trace.route,
        authentication,
        filters,
        ..Report::default()
    }
}

/// Adds what authentication and filters come to. It outranks the times: mail that was junked is not in order for being on time.
pub(crate) fn add_judgements(report: &mut Report, message: &Message<'_>, context: &Context) {
    let of_filters = filter::outcome(&report.filters);
    let border = report.route.as_ref().and_then(|route| Border::of(route, &context.mine));
    let case = auth::Case {
        message,
        authentication: report.authentication.as_ref(),
        route: report.route.as_ref(),
        border: border.as_ref(),
        is_junk: of_filters.is_some(),
    };
    let (findings, of_authentication) = auth::judge(&case);
    let more = filter::judge(&report.filters);
    let is_alone = report.route.is_none() && is_fields_alone(message);
    let outcome = [of_filters, of_authentication].into_iter().flatten().min_by_key(|one| one.verdict.severity);
    // One field alone does not tell what else vouches for the message.
    let outcome = outcome.filter(|one| !is_alone || one.verdict.severity == Severity::Problem);
    let outcome = outcome.or_else(|| if is_alone { alone(report, message) } else { None });
    if is_alone {
        report.findings.clear();
    }
    report.findings.extend(more);
    report.findings.extend(findings);
    weightiest_first(&mut report.findings);
    let shown = report.verdict.as_ref();
    let is_loop = shown.is_some_and(|verdict| verdict.stamp == "LOOP");
    let severity = shown.map_or(Severity::Note, |verdict| verdict.severity);
    if let Some(outcome) = outcome.filter(|one| {
        !is_loop && (is_alone || one.verdict.severity == Severity::Problem || one.verdict.severity <= severity)
    }) {
        let times = std::mem::replace(&mut report.headline, outcome.headline);
        let mut verdict = outcome.verdict;
        if !is_alone {
            verdict.detail.push(' ');
            verdict.detail.push_str(&times);
            verdict.detail = verdict.detail.trim().to_owned();
        }
        report.verdict = Some(verdict);
    } else if report.findings.iter().any(|one| one.severity <= Severity::Warning && is_judgement(&one.id))
        && let Some(verdict) = report.verdict.as_mut().filter(|verdict| verdict.severity == Severity::Good)
    {
        // No good stamp on mail whose header speaks against it.
        verdict.severity = Severity::Note;
    }
}

/// Whether the input is nothing but fields that receivers and filters wrote, and perhaps a From.
fn is_fields_alone(message: &Message<'_>) -> bool {
    let read = message.fields.iter().filter(|field| auth::is_field(field.name) || filter::is_field(field.name));
    let read = read.count();
    read > 0 && read * 2 >= message.fields.len() && message.body.trim_ascii().is_empty()
}

/// What such fields say.
fn alone(report: &Report, message: &Message<'_>) -> Option<auth::Outcome> {
    let first = message.fields.iter().find(|field| auth::is_field(field.name) || filter::is_field(field.name))?;
    let of_filters = filter::alone(&report.filters);
    let of_claims = report.authentication.as_ref().and_then(auth::alone);
    if auth::is_field(first.name) { of_claims.or(of_filters) } else { of_filters.or(of_claims) }
}

/// Whether a finding is about authentication or a filter's verdict.
fn is_judgement(id: &str) -> bool {
    id.starts_with("auth.") || id.starts_with("filter.")
}

/// What an attached notice is called.
fn attached_name(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Bounce => Some("A bounce"),
        Kind::FeedbackReport => Some("An abuse report"),
        Kind::ReadReceipt => Some("A read receipt"),
        _ => None,
    }
}

/// Says that a notice is attached, and what it comes to: it is why somebody forwarded it.
fn attached(notice: &Report) -> Option<Finding> {
    let name = attached_name(notice.kind)?;
    let title = format!("{name} is attached to this message");
    Some(
        Finding::new("message.attached-notice", Severity::Note, Party::Nobody, Confidence::Certain, title)
            .why(notice.headline.clone())
            .next("Read its own report, below this one.")
            .shown_by(notice.fields.first().map(|field| field.span)),
    )
}

/// Says what of a header was not read, where it has more fields or longer ones than any mail.
fn not_read(message: &Message<'_>) -> Option<Finding> {
    let is_long = |field: &&Field<'_>| field.value.len() < field.value_span.len();
    let long = message.fields.iter().find(is_long);
    let mut why = String::new();
    if message.unread > 0 {
        why = format!("It has {} more fields than the {MOST_FIELDS} that were read.", message.unread);
    }
    if let Some(long) = long {
        why.push_str(if why.is_empty() { "" } else { " " });
        why.push_str(&format!("The value of {} goes on behind the {LONGEST_VALUE} bytes that were read.", long.name));
    }
    (!why.is_empty()).then(|| {
        Finding::new(
            "message.too-long",
            Severity::Note,
            Party::Nobody,
            Confidence::Certain,
            "The header was not read to its end",
        )
        .why(why)
        .next(
            "Paste only the fields that matter: those of the trace, and those of the servers that judged the message.",
        )
        .shown_by(long.map(|field| field.name_span))
    })
}

fn header_field(field: &Field<'_>) -> HeaderField {
    let raw = field.unfolded();
    let value = message::decode_words(&raw).into_owned();
    HeaderField { name: field.name.to_owned(), raw: (raw != value).then_some(raw), value, span: field.span() }
}
