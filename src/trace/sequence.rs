//! The order of `Received` fields: copies taken out, reversed and shuffled blocks put right by who took the message from whom.
//!
//! Each server puts its field above those that are there (RFC 5321 section 4.4), so the block reads newest first. Tools
//! and people sort, reverse and paste it twice; the stamps of such a block look like clocks that run backwards.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::names;
use super::received::Received;

/// What was done to the fields to bring them into transit order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Arrangement {
    /// How the fields stood, where they did not stand newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<FieldOrder>,
    /// How many fields were left out, since the same field stands there already.
    pub copies: usize,
}

/// An order of `Received` fields that no chain of servers writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum FieldOrder {
    /// Oldest first.
    Reversed,
    /// Neither oldest nor newest first.
    Shuffled,
}

/// Without queue ids a block is taken for a copy only up to so many times: a short loop may write the same words in one second.
const MOST_BLOCKS: usize = 5;

/// Brings fields, given oldest first as they stand, into transit order. Nothing where they are in order and no copies.
pub(super) fn arrange(fields: &mut Vec<Received>, text: impl Fn(&Received) -> String) -> Option<Arrangement> {
    let before = fields.len();
    drop_copies(fields, text);
    let copies = before - fields.len();
    let was = put_in_order(fields);
    (was.is_some() || copies > 0).then_some(Arrangement { was, copies })
}

/// Takes out fields that stand there already word for word.
fn drop_copies(fields: &mut Vec<Received>, text: impl Fn(&Received) -> String) {
    let texts: Vec<String> = fields.iter().map(text).collect();
    let distinct: HashSet<&str> = texts.iter().map(String::as_str).collect();
    let (all, block) = (texts.len(), distinct.len());
    if all == block {
        return;
    }
    // The whole block stands there several times.
    let is_block = block >= 2 && all.is_multiple_of(block) && all / block <= MOST_BLOCKS && {
        let period = texts.get(..block).unwrap_or_default();
        texts.chunks(block).all(|chunk| chunk == period) && period.iter().collect::<HashSet<_>>().len() == block
    };
    let mut seen: HashSet<String> = HashSet::with_capacity(block);
    let mut texts = texts.into_iter();
    fields.retain(|field| {
        let Some(text) = texts.next() else { return true };
        // A server gives each message it takes an id of its own: the same id at the same second is the same field.
        let tells = is_block || (field.id.is_some() && field.stamp_text.is_some());
        let is_new = seen.insert(text);
        is_new || !tells
    });
}

/// Whether the host that a field names as its client is the one that wrote the field before it.
fn joins(before: &Received, field: &Received) -> bool {
    let Some(by) = before.by.as_deref().filter(|by| !names::is_local(by)) else { return false };
    let name = [&field.from.rdns, &field.from.helo].into_iter().flatten().any(|name| names::same_host(name, by));
    name || before.by_ip.is_some() && before.by_ip == field.from.ip
}

fn put_in_order(fields: &mut Vec<Received>) -> Option<FieldOrder> {
    let count = fields.len();
    let as_they_stand = fields.windows(2).filter(|pair| matches!(pair, [one, other] if joins(one, other))).count();
    if count < 2 || as_they_stand + 1 == count {
        return None;
    }
    let turned = fields.windows(2).filter(|pair| matches!(pair, [one, other] if joins(other, one))).count();
    if turned > as_they_stand && turned * 2 >= count - 1 && runs_backwards(fields) {
        fields.reverse();
        return Some(FieldOrder::Reversed);
    }
    let order = chain(fields)?;
    let mut taken: Vec<Option<Received>> = std::mem::take(fields).into_iter().map(Some).collect();
    fields.extend(order.into_iter().filter_map(|place| taken.get_mut(place)?.take()));
    Some(FieldOrder::Shuffled)
}

/// Whether most stamps are earlier than the one before: a reversed block, and no two servers that know each other's names.
fn runs_backwards(fields: &[Received]) -> bool {
    let times: Vec<_> = fields.iter().filter_map(|field| field.stamp.time).collect();
    let back = times.windows(2).filter(|pair| matches!(pair, [one, other] if one > other)).count();
    let forth = times.windows(2).filter(|pair| matches!(pair, [one, other] if one < other)).count();
    back > forth || (back == 0 && forth == 0)
}

/// The one order in which every field's client is the writer of the field before, where there is one, and its stamps fit.
fn chain(fields: &[Received]) -> Option<Vec<usize>> {
    let mut by: HashMap<String, usize> = HashMap::with_capacity(fields.len());
    for (at, field) in fields.iter().enumerate() {
        // A server that wrote two fields has two places.
        if by.insert(names::key(field.by.as_deref()?), at).is_some() {
            return None;
        }
    }
    let mut next: Vec<Option<usize>> = vec![None; fields.len()];
    let mut first = None;
    for (at, field) in fields.iter().enumerate() {
        let known = [&field.from.rdns, &field.from.helo].into_iter().flatten();
        let before = known.filter_map(|name| by.get(&names::key(name)).copied()).find(|&before| before != at);
        match before {
            Some(before) => {
                let slot = next.get_mut(before)?;
                if slot.replace(at).is_some() {
                    return None;
                }
            }
            None if first.replace(at).is_some() => return None,
            None => {}
        }
    }
    let mut order = Vec::with_capacity(fields.len());
    let mut at = first;
    while let Some(place) = at.filter(|_| order.len() < fields.len()) {
        order.push(place);
        at = next.get(place).copied().flatten();
    }
    if order.len() < fields.len() {
        return None;
    }
    let times: Vec<_> = order.iter().filter_map(|&at| fields.get(at)?.stamp.time).collect();
    times.windows(2).all(|pair| matches!(pair, [one, other] if one <= other)).then_some(order)
}
