//! Outlook's `.msg` (MS-OXMSG): a message's properties in a compound file (MS-CFB).

use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use cfb::CompoundFile;

use super::mapi::{Attachment, Item, MAX_VALUE, Outlook, Properties, id, kind};

/// How deep messages within messages are read.
const MAX_DEPTH: usize = 6;
/// How many recipients and attachments of a message are read.
const MAX_OBJECTS: usize = 5_000;
/// How many bytes of properties are read in all: streams of a broken file may name the same sectors many times.
const MAX_BYTES: usize = 256 << 20;

/// What a compound file is.
pub(super) enum Read {
    Message(Box<Outlook>),
    /// A compound file, and no message.
    Other,
    Damaged,
}

pub(super) fn read(bytes: &[u8]) -> Read {
    let Ok(file) = CompoundFile::open(Cursor::new(bytes)) else { return Read::Damaged };
    if !file.is_stream("/__properties_version1.0") {
        return Read::Other;
    }
    let left = MAX_BYTES.min(bytes.len().saturating_mul(4));
    let item = Reader { file, left }.item(Path::new("/"), 32, MAX_DEPTH);
    Read::Message(Box::new(item.message()))
}

struct Reader<'a> {
    file: CompoundFile<Cursor<&'a [u8]>>,
    left: usize,
}

impl Reader<'_> {
    /// A message, in the storage at `path`. Its fixed properties stand behind a head of `head` bytes.
    fn item(&mut self, path: &Path, head: usize, depth: usize) -> Item {
        let mut item = Item { properties: self.properties(path, head), ..Item::default() };
        for (name, path) in self.storages(path) {
            if name.starts_with("__recip_version1.0_") {
                item.recipients.push(self.properties(&path, 8));
            } else if name.starts_with("__attach_version1.0_") {
                item.attachments.push(self.attachment(&path, depth));
            }
        }
        item
    }

    fn attachment(&mut self, path: &Path, depth: usize) -> Attachment {
        let properties = self.properties(path, 8);
        let inner = path.join("__substg1.0_3701000D");
        // Other objects than messages are kept so as well: those of OLE, which have no properties.
        let is_message = depth > 0 && self.file.is_stream(inner.join("__properties_version1.0"));
        let item = is_message.then(|| Box::new(self.item(&inner, 24, depth - 1)));
        Attachment { properties, title: None, item }
    }

    /// The storages in one, in the order of their numbers.
    fn storages(&self, path: &Path) -> Vec<(String, PathBuf)> {
        let Ok(entries) = self.file.read_storage(path) else { return Vec::new() };
        let inner = entries.filter(cfb::Entry::is_storage);
        let mut storages: Vec<_> = inner.map(|entry| (entry.name().to_owned(), entry.path().to_owned())).collect();
        crate::order::sort_by_key(&mut storages, |(name, _)| name.clone());
        storages.truncate(MAX_OBJECTS);
        storages
    }

    fn properties(&mut self, path: &Path, head: usize) -> Properties {
        let mut properties = Properties::default();
        let fixed = self.stream(&path.join("__properties_version1.0"));
        let (entries, _) = fixed.get(head..).unwrap_or_default().as_chunks::<16>();
        for entry in entries {
            let [k0, k1, n0, n1, _, _, _, _, value @ ..] = entry;
            let (number, kind) = (u16::from_le_bytes([*n0, *n1]), u16::from_le_bytes([*k0, *k1]));
            // Of the others, this has the length alone.
            if matches!(kind, kind::INTEGER_16 | kind::INTEGER_32 | kind::TIME) {
                properties.set(number, kind, value);
            }
        }
        let Ok(entries) = self.file.read_storage(path) else { return properties };
        let streams = entries.filter(cfb::Entry::is_stream);
        let streams: Vec<_> = streams.filter_map(|entry| Some((tag(entry.name())?, entry.path().to_owned()))).collect();
        for ((number, kind), path) in streams {
            if is_wanted(number) {
                let value = self.stream(&path);
                properties.set(number, kind, &value);
            }
        }
        properties
    }

    fn stream(&mut self, path: &Path) -> Vec<u8> {
        let mut content = Vec::new();
        if let Ok(stream) = self.file.open_stream(path) {
            // What a broken stream holds up to the break counts.
            let _ = stream.take(MAX_VALUE.min(self.left) as u64).read_to_end(&mut content);
        }
        self.left -= content.len();
        content
    }
}

/// Number and type of the property that a stream holds: `__substg1.0_0037001F`.
fn tag(name: &str) -> Option<(u16, u16)> {
    let tag = name
        .strip_prefix("__substg1.0_")
        .filter(|tag| tag.len() == 8 && tag.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let tag = u32::from_str_radix(tag, 16).ok()?;
    Some(((tag >> 16) as u16, (tag & 0xffff) as u16))
}

/// Whether something here reads a property; the others, of which there are hundreds, stay where they are.
pub(super) fn is_wanted(number: u16) -> bool {
    matches!(
        number,
        id::MESSAGE_CLASS
            | id::SUBJECT
            | id::CLIENT_SUBMIT_TIME
            | id::SUBJECT_PREFIX
            | id::SENT_REPRESENTING_NAME
            | id::SENT_REPRESENTING_EMAIL
            | id::TRANSPORT_MESSAGE_HEADERS
            | id::SENDER_NAME
            | id::SENDER_EMAIL
            | id::RECIPIENT_TYPE
            | id::NORMALIZED_SUBJECT
            | id::MESSAGE_DELIVERY_TIME
            | id::BODY
            | id::REPORT_TEXT
            | id::RTF_COMPRESSED
            | id::HTML
            | id::INTERNET_MESSAGE_ID
            | id::DISPLAY_NAME
            | id::EMAIL_ADDRESS
            | id::ATTACH_DATA
            | id::ATTACH_FILENAME
            | id::ATTACH_METHOD
            | id::ATTACH_LONG_FILENAME
            | id::ATTACH_MIME_TAG
            | id::SMTP_ADDRESS
            | id::INTERNET_CODEPAGE
            | id::MESSAGE_LOCALE_ID
            | id::MESSAGE_CODEPAGE
            | id::SENDER_SMTP_ADDRESS
            | id::SENT_REPRESENTING_SMTP_ADDRESS
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_names_its_property() {
        assert_eq!(tag("__substg1.0_0037001F"), Some((0x37, 0x1f)));
        for name in
            ["__substg1.0_0037001", "__substg1.0_1000101E-00000001", "__properties_version1.0", "__substg1.0_+037001F"]
        {
            assert_eq!(tag(name), None, "{name}");
        }
    }
}
