//! Any text, run by run: what is a name, an address or an id becomes its token, what is a known word stays, and the rest goes.

use std::net::IpAddr;

use super::Kind;
use super::book::{Pseudonyms, SELECTOR, SIZE};
use super::words;
use crate::trace::names;

/// What stands for words that went.
pub(super) const GONE: &str = "xxx";

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Words, of a person or a program.
    Words,
    /// The same in sentences, among which may be names.
    Sentences,
    /// A trace field, in which hosts and ids stand behind their clause.
    Trace,
    /// Ids of messages.
    Ids,
}

/// Writes a text with its names replaced. True where words went.
pub(super) fn write(book: &mut Pseudonyms, out: &mut String, text: &str, place: Place) -> bool {
    let mut filter = Filter {
        book,
        out,
        place,
        behind: String::new(),
        is_within: false,
        is_exchange: text.contains("Microsoft SMTP Server"),
        lost: false,
    };
    let mut start = None;
    let mut is_escaped = false;
    let groups = if place == Place::Sentences { digit_groups(text) } else { Vec::new() };
    let mut groups = groups.into_iter().peekable();
    let mut passed = 0;
    for (at, letter) in text.char_indices() {
        if at < passed {
            continue;
        }
        if let Some(group) = groups.next_if(|group| group.start == at) {
            if let Some(start) = start.take() {
                filter.run(text.get(start..at).unwrap_or_default());
            }
            let token = filter.book.id(text.get(group.clone()).unwrap_or_default());
            filter.out.push_str(&token);
            filter.behind.clear();
            passed = group.end;
            continue;
        }
        if std::mem::take(&mut is_escaped) && matches!(letter, 'r' | 'n' | 't') {
            // A line end as a program prints it: what follows is a word of its own.
            filter.out.push(letter);
            filter.is_within = false;
            continue;
        }
        is_escaped = letter == '\\';
        if is_run(letter) {
            start = start.or(Some(at));
            continue;
        }
        if let Some(start) = start.take() {
            filter.run(text.get(start..at).unwrap_or_default());
        }
        filter.mark(letter);
    }
    if let Some(start) = start {
        filter.run(text.get(start..).unwrap_or_default());
    }
    filter.lost
}

fn is_run(letter: char) -> bool {
    letter.is_alphanumeric() || "-_.@+=~!#$%&'*/?^{|}:".contains(letter)
}

struct Filter<'b> {
    book: &'b mut Pseudonyms,
    out: &'b mut String,
    place: Place,
    /// The last word, in lower case.
    behind: String,
    /// Whether a word of the same sentence stands before.
    is_within: bool,
    /// Exchange's `id` is a version.
    is_exchange: bool,
    lost: bool,
}

