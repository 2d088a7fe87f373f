//! The fields of a delivery status report (RFC 3464 section 2; RFC 6533 for addresses outside ASCII).
//!
//! They are read wherever they stand: in a part of their own, in running text, in a broken container, pasted alone. So a
//! line that is no field of a report is passed over, and a group also ends where a second recipient begins.

use crate::finding::Span;
use crate::message::Field as HeaderField;

use super::address;
use super::facts::Action;
use super::per_recipient::{self, MOST_READ, Told};
use crate::smtp::{Reason, Step};

/// What the fields say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Status {
    /// The server that wrote the report (section 2.2.2).
    pub reporting_mta: Option<String>,
    /// When it took the message, as written (section 2.2.5).
    pub arrival_date: Option<String>,
    /// The program's own fields, by name: `X-Postfix-Queue-ID`.
    pub own_fields: Vec<(String, String)>,
    /// What the groups say of each recipient.
    pub recipients: Vec<Told>,
}

impl Status {
    /// Adds another report's fields: a notice may hold several.
    pub fn add(&mut self, other: Self) {
        self.reporting_mta = self.reporting_mta.take().or(other.reporting_mta);
        self.arrival_date = self.arrival_date.take().or(other.arrival_date);
        self.own_fields.extend(other.own_fields);
        self.recipients.extend(other.recipients);
    }
}

/// One field, its value on one line.
struct Field<'a> {
    name: &'a str,
    value: String,
    span: Span,
}

/// Reads the fields out of `text`; `place` takes a stretch of it to the whole input.
pub(super) fn read(text: &str, place: &dyn Fn(Span) -> Span) -> Status {
    let mut reader = Reader::default();
    let mut field: Option<Field<'_>> = None;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let line = raw.trim_end();
        if line.is_empty() {
            reader.take(field.take(), place);
            reader.end_group();
        } else if line.starts_with([' ', '\t']) && field.is_some() {
            if let Some(open) = &mut field {
                open.value.push(' ');
                open.value.push_str(line.trim_start());
                open.span.end = start + line.len();
            }
        } else {
            reader.take(field.take(), place);
            field = named(line).map(|(name, value)| Field {
                name,
                value: value.to_owned(),
                span: Span::new(start, start + line.len()),
            });
        }
    }
    reader.take(field, place);
    reader.end_group();
    reader.status
}

/// Reads the fields that a header block holds, where a report was pasted without its container; none where it is no report.
pub(super) fn of_header(fields: &[HeaderField<'_>]) -> Option<Status> {
    let told = |name: &str| fields.iter().any(|field| field.is(name));
    if !told("Reporting-MTA") && !told("Final-Recipient") {
        return None;
    }
    let mut reader = Reader::default();
    for field in fields {
        let known = NAMES.iter().any(|name| field.is(name)) || field.name.to_ascii_lowercase().starts_with("x-");
        let read = known.then(|| Field { name: field.name, value: field.unfolded(), span: field.span() });
        reader.take(read, &|span| span);
    }
    reader.end_group();
    Some(reader.status)
}

/// How many bytes are kept of a value that speaks of the whole message: more than a host's name or a date may have.
const MOST_VALUE: usize = 1024;

/// The fields that RFC 3464 section 2.2 and 2.3 define.
const NAMES: [&str; 14] = [
    "Reporting-MTA",
    "Original-Envelope-Id",
    "DSN-Gateway",
    "Received-From-MTA",
    "Arrival-Date",
    "Original-Recipient",
    "Final-Recipient",
    "Action",
    "Status",
    "Remote-MTA",
    "Diagnostic-Code",
    "Last-Attempt-Date",
    "Final-Log-ID",
    "Will-Retry-Until",
];

/// The name and value of a line that is a field of a report. Spaces before the colon are tolerated.
fn named(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim_start().split_once(':')?;
    let name = name.trim_end();
    let known = NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    let own = name.len() > 2 && name.get(..2).is_some_and(|x| x.eq_ignore_ascii_case("x-"));
    (known || (own && name.bytes().all(|byte| byte.is_ascii_graphic()))).then_some((name, value.trim()))
}

#[derive(Default)]
struct Reader {
    status: Status,
    group: Told,
    /// What stands in brackets behind the status: some programs put their words there.
    comment: Option<String>,
}

impl Reader {
    fn take(&mut self, field: Option<Field<'_>>, place: &dyn Fn(Span) -> Span) {
        let Some(Field { name, value, span }) = field else { return };
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if value.is_empty() {
            return;
        }
        if is("Reporting-MTA") {
            let host = self.status.reporting_mta.get_or_insert_with(|| host(&value));
            per_recipient::cut(host, MOST_VALUE);
        } else if is("Arrival-Date") {
            per_recipient::cut(self.status.arrival_date.get_or_insert(value), MOST_VALUE);
        } else if is("Final-Recipient") {
            if self.group.address.is_some() {
                self.end_group();
            }
            self.group.address = mailbox(&value);
            self.group.evidence.push(place(span));
        } else if is("Original-Recipient") {
            if self.group.original.is_some() {
                self.end_group();
            }
            self.group.original = mailbox(&value);
        } else if is("Action") {
            self.group.action = action(&value).or(self.group.action);
        } else if is("Status") {
            if let Some(code) = code(&value) {
                self.group.status = Some(code);
                self.comment = value.split_once('(').map(|(_, comment)| comment.trim_end_matches(')').to_owned());
                self.group.evidence.push(place(span));
            }
        } else if is("Remote-MTA") {
            self.group.remote_mta = Some(host(&value)).filter(|host| !host.is_empty());
        } else if is("Diagnostic-Code") {
            untyped(&value).clone_into(&mut self.group.words);
            // The local delivery program said it, with its exit status.
            if value.get(..6).is_some_and(|kind| kind.eq_ignore_ascii_case("x-unix")) {
                self.group.step = Some(Step::Delivery);
            }
            self.group.evidence.push(place(span));
        } else if is("Last-Attempt-Date") {
            self.group.last_attempt = Some(value);
        } else if is("Will-Retry-Until") {
            self.group.will_retry_until = Some(value);
        } else if name.get(..2).is_some_and(|x| x.eq_ignore_ascii_case("x-")) {
            if is("X-PowerMTA-BounceCategory") {
                self.group.class = class(&value);
            }
            self.status.own_fields.push((name.to_owned(), value));
        }
    }

    fn end_group(&mut self) {
        let mut group = std::mem::take(&mut self.group);
        let comment = self.comment.take().unwrap_or_default();
        if !comment.eq_ignore_ascii_case("permanent failure") {
            if group.words.is_empty() {
                group.words = comment;
            } else {
                group.aside = comment;
            }
        }
        if group.address.is_none() && group.original.is_none() {
            // A stray blank line between the fields of one recipient: the rest of its group.
            let more = group.status.is_some() || group.action.is_some() || !group.words.is_empty();
            if more && let Some(last) = self.status.recipients.last_mut() {
                last.complete(group);
            }
            return;
        }
        // `@mx.example.org` names no mailbox; the address that the sender wrote does.
        if !group.address.as_deref().is_some_and(|address| address.contains('@') && !address.starts_with('@'))
            && group.original.as_deref().is_some_and(address::is_address)
        {
            group.address = group.original.take();
        }
        if group.original.as_ref().zip(group.address.as_ref()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b)) {
            group.original = None;
        }
        if self.status.recipients.len() < MOST_READ {
            self.status.recipients.push(group);
        }
    }
}

