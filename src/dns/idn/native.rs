//! Mapping by `idna`.

/// The form that DNS carries; none where the letters have none.
pub(super) fn to_ascii(label: &str) -> Option<String> {
    idna::domain_to_ascii(label).ok()
}
