//! What filters' verdicts mean: why it was junked, who decided, what to ask for.

use super::facts::{Decider, Filter, Judgement};
use crate::auth::Outcome;
use crate::finding::{Confidence, Finding, Party, Severity};

/// How many of the heaviest tests a sentence names.
const HEAVIEST: usize = 4;

/// What the rules found, one finding for each filter that decided.
pub(super) fn all(filters: &[Filter]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for filter in filters.iter().filter(|filter| filter.trusted != Some(false)) {
        findings.extend(bad(filter).or_else(|| passed(filter)));
        if findings.len() >= 12 {
            break;
        }
    }
    findings.extend(foreign(filters));
    findings
}

/// What a verdict is called.
fn called(verdict: Judgement) -> &'static str {
    match verdict {
        Judgement::Virus => "malware",
        Judgement::Phish => "phishing",
        Judgement::Spam => "spam",
        Judgement::Bulk => "bulk mail",
        Judgement::Ham => "not spam",
        Judgement::Unknown => "undecided",
    }
}

/// `7.3 of 5 points`.
fn points(filter: &Filter) -> Option<String> {
    let score = filter.score?;
    Some(match filter.threshold {
        Some(threshold) => format!("{score} points, where {threshold} are enough"),
        None => format!("{score} points"),
    })
}

/// The tests that weighed most towards spam.
fn heaviest(filter: &Filter) -> Vec<String> {
    let weights = filter.heaviest();
    let words = weights.iter().take(HEAVIEST).map(|weight| {
        let score = weight.score.map(|score| format!(" ({score})")).unwrap_or_default();
        match &weight.meaning {
            Some(meaning) => format!("{}{score}: {meaning}", weight.name),
            None => format!("{}{score}.", weight.name),
        }
    });
    words.collect()
}

fn decider(filter: &Filter) -> Option<(&'static str, &'static str)> {
    Some(match filter.decided_by? {
        Decider::BlockedSenders => (
            "The recipient\u{2019}s own list of blocked senders decided.",
            "The recipient: take the sender off the list of blocked senders.",
        ),
        Decider::MailboxRule => (
            "A rule of the recipient\u{2019}s mailbox decided.",
            "The recipient: look through the rules of the mailbox.",
        ),
        Decider::AdminBlockList => (
            "A block list of the recipient\u{2019}s administrator decided.",
            "The recipient\u{2019}s administrator: look for the sender in the block lists.",
        ),
        Decider::TransportRule => (
            "A mail flow rule of the recipient\u{2019}s organisation decided.",
            "The recipient\u{2019}s administrator: look through the mail flow rules.",
        ),
        Decider::SafeSenders => ("The recipient\u{2019}s own list of safe senders let it through.", ""),
        Decider::AdminAllowList => ("An allow list of the recipient\u{2019}s administrator let it through.", ""),
        Decider::Released => ("Somebody released it from quarantine.", ""),
        Decider::Filter => return None,
    })
}

fn sure(filter: &Filter) -> Confidence {
    if filter.trusted == Some(true) { Confidence::Certain } else { Confidence::Likely }
}

fn bad(filter: &Filter) -> Option<Finding> {
    if !filter.verdict.is_bad() {
        return None;
    }
    let severity = if filter.verdict == Judgement::Bulk { Severity::Warning } else { Severity::Problem };
    let title = format!("{} took it for {}", filter.product, called(filter.verdict));
    let mut why = match points(filter) {
        Some(points) => format!("Its field {} says so: {points}.", filter.field),
        None => format!("Its field {} says so.", filter.field),
    };
    let tests = heaviest(filter);
    if !tests.is_empty() {
        why.push_str(&format!(" What weighed most: {}", tests.join(" ")));
    }
    for meaning in filter
        .meanings
        .iter()
        .filter(|meaning| meaning.label.contains(' ') && meaning.label.chars().any(char::is_uppercase))
        .take(3)
    {
        why.push_str(&format!(" {}: {}", meaning.label, meaning.value));
    }
    let decided = decider(filter);
    if let Some((who, _)) = decided {
        why.push(' ');
        why.push_str(who);
    }
    let mut finding =
        Finding::new("filter.junk", severity, Party::Recipient, sure(filter), title).why(why).shown_by([filter.span]);
    match decided {
        Some((_, next)) if !next.is_empty() => finding = finding.next(next),
        _ => {
            finding = finding
                .next("The recipient: if it is wanted, mark it as not junk, and ask the administrator to report it to the filter\u{2019}s maker as a false positive.")
                .next("The sender: look at what weighed most; authentication (SPF, DKIM, DMARC), blocklists and the links in the text are what a sender can change.");
        }
    }
    Some(finding)
}

