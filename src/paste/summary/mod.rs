//! What mail programs and other analyzers show of a header: a summary, not the header itself.

pub(super) mod gmail_details;
pub(super) mod gmail_original;
pub(super) mod hop_table;

use crate::finding::Span;
use crate::report::HeaderField;

/// A line of a summary: a label, and what stands behind it.
pub(super) struct Row<'a> {
    pub label: &'a str,
    pub value: &'a str,
    pub span: Span,
}

/// The lines that have a label, parted by a colon, a tab or both.
pub(super) fn rows(text: &str) -> Vec<Row<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n').take(400) {
        let start = at;
        at += line.len();
        let shown = line.trim();
        let offset = line.len() - line.trim_start().len();
        let span = Span::new(start + offset, start + offset + shown.len());
        let parted = shown.split_once('\t').or_else(|| shown.split_once(':'));
        if let Some((label, value)) = parted {
            found.push(Row {
                label: label.trim().trim_end_matches(':'),
                value: value.trim_start_matches(':').trim(),
                span,
            });
        }
    }
    found
}

/// The rows as the report lists header fields.
pub(super) fn fields(rows: &[Row<'_>]) -> Vec<HeaderField> {
    let field = |row: &Row<'_>| HeaderField {
        name: row.label.to_owned(),
        value: row.value.to_owned(),
        raw: None,
        span: row.span,
    };
    rows.iter().filter(|row| !row.value.is_empty() && row.label.len() <= 40).map(field).collect()
}
