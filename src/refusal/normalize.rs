//! A server's words in the one form in which they are searched.

/// How many bytes of a text are read. A reply is a line or two; what follows is quoted mail.
const LIMIT: usize = 8 * 1024;
/// How many addresses' domains are kept.
const DOMAINS: usize = 4;

/// A text in lower case, with single spaces, `@` in place of every address, and without the codes that a reply of several
/// lines repeats before each (RFC 5321 section 4.2.1), so that a phrase reads on from line to line.
#[derive(Debug, Clone, Default)]
pub struct Normalized {
    text: String,
    /// Where each byte of `text` stands in the text it was made from.
    origin: Vec<u32>,
    end: usize,
    /// The domains of the addresses that were left out, in lower case.
    domains: Vec<String>,
}

impl Normalized {
    /// Folds the first 8 KiB of a text.
    #[must_use]
    pub fn of(source: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(source.len().min(LIMIT)), ..Self::default() };
        folded.origin.reserve(source.len().min(LIMIT));
        let bytes = source.as_bytes();
        let mut continued: Option<&[u8]> = None;
        let mut word_begins = true;
        let mut skip_to = 0;
        for (at, char) in source.char_indices() {
            if at >= LIMIT {
                break;
            }
            folded.end = at + char.len_utf8();
            if at < skip_to {
                continue;
            }
            if char.is_whitespace() || char == '\u{feff}' {
                if !folded.text.is_empty() && !folded.text.ends_with(' ') {
                    folded.push(' ', at);
                }
                word_begins = true;
                continue;
            }
            let rest = bytes.get(at..).unwrap_or_default();
            if word_begins
                && char.is_ascii_digit()
                && let Some(length) = repeated_code(rest, continued)
            {
                if rest.get(3) == Some(&b'-') {
                    continued = rest.get(..3);
                }
                // The first code of a text is no repetition: it stays, as its own words.
                if !folded.text.is_empty() || rest.get(3) == Some(&b'-') {
                    skip_to = at + length;
                    word_begins = true;
                    continue;
                }
            }
            word_begins = false;
            match char {
                '@' if rest.get(1).is_some_and(u8::is_ascii_alphanumeric) || rest.get(1) == Some(&b'[') => {
                    folded.drop_local_part();
                    folded.push('@', at);
                    folded.keep_domain(rest.get(1..).unwrap_or_default());
                    skip_to = at + 1 + domain_length(rest.get(1..).unwrap_or_default());
                }
                '\u{2018}' | '\u{2019}' | '\u{b4}' | '`' => folded.push('\'', at),
                _ if char.is_ascii() => folded.push(char.to_ascii_lowercase(), at),
                _ => char.to_lowercase().for_each(|lower| folded.push(lower, at)),
            }
        }
        folded
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a stretch of the folded text stands in the text it was made from.
    #[must_use]
    pub fn place(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let at = |offset: usize| self.origin.get(offset).map_or(self.end, |&origin| origin as usize);
        let start = at(start);
        start..at(end).max(start)
    }

    /// The domains of the first few addresses in it, in lower case.
    #[must_use]
    pub fn domains(&self) -> &[String] {
        &self.domains
    }

    fn keep_domain(&mut self, rest: &[u8]) {
        let domain = rest.get(..domain_length(rest)).unwrap_or_default();
        if self.domains.len() < DOMAINS {
            self.domains.push(String::from_utf8_lossy(domain).to_ascii_lowercase());
        }
    }

    fn push(&mut self, char: char, origin: usize) {
        self.text.push(char);
        self.origin.resize(self.text.len(), u32::try_from(origin).unwrap_or(u32::MAX));
    }

    fn drop_local_part(&mut self) {
        let keep =
            self.text.trim_end_matches(|char: char| char.is_alphanumeric() || "._+-=#$%&!/~*?^{}|".contains(char));
        let keep = keep.len();
        self.text.truncate(keep);
        self.origin.truncate(keep);
    }
}

/// How long the code is that a line of a longer reply begins with: `550-5.1.1 `, `550-`, or, once such a line was seen,
/// the `550 5.1.1 ` of its last line.
fn repeated_code(rest: &[u8], continued: Option<&[u8]>) -> Option<usize> {
    let code = rest.get(..3)?;
    if !matches!(code.first(), Some(b'2'..=b'5')) || !code.iter().all(u8::is_ascii_digit) {
        return None;
    }
    match rest.get(3)? {
        b'-' => {
            let status = status_length(rest.get(4..)?);
            // A dash and a digit that begins no status is something else: a telephone number, a date.
            if status == 0 && rest.get(4).is_some_and(u8::is_ascii_digit) { None } else { Some(4 + status) }
        }
        b' ' if continued == Some(code) => Some(4 + status_length(rest.get(4..)?)),
        _ => None,
    }
}

/// How long the enhanced status code is that `rest` begins with; 0 where there is none.
fn status_length(rest: &[u8]) -> usize {
    if !matches!(rest.first(), Some(b'2' | b'4' | b'5')) || rest.get(1) != Some(&b'.') {
        return 0;
    }
    let digits = |from: usize| rest.iter().skip(from).take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let subject = digits(2);
    if !(1..=3).contains(&subject) || rest.get(2 + subject) != Some(&b'.') {
        return 0;
    }
    let detail = digits(3 + subject);
    if (1..=3).contains(&detail) { 3 + subject + detail } else { 0 }
}

fn domain_length(rest: &[u8]) -> usize {
    let length = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'[' | b']' | b':'))
        .count();
    let domain = rest.get(..length).unwrap_or_default();
    // A colon or a full stop after an address is the sentence's.
    domain.iter().rposition(|byte| byte.is_ascii_alphanumeric() || *byte == b']').map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_reads_on_over_the_lines_of_a_reply() {
        let folded =
            Normalized::of("550-5.1.1 The account that you tried to\r\n550-5.1.1 reach does not\r\n550 5.1.1 exist");
        assert_eq!(folded.text(), "the account that you tried to reach does not exist");
    }

    #[test]
    fn an_address_is_no_word_of_the_server() {
        let folded = Normalized::of("550 5.1.1 <mailbox.full@example.com>: unknown");
        assert_eq!(folded.text(), "550 5.1.1 <@>: unknown");
    }

    #[test]
    fn the_place_of_a_phrase_is_known_in_the_given_text() {
        let source = "550  5.1.1 <x@example.com>:\n User  Unknown";
        let folded = Normalized::of(source);
        let start = folded.text().find("user unknown").unwrap();
        let place = folded.place(start, start + "user unknown".len());
        assert_eq!(source.get(place), Some("User  Unknown"));
    }

    #[test]
    fn a_telephone_number_stays() {
        assert_eq!(Normalized::of("call 555-1234").text(), "call 555-1234");
    }
}
