//! Hop tables that other analyzers print: Microsoft's Message Header Analyzer, Google's Messageheader, MXToolbox.

use crate::Context;
use crate::finding::{Confidence, Finding, Party, Severity, Span};
use crate::paste::{Found, block};
use crate::report::{Kind, Report};
use crate::trace::words::{count, exact};
use crate::trace::{Hop, Peer, Route};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Delay,
    From,
    By,
    With,
    Time,
    Other,
}

fn column(title: &str) -> Column {
    match title.trim().trim_end_matches([' ', '*', ':']).to_ascii_lowercase().as_str() {
        "hop" | "hop#" | "#" => Column::Number,
        "delay" => Column::Delay,
        "from" | "submitting host" | "from *" => Column::From,
        "by" | "to" | "to *" | "receiving host" => Column::By,
        "with" | "type" | "protocol" => Column::With,
        "time" | "time (utc)" | "date" | "time received" => Column::Time,
        _ => Column::Other,
    }
}

/// The cells of a line: tabs, a Markdown table's bars, or two spaces and more part them.
fn cells(line: &str) -> Vec<&str> {
    if line.contains('\t') {
        line.split('\t').map(str::trim).collect()
    } else if line.trim().starts_with('|') {
        line.trim().trim_matches('|').split('|').map(str::trim).collect()
    } else {
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
    }
}

/// A delay as a table has it: `1 hour`, `0 seconds`, `1 minute 2 seconds`, `*`, `-3 s`, `00:01:02`.
fn seconds(cell: &str) -> Option<i64> {
    let lower = cell.to_ascii_lowercase();
    if let [hours, minutes, rest] = lower.split(':').collect::<Vec<_>>().as_slice() {
        let number = |text: &str| text.trim().parse::<i64>().ok();
        return number(hours)?
            .checked_mul(3_600)?
            .checked_add(number(minutes)?.checked_mul(60)?)?
            .checked_add(number(rest)?);
    }
    let mut total: i64 = 0;
    let mut number = None;
    let mut any = false;
    let apart: Vec<String> = lower.chars().fold(vec![String::new()], |mut words, c| {
        let digit = |c: char| c.is_ascii_digit() || c == '-';
        let last = words.last().and_then(|word| word.chars().last());
        if c.is_whitespace() || c == ',' || last.is_some_and(|last| digit(last) != digit(c)) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| !c.is_whitespace() && c != ',') {
            word.push(c);
        }
        words
    });
    for word in apart.iter().filter(|word| !word.is_empty()) {
        if let Ok(value) = word.parse::<i64>() {
            number = Some(value);
            continue;
        }
        let unit = match word.as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => 1,
            "m" | "min" | "mins" | "minute" | "minutes" => 60,
            "h" | "hour" | "hours" | "hr" | "hrs" => 3_600,
            "d" | "day" | "days" => 86_400,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
        any = true;
    }
    // A bare number is seconds, as MXToolbox has it below its title.
    any.then_some(total).or(number.filter(|_| !any))
}

/// The host's name and its address, where the cell has one in round or square brackets.
fn peer(cell: &str) -> Peer {
    let mut words = cell
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ','))
        .filter(|word| !word.is_empty());
    let is_address = |word: &&str| word.parse::<std::net::IpAddr>().is_ok();
    let ip = words.clone().find(is_address).map(str::to_owned);
    let helo = words.find(|word| !is_address(word)).map(str::to_owned);
    Peer { helo, rdns: None, ip }
}

pub(in crate::paste) fn read(text: &str, context: &Context) -> Option<Found> {
    let mut columns: Vec<Column> = Vec::new();
    let mut hops: Vec<(Hop, Span)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let cells = cells(line.trim_end());
        if columns.is_empty() {
            let titles: Vec<Column> = cells.iter().map(|cell| column(cell)).collect();
            let has = |wanted| titles.contains(&wanted);
            if has(Column::Delay) && has(Column::By) && (has(Column::From) || has(Column::Time)) {
                columns = titles;
            }
            continue;
        }
        if cells.len() < 3 || cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | ' '))) {
            continue;
        }
        let cell = |wanted| {
            columns
                .iter()
                .position(|column| *column == wanted)
                .and_then(|index| cells.get(index))
                .copied()
                .filter(|cell| !cell.is_empty())
        };
        let by = cell(Column::By).map(|cell| peer(cell).helo.unwrap_or_else(|| cell.to_owned()));
        let span = Span::new(start, start + line.trim_end().len());
        let hop = Hop {
            from: cell(Column::From).map(peer).unwrap_or_default(),
            by,
            with: cell(Column::With).map(str::to_owned),
            stamp: cell(Column::Time).map(str::to_owned),
            delay_seconds: cell(Column::Delay).and_then(seconds),
            span,
            ..Hop::default()
        };
        hops.push((hop, span));
        if hops.len() >= 1_000 {
            break;
        }
    }
    if hops.is_empty() || block::blocks(text).iter().any(|block| block.is_traced) {
        return block::read(text, context).filter(|_| !hops.is_empty());
    }
    Some(Found { reports: vec![report(hops)], set_aside: Vec::new(), how: "" })
}

fn report(rows: Vec<(Hop, Span)>) -> Report {
    let slowest =
        rows.iter().filter_map(|(hop, span)| Some((hop, *span, hop.delay_seconds?))).max_by_key(|(.., delay)| *delay);
    let number = rows.len();
    let servers = count(number, "hop", "hops");
    let mut findings = Vec::new();
    let headline = match slowest {
        Some((hop, span, delay)) if delay >= 60 => {
            let by = hop.by.clone().unwrap_or_else(|| "an unnamed server".to_owned());
            findings.push(
                Finding::new("input.table-delay", Severity::Warning, Party::Unknown, Confidence::Possible, format!("The table shows {} before {by}", exact(delay)))
                    .why("An analyzer computed this from two clocks. Whether the message waited or a clock is wrong, and on whose side, the table cannot tell: the zones, queue ids and other fields that show it are not in it.")
                    .next("Paste the header itself.")
                    .shown_by([span]),
            );
            format!("The table shows {servers}; the longest delay is {} before {by}.", exact(delay))
        }
        Some((.., delay)) => format!("The table shows {servers}, none delayed by more than {}.", exact(delay)),
        None => format!("The table shows {servers}, without delays."),
    };
    findings.push(
        Finding::new("input.summary", Severity::Note, Party::Nobody, Confidence::Certain, "What another analyzer printed, not the header")
            .why("Its times have no zone of their own, so no sure moment can be given here, and what the servers wrote besides is lost.")
            .next("Paste the header itself: then clocks, roles and sides can be read too."),
    );
    let route = Route { hops: rows.into_iter().map(|(hop, _)| hop).collect(), ..Route::default() };
    Report { kind: Kind::Headers, headline, findings, route: Some(route), ..Report::default() }
}
