//! The server: its state, and its replies.

use data_encoding::BASE64;

use super::grammar::{self, verb};
use super::scenario::Scenario;
use crate::script::{Kind, MASK};
use crate::smtp::path;

/// The largest message, in octets; in the case about size small enough for every message.
const LARGEST: usize = 10_240_000;
const SMALL: usize = 100;
/// The longest command line with its end (RFC 5321 section 4.5.3.1.4); extensions make it longer.
const COMMAND: usize = 512 + 500;
/// How many recipients every server must take (RFC 5321 section 4.5.3.1.8); this one takes no more.
const RECIPIENTS: usize = 100;
/// The address that the simulated server sees its client at.
const CLIENT: &str = "192.0.2.1";

/// Something sent, and what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What kind of line it was; none where it is no command of a script.
    pub kind: Option<Kind>,
    /// What was sent, secrets masked; empty for the connection.
    pub sent: Vec<String>,
    /// The reply, line by line; empty where none comes.
    pub reply: Vec<String>,
    /// Whether the server owes a reply and is silent.
    pub silent: bool,
}

/// What the server waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Commands,
    /// The name and then the password of `AUTH LOGIN`, or the one line of `AUTH PLAIN`.
    LoginUser,
    LoginSecret,
    Plain,
    /// The message, up to a lone dot.
    Data,
    /// So many octets, and whether they are the last.
    Chunk(usize, bool),
    /// Nothing: it has hung up.
    Closed,
}

/// A simulated server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    scenario: Scenario,
    name: String,
    mode: Mode,
    /// Whether the client said EHLO (`Some(true)`) or HELO.
    hello: Option<bool>,
    is_secure: bool,
    is_known: bool,
    /// The sender, and whether the message may be in UTF-8.
    sender: Option<(String, bool)>,
    recipients: usize,
    octets: usize,
    messages: usize,
}

impl Server {
    /// A server that calls itself by this name; `secure`: within TLS from the first byte.
    #[must_use]
    pub fn new(scenario: Scenario, name: &str, secure: bool) -> Self {
        Self {
            scenario,
            name: if path::host(name).is_ok() { name.to_owned() } else { "mx.mail.example".to_owned() },
            mode: Mode::Commands,
            hello: None,
            is_secure: secure,
            is_known: false,
            sender: None,
            recipients: 0,
            octets: 0,
            messages: 0,
        }
    }

