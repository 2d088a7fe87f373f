//! Files that hold messages: mbox, Outlook's `.msg`, TNEF (`winmail.dat`), zip, gzip, tar, Apple's `.emlx`, Maildir; and files
//! that hold none and are named all the same. What a file is, its first bytes say ([`Format::of`]), never its name.
//!
//! [`visit`] shows a caller one message after the other, in the order in which they stand. Messages of an mbox are shown where
//! they lie, without a copy. What expands is bounded: see [`Limits`].
//!
//! Read by crates: compound files by `cfb`, zip by `rawzip`, deflate and gzip by `flate2`, tar by `tar`. Read by our own code: mbox, TNEF
//! and MAPI properties, for which no crate of health was found, and Outlook's compressed RTF, because the crate for it
//! (`compressed-rtf` 1.0.1) panics on short input and allocates what the input claims.
//!
//! In: the bytes of a file. Out: each message in it, or why there is none.
//!
//! ```
//! use std::ops::ControlFlow;
//! use backstamp::container::{Limits, visit};
//!
//! let mbox = b"From a Fri Feb 13 21:23:21 2009\nSubject: one\n\n.\n\nFrom b Fri Feb 13 21:23:22 2009\nSubject: two\n\n.\n";
//! let mut files = 0;
//! let _ = visit(mbox, "inbox", Limits::default(), &mut |_| {
//!     files += 1;
//!     ControlFlow::Continue(())
//! });
//! assert_eq!(files, 2);
//! ```

mod bounds;
mod emlx;
mod format;
mod gzip;
mod listed;
mod mapi;
pub mod mbox;
mod msg;
mod rtf;
mod tape;
mod tnef;
mod zip;

use std::borrow::Cow;
use std::ops::ControlFlow;

use bounds::Bounds;
pub use bounds::Limits;
pub use format::Format;
pub use listed::Listed;
pub(crate) use listed::messages_first;
pub use mapi::{Enclosed, Outlook};

use crate::message::Message;
use crate::source::{Source, is_known_name};

/// One file that was found: the input itself, a message of a mailbox, a member of an archive.
#[derive(Debug, Clone)]
pub struct File<'a> {
    /// Its path within the containers around it; that of the input where it stands in none. Empty where it has none.
    pub name: &'a str,
    /// What it is: of a message in an mbox, that of the message.
    pub format: Format,
    /// What is in it.
    pub content: Content<'a>,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub enum Content<'a> {
    /// A message, or the header of one, as RFC 5322 has it.
    Message(Cow<'a, [u8]>),
    /// A message as Outlook keeps it, written as RFC 5322 has it.
    Outlook(Box<Outlook>),
    /// Text that is no message, or bytes that nothing here reads.
    Other(&'a [u8]),
    /// It could not be read, or not to its end.
    Unreadable(Trouble),
}

/// Why a file, or a part of one, was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Its structure is broken, or it was cut off.
    Damaged,
    /// A password is needed.
    Encrypted,
    /// A way to compress that is not known here.
    Compression,
    /// Archives within archives, deeper than [`Limits::depth`].
    TooDeep,
    /// More than [`Limits::ratio`] or [`Limits::expanded`] allows.
    TooLarge,
    /// More files than [`Limits::files`].
    TooMany,
}

impl Trouble {
    /// A sentence about it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Damaged => "It is damaged or was cut off.",
            Self::Encrypted => "It is encrypted: unpack it with its password first.",
            Self::Compression => "It is compressed in a way that is not read here: unpack it first.",
            Self::TooDeep => "It lies in too many archives within archives; it was left out.",
            Self::TooLarge => "It expands to far more than its size, or to too much; the rest was left out.",
            Self::TooMany => "There are too many files in it; the rest was left out.",
        }
    }
}

/// Shows `sink` every file in `bytes`, in the order in which they stand, until it breaks. `name` is that of the input.
pub fn visit(
    bytes: &[u8],
    name: &str,
    limits: Limits,
    sink: &mut dyn FnMut(File<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut walk = Walk { sink, bounds: Bounds::of(limits) };
    walk.enter(bytes, name, 0)
}

/// Whether this is a message, or the header of one: it begins with fields that messages have.
#[must_use]
pub fn is_message(bytes: &[u8]) -> bool {
    let bytes = message_start(bytes);
    let message = Message::read(bytes, 0);
    let known = message.fields.iter().filter(|field| is_known_name(field.name)).count();
    // A name such as `Subject:` stands above notes too; two do not.
    known >= 2 && known * 10 >= message.fields.len()
}

/// The bytes without a byte order mark and blank lines before them.
fn message_start(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let blank = bytes.iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
    bytes.get(blank..).unwrap_or_default()
}

/// A walk through what is in a file.
struct Walk<'s> {
    sink: &'s mut dyn FnMut(File<'_>) -> ControlFlow<()>,
    bounds: Bounds,
}

