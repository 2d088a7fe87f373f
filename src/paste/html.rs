//! The HTML source of a message, which holds no header: what can be read in it, and what is needed instead.

use super::Found;
use crate::Context;
use crate::finding::{Confidence, Finding, Party, Severity, Span};
use crate::report::{Kind, Report};

/// The most links that are looked at.
const MOST: usize = 2_000;

pub(super) fn read(text: &str, _: &Context) -> Option<Found> {
    let head: String = text.trim_start().chars().take(2_000).collect::<String>().to_ascii_lowercase();
    let begins = ["<!doctype html", "<html", "<head", "<body", "<table", "<div", "<p>", "<a "]
        .iter()
        .any(|tag| head.starts_with(tag));
    let tags = ["<html", "<body", "<div", "<table", "<span", "<a href", "<br", "<p"]
        .iter()
        .filter(|tag| head.contains(*tag))
        .count();
    if !begins || tags == 0 {
        return None;
    }
    let mut findings = vec![
        Finding::new("input.html", Severity::Note, Party::Nobody, Confidence::Certain, "HTML, not a header")
            .why("This is the HTML of a page or of a message. The way a message took, and what servers said of it, stands in its header, which this does not hold.")
            .next("Paste the full header: mail programs call it \"view source\", \"show original\" or \"internet headers\"."),
    ];
    findings.extend(deceptive_links(text));
    let report = Report {
        kind: Kind::Unknown,
        headline: "This is HTML without a mail header; the header is needed.".to_owned(),
        findings,
        ..Report::default()
    };
    Some(Found { reports: vec![report], set_aside: Vec::new(), how: "" })
}

/// Links whose text is an address of another host than the one they lead to.
fn deceptive_links(text: &str) -> Option<Finding> {
    let lower = text.to_ascii_lowercase();
    let mut spans = Vec::new();
    let mut named = Vec::new();
    let mut at = 0;
    for _ in 0..MOST {
        let Some(start) = lower.get(at..).and_then(|rest| rest.find("<a ")).map(|start| at + start) else { break };
        let Some(end) = lower.get(start..).and_then(|rest| rest.find("</a>")).map(|end| start + end) else { break };
        at = end + 4;
        let Some(link) = text.get(start..end) else { continue };
        let Some((tag, shown)) = link.split_once('>') else { continue };
        let Some(target) = attribute(tag, "href").and_then(host) else { continue };
        let shown = crate::message::text_of_html(shown);
        let Some(says) = shown.split_whitespace().find_map(host) else { continue };
        let related = |one: &str, other: &str| one == other || one.ends_with(&format!(".{other}"));
        if !related(&says, &target) && !related(&target, &says) {
            spans.push(Span::new(start, end));
            named.push(format!("\"{says}\" leads to {target}"));
        }
    }
    named.truncate(5);
    (!spans.is_empty()).then(|| {
        Finding::new(
            "input.link-differs",
            Severity::Warning,
            Party::Sender,
            Confidence::Certain,
            "A link leads elsewhere than its text says",
        )
        .why(format!(
            "{}. Newsletters do this to count clicks; messages that deceive do it to hide where a link leads.",
            named.join("; ")
        ))
        .next("Do not open it before you know who wrote the message: paste its header here.")
        .shown_by(spans)
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.to_ascii_lowercase().find(name)?;
    let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next(),
        _ => value.split([' ', '>']).next(),
    }
}

/// The host of a web address, in lower case and without `www.`.
fn host(text: &str) -> Option<String> {
    let lower = text.trim_matches(['(', ')', '<', '>', ',', '.', '"']).to_ascii_lowercase();
    let rest = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
        .or_else(|| lower.starts_with("www.").then_some(lower.as_str()))?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && !host.contains('@')).then(|| host.to_owned())
}
