//! A notice of a program that is not known: its words say, in one of many languages, that a message was not delivered.

use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::{NoticeParts, is_mail_system};
use crate::bounce::per_recipient::Told;
use crate::bounce::{address, automatic, transcript};
use crate::refusal::find::{self, Standing};
use crate::refusal::reason::Weight;
use crate::refusal::{Refusal, classify};
use crate::smtp::Reason;

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

pub fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let own = own_addresses(notice);
    let Some(at) = notice.scan.says_what() else { return in_other_words(notice, &own) };
    let start = notice.text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |end| end + 1);
    let from_there = notice.text.get(start..).unwrap_or_default();
    let mut found = recipients(listing::read(notice, from_there, ANY, Until::Next), &own);
    // That something is delayed is said of much else than messages: then only a list is believed.
    if found.is_empty() && (notice.scan.says_failed.is_some() || is_of_a_mail_system(notice)) {
        let named = candidates(from_there, &own).next().or_else(|| candidates(&notice.text, &own).last());
        found.extend(named.map(|address| {
            let mut told = Told::of(address, "");
            told.evidence.push(notice.place_of(address));
            told
        }));
    }
    for told in &mut found {
        transcript::take_exchange(told);
        let codeless = find::codes(&told.words).reply_code.is_none();
        // An address says nothing, however long it is.
        let said: usize = told.words.split(' ').filter(|word| !word.contains('@')).map(|word| word.len() + 1).sum();
        if told.words.is_empty() || (codeless && said <= 24) {
            told.words = listing::joined(&notice.text);
        }
        told.words.truncate(told.words.floor_char_boundary(MOST_WORDS));
    }
    found
}

/// Whether the notice comes from a mail system, or from the one who runs it and no program that answers for somebody.
fn is_of_a_mail_system(notice: &NoticeParts<'_>) -> bool {
    let from = notice.field("From").unwrap_or_default();
    let is_postmaster = address::all(&from)
        .any(|sender| sender.split('@').next().is_some_and(|local| local.eq_ignore_ascii_case("postmaster")));
    is_mail_system(&from) || is_postmaster && !automatic::answers(notice)
}

/// A notice whose words are not listed: a mail system wrote it, it names one address that is neither its own nor the sender's, and
/// what it says of it is a refusal, by a code or by plain words for an address, a mailbox or a route.
fn in_other_words(notice: &NoticeParts<'_>, own: &[String]) -> Vec<Told> {
    if !is_of_a_mail_system(notice)
        || ["List-Id", "List-Post", "List-Unsubscribe"].iter().any(|name| notice.field(name).is_some())
    {
        return Vec::new();
    }
    let text = notice.text.get(..notice.text.floor_char_boundary(MOST_WORDS)).unwrap_or_default();
    let mut named: Vec<&str> = candidates(text, own).take(MOST).collect();
    named.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
    let [only] = named.as_slice() else { return Vec::new() };
    let words = listing::joined(text);
    let codes = find::codes(&words);
    let is_coded =
        codes.reply_code.as_ref().is_some_and(|code| code.standing >= Standing::Led && !code.text.starts_with('2'));
    let meant = classify(&Refusal {
        reply_code: codes.reply_code.as_ref().map(|code| code.text),
        status: codes.status.as_ref().map(|code| code.text),
        text: &words,
        ..Refusal::default()
    });
    let of_an_address = matches!(
        meant.reason,
        Reason::UserUnknown
            | Reason::HostUnknown
            | Reason::HasMoved
            | Reason::NotAccept
            | Reason::MailboxFull
            | Reason::Suspend
            | Reason::NoRelaying
            | Reason::MesgTooBig
            | Reason::Expired
            | Reason::NetworkError
    );
    let is_refused = is_coded || of_an_address && meant.weight >= Some(Weight::Plain);
    if !is_refused && !says_no(notice, &words) {
        return Vec::new();
    }
    let mut told = Told::of(only, &words);
    told.evidence.push(notice.place_of(only));
    vec![told]
}

/// Whether a mail system, which nobody can answer, says "not" in words that are not listed. What it is not is left open.
fn says_no(notice: &NoticeParts<'_>, words: &str) -> bool {
    const NO: [&str; 12] = [
        " not ",
        "n't ",
        "cannot",
        "unable",
        "failed",
        "failure",
        "refused",
        "rejected",
        "impossible",
        "nobody",
        " no ",
        "undeliver",
    ];
    /// What a mail system says besides failures.
    const OTHERWISE: [&str; 9] = [
        "trying",
        "delay",
        "warning",
        "success",
        "has been delivered",
        "was delivered",
        "quarantine",
        "password",
        "held for",
    ];
    let from = notice.field("From").unwrap_or_default();
    let is_unanswerable = notice.field("Return-Path").is_some_and(|path| path.replace(' ', "").starts_with("<>"));
    let words = words.to_lowercase();
    let has = |known: &[&str]| known.iter().any(|word| words.contains(word));
    is_mail_system(&from) && is_unanswerable && !automatic::answers(notice) && has(&NO) && !has(&OTHERWISE)
}

/// A list that takes no mail of somebody who is no member: it answers from the address that its own mail comes from.
pub fn of_a_list(notice: &NoticeParts<'_>) -> Option<Told> {
    const SAID: [&str; 8] = [
        "not allowed to post",
        "has been automatically rejected",
        "non-members are",
        "by non-members",
        "restricted to members",
        "restricted to list members",
        "only members may post",
        "only subscribers may post",
    ];
    const OWN: [&str; 4] = ["-bounces", "-owner", "-request", "-admin"];
    let from = notice.field("From")?;
    let (local, domain) = address::first(&from)?.rsplit_once('@')?;
    let list = OWN.iter().find_map(|end| local.strip_suffix(end)).or_else(|| local.strip_prefix("owner-"))?;
    let is_automatic = automatic::answers(notice)
        || notice.field("Auto-Submitted").is_some()
        || notice.field("Return-Path").is_some_and(|path| path.replace(' ', "").starts_with("<>"));
    let text = notice.text.get(..notice.text.floor_char_boundary(MOST_WORDS)).unwrap_or_default();
    let words = listing::joined(text);
    let lower = words.to_lowercase();
    if !is_automatic || list.is_empty() || !SAID.iter().any(|said| lower.contains(said)) {
        return None;
    }
    Some(Told::of(&format!("{list}@{domain}"), &words))
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
fn own_addresses(notice: &NoticeParts<'_>) -> Vec<String> {
    ["From", "Sender", "Reply-To", "To", "Return-Path"]
        .into_iter()
        .filter_map(|name| notice.field(name))
        .flat_map(|value| address::all(&value).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}
