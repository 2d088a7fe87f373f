//! Amazon SES by way of SNS: the event as JSON.

use serde_json::Value;

use super::{Dialect, Fingerprint};
use crate::bounce::facts::Action;
use crate::bounce::notice::NoticeParts;
use crate::bounce::status;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Amazon SES event",
    marks: &[
        Fingerprint::Body("{\"notificationtype\":\"bounce\"", 25),
        Fingerprint::Body("{\"notificationtype\":\"delivery\"", 25),
        Fingerprint::Body("{\"eventtype\":\"bounce\"", 25),
        Fingerprint::Body("\"bouncedrecipients\"", 20),
        Fingerprint::Head("@sns.amazonaws.com", 5),
    ],
    read,
    patience: None,
};

/// How many recipients of one event are read.
const MOST: usize = 1000;

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let start = notice.text.find('{').unwrap_or_default();
    let rest = notice.text.get(start..).unwrap_or_default();
    // Long lines of JSON are folded when mailed.
    let unfolded = unbroken(&rest.replace("\r\n ", "").replace("\n ", ""));
    let mut values = serde_json::Deserializer::from_str(&unfolded).into_iter::<Value>();
    let Some(Ok(event)) = values.next() else { return Vec::new() };
    if let Some(bounced) = event.pointer("/bounce/bouncedRecipients").and_then(Value::as_array) {
        return bounced.iter().filter_map(bounced_recipient).take(MOST).collect();
    }
    let response = event.pointer("/delivery/smtpResponse").and_then(Value::as_str).unwrap_or_default();
    let delivered = event.pointer("/delivery/recipients").and_then(Value::as_array);
    let addresses = delivered.into_iter().flatten().filter_map(Value::as_str).take(MOST);
    addresses.map(|address| Told { action: Some(Action::Delivered), ..Told::of(address, response) }).collect()
}

/// The longest line of a message without its line end (RFC 5322 section 2.1.1); a program that cuts lines cuts them here.
const LINE_MAX: usize = 998;

/// JSON without the line ends that stand in its strings, where none may be (RFC 8259 section 7): wrapped at a space, or cut at
/// the longest line that mail allows.
fn unbroken(json: &str) -> String {
    let mut whole = String::with_capacity(json.len());
    let (mut is_string, mut is_escaped) = (false, false);
    let mut length = 0_usize;
    for letter in json.chars().filter(|letter| *letter != '\r') {
        if letter == '\n' {
            if !is_string {
                whole.push('\n');
            } else if length + 10 < LINE_MAX && !whole.ends_with(' ') {
                whole.push(' ');
            }
            length = 0;
            continue;
        }
        length += letter.len_utf8();
        if is_escaped {
            is_escaped = false;
        } else if letter == '\\' {
            is_escaped = is_string;
        } else if letter == '"' {
            is_string = !is_string;
        }
        whole.push(letter);
    }
    whole
}

fn bounced_recipient(one: &Value) -> Option<Told> {
    let text = |name: &str| one.get(name).and_then(Value::as_str);
    let words = text("diagnosticCode").unwrap_or_default();
    let mut told = Told::of(text("emailAddress")?, words.strip_prefix("smtp;").unwrap_or(words).trim());
    told.action = text("action").and_then(status::action);
    told.status = text("status").map(str::to_owned);
    Some(told)
}
