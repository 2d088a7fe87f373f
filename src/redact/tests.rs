use super::*;

fn redacted(text: &str) -> Redacted {
    redact(text.as_bytes(), Options::default())
}
