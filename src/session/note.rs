//! What the program that wrote a transcript says itself: that it is connected, that TLS began, that the connection ended.

use super::line::has;

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
    /// The log does not say why.
    Untold,
}

/// Why a client gave up by itself, without a refusal of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientError {
    /// The server does not list STARTTLS (RFC 3207).
    NoStartTls,
    /// The TLS handshake failed.
    Tls,
    /// The certificate has expired.
    Expired,
    /// The certificate is for another name.
    OtherName,
    /// No known authority vouches for the certificate, or it failed for another reason.
    Certificate,
    /// The client began with TLS, the server with plain text.
    NotTls,
    /// This client has no cipher or version of TLS to offer.
    NoCiphers,
    /// The server does not list AUTH (RFC 4954), or no mechanism of it that the client knows.
    NoAuth,
    /// No way to log in succeeded.
    Login,
    /// The server does not list XCLIENT, or not what the client wanted to tell by it.
    NoXclient,
    /// The server does not list PRDR.
    NoPrdr,
    /// The server does not list another extension that the client was to use.
    NotOffered,
}

impl ClientError {
    /// Whether something failed: that a server does not offer what the client can do without is no failure.
    pub(super) fn is_failure(self) -> bool {
        !matches!(self, Self::NoStartTls | Self::NoAuth | Self::NoXclient | Self::NoPrdr | Self::NotOffered)
    }
}

/// Reads a line in which a client says why it gives up.
fn client_error(lower: &str) -> Option<ClientError> {
    let has = |words: &[&str]| has(lower, words);
    // curl numbers its errors: `curl: (60)`, whose first word is a mark.
    let numbered = |code: &str| lower.strip_prefix("curl: ").unwrap_or(lower).starts_with(code);
    let missing = has(&["did not advertise", "does not advertise", "doesn't advertise", "not supported by server"]);
    Some(if missing && has(&["starttls"]) || numbered("(64)") {
        ClientError::NoStartTls
    } else if missing && has(&["xclient"]) {
        ClientError::NoXclient
    } else if missing && has(&["prdr"]) {
        ClientError::NoPrdr
    } else if missing && has(&["auth"]) {
        ClientError::NoAuth
    } else if missing {
        ClientError::NotOffered
    } else if has(&["wrong version number", "record layer failure", "unknown protocol:s23_clnt"]) {
        ClientError::NotTls
    } else if has(&[
        "tls startup failed",
        "certificate_verify_failed",
        "tls handshake failed",
        "ssl handshake failed",
        "ssl operation failed",
        "sslhandshakeexception",
    ]) || numbered("(60)")
        || numbered("(35)")
        || numbered("(51)")
    {
        if has(&["no ciphers available", "no protocols available"]) {
            ClientError::NoCiphers
        } else if has(&["expired"]) {
            ClientError::Expired
        } else if has(&["did not match", "does not match", "hostname mismatch", "no alternative certificate subject"])
            || numbered("(51)")
        {
            ClientError::OtherName
        } else if has(&["certificate verif", "certificate problem", "certificate_verify", "certificate has"]) {
            ClientError::Certificate
        } else {
            ClientError::Tls
        }
    } else if has(&["starttls attempted but failed"]) {
        ClientError::Tls
    } else if has(&["no authentication type succeeded"]) {
        ClientError::Login
    } else if has(&["no acceptable authentication type", "no supported authentication mechanism"]) {
        ClientError::NoAuth
    } else {
        return None;
    })
}

/// What a line of a program says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note<'a> {
    Connected(Option<&'a str>),
    Secure,
    Failed(Failure),
    /// The client gives up.
    GaveUp(ClientError),
    Lost {
        by_client: bool,
    },
    /// The connection was closed, as a log or a client says at the end.
    Over,
    Renegotiated,
    /// The client spoke before the greeting.
    Early,
    /// The client sent a line that ends in LF alone.
    BareLine,
}

/// Reads a line; nothing where it says nothing of the connection.
pub(super) fn read(line: &str) -> Option<Note<'_>> {
    let line = line.get(..line.floor_char_boundary(400)).unwrap_or_default().trim();
    let lower = line.to_ascii_lowercase();
    let has = |words: &[&str]| has(&lower, words);
    if let Some(error) = client_error(&lower) {
        Some(Note::GaveUp(error))
    } else if has(&["connection refused", "actively refused", "winsock error code: 10061", "connect:errno=111"]) {
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
    ]) && (!has(&["after "]) || has(&["milliseconds"]))
    {
        Some(Note::Failed(Failure::TimedOut))
    } else if has(&["could not open connection to the host"]) {
        Some(Note::Failed(Failure::Untold))
    } else if lower.starts_with("disconnect from ") || has(&["connection closed with remote host"]) {
        Some(Note::Over)
    } else if lower.starts_with("pregreet ") {
        Some(Note::Early)
    } else if lower.starts_with("bare newline from ") || has(&["client sent bare line-feed"]) {
        Some(Note::BareLine)
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
        "eof: [eof]",
        "read:errno=",
        "timeout waiting for",
        ") waiting for server response",
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
    } else if has(&["attempting to connect"]) {
        Some(Note::Connected(None))
    } else {
        connected(line)
    }
}

