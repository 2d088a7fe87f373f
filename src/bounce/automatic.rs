//! Automatic replies that are no notices about delivery: somebody is away, a ticket was opened, a sender must prove
//! himself (RFC 3834).

use super::notice;
use crate::finding::{Confidence, Finding, Party, Severity, Span, Standard, Verdict};
use crate::message::{Field, Message, Part};

/// What kind of automatic reply a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reply {
    /// Somebody is away.
    Vacation,
    /// The sender must do something before the message is let through.
    Challenge,
    /// Any other answer by a program.
    Other,
}

/// An automatic reply, and what there is to say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Automatic {
    /// One sentence a helpdesk can read out.
    pub headline: String,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// What to show beside the headline.
    pub verdict: Verdict,
}

/// Subjects with which programs announce that somebody is away, in lower case.
const AWAY: &[&str] = &[
    "out of office",
    "out of the office",
    "out-of-office",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "autoresponse",
    "auto:",
    "away from",
    "on vacation",
    "vacation reply",
    "i am away",
    "away until",
    "automatische antwort",
    "abwesenheit",
    "abwesend",
    "réponse automatique",
    "absence du bureau",
    "respuesta automática",
    "fuera de la oficina",
    "risposta automatica",
    "fuori sede",
    "resposta automática",
    "ausência temporária",
    "automatisch antwoord",
    "afwezig",
    "automatyczna odpowiedź",
    "poza biurem",
    "автоматический ответ",
    "автоответ",
    "自動応答",
    "自動返信",
    "自动回复",
    "自動回覆",
];

/// Words of challenge-response systems, in lower case.
const CHALLENGES: &[&str] = &[
    "to have your message delivered",
    "confirm that you are a human",
    "please confirm your message",
    "requires confirmation",
    "your message is being held",
    "verify your email address by",
    "whitelist yourself",
    "challenge-response",
    "one-time confirmation",
];

/// Words by which automatic answers are known.
pub(super) fn phrases() -> impl Iterator<Item = &'static str> {
    AWAY.iter().chain(CHALLENGES).copied()
}

/// Where such words stand in a line of a header.
pub(super) fn marks_of_head(line: &str) -> Vec<std::ops::Range<usize>> {
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return Vec::new();
    }
    AWAY.iter().filter_map(|phrase| lower.find(phrase).map(|at| at..at + phrase.len())).collect()
}

/// Whether a message that may be a notice says that a program of somebody's answered: a vacation reply has an empty return
/// path too (RFC 3834 section 3.3).
pub(super) fn answers(parts: &notice::NoticeParts<'_>) -> bool {
    let says = |name: &str, start: &str| {
        parts.field(name).is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with(start))
    };
    let subject = parts.field("Subject").unwrap_or_default().to_lowercase();
    says("Auto-Submitted", "auto-replied")
        || says("Precedence", "auto_reply")
        || says("X-Autoreply", "")
        || AWAY.iter().any(|phrase| subject.starts_with(phrase))
}

/// Reads an automatic reply; none where the message does not say that a program answered.
///
/// Ask it after [`read`](super::read): a notice about delivery is automatic too.
#[must_use]
pub fn automatic(message: &Message<'_>, part: &Part<'_>) -> Option<Automatic> {
    let (evidence, certain) = sign(message)?;
    // A mail system answers for nobody, whatever Auto-Submitted says: its message is a notice, even where its words are not known.
    if message.first("From").is_some_and(|from| notice::is_mail_system(&from.decoded())) && !away(message) {
        return None;
    }
    let subject = message.first("Subject").map(Field::decoded).unwrap_or_default().to_lowercase();
    let words = notice::words_of(part);
    let start = words.get(..words.floor_char_boundary(4000)).unwrap_or_default().to_lowercase();
    let reply = if CHALLENGES.iter().any(|phrase| start.contains(phrase) || subject.contains(phrase)) {
        Reply::Challenge
    } else if AWAY.iter().any(|phrase| subject.contains(phrase)) || message.first("X-Autoreply").is_some() {
        Reply::Vacation
    } else {
        Reply::Other
    };
    let from = message.first("From").map(Field::decoded).unwrap_or_default();
    let from = super::address::first(&from).map_or("somebody", |address| address).to_owned();
    let mut automatic = tell(reply, &from, evidence, certain);
    automatic.findings.extend(answers_an_answer(message, &subject, certain));
    Some(automatic)
}

/// Whether the header says that a program answered.
pub(crate) fn is_automatic(message: &Message<'_>) -> bool {
    sign(message).is_some()
}

