//! Two reports side by side: a good and a bad message, or the same before and after a change.

use std::collections::HashMap;

use super::{Report, words};
use crate::auth::{MethodResult, results_of};
use crate::trace::{Hop, Route};

/// What a difference is about, in the order in which they matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum About {
    /// What the two come to.
    Outcome,
    /// How long they took.
    Time,
    /// What the receivers' checks said: SPF, DKIM, DMARC, ARC.
    Authentication,
    /// Through which servers they went.
    Route,
    /// What the rules found in one and not in the other.
    Findings,
    /// Their header fields.
    Fields,
}

impl About {
    /// What it is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Outcome => "Outcome",
            Self::Time => "Time",
            Self::Authentication => "Authentication",
            Self::Route => "Servers",
            Self::Findings => "Findings",
            Self::Fields => "Header fields",
        }
    }
}

/// One line of a comparison. What is absent on a side is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Line {
    /// What it is about.
    pub about: About,
    /// What is compared: `Whole way`, `SPF`, `Taken by mx.example.org`.
    pub what: String,
    /// What the first says.
    pub one: Option<String>,
    /// What the second says.
    pub other: Option<String>,
}

impl Line {
    /// Whether the two say the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.one == self.other
    }
}

/// How many bytes of a field's value are compared and shown.
const LONGEST: usize = 400;

/// Fields whose values differ between any two messages: that they differ says nothing.
const OWN: [&str; 12] = [
    "received",
    "x-received",
    "date",
    "message-id",
    "dkim-signature",
    "arc-seal",
    "arc-message-signature",
    "arc-authentication-results",
    "authentication-results",
    "received-spf",
    "x-google-dkim-signature",
    "x-google-smtp-source",
];

/// Compares two reports, what matters first: outcome, time, authentication, servers, findings, fields. Takes time linear in both.
#[must_use]
pub fn compare(one: &Report, other: &Report) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |about: About, what: &str, one: Option<String>, other: Option<String>| {
        if one.is_some() || other.is_some() {
            lines.push(Line { about, what: what.to_owned(), one, other });
        }
    };
    add(About::Outcome, "Headline", said(&one.headline), said(&other.headline));
    add(About::Outcome, "Kind", said(words::kind(one.kind)), said(words::kind(other.kind)));
    let (first, second) = (one.route.as_ref(), other.route.as_ref());
    add(About::Time, "First stamp to last", whole(first), whole(second));
    let pairs = pairs(hops(first), hops(second));
    for (one, other) in &pairs {
        let by = one.or(*other).and_then(|hop| hop.by.as_deref()).unwrap_or("a server that is not named");
        let (first, second) = (one.and_then(wait), other.and_then(wait));
        if first != second {
            add(About::Time, &format!("Before {by}"), first, second);
        }
    }
    let (first, second) = (verdicts(one), verdicts(other));
    for (method, _) in first.iter().chain(&second) {
        let of = |verdicts: &[(String, String)]| {
            verdicts.iter().find(|(known, _)| known == method).map(|(_, result)| result.clone())
        };
        let line =
            Line { about: About::Authentication, what: method.to_uppercase(), one: of(&first), other: of(&second) };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    for (one, other) in pairs {
        let by = one.or(other).and_then(|hop| hop.by.as_deref()).unwrap_or("a server that is not named");
        lines.push(Line {
            about: About::Route,
            what: format!("Taken by {by}"),
            one: one.map(how),
            other: other.map(how),
        });
    }
    findings(one, other, &mut lines);
    fields(one, other, &mut lines);
    lines
}

fn said(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.to_owned())
}

fn hops(route: Option<&Route>) -> &[Hop] {
    route.map_or(&[], |route| &route.hops)
}

fn whole(route: Option<&Route>) -> Option<String> {
    route?.total_seconds.map(words::duration)
}

fn wait(hop: &Hop) -> Option<String> {
    words::delay(hop).map(|(delay, _)| delay)
}

/// From whom a server took the message, and how.
fn how(hop: &Hop) -> String {
    let from = words::peer(&hop.from).map(|peer| format!("from {peer}"));
    let parts = [from, hop.with.clone(), hop.tls.clone(), hop.dialect.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Hops of the two that were written by the same server, in the order of the first; then those of the second alone.
fn pairs<'r>(one: &'r [Hop], other: &'r [Hop]) -> Vec<(Option<&'r Hop>, Option<&'r Hop>)> {
    let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, hop) in other.iter().enumerate().rev() {
        waiting.entry(key(hop)).or_default().push(at);
    }
    let mut taken = vec![false; other.len()];
    let mut pairs: Vec<(Option<&Hop>, Option<&Hop>)> = Vec::new();
    for hop in one {
        let at = waiting.get_mut(&key(hop)).and_then(Vec::pop);
        if let Some(slot) = at.and_then(|at| taken.get_mut(at)) {
            *slot = true;
        }
        pairs.push((Some(hop), at.and_then(|at| other.get(at))));
    }
    pairs.extend(other.iter().zip(taken).filter(|(_, taken)| !taken).map(|(hop, _)| (None, Some(hop))));
    pairs
}

fn key(hop: &Hop) -> String {
    hop.by.as_deref().unwrap_or_default().to_ascii_lowercase()
}

