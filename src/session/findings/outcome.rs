//! How the session ended, and what that means at its step.

use super::{Case, note};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::refusal::reply::capitalised;
use crate::refusal::{cause, useful};
use crate::session::facts::Answer;
use crate::session::note::Failure;
use crate::smtp::{Permanence, Step, codes};

/// The first refusal, with what the rooms of bounces know of it.
pub(super) fn refused(case: &Case) -> Option<Finding> {
    let (stop, classification) = (case.stop()?, case.classification.as_ref()?);
    let severity = match classification.permanence {
        Some(Permanence::Temporary) => Severity::Warning,
        _ => Severity::Problem,
    };
    let mut finding = Finding::new(
        "session.refused",
        severity,
        classification.party,
        classification.confidence,
        capitalised(classification.title),
    )
    .why(&classification.explained)
    .shown_by(stop.evidence.iter().copied());
    let is_over = classification.permanence == Some(Permanence::Permanent);
    // A queue writes a log; what is typed by hand is sent again by hand.
    for step in useful(classification.next, case.transcript.is_log && !is_over, is_over) {
        finding = finding.next(step);
    }
    finding.next.extend(classification.first_question().map(str::to_owned));
    for ranked in cause::causes(classification, &stop.reply).iter().take(2) {
        finding = finding.next(ranked.cause.check);
    }
    let named = [&stop.reply_code, &stop.status].into_iter().flatten().filter_map(|code| codes::lookup(code));
    // A code in a sense of the server's own is not borne out by its definition.
    let fitting = named.filter(|code| !code.is_enhanced() || code.fits(classification.reason));
    finding.references.extend(fitting.map(codes::Code::reference));
    Some(finding)
}

/// No connection, or no answer.
pub(super) fn silent(case: &Case) -> Option<Finding> {
    let stop = case.stop().filter(|stop| stop.answer == Answer::Silent)?;
    let (title, why, confidence) = match (
        stop.step.unwrap_or(Step::Delivery),
        case.transcript.failure.map(|(failure, _)| failure),
    ) {
        (Step::Connect, Some(Failure::Refused)) => (
            "The port is closed",
            "The host answered that nothing listens on this port. It is the wrong host or port, the mail server is down, or a \
             firewall answers so.",
            Confidence::Certain,
        ),
        (Step::Connect, Some(Failure::NoName)) => (
            "The name was not found",
            "The resolver of this machine found no address for the name. It is mistyped, or the lookup failed.",
            Confidence::Certain,
        ),
        (Step::Connect, Some(Failure::Unreachable)) => (
            "There is no way to the host",
            "The network said that the host cannot be reached from here.",
            Confidence::Certain,
        ),
        (Step::Connect, Some(Failure::TimedOut)) => {
            ("Nothing answered", "Packets were dropped on the way, or nothing is there.", Confidence::Likely)
        }
        (Step::Connect, Some(Failure::Untold)) => (
            "No connection came about",
            "The log does not say whether nothing answered, or the port is closed.",
            Confidence::Certain,
        ),
        (Step::Connect, None) => (
            "The connection ended before a greeting",
            "The host took the connection, and no 220 came: it closed the connection, or the client waited no longer.",
            Confidence::Certain,
        ),
        _ => (
            "The connection ended without an answer",
            "It was over before the server answered this command.",
            Confidence::Certain,
        ),
    };
    let mut finding = Finding::new("session.silent", Severity::Problem, case.party(), confidence, title)
        .why(format!("{why} {}", stop.step.map_or("At which step it ended is not told.", Step::usual_causes)))
        .shown_by(stop.evidence.iter().copied().chain(case.transcript.lost.map(|(span, _)| span)));
    if matches!(case.transcript.failure, None | Some((Failure::TimedOut, _))) {
        finding = finding.by(Standard::Smtp, "4.5.3.2");
    }
    for next in stop.step.map_or(&[][..], Step::after_silence) {
        finding = finding.next(*next);
    }
    Some(lost_answer(finding, stop.step))
}

