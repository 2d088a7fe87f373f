//! Quoting a text so that a shell or a language gives it to a program unchanged.

/// For sh: single quotes, in which nothing is special but the quote itself.
#[must_use]
pub fn sh(text: &str) -> String {
    // `--option=value` is plain where the value is; a word that begins with `=` is not, in zsh.
    let (option, value) = match text.split_once('=') {
        Some((option, value)) if option.starts_with("--") && is_plain(option) => (option, value),
        _ => ("", text),
    };
    let value = if is_plain(value) { value.to_owned() } else { format!("'{}'", value.replace('\'', r"'\''")) };
    if option.is_empty() { value } else { format!("{option}={value}") }
}

/// For PowerShell: a single-quoted string, in which a quote is doubled. Letters outside ASCII are written as numbers: PowerShell
/// takes the typographic quotes for quotes too, and the one that comes with Windows reads a script that is saved as UTF-8 in
/// another character set, in which parts of other letters are such quotes.
#[must_use]
pub fn powershell(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if text.is_ascii() {
        return format!("'{doubled}'");
    }
    let mut escaped = String::from("([regex]::Unescape('");
    for letter in doubled.chars() {
        match letter {
            '\\' => escaped.push_str("\\\\"),
            _ if letter.is_ascii() => escaped.push(letter),
            _ => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    escaped.push_str("\\u");
                    push_hex(&mut escaped, u32::from(*unit), 4);
                }
            }
        }
    }
    escaped.push_str("'))");
    escaped
}

/// For a program started from the prompt of cmd: the quotes are the C library's, and a caret before each sign that cmd
/// would take for its own. In a batch file `%` would have to be doubled instead. A program that is itself a batch file reads
/// the line a second time, in which a quote within the text ends the quotes: give it no text with one.
#[must_use]
pub fn cmd(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    let mut backslashes = 0;
    for letter in text.chars() {
        match letter {
            '\\' => backslashes += 1,
            // Backslashes count only before a quote, and there double.
            '"' => {
                quoted.push_str(&"\\".repeat(backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        quoted.push(letter);
    }
    quoted.push_str(&"\\".repeat(backslashes));
    quoted.push('"');
    if !text.contains(['"', '%', '!', '^']) {
        return quoted;
    }
    let mut careted = String::new();
    for letter in quoted.chars() {
        if "()%!^\"<>&|".contains(letter) {
            careted.push('^');
        }
        careted.push(letter);
    }
    careted
}

/// For Python: a literal of bytes where `bytes`, else of text.
#[must_use]
pub fn python(text: &str, bytes: bool) -> String {
    let mut quoted = String::from(if bytes { "b'" } else { "'" });
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            ' '..='~' => quoted.push(letter),
            _ if bytes => {
                for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                    quoted.push_str("\\x");
                    push_hex(&mut quoted, u32::from(byte), 2);
                }
            }
            _ => {
                quoted.push_str("\\U");
                push_hex(&mut quoted, u32::from(letter), 8);
            }
        }
    }
    quoted.push('\'');
    quoted
}

fn push_hex(text: &mut String, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        text.extend(char::from_digit((number >> (4 * place)) & 15, 16));
    }
}

/// Whether no shell sees anything special in it.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-@:/+".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sh_leaves_what_is_plain_and_quotes_the_rest() {
        assert_eq!(sh("jane@mail.example"), "jane@mail.example");
        assert_eq!(sh(""), "''");
        assert_eq!(sh("o'brien$(x)`y`"), r"'o'\''brien$(x)`y`'");
    }

    #[test]
    fn powershell_sees_no_sign_of_its_own() {
        assert_eq!(powershell("o'brien $x `t \"$(y)\" \\"), "'o''brien $x `t \"$(y)\" \\'");
        assert_eq!(powershell("a\u{2018}'b"), "([regex]::Unescape('a\\u2018''b'))");
        assert_eq!(powershell("\u{d1}\\u0041"), "([regex]::Unescape('\\u00d1\\\\u0041'))");
        assert_eq!(powershell("\u{1f600}"), "([regex]::Unescape('\\ud83d\\ude00'))");
        let all: String = ('\0'..='\u{ffff}').collect();
        assert!(powershell(&all).is_ascii());
    }

    #[test]
    fn cmd_expands_nothing_and_starts_nothing() {
        assert_eq!(cmd("jane@mail.example"), "jane@mail.example");
        assert_eq!(cmd("a&b@mail.example"), "\"a&b@mail.example\"");
        assert_eq!(cmd("a%PATH%b"), "^\"a^%PATH^%b^\"");
        assert_eq!(cmd("\"a&b\"@x"), "^\"\\^\"a^&b\\^\"@x^\"");
        assert_eq!(cmd("a b\\"), "\"a b\\\\\"");
    }

    #[test]
    fn python_escapes_what_is_not_ascii() {
        assert_eq!(python("a'\\\r\n", true), r"b'a\'\\\x0d\x0a'");
        assert_eq!(python("\u{e9}", true), r"b'\xc3\xa9'");
        assert_eq!(python("\u{e9}", false), r"'\U000000e9'");
    }
}
