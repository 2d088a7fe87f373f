//! MAPI properties (MS-OXPROPS), as `.msg` files and TNEF hold them, and the message that they make.
//!
//! Outlook keeps a message as properties. One of them, where the message came over the Internet, is the header as it arrived
//! (`PidTagTransportMessageHeaders`). A message that was sent from Outlook, or went within one Exchange organisation, has none.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::DateTime;

use super::{is_message, rtf};
use crate::message::{Message, decode_charset, text_of_html};

/// How much of one property is kept.
pub(super) const MAX_VALUE: usize = 32 << 20;

/// A message as Outlook keeps it, written as RFC 5322 has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Header and body. The header is the one that the message arrived with, where there is one; else a few fields made from the
    /// properties, so that subject and people can be read.
    pub text: Vec<u8>,
    /// Whether the header is the one that it arrived with.
    pub has_transport_header: bool,
    /// Its class, such as `IPM.Note` or `REPORT.IPM.Note.NDR`.
    pub class: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its Message-ID.
    pub message_id: Option<String>,
    /// The names of what is attached, in order; empty for an attachment without one.
    pub attachments: Vec<String>,
    /// The messages attached to it.
    pub enclosed: Vec<Enclosed>,
}

/// A message attached to one of Outlook's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enclosed {
    /// One that Outlook keeps as properties as well.
    Outlook(Outlook),
    /// One as RFC 5322 has it.
    Message(Vec<u8>),
}

/// Numbers of properties (the upper half of a property tag).
pub(super) mod id {
    pub const MESSAGE_CLASS: u16 = 0x001a;
    pub const SUBJECT: u16 = 0x0037;
    pub const CLIENT_SUBMIT_TIME: u16 = 0x0039;
    pub const SUBJECT_PREFIX: u16 = 0x003d;
    pub const SENT_REPRESENTING_NAME: u16 = 0x0042;
    pub const SENT_REPRESENTING_EMAIL: u16 = 0x0065;
    pub const TRANSPORT_MESSAGE_HEADERS: u16 = 0x007d;
    pub const SENDER_NAME: u16 = 0x0c1a;
    pub const SENDER_EMAIL: u16 = 0x0c1f;
    pub const RECIPIENT_TYPE: u16 = 0x0c15;
    pub const NORMALIZED_SUBJECT: u16 = 0x0e1d;
    pub const MESSAGE_DELIVERY_TIME: u16 = 0x0e06;
    pub const BODY: u16 = 0x1000;
    pub const REPORT_TEXT: u16 = 0x1001;
    pub const RTF_COMPRESSED: u16 = 0x1009;
    pub const HTML: u16 = 0x1013;
    pub const INTERNET_MESSAGE_ID: u16 = 0x1035;
    pub const DISPLAY_NAME: u16 = 0x3001;
    pub const EMAIL_ADDRESS: u16 = 0x3003;
    pub const ATTACH_DATA: u16 = 0x3701;
    pub const ATTACH_FILENAME: u16 = 0x3704;
    pub const ATTACH_METHOD: u16 = 0x3705;
    pub const ATTACH_LONG_FILENAME: u16 = 0x3707;
    pub const ATTACH_MIME_TAG: u16 = 0x370e;
    pub const SMTP_ADDRESS: u16 = 0x39fe;
    pub const INTERNET_CODEPAGE: u16 = 0x3fde;
    pub const MESSAGE_LOCALE_ID: u16 = 0x3ff1;
    pub const MESSAGE_CODEPAGE: u16 = 0x3ffd;
    pub const SENDER_SMTP_ADDRESS: u16 = 0x5d01;
    pub const SENT_REPRESENTING_SMTP_ADDRESS: u16 = 0x5d02;
}

