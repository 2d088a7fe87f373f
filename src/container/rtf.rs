//! Compressed RTF (MS-OXRTFCP), and the text of RTF: what Outlook keeps of a body where it keeps no plain text.

use crate::message::decode_charset;

/// What the dictionary of the compression begins with (MS-OXRTFCP section 2.1.3.1).
const PRELOADED: &[u8] =
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
    \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
    \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const COMPRESSED: &[u8] = b"LZFu";
const UNCOMPRESSED: &[u8] = b"MELA";
/// How much RTF is made at most. A run of the compression makes 17 bytes of two, so no input makes much of little.
const MAX_RTF: usize = 32 << 20;
/// How deep groups are followed.
const MAX_DEPTH: usize = 200;

/// The RTF that was compressed; none where it is something else. What a broken one holds up to the break is kept.
pub(super) fn decompress(data: &[u8]) -> Option<Vec<u8>> {
    let content = data.get(16..)?;
    match data.get(8..12)? {
        UNCOMPRESSED => Some(content.to_vec()),
        COMPRESSED => Some(unpack(content)),
        _ => None,
    }
}

fn unpack(content: &[u8]) -> Vec<u8> {
    // The dictionary is a ring of 4096 bytes that what is written runs round in.
    let mut window = [b' '; 4096];
    for (place, &byte) in window.iter_mut().zip(PRELOADED) {
        *place = byte;
    }
    let mut at = PRELOADED.len();
    let mut rtf = Vec::new();
    let mut input = content.iter().copied();
    let mut write = |byte: u8, at: &mut usize, window: &mut [u8; 4096]| {
        if let Some(place) = window.get_mut(*at % 4096) {
            *place = byte;
        }
        *at = (*at + 1) % 4096;
        rtf.push(byte);
        rtf.len() < MAX_RTF
    };
    'runs: while let Some(control) = input.next() {
        for bit in 0..8 {
            if control & (1 << bit) == 0 {
                let Some(byte) = input.next() else { break 'runs };
                if !write(byte, &mut at, &mut window) {
                    break 'runs;
                }
                continue;
            }
            let (Some(high), Some(low)) = (input.next(), input.next()) else { break 'runs };
            let reference = u16::from_be_bytes([high, low]);
            let (offset, length) = (usize::from(reference >> 4), usize::from(reference & 0xf) + 2);
            // A reference to where the next byte goes marks the end.
            if offset == at {
                break 'runs;
            }
            for step in 0..length {
                let byte = window.get((offset + step) % 4096).copied().unwrap_or(b' ');
                if !write(byte, &mut at, &mut window) {
                    break 'runs;
                }
            }
        }
    }
    rtf
}

/// The words of RTF. HTML that RTF wraps (MS-OXRTFEX) gives its words too.
pub(super) fn text_of(rtf: &[u8]) -> String {
    Reader { rtf, at: 0, text: String::new(), bytes: Vec::new(), codepage: None, skip: 0 }.read()
}

struct Reader<'a> {
    rtf: &'a [u8],
    at: usize,
    text: String,
    /// Letters that wait for their character set.
    bytes: Vec<u8>,
    codepage: Option<u32>,
    /// How many fallback letters behind `\u` are left out.
    skip: usize,
}

/// What holds in a group and ends with it.
#[derive(Clone, Copy)]
struct Group {
    is_hidden: bool,
    /// Within `\htmlrtf`: made for readers of RTF, beside the HTML.
    is_double: bool,
    fallback: usize,
}

