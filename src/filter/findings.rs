//! What the filters' fields mean: why it was junked, who decided, what to ask for.

use super::facts::{Decider, Filter, Judgement};
use crate::auth::Outcome;
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Finding, Party, Severity};

type Run = fn(&[Filter]) -> Option<Finding>;

/// Every rule, what matters most first.
static RULES: &[Rule<Run>] = &[
    Rule::new("filter.junked", "junk", junked),
    Rule::new("filter.elsewhere", "junk", elsewhere),
    Rule::new("filter.exempt", "junk", exempt),
];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

pub(super) fn all(filters: &[Filter]) -> Vec<Finding> {
    RULES.iter().filter_map(|rule| rule.run?(filters)).collect()
}

/// How bad a verdict is, the worst first.
fn rank(verdict: Judgement) -> u8 {
    match verdict {
        Judgement::Virus => 0,
        Judgement::Phish => 1,
        Judgement::Spam => 2,
        Judgement::Bulk => 3,
        Judgement::Unknown | Judgement::Ham => 4,
    }
}

/// The field that counts: the worst verdict that the recipient's side may have written. One that a list or a rule decided says
/// more than a level, and where it was delivered says most.
fn deciding(filters: &[Filter]) -> Option<&Filter> {
    let bad = filters.iter().filter(|one| one.trusted != Some(false) && one.verdict.is_bad());
    bad.min_by_key(|one| (one.trusted.is_none(), rank(one.verdict), one.decided_by.is_none(), one.weights.is_empty()))
}

/// Whether the recipient's own delivery, or a rule, took it for wanted mail after all.
fn rescued(filters: &[Filter]) -> bool {
    filters.iter().any(|one| one.trusted == Some(true) && one.verdict == Judgement::Ham && one.fact("dest").is_some())
}

fn what(verdict: Judgement) -> &'static str {
    match verdict {
        Judgement::Virus => "malware",
        Judgement::Phish => "phishing",
        Judgement::Bulk => "bulk mail",
        _ => "spam",
    }
}

fn by_whom(filter: &Filter) -> String {
    match filter.decided_by {
        Some(Decider::BlockedSenders) => "the recipient's own list of blocked senders decided".to_owned(),
        Some(Decider::MailboxRule) => "a rule of the recipient's mailbox decided".to_owned(),
        Some(Decider::AdminBlockList) => "a block list of the recipient's administrator decided".to_owned(),
        Some(Decider::TransportRule) => "a mail flow rule of the recipient's administrator decided".to_owned(),
        _ => format!("{} took it for {}", filter.product, what(filter.verdict)),
    }
}

/// Score against threshold, and what weighed most.
fn grounds(filter: &Filter) -> String {
    let mut said = Vec::new();
    match (filter.score, filter.threshold) {
        (Some(score), Some(threshold)) => said.push(format!("Score {score} against a threshold of {threshold}.")),
        (Some(score), None) => said.push(format!("Score {score}.")),
        _ => {}
    }
    let heaviest: Vec<String> = filter
        .heaviest()
        .into_iter()
        .take(4)
        .map(|one| match (&one.score, &one.meaning) {
            (Some(score), Some(meaning)) => format!("{} {score} ({})", one.name, meaning.trim_end_matches('.')),
            (Some(score), None) => format!("{} {score}", one.name),
            (None, Some(meaning)) => format!("{} ({})", one.name, meaning.trim_end_matches('.')),
            (None, None) => one.name.clone(),
        })
        .collect();
    if !heaviest.is_empty() {
        said.push(format!("What weighed: {}.", heaviest.join("; ")));
    }
    said.extend(
        filter
            .meanings
            .iter()
            .filter(|fact| fact.label.contains(char::is_uppercase) && fact.value.ends_with('.'))
            .take(4)
            .map(|fact| fact.value.clone()),
    );
    said.join(" ")
}

