//! Addresses as they stand in running text (RFC 5321 section 4.1.2, as far as notices keep to it).

/// The longest local part that is looked at (RFC 5321 section 4.5.3.1.1 allows 64 bytes; list software writes longer ones).
const LOCAL_MAX: usize = 256;

/// The longest domain that is looked at (RFC 5321 section 4.5.3.1.2).
const DOMAIN_MAX: usize = 255;

/// Every address that stands in `text`, from the front.
pub(super) fn all(text: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'@', text.as_bytes()).filter_map(move |at| around(text, at))
}

/// The first address that stands in `text`.
pub(super) fn first(text: &str) -> Option<&str> {
    all(text).next()
}

/// The address that `text` begins with, and what follows it.
pub(super) fn leading(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().take(LOCAL_MAX + 1).position(|byte| byte == b'@')?;
    let address = around(text, at)?;
    let rest = text.strip_prefix(address)?;
    Some((address, rest))
}

/// Whether the whole of `text` is one address.
pub(super) fn is_address(text: &str) -> bool {
    leading(text).is_some_and(|(_, rest)| rest.is_empty())
}

/// What stands after the last `@`.
pub(super) fn domain(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, domain)| domain).filter(|domain| !domain.is_empty())
}

fn around(text: &str, at: usize) -> Option<&str> {
    let (before, after) = text.split_at_checked(at)?;
    let local = local_length(before);
    let domain = domain_length(after.get(1..)?);
    if local == 0 || domain == 0 {
        return None;
    }
    text.get(at - local..at + 1 + domain)
}

fn local_length(before: &str) -> usize {
    let bytes = before.as_bytes();
    if bytes.last() == Some(&b'"') {
        // A quoted local part: back to the quote that opens it, on the same line.
        let start = bytes.len().saturating_sub(LOCAL_MAX);
        let inner = bytes.get(start..bytes.len() - 1).unwrap_or_default();
        return match inner.iter().rposition(|&byte| byte == b'"' || byte == b'\n') {
            Some(quote) if inner.get(quote) == Some(&b'"') => inner.len() - quote + 1,
            _ => 0,
        };
    }
    let taken = bytes.iter().rev().take(LOCAL_MAX).take_while(|&&byte| is_local(byte)).count();
    let mut start = bytes.len() - taken;
    // A quote, or a letter cut in two by the limit, is no part of it.
    while start < bytes.len()
        && (!before.is_char_boundary(start) || matches!(bytes.get(start), Some(b'\'' | b'.' | b'`' | b'*')))
    {
        start += 1;
    }
    bytes.len() - start
}

fn domain_length(after: &str) -> usize {
    let bytes = after.as_bytes();
    if bytes.first() == Some(&b'[') {
        return bytes.iter().take(DOMAIN_MAX).position(|&byte| byte == b']').map_or(0, |end| end + 1);
    }
    let mut taken = bytes.iter().take(DOMAIN_MAX).take_while(|&&byte| is_domain(byte)).count();
    while taken > 0 && (!after.is_char_boundary(taken) || matches!(bytes.get(taken - 1), Some(b'.' | b'-'))) {
        taken -= 1;
    }
    if matches!(bytes.first(), Some(b'.' | b'-')) { 0 } else { taken }
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte)
}

fn is_domain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'-' | b'.' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_running_text_without_what_stands_around_them() {
        let text = "to <anna@example.org>, 'bo@example.net'. See mailto:c.d+e@mail.example. And \"o k\"@example.com or x@[192.0.2.1]";
        assert_eq!(
            all(text).collect::<Vec<_>>(),
            ["anna@example.org", "bo@example.net", "c.d+e@mail.example", "\"o k\"@example.com", "x@[192.0.2.1]"]
        );
    }

    #[test]
    fn signs_that_only_look_like_addresses_are_passed_over() {
        assert_eq!(all("@ @example.org anna@ anna@.x me@@x \"@").collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn an_address_of_another_script_is_kept_whole() {
        assert_eq!(first("an <用户@例え.example>:"), Some("用户@例え.example"));
    }

    #[test]
    fn an_address_is_taken_from_the_front_only_where_it_stands_there() {
        assert_eq!(leading("anna@example.org: gone"), Some(("anna@example.org", ": gone")));
        assert_eq!(leading("to anna@example.org"), None);
        assert!(is_address("anna@example.org"));
        assert!(!is_address("anna@example.org."));
    }
}
