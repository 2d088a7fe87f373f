//! The input box of the shell. Its text is the browser's: it was there before the program.

use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::dom;

pub fn input() -> Option<HtmlTextAreaElement> {
    dom::by_id("input")?.dyn_into().ok()
}

/// The text in it; its lines end in LF.
pub fn text() -> String {
    input().map(|input| input.value()).unwrap_or_default()
}

pub fn set_text(text: &str) {
    if let Some(input) = input() {
        input.set_value(text);
        // The end of the text is no place to begin reading it.
        let _ = input.set_selection_range(0, 0);
    }
    if let Some(editor) = dom::by_id("editor") {
        editor.set_scroll_top(0);
    }
}

pub fn focus() {
    if let Some(input) = input() {
        // A box that is hidden takes no focus, and needs none.
        let _ = input.focus();
    }
}

/// The place of the caret in `text`, which is the box's, in bytes of UTF-8. The browser counts in units of UTF-16.
pub fn caret(text: &[u8]) -> Option<usize> {
    let units = input()?.selection_start().ok()?? as usize;
    Some(byte_of_unit(text, units))
}

fn byte_of_unit(text: &[u8], units: usize) -> usize {
    let mut seen = 0;
    for (at, &byte) in text.iter().enumerate() {
        if seen >= units && byte & 0xC0 != 0x80 {
            return at;
        }
        seen += match byte {
            0x80..=0xBF => 0,
            // Four bytes of UTF-8 are two units of UTF-16.
            0xF0.. => 2,
            _ => 1,
        };
    }
    text.len()
}

/// The text of the box before and after what a paste would replace.
pub fn around_selection() -> (String, String) {
    let text = text();
    let place = |unit: Option<u32>| unit.map(|unit| byte_of_unit(text.as_bytes(), unit as usize));
    let (start, end) = match input() {
        Some(input) => (place(input.selection_start().ok().flatten()), place(input.selection_end().ok().flatten())),
        None => (None, None),
    };
    let before = start.and_then(|start| text.get(..start)).unwrap_or(&text);
    let after = end.and_then(|end| text.get(end..)).unwrap_or_default();
    (before.to_owned(), after.to_owned())
}

#[cfg(test)]
mod tests {
    use super::byte_of_unit;

    #[test]
    fn places_are_counted_from_utf_16_to_utf_8() {
        // One unit and two bytes, two units and four bytes, one of each.
        let text = "\u{e9}\u{1f4e8}a".as_bytes();
        let places: Vec<usize> = [0, 1, 3, 4, 9].iter().map(|&unit| byte_of_unit(text, unit)).collect();
        assert_eq!(places, [0, 2, 6, 7, 7]);
    }
}
