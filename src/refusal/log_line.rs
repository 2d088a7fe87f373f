//! What a log line or a notice says around a server's words: who refused, for whom, and whether the sender has given up.

/// How many bytes of a line are read: what a program says around a reply stands in its first few hundred.
const LIMIT: usize = 4 * 1024;

/// The facts around a reply, as far as the line tells them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings<'a> {
    /// The server that answered, by name.
    pub remote: Option<&'a str>,
    /// The recipient.
    pub recipient: Option<&'a str>,
    /// Whether the sending server has given up, still tries, or does not say.
    pub given_up: Option<bool>,
    /// Whether the line reports a delivery.
    pub delivered: bool,
    /// Whether the line is written the way a mail log is.
    pub is_log: bool,
}

/// Reads what stands around the server's words.
#[must_use]
pub fn read(line: &str) -> Surroundings<'_> {
    let line = line.get(..line.floor_char_boundary(LIMIT)).unwrap_or_default();
    let outcome = outcome(line);
    Surroundings {
        remote: remote(line),
        recipient: recipient(line),
        given_up: match outcome {
            Some(Outcome::Bounced) => Some(true),
            Some(Outcome::Deferred) => Some(false),
            _ => None,
        },
        delivered: outcome == Some(Outcome::Sent),
        is_log: outcome.is_some() || begins_with_a_stamp(line),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Sent,
    Bounced,
    Deferred,
}

/// Marks of Postfix (`status=`), sendmail (`stat=`) and Exim (`=>`, `**`, `==`).
const OUTCOMES: &[(&str, Outcome)] = &[
    ("status=sent", Outcome::Sent),
    ("status=bounced", Outcome::Bounced),
    ("status=expired", Outcome::Bounced),
    ("status=undeliverable", Outcome::Bounced),
    ("status=deferred", Outcome::Deferred),
    ("stat=Sent", Outcome::Sent),
    ("stat=Deferred", Outcome::Deferred),
    ("stat=queued", Outcome::Deferred),
];

fn outcome(line: &str) -> Option<Outcome> {
    if let Some(&(_, outcome)) = OUTCOMES.iter().find(|(mark, _)| line.contains(mark)) {
        return Some(outcome);
    }
    // Exim's mark stands after the message id, or after the stamp in a shortened copy, and before an address.
    line.split_ascii_whitespace().zip(line.split_ascii_whitespace().skip(1)).find_map(|(mark, next)| {
        let outcome = match mark {
            "**" => Outcome::Bounced,
            "==" => Outcome::Deferred,
            "=>" | "->" => Outcome::Sent,
            _ => return None,
        };
        (next.contains('@') && line.contains(" T=") | line.contains(" R=")).then_some(outcome)
    })
}

/// Words before the name of the server that answered, in Postfix's, Exim's, sendmail's and Exchange's lines.
const BEFORE_HOST: &[&str] = &[
    "refused to talk to me: host ",
    "host ",
    "relay=",
    " H=",
    "connect to ",
    "lost connection with ",
    "conversation with ",
    "{FQDN=",
    "Server at ",
    "Connected to ",
];

fn remote(line: &str) -> Option<&str> {
    BEFORE_HOST.iter().find_map(|before| {
        line.match_indices(before).find_map(|(at, _)| {
            let name = line.get(at + before.len()..)?;
            let end = name.find(|char: char| !(char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_')));
            let (name, rest) = name.split_at_checked(end.unwrap_or(name.len()))?;
            // A name is followed by its address, or closes the field; `host unknown` and the like are words.
            let marked = matches!(before, &"relay=" | &" H=" | &"{FQDN=" | &"Server at ")
                || rest.starts_with(['[', '(', ':'])
                || rest.starts_with(" [")
                || rest.starts_with(" said");
            let name = name.trim_end_matches('.');
            let is_name = name.contains('.') && name.bytes().any(|byte| byte.is_ascii_alphabetic());
            (marked && is_name).then_some(name)
        })
    })
}

fn recipient(line: &str) -> Option<&str> {
    let marks = ["to=<", "RCPT TO:<", "RCPT TO: <", "rcpt to:<", "** ", "== ", "=> ", "ctladdr=<", "##rfc822;", "<"];
    marks.iter().find_map(|mark| {
        line.match_indices(mark).find_map(|(at, _)| {
            let before = line.get(line.floor_char_boundary(at.saturating_sub(16))..at)?.trim_end().to_ascii_lowercase();
            if before.ends_with("from")
                || before.ends_with("from:")
                || before.ends_with("from=")
                || before.ends_with(" f=")
                || before.ends_with("sender")
            {
                return None;
            }
            let address = line.get(at + mark.len()..)?;
            let end = address.find(|char: char| {
                char.is_whitespace() || matches!(char, '<' | '>' | ',' | ';' | ':' | '"' | ')' | '(')
            });
            address_of(address.get(..end.unwrap_or(address.len()))?)
        })
    })
}

/// The text, where it is an address.
fn address_of(text: &str) -> Option<&str> {
    let (local, domain) = text.rsplit_once('@')?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    (!local.is_empty() && domain.contains('.') && domain.bytes().all(|byte| plain(byte) || !byte.is_ascii()))
        .then_some(text)
}

/// Whether a line begins the way a log's lines do: with a date, perhaps in brackets.
#[must_use]
pub fn begins_with_a_stamp(line: &str) -> bool {
    const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let line = line.trim_start_matches(['[', '<', '(']);
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let iso = (0..4).all(digit) && matches!(bytes.get(4), Some(b'-' | b'/')) && digit(5) && digit(6);
    let syslog = MONTHS.iter().any(|month| line.starts_with(month))
        && bytes.get(3) == Some(&b' ')
        && (digit(5) || digit(4))
        && line.get(6..).is_some_and(|rest| rest.contains(':'));
    iso || syslog
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postfix_line_names_server_recipient_and_outcome() {
        let line = "Feb 13 21:23:21 out postfix/smtp[1]: 4Q: to=<kim@example.com>, relay=mx.example.net[192.0.2.5]:25, dsn=5.1.1, \
                    status=bounced (host mx.example.net[192.0.2.5] said: 550 5.1.1 no)";
        let around = read(line);
        assert_eq!(around.remote, Some("mx.example.net"));
        assert_eq!(around.recipient, Some("kim@example.com"));
        assert_eq!(around.given_up, Some(true));
        assert!(around.is_log);
    }

    #[test]
    fn an_exim_line_names_server_recipient_and_outcome() {
        let line = "2026-02-13 21:23:21 1tabcd-000000-AA == kim@example.com R=dnslookup T=remote_smtp defer (-44) H=mx.example.net \
                    [192.0.2.5]: SMTP error from remote mail server after RCPT TO:<kim@example.com>: 451 later";
        let around = read(line);
        assert_eq!(around.remote, Some("mx.example.net"));
        assert_eq!(around.recipient, Some("kim@example.com"));
        assert_eq!(around.given_up, Some(false));
    }

    #[test]
    fn the_sender_is_not_taken_for_the_recipient() {
        assert_eq!(read("after MAIL FROM:<lee@example.org>: 550 no").recipient, None);
        assert_eq!(read("550 <kim@example.com>: no").recipient, Some("kim@example.com"));
        let rejected =
            "H=(client) [192.0.2.1] F=<lee@example.org> rejected RCPT <kim@example.com>: relay not permitted";
        assert_eq!(read(rejected).recipient, Some("kim@example.com"));
    }

    #[test]
    fn words_are_not_taken_for_a_server() {
        assert_eq!(read("550 host unknown.").remote, None);
        assert_eq!(read("Host or domain name not found").remote, None);
    }
}
