//! What a report carries when it leaves: the words that prove it, and by which program it was made.

use crate::finding::Finding;

/// By which program a report was made, and whether names were replaced in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Provenance {
    /// The version of the program.
    pub version: String,
    /// The program's own SHA-256, as far as it knows it; empty where it does not.
    pub program: String,
    /// Whether hosts, addresses and names are tokens.
    pub redacted: bool,
}

impl Provenance {
    /// One line that says all of it.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = format!("Made by Backstamp {}", self.version);
        if let Some(short) = self.program.get(..16) {
            line.push_str(", program ");
            line.push_str(short);
        }
        line.push_str(if self.redacted { ". Hosts, addresses and names are replaced by tokens." } else { "." });
        line
    }
}

/// How many stretches of the input are quoted for a finding, and how much of each.
const MOST: usize = 4;
const LONGEST: usize = 300;

/// The words of the input that show a finding, each on one line.
#[must_use]
pub fn quoted(finding: &Finding, source: &[u8]) -> Vec<String> {
    let mut quoted: Vec<String> = Vec::new();
    for span in &finding.evidence {
        let words = String::from_utf8_lossy(span.of(source));
        let mut line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.len() > LONGEST {
            line.truncate(line.floor_char_boundary(LONGEST));
            line.push('\u{2026}');
        }
        if !line.is_empty() && !quoted.contains(&line) {
            quoted.push(line);
        }
        if quoted.len() == MOST {
            break;
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Party, Severity, Span};

    #[test]
    fn the_words_that_show_a_finding_are_quoted_once_and_on_one_line() {
        let finding = Finding::new("a.b", Severity::Note, Party::Nobody, Confidence::Certain, "x");
        let finding = finding.shown_by([Span::new(0, 9), Span::new(0, 10), Span::new(10, 400), Span::new(900, 901)]);
        let source = format!("one\n\t two {}", "\u{e9}".repeat(400));
        let quoted = quoted(&finding, source.as_bytes());
        assert_eq!(quoted.len(), 2, "a span that lies outside is passed over: {quoted:?}");
        assert_eq!(quoted[0], "one two");
        assert!(quoted[1].ends_with('\u{2026}') && quoted[1].len() <= LONGEST + 3, "{quoted:?}");
    }

    #[test]
    fn a_program_is_named_by_the_start_of_its_hash() {
        let made =
            Provenance { version: "1.2.3".to_owned(), program: "0123456789abcdef0123".to_owned(), redacted: true };
        assert_eq!(
            made.line(),
            "Made by Backstamp 1.2.3, program 0123456789abcdef. Hosts, addresses and names are replaced by tokens."
        );
        assert_eq!(Provenance { version: "1".to_owned(), ..Provenance::default() }.line(), "Made by Backstamp 1.");
    }
}
