//! Whether a pasted text has the form of a server's answer, or is data (JSON, XML, CSV), a DNS record, source code or prose that
//! only holds the words of one.
//!
//! Words alone are no proof that a server said them: what has no form of an answer is at most possible.

use super::find::{Code, Codes};
use super::log_line::Surroundings;

/// Why a text is not taken for a server's answer as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// JSON, XML or CSV of a kind that is not read.
    Data,
    /// A record of the DNS.
    Record,
    /// Source code.
    Source,
    /// Sentences in which a code, or words as a server uses them, stand.
    Prose,
}

impl Doubt {
    /// What is said of it before the reading.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Data => {
                "This is data in a form that is not read here (JSON, XML or CSV); only the words in it were looked at."
            }
            Self::Record => "This is a record of the DNS and no answer of a server.",
            Self::Source => "This looks like source code and not like a server's answer.",
            Self::Prose => "This does not have the form of a server's answer, so its words may mean something else.",
        }
    }
}

/// Words of mail programs before or around an answer, or in place of one, in lower case.
const PROGRAMS: &[&str] = &[
    "said:",
    "smtp error from",
    "remote host said",
    "remote_host_said",
    "lost connection with ",
    "lost connection after ",
    "conversation with ",
    "connect to ",
    "host or domain name not found",
    "name service error",
    "retry timeout exceeded",
    "retry time not reached",
    "all hosts ",
    "in reply to ",
    "while talking to ",
    "error_code",
    "resolver.",
    "smtpsend.",
    "loops back to myself",
    "unable to verify",
    "<<<",
    "diagnostic-code",
];

/// Ends and beginnings of lines that programs have and answers have not.
const SOURCE_ENDS: &[&str] = &[" {", "();", ");", "};", "\");", "):", "\";", "',", "=> {"];
const SOURCE_STARTS: &[&str] = &[
    "if (",
    "if ",
    "else",
    "elif ",
    "def ",
    "fn ",
    "func ",
    "function ",
    "return ",
    "import ",
    "from ",
    "const ",
    "let ",
    "var ",
    "case ",
    "switch ",
    "raise ",
    "throw ",
    "try",
    "public ",
    "private ",
    "static ",
    "#include",
    "//",
    "/*",
    "print",
    "assert",
    "}",
    "$",
];

/// Whether what was read in `entry`, a piece of the input `text`, is in doubt by its form.
pub(super) fn doubt(text: &str, entry: &str, codes: &Codes<'_>, around: &Surroundings<'_>) -> Option<Doubt> {
    if is_markup(text) || is_json(entry) || is_table(text) {
        return Some(Doubt::Data);
    }
    let begins = begins_with_a_code(entry, codes);
    if begins || around.is_log {
        return None;
    }
    let lower = entry.to_ascii_lowercase();
    if ["v=spf1", "v=dmarc1", "v=dkim1", "v=stsv1", "v=tlsrptv1"].iter().any(|version| lower.contains(version)) {
        return Some(Doubt::Record);
    }
    if is_source(entry) {
        return Some(Doubt::Source);
    }
    let is_framed = around.remote.is_some()
        || PROGRAMS.iter().any(|words| lower.contains(words))
        || [&codes.reply_code, &codes.status].into_iter().flatten().any(|code| is_set_off(entry, code));
    (!is_framed).then_some(Doubt::Prose)
}

/// Whether the entry, or a line of it, begins with a code.
fn begins_with_a_code(entry: &str, codes: &Codes<'_>) -> bool {
    [&codes.reply_code, &codes.status].into_iter().flatten().any(|code| {
        let before = entry.get(..code.at.start).unwrap_or_default().trim_end_matches([' ', '\t', '#']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    })
}

/// Whether punctuation or the other code stands before the code, as where an answer is quoted or introduced.
fn is_set_off(entry: &str, code: &Code<'_>) -> bool {
    let before = entry.get(..code.at.start).unwrap_or_default().trim_end();
    before.is_empty() || before.ends_with([':', ';', '\'', '"', '<', '[', '{', '(', '=', '#', '|', '>', '\u{201c}'])
}

/// Whether a piece of JSON stands in the text: an object with a name in quotes, or a list of such.
fn is_json(entry: &str) -> bool {
    let trimmed = entry.trim_start();
    let opens = trimmed.starts_with(['{', '[', '"']) || trimmed.contains("{\"");
    opens && (entry.contains("\":") || entry.contains("\" :") || entry.contains("\\\":"))
}

/// Whether the text is XML or HTML: it begins with an element and closes one.
fn is_markup(text: &str) -> bool {
    let Some(inside) = text.trim_start().strip_prefix('<') else { return false };
    let name = inside.split(|c: char| !(c.is_ascii_alphanumeric() || "?!_-:".contains(c))).next().unwrap_or_default();
    let after = inside.get(name.len()..).unwrap_or_default();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '?' || c == '!');
    is_name
        && after.starts_with(['>', ' ', '/', '\t', '\n', '\r'])
        && (name.starts_with(['?', '!']) || text.contains("</"))
}

