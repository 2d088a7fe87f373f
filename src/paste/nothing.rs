//! What to say of an input in which no mail was found: what it looks like, what was understood of it, and what to paste.

use crate::dns::{Name, Subject, Target};
use crate::finding::{Confidence, Finding, Party, Severity};
use crate::report::Kind;

/// How much of the input is looked at.
const LIMIT: usize = 64 * 1024;

/// Where mail programs keep the header, the commonest first.
const WHERE: &str = "Outlook: open the message, File, Properties, \"Internet headers\". Outlook on the web: three dots, View, \"View message details\". \
    Gmail: three dots, \"Show original\". Apple Mail: View, Message, \"All Headers\". Thunderbird: View, \"Message Source\". Yahoo: three dots, \
    \"View raw message\". Proton: three dots, \"View headers\". Roundcube: More, \"Show source\".";

/// What to say of an input that is no mail: a headline, and a finding with what can be pasted.
pub(crate) fn no_mail(kind: Kind, clean: &[u8]) -> (String, Finding) {
    let (headline, title) = match kind {
        _ if clean.trim_ascii().is_empty() => ("There is nothing to read yet.".to_owned(), "The input is empty"),
        Kind::Domain => return name(clean),
        Kind::SmtpSession => (
            "This looks like an SMTP session; there is no message in it to read.".to_owned(),
            "A session, not a header",
        ),
        Kind::SmtpReply => (
            "This looks like an answer of a mail server or a log line; there is no message in it to read.".to_owned(),
            "An answer, not a header",
        ),
        _ => match looks_like(clean) {
            Some(what) => {
                (format!("This looks like {what}; no mail was found in it."), "No mail was found in the input")
            }
            None => (
                "This is not recognised as mail: no header field, reply code or domain name was found.".to_owned(),
                "No mail was found in the input",
            ),
        },
    };
    let mut finding = Finding::new("input.no-mail", Severity::Note, Party::Nobody, Confidence::Certain, title)
        .why(
            "A header begins with lines such as \"Received:\" and \"From:\". A bounce has an error from a mail server in it, such \
             as \"550 5.1.1 user unknown\".",
        )
        .next("Paste the full header: mail programs call it \"view source\", \"show original\" or \"internet headers\".")
        .next("Or paste the whole bounce message, an abuse report, or the one line of a log that has the error in it.")
        .next(WHERE);
    let names = names(clean);
    if let (Kind::Unknown, Some(first)) = (kind, names.first()) {
        finding.why.push_str(&format!(" What was understood: the text names {}.", names.join(", ")));
        finding = finding
            .next(format!("If the question is about {first}, paste that name alone: its mail route can be looked up."));
        return (
            headline.replace(
                "no header field, reply code or domain name was found",
                "it names a domain, but has no header field or reply code",
            ),
            finding,
        );
    }
    (headline, finding)
}

/// What to say of a name alone.
fn name(clean: &[u8]) -> (String, Finding) {
    let typed = String::from_utf8_lossy(clean.trim_ascii());
    let subject = Subject::read(&typed).ok();
    let domain = subject.as_ref().and_then(Subject::domain).map(Name::shown);
    let headline = match &domain {
        Some(domain) => format!("{domain} is a domain; where its mail goes, DNS can tell."),
        None => "This is a name or an address; what it means for mail, DNS can tell.".to_owned(),
    };
    let finding = Finding::new(
        "input.name",
        Severity::Note,
        Party::Nobody,
        Confidence::Certain,
        "A name, not a header or an error line",
    )
    .why("There is no mail in it to read. Which hosts take mail for it stands in DNS: a resolver has to be asked, and nothing is asked before you say so.")
    .next("Look up its mail route.")
    .next("Or paste what came with the message: its full header, the bounce, or the one line of a log that has the error in it.");
    (headline, finding)
}

/// What the first bytes look like, where they are text of a form that no room reads.
fn looks_like(clean: &[u8]) -> Option<&'static str> {
    let head = clean.get(..LIMIT).unwrap_or(clean).trim_ascii_start();
    let text = String::from_utf8_lossy(head);
    let first = text.lines().next().unwrap_or_default();
    let lower = first.to_ascii_lowercase();
    Some(match () {
        () if text.starts_with(['{', '[']) && text.contains("\":") => "JSON",
        () if lower.starts_with("<?xml") => "XML",
        () if lower.starts_with("<!doctype html") || lower.starts_with("<html") => "HTML",
        () if lower.starts_with("-----begin certificate") => "a certificate",
        () if lower.starts_with("-----begin pgp") => "a PGP message or key",
        () if lower.starts_with("begin:vcalendar") => "a calendar entry",
        () if lower.starts_with("begin:vcard") => "an address card",
        () if first.matches(',').count() >= 3
            && text.lines().nth(1).is_some_and(|second| second.matches(',').count() >= 3) =>
        {
            "a table in CSV"
        }
        () if text.contains("Traceback (most recent call last)") => "an error of a Python program",
        () => return None,
    })
}

/// Domains that stand in running text: names with a dot whose last label is made of letters, and the domains of addresses.
fn names(clean: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(clean.get(..LIMIT).unwrap_or(clean));
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || "\"'()<>[],;!?\u{201C}\u{201D}\u{201E}".contains(c)) {
        let word = word.trim_matches(['.', ':']);
        if !word.contains('.') || word.len() > 200 || word.starts_with('/') {
            continue;
        }
        let Ok(Subject { target: Target::Domain(name), .. }) = Subject::read(word) else { continue };
        let is_name = name.labels().count() >= 2
            && name.labels().last().is_some_and(|last| {
                last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic()) || last.starts_with("xn--")
            });
        // A file is no domain.
        let is_file =
            ["txt", "log", "exe", "pdf", "html", "eml", "msg", "png", "jpg", "php", "conf", "cf", "json", "xml"]
                .contains(&name.labels().last().unwrap_or_default());
        let shown = name.shown();
        if is_name && !is_file && !found.contains(&shown) {
            found.push(shown);
        }
        if found.len() >= 3 {
            break;
        }
    }
    found
}
