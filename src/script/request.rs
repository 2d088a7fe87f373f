//! What is to be tried.

use std::net::IpAddr;

/// What a session is written from, as it was typed. [`write`](super::write) checks all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionRequest {
    /// The sender of the envelope; `<>` for the empty one that bounces have.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The message; without one the session ends after the recipients, and no message is sent.
    pub message: Option<Message>,
    /// The server: a name or an address.
    pub host: String,
    /// Its port; 0 for the usual one.
    pub port: u16,
    /// The client's own full name, or its address as a literal: `[192.0.2.1]`.
    pub helo: String,
    /// Say HELO, and use no extension.
    pub old_hello: bool,
    /// Encryption.
    pub tls: Tls,
    /// The login.
    pub auth: Option<Auth>,
    /// Say how large the message is (RFC 1870).
    pub size: bool,
    /// Say that the body has 8-bit letters (RFC 6152).
    pub eight_bit: bool,
    /// Ask for addresses and headers in UTF-8 (RFC 6531).
    pub utf8: bool,
    /// Send what may be sent together without a wait (RFC 2920).
    pub pipelining: bool,
    /// Send the message with BDAT (RFC 3030).
    pub bdat: bool,
    /// Ask with VRFY first whether the recipients are known.
    pub vrfy: bool,
    /// Take the recipients back with RSET and name them again.
    pub rset: bool,
    /// Speak for another client, to a server that allows it: Postfix's XCLIENT.
    pub xclient: Option<Xclient>,
    /// Begin with a line of the PROXY protocol, version 1, to a server that waits for it.
    pub proxy: Option<Proxy>,
}

/// A message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// Its subject.
    pub subject: String,
    /// More header fields, one a line; they win over those that are written for it.
    pub headers: String,
    /// Its text.
    pub body: String,
}

/// How the connection is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tls {
    /// Not at all.
    #[default]
    None,
    /// With STARTTLS (RFC 3207).
    StartTls,
    /// From its first byte, as on port 465 (RFC 8314 section 3.3).
    Implicit,
}

/// A login (RFC 4954).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Auth {
    /// How.
    pub mechanism: Mechanism,
    /// The name.
    pub user: String,
    /// The password.
    pub secret: String,
}

impl std::fmt::Debug for Auth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Auth").field("mechanism", &self.mechanism).field("user", &self.user).finish_non_exhaustive()
    }
}

/// A way to log in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mechanism {
    /// Name and password in one line (RFC 4616).
    #[default]
    Plain,
    /// Name and password in a line each; no RFC defines it, and many servers know it.
    Login,
}

/// Whom to speak for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Xclient {
    /// The client's address.
    pub addr: String,
    /// Its name by DNS; empty to leave it out.
    pub name: String,
}

/// The connection that a proxy would tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proxy {
    /// The client's address.
    pub source: IpAddr,
    /// The address that it connected to; of the same family.
    pub destination: IpAddr,
}

/// A field of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The sender.
    From,
    /// The recipients.
    To,
    /// The server.
    Host,
    /// The client's own name.
    Helo,
    /// More headers.
    Headers,
    /// The subject.
    Subject,
    /// The text.
    Body,
    /// The login.
    Auth,
    /// The extensions.
    Options,
    /// XCLIENT.
    Xclient,
    /// PROXY.
    Proxy,
}

impl SessionRequest {
    /// The port that is used: the one given, or the usual one.
    #[must_use]
    pub fn port(&self) -> u16 {
        match (self.port, self.tls, &self.auth) {
            (0, Tls::Implicit, _) => 465,
            (0, _, Some(_)) => 587,
            (0, _, None) => 25,
            (port, ..) => port,
        }
    }

    /// The sender as it stands between angle brackets; empty for the empty one.
    #[must_use]
    pub fn sender(&self) -> &str {
        if self.from == "<>" { "" } else { &self.from }
    }
}
