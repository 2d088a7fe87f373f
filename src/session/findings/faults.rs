//! Faults of the session itself: what the client did wrong, whatever the server said to it. Where it cannot be known, these
//! rules are silent.

use super::Case;
use crate::finding::{Confidence, Finding, Party, Severity, Span, Standard};
use crate::session::facts::{Answer, Exchange};
use crate::session::line::has;
use crate::session::message::Content;
use crate::smtp::Step;

/// A fault on the client's side; one that the server let pass matters less.
fn fault(id: &'static str, harmful: bool, confidence: Confidence, title: &str) -> Finding {
    let severity = if harmful { Severity::Warning } else { Severity::Note };
    Finding::new(id, severity, Party::Sender, confidence, title)
}

fn spans(one: &Exchange) -> impl Iterator<Item = Span> {
    one.evidence.iter().copied()
}

fn argument(one: &Exchange) -> Option<&str> {
    one.command.as_deref()?.split_once([' ', '\t']).map(|(_, rest)| rest.trim())
}

/// HELO or EHLO without a full host name.
pub(super) fn helo_name(case: &Case) -> Option<Finding> {
    let name = |one: &Exchange| {
        let name =
            argument(one).unwrap_or_default().split(' ').next().unwrap_or_default().trim_matches(['<', '>', '"']);
        // A log that tells the step alone does not tell the name.
        let told =
            one.command.as_deref().is_some_and(|command| command.len() > 4 || one.reply_code.as_deref() == Some("501"));
        let literal = name.starts_with('[') && name.ends_with(']');
        let address = name.parse::<std::net::IpAddr>().is_ok();
        let full = name.trim_end_matches('.').contains('.') && !address;
        let local = ["localdomain", "local", "lan", "internal", "home", "invalid"]
            .iter()
            .any(|end| name.to_ascii_lowercase().rsplit('.').next() == Some(end));
        (told && !literal && (!full || local)).then(|| name.to_owned())
    };
    let (one, name) = case.transcript.session.at(Step::Helo).find_map(|one| Some((one, name(one)?)))?;
    let title =
        if name.is_empty() { "HELO without a name".to_owned() } else { format!("\"{name}\" is no full host name") };
    let refused = one.answer.is_no()
        || case.stop().is_some_and(|stop| stop.step > Some(Step::Helo) && stop.step < Some(Step::Data));
    Some(
        fault("session.helo-name", refused, Confidence::Certain, &title)
            .why(
                "HELO and EHLO must give the client's full name, such as mail.example.com, or its address in square brackets. Many \
                 servers look the name up, and refuse or distrust a client whose name does not resolve; some say so only at a later step.",
            )
            .next("Give the full host name that resolves to the address that you connect from.")
            .shown_by(spans(one))
            .by(Standard::Smtp, "4.1.1.1"),
    )
}

/// EHLO was not understood, and HELO was not tried.
pub(super) fn helo_not_tried(case: &Case) -> Option<Finding> {
    let exchanges = &case.transcript.session.exchanges;
    let not_understood =
        |one: &Exchange| one.verb() == "EHLO" && matches!(one.reply_code.as_deref(), Some("500" | "502" | "504"));
    let at = exchanges.iter().position(not_understood)?;
    let tried = exchanges
        .iter()
        .skip(at)
        .any(|one| one.verb() == "HELO" || one.verb() == "EHLO" && one.answer == Answer::Accepted);
    let one = exchanges.get(at).filter(|_| !tried)?;
    Some(
        fault("session.helo-not-tried", true, Confidence::Certain, "EHLO was not understood, and HELO was not tried")
            .why(
                "An old server, or a firewall that inspects SMTP, knows no EHLO. A client should then say HELO, and do without \
                 extensions.",
            )
            .next("Say HELO with the same name, and go on from there.")
            .shown_by(spans(one))
            .by(Standard::Smtp, "3.2"),
    )
}

