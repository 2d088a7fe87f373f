//! Results as fields write them (RFC 8601 section 2.2, RFC 7208 section 9.1): `name=value` pairs, words and comments
//! between semicolons. Read as leniently as receivers write them: no space before a comment, spaces about the sign of
//! equality, a value on the next line, a semicolon within a comment.

/// One piece between semicolons.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Segment {
    /// What stands in it, comments apart.
    pub items: Vec<Item>,
}

/// A word or a pair, with the comments right behind it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    /// The word, or the name before the sign of equality; as written.
    pub name: String,
    /// The value, without quotes; absent where there is no sign of equality.
    pub value: Option<String>,
    /// The comments, without their parentheses.
    pub comments: Vec<String>,
}

/// Takes an unfolded value apart, in one pass.
pub(super) fn segments(text: &str) -> Vec<Segment> {
    let mut reader = Reader { rest: text };
    let mut segments = vec![Segment::default()];
    while let Some(letter) = reader.peek() {
        match letter {
            ';' => {
                reader.bump();
                segments.push(Segment::default());
            }
            '(' => {
                let comment = reader.comment();
                if let Some(segment) = segments.last_mut() {
                    if segment.items.is_empty() {
                        segment.items.push(Item::default());
                    }
                    segment.items.last_mut().into_iter().for_each(|item| item.comments.push(comment.clone()));
                }
            }
            '=' => {
                reader.bump();
                let (value, comments) = reader.value();
                if let Some(segment) = segments.last_mut() {
                    // `header . d = x`: the words before belong to one name.
                    let mut name = segment.items.pop().filter(|item| item.value.is_none()).unwrap_or_default();
                    while segment.items.last().is_some_and(|before| {
                        before.value.is_none()
                            && before.comments.is_empty()
                            && (before.name.ends_with('.') || name.name.starts_with('.'))
                    }) {
                        let before = segment.items.pop().unwrap_or_default();
                        name.name.insert_str(0, &before.name);
                    }
                    name.value = Some(value);
                    name.comments.extend(comments);
                    segment.items.push(name);
                }
            }
            _ if letter.is_whitespace() => reader.bump(),
            _ => {
                let name = reader.word(|letter| letter == '=');
                if let Some(segment) = segments.last_mut() {
                    // A comment before the first word is that word's.
                    match segment.items.last_mut() {
                        Some(item) if item.name.is_empty() && item.value.is_none() => item.name = name,
                        _ => segment.items.push(Item { name, ..Item::default() }),
                    }
                }
            }
        }
    }
    segments
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn bump(&mut self) {
        let mut letters = self.rest.chars();
        letters.next();
        self.rest = letters.as_str();
    }

    /// A comment, of which the end may be missing; the parentheses within it are kept.
    fn comment(&mut self) -> String {
        let mut text = String::new();
        let mut depth = 0_usize;
        let mut letters = self.rest.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => text.extend(letters.next()),
                '(' => {
                    if depth > 0 {
                        text.push(letter);
                    }
                    depth += 1;
                }
                ')' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                    text.push(letter);
                }
                _ => text.push(letter),
            }
        }
        self.rest = letters.as_str();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A word up to white space, a semicolon, a comment, or what `ends` it. A quoted string alone loses its quotes; one
    /// that is a part of the word keeps them.
    fn word(&mut self, ends: impl Fn(char) -> bool) -> String {
        let mut raw = String::new();
        let mut plain = String::new();
        let mut quotes = 0_usize;
        let mut outside = 0_usize;
        while let Some(letter) = self.peek() {
            if letter.is_whitespace() || letter == ';' || letter == '(' || ends(letter) {
                break;
            }
            self.bump();
            raw.push(letter);
            if letter != '"' {
                outside += 1;
                continue;
            }
            quotes += 1;
            let mut escaped = false;
            while let Some(inner) = self.peek() {
                self.bump();
                raw.push(inner);
                match inner {
                    _ if escaped => {
                        plain.push(inner);
                        escaped = false;
                    }
                    '\\' => escaped = true,
                    '"' => break,
                    _ => plain.push(inner),
                }
            }
        }
        if quotes == 1 && outside == 0 { plain } else { raw }
    }

    /// What stands behind the sign of equality, with the comments before it. A name with a sign of equality on the next
    /// line is no value: `policy.ptr= smtp.helo=a.example`.
    fn value(&mut self) -> (String, Vec<String>) {
        let mut comments = Vec::new();
        let mut spaced = false;
        while let Some(letter) = self.peek() {
            if letter.is_whitespace() {
                spaced = true;
                self.bump();
            } else if letter == '(' {
                comments.push(self.comment());
            } else {
                break;
            }
        }
        if spaced && self.begins_pair() {
            return (String::new(), comments);
        }
        (self.word(|_| false), comments)
    }

    /// Whether the next word is the name of a property with its value.
    fn begins_pair(&self) -> bool {
        let word = self.rest.split([' ', '\t', ';', '(', '"']).next().unwrap_or_default();
        let Some((name, _)) = word.split_once('=') else { return false };
        ["smtp.", "header.", "policy.", "body.", "dns.", "tls."]
            .iter()
            .any(|kind| name.to_ascii_lowercase().starts_with(kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let item = |item: &Item| {
            let value = item.value.as_ref().map_or_else(String::new, |value| format!("={value}"));
            let comments: String = item.comments.iter().map(|comment| format!("({comment})")).collect();
            format!("{}{value}{comments}", item.name)
        };
        segments(text).iter().map(|segment| segment.items.iter().map(item).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn pairs_words_and_comments_are_told_apart() {
        assert_eq!(
            shown("mx.example 1; spf=pass (a; b (c)) smtp.mailfrom=x; none"),
            ["mx.example 1", "spf=pass(a; b (c)) smtp.mailfrom=x", "none"]
        );
        assert_eq!(shown("dmarc=pass(p=none)header.from=x"), ["dmarc=pass(p=none) header.from=x"]);
        assert_eq!(
            shown("dkim  =  pass   header . d  =  example.com  ;spf=none"),
            ["dkim=pass header.d=example.com", "spf=none"]
        );
        assert_eq!(shown("(first) mx.example;none"), ["mx.example(first)", "none"]);
    }

    #[test]
    fn quotes_go_where_they_enclose_the_whole() {
        assert_eq!(shown("a=\"x; y=z\" b=\"q(r;s)t\"@example.com"), ["a=x; y=z b=\"q(r;s)t\"@example.com"]);
        assert_eq!(shown("reason=\"bad \\\"b\\\" tag\""), ["reason=bad \"b\" tag"]);
    }

    #[test]
    fn a_value_may_stand_on_the_next_line_or_be_missing() {
        assert_eq!(shown("policy.uri= https://a.example/x=1 b=2"), ["policy.uri=https://a.example/x=1 b=2"]);
        assert_eq!(shown("policy.ptr= smtp.helo=a"), ["policy.ptr= smtp.helo=a"]);
        assert_eq!(shown("lookup=; spf=pass"), ["lookup=", "spf=pass"]);
    }

    #[test]
    fn damage_is_read_as_far_as_it_goes() {
        for text in ["", ";", "=", "(", "a=(", "\"", "a=\"", "a=\\", ";;==(()", "a . . = b", "\u{0}=\u{feff}"] {
            let _ = segments(text);
        }
        assert_eq!(shown("dkim=pass (open header.d=x"), ["dkim=pass(open header.d=x)"]);
    }
}
