//! What is wrong with a wish, and what is worth a second look.

use std::net::IpAddr;

use super::content::is_field_name;
use super::{Field, Remark, SessionRequest, Tls, content};
use crate::smtp::path;

/// The longest command line and text line without its end, in octets (RFC 5321 section 4.5.3.1).
const COMMAND: usize = 510;
const TEXT: usize = 998;

pub(super) fn faults(wish: &SessionRequest) -> Vec<Remark> {
    let mut faults = Vec::new();
    let mut fault = |field: Field, text: String| faults.push(Remark { field, text });
    if wish.from.is_empty() {
        fault(Field::From, "Give the sender, or <> for the empty sender that bounces have.".to_owned());
    } else if wish.from != "<>"
        && let Err(why) = path::mailbox(&wish.from, wish.utf8)
    {
        fault(Field::From, format!("Sender: {why}."));
    }
    if wish.to.is_empty() {
        fault(Field::To, "Give at least one recipient.".to_owned());
    }
    for recipient in &wish.to {
        // The one recipient that needs no domain (RFC 5321 section 4.5.1).
        if !recipient.eq_ignore_ascii_case("postmaster")
            && let Err(why) = path::mailbox(recipient, wish.utf8)
        {
            fault(Field::To, format!("Recipient {}: {why}.", printable(recipient)));
        }
    }
    if let Err(why) = path::host(&wish.host) {
        fault(Field::Host, format!("Server: {why}."));
    }
    if let Err(why) = path::client_name(&wish.helo) {
        fault(Field::Helo, format!("Your own name: {why}."));
    }
    if let Some(message) = &wish.message {
        subject(wish, &message.subject, &mut fault);
        headers(wish, &message.headers, &mut fault);
        body(wish, &message.body, &mut fault);
    }
    login(wish, &mut fault);
    options(wish, &mut fault);
    behind_one(wish, &mut fault);
    faults
}

type Say<'a> = dyn FnMut(Field, String) + 'a;

fn subject(wish: &SessionRequest, subject: &str, fault: &mut Say<'_>) {
    if subject.chars().any(char::is_control) {
        fault(Field::Subject, "A line break or another control character has no place in a subject.".to_owned());
    } else if subject.len() > TEXT - 20 && (subject.is_ascii() || wish.utf8) {
        fault(Field::Subject, "The subject is longer than a line of mail can be: 998 octets.".to_owned());
    }
}

fn headers(wish: &SessionRequest, headers: &str, fault: &mut Say<'_>) {
    for (index, line) in headers.lines().enumerate() {
        let (name, value) = line.split_once(':').unwrap_or_default();
        let continues = index > 0 && line.starts_with([' ', '\t']) && !line.trim().is_empty();
        let why = if line.chars().any(|letter| letter.is_control() && letter != '\t') {
            "a control character has no place in a header"
        } else if !line.is_ascii() && !wish.utf8 {
            "a letter outside ASCII needs an encoded word, or SMTPUTF8"
        } else if line.len() > TEXT {
            "it is longer than a line of mail can be: 998 octets"
        } else if continues || is_field_name(name) && (value.is_empty() || value.starts_with([' ', '\t'])) {
            continue;
        } else if line.is_empty() {
            "an empty line would end the headers"
        } else {
            "a header is written Name: value"
        };
        fault(Field::Headers, format!("Header line {}: {why}.", index + 1));
    }
}

fn body(wish: &SessionRequest, body: &str, fault: &mut Say<'_>) {
    for (index, line) in body.lines().enumerate() {
        if line.len() > TEXT {
            let number = index + 1;
            fault(Field::Body, format!("Line {number} of the text is longer than a line of mail can be: 998 octets."));
        }
    }
    if body.replace("\r\n", "").contains(['\r', '\0']) {
        fault(Field::Body, "A CR alone or a NUL has no place in a message.".to_owned());
    }
    if !body.is_ascii() && wish.old_hello {
        fault(Field::Body, "Letters outside ASCII need 8BITMIME, and so EHLO.".to_owned());
    }
}