/// Whether a line is what a client says of its own connection.
pub(super) fn is_of_client(line: &str) -> bool {
    let line = line.trim_start().to_ascii_lowercase();
    [
        "telnet: ",
        "nc: ",
        "ncat: ",
        "curl: (",
        "error connecting",
        "connect:errno",
        "failed to connect",
        "connecting to ",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

/// The words before the host that a program connects to.
const BEFORE_HOST: [&str; 13] = [
    "trying to connect to host \"",
    "Connected to ",
    "Connection to ",
    "Connecting to ",
    "Connecting To ",
    "Trying ",
    "connect: to ('",
    "connect to ",
    "connect: ('",
    "connect from ",
    "CONNECT from ",
    "telnet ",
    "-connect ",
];

/// A line that says to whom there is a connection, or was to be one.
pub(super) fn connected(line: &str) -> Option<Note<'_>> {
    let at = BEFORE_HOST.iter().find_map(|before| line.find(before).map(|at| (at, at + before.len())));
    let (start, end) = at.filter(|(start, _)| *start <= 60)?;
    let host = line.get(end..)?;
    let length = host
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')))
        .unwrap_or(host.len());
    let host = host.get(..length)?.split("..").next()?.trim_end_matches('.');
    let named = host.contains('.') && host.bytes().any(|byte| byte.is_ascii_alphabetic());
    // The log of a server names its client.
    let is_server = named && !line.get(start..end)?.ends_with(" from ");
    Some(Note::Connected(is_server.then_some(host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_say_of_the_connection_is_understood() {
        for (line, note) in [
            ("Trying 192.0.2.25...", Note::Connected(None)),
            ("=== Connected to mx.example.org.", Note::Connected(Some("mx.example.org"))),
            ("Connecting to mx.example.org [192.0.2.25]:25 ... connected", Note::Connected(Some("mx.example.org"))),
            ("connect from client.example.com[192.0.2.1]", Note::Connected(None)),
            ("telnet: Unable to connect to remote host: Connection refused", Note::Failed(Failure::Refused)),
            (
                "nc: connect to mx.example.org port 25 (tcp) failed: No route to host",
                Note::Failed(Failure::Unreachable),
            ),
            ("curl: (6) Could not resolve host: mx.example.org", Note::Failed(Failure::NoName)),
            ("Connection closed by foreign host.", Note::Lost { by_client: false }),
            ("lost connection after RCPT from client.example.com[192.0.2.1]", Note::Lost { by_client: true }),
            ("TLS started with cipher TLSv1.3:TLS_AES_256_GCM_SHA384:256", Note::Secure),
            ("RENEGOTIATING", Note::Renegotiated),
            ("*** Host did not advertise STARTTLS", Note::GaveUp(ClientError::NoStartTls)),
            (
                "(60) SSL certificate problem: unable to get local issuer certificate",
                Note::GaveUp(ClientError::Certificate),
            ),
            ("curl: (60) SSL certificate problem: certificate has expired", Note::GaveUp(ClientError::Expired)),
            (
                "(35) TLS connect error: error:0A00010B:SSL routines::wrong version number",
                Note::GaveUp(ClientError::NotTls),
            ),
            ("(64) Requested SSL level failed", Note::GaveUp(ClientError::NoStartTls)),
            (
                "TLS startup failed (connect(): server certificate did not match target host mx.example.org)",
                Note::GaveUp(ClientError::OtherName),
            ),
            ("PREGREET 24 after 0.1 from [192.0.2.1]:53122: EHLO x\\r\\n", Note::Early),
            ("BARE NEWLINE from [192.0.2.1]:53122 after MAIL", Note::BareLine),
        ] {
            assert_eq!(read(line), Some(note), "{line}");
        }
        assert_eq!(read("Escape character is '^]'."), None);
        // swaks checks a certificate that it was not asked to insist on, and goes on.
        assert_eq!(read("TLS peer certificate failed CA verification (unable to get local issuer certificate)"), None);
    }
}