impl Filter<'_> {
    fn mark(&mut self, letter: char) {
        self.out.push(letter);
        self.is_within &= letter != ':';
        if !letter.is_whitespace() && letter != '<' && letter != '[' && letter != '(' {
            self.behind.clear();
        }
    }

    fn gone(&mut self) {
        self.lost = true;
        let before = self.out.trim_end_matches(' ');
        if before.ends_with(GONE) && !before.ends_with("@xxx") {
            let length = before.len();
            self.out.truncate(length);
        } else {
            self.out.push_str(GONE);
        }
    }

    /// A run without white space.
    fn run(&mut self, run: &str) {
        if is_moment(run) || self.place == Place::Sentences && is_stamp(run) {
            return self.out.push_str(run);
        }
        if let Some(address) = address(run.trim_end_matches(['.', ':'])) {
            let tag = if run.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("ipv6:")) { "IPv6:" } else { "" };
            let bare = run.trim_end_matches(['.', ':']);
            if tag.is_empty() && self.is_version(bare) {
                return self.out.push_str(run);
            }
            self.out.push_str(tag);
            let token = self.book.address(address);
            self.out.push_str(&token);
            return self.out.push_str(run.get(bare.len()..).unwrap_or_default());
        }
        if run.contains('@') {
            return self.mailbox(run);
        }
        self.pieces(run);
    }

    fn is_version(&self, text: &str) -> bool {
        (self.is_exchange && self.behind == "id" || self.behind == "version")
            && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    }

    fn pieces(&mut self, run: &str) {
        let mut start = 0;
        for (at, mark) in run.char_indices() {
            if "=/?&!#$%*{}|~^'+".contains(mark) {
                self.piece(run.get(start..at).unwrap_or_default());
                self.out.push(mark);
                start = at + mark.len_utf8();
            }
        }
        self.piece(run.get(start..).unwrap_or_default());
    }

    fn piece(&mut self, piece: &str) {
        if piece.contains(':') && address(piece).is_none() {
            for (index, part) in piece.split(':').enumerate() {
                if index > 0 {
                    self.out.push(':');
                }
                self.atom(part);
            }
        } else {
            self.atom(piece);
        }
    }

    /// A piece between punctuation.
    fn atom(&mut self, piece: &str) {
        let tail = piece.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '_');
        self.out.push_str(piece.get(..piece.len() - tail.len()).unwrap_or_default());
        // A reply of several lines has its code before each, with a hyphen (RFC 5321 section 4.2.1).
        if let Some((code, rest)) = tail.split_at_checked(4)
            && code.ends_with('-')
            && code.starts_with(['2', '3', '4', '5'])
            && code.bytes().take(3).all(|byte| byte.is_ascii_digit())
            && rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '8')
        {
            self.out.push_str(code);
            self.behind.clear();
            return self.atom(rest);
        }
        let atom = tail.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        let end = tail.get(atom.len()..).unwrap_or_default();
        if !atom.is_empty() {
            if self.place == Place::Sentences && self.is_within {
                self.book.note_name(atom);
            }
            self.bare(atom);
            self.behind = atom.to_lowercase();
            // A date's month is written like a name.
            self.is_within = end.is_empty() && !atom.bytes().all(|byte| byte.is_ascii_digit());
        }
        self.out.push_str(end);
    }

    fn bare(&mut self, atom: &str) {
        let only_digits_and_dots = atom.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if let Some(address) = address(atom).filter(|_| !self.is_version(atom)) {
            let token = self.book.address(address);
            return self.out.push_str(&token);
        }
        let is_card = atom.len() >= 14 && atom.split('.').all(|group| group.len() == 4);
        if self.behind == "size" && only_digits_and_dots {
            self.book.note_kept(SIZE, atom);
        }
        if only_digits_and_dots
            && !is_card
            && !self.book.is_to_go(atom)
            && atom.split('.').all(|number| number.len() <= 5)
        {
            return self.out.push_str(atom);
        }
        if let Some(token) = self.book.known_id(atom) {
            return self.out.push_str(token);
        }
        // Haraka numbers the messages of a session: `id.1`.
        if let Some((session, message)) = atom.split_once('.')
            && message.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(token) = self.book.known_id(session)
        {
            self.out.push_str(token);
            self.out.push('.');
            return self.out.push_str(message);
        }
        if self.behind == "size" && atom.bytes().all(|byte| byte.is_ascii_digit()) && !self.book.is_to_go(atom) {
            return self.out.push_str(atom);
        }
        if is_measure(atom) {
            return self.out.push_str(atom);
        }
        if is_number_of_a_telephone(atom) {
            let token = self.book.id(atom);
            return self.out.push_str(&token);
        }
        let behind = self.behind.as_str();
        if self.place == Place::Trace && behind == "id" || self.place == Place::Ids && atom.len() > 1 {
            let token = self.book.id(atom);
            return self.out.push_str(&token);
        }
        // The log of qmail-send puts an underscore for every blank.
        let is_log = |word: &str| address(word.trim_end_matches('.')).is_some();
        let top = atom.rsplit('.').next().unwrap_or_default();
        if top.len() < atom.len() && top.contains('_') || atom.contains('_') && atom.split('_').any(is_log) {
            return atom.split_inclusive('_').for_each(|word| self.atom(word));
        }
        if let Some(words) = words_of_qmail(atom) {
            self.out.push_str(atom.get(..atom.len() - words.len()).unwrap_or_default());
            return self.bare(words);
        }
        let is_known = self.book.stays(atom);
        if names::is_full(atom) && is_host(atom, is_known) {
            let token = self.book.host(atom);
            return self.out.push_str(&token);
        }
        // A name of known words, which stood behind an `@` elsewhere.
        if atom.contains('.')
            && let Some(token) = self.book.known(Kind::Host, atom)
        {
            return self.out.push_str(token);
        }
        if is_known && behind == "header.s" {
            self.book.note_kept(SELECTOR, atom);
        }
        if is_known || is_cipher(atom) {
            return self.out.push_str(atom);
        }
        if self.place == Place::Trace && matches!(behind, "from" | "by" | "helo" | "ehlo" | "lhlo") {
            let token = self.book.host(atom);
            return self.out.push_str(&token);
        }
        for kind in [Kind::Host, Kind::Mailbox] {
            if let Some(token) = self.book.known(kind, atom) {
                return self.out.push_str(token);
            }
        }
        let digits = atom.bytes().filter(u8::is_ascii_digit).count();
        if atom.is_ascii() && digits > 0 && atom.len() >= 6 {
            let token = self.book.id(atom);
            return self.out.push_str(&token);
        }
        self.words(atom);
    }

    /// The words of a piece that is nothing else.
    fn words(&mut self, atom: &str) {
        for piece in atom.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
            let word = piece.trim_end_matches(|letter: char| !letter.is_alphanumeric());
            if self.book.stays(word) {
                self.out.push_str(piece);
                continue;
            }
            if word.chars().any(words::is_unspaced) {
                self.unspaced(word);
            } else {
                self.gone();
            }
            self.out.push_str(piece.get(word.len()..).unwrap_or_default());
        }
    }

    fn unspaced(&mut self, text: &str) {
        let mut at = 0;
        for stretch in words::known_stretches(text) {
            if stretch.start > at {
                self.gone();
            }
            self.out.push_str(text.get(stretch.start.max(at)..stretch.end).unwrap_or_default());
            at = at.max(stretch.end);
        }
        if at < text.len() {
            self.gone();
        }
    }

    /// A run with an `@` in it: a mailbox, or several run together, or a route.
    fn mailbox(&mut self, run: &str) {
        let mut pieces = run.split('@');
        let left = self.key(pieces.next().unwrap_or_default());
        let bare = left.trim_start_matches(['\'', '*', '`', '.', '#']);
        self.out.push_str(left.get(..left.len() - bare.len()).unwrap_or_default());
        let digits = bare.bytes().filter(u8::is_ascii_digit).count();
        let is_id = self.place == Place::Ids || (bare.len() >= 24 && digits >= 6 && !bare.contains('='));
        let token = if is_id { self.book.id(bare) } else { self.book.local(bare) };
        self.out.push_str(&token);
        for right in pieces {
            let end = right
                .find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_')))
                .unwrap_or(right.len());
            let (domain, rest) = right.split_at_checked(end).unwrap_or((right, ""));
            let tail = domain.trim_end_matches(['.', '-', '_']);
            self.out.push('@');
            let token = match address(tail) {
                Some(address) => self.book.address(address),
                None => self.book.host(tail),
            };
            self.out.push_str(&token);
            self.out.push_str(domain.get(tail.len()..).unwrap_or_default());
            if !rest.is_empty() {
                self.pieces(rest);
            }
        }
        self.behind.clear();
    }

    /// Writes what stands before an address and names it: `to=`, `mailto:`, `rfc822:`; returns what is left.
    fn key<'t>(&mut self, left: &'t str) -> &'t str {
        let mut left = left;
        if let Some(end) = left.rfind([':', '/', '!', '|']) {
            self.pieces(left.get(..=end).unwrap_or_default());
            left = left.get(end + 1..).unwrap_or_default();
        }
        while let Some((head, rest)) = left.split_once('=') {
            let lower = head.to_ascii_lowercase();
            let is_tag = ["srs", "prvs", "btv1", "msprvs"].iter().any(|tag| lower.starts_with(tag));
            if is_tag || lower.contains("bounce") || !self.book.stays(head) {
                break;
            }
            self.out.push_str(head);
            self.out.push('=');
            left = rest;
        }
        left
    }
}

