//! Stamps that give no moment, or an odd one.

use super::{Case, MOST_EVIDENCE};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::message::date::Doubt;
use crate::trace::words;

/// A stamp so many seconds ahead of the present is worth a word.
const AHEAD: i64 = 600;

/// Stamps later than the present moment.
pub(super) fn in_the_future(case: &Case<'_>) -> Option<Finding> {
    let now = case.context.now?;
    let ahead = |at: usize| case.time(at).map(|time| (time - now).num_seconds()).filter(|ahead| *ahead >= AHEAD);
    let late: Vec<(usize, i64)> = (0..case.route.hops.len()).filter_map(|at| Some((at, ahead(at)?))).collect();
    let (furthest, most) = late.iter().max_by_key(|(_, ahead)| *ahead).copied()?;
    let name = case.taker(furthest).map_or("a host", |host| host.name.as_str());
    Some(
        Finding::new(
            "route.future-stamp",
            Severity::Warning,
            Party::Unknown,
            Confidence::Likely,
            format!("{} in the future, by up to {}", words::count(late.len(), "stamp lies", "stamps lie"), words::rounded(most)),
        )
        .why(format!("By the clock of this computer it is {}. A stamp of {name} is later: that host's clock is fast, or this computer's is slow.", words::moment(now)))
        .next(format!("Check the clock of this computer, then that of {name}."))
        .shown_by(late.iter().filter_map(|(at, _)| case.stamp_span(*at)).take(MOST_EVIDENCE)),
    )
}

/// Stamps whose moment cannot be told.
pub(super) fn without_a_moment(case: &Case<'_>) -> Option<Finding> {
    let undated: Vec<usize> = (0..case.route.hops.len()).filter(|&at| case.time(at).is_none()).collect();
    if undated.is_empty() {
        return None;
    }
    let doubt = |doubt: Doubt| {
        undated.iter().filter(|&&at| case.doubts.get(at).is_some_and(|all| all.contains(&doubt))).count()
    };
    let reasons = [
        (doubt(Doubt::NoZone), "without a zone, so the moment is unknown"),
        (doubt(Doubt::UnknownZone), "with a zone that is not known or has more than one meaning"),
        (doubt(Doubt::DayOrMonth), "whose day and month could be either way round"),
        (doubt(Doubt::NoSuchDay), "with a day or an hour that does not exist"),
    ];
    let mut said: Vec<String> = reasons
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, reason)| format!("{} {reason}", words::count(*count, "stamp", "stamps")))
        .collect();
    let known: usize = reasons.iter().map(|(count, _)| count).sum();
    if undated.len() > known {
        said.push(format!(
            "{} missing or not readable as a date",
            words::count(undated.len() - known, "stamp", "stamps")
        ));
    }
    let all = undated.len() == case.route.hops.len();
    Some(
        Finding::new(
            "route.no-time",
            if all { Severity::Warning } else { Severity::Note },
            Party::Unknown,
            Confidence::Certain,
            format!("{} no sure moment", words::count(undated.len(), "stamp gives", "stamps give")),
        )
        .why(format!(
            "There {} {}. The delays beside {} cannot be known; nothing was guessed.",
            if undated.len() == 1 { "is" } else { "are" },
            said.join("; "),
            if undated.len() == 1 { "it" } else { "them" }
        ))
        .next("If the text was copied by hand, copy the whole source of the message again.")
        .shown_by(undated.iter().filter_map(|&at| case.stamp_span(at)).take(MOST_EVIDENCE))
        .by(Standard::Smtp, "4.4")
        .by(Standard::MessageFormat, "3.3"),
    )
}

/// Stamps whose weekday is not that of their date.
pub(super) fn weekday(case: &Case<'_>) -> Option<Finding> {
    let odd: Vec<usize> =
        case.doubts.iter().enumerate().filter(|(_, all)| all.contains(&Doubt::Weekday)).map(|(at, _)| at).collect();
    if odd.is_empty() {
        return None;
    }
    Some(
        Finding::new(
            "route.weekday",
            Severity::Note,
            Party::Unknown,
            Confidence::Certain,
            format!("{} a weekday that is not that of its date", words::count(odd.len(), "stamp has", "stamps have")),
        )
        .why("Mail servers work out the weekday from the date, so a stamp like this was most likely edited, forged or made up. No wait was measured from it.")
        .next("Do not rely on this field without the log of the server it names.")
        .shown_by(odd.iter().filter_map(|&at| case.stamp_span(at)).take(MOST_EVIDENCE))
        .by(Standard::MessageFormat, "3.3"),
    )
}
