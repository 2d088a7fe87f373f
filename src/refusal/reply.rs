//! Reading a pasted error line: an SMTP reply, a line of a log, or a few of them.

use super::cause;
use super::find::{self, Codes, Standing};
use super::frame;
use super::log_line::{self, Surroundings};
use super::reason::{self, Weight};
use super::{Classification, Refusal, classify, is_in_vain, useful};
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Fact, FactKind, Finding, Party, Severity, Span, Standard, Verdict};
use crate::message::{Field, Message};
use crate::session;
use crate::smtp::codes::Code;
use crate::smtp::{Permanence, Reason, Reply, codes};

/// How many entries of a log extract are judged.
const ENTRIES: usize = 200;
/// The longest text without any code that is still taken for a server's words.
const PHRASE_ONLY: usize = 2_000;

/// Everything there is to say of a pasted reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyReading {
    /// What it says.
    pub reply: Reply,
    /// What follows from it.
    pub findings: Vec<Finding>,
    /// One sentence to read out.
    pub headline: String,
    /// What to show beside it.
    pub verdict: Verdict,
    /// Whether the input has no empty line in it, as a notice in words has.
    pub is_in_one_piece: bool,
}

/// What is said of an error line.
static RULES: &[Rule<()>] = &[
    Rule::also("reply.reason", "errors"),
    Rule::also("reply.disagreement", "errors"),
    Rule::also("reply.step", "errors"),
    Rule::also("reply.causes", "errors"),
    Rule::also("reply.code", "errors"),
    Rule::also("reply.more-entries", "errors"),
];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

/// A text with more lines than this to each answer in it is no extract of a log: by chance a line of anything begins
/// with three digits.
const LINES_TO_AN_ENTRY: usize = 100;

/// Reads an input as an SMTP reply or a log extract; nothing where it is something else.
#[must_use]
pub fn read(clean: &[u8]) -> Option<ReplyReading> {
    if is_header(clean) {
        return None;
    }
    let mut text = String::from_utf8_lossy(clean);
    if text.contains("Remote_host_said:") || text.contains("_does_not_like_recipient") {
        // qmail's log puts an underscore for every blank.
        text = text.replace('_', " ").into();
    }
    let entries = entries(&text);
    let whole = entries.len() == 1;
    let mut read: Vec<Entry<'_>> = entries.into_iter().filter_map(|span| Entry::read(&text, span, whole)).collect();
    if text.lines().count() > read.len().saturating_mul(LINES_TO_AN_ENTRY).max(LINES_TO_AN_ENTRY) {
        return None;
    }
    let best = read.iter().enumerate().max_by_key(|(at, entry)| (entry.rank(), usize::MAX - at)).map(|(at, _)| at)?;
    let others = read.len().saturating_sub(1);
    let best = read.swap_remove(best);
    let doubt = frame::doubt(&text, best.text, &best.codes, &best.around);
    let mut reading = best.into_reading();
    if let Some(doubt) = doubt {
        reading.doubt(doubt);
    }
    if others > 0 {
        reading.findings.push(also(others, &read, reading.reply.reason));
    }
    reading.is_in_one_piece = text.trim().lines().all(|line| !line.trim().is_empty());
    if text.len() != clean.len() {
        // The text was mended on the way, so places in it are not places in the input.
        reading.forget_places(clean.len());
    }
    Some(reading)
}

/// One entry of a log, or one reply, with what was found in it.
struct Entry<'a> {
    text: &'a str,
    span: Span,
    codes: Codes<'a>,
    around: Surroundings<'a>,
    classification: Classification,
}

impl<'a> Entry<'a> {
    /// Reads an entry; nothing where it is neither a reply nor a line of a mail log.
    fn read(text: &'a str, span: Span, whole: bool) -> Option<Self> {
        let text = text.get(span.start..span.end)?;
        let codes = find::codes(text);
        let around = log_line::read(text);
        let code_standing = |code: &Option<find::Code<'_>>| code.as_ref().map(|code| code.standing);
        let standing = code_standing(&codes.reply_code).max(code_standing(&codes.status));
        let is_coded = standing >= Some(Standing::First) || standing == Some(Standing::Led) && around.is_log;
        let is_told = around.given_up.is_some() || around.delivered;
        if !(is_coded || is_told || whole && may_be_words(text)) {
            return None;
        }
        let classification = classify(&Refusal {
            reply_code: codes.reply_code.as_ref().map(|code| code.text),
            status: codes.status.as_ref().map(|code| code.text),
            text,
            step: None,
            remote: around.remote,
            given_up: around.given_up,
        });
        let worded = classification.rule.is_some()
            && (classification.weight >= Some(Weight::Fair) || text.len() <= 300 && classification.weight.is_some());
        (is_coded || around.is_log || worded).then_some(Self { text, span, codes, around, classification })
    }

