//! Parameters: what stands behind the semicolons of a structured field (RFC 2045 section 5.1), also in sections and in a
//! character set of their own (RFC 2231).

use std::collections::BTreeMap;

use super::{charset, transfer, without_comments};

/// The parameters of a field, by their names in lower case.
pub(super) type Parameters = BTreeMap<String, String>;

/// Takes an unfolded value apart: what stands before the first semicolon, and the parameters. Comments go. Of two parameters
/// with one name the first counts, and one in the form of RFC 2231 counts for more than the plain one beside it.
pub(super) fn read(value: &str) -> (String, Parameters) {
    let value = without_comments(value);
    let mut pieces = pieces(&value);
    let main = pieces.next().unwrap_or_default().trim().to_owned();
    let mut parameters = Parameters::new();
    let mut sections: BTreeMap<(String, u32), (bool, String)> = BTreeMap::new();
    for (name, value) in pieces.filter_map(|piece| piece.split_once('=')) {
        let name = name.trim().to_ascii_lowercase();
        let value = unquoted(value.trim());
        match section(&name) {
            Some((base, number, encoded)) => {
                sections.entry((base.to_owned(), number)).or_insert((encoded, value));
            }
            None => {
                parameters.entry(name).or_insert(value);
            }
        }
    }
    let mut values: BTreeMap<String, Sections> = BTreeMap::new();
    for ((name, number), (encoded, text)) in sections {
        values.entry(name).or_default().add(number, encoded, &text);
    }
    parameters
        .extend(values.into_iter().filter(|(_, value)| value.count > 0).map(|(name, value)| (name, value.text())));
    (main, parameters)
}

/// What stands between the semicolons that no quoted string holds.
fn pieces(value: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    value.split(move |letter| {
        let was_escaped = std::mem::take(&mut escaped);
        match letter {
            '\\' => escaped = quoted && !was_escaped,
            '"' if !was_escaped => quoted = !quoted,
            _ => {}
        }
        letter == ';' && !quoted
    })
}

/// The content of a quoted string, of which the second quote may be missing; anything else as it stands.
fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else { return value.to_owned() };
    let mut content = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => content.extend(letters.next()),
            _ => content.push(letter),
        }
    }
    content
}

/// What a name in the form of RFC 2231 says: `name*`, `name*1`, `name*1*`. The parameter's name, the section's number, and whether
/// its text is percent-encoded.
fn section(name: &str) -> Option<(&str, u32, bool)> {
    let (name, encoded) = name.strip_suffix('*').map_or((name, false), |name| (name, true));
    match name.split_once('*') {
        Some((name, number)) => Some((name, number.parse().ok()?, encoded)),
        None => encoded.then_some((name, 0, true)),
    }
}

/// A parameter's sections, put together. They are decoded as one, since a letter may be cut between two.
#[derive(Default)]
struct Sections {
    charset: String,
    bytes: Vec<u8>,
    count: u32,
}

impl Sections {
    /// Adds a section if it is the next one: what stands behind a missing section belongs to nothing.
    fn add(&mut self, number: u32, encoded: bool, text: &str) {
        if number != self.count {
            return;
        }
        self.count += 1;
        let mut rest = text;
        if encoded && number == 0 {
            // charset'language'text
            let mut marks = text.splitn(3, '\'');
            if let (Some(charset), Some(_language), Some(text)) = (marks.next(), marks.next(), marks.next()) {
                self.charset = charset.to_owned();
                rest = text;
            }
        }
        if !encoded {
            self.bytes.extend_from_slice(rest.as_bytes());
            return;
        }
        let mut rest = rest.as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            let octet = if byte == b'%' { transfer::octet(after) } else { None };
            self.bytes.push(octet.unwrap_or(byte));
            rest = if octet.is_some() { after.get(2..).unwrap_or_default() } else { after };
        }
    }

    fn text(&self) -> String {
        charset::decode(Some(&self.charset), &self.bytes).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(value: &str, name: &str) -> String {
        read(value).1.remove(name).unwrap_or_else(|| panic!("no {name} in {value}"))
    }

    #[test]
    fn values_are_read_with_and_without_quotes() {
        let field =
            "Text/Plain (a comment; x=y) ; CharSet = us-ascii; boundary=\"a;b \\\"c\\\\\" ; odd; format=flowed;";
        let (main, parameters) = read(field);
        assert_eq!(main, "Text/Plain");
        let pairs: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("boundary", "a;b \"c\\"), ("charset", "us-ascii"), ("format", "flowed")]);
    }

    #[test]
    fn damaged_values_give_what_can_be_read() {
        assert_eq!(parameter("a/b; boundary=\"open", "boundary"), "open");
        assert_eq!(parameter("a/b; boundary=\"shut\" rest; x=1", "x"), "1");
        assert_eq!(parameter("a/b; boundary=", "boundary"), "");
        assert_eq!(parameter("a/b; x=1; X=2", "x"), "1");
        assert_eq!(read("").0, "");
    }

    /// The examples of RFC 2231 sections 3, 4 and 4.1.
    #[test]
    fn the_standards_own_examples_are_read() {
        let in_sections =
            "message/external-body; access-type=URL; URL*0=\"ftp://\"; URL*1=\"cs.example/pub/moose.tar\"";
        assert_eq!(parameter(in_sections, "url"), "ftp://cs.example/pub/moose.tar");
        let encoded = "application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A";
        assert_eq!(parameter(encoded, "title"), "This is ***fun***");
        let both = "application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20; \
            title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"";
        assert_eq!(parameter(both, "title"), "This is even more ***fun*** isn't it!");
    }

    #[test]
    fn sections_are_put_in_order_and_a_letter_cut_in_two_is_whole() {
        assert_eq!(parameter("a/b; n*1*=%A9; n*0*=utf-8''caf%C3; n*3=lost", "n"), "café");
        assert_eq!(parameter("a/b; n=plain; n*=koi8-r''%D0%CF%DE%D4%C1", "n"), "почта");
        assert_eq!(parameter("a/b; n*=100%", "n"), "100%");
        assert_eq!(parameter("a/b; n=plain; n*1=lost", "n"), "plain");
    }
}
