//! What a session comes to: the step at which it ended and why, and the faults of the session itself.

mod client;
mod faults;
mod outcome;

use super::SessionReading;
use super::facts::{Answer, Exchange};
use super::line::has;
use super::note::Failure;
use super::reading::{MOST_LINES, Transcript};
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Finding, Party, Severity, Verdict, weightiest_first};
use crate::refusal::reply::{fact, side, sureness};
use crate::refusal::{Classification, Refusal, classify};
use crate::smtp::{Permanence, Step};

/// A transcript with the verdict on the reply at which it stopped.
struct Case {
    transcript: Transcript,
    classification: Option<Classification>,
}

type Run = fn(&Case) -> Option<Finding>;

/// Every rule about a session, in the order in which findings of one weight stand.
static RULES: &[Rule<Run>] = &[
    Rule::new("session.client-error", "by-hand", client::gave_up),
    Rule::new("session.optional-refused", "by-hand", client::optional_refused),
    Rule::new("session.refused", "by-hand", outcome::refused),
    Rule::new("session.silent", "by-hand", outcome::silent),
    Rule::new("session.taken", "by-hand", outcome::taken),
    Rule::new("session.arrived", "by-hand", outcome::arrived),
    Rule::new("session.no-replies", "by-hand", outcome::open_end),
    Rule::also("session.open-end", "by-hand"),
    Rule::new("session.asked", "by-hand", outcome::asked),
    Rule::new("session.step", "by-hand", outcome::step),
    Rule::new("session.some-recipients", "by-hand", outcome::some_recipients),
    Rule::new("session.changed-by-tls", "by-hand", outcome::changed_by_tls),
    Rule::new("session.inferred", "by-hand", outcome::inferred),
    Rule::new("session.others", "by-hand", outcome::other_sessions),
    Rule::new("session.helo-name", "by-hand", faults::helo_name),
    Rule::new("session.helo-not-tried", "by-hand", faults::helo_not_tried),
    Rule::new("session.early", "by-hand", faults::early),
    Rule::new("session.order", "by-hand", faults::order),
    Rule::new("session.syntax", "by-hand", faults::syntax),
    Rule::new("session.clear-login", "by-hand", faults::login_in_the_clear),
    Rule::new("session.no-empty-line", "by-hand", faults::no_empty_line),
    Rule::new("session.bare-lf", "by-hand", faults::line_ends_and_lengths),
    Rule::also("session.long-line", "by-hand"),
    Rule::new("session.dot", "by-hand", faults::dot_not_stuffed),
    Rule::new("session.eight-bit", "by-hand", faults::eight_bit),
    Rule::new("session.renegotiated", "by-hand", faults::renegotiated),
    Rule::new("session.too-long", "by-hand", too_long),
];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