impl Reader<'_> {
    fn read(mut self) -> String {
        let mut groups = vec![Group { is_hidden: false, is_double: false, fallback: 1 }];
        while let Some(&byte) = self.rtf.get(self.at) {
            self.at += 1;
            let Some(&group) = groups.last() else { break };
            let is_shown = !group.is_hidden && !group.is_double;
            match byte {
                b'{' if groups.len() < MAX_DEPTH => {
                    let rest = self.rtf.get(self.at..).unwrap_or_default();
                    let is_hidden = group.is_hidden || is_hidden_group(rest);
                    groups.push(Group { is_hidden, ..group });
                }
                b'}' if groups.len() > 1 => {
                    groups.pop();
                }
                b'\\' => self.control(&mut groups, is_shown),
                b'{' | b'}' | b'\r' | b'\n' | 0 => {}
                _ if is_shown => self.letter(byte),
                _ => {}
            }
        }
        self.flush();
        self.text
    }

    fn control(&mut self, groups: &mut [Group], is_shown: bool) {
        let Some(&first) = self.rtf.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let digits = self.rtf.get(self.at..self.at + 2).and_then(|digits| std::str::from_utf8(digits).ok());
                    let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else { return };
                    self.at += 2;
                    if is_shown {
                        self.letter(byte);
                    }
                }
                b'\\' | b'{' | b'}' if is_shown => self.letter(first),
                b'~' if is_shown => self.letter(b' '),
                _ => {}
            }
            return;
        }
        let rest = self.rtf.get(self.at..).unwrap_or_default();
        let name = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (name, rest) = rest.split_at_checked(name).unwrap_or((rest, &[]));
        let digits = rest.iter().take(11).enumerate();
        let number = digits.take_while(|&(place, &byte)| byte.is_ascii_digit() || place == 0 && byte == b'-').count();
        let value = rest.get(..number).and_then(|number| std::str::from_utf8(number).ok()?.parse::<i64>().ok());
        let space = usize::from(rest.get(number) == Some(&b' '));
        self.at += name.len() + number + space;
        let Some(group) = groups.last_mut() else { return };
        match name {
            b"par" | b"line" | b"row" | b"sect" | b"page" if is_shown => self.push('\n'),
            b"tab" | b"cell" if is_shown => self.push('\t'),
            b"emdash" | b"endash" if is_shown => self.push('-'),
            b"lquote" | b"rquote" if is_shown => self.push('\''),
            b"ldblquote" | b"rdblquote" if is_shown => self.push('"'),
            b"bullet" if is_shown => self.push('*'),
            b"uc" => group.fallback = value.and_then(|value| usize::try_from(value).ok()).unwrap_or(1).min(16),
            b"u" if is_shown => {
                // Negative where it is above 32767: a 16-bit number with its sign.
                let unit = value.map_or(0, |value| value.rem_euclid(0x1_0000));
                let letter = u32::try_from(unit).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
                let fallback = group.fallback;
                self.push(letter);
                self.skip = fallback;
            }
            b"ansicpg" => self.codepage = value.and_then(|value| u32::try_from(value).ok()),
            b"htmlrtf" => group.is_double = value != Some(0),
            // Binary data: as many bytes as it says.
            b"bin" => self.at += value.and_then(|value| usize::try_from(value).ok()).unwrap_or_default(),
            _ => {}
        }
    }

    fn letter(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else {
            self.bytes.push(byte);
        }
    }

    fn push(&mut self, letter: char) {
        self.flush();
        self.text.push(letter);
    }

    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            let label = self.codepage.and_then(super::mapi::charset_of_codepage);
            self.text.push_str(&decode_charset(Some(label.unwrap_or("windows-1252")), &self.bytes));
            self.bytes.clear();
        }
    }
}

/// Whether a group holds no words of the text: tables of fonts and colours, pictures, and whatever says that it may be ignored.
fn is_hidden_group(group: &[u8]) -> bool {
    const HIDDEN: [&[u8]; 12] = [
        b"\\*",
        b"\\fonttbl",
        b"\\colortbl",
        b"\\stylesheet",
        b"\\info",
        b"\\pict",
        b"\\header",
        b"\\footer",
        b"\\object",
        b"\\themedata",
        b"\\listtable",
        b"\\pntext",
    ];
    let group = group.trim_ascii_start();
    HIDDEN.iter().any(|hidden| group.starts_with(hidden))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_begins_with_what_the_standard_says() {
        assert_eq!(PRELOADED.len(), 207);
    }

    #[test]
    fn words_come_out_of_rtf() {
        let rtf = br"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}{\*\generator x;}\pard one\par \'cf\'ee\'f7\u8364?\tab \{x\}}";
        assert_eq!(text_of(rtf), "one\nПоч€\t{x}");
        let wrapped = br"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Hello\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}}";
        assert_eq!(text_of(wrapped), "Hello");
    }

    #[test]
    fn runs_refer_to_what_came_before() {
        // The example of MS-OXRTFCP section 3.1.1 has its text from the dictionary; ours: "ab", then four letters from where it began.
        let packed = [0b0000_0100, b'a', b'b', 0x0c, 0xf2];
        let data = [&[0; 8][..], COMPRESSED, &[0; 4], &packed].concat();
        assert_eq!(decompress(&data).unwrap(), b"ababab");
    }

    #[test]
    fn broken_rtf_gives_what_it_can() {
        for text in [&b""[..], b"\\", b"{\\'", b"{\\u", b"}}}}", b"{\\bin99999999999 x", b"\\uc99999999999999\\u-1 x"] {
            let _ = text_of(text);
        }
        assert_eq!(decompress(b"short"), None);
        assert_eq!(decompress(&[0; 40]), None);
        let _ = text_of(&b"{".repeat(100_000));
    }
}
