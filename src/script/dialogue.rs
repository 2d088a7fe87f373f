//! The lines of a session, in the order in which they are sent.

use std::net::IpAddr;

use data_encoding::BASE64;

use super::{Kind, MASK, Mechanism, SessionRequest, Tls, Turn, content};

/// The port that a PROXY line gives the client, which has none: the first of those for private use (RFC 6335 section 6).
const CLIENT_PORT: u16 = 49152;

pub(super) fn turns(wish: &SessionRequest, message: &[String]) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut say = |kind: Kind, line: String| turns.push(Turn::new(kind, line));
    if let Some(line) = proxy(wish) {
        say(Kind::Proxy, line);
    }
    turns.push(Turn { kind: Kind::Connect, lines: Vec::new(), masked: None, joined: false });
    let mut say = |kind: Kind, line: String| turns.push(Turn::new(kind, line));
    let hello = || {
        if wish.old_hello {
            (Kind::Helo, format!("HELO {}", wish.helo))
        } else {
            (Kind::Ehlo, format!("EHLO {}", wish.helo))
        }
    };
    let (kind, line) = hello();
    say(kind, line);
    if wish.tls == Tls::StartTls {
        say(Kind::StartTls, "STARTTLS".to_owned());
        let (kind, line) = hello();
        say(kind, line);
    }
    if let Some(line) = xclient(wish) {
        say(Kind::Xclient, line);
        let (kind, line) = hello();
        say(kind, line);
    }
    login(wish, &mut turns);
    let mut say = |kind: Kind, line: String, joined: bool| {
        turns.push(Turn { joined: joined && wish.pipelining, ..Turn::new(kind, line) });
    };
    if wish.vrfy {
        for recipient in &wish.to {
            say(Kind::Vrfy, format!("VRFY {recipient}"), false);
        }
    }
    let rounds = if wish.rset { 2 } else { 1 };
    for round in 0..rounds {
        say(Kind::Mail, mail(wish, message), round > 0);
        for recipient in &wish.to {
            say(Kind::Rcpt, format!("RCPT TO:<{recipient}>"), true);
        }
        if round + 1 < rounds {
            say(Kind::Rset, "RSET".to_owned(), true);
        }
    }
    if wish.message.is_some() {
        if wish.bdat {
            let mut lines = vec![format!("BDAT {} LAST", content::size(message))];
            lines.extend(message.iter().cloned());
            turns.push(Turn { kind: Kind::Bdat, lines, masked: None, joined: false });
        } else {
            say(Kind::Data, "DATA".to_owned(), false);
            let mut lines: Vec<String> = message.iter().map(|line| content::stuffed(line)).collect();
            lines.push(".".to_owned());
            turns.push(Turn { kind: Kind::Content, lines, masked: None, joined: false });
        }
    }
    turns.push(Turn::new(Kind::Quit, "QUIT".to_owned()));
    turns
}

/// `MAIL FROM` with what the extensions add (RFC 5321 section 4.1.1.2).
fn mail(wish: &SessionRequest, message: &[String]) -> String {
    let mut line = format!("MAIL FROM:<{}>", wish.sender());
    if wish.size && wish.message.is_some() {
        line.push_str(&format!(" SIZE={}", content::size(message)));
    }
    if wish.eight_bit || content::needs_8bit(message) {
        line.push_str(" BODY=8BITMIME");
    }
    if wish.utf8 {
        line.push_str(" SMTPUTF8");
    }
    line
}

fn login(wish: &SessionRequest, turns: &mut Vec<Turn>) {
    let Some(auth) = &wish.auth else { return };
    let mut secret = |kind: Kind, line: String, masked: String| {
        turns.push(Turn { masked: Some(masked), ..Turn::new(kind, line) });
    };
    match auth.mechanism {
        Mechanism::Plain => {
            let token = BASE64.encode(format!("\0{}\0{}", auth.user, auth.secret).as_bytes());
            secret(Kind::Auth, format!("AUTH PLAIN {token}"), format!("AUTH PLAIN {MASK}"));
        }
        Mechanism::Login => {
            turns.push(Turn::new(Kind::AuthLogin, "AUTH LOGIN".to_owned()));
            let mut secret = |kind: Kind, text: &str| {
                turns.push(Turn { masked: Some(MASK.to_owned()), ..Turn::new(kind, BASE64.encode(text.as_bytes())) });
            };
            secret(Kind::AuthUser, &auth.user);
            secret(Kind::Auth, &auth.secret);
        }
    }
}

/// The attributes are `NAME` and `ADDR`; an IPv6 address has `IPV6:` before it (Postfix's XCLIENT_README).
fn xclient(wish: &SessionRequest) -> Option<String> {
    let xclient = wish.xclient.as_ref()?;
    let mut line = String::from("XCLIENT");
    if !xclient.name.is_empty() {
        line.push_str(" NAME=");
        line.push_str(&xclient.name);
    }
    line.push_str(if xclient.addr.contains(':') { " ADDR=IPV6:" } else { " ADDR=" });
    line.push_str(&xclient.addr);
    Some(line)
}

fn proxy(wish: &SessionRequest) -> Option<String> {
    let proxy = wish.proxy?;
    let family = match proxy.source {
        IpAddr::V4(_) => "TCP4",
        IpAddr::V6(_) => "TCP6",
    };
    Some(format!("PROXY {family} {} {} {CLIENT_PORT} {}", proxy.source, proxy.destination, wish.port()))
}