/// Whether the text is a table of values with separators: CSV or TSV.
fn is_table(text: &str) -> bool {
    // How many separators a line has, those between quotes left out.
    let columns = |line: &str, separator: char| {
        let mut is_quoted = false;
        let mut separators = 0_usize;
        let mut spaced = 0_usize;
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter == '"' {
                is_quoted = !is_quoted;
            } else if letter == separator && !is_quoted {
                separators += 1;
                spaced += usize::from(letters.peek() == Some(&' '));
            }
        }
        // Prose and logs have a blank behind a comma, tables have none.
        if spaced * 2 > separators { 0 } else { separators }
    };
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(3).collect();
    let Some(first) = lines.first() else { return false };
    [',', ';', '\t'].into_iter().any(|separator| {
        let here = columns(first, separator);
        here >= 2 && lines.len() > 1 && lines.iter().all(|line| columns(line, separator) == here)
            || here >= 4 && separator != '\t' && lines.len() == 1
    })
}

/// Whether lines of source code make up the most of the entry.
fn is_source(entry: &str) -> bool {
    let lines = entry.lines().map(str::trim).filter(|line| !line.is_empty());
    let (code, all) = lines.fold((0_usize, 0_usize), |(code, all), line| {
        let ends = SOURCE_ENDS.iter().any(|end| line.ends_with(end));
        let starts = SOURCE_STARTS.iter().any(|start| line.starts_with(start));
        let calls = line.contains("(\"") || line.contains("('") || line.contains(" == ") || line.contains(" = \"");
        (code + usize::from(ends && (starts || calls) || starts && calls), all + 1)
    });
    code > 0 && code * 3 >= all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::{find, log_line};

    fn of(text: &str) -> Option<Doubt> {
        doubt(text, text, &find::codes(text), &log_line::read(text))
    }

    #[test]
    fn an_answer_is_an_answer_wherever_its_code_is_set_off() {
        for text in [
            "550 5.1.1 <kim@example.com>: User unknown",
            "550 5.7.23 <lee@example.net>: not allowed by v=spf1 -all",
            "smtp; 550 5.1.1 User unknown",
            "The server answered: 550 5.1.1 User unknown",
            "[{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found};{FQDN=a.example}]",
            "#< #5.1.1 smtp;550 user unknown> #SMTP#",
            "host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)",
            "lost connection with mx.example.com[192.0.2.1] while sending end of data -- message may be sent more than once",
            "<kim@example.com>: 550 user unknown",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn data_records_code_and_prose_are_no_answer() {
        for (text, expected) in [
            ("{\"event\": \"failed\", \"reason\": \"550 5.1.1 User unknown\"}", Doubt::Data),
            ("out: {\"to\":\"kim@example.com\",\"reply\":\"550 5.1.1 User unknown\"}", Doubt::Data),
            ("<?xml version=\"1.0\"?><log><reply>550 5.1.1 User unknown</reply></log>", Doubt::Data),
            ("<row><reply>550 5.1.1 User unknown</reply></row>", Doubt::Data),
            ("time,to,reply\n1,kim@example.com,550 5.1.1 User unknown\n", Doubt::Data),
            ("550,kim@example.com,b,mx.example.com,\"550 5.1.1 User unknown\"", Doubt::Data),
            ("example.com. TXT \"v=spf1 -all\" mailbox full", Doubt::Record),
            ("if (code == 550) {\n  return \"user unknown\";\n}\n", Doubt::Source),
            ("We saw 550 5.1.1 user unknown last year and mended it", Doubt::Prose),
            ("My mailbox is full and I cannot send", Doubt::Prose),
        ] {
            assert_eq!(of(text), Some(expected), "{text}");
        }
    }
}