/// The client spoke before the greeting.
pub(super) fn early(case: &Case) -> Option<Finding> {
    // Exim's words for it, and those of greylisting daemons.
    const WORDS: [&str; 4] = ["synchronization error", "early talker", "earlytalker", "before greeting"];
    let tells = |one: &&Exchange| {
        let reply = one.reply.to_ascii_lowercase();
        one.answer.is_no() && has(&reply, &WORDS)
    };
    let told = || case.transcript.session.exchanges.iter().find(tells).and_then(|one| spans(one).last());
    let span = case.transcript.early.or_else(told)?;
    Some(
        fault("session.early", case.stop().is_some(), Confidence::Likely, "The client spoke before the greeting")
            .why("A client should wait for the server's 220. Some servers delay it on purpose, and refuse whoever does not wait.")
            .next("Wait for the line that begins with 220 before you send anything.")
            .shown_by([span])
            .by(Standard::Smtp, "4.3.1"),
    )
}

/// A command that has no place where it stands.
pub(super) fn order(case: &Case) -> Option<Finding> {
    let exchanges = &case.transcript.session.exchanges;
    let whole = exchanges.first().is_some_and(|first| matches!(first.step, Some(Step::Connect | Step::Helo)));
    if !whole || !case.transcript.has_commands {
        return None;
    }
    let (mut greeted, mut sender, mut recipients, mut refused) = (false, false, 0, false);
    for one in exchanges {
        let missing = match one.step {
            Some(Step::Mail) if !greeted => Some("MAIL FROM came before EHLO or HELO"),
            Some(Step::Mail) if sender => Some("MAIL FROM came a second time in one message"),
            Some(Step::Rcpt) if !sender && !refused => Some("RCPT TO came before MAIL FROM"),
            Some(Step::Data) if recipients == 0 && !refused => Some("DATA came before a recipient"),
            _ => None,
        };
        // What an earlier refusal left out is no fault of order; a server that took it saw none either.
        if let Some(title) = missing.filter(|_| one.answer != Answer::Accepted && one.command.is_some()) {
            return Some(
                fault("session.order", one.answer.is_no(), Confidence::Likely, title)
                    .why(
                        "A message goes in this order: EHLO or HELO, MAIL FROM, one or more RCPT TO, DATA, the message, the final dot. \
                         STARTTLS begins the session anew: EHLO comes again after it.",
                    )
                    .next("Send the commands again in this order. RSET begins a message anew.")
                    .shown_by(spans(one))
                    .by(Standard::Smtp, "4.1.4"),
            );
        }
        let accepted = one.answer == Answer::Accepted;
        refused |= one.answer.is_no() && one.step.is_some();
        match one.step {
            Some(Step::Helo) => (greeted, sender, recipients) = (greeted || !one.answer.is_no(), false, 0),
            Some(Step::StartTls) if accepted => (greeted, sender, recipients) = (false, false, 0),
            Some(Step::Mail) => sender |= !one.answer.is_no(),
            Some(Step::Rcpt) => recipients += usize::from(!one.answer.is_no()),
            Some(Step::EndOfData) => (sender, recipients, refused) = (false, 0, false),
            None if one.verb() == "RSET" => (sender, recipients, refused) = (false, 0, false),
            _ => {}
        }
    }
    None
}

