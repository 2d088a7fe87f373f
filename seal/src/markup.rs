//! Just enough HTML to find the elements of a page that we wrote ourselves.
//!
//! Reads tags, attributes, comments and the four elements whose content is text and not markup. It is no general
//! parser: what it cannot read is an error, and the build stops.

/// A start tag and, where its element holds raw text, that text.
#[derive(Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// In lower case.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The text of a `script`, `style`, `textarea` or `title`; empty for every other element.
    pub text: &'a str,
    /// Where the start tag begins in the page, in bytes.
    pub start: usize,
    /// Where the start tag ends.
    pub tag_end: usize,
    /// Where the element ends, for one that holds raw text; else where its start tag ends.
    pub end: usize,
}

impl Element<'_> {
    /// The value of an attribute, where the element has it.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Every start tag of the page, in order.
pub fn elements(html: &str) -> Result<Vec<Element<'_>>, String> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = find(html, at, "<") {
        let rest = after(html, start);
        if rest.starts_with("<!--") {
            at = find(html, start, "-->").ok_or("a comment has no end")? + 3;
        } else if rest.starts_with("</") || rest.starts_with("<!") {
            at = find(html, start, ">").ok_or("a tag has no end")? + 1;
        } else if rest.get(1..2).is_some_and(|next| next.starts_with(|letter: char| letter.is_ascii_alphabetic())) {
            let element = start_tag(html, start)?;
            at = element.end;
            found.push(element);
        } else {
            at = start + 1;
        }
    }
    Ok(found)
}

fn start_tag(html: &str, start: usize) -> Result<Element<'_>, String> {
    let mut tag = Cursor { html, at: start + 1 };
    let name = tag.take_until(|c| c.is_ascii_whitespace() || c == '/' || c == '>').to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        tag.take_until(|c| !(c.is_ascii_whitespace() || c == '/'));
        match tag.peek() {
            None => return Err(format!("a <{name}> tag has no end")),
            Some('>') => break,
            Some(_) => attributes.push(attribute(&mut tag, &name)?),
        }
    }
    let tag_end = tag.at + 1;
    let (text, end) = match name.as_str() {
        "script" | "style" | "textarea" | "title" => {
            let close = find_tag_name(html, tag_end, &format!("</{name}"))
                .ok_or_else(|| format!("a <{name}> element has no end"))?;
            let end = find(html, close, ">").ok_or_else(|| format!("a </{name}> tag has no end"))? + 1;
            (html.get(tag_end..close).unwrap_or_default(), end)
        }
        _ => ("", tag_end),
    };
    Ok(Element { name, attributes, text, start, tag_end, end })
}

fn attribute(tag: &mut Cursor<'_>, element: &str) -> Result<(String, String), String> {
    let name = tag.take_until(|c| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/')).to_ascii_lowercase();
    tag.take_until(|c| !c.is_ascii_whitespace());
    if tag.peek() != Some('=') {
        return Ok((name, String::new()));
    }
    tag.at += 1;
    tag.take_until(|c| !c.is_ascii_whitespace());
    let value = match tag.peek() {
        Some(quote @ ('"' | '\'')) => {
            tag.at += 1;
            let value = tag.take_until(|c| c == quote);
            if tag.peek().is_none() {
                return Err(format!("the attribute {name} of <{element}> has no closing quote"));
            }
            tag.at += 1;
            value
        }
        _ => tag.take_until(|c| c.is_ascii_whitespace() || c == '>'),
    };
    // The only character references that matter to an address.
    Ok((name, value.replace("&amp;", "&")))
}

struct Cursor<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<char> {
        after(self.html, self.at).chars().next()
    }

    fn take_until(&mut self, stop: impl Fn(char) -> bool) -> &'a str {
        let rest = after(self.html, self.at);
        let taken = rest.split_once(&stop).map_or(rest, |(before, _)| before);
        self.at += taken.len();
        taken
    }
}

fn after(html: &str, at: usize) -> &str {
    html.get(at..).unwrap_or_default()
}

fn find(html: &str, from: usize, what: &str) -> Option<usize> {
    after(html, from).find(what).map(|at| from + at)
}

/// Finds a tag's opening whatever its case.
fn find_tag_name(html: &str, from: usize, what: &str) -> Option<usize> {
    after(html, from)
        .as_bytes()
        .windows(what.len())
        .position(|w| w.eq_ignore_ascii_case(what.as_bytes()))
        .map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_quoted_unquoted_and_bare_attributes() {
        let found = elements(r#"<INPUT type=text value='a > b' disabled data-x="1">"#).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].name, "input");
        assert_eq!(found[0].attribute("type"), Some("text"));
        assert_eq!(found[0].attribute("value"), Some("a > b"));
        assert_eq!(found[0].attribute("disabled"), Some(""));
        assert_eq!(found[0].attribute("data-x"), Some("1"));
    }

    #[test]
    fn the_text_of_a_script_is_not_markup() {
        let found = elements("<script>if (a<b) x('<img>')</SCRIPT><p>").unwrap();
        assert_eq!(found.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["script", "p"]);
        assert_eq!(found[0].text, "if (a<b) x('<img>')");
    }

    #[test]
    fn comments_and_the_doctype_hold_no_elements() {
        assert_eq!(elements("<!doctype html><!-- <img src=x> -->1 < 2").unwrap(), []);
    }

    #[test]
    fn what_has_no_end_is_an_error() {
        for html in ["<!-- ", "<a href=\"x>", "<script>", "<p", "</p"] {
            assert!(elements(html).is_err(), "{html}");
        }
    }
}
