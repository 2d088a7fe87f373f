//! The headline of a route, and the verdict under it: what a helpdesk can read out.

use std::collections::HashSet;

use super::clock::TOLERANCE;
use super::findings::HELD_UP;
use super::findings::{Case, Hold, Place};
use super::findings::{ask_first, confidence, late_start, log_window, party, wait_ends};
use super::route::Gap;
use super::{Loop, Side, words};
use crate::finding::{Confidence, Fact, Party, Severity, Verdict};

/// What a route comes to.
pub(super) fn say(case: &Case<'_>) -> (String, Option<Verdict>) {
    if let Some(found) = case.route.mail_loop.as_ref().filter(|found| found.delivered_again.is_none()) {
        return circle(found);
    }
    let dated = case.route.hops.iter().filter(|hop| hop.time.is_some()).count();
    let hops = case.route.hops.len();
    match (dated, case.hold) {
        (0, _) => no_time(hops),
        (1, _) => one_stamp(case, hops),
        (_, Some(hold)) if hold.is_implausible() => far_apart(case, &hold),
        (_, Some(hold)) if hold.place == Place::Mailbox && hold.is_slow() => fetched(case, &hold),
        (_, Some(hold)) if hold.is_held_up() => held_up(case, &hold),
        (_, hold) => passed(case, hold.as_ref()),
    }
}

/// What to say where there is no `Received` field at all.
pub(super) fn no_hops(headers_only: bool) -> (String, Option<Verdict>) {
    let headline = if headers_only {
        "These headers have no Received field, so they do not tell which way the message went."
    } else {
        "This message has no Received field: it was not sent yet, or its trace was removed."
    };
    (headline.to_owned(), Some(verdict(Severity::Warning, "NO TRACE")))
}

fn verdict(severity: Severity, stamp: &str) -> Verdict {
    Verdict { severity, stamp: stamp.to_owned(), stamp_detail: String::new(), detail: String::new(), facts: Vec::new() }
}

fn fact(label: &str, value: impl Into<String>) -> Fact {
    Fact { label: label.to_owned(), value: value.into() }
}

/// A message that ran in a circle: how long it took matters no more.
fn circle(found: &Loop) -> (String, Option<Verdict>) {
    let mut verdict = verdict(Severity::Problem, "LOOP");
    verdict.stamp_detail = format!("×{}", found.rounds);
    verdict.detail = found.cause();
    verdict.facts = vec![
        fact("Whose side", "Those that pass it on"),
        fact("Ask first", found.said()),
        fact(
            "How sure",
            if found.confidence == Confidence::Certain {
                "Certain, as far as the fields are genuine"
            } else {
                "Likely"
            },
        ),
    ];
    (
        format!("The message ran in a circle: {}.", found.title().replacen("The message went", "it went", 1)),
        Some(verdict),
    )
}

fn no_time(hops: usize) -> (String, Option<Verdict>) {
    let headline = if hops == 1 {
        "The only stamp gives no sure moment, so no wait can be measured.".to_owned()
    } else {
        format!(
            "None of the {} gives a sure moment, so no wait can be measured.",
            words::count(hops, "stamp", "stamps")
        )
    };
    (headline, Some(verdict(Severity::Warning, "NO TIMES")))
}

fn one_stamp(case: &Case<'_>, hops: usize) -> (String, Option<Verdict>) {
    let stamp = case.route.hops.iter().position(|hop| hop.time.is_some());
    let name = stamp.and_then(|at| case.taker(at)).map_or("one server", |host| host.name.as_str());
    let headline = match late_start(case) {
        Some(wait) => late(name, wait),
        None if hops == 1 => {
            format!("Only {name} has stamped this message, so there is no wait between servers to measure.")
        }
        None => format!("Only the stamp of {name} gives a sure moment, so no wait between servers can be measured."),
    };
    (headline, Some(verdict(Severity::Note, "ONE STAMP")))
}

fn late(first: &str, wait: i64) -> String {
    format!("The message reached its first server, {first}, {} after the time in its Date field.", words::rounded(wait))
}

