//! Read receipts: message disposition notifications (RFC 8098).

use super::ReadReceipt;
use super::reading::after_type;
use crate::finding::{Confidence, Fact, FactKind, Finding, Party, Severity, Span, Standard, Verdict};
use crate::message::{Field, Message, Part};

/// Everything there is to say of a read receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What it says.
    pub receipt: ReadReceipt,
    /// What follows from it.
    pub findings: Vec<Finding>,
    /// One sentence to read out.
    pub headline: String,
    /// What to show beside it.
    pub verdict: Verdict,
}

/// A disposition: what became of a message (RFC 8098 section 3.2.6.2).
struct Disposition {
    name: &'static str,
    stamp: &'static str,
    headline: &'static str,
    proves: &'static str,
    proves_not: &'static str,
}

static DISPOSITIONS: &[Disposition] = &[
    Disposition {
        name: "displayed",
        stamp: "DISPLAYED",
        headline: "The message was displayed to somebody who reads this mailbox.",
        proves: "The message reached the mailbox, and a mail program showed it, or marked it as shown.",
        proves_not: "It does not prove that it was read or understood, nor by whom: a preview counts, and so does an assistant.",
    },
    Disposition {
        name: "deleted",
        stamp: "DELETED",
        headline: "The message was deleted, perhaps without being read.",
        proves: "The message reached the mailbox, and was deleted there.",
        proves_not: "It does not prove that nobody read it: it may have been seen in a preview, or be fetched out of the bin again.",
    },
    Disposition {
        name: "dispatched",
        stamp: "PASSED ON",
        headline: "The message was passed on, printed or the like, perhaps without being displayed first.",
        proves: "The message reached the mailbox, and a program or person sent it on somewhere.",
        proves_not: "It does not say whether anybody has read it, nor where it went.",
    },
    Disposition {
        name: "processed",
        stamp: "PROCESSED",
        headline: "A program dealt with the message, without showing it to anybody.",
        proves: "The message reached a program or a rule, which did something with it.",
        proves_not: "It does not prove that a person has seen it, or will.",
    },
    Disposition {
        name: "denied",
        stamp: "DENIED",
        headline: "The recipient does not wish to say what became of the message.",
        proves: "The message reached the mailbox. The word is of an older standard (RFC 2298); the present \
            one has dropped it.",
        proves_not: "It says nothing of whether it was read.",
    },
    Disposition {
        name: "failed",
        stamp: "FAILED",
        headline: "A program could not deal with the message as it should, or could not write a proper receipt.",
        proves: "The message reached a mail program. The word is of an older standard (RFC 2298); the \
            present one has dropped it.",
        proves_not: "It says nothing of whether it was read.",
    },
];

/// Reads a read receipt; nothing where the message is something else.
#[must_use]
pub fn receipt<'a>(message: &Message<'a>, part: &'a Part<'a>) -> Option<Receipt> {
    let machine = part.walk().find(|part| is_machine_part(&part.media_type));
    let is_stated = part.param("report-type").is_some_and(|kind| kind.eq_ignore_ascii_case("disposition-notification"));
    let block = machine.map(|part| {
        let start = part.body.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(part.body.len());
        let base = if part.is_exact() { part.span.start + start } else { 0 };
        Message::read(part.body.get(start..).unwrap_or_default(), base)
    });
    let alone = message.first("Disposition").is_some() && message.first("Final-Recipient").is_some();
    let fields: &[Field<'_>] = match &block {
        Some(block) => &block.fields,
        None if alone => &message.fields,
        None if is_stated => &[],
        None => return None,
    };
    let receipt = facts(fields);
    let whole = machine.filter(|part| !part.is_exact()).map(|part| part.span);
    let place = |name: &str| {
        let field = fields.iter().find(|field| field.is(name))?;
        Some(whole.unwrap_or_else(|| field.span()))
    };
    let shown = place("Disposition").or_else(|| message.first("Content-Type").map(Field::span));
    Some(judge(receipt, shown, place("Original-Message-ID")))
}

/// Whether a part of this type is that of a receipt for programs (RFC 8098 section 3; RFC 6533 section 6.3 outside ASCII).
pub(super) fn is_machine_part(media_type: &str) -> bool {
    matches!(media_type, "message/disposition-notification" | "message/global-disposition-notification")
}

