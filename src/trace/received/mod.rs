//! One `Received` field: bytes to facts.
//!
//! Three steps: the field's tokens, its clauses by the grammar of RFC 5321 section 4.4, and what the
//! program that wrote it means by them. A clause that cannot be read spoils no other; what was not understood is in
//! [`Received::rest`].

mod clause;
mod dialect;
mod peer;
mod protocol;
mod tls;
mod token;

use self::clause::{Clause, Clauses, Keyword};
use self::peer::Connection;
use self::tls::Tls;
use super::{Hop, Peer};
use crate::finding::Span;
use crate::message::Field;
use crate::message::date::Stamp;

/// What one `Received` field says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// Who handed the message over.
    pub from: Peer,
    /// Who took it.
    pub by: Option<String>,
    /// The address of who took it, where the field tells it.
    pub by_ip: Option<String>,
    /// The protocol.
    pub with: Option<String>,
    /// The queue id.
    pub id: Option<String>,
    /// The recipient.
    pub recipient: Option<String>,
    /// The link.
    pub via: Option<String>,
    /// The user that an RFC 1413 lookup named.
    pub ident: Option<String>,
    /// The account on the same host that handed the message over, where no network was used.
    pub local_user: Option<String>,
    /// The envelope sender; `<>` for a notice's empty one.
    pub envelope_from: Option<String>,
    /// Whether the client had logged in; absent where the field does not tell.
    pub authenticated: Option<bool>,
    /// Whether the connection was encrypted; absent where the field does not tell.
    pub encrypted: Option<bool>,
    /// TLS version and cipher, in the field's words.
    pub tls: Option<String>,
    /// The program that wrote the field.
    pub dialect: Option<&'static str>,
    /// Words that were not understood.
    pub rest: Vec<String>,
    /// The stamp; its span counts in the whole input, as the field's spans do.
    pub stamp: Stamp,
    /// The stamp's own words; absent where there are none.
    pub stamp_text: Option<String>,
    /// The whole field.
    pub span: Span,
}

impl From<Received> for Hop {
    fn from(field: Received) -> Self {
        Self {
            from: field.from,
            by: field.by,
            by_ip: field.by_ip,
            with: field.with,
            id: field.id,
            recipient: field.recipient,
            via: field.via,
            ident: field.ident,
            local_user: field.local_user,
            envelope_from: field.envelope_from,
            authenticated: field.authenticated,
            encrypted: field.encrypted,
            tls: field.tls,
            time: field.stamp.time,
            utc_offset_minutes: field.stamp.utc_offset_minutes,
            stamp_span: field.stamp_text.is_some().then_some(field.stamp.span),
            stamp: field.stamp_text,
            dialect: field.dialect.map(str::to_owned),
            rest: field.rest,
            span: field.span,
            ..Self::default()
        }
    }
}

/// Reads one `Received` field.
#[must_use]
pub fn read(field: &Field<'_>) -> Received {
    let clauses = Clauses::read(field.value);
    let mut reading = Reading::new(&clauses);
    dialect::apply(&mut reading);
    let mut received = reading.finish();
    received.span = field.span();
    received.stamp = clauses.stamp.clone();
    if clauses.stamped {
        let words = field.value.get(received.stamp.span.start..received.stamp.span.end).unwrap_or_default();
        received.stamp_text =
            Some(String::from_utf8_lossy(words).split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        received.stamp.span.start += field.value_span.start;
        received.stamp.span.end += field.value_span.start;
    }
    received
}

/// A field on its way from clauses to facts: what the general grammar makes of it, for a dialect to complete.
struct Reading<'a> {
    clauses: &'a Clauses<'a>,
    connection: Connection,
    received: Received,
    /// What the comments outside the `from` clause say, in lower case: programs name themselves there.
    said: String,
    /// What the `from` clause's name is.
    name: Name,
    /// Whether this program says so where a connection was encrypted, so that its silence means that it was not.
    tells_encryption: bool,
    /// Whether the words that the grammar has no use for are known to the dialect.
    understood: bool,
}

/// What the name in a `from` clause is, where no comment says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// What the client called itself, unless the protocol has no such thing.
    Usual,
    /// What the client called itself.
    Helo,
    /// Both what it called itself and what its address is called: the program compared them.
    Both,
    /// What its address is called.
    Reverse,
    /// No host's name.
    NoHost,
}

