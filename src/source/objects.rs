//! PowerShell's objects as text: `Format-List` (`Key : Value`, a block an object) and `Format-Table` (columns over dashes).

use crate::finding::Span;

/// How much of one value is read.
const MOST_VALUE: usize = 8_000;

/// The lines of a text without their ends, with their places.
fn lines(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let shown = line.trim_end();
        (shown, Span::new(start, start + shown.len()))
    })
}

/// One object of PowerShell's `Format-List`: `Key : Value`, long values folded onto indented lines.
pub(crate) struct Block {
    pairs: Vec<(String, String)>,
    /// All of its lines.
    pub span: Span,
}

impl Block {
    /// The value of a key, folded as the columns of CSV are.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The objects of a list, parted by blank lines.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut at, mut is_open) = (0, false);
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        let open = line.trim_end();
        if open.trim().is_empty() {
            is_open = false;
            continue;
        }
        let pair = open
            .get(..open.floor_char_boundary(60))
            .and_then(|head| head.find(" : ").or_else(|| head.find(" :").filter(|at| at + 2 == open.len())));
        let key = pair.and_then(|end| open.get(..end)).map(str::trim_end).filter(|key| {
            !key.is_empty()
                && !key.starts_with(' ')
                && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_'))
        });
        if let (Some(key), Some(end)) = (key, pair) {
            if !is_open {
                blocks.push(Block { pairs: Vec::new(), span });
                is_open = true;
            }
            if let Some(block) = blocks.last_mut() {
                let key: String =
                    key.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
                // The same key again begins the next object where the blank line was lost.
                if block.pairs.iter().any(|(known, _)| *known == key) {
                    blocks.push(Block { pairs: vec![(key, value_of(open, end))], span });
                } else if block.pairs.len() < 60 {
                    block.pairs.push((key, value_of(open, end)));
                    block.span.end = span.end;
                }
            }
        } else if is_open
            && open.starts_with("   ")
            && let Some(block) = blocks.last_mut()
            && let Some((_, value)) = block.pairs.last_mut()
            && value.len() < MOST_VALUE
        {
            value.push_str(open.trim());
            block.span.end = span.end;
        }
    }
    blocks
}

fn value_of(line: &str, end: usize) -> String {
    line.get(end + 2..).unwrap_or_default().trim().to_owned()
}

/// The columns of a table: where each begins, read off the line of dashes below the names.
pub(crate) struct Columns<'a> {
    names: Vec<(&'a str, usize)>,
}

impl<'a> Columns<'a> {
    fn of(names: &'a str, dashes: &str) -> Option<Self> {
        if dashes.trim().is_empty() || !dashes.bytes().all(|byte| matches!(byte, b'-' | b' ')) {
            return None;
        }
        let mut found = Vec::new();
        let mut at = 0;
        for word in dashes.split(' ') {
            if !word.is_empty() {
                let name = names.get(at..).unwrap_or_default().split(' ').find(|name| !name.is_empty())?;
                found.push((name, at));
            }
            at += word.len() + 1;
        }
        Some(Self { names: found })
    }

    /// The cell of a column; empty where there is none.
    pub(crate) fn cell<'b>(&self, line: &'b str, name: &str) -> &'b str {
        let Some(at) = self.names.iter().position(|(known, _)| *known == name) else { return "" };
        let start = self.names.get(at).map_or(0, |(_, at)| *at);
        let end = self.names.get(at + 1).map_or(line.len(), |(_, at)| *at);
        let start = line.floor_char_boundary(start.min(line.len()));
        let end = line.floor_char_boundary(end.min(line.len()));
        line.get(start..end).unwrap_or_default().trim()
    }
}

/// The rows of a table with their columns.
pub(crate) fn rows<'a>(text: &'a str, mut tell: impl FnMut(&Columns<'a>, &'a str, Span)) -> usize {
    let mut before = "";
    let mut columns: Option<Columns<'a>> = None;
    let mut understood = 0;
    for (line, span) in lines(text) {
        if let Some(found) = Columns::of(before, line) {
            columns = Some(found);
            understood += 2;
        } else if line.trim().is_empty() {
            columns = None;
        } else if let Some(columns) = &columns {
            understood += 1;
            tell(columns, line, span);
        }
        before = line;
    }
    understood
}