    /// Whether the server has hung up.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.mode == Mode::Closed
    }

    /// Whether it is in the midst of a message.
    #[must_use]
    pub fn is_in_message(&self) -> bool {
        matches!(self.mode, Mode::Data | Mode::Chunk(..))
    }

    /// Whether the next line is a secret.
    #[must_use]
    pub fn is_in_login(&self) -> bool {
        matches!(self.mode, Mode::LoginUser | Mode::LoginSecret | Mode::Plain)
    }

    /// The connection, and the greeting.
    pub fn connect(&mut self) -> Exchange {
        let reply = match self.scenario {
            Scenario::Blocklisted => {
                format!("554 5.7.1 {} Service unavailable; client [{CLIENT}] blocked using bl.example", self.name)
            }
            _ => format!("220 {} ESMTP", self.name),
        };
        exchange(Some(Kind::Connect), None, vec![reply])
    }

    /// Takes a line, without its end.
    pub fn line(&mut self, line: &str) -> Exchange {
        match self.mode {
            Mode::Closed => exchange(None, Some(line), Vec::new()),
            Mode::Data => {
                if line == "." {
                    let reply = self.message();
                    return exchange(Some(Kind::Content), Some(line), vec![reply]);
                }
                self.octets += line.strip_prefix('.').unwrap_or(line).len() + 2;
                exchange(Some(Kind::Content), Some(line), Vec::new())
            }
            Mode::Chunk(left, is_last) => {
                self.octets += line.len() + 2;
                let reply = self.chunk(left.saturating_sub(line.len() + 2), is_last);
                exchange(Some(Kind::Bdat), Some(line), reply.into_iter().collect())
            }
            Mode::LoginUser | Mode::LoginSecret | Mode::Plain => {
                let kind = if self.mode == Mode::LoginUser { Kind::AuthUser } else { Kind::Auth };
                let reply = self.login(line.trim());
                exchange(Some(kind), Some(if line.trim() == "*" { "*" } else { MASK }), vec![reply])
            }
            Mode::Commands => self.command(line),
        }
    }

    fn command(&mut self, line: &str) -> Exchange {
        let (verb, rest) = verb(line);
        let kind = match verb.as_str() {
            "HELO" => Some(Kind::Helo),
            "EHLO" => Some(Kind::Ehlo),
            "STARTTLS" => Some(Kind::StartTls),
            "XCLIENT" => Some(Kind::Xclient),
            "AUTH" => Some(Kind::Auth),
            "VRFY" => Some(Kind::Vrfy),
            "MAIL" => Some(Kind::Mail),
            "RCPT" => Some(Kind::Rcpt),
            "DATA" => Some(Kind::Data),
            "BDAT" => Some(Kind::Bdat),
            "RSET" => Some(Kind::Rset),
            "QUIT" => Some(Kind::Quit),
            _ => None,
        };
        // The mechanism is no secret; what follows it is.
        let mechanism = rest.split(' ').next().unwrap_or_default();
        let masked = (kind == Some(Kind::Auth) && rest.contains(' ')).then(|| format!("{verb} {mechanism} {MASK}"));
        let mut told = exchange(kind, Some(masked.as_deref().unwrap_or(line)), Vec::new());
        let is_hello = matches!(kind, Some(Kind::Helo | Kind::Ehlo));
        if self.scenario == Scenario::SilentAtHelo && is_hello {
            told.silent = true;
            self.mode = Mode::Closed;
            return told;
        }
        told.reply = if line.len() + 2 > COMMAND {
            vec!["500 5.5.2 Line too long".to_owned()]
        } else if self.scenario == Scenario::Blocklisted && kind != Some(Kind::Quit) {
            vec!["503 5.5.1 No mail is taken here, only QUIT".to_owned()]
        } else if kind == Some(Kind::Ehlo) {
            self.ehlo(rest)
        } else {
            // A chunk's reply comes after its octets.
            self.reply(kind, &verb, rest).into_iter().collect()
        };
        told
    }

    fn reply(&mut self, kind: Option<Kind>, verb: &str, rest: &str) -> Option<String> {
        let said = match kind {
            Some(Kind::Helo) => self.helo(rest, false).map(|()| format!("250 {}", self.name)),
            Some(Kind::StartTls) => self.starttls(rest),
            Some(Kind::Xclient) => self.xclient(rest),
            Some(Kind::Auth) => self.auth(rest),
            Some(Kind::Vrfy) if rest.is_empty() => Err("501 5.5.4 Syntax: VRFY address".to_owned()),
            Some(Kind::Vrfy) => Ok(format!("252 2.0.0 {rest}")),
            Some(Kind::Mail) => self.mail(rest),
            Some(Kind::Rcpt) => self.rcpt(rest),
            Some(Kind::Data) => self.data(rest),
            Some(Kind::Bdat) => return self.bdat(rest),
            Some(Kind::Rset) if !rest.is_empty() => Err("501 5.5.4 Syntax: RSET".to_owned()),
            Some(Kind::Rset) => {
                self.forget();
                Ok("250 2.0.0 Ok".to_owned())
            }
            Some(Kind::Quit) if !rest.is_empty() => Err("501 5.5.4 Syntax: QUIT".to_owned()),
            Some(Kind::Quit) => {
                self.mode = Mode::Closed;
                Ok("221 2.0.0 Bye".to_owned())
            }
            _ => match verb {
                "NOOP" => Ok("250 2.0.0 Ok".to_owned()),
                "HELP" => Ok("214 2.0.0 See RFC 5321".to_owned()),
                "EXPN" => Err("502 5.5.1 Command not implemented".to_owned()),
                _ => Err("500 5.5.2 Command not recognized".to_owned()),
            },
        };
        Some(said.unwrap_or_else(|refusal| refusal))
    }

    fn helo(&mut self, name: &str, extended: bool) -> Result<(), String> {
        if name.contains(' ') || path::client_name(name).is_err() {
            let verb = if extended { "EHLO" } else { "HELO" };
            return Err(format!("501 5.5.4 Syntax: {verb} and the full name of your host"));
        }
        self.forget();
        self.hello = Some(extended);
        Ok(())
    }

    fn ehlo(&mut self, name: &str) -> Vec<String> {
        if let Err(refusal) = self.helo(name, true) {
            return vec![refusal];
        }
        let size = format!("SIZE {}", self.largest());
        let mut lines = vec![self.name.as_str(), "PIPELINING", &size];
        if self.is_secure {
            lines.push("AUTH PLAIN LOGIN");
        } else {
            lines.push("STARTTLS");
        }
        lines.extend(["XCLIENT NAME ADDR", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8", "CHUNKING"]);
        let last = lines.len() - 1;
        lines.iter().enumerate().map(|(at, line)| format!("250{}{line}", if at == last { ' ' } else { '-' })).collect()
    }

    fn largest(&self) -> usize {
        if self.scenario == Scenario::SizeRefused { SMALL } else { LARGEST }
    }

    fn starttls(&mut self, rest: &str) -> Result<String, String> {
        if !rest.is_empty() {
            return Err("501 5.5.4 Syntax: STARTTLS".to_owned());
        }
        self.need_ehlo()?;
        if self.is_secure {
            return Err("503 5.5.1 TLS is already on".to_owned());
        }
        // Everything said before is forgotten (RFC 3207 section 4.2).
        self.is_secure = true;
        self.hello = None;
        self.forget();
        Ok("220 2.0.0 Ready to start TLS".to_owned())
    }

    fn xclient(&mut self, rest: &str) -> Result<String, String> {
        if self.sender.is_some() {
            return Err("503 5.5.1 A message is under way".to_owned());
        }
        let is_attribute = |word: &str| {
            word.split_once('=').is_some_and(|(name, value)| {
                !value.is_empty() && ["NAME", "ADDR"].iter().any(|known| name.eq_ignore_ascii_case(known))
            })
        };
        if rest.is_empty() || !rest.split(' ').all(is_attribute) {
            return Err("501 5.5.4 Syntax: XCLIENT NAME=name ADDR=address".to_owned());
        }
        self.hello = None;
        Ok(format!("220 {} ESMTP", self.name))
    }

    fn auth(&mut self, rest: &str) -> Result<String, String> {
        self.need_ehlo()?;
        if self.is_known || self.sender.is_some() {
            return Err("503 5.5.1 Not now: you are logged in, or a message is under way".to_owned());
        }
        if !self.is_secure {
            return Err("538 5.7.11 Encryption is needed for this login: STARTTLS first".to_owned());
        }
        let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
        match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" if initial.is_empty() => {
                self.mode = Mode::Plain;
                Ok("334 ".to_owned())
            }
            "PLAIN" => {
                self.mode = Mode::Plain;
                Ok(self.login(initial))
            }
            "LOGIN" if initial.is_empty() => {
                self.mode = Mode::LoginUser;
                Ok("334 VXNlcm5hbWU6".to_owned())
            }
            "LOGIN" => {
                self.mode = Mode::LoginUser;
                Ok(self.login(initial))
            }
            _ => Err("504 5.5.4 This way to log in is not known".to_owned()),
        }
    }

    /// A line of a login. It is looked at for its form, and forgotten.
    fn login(&mut self, line: &str) -> String {
        let mode = std::mem::replace(&mut self.mode, Mode::Commands);
        if line == "*" {
            return "501 5.7.0 Login given up".to_owned();
        }
        let Ok(text) = BASE64.decode(line.as_bytes()) else { return "501 5.5.2 That is not base64".to_owned() };
        match mode {
            Mode::LoginUser => {
                self.mode = Mode::LoginSecret;
                "334 UGFzc3dvcmQ6".to_owned()
            }
            Mode::Plain if text.iter().filter(|byte| **byte == 0).count() != 2 => {
                "501 5.5.2 PLAIN is an empty or other name, NUL, the name, NUL, the password".to_owned()
            }
            _ => {
                self.is_known = true;
                "235 2.7.0 Logged in".to_owned()
            }
        }
    }

    fn mail(&mut self, rest: &str) -> Result<String, String> {
        let Some(extended) = self.hello else { return Err("503 5.5.1 Say EHLO or HELO first".to_owned()) };
        if self.sender.is_some() {
            return Err("503 5.5.1 A sender is already named; RSET takes it back".to_owned());
        }
        let path = grammar::path(rest, "FROM:")?;
        let mut utf8 = false;
        let mut size = 0;
        for parameter in &path.parameters {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match name.to_ascii_uppercase().as_str() {
                _ if !extended => return Err("555 5.5.4 After HELO no parameter can be used".to_owned()),
                "SIZE" => size = value.parse().map_err(|_| "501 5.5.4 SIZE is a number of octets".to_owned())?,
                "BODY" if ["7BIT", "8BITMIME"].iter().any(|known| value.eq_ignore_ascii_case(known)) => {}
                "BODY" => return Err("501 5.5.4 BODY is 7BIT or 8BITMIME".to_owned()),
                "SMTPUTF8" if value.is_empty() => utf8 = true,
                _ => return Err(format!("555 5.5.4 The parameter {name} is not known")),
            }
        }
        if let Some(refusal) = grammar::sender(path.address, utf8) {
            return Err(refusal);
        }
        if size > self.largest() {
            return Err("552 5.3.4 Message size exceeds the limit of this server".to_owned());
        }
        if self.scenario == Scenario::SpfRefused {
            return Err(format!(
                "550 5.7.23 <{}>: SPF check failed: {CLIENT} may not send for this domain",
                path.address
            ));
        }
        self.sender = Some((path.address.to_owned(), utf8));
        Ok("250 2.1.0 Ok".to_owned())
    }

    fn rcpt(&mut self, rest: &str) -> Result<String, String> {
        let Some((_, utf8)) = self.sender else { return Err("503 5.5.1 Say MAIL FROM first".to_owned()) };
        let path = grammar::path(rest, "TO:")?;
        if let Some(parameter) = path.parameters.first() {
            return Err(format!("555 5.5.4 The parameter {parameter} is not known"));
        }
        let address = path.address;
        if let Some(refusal) = grammar::recipient(address, utf8) {
            return Err(refusal);
        }
        if self.recipients >= RECIPIENTS {
            return Err("452 4.5.3 Too many recipients".to_owned());
        }
        match self.scenario {
            Scenario::RelayDenied if !self.is_known => {
                return Err(format!("554 5.7.1 <{address}>: Relay access denied"));
            }
            Scenario::UnknownUser => {
                return Err(format!("550 5.1.1 <{address}>: Recipient address rejected: User unknown"));
            }
            Scenario::MailboxFull => return Err(format!("452 4.2.2 <{address}>: Mailbox is full")),
            Scenario::Greylisted => {
                return Err(format!(
                    "450 4.7.1 <{address}>: Recipient address rejected: Greylisted, try again in 5 minutes"
                ));
            }
            _ => {}
        }
        self.recipients += 1;
        Ok("250 2.1.5 Ok".to_owned())
    }

    fn data(&mut self, rest: &str) -> Result<String, String> {
        if !rest.is_empty() {
            return Err("501 5.5.4 Syntax: DATA".to_owned());
        }
        self.need_recipient()?;
        self.mode = Mode::Data;
        Ok("354 End data with <CR><LF>.<CR><LF>".to_owned())
    }

    fn bdat(&mut self, rest: &str) -> Option<String> {
        let mut words = rest.split(' ');
        let size = words.next().and_then(|size| size.parse().ok());
        let is_last = match words.next() {
            None => Some(false),
            Some(word) => word.eq_ignore_ascii_case("LAST").then_some(true),
        };
        let (Some(size), Some(is_last), None) = (size, is_last, words.next()) else {
            return Some("501 5.5.4 Syntax: BDAT number, and LAST with the last one".to_owned());
        };
        if let Err(refusal) = self.need_ehlo().and_then(|()| self.need_recipient()) {
            return Some(refusal);
        }
        self.chunk(size, is_last)
    }

    fn chunk(&mut self, left: usize, is_last: bool) -> Option<String> {
        if left > 0 {
            self.mode = Mode::Chunk(left, is_last);
            return None;
        }
        self.mode = Mode::Commands;
        Some(if is_last { self.message() } else { "250 2.0.0 Ok".to_owned() })
    }

    /// The end of the message.
    fn message(&mut self) -> String {
        let octets = self.octets;
        self.mode = Mode::Commands;
        self.forget();
        if octets > self.largest() {
            return "552 5.3.4 Message size exceeds the limit of this server".to_owned();
        }
        if self.scenario == Scenario::ContentRefused {
            return "554 5.7.1 Message content rejected: it looks like spam".to_owned();
        }
        self.messages += 1;
        format!("250 2.0.0 Ok: queued as PRACTICE{}", self.messages)
    }

    fn need_ehlo(&self) -> Result<(), String> {
        if self.hello == Some(true) { Ok(()) } else { Err("503 5.5.1 Say EHLO first".to_owned()) }
    }

    fn need_recipient(&self) -> Result<(), String> {
        match (&self.sender, self.recipients) {
            (None, _) => Err("503 5.5.1 Say MAIL FROM first".to_owned()),
            (Some(_), 0) => Err("503 5.5.1 No recipient was taken: RCPT TO first".to_owned()),
            _ => Ok(()),
        }
    }

    /// Forgets sender, recipients and message.
    fn forget(&mut self) {
        self.sender = None;
        self.recipients = 0;
        self.octets = 0;
    }
}

fn exchange(kind: Option<Kind>, sent: Option<&str>, reply: Vec<String>) -> Exchange {
    Exchange { kind, sent: sent.map(str::to_owned).into_iter().collect(), reply, silent: false }
}
