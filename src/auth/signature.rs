//! The tags of DKIM-Signature (RFC 6376 section 3.5), ARC-Message-Signature and ARC-Seal (RFC 8617 sections 4.1.2 and 4.1.3)
//! and their like: what a signature says of itself. Whether it holds is another question.

use std::collections::BTreeMap;

use super::Signature;
use crate::message::Field;

/// How much of a tag's value is kept.
const LONGEST: usize = 2_000;

/// Reads a field of tags.
pub(super) fn read(field: &Field<'_>, canonical: &str) -> Signature {
    let tags = tags(&field.unfolded());
    let tag = |name: &str| tags.get(name).filter(|value| !value.is_empty()).cloned();
    let number = |name: &str| tags.get(name).and_then(|value| value.parse::<i64>().ok());
    let signed = tag("h")
        .map(|list| list.split(':').map(str::to_ascii_lowercase).filter(|name| !name.is_empty()).take(200).collect());
    Signature {
        field: canonical.to_owned(),
        domain: tag("d"),
        selector: tag("s"),
        algorithm: tag("a"),
        identity: tag("i"),
        instance: tag("i").and_then(|value| value.parse().ok()),
        chain: tag("cv"),
        canonicalization: tag("c"),
        signed: signed.unwrap_or_default(),
        signed_at: number("t"),
        expires: number("x"),
        body_length: number("l").and_then(|length| u64::try_from(length).ok()),
        mark: tag("b").map(|value| value.chars().take(8).collect()),
        span: field.span(),
    }
}

/// The tags of a tag list (RFC 6376 section 3.2): the first of each name counts; white space within values goes.
pub(super) fn tags(value: &str) -> BTreeMap<String, String> {
    let mut tags = BTreeMap::new();
    for (name, value) in value.split(';').take(60).filter_map(|piece| piece.split_once('=')) {
        let value: String = value.chars().filter(|letter| !letter.is_whitespace()).take(LONGEST).collect();
        tags.entry(name.trim().to_ascii_lowercase()).or_insert(value);
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Message;

    #[test]
    fn the_tags_of_a_signature_are_read() {
        let text = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=example.com;\r\n s=news; h=From : To:Subject;\r\n\tt=1770000000; x=1770600000; l=1200; bh=abc=; b=QUJD\r\n REVG Rzg=\r\n";
        let message = Message::read(text.as_bytes(), 0);
        let read = read(&message.fields[0], "DKIM-Signature");
        assert_eq!(read.domain.as_deref(), Some("example.com"));
        assert_eq!(read.signed, ["from", "to", "subject"]);
        assert_eq!(
            (read.signed_at, read.expires, read.body_length),
            (Some(1_770_000_000), Some(1_770_600_000), Some(1200))
        );
        assert_eq!(read.mark.as_deref(), Some("QUJDREVG"));
    }

    #[test]
    fn tags_that_are_none_cost_nothing() {
        assert!(tags("").is_empty());
        assert_eq!(tags("x; ; =; d=a; d=b; l=-1").get("d").map(String::as_str), Some("a"));
    }
}