/// A value without its type: `smtp; 550 no` is `550 no`.
fn untyped(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest))
            if kind.trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-/_".contains(&byte)) =>
        {
            rest.trim()
        }
        _ => value.trim(),
    }
}

/// A host of a typed value, without the comment that some programs write after it.
fn host(value: &str) -> String {
    let name = untyped(value);
    let name = name.split([' ', '\t', '(']).next().unwrap_or(name);
    name.trim_matches(['<', '>', '[', ']']).trim_end_matches('.').to_owned()
}

/// The mailbox of a typed value (RFC 3464 section 2.3.1 and 2.3.2, RFC 6533 section 3).
fn mailbox(value: &str) -> Option<String> {
    let kind = value.split_once(';').map_or("", |(kind, _)| kind.trim());
    let name = untyped(value);
    let name = name.strip_prefix('<').and_then(|name| name.split_once('>')).map_or(name, |(inside, _)| inside).trim();
    // A bracket without its other half is no part of an address.
    let name = name.trim_start_matches(['<', '(']).trim_end_matches(['>', ')', ',', ';']).trim();
    let name = if kind.eq_ignore_ascii_case("utf-8") { plain_utf8(name) } else { name.to_owned() };
    // A trailing comment is no part of an address.
    let name = match address::leading(&name) {
        Some((address, rest)) if rest.starts_with([' ', '\t', '(']) => address.to_owned(),
        _ => name,
    };
    (!name.is_empty()).then_some(name)
}

