//! The verdict on a refusal: codes, words and the step weighed against each other.

use std::ops::Range;
use std::sync::LazyLock;

use super::clause::{self, Clauses, Role, Subject, in_name};
use super::dead;
use super::normalize::Normalized;
use super::provider::{Meaning, PROVIDERS, Provider};
use super::reason::{self, REASONS, ReasonEntry, Rule, Weight};
use crate::finding::{Confidence, Party};
use crate::phrases::Phrases;
use crate::smtp::codes::{self, Evidence};
use crate::smtp::{Permanence, Reason, Step, step};

/// How far apart the two halves of a phrase with a gap may stand, in bytes of the folded text.
const GAP: usize = 80;

/// Everything that is known of one refusal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Refusal<'a> {
    /// The reply code: `550`.
    pub reply_code: Option<&'a str>,
    /// The enhanced status code: `5.1.1`.
    pub status: Option<&'a str>,
    /// What the server said, and what the sending server said about it.
    pub text: &'a str,
    /// The step that was refused, where it is known from elsewhere than the text.
    pub step: Option<Step>,
    /// The server that refused, by name.
    pub remote: Option<&'a str>,
    /// Whether the sending server has given up (`Some(true)`), still tries (`Some(false)`), or does not say.
    pub given_up: Option<bool>,
}

/// What a refusal means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// Why.
    pub reason: Reason,
    /// The nature of the error, as far as it can be told.
    pub permanence: Option<Permanence>,
    /// Whose side must act.
    pub party: Party,
    /// How sure the reason is.
    pub confidence: Confidence,
    /// The step that was refused, as far as it can be told.
    pub step: Option<Step>,
    /// The rule that found the reason; absent where the codes alone tell it.
    pub rule: Option<&'static str>,
    /// The provider whose own marks told the reason.
    pub provider: Option<&'static str>,
    /// How much that rule's words say.
    pub weight: Option<Weight>,
    /// The bytes of [`Refusal::text`] that the rule found.
    pub evidence: Option<Range<usize>>,
    /// Which of the codes and the words disagree, which was believed, and why.
    pub disagreement: Option<String>,
    /// Whether the address or its domain does not exist, or has moved: a list owner removes it.
    pub dead_address: bool,
    /// What it is, as a short clause without a full stop.
    pub title: &'static str,
    /// Why, in plain sentences.
    pub sentence: &'static str,
    /// The same, with the disagreement where there is one.
    pub explained: String,
    /// What to do next, the first first.
    pub next: &'static [&'static str],
}

impl Classification {
    /// Whether the whole message was sent and no answer came: it may have been taken all the same.
    pub(crate) fn is_answer_lost(&self) -> bool {
        self.rule == Some("networkerror.duplicate")
    }

    /// The first question of triage, where the reason may be about more than one message: one case is no pattern.
    pub(crate) fn first_question(&self) -> Option<&'static str> {
        let is_wider = matches!(
            self.reason,
            Reason::AuthFailure
                | Reason::BadReputation
                | Reason::Blocked
                | Reason::Expired
                | Reason::FailedStartTls
                | Reason::NetworkError
                | Reason::NoRelaying
                | Reason::OnHold
                | Reason::PolicyViolation
                | Reason::Rejected
                | Reason::RequirePtr
                | Reason::SecurityError
                | Reason::Speeding
                | Reason::SystemError
                | Reason::TooManyConn
                | Reason::Undefined
        );
        (is_wider && !self.is_answer_lost()).then_some(
            "Ask first whether all mail to that domain fails, or only from this sender or this one message, and since when.",
        )
    }

    /// Whether it passed too many servers: in a circle, or along forwards that add up.
    pub(crate) fn is_many_hops(&self) -> bool {
        self.rule == Some("mailloop.hops")
    }

    /// Takes note that the returned message shows a circle.
    pub(crate) fn prove_circle(&mut self) {
        let entry = reason::circle();
        self.explained = self.explained.replacen(self.sentence, entry.sentence, 1);
        (self.title, self.sentence, self.next) = (entry.title, entry.sentence, entry.next);
    }
}

