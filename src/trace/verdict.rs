//! The headline of a route, and the verdict under it: what a helpdesk can read out.

use std::collections::HashSet;

use super::clock::TOLERANCE;
use super::findings::{Case, Hold, LOWEST_LIMIT, MANY, Place, taken_from};
use super::findings::{HELD_UP, ask_first, confidence, is_good, late_start, log_window, longest_pause, party};
use super::findings::{undated_wait, wait_ends};
use super::route::Gap;
use super::{Loop, Side, words};
use crate::finding::{Confidence, Fact, Party, Severity, Verdict};

/// What a route comes to.
pub(super) fn say(case: &Case<'_>) -> (String, Option<Verdict>) {
    if let Some(found) = case.route.mail_loop.as_ref().filter(|found| found.delivered_again.is_none()) {
        return circle(found);
    }
    let dated = (0..case.route.hops.len()).filter(|&at| case.measured(at).is_some()).count();
    let hops = case.route.hops.len();
    match (dated, case.hold) {
        (0, _) => no_time(hops),
        (1, _) => one_stamp(case, hops),
        (_, Some(hold)) if hold.is_held_up() && !hold.is_proven() => unproven(case, &hold),
        (_, Some(hold)) if hold.is_implausible() => far_apart(case, &hold),
        (_, Some(hold)) if hold.is_held_up() => held_up(case, &hold),
        _ if !case.refuted.is_empty() => zone_mistake(case),
        _ if !case.pauses.is_empty() => paused(case),
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
    Fact::new(label, value.into())
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
    let stamp = (0..hops).find(|&at| case.measured(at).is_some());
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

/// A time that no server needed.
fn paused(case: &Case<'_>) -> (String, Option<Verdict>) {
    let Some(pause) = longest_pause(case) else { return (String::new(), None) };
    let stamp = pause.stamp();
    let mut verdict = verdict(if stamp == "IN DOUBT" { Severity::Warning } else { Severity::Note }, stamp);
    verdict.stamp_detail = words::short((pause.gap.by_stamps, pause.gap.by_stamps));
    "No server is known to have delayed it.".clone_into(&mut verdict.detail);
    (pause.sentence(case), Some(verdict))
}

/// A gap that another moment in the header closes.
fn zone_mistake(case: &Case<'_>) -> (String, Option<Verdict>) {
    let Some(one) = case.refuted.iter().max_by_key(|one| one.gap.by_stamps) else { return (String::new(), None) };
    let name = |at: usize| case.taker(at).map_or("a host", |host| host.name.as_str());
    let mut verdict = verdict(Severity::Warning, if one.is_zone { "WRONG ZONE" } else { "WRONG CLOCK" });
    verdict.stamp_detail = words::short((one.gap.by_stamps, one.gap.by_stamps));
    verdict.detail = format!(
        "By the stamps {} lie between {} and {}. If that clock is right after all, they were a wait.",
        words::exact(one.gap.by_stamps),
        name(one.gap.from),
        name(one.gap.to)
    );
    verdict.facts = vec![
        fact("Ask first", format!("Whoever runs {}: is its clock and its zone right?", name(one.hop))),
        fact("How sure", "Likely: two moments in the header contradict each other"),
    ];
    (format!("No wait is established: {}.", one.sentence(case)), Some(verdict))
}

/// A gap across or below a place where the fields do not join.
fn unproven(case: &Case<'_>, hold: &Hold) -> (String, Option<Verdict>) {
    let (from, to) = wait_ends(case, hold);
    let mut verdict = verdict(Severity::Warning, "IN DOUBT");
    let between = words::between(hold.said());
    verdict.stamp_detail = words::short(hold.range);
    "Either a server between left no Received field, or the lower fields were made up: anybody can write fields below the first one of the \
     reader's own servers."
        .clone_into(&mut verdict.detail);
    let headline = match case.broken(hold.gap.from, hold.gap.to).and_then(|at| taken_from(case, at)) {
        Some((taker, client, below)) => format!(
            "{taker} took the message from {client}, which does not fit the field below, of {below}: where the message was in the {} between \
             those two stamps, if they are genuine, cannot be seen.",
            between.trim_start_matches("about ")
        ),
        None => format!(
            "The stamps of {from} and {to} lie {} apart, but they stand below a break in the chain: no wait is proven by them.",
            between.trim_start_matches("about ")
        ),
    };
    let log = log_window(case, hold, hold.gap.to).map_or_else(String::new, |window| format!(", {window}"));
    verdict.facts = vec![
        fact("Whose side", "Not to be told from the stamps alone"),
        fact("Ask first", format!("{to}'s log{log}")),
        fact("How sure", "Not sure at all: the fields do not join"),
    ];
    (headline, Some(verdict))
}

fn held_up(case: &Case<'_>, hold: &Hold) -> (String, Option<Verdict>) {
    let (from, to) = wait_ends(case, hold);
    let between = words::between(hold.said());
    // Why the length is open belongs to it: who hears the first sentence alone must not miss it.
    let doubt = backward_gap(case).filter(|_| hold.doubtful() && !hold.corrected());
    let doubt = doubt.map_or_else(String::new, |back| format!("; {}", clock_at_fault(case, back)));
    let headline = if hold.may_be_zone() {
        format!(
            "The message waited between {from} and {to} for {between}, or the zone of one of their clocks is wrong by that much: the stamps alone cannot say which."
        )
    } else if hold.place == Place::WithinHost {
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
    let first = ask_first(case, hold);
    let asked = if first == hold.gap.from { from } else { to };
    let log = match log_window(case, hold, first) {
        Some(window) => format!("{asked}'s log, {window}"),
        None => format!("{asked}'s log"),
    };
    let may_be_zone = hold.may_be_zone();
    let verdict = Verdict {
        severity: if may_be_zone { Severity::Warning } else { Severity::Problem },
        stamp: if may_be_zone { "WAIT OR CLOCK" } else { "HELD UP" }.to_owned(),
        stamp_detail: words::short(hold.range),
        detail: detail.trim().to_owned(),
        facts: vec![
            fact("Whose side", whose(case, hold, side)),
            fact("Ask first", log),
            fact("How sure", how_sure(hold)),
            fact("For the user", for_the_user(hold)),
        ],
    };
    (headline, Some(verdict))
}

/// What to say to the person who asks why the message came late, in plain words.
fn for_the_user(hold: &Hold) -> String {
    if hold.may_be_zone() {
        "The message is there, and nothing of it is lost. It may have come late, or a server's clock is set wrong."
            .to_owned()
    } else {
        format!(
            "The message came {} late, and nothing of it is lost. A mail server kept it until the next one took it, so there is no need to send it again.",
            words::between(hold.said())
        )
    }
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

/// Which clock must be off for stamps to run backwards, and by how much: the pair that disagrees, by name.
fn clock_at_fault(case: &Case<'_>, back: &Gap) -> String {
    let hour = case.solution.explanations.iter().flat_map(|one| &one.wrong).find_map(|wrong| wrong.zone);
    let mine = case.taker(back.from).is_some_and(|host| host.mine) && case.taker(back.to).is_some_and(|host| host.mine);
    let yours = if mine { "your " } else { "" };
    let name = |host: usize| case.route.hosts.get(host).map(|host| host.name.as_str());
    let alone = |explanation: &super::clock::Explanation| match explanation.wrong.as_slice() {
        [only] => name(only.host),
        _ => None,
    };
    let whose = match case.solution.explanations.as_slice() {
        [one] if alone(one).is_some() => format!("the clock of {yours}{}", alone(one).unwrap_or_default()),
        [one, other] => match (alone(one), alone(other)) {
            (Some(one), Some(other)) => format!("the clock of {yours}{one} or that of {yours}{other}"),
            _ => "a clock".to_owned(),
        },
        _ => "a clock".to_owned(),
    };
    let by = hour.map(|zone| {
        format!(" by about {}", if zone.abs() == 3_600 { "an hour".to_owned() } else { words::exact(zone) })
    });
    format!("{whose}, or its zone, is off{}", by.unwrap_or_default())
}

fn whose(case: &Case<'_>, hold: &Hold, side: Side) -> String {
    let to = case.taker(hold.gap.to);
    let mine = to.is_some_and(|host| host.mine);
    let unsure = case
        .hop(hold.gap.to)
        .and_then(|hop| hop.by_host)
        .is_some_and(|host| case.sides.unsure.get(host) == Some(&true));
    if hold.place == Place::OneOrganisation {
        let own = case.organisation(hold.gap.to).unwrap_or("one organisation");
        return match party(hold, side) {
            Party::Sender => format!("Likely the sender's: {own} is at both ends, and the border comes after"),
            _ => format!("{own}, which is at both ends; its names do not say which end it was"),
        };
    }
    match (party(hold, side), mine) {
        (Party::Recipient, false) if unsure => "Likely the recipient's: a gateway that takes its mail in".to_owned(),
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
        Confidence::Likely => "Place likely",
        Confidence::Possible => "Place possible",
    };
    let doubt = hold.range.1.saturating_sub(hold.range.0);
    if hold.doubtful() {
        return format!(
            "{place}, length within {}",
            match words::rounded(doubt.saturating_sub(2 * TOLERANCE)).as_str() {
                "1 h" => "an hour".to_owned(),
                said => said.to_owned(),
            }
        );
    }
    match hold.zone {
        Some(3_600) if !hold.supported => format!("{place}; a clock whose zone is wrong is as likely as a wait"),
        Some(step) => format!(
            "{place}, length likely: it is close to {}, as a wrong zone would make it",
            words::part_of_hours(step)
        ),
        None => format!("{place}, length to a few seconds"),
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
                "{} contradict each other: the whole way took at most {}, but where it waited, if at all, cannot be told.",
                pair(case),
                words::rounded(most)
            ),
            Some((_, most)) => format!(
                "{} contradict each other, but the whole way took at most {}.",
                pair(case),
                words::rounded(most)
            ),
            None => contradiction(case),
        };
        return (headline, Some(verdict));
    }
    if let Some((wait, from, to)) = undated_wait(case) {
        let name = |at: usize| case.taker(at).map_or("a host", |host| host.name.as_str());
        let mut verdict = verdict(Severity::Warning, "SLOW");
        verdict.stamp_detail = format!("≥{}", words::short((wait, wait)));
        "A stamp without a sure zone gives no moment, but no zone on Earth makes it earlier."
            .clone_into(&mut verdict.detail);
        return (
            format!(
                "At least {} lie between the stamps of {} and {}, whatever the zone.",
                words::rounded(wait),
                name(from),
                name(to)
            ),
            Some(verdict),
        );
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
    let adds_up = case.route.total_range.is_some_and(|range| range.0 >= HELD_UP);
    let slow = hold.filter(|hold| hold.is_slow() || adds_up);
    let hops = case.route.hops.len();
    let undated = (0..hops).filter(|&at| case.measured(at).is_none()).count();
    // Between two stamps that give a time a third is bounded; before and after them nothing is.
    let open = [Some(0), hops.checked_sub(1)].into_iter().flatten().any(|at| case.measured(at).is_none());
    let likely = case.solution.explanations.iter().flat_map(|one| &one.wrong).find_map(|wrong| wrong.zone);
    let doubt =
        likely.map_or_else(String::new, |zone| format!(", if one clock is {} off as it seems", words::exact(zone)));
    let headline = match (late_start(case), slow) {
        (None, None) if hops >= MANY => format!(
            "The message passed {} in {time}{zones}: so many that a server may take it for a loop.",
            words::count(hops, "hop", "hops")
        ),
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
            _ if open => format!(
                "Between the stamps that give a time the message took {time}{zones}; {} none, so the whole way is not known.",
                words::count(undated, "stamp gives", "stamps give")
            ),
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
        (None, None) if hops >= MANY => {
            verdict(if hops >= LOWEST_LIMIT { Severity::Warning } else { Severity::Note }, "MANY HOPS")
        }
        (None, None) if open => verdict(Severity::Note, "IN PART"),
        (None, None) if likely.is_some() => verdict(Severity::Note, "LIKELY ON TIME"),
        (None, None) => verdict(if is_good(case) { Severity::Good } else { Severity::Note }, "ON TIME"),
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
    if slow.is_some_and(|hold| !hold.is_slow()) {
        "No single wait is long; they add up.".clone_into(&mut verdict.detail);
    } else if likely.is_some() {
        verdict.detail = backwards(case).map(|text| text.replacen("But the", "The", 1)).unwrap_or_default();
    } else if case.solution.fewest() > 0 {
        verdict.detail = "Clocks on the way disagree, but the stamps leave no room for a long wait.".to_owned();
    }
    (headline, Some(verdict))
}

/// The clocks that disagree, by name.
fn pair(case: &Case<'_>) -> String {
    let hosts = backward_gap(case).or_else(|| case.gaps.iter().min_by_key(|gap| gap.by_stamps));
    match hosts.and_then(|gap| Some((case.taker(gap.from)?, case.taker(gap.to)?))) {
        Some((one, other)) if one.name != other.name => format!("The clocks of {} and {}", one.name, other.name),
        _ => "The clocks on the way".to_owned(),
    }
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