    /// How much an entry deserves to be the one that is told of: refusals before delays before success.
    fn rank(&self) -> (u8, Confidence) {
        let nature = match self.classification.permanence {
            _ if self.is_success() => 0,
            Some(Permanence::Permanent) => 3,
            Some(Permanence::Temporary) => 2,
            None => 1,
        };
        let sure = match self.classification.confidence {
            Confidence::Certain => Confidence::Possible,
            Confidence::Likely => Confidence::Likely,
            Confidence::Possible => Confidence::Certain,
        };
        (nature, sure)
    }

    fn is_success(&self) -> bool {
        self.around.delivered
            || self.classification.reason == Reason::Delivered
            || self
                .codes
                .reply_code
                .as_ref()
                .is_some_and(|code| code.text.starts_with('2') && code.standing >= Standing::First)
                && self.classification.permanence.is_none()
    }

    fn into_reading(self) -> ReplyReading {
        let success = self.is_success();
        let reason = if success { Reason::Delivered } else { self.classification.reason };
        let party = if success { Party::Nobody } else { self.classification.party };
        let place = |at: &std::ops::Range<usize>| Span::new(at.start, at.end).shifted(self.span.start);
        let code_spans: Vec<Span> =
            [&self.codes.reply_code, &self.codes.status].into_iter().flatten().map(|code| place(&code.at)).collect();
        let words_span = self.classification.evidence.as_ref().map(place);
        let mut findings = Vec::new();
        if self.lone_code().is_none() {
            findings.push(self.reason_finding(success, reason, words_span, &code_spans));
        }
        if !success {
            findings.extend(self.disagreement_finding(words_span, &code_spans));
            findings.extend(self.step_finding());
            findings.extend(self.cause_finding());
        }
        findings.extend(self.code_findings());
        let reply = Reply {
            reply_code: self.codes.reply_code.as_ref().map(|code| code.text.to_owned()),
            status: self.codes.status.as_ref().map(|code| code.text.to_owned()),
            permanence: if success { None } else { self.classification.permanence },
            reason: Some(reason),
            reason_title: (!success).then(|| self.classification.title.to_owned()),
            party: Some(party),
            step: self.classification.step,
            text: session::masked(self.words()),
            span: self.span,
        };
        ReplyReading {
            headline: self.headline(success),
            verdict: self.verdict(success, reason, party),
            findings,
            reply,
            is_in_one_piece: false,
        }
    }

