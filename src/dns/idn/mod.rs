//! International names (IDNA, RFC 5890): the letters that people read, and the `xn--` form that DNS carries.
//!
//! What maps letters to that form has large tables, and a browser has them already: there it maps, elsewhere `idna`
//! does. Both follow the URL Standard. The way back needs no tables (RFC 3492), and a form counts only if it is what
//! its letters map to.

#[cfg(all(feature = "js", target_arch = "wasm32"))]
#[path = "browser.rs"]
mod tables;
#[cfg(not(all(feature = "js", target_arch = "wasm32")))]
#[path = "native.rs"]
mod tables;

/// What every label of letters beyond ASCII begins with (RFC 5890 section 2.3.2.5).
const PREFIX: &str = "xn--";

/// The form of a label that DNS carries; none where there is none.
pub(crate) fn to_ascii(label: &str) -> Option<String> {
    // Whatever means something in a URL is no part of a name.
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_') || !letter.is_ascii();
    let ascii = tables::to_ascii(label).filter(|_| label.chars().all(is_plain))?;
    (!ascii.is_empty() && !ascii.contains('.')).then_some(ascii)
}

/// A name with each label in the letters that people read; none where no label has any, or one is not what it says.
pub(super) fn to_unicode(name: &str) -> Option<String> {
    let mut labels = Vec::new();
    for label in name.split('.') {
        labels.push(match label.strip_prefix(PREFIX) {
            None => label.to_owned(),
            Some(encoded) => decode(encoded).filter(|letters| to_ascii(letters).as_deref() == Some(label))?,
        });
    }
    let text = labels.join(".");
    (text != name).then_some(text)
}

/// Punycode's parameters (RFC 3492 section 5).
const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST: u32 = 128;

/// Decodes Punycode (RFC 3492 section 6.2); none for what is none. A label has at most 63 octets, and anything much
/// longer is refused, because each letter is put among those before it.
fn decode(text: &str) -> Option<String> {
    if text.len() > 63 || !text.is_ascii() {
        return None;
    }
    let (basic, extended) = text.rsplit_once('-').unwrap_or(("", text));
    let mut letters: Vec<char> = basic.chars().collect();
    let (mut code, mut at, mut bias) = (FIRST, 0_u32, FIRST_BIAS);
    let mut digits = extended.bytes();
    while digits.len() > 0 {
        let before = at;
        let mut weight = 1_u32;
        for step in 1.. {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => byte - b'a',
                byte @ b'A'..=b'Z' => byte - b'A',
                byte @ b'0'..=b'9' => byte - b'0' + 26,
                _ => return None,
            };
            at = at.checked_add(u32::from(digit).checked_mul(weight)?)?;
            let threshold = (BASE * step).saturating_sub(bias).clamp(LEAST, MOST);
            if u32::from(digit) < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
        }
        let count = u32::try_from(letters.len()).ok()? + 1;
        bias = adapt(at - before, count, before == 0);
        code = code.checked_add(at / count)?;
        at %= count;
        letters.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    Some(letters.into_iter().collect())
}

/// Bias adaptation (RFC 3492 section 6.1).
fn adapt(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut steps = 0;
    while delta > (BASE - LEAST) * MOST / 2 {
        delta /= BASE - LEAST;
        steps += BASE;
    }
    steps + (BASE - LEAST + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_come_back_as_they_were() {
        for text in ["müller", "例え", "почта", "日本のメール", "bücher-straße", "δοκιμή", "ü", "aüb"]
        {
            let ascii = to_ascii(text).unwrap();
            assert!(ascii.starts_with("xn--"), "{ascii}");
            let (theirs, result) = idna::domain_to_unicode(&ascii);
            assert!(result.is_ok());
            assert_eq!(to_unicode(&ascii).as_deref(), Some(theirs.as_str()), "{ascii}");
        }
        assert_eq!(to_unicode("mx.xn--mller-kva.example").as_deref(), Some("mx.müller.example"));
    }

    #[test]
    fn what_only_looks_encoded_stays_as_it_is() {
        for name in ["mx.example", "xn--", "xn--a", "xn--mller-kv", "xn--99999999", "xn--ls8h-", "xn--mller-kva9"] {
            let (text, result) = idna::domain_to_unicode(name);
            let theirs = (result.is_ok() && text != name).then_some(text);
            assert_eq!(to_unicode(name), theirs, "{name}");
        }
        assert_eq!(to_unicode(&format!("xn--{}", "9".repeat(5_000))), None);
    }

    #[test]
    fn nothing_of_a_url_gets_into_a_name() {
        for label in ["ü/x", "ü%2e", "ü:80", "ü@x", "ü?x", "ü\t", "ü x"] {
            assert_eq!(to_ascii(label), None, "{label:?}");
        }
        assert_eq!(to_ascii("\u{ad}"), None, "a soft hyphen is mapped to nothing");
        // Full-width digits are digits, and no address.
        assert_eq!(to_ascii("１２３").as_deref(), Some("123"));
    }
}