/// Types of properties (the lower half of a property tag; MS-OXCDATA section 2.11.1).
pub(super) mod kind {
    pub const INTEGER_16: u16 = 0x0002;
    pub const INTEGER_32: u16 = 0x0003;
    pub const OBJECT: u16 = 0x000d;
    pub const STRING_8: u16 = 0x001e;
    pub const UNICODE: u16 = 0x001f;
    pub const TIME: u16 = 0x0040;
    pub const BINARY: u16 = 0x0102;
}

/// Properties by their number.
#[derive(Debug, Clone, Default)]
pub(super) struct Properties(BTreeMap<u16, (u16, Vec<u8>)>);

impl Properties {
    pub(super) fn set(&mut self, number: u16, kind: u16, value: &[u8]) {
        // Where a string is there twice, the one in Unicode says more.
        if kind == kind::STRING_8 && self.0.get(&number).is_some_and(|(kind, _)| *kind == kind::UNICODE) {
            return;
        }
        self.0.insert(number, (kind, value.get(..MAX_VALUE).unwrap_or(value).to_vec()));
    }

    pub(super) fn has(&self, number: u16) -> bool {
        self.0.contains_key(&number)
    }

    pub(super) fn bytes(&self, number: u16) -> Option<&[u8]> {
        self.0.get(&number).map(|(_, value)| value.as_slice())
    }

    pub(super) fn number(&self, number: u16) -> Option<u32> {
        match self.0.get(&number)? {
            (kind::INTEGER_32, value) => value.first_chunk().map(|&bytes| u32::from_le_bytes(bytes)),
            (kind::INTEGER_16, value) => value.first_chunk().map(|&bytes| u16::from_le_bytes(bytes).into()),
            _ => None,
        }
    }

    /// A string, without the NULs behind it; none where it is empty. `charset` is that of 8-bit strings.
    fn text(&self, number: u16, charset: Option<&str>) -> Option<String> {
        let (kind, value) = self.0.get(&number)?;
        let text = match *kind {
            kind::UNICODE => decode_charset(Some("utf-16le"), value).into_owned(),
            kind::STRING_8 => decode_charset(charset, value).into_owned(),
            _ => return None,
        };
        let text = text.trim_end_matches('\0');
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A moment as a Date field has it (RFC 5322 section 3.3). It counts steps of 100 nanoseconds since 1601.
    fn date(&self, number: u16) -> Option<String> {
        let (kind::TIME, value) = self.0.get(&number)? else { return None };
        let steps = u64::from_le_bytes(*value.first_chunk()?);
        let seconds = i64::try_from(steps / 10_000_000).ok()?.checked_sub(11_644_473_600)?;
        DateTime::from_timestamp(seconds, 0).map(|time| time.format("%a, %d %b %Y %H:%M:%S +0000").to_string())
    }

    /// The character set of 8-bit strings: by the code page of the message, else by its language. The code page for the
    /// Internet is that of the body as it was sent, and says nothing of the strings here.
    pub(super) fn charset(&self) -> Option<&'static str> {
        let codepage = self.number(id::MESSAGE_CODEPAGE).filter(|&codepage| codepage != 0);
        let codepage = codepage.or_else(|| self.number(id::MESSAGE_LOCALE_ID).and_then(codepage_of_locale));
        codepage.and_then(charset_of_codepage)
    }
}

/// The label of a Windows code page.
pub(super) fn charset_of_codepage(codepage: u32) -> Option<&'static str> {
    Some(match codepage {
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 => "big5",
        1250 => "windows-1250",
        1251 => "windows-1251",
        1252 => "windows-1252",
        1253 => "windows-1253",
        1254 => "windows-1254",
        1255 => "windows-1255",
        1256 => "windows-1256",
        1257 => "windows-1257",
        1258 => "windows-1258",
        10000 => "macintosh",
        20127 => "us-ascii",
        20866 => "koi8-r",
        21866 => "koi8-u",
        28591 => "iso-8859-1",
        28592 => "iso-8859-2",
        28595 => "iso-8859-5",
        28597 => "iso-8859-7",
        28599 => "iso-8859-9",
        28605 => "iso-8859-15",
        50220..=50222 => "iso-2022-jp",
        51932 => "euc-jp",
        51949 => "euc-kr",
        54936 => "gb18030",
        65001 => "utf-8",
        _ => return None,
    })
}

