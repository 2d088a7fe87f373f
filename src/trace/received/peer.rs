//! Who handed the message over: the `from` clause's name and what its comments tell of the connection
//! (RFC 5321 section 4.4, `TCP-info`, and what programs write in its place).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::clause::Clause;
use super::token::Kind;

/// What a `from` clause says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Connection {
    /// The clause's own name: what the client called itself, or what its address is called, as the program has it.
    pub(super) name: Option<String>,
    /// A name in a comment, beside the address or alone.
    pub(super) beside: Option<String>,
    /// What a comment says the client called itself: `HELO a`, `helo=a`.
    pub(super) helo: Option<String>,
    /// Whether a comment is about that, even if it was nothing.
    pub(super) helo_told: bool,
    pub(super) address: Option<IpAddr>,
    /// Whether the address is the clause's own word rather than in a comment: `from [192.0.2.1] by`.
    pub(super) address_is_name: bool,
    /// Whether it is in a comment.
    pub(super) address_in_comment: bool,
    pub(super) ident: Option<String>,
    /// Whether a comment names an account that the client logged in to.
    pub(super) account: bool,
    /// Whether the name was looked up and found to be right (CommuniGate's `verified`).
    pub(super) verified: bool,
    /// Words behind the first comment.
    pub(super) rest: Vec<String>,
}

/// Longer comments tell nothing of a connection.
const LONGEST: usize = 600;

/// What programs write where a reverse lookup gave no name.
const NO_NAME: [&str; 14] = [
    "unknown",
    "unverified",
    "softdnserr",
    "softdnserror",
    "nodns",
    "no-dns",
    "no-rdns",
    "no.name.available",
    "none",
    "<unknown.domain>",
    "unresolved",
    "untrusted",
    "unknown/local",
    "unavailable",
];

/// Whether a word stands in the place of a name that is not known.
pub(super) fn is_no_name(word: &str) -> bool {
    NO_NAME.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// Whether a text holds an address.
pub(super) fn holds_address(text: &str) -> bool {
    text.len() <= LONGEST && pieces(text).any(|piece| address(strip_user(piece).1).is_some())
}

/// Reads a `from` clause.
pub(super) fn read(clause: &Clause<'_>) -> Connection {
    let mut found = Connection::default();
    let mut names: Vec<&str> = Vec::new();
    let mut told_by_comment = false;
    for item in &clause.items {
        match item.kind {
            Kind::Comment => {
                comment(&item.text, &mut found);
                told_by_comment = found != Connection::default();
            }
            Kind::Word if matches!(item.text.as_ref(), "[" | "]") => {}
            Kind::Word => {
                let in_brackets = item.text.starts_with('[');
                let address = address(&item.text);
                match address {
                    Some(_) if names.is_empty() => names.push(&item.text),
                    // `from a.example [192.0.2.1]`
                    Some(address) if in_brackets || names.len() == 1 => {
                        found.address.get_or_insert(address);
                    }
                    _ if told_by_comment => {
                        found.rest.push(item.text.clone().into_owned());
                    }
                    _ => names.push(&item.text),
                }
            }
            Kind::Semicolon => {}
        }
    }
    let name = match names.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        // A name with blanks in it is one only where an address follows: `from my computer ([192.0.2.1])`.
        several if found.address.is_some() => Some(several.join(" ")),
        several => {
            found.rest.splice(0..0, several.iter().map(|&word| word.to_owned()));
            None
        }
    };
    // `from a.example[192.0.2.1]`
    let (name, address_behind) = match name {
        Some(name) => split_name(name),
        None => (None, None),
    };
    if let Some(address) = address_behind {
        found.address.get_or_insert(address);
    }
    if found.address.is_none()
        && let Some(address) = name.as_deref().and_then(address)
    {
        found.address = Some(address);
        found.address_is_name = true;
    }
    found.name = name;
    found
}

fn split_name(name: String) -> (Option<String>, Option<IpAddr>) {
    if let Some((before, behind)) = name.split_once('[')
        && !before.is_empty()
        && let Some(address) = address(behind)
    {
        return (Some(before.to_owned()), Some(address));
    }
    (Some(name), None)
}