/// Of a message that was sent whole and not answered nobody knows whether it was taken.
fn lost_answer(finding: Finding, step: Option<Step>) -> Finding {
    if step != Some(Step::EndOfData) {
        return finding;
    }
    let mut finding = finding.by(Standard::DuplicateMessages, "");
    finding.why.push_str(
        " The server may have taken the message all the same. A client that hears no answer sends it again, and then it arrives twice.",
    );
    finding.next(
        "Ask whether the message arrived before it is sent once more; the same Message-ID twice means one message.",
    )
}

/// The server took the message.
pub(super) fn taken(case: &Case) -> Option<Finding> {
    let taken = case.transcript.session.taken()?;
    let id = case.transcript.session.queue_id.as_ref();
    let title = match id {
        Some(id) => format!("The server took responsibility for the message, as {id}"),
        None => "The server took responsibility for the message".to_owned(),
    };
    let keep = match id {
        Some(id) => {
            format!("Keep the queue id {id} and the time: with them the other side can find the message in its log.")
        }
        None => {
            "Keep the server's whole answer and the time: with them the other side can find the message in its log."
                .to_owned()
        }
    };
    Some(
        Finding::new("session.taken", Severity::Good, Party::Nobody, Confidence::Certain, title)
            .why(
                "With this answer after the final dot it must deliver the message or send a notice that it did not. Some servers \
                 take a message first and scan it later, so it may still not be in the mailbox. From outside usually only this border \
                 server can be tested, and not what it hands the message on to.",
            )
            .next(keep)
            .shown_by(taken.evidence.iter().copied())
            .by(Standard::Smtp, "6.1"),
    )
}

/// The message came to a mailbox.
pub(super) fn arrived(case: &Case) -> Option<Finding> {
    let arrived = case.arrived()?;
    Some(
        Finding::new("session.arrived", Severity::Good, Party::Nobody, Confidence::Certain, case.arrival(arrived))
            .why("The log says so. A rule of the recipient may have moved it since.")
            .shown_by(arrived.evidence.iter().copied()),
    )
}

/// The transcript ends before an answer.
pub(super) fn open_end(case: &Case) -> Option<Finding> {
    if case.stop().is_some() || case.transcript.session.taken().is_some() || case.gave_up().is_some() {
        return None;
    }
    let last = case.open_end()?;
    let step = last.step?;
    if !case.transcript.has_replies && case.transcript.has_commands {
        return Some(
            note("session.no-replies", "The transcript shows no answers")
                .why("Only what the client sent is there. The answers of the server tell why a message was refused.")
                .next("Paste the session with the answers of the server, which begin with three digits."),
        );
    }
    let title = format!("No answer is shown at {}", step.name());
    let mut finding = Finding::new("session.open-end", Severity::Warning, Party::Unknown, Confidence::Possible, title)
        .why(format!(
            "The server did not answer, or the transcript was copied before it did: that cannot be told from it. {}",
            step.usual_causes()
        ))
        .shown_by(last.evidence.iter().copied());
    for next in step.after_silence() {
        finding = finding.next(*next);
    }
    Some(lost_answer(finding, Some(step)))
}

/// What the server said of addresses that it was asked about, and of no message.
pub(super) fn asked(case: &Case) -> Option<Finding> {
    let asked = case.asked();
    let answered = asked.iter().filter(|one| one.reply_code.is_some()).take(40);
    let said: Vec<String> = answered
        .clone()
        .map(|one| {
            let code = one.reply_code.as_deref().unwrap_or_default();
            let meaning = match code {
                "250" | "251" => "it knows it",
                "252" => "it does not say whether it exists, and would take mail for it and try",
                "550" | "551" | "553" => "it has nobody of that name",
                _ if code.starts_with("50") => "it does not answer this command",
                _ if code.starts_with('4') => "it cannot say now",
                _ => "it gives no clear answer",
            };
            format!("{}: {code}, {meaning}.", one.name())
        })
        .collect();
    (!said.is_empty()).then(|| {
        note("session.asked", "What the server said of the addresses")
            .why(said.join(" "))
            .next("Many servers answer VRFY and EXPN with 252 or 502 on purpose. RCPT TO is what they answer for mail.")
            .shown_by(answered.flat_map(|one| one.evidence.iter().copied()))
            .by(Standard::Smtp, "3.5.3")
    })
}