fn far_apart(case: &Case<'_>, hold: &Hold) -> (String, Option<Verdict>) {
    let (from, to) = wait_ends(case, hold);
    let mut verdict = verdict(Severity::Warning, "IN DOUBT");
    verdict.stamp_detail = words::short(hold.range);
    let stamps = if from == to { format!("Two stamps of {to}") } else { format!("The stamps of {from} and {to}") };
    "No queue keeps a message so long. It was sent again, moved or restored, edited, or a clock is far off."
        .clone_into(&mut verdict.detail);
    (format!("{stamps} lie {} apart, which is no ordinary wait.", words::rounded(hold.range.0)), Some(verdict))
}

fn fetched(case: &Case<'_>, hold: &Hold) -> (String, Option<Verdict>) {
    let (from, to) = wait_ends(case, hold);
    let mut verdict = verdict(Severity::Note, "FETCHED");
    verdict.stamp_detail = words::short(hold.range);
    (
        format!("The message lay in a mailbox at {from} for {} before {to} fetched it.", words::between(hold.said())),
        Some(verdict),
    )
}

fn held_up(case: &Case<'_>, hold: &Hold) -> (String, Option<Verdict>) {
    let (from, to) = wait_ends(case, hold);
    let between = words::between(hold.said());
    // Why the length is open belongs to it: who hears the first sentence alone must not miss it.
    let doubt = backward_gap(case).filter(|_| hold.doubtful() && !hold.corrected());
    let doubt = doubt.map_or_else(String::new, |back| format!("; {}", clock_at_fault(case, back)));
    let headline = if hold.place == Place::WithinHost {
        format!("The message waited inside {to} for {between}{doubt}.")
    } else {
        format!("The message waited between {from} and {to} for {between}{doubt}.")
    };
    let mut detail = String::new();
    if hold.corrected() {
        detail = "That counts with a clock's likely zone mistake put right.".to_owned();
        if let Some(backwards) = backwards(case) {
            detail.push(' ');
            detail.push_str(&backwards.replacen("But the", "The", 1));
        }
    } else if hold.doubtful() {
        detail = format!("By the stamps the wait is {}.", words::exact(hold.gap.by_stamps));
        if let Some(backwards) = backwards(case) {
            detail.push(' ');
            detail.push_str(&backwards);
        }
    } else if case.solution.fewest() > 0 {
        detail = "Clocks elsewhere on the way contradict each other; this wait does not depend on them.".to_owned();
    }
    if hold.gap.to > hold.gap.from + 1 {
        detail.push_str(" Stamps between the two give no time.");
    }
    let side = case.taker(hold.gap.to).map_or(Side::Unknown, |host| host.side);
    let log = match log_window(case, hold) {
        Some(window) => format!("{}'s log, {window}", ask_first(case, hold)),
        None => format!("{}'s log", ask_first(case, hold)),
    };
    let verdict = Verdict {
        severity: Severity::Problem,
        stamp: "HELD UP".to_owned(),
        stamp_detail: words::short(hold.range),
        detail: detail.trim().to_owned(),
        facts: vec![
            fact("Whose side", whose(case, hold, side)),
            fact("Ask first", log),
            fact("How sure", how_sure(hold)),
        ],
    };
    (headline, Some(verdict))
}

/// The gap over which stamps run backwards the most.
fn backward_gap<'a>(case: &'a Case<'_>) -> Option<&'a Gap> {
    let impossible = case.gaps.iter().filter(|gap| gap.range.is_none_or(|range| range.0 > gap.by_stamps));
    impossible.min_by_key(|gap| gap.by_stamps).filter(|gap| gap.by_stamps < 0)
}

/// What the stamps that run backwards say.
fn backwards(case: &Case<'_>) -> Option<String> {
    let back = backward_gap(case)?;
    let name = case.taker(back.to).map_or("a later host", |host| host.name.as_str());
    let fault = clock_at_fault(case, back);
    Some(format!("But the stamp of {name} runs {} backwards: {fault}.", words::exact(back.by_stamps)))
}