/// Undoes the `\x{…}` of utf-8-addr-xtext (RFC 6533 section 3).
fn plain_utf8(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once("\\x{") {
        plain.push_str(before);
        let decoded = after
            .split_once('}')
            .and_then(|(hex, tail)| Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, tail)));
        match decoded {
            Some((letter, tail)) => {
                plain.push(letter);
                rest = tail;
            }
            None => {
                plain.push_str("\\x{");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What an Action field says (RFC 3464 section 2.3.3), and the words that programs use beside its five.
pub(super) fn action(value: &str) -> Option<Action> {
    let word = value.split(|c: char| !c.is_ascii_alphabetic()).find(|word| !word.is_empty())?;
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    Some(if is("failed") || is("failure") || is("expired") || is("undeliverable") || is("error") {
        Action::Failed
    } else if is("delayed") || is("delay") || is("deferred") {
        Action::Delayed
    } else if is("delivered") || is("deliverable") {
        Action::Delivered
    } else if is("relayed") {
        Action::Relayed
    } else if is("expanded") {
        Action::Expanded
    } else {
        return None;
    })
}

/// What PowerMTA means by its class of a bounce.
fn class(value: &str) -> Option<Reason> {
    Some(match value.trim() {
        "bad-domain" => Reason::HostUnknown,
        "bad-mailbox" => Reason::UserUnknown,
        "bad-connection" | "no-answer-from-host" | "routing-errors" => Reason::NetworkError,
        "content-related" => Reason::ContentError,
        "inactive-mailbox" => Reason::Suspend,
        "invalid-sender" => Reason::Rejected,
        "message-expired" => Reason::Expired,
        "policy-related" => Reason::PolicyViolation,
        "protocol-errors" => Reason::SyntaxError,
        "quota-issues" => Reason::MailboxFull,
        "relaying-issues" => Reason::NoRelaying,
        "spam-related" => Reason::SpamDetected,
        "virus-related" => Reason::VirusDetected,
        _ => return None,
    })
}

/// The enhanced status code that a Status field begins with (RFC 3463 section 2).
fn code(value: &str) -> Option<String> {
    let code = value.split(|c: char| !(c.is_ascii_digit() || c == '.')).next()?;
    let mut parts = code.split('.');
    let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
    let right = matches!(class, "2" | "4" | "5")
        && [subject, detail].iter().all(|part| (1..=3).contains(&part.len()))
        && parts.next().is_none();
    right.then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_plain(text: &str) -> Status {
        read(text, &|span| span)
    }

    #[test]
    fn a_report_tells_its_server_and_each_recipient() {
        let text = "Reporting-MTA: dns; out.example.com\nArrival-Date: Mon, 2 Mar 2026 10:00:00 +0000\n\n\
            Final-Recipient: rfc822; anna@example.org\nOriginal-Recipient: rfc822;a@example.net\nAction: failed\n\
            Status: 5.1.1\nRemote-MTA: dns; mx.example.org (192.0.2.1)\nDiagnostic-Code: smtp; 550 5.1.1 no such\n  user here\n\n\
            Final-Recipient: rfc822; bo@example.org\nAction: delayed\nStatus: 4.2.2 (full)\n\
            Will-Retry-Until: Sat, 7 Mar 2026 10:00:00 +0000\n";
        let status = read_plain(text);
        assert_eq!(status.reporting_mta.as_deref(), Some("out.example.com"));
        let [anna, bo] = status.recipients.as_slice() else { panic!("two recipients") };
        assert_eq!(anna.address.as_deref(), Some("anna@example.org"));
        assert_eq!(anna.original.as_deref(), Some("a@example.net"));
        assert_eq!(anna.action, Some(Action::Failed));
        assert_eq!(anna.remote_mta.as_deref(), Some("mx.example.org"));
        assert_eq!(anna.words, "550 5.1.1 no such user here");
        assert_eq!(bo.action, Some(Action::Delayed));
        assert_eq!(bo.status.as_deref(), Some("4.2.2"));
        assert_eq!(bo.will_retry_until.as_deref(), Some("Sat, 7 Mar 2026 10:00:00 +0000"));
    }

    #[test]
    fn recipients_without_an_empty_line_between_them_are_still_two() {
        let status = read_plain(
            "Final-Recipient: rfc822; a@example.org\nStatus: 5.1.1\nFinal-Recipient: rfc822; b@example.org\nStatus: 5.2.2\n",
        );
        let read: Vec<_> =
            status.recipients.iter().map(|told| (told.address.as_deref(), told.status.as_deref())).collect();
        assert_eq!(read, [(Some("a@example.org"), Some("5.1.1")), (Some("b@example.org"), Some("5.2.2"))]);
    }

    #[test]
    fn fields_are_found_among_other_lines() {
        let status = read_plain(
            "Dear all,\n\nReporting-MTA : dns;mx.example\nFinal-Recipient : rfc/822;a@example.org\nStatus : 5.0.0\nStatus: RO\nregards\n",
        );
        assert_eq!(status.reporting_mta.as_deref(), Some("mx.example"));
        assert_eq!(status.recipients[0].address.as_deref(), Some("a@example.org"));
    }

    #[test]
    fn an_address_outside_ascii_is_decoded() {
        let status = read_plain("Final-Recipient: utf-8; \\x{7528}\\x{6237}@example.org\nStatus: 5.1.1\n");
        assert_eq!(status.recipients[0].address.as_deref(), Some("用户@example.org"));
    }

    #[test]
    fn a_final_recipient_that_is_no_mailbox_gives_way_to_the_original() {
        let status =
            read_plain("Original-Recipient: rfc822;a@example.org\nFinal-Recipient: X400; /S=a/\nStatus: 5.1.1\n");
        assert_eq!(status.recipients[0].address.as_deref(), Some("a@example.org"));
    }

    #[test]
    fn a_field_knows_where_it_stands() {
        let text = "Final-Recipient: rfc822; a@example.org\nStatus: 5.1.1\n";
        let status = read_plain(text);
        let told: Vec<_> = status.recipients[0].evidence.iter().map(|span| span.of(text.as_bytes())).collect();
        assert_eq!(told, [b"Final-Recipient: rfc822; a@example.org".as_slice(), b"Status: 5.1.1"]);
    }
}