    /// The server's words: what follows the codes.
    fn words(&self) -> &'a str {
        let after = |code: &Option<find::Code<'_>>| {
            code.as_ref().filter(|code| code.standing > Standing::Loose).map_or(0, |code| code.at.end)
        };
        let reply = after(&self.codes.reply_code);
        let status = after(&self.codes.status);
        // A status that stands far behind the code, as qmail's does, ends the words rather than beginning them.
        let start = if status > reply && status.saturating_sub(reply) <= 12 { status } else { reply };
        let start = if start == 0 { status.min(self.text.len()) } else { start };
        let separators = [' ', '-', ':', '\t'];
        let words = self.text.get(start..).unwrap_or_default().trim_start_matches(separators).trim();
        // A log states the status in a field of its own, and the words repeat it.
        let repeated = self.codes.status.as_ref().and_then(|status| words.strip_prefix(status.text));
        let words = repeated.map_or(words, |rest| rest.trim_start_matches(separators));
        if words.is_empty() { self.text.trim() } else { words }
    }

    /// The code, where the entry is a code and nothing else, and one that leaves the reason open.
    fn lone_code(&self) -> Option<&'static Code> {
        let is_open = matches!(self.classification.reason, Reason::OnHold | Reason::Undefined);
        is_open.then(|| codes::lookup(self.text)).flatten()
    }

    /// Whether a queue still tries, and whether all tries are over.
    fn fate(&self) -> (bool, bool) {
        let permanence = self.classification.permanence;
        let is_over = self.around.given_up == Some(true) || permanence == Some(Permanence::Permanent);
        (!is_over && permanence == Some(Permanence::Temporary), is_over)
    }

    /// Whether all tries are over, and no answer was a refusal for good.
    fn is_given_up(&self) -> bool {
        let is_open = self.classification.reason == Reason::Expired
            || self.classification.permanence == Some(Permanence::Temporary);
        self.around.given_up == Some(true) && is_open
    }

    fn headline(&self, success: bool) -> String {
        if success {
            return "The server reports success: there is nothing to do.".to_owned();
        }
        let what = match self.lone_code() {
            Some(code) => format!("{}: {}", self.text.trim(), code.title),
            None => capitalised(self.classification.title),
        };
        let whom = self.around.recipient.map(|address| format!(" ({address})")).unwrap_or_default();
        let nature = match self.classification.permanence {
            _ if self.is_given_up() => "The sending server has given up.".to_owned(),
            Some(Permanence::Permanent) => match self.around.remote {
                Some(_) if self.codes.reply_code.is_none() && is_silence(self.classification.reason) => {
                    "The sending server has given up.".to_owned()
                }
                Some(remote) => format!("Refused for good by {remote}."),
                None => "Refused for good.".to_owned(),
            },
            Some(Permanence::Temporary) => "A later try may succeed.".to_owned(),
            None => "The line does not say whether a later try can succeed.".to_owned(),
        };
        format!("{what}{whom}. {nature}")
    }

    fn verdict(&self, success: bool, reason: Reason, party: Party) -> Verdict {
        let (severity, stamp) = match self.classification.permanence {
            _ if success => (Severity::Good, "DONE"),
            _ if self.is_given_up() => (Severity::Problem, "GIVEN UP"),
            Some(Permanence::Permanent) => (Severity::Problem, "REFUSED"),
            Some(Permanence::Temporary) => (Severity::Warning, "PUT OFF"),
            None => (Severity::Warning, "ERROR"),
        };
        let codes = [&self.codes.reply_code, &self.codes.status];
        let codes: Vec<&str> = codes.into_iter().flatten().map(|code| code.text).collect();
        let mut facts = vec![
            fact("Whose side", side(party)).of(FactKind::Side),
            fact("How sure", sureness(self.classification.confidence)).of(FactKind::Sureness),
        ];
        if let Some(step) = self.classification.step {
            facts.push(fact("Step", step.name()).of(FactKind::Step));
        }
        if let Some(remote) = self.around.remote {
            // A host that never answered was only tried.
            let answered = self.codes.reply_code.is_some() || !is_silence(reason);
            facts.push(fact(if answered { "Answered by" } else { "Tried" }, remote));
        }
        if let Some(provider) = self.classification.provider {
            facts.push(fact("Known from", &format!("the meaning that {provider} gives to this answer")));
        }
        if let Some(recipient) = self.around.recipient {
            facts.push(fact("Recipient", recipient));
        }
        Verdict {
            severity,
            stamp: stamp.to_owned(),
            stamp_detail: codes.join(" "),
            detail: match self.lone_code() {
                _ if success => String::new(),
                Some(code) => code.meaning.to_owned(),
                None => self.classification.explained.clone(),
            },
            facts,
        }
    }

    fn reason_finding(&self, success: bool, reason: Reason, words: Option<Span>, codes: &[Span]) -> Finding {
        let entry = reason::entry(reason);
        let (severity, party) = match self.classification.permanence {
            _ if success => (Severity::Good, Party::Nobody),
            Some(Permanence::Permanent) => (Severity::Problem, self.classification.party),
            _ => (Severity::Warning, self.classification.party),
        };
        let told = &self.classification;
        let (title, why, next) =
            if success { (entry.title, entry.sentence, entry.next) } else { (told.title, told.sentence, told.next) };
        let mut finding = Finding::new("reply.reason", severity, party, told.confidence, capitalised(title)).why(why);
        let (is_queued, is_over) = self.fate();
        for step in useful(next, is_queued, is_over) {
            finding = finding.next(step);
        }
        if !success {
            finding.next.extend(told.first_question().map(str::to_owned));
        }
        if told.is_answer_lost() {
            finding = finding.by(Standard::DuplicateMessages, "");
        }
        finding.shown_by(words.into_iter().chain(codes.iter().copied()))
    }

    fn disagreement_finding(&self, words: Option<Span>, codes: &[Span]) -> Option<Finding> {
        let disagreement = self.classification.disagreement.as_ref()?;
        let title = "The codes and the words do not agree";
        let title = if self.classification.reason == Reason::Expired { "Given up after many tries" } else { title };
        let finding = Finding::new("reply.disagreement", Severity::Note, Party::Unknown, Confidence::Certain, title);
        Some(finding.why(disagreement).shown_by(words.into_iter().chain(codes.iter().copied())))
    }

    fn step_finding(&self) -> Option<Finding> {
        // Where the answer was lost there is none to explain.
        let step = self.classification.step.filter(|_| !self.classification.is_answer_lost())?;
        let title = format!("The answer came at {}", step.name());
        Some(Finding::new("reply.step", Severity::Note, Party::Nobody, Confidence::Certain, title).why(step.meaning()))
    }

    fn cause_finding(&self) -> Option<Finding> {
        let causes = cause::causes(&self.classification, self.text);
        let first = causes.first()?;
        let title = "What may lie behind it, the likeliest first";
        let why: Vec<String> = causes
            .iter()
            .take(5)
            .map(|ranked| format!("{}: {}", side(ranked.cause.party), ranked.cause.text))
            .collect();
        let mut finding = Finding::new("reply.causes", Severity::Note, first.cause.party, first.confidence, title)
            .why(why.join("\n"));
        for ranked in causes.iter().take(3) {
            finding = finding.next(ranked.cause.check);
        }
        Some(finding)
    }

    /// What each code means by the book.
    fn code_findings(&self) -> impl Iterator<Item = Finding> {
        let place = |at: &std::ops::Range<usize>| Span::new(at.start, at.end).shifted(self.span.start);
        let (is_queued, is_over) = self.fate();
        let found = [&self.codes.reply_code, &self.codes.status].into_iter().flatten();
        found.filter_map(move |code| {
            let known = codes::lookup(code.text)?;
            // What the book says of a code that is used in another sense contradicts the cause.
            let is_open = matches!(self.classification.reason, Reason::OnHold | Reason::Undefined);
            if known.is_enhanced() && !known.fits(self.classification.reason) && !is_open {
                return None;
            }
            let title = format!("{}: {}", code.text, known.title);
            let mut finding = Finding::new("reply.code", Severity::Note, Party::Nobody, Confidence::Certain, title)
                .why(known.meaning)
                .shown_by([place(&code.at)]);
            if !is_in_vain(known.advice, is_queued, is_over) {
                finding = finding.next(known.advice);
            }
            finding.references.push(known.reference());
            Some(finding)
        })
    }
}

