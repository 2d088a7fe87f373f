//! What a file is, by its first bytes (file signatures, "magic numbers").

use memchr::memmem;

use super::{emlx, mbox};

/// How much of a file is looked at to tell text from other bytes.
const SAMPLE: usize = 8 * 1024;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A message, or the header of one (RFC 5322).
    Message,
    /// Text of any other kind.
    Text,
    /// Text in UTF-16 or UTF-32.
    Utf16,
    /// A mailbox: messages after one another, each below a `From ` line (RFC 4155).
    Mbox,
    /// Outlook's `.msg`: a message in a compound file.
    Msg,
    /// A compound file (MS-CFB) that holds no message: an old Office document.
    CompoundFile,
    /// TNEF, Outlook's `winmail.dat`.
    Tnef,
    /// Apple Mail's `.emlx`.
    Emlx,
    /// A zip archive.
    Zip,
    /// A file compressed with gzip.
    Gzip,
    /// A tar archive.
    Tar,
    /// A file compressed with xz.
    Xz,
    /// A file compressed with Zstandard.
    Zstd,
    /// A file compressed with bzip2.
    Bzip2,
    /// A 7z archive.
    SevenZip,
    /// A RAR archive.
    Rar,
    /// A cabinet file.
    Cabinet,
    /// An Outlook data file: `.pst` or `.ost`.
    Pst,
    /// Outlook for Mac's archive: `.olm`.
    Olm,
    /// A mail folder of Outlook Express: `.dbx`.
    Dbx,
    /// A database of Lotus Notes: `.nsf`.
    Nsf,
    /// A PDF document.
    Pdf,
    /// A picture.
    Image,
    /// An office document: `.docx`, `.xlsx`, `.odt` and their like.
    Office,
    /// An SQLite database.
    Sqlite,
    /// A log of Windows events: `.evtx`.
    Evtx,
    /// A program.
    Program,
    /// Bytes that are no text, of a kind that is not known here.
    Binary,
}

/// How files begin that no other rule tells apart.
const SIGNATURES: [(&[u8], Format); 29] = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::CompoundFile),
    (b"\x78\x9f\x3e\x22", Format::Tnef),
    (b"PK\x05\x06", Format::Zip),
    (b"\x1f\x8b\x08", Format::Gzip),
    (b"\xfd7zXZ\x00", Format::Xz),
    (b"\x28\xb5\x2f\xfd", Format::Zstd),
    (b"BZh", Format::Bzip2),
    (b"7z\xbc\xaf\x27\x1c", Format::SevenZip),
    (b"Rar!\x1a\x07", Format::Rar),
    (b"MSCF\x00\x00\x00\x00", Format::Cabinet),
    (b"!BDN", Format::Pst),
    (b"\xcf\xad\x12\xfe", Format::Dbx),
    (b"\x1a\x00\x00\x04\x00\x00", Format::Nsf),
    (b"%PDF-", Format::Pdf),
    (b"\x89PNG\r\n\x1a\n", Format::Image),
    (b"\xff\xd8\xff", Format::Image),
    (b"GIF87a", Format::Image),
    (b"GIF89a", Format::Image),
    (b"II*\x00", Format::Image),
    (b"MM\x00*", Format::Image),
    (b"SQLite format 3\x00", Format::Sqlite),
    (b"ElfFile\x00", Format::Evtx),
    (b"\x7fELF", Format::Program),
    (b"\xcf\xfa\xed\xfe", Format::Program),
    (b"\xca\xfe\xba\xbe", Format::Program),
    (b"\xff\xfe\x00\x00", Format::Utf16),
    (b"\x00\x00\xfe\xff", Format::Utf16),
    (b"\xff\xfe", Format::Utf16),
    (b"\xfe\xff", Format::Utf16),
];

