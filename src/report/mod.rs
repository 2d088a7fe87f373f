//! The report: everything that [`analyze`](crate::analyze) has to say of one input, and its forms.
//!
//! In: a [`Report`]. Out: text, Markdown, HTML, JSON; the same for two of them compared.
//!
//! ```
//! let report = backstamp::analyze(b"550 5.1.1 No such user", &backstamp::Context::default());
//! assert!(backstamp::report::text(&report).contains("550"));
//! ```

mod compare;
mod facts;
mod for_user;
mod html;
mod markdown;
mod shared;
mod text;
pub mod words;

pub use compare::{About, Line, compare};
pub use facts::{
    authentication_facts, dmarc_facts, domain_facts, feedback_facts, filter_facts, forwarding_facts, hop_facts,
    hop_words, receipt_facts, recipient_facts, reply_facts, session_row, signer_facts,
};
pub use for_user::for_user;
pub(crate) use html::{escape_html, html_head};
pub use html::{html, html_of_header};
pub use markdown::{markdown, markdown_shared, route_table};
pub use shared::{Provenance, quoted};
pub use text::{cells, text, text_shared};

use serde::Serialize;

use crate::auth::Authentication;
use crate::bounce::Bounce;
use crate::container::Listed;
use crate::dns::output::{DnsOutput, TextRecord};
use crate::feedback::{Feedback, ReadReceipt};
use crate::filter::Filter;
use crate::finding::{Fact, Finding, Span, Verdict};
use crate::log::{Delivery, Log};
use crate::mailroute::Walk;
use crate::session::Session;
use crate::smtp::Reply;
use crate::source::Repair;
use crate::trace::Route;

/// What the input is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A message: header and body.
    Message,
    /// A header block alone.
    Headers,
    /// A notice about the delivery of another message.
    Bounce,
    /// An abuse or authentication failure report (RFC 5965, RFC 6591).
    FeedbackReport,
    /// A message disposition notification (RFC 8098).
    ReadReceipt,
    /// An SMTP session, or a part of one.
    SmtpSession,
    /// An SMTP reply, or a log line with one in it.
    SmtpReply,
    /// A log of a mail server, or a message trace, with what became of several messages.
    Log,
    /// The listing of a queue.
    Queue,
    /// What a tool printed of DNS, or lines of a zone.
    DnsRecords,
    /// A domain or an address.
    Domain,
    /// A mailbox or an archive that holds several messages.
    Files,
    /// None of these, as far as it can be told.
    #[default]
    Unknown,
}

/// One header field, as the report lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HeaderField {
    /// Its name as written.
    pub name: String,
    /// Its value, unfolded, with encoded words decoded (RFC 2047).
    pub value: String,
    /// The value unfolded but not decoded, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The whole field.
    pub span: Span,
}

/// Everything there is to say of one input.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// What the input is.
    pub kind: Kind,
    /// One sentence a helpdesk can read out.
    pub headline: String,
    /// What to show beside the headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What the rules found, problems first.
    pub findings: Vec<Finding>,
    /// What was mended in the input before it was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Repair>,
    /// The header fields, as they stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<HeaderField>,
    /// The way the message took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    /// What a delivery status notice says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounce: Option<Bounce>,
    /// What a single error line says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
    /// What a transcript of an SMTP session shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// What became of messages, a row for each recipient of each: out of logs, traces and queues.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<Delivery>,
    /// The log or the queue that they stand in, as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<Log>,
    /// The records that DNS output or lines of a zone show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<TextRecord>,
    /// The DNS output as a whole: who printed it, and what came of each question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns_output: Option<DnsOutput>,
    /// What an abuse report says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
    /// What a read receipt says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ReadReceipt>,
    /// What there is to say of its authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication: Option<Authentication>,
    /// What spam filters wrote, from the top.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// Where mail for a domain goes, where that was asked of DNS. A worker of the page asks nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "borsh", borsh(skip))]
    pub mail_route: Option<Box<Walk>>,
    /// What is in a file: a message each where it holds several, in the order in which they stand; then what is no message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Listed>,
    /// The messages that this one holds: what a bounce returns, what a complaint is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enclosed: Vec<Report>,
}

impl Report {
    /// Moves every span through `place`: from the bytes that were read to the text that is shown.
    pub fn place_spans(&mut self, place: &impl Fn(Span) -> Span) {
        for finding in &mut self.findings {
            for span in &mut finding.evidence {
                *span = place(*span);
            }
        }
        for field in &mut self.fields {
            field.span = place(field.span);
        }
        if let Some(route) = &mut self.route {
            for hop in &mut route.hops {
                hop.span = place(hop.span);
                hop.stamp_span = hop.stamp_span.map(place);
            }
            for mark in &mut route.marks {
                mark.span = place(mark.span);
            }
            if let Some(trail) = &mut route.forwarding {
                trail.place_spans(place);
            }
        }
        if let Some(bounce) = &mut self.bounce {
            bounce.place_spans(place);
        }
        if let Some(reply) = &mut self.reply {
            reply.span = place(reply.span);
        }
        if let Some(session) = &mut self.session {
            session.place_spans(place);
        }
        if let Some(authentication) = &mut self.authentication {
            authentication.place_spans(place);
        }
        for filter in &mut self.filters {
            filter.span = place(filter.span);
        }
        for delivery in &mut self.deliveries {
            delivery.place_spans(place);
        }
        if let Some(log) = &mut self.log {
            log.place_spans(place);
        }
        for record in &mut self.records {
            record.span = place(record.span);
        }
        for report in &mut self.enclosed {
            report.place_spans(place);
        }
    }
}