impl ReplyReading {
    /// Says no more than "possible" of a text that is no server's answer by its form.
    fn doubt(&mut self, doubt: frame::Doubt) {
        for finding in &mut self.findings {
            finding.confidence = Confidence::Possible;
        }
        for fact in self.verdict.facts.iter_mut().filter(|fact| fact.kind == FactKind::Sureness) {
            sureness(Confidence::Possible).clone_into(&mut fact.value);
        }
        self.headline = format!("{} If a server said it: {}", doubt.sentence(), self.headline);
        self.verdict.detail = format!("{} {}", doubt.sentence(), self.verdict.detail).trim_end().to_owned();
        self.verdict.severity = Severity::Note;
        "UNSURE".clone_into(&mut self.verdict.stamp);
    }

    /// Points at the whole input where places in it are not known.
    fn forget_places(&mut self, length: usize) {
        self.reply.span = Span::new(0, length);
        for finding in &mut self.findings {
            finding.evidence.clear();
        }
    }
}

/// A note on the other entries of an extract.
fn also(others: usize, entries: &[Entry<'_>], told: Option<Reason>) -> Finding {
    let differ =
        entries.iter().filter(|entry| Some(entry.classification.reason) != told && !entry.is_success()).count();
    let title = format!("{others} more {} in the extract", if others == 1 { "entry stands" } else { "entries stand" });
    let why = match differ {
        0 => "They say the same, or report success. The gravest one is told of above.".to_owned(),
        1 => "One of them was refused or put off for another reason. Paste it alone to read it.".to_owned(),
        _ => format!("{differ} of them were refused or put off for other reasons. Paste one alone to read it."),
    };
    let spans = entries.iter().take(20).map(|entry| entry.span);
    Finding::new("reply.more-entries", Severity::Note, Party::Nobody, Confidence::Certain, title)
        .why(why)
        .shown_by(spans)
}

/// Whether the input is a header block or a message: it has fields that mail has.
fn is_header(clean: &[u8]) -> bool {
    const FIELDS: &[&str] = &[
        "received",
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "return-path",
        "delivered-to",
        "mime-version",
        "content-type",
        "reply-to",
        "sender",
        "authentication-results",
        "dkim-signature",
        "in-reply-to",
        "references",
        "reporting-mta",
        "final-recipient",
        "feedback-type",
        "list-id",
        "arc-seal",
        "received-spf",
    ];
    const FAMILIES: &[&str] = &["x-", "list-", "arc-", "dkim-", "resent-", "content-"];
    let message = Message::read(clean, 0);
    let is_known = |field: &Field<'_>| {
        let name = field.name.to_ascii_lowercase();
        FIELDS.contains(&name.as_str()) || FAMILIES.iter().any(|family| name.starts_with(family))
    };
    let known = message.fields.iter().filter(|field| is_known(field)).count();
    match (message.fields.len(), known) {
        (_, 0) => false,
        // One line that only begins like a field: a log line of a program that prints `From: <x> RCPT: <y>`.
        (1, 1) => !message.fields.iter().any(|field| {
            let value = field.unfolded();
            value.contains("Remote host said") || value.contains("RCPT:")
        }),
        _ => true,
    }
}