/// `MAIL FROM:` or `RCPT TO:` with a space, or without angle brackets.
pub(super) fn syntax(case: &Case) -> Option<Finding> {
    let wrong = |one: &Exchange| {
        let (_, path) = one.command.as_deref()?.split_once(':')?;
        let before = one.command.as_deref()?.split(':').next()?;
        let bracketed = path.trim_start().starts_with('<');
        let spaced = path.starts_with(' ') || before.ends_with(' ');
        (!bracketed || spaced).then_some(if bracketed {
            "A space beside the colon"
        } else {
            "The address has no angle brackets"
        })
    };
    let commands =
        || case.transcript.session.exchanges.iter().filter(|one| matches!(one.step, Some(Step::Mail | Step::Rcpt)));
    // The one that was refused is the one that matters.
    let found = commands().filter(|one| one.answer.is_no()).chain(commands()).find_map(|one| Some((one, wrong(one)?)));
    let (one, title) = found?;
    let harmful =
        one.answer.is_no() && matches!(one.reply_code.as_deref(), Some("500" | "501" | "503" | "553" | "555"));
    Some(
        fault("session.syntax", harmful, Confidence::Certain, title)
            .why(
                "The commands are MAIL FROM:<address> and RCPT TO:<address>, with no space beside the colon and with angle brackets. \
                 Many servers take less, and strict ones refuse it.",
            )
            .next("Send it as MAIL FROM:<address> and RCPT TO:<address>.")
            .shown_by(spans(one))
            .by(Standard::Smtp, "3.3"),
    )
}

/// A login without encryption.
pub(super) fn login_in_the_clear(case: &Case) -> Option<Finding> {
    // Mechanisms that send the secret as it is.
    const OPEN: [&str; 4] = ["PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"];
    if !case.transcript.clear {
        return None;
    }
    let open = |one: &&Exchange| {
        let mechanism = argument(one).and_then(|rest| rest.split(' ').next()).unwrap_or_default().to_ascii_uppercase();
        !one.secure && OPEN.contains(&mechanism.as_str()) && one.reply_code.is_some()
    };
    let one = case.transcript.session.at(Step::Auth).find(open)?;
    Some(
        fault("session.clear-login", true, Confidence::Likely, "The login went over the wire unencrypted")
            .why("No TLS began before it, as far as the transcript shows. Everybody on the way can read the name and the password.")
            .next("Change the password: treat it as known to others.")
            .next("Use STARTTLS on port 587, or TLS from the start on port 465, before you log in.")
            .shown_by(spans(one).take(1))
            .by(Standard::Auth, "9")
            .by(Standard::TlsClause, "3.3"),
    )
}

/// No empty line between the header and the body.
pub(super) fn no_empty_line(case: &Case) -> Option<Finding> {
    let (content, span) = case.transcript.messages.iter().find_map(|content| Some((content, content.unparted?)))?;
    let (title, why) = if content.fields == 0 {
        (
            "The message has no header",
            "Its first line is no header field, and no empty line stands before it. What should be the body is read as a broken header.",
        )
    } else {
        (
            "No empty line stands between the header and the body",
            "The body begins right behind the last header field. Servers read it as a broken header: the message then has no body, or \
             its fields are not recognised.",
        )
    };
    Some(
        fault("session.no-empty-line", case.stop().is_some(), Confidence::Likely, title)
            .why(why)
            .next("Put one empty line behind the last header field.")
            .shown_by([span])
            .by(Standard::MessageFormat, "2.1"),
    )
}

/// Whether a server refuses a lone LF: Postfix's `bare <LF> received`, Exchange's `BareLinefeedsAreIllegal`, Haraka's `Bare
/// line-feed`, qmail's page `smtplf.html`.
fn tells_of_bare_lf(reply: &str) -> bool {
    let letters: String = reply.chars().filter(char::is_ascii_alphabetic).collect();
    let letters = letters.to_ascii_lowercase();
    has(&letters, &["barelf", "barelinefeed", "barenewline", "straynewline", "smtplfhtml", "lfwithoutcr"])
}

