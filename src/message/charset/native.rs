//! Decoding by `encoding_rs`.

use encoding_rs::Encoding;

/// The text, without its byte order mark; none where no encoding has this label.
pub(super) fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    Some(encoding.decode_with_bom_removal(bytes).0.into_owned())
}