/// Judges a refusal. Takes time linear in the text, of which it reads the first 8 KiB.
#[must_use]
pub fn classify(words: &Refusal<'_>) -> Classification {
    let folded = Normalized::of(words.text);
    let evidence = codes::evidence(words.reply_code, words.status);
    let scan = Scan::of(&folded, words.step, evidence.as_ref());
    let found = weigh(&scan, evidence.as_ref(), scan.meaning(words), words);
    let of_login = || reason::of_login(words, found.entry).filter(|_| found.reason == Reason::SecurityError);
    let entry = of_login().or(found.entry).unwrap_or_else(|| reason::entry(found.reason));
    let permanence = permanence(words, found.reason);
    let dead_address = dead::is_dead(&dead::Case {
        reason: found.reason,
        confidence: found.confidence,
        permanence,
        step: scan.step,
        status: words.status,
        rule: found.rule,
        words: found.words,
        by_provider: found.provider.is_some(),
        clauses: &scan.clauses,
    });
    let sentence = found.sentence.unwrap_or(entry.sentence);
    let mut explained = sentence.to_owned();
    let disagreement = disagreement(words, folded.text(), &found, permanence);
    if let Some(disagreement) = &disagreement {
        explained.push(' ');
        explained.push_str(disagreement);
    }
    Classification {
        reason: found.reason,
        permanence,
        party: found.party.unwrap_or(entry.party),
        confidence: found.confidence,
        step: scan.step,
        rule: found.rule,
        provider: found.provider,
        weight: found.weight,
        evidence: found.evidence,
        disagreement,
        dead_address,
        title: entry.title,
        sentence,
        explained,
        next: if found.next.is_empty() { entry.next } else { found.next },
    }
}

/// One rule's phrase, found in the text.
#[derive(Debug, Clone)]
struct Hit {
    /// Where the entry stands among the sheets.
    order: usize,
    entry: &'static ReasonEntry,
    rule: &'static Rule,
    /// The length of the phrase, or of the longer half of one with a gap: a gap makes no phrase more exact.
    length: usize,
    at: Range<usize>,
    /// The rule's name, or that of the rule on whom the words are meant for.
    id: &'static str,
    /// What the words are there for.
    role: Role,
    /// Of whom they speak.
    about: Option<Subject>,
    /// Where their sentence stands: the first states the reason.
    sentence: usize,
}

