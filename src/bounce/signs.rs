//! The phrases with which mail programs say at which step a server refused, and which server it was.
//!
//! They hold in every dialect: no two programs mean different steps by one phrase.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::told::Told;
use crate::smtp::Step;

/// A phrase, and the step it tells. The longest at a place counts.
const STEPS: &[(&str, Step)] = &[
    // Postfix
    ("(in reply to ehlo command)", Step::Helo),
    ("(in reply to helo command)", Step::Helo),
    ("(in reply to lhlo command)", Step::Helo),
    ("(in reply to starttls command)", Step::StartTls),
    ("(in reply to auth", Step::Auth),
    ("(in reply to mail from command)", Step::Mail),
    ("(in reply to rcpt to command)", Step::Rcpt),
    ("(in reply to data command)", Step::Data),
    ("(in reply to end of data command)", Step::EndOfData),
    ("refused to talk to me:", Step::Connect),
    ("while receiving the initial server greeting", Step::Connect),
    ("while performing the helo handshake", Step::Helo),
    ("while performing the ehlo handshake", Step::Helo),
    ("while performing the lhlo handshake", Step::Helo),
    ("while sending mail from", Step::Mail),
    ("while sending rcpt to", Step::Rcpt),
    ("while sending data command", Step::Data),
    ("while sending message body", Step::EndOfData),
    ("while sending end of data", Step::EndOfData),
    ("name service error for", Step::Lookup),
    ("host or domain name not found", Step::Lookup),
    ("cannot start tls:", Step::StartTls),
    ("tls is required, but", Step::StartTls),
    ("command died with", Step::Delivery),
    ("command output:", Step::Delivery),
    ("mail for ", Step::Lookup),
    // Exim, GMX, 1&1
    ("server after initial connection:", Step::Connect),
    ("server after pipelined mail from", Step::Mail),
    ("server after pipelined rcpt to", Step::Rcpt),
    ("server after pipelined data", Step::Data),
    ("server after pipelined end of data", Step::EndOfData),
    ("mailer after initial connection:", Step::Connect),
    ("server after ehlo", Step::Helo),
    ("server after helo", Step::Helo),
    ("server after starttls", Step::StartTls),
    ("server after auth", Step::Auth),
    ("server after mail from", Step::Mail),
    ("server after mail command", Step::Mail),
    ("server after rcpt to", Step::Rcpt),
    ("server after rcpt command", Step::Rcpt),
    ("server after data", Step::Data),
    ("server after end of data", Step::EndOfData),
    ("server after text command", Step::EndOfData),
    ("server for ehlo command", Step::Helo),
    ("server for helo command", Step::Helo),
    ("server for mail command", Step::Mail),
    ("server for mail from command", Step::Mail),
    ("server for rcpt command", Step::Rcpt),
    ("server for rcpt to command", Step::Rcpt),
    ("server for data command", Step::Data),
    ("server for text command", Step::EndOfData),
    ("server for end of data command", Step::EndOfData),
    ("server for greeting command", Step::Connect),
    ("mailer after helo", Step::Helo),
    ("mailer after ehlo", Step::Helo),
    ("mailer after mail from", Step::Mail),
    ("mailer after rcpt to", Step::Rcpt),
    ("mailer after data", Step::Data),
    ("mailer after end of data", Step::EndOfData),
    ("unrouteable address", Step::Lookup),
    ("unrouteable mail domain", Step::Lookup),
    ("all relevant mx records point to non-existent hosts", Step::Lookup),
    // qmail and those who talk like it
    ("connected to ", Step::Connect),
    ("but sender was rejected", Step::Mail),
    ("but greeting failed", Step::Connect),
    ("but my name was rejected", Step::Helo),
    ("does not like recipient", Step::Rcpt),
    ("failed on data command", Step::Data),
    ("failed after i sent the message", Step::EndOfData),
    ("i couldn't find any host", Step::Lookup),
    ("i couldn't find a mail exchanger", Step::Lookup),
    ("i couldn't find any host by that name", Step::Lookup),
    ("i wasn't able to establish an smtp connection", Step::Connect),
    ("[ehlo]", Step::Helo),
    ("[helo]", Step::Helo),
    ("[mail_from]", Step::Mail),
    ("[rcpt_to]", Step::Rcpt),
    ("[data]", Step::Data),
    ("[body]", Step::EndOfData),
    ("[connect]", Step::Connect),
    ("[greeting]", Step::Connect),
    // DragonFly
    ("did not like our ehlo", Step::Helo),
    ("did not like our helo", Step::Helo),
    ("did not like our mail from", Step::Mail),
    ("did not like our rcpt to", Step::Rcpt),
    ("did not like our data", Step::Data),
    ("did not like our final data", Step::EndOfData),
    // IMail, X3, Sun
    ("mail from generated following response", Step::Mail),
    ("rcpt to generated following response", Step::Rcpt),
    ("data generated following response", Step::Data),
    ("body of message generated response", Step::EndOfData),
    ("smtp:connect host", Step::Connect),
    ("smtp:helo host", Step::Helo),
    ("smtp:ehlo host", Step::Helo),
    ("smtp:mail host", Step::Mail),
    ("smtp:rcpt host", Step::Rcpt),
    ("smtp:data host", Step::Data),
    ("smtp:data-end host", Step::EndOfData),
    ("server rejected mail from address", Step::Mail),
    ("remote smtp server has rejected address", Step::Rcpt),
    // Gmail's numbers for the steps of its own client
    ("(state 6)", Step::Helo),
    ("(state 8)", Step::Auth),
    ("(state 9)", Step::Mail),
    ("(state 12)", Step::Mail),
    ("(state 13)", Step::Rcpt),
    ("(state 14)", Step::Rcpt),
    ("(state 15)", Step::Data),
    ("(state 16)", Step::EndOfData),
    ("(state 17)", Step::EndOfData),
    ("(state 18)", Step::EndOfData),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(STEPS.iter().map(|(phrase, _)| phrase))
        .ok()
});