/// Which clock must be off for stamps to run backwards, and by how much.
fn clock_at_fault(case: &Case<'_>, back: &Gap) -> String {
    let hour = case.solution.explanations.iter().flat_map(|one| &one.wrong).find_map(|wrong| wrong.zone);
    let mine = case.taker(back.from).is_some_and(|host| host.mine) && case.taker(back.to).is_some_and(|host| host.mine);
    let whose = match (case.solution.explanations.len(), mine) {
        (2, true) => "one of your two clocks, or its zone, is off".to_owned(),
        (2, false) => "one of the two clocks, or its zone, is off".to_owned(),
        _ => "a clock, or its zone, is off".to_owned(),
    };
    let by = hour.map(|zone| {
        format!(" by about {}", if zone.abs() == 3_600 { "an hour".to_owned() } else { words::exact(zone) })
    });
    format!("{whose}{}", by.unwrap_or_default())
}

fn whose(case: &Case<'_>, hold: &Hold, side: Side) -> String {
    let to = case.taker(hold.gap.to);
    let mine = to.is_some_and(|host| host.mine);
    match (party(hold, side), mine) {
        (Party::Sender, true) | (Party::Recipient, true) => "Yours".to_owned(),
        (Party::Sender, false) => "The sender's".to_owned(),
        (Party::Recipient, false) => "The recipient's".to_owned(),
        (Party::Forwarder, _) => "A server between the two".to_owned(),
        (Party::Network, true) => format!("The path to your server {}", wait_ends(case, hold).1),
        (Party::Network, false) => format!("The path to {}", wait_ends(case, hold).1),
        (Party::Nobody | Party::Unknown, _) => "Not to be told from the stamps alone".to_owned(),
    }
}

fn how_sure(hold: &Hold) -> String {
    let place = match confidence(hold) {
        Confidence::Certain => "Place certain, as far as the fields are genuine",
        Confidence::Likely | Confidence::Possible => "Place likely",
    };
    let doubt = hold.range.1.saturating_sub(hold.range.0);
    if hold.doubtful() {
        format!(
            "{place}, length within {}",
            match words::rounded(doubt.saturating_sub(2 * TOLERANCE)).as_str() {
                "1 h" => "an hour".to_owned(),
                said => said.to_owned(),
            }
        )
    } else {
        format!("{place}, length to a few seconds")
    }
}

