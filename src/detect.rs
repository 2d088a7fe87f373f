//! What is this? Ranked guesses, from the structure of the input alone.
//!
//! Rooms that know more, such as the bounce dialects, have the last word.
//!
//! In: a text as parsers read it. Out: [`Guess`]es, the likeliest first.
//!
//! ```
//! use backstamp::{detect::detect, message::Message, report::Kind};
//!
//! let text = b"Received: from a.example by b.example; Fri, 13 Feb 2009 21:23:21 +0000\n\n";
//! assert_eq!(detect(text, &Message::read(text, 0))[0].kind, Kind::Headers);
//! ```

use memchr::memmem;

use crate::finding::Confidence;
use crate::message::{Message, addresses};
use crate::report::Kind;
use crate::source::{begins_known_field, is_dialogue, is_known_name, lines};

/// One answer to what an input is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// What it may be.
    pub kind: Kind,
    /// How sure that is.
    pub confidence: Confidence,
    /// What speaks for it, as a sentence.
    pub why: String,
}

impl Guess {
    fn new(kind: Kind, confidence: Confidence, why: impl Into<String>) -> Self {
        Self { kind, confidence, why: why.into() }
    }
}

/// How much of a body is searched for the marks of a report.
const MAX_BODY: usize = 256 * 1024;
/// How many lines tell a session from a reply.
const MAX_LINES: usize = 200;
/// How long a reply or an extract of a log is at most, in lines.
const MAX_REPLY_LINES: usize = 40;

/// What an input may be, the likeliest first; at least one guess. `clean` is the whole input, `message` the same read as a message.
#[must_use]
pub fn detect(clean: &[u8], message: &Message<'_>) -> Vec<Guess> {
    let mut guesses = Vec::new();
    if clean.trim_ascii().is_empty() {
        return vec![Guess::new(Kind::Unknown, Confidence::Certain, "The input is empty.")];
    }
    // A report is a message too: the narrower answer comes first, unless little speaks for it.
    let report = report(message);
    let is_likely = report.as_ref().is_some_and(|guess| guess.confidence != Confidence::Possible);
    // The header within a session is that of the message that was sent.
    guesses.extend(header(message).filter(|_| !is_dialogue(clean)));
    guesses.splice(if is_likely { 0..0 } else { guesses.len()..guesses.len() }, report);
    if guesses.is_empty() {
        guesses.extend(domain(clean));
        guesses.extend(conversation(clean));
    }
    if guesses.is_empty() {
        guesses.push(Guess::new(
            Kind::Unknown,
            Confidence::Possible,
            "It has no header field, reply code or domain name.",
        ));
    }
    guesses
}

/// Whether this is an ordinary message, or the header of one, as far as its structure tells.
pub(crate) fn is_plain(message: &Message<'_>) -> bool {
    header(message).is_some() && report(message).is_none()
}

/// A bounce, an abuse report or a read receipt (RFC 6522), or the machine-readable part of one pasted alone.
fn report(message: &Message<'_>) -> Option<Guess> {
    const TYPES: [(&str, Kind); 5] = [
        ("delivery-status", Kind::Bounce),
        ("global-delivery-status", Kind::Bounce),
        ("feedback-report", Kind::FeedbackReport),
        ("disposition-notification", Kind::ReadReceipt),
        ("global-disposition-notification", Kind::ReadReceipt),
    ];
    let content_type = message.text("Content-Type").unwrap_or_default().to_ascii_lowercase();
    let body = message.body.get(..MAX_BODY).unwrap_or(message.body);
    if content_type.contains("multipart/report") {
        let stated = TYPES.iter().find(|(name, _)| content_type.contains(&format!("report-type={name}")));
        let stated =
            stated.or_else(|| TYPES.iter().find(|(name, _)| content_type.contains(&format!("report-type=\"{name}"))));
        if let Some((name, kind)) = stated {
            return Some(Guess::new(*kind, Confidence::Certain, format!("Its report-type is {name}.")));
        }
    }
    let has_part = |name: &str| memmem::find(body, format!("message/{name}").as_bytes()).is_some();
    if content_type.starts_with("multipart/")
        && let Some((name, kind)) = TYPES.iter().find(|(name, _)| has_part(name))
    {
        return Some(Guess::new(*kind, Confidence::Likely, format!("It has a part of type message/{name}.")));
    }
    let has = |name| message.first(name).is_some();
    if has("Feedback-Type") {
        return Some(Guess::new(Kind::FeedbackReport, Confidence::Likely, "It has a Feedback-Type field."));
    }
    if has("Disposition") && (has("Final-Recipient") || has("Reporting-UA")) {
        return Some(Guess::new(Kind::ReadReceipt, Confidence::Likely, "It has the fields of a read receipt."));
    }
    if has("Final-Recipient") || has("Reporting-MTA") || (has("Action") && has("Status")) {
        return Some(Guess::new(Kind::Bounce, Confidence::Likely, "It has the fields of a delivery status."));
    }
    bounce_by_its_sender(message, body)
}