/// Lines that end in LF alone, or are too long.
pub(super) fn line_ends_and_lengths(case: &Case) -> Option<Finding> {
    let found = |what: fn(&Content) -> Option<Span>| case.transcript.messages.iter().find_map(what);
    let refused =
        || case.transcript.session.exchanges.iter().find(|one| one.answer.is_no() && tells_of_bare_lf(&one.reply));
    let bare: Vec<Span> = found(|content| content.bare)
        .or(case.transcript.bare)
        .map_or_else(|| refused().map(|one| spans(one).collect()).unwrap_or_default(), |span| vec![span]);
    if !bare.is_empty() {
        return Some(
            fault("session.bare-lf", true, Confidence::Certain, "A line that was sent ends in LF alone")
                .why(
                    "Lines in SMTP end in CR and LF. Where one server takes a lone LF for the end of a line and the next does not, a dot \
                     between two of them ends the message for one alone: what follows is read as commands, and a second, forged message is \
                     smuggled in. So many servers now refuse every lone LF.",
                )
                .next("Send CR and LF at the end of each line: nc -C, openssl s_client -crlf, or let the library do it.")
                .next("Where a program made the message, have it write CR and LF too: the LF may be in the text that it was given.")
                .shown_by(bare)
                .by(Standard::Smtp, "2.3.8"),
        );
    }
    let span = found(|content| content.long)?;
    Some(
        fault("session.long-line", true, Confidence::Certain, "A line of the message is longer than 998 bytes")
            .why("A line may have 998 bytes and its end. Servers refuse longer ones, or break them where it breaks a signature.")
            .next("Let the mail program wrap the text, or encode it as quoted-printable or base64.")
            .shown_by([span])
            .by(Standard::MessageFormat, "2.1.1")
            .by(Standard::Smtp, "4.5.3.1.6"),
    )
}

/// A line that begins with a dot that was not doubled.
pub(super) fn dot_not_stuffed(case: &Case) -> Option<Finding> {
    let span = case.transcript.messages.iter().find_map(|content| content.dot)?;
    Some(
        fault("session.dot", true, Confidence::Likely, "A line begins with a single dot")
            .why(
                "The receiving server takes the first dot of a line away, so this line arrives without it. A line with nothing but a dot \
                 ends the message early.",
            )
            .next("Double the dot at the beginning of a line.")
            .shown_by([span])
            .by(Standard::Smtp, "4.5.2"),
    )
}

/// 8-bit text without the extension for it.
pub(super) fn eight_bit(case: &Case) -> Option<Finding> {
    let span = case.transcript.messages.iter().find_map(|content| content.eight_bit)?;
    let session = &case.transcript.session;
    let hello = session.at(Step::Helo).filter(|one| one.answer == Answer::Accepted).last()?;
    let offers = hello.extensions.iter().any(|extension| extension.eq_ignore_ascii_case("8BITMIME"));
    // What HELO or a cut reply does not show is not known.
    let known = hello.verb() == "HELO" || hello.extensions.len() > 1;
    let asked = session
        .at(Step::Mail)
        .filter_map(|one| one.command.as_deref())
        .any(|mail| has(&mail.to_ascii_uppercase(), &["BODY=8BITMIME"]));
    if asked || !(known || offers) {
        return None;
    }
    let (title, next) = if offers {
        ("8-bit text was sent without saying so", "Add BODY=8BITMIME to MAIL FROM.")
    } else {
        (
            "8-bit text was sent to a server that does not offer 8BITMIME",
            "Encode the text as quoted-printable or base64.",
        )
    };
    Some(
        fault("session.eight-bit", !offers, Confidence::Likely, title)
            .why("Without the extension 8BITMIME a server may refuse the message, or change its letters.")
            .next(next)
            .shown_by([span])
            .by(Standard::Smtp, "2.4")
            .by(Standard::EightBitMime, ""),
    )
}

/// A line that s_client took as an order to itself.
pub(super) fn renegotiated(case: &Case) -> Option<Finding> {
    let span = case.transcript.renegotiated?;
    Some(
        fault("session.renegotiated", true, Confidence::Certain, "openssl s_client took a line that begins with R for itself")
            .why(
                "To s_client a capital R at the beginning of a line is an order to negotiate TLS anew. The command, such as RCPT TO, never \
                 reached the server.",
            )
            .next("Start s_client with -quiet, or type the command in small letters: SMTP takes both.")
            .shown_by([span]),
    )
}
