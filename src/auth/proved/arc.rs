//! ARC, verified again (RFC 8617 section 5.2): the sets, their numbers, the newest message signature, and every seal.

use serde::Serialize;

use super::asking::{Asker, texts};
use super::canonical::{self, Form, Mail};
use super::crypto::{Crypto, Hash, Verified};
use super::dkim::signature::{Sort, key_name};
use super::dkim::{self, Verifier};
use crate::auth::record::dkim_key::{self, KeyType};
use crate::auth::record::tags::TagList;
use crate::auth::record::{Part, base64};
use crate::dns::{Question, RecordType, Resolver};
use crate::finding::Span;
use crate::message::Field;

/// The most sets that a chain can have (RFC 8617 section 4.2.1).
const MOST_SETS: usize = 50;

/// Whether a chain holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Chain {
    /// There is none.
    #[default]
    None,
    /// Every seal and the newest message signature hold.
    Pass,
    /// It does not hold.
    Fail,
}

/// One set: what one server added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Set {
    /// Its number; 1 is the oldest.
    pub instance: usize,
    /// Who sealed it: `d=` of the seal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// What the seal says of the chain before it: `cv=`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed: Option<String>,
    /// Whether the seal holds; absent where it was not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<bool>,
    /// What came of the seal, in a sentence.
    pub why: String,
    /// The result of the message signature; only the newest must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<dkim::Outcome>,
    /// The seal's tags, explained.
    pub tags: Vec<Part>,
    /// The seal.
    pub span: Span,
}

/// The chain, verified again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Whether it holds.
    pub chain: Chain,
    /// Why, in a sentence.
    pub why: String,
    /// Its sets, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<Set>,
    /// The words that show why.
    pub shown: Span,
}

/// The fields of a set, by their places.
#[derive(Debug, Clone, Copy)]
struct Places {
    results: usize,
    message: usize,
    seal: usize,
}

/// What breaks the chain.
struct Broken {
    why: String,
    shown: Span,
}