/// Whether a transcript is one of a session, and not a reply or two.
pub(super) fn is_session(transcript: &Transcript) -> bool {
    let exchanges = &transcript.session.exchanges;
    let answered = exchanges.iter().filter(|one| one.reply_code.is_some()).count();
    // What a client says of a failure in its dialogue; a sentence that quotes the failure is no session.
    let is_spoken = !exchanges.is_empty() && (answered > 0 || transcript.notes >= 2);
    if transcript.gave_up.is_some() && is_spoken {
        return true;
    }
    if transcript.is_log || transcript.failure.is_some() && transcript.is_connected {
        return true;
    }
    let is_at =
        |one: Option<&Exchange>, step| one.is_some_and(|one| one.step == Some(step) && one.answer == Answer::Accepted);
    let greeted = is_at(exchanges.first(), Step::Connect);
    // A client that says it connected, and shows by marks who speaks.
    let turned_away = |one: &Exchange| one.step == Some(Step::Connect) && one.reply_code.is_some();
    if transcript.has_marks && transcript.is_connected && exchanges.first().is_some_and(turned_away) {
        return true;
    }
    let is_ungreeted = |one: &Exchange| one.step == Some(Step::Connect) && one.answer == Answer::Silent;
    if transcript.has_marks
        && transcript.is_connected
        && transcript.lost.is_some()
        && exchanges.first().is_some_and(is_ungreeted)
    {
        return true;
    }
    if transcript.has_commands {
        // The ordinary log of a server tells refusals of many sessions; with its connection one is a session.
        let is_bare = |one: &Exchange| one.command.as_deref().is_none_or(|command| !command.contains([' ', ':', '.']));
        let is_log = transcript.session.form == "Postfix" && exchanges.iter().all(is_bare);
        let spoken = |one: &Exchange| one.step.is_some() && one.command.is_some();
        let both = exchanges.iter().any(|one| spoken(one) && one.answer != Answer::NotShown);
        let commands = exchanges.iter().filter(|one| spoken(one)).count();
        return if is_log {
            transcript.is_connected && answered >= 1
        } else {
            both || commands >= 2 || greeted && answered >= 2
        };
    }
    // Replies alone: the greeting and what follows it, or an answer that only a session has.
    let has_data = exchanges.iter().any(|one| is_at(Some(one), Step::Data));
    match answered {
        // Connected, and nothing more: what the program says of it must leave no doubt.
        0 => transcript.notes >= 2 && !exchanges.is_empty(),
        1 => greeted && transcript.lost.is_some() || transcript.is_connected && (greeted || transcript.notes >= 2),
        _ => greeted || has_data || transcript.is_connected,
    }
}

/// More lines than are read.
fn too_long(case: &Case) -> Option<Finding> {
    case.transcript.cut_at?;
    let title = format!("The first {MOST_LINES} lines were read, and no more");
    Some(
        Finding::new("session.too-long", Severity::Note, Party::Nobody, Confidence::Certain, title)
            .why("Sessions further down are not counted.")
            .next("Cut the log down to the time or the session that matters, and read it again."),
    )
}

/// What there is to say of it.
pub(super) fn of(transcript: Transcript) -> SessionReading {
    // A log tells of refusals in words of its own too.
    let is_worded = |stop: &&Exchange| stop.reply_code.is_some() || transcript.is_log && stop.answer != Answer::Silent;
    let classification = transcript.session.stop().filter(is_worded).map(|stop| {
        classify(&Refusal {
            reply_code: stop.reply_code.as_deref(),
            status: stop.status.as_deref(),
            text: &stop.reply,
            step: stop.step,
            remote: transcript.session.server.as_deref(),
            given_up: None,
        })
    });
    let case = Case { transcript, classification };
    let mut findings: Vec<Finding> = RULES.iter().filter_map(|rule| rule.run?(&case)).collect();
    weightiest_first(&mut findings);
    SessionReading { headline: case.headline(), verdict: case.verdict(), findings, session: case.transcript.session }
}

impl Case {
    fn stop(&self) -> Option<&Exchange> {
        self.transcript.session.stop()
    }

    fn server(&self) -> &str {
        self.transcript.session.server.as_deref().unwrap_or("The server")
    }

    /// Whose side must act.
    fn party(&self) -> Party {
        if let Some(explained) = self.gave_up() {
            return explained.party;
        }
        match (&self.classification, self.stop()) {
            (Some(classification), _) => classification.party,
            (None, Some(_)) if matches!(self.transcript.failure, Some((Failure::Unreachable, _))) => Party::Network,
            (None, Some(_)) => Party::Unknown,
            (None, None) => Party::Nobody,
        }
    }

    /// Recipients that were refused or put off while the message was taken for others.
    fn lost_recipients(&self) -> usize {
        if self.transcript.session.taken().is_none() {
            return 0;
        }
        self.transcript.session.exchanges.iter().filter(|one| one.is_of_recipient() && one.answer.is_no()).count()
    }

