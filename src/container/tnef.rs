//! TNEF, the Transport-Neutral Encapsulation Format (MS-OXTNEF): Outlook's `winmail.dat`.

use super::mapi::{Attachment, Item, Outlook, Properties, charset_of_codepage, id, kind};
use super::msg::is_wanted;

/// How deep messages within messages are read.
const MAX_DEPTH: usize = 4;
/// How many recipients and attachments are read.
const MAX_OBJECTS: usize = 5_000;

/// The tags of the attributes that are read here (MS-OXTNEF section 2.1.3.3): their numbers with their types.
mod tag {
    pub const SUBJECT: u32 = 0x0001_8004;
    pub const MESSAGE_CLASS: u32 = 0x0007_8008;
    pub const BODY: u32 = 0x0002_800c;
    pub const ATTACH_DATA: u32 = 0x0006_800f;
    pub const ATTACH_TITLE: u32 = 0x0001_8010;
    pub const ATTACH_REND_DATA: u32 = 0x0006_9002;
    pub const MSG_PROPS: u32 = 0x0006_9003;
    pub const RECIP_TABLE: u32 = 0x0006_9004;
    pub const ATTACHMENT: u32 = 0x0006_9005;
    pub const OEM_CODEPAGE: u32 = 0x0006_9007;
}

/// The interface of an attached message, before the stream that holds it (IID_IMessage).
const MESSAGE_OBJECT: [u8; 16] = [0x07, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46];

/// The message in a TNEF stream. What a broken one holds up to the break is kept.
pub(super) fn read(bytes: &[u8]) -> Option<Outlook> {
    item(bytes, MAX_DEPTH).map(|item| item.message())
}

fn item(bytes: &[u8], depth: usize) -> Option<Item> {
    let mut at = Reader { bytes };
    (at.u32()? == 0x223e_9f78).then_some(())?;
    at.take(2)?;
    let mut item = Item::default();
    let mut legacy = Properties::default();
    while let Some((tag, data)) = attribute(&mut at) {
        match tag {
            tag::OEM_CODEPAGE => {
                item.charset = data.first_chunk().and_then(|&bytes| charset_of_codepage(u32::from_le_bytes(bytes)));
            }
            tag::SUBJECT => legacy.set(id::SUBJECT, kind::STRING_8, data),
            tag::MESSAGE_CLASS => legacy.set(id::MESSAGE_CLASS, kind::STRING_8, data),
            tag::BODY => legacy.set(id::BODY, kind::STRING_8, data),
            tag::MSG_PROPS => properties(data, &mut item.properties, &mut None, depth),
            tag::RECIP_TABLE => item.recipients = recipients(data),
            tag::ATTACH_REND_DATA if item.attachments.len() < MAX_OBJECTS => {
                item.attachments.push(Attachment::default());
            }
            tag::ATTACH_TITLE | tag::ATTACH_DATA | tag::ATTACHMENT => {
                if let Some(attachment) = item.attachments.last_mut() {
                    attached(attachment, tag, data, depth);
                }
            }
            _ => {}
        }
    }
    for number in [id::SUBJECT, id::MESSAGE_CLASS, id::BODY] {
        // The properties have it in Unicode, where they have it.
        if let Some(value) = legacy.bytes(number).filter(|_| !item.properties.has(number)) {
            item.properties.set(number, kind::STRING_8, value);
        }
    }
    Some(item)
}

/// One attribute: its level, its tag, its length, the data, and a checksum that some programs get wrong.
fn attribute<'a>(at: &mut Reader<'a>) -> Option<(u32, &'a [u8])> {
    // Behind the last attribute anything may stand.
    (matches!(at.take(1)?, [1 | 2])).then_some(())?;
    let tag = at.u32()?;
    let length = at.u32()? as usize;
    let data = at.take(length)?;
    at.take(2);
    Some((tag, data))
}

fn attached(attachment: &mut Attachment, tag: u32, data: &[u8], depth: usize) {
    match tag {
        tag::ATTACH_TITLE => attachment.title = Some(data.to_vec()),
        tag::ATTACH_DATA => attachment.properties.set(id::ATTACH_DATA, kind::BINARY, data),
        _ => properties(data, &mut attachment.properties, &mut attachment.item, depth),
    }
}

fn recipients(data: &[u8]) -> Vec<Properties> {
    let mut at = Reader { bytes: data };
    let count = at.u32().unwrap_or_default() as usize;
    let mut recipients = Vec::new();
    for _ in 0..count.min(MAX_OBJECTS) {
        let mut properties = Properties::default();
        let whole = property_list(&mut at, &mut properties, &mut None, 0);
        recipients.push(properties);
        if whole.is_none() {
            break;
        }
    }
    recipients
}

fn properties(data: &[u8], properties: &mut Properties, item: &mut Option<Box<Item>>, depth: usize) {
    let _ = property_list(&mut Reader { bytes: data }, properties, item, depth);
}

/// A list of properties (MS-OXTNEF section 2.1.3.4); none where it breaks off.
fn property_list(
    at: &mut Reader<'_>,
    properties: &mut Properties,
    inner: &mut Option<Box<Item>>,
    depth: usize,
) -> Option<()> {
    let count = at.u32()?;
    // Each property takes bytes of its own, so that a count which lies ends with the data.
    for _ in 0..count {
        let kind = at.u16()?;
        let number = at.u16()?;
        if number >= 0x8000 {
            skip_name(at)?;
        }
        let is_multiple = kind & 0x1000 != 0;
        let base = kind & 0x0fff;
        let is_long = matches!(base, kind::STRING_8 | kind::UNICODE | kind::BINARY | kind::OBJECT);
        // What has no bytes of its own cannot be there many times.
        (base != 1 || !is_multiple).then_some(())?;
        let values = if is_multiple || is_long { at.u32()? } else { 1 };
        for _ in 0..values {
            let length = if is_long { at.u32()? as usize } else { fixed_length(base)? };
            let value = at.take(length)?;
            at.take((4 - length % 4) % 4)?;
            if is_multiple || !is_wanted(number) {
                continue;
            }
            if base == kind::OBJECT && number == id::ATTACH_DATA {
                // The object's interface stands before it.
                let (interface, object) = value.split_at_checked(16).unwrap_or((value, &[]));
                if interface == MESSAGE_OBJECT && depth > 0 {
                    *inner = item(object, depth - 1).map(Box::new);
                }
                continue;
            }
            properties.set(number, base, value);
        }
    }
    Some(())
}

/// The name of a property that has no fixed number: a set, and a number or words in it.
fn skip_name(at: &mut Reader<'_>) -> Option<()> {
    at.take(16)?;
    if at.u32()? == 0 {
        at.take(4)?;
    } else {
        let length = at.u32()? as usize;
        at.take(length)?;
        at.take((4 - length % 4) % 4)?;
    }
    Some(())
}

/// How long a value of a fixed type is; those of two bytes are padded to four.
fn fixed_length(kind: u16) -> Option<usize> {
    Some(match kind {
        0x0001 => 0,
        0x0002 | 0x000b | 0x0003 | 0x0004 | 0x000a => 4,
        0x0005..=0x0007 | 0x0014 | 0x0040 => 8,
        0x0048 => 16,
        _ => return None,
    })
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.first_chunk().map(|&bytes| u16::from_le_bytes(bytes))
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().map(|&bytes| u32::from_le_bytes(bytes))
    }
}
