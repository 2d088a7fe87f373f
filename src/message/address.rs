//! Addresses in From, To and their like (RFC 5322 section 3.4, RFC 6532), read as far as they can be.

use crate::finding::Span;

use super::decode_words;

/// One mailbox: `"Jane Doe" <jane@mail.example>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// The display name, decoded; empty where there is none.
    pub name: String,
    /// The address as written, without white space and comments; empty for the null address `<>`.
    pub addr: String,
    /// What stands before the last `@`; quotes of a quoted local part are kept.
    pub local: String,
    /// What stands after the last `@`; empty where there is none.
    pub domain: String,
    /// Where the address stands in the text that was read, without its brackets.
    pub span: Span,
}

/// The addresses of a field's value, groups opened; a null address `<>` counts as one. Words that hold no address are passed over.
#[must_use]
pub fn addresses(text: &str) -> Vec<Address> {
    let mut reading = Reading::default();
    let mut quoted = false;
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        let was_escaped = std::mem::take(&mut escaped);
        if quoted || depth > 0 {
            if letter == '\\' && !was_escaped {
                escaped = true;
            }
            match letter {
                _ if was_escaped => {}
                '"' if quoted => quoted = false,
                ')' if depth > 0 => {
                    depth -= 1;
                    continue;
                }
                '(' if depth > 0 => depth += 1,
                _ => {}
            }
            if depth == 0 {
                reading.take(at, letter);
            } else {
                reading.comment(letter);
            }
            continue;
        }
        match letter {
            '"' => {
                quoted = true;
                reading.take(at, letter);
            }
            '(' => {
                depth = 1;
                reading.comment.clear();
            }
            '<' => reading.open(at),
            '>' => reading.close(),
            // `;` ends a group; Outlook writes it between addresses too.
            ',' | ';' if reading.bracket != Bracket::Open || !reading.is_route() => reading.end(),
            // The words before a colon name a group; within an address it may be a literal's or a route's.
            ':' if reading.bracket == Bracket::None && !reading.plain.contains('[') => reading.forget(),
            ':' if reading.bracket == Bracket::Open && reading.is_route() => reading.inner.clear(),
            _ => reading.take(at, letter),
        }
    }
    reading.end();
    reading.found
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Bracket {
    #[default]
    None,
    Open,
    Closed,
}

/// What was read of the address that is being read, and the ones before it.
#[derive(Default)]
struct Reading {
    found: Vec<Address>,
    bracket: Bracket,
    /// The words outside angle brackets: the display name, or a bare address.
    plain: String,
    plain_span: Option<Span>,
    /// What stands within angle brackets.
    inner: String,
    inner_span: Option<Span>,
    /// The last comment: the name, in the old form `jane@mail.example (Jane Doe)`.
    comment: String,
}

impl Reading {
    fn take(&mut self, at: usize, letter: char) {
        if self.bracket == Bracket::Closed && !letter.is_whitespace() {
            // A comma is missing.
            self.end();
        }
        let (text, span) = match self.bracket {
            Bracket::None => (&mut self.plain, &mut self.plain_span),
            Bracket::Open => (&mut self.inner, &mut self.inner_span),
            Bracket::Closed => return,
        };
        if letter.is_whitespace() && text.is_empty() {
            return;
        }
        text.push(letter);
        if !letter.is_whitespace() {
            let end = at + letter.len_utf8();
            span.get_or_insert(Span::new(at, end)).end = end;
        }
    }

    fn comment(&mut self, letter: char) {
        self.comment.push(letter);
    }

    fn open(&mut self, at: usize) {
        if self.bracket == Bracket::Closed {
            self.end();
        }
        self.bracket = Bracket::Open;
        self.inner.clear();
        self.inner_span = Some(Span::new(at + 1, at + 1));
    }

    fn close(&mut self) {
        if self.bracket == Bracket::Open {
            self.bracket = Bracket::Closed;
        }
    }

    /// Whether an obsolete source route is being read: `<@relay.example:jane@mail.example>`.
    fn is_route(&self) -> bool {
        self.inner.starts_with('@')
    }

    fn forget(&mut self) {
        *self = Self { found: std::mem::take(&mut self.found), ..Self::default() };
    }

