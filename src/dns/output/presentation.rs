//! The form that dig, drill, kdig and named-checkzone -D share: sections of records in presentation form, remarks behind
//! semicolons. Also `dig +yaml`.
//!
//! ```text
//! ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 64151
//! ;; QUESTION SECTION:
//! ;example.com.   IN  MX
//! ;; ANSWER SECTION:
//! example.com.  3600  IN  MX  10 mx1.example.com.
//! ```

use super::zone::{Entries, Zone};
use super::{Asked, Found, is_type, lines};
use crate::finding::Span;

pub(super) fn read(text: &str) -> Option<Found> {
    let marks = [
        "->>HEADER<<-",
        "; <<>> DiG",
        "ANSWER SECTION:",
        "QUESTION SECTION:",
        "no servers could be reached",
        "ANSWER_SECTION:",
        ";; communications error",
        ";; ERROR: ",
        ";; WARNING: response timeout",
        ";; Connection to ",
        "Error: error sending query",
    ];
    let is_ours = text.lines().take(2_000).any(|line| {
        let open = line.trim_start();
        (open.starts_with(';') || open.ends_with("_SECTION:") || open.starts_with("Error: "))
            && marks.iter().any(|mark| open.contains(mark))
    });
    // `host` and `nslookup` print the same remark of a silent server, and more.
    if !is_ours || text.lines().any(|line| line.starts_with("Server:") || line.starts_with("Using domain server:")) {
        return None;
    }
    let mut found = Found::default();
    let mut zone = Zone::default();
    let mut section: Option<&str> = None;
    let mut entries = Entries::default();
    let mut in_question = false;
    let mut server_of_last: Option<usize> = None;
    for (line, span) in lines(text) {
        let open = line.trim();
        if let Some(rest) =
            open.strip_prefix("status: ").filter(|rest| rest.bytes().all(|byte| byte.is_ascii_uppercase()))
        {
            found.questions.push(Asked::default());
            found.status(rest, span);
            continue;
        }
        if open.ends_with("_SECTION:") {
            in_question = open.starts_with("QUESTION");
            section = section_of(open);
            continue;
        }
        // `- 'example.com. 3600 IN MX 10 mx.example.com.'`
        if let Some(quoted) = open.strip_prefix("- '").and_then(|rest| rest.strip_suffix('\'')) {
            if in_question {
                question(quoted, &mut found);
            } else {
                record(quoted, span, section, &mut zone, &mut found);
            }
            continue;
        }
        if open.starts_with(';') && !entries.is_open() {
            let remark = open.trim_start_matches(';').trim();
            if let Some(status) = status_in(remark) {
                found.questions.push(Asked::default());
                found.status(status, span);
                section = None;
                server_of_last = found.questions.len().checked_sub(1);
            } else if remark.contains("SECTION:") {
                in_question = remark.starts_with("QUESTION");
                section = section_of(remark);
            } else if let Some(server) = remark.strip_prefix("SERVER: ").or_else(|| remark.strip_prefix("From ")) {
                let server = server.split(['(', ' ']).next().unwrap_or(server);
                if let Some(asked) = server_of_last.and_then(|at| found.questions.get_mut(at)) {
                    asked.server = Some(server.to_owned());
                }
            } else if ["no servers could be reached", "connection timed out", "response timeout"]
                .iter()
                .any(|mark| remark.contains(mark))
            {
                if found.questions.last().is_none_or(|last| last.status.as_deref() != Some("TIMEOUT")) {
                    found.questions.push(Asked::default());
                    found.status("TIMEOUT", span);
                }
            } else if in_question {
                question(remark, &mut found);
            }
            continue;
        }
        if in_question && open.is_empty() {
            in_question = false;
        }
        // In YAML what is left are other fields.
        if open.starts_with('-') || open.ends_with(':') {
            continue;
        }
        if let Some(entry) = entries.line(line, span)
            && let Some(mut read) = zone.entry(&entry).ok().flatten()
        {
            read.section = section.map(str::to_owned);
            found.push(read);
        }
    }
    no_data(&mut found);
    Some(found)
}

fn section_of(words: &str) -> Option<&'static str> {
    if words.starts_with("AUTHORITY") {
        Some("authority")
    } else if words.starts_with("ADDITIONAL") {
        Some("additional")
    } else {
        None
    }
}

/// `…, status: NOERROR, id: 1` of dig, `status: NOERROR; id: 1` of kdig, `rcode: NOERROR, id: 1` of drill.
fn status_in(remark: &str) -> Option<&str> {
    if !remark.starts_with("->>HEADER<<-") {
        return None;
    }
    let (_, rest) = remark.split_once("status: ").or_else(|| remark.split_once("rcode: "))?;
    rest.split([',', ';', ' ']).next().filter(|status| !status.is_empty())
}

/// `example.com. IN MX`
fn question(words: &str, found: &mut Found) {
    let mut words = words.split_ascii_whitespace();
    let (Some(name), Some(kind)) = (
        words.next(),
        words
            .next_back()
            .filter(|kind| is_type(kind) || kind.eq_ignore_ascii_case("ANY") || kind.eq_ignore_ascii_case("AXFR")),
    ) else {
        return;
    };
    match found.questions.last_mut() {
        Some(last) if last.name.is_none() => {
            last.name = Some(name.to_owned());
            last.kind = Some(kind.to_ascii_uppercase());
        }
        _ => found.questions.push(Asked {
            name: Some(name.to_owned()),
            kind: Some(kind.to_ascii_uppercase()),
            ..Asked::default()
        }),
    }
}

fn record(words: &str, span: Span, section: Option<&str>, zone: &mut Zone, found: &mut Found) {
    let mut entries = Entries::default();
    if let Some(entry) = entries.line(words, span)
        && let Ok(Some(mut record)) = zone.entry(&entry)
    {
        record.section = section.map(str::to_owned);
        found.push(record);
    }
}

/// An answer without an error and without an answer section: the name has no such record (RFC 2308 section 2.2). A referral is
/// none: its authority section has name servers and no SOA.
fn no_data(found: &mut Found) {
    let has_answer = found.records.iter().any(super::TextRecord::is_answer);
    let refers = found
        .records
        .iter()
        .any(|record| record.section.as_deref() == Some("authority") && record.kind == "NS")
        && !found.records.iter().any(|record| record.section.as_deref() == Some("authority") && record.kind == "SOA");
    if has_answer || refers {
        return;
    }
    for asked in &mut found.questions {
        if asked.status.as_deref() == Some("NOERROR") && asked.name.is_some() {
            asked.status = Some("NODATA".to_owned());
        }
    }
}