impl Format {
    /// What these bytes are.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"PK\x03\x04") {
            return zip(bytes);
        }
        if let Some((_, format)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
            return match format {
                Self::Bzip2 if !matches!(bytes.get(3..10), Some([b'1'..=b'9', b'1', b'A', b'Y', b'&', b'S', b'Y'])) => {
                    text(bytes)
                }
                _ => *format,
            };
        }
        match (bytes.get(..4), bytes.get(8..12)) {
            (Some(b"RIFF"), Some(b"WEBP")) => return Self::Image,
            (Some([0, 0, 0, _]), Some(b"heic" | b"heix" | b"mif1" | b"avif")) => return Self::Image,
            _ => {}
        }
        if bytes.get(257..262) == Some(b"ustar") {
            return Self::Tar;
        }
        if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
            return Self::Image;
        }
        if bytes.starts_with(b"MZ") && bytes.iter().take(SAMPLE).any(|&byte| byte == 0) {
            return Self::Program;
        }
        text(bytes)
    }

    /// Whether files lie in it.
    pub(super) fn is_archive(self) -> bool {
        matches!(self, Self::Zip | Self::Gzip | Self::Tar)
    }

    /// What a report calls it, one word or two: `"msg"`, `"mbox"`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Text => "text",
            Self::Utf16 => "utf-16",
            Self::Mbox => "mbox",
            Self::Msg => "msg",
            Self::CompoundFile => "compound file",
            Self::Tnef => "tnef",
            Self::Emlx => "emlx",
            Self::Zip => "zip",
            Self::Gzip => "gzip",
            Self::Tar => "tar",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::SevenZip => "7z",
            Self::Rar => "rar",
            Self::Cabinet => "cab",
            Self::Pst => "pst",
            Self::Olm => "olm",
            Self::Dbx => "dbx",
            Self::Nsf => "nsf",
            Self::Pdf => "pdf",
            Self::Image => "image",
            Self::Office => "office",
            Self::Sqlite => "sqlite",
            Self::Evtx => "evtx",
            Self::Program => "program",
            Self::Binary => "binary",
        }
    }

    /// What it is called in a sentence, with its article; and, where nothing here reads it, how to get mail out of it.
    #[must_use]
    pub fn described(self) -> (&'static str, &'static [&'static str]) {
        const UNPACK: &[&str] = &["Unpack it first, and open what is in it."];
        const SOURCE: &[&str] = &[
            "Copy the text out of it: the full header, the bounce, or the lines of the log.",
            "Or save the message itself from the mail program, as .eml or .msg, and open that.",
        ];
        match self {
            Self::Message => ("a message", &[]),
            Self::Text => ("text", &[]),
            Self::Utf16 => ("text in UTF-16 or UTF-32", &[]),
            Self::Mbox => ("an mbox mailbox", &[]),
            Self::Msg => ("a message of Outlook (.msg)", &[]),
            Self::CompoundFile => ("a compound file that holds no message, such as an old Office document", SOURCE),
            Self::Tnef => ("Outlook's winmail.dat (TNEF)", &[]),
            Self::Emlx => ("a message of Apple Mail (.emlx)", &[]),
            Self::Zip => ("a zip archive", &[]),
            Self::Gzip => ("a file compressed with gzip", &[]),
            Self::Tar => ("a tar archive", &[]),
            Self::Xz => ("a file compressed with xz", UNPACK),
            Self::Zstd => ("a file compressed with Zstandard", UNPACK),
            Self::Bzip2 => ("a file compressed with bzip2", UNPACK),
            Self::SevenZip => ("a 7z archive", UNPACK),
            Self::Rar => ("a RAR archive", UNPACK),
            Self::Cabinet => ("a cabinet file", UNPACK),
            Self::Pst => (
                "an Outlook data file (.pst or .ost)",
                &[
                    "In Outlook, open the folder, select the messages and drag them into a folder of the disk: each becomes a .msg, which is read here.",
                    "Or use readpst of libpst: \"readpst -e file.pst\" writes each message as .eml.",
                ],
            ),
            Self::Olm => (
                "an archive of Outlook for Mac (.olm)",
                &[
                    "In Outlook for Mac, drag the messages to the desktop: each becomes a .eml, which is read here.",
                    "Or import the archive into Outlook or Apple Mail, and export the folder as mbox.",
                ],
            ),
            Self::Dbx => (
                "a mail folder of Outlook Express (.dbx)",
                &["Import it into Thunderbird or Windows Live Mail, and save the messages as .eml."],
            ),
            Self::Nsf => (
                "a database of Notes (.nsf)",
                &[
                    "In Notes, open the message and export it as .eml, or copy its page source (View, Show, Page Source).",
                ],
            ),
            Self::Pdf => ("a PDF document", SOURCE),
            Self::Image => (
                "a picture",
                &[
                    "A picture of an error or of a header cannot be read: copy the text itself.",
                    "Or save the message from the mail program, as .eml or .msg, and open that.",
                ],
            ),
            Self::Office => ("an office document", SOURCE),
            Self::Sqlite => ("an SQLite database", SOURCE),
            Self::Evtx => {
                ("a log of Windows events (.evtx)", &["Export it from the Event Viewer as text or CSV, and open that."])
            }
            Self::Program => ("a program", SOURCE),
            Self::Binary => ("no text, and of a kind that is not known here", SOURCE),
        }
    }
}

