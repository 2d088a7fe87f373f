//! Bytes to text.

/// How many bytes of the input lie between two known places at most.
const STEP: usize = 512;
/// How many bytes are looked at to tell UTF-16 without a byte order mark.
const SAMPLE: usize = 512;

/// The text of UTF-16 input, and of UTF-32 with a byte order mark; none where it is something else.
///
/// A byte order mark tells; so does a NUL beside nearly every letter, which is also what becomes of UTF-16 that a program
/// took for a narrower encoding.
pub(super) fn utf16(input: &[u8]) -> Option<String> {
    match input {
        [0xff, 0xfe, 0, 0, rest @ ..] => return Some(wide_units(rest, u32::from_le_bytes)),
        [0, 0, 0xfe, 0xff, rest @ ..] => return Some(wide_units(rest, u32::from_be_bytes)),
        [0xff, 0xfe, rest @ ..] => return Some(units(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => return Some(units(rest, u16::from_be_bytes)),
        _ => {}
    }
    // What became of a byte order mark: no letter, and no NUL.
    let mark = input.iter().take(6).take_while(|byte| !byte.is_ascii()).count();
    let body = input.get(mark..)?;
    let sample = body.get(..SAMPLE).unwrap_or(body);
    let nuls = |skip: usize| sample.iter().skip(skip).step_by(2).filter(|&&byte| byte == 0).count();
    let pairs = sample.len() / 2;
    let (even, odd) = (nuls(0), nuls(1));
    if pairs < 4 {
        None
    } else if odd * 10 >= pairs * 9 && even * 10 < pairs {
        Some(units(body, u16::from_le_bytes))
    } else if even * 10 >= pairs * 9 && odd * 10 < pairs {
        Some(units(body, u16::from_be_bytes))
    } else {
        None
    }
}

fn units(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let letters = char::decode_utf16(pairs.iter().map(|&pair| unit(pair)));
    let cut = (!odd.is_empty()).then_some(char::REPLACEMENT_CHARACTER);
    letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).chain(cut).collect()
}

fn wide_units(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> String {
    let (letters, odd) = bytes.as_chunks::<4>();
    let letters = letters.iter().map(|&four| char::from_u32(unit(four)).unwrap_or(char::REPLACEMENT_CHARACTER));
    letters.chain((!odd.is_empty()).then_some(char::REPLACEMENT_CHARACTER)).collect()
}

/// The text of UTF-8 input. Where stray bytes stand in it, they become U+FFFD, and the input is kept beside the text.
pub(super) fn utf8(input: &[u8]) -> (String, Option<Lossy>) {
    if let Ok(text) = std::str::from_utf8(input) {
        return (text.to_owned(), None);
    }
    let mut text = String::with_capacity(input.len() + input.len() / 8);
    let mut places = Vec::new();
    let mut at = 0;
    for chunk in input.utf8_chunks() {
        let mut valid = chunk.valid();
        while !valid.is_empty() {
            note_place(&mut places, at, text.len());
            let (head, tail) = valid.split_at_checked(valid.floor_char_boundary(STEP)).unwrap_or((valid, ""));
            text.push_str(head);
            at += head.len();
            valid = tail;
        }
        if !chunk.invalid().is_empty() {
            note_place(&mut places, at, text.len());
            text.push(char::REPLACEMENT_CHARACTER);
            at += chunk.invalid().len();
        }
    }
    (text, Some(Lossy { bytes: input.to_vec(), places }))
}

fn note_place(places: &mut Vec<(usize, usize)>, at: usize, text: usize) {
    if places.last().is_none_or(|&(last, _)| at >= last + STEP) {
        places.push((at, text));
    }
}

/// Input that is not quite UTF-8, and where its bytes stand in the text that was made of it.
#[derive(Debug, Clone)]
pub(super) struct Lossy {
    bytes: Vec<u8>,
    /// Some places between two characters: in the bytes, and in the text. Few are kept; those between are counted out anew.
    places: Vec<(usize, usize)>,
}

impl Lossy {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the character begins, in the text, that the byte at `offset` belongs to.
    pub(super) fn start_in_text(&self, offset: usize) -> usize {
        self.around(offset).0
    }

    /// Where the character ends, in the text, that the byte before `offset` belongs to.
    pub(super) fn end_in_text(&self, offset: usize) -> usize {
        self.around(offset).1
    }

    /// The nearest places between two characters of the text, at or before `offset` and at or after it.
    fn around(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.bytes.len());
        let after = self.places.partition_point(|&(bytes, _)| bytes <= offset);
        let (mut at, mut text) =
            after.checked_sub(1).and_then(|before| self.places.get(before)).copied().unwrap_or_default();
        // A character has four bytes at most: what lies further on does not change this one.
        let near = self.bytes.get(at..(offset + 4).min(self.bytes.len())).unwrap_or_default();
        for chunk in near.utf8_chunks() {
            let valid = chunk.valid();
            if offset <= at + valid.len() {
                let within = offset - at;
                return (text + valid.floor_char_boundary(within), text + valid.ceil_char_boundary(within));
            }
            at += valid.len();
            text += valid.len();
            let mark = char::REPLACEMENT_CHARACTER.len_utf8();
            if offset < at + chunk.invalid().len() {
                return (text, text + mark);
            }
            at += chunk.invalid().len();
            text += mark;
        }
        (text, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_stray_input_finds_its_character() {
        let piece: &[u8] = b"ab\xff\xc3\xa9\xe2\x82z\xf0\x9f\x98\x80\xc3 some plain words between the strays";
        let input = piece.repeat(60);
        let (text, lossy) = utf8(&input);
        let lossy = lossy.unwrap();
        assert_eq!(text, String::from_utf8_lossy(&input));
        // The same, counted from the start for every character.
        let (mut at, mut place) = (0, 0);
        let mut check = |bytes: usize, length: usize| {
            for within in 1..bytes {
                assert_eq!(lossy.start_in_text(at + within), place);
                assert_eq!(lossy.end_in_text(at + within), place + length);
            }
            assert_eq!(lossy.start_in_text(at), place);
            (at, place) = (at + bytes, place + length);
            assert_eq!(lossy.end_in_text(at), place);
        };
        for chunk in input.utf8_chunks() {
            for letter in chunk.valid().chars() {
                check(letter.len_utf8(), letter.len_utf8());
            }
            if !chunk.invalid().is_empty() {
                check(chunk.invalid().len(), 3);
            }
        }
        assert_eq!(lossy.end_in_text(usize::MAX), text.len());
    }

    #[test]
    fn utf16_is_known_with_and_without_its_mark() {
        let text = "Received: from a.example\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(utf16(&little).as_deref(), Some(text));
        assert_eq!(utf16(&big).as_deref(), Some(text));
        assert_eq!(utf16(&[b"\xff\xfe", little.as_slice()].concat()).as_deref(), Some(text));
        assert_eq!(utf16(&["ÿþ".as_bytes(), little.as_slice()].concat()).as_deref(), Some(text));
        assert_eq!(utf16(text.as_bytes()), None);
        assert_eq!(utf16(b""), None);
        assert_eq!(utf16(&[0; 600]), None);
    }
}