/// The code page of a language (the lower ten bits of a locale identifier; MS-LCID).
fn codepage_of_locale(locale: u32) -> Option<u32> {
    Some(match locale & 0x3ff {
        0x01 | 0x20 | 0x29 => 1256,
        0x02 | 0x19 | 0x22 | 0x23 | 0x2f => 1251,
        0x04 => {
            if matches!(locale >> 10, 1 | 3 | 5) {
                950
            } else {
                936
            }
        }
        0x05 | 0x0e | 0x15 | 0x18 | 0x1a | 0x1b | 0x1c | 0x24 => 1250,
        0x08 => 1253,
        0x0d => 1255,
        0x11 => 932,
        0x12 => 949,
        0x1e => 874,
        0x1f => 1254,
        0x25..=0x27 => 1257,
        0x2a => 1258,
        0x03 | 0x06 | 0x07 | 0x09..=0x0c | 0x0f | 0x10 | 0x13 | 0x14 | 0x16 | 0x1d => 1252,
        _ => return None,
    })
}

/// A message as its properties.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub(super) properties: Properties,
    pub(super) recipients: Vec<Properties>,
    pub(super) attachments: Vec<Attachment>,
    /// The character set of 8-bit strings, where something else than the properties says it.
    pub(super) charset: Option<&'static str>,
}

/// What is attached to a message.
#[derive(Debug, Clone, Default)]
pub(super) struct Attachment {
    pub(super) properties: Properties,
    /// The name that stands elsewhere than in the properties.
    pub(super) title: Option<Vec<u8>>,
    pub(super) item: Option<Box<Item>>,
}

impl Attachment {
    fn name(&self, charset: Option<&str>) -> String {
        let text = |number| self.properties.text(number, charset).map(|name| name.trim().to_owned());
        let of_file = text(id::ATTACH_LONG_FILENAME).or_else(|| text(id::ATTACH_FILENAME));
        let titled = || {
            let title = self.title.as_ref()?;
            let name = decode_charset(charset, title).trim_end_matches('\0').to_owned();
            (!name.is_empty()).then_some(name)
        };
        let shown = || text(id::DISPLAY_NAME);
        if self.item.is_some() {
            return shown().or(of_file).or_else(titled).unwrap_or_default();
        }
        of_file.or_else(titled).or_else(shown).unwrap_or_default()
    }
}

impl Item {
    /// The message that these properties make.
    pub(super) fn message(&self) -> Outlook {
        let charset = self.properties.charset().or(self.charset);
        let text = |number| self.properties.text(number, charset);
        let header = text(id::TRANSPORT_MESSAGE_HEADERS).map(|header| transport_header(&header));
        let header = header.filter(|header| !header.is_empty());
        let read = header.as_deref().map(|header| Message::read(header.as_bytes(), 0));
        let field = |name| read.as_ref().and_then(|message| message.first(name)).map(|field| field.decoded());
        let body = self.body(charset);
        Outlook {
            has_transport_header: header.is_some(),
            class: text(id::MESSAGE_CLASS),
            subject: text(id::SUBJECT).or_else(|| self.joined_subject(charset)).or_else(|| field("Subject")),
            message_id: text(id::INTERNET_MESSAGE_ID).or_else(|| field("Message-ID")),
            attachments: self.attachments.iter().map(|attachment| attachment.name(charset)).collect(),
            enclosed: self.attachments.iter().filter_map(Attachment::enclosed).collect(),
            text: match &header {
                Some(header) => self.with_header(header, &body),
                None => [self.made_header(charset).as_bytes(), b"\r\n", body.as_bytes()].concat(),
            },
        }
    }

