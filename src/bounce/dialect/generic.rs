//! A notice of a program that is not known: its words say, in one of many languages, that a message was not delivered.

use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;
use crate::bounce::{address, transcript};

/// How many recipients are looked for, and how many bytes of words are kept for each.
const MOST: usize = 100;
const MOST_WORDS: usize = 2000;

/// Mailboxes that a notice names for questions.
const CONTACTS: &[&str] = &[
    "postmaster",
    "mailer-daemon",
    "abuse",
    "support",
    "helpdesk",
    "hostmaster",
    "admin",
    "administrator",
    "postmaster-bounce",
];

/// Words before an address that make it a sender, or somebody to ask.
const NOT_RECIPIENTS: &[&str] = &[
    "from:",
    "from ",
    "sender",
    "return-path",
    "contact",
    "reply-to",
    "message-id",
    "mail from",
    "von:",
    "de:",
    "da:",
    "от:",
];

pub fn read(notice: &Notice<'_>) -> Vec<Told> {
    let Some(at) = notice.scan.says_what() else { return Vec::new() };
    let own = own_addresses(notice);
    let start = notice.text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |end| end + 1);
    let from_there = notice.text.get(start..).unwrap_or_default();
    let mut found = recipients(listing::read(notice, from_there, ANY, Until::Next), &own);
    // That something is delayed is said of much else than messages: then only a list is believed.
    if found.is_empty() && notice.scan.says_failed.is_some() {
        let named = candidates(from_there, &own).next().or_else(|| candidates(&notice.text, &own).last());
        found.extend(named.map(|address| {
            let mut told = Told::of(address, "");
            told.evidence.push(notice.place_of(address));
            told
        }));
    }
    for told in &mut found {
        transcript::take_exchange(told);
        let codeless = crate::refusal::find::codes(&told.words).reply_code.is_none();
        // An address says nothing, however long it is.
        let said: usize = told.words.split(' ').filter(|word| !word.contains('@')).map(|word| word.len() + 1).sum();
        if told.words.is_empty() || (codeless && said <= 24) {
            told.words = listing::joined(&notice.text);
        }
        told.words.truncate(told.words.floor_char_boundary(MOST_WORDS));
    }
    found
}

/// The listed recipients, each once, without those who cannot be recipients.
fn recipients(listed: Vec<Told>, own: &[String]) -> Vec<Told> {
    let mut once: Vec<Told> = Vec::new();
    for told in listed {
        let address = told.address.clone().unwrap_or_default();
        let fits = !is_own(&address, own) && !is_contact(&address);
        if fits && once.len() < MOST && !once.iter().any(|known| known.is_about(&address)) {
            once.push(told);
        }
    }
    once
}

/// Addresses in `text` that may be recipients.
fn candidates<'a>(text: &'a str, own: &'a [String]) -> impl Iterator<Item = &'a str> {
    text.lines().flat_map(move |line| {
        address::all(line).filter(move |address| {
            let before = listing::before(line, &[address]).to_ascii_lowercase();
            !is_own(address, own) && !is_contact(address) && !NOT_RECIPIENTS.iter().any(|word| before.contains(word))
        })
    })
}

fn is_own(address: &str, own: &[String]) -> bool {
    own.iter().any(|known| known.eq_ignore_ascii_case(address))
}

fn is_contact(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    CONTACTS.iter().any(|contact| contact.eq_ignore_ascii_case(local))
}

/// The addresses of the notice itself: who wrote it, and who sent the message that it is about.
fn own_addresses(notice: &Notice<'_>) -> Vec<String> {
    ["From", "Sender", "Reply-To", "To", "Return-Path"]
        .into_iter()
        .filter_map(|name| notice.field(name))
        .flat_map(|value| address::all(&value).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}