/// An automatic reply to an automatic reply: two programs answer each other.
fn answers_an_answer(message: &Message<'_>, subject: &str, certain: bool) -> Option<Finding> {
    let times = AWAY.iter().map(|phrase| subject.matches(phrase).count());
    let (most, all) = times.fold((0, 0), |(most, all), times| (times.max(most), all + times));
    // One program may use two of the phrases in one subject.
    if most < 2 && all < 3 {
        return None;
    }
    let thread =
        message.first("References").map(|field| field.unfolded().matches('<').count()).filter(|count| *count > 1);
    let thread = thread.map(|count| format!(" It names {count} messages before it.")).unwrap_or_default();
    let fields = ["Subject", "Auto-Submitted", "X-Loop", "Precedence", "References"];
    Some(
        Finding::new(
            "automatic.loop",
            Severity::Warning,
            Party::Unknown,
            if certain { Confidence::Likely } else { Confidence::Possible },
            "Two programs seem to answer each other",
        )
        .why(format!(
            "The subject holds the words of an automatic reply more than once: this reply answers another automatic reply.{thread} Such \
             a pair goes on until one of them is stopped."
        ))
        .next("Turn one of the two automatic replies off.")
        .next("Let the program on your side answer nobody twice within some days, and never a message with Auto-Submitted other than no, an empty envelope sender, or fields of a list.")
        .next("Let it mark its own answers with Auto-Submitted: auto-replied.")
        .shown_by(fields.iter().filter_map(|name| message.first(name)).map(Field::span))
        .by(Standard::AutomaticResponses, ""),
    )
}

fn tell(reply: Reply, from: &str, evidence: Span, certain: bool) -> Automatic {
    let (id, title, why, next, headline) = match reply {
        Reply::Vacation => (
            "automatic.vacation",
            format!("{from} is away, or a program answers for them"),
            "The message arrived: an automatic answer is sent only by the mailbox that took it. Nobody need have read it.",
            "Wait, or reach one of those whom the answer names.",
            format!("This is an automatic reply of {from}, not a bounce: the message arrived."),
        ),
        Reply::Challenge => (
            "automatic.challenge",
            format!("{from} asks the sender to prove that somebody sent the message"),
            "The message is held until the sender does what the answer asks for. If the user did not write to this address, somebody forged theirs.",
            "If the user did write, do what the answer asks; else ignore it, and follow no link in it.",
            format!("This is a challenge of {from}, not a bounce: the message waits until the sender answers it."),
        ),
        Reply::Other => (
            "automatic.reply",
            format!("A program of {from} answered"),
            "The message reached a program that answers by itself. It says nothing of a failed delivery.",
            "Read what it says; no delivery has failed by it.",
            format!("This is an automatic answer of {from}, not a bounce."),
        ),
    };
    let confidence = if certain { Confidence::Certain } else { Confidence::Likely };
    let finding = Finding::new(id, Severity::Note, Party::Nobody, confidence, title)
        .why(why)
        .next(next)
        .shown_by([evidence])
        .by(Standard::AutomaticResponses, "5");
    let verdict = Verdict {
        severity: Severity::Note,
        stamp: "AUTO REPLY".to_owned(),
        stamp_detail: String::new(),
        detail: why.to_owned(),
        facts: Vec::new(),
    };
    Automatic { headline, findings: vec![finding], verdict }
}

/// The field that says that a program answered, and whether it leaves no doubt (RFC 3834 section 5, and what came before it).
fn sign(message: &Message<'_>) -> Option<(Span, bool)> {
    let says = |name: &str, starts: &[&str]| {
        message.first(name).filter(|field| {
            let value = field.unfolded().to_ascii_lowercase();
            starts.iter().any(|start| value.starts_with(start))
        })
    };
    let replied = says("Auto-Submitted", &["auto-replied"])
        .or_else(|| message.first("X-Autoreply"))
        .or_else(|| message.first("X-Autorespond"))
        .or_else(|| message.first("X-Autoresponder"))
        .or_else(|| says("X-Auto-Response-Suppress", &["all"]).filter(|_| away(message)))
        .or_else(|| says("Precedence", &["auto_reply", "auto-reply"]));
    if let Some(field) = replied {
        return Some((field.span(), true));
    }
    away(message).then(|| message.first("Subject").map(|field| (field.span(), false))).flatten()
}

fn away(message: &Message<'_>) -> bool {
    let subject = message.first("Subject").map(Field::decoded).unwrap_or_default().to_lowercase();
    AWAY.iter().any(|phrase| subject.starts_with(phrase))
}