/// How many rows of a table the exports for people hold; the CSV of the deliveries has all.
const MOST_ROWS: usize = 1_000;

/// What is said below a table that is cut off.
fn more_rows(rows: usize) -> Option<String> {
    rows.checked_sub(MOST_ROWS).filter(|more| *more > 0).map(|more| format!("{more} more rows are not shown here."))
}

/// What stands beside a finding's title: `Problem, recipient's side, likely`.
fn finding_label(finding: &Finding) -> String {
    let mut label = words::severity(finding.severity).to_owned();
    if let Some(party) = words::party(finding.party) {
        label.push_str(", ");
        label.push_str(party);
    }
    label.push_str(", ");
    label.push_str(&words::confidence(finding.confidence).to_lowercase());
    label
}

/// The facts of what is no notice about recipients: of an error line, a complaint, a receipt; and what to call them.
fn other_facts(report: &Report) -> Option<(&'static str, Vec<Fact>)> {
    let reply = report.reply.as_ref().map(|reply| ("Error line", reply_facts(reply)));
    reply
        .or_else(|| report.feedback.as_ref().map(|feedback| ("Complaint", feedback_facts(feedback))))
        .or_else(|| report.receipt.as_ref().map(|receipt| ("Receipt", receipt_facts(receipt))))
        .filter(|(_, facts)| !facts.is_empty())
}

/// The facts that stand beside a route: how it was passed on, and how many hops are left; with what to call them.
fn route_facts(route: &Route) -> Vec<(&'static str, Vec<Fact>)> {
    let trail = route.forwarding.as_ref();
    let told = trail.map(|trail| (trail.title(), forwarding_facts(trail)));
    let budget = route.hop_budget();
    told.into_iter().chain((budget.received > 0).then(|| ("Hop budget", hop_facts(&budget)))).collect()
}

fn references(finding: &Finding) -> String {
    finding.references.iter().map(crate::finding::Reference::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounce::{Action, Recipient};
    use crate::finding::{Confidence, Party, Severity, Standard};
    use crate::smtp::Reason;
    use crate::trace::{Hop, Peer};
    use chrono::DateTime;

    /// A small report with one of everything.
    pub(super) fn held_up() -> Report {
        let finding = Finding::new(
            "route.delay",
            Severity::Problem,
            Party::Recipient,
            Confidence::Likely,
            "Held up before b.example",
        )
        .why("The next server was down.")
        .next("Look in its log.")
        .by(Standard::Smtp, "4.5.4.1");
        let hop = Hop {
            from: Peer { rdns: Some("a.example".to_owned()), ip: Some("192.0.2.1".to_owned()), helo: None },
            by: Some("b.example".to_owned()),
            with: Some("ESMTP".to_owned()),
            time: DateTime::from_timestamp(1_234_560_201, 0),
            delay_seconds: Some(5),
            ..Hop::default()
        };
        Report {
            kind: Kind::Headers,
            headline: "The message waited between a.example and b.example.".to_owned(),
            verdict: Some(Verdict {
                severity: Severity::Problem,
                stamp: "HELD UP".to_owned(),
                stamp_detail: String::new(),
                detail: String::new(),
                facts: vec![Fact::new("Whose side", "The path to b.example".to_owned())],
            }),
            findings: vec![finding],
            route: Some(Route { hops: vec![hop], ..Route::default() }),
            ..Report::default()
        }
    }

    /// A notice about one recipient.
    pub(super) fn refused() -> Report {
        let recipient = Recipient {
            address: Some("nobody@example.org".to_owned()),
            action: Some(Action::Failed),
            reply_code: Some("550".to_owned()),
            status: Some("5.1.1".to_owned()),
            reason: Some(Reason::UserUnknown),
            remote_mta: Some("mx.example.org".to_owned()),
            diagnostic: Some("550 5.1.1 No such user".to_owned()),
            verdict: "mx.example.org refused it for good.".to_owned(),
            ..Recipient::default()
        };
        Report {
            kind: Kind::Bounce,
            headline: "nobody@example.org does not exist.".to_owned(),
            bounce: Some(Bounce {
                reporting_mta: Some("out.example.com".to_owned()),
                recipients: vec![recipient],
                ..Bounce::default()
            }),
            ..Report::default()
        }
    }
}
