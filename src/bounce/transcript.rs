//! The transcript of an SMTP session, as Sendmail and its kin write it.
//!
//! ```text
//! ... while talking to mx.example.org.:
//! >>> RCPT To:<anna@example.org>
//! <<< 550 5.1.1 <anna@example.org>... User unknown
//! 550 5.1.1 <anna@example.org>... User unknown
//! ```

use super::address;
use super::listing;
use super::notice::NoticeParts;
use super::per_recipient::{self, Told};
use crate::refusal::find;
use crate::smtp::Step;

/// How many recipients are looked for in a transcript; what more there are stand in the report beside it.
const MOST: usize = 200;

/// How long the lines of one reply are joined, in bytes; a reply that goes on is cut.
const MOST_WORDS: usize = 2000;

/// One exchange: the command and the reply to it.
#[derive(Default)]
struct Exchange<'a> {
    server: Option<&'a str>,
    step: Option<Step>,
    addressee: Option<&'a str>,
    reply: String,
}

/// Adds to `found` what a transcript tells of each recipient, and the recipients that it alone names.
pub(super) fn complete(notice: &NoticeParts<'_>, transcript: &str, found: &mut Vec<Told>) {
    let named_before = !found.is_empty();
    let mut now = Exchange::default();
    // The last reply that refused, for a recipient that the transcript names after it or not at all.
    let mut refusal: Option<Told> = None;
    for line in transcript.lines().map(str::trim) {
        if let Some(talking) = listing::behind(line, &["while talking to "]) {
            now = Exchange { server: Some(talking.trim_end_matches([':', '.'])), ..Exchange::default() };
        } else if let Some(command) = line.strip_prefix(">>> ") {
            now.step = Step::of_command(command);
            now.addressee = (now.step == Some(Step::Rcpt)).then(|| address::first(command)).flatten();
            now.reply.clear();
        } else if let Some(reply) = line.strip_prefix("<<<").map(str::trim) {
            if is_sequel(reply) {
                // What DATA met was no recipient left: the refusal before it was of RCPT, sent ahead of its reply.
                refine(found, &mut refusal, Step::Rcpt);
                continue;
            }
            if !now.reply.is_empty() && now.reply.len() < MOST_WORDS {
                now.reply.push(' ');
            }
            if now.reply.len() < MOST_WORDS {
                now.reply.push_str(reply);
            }
            let told = Told {
                words: now.reply.clone(),
                remote_mta: now.server.map(str::to_owned),
                step: now.step,
                ..Told::default()
            };
            let whom = address::all(reply).find(|named| found.iter().any(|known| known.is_about(named)));
            if let Some(addressee) = now.addressee.or(whom) {
                attach(notice, found, named_before, addressee, told.clone(), line);
            }
            refusal = Some(told);
        } else if let Some((addressee, words)) = verdict(line) {
            if listing::find(words, "user unknown").is_some() {
                refine(found, &mut refusal, Step::Rcpt);
            }
            // What the server itself said just before says more than Sendmail's own words for it.
            let mine = now.addressee.is_none_or(|to| to.eq_ignore_ascii_case(addressee));
            let told = refusal.take().filter(|_| mine);
            let told = told.unwrap_or_else(|| Told { words: words.to_owned(), ..Told::default() });
            attach(notice, found, named_before, addressee, told, line);
        } else if line.starts_with("554 ") && line.ends_with("Service unavailable") && refusal.is_some() {
            refine(found, &mut refusal, Step::EndOfData);
        } else if now.reply.is_empty() && refusal.is_none() && says_something(line) {
            refusal = Some(Told { words: line.to_owned(), ..Told::default() });
        }
    }
    let Some(refusal) = refusal else { return };
    if found.is_empty() {
        // It names nobody; the report or the returned message may.
        found.push(refusal);
        return;
    }
    for told in found.iter_mut().filter(|told| per_recipient::says_nothing(&told.words) || told.step.is_none()) {
        told.complete(refusal.clone());
    }
}

/// `mx.example.org [192.0.2.1]: >>> RCPT TO:<…> <<< 550 …` on one line: the server, the step and the reply.
pub(super) fn take_exchange(told: &mut Told) {
    let Some((head, exchange)) = told.words.split_once(">>> ") else { return };
    let server = head.trim().split([' ', ':']).next().filter(|server| server.contains('.'));
    told.remote_mta = server.map(str::to_owned).or(told.remote_mta.take());
    told.step = Step::of_command(exchange).or(told.step);
    if let Some((_, reply)) = exchange.split_once("<<< ") {
        told.words = reply.replace("<<< ", "");
    }
}

/// A refusal under `>>> DATA` may be of RCPT, sent ahead, or of the message itself: what follows tells.
fn refine(found: &mut [Told], refusal: &mut Option<Told>, step: Step) {
    for told in found.iter_mut().take(MOST).chain(refusal.as_mut()) {
        if told.step == Some(Step::Data) {
            told.step = Some(step);
        }
    }
}

/// Sendmail's own words: `451 4.0.0 Operating system error`, `… Deferred: Connection timed out`.
fn says_something(line: &str) -> bool {
    line.contains("Deferred")
        || line.starts_with(['4', '5']) && find::codes(line).reply_code.is_some_and(|code| code.at.start == 0)
}

fn attach(
    notice: &NoticeParts<'_>,
    found: &mut Vec<Told>,
    named_before: bool,
    addressee: &str,
    mut told: Told,
    line: &str,
) {
    told.evidence.push(notice.place_of(line));
    let room = found.len() < MOST;
    match found.iter_mut().take(MOST).find(|known| known.is_about(addressee)) {
        Some(known) => known.complete(told),
        None if !named_before && room => {
            told.address = Some(addressee.to_owned());
            found.push(told);
        }
        None => {}
    }
}

/// `550 5.1.1 <anna@example.org>... User unknown` and `anna@example.org... Deferred: …`: the address and the whole line.
fn verdict(line: &str) -> Option<(&str, &str)> {
    let at = line.find("... ")?;
    let head = line.get(..at)?;
    let addressee = address::all(head).last()?;
    let ends = head.trim_end_matches('>').ends_with(addressee);
    // `554 <anna@example.org>... 550 Host unknown`: the second code is the one that was answered.
    let said = line.get(at + 4..).unwrap_or_default();
    let answered = find::codes(said).reply_code.is_some_and(|code| code.at.start == 0);
    ends.then_some((addressee, if answered { said } else { line }))
}

/// A reply that only follows from an earlier one: `503 Need RCPT`.
fn is_sequel(reply: &str) -> bool {
    let codes = find::codes(reply);
    matches!(codes.reply_code.map(|code| code.text), Some("503" | "221" | "250" | "354"))
        || codes.status.is_some_and(|code| code.text == "5.5.1")
        || listing::find(reply, "no valid recipients").is_some()
}