impl<'a> Reading<'a> {
    fn new(clauses: &'a Clauses<'a>) -> Self {
        let connection = clauses.first(Keyword::From).map(peer::read).unwrap_or_default();
        let by = clauses.first(Keyword::By);
        let received = Received {
            by: by.and_then(|by| by.leading_words().next()).map(bare).filter(|by| !by.is_empty()),
            by_ip: by.and_then(by_address),
            with: clauses.first(Keyword::With).map(Clause::joined).filter(|with| !with.is_empty()),
            id: clauses.first(Keyword::Id).and_then(first_word),
            recipient: clauses.first(Keyword::For).and_then(first_word),
            via: clauses.first(Keyword::Via).map(Clause::joined).filter(|via| !via.is_empty()),
            ident: connection.ident.clone(),
            envelope_from: envelope_from(clauses),
            ..Received::default()
        };
        let said = said(clauses);
        Self { clauses, connection, received, said, name: Name::Usual, tells_encryption: false, understood: false }
    }

    /// Whether a comment outside the `from` clause says this, given in lower case.
    fn says(&self, words: &str) -> bool {
        self.said.contains(words)
    }

    /// Whether a comment outside the `from` clause begins with this, given in lower case.
    fn says_first(&self, words: &str) -> bool {
        self.said.lines().any(|comment| comment.starts_with(words))
    }

    /// Whether a comment of the `from` clause says this; case does not count.
    fn peer_is_said(&self, words: &str) -> bool {
        self.clauses.first(Keyword::From).is_some_and(|from| from.comments().any(|comment| contains(comment, words)))
    }

    /// Whether the host that wrote the field is in one of these domains.
    fn by_is_in(&self, domains: &[&str]) -> bool {
        self.received.by.as_deref().is_some_and(|by| domains.iter().any(|domain| is_in_domain(by, domain)))
    }