    fn joined_subject(&self, charset: Option<&str>) -> Option<String> {
        let subject = self.properties.text(id::NORMALIZED_SUBJECT, charset)?;
        let prefix = self.properties.text(id::SUBJECT_PREFIX, charset).unwrap_or_default();
        Some(prefix + &subject)
    }

    /// The body as text: plain, else the words of the HTML, else those of the RTF, else what a report says of itself.
    fn body(&self, charset: Option<&str>) -> String {
        let properties = &self.properties;
        let html = || {
            let page = properties.text(id::HTML, charset).or_else(|| {
                // The bytes of the HTML are in the code page for the Internet.
                let label = properties.number(id::INTERNET_CODEPAGE).and_then(charset_of_codepage);
                properties.bytes(id::HTML).map(|html| decode_charset(label, html).into_owned())
            })?;
            Some(text_of_html(&page))
        };
        let rich = || properties.bytes(id::RTF_COMPRESSED).and_then(rtf::decompress).map(|rtf| rtf::text_of(&rtf));
        let body = properties.text(id::BODY, charset).filter(|body| !body.trim().is_empty());
        body.or_else(html).or_else(rich).or_else(|| properties.text(id::REPORT_TEXT, charset)).unwrap_or_default()
    }

    /// The header as it arrived, and below it the body, in the form that the header announces as far as that is kept.
    fn with_header(&self, header: &str, body: &str) -> Vec<u8> {
        let message = Message::read(header.as_bytes(), 0);
        let content_type = message.text("Content-Type").unwrap_or_default();
        let mut text = header.as_bytes().to_vec();
        text.extend_from_slice(b"\r\n");
        let part = crate::message::Part::of(&message);
        let boundary = part.param("boundary").filter(|boundary| !boundary.trim().is_empty());
        if content_type.trim_start().to_ascii_lowercase().starts_with("multipart/")
            && let Some(boundary) = boundary
        {
            // The parts as they were are gone: Outlook keeps their contents alone.
            let boundary = boundary.trim_end();
            let mut part = |kind: &str, content: &[u8]| {
                text.extend_from_slice(format!("--{boundary}\r\nContent-Type: {kind}\r\n\r\n").as_bytes());
                text.extend_from_slice(content);
                text.extend_from_slice(b"\r\n");
            };
            part("text/plain; charset=utf-8", body.as_bytes());
            for attachment in &self.attachments {
                if let Some((kind, content)) = attachment.readable() {
                    part(&kind, content);
                }
            }
            text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
            return text;
        }
        let encoding = message.text("Content-Transfer-Encoding").unwrap_or_default().trim().to_ascii_lowercase();
        // The body was decoded from its transfer encoding and its character set; a byte order mark says so to whoever reads the header.
        let mark = if body.is_ascii() { "" } else { "\u{feff}" };
        match encoding.as_str() {
            "base64" => {
                let encoded = data_encoding::BASE64.encode(format!("{mark}{body}").as_bytes());
                for line in encoded.as_bytes().chunks(76) {
                    text.extend_from_slice(line);
                    text.extend_from_slice(b"\r\n");
                }
            }
            "quoted-printable" => text.extend_from_slice(format!("{mark}{}", body.replace('=', "=3D")).as_bytes()),
            _ => text.extend_from_slice(format!("{mark}{body}").as_bytes()),
        }
        text
    }

