//! Postfix: `<address>: host mx[ip] said: 550 … (in reply to RCPT TO command)`, with a report beside it.

use super::{Dialect, Fingerprint, QueueLifetime};
use crate::bounce::address;
use crate::bounce::listing::{self, Opening, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::smtp::Step;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Postfix",
    marks: &[
        Fingerprint::Own("X-Postfix-", 20),
        Fingerprint::Body("this is the mail system at host", 20),
        Fingerprint::Body("this is the postfix", 20),
        Fingerprint::Body("postfix program at host", 20),
        Fingerprint::Body("                   the mail system", 10),
        Fingerprint::Body("the postfix program", 10),
        Fingerprint::Body("if you do so, please include this problem report", 10),
        Fingerprint::Body(" (in reply to ", 5),
        Fingerprint::Head("subject: undelivered mail returned to sender", 8),
        Fingerprint::Head("subject: delayed mail (still being retried)", 10),
        Fingerprint::Head("subject: successful mail delivery report", 10),
        Fingerprint::Head("subject: mail delivery status report", 10),
        Fingerprint::Head("subject: postfix smtp server: errors from ", 30),
        Fingerprint::Head("(mail delivery system)", 4),
    ],
    read,
    patience: Some(QueueLifetime { hours: 5 * 24, setting: "maximal_queue_lifetime" }),
};

/// Recipients begin a line; a wrapped diagnostic is indented.
pub(super) fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let opening = Opening { bracketed_colon: true, ..Opening::default() };
    let listed = listing::read(notice, &notice.text, opening, Until::Blank);
    match listing::behind(&notice.text, &["transcript of session follows"]) {
        Some(transcript) if listed.is_empty() => errors_from(notice, transcript),
        _ => listed,
    }
}

/// How many recipients of a transcript are read.
const MOST: usize = 200;

/// What the receiving server writes to its postmaster of a session that went wrong: ` Out: 550 …` to ` In:  RCPT TO:<…>`.
fn errors_from(notice: &NoticeParts<'_>, transcript: &str) -> Vec<Told> {
    let mut refused: Vec<Told> = Vec::new();
    // Those who were taken, until the message itself is refused.
    let mut taken: Vec<Told> = Vec::new();
    let mut now: Option<(Option<Step>, Option<&str>)> = None;
    for line in transcript.lines().map(str::trim) {
        if let Some(command) = line.strip_prefix("In:").map(str::trim) {
            let step = Step::of_command(command);
            now = Some((step, address::first(command).filter(|_| step == Some(Step::Rcpt))));
        } else if let Some(reply) = line.strip_prefix("Out:").map(str::trim)
            && let Some((step, addressee)) = now
        {
            let is_refusal = reply.starts_with(['4', '5']);
            let mut told = Told { words: reply.to_owned(), step, ..Told::default() };
            told.evidence.push(notice.place_of(line));
            match (addressee, step) {
                (Some(addressee), _) if refused.len() + taken.len() < MOST => {
                    let told = Told { address: Some(addressee.to_owned()), ..told };
                    if is_refusal { refused.push(told) } else { taken.push(told) }
                }
                // The dot that ends the message, or DATA itself.
                (None, Some(Step::Data | Step::EndOfData)) | (None, None) if is_refusal => {
                    for mut one in taken.drain(..) {
                        one.words.clone_from(&told.words);
                        one.step = Some(if step == Some(Step::Data) { Step::Data } else { Step::EndOfData });
                        one.evidence.clone_from(&told.evidence);
                        refused.push(one);
                    }
                }
                _ => {}
            }
        }
    }
    refused
}
