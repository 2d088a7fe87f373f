//! The grammar of an address in a session, a host name and an address literal (RFC 5321 sections 4.1.2 and 4.1.3).
//!
//! What it accepts holds no line break and no other control character, so nothing can be smuggled into a command with it.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The longest local part, domain and path, in octets (RFC 5321 section 4.5.3.1).
const LOCAL_PART: usize = 64;
const DOMAIN: usize = 255;
const PATH: usize = 256;
/// The longest label of a domain name, in octets (RFC 1035 section 2.3.4).
const LABEL: usize = 63;

/// Checks a mailbox without its angle brackets: `jane@mail.example`, `"jane doe"@[192.0.2.1]`.
///
/// `utf8` allows what SMTPUTF8 allows (RFC 6531 section 3.3).
///
/// # Errors
///
/// A short clause that says what is wrong, to be set after a colon.
pub fn mailbox(text: &str, utf8: bool) -> Result<(), &'static str> {
    clean(text, utf8)?;
    if text.starts_with('<') || text.ends_with('>') {
        return Err("write it without angle brackets; they are added");
    }
    // The two brackets around it belong to the path.
    if text.len() > PATH - 2 {
        return Err("an address has at most 254 octets");
    }
    let (local, host) = text.rsplit_once('@').ok_or("an address has an @ between the mailbox and the domain")?;
    local_part(local)?;
    if host.starts_with('[') { literal(host) } else { domain(host) }
}

/// Checks what HELO or EHLO may say: a domain name or an address literal.
///
/// # Errors
///
/// A short clause that says what is wrong.
pub fn client_name(text: &str) -> Result<(), &'static str> {
    clean(text, false)?;
    if text.starts_with('[') { literal(text) } else { domain(text) }
}

/// Checks a host to connect to: a domain name, or an address without brackets.
///
/// # Errors
///
/// A short clause that says what is wrong.
pub fn host(text: &str) -> Result<(), &'static str> {
    clean(text, false)?;
    if text.parse::<std::net::IpAddr>().is_ok() { Ok(()) } else { domain(text) }
}

/// Whether a domain name has more than one label; a literal counts as full.
#[must_use]
pub fn is_full(text: &str) -> bool {
    text.starts_with('[') || text.trim_end_matches('.').contains('.')
}

fn clean(text: &str, utf8: bool) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("nothing is there");
    }
    if text.chars().any(char::is_control) {
        return Err("a line break or another control character has no place in it");
    }
    if !utf8 && !text.is_ascii() {
        return Err("a letter outside ASCII needs SMTPUTF8, and a host name its form that begins with xn--");
    }
    Ok(())
}

fn local_part(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("the mailbox before the @ is missing");
    }
    if text.len() > LOCAL_PART {
        return Err("the mailbox before the @ has at most 64 octets");
    }
    if let Some(inner) = text.strip_prefix('"') {
        return quoted(inner);
    }
    if text.split('.').any(str::is_empty) {
        return Err("a dot stands between words, not at an end and not twice");
    }
    if !text.chars().all(|letter| letter == '.' || is_atom(letter)) {
        return Err("a blank or a special sign before the @ needs quotes around that part");
    }
    Ok(())
}

/// What may stand unquoted (`atext`, RFC 5322 section 3.2.3, and RFC 6531 section 3.3).
fn is_atom(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || !letter.is_ascii() || "!#$%&'*+-/=?^_`{|}~".contains(letter)
}

/// The rest of a quoted string after its first quote.
fn quoted(text: &str) -> Result<(), &'static str> {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if letters.as_str().is_empty() => return Ok(()),
            '"' => return Err("a quote inside quotes needs a backslash before it"),
            '\\' if letters.next().is_none() => break,
            _ => {}
        }
    }
    Err("the closing quote is missing")
}

fn domain(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("the domain is missing");
    }
    if text.len() > DOMAIN {
        return Err("a domain has at most 255 octets");
    }
    for label in text.split('.') {
        if label.is_empty() {
            return Err("a dot stands between the labels of a domain, not at an end and not twice");
        }
        if label.len() > LABEL {
            return Err("a label of a domain has at most 63 octets");
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err("a label of a domain does not begin or end with a hyphen");
        }
        if !label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || !letter.is_ascii()) {
            return Err("a domain has letters, digits, hyphens and dots only");
        }
    }
    Ok(())
}

fn literal(text: &str) -> Result<(), &'static str> {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
    let is_address = match inner.strip_prefix("IPv6:") {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => inner.parse::<Ipv4Addr>().is_ok(),
    };
    if is_address { Ok(()) } else { Err("an address literal is written [192.0.2.1] or [IPv6:2001:db8::1]") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_standard_are_taken() {
        for address in [
            "jane@mail.example",
            "o'brien+tag=x@mail.example",
            "a!b%c@mail.example",
            "\"jane doe\"@mail.example",
            "\"a\\\"b@c\"@mail.example",
            "jane@[192.0.2.1]",
            "jane@[IPv6:2001:db8::1]",
            "jane@host",
        ] {
            assert_eq!(mailbox(address, false), Ok(()), "{address}");
        }
    }

    #[test]
    fn nothing_can_be_smuggled_in() {
        for address in [
            "jane@mail.example\r\nRCPT TO:<x@y.example>",
            "jane\n@mail.example",
            "\"a\rb\"@mail.example",
            "jane@mail.example> SIZE=1",
            "<jane@mail.example>",
            "jane@mail.example\0",
            "a\u{85}b@mail.example",
        ] {
            assert!(mailbox(address, true).is_err(), "{address:?}");
        }
        assert!(client_name("mail.example\r\nMAIL").is_err());
        assert!(host("mail.example; rm").is_err());
        assert!(host("-oProxyCommand.example").is_err());
    }

    #[test]
    fn faults_of_the_grammar_are_named() {
        assert!(mailbox("jane", false).unwrap_err().contains('@'));
        assert!(mailbox("ja..ne@mail.example", false).unwrap_err().contains("dot"));
        assert!(mailbox(".jane@mail.example", false).unwrap_err().contains("dot"));
        assert!(mailbox("ja ne@mail.example", false).unwrap_err().contains("quotes"));
        assert!(mailbox("\"jane@mail.example", false).unwrap_err().contains("closing"));
        assert!(mailbox("\"a\"b\"@mail.example", false).unwrap_err().contains("backslash"));
        assert!(mailbox("jane@-mail.example", false).unwrap_err().contains("hyphen"));
        assert!(mailbox("jane@mail_host.example", false).unwrap_err().contains("letters"));
        assert!(mailbox("jane@[192.0.2.256]", false).unwrap_err().contains("literal"));
        assert!(mailbox(&format!("{}@mail.example", "a".repeat(65)), false).unwrap_err().contains("64"));
        assert!(mailbox(&format!("a@{}.example", "a".repeat(64)), false).unwrap_err().contains("63"));
        assert!(mailbox("jané@mail.example", false).unwrap_err().contains("SMTPUTF8"));
        assert_eq!(mailbox("jané@mail.example", true), Ok(()));
    }

    #[test]
    fn a_full_name_has_a_dot() {
        assert!(is_full("mail.example") && is_full("[192.0.2.1]"));
        assert!(!is_full("localhost") && !is_full("desk."));
        assert_eq!(host("192.0.2.1"), Ok(()));
        assert_eq!(host("2001:db8::1"), Ok(()));
        assert_eq!(client_name("[IPv6:2001:db8::1]"), Ok(()));
    }
}
