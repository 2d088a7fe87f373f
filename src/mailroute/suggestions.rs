//! What a report suggests to look up: one click each, with the exact questions listed first.

use std::collections::BTreeSet;

use super::{Options, plan};
use crate::dns::{Question, Subject, Target, is_public};
use crate::report::Report;
use crate::smtp::Step;
use serde::Serialize;

/// The most that are offered.
const MOST: usize = 12;

/// Something worth looking up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What to walk.
    pub what: Subject,
    /// Why it would explain something.
    pub why: String,
    /// The first questions, exactly; what follows depends on their answers.
    pub questions: Vec<Question>,
}

/// What in reports a walk would explain: recipients that bounced, servers that handed mail over.
#[must_use]
pub fn suggestions<'a>(reports: impl IntoIterator<Item = &'a Report>) -> Vec<Suggestion> {
    let mut found = Found { suggestions: Vec::new(), seen: BTreeSet::new() };
    for report in reports {
        gather(report, &mut found, 0);
    }
    found.suggestions
}

/// The walk of a name or an address that somebody typed; none where no name can be made of it. A private name has no
/// questions: they are not asked unless somebody insists.
#[must_use]
pub fn suggest(typed: &str) -> Option<Suggestion> {
    let subject = Subject::read(typed).ok()?;
    let why = match subject.target {
        Target::Domain(_) => "Where does mail for it go, and is anything wrong with that?",
        Target::Address(_) => "What is the name of this address, and does that lead back?",
    };
    let questions = plan(&subject, &Options::default());
    Some(Suggestion { what: subject, why: why.to_owned(), questions })
}

struct Found {
    suggestions: Vec<Suggestion>,
    seen: BTreeSet<String>,
}

impl Found {
    fn add(&mut self, text: &str, why: String) {
        let Ok(subject) = Subject::read(text) else { return };
        let key = match &subject.target {
            Target::Domain(name) => name.to_string(),
            Target::Address(ip) if is_public(*ip) => ip.to_string(),
            Target::Address(_) => return,
        };
        let questions = plan(&subject, &Options::default());
        // Nothing to ask: a private name.
        if questions.is_empty() || self.suggestions.len() >= MOST || !self.seen.insert(key) {
            return;
        }
        self.suggestions.push(Suggestion { what: subject, why, questions });
    }
}

fn gather(report: &Report, found: &mut Found, depth: usize) {
    for recipient in report.bounce.iter().flat_map(|bounce| &bounce.recipients) {
        if let Some(address) = recipient.address.as_ref().filter(|address| address.contains('@')) {
            found.add(address, format!("The message to {address} came back: where does mail for it go today?"));
        }
    }
    for hop in report.route.iter().flat_map(|route| &route.hops) {
        if let Some(ip) = &hop.from.ip {
            let by = hop.by.as_deref().unwrap_or("the next server");
            found.add(ip, format!("{by} took the message from {ip}: what is its name, and does that lead back?"));
        }
        if let Some(recipient) = &hop.recipient {
            found.add(recipient, format!("The message was for {recipient}: where does mail for it go today?"));
        }
    }
    if let Some(ip) = report.feedback.as_ref().and_then(|feedback| feedback.source_ip.as_ref()) {
        found.add(ip, format!("The complaint is about mail from {ip}: what is its name, and does that lead back?"));
    }
    for exchange in report.session.iter().flat_map(|session| session.at(Step::Rcpt)) {
        if let Some(address) = &exchange.address {
            found.add(address, format!("The session names {address} as recipient: where does mail for it go?"));
        }
    }
    if depth < 4 {
        for enclosed in &report.enclosed {
            gather(enclosed, found, depth + 1);
        }
    }
}