/// A zip archive, or a document that is one.
fn zip(bytes: &[u8]) -> Format {
    // The name of the first member stands behind its header of 30 bytes; an .olm has its folder near the beginning.
    let head = bytes.get(..SAMPLE).unwrap_or(bytes);
    let first = bytes.get(30..).unwrap_or_default();
    if first.starts_with(b"[Content_Types].xml")
        || first.starts_with(b"_rels/.rels")
        || first.starts_with(b"mimetypeapplication/")
    {
        Format::Office
    } else if memmem::find(head, b"com.microsoft.__Messages").is_some() {
        Format::Olm
    } else {
        Format::Zip
    }
}

/// Text of some kind, or bytes that are none.
fn text(bytes: &[u8]) -> Format {
    if mbox::is_mbox(bytes) {
        return Format::Mbox;
    }
    if emlx::is_emlx(bytes) {
        return Format::Emlx;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let odd = |&&byte: &&u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b | 0x08);
    let controls = sample.iter().filter(odd).count();
    // A stray NUL in a log is no picture. Where every other byte is one, it is UTF-16 without its mark: the source reads that.
    let is_wide = |skip: usize| {
        let nuls = sample.iter().skip(skip).step_by(2).filter(|&&byte| byte == 0).count();
        sample.len() >= 8 && nuls * 20 >= sample.len() * 9
    };
    if controls * 10 > sample.len() && !is_message_text(sample) {
        if is_wide(0) != is_wide(1) { Format::Utf16 } else { Format::Binary }
    } else {
        Format::Text
    }
}

/// Whether bytes with many control characters begin like a header all the same.
fn is_message_text(sample: &[u8]) -> bool {
    crate::source::begins_known_field(sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_how_they_begin() {
        for (bytes, format) in [
            (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"[..], Format::CompoundFile),
            (b"\x78\x9f\x3e\x22\x01\x00", Format::Tnef),
            (b"PK\x03\x04\x14\0\0\0\x08\0............\x05\0\0\0a.eml", Format::Zip),
            (b"PK\x03\x04\x14\0\0\0\x08\0................\x13\0\0\0[Content_Types].xml", Format::Office),
            (b"\x1f\x8b\x08\0", Format::Gzip),
            (b"!BDN....SM", Format::Pst),
            (b"%PDF-1.7\n", Format::Pdf),
            (b"\x89PNG\r\n\x1a\n....", Format::Image),
            (b"BZh91AY&SY", Format::Bzip2),
            (b"\xff\xfeF\0r\0o\0m\0", Format::Utf16),
            (b"F\0r\0o\0m\0:\0 \0x\0", Format::Utf16),
            (b"\x01\x02\x03\x04\x05\x06\x00\x07\x08", Format::Binary),
        ] {
            assert_eq!(Format::of(bytes), format, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn text_that_begins_like_a_file_stays_text() {
        for text in [
            "BZhang wrote:\n> hello",
            "PK is a country code",
            "MZ 550 5.1.1 no such user",
            "BM is no picture",
            "From: a@example.com\r\n\0\r\n",
            "Rar! is not what this is",
            "%PDF is a format",
            "",
            "caf\u{e9}",
        ] {
            assert_eq!(Format::of(text.as_bytes()), Format::Text, "{text}");
        }
    }
}