/// Everything the one pass over a text finds.
struct Scan {
    hit: Option<Hit>,
    step: Option<Step>,
    /// Places of the providers that the text names.
    providers: Vec<usize>,
    /// Providers' marks, by the provider's place.
    meanings: Vec<(usize, &'static Meaning)>,
    /// The domains of the addresses in the text.
    domains: Vec<String>,
    /// The text, taken apart.
    clauses: Clauses,
}

/// What one of the phrases stands for.
#[derive(Clone, Copy)]
enum Mark {
    /// A whole phrase of a rule, with the place of its entry.
    Phrase(usize, &'static Rule),
    /// The first half of the phrase with this number.
    FirstHalf(usize),
    /// Its second half.
    SecondHalf(usize, usize, &'static Rule),
    /// Words that say nothing.
    Boilerplate,
    /// A provider's name, by its place among the providers.
    Provider(usize),
    /// A provider's mark, by the provider's place.
    Meaning(usize, &'static Meaning),
    /// The name of a step.
    Step(Step),
}

struct Table {
    phrases: Phrases,
    marks: Vec<Mark>,
    gapped: usize,
}

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let mut patterns: Vec<&'static str> = Vec::new();
    let mut marks = Vec::new();
    let mut gapped = 0;
    for (order, entry) in REASONS.iter().enumerate() {
        for rule in entry.rules {
            for phrase in rule.phrases {
                if let Some((first, second)) = phrase.split_once(" * ") {
                    patterns.extend([first, second]);
                    marks.extend([Mark::FirstHalf(gapped), Mark::SecondHalf(gapped, order, rule)]);
                    gapped += 1;
                } else {
                    patterns.push(phrase);
                    marks.push(Mark::Phrase(order, rule));
                }
            }
        }
    }
    for &(phrase, step) in step::PHRASES {
        patterns.push(phrase);
        marks.push(Mark::Step(step));
    }
    for phrase in reason::BOILERPLATE {
        patterns.push(phrase);
        marks.push(Mark::Boilerplate);
    }
    for (number, provider) in PROVIDERS.iter().enumerate() {
        patterns.extend(provider.shown_by);
        marks.extend(provider.shown_by.iter().map(|_| Mark::Provider(number)));
        for meaning in provider.meanings {
            patterns.extend(meaning.marks);
            marks.extend(meaning.marks.iter().map(|_| Mark::Meaning(number, meaning)));
        }
    }
    Some(Table { phrases: Phrases::exact(patterns)?, marks, gapped })
});

impl Scan {
    fn of(folded: &Normalized, known: Option<Step>, code: Option<&Evidence>) -> Self {
        let text = folded.text();
        let Some(table) = TABLE.as_ref() else { return Self::nothing(known) };
        let mut first_halves: Vec<Option<Range<usize>>> = vec![None; table.gapped];
        let mut hits: Vec<Hit> = Vec::new();
        let mut boilerplate: Vec<Range<usize>> = Vec::new();
        let mut said = None;
        let mut scan = Self::nothing(known);
        for found in table.phrases.hits(text) {
            if !whole_words(text, found.at.start, found.at.end) {
                continue;
            }
            let at = found.at;
            match table.marks.get(found.phrase) {
                Some(&Mark::Phrase(order, rule)) => hits.extend(Hit::of(order, rule, at.len(), at)),
                Some(&Mark::FirstHalf(number)) => {
                    if let Some(slot) = first_halves.get_mut(number).filter(|_| !in_name(text, &at)) {
                        *slot = Some(at);
                    }
                }
                Some(&Mark::SecondHalf(number, order, rule)) => {
                    if let Some(Some(first)) = first_halves.get(number)
                        && first.end <= at.start
                        && at.start - first.end <= GAP
                    {
                        hits.extend(Hit::of(order, rule, first.len().max(at.len()), first.start..at.end));
                    }
                }
                Some(Mark::Boilerplate) => boilerplate.push(at),
                Some(&Mark::Step(step)) => said = Some(step),
                Some(&Mark::Provider(number)) => scan.providers.push(number),
                Some(&Mark::Meaning(number, meaning)) => scan.meanings.push((number, meaning)),
                None => {}
            }
        }
        scan.step = known.or(said);
        scan.domains = folded.domains().to_vec();
        scan.clauses = Clauses::of(text);
        for hit in &mut hits {
            hit.place(text, &scan.clauses, scan.step);
        }
        let mut best: Option<&Hit> = None;
        for hit in &hits {
            let fits = hit.rule.at.is_empty() || scan.step.is_some_and(|step| hit.rule.at.contains(&step));
            let says_nothing = boilerplate.iter().any(|dull| dull.start <= hit.at.start && hit.at.end <= dull.end);
            if fits && !says_nothing && hit.weight() > 0 && best.is_none_or(|best| hit.outweighs(best, code)) {
                best = Some(hit);
            }
        }
        scan.hit = best.cloned().map(|hit| Hit { at: folded.place(hit.at.start, hit.at.end), ..hit });
        scan
    }

    fn nothing(step: Option<Step>) -> Self {
        Self {
            hit: None,
            step,
            providers: Vec::new(),
            meanings: Vec::new(),
            domains: Vec::new(),
            clauses: Clauses::default(),
        }
    }