/// The step that some words tell: the latest one in a session where they tell several.
pub(super) fn step(words: &str) -> Option<Step> {
    let finder = FINDER.as_ref()?;
    finder.find_iter(words).filter_map(|hit| STEPS.get(hit.pattern().as_usize())).map(|&(_, step)| step).max()
}

/// Takes the step and the server out of what a notice tells, where its fields do not tell them.
pub(super) fn read(told: &mut Told) {
    if told.step.is_none() {
        told.step = step(&told.words);
    }
    if told.remote_mta.is_none() {
        told.remote_mta = server(&told.words).map(str::to_owned);
    }
    trim(&mut told.words);
}

/// The server that some words name.
pub(super) fn server(words: &str) -> Option<&str> {
    // Postfix: `host mx.example.org[192.0.2.1] said:`; Exim: `host mx.example.org [192.0.2.1]:`
    const BEFORE: [&str; 9] = [
        "host: ",
        "host ",
        "connect to ",
        "connection with ",
        "while talking to ",
        "for the recipient domain ",
        "Connected to ",
        "Giving up on ",
        "Server at ",
    ];
    for before in BEFORE {
        for (at, _) in words.match_indices(before) {
            let whole_word = words.get(..at).is_none_or(|head| !head.ends_with(|c: char| c.is_alphanumeric()));
            let name = words.get(at + before.len()..).and_then(name);
            if whole_word && let Some(name) = name {
                // Gmail: `the recipient domain example.org by mx.example.org. [192.0.2.1]`
                let by = words.get(at + before.len() + name.len()..).and_then(|rest| rest.strip_prefix(" by "));
                return by.and_then(self::name).or(Some(name));
            }
        }
    }
    // qmail: `192.0.2.1 does not like recipient.`
    for after in [
        " does not like recipient",
        " failed after I sent the message",
        " failed on DATA command",
        " did not like our ",
    ] {
        if let Some(at) = words.find(after) {
            let head = words.get(..at).unwrap_or_default();
            let head = head.split(" [").next().filter(|_| head.ends_with(']')).unwrap_or(head);
            let start = head.rfind(' ').map_or(0, |space| space + 1);
            if let Some(name) = head.get(start..).and_then(name) {
                return Some(name);
            }
        }
    }
    None
}

/// The host name or address that `text` begins with.
fn name(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('[');
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))).unwrap_or(text.len());
    let name = text.get(..end)?.trim_end_matches(['.', '-']);
    (name.contains('.') && name.len() > 3).then_some(name)
}

/// Takes off what the reporting program wrote around the server's words.
fn trim(words: &mut String) {
    // Cheap first look: nearly every diagnostic has none of these.
    if let Some(at) = words.rfind("(in reply to ")
        && words.ends_with("command)")
    {
        words.truncate(words.get(..at).map_or(0, |head| head.trim_end().len()));
    }
    for after in [" said: ", "refused to talk to me: "] {
        if words.starts_with("host ")
            && let Some(at) = words.find(after)
        {
            words.drain(..at + after.len());
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_is_told_in_each_programs_own_words() {
        for (words, step) in [
            ("host a.example[192.0.2.1] said: 550 no (in reply to RCPT TO command)", Step::Rcpt),
            ("SMTP error from remote mail server after MAIL FROM:<a@b.example> SIZE=10: host", Step::Mail),
            ("Connected to 192.0.2.1 but sender was rejected.", Step::Mail),
            ("connection lost while sending end of data -- message may be sent more than once", Step::EndOfData),
            ("mx.example [192.0.2.1] did not like our RCPT TO:", Step::Rcpt),
        ] {
            assert_eq!(super::step(words), Some(step), "{words}");
        }
        assert_eq!(super::step("User unknown"), None);
    }

    #[test]
    fn the_server_that_refused_is_named() {
        for (words, host) in [
            ("host mx.example.org[192.0.2.1] said: 550 no", "mx.example.org"),
            ("host mx.example.org [192.0.2.1]: 550 no", "mx.example.org"),
            ("connect to mx.example.org[192.0.2.1]:25: Connection timed out", "mx.example.org"),
            (
                "rejected by the server for the recipient domain example.org by mx.example.org. [192.0.2.1].",
                "mx.example.org",
            ),
            ("192.0.2.7 does not like recipient. Remote host said: 550 no", "192.0.2.7"),
            ("mx.example.org [192.0.2.1] did not like our RCPT TO: 550", "mx.example.org"),
        ] {
            assert_eq!(server(words), Some(host), "{words}");
        }
        assert_eq!(server("550 Host unknown"), None);
    }

    #[test]
    fn words_are_left_as_the_server_said_them() {
        let mut told =
            Told::of("a@example.org", "host mx.example[192.0.2.1] said: 550 5.1.1 gone (in reply to RCPT TO command)");
        read(&mut told);
        assert_eq!((told.words.as_str(), told.remote_mta.as_deref()), ("550 5.1.1 gone", Some("mx.example")));
    }
}