/// A bounce without a report: nobody to answer to, or a mail system as its author.
fn bounce_by_its_sender(message: &Message<'_>, body: &[u8]) -> Option<Guess> {
    let from_system = message.first("From").is_some_and(|from| {
        let found = addresses(&from.unfolded());
        let local = found.first().map(|address| address.local.to_ascii_lowercase()).unwrap_or_default();
        let from = from.unfolded().to_ascii_lowercase();
        matches!(local.as_str(), "mailer-daemon" | "postmaster")
            || from.contains("mailer-daemon")
            || from.contains("mail delivery")
    });
    let null_sender = message.text("Return-Path").is_some_and(|path| path.replace(' ', "").starts_with("<>"));
    let names_failure = message.first("X-Failed-Recipients").is_some()
        || memmem::find(body, b"Final-Recipient:").is_some()
        || memmem::find(body, b"Diagnostic-Code:").is_some();
    let (confidence, why) = match (from_system, null_sender, names_failure) {
        (true, _, true) => (Confidence::Likely, "A mail system wrote it, and it names recipients that failed."),
        (true, true, _) => (Confidence::Likely, "A mail system wrote it, with the null return path of a notice."),
        (false, true, true) => {
            (Confidence::Likely, "It has the null return path of a notice, and names recipients that failed.")
        }
        (true, false, false) => (Confidence::Possible, "A mail system wrote it."),
        _ => return None,
    };
    Some(Guess::new(Kind::Bounce, confidence, why))
}

/// A message, or the header of one.
fn header(message: &Message<'_>) -> Option<Guess> {
    let known = message.fields.iter().filter(|field| is_known_name(field.name)).count();
    // Names such as `C:` and `S:` of a session, or a program's name in a log, are none that a header has.
    if known == 0 || known * 10 < message.fields.len() {
        return None;
    }
    let confidence = if known >= 2 { Confidence::Certain } else { Confidence::Likely };
    let count = message.fields.len();
    let fields = if count == 1 { "one header field".to_owned() } else { format!("{count} header fields") };
    Some(if message.body.trim_ascii().is_empty() {
        Guess::new(Kind::Headers, confidence, format!("It is made of {fields}."))
    } else {
        Guess::new(Kind::Message, confidence, format!("It has {fields} and a body."))
    })
}

/// One domain name, address or URL, alone.
fn domain(clean: &[u8]) -> Option<Guess> {
    let text = std::str::from_utf8(clean.trim_ascii()).ok().filter(|text| text.len() <= 400)?;
    let text = text.trim_matches(['<', '>', '"', ',', ';']);
    if text.is_empty() || text.contains(char::is_whitespace) {
        return None;
    }
    let (host, what) = if let Some((_, rest)) = text.split_once("://") {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        (host.split(':').next().unwrap_or_default(), "a URL")
    } else if let Some((local, host)) = text.strip_prefix("mailto:").unwrap_or(text).rsplit_once('@') {
        (if local.is_empty() { "" } else { host }, "an address")
    } else {
        (text, "a domain name")
    };
    is_domain(host).then(|| Guess::new(Kind::Domain, Confidence::Certain, format!("It is {what}, and nothing else.")))
}