fn login(wish: &SessionRequest, fault: &mut Say<'_>) {
    let Some(auth) = &wish.auth else { return };
    if auth.user.is_empty() {
        fault(Field::Auth, "Give the name to log in with.".to_owned());
    }
    if [&auth.user, &auth.secret].iter().any(|text| text.chars().any(char::is_control)) {
        fault(Field::Auth, "A control character has no place in a name or a password.".to_owned());
    }
    // In base64 three octets are four; AUTH PLAIN holds the name, the password and two NULs.
    if (auth.user.len() + auth.secret.len() + 2) * 4 / 3 > COMMAND - 20 {
        fault(Field::Auth, "Name and password are too long for one command line.".to_owned());
    }
}

fn options(wish: &SessionRequest, fault: &mut Say<'_>) {
    let extended = wish.tls == Tls::StartTls
        || wish.auth.is_some()
        || wish.size
        || wish.eight_bit
        || wish.utf8
        || wish.pipelining
        || wish.bdat
        || wish.xclient.is_some();
    if wish.old_hello && extended {
        fault(Field::Options, "After HELO no extension can be used. Say EHLO, or take the extensions away.".to_owned());
    }
    if wish.bdat && wish.message.is_none() {
        fault(Field::Options, "BDAT needs a message to send.".to_owned());
    }
}

fn behind_one(wish: &SessionRequest, fault: &mut Say<'_>) {
    if let Some(xclient) = &wish.xclient {
        if xclient.addr.parse::<IpAddr>().is_err() {
            fault(Field::Xclient, "XCLIENT: give the client's address, such as 192.0.2.1.".to_owned());
        }
        if !xclient.name.is_empty() && path::host(&xclient.name).is_err() {
            fault(Field::Xclient, "XCLIENT: the client's name is no host name.".to_owned());
        }
    }
    if let Some(proxy) = &wish.proxy
        && proxy.source.is_ipv4() != proxy.destination.is_ipv4()
    {
        fault(Field::Proxy, "PROXY: both addresses are IPv4, or both IPv6.".to_owned());
    }
}

/// A text without what would break a line, and not too long to say.
fn printable(text: &str) -> String {
    let mut short: String = text.chars().filter(|letter| !letter.is_control()).take(60).collect();
    if short.is_empty() {
        short.push_str("(empty)");
    }
    short
}

pub(super) fn remarks(wish: &SessionRequest, message: &[String]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut remark = |field: Field, text: &str| remarks.push(Remark { field, text: text.to_owned() });
    if !path::is_full(&wish.helo) {
        remark(
            Field::Helo,
            "Your own name has no dot. Many servers refuse a name that is not full, or look it up and wait. Give the full \
             name of the machine you type on, best the one that its address leads back to in DNS.",
        );
    } else if !wish.helo.starts_with('[') && wish.helo.eq_ignore_ascii_case(&wish.host) {
        remark(
            Field::Helo,
            "You give the server's own name as yours. Many servers refuse a client that claims to be they themselves.",
        );
    }
    if wish.from == "<>" && wish.to.len() > 1 {
        remark(Field::From, "A bounce has one recipient. Some servers refuse the empty sender for more than one.");
    }
    if wish.auth.is_some() && wish.tls == Tls::None {
        remark(
            Field::Auth,
            "Without TLS everybody on the way can read the password. Most servers will not take it so.",
        );
    }
    if wish.auth.is_some() && wish.port() == 25 {
        remark(Field::Auth, "Logins are for port 587 or 465. On port 25 many servers offer none.");
    }
    if wish.tls == Tls::Implicit && matches!(wish.port(), 25 | 587) || wish.tls != Tls::Implicit && wish.port() == 465 {
        remark(Field::Options, "Port 465 has TLS from the first byte; 25 and 587 begin it with STARTTLS.");
    }
    if wish.eight_bit && message.iter().all(|line| line.is_ascii()) && wish.message.is_some() {
        remark(Field::Options, "BODY=8BITMIME is said although the message is plain ASCII. That is allowed.");
    }
    if content::needs_8bit(message) && !wish.eight_bit {
        remark(
            Field::Options,
            "The text has letters outside ASCII, so BODY=8BITMIME is said. The server must offer 8BITMIME.",
        );
    }
    if wish.vrfy {
        remark(
            Field::Options,
            "Most servers answer VRFY with 252 or 502 for everybody: that says nothing of the address.",
        );
    }
    if wish.xclient.is_some() {
        remark(Field::Xclient, "XCLIENT works only where the server lists your address as allowed to use it.");
    }
    if wish.proxy.is_some() {
        remark(Field::Proxy, "A server that does not wait for a PROXY line answers it with an error, or hangs up.");
    }
    remarks
}
