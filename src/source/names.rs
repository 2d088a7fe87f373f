//! Names of header fields: which ones everybody writes, and what cannot be one.

use super::lines::lines;

/// Names that a header block is known by, in lower case and in order.
const KNOWN: [&str; 76] = [
    "accept-language",
    "arc-authentication-results",
    "arc-message-signature",
    "arc-seal",
    "archived-at",
    "authentication-results",
    "auto-submitted",
    "autocrypt",
    "bcc",
    "cc",
    "comments",
    "content-description",
    "content-disposition",
    "content-id",
    "content-language",
    "content-transfer-encoding",
    "content-type",
    "date",
    "delivered-to",
    "delivery-date",
    "disposition-notification-to",
    "dkim-filter",
    "dkim-signature",
    "domainkey-signature",
    "envelope-to",
    "errors-to",
    "feedback-id",
    "from",
    "importance",
    "in-reply-to",
    "keywords",
    "list-archive",
    "list-help",
    "list-id",
    "list-owner",
    "list-post",
    "list-subscribe",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "mailing-list",
    "message-id",
    "mime-version",
    "organization",
    "original-recipient",
    "precedence",
    "priority",
    "received",
    "received-spf",
    "references",
    "reply-to",
    "resent-date",
    "resent-from",
    "resent-message-id",
    "resent-sender",
    "resent-to",
    "return-path",
    "return-receipt-to",
    "sender",
    "sensitivity",
    "status",
    "subject",
    "thread-index",
    "thread-topic",
    "to",
    "user-agent",
    "x-mailer",
    "x-mimeole",
    "x-original-to",
    "x-originating-ip",
    "x-priority",
    "x-received",
    "x-spam-flag",
    "x-spam-level",
    "x-spam-score",
    "x-spam-status",
    "x-virus-scanned",
];

/// Every one of them.
pub(crate) fn known() -> impl Iterator<Item = &'static str> {
    KNOWN.into_iter()
}

/// The name and the place of the colon, where a line begins like a field (RFC 5322 section 2.2).
pub(crate) fn name_of(line: &[u8]) -> Option<&[u8]> {
    let colon = memchr::memchr(b':', line.get(..MAX_NAME).unwrap_or(line))?;
    let name = line.get(..colon)?.trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(name)
}

/// No field in use has a name as long as this.
const MAX_NAME: usize = 128;

/// Whether this is the name of a field that everybody writes; every `X-` name counts.
pub(super) fn is_known(name: &[u8]) -> bool {
    let is_private = name.len() > 2 && name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(b"x-"));
    is_private || KNOWN.binary_search_by(|known| compare(known.as_bytes(), name)).is_ok()
}

/// Compares a lower-case name with one in any case.
fn compare(known: &[u8], name: &[u8]) -> std::cmp::Ordering {
    known.iter().copied().cmp(name.iter().map(u8::to_ascii_lowercase))
}

/// Whether a line begins with the name of a field that everybody writes.
pub(crate) fn begins_known_field(line: &[u8]) -> bool {
    name_of(line).is_some_and(is_known)
}

/// Whether a line that begins like a field can hardly be one: `h=From:To`, `21:23:21`, `https://`, `IPv6:2001:db8::1`.
pub(super) fn is_improbable(line: &[u8]) -> bool {
    let Some(name) = name_of(line) else { return true };
    let odd = |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b'.');
    name.first().is_some_and(u8::is_ascii_digit)
        || name.iter().any(odd)
        || line.get(name.len()..).is_some_and(|rest| rest.starts_with(b"://"))
        || [b"mailto".as_slice(), b"ipv6", b"http", b"https"].iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// Whether a text begins as a session does: a command and a reply at the start of lines, before any field that everybody writes.
pub(crate) fn is_dialogue(text: &[u8]) -> bool {
    has_both(lines(text).map(|line| line.bytes).take_while(|line| !begins_known_field(line)))
}

/// Whether a command and a reply stand in it, whatever spaces they begin with.
pub(super) fn has_dialogue(text: &[u8]) -> bool {
    has_both(lines(text).map(|line| line.bytes.trim_ascii_start()))
}

/// Whether a command and a reply begin one of these lines each.
pub(super) fn has_both<'a>(lines: impl Iterator<Item = &'a [u8]>) -> bool {
    /// How many lines are looked at.
    const MOST: usize = 400;
    const COMMANDS: [&[u8]; 5] = [b"EHLO ", b"HELO ", b"LHLO ", b"MAIL FROM:", b"RCPT TO:"];
    let (mut commands, mut replies) = (false, false);
    for line in lines.take(MOST) {
        let begins =
            |command: &&[u8]| line.get(..command.len()).is_some_and(|start| start.eq_ignore_ascii_case(command));
        commands |= COMMANDS.iter().any(begins);
        replies |= matches!(line, [b'2'..=b'5', b'0'..=b'5', b'0'..=b'9', b' ' | b'-', ..]);
        if commands && replies {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_searched() {
        assert!(KNOWN.is_sorted());
        assert!(is_known(b"Received") && is_known(b"MIME-Version") && is_known(b"x-anything"));
        assert!(!is_known(b"S") && !is_known(b"receive") && !is_known(b""));
    }

    #[test]
    fn ends_of_values_are_no_fields() {
        for line in ["h=From:To:Subject", "21:23:21 +0000", "https://x.example/", "by b.example; 1:2", "[::1]:25", "x"]
        {
            assert!(is_improbable(line.as_bytes()), "{line}");
        }
        for line in ["Subject: x", "X-A.b_c: x", "List-Unsubscribe:<https://x.example>"] {
            assert!(!is_improbable(line.as_bytes()), "{line}");
        }
    }
}