/// What a refusal at this step can be about.
pub(super) fn step(case: &Case) -> Option<Finding> {
    let stop = case.stop().filter(|stop| stop.answer != Answer::Silent)?;
    let step = stop.step?;
    let title = format!("What a refusal at {} can be about", step.name());
    Some(
        note("session.step", title)
            .why(format!("{} {}", step.meaning(), step.usual_causes()))
            .shown_by(stop.evidence.iter().copied()),
    )
}

/// Some recipients were accepted, others not.
pub(super) fn some_recipients(case: &Case) -> Option<Finding> {
    let session = &case.transcript.session;
    let refused: Vec<_> = session.exchanges.iter().filter(|one| one.is_of_recipient() && one.answer.is_no()).collect();
    let accepted = session.at(Step::Rcpt).filter(|one| one.answer == Answer::Accepted).count();
    // With an answer for each after the final dot, a yes to RCPT TO is not the last word.
    let late = refused.iter().filter(|one| one.step == Some(Step::EndOfData)).count();
    let accepted = accepted.saturating_sub(late);
    if refused.is_empty() || accepted == 0 {
        return None;
    }
    let (lost, all) = (refused.len(), refused.len() + accepted);
    Some(
        note(
            "session.some-recipients",
            format!("{lost} of {all} recipients {} refused", if lost == 1 { "was" } else { "were" }),
        )
        .why("Each recipient is answered alone. The message goes to those that were accepted, and to nobody else.")
        .next("Tell the sender for whom the message was not taken.")
        .shown_by(refused.iter().take(20).flat_map(|one| one.evidence.iter().copied()))
        .by(Standard::Smtp, "3.3"),
    )
}

/// What the server offers differs before and within TLS.
pub(super) fn changed_by_tls(case: &Case) -> Option<Finding> {
    let session = &case.transcript.session;
    let greeted = |secure: bool| session.at(Step::Helo).find(|one| one.secure == secure && !one.extensions.is_empty());
    let (before, after) = (greeted(false)?, greeted(true)?);
    let only = |one: &[String], other: &[String]| {
        let missing = one.iter().filter(|extension| !other.contains(extension)).map(String::as_str);
        missing.collect::<Vec<_>>().join(", ")
    };
    let (gone, new) = (only(&before.extensions, &after.extensions), only(&after.extensions, &before.extensions));
    if gone.is_empty() && new.is_empty() {
        return None;
    }
    let mut why = String::from("The server answers EHLO anew within TLS.");
    for (label, list) in [(" Only before: ", gone), (" Only within TLS: ", new)] {
        if !list.is_empty() {
            why.push_str(label);
            why.push_str(&list);
            why.push('.');
        }
    }
    Some(
        note("session.changed-by-tls", "TLS changed what the server offers")
            .why(why)
            .shown_by(before.evidence.iter().chain(&after.evidence).copied())
            .by(Standard::StartTls, "4.2"),
    )
}

/// The commands are not shown.
pub(super) fn inferred(case: &Case) -> Option<Finding> {
    // A greeting answers no command.
    let shown = case.transcript.has_commands || case.transcript.session.exchanges.len() < 2;
    if case.transcript.is_log {
        let title = "The log tells what became of the message, and not the session";
        return Some(
            note("session.inferred", title)
                .why("The step is told from the words of the log and of the answer; where they do not tell it, none is marked.")
                .next("Type the session by hand from the same host: it shows the answer to each command."),
        );
    }
    (!shown).then(|| {
        Finding::new("session.inferred", Severity::Note, Party::Nobody, Confidence::Likely, "The commands are not shown")
            .why("Only the server's answers are there. Which command each one answers is told from the usual order of a session.")
            .next("Switch local echo on, or use nc or openssl s_client, to have the commands in the transcript too.")
    })
}

/// More sessions stand in the same log.
pub(super) fn other_sessions(case: &Case) -> Option<Finding> {
    let others = case.transcript.session.others;
    let title = format!("{others} more {} in the log", if others == 1 { "session stands" } else { "sessions stand" });
    let mut why = String::from("This report is of the first in which something was refused, or of the first.");
    for told in &case.transcript.others {
        why.push(' ');
        why.push_str(told);
    }
    (others > 0)
        .then(|| note("session.others", title).why(why).next("Paste the lines of another session alone to read it."))
}