/// Verifies the chain of a message.
pub async fn prove<R: Resolver, C: Crypto>(
    mail: &Mail<'_>,
    verifier: &mut Verifier<'_, R, C>,
    asker: &Asker<'_, R>,
    crypto: &C,
) -> Proof {
    let has_any = mail.message.fields.iter().any(|field| kind_of(field).is_some());
    if !has_any {
        return Proof { why: "The message has no ARC set.".to_owned(), ..Proof::default() };
    }
    let places = match sets(mail) {
        Ok(places) => places,
        Err(Broken { why, shown }) => return Proof { chain: Chain::Fail, why, sets: Vec::new(), shown },
    };
    let field = |place: usize| mail.message.fields.get(place);
    let mut found = Vec::new();
    let mut broken: Option<Broken> = None;
    for (at, set) in places.iter().enumerate() {
        let Some(seal) = field(set.seal) else { continue };
        let list = tags(seal);
        let is_newest = at + 1 == places.len();
        let mut one = Set {
            instance: at + 1,
            domain: list.value("d").map(str::to_ascii_lowercase),
            claimed: list.value("cv").map(str::to_owned),
            seal: None,
            why: String::new(),
            message: None,
            tags: list.tags.iter().map(explained).collect(),
            span: seal.span(),
        };
        if let Some(reason) = claim(&list, at + 1) {
            one.why.clone_from(&reason);
            let shown = list.get("cv").map_or(seal.span(), |tag| tag.span);
            broken.get_or_insert(Broken { why: format!("ARC set {}: {reason}", at + 1), shown });
        }
        if let Some(message) = field(set.message)
            && is_newest
        {
            let checked = verifier.check(message, set.message, Sort::Arc).await;
            one.message = Some(checked.result);
            if checked.result != dkim::Outcome::Pass {
                let why = format!("The newest ARC-Message-Signature ({}) does not hold. {}", at + 1, checked.why);
                broken.get_or_insert(Broken { why, shown: checked.shown });
            }
        }
        found.push(one);
    }
    // From the newest to the oldest: each seal covers all sets up to its own.
    for (at, set) in places.iter().enumerate().rev() {
        let (Some(seal), Some(one)) = (field(set.seal), found.get_mut(at)) else { continue };
        let result = check_seal(mail, asker, crypto, seal, places.get(..=at).unwrap_or_default()).await;
        one.seal = Some(result.is_ok());
        match result {
            Ok(()) if one.why.is_empty() => "The seal holds.".clone_into(&mut one.why),
            Ok(()) => {}
            Err(reason) => {
                broken.get_or_insert(Broken {
                    why: format!("The seal of ARC set {} does not hold: {reason}.", at + 1),
                    shown: seal.span(),
                });
                one.why = format!("The seal does not hold: {reason}.");
            }
        }
    }
    match broken {
        Some(Broken { why, shown }) => Proof { chain: Chain::Fail, why, sets: found, shown },
        None => {
            let count = found.len();
            let why = match count {
                1 => "The seal and the message signature of the one ARC set hold.".to_owned(),
                _ => format!("The seals of all {count} ARC sets and the newest message signature hold."),
            };
            let shown = found.last().map_or(Span::default(), |set| set.span);
            Proof { chain: Chain::Pass, why, sets: found, shown }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sorted {
    Results,
    Message,
    Seal,
}

fn kind_of(field: &Field<'_>) -> Option<Sorted> {
    if field.is("ARC-Authentication-Results") {
        Some(Sorted::Results)
    } else if field.is("ARC-Message-Signature") {
        Some(Sorted::Message)
    } else if field.is("ARC-Seal") {
        Some(Sorted::Seal)
    } else {
        None
    }
}

fn tags(field: &Field<'_>) -> TagList {
    let text = String::from_utf8_lossy(field.value);
    let mut list = TagList::read(&text, field.value_span.start);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        for tag in &mut list.tags {
            (tag.span, tag.value_span) = (field.span(), field.span());
        }
    }
    list
}

/// The sets in the order of their numbers, which go from 1 without a gap; each has one of each field.
fn sets(mail: &Mail<'_>) -> Result<Vec<Places>, Broken> {
    let mut found: Vec<[Option<usize>; 3]> = Vec::new();
    for (place, field) in mail.message.fields.iter().enumerate() {
        let Some(kind) = kind_of(field) else { continue };
        let broken = |why: String| Broken { why, shown: field.span() };
        let instance = match kind {
            Sorted::Results => results_instance(field),
            Sorted::Message | Sorted::Seal => tags(field).get("i").and_then(|tag| number(&tag.value)),
        };
        let Some(instance) = instance else {
            return Err(broken(format!("{} has no number (i=) that can be read.", field.name)));
        };
        if instance == 0 || instance > MOST_SETS {
            return Err(broken(format!("{} has the number {instance}, and 1 to {MOST_SETS} are allowed.", field.name)));
        }
        if found.len() < instance {
            found.resize(instance, [None; 3]);
        }
        let slot = found.get_mut(instance - 1).and_then(|set| set.get_mut(kind as usize));
        match slot {
            Some(slot @ None) => *slot = Some(place),
            _ => return Err(broken(format!("There are two {} fields with the number {instance}.", field.name))),
        }
    }
    let complete = found.into_iter().enumerate().map(|(at, set)| match set {
        [Some(results), Some(message), Some(seal)] => Ok(Places { results, message, seal }),
        set => {
            let shown = set
                .into_iter()
                .flatten()
                .next()
                .and_then(|place| mail.message.fields.get(place))
                .map_or(Span::default(), Field::span);
            let names = ["ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal"];
            let lacks: Vec<&str> =
                names.into_iter().zip(set).filter(|(_, place)| place.is_none()).map(|(name, _)| name).collect();
            Err(Broken { why: format!("ARC set {} lacks {}.", at + 1, lacks.join(" and ")), shown })
        }
    });
    complete.collect()
}

/// The number that ARC-Authentication-Results begins with: `i=1; …`.
fn results_instance(field: &Field<'_>) -> Option<usize> {
    let text = field.unfolded();
    let (name, value) = text.split(';').next()?.split_once('=')?;
    if name.trim() == "i" { number(value.trim()) } else { None }
}

fn number(text: &str) -> Option<usize> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// What is wrong with what a seal says of the chain before it (`cv=`).
fn claim(list: &TagList, instance: usize) -> Option<String> {
    match (list.value("cv"), instance) {
        (Some("none"), 1) => None,
        (Some("pass"), 2..) => None,
        (Some("fail"), 2..) => {
            Some("whoever sealed it found that the chain before it did not hold (cv=fail).".to_owned())
        }
        (None, _) => Some("the seal has no cv=.".to_owned()),
        (Some(value), 1) => Some(format!("the first seal must say cv=none, and says cv={value}.")),
        (Some(value), _) => Some(format!("the seal must say cv=pass or cv=fail, and says cv={value}.")),
    }
}

/// Verifies one seal over all sets up to its own (RFC 8617 section 5.1.1).
async fn check_seal<R: Resolver, C: Crypto>(
    mail: &Mail<'_>,
    asker: &Asker<'_, R>,
    crypto: &C,
    seal: &Field<'_>,
    sets: &[Places],
) -> Result<(), String> {
    let list = tags(seal);
    if let Some(fault) = &list.fault {
        return Err(fault.to_string());
    }
    for name in ["a", "b", "cv", "d", "i", "s"] {
        if list.value(name).is_none_or(str::is_empty) {
            return Err(format!("its tag {name}= is missing or empty"));
        }
    }
    if list.get("h").is_some() {
        return Err("it has a tag h=, which a seal must not have".to_owned());
    }
    if list.get("t").is_some_and(|tag| tag.value.is_empty() || !tag.value.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err("its tag t= is no number".to_owned());
    }
    let value = |name: &str| list.get(name).map(crate::auth::record::tags::Tag::compact).unwrap_or_default();
    let kind = match value("a").to_ascii_lowercase().as_str() {
        "rsa-sha256" => KeyType::Rsa,
        "ed25519-sha256" => KeyType::Ed25519,
        other => return Err(format!("the algorithm {other} does not count")),
    };
    let signature = base64(&value("b")).filter(|octets| !octets.is_empty()).ok_or("its tag b= is not base64")?;
    let name = key_name(&value("s"), &value("d")).ok_or("selector and domain make no name")?;
    let outcome = asker.ask(name.clone(), RecordType::Txt).await;
    let all = texts(&outcome);
    if all.is_empty() {
        return Err(format!(
            "the key at {name} is not to be had ({})",
            outcome.words(&Question::new(name.clone(), RecordType::Txt))
        ));
    }
    let data = sealed(mail, sets);
    let mut why = "it does not fit the sets and the key".to_owned();
    for text in all.iter().take(5) {
        let record = dkim_key::Record::read(text);
        if let Some(fault) = &record.unusable {
            why = fault.to_string();
            continue;
        }
        let Some(key) = record.key.as_ref().filter(|_| record.key_type == kind) else {
            "the key is of another type".clone_into(&mut why);
            continue;
        };
        if kind == KeyType::Rsa && key.bits() < 1_024 {
            why = format!("the key has only {} bits", key.bits());
            continue;
        }
        if dkim::verify(crypto, key, kind, Hash::Sha256, &data, &signature).await == Verified::Yes {
            return Ok(());
        }
    }
    Err(why)
}

/// What a seal was made over: results, message signature and seal of each set, the oldest first, the last seal without its
/// signature; always in the relaxed form.
fn sealed(mail: &Mail<'_>, sets: &[Places]) -> Vec<u8> {
    let mut data = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        let is_last = at + 1 == sets.len();
        for (order, place) in [set.results, set.message, set.seal].into_iter().enumerate() {
            let Some(field) = mail.message.fields.get(place) else { continue };
            let raw = mail.raw(field);
            if is_last && order == 2 {
                data.extend_from_slice(&canonical::field(&canonical::without_signature(raw), Form::Relaxed));
            } else {
                data.extend_from_slice(&canonical::field(raw, Form::Relaxed));
                data.extend_from_slice(b"\r\n");
            }
        }
    }
    data
}

fn explained(tag: &crate::auth::record::tags::Tag) -> Part {
    let meaning = match tag.name.as_str() {
        "i" => "The number of the set; 1 is the oldest.",
        "a" => "The algorithm.",
        "b" => "The seal over all sets up to this one.",
        "cv" => "Whether the chain before it held, as the sealing server found.",
        "d" => "Who sealed it.",
        "s" => "The selector of the key.",
        "t" => "When it was sealed, in seconds since 1970.",
        _ => "A tag that verifiers ignore.",
    };
    let value: String = tag.compact();
    let shown: String = value.chars().take(24).collect();
    let text = format!("{}={shown}{}", tag.name, if shown.len() < value.len() { "…" } else { "" });
    Part { text, meaning: meaning.to_owned(), span: tag.span }
}