    fn headline(&self) -> String {
        let session = &self.transcript.session;
        let server = self.server();
        if let Some(explained) = self.gave_up() {
            return format!("{}.", explained.title);
        }
        if let Some(stop) = self.stop() {
            let step = stop.step.map_or("a step that is not told", Step::name);
            let reason = self.classification.as_ref().map_or("", |classification| classification.title);
            return match (stop.answer, stop.step) {
                (Answer::Silent, Some(Step::Connect)) => self.no_connection(),
                // No server had a say in it.
                (_, Some(Step::Lookup)) => format!("The message ended at {step}: {reason}."),
                (Answer::Silent, _) => format!("{server} gave no answer at {step}: the connection ended there."),
                (answer, _) => {
                    let verb = if answer == Answer::Deferred { "put off" } else { "refused" };
                    let what = match (&stop.address, stop.step) {
                        (Some(address), _) if address.is_empty() => "the empty sender".to_owned(),
                        (Some(address), _) => address.clone(),
                        (None, Some(Step::Mail)) => "the sender".to_owned(),
                        (None, Some(Step::Rcpt)) => "a recipient".to_owned(),
                        (None, Some(Step::EndOfData)) => "the message".to_owned(),
                        (None, Some(Step::Connect | Step::Helo)) => "this client".to_owned(),
                        (None, _) if self.transcript.is_log => "the message".to_owned(),
                        (None, _) => "the command".to_owned(),
                    };
                    let others = if self.lost_recipients() > 0 {
                        " The message was taken for the other recipients."
                    } else {
                        ""
                    };
                    format!("{server} {verb} {what} at {step}: {reason}.{others}")
                }
            };
        }
        if session.taken().is_some() {
            let id = session.queue_id.as_ref().map(|id| format!(" It calls it {id}.")).unwrap_or_default();
            let but = match client::refused_on_the_way(self) {
                Some(one) => format!(" It refused {} before.", one.step.map_or("a command", Step::name)),
                None => String::new(),
            };
            return format!("{server} took the message, and is responsible for it from then on.{id}{but}");
        }
        if let Some(arrived) = self.arrived() {
            return format!("{}.", self.arrival(arrived));
        }
        if let Some(last) = self.open_end() {
            return format!("The transcript ends at {}, before an answer.", last.step.map_or("a command", Step::name));
        }
        if self.transcript.lost.is_some_and(|(_, by_client)| by_client) {
            return "The client ended the connection before a message was sent.".to_owned();
        }
        if self.transcript.is_log {
            return "Nothing was refused, as far as the log goes; it does not show the message's end.".to_owned();
        }
        if !self.asked().is_empty() {
            return format!("{server} was asked about addresses (VRFY, EXPN); no message was sent.");
        }
        match session.exchanges.iter().rfind(|one| one.answer.is_no()) {
            Some(one) => {
                let reply = one.reply.lines().next().unwrap_or_default();
                format!("No message was sent. {server} refused {}: {reply}", one.name())
            }
            None => "The server refused nothing, and no message was sent.".to_owned(),
        }
    }

    /// What was asked about addresses, in a session that went no further than that.
    fn asked(&self) -> Vec<&Exchange> {
        let exchanges = &self.transcript.session.exchanges;
        if exchanges.iter().any(|one| matches!(one.step, Some(step) if !matches!(step, Step::Connect | Step::Helo))) {
            return Vec::new();
        }
        exchanges.iter().filter(|one| matches!(one.verb().as_str(), "VRFY" | "EXPN")).collect()
    }

    /// The event with which the message came to its mailbox, where nothing stopped it.
    fn arrived(&self) -> Option<&Exchange> {
        let session = &self.transcript.session;
        session.at(Step::Delivery).filter(|one| one.answer == Answer::Accepted && session.stopped.is_none()).last()
    }

