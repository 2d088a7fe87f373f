//! Tables of cells: CSV with commas, semicolons or tabs (RFC 4180), the columns found by name.

use std::borrow::Cow;

use crate::finding::Span;

/// How many columns are read.
const MOST_COLUMNS: usize = 80;

/// A table, from its header line on.
pub(super) struct Csv<'a> {
    columns: Vec<String>,
    text: &'a str,
    at: usize,
    comma: u8,
}

/// One row.
pub(super) struct Row<'a> {
    cells: Vec<Cow<'a, str>>,
    /// The whole row.
    pub span: Span,
}

/// A column's name, folded: `Message ID`, `message_id` and `message-id` are one.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

impl<'a> Csv<'a> {
    /// A table whose header, in one of the first lines, has all of these columns (folded: `recipientaddress`).
    pub(super) fn with(text: &'a str, needed: &[&str]) -> Option<Self> {
        let mut at = 0;
        for line in text.split_inclusive('\n').take(20) {
            let header = line.trim_end().strip_prefix("#Fields: ").unwrap_or_else(|| line.trim_end());
            let start = at;
            at += line.len();
            if header.len() > 4_000 {
                return None;
            }
            for comma in *b",;\t" {
                if !header.as_bytes().contains(&comma) {
                    continue;
                }
                let columns: Vec<String> = record(header, 0, comma)
                    .map(|(row, _)| row.cells.iter().map(|cell| folded(cell)).collect())
                    .unwrap_or_default();
                if needed.iter().all(|name| columns.iter().any(|column| column == name)) {
                    return Some(Self { columns, text, at: start + line.len(), comma });
                }
            }
        }
        None
    }

    /// The next row that is none of the file's own remarks.
    pub(super) fn next(&mut self) -> Option<Row<'a>> {
        loop {
            let (row, end) = record(self.text, self.at, self.comma)?;
            self.at = end;
            let first = row.cells.first().map_or("", AsRef::as_ref);
            if row.cells.len() > 1 && !first.starts_with('#') {
                return Some(row);
            }
        }
    }

    /// The cell of a column; empty where there is none.
    pub(super) fn cell<'row>(&self, row: &'row Row<'a>, name: &str) -> &'row str {
        let at = self.columns.iter().position(|column| column == name);
        at.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// The first of several columns that has something in it.
    pub(super) fn first<'row>(&self, row: &'row Row<'a>, names: &[&str]) -> &'row str {
        names.iter().map(|name| self.cell(row, name)).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column == name)
    }
}

/// The record at a place, and the place of the next.
fn record(text: &str, at: usize, comma: u8) -> Option<(Row<'_>, usize)> {
    let bytes = text.as_bytes();
    if at >= bytes.len() {
        return None;
    }
    let mut cells: Vec<Cow<'_, str>> = Vec::new();
    let mut here = at;
    let keep = |cells: &mut Vec<_>, cell| {
        if cells.len() < MOST_COLUMNS {
            cells.push(cell);
        }
    };
    loop {
        if bytes.get(here) == Some(&b'"') {
            let mut owned: Option<String> = None;
            let mut from = here + 1;
            let end = loop {
                let Some(quote) = memchr::memchr(b'"', bytes.get(from..).unwrap_or_default()) else {
                    break bytes.len();
                };
                let quote = from + quote;
                if bytes.get(quote + 1) != Some(&b'"') {
                    break quote;
                }
                owned.get_or_insert_default().push_str(text.get(here + 1..=quote).unwrap_or_default());
                here = quote + 1;
                from = quote + 2;
            };
            let rest = text.get(here + 1..end).unwrap_or_default();
            keep(&mut cells, owned.map_or(Cow::Borrowed(rest), |owned| Cow::Owned(owned + rest)));
            here = (end + 1).min(bytes.len());
            // What follows a closing quotation mark belongs to nothing.
            while bytes.get(here).is_some_and(|byte| *byte != comma && *byte != b'\n') {
                here += 1;
            }
        } else {
            let rest = bytes.get(here..).unwrap_or_default();
            let length = memchr::memchr2(comma, b'\n', rest).unwrap_or(rest.len());
            let cell = text.get(here..here + length).unwrap_or_default();
            keep(&mut cells, Cow::Borrowed(cell.trim_end_matches('\r')));
            here += length;
        }
        match bytes.get(here) {
            Some(byte) if *byte == comma => here += 1,
            _ => {
                let span = Span::new(at, text.get(at..here).map_or(here, |row| at + row.trim_end().len()));
                return Some((Row { cells, span }, here + 1));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_hold_commas_line_ends_and_quotation_marks() {
        let text = "#TYPE x\n\"Message ID\",status,n\n\"<1@a.example>\",\"a \"\"b\"\", c\nd\",2\n3,4,\n";
        let mut csv = Csv::with(text, &["messageid", "status"]).unwrap();
        let row = csv.next().unwrap();
        assert_eq!(csv.cell(&row, "messageid"), "<1@a.example>");
        assert_eq!(csv.cell(&row, "status"), "a \"b\", c\nd");
        assert_eq!(csv.cell(&row, "n"), "2");
        assert!(text.get(row.span.start..row.span.end).unwrap().ends_with(",2"));
        let row = csv.next().unwrap();
        assert_eq!((csv.cell(&row, "messageid"), csv.cell(&row, "n")), ("3", ""));
        assert!(csv.next().is_none());
        assert!(Csv::with("a,b\n1,2\n", &["c"]).is_none());
    }

    #[test]
    fn an_open_quotation_mark_ends_with_the_text() {
        let mut csv = Csv::with("a;b\n1;\"x;y", &["a", "b"]).unwrap();
        let row = csv.next().unwrap();
        assert_eq!((csv.cell(&row, "a"), csv.cell(&row, "b")), ("1", "x;y"));
        assert!(csv.next().is_none());
    }
}
