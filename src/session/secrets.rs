//! What must not be shown, copied or exported: passwords and tokens, and the names that go with them.

use std::ops::Range;

use super::line::cut;
use crate::finding::Span;
use crate::order;

/// What stands in the place of a secret.
pub(super) const MASK: &str = "********";

/// Options of swaks, curl and others that a secret follows, and what Postfix logs of a login.
const OPTIONS: [&str; 11] = [
    "--auth-password ",
    "-ap ",
    "--auth-user ",
    "-au ",
    "--password ",
    "password=",
    "--user ",
    " -u ",
    "--oauth2-bearer ",
    "-xp ",
    "init_response ",
];

/// The secret of a command: everything behind the mechanism of AUTH, and the whole line while a login goes on.
pub(super) fn of_command(words: &str, in_login: bool) -> Option<Range<usize>> {
    if in_login {
        // A lone star gives the login up (RFC 4954 section 4).
        return (words.trim() != "*" && !words.trim().is_empty()).then_some(0..words.len());
    }
    let rest = words.get(..5).filter(|verb| verb.eq_ignore_ascii_case("AUTH ")).and(words.get(5..))?;
    let mechanism = rest.len() - rest.trim_start().len();
    let end = rest.get(mechanism..)?.find([' ', '\t']).map(|end| 5 + mechanism + end)?;
    let start = end + words.get(end..)?.len() - words.get(end..)?.trim_start().len();
    (start < words.len()).then_some(start..words.len())
}

/// The secrets of any line, whoever wrote it: a bearer token, an option of a command line, a command within other words.
pub(super) fn of_line(text: &str, at: usize, secrets: &mut Vec<Span>) {
    // A name and a password before the host: `smtp://kim:secret@mail.example.org`.
    for (found, mark) in text.match_indices("://") {
        let start = found + mark.len();
        let word = text.get(start..).and_then(|rest| rest.split([' ', '/', '\'', '"']).next()).unwrap_or_default();
        if let Some(end) = word.rfind('@').filter(|_| word.contains(':')) {
            secrets.push(Span::new(at + start, at + start + end));
        }
    }
    let mut add = |start: usize| {
        let rest = text.get(start..).unwrap_or_default();
        let quote = rest.chars().next().filter(|first| matches!(first, '\'' | '"'));
        let end = match quote {
            Some(quote) => rest.get(1..).and_then(|rest| rest.find(quote)).map_or(rest.len(), |end| end + 2),
            None => rest.find(|letter: char| letter.is_whitespace() || letter == '\\').unwrap_or(rest.len()),
        };
        if end > 0 {
            secrets.push(Span::new(at + start, at + start + end));
        }
    };
    for option in OPTIONS.iter().chain(&["Bearer ", "bearer "]) {
        text.match_indices(option).for_each(|(found, option)| add(found + option.len()));
    }
    if let Some(found) = cut(&text.to_ascii_lowercase(), "auth ").map(|(before, _)| before.len()) {
        let command = text.get(found..).unwrap_or_default();
        let before = text.get(..found).unwrap_or_default();
        // `250-AUTH PLAIN LOGIN` lists mechanisms.
        let lists = before.ends_with(['-', '=']) || before.trim_end().ends_with(|last: char| last.is_ascii_digit());
        if let Some(secret) = of_command(command, false).filter(|_| !lists)
            && command.get(secret.clone()).is_some_and(looks_encoded)
        {
            add(found + secret.start);
        }
    }
}

/// Masks a login's answers whatever stands around them: after a line with 334 (RFC 4954 section 4), what looks encoded, for
/// a few lines, until another reply or a command ends it.
#[derive(Debug, Default)]
pub(super) struct LoginWatch {
    left: usize,
}

impl LoginWatch {
    const LINES: usize = 6;

    /// Reads the next line.
    pub(super) fn line(&mut self, text: &str, at: usize, secrets: &mut Vec<Span>) {
        let head = text.get(..text.floor_char_boundary(4_000)).unwrap_or_default();
        let is_word_part = |letter: char| letter.is_ascii_alphanumeric();
        let code = |code: &str| {
            head.match_indices(code).any(|(found, _)| {
                let ends = |side: Option<char>| side.is_none_or(|letter| !is_word_part(letter) && letter != '.');
                ends(head.get(..found).and_then(|before| before.chars().next_back()))
                    && head
                        .get(found + code.len()..)
                        .is_none_or(|rest| rest.starts_with([' ', '-', '\\', '\'', '"']) || rest.is_empty())
            })
        };
        if code("334") {
            self.left = Self::LINES;
            return;
        }
        if self.left == 0 {
            return;
        }
        if code("235") || code("535") || code("534") || code("454") || code("501") || code("250") {
            self.left = 0;
            return;
        }
        self.left -= 1;
        let is_base64 = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '=');
        // What a program writes before the words is shorter than a token, or stands first.
        let rest = text.trim_end_matches(|letter: char| !is_base64(letter));
        let rest = ["\\r\\n", "\\n", "\\r"].iter().find_map(|end| rest.strip_suffix(end)).unwrap_or(rest);
        let rest = rest.trim_end_matches(|letter: char| !is_base64(letter));
        let start = rest.rfind(|letter: char| !is_base64(letter)).map_or(0, |before| before + 1);
        let start = (start..=rest.len()).find(|start| rest.is_char_boundary(*start)).unwrap_or(rest.len());
        let word = rest.get(start..).unwrap_or_default();
        if looks_encoded(word) {
            secrets.push(Span::new(at + start, at + rest.len()));
        }
    }
}

