//! The source cut into pieces: names of fields, words that show a finding, words that are lit.

use backstamp::finding::{Finding, Severity, Span};
use backstamp::order;

use crate::page::state::reading::Reading;
use crate::page::view::evidence_link::Target;

/// A piece of the source that looks alike all through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub span: Span,
    /// Whether it is a field's name.
    pub name: bool,
    /// Whether a problem or a warning rests on it.
    pub proof: bool,
    /// Whether it is lit.
    pub lit: bool,
}

/// The stretches of a source that look different, each list sorted and without overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlights {
    names: Vec<Span>,
    proofs: Vec<Span>,
    lit: Vec<Span>,
}

impl Highlights {
    /// The marks of a reading with some of its parts lit.
    pub fn of(reading: &Reading, lit: &[Target]) -> Self {
        let reports = || reading.sheets.iter().map(|sheet| &sheet.report);
        let names = reports()
            .flat_map(|report| &report.fields)
            .map(|field| Span::new(field.span.start, field.span.start + field.name.len()));
        // What is in order needs no attention.
        let serious = |finding: &&Finding| finding.severity < Severity::Note;
        let findings = reports().flat_map(|report| &report.findings).filter(serious);
        let proofs = findings.flat_map(|finding| &finding.evidence).copied();
        let lit = lit.iter().flat_map(|target| target.spans(reading));
        Self { names: merged(names), proofs: merged(proofs), lit: merged(lit) }
    }

    /// The pieces of a stretch of the source, in order and without gaps.
    pub fn pieces(&self, within: Span) -> Vec<Piece> {
        let lists = [&self.names, &self.proofs, &self.lit];
        let mut bounds = vec![within.start, within.end];
        for list in lists {
            let first = list.partition_point(|span| span.end <= within.start);
            let rest = list.get(first..).unwrap_or_default();
            for span in rest.iter().take_while(|span| span.start < within.end) {
                bounds.push(span.start.max(within.start));
                bounds.push(span.end.min(within.end));
            }
        }
        bounds.sort_unstable();
        bounds.dedup();
        let starts = bounds.iter();
        let ends = bounds.iter().skip(1);
        starts
            .zip(ends)
            .map(|(&start, &end)| Piece {
                span: Span::new(start, end),
                name: holds(&self.names, start),
                proof: holds(&self.proofs, start),
                lit: holds(&self.lit, start),
            })
            .collect()
    }

    /// The first word that is lit.
    pub fn first_lit(&self) -> Option<Span> {
        self.lit.first().copied()
    }
}

fn holds(list: &[Span], at: usize) -> bool {
    list.get(list.partition_point(|span| span.end <= at)).is_some_and(|span| span.contains(at))
}

fn merged(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.filter(|span| !span.is_empty()).collect();
    order::sort_and_dedup(&mut sorted);
    let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_the_stretch_and_change_where_a_mark_does() {
        let marks = Highlights {
            names: merged([Span::new(0, 8)].into_iter()),
            proofs: merged([Span::new(12, 14), Span::new(10, 13)].into_iter()),
            lit: merged([Span::new(13, 20)].into_iter()),
        };
        let pieces = marks.pieces(Span::new(4, 16));
        let places: Vec<(usize, usize)> = pieces.iter().map(|piece| (piece.span.start, piece.span.end)).collect();
        assert_eq!(places, [(4, 8), (8, 10), (10, 13), (13, 14), (14, 16)]);
        let flags: Vec<_> = pieces.iter().map(|piece| (piece.name, piece.proof, piece.lit)).collect();
        assert_eq!(
            flags,
            [
                (true, false, false),
                (false, false, false),
                (false, true, false),
                (false, true, true),
                (false, false, true)
            ]
        );
    }

    #[test]
    fn a_stretch_without_marks_is_one_piece() {
        assert_eq!(Highlights::default().pieces(Span::new(3, 9)).len(), 1);
        assert!(Highlights::default().pieces(Span::new(3, 3)).is_empty());
    }
}