/// Whether a text can be a domain name of two labels or more (RFC 1035 section 2.3.4, with the letters of RFC 5890).
fn is_domain(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let is_label = |label: &str| {
        let printed = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        (1..=63).contains(&label.chars().count())
            && label.chars().all(printed)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // A number at the end makes it an address, or a status code.
    let last_is_a_name = name.rsplit('.').next().is_some_and(|last| last.chars().any(char::is_alphabetic));
    name.len() <= 255 && name.contains('.') && last_is_a_name && name.split('.').all(is_label)
}

/// A session, a reply, or lines of a log.
fn conversation(clean: &[u8]) -> Option<Guess> {
    let (mut commands, mut replies, mut enhanced, mut banners, mut marks, mut count) = (0, 0, 0, 0, 0, 0);
    for line in lines(clean).filter(|line| !line.is_blank()).take(MAX_LINES) {
        let line = line.bytes.get(..2000).unwrap_or(line.bytes);
        let said = without_mark(line);
        count += 1;
        marks += usize::from(said.len() < line.trim_ascii_start().len());
        commands += usize::from(is_command(said));
        banners += usize::from(said.starts_with(b"220 ") || said.starts_with(b"220-"));
        if begins_with_reply_code(said) {
            replies += 1;
        }
        enhanced += usize::from(said.split(|byte| b" \t()[]:,;#=<>".contains(byte)).any(is_code));
        if begins_known_field(said) && count == 1 {
            return None;
        }
    }
    if commands >= 1 && (replies >= 1 || commands >= 2) {
        let confidence =
            if banners > 0 || marks > 0 || commands >= 2 { Confidence::Certain } else { Confidence::Likely };
        Some(Guess::new(Kind::SmtpSession, confidence, "It has SMTP commands and the replies to them."))
    } else if replies >= 1 && enhanced >= 1 {
        Some(Guess::new(Kind::SmtpReply, Confidence::Certain, "It begins with a reply code."))
    } else if enhanced >= 1 {
        Some(Guess::new(Kind::SmtpReply, Confidence::Likely, "It has a reply code or an enhanced status code in it."))
    } else if count <= MAX_REPLY_LINES {
        Some(Guess::new(Kind::SmtpReply, Confidence::Possible, "It is short, and may be the words of a mail server."))
    } else {
        None
    }
}

/// Whether the first reply in it is a greeting, as in a session; a notice quotes from later.
pub(crate) fn is_greeted(clean: &[u8]) -> bool {
    let said = lines(clean).take(MAX_LINES).map(|line| without_mark(line.bytes.get(..2000).unwrap_or(line.bytes)));
    said.into_iter().find(|said| begins_with_reply_code(said)).is_some_and(|said| said.starts_with(b"220"))
}

/// What stands behind the marks that tools put before each line of a session: swaks, curl, sendmail -v, `C:` and `S:`.
fn without_mark(line: &[u8]) -> &[u8] {
    const MARKS: [&[u8]; 19] = [
        b"<-  ",
        b" -> ",
        b"<** ",
        b"**> ",
        b"=== ",
        b"*** ",
        b"-> ",
        b"<- ",
        b"~> ",
        b"<~ ",
        b">>> ",
        b"<<< ",
        b"> ",
        b"< ",
        b"C: ",
        b"S: ",
        b"Client: ",
        b"Server: ",
        b"* ",
    ];
    let line = line.trim_ascii_start();
    MARKS.iter().find_map(|mark| line.strip_prefix(*mark)).unwrap_or(line).trim_ascii_start()
}

/// Whether a line begins with an SMTP command (RFC 5321 section 4.1.1).
fn is_command(line: &[u8]) -> bool {
    const COMMANDS: [&[u8]; 13] = [
        b"EHLO ",
        b"HELO ",
        b"LHLO ",
        b"MAIL FROM:",
        b"RCPT TO:",
        b"DATA",
        b"STARTTLS",
        b"AUTH ",
        b"RSET",
        b"QUIT",
        b"BDAT ",
        b"VRFY ",
        b"EXPN ",
    ];
    let begins = |command: &&&[u8]| line.get(..command.len()).is_some_and(|start| start.eq_ignore_ascii_case(command));
    COMMANDS.iter().find(begins).is_some_and(|command| {
        // A command without an argument is a line of its own.
        command.ends_with(b" ") || command.ends_with(b":") || line.trim_ascii_end().len() == command.len()
    })
}

/// Whether a line begins with a reply code (RFC 5321 section 4.2).
fn begins_with_reply_code(line: &[u8]) -> bool {
    line.get(..3).is_some_and(is_reply_code) && matches!(line.get(3), None | Some(b' ' | b'-' | b'\t' | b':'))
}

fn is_reply_code(word: &[u8]) -> bool {
    matches!(word, [b'2'..=b'5', b'0'..=b'5', b'0'..=b'9'])
}

/// Whether a word is a reply code or an enhanced status code (RFC 3463 section 2).
fn is_code(word: &[u8]) -> bool {
    let mut numbers = word.split(|&byte| byte == b'.');
    let is_number = |number: Option<&[u8]>| {
        number.is_some_and(|number| (1..=3).contains(&number.len()) && number.iter().all(u8::is_ascii_digit))
    };
    is_reply_code(word)
        || (matches!(numbers.next(), Some(b"2" | b"4" | b"5"))
            && is_number(numbers.next())
            && is_number(numbers.next())
            && numbers.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Kind {
        detect(text.as_bytes(), &Message::read(text.as_bytes(), 0)).first().map(|guess| guess.kind).unwrap()
    }

    #[test]
    fn headers_and_messages_are_told_apart_by_the_body() {
        assert_eq!(kind("Received: from a by b\nFrom: x@a.example\n"), Kind::Headers);
        assert_eq!(kind("From: x@a.example\nSubject: hi\n\n \n"), Kind::Headers);
        assert_eq!(kind("From: x@a.example\nSubject: hi\n\nDear Joe\n"), Kind::Message);
    }

    #[test]
    fn reports_are_known_by_their_type() {
        let of = |kind: &str| {
            format!("Content-Type: multipart/report; report-type={kind}; boundary=x\nFrom: a@b.example\n\n--x\n")
        };
        assert_eq!(kind(&of("delivery-status")), Kind::Bounce);
        assert_eq!(kind(&of("\"feedback-report\"")), Kind::FeedbackReport);
        assert_eq!(kind(&of("disposition-notification")), Kind::ReadReceipt);
    }

    #[test]
    fn a_report_without_its_container_is_known_by_its_fields() {
        assert_eq!(
            kind("Reporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; x@b.example\nAction: failed\n"),
            Kind::Bounce
        );
        assert_eq!(kind("Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n"), Kind::FeedbackReport);
        assert_eq!(
            kind("Return-Path: <>\nFrom: MAILER-DAEMON@a.example\nSubject: failure notice\n\nSorry\n"),
            Kind::Bounce
        );
    }

    #[test]
    fn a_message_from_a_postmaster_may_be_an_ordinary_one() {
        let text = "From: postmaster@a.example\nTo: x@b.example\nSubject: lunch\n\nhi\n";
        assert_eq!(kind(text), Kind::Message);
    }

    #[test]
    fn domains_addresses_and_urls_stand_alone() {
        for text in [
            "mail.example",
            " example.com. ",
            "<jane@mail.example>",
            "https://mail.example:8443/x",
            "müller.example",
            "_dmarc.a.example",
        ] {
            assert_eq!(kind(text), Kind::Domain, "{text}");
        }
        for text in ["5.1.1", "192.0.2.1", "a b.example", "..", "@", "-a.example"] {
            assert_ne!(kind(text), Kind::Domain, "{text}");
        }
    }

    #[test]
    fn sessions_and_replies_are_told_apart() {
        assert_eq!(kind("220 mx.example ESMTP\nEHLO a.example\n250 mx.example\nQUIT\n221 bye\n"), Kind::SmtpSession);
        assert_eq!(
            kind("=== Connected to mx.example.\n<-  220 mx.example\n -> EHLO a.example\n<-  250 OK\n"),
            Kind::SmtpSession
        );
        assert_eq!(kind("S: 220 mx.example\nC: EHLO a.example\nS: 250 OK\n"), Kind::SmtpSession);
        assert_eq!(kind("550 5.1.1 <x@b.example>: no such user"), Kind::SmtpReply);
        assert_eq!(kind("550-first\n550 second"), Kind::SmtpReply);
        assert_eq!(kind("5.7.1"), Kind::SmtpReply);
        assert_eq!(
            kind("Feb 13 21:23:21 mx postfix/smtp[9]: 4ABC: to=<x@b.example>, dsn=5.1.1, status=bounced"),
            Kind::SmtpReply
        );
    }

    #[test]
    fn nothing_and_much_of_nothing_stay_unknown() {
        assert_eq!(kind(" \n\t"), Kind::Unknown);
        assert_eq!(kind(&"all work and no play\n".repeat(100)), Kind::Unknown);
    }
}