/// What the last receiver's checks said (RFC 8601): each method with its results.
fn verdicts(report: &Report) -> Vec<(String, String)> {
    let named = |name: &str| report.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name));
    let mut found: Vec<(String, String)> = Vec::new();
    let Some(field) = named("Authentication-Results").or_else(|| named("ARC-Authentication-Results")) else {
        let spf = named("Received-SPF").and_then(|field| field.value.split_whitespace().next());
        return spf.map(|result| ("spf".to_owned(), result.to_ascii_lowercase())).into_iter().collect();
    };
    for MethodResult { method, result, .. } in results_of(&field.name, &field.value).1 {
        if !matches!(method.as_str(), "spf" | "dkim" | "dmarc" | "arc" | "iprev" | "auth" | "dkim-adsp" | "compauth") {
            continue;
        }
        match found.iter_mut().find(|(known, _)| *known == method) {
            Some((_, results)) if !results.split(", ").any(|known| known == result) => {
                results.push_str(", ");
                results.push_str(&result);
            }
            Some(_) => {}
            None => found.push((method, result)),
        }
    }
    found
}

/// What the rules found on one side alone.
fn findings(one: &Report, other: &Report, lines: &mut Vec<Line>) {
    let lacks = |report: &Report, id: &str| !report.findings.iter().any(|finding| finding.id == id);
    for finding in one.findings.iter().filter(|finding| lacks(other, &finding.id)) {
        let what = words::severity(finding.severity).to_owned();
        lines.push(Line { about: About::Findings, what, one: Some(finding.title.clone()), other: None });
    }
    for finding in other.findings.iter().filter(|finding| lacks(one, &finding.id)) {
        let what = words::severity(finding.severity).to_owned();
        lines.push(Line { about: About::Findings, what, one: None, other: Some(finding.title.clone()) });
    }
}

/// Fields that are on one side alone, or say something else: the first of each name.
fn fields(one: &Report, other: &Report, lines: &mut Vec<Line>) {
    let gather = |report: &Report| {
        let mut order = Vec::new();
        let mut values: HashMap<String, String> = HashMap::new();
        for field in &report.fields {
            let name = field.name.to_ascii_lowercase();
            if !OWN.contains(&name.as_str()) && !values.contains_key(&name) {
                let mut value = field.value.clone();
                value.truncate(value.floor_char_boundary(LONGEST));
                values.insert(name.clone(), value);
                order.push((name, field.name.clone()));
            }
        }
        (order, values)
    };
    let ((order, first), (more, second)) = (gather(one), gather(other));
    let more = more.into_iter().filter(|(name, _)| !first.contains_key(name)).collect::<Vec<_>>();
    for (name, shown) in order.into_iter().chain(more) {
        let line = Line {
            about: About::Fields,
            what: shown,
            one: first.get(&name).cloned(),
            other: second.get(&name).cloned(),
        };
        if !line.is_same() {
            lines.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, analyze};

    fn lines(one: &str, other: &str) -> Vec<Line> {
        let read = |text: &str| analyze(text.as_bytes(), &Context::default());
        compare(&read(one), &read(other))
    }

    fn of<'l>(lines: &'l [Line], about: About, what: &str) -> Option<&'l Line> {
        lines.iter().find(|line| line.about == about && line.what == what)
    }

    const GOOD: &str = "Received: from out.example.com by mx.example.org with ESMTPS id 1; Fri, 13 Feb 2009 21:23:25 +0000\n\
        Received: from pc.example.com by out.example.com with ESMTPSA id 2; Fri, 13 Feb 2009 21:23:21 +0000\n\
        Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com; dmarc=pass\n\
        From: a@example.com\nX-Filter: clean\n";
    const BAD: &str = "Received: from filter.example.net by mx.example.org with ESMTP id 3; Fri, 13 Feb 2009 23:23:25 +0000\n\
        Received: from out.example.com by filter.example.net with ESMTPS id 4; Fri, 13 Feb 2009 21:23:25 +0000\n\
        Received: from pc.example.com by out.example.com with ESMTPSA id 5; Fri, 13 Feb 2009 21:23:21 +0000\n\
        Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=example.com; dkim=pass header.d=example.com; dmarc=pass\n\
        From: a@example.com\nX-Other: yes\n";

    #[test]
    fn what_matters_comes_first() {
        let lines = lines(GOOD, BAD);
        let order: Vec<About> = lines.iter().map(|line| line.about).collect();
        assert!(order.is_sorted(), "{order:?}");
    }

    #[test]
    fn times_and_checks_that_differ_are_told() {
        let lines = lines(GOOD, BAD);
        let whole = of(&lines, About::Time, "First stamp to last").unwrap();
        assert_eq!((whole.one.as_deref(), whole.other.as_deref()), (Some("4 s"), Some("2 h 4 s")));
        let spf = of(&lines, About::Authentication, "SPF").unwrap();
        assert_eq!((spf.one.as_deref(), spf.other.as_deref()), (Some("pass"), Some("fail")));
        assert!(of(&lines, About::Authentication, "DKIM").unwrap().is_same());
    }

    #[test]
    fn hops_are_matched_by_the_server_that_wrote_them() {
        let lines = lines(GOOD, BAD);
        let filter = of(&lines, About::Route, "Taken by filter.example.net").unwrap();
        assert_eq!(filter.one, None);
        assert!(filter.other.as_deref().unwrap().starts_with("from out.example.com"));
        assert!(of(&lines, About::Route, "Taken by out.example.com").unwrap().is_same());
        assert_eq!(lines.iter().filter(|line| line.about == About::Route).count(), 3);
    }

    #[test]
    fn fields_of_one_side_alone_are_told_and_equal_ones_are_not() {
        let lines = lines(GOOD, BAD);
        assert_eq!(of(&lines, About::Fields, "X-Filter").unwrap().other, None);
        assert_eq!(of(&lines, About::Fields, "X-Other").unwrap().one, None);
        assert_eq!(of(&lines, About::Fields, "From"), None);
    }

    #[test]
    fn a_message_beside_itself_has_no_difference() {
        assert_eq!(lines(BAD, BAD).iter().filter(|line| !line.is_same()).count(), 0);
    }
}
