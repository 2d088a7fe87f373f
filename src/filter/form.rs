//! The shapes of filters' fields: a word, a number, a bar of marks, pairs; and what only its maker can read.

use super::facts::{Filter, Judgement, Score};

/// How a field is read.
pub(super) enum Form {
    /// The word that it begins with decides.
    Words(&'static [(&'static str, Judgement)]),
    /// A number that alone decides nothing.
    Number,
    /// A bar, a mark a point: `***`, `--`.
    Bar,
    /// Pairs between semicolons or spaces; nothing in them decides.
    Pairs,
    /// What only its maker can read; the text says what it is.
    Opaque(&'static str),
    /// A product's own shape.
    Own(fn(&str, &mut Filter)),
}

impl Form {
    /// Reads an unfolded value.
    pub(super) fn read(&self, value: &str, filter: &mut Filter) {
        let value = value.trim();
        match self {
            Self::Words(words) => {
                if let Some(verdict) = word(value, words) {
                    filter.verdict = verdict;
                }
                filter.score = first_number(value);
            }
            Self::Number => {
                if let Some((score, rest)) = Score::read(value)
                    && !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '.')
                {
                    filter.score = Some(score);
                }
            }
            Self::Bar => filter.score = Some(bar(value)),
            Self::Pairs => pairs(value, filter),
            Self::Opaque(what) => filter.mean("What it is", *what),
            Self::Own(read) => read(value, filter),
        }
    }
}

/// What the first of some words means that a text begins with, whatever its case.
pub(super) fn word(text: &str, words: &[(&str, Judgement)]) -> Option<Judgement> {
    words.iter().find(|(word, _)| begins_with(text, word)).map(|(_, verdict)| *verdict)
}

/// Whether a text begins with a word.
pub(super) fn begins_with(text: &str, word: &str) -> bool {
    let text = text.trim_start();
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        && !text
            .get(word.len()..)
            .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
}

/// The first number of a text that stands alone.
fn first_number(text: &str) -> Option<Score> {
    text.split([' ', '\t', ';', ',', '(', ')', '=', ':', '[', ']']).find_map(|word| {
        let (score, rest) = Score::read(word)?;
        rest.trim_start_matches('%').is_empty().then_some(score)
    })
}

/// How long a bar is: stars and plus signs count up, minus signs count down, a slash or nothing is zero.
pub(super) fn bar(text: &str) -> Score {
    let count = |marks: &[char]| {
        i64::try_from(text.chars().take_while(|letter| marks.contains(letter)).count()).unwrap_or(i64::MAX)
    };
    let up = count(&['*', '+', 'X', 'x', 's', 'S']);
    if up > 0 { Score::whole(up) } else { Score::whole(count(&['-'])).negated() }
}

/// Adds pairs to the facts: `NAME:value;`, `name=value`.
pub(super) fn pairs(text: &str, filter: &mut Filter) {
    for (name, value) in split_pairs(text) {
        filter.say(name, value);
    }
}

/// The pairs of a text, between semicolons where it has any, else between spaces.
pub(super) fn split_pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let by_semicolon = text.contains(';');
    text.split(
        move |letter: char| if by_semicolon { letter == ';' } else { letter == ' ' || letter == '\t' || letter == ',' },
    )
    .filter_map(|piece| {
        let (name, value) = piece.trim().split_once(['=', ':'])?;
        let name = name.trim();
        (!name.is_empty() && name.len() <= 60 && !name.contains(' ')).then(|| (name, value.trim()))
    })
    .take(200)
}

/// The value behind `name=` in a text, up to a space, a comma or a semicolon; whatever the name's case.
pub(super) fn after<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower.get(from..)?.find(name) {
        let start = from + at;
        let free = lower.get(..start).is_none_or(|before| {
            !before.ends_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-')
        });
        let rest = text.get(start + name.len()..)?;
        if free && let Some(value) = rest.trim_start().strip_prefix(['=', ' ', ':']).or_else(|| rest.strip_prefix(' '))
        {
            let value = value.trim_start();
            return Some(value.split([' ', '\t', ',', ';', ')']).next().unwrap_or_default());
        }
        from = start + name.len();
    }
    None
}

/// The number behind `name=`.
pub(super) fn score_after(text: &str, name: &str) -> Option<Score> {
    Score::read(after(text, name)?).map(|(score, _)| score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_words_end() {
        const WORDS: &[(&str, Judgement)] = &[("spam", Judgement::Spam), ("not spam", Judgement::Ham)];
        assert_eq!(word("SPAM 0.99", WORDS), Some(Judgement::Spam));
        assert_eq!(word("spammy", WORDS), None);
        assert_eq!(word("not spam, x", WORDS), Some(Judgement::Ham));
    }

    #[test]
    fn bars_are_counted() {
        assert_eq!(bar("***").value(), 3.0);
        assert_eq!(bar("--").value(), -2.0);
        assert_eq!(bar("/").value(), 0.0);
        assert_eq!(bar("").value(), 0.0);
    }

    #[test]
    fn values_are_found_by_their_names() {
        assert_eq!(after("Yes, score=4.5 required=5", "required"), Some("5"));
        assert_eq!(after("a, required 6, autolearn=no", "required"), Some("6"));
        assert_eq!(after("xscore=1 score = 2", "score"), Some("2"));
        assert_eq!(after("", "score"), None);
    }
}
