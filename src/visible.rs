//! Characters that are not seen, or that turn the text around them, made visible: control characters (C0, C1, DEL), bidirectional
//! formatting, zero-width characters, tag characters. Mail can hold any of them, and a terminal, a ticket or a reader would obey.
//!
//! In: any text. Out: the same with every such character written out.
//!
//! ```
//! assert_ne!(backstamp::visible::visible("a\u{202e}b"), "a\u{202e}b");
//! ```

use std::borrow::Cow;

/// The text with `[U+202E]` and the like in place of each such character. Line feeds, tabs and a CR before a line feed stay, and so
/// do joiners (U+200C, U+200D) between two characters outside ASCII: Persian, Indic scripts and emoji are written with them.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, |out, letter| {
        out.push_str("[U+");
        push_hex(out, u32::from(letter));
        out.push(']');
    })
}

/// The same for JSON that is written already: such a character can stand in its strings alone, and is escaped as RFC 8259
/// section 7 has it, so that a reader of the JSON gets it back and a reader of the text does not.
#[must_use]
pub fn visible_json(text: &str) -> Cow<'_, str> {
    replaced(text, |out, letter| {
        for unit in letter.encode_utf16(&mut [0; 2]) {
            out.push_str("\\u");
            push_hex(out, u32::from(*unit));
        }
    })
}

/// With what Markdown would read as markup made plain: mail is full of `<`, `_` and `*`.
pub(crate) fn escape_markdown(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '<' | '>' | '|' | '[' | ']' | '#' => {
                out.push('\\');
                out.push(letter);
            }
            '\r' | '\n' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

fn replaced(text: &str, mut push: impl FnMut(&mut String, char)) -> Cow<'_, str> {
    // All of ASCII but controls needs no second look, and most texts are no more than that.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let is_seen = match letter {
            '\r' => next == Some('\n'),
            // One after another they join nothing.
            '\u{200C}' | '\u{200D}' => {
                [before, next].iter().all(|near| near.is_some_and(|near| !near.is_ascii() && !is_hidden(near)))
            }
            _ => !is_hidden(letter),
        };
        if is_seen {
            out.push(letter)
        } else {
            push(&mut out, letter)
        }
        before = Some(letter);
    }
    Cow::Owned(out)
}

/// Whether a character is not seen, or turns the text around it.
fn is_hidden(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        // Soft hyphen, combining grapheme joiner, Arabic letter mark, Hangul fillers, Mongolian vowel separator.
        | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{3164}' | '\u{FFA0}'
        // Zero-width, directional marks, line and paragraph separators, embeddings and overrides, isolates.
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        // Tags, and the variation selectors that no script is written with.
        | '\u{E0000}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

fn push_hex(out: &mut String, number: u32) {
    let digits = (8 - number.leading_zeros() / 4).max(4);
    for place in (0..digits).rev() {
        out.extend(char::from_digit((number >> (4 * place)) & 15, 16).map(|digit| digit.to_ascii_uppercase()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_gets_a_mark() {
        for (text, shown) in [
            ("a\u{1b}[31mred", "a[U+001B][31mred"),
            ("a\0b\u{7f}", "a[U+0000]b[U+007F]"),
            ("gpj\u{202e}exe", "gpj[U+202E]exe"),
            ("exam\u{200b}ple.com", "exam[U+200B]ple.com"),
            ("pay\u{200d}pal", "pay[U+200D]pal"),
            ("\u{feff}x", "[U+FEFF]x"),
            ("\u{e0041}", "[U+E0041]"),
            ("a\rb", "a[U+000D]b"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn what_people_write_stays() {
        for text in [
            "a\r\nb\tc\n",
            "Gr\u{f6}\u{df}e",
            "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}",
            "\u{1f468}\u{200d}\u{1f469}",
            "\u{2709}\u{fe0f}",
        ] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = serde_json::json!({ "a": "x\u{202e}y\u{e0041}\u{9b}" });
        let text = value.to_string();
        let shown = visible_json(&text);
        assert!(shown.is_ascii(), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
    }
}
