//! The grammar of commands (RFC 5321 section 4.1), as strictly as it is written.

use crate::smtp::path;

/// The address and the parameters of MAIL or RCPT.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Path<'a> {
    /// The address without its brackets; empty for `<>`.
    pub address: &'a str,
    /// What follows, word by word.
    pub parameters: Vec<&'a str>,
}

/// The verb, in capital letters, and what follows it.
pub(super) fn verb(line: &str) -> (String, &str) {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    (verb.to_ascii_uppercase(), rest.trim_end())
}

/// Reads what follows `MAIL` or `RCPT`; `word` is `FROM:` or `TO:`.
pub(super) fn path<'a>(rest: &'a str, word: &str) -> Result<Path<'a>, &'static str> {
    let (Some(start), Some(after)) = (rest.get(..word.len()), rest.get(word.len()..)) else {
        return Err("501 5.5.4 Syntax: the keyword and its colon are missing");
    };
    if !start.eq_ignore_ascii_case(word) {
        return Err("501 5.5.4 Syntax: the keyword and its colon are missing");
    }
    let Some(inner) = after.strip_prefix('<') else {
        return Err("501 5.5.2 Syntax: an address stands in angle brackets, with no space before it");
    };
    let Some(end) = closing(inner) else { return Err("501 5.5.2 Syntax: the closing bracket is missing") };
    let parameters = inner.get(end + 1..).unwrap_or_default();
    if !parameters.is_empty() && !parameters.starts_with(' ') {
        return Err("501 5.5.2 Syntax: a space stands before a parameter");
    }
    let address = inner.get(..end).unwrap_or_default();
    // A route before the address is passed over (RFC 5321 section 4.1.2 and appendix C).
    let address = match address.split_once(':') {
        Some((route, target)) if route.starts_with('@') => target,
        _ => address,
    };
    Ok(Path { address, parameters: parameters.split_ascii_whitespace().collect() })
}

/// Where the bracket closes; not within quotes.
fn closing(text: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '>' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// What is wrong with the sender's address, as a reply.
pub(super) fn sender(address: &str, utf8: bool) -> Option<String> {
    if address.is_empty() {
        return None;
    }
    wrong(address, utf8, "501 5.1.7 Bad sender address syntax")
}

/// What is wrong with the recipient's.
pub(super) fn recipient(address: &str, utf8: bool) -> Option<String> {
    if address.eq_ignore_ascii_case("postmaster") {
        return None;
    }
    wrong(address, utf8, "501 5.1.3 Bad recipient address syntax")
}

fn wrong(address: &str, utf8: bool, reply: &str) -> Option<String> {
    let why = path::mailbox(address, utf8).err()?;
    if !utf8 && path::mailbox(address, true).is_ok() {
        return Some("553 5.6.7 An address outside ASCII needs SMTPUTF8 at MAIL FROM".to_owned());
    }
    Some(format!("{reply}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_the_colon_belong_to_the_grammar() {
        assert_eq!(path("FROM:<a@b.example> SIZE=1", "FROM:").unwrap().parameters, ["SIZE=1"]);
        assert_eq!(path("to:<\"a>b\"@b.example>", "TO:").unwrap().address, "\"a>b\"@b.example");
        assert_eq!(path("TO:<@x.example,@y.example:a@b.example>", "TO:").unwrap().address, "a@b.example");
        for line in [
            "FROM: <a@b.example>",
            "FROM:a@b.example",
            "FROM <a@b.example>",
            "FROM:<a@b.example",
            "FROM:<a@b.example>x",
            "",
            "é",
        ] {
            assert!(path(line, "FROM:").unwrap_err().starts_with("501"), "{line}");
        }
    }
}