    /// The fields that the properties give, where no header arrived.
    fn made_header(&self, charset: Option<&str>) -> String {
        let properties = &self.properties;
        let text = |number| properties.text(number, charset).map(|value| one_line(&value));
        let mut header = String::new();
        let mut field = |name: &str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                let _ = write!(header, "{name}: {value}\r\n");
            }
        };
        let name = text(id::SENT_REPRESENTING_NAME).or_else(|| text(id::SENDER_NAME));
        let address = [
            id::SENT_REPRESENTING_SMTP_ADDRESS,
            id::SENDER_SMTP_ADDRESS,
            id::SENT_REPRESENTING_EMAIL,
            id::SENDER_EMAIL,
        ];
        // An address that is no Internet address is an X.500 name.
        let address = address.iter().filter_map(|&number| text(number)).find(|address| is_internet_address(address));
        field("From", mailbox(name, address));
        for (kind, heading) in [(1, "To"), (2, "Cc")] {
            let of_kind = self
                .recipients
                .iter()
                .filter(|person| person.number(id::RECIPIENT_TYPE).map_or(1, |stated| stated & 0xf) == kind);
            let people = of_kind.filter_map(|person| {
                let text = |number| person.text(number, charset).map(|value| one_line(&value));
                let address = text(id::SMTP_ADDRESS).or_else(|| text(id::EMAIL_ADDRESS));
                mailbox(text(id::DISPLAY_NAME), address.filter(|address| is_internet_address(address)))
            });
            field(heading, Some(people.take(1000).collect::<Vec<_>>().join(",\r\n ")));
        }
        field("Subject", text(id::SUBJECT).or_else(|| self.joined_subject(charset).map(|value| one_line(&value))));
        field("Date", properties.date(id::CLIENT_SUBMIT_TIME).or_else(|| properties.date(id::MESSAGE_DELIVERY_TIME)));
        field("Message-ID", text(id::INTERNET_MESSAGE_ID));
        field("Content-Type", Some("text/plain; charset=utf-8".to_owned()));
        header
    }
}

impl Attachment {
    /// The message that it is.
    fn enclosed(&self) -> Option<Enclosed> {
        if let Some(item) = &self.item {
            return Some(Enclosed::Outlook(item.message()));
        }
        let data = self.properties.bytes(id::ATTACH_DATA)?;
        is_message(data).then(|| Enclosed::Message(data.to_vec()))
    }

    /// Its type and content, where it is a part that reports are made of.
    fn readable(&self) -> Option<(Cow<'_, str>, &[u8])> {
        let kind = self.properties.text(id::ATTACH_MIME_TAG, None)?.to_ascii_lowercase();
        let is_of_report = kind.starts_with("message/") || kind == "text/rfc822-headers";
        let data = self.properties.bytes(id::ATTACH_DATA)?;
        let is_clean = kind.bytes().all(|byte| byte.is_ascii_graphic());
        // Messages within are shown as such already.
        (is_of_report && is_clean && !kind.starts_with("message/rfc822")).then_some((Cow::Owned(kind), data))
    }
}

/// The header as it arrived, without what Outlook puts above it and without a body below it.
fn transport_header(header: &str) -> String {
    let header = header.trim_start_matches(['\r', '\n', '\u{feff}', ' ']);
    // Exchange's old Internet connector put a line of its own above the first field.
    let header = match header.strip_prefix("Microsoft Mail Internet Headers") {
        Some(rest) => rest.split_once('\n').map_or("", |(_, rest)| rest),
        None => header,
    };
    let header = header.trim_end_matches(['\r', '\n', '\0', ' ']);
    if header.is_empty() { String::new() } else { format!("{header}\r\n") }
}

fn is_internet_address(address: &str) -> bool {
    address.contains('@') && !address.starts_with('/') && !address.contains(char::is_whitespace)
}

fn one_line(value: &str) -> String {
    value.split(['\r', '\n', '\0']).map(str::trim).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A mailbox as a field names it (RFC 5322 section 3.4).
fn mailbox(name: Option<String>, address: Option<String>) -> Option<String> {
    let quoted = name.map(|name| name.replace(['"', '\\'], "'")).filter(|name| !name.is_empty());
    match (quoted, address) {
        (Some(name), Some(address)) if name != address => Some(format!("\"{name}\" <{address}>")),
        (_, Some(address)) => Some(format!("<{address}>")),
        (Some(name), None) => Some(format!("\"{name}\"")),
        (None, None) => None,
    }
}