    /// What the provider that refused means by its marks or its status.
    fn meaning(&self, words: &Refusal<'_>) -> Option<(&'static Provider, &'static Meaning)> {
        let host = words.remote.unwrap_or_default().trim_end_matches('.');
        let answers = |number: usize| {
            self.providers.contains(&number) || PROVIDERS.get(number).is_some_and(|provider| provider.runs(host))
        };
        // A recipient's domain tells less than the name of the server that answered: it counts for marks alone.
        let concerned = |number: usize| {
            answers(number)
                || PROVIDERS.get(number).is_some_and(|provider| {
                    provider.distinctive || self.domains.iter().any(|domain| provider.runs(domain))
                })
        };
        let known = |number: usize| PROVIDERS.get(number).copied();
        let marked = self.meanings.iter().filter(|&&(number, _)| concerned(number));
        let marked = marked.filter_map(|&(number, meaning)| Some((known(number)?, meaning)));
        let agrees = |meaning: &Meaning| words.status.is_some_and(|status| meaning.statuses.contains(&status));
        if let Some(found) = marked.clone().find(|(_, meaning)| agrees(meaning)).or_else(|| marked.clone().next()) {
            return Some(found);
        }
        let spoken = PROVIDERS.iter().enumerate().filter(|&(number, _)| answers(number));
        spoken
            .flat_map(|(_, &provider)| provider.meanings.iter().map(move |meaning| (provider, meaning)))
            .find(|(_, meaning)| agrees(meaning))
    }
}

impl Hit {
    fn of(order: usize, rule: &'static Rule, length: usize, at: Range<usize>) -> Option<Self> {
        REASONS.get(order).map(|&entry| {
            let (id, role) = (rule.id, Role::Said);
            Self { order, entry, rule, length, at, id, role, about: None, sentence: 0 }
        })
    }

    /// Sees what the words are there for and of whom they speak, and takes the reason that follows.
    fn place(&mut self, text: &str, clauses: &Clauses, step: Option<Step>) {
        self.role = clauses.role(&self.at);
        // A link that is a mark of its own states the reason where it stands.
        if matches!(self.role, Role::Advice | Role::Condition)
            && text.get(self.at.clone()).is_some_and(|words| words.contains('/'))
        {
            self.role = Role::Said;
        }
        self.about = clauses.subject(&self.at);
        self.sentence = clauses.sentence(self.at.start);
        let of_origin = clause::accepts_not_from(text, &self.at);
        if let Some((reason, id)) = of_origin.or_else(|| clause::meant(self.entry.reason, self.about, step)) {
            self.entry = reason::entry(reason);
            self.id = id;
        }
    }

    /// How much the words say where they stand: advice, an example and the answer to a later command say little.
    fn weight(&self) -> u8 {
        let weight = self.rule.weight as u8;
        match self.role {
            Role::Said => weight,
            // "If the recipient does not exist" is no statement that it does not.
            Role::Condition
                if matches!(self.entry.reason, Reason::UserUnknown | Reason::HostUnknown | Reason::HasMoved) =>
            {
                0
            }
            Role::Advice | Role::Condition => weight / 2,
            Role::Frame | Role::Later => 0,
        }
    }

    /// Whether it is believed before a code. A rule that rests on the step is a guess, to which a plain code does not yield.
    fn outweighs_code(&self, code: Evidence) -> bool {
        let guess = !self.rule.at.is_empty() && code.speaks() && code.reason != self.entry.reason;
        !guess && self.weight() >= code.weight
    }