fn facts(fields: &[Field<'_>]) -> ReadReceipt {
    let text =
        |name: &str| fields.iter().find(|field| field.is(name)).map(Field::unfolded).filter(|value| !value.is_empty());
    let mut receipt = ReadReceipt {
        final_recipient: text("Final-Recipient").map(|value| after_type(&value).to_owned()),
        original_recipient: text("Original-Recipient").map(|value| after_type(&value).to_owned()),
        original_message_id: text("Original-Message-ID"),
        reporting_ua: text("Reporting-UA"),
        ..ReadReceipt::default()
    };
    // `manual-action/MDN-sent-manually; displayed/error` (RFC 8098 section 3.2.6).
    let disposition = text("Disposition").unwrap_or_default().to_ascii_lowercase();
    let (mode, kind) = disposition.split_once(';').unwrap_or(("", disposition.as_str()));
    let automatic = |yes: &str, no: &str| match (mode.contains(yes), mode.contains(no)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    };
    receipt.automatic_action = automatic("automatic-action", "manual-action");
    receipt.automatic_sending = automatic("mdn-sent-automatically", "mdn-sent-manually");
    let mut words = kind.split(['/', ',']).map(str::trim).filter(|word| !word.is_empty());
    receipt.disposition = words.next().map(str::to_owned);
    receipt.modifiers = words.map(str::to_owned).collect();
    receipt
}

fn judge(receipt: ReadReceipt, shown: Option<Span>, about: Option<Span>) -> Receipt {
    let kind = receipt.disposition.as_deref().and_then(|name| DISPOSITIONS.iter().find(|kind| kind.name == name));
    let headline = kind.map_or("A read receipt that does not say what became of the message.", |kind| kind.headline);
    let mut findings = Vec::new();
    let title = headline.trim_end_matches('.');
    let mut what = Finding::new("receipt.disposition", Severity::Note, Party::Nobody, Confidence::Certain, title)
        .shown_by(shown.into_iter().chain(about))
        .by(Standard::Disposition, "3.2.6.2");
    what.why = kind.map_or_else(
        || "The receipt names no disposition that the standard knows.".to_owned(),
        |kind| format!("{} {}", kind.proves, kind.proves_not),
    );
    findings.push(what);
    if let Some(how) = how(&receipt) {
        findings.push(how.shown_by(shown).by(Standard::Disposition, "3.2.6.1"));
    }
    findings.push(
        Finding::new(
            "receipt.worth",
            Severity::Note,
            Party::Nobody,
            Confidence::Certain,
            "A receipt can be forged, and its absence means nothing",
        )
        .why(
            "Anybody can write such a message; nothing in it is signed. Most programs ask before they send one, or never do: no \
             receipt is no proof that a message was not read.",
        )
        .next("Where proof matters, ask for an answer in words, or use a service that signs.")
        .by(Standard::Disposition, ""),
    );
    let mut facts = Vec::new();
    let mut add = |label: &str, kind: FactKind, value: Option<&str>| {
        facts.extend(value.map(|value| Fact::new(label, value.to_owned()).of(kind)));
    };
    add("Receipt from", FactKind::Recipient, receipt.final_recipient.as_deref());
    add("For the message", FactKind::Message, receipt.original_message_id.as_deref());
    add("Written by", FactKind::Program, receipt.reporting_ua.as_deref());
    let verdict = Verdict {
        severity: Severity::Note,
        stamp: kind.map_or("RECEIPT", |kind| kind.stamp).to_owned(),
        stamp_detail: String::new(),
        detail: kind.map(|kind| kind.proves_not.to_owned()).unwrap_or_default(),
        facts,
    };
    Receipt { receipt, findings, headline: headline.to_owned(), verdict }
}

/// Whether a person or a program did it, and who sent the receipt.
fn how(receipt: &ReadReceipt) -> Option<Finding> {
    let title = match (receipt.automatic_action, receipt.automatic_sending) {
        (Some(true), _) => "A program or a rule did it, not a person",
        (Some(false), Some(true)) => "A person did it, and the program sent the receipt by itself",
        (Some(false), Some(false)) => "A person did it, and agreed to send the receipt",
        (Some(false), None) => "A person did it",
        (None, _) => return None,
    };
    let why = if receipt.automatic_action == Some(true) {
        "No person need have seen the message: a rule, a filter or a full folder can cause such a receipt."
    } else {
        "The mail program says that somebody acted on the message."
    };
    Some(Finding::new("receipt.mode", Severity::Note, Party::Nobody, Confidence::Certain, title).why(why))
}
