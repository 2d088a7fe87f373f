//! Received-SPF (RFC 7208 section 9.1): `pass (comment) client-ip=192.0.2.1; envelope-from=a@example.com; …`.
//!
//! Yahoo and Apache give the address in the comment alone, Google the domain; capitals vary.

use super::MethodResult;
use super::pairs::segments;
use crate::trace::names;

/// Reads an unfolded value: the receiver, and the result.
pub(super) fn read(value: &str) -> (Option<String>, Option<MethodResult>) {
    let mut items = segments(value).into_iter().flat_map(|segment| segment.items);
    let Some(first) = items.next() else { return (None, None) };
    let mut result = MethodResult { method: "spf".to_owned(), ..MethodResult::default() };
    let mut comments = first.comments;
    match first.value {
        None => result.result = first.name.to_ascii_lowercase(),
        Some(value) => {
            result.props.insert(first.name.to_ascii_lowercase(), value);
        }
    }
    for item in items {
        comments.extend(item.comments);
        if let Some(value) = item.value.filter(|_| !item.name.is_empty()) {
            let value =
                value.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).map_or(value.clone(), str::to_owned);
            result.props.entry(item.name.to_ascii_lowercase()).or_insert(value);
        }
    }
    let comment = comments.into_iter().find(|comment| !comment.is_empty());
    if let Some(comment) = &comment
        && let Some(address) = address_in(comment)
    {
        result.props.entry("client-ip".to_owned()).or_insert(address);
    }
    // `receiver=` may be an address of the recipient; the comment begins with the server.
    let receiver = result.props.get("receiver").filter(|name| !name.contains('@')).cloned();
    let writer = comment.as_deref().and_then(|comment| comment.split_once(": ")).map(|(name, _)| name.to_owned());
    result.comment = comment;
    result.reason = result.props.get("problem").cloned();
    (receiver.or(writer.filter(|name| names::is_full(name))), (!result.result.is_empty()).then_some(result))
}

/// The client's address, where the usual sentences of a comment name it.
fn address_in(comment: &str) -> Option<String> {
    let words: Vec<&str> = comment.split_whitespace().take(60).collect();
    let is_mark = |word: &str| matches!(word, "designates" | "designate" | "of" | "is");
    words.windows(2).find_map(|pair| match pair {
        [before, word] if is_mark(before) || before.ends_with(':') => names::address(word).map(|_| (*word).to_owned()),
        [word, after] if *after == "is" => names::address(word).map(|_| (*word).to_owned()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prop(value: &str, name: &str) -> Option<String> {
        read(value).1.and_then(|result| result.props.get(name).cloned())
    }

    #[test]
    fn pairs_and_quoted_values_are_read() {
        let value = "SoftFail (mx.example.net: domain of transitioning a@example.com does not designate 192.0.2.7 as permitted \
                     sender) receiver=mx.example.net; client-ip=192.0.2.7; envelope-from=\"a@example.com\"; helo=out.example.com;";
        let (receiver, result) = read(value);
        assert_eq!(receiver.as_deref(), Some("mx.example.net"));
        assert_eq!(result.unwrap().result, "softfail");
        assert_eq!(prop(value, "envelope-from").as_deref(), Some("a@example.com"));
        assert_eq!(prop("none envelope-from=<a@example.com>", "envelope-from").as_deref(), Some("a@example.com"));
    }

    #[test]
    fn the_address_may_stand_in_the_comment_alone() {
        let value = "pass (a.example: domain of x@example.com designates 2001:db8::7 as permitted sender)";
        assert_eq!(prop(value, "client-ip").as_deref(), Some("2001:db8::7"));
        let neither = "neutral (mx.example.net: 192.0.2.9 is neither permitted nor denied by domain of example.com)";
        assert_eq!(prop(neither, "client-ip").as_deref(), Some("192.0.2.9"));
        let both = "none (mx.example.net: 192.0.2.9 is neither permitted nor denied) client-ip=192.0.2.5";
        assert_eq!(prop(both, "client-ip").as_deref(), Some("192.0.2.5"));
    }

    #[test]
    fn half_a_field_gives_what_it_has() {
        assert_eq!(read("").1, None);
        assert_eq!(read("neutral").1.unwrap().result, "neutral");
        assert_eq!(read("Pass (mx.example.net: domain of example.com designa=").1.unwrap().result, "pass");
    }
}
