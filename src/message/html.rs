//! HTML as plain text: what a reader of a `text/html` part sees, near enough to find words in it.

/// The text of an HTML part: tags, comments, scripts and styles dropped, blocks on lines of their own, entities resolved.
#[must_use]
pub fn text_of_html(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    // The element whose content is not for reading, while within it.
    let mut hidden: Option<&'static str> = None;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        if hidden.is_none() {
            push_words(&mut text, before);
        }
        rest = if after.starts_with('&') {
            let (letter, after) = entity(after);
            if hidden.is_none() {
                text.push_str(letter.encode_utf8(&mut [0; 4]));
            }
            after
        } else if let Some(comment) = after.strip_prefix("<!--") {
            memchr::memmem::find(comment.as_bytes(), b"-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default()
        } else {
            let (tag, after) = tag(after);
            match (hidden, tag) {
                (Some(within), Tag::Close(name)) if name.eq_ignore_ascii_case(within) => hidden = None,
                (None, Tag::Open(name)) => {
                    hidden = HIDDEN.into_iter().find(|hidden| name.eq_ignore_ascii_case(hidden));
                    break_line(&mut text, name);
                }
                (None, Tag::Close(name)) => break_line(&mut text, name),
                (None, Tag::Neither) => text.push('<'),
                _ => {}
            }
            after
        };
    }
    if hidden.is_none() {
        push_words(&mut text, rest);
    }
    text
}

/// Elements whose content is not text to read.
const HIDDEN: [&str; 3] = ["script", "style", "title"];

/// Elements that begin and end a line.
const BLOCKS: [&str; 20] = [
    "br",
    "p",
    "div",
    "tr",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "pre",
    "hr",
    "dt",
    "dd",
    "body",
    "blockquote",
];

enum Tag<'a> {
    Open(&'a str),
    Close(&'a str),
    /// A `<` that begins no tag: an address, or mere text.
    Neither,
}

/// The tag that `text` begins with, and what follows it. A tag without an end reaches no further than its name.
fn tag(text: &str) -> (Tag<'_>, &str) {
    let inner = text.get(1..).unwrap_or_default();
    let (closes, name) = match inner.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, inner),
    };
    let length =
        name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'?' | b':')).count();
    let (name, after) = name.split_at_checked(length).unwrap_or((name, ""));
    // `<someone@mx.example>` stands unescaped in many notices: it is to be read.
    if name.is_empty() || after.starts_with(['@', '.', '_', '-', '+']) {
        return (Tag::Neither, inner);
    }
    // An attribute may hold a '>' in quotes, but a quote may also be missing: the first '>' is the safer end.
    let rest = memchr::memchr(b'>', after.as_bytes()).and_then(|end| after.get(end + 1..)).unwrap_or_default();
    (if closes { Tag::Close(name) } else { Tag::Open(name) }, rest)
}

fn break_line(text: &mut String, element: &str) {
    if BLOCKS.iter().any(|block| element.eq_ignore_ascii_case(block)) {
        if !text.is_empty() && (!text.ends_with('\n') || element.eq_ignore_ascii_case("br")) {
            text.push('\n');
        }
    } else if element.eq_ignore_ascii_case("td") && !text.ends_with(['\n', ' ']) && !text.is_empty() {
        text.push(' ');
    }
}

/// Adds words with the white space between them collapsed, as a browser shows it.
fn push_words(text: &mut String, words: &str) {
    for letter in words.chars() {
        if !letter.is_ascii_whitespace() {
            text.push(letter);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

/// The letter that an entity at the start of `text` stands for, and what follows it; `&` itself where it is none.
fn entity(text: &str) -> (char, &str) {
    let name = text.get(1..).unwrap_or_default();
    let length = name.bytes().take(10).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let (name, after) = name.split_at_checked(length).unwrap_or_default();
    let letter = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        }
        .and_then(char::from_u32),
        None => ENTITIES.iter().find(|(known, _)| *known == name).map(|&(_, letter)| letter),
    };
    match letter {
        // A no-break space separates words like any other.
        Some('\u{a0}') => (' ', after.strip_prefix(';').unwrap_or(after)),
        Some(letter) => (letter, after.strip_prefix(';').unwrap_or(after)),
        None => ('&', text.get(1..).unwrap_or_default()),
    }
}

/// The entities that notices use; the others are letters that no rule looks for.
const ENTITIES: [(&str, char); 44] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("copy", '©'),
    ("reg", '®'),
    ("middot", '·'),
    ("bull", '•'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("Eacute", 'É'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("aacute", 'á'),
    ("iacute", 'í'),
    ("oacute", 'ó'),
    ("uacute", 'ú'),
    ("ntilde", 'ñ'),
    ("ccedil", 'ç'),
    ("atilde", 'ã'),
    ("otilde", 'õ'),
    ("ocirc", 'ô'),
    ("ugrave", 'ù'),
    ("icirc", 'î'),
    ("igrave", 'ì'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_on_lines_and_entities_are_letters() {
        let html = "<html><head><style>p { color: red }</style></head><body><p>Your message\n  to <b>a@mx.example</b> couldn&#39;t be\
                    delivered.</p><br>550 5.1.1 &lt;a@mx.example&gt;: f&uuml;r &#x41;&nbsp;B</body></html>";
        assert_eq!(
            text_of_html(html),
            "Your message to a@mx.example couldn't bedelivered.\n\n550 5.1.1 <a@mx.example>: für A B\n"
        );
    }

    #[test]
    fn an_address_in_angle_brackets_is_no_tag() {
        assert_eq!(text_of_html("to <someone@mx.example> & 1 < 2"), "to <someone@mx.example> & 1 < 2");
    }

    #[test]
    fn html_that_breaks_off_gives_what_stands_before() {
        assert_eq!(text_of_html("refused <a href=\"x"), "refused ");
        assert_eq!(text_of_html("refused <!-- x"), "refused ");
        assert_eq!(text_of_html("<script>x"), "");
    }
}