    /// Whether the `with` clause begins with this; case does not count.
    fn with_begins(&self, words: &str) -> bool {
        let with = self.received.with.as_deref().unwrap_or_default();
        with.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words))
    }

    /// Whether the `with` clause says this; case does not count.
    fn with_says(&self, words: &str) -> bool {
        self.received.with.as_deref().is_some_and(|with| contains(with, words))
    }

    /// Whether the first comment of the `by` clause begins with this; case does not count.
    fn by_says_first(&self, words: &str) -> bool {
        let first = self.clauses.first(Keyword::By).and_then(|by| by.comments().next());
        first.and_then(|comment| comment.get(..words.len())).is_some_and(|start| start.eq_ignore_ascii_case(words))
    }

    /// Whether the field begins with this word, before any clause.
    fn words_begin(&self, word: &str) -> bool {
        self.clauses.all.first().is_some_and(|first| first.keyword.is_none() && first.words().next() == Some(word))
    }

    /// The words of the `by` clause.
    fn words_of_by(&self) -> impl Iterator<Item = &str> {
        self.clauses.first(Keyword::By).into_iter().flat_map(Clause::words)
    }

    /// Whether the words of the `by` clause, if there are several, say this; case does not count.
    fn words_say(&self, words: &str) -> bool {
        let said: Vec<&str> = self.words_of_by().take(8).collect();
        said.len() > 1 && contains(&said.join(" "), words)
    }

    /// Whether the stamp begins with the day of the month, without a weekday.
    fn stamp_begins_with_day(&self) -> bool {
        self.clauses.stamp_begins_with_day
    }

    /// The protocol: of `with`, else of `via`.
    fn protocol(&self) -> &str {
        self.received.with.as_deref().or(self.received.via.as_deref()).unwrap_or_default()
    }

    /// Takes the `from` clause's name, or else `other`, as the account of this host that handed the message over.
    fn take_local_user(&mut self, other: Option<String>) {
        self.name = Name::NoHost;
        self.received.local_user = self.connection.name.clone().or(other);
    }

    /// Takes a second `by`, as in `by mx.example by uid 89`, for the account of this host that handed the message over.
    fn take_repeated_by_as_local_user(&mut self) {
        let second = self.clauses.all.iter().filter(|clause| clause.keyword == Some(Keyword::By)).nth(1);
        self.received.local_user = second.map(Clause::joined);
        self.understood = true;
    }

    /// Takes a leading comment `(from a [192.0.2.1])` for the `from` clause.
    fn read_from_in_comment(&mut self) {
        let first = self.clauses.all.first().and_then(|clause| clause.comments().next());
        if let Some(inside) = first.and_then(|comment| comment.strip_prefix("from ")) {
            let items = token::tokens(inside.as_bytes());
            self.connection = peer::read(&Clause { keyword: Some(Keyword::From), items });
            self.connection.address_in_comment = self.connection.address.is_some();
        }
    }

    /// Takes the client for a user of a web page who had signed in to it.
    fn take_signed_in_page(&mut self) {
        self.name = if self.connection.helo_told { self.name } else { Name::NoHost };
        self.received.authenticated = Some(true);
    }

    fn finish(mut self) -> Received {
        self.name_peer();
        self.tell_security();
        self.gather_rest();
        self.received
    }

    /// Makes helo, reverse name and address out of what the `from` clause says.
    fn name_peer(&mut self) {
        let connection = &self.connection;
        let from = &mut self.received.from;
        from.ip = connection.address.map(|address| address.to_string());
        let name = connection.name.as_deref().filter(|_| !connection.address_is_name && self.name != Name::NoHost);
        let reverse =
            |name: &&str| !peer::is_no_name(name) && !name.contains(['@', '/']) && peer::address(name).is_none();
        if connection.helo_told {
            from.helo.clone_from(&connection.helo);
            from.rdns = name.filter(reverse).map(bare).or_else(|| connection.beside.clone());
            return;
        }
        from.rdns = connection.beside.as_deref().map(|name| name.strip_suffix('.').unwrap_or(name).to_owned());
        let Some(name) = name else { return };
        if matches!(self.name, Name::Both | Name::Reverse) && from.rdns.is_none() && reverse(&name) {
            from.rdns = Some(bare(name));
        }
        let protocol = self.received.with.as_deref().or(self.received.via.as_deref()).unwrap_or_default();
        let says_itself = match self.name {
            Name::Helo | Name::Both => true,
            Name::Reverse | Name::NoHost => false,
            Name::Usual => {
                let known_by_network = connection.address.is_some() || connection.beside.is_some();
                let looks_like_host = known_by_network || !protocol.is_empty() || name.contains('.');
                looks_like_host && !protocol::has_no_helo(protocol)
            }
        };
        let placeholder = peer::is_no_name(name) && !connection.address_in_comment;
        if says_itself && !placeholder && !name.contains('@') && !name.starts_with('/') {
            from.helo = Some(name.to_owned());
        }
    }

    /// Whether the client had logged in, and what is told of TLS.
    fn tell_security(&mut self) {
        let with = self.received.with.as_deref().unwrap_or_default();
        let stated =
            self.connection.account || protocol::is_authenticated(with) || self.clauses.comments().any(is_login);
        if stated {
            self.received.authenticated = Some(true);
        } else if protocol::is_rfc3848(with)
            && self.connection.address.is_some()
            && self.received.authenticated.is_none()
        {
            self.received.authenticated = Some(false);
        }
        let mut tls = Tls::default();
        for comment in self.clauses.comments() {
            tls.read(comment);
        }
        for keyword in [Keyword::With, Keyword::Tls] {
            if let Some(clause) = self.clauses.first(keyword) {
                tls.read(&clause.joined());
            }
        }
        self.received.tls = self.received.tls.take().or(tls.text());
        let encrypted = self.received.tls.is_some()
            || protocol::is_encrypted(with)
            || self.clauses.first(Keyword::Tls).is_some()
            || self.clauses.first(Keyword::Over).is_some_and(|over| over.words().any(|word| word == "TLS"))
            || self
                .clauses
                .comments()
                .any(|comment| matches!(comment, "TLS" | "SSL") || contains(comment, "encrypted"));
        if encrypted {
            self.received.encrypted = Some(true);
        } else if self.received.encrypted.is_none()
            && self.tells_encryption
            && self.connection.address.is_some()
            && protocol::is_rfc3848(with)
        {
            self.received.encrypted = Some(false);
        }
    }

    /// Keeps the words that no clause has use for.
    fn gather_rest(&mut self) {
        let mut seen: Vec<Keyword> = Vec::new();
        let mut rest = std::mem::take(&mut self.connection.rest);
        for clause in &self.clauses.all {
            let Some(keyword) = clause.keyword else {
                if self.understood {
                    continue;
                }
                rest.extend(clause.words().map(str::to_owned));
                continue;
            };
            if self.understood {
                continue;
            }
            let words: Vec<&str> = clause.words().collect();
            if seen.contains(&keyword) {
                let taken = keyword == Keyword::From && words.first().is_some_and(|word| word.starts_with('<'));
                if !taken {
                    rest.push(words.join(" "));
                }
                continue;
            }
            seen.push(keyword);
            if matches!(keyword, Keyword::By | Keyword::Id | Keyword::For | Keyword::EnvelopeFrom) {
                let used = if keyword == Keyword::By { 1 } else { 1.min(words.len()) };
                rest.extend(
                    words.iter().skip(used).filter(|word| peer::address(word).is_none()).map(|&word| word.to_owned()),
                );
            }
        }
        rest.retain(|words| !words.is_empty());
        self.received.rest = rest;
    }
}