/// The entries of a text: lines, with those that belong together joined.
fn entries(text: &str) -> Vec<Span> {
    let mut entries: Vec<Span> = Vec::new();
    let mut at = 0;
    let mut open = false;
    let mut continued = false;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        let bytes = line.as_bytes();
        let coded = bytes.get(..3).is_some_and(|code| code.iter().all(u8::is_ascii_digit));
        let fresh = log_line::begins_with_a_stamp(line) || coded && !continued;
        continued = coded && bytes.get(3) == Some(&b'-');
        let full = entries.len() >= ENTRIES;
        match entries.last_mut() {
            Some(last) if open && !fresh => last.end = span.end,
            _ if full => break,
            _ => entries.push(span),
        }
        open = true;
    }
    entries
}

/// Whether a reason says that no server answered.
fn is_silence(reason: Reason) -> bool {
    matches!(reason, Reason::Expired | Reason::NetworkError | Reason::HostUnknown)
}

/// Whether a text without codes may be a server's words: short, in one piece, and more than a name or an address.
fn may_be_words(text: &str) -> bool {
    let text = text.trim();
    text.len() <= PHRASE_ONLY && text.split_whitespace().nth(1).is_some()
}

pub(crate) fn fact(label: &str, value: &str) -> Fact {
    Fact::new(label, value.to_owned())
}

pub(crate) fn side(party: Party) -> &'static str {
    match party {
        Party::Sender => "The sender's side",
        Party::Recipient => "The recipient's side",
        Party::Forwarder => "The forwarder's side",
        Party::Network => "The network between",
        Party::Nobody => "Nobody's: nothing need be done",
        Party::Unknown => "The line does not tell",
    }
}

