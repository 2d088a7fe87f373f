//! Comments in parentheses (RFC 5322 section 3.2.2).

/// The text without its comments, which may be nested; quoted strings are left alone. A comment that does not end is kept.
#[must_use]
pub(super) fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut quoted = false;
    let mut depth = 0_usize;
    let mut opened_at = 0;
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        let was_escaped = std::mem::take(&mut escaped);
        match letter {
            '\\' if !was_escaped && (quoted || depth > 0) => escaped = true,
            '"' if !was_escaped && depth == 0 => quoted = !quoted,
            '(' if !was_escaped && !quoted => {
                if depth == 0 {
                    opened_at = at;
                }
                depth += 1;
            }
            ')' if !was_escaped && depth > 0 => {
                depth -= 1;
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            kept.push(letter);
        }
    }
    if depth > 0 {
        kept.push_str(text.get(opened_at..).unwrap_or_default());
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_quoted_parentheses_stay() {
        assert_eq!(without_comments("text/plain (a (nested) one)"), "text/plain ");
        assert_eq!(without_comments("x; boundary=\"a(b)c\" (d)"), "x; boundary=\"a(b)c\" ");
        assert_eq!(without_comments("x (open"), "x (open");
    }
}