    /// Whether it is believed before another: the heavier rule, then the one that a plain code bears out, then the one of
    /// the first sentence, then the longer phrase, which is the more exact one, then the order of the sheets.
    fn outweighs(&self, other: &Self, code: Option<&Evidence>) -> bool {
        let borne_out = |hit: &Self| code.is_some_and(|code| code.speaks() && code.reason == hit.entry.reason);
        let rank =
            |hit: &Self| (hit.weight(), borne_out(hit), usize::MAX - hit.sentence, hit.length, usize::MAX - hit.order);
        rank(self) > rank(other)
    }
}

/// Whether a match does not begin or end amid a word.
fn whole_words(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let begins = !letter(start) || start.checked_sub(1).is_none_or(|before| !letter(before));
    begins && !(letter(end) && end.checked_sub(1).is_some_and(letter))
}

/// The reason that was settled on.
struct Found {
    reason: Reason,
    /// The entry whose phrase told it.
    entry: Option<&'static ReasonEntry>,
    confidence: Confidence,
    rule: Option<&'static str>,
    provider: Option<&'static str>,
    weight: Option<Weight>,
    evidence: Option<Range<usize>>,
    sentence: Option<&'static str>,
    /// What the words that told it are there for, and of whom they speak.
    words: Option<(Role, Option<Subject>)>,
    party: Option<Party>,
    next: &'static [&'static str],
    /// What the codes say, where it is something else.
    overruled_code: Option<Reason>,
    /// What the words say, where the codes were believed.
    overruled_words: Option<Reason>,
}

fn weigh(
    scan: &Scan,
    codes: Option<&Evidence>,
    remote: Option<(&'static Provider, &'static Meaning)>,
    words: &Refusal<'_>,
) -> Found {
    let mut found = Found {
        reason: Reason::Undefined,
        entry: None,
        confidence: Confidence::Possible,
        rule: None,
        provider: None,
        weight: None,
        evidence: None,
        sentence: None,
        words: None,
        party: None,
        next: &[],
        overruled_code: None,
        overruled_words: None,
    };
    // Plain words outrank a provider's table of codes; its own marks are words.
    let remote = remote.filter(|(_, meaning)| {
        let marked = scan.meanings.iter().any(|(_, known)| std::ptr::eq(*known, *meaning));
        marked || !scan.hit.as_ref().is_some_and(|hit| hit.weight() >= Weight::Plain as u8 && hit.rule.at.is_empty())
    });
    if let Some((provider, meaning)) = remote {
        found.party = meaning.party;
        found.next = meaning.next;
        found.provider = Some(provider.name);
        found.reason = meaning.reason;
        found.confidence = meaning.confidence();
        found.rule = Some(meaning.id);
        found.weight = Some(Weight::Sure);
        found.sentence = Some(meaning.sentence);
        return found;
    }
    match (&scan.hit, codes) {
        (Some(hit), codes) if codes.is_none_or(|code| hit.outweighs_code(*code)) => {
            found.reason = hit.entry.reason;
            found.entry = Some(hit.entry);
            found.rule = Some(hit.id);
            found.words = Some((hit.role, hit.about));
            found.weight = Some(hit.rule.weight);
            found.evidence = Some(hit.at.clone());
            let agreed = codes.is_some_and(|code| code.reason == found.reason);
            found.confidence = match hit.rule.weight {
                _ if hit.role != Role::Said => Confidence::Possible,
                Weight::Sure => Confidence::Certain,
                Weight::Plain if agreed => Confidence::Certain,
                Weight::Plain => Confidence::Likely,
                Weight::Fair if agreed => Confidence::Likely,
                Weight::Fair | Weight::Hint => Confidence::Possible,
            };
            found.overruled_code = codes.filter(|code| code.speaks() && !agreed).map(|code| code.reason);
        }
        (hit, Some(code)) => {
            // A code for the recipient's address that comes before the recipient was named means the sender's or the client's.
            let framed = clause::framed(&scan.clauses).filter(|_| !code.speaks());
            let meant = framed.or_else(|| clause::meant(code.reason, None, scan.step));
            found.reason = meant.map_or(code.reason, |(reason, _)| reason);
            // "Not now", with a code for security and no word of one, is no demand.
            if framed.is_none() && code.reason == Reason::SecurityError && !code.speaks() && hit.is_none() {
                let is_for_now = words.reply_code.or(words.status).is_some_and(|code| code.starts_with('4'));
                found.reason = if is_for_now { Reason::OnHold } else { found.reason };
            }
            found.entry = words.status.and_then(reason::of_status).filter(|entry| entry.reason == code.reason);
            found.confidence = if code.speaks() { Confidence::Likely } else { Confidence::Possible };
            found.overruled_words =
                hit.as_ref().filter(|hit| hit.entry.reason != code.reason).map(|hit| hit.entry.reason);
        }
        (_, None) if words.text.trim().is_empty() => {}
        (_, None) => found.reason = Reason::OnHold,
    }
    found
}

/// The nature of the error: by the reply code, which the server meant; else by the class of the status; else by the reason.
fn permanence(words: &Refusal<'_>, reason: Reason) -> Option<Permanence> {
    let class = |code: Option<&str>| match code.and_then(|code| code.bytes().next()) {
        Some(b'5') => Some(Permanence::Permanent),
        Some(b'4') => Some(Permanence::Temporary),
        _ => None,
    };
    // What a server answered for good is no expiry, whatever was tried before.
    if reason == Reason::Expired && !words.reply_code.is_some_and(|code| code.starts_with('5')) {
        return Some(Permanence::Temporary);
    }
    class(words.reply_code).or_else(|| class(words.status)).or(match (reason, words.given_up) {
        (Reason::Delivered | Reason::Feedback | Reason::Vacation | Reason::Undefined | Reason::OnHold, None) => None,
        (_, Some(false)) => Some(Permanence::Temporary),
        (
            Reason::UserUnknown
            | Reason::HostUnknown
            | Reason::HasMoved
            | Reason::NotAccept
            | Reason::NoRelaying
            | Reason::MesgTooBig
            | Reason::ExceedLimit,
            _,
        ) => Some(Permanence::Permanent),
        (_, Some(true)) => Some(Permanence::Permanent),
        (_, None) => None,
    })
}

/// Whether two reasons differ in whose limit or demand was not met, and not in what happened.
fn are_alike(one: Reason, other: Reason) -> bool {
    let is_size = |reason| matches!(reason, Reason::MesgTooBig | Reason::ExceedLimit);
    let is_rate = |reason| matches!(reason, Reason::Speeding | Reason::TooManyConn);
    // Most codes for TLS stand among those for security (RFC 3463 section 3.8).
    let is_security = |reason| matches!(reason, Reason::FailedStartTls | Reason::SecurityError);
    is_size(one) && is_size(other) || is_rate(one) && is_rate(other) || is_security(one) && is_security(other)
}

/// Where codes and words contradict each other: what each says, which was believed, and why.
fn disagreement(words: &Refusal<'_>, folded: &str, found: &Found, permanence: Option<Permanence>) -> Option<String> {
    let code = words.status.or(words.reply_code).unwrap_or_default();
    let lower = |reason: Reason| reason::entry(reason).title;
    if let Some(overruled) = found.overruled_code.filter(|&other| !are_alike(other, found.reason)) {
        return Some(format!(
            "The code {code} stands for another thing ({}). The words were believed, because a server's words are written \
             for the case at hand while its code is often a default.",
            lower(overruled)
        ));
    }
    if let Some(overruled) = found.overruled_words.filter(|&other| !are_alike(other, found.reason)) {
        return Some(format!(
            "The words hint at another thing ({}), but too vaguely. The code {code} was believed.",
            lower(overruled)
        ));
    }
    let reply = words.reply_code.and_then(|code| code.chars().next());
    let status = words.status.and_then(|code| code.chars().next());
    if let (Some(reply @ ('4' | '5')), Some(status @ ('4' | '5'))) = (reply, status)
        && reply != status
    {
        return Some(format!(
            "The reply code {} and the status {} disagree on whether a later try can succeed. The reply code was believed, \
             because it is what sending servers act on.",
            words.reply_code.unwrap_or_default(),
            words.status.unwrap_or_default()
        ));
    }
    if found.reason == Reason::Expired && words.given_up == Some(true) {
        return Some(
            "Each single error could have passed, but the sending server has tried for its whole time and has given up: \
             final by exhaustion, not by refusal."
                .to_owned(),
        );
    }
    let later = ["try again later", "try later", "temporarily", "temporary"];
    if permanence == Some(Permanence::Permanent)
        && words.reply_code.is_some_and(|code| code.starts_with('5'))
        && !matches!(found.reason, Reason::UserUnknown)
        && later.iter().any(|phrase| folded.contains(phrase))
    {
        return Some(format!(
            "The words speak of a later try, but the code {code} is final: the sending server will not try again by itself. \
             The code was believed for that; sending the message again by hand may work."
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(reply_code: &str, status: &str, text: &str) -> Classification {
        let reply_code = (!reply_code.is_empty()).then_some(reply_code);
        let status = (!status.is_empty()).then_some(status);
        classify(&Refusal { reply_code, status, text, ..Refusal::default() })
    }

    #[test]
    fn two_limits_of_size_are_no_disagreement() {
        let classification = judged("552", "5.2.3", "552 5.2.3 message size exceeds fixed maximum message size");
        assert_eq!(classification.reason, Reason::ExceedLimit);
        assert_eq!(classification.disagreement, None);
    }

    #[test]
    fn words_and_code_that_agree_leave_no_doubt() {
        let classification = judged("550", "5.1.1", "550 5.1.1 <kim@example.com>: User unknown");
        assert_eq!(classification.reason, Reason::UserUnknown);
        assert_eq!(classification.confidence, Confidence::Certain);
        assert_eq!(classification.permanence, Some(Permanence::Permanent));
        assert!(classification.dead_address);
        assert_eq!(classification.disagreement, None);
    }

    #[test]
    fn a_full_mailbox_is_believed_against_the_code_for_an_unknown_one() {
        let classification = judged("552", "5.1.1", "552 sorry, that mailbox is over quota (#5.1.1)");
        assert_eq!(classification.reason, Reason::MailboxFull);
        assert!(!classification.dead_address);
        assert!(
            classification
                .disagreement
                .is_some_and(|text| text.contains("5.1.1") && text.contains("words were believed"))
        );
    }

    #[test]
    fn a_final_code_beside_a_later_try_is_said_to_be_final() {
        let classification = judged("550", "5.7.1", "550 5.7.1 blocked for spam, please try again later");
        assert_eq!(classification.permanence, Some(Permanence::Permanent));
        assert!(classification.disagreement.is_some_and(|text| text.contains("final")));
    }

    #[test]
    fn a_message_that_ran_out_of_tries_was_given_up_not_refused() {
        let words = Refusal {
            status: Some("4.4.7"),
            text: "delivery time expired",
            given_up: Some(true),
            ..Refusal::default()
        };
        let classification = classify(&words);
        assert_eq!(classification.reason, Reason::Expired);
        assert_eq!(classification.permanence, Some(Permanence::Temporary));
        assert!(classification.disagreement.is_some_and(|text| text.contains("exhaustion")));
    }

    #[test]
    fn the_words_that_were_believed_are_pointed_at() {
        let text = "552 5.2.2  The Mailbox  is Full";
        let classification = judged("552", "5.2.2", text);
        assert_eq!(classification.evidence.and_then(|at| text.get(at)), Some("Mailbox  is Full"));
    }

    #[test]
    fn a_mailbox_that_is_there_by_code_and_not_by_words_is_told_as_a_contradiction() {
        let classification = judged("550", "5.2.1", "550 5.2.1 <kim@example.com>: User unknown");
        assert_eq!(classification.reason, Reason::UserUnknown);
        assert!(classification.disagreement.is_some_and(|text| text.contains("5.2.1")));
    }

    #[test]
    fn the_provider_whose_mark_told_the_reason_is_named() {
        let words =
            Refusal { remote: Some("mx1.mail.icloud.com"), text: "552 user is over quota", ..Refusal::default() };
        assert_eq!(classify(&words).provider, Some("Apple"));
    }

    #[test]
    fn a_code_alone_is_enough_where_it_names_the_reason() {
        assert_eq!(judged("550", "5.7.25", "").reason, Reason::RequirePtr);
        assert_eq!(judged("550", "", "").reason, Reason::Undefined);
        assert_eq!(judged("550", "", "550 no").reason, Reason::OnHold);
    }

    #[test]
    fn an_address_that_spells_a_reason_says_nothing() {
        assert_eq!(judged("550", "5.1.1", "<mailbox.full@spam.example>: User unknown").reason, Reason::UserUnknown);
    }

    #[test]
    fn access_denied_after_mail_from_is_about_the_sender() {
        let text = "but sender was rejected. 550 <root@host.example>... Access denied";
        assert_eq!(judged("550", "5.7.1", text).reason, Reason::Rejected);
    }
}
