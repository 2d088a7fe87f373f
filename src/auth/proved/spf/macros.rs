//! Macros of SPF (RFC 7208 section 7): what is put in for each message.

use std::net::IpAddr;

use super::Query;
use crate::auth::record::spf::{MacroString, Piece};

/// The most octets that an expanded text has; what is longer is cut.
const MOST: usize = 8_192;

/// What macros stand for.
pub(super) struct Values<'a> {
    pub query: &'a Query,
    /// The envelope sender, or `postmaster@` and the name that the host gave.
    pub sender: &'a str,
    /// The domain whose record is evaluated.
    pub domain: &'a str,
    /// The checked name of the address, where it is needed.
    pub name_of_address: Option<&'a str>,
}

/// Whether a text needs the checked name of the address, which must be asked for.
pub(super) fn needs_name(text: &MacroString) -> bool {
    text.pieces.iter().any(|piece| matches!(piece, Piece::Macro { letter: 'p', .. }))
}

impl Values<'_> {
    /// Puts the values in.
    pub(super) fn expand(&self, text: &MacroString) -> String {
        let mut out = String::new();
        for piece in &text.pieces {
            match piece {
                Piece::Literal(literal) => out.push_str(literal),
                Piece::Macro { letter, escape, keep, reverse, delimiters } => {
                    let value = transformed(&self.value(*letter), *keep, *reverse, delimiters);
                    if *escape {
                        escaped(&value, &mut out);
                    } else {
                        out.push_str(&value);
                    }
                }
            }
            if out.len() > MOST {
                out.truncate(out.floor_char_boundary(MOST));
                break;
            }
        }
        out
    }

    fn value(&self, letter: char) -> String {
        let (local, sender_domain) = self.sender.rsplit_once('@').unwrap_or(("postmaster", self.sender));
        match letter {
            's' => self.sender.to_owned(),
            'l' => local.to_owned(),
            'o' => sender_domain.to_owned(),
            'd' => self.domain.to_owned(),
            'i' => dotted(self.query.ip),
            'p' => self.name_of_address.unwrap_or("unknown").to_owned(),
            'v' => if self.query.ip.is_ipv4() { "in-addr" } else { "ip6" }.to_owned(),
            'h' => self.query.helo.clone(),
            'c' => self.query.ip.to_string(),
            'r' if self.query.receiver.is_empty() => "unknown".to_owned(),
            'r' => self.query.receiver.clone(),
            _ => self.query.now.to_string(),
        }
    }
}

/// An address with dots: IPv6 as 32 hexadecimal digits.
fn dotted(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let digits = v6.octets().into_iter().flat_map(|octet| [octet >> 4, octet & 15]);
            digits.map(|digit| format!("{digit:x}")).collect::<Vec<_>>().join(".")
        }
    }
}

fn transformed(value: &str, keep: Option<usize>, reverse: bool, delimiters: &str) -> String {
    if keep.is_none() && !reverse && delimiters.is_empty() {
        return value.to_owned();
    }
    let mut parts: Vec<&str> = value
        .split(|letter: char| if delimiters.is_empty() { letter == '.' } else { delimiters.contains(letter) })
        .collect();
    if reverse {
        parts.reverse();
    }
    let skipped = keep.map_or(0, |keep| parts.len().saturating_sub(keep));
    parts.split_off(skipped.min(parts.len())).join(".")
}

/// Escapes what a URL cannot hold (RFC 3986 section 2.3).
fn escaped(value: &str, out: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 7208 section 7.4.
    #[test]
    fn the_standards_own_examples_come_out() {
        let query = |ip: &str| Query {
            ip: ip.parse().unwrap(),
            mail_from: "strong-bad@email.example.com".to_owned(),
            helo: "mx.example.org".to_owned(),
            receiver: String::new(),
            now: 0,
        };
        let expand = |ip: &str, text: &str| {
            let query = query(ip);
            let values =
                Values { sender: &query.mail_from, query: &query, domain: "email.example.com", name_of_address: None };
            values.expand(&MacroString::read(text, true).unwrap())
        };
        for (text, expected) in [
            ("%{s}", "strong-bad@email.example.com"),
            ("%{o}", "email.example.com"),
            ("%{d4}", "email.example.com"),
            ("%{d2}", "example.com"),
            ("%{d1}", "com"),
            ("%{dr}", "com.example.email"),
            ("%{d2r}", "example.email"),
            ("%{l-}", "strong.bad"),
            ("%{lr-}", "bad.strong"),
            ("%{l1r-}", "strong"),
            ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
            ("%{S}", "strong-bad%40email.example.com"),
            ("%{p} %% %_%-", "unknown %  %20"),
        ] {
            assert_eq!(expand("192.0.2.3", text), expected, "{text}");
        }
        assert_eq!(
            expand("2001:db8::cb01", "%{ir}.%{v}._spf.%{d2}"),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"
        );
    }

    #[test]
    fn what_expands_to_much_is_cut() {
        let query = Query {
            ip: [192, 0, 2, 1].into(),
            mail_from: "a".repeat(100_000),
            helo: String::new(),
            receiver: String::new(),
            now: 0,
        };
        let values = Values { sender: &query.mail_from, query: &query, domain: "example.com", name_of_address: None };
        let text = MacroString::read(&"%{s}".repeat(1_000), false).unwrap();
        assert!(values.expand(&text).len() <= MOST);
    }
}