/// A message that no server held up, as far as can be told.
fn passed(case: &Case<'_>, hold: Option<&Hold>) -> (String, Option<Verdict>) {
    let unbounded = case.gaps.iter().filter(|gap| in_doubt(gap)).count();
    if unbounded > 0 {
        let mut verdict = verdict(Severity::Warning, "IN DOUBT");
        verdict.detail = backwards(case).map(|text| text.replacen("But the", "The", 1)).unwrap_or_default();
        let headline = match case.route.total_range {
            Some((_, most)) if most >= HELD_UP => format!(
                "The clocks on the way contradict each other: the whole way took at most {}, but where it waited, if at all, cannot be told.",
                words::rounded(most)
            ),
            Some((_, most)) => format!(
                "The clocks on the way contradict each other, but the whole way took at most {}.",
                words::rounded(most)
            ),
            None => contradiction(case),
        };
        return (headline, Some(verdict));
    }
    let servers: HashSet<usize> = case.route.hops.iter().filter_map(|hop| hop.by_host).collect();
    let servers = words::count(servers.len(), "server", "servers");
    let time = match case.route.total_range {
        Some(range) if range.1.saturating_sub(range.0) <= 4 => seconds(total(case, range)),
        Some((_, most)) => format!("at most {}", words::rounded(most)),
        None => "a time that is not known".to_owned(),
    };
    let zones: HashSet<i32> = case.route.hops.iter().filter_map(|hop| hop.utc_offset_minutes).collect();
    let zones = match zones.len() {
        0 | 1 => String::new(),
        count => format!(", over {} time zones", number(count)),
    };
    let slow = hold.filter(|hold| hold.is_slow());
    let undated = case.route.hops.iter().filter(|hop| hop.time.is_none()).count();
    let likely = case.solution.explanations.iter().flat_map(|one| &one.wrong).find_map(|wrong| wrong.zone);
    let doubt =
        likely.map_or_else(String::new, |zone| format!(", if one clock is {} off as it seems", words::exact(zone)));
    let headline = match (late_start(case), slow) {
        (Some(wait), _) => format!(
            "No server held this message up, but it reached the first one {} after the time in its Date field.",
            words::rounded(wait)
        ),
        (None, Some(hold)) => {
            let (from, to) = wait_ends(case, hold);
            let place = if hold.place == Place::WithinHost {
                format!("inside {to}")
            } else {
                format!("between {from} and {to}")
            };
            format!(
                "The message passed {servers} in {time}{zones}{doubt}; the longest wait was {} {place}.",
                words::between(hold.said())
            )
        }
        (None, None) => match (likely, undated) {
            (Some(_), _) => format!("Nothing held this message up, {servers} in {time}{zones}{doubt}."),
            (None, 0) => format!("Nothing held this message up: {servers} in {time}{zones}."),
            (None, _) => format!(
                "Nothing held this message up between the stamps that give a time: {time}{zones}. {} none.",
                words::count(undated, "stamp gives", "stamps give")
            ),
        },
    };
    let mut verdict = match (late_start(case), slow) {
        (Some(_), _) => verdict(Severity::Warning, "LATE START"),
        (None, Some(_)) => verdict(Severity::Note, "SLOW"),
        (None, None) if likely.is_some() => verdict(Severity::Note, "LIKELY ON TIME"),
        (None, None) if undated > 0 => verdict(Severity::Note, "ON TIME"),
        (None, None) => verdict(Severity::Good, "ON TIME"),
    };
    verdict.stamp_detail = match (late_start(case), slow, case.route.total_range) {
        (Some(wait), _, _) => words::short((wait, wait)),
        (None, Some(hold), _) => words::short(hold.said()),
        (None, None, Some(range)) if range.1.saturating_sub(range.0) <= 4 => {
            let total = total(case, range);
            words::short((total, total))
        }
        _ => String::new(),
    };
    if likely.is_some() {
        verdict.detail = backwards(case).map(|text| text.replacen("But the", "The", 1)).unwrap_or_default();
    } else if case.solution.fewest() > 0 {
        verdict.detail = "Clocks on the way disagree, but the stamps leave no room for a long wait.".to_owned();
    }
    (headline, Some(verdict))
}

/// Whether so much of a gap is open that a wait may hide in it.
fn in_doubt(gap: &Gap) -> bool {
    gap.range.is_none_or(|range| range.1 >= HELD_UP && range.1.saturating_sub(range.0) > 2 * TOLERANCE)
}

/// The whole way's time: by the stamps where they give it, else the middle of what it can have been.
fn total(case: &Case<'_>, (least, most): (i64, i64)) -> i64 {
    case.route.total_seconds.filter(|total| (least..=most).contains(total)).unwrap_or_else(|| least.midpoint(most))
}

/// What to say where clocks contradict each other and nothing bounds the wait.
fn contradiction(case: &Case<'_>) -> String {
    let back = case.gaps.iter().filter(|gap| gap.by_stamps < 0).min_by_key(|gap| gap.by_stamps);
    match back.map(|gap| (case.taker(gap.from), case.taker(gap.to), gap.by_stamps)) {
        Some((Some(from), Some(to), by)) if from.name != to.name => format!(
            "{} stamped the message {} earlier than {}, which had it before: a clock is wrong, so whether it was held up there \
             cannot be told.",
            to.name,
            words::rounded(by),
            from.name
        ),
        _ => {
            "The clocks on the way contradict each other, so whether the message was held up cannot be told.".to_owned()
        }
    }
}

/// `8 seconds`; rounded where it is longer than two minutes.
fn seconds(seconds: i64) -> String {
    match seconds {
        ..=0 => "less than a second".to_owned(),
        1 => "1 second".to_owned(),
        2..120 => format!("{seconds} seconds"),
        _ => words::rounded(seconds),
    }
}

fn number(count: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    words.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}