/// Reads one comment of the clause.
fn comment(text: &str, found: &mut Connection) {
    if text.len() > LONGEST {
        return;
    }
    // What is in an inner comment is about the name, not part of it: `(may be forged)`.
    let outer = text.split_once('(').map_or(text, |(outer, _)| outer);
    // `"port 34611"@a.example`, as Sun's servers write it: a port, not a user.
    let outer = outer.strip_prefix('"').and_then(|rest| rest.split_once("\"@")).map_or(outer, |(_, host)| host);
    // MailMarshal's word for a client without a reverse name: `(Not Verified[192.0.2.1])`.
    let outer = outer.strip_prefix("Not Verified").unwrap_or(outer);
    let mut pieces = pieces(outer).enumerate().peekable();
    let mut name: Option<&str> = None;
    let mut told_address = false;
    if pieces.peek().is_some_and(|(_, piece)| speaks_of_else(piece)) {
        return;
    }
    let mut count = 0;
    while let Some((index, piece)) = pieces.next() {
        count += 1;
        if let Some((key, value)) = piece.split_once('=') {
            match key.to_ascii_lowercase().as_str() {
                "helo" | "ehlo" => {
                    found.helo_told = true;
                    found.helo = some(value);
                }
                "ident" => found.ident = some(value),
                _ => {}
            }
            continue;
        }
        if ["HELO", "EHLO", "LHLO"].iter().any(|verb| verb.eq_ignore_ascii_case(piece)) {
            found.helo_told = true;
            found.helo = pieces.next().and_then(|(_, name)| some(name));
            continue;
        }
        if piece.eq_ignore_ascii_case("account") {
            found.account = true;
            pieces.next();
            continue;
        }
        if piece.eq_ignore_ascii_case("verified") {
            found.verified |= told_address;
            continue;
        }
        let (user, host) = strip_user(piece);
        if let Some(address) = address(host) {
            if found.address.is_none() {
                found.address = Some(address);
                found.address_in_comment = true;
                told_address = true;
                set_ident(user, found);
            }
        } else if index == 0 {
            name = Some(piece);
        }
    }
    let Some(piece) = name else { return };
    let (user, host) = strip_user(piece);
    let alone = count == 1 && !told_address;
    // A word alone is a name if it looks like one.
    let is_name = told_address || (alone && (host.contains('.') || host.eq_ignore_ascii_case("localhost")));
    if is_name && !host.is_empty() {
        if !is_no_name(host) && found.beside.is_none() {
            found.beside = some(host);
        }
        set_ident(user, found);
    }
}

fn set_ident(user: Option<&str>, found: &mut Connection) {
    if let Some(user) = user
        && found.ident.is_none()
        && !user.contains(['@', ' ', '"'])
    {
        found.ident = some(user);
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether a comment that begins with this word is about something other than the connection's two ends.
fn speaks_of_else(first: &str) -> bool {
    const ELSE: [&str; 20] = [
        "auth",
        "auth:",
        "authenticated",
        "using",
        "version",
        "cipher",
        "tls",
        "tls:",
        "no",
        "client",
        "envelope-from",
        "envelope-sender",
        "return-path",
        "uid",
        "for",
        "with",
        "invoked",
        "misconfigured",
        "original",
        "unauthenticated",
    ];
    let word = first.split(['=', ':']).next().unwrap_or_default();
    ELSE.iter().any(|known| known.eq_ignore_ascii_case(first) || known.eq_ignore_ascii_case(word))
}

/// The words of a comment; an address in brackets is one, even hard behind a name.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_ascii_whitespace().flat_map(|word| {
        // ZMailer quotes the greeting: `"EHLO a.example"`.
        let word = if word.contains("@") { word } else { word.trim_matches('"') };
        let at = match word.find('[') {
            // `helo=[192.0.2.1]` and `user@[192.0.2.1]` stay whole.
            Some(at) if at > 0 && !word.get(..at).is_some_and(|before| before.ends_with(['=', '@', ':'])) => at,
            _ => 0,
        };
        let (name, behind) = word.split_at_checked(at).unwrap_or(("", word));
        [name, behind].into_iter().filter(|piece| !piece.is_empty())
    })
}

/// Splits `user@host`, and takes sendmail's `IDENT:` off.
fn strip_user(word: &str) -> (Option<&str>, &str) {
    let word = word.strip_prefix("IDENT:").unwrap_or(word);
    match word.rsplit_once('@') {
        Some((user, host)) if user != "?" => (Some(user), host),
        Some((_, host)) => (None, host),
        None => (None, word),
    }
}

/// Reads an address, with or without brackets, `IPv6:`, zone (`%eth0`) and port; a mapped one as IPv4.
pub(super) fn address(word: &str) -> Option<IpAddr> {
    let word = word.trim_end_matches([',', ';']);
    let inside = match word.strip_prefix('[') {
        // What follows the bracket is a port: `[192.0.2.1]:25`.
        Some(rest) => rest.split_once(']').map_or(rest, |(inside, _)| inside),
        None => word,
    };
    let inside = inside.trim_matches(['(', ')', '[', ']']);
    let bare = match inside.get(..5) {
        Some(tag) if tag.eq_ignore_ascii_case("IPv6:") => inside.get(5..)?,
        _ => inside,
    };
    let bare = bare.split_once('%').map_or(bare, |(address, _)| address);
    if let Ok(address) = bare.parse::<Ipv6Addr>() {
        return Some(address.to_canonical());
    }
    ipv4(bare).map(IpAddr::V4)
}

/// `192.0.2.1`, `192.0.2.1:25`, and Exim 3's `192.0.2.1.25`.
fn ipv4(text: &str) -> Option<Ipv4Addr> {
    let is_port = |port: &str| matches!(port.len(), 1..=5) && port.bytes().all(|byte| byte.is_ascii_digit());
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let (address, port) = text.rsplit_once([':', '.'])?;
    is_port(port).then(|| address.parse().ok()).flatten()
}
