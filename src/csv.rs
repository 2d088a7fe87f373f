//! Cells for spreadsheets: tab-separated lines and CSV (RFC 4180), in which nothing of the input becomes a formula.

use std::borrow::Cow;

use crate::visible::visible;

/// A spreadsheet takes a cell that begins with one of these for a formula, and runs it.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell's text on one line, with what is not seen made visible, and with a quote in front where a spreadsheet would take it for
/// a formula. A plain number (`-5`, `+1.5`) stays a number.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    let is_formula = starts_formula(text);
    if !is_formula && !text.contains(['\t', '\r', '\n']) {
        return visible(text);
    }
    let line = text.replace(['\t', '\r', '\n'], " ");
    Cow::Owned(format!("{}{}", if is_formula { "'" } else { "" }, visible(&line)))
}

/// What begins with white space may be trimmed, and be a formula then.
fn starts_formula(text: &str) -> bool {
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = number.starts_with(|first: char| first.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    !is_number && (text.starts_with(FORMULA) || text.trim_start().starts_with(FORMULA))
}

/// Adds a line of cells with tabs between them, as spreadsheets take it from the clipboard.
pub fn push_tabbed<'t>(out: &mut String, cells: impl IntoIterator<Item = &'t str>) {
    for (index, text) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push('\t');
        }
        out.push_str(&cell(text));
    }
    out.push('\n');
}

/// Adds a record of a CSV file: commas between the fields, quotes where RFC 4180 section 2 wants them, CRLF at the end.
pub fn push_record<'t>(out: &mut String, cells: impl IntoIterator<Item = &'t str>) {
    for (index, text) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let text = cell(text);
        if text.contains([',', '"', ';']) {
            out.push_str(&format!("\"{}\"", text.replace('"', "\"\"")));
        } else {
            out.push_str(&text);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "-x", "+"] {
            assert!(cell(text).starts_with('\''), "{text:?}: {}", cell(text));
        }
        for text in ["", "a=b", "jane@mail.example", "-5", "+1.5", "12 s", "550 5.1.1"] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn lines_keep_their_shape() {
        let mut out = String::new();
        push_tabbed(&mut out, ["a\tb", "=c", "d\u{202e}"]);
        assert_eq!(out, "a b\t'=c\td[U+202E]\n");
        out.clear();
        push_record(&mut out, ["a,b", "say \"x\"", "=1,2"]);
        assert_eq!(out, "\"a,b\",\"say \"\"x\"\"\",\"'=1,2\"\r\n");
    }
}