impl Walk<'_> {
    /// Looks into a file that lies in `depth` others.
    fn enter(&mut self, bytes: &[u8], name: &str, depth: usize) -> ControlFlow<()> {
        let format = Format::of(bytes);
        if format.is_archive() && depth >= self.bounds.limits.depth {
            return self.trouble(name, format, Trouble::TooDeep);
        }
        match format {
            Format::Mbox => self.mailbox(bytes, name),
            Format::Zip => zip::walk(self, bytes, name, depth),
            Format::Gzip => gzip::walk(self, bytes, name, depth),
            Format::Tar => tape::walk(self, bytes, name, depth),
            Format::Emlx => self.show(name, format, Content::Message(Cow::Borrowed(emlx::message(bytes)))),
            Format::CompoundFile => match msg::read(bytes) {
                msg::Read::Message(outlook) => self.show(name, Format::Msg, Content::Outlook(outlook)),
                msg::Read::Other => self.show(name, format, Content::Other(bytes)),
                msg::Read::Damaged => self.trouble(name, format, Trouble::Damaged),
            },
            Format::Tnef => match tnef::read(bytes) {
                Some(outlook) => self.show(name, format, Content::Outlook(Box::new(outlook))),
                None => self.trouble(name, format, Trouble::Damaged),
            },
            Format::Text if is_message(bytes) => {
                self.show(name, Format::Message, Content::Message(Cow::Borrowed(bytes)))
            }
            Format::Utf16 => {
                let text = Source::read(bytes);
                if is_message(text.text().as_bytes()) {
                    self.show(name, Format::Message, Content::Message(Cow::Borrowed(text.text().as_bytes())))
                } else {
                    self.show(name, format, Content::Other(bytes))
                }
            }
            _ => self.show(name, format, Content::Other(bytes)),
        }
    }

    fn mailbox(&mut self, bytes: &[u8], name: &str) -> ControlFlow<()> {
        for entry in mbox::messages(bytes) {
            self.show(name, Format::Message, Content::Message(Cow::Borrowed(entry.message)))?;
        }
        ControlFlow::Continue(())
    }

    fn show(&mut self, name: &str, format: Format, content: Content<'_>) -> ControlFlow<()> {
        if !self.bounds.one_more_file() {
            (self.sink)(File { name, format, content: Content::Unreadable(Trouble::TooMany) })?;
            return ControlFlow::Break(());
        }
        (self.sink)(File { name, format, content })
    }

    fn trouble(&mut self, name: &str, format: Format, trouble: Trouble) -> ControlFlow<()> {
        self.show(name, format, Content::Unreadable(trouble))
    }
}

/// The path of a member within a container.
fn path(container: &str, member: &str, depth: usize) -> String {
    // The outermost container need not be named: everything lies in it.
    if depth == 0 || container.is_empty() { member.to_owned() } else { format!("{container}/{member}") }
}

/// Whether a member of an archive is there for the program that packed it, and not for a reader: folders of macOS and hidden files.
fn is_left_out(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    name.starts_with('.') || folders.split('/').any(|folder| folder == "__MACOSX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_packer_needs_is_left_out() {
        for path in ["a/.DS_Store", "__MACOSX/a/._x.eml", "__MACOSX/b.eml"] {
            assert!(is_left_out(path), "{path}");
        }
        for path in ["a/x.eml", "box/cur/1050314226.9981_8.host:2,S", ".Sent/cur/1.M2.host", "tmp/x.eml"] {
            assert!(!is_left_out(path), "{path}");
        }
    }

    #[test]
    fn a_note_with_one_heading_is_no_message() {
        assert!(!is_message(b"Subject: maths\n\nPythagoras\n"));
        assert!(!is_message(b"Feb 13 21:23:21 mx postfix/smtp[9]: to=<x@b.example>\n"));
        assert!(is_message(b"\xef\xbb\xbf\r\nFrom: a@example.com\r\nSubject: x\r\n\r\nHi\r\n"));
    }
}
