use backstamp::finding::Reference;
use yew::prelude::*;

/// A standard, with a link to it where it is an RFC. Nothing is fetched unless somebody follows it.
pub fn reference(reference: &Reference) -> Html {
    standard(reference.as_str())
}

/// The same for a text that cites it.
pub fn standard(text: &str) -> Html {
    let Some(rest) = text.strip_prefix("RFC ") else { return html! { <span>{ text }</span> } };
    let (number, section) = rest.split_once(" section ").unwrap_or((rest, ""));
    let anchor = if section.is_empty() { String::new() } else { format!("#section-{section}") };
    let href = format!("https://www.rfc-editor.org/rfc/rfc{number}{anchor}");
    html! { <a {href} target="_blank" rel="noreferrer noopener">{ text }</a> }
}
