//! The session that is being written, as it was typed.

use backstamp::script::{Auth, Field, Mechanism, Message, Proxy, SessionRequest, Tls, Xclient};

/// The fields of the form. The password is in here and nowhere else: not in storage, not in the address.
#[derive(Clone, PartialEq)]
pub struct SessionForm {
    pub from: String,
    /// The recipients, one a line or parted by commas.
    pub to: String,
    pub host: String,
    pub port: String,
    pub helo: String,
    pub sends: bool,
    pub message: Message,
    pub tls: Tls,
    pub logs_in: bool,
    pub auth: Auth,
    pub old_hello: bool,
    pub size: bool,
    pub eight_bit: bool,
    pub utf8: bool,
    pub pipelining: bool,
    pub bdat: bool,
    pub vrfy: bool,
    pub rset: bool,
    pub speaks_for: bool,
    pub xclient: Xclient,
    pub is_proxied: bool,
    pub source: String,
    pub destination: String,
}

impl Default for SessionForm {
    fn default() -> Self {
        let message = Message {
            subject: "Test".to_owned(),
            body: "This is a test by hand. Please ignore it.".to_owned(),
            ..Message::default()
        };
        Self {
            from: String::new(),
            to: String::new(),
            host: String::new(),
            port: String::new(),
            helo: String::new(),
            sends: true,
            message,
            tls: Tls::None,
            logs_in: false,
            auth: Auth::default(),
            old_hello: false,
            size: false,
            eight_bit: false,
            utf8: false,
            pipelining: false,
            bdat: false,
            vrfy: false,
            rset: false,
            speaks_for: false,
            xclient: Xclient::default(),
            is_proxied: false,
            source: String::new(),
            destination: String::new(),
        }
    }
}

impl SessionForm {
    /// Something to look at before one's own is typed in.
    pub fn example() -> Self {
        Self {
            from: "jane@sender.example".to_owned(),
            to: "joe@mail.example".to_owned(),
            host: "mx.mail.example".to_owned(),
            helo: "client.sender.example".to_owned(),
            ..Self::default()
        }
    }

    /// What a session is to be written from; or what the form's own fields hold that no wish can.
    pub fn wish(&self) -> Result<SessionRequest, (Field, &'static str)> {
        let port = match self.port.trim() {
            "" => 0,
            port => match port.parse() {
                Ok(port) if port > 0 => port,
                _ => return Err((Field::Host, "Port: a number from 1 to 65535, or nothing for the usual one.")),
            },
        };
        let proxy = match (self.source.trim().parse(), self.destination.trim().parse()) {
            _ if !self.is_proxied => None,
            (Ok(source), Ok(destination)) => Some(Proxy { source, destination }),
            _ => return Err((Field::Proxy, "PROXY: give the client's address and the one that it connected to.")),
        };
        let to = self.to.split(['\n', ',']).map(str::trim).filter(|recipient| !recipient.is_empty());
        Ok(SessionRequest {
            from: self.from.trim().to_owned(),
            to: to.map(str::to_owned).collect(),
            message: self.sends.then(|| self.message.clone()),
            host: self.host.trim().to_owned(),
            port,
            helo: self.helo.trim().to_owned(),
            old_hello: self.old_hello,
            tls: self.tls,
            auth: self.logs_in.then(|| self.auth.clone()),
            size: self.size,
            eight_bit: self.eight_bit,
            utf8: self.utf8,
            pipelining: self.pipelining,
            bdat: self.bdat,
            vrfy: self.vrfy,
            rset: self.rset,
            xclient: self.speaks_for.then(|| Xclient {
                addr: self.xclient.addr.trim().to_owned(),
                name: self.xclient.name.trim().to_owned(),
            }),
            proxy,
        })
    }

    /// The fields that every session needs and that are still empty.
    pub fn missing(&self) -> Vec<&'static str> {
        [
            ("the server", &self.host),
            ("your own name", &self.helo),
            ("the sender", &self.from),
            ("a recipient", &self.to),
        ]
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| name)
        .collect()
    }
}

/// The ways to log in, with their names.
pub const MECHANISMS: [(Mechanism, &str); 2] = [(Mechanism::Plain, "PLAIN"), (Mechanism::Login, "LOGIN")];

/// The ways to encrypt, with their names.
pub const TLS: [(Tls, &str); 3] =
    [(Tls::None, "None"), (Tls::StartTls, "STARTTLS"), (Tls::Implicit, "From the first byte (465)")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipients_are_parted_by_lines_and_commas() {
        let form = SessionForm { to: " a@b.example,\nc@d.example\n\n".to_owned(), ..SessionForm::example() };
        assert_eq!(form.wish().unwrap().to, ["a@b.example", "c@d.example"]);
    }

    #[test]
    fn a_port_that_is_none_is_no_other_port() {
        let form = |port: &str| SessionForm { port: port.to_owned(), ..SessionForm::example() };
        assert_eq!(form("").wish().unwrap().port, 0);
        assert_eq!(form("2525").wish().unwrap().port, 2525);
        assert!(form("0").wish().is_err() && form("70000").wish().is_err() && form("smtp").wish().is_err());
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(SessionForm::default().missing().len(), 4);
        assert!(SessionForm::example().missing().is_empty());
    }
}
