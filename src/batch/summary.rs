//! What many messages come to together.

use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{ClockOffset, HopPair, Outcome, Row};
use crate::dns::is_public;
use crate::order;
use crate::report::words;
use crate::smtp::{Permanence, Reason};

/// How often something was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Count {
    /// What it is.
    pub key: String,
    /// How often.
    pub count: usize,
}

/// An address, and when it was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// The address.
    pub address: String,
    /// In how many notices.
    pub count: usize,
    /// The first of them, as far as they are dated.
    #[cfg_attr(
        feature = "borsh",
        borsh(
            serialize_with = "crate::borsh_time::write_if_known",
            deserialize_with = "crate::borsh_time::read_if_known"
        )
    )]
    pub first: Option<DateTime<Utc>>,
    /// The last.
    #[cfg_attr(
        feature = "borsh",
        borsh(
            serialize_with = "crate::borsh_time::write_if_known",
            deserialize_with = "crate::borsh_time::read_if_known"
        )
    )]
    pub last: Option<DateTime<Utc>>,
}

/// Who refuses by where the mail comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// The provider, else the recipient's domain.
    pub by: String,
    /// The blocklist that the refusal names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocklist: Option<String>,
    /// The address of ours that the refusal names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// How often.
    pub count: usize,
}

/// Recipients that call for the same action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Group {
    /// What they have in common.
    pub name: String,
    /// How many there are.
    pub count: usize,
    /// What to do.
    pub action: String,
}

/// What many messages come to together. Reasons, sides, domains and providers count recipients for whom a message failed or waits; kinds,
/// dialects and days count messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// How many messages there are.
    pub messages: usize,
    /// How many recipients failed or wait.
    pub recipients: usize,
    /// Messages by what they are.
    pub kinds: Vec<Count>,
    /// Recipients by reason.
    pub reasons: Vec<Count>,
    /// Recipients by whose side must act.
    pub sides: Vec<Count>,
    /// Recipients by their domain.
    pub domains: Vec<Count>,
    /// Recipients by the provider that refused.
    pub providers: Vec<Count>,
    /// Notices by the program that wrote them.
    pub dialects: Vec<Count>,
    /// Messages by day (UTC), in order.
    pub days: Vec<Count>,
    /// Addresses that do not exist or have moved. No other reason puts an address here.
    pub dead: Vec<Address>,
    /// Mailboxes that are full, the most often seen first.
    pub full: Vec<Address>,
    /// Addresses that were refused for now, and later for good.
    pub came_true: Vec<Address>,
    /// Complaints by kind.
    pub complaints: Vec<Count>,
    /// The recipients that complaints name.
    pub complained: Vec<Address>,
    /// Who refuses by where the mail comes from.
    pub blocked: Vec<Block>,
    /// The slowest passages between servers.
    pub hops: Vec<HopPair>,
    /// Clocks that seem wrong.
    pub clocks: Vec<ClockOffset>,
    /// What to do, the largest group first.
    pub groups: Vec<Group>,
}

/// Blocklists by words that refusals have of them.
const BLOCKLISTS: [(&str, &str); 14] = [
    ("spamhaus", "Spamhaus"),
    ("spamcop", "SpamCop"),
    ("barracuda", "Barracuda"),
    ("sorbs", "SORBS"),
    ("uceprotect", "UCEPROTECT"),
    ("abusix", "Abusix"),
    ("mailspike", "Mailspike"),
    ("invaluement", "invaluement"),
    ("cloudmark", "Cloudmark"),
    ("senderscore", "Sender Score"),
    ("psbl.surriel", "PSBL"),
    ("surbl", "SURBL"),
    ("uribl", "URIBL"),
    ("spfbl", "SPFBL"),
];

#[derive(Default)]
struct Tally(BTreeMap<String, usize>);

impl Tally {
    fn add(&mut self, key: impl Into<String>) {
        *self.0.entry(key.into()).or_default() += 1;
    }

    /// The counts, the largest first.
    fn counts(self) -> Vec<Count> {
        let mut counts = self.in_order();
        order::sort_by_key(&mut counts, |count| std::cmp::Reverse(count.count));
        counts
    }

