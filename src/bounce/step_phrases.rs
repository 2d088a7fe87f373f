//! The phrases with which mail programs say at which step a server refused, and which server it was.
//!
//! They hold in every dialect: no two programs mean different steps by one phrase.

use std::sync::LazyLock;

use memchr::memmem;

use super::per_recipient::Told;
use crate::phrases::Phrases;
use crate::smtp::Step;
use crate::smtp::step::PHRASES;

static STEPS: LazyLock<Option<Phrases>> =
    LazyLock::new(|| Phrases::in_any_case(PHRASES.iter().map(|&(phrase, _)| phrase)));

/// The step that some words tell: the latest one in a session where they tell several.
pub(super) fn step(words: &str) -> Option<Step> {
    STEPS.as_ref()?.hits(words).filter_map(|hit| PHRASES.get(hit.phrase)).map(|&(_, step)| step).max()
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
        for at in memmem::find_iter(words.as_bytes(), before) {
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
        if let Some(at) = memmem::find(words.as_bytes(), after.as_bytes()) {
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
    let address = text.split([' ', '[', ']', ')', ',', ';', '\n']).next().unwrap_or_default().trim_end_matches(':');
    if address.parse::<std::net::Ipv6Addr>().is_ok() {
        return Some(address);
    }
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
            ("host 2001:db8::25[2001:db8::25] said: 550 no", "2001:db8::25"),
            ("host [2001:db8::25]: 550 no", "2001:db8::25"),
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