    /// Ends one address, and begins the next.
    fn end(&mut self) {
        let ended = std::mem::take(self);
        self.found = ended.found;
        let (name, addr, span) = match ended.bracket {
            Bracket::None => (ended.comment, ended.plain, ended.plain_span),
            Bracket::Open | Bracket::Closed => (ended.plain, ended.inner, ended.inner_span),
        };
        let in_brackets = ended.bracket != Bracket::None;
        let addr = without_outer_space(&addr);
        let (local, domain) = addr.rsplit_once('@').unwrap_or((addr.as_str(), ""));
        if in_brackets || (!local.is_empty() && !domain.is_empty()) {
            self.found.push(Address {
                name: decode_words(unquoted(name.trim()).trim()).into_owned(),
                local: local.to_owned(),
                domain: domain.trim_end_matches('.').to_owned(),
                span: span.unwrap_or_default(),
                addr,
            });
        }
    }
}

/// The address without white space outside quotes; of several words (`mailto a@b`) the one with an `@`.
fn without_outer_space(addr: &str) -> String {
    let addr = addr.trim();
    if addr.starts_with('"') || !addr.contains(char::is_whitespace) {
        return addr.to_owned();
    }
    let spaced_at = addr.split_whitespace().any(|word| word.starts_with('@') || word.ends_with('@'));
    match addr.split_whitespace().find(|word| word.contains('@')) {
        Some(word) if !spaced_at => word.to_owned(),
        _ => addr.split_whitespace().collect(),
    }
}

/// The text of a quoted string, or the text itself.
fn unquoted(text: &str) -> String {
    if !text.contains('"') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut escaped = false;
    for letter in text.chars() {
        match letter {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => {}
            _ => {
                escaped = false;
                plain.push(letter);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let found = addresses(text);
        for address in &found {
            let shown = address.span.of(text.as_bytes());
            assert!(std::str::from_utf8(shown).is_ok(), "{text}");
        }
        found.into_iter().map(|address| (address.name, address.addr)).collect()
    }

    fn pair(name: &str, addr: &str) -> (String, String) {
        (name.to_owned(), addr.to_owned())
    }

    #[test]
    fn names_and_addresses_are_told_apart() {
        assert_eq!(
            read("\"Doe, Jane\" <jane@mail.example>, joe@mail.example (Joe), <x@y.example>"),
            [pair("Doe, Jane", "jane@mail.example"), pair("Joe", "joe@mail.example"), pair("", "x@y.example")]
        );
        assert_eq!(read("=?utf-8?Q?J=C3=A9r=C3=B4me?= <j@mail.example>"), [pair("Jérôme", "j@mail.example")]);
        assert_eq!(read("jürgen@müller.example"), [pair("", "jürgen@müller.example")]);
    }

    #[test]
    fn groups_are_opened_and_empty_ones_hold_nobody() {
        assert_eq!(read("Team: a@x.example, B <b@x.example>;"), [pair("", "a@x.example"), pair("B", "b@x.example")]);
        assert_eq!(read("undisclosed-recipients:;"), []);
    }

    #[test]
    fn odd_local_parts_are_kept() {
        let found = addresses("<\"a b@c\"@mail.example>");
        assert_eq!(found[0].local, "\"a b@c\"");
        assert_eq!(found[0].domain, "mail.example");
        assert_eq!(addresses("a@[IPv6:2001:db8::1]")[0].domain, "[IPv6:2001:db8::1]");
        assert_eq!(read("<@relay.example,@b.example:jane@mail.example>"), [pair("", "jane@mail.example")]);
    }

    #[test]
    fn the_null_address_counts_and_words_alone_do_not() {
        assert_eq!(read("<>"), [pair("", "")]);
        assert_eq!(read("Mail Delivery System"), []);
        assert_eq!(read("MAILER-DAEMON <>"), [pair("MAILER-DAEMON", "")]);
        assert_eq!(read(""), []);
    }

    #[test]
    fn damage_costs_no_more_than_the_damaged_address() {
        assert_eq!(read("A <a@x.example> B <b@x.example>"), [pair("A", "a@x.example"), pair("B", "b@x.example")]);
        assert_eq!(read("A <a@x.example"), [pair("A", "a@x.example")]);
        assert_eq!(read("a @ x.example"), [pair("", "a@x.example")]);
        assert_eq!(read("(open a@x.example"), []);
    }

    #[test]
    fn the_place_is_that_of_the_address() {
        let text = "Jane <jane@mail.example>, joe@mail.example";
        let found = addresses(text);
        assert_eq!(found[0].span.of(text.as_bytes()), b"jane@mail.example");
        assert_eq!(found[1].span.of(text.as_bytes()), b"joe@mail.example");
    }
}
