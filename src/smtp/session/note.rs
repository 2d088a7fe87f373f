//! What the program that wrote a transcript says itself: that it is connected, that TLS began, that the connection ended.

/// Why there was no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The host answered that nothing listens there.
    Refused,
    /// Nothing answered.
    TimedOut,
    /// A router said that there is no way.
    Unreachable,
    /// The name has no address.
    NoName,
}

/// What a line of a program says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note<'a> {
    Connected(Option<&'a str>),
    Secure,
    Failed(Failure),
    Lost { by_client: bool },
    Renegotiated,
}

/// Reads a line; nothing where it says nothing of the connection.
pub(super) fn read(line: &str) -> Option<Note<'_>> {
    let line = line.get(..line.floor_char_boundary(400)).unwrap_or_default().trim();
    let lower = line.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["connection refused", "actively refused", "winsock error code: 10061", "connect:errno=111"]) {
        Some(Note::Failed(Failure::Refused))
    } else if has(&["no route to host", "network is unreachable", "host is unreachable", "winsock error code: 10051"]) {
        Some(Note::Failed(Failure::Unreachable))
    } else if has(&[
        "name or service not known",
        "could not resolve host",
        "nodename nor servname",
        "temporary failure in name resolution",
        "no such host is known",
    ]) {
        Some(Note::Failed(Failure::NoName))
    } else if has(&[
        "connection timed out",
        "operation timed out",
        "connect failed: timed out",
        "winsock error code: 10060",
        "connect:errno=110",
    ]) && !has(&["after "])
    {
        Some(Note::Failed(Failure::TimedOut))
    } else if lower == "renegotiating" {
        Some(Note::Renegotiated)
    } else if has(&["lost connection after", "timeout after"]) {
        // The log of a server says so of its client.
        Some(Note::Lost { by_client: true })
    } else if has(&[
        "closed by foreign host",
        "closed connection unexpectedly",
        "connection unexpectedly closed",
        "connection reset",
        "connection lost",
        "connection to host lost",
        "remote(socketerror)",
        "read:errno=",
        "timeout waiting for",
        "timed out",
    ]) || lower == "closed"
        || lower == "remote"
    {
        Some(Note::Lost { by_client: false })
    } else if has(&[
        "tls started",
        "ssl connection using",
        "ssl handshake has read",
        ", cipher is ",
        "tls connection established",
    ]) || lower.starts_with("connected(")
    {
        Some(Note::Secure)
    } else {
        connected(line)
    }
}

/// The words before the host that a program connects to.
const BEFORE_HOST: [&str; 9] = [
    "Connected to ",
    "Connecting to ",
    "Trying ",
    "connect: to ('",
    "connect: ('",
    "trying to connect to host \"",
    "connect from ",
    "telnet ",
    "-connect ",
];

fn connected(line: &str) -> Option<Note<'_>> {
    let at = BEFORE_HOST.iter().find_map(|before| line.find(before).map(|at| (at, at + before.len())));
    let (start, end) = at.filter(|(start, _)| *start <= 60)?;
    let host = line.get(end..)?;
    let length = host
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')))
        .unwrap_or(host.len());
    let host = host.get(..length)?.trim_end_matches('.');
    let named = host.contains('.') && host.bytes().any(|byte| byte.is_ascii_alphabetic());
    // The log of a server names its client.
    let is_server = named && !line.get(start..)?.starts_with("connect from");
    Some(Note::Connected(is_server.then_some(host)))
}
