//! What a `with` or `via` clause tells: the protocol, whether it was encrypted, whether the client had logged in
//! (RFC 3848, RFC 6531 section 4.3, the registry "Mail Transmission Types").

/// Whether a word of the registry, or a relative of one, says that the client had logged in.
pub(super) fn is_authenticated(with: &str) -> bool {
    with.split([' ', '/']).any(|word| {
        let word = word.to_ascii_uppercase();
        // ASMTP is what Exim before 4.60 and others wrote for ESMTPA.
        matches!(word.as_str(), "ASMTP" | "ASMTPS") || suffix(&word).is_some_and(|suffix| matches!(suffix, "A" | "SA"))
    })
}

/// Whether such a word says that the connection was encrypted.
pub(super) fn is_encrypted(with: &str) -> bool {
    let upper = with.to_ascii_uppercase();
    upper.split(' ').any(|word| {
        matches!(word, "ASMTPS" | "ESMTP-TLS" | "HTTPS" | "IMAPS" | "POP3S")
            || word.starts_with("ESMTP/TLS")
            || suffix(word).is_some_and(|suffix| matches!(suffix, "S" | "SA"))
    })
}

/// Whether it is any word of the registry for SMTP or LMTP: one that would tell encryption.
pub(super) fn is_rfc3848(with: &str) -> bool {
    suffix(&with.to_ascii_uppercase()).is_some()
}

/// What follows the protocol's own name in a word of the registry.
fn suffix(word: &str) -> Option<&str> {
    let word = word.strip_prefix("UTF8").unwrap_or(word);
    ["ESMTP", "SMTP", "LMTP"]
        .iter()
        .find_map(|name| word.strip_prefix(name))
        .filter(|suffix| matches!(*suffix, "" | "A" | "S" | "SA"))
}

/// Whether the message came in by a protocol in which no client names itself as a host: pick-up from a mailbox,
/// a web page, a local program.
pub(super) fn has_no_helo(with: &str) -> bool {
    let upper = with.to_ascii_uppercase();
    let first = upper.split([' ', '/', ';']).next().unwrap_or_default();
    matches!(
        first,
        "POP" | "POP3" | "POP3S" | "IMAP" | "IMAP4" | "IMAPS" | "MAPI" | "UUCP" | "STORE" | "BSMTP" | "XMAIL" | "DLVR"
    ) || first.starts_with("HTTP")
        || first == "LOCAL"
        || first.starts_with("LOCAL-")
        || first.starts_with("QMAIL-SCANNER")
}