    /// Where it came to.
    fn arrival(&self, arrived: &Exchange) -> &'static str {
        match &arrived.reply {
            reply if has(reply, &["Quarantine"]) => "The message is in quarantine, and not in the mailbox",
            reply if has(reply, &["Junk"]) => "The message was delivered, to the folder for junk mail",
            _ => "The message was delivered",
        }
    }

    fn no_connection(&self) -> String {
        let server = self.transcript.session.server.as_deref().unwrap_or("the server");
        match self.transcript.failure.map(|(failure, _)| failure) {
            Some(Failure::Refused) => format!("No connection: {server} answers, but nothing listens on that port."),
            Some(Failure::TimedOut) => format!("No connection: nothing answered from {server}."),
            Some(Failure::Unreachable) => format!("No connection: there is no way to {server} from this network."),
            Some(Failure::Untold) => format!("No connection to {server} came about."),
            Some(Failure::NoName) => format!("No connection: the name of {server} was not found."),
            None => format!("The connection to {server} ended before a greeting came."),
        }
    }

    /// The last command, where no answer to it is shown, and nothing says why.
    fn open_end(&self) -> Option<&Exchange> {
        let session = &self.transcript.session;
        let last = session.exchanges.iter().rev().find(|one| one.step.is_some())?;
        (last.answer == Answer::NotShown && last.verb() != "QUIT").then_some(last)
    }

    fn verdict(&self) -> Verdict {
        let session = &self.transcript.session;
        let permanence = self.classification.as_ref().and_then(|classification| classification.permanence);
        let (severity, stamp) = match self.stop().map(|stop| stop.answer) {
            _ if self.gave_up().is_some() => (Severity::Problem, "GAVE UP"),
            Some(_) if self.lost_recipients() > 0 => (Severity::Warning, "IN PART"),
            Some(Answer::Silent) => (Severity::Problem, "NO ANSWER"),
            Some(_) if permanence == Some(Permanence::Temporary) => (Severity::Warning, "PUT OFF"),
            Some(_) => (Severity::Problem, "REFUSED"),
            None if session.taken().is_some()
                && (session.has_flaw() || self.transcript.gave_up.is_some_and(|(error, _)| error.is_failure())) =>
            {
                (Severity::Warning, "TAKEN, BUT")
            }
            None if session.taken().is_some() => (Severity::Good, "TAKEN"),
            None if self.arrived().is_some_and(|arrived| has(&arrived.reply, &["Quarantine"])) => {
                (Severity::Warning, "HELD")
            }
            None if self.arrived().is_some() => (Severity::Good, "DELIVERED"),
            None if self.open_end().is_some() => (Severity::Note, "CUT OFF"),
            None => (Severity::Note, "NO MESSAGE"),
        };
        let stop = self.stop().or(session.taken()).or(self.arrived());
        let codes: Vec<&str> =
            stop.iter().flat_map(|stop| [&stop.reply_code, &stop.status]).flatten().map(String::as_str).collect();
        let mut facts = Vec::new();
        if self.stop().is_some() || self.gave_up().is_some() {
            let party = self.party();
            facts.push(fact(
                "Whose side",
                if party == Party::Unknown { "The transcript does not tell" } else { side(party) },
            ));
        }
        if let Some(classification) = &self.classification {
            facts.push(fact("How sure", sureness(classification.confidence)));
        }
        if let Some(step) = stop.and_then(|stop| stop.step) {
            facts.push(fact("Step", step.name()));
        }
        if let Some(server) = &session.server {
            let answered = session.exchanges.iter().any(|one| one.reply_code.is_some());
            facts.push(fact(if answered { "Answered by" } else { "Tried" }, server));
        }
        if let Some(id) = &session.queue_id {
            facts.push(fact("Queue id", id));
        }
        let transcript = if session.form == "terminal" { "a terminal" } else { session.form.as_ref() };
        facts.push(fact("Written by", transcript));
        Verdict {
            severity,
            stamp: stamp.to_owned(),
            stamp_detail: codes.join(" "),
            detail: self
                .classification
                .as_ref()
                .map(|classification| classification.explained.clone())
                .unwrap_or_default(),
            facts,
        }
    }
}

/// A note that asks nobody to act.
fn note(id: &'static str, title: impl Into<String>) -> Finding {
    Finding::new(id, Severity::Note, Party::Nobody, Confidence::Certain, title)
}