pub(crate) fn sureness(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain => "The words leave no doubt",
        Confidence::Likely => "Likely",
        Confidence::Possible => "One possibility among several",
    }
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::smtp::Step;

    fn reading(text: &str) -> ReplyReading {
        read(text.as_bytes()).unwrap()
    }

    fn ids(reading: &ReplyReading) -> Vec<&str> {
        reading.findings.iter().map(|finding| finding.id.as_ref()).collect()
    }

    #[test]
    fn a_plain_reply_is_read_with_its_codes_and_words() {
        let reading = reading("550 5.1.1 <kim@example.com>: User unknown");
        assert_eq!(reading.reply.reply_code.as_deref(), Some("550"));
        assert_eq!(reading.reply.status.as_deref(), Some("5.1.1"));
        assert_eq!(reading.reply.reason, Some(Reason::UserUnknown));
        assert_eq!(reading.reply.text, "<kim@example.com>: User unknown");
        assert_eq!(reading.headline, "No such mailbox at the recipient's domain (kim@example.com). Refused for good.");
        assert_eq!(reading.verdict.stamp, "REFUSED");
    }

    #[test]
    fn a_postfix_log_line_tells_the_step_and_who_answered() {
        let reading = reading(
            "Feb 13 21:23:21 out postfix/smtp[1]: 4Q: to=<kim@example.com>, relay=mx.example.net[192.0.2.5]:25, delay=550, \
             dsn=5.2.2, status=bounced (host mx.example.net[192.0.2.5] said: 552 5.2.2 Mailbox full (in reply to RCPT TO command))",
        );
        assert_eq!(reading.reply.step, Some(Step::Rcpt));
        assert_eq!(reading.reply.reply_code.as_deref(), Some("552"));
        assert!(reading.headline.ends_with("Refused for good by mx.example.net."));
        assert!(ids(&reading).contains(&"reply.step"));
    }

    #[test]
    fn a_deferred_line_is_told_with_what_may_lie_behind_it() {
        let reading = reading(
            "Feb 13 21:23:21 out postfix/smtp[1]: 4Q: to=<kim@example.com>, relay=none, delay=5, dsn=4.4.1, status=deferred \
             (connect to mx.example.net[192.0.2.5]:25: Connection timed out)",
        );
        assert_eq!(reading.reply.permanence, Some(Permanence::Temporary));
        assert_eq!(reading.verdict.stamp, "PUT OFF");
        assert!(ids(&reading).contains(&"reply.causes"));
    }

    #[test]
    fn greylisting_is_told_by_its_name() {
        let reading = reading(
            "450 4.7.1 <kim@example.com>: Recipient address rejected: Greylisted, see https://example.com/grey (in reply to \
             RCPT TO command)",
        );
        assert!(reading.headline.contains("greylisting") && reading.headline.ends_with("A later try may succeed."));
        assert!(reading.verdict.detail.contains("Nothing is wrong with the address or the message."));
        assert_eq!(reading.verdict.stamp, "PUT OFF");
    }

    #[test]
    fn a_code_alone_is_told_as_the_code_it_is() {
        let reading = reading("421");
        assert_eq!(reading.headline, "421: Service not available. A later try may succeed.");
        assert!(!ids(&reading).contains(&"reply.reason"));
    }

    #[test]
    fn exchange_qmail_and_sendmail_lines_are_read() {
        let exchange = reading(
            "[{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found};{FQDN=a.mail.protection.outlook.com}]",
        );
        assert_eq!(exchange.reply.reply_code.as_deref(), Some("550"));
        assert_eq!(exchange.reply.reason, Some(Reason::UserUnknown));
        let qmail = reading(
            "delivery 5: failure: 192.0.2.5_does_not_like_recipient./Remote_host_said:_550_5.2.2_mailbox_full/",
        );
        assert_eq!(qmail.reply.status.as_deref(), Some("5.2.2"));
        assert_eq!(qmail.reply.reason, Some(Reason::MailboxFull));
        let sendmail = reading("Feb 13 21:23:21 mx sm-mta[9]: 6D: to=<kim@example.com>, dsn=5.1.1, stat=User unknown");
        assert_eq!(sendmail.reply.status.as_deref(), Some("5.1.1"));
    }

    #[test]
    fn the_gravest_entry_of_an_extract_is_told_of() {
        let reading = reading("450 4.2.1 come back later\n550 5.1.1 user unknown\n250 2.0.0 ok");
        assert_eq!(reading.reply.reason, Some(Reason::UserUnknown));
        assert!(ids(&reading).contains(&"reply.more-entries"));
    }

    #[test]
    fn a_reply_of_several_lines_is_one_reply() {
        let reading = reading("550-5.7.26 This mail is not\n550-5.7.26 authenticated\n550 5.7.26 with SPF or DKIM");
        assert_eq!(reading.reply.reason, Some(Reason::AuthFailure));
        assert!(!ids(&reading).contains(&"reply.more-entries"));
    }

    #[test]
    fn a_long_text_with_a_number_in_it_is_no_reply() {
        let text = format!("{}433 of them were sold\n", "They counted the stamps.\n".repeat(500));
        assert!(read(text.as_bytes()).is_none());
    }

    #[test]
    fn success_is_told_as_success() {
        let reading = reading("250 2.0.0 Ok: queued as 4QxYz550");
        assert_eq!(reading.reply.reason, Some(Reason::Delivered));
        assert_eq!(reading.verdict.stamp, "DONE");
        assert_eq!(reading.reply.permanence, None);
    }

    #[test]
    fn letters_headers_and_names_are_no_replies() {
        for text in [
            "Dear Kim,\n\nmy mailbox is full of spam, so I could not answer.\n\nKind regards",
            "Subject: Mailbox full",
            "X-Spam-Status: Yes, score=9.5 required=5.0 tests=RBL",
            "From: kim@example.com\nSubject: hello\n\n550 5.1.1 user unknown",
            "example.com",
            "spamhaus.org",
            "",
            "\n \n",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        let reading = read(b"550 5.1.1 \xff\xfe user unknown").unwrap();
        assert_eq!(reading.reply.reason, Some(Reason::UserUnknown));
        assert!(reading.findings.iter().all(|finding| finding.evidence.is_empty()));
    }
}