    fn in_order(self) -> Vec<Count> {
        self.0.into_iter().map(|(key, count)| Count { key, count }).collect()
    }
}

#[derive(Default)]
struct Addresses(BTreeMap<String, Address>);

impl Addresses {
    fn add(&mut self, address: &str, when: Option<DateTime<Utc>>) {
        // The part before the @ may be case sensitive (RFC 5321 section 2.4); the domain is not.
        let key = match address.rsplit_once('@') {
            Some((local, domain)) => format!("{local}@{}", domain.to_ascii_lowercase()),
            None => address.to_owned(),
        };
        let entry = self.0.entry(key.clone()).or_insert_with(|| Address { address: key, ..Address::default() });
        entry.count += 1;
        entry.first = entry.first.into_iter().chain(when).min();
        entry.last = entry.last.into_iter().chain(when).max();
    }

    /// The addresses, the most often seen first.
    fn list(self) -> Vec<Address> {
        let mut list: Vec<Address> = self.0.into_values().collect();
        order::sort_by_key(&mut list, |address| std::cmp::Reverse(address.count));
        list
    }
}

impl Summary {
    pub(super) fn of(rows: &[Row], hops: Vec<HopPair>, clocks: Vec<ClockOffset>) -> Self {
        let mut tallies: [Tally; 8] = Default::default();
        let [kinds, reasons, sides, domains, providers, dialects, days, complaints] = &mut tallies;
        let (mut dead, mut full, mut complained) = (Addresses::default(), Addresses::default(), Addresses::default());
        let mut blocked: BTreeMap<(String, Option<String>, Option<String>), usize> = BTreeMap::new();
        let mut groups = Tally::default();
        let mut recipients = 0;
        for row in rows {
            kinds.add(words::kind(row.kind));
            if let Some(when) = row.when {
                days.add(when.format("%Y-%m-%d").to_string());
            }
            if let Some(dialect) = &row.dialect {
                dialects.add(dialect.as_str());
            }
            if let Some(kind) = &row.complaint {
                complaints.add(kind.as_str());
                groups.add(COMPLAINED.0);
                row.complained_by.iter().for_each(|address| complained.add(address, row.when));
            }
            for outcome in row.outcomes.iter().filter(|outcome| outcome.is_failure()) {
                recipients += 1;
                reasons.add(outcome.reason.map_or("unknown", Reason::word));
                sides.add(outcome.party.and_then(words::party).unwrap_or("unknown"));
                if let Some(domain) = outcome.domain() {
                    domains.add(domain);
                }
                if let Some(provider) = &outcome.provider {
                    providers.add(provider.as_str());
                }
                groups.add(group(outcome).0);
                let Some(address) = &outcome.address else { continue };
                if outcome.dead_address {
                    dead.add(address, row.when);
                } else if outcome.reason == Some(Reason::MailboxFull) {
                    full.add(address, row.when);
                }
                if matches!(outcome.reason, Some(Reason::Blocked | Reason::BadReputation)) {
                    *blocked.entry(block(outcome)).or_default() += 1;
                }
            }
        }
        let came_true = came_true(rows);
        let [kinds, reasons, sides, domains, providers, dialects, days, complaints] = tallies;
        let mut blocked: Vec<Block> =
            blocked.into_iter().map(|((by, blocklist, ip), count)| Block { by, blocklist, ip, count }).collect();
        order::sort_by_key(&mut blocked, |block| std::cmp::Reverse(block.count));
        let action = |name: &str| GROUPS.iter().find(|(group, _)| *group == name).map_or("", |(_, action)| action);
        let groups = groups.counts().into_iter().map(|Count { key, count }| {
            let action = action(&key).to_owned();
            Group { name: key, count, action }
        });
        Self {
            messages: rows.len(),
            recipients,
            kinds: kinds.counts(),
            reasons: reasons.counts(),
            sides: sides.counts(),
            domains: domains.counts(),
            providers: providers.counts(),
            dialects: dialects.counts(),
            days: days.in_order(),
            dead: dead.list(),
            full: full.list(),
            came_true,
            complaints: complaints.counts(),
            complained: complained.list(),
            blocked,
            hops,
            clocks,
            groups: groups.collect(),
        }
    }
}