/// Whether words look like base64 (RFC 4648 section 4) and not like words.
pub(super) fn looks_encoded(words: &str) -> bool {
    const MECHANISMS: [&str; 8] =
        ["PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER", "NTLM", "GSSAPI", "CRAM-MD5", "DIGEST-MD5"];
    let word = words.split(|letter: char| letter.is_whitespace() || letter == '\\').next().unwrap_or_default();
    let word = word.trim_end_matches(['"', '\'', '`', ',', ';', ')', ']', '}']);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    word.len() >= 4 && word.bytes().all(plain) && !MECHANISMS.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// The text with each of these stretches masked.
pub(super) fn masked(text: &str, secrets: &mut Vec<Span>) -> String {
    order::sort_and_dedup(secrets);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for secret in secrets.iter() {
        if secret.end <= at {
            continue;
        }
        out.push_str(text.get(at..secret.start.max(at)).unwrap_or_default());
        // Two that overlap are one.
        if secret.start >= at {
            out.push_str(MASK);
        }
        at = secret.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked_line(text: &str) -> String {
        let mut secrets = Vec::new();
        of_line(text, 0, &mut secrets);
        masked(text, &mut secrets)
    }

    #[test]
    fn the_mechanism_of_a_login_stays_and_the_rest_goes() {
        let of = |words: &'static str| of_command(words, false).and_then(|secret| words.get(secret));
        assert_eq!(of("AUTH PLAIN AGEAYg=="), Some("AGEAYg=="));
        assert_eq!(of("auth  xoauth2  dXNlcj0="), Some("dXNlcj0="));
        assert_eq!(of("AUTH LOGIN"), None);
        assert_eq!(of("MAIL FROM:<a@b.example>"), None);
        assert_eq!(of_command("*", true), None);
        assert_eq!(of_command("c2VjcmV0", true), Some(0..8));
    }

    #[test]
    fn what_follows_334_goes_whatever_stands_around_it() {
        let masked_text = |text: &str| {
            let (mut secrets, mut watch, mut at) = (Vec::new(), LoginWatch::default(), 0);
            for line in text.split_inclusive('\n') {
                watch.line(line, at, &mut secrets);
                of_line(line, at, &mut secrets);
                at += line.len();
            }
            masked(text, &mut secrets)
        };
        for (text, shown) in [
            (
                "[12] mailer got 334 UGFzc3dvcmQ6\n[12] mailer put c2VjcmV0\n[12] mailer got 235 ok\n[12] next aGVsbG8=",
                "[12] mailer got 334 UGFzc3dvcmQ6\n[12] mailer put ********\n[12] mailer got 235 ok\n[12] next aGVsbG8=",
            ),
            ("x \"334 \"\nx \"c2VjcmV0\\r\\n\"\n", "x \"334 \"\nx \"********\\r\\n\"\n"),
            ("{\"out\":\"AUTH PLAIN AGEAYg==\"}", "{\"out\":\"AUTH PLAIN ********"),
            ("took 1334 bytes\nplainword", "took 1334 bytes\nplainword"),
        ] {
            assert!(masked_text(text).starts_with(shown), "{}", masked_text(text));
        }
    }

    #[test]
    fn options_and_tokens_of_any_line_go() {
        assert_eq!(
            masked_line("swaks --auth-user kim --auth-password 's e' -s x"),
            "swaks --auth-user ******** --auth-password ******** -s x"
        );
        assert_eq!(masked_line("curl -v -u kim:secret smtp://x"), "curl -v -u ******** smtp://x");
        assert_eq!(masked_line("auth=Bearer ya29.abc"), "auth=Bearer ********");
        assert_eq!(masked_line("log: C: Auth Plain AGEAYg=="), "log: C: Auth Plain ********");
        assert_eq!(masked_line("250-AUTH PLAIN LOGIN"), "250-AUTH PLAIN LOGIN");
        assert_eq!(
            masked_line("curl -v smtps://kim:secret@mail.example.org/"),
            "curl -v smtps://********@mail.example.org/"
        );
        assert_eq!(masked_line("see https://kim@mail.example.org/"), "see https://kim@mail.example.org/");
        assert_eq!(masked_line("mailx -S smtp-auth-password=secret"), "mailx -S smtp-auth-password=********");
        assert_eq!(
            masked_line("smtpd_sasl_authenticate: sasl_method PLAIN, init_response AGFubg=="),
            "smtpd_sasl_authenticate: sasl_method PLAIN, init_response ********"
        );
    }
}
