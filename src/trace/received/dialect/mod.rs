//! What each program means by its `Received` fields: a file a program, tried in the order of [`DIALECTS`].

use super::Reading;

/// One program's way of writing the field.
pub(super) struct Dialect {
    /// Its name in the report.
    pub(super) name: &'static str,
    /// Whether a field is written in it.
    pub(super) is: fn(&Reading<'_>) -> bool,
    /// What it says beyond the general grammar.
    pub(super) complete: fn(&mut Reading<'_>),
}

/// The surest marks first: a program's own name before the looks of its fields.
const DIALECTS: [&Dialect; 0] = [];

/// Finds the field's dialect, if it is one that is known, and lets it complete the reading.
pub(super) fn apply(reading: &mut Reading<'_>) {
    if let Some(dialect) = DIALECTS.iter().find(|dialect| (dialect.is)(reading)) {
        reading.received.dialect = Some(dialect.name);
        (dialect.complete)(reading);
    }
}