fn junked(filters: &[Filter]) -> Option<Finding> {
    let filter = deciding(filters)?;
    let (severity, confidence) = match (filter.trusted, filter.verdict) {
        _ if rescued(filters) => (Severity::Note, Confidence::Likely),
        (Some(true), Judgement::Bulk) => (Severity::Warning, Confidence::Certain),
        (Some(true), _) => (Severity::Problem, Confidence::Certain),
        (_, Judgement::Bulk) => (Severity::Note, Confidence::Likely),
        _ => (Severity::Problem, Confidence::Likely),
    };
    let party = match filter.decided_by {
        Some(Decider::Filter) | None => Party::Sender,
        Some(_) => Party::Recipient,
    };
    let mut finding = Finding::new(
        "filter.junked",
        severity,
        party,
        confidence,
        format!("Judged {}: {}", what(filter.verdict), by_whom(filter)),
    )
    .why(grounds(filter));
    finding = match filter.decided_by {
        Some(Decider::BlockedSenders) => finding.next("The recipient: take the sender off the list of blocked senders (Outlook: Junk E-mail Options)."),
        Some(Decider::MailboxRule) => finding.next("The recipient: look through the rules of the mailbox, in Outlook and on the web."),
        Some(Decider::AdminBlockList) => finding.next("The recipient's administrator: look for the sender or its domain in the anti-spam policy and the Tenant Allow/Block List."),
        Some(Decider::TransportRule) => finding.next("The recipient's administrator: a message trace names the mail flow rule."),
        _ => finding
            .next(format!("The recipient's administrator: report it to {} as a false positive, and release it, if it is wanted.", filter.product))
            .next("The sender: correct what weighed most; authentication first, then reputation and content. Ask the recipient to add you to their contacts."),
    };
    let spans = std::iter::once(filter.span).chain(
        filters
            .iter()
            .filter(|one| one.span != filter.span && one.verdict.is_bad() && one.trusted != Some(false))
            .map(|one| one.span),
    );
    Some(finding.shown_by(spans.take(6)))
}

/// A verdict of somebody before the border.
fn elsewhere(filters: &[Filter]) -> Option<Finding> {
    let filter = filters.iter().find(|one| one.trusted == Some(false) && one.verdict.is_bad())?;
    Some(
        Finding::new(
            "filter.elsewhere",
            Severity::Warning,
            Party::Unknown,
            Confidence::Likely,
            format!("A filter before the recipient's border ({}) took it for {}", filter.product, what(filter.verdict)),
        )
        .why(format!("{} The field came with the message: the sender's own service wrote it, or whoever passed it on. It is not the recipient's verdict, but the recipient's filter may read it.", grounds(filter)))
        .next("Ask whoever runs that filter; if the sender's own service calls its mail spam, the cause is there.")
        .shown_by([filter.span]),
    )
}

/// Mail that was not filtered at all.
fn exempt(filters: &[Filter]) -> Option<Finding> {
    let filter = filters.iter().find(|one| {
        one.trusted != Some(false)
            && matches!(one.decided_by, Some(Decider::SafeSenders | Decider::AdminAllowList | Decider::TransportRule))
            && one.verdict == Judgement::Ham
    })?;
    let meaning = filter.meanings.iter().find(|fact| fact.label.starts_with("SFV") || fact.label.starts_with("IP"));
    Some(
        Finding::new("filter.exempt", Severity::Note, Party::Recipient, Confidence::Certain, "The filter had to let it through")
            .why(meaning.map_or_else(String::new, |fact| fact.value.clone()))
            .next("If it should not have come: look for the entry in that list or rule. Allowed domains let forged mail through, too.")
            .shown_by([filter.span]),
    )
}

/// What the filters come to, for the headline.
pub(crate) fn outcome(filters: &[Filter]) -> Option<Outcome> {
    let filter = deciding(filters)?;
    if rescued(filters) {
        return None;
    }
    let finding = junked(filters)?;
    let stamp = match filter.verdict {
        Judgement::Virus => "MALWARE",
        Judgement::Phish => "PHISHING",
        Judgement::Bulk => "BULK",
        _ if filters.iter().any(|one| one.trusted != Some(false) && one.fact("dest") == Some("J")) => "JUNKED",
        _ => "SPAM",
    };
    let headline = format!("The message was judged {}: {}.", what(filter.verdict), by_whom(filter));
    Some(
        Outcome::new(finding.severity, stamp, headline)
            .detail(grounds(filter))
            .fact(
                "Whose side",
                if finding.party == Party::Recipient {
                    "The recipient's"
                } else {
                    "The sender's, in the eyes of the filter"
                },
            )
            .fact(
                "How sure",
                if filter.trusted == Some(true) {
                    "Certain, as far as the field is genuine"
                } else {
                    "As far as the field is the recipient's own"
                },
            ),
    )
}

/// What a filter's field says where the input has nothing else.
pub(crate) fn alone(filters: &[Filter]) -> Option<Outcome> {
    let filter = filters.first()?;
    let verdict = match filter.verdict {
        Judgement::Ham => "wanted mail",
        Judgement::Unknown => "nothing that this field alone decides",
        bad => what(bad),
    };
    Some(
        Outcome::new(Severity::Note, "FILTER", format!("{} took the message for {verdict}.", filter.product))
            .detail(grounds(filter)),
    )
}