/// What to do about a group of recipients.
type Advice = (&'static str, &'static str);

const DEAD: Advice = ("Address does not exist or has moved", "Remove these addresses, and do not write to them again.");
const FULL: Advice =
    ("Mailbox full", "Send no more for some days. Remove an address that stays full for weeks: nobody reads it.");
const COMPLAINED: Advice =
    ("Complaint", "Remove whoever complained at once. Where there are many, look at how addresses get onto the list.");
const BLOCKED: Advice = (
    "Sender's address or domain blocked",
    "Change nothing in the list. Find out why the sending address is blocked, mend that, then ask the provider or the blocklist to remove it.",
);
const AUTHENTICATION: Advice =
    ("SPF, DKIM or DMARC failed", "Change nothing in the list. Mend the authentication of the sending domain.");
const CONTENT: Advice = (
    "Refused for its content or size",
    "Change nothing in the list. Look at what the message holds: links, attachments, size.",
);
const RATE: Advice = ("Too much at once", "Change nothing in the list. Send more slowly to this provider.");
const TEMPORARY: Advice =
    ("Refused for now", "Wait: the server tries again. Act where the same address fails for days.");
const OTHER: Advice = ("Other", "Read the reports of these one by one.");

const GROUPS: [Advice; 9] = [DEAD, FULL, COMPLAINED, BLOCKED, AUTHENTICATION, CONTENT, RATE, TEMPORARY, OTHER];

fn group(outcome: &Outcome) -> Advice {
    if outcome.dead_address {
        return DEAD;
    }
    match outcome.reason {
        Some(Reason::MailboxFull) => FULL,
        Some(Reason::Blocked | Reason::BadReputation | Reason::RequirePtr) => BLOCKED,
        Some(Reason::AuthFailure) => AUTHENTICATION,
        Some(
            Reason::SpamDetected
            | Reason::VirusDetected
            | Reason::ContentError
            | Reason::MesgTooBig
            | Reason::ExceedLimit,
        ) => CONTENT,
        Some(Reason::TooManyConn | Reason::Speeding) => RATE,
        _ if outcome.permanence == Some(Permanence::Temporary) => TEMPORARY,
        _ => OTHER,
    }
}

/// Who blocks, by which list, which of our addresses.
fn block(outcome: &Outcome) -> (String, Option<String>, Option<String>) {
    let by = outcome.provider.clone().or_else(|| outcome.domain()).unwrap_or_else(|| "unknown".to_owned());
    let text = outcome.diagnostic.as_deref().unwrap_or_default();
    let lower = text.to_ascii_lowercase();
    let list = BLOCKLISTS.iter().find(|(word, _)| lower.contains(word)).map(|(_, name)| (*name).to_owned());
    (by, list, public_address(text).map(|address| address.to_string()))
}

/// The first public address in a refusal: whoever refuses by address names it.
fn public_address(text: &str) -> Option<IpAddr> {
    let is_of_address = |letter: char| letter.is_ascii_hexdigit() || matches!(letter, '.' | ':');
    let words = text.split(|letter| !is_of_address(letter)).map(|word| word.trim_matches(['.', ':']));
    words.filter(|word| word.len() >= 7).filter_map(|word| word.parse().ok()).find(|&address| is_public(address))
}

/// Addresses that were refused for now, and later for good.
fn came_true(rows: &[Row]) -> Vec<Address> {
    let mut waiting: BTreeMap<&str, DateTime<Utc>> = BTreeMap::new();
    let outcomes = || rows.iter().flat_map(|row| row.outcomes.iter().map(move |outcome| (row.when, outcome)));
    for (when, outcome) in outcomes() {
        if let (Some(when), Some(address), Some(Permanence::Temporary)) = (when, &outcome.address, outcome.permanence) {
            let first = waiting.entry(address).or_insert(when);
            *first = when.min(*first);
        }
    }
    let mut later = Addresses::default();
    for (when, outcome) in outcomes() {
        if let (Some(when), Some(address), Some(Permanence::Permanent)) = (when, &outcome.address, outcome.permanence)
            && waiting.get(address.as_str()).is_some_and(|&first| first < when)
        {
            later.add(address, Some(when));
        }
    }
    later.list()
}