/// What the comments outside the `from` clause say, a line a comment.
fn said(clauses: &Clauses<'_>) -> String {
    const LONGEST: usize = 2000;
    let mut said = String::new();
    let others = clauses.all.iter().filter(|clause| clause.keyword != Some(Keyword::From));
    for comment in others.flat_map(Clause::comments) {
        if said.len() + comment.len() > LONGEST {
            break;
        }
        said.push_str(comment);
        said.push('\n');
    }
    said.make_ascii_lowercase();
    said
}

/// Whether a host is this domain or in it; case and a final dot do not count.
fn is_in_domain(host: &str, domain: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let Some(start) = host.len().checked_sub(domain.len()) else { return false };
    let Some((before, end)) = host.split_at_checked(start) else { return false };
    end.eq_ignore_ascii_case(domain) && (before.is_empty() || before.ends_with('.'))
}

/// A word without the brackets and the comma around it.
fn bare(word: &str) -> String {
    let word = word.trim_end_matches(',');
    let word = word.strip_prefix('<').and_then(|word| word.strip_suffix('>')).unwrap_or(word);
    word.to_owned()
}

fn first_word(clause: &Clause<'_>) -> Option<String> {
    clause.words().next().map(bare).filter(|word| !word.is_empty())
}

fn by_address(by: &Clause<'_>) -> Option<String> {
    let words = by.words().take(2);
    // Deeper in a comment a number without brackets is a version: `(Messaging Server 8.0.1.1.0)`.
    let comments = by.comments().take(1).flat_map(|comment| comment.split_ascii_whitespace().enumerate());
    let comments = comments.filter(|(at, word)| *at == 0 || word.starts_with('[')).map(|(_, word)| word);
    words.chain(comments).find_map(peer::address).map(|address| address.to_string())
}

fn envelope_from(clauses: &Clauses<'_>) -> Option<String> {
    let in_comment = clauses.comments().find_map(|comment| {
        let (key, value) = comment.split_once(|c: char| c.is_ascii_whitespace() || c == ':')?;
        let known =
            ["envelope-from", "envelope-sender", "return-path"].iter().any(|name| name.eq_ignore_ascii_case(key));
        known.then(|| value.trim()).filter(|value| !value.is_empty() && value.len() <= 1000)
    });
    // `for <b> from <a>`, as XMail and IBM write it.
    let in_clause = || {
        let mut later = clauses.all.iter().filter(|clause| clause.keyword == Some(Keyword::From)).skip(1);
        later.find_map(|clause| clause.words().next().filter(|word| word.starts_with('<')))
    };
    let in_words = || clauses.first(Keyword::EnvelopeFrom).and_then(|clause| clause.words().next());
    in_comment
        .or_else(in_clause)
        .or_else(in_words)
        .map(|address| if address == "<>" { address.to_owned() } else { bare(address) })
}

/// Whether a comment says that the client had logged in.
fn is_login(comment: &str) -> bool {
    let mut words = comment.split([' ', '=', ':', ',']).filter(|word| !word.is_empty()).take(6);
    let Some(first) = words.next() else { return false };
    if ["authenticated", "AUTH", "auth"].contains(&first) || first == "Authenticated" {
        return true;
    }
    let second = words.next().unwrap_or_default();
    // `NaSMail authenticated user a`, and Yahoo's and others' `a@192.0.2.1 with login`.
    second.eq_ignore_ascii_case("authenticated")
        || (first.contains('@') && second == "with" && words.next().is_some_and(is_mechanism))
}

fn is_mechanism(word: &str) -> bool {
    ["login", "plain", "cram-md5", "xymcookie", "poptoken"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a text holds these words; case does not count. Long texts are looked at to some depth only.
fn contains(text: &str, words: &str) -> bool {
    const LONGEST: usize = 600;
    let bytes = text.as_bytes();
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    bytes.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}