fn passed(filter: &Filter) -> Option<Finding> {
    if filter.verdict != Judgement::Ham || filter.trusted != Some(true) {
        return None;
    }
    let points = points(filter).map(|points| format!(": {points}")).unwrap_or_default();
    let mut finding = Finding::new(
        "filter.passed",
        Severity::Note,
        Party::Nobody,
        Confidence::Certain,
        format!("{} did not take it for spam{points}", filter.product),
    );
    if let Some((who, _)) = decider(filter) {
        finding = finding.why(who);
    }
    Some(finding.shown_by([filter.span]))
}

/// Fields that the recipient's side did not write.
fn foreign(filters: &[Filter]) -> Option<Finding> {
    let spans: Vec<_> = filters
        .iter()
        .filter(|filter| filter.trusted == Some(false) && filter.verdict != Judgement::Unknown)
        .map(|filter| filter.span)
        .take(6)
        .collect();
    (!spans.is_empty()).then(|| {
        Finding::new("filter.foreign", Severity::Note, Party::Nobody, Confidence::Likely, "Some filters\u{2019} fields came with the message")
            .why("They stand below the recipient\u{2019}s border, so the sender\u{2019}s side or somebody in between wrote them. They say nothing of what the recipient\u{2019}s filter thought.")
            .shown_by(spans)
    })
}

/// What the whole comes to: the worst verdict of a filter that may be believed.
pub(crate) fn outcome(filters: &[Filter]) -> Option<Outcome> {
    let rank = |verdict: Judgement| match verdict {
        Judgement::Virus => 0,
        Judgement::Phish => 1,
        Judgement::Spam => 2,
        Judgement::Bulk => 3,
        _ => 4,
    };
    let believed = filters.iter().filter(|filter| filter.trusted != Some(false) && filter.verdict.is_bad());
    let worst = believed.min_by_key(|filter| rank(filter.verdict))?;
    let stamp = match worst.verdict {
        Judgement::Virus => "MALWARE",
        Judgement::Phish => "PHISHING",
        Judgement::Bulk => "BULK",
        _ => "JUNK",
    };
    let points = points(worst).map(|points| format!(" ({points})")).unwrap_or_default();
    let severity = if worst.verdict == Judgement::Bulk { Severity::Warning } else { Severity::Problem };
    let headline = format!("{} took this message for {}{points}.", worst.product, called(worst.verdict));
    let mut outcome = Outcome::new(severity, stamp, headline).detail(heaviest(worst).join(" "));
    outcome = outcome.fact("Whose side", "The recipient\u{2019}s filter, by what the sender sent");
    if let Some((who, _)) = decider(worst) {
        outcome = outcome.fact("Who decided", who);
    }
    Some(outcome.fact(
        "How sure",
        if worst.trusted == Some(true) {
            "Certain: the recipient\u{2019}s side wrote the field"
        } else {
            "As far as the field is genuine"
        },
    ))
}

/// What a filter's field says where the input has nothing else.
pub(crate) fn alone(filters: &[Filter]) -> Option<Outcome> {
    if let Some(outcome) = outcome(filters) {
        return Some(outcome);
    }
    let filter = filters.iter().find(|filter| filter.verdict != Judgement::Unknown).or_else(|| filters.first())?;
    let points = points(filter).map(|points| format!(": {points}")).unwrap_or_default();
    let headline = match filter.verdict {
        Judgement::Unknown => format!("A field of {}{points}; alone it decides nothing.", filter.product),
        _ => format!("{} did not take this message for spam{points}.", filter.product),
    };
    Some(
        Outcome::new(Severity::Note, "FILTER", headline)
            .detail("This is what one field says. Who wrote it, only the whole header tells."),
    )
}