/// A moment as ISO 8601 has it: `2023-03-06`, `2023-03-06T10:00:05.123Z`.
fn is_moment(run: &str) -> bool {
    let is_date = |date: &str| {
        let mut parts = date.split('-');
        [4, 2, 2].iter().all(|&digits| {
            parts.next().is_some_and(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
        }) && parts.next().is_none()
    };
    let (date, time) = run.split_at_checked(10).unwrap_or((run, ""));
    let is_time = time.is_empty() || time.starts_with(['T', 't']);
    is_date(date) && is_time && time.bytes().skip(1).all(|byte| byte.is_ascii_digit() || b":.+-Zz".contains(&byte))
}

/// A moment as the logs of qmail have it: a label of TAI64N, or seconds with a point.
fn is_stamp(run: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    match run.strip_prefix("@4") {
        Some(label) => label.len() == 23 && label.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => run.split_once('.').is_some_and(|(seconds, part)| digits(seconds, 10) && digits(part, 6)),
    }
}

/// The words of a report of qmail-remote, which puts a letter for how it ended right before them.
fn words_of_qmail(atom: &str) -> Option<&str> {
    let words = atom.trim_start_matches('r').strip_prefix(['h', 's', 'D', 'Z', 'K'])?;
    (["Giving", "Connected", "Sorry", "CNAME"].contains(&words) || address(words).is_some()).then_some(words)
}

/// Whether a word is an age or a size, as the listing of a queue has them: `25m`, `2.9K`.
fn is_measure(atom: &str) -> bool {
    let Some(number) = atom.strip_suffix(['s', 'm', 'h', 'd', 'w', 'K', 'M', 'G']) else { return false };
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let is_number =
        |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(whole, 4) && is_number(part, 1)
}

/// Groups of digits with single blanks between that come to nine digits and more: a telephone or a card number. A code at the
/// beginning is a reply's own.
fn digit_groups(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let (mut first, mut last, mut groups, mut digits) = (0, 0, 0, 0);
    let mut at = 0;
    for word in text.split(' ').chain(std::iter::once("")) {
        let start = at;
        at += word.len() + 1;
        // Around it may stand what people write around a number.
        let bare = word.trim_start_matches(['+', '(']);
        let open = start + word.len() - bare.len();
        let bare = bare.trim_end_matches([')', '.', ',', ';']);
        let is_group = (1..=12).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
        let is_code = start == 0 && bare.len() == 3 && word.len() == 3;
        if is_group && !is_code {
            first = if groups == 0 { open } else { first };
            (last, groups, digits) = (open + bare.len(), groups + 1, digits + bare.len());
        }
        // A full stop or a comma ends the number.
        let goes_on = is_group && !is_code && word.ends_with(|letter: char| letter.is_ascii_digit() || letter == ')');
        if !goes_on {
            if groups >= 2 && digits >= 9 {
                found.push(first..last);
            }
            (groups, digits) = (0, 0);
        }
    }
    found
}

/// Groups of digits with hyphens between that are neither a date nor a code: `555-1234-567`.
fn is_number_of_a_telephone(atom: &str) -> bool {
    let digits = atom.bytes().filter(u8::is_ascii_digit).count();
    digits >= 7
        && digits < atom.len()
        && atom.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.' && digits >= 12)
        && !is_moment(atom)
}

fn address(text: &str) -> Option<IpAddr> {
    if !text.contains(['.', ':']) {
        return None;
    }
    names::address(text)
}

/// Whether a dotted run is a name, and no words with a full stop and no space between.
fn is_host(atom: &str, is_known: bool) -> bool {
    let top = atom.rsplit('.').next().unwrap_or_default();
    if is_known { words::is_top(top) } else { words::is_top(top) || !words::is_known(top) }
}

/// Whether a word names a version of TLS or a cipher: `TLS_AES_256_GCM_SHA384`, `ECDHE-RSA-AES256-GCM-SHA384`.
fn is_cipher(atom: &str) -> bool {
    const PARTS: [&str; 24] = [
        "TLS", "AES", "AES128", "AES256", "GCM", "CBC", "CBC3", "CCM", "SHA", "SHA1", "SHA256", "SHA384", "SHA512",
        "RSA", "DSA", "ECDSA", "ECDHE", "DHE", "DH", "RC4", "MD5", "CHACHA20", "POLY1305", "WITH",
    ];
    let part = |word: &str| {
        PARTS.contains(&word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(
                word,
                "ADH" | "EDH" | "DES" | "3DES" | "EDE" | "CAMELLIA128" | "CAMELLIA256" | "P256" | "P384" | "P521"
            )
    };
    // `TLS1.3`, `TLSv1_2`, `SSLv3`.
    let version = atom.strip_prefix("TLS").or_else(|| atom.strip_prefix("SSL"));
    let is_version = |rest: &str| rest.len() <= 4 && rest.bytes().all(|byte| b"v.-_0123456789".contains(&byte));
    version.is_some_and(is_version) || atom.contains(['-', '_']) && atom.split(['-', '_']).all(part)
}
