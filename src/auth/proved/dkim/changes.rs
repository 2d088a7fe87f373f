//! What was changed on the way: each known change is undone, and is named only where hash or signature fit then.

use serde::Serialize;

use super::signature::Signature;
use super::verifying::{Checked, Restored, Verifier};
use crate::auth::proved::canonical::Form;
use crate::auth::proved::crypto::{Crypto, Verified};
use crate::dns::Resolver;
use crate::finding::Span;
use crate::message::Part;

/// A change that explains a failure: undone, hash or signature fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What kind of change it is.
    pub kind: Kind,
    /// What was changed, in a sentence.
    pub what: String,
    /// Where it is seen; empty where it is seen nowhere.
    pub span: Span,
}

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Text was added at the end.
    Footer,
    /// Text was added at the top.
    Banner,
    /// Text was added within.
    Inserted,
    /// The message was put into a multipart, as its first part.
    Wrapped,
    /// White space was changed.
    WhiteSpace,
    /// Lines were wrapped.
    LineWrap,
    /// `>` was put before lines that begin with From, as mailbox files need it.
    FromEscaped,
    /// A dot at the beginning of lines was doubled or lost.
    Dots,
    /// The transfer encoding was changed.
    Reencoded,
    /// A word was put before the subject.
    SubjectTag,
    /// A field was given another value, and the old one is in another field.
    Rewritten,
    /// A field was added.
    FieldAdded,
    /// Folds of the header were changed.
    Refolded,
}

/// What may still be spent on a message's failures.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    octets: usize,
    checks: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { octets: 64 << 20, checks: 300 }
    }
}

/// How many lines at the end, and at the top, may be an addition.
const FOOTER_LINES: usize = 40;
const BANNER_LINES: usize = 20;

/// How long a line is that programs wrap (RFC 5322 section 2.1.1 allows 998).
const LONG_LINE: usize = 900;

/// Looks for what explains that a signature fails.
pub(super) async fn explain<R: Resolver, C: Crypto>(
    verifier: &mut Verifier<'_, R, C>,
    place: usize,
    checked: &Checked,
) -> Vec<Change> {
    let mut changes = Vec::new();
    if checked.body_matches == Some(false) {
        changes.extend(body(verifier, &checked.signature).await);
    }
    if checked.signature_matches == Some(false) {
        changes.extend(header(verifier, place, checked).await);
    }
    changes
}

/// A body as it might have been.
struct Candidate {
    kind: Kind,
    what: String,
    span: Span,
    bytes: Vec<u8>,
}

async fn body<R: Resolver, C: Crypto>(verifier: &mut Verifier<'_, R, C>, signature: &Signature) -> Option<Change> {
    let (_, hash) = signature.algorithm?;
    let form = signature.body;
    if verifier.body_hash(form.other(), hash, signature.length).await.as_ref() == Some(&signature.body_hash) {
        let what = format!(
            "Only white space differs: in the form \"{}\" the hash of the body fits, and it was signed as \"{}\".",
            form.other().name(),
            form.name()
        );
        return Some(Change { kind: Kind::WhiteSpace, what, span: Span::default() });
    }
    let mail = verifier.mail;
    let part = Part::of(&mail.message);
    let whole = mail.message.body;
    let start = mail.message.body_start;
    for candidate in as_a_whole(verifier, &part) {
        if fits(verifier, signature, form, &candidate.bytes).await? {
            return Some(candidate.into());
        }
    }
    // Each text is a region that something may have been added to; the whole body first.
    let all = Span::new(start, start + whole.len());
    let texts = part.walk().filter(|part| part.parts.is_empty() && part.media_type.starts_with("text/"));
    let mut regions = vec![all];
    regions.extend(
        texts
            .map(|part| part.span)
            .filter(|span| *span != all && all.start <= span.start && span.end <= all.end)
            .take(4),
    );
    for region in regions {
        let lines = line_starts(region.of_body(whole, start), region.start);
        for (kind, span) in additions(&lines, region) {
            let (before, after) = (Span::new(start, span.start), Span::new(span.end, all.end));
            let bytes = [before.of_body(whole, start), after.of_body(whole, start)].concat();
            if fits(verifier, signature, form, &bytes).await? {
                let added = String::from_utf8_lossy(span.of_body(whole, start)).into_owned();
                return Some(Change { kind, what: said(kind, &added), span });
            }
        }
    }
    None
}

trait OfBody {
    fn of_body<'b>(&self, body: &'b [u8], start: usize) -> &'b [u8];
}

impl OfBody for Span {
    /// The octets of the body that it stands for, where the body begins at `start`.
    fn of_body<'b>(&self, body: &'b [u8], start: usize) -> &'b [u8] {
        body.get(self.start.saturating_sub(start)..self.end.saturating_sub(start)).unwrap_or_default()
    }
}

impl From<Candidate> for Change {
    fn from(candidate: Candidate) -> Self {
        Self { kind: candidate.kind, what: candidate.what, span: candidate.span }
    }
}

/// Whether a body has the hash that was signed. None when nothing more may be spent.
async fn fits<R: Resolver, C: Crypto>(
    verifier: &mut Verifier<'_, R, C>,
    signature: &Signature,
    form: Form,
    bytes: &[u8],
) -> Option<bool> {
    verifier.budget.octets = verifier.budget.octets.checked_sub(bytes.len() + 1_000)?;
    let (_, hash) = signature.algorithm?;
    let canonical = verifier.mail.body(bytes, form);
    let end = match signature.length {
        Some(length) => usize::try_from(length).ok()?,
        None => canonical.len(),
    };
    let Some(signed) = canonical.get(..end) else { return Some(false) };
    Some(verifier.digest(hash, signed).await? == signature.body_hash)
}

/// Changes of the body as a whole, undone.
fn as_a_whole<R: Resolver, C: Crypto>(verifier: &Verifier<'_, R, C>, part: &Part<'_>) -> Vec<Candidate> {
    let mail = verifier.mail;
    let body = mail.message.body;
    let start = mail.message.body_start;
    let mut candidates = Vec::new();
    let mut add = |kind, what: &str, span: Span, bytes: Vec<u8>| {
        if bytes != body {
            candidates.push(Candidate { kind, what: what.to_owned(), span, bytes });
        }
    };
    let joined = |lines: Vec<Vec<u8>>| {
        let mut bytes = Vec::with_capacity(body.len() + 16);
        for line in lines {
            bytes.extend_from_slice(&line);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes
    };
    let lines: Vec<&[u8]> = mail.lines(body).collect();
    let each = |change: &dyn Fn(&[u8]) -> Vec<u8>| joined(lines.iter().map(|line| change(line)).collect());
    let first = |starts: &[u8]| -> Span {
        let line = lines.iter().find(|line| line.starts_with(starts));
        line.map_or(Span::default(), |line| {
            let at = start + (line.as_ptr() as usize).saturating_sub(body.as_ptr() as usize);
            Span::new(at, at + line.len())
        })
    };
    let has = |starts: &[u8]| lines.iter().any(|line| line.starts_with(starts));
    if has(b">From ") {
        let bytes =
            each(&|line| line.strip_prefix(b">").filter(|rest| rest.starts_with(b"From ")).unwrap_or(line).to_vec());
        add(
            Kind::FromEscaped,
            "A > was put before lines that begin with \"From \", as mailbox files need it.",
            first(b">From "),
            bytes,
        );
    }
    if has(b"From ") {
        let bytes = each(&|line| if line.starts_with(b"From ") { [b">", line].concat() } else { line.to_vec() });
        add(Kind::FromEscaped, "A > before lines that begin with \"From \" was taken away.", first(b"From "), bytes);
    }
    if has(b"..") {
        let bytes =
            each(&|line| line.strip_prefix(b".").filter(|rest| rest.starts_with(b".")).unwrap_or(line).to_vec());
        add(
            Kind::Dots,
            "A dot at the beginning of lines is there twice: a server did not take away what SMTP adds.",
            first(b".."),
            bytes,
        );
    }
    if has(b".") {
        let bytes = each(&|line| if line.starts_with(b".") { [b".", line].concat() } else { line.to_vec() });
        add(
            Kind::Dots,
            "A dot at the beginning of lines was lost: a server took away what SMTP had not added.",
            first(b"."),
            bytes,
        );
    }
    if let Some(bytes) = unwrapped(&lines) {
        add(Kind::LineWrap, "Lines that were longer than SMTP allows were wrapped.", Span::default(), bytes);
    }
    let is_encoded = part.first("Content-Transfer-Encoding").is_some_and(|field| {
        let value = field.unfolded().to_ascii_lowercase();
        value.starts_with("quoted-printable") || value.starts_with("base64")
    });
    if part.parts.is_empty() && is_encoded {
        let span = part.first("Content-Transfer-Encoding").map_or(Span::default(), |field| field.span());
        add(
            Kind::Reencoded,
            "The body was given another transfer encoding: decoded, its hash fits.",
            span,
            part.body.to_vec(),
        );
    }
    if let Some(inner) = part.parts.first() {
        let bytes = inner.span.of_body(body, start).to_vec();
        add(
            Kind::Wrapped,
            "The message was put into a multipart as its first part: that part alone has the hash.",
            inner.span,
            bytes,
        );
    }
    candidates
}

/// Long lines that were wrapped, put together again: after `!` as sendmail does it, or before a space.
fn unwrapped(lines: &[&[u8]]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut any = false;
    let mut rest = lines.iter().peekable();
    while let Some(line) = rest.next() {
        let is_wrapped = line.len() >= LONG_LINE && rest.peek().is_some_and(|next| next.starts_with(b" "));
        match line.strip_suffix(b"!") {
            Some(line) if is_wrapped => {
                any = true;
                bytes.extend_from_slice(line);
                if let Some(next) = rest.next() {
                    bytes.extend_from_slice(next.strip_prefix(b" ").unwrap_or(next));
                }
                bytes.extend_from_slice(b"\r\n");
            }
            _ => {
                bytes.extend_from_slice(line);
                if is_wrapped {
                    any = true;
                } else {
                    bytes.extend_from_slice(b"\r\n");
                }
            }
        }
    }
    any.then_some(bytes)
}

/// Where the lines of a region begin, and where the last ends.
fn line_starts(text: &[u8], base: usize) -> Vec<usize> {
    let mut starts = vec![base];
    starts.extend(memchr::memchr_iter(b'\n', text).map(|at| base + at + 1));
    if starts.last() != Some(&(base + text.len())) {
        starts.push(base + text.len());
    }
    starts
}

/// What may have been added to a region: its last lines, its first, and some within it.
fn additions(lines: &[usize], region: Span) -> Vec<(Kind, Span)> {
    let count = lines.len();
    let mut found = Vec::new();
    let late = lines.iter().rev().skip(1).take(FOOTER_LINES);
    found.extend(late.map(|start| (Kind::Footer, Span::new(*start, region.end))));
    // In a part of a multipart, the end of the last line belongs to the boundary.
    let late = lines.iter().rev().skip(1).take(FOOTER_LINES);
    found.extend(
        late.filter(|start| **start >= region.start + 2).map(|start| (Kind::Footer, Span::new(*start - 2, region.end))),
    );
    let early = lines.iter().skip(1).take(BANNER_LINES);
    found.extend(early.map(|end| (Kind::Banner, Span::new(region.start, *end))));
    let windows = [(1, BANNER_LINES.min(count)), (count.saturating_sub(FOOTER_LINES / 2).max(1), count)];
    for (from, to) in windows {
        for at in from..to {
            for length in 1..=8 {
                if let (Some(start), Some(end)) = (lines.get(at), lines.get(at + length)) {
                    found.push((Kind::Inserted, Span::new(*start, *end)));
                }
            }
        }
    }
    found
}

/// What was added, in words.
fn said(kind: Kind, added: &str) -> String {
    let lines = added.lines().filter(|line| !line.trim().is_empty()).count();
    let first = added.lines().map(str::trim).find(|line| line.chars().any(char::is_alphanumeric)).unwrap_or_default();
    let mut shown: String = first.chars().take(60).collect();
    if shown.len() < first.len() {
        shown.push('…');
    }
    let count = if lines == 1 { "one line".to_owned() } else { format!("{lines} lines") };
    let where_ = match kind {
        Kind::Footer => "A footer was added below the text",
        Kind::Banner => "A banner was added above the text",
        _ => "Text was added",
    };
    if shown.is_empty() {
        format!("{where_}: {count}. Without it the hash of the body fits.")
    } else {
        format!("{where_}: {count}, beginning \"{shown}\". Without it the hash of the body fits.")
    }
}

/// One change of the header, undone.
struct Restoring {
    kind: Kind,
    what: String,
    span: Span,
    /// The field's place, and its old form; none where it was not there.
    fields: Restored,
}

async fn header<R: Resolver, C: Crypto>(
    verifier: &mut Verifier<'_, R, C>,
    own: usize,
    checked: &Checked,
) -> Vec<Change> {
    let signature = &checked.signature;
    let all = restorings(verifier, own, signature);
    // One change alone, then two at once.
    let mut tries: Vec<Vec<&Restoring>> = all.iter().map(|one| vec![one]).collect();
    for (at, one) in all.iter().enumerate() {
        for other in
            all.iter().skip(at + 1).filter(|other| other.fields.keys().all(|place| !one.fields.contains_key(place)))
        {
            tries.push(vec![one, other]);
        }
    }
    for attempt in tries {
        let Some(left) = verifier.budget.checks.checked_sub(1) else { break };
        verifier.budget.checks = left;
        let fields: Restored = attempt.iter().flat_map(|one| one.fields.clone()).collect();
        let data = verifier.signed_header(signature, own, &fields);
        for key in &checked.keys {
            if verifier.verify(signature, key, &data).await == Verified::Yes {
                return attempt
                    .iter()
                    .map(|one| Change { kind: one.kind, what: one.what.clone(), span: one.span })
                    .collect();
            }
        }
    }
    Vec::new()
}

/// The known changes that the signed fields may have seen.
fn restorings<R: Resolver, C: Crypto>(
    verifier: &Verifier<'_, R, C>,
    own: usize,
    signature: &Signature,
) -> Vec<Restoring> {
    let mut found = Vec::new();
    let mail = verifier.mail;
    let places = verifier.signed_places(signature, own, &Restored::new());
    let mut one = |kind, what: String, span, place: usize, old: Option<Vec<u8>>| {
        found.push(Restoring { kind, what, span, fields: Restored::from([(place, old)]) });
    };
    for &place in places.iter().take(60) {
        let Some(field) = mail.message.fields.get(place) else { continue };
        let named = |value: &str| [field.name.as_bytes(), b": ", value.trim().as_bytes()].concat();
        if field.is("Subject") {
            for (tag, rest) in untagged(&field.unfolded()) {
                let what = format!("\"{tag}\" was put before the subject. Without it the signature fits.");
                one(Kind::SubjectTag, what, field.span(), place, Some(named(&rest)));
            }
        }
        // The value as it was, where whoever changed it kept it in another field.
        for other in mail.message.fields.iter().filter(|other| keeps(other.name, field.name)).take(3) {
            let what = format!(
                "{} was changed, and {} has its old value: with that the signature fits.",
                field.name, other.name
            );
            let raw = [field.name.as_bytes(), b":", other.value].concat();
            one(Kind::Rewritten, what, other.span(), place, Some(raw));
        }
        if field.is("From")
            && let Some(reply_to) = mail.message.first("Reply-To")
        {
            let what = "From was rewritten, and Reply-To has its old value: with that the signature fits.".to_owned();
            one(Kind::Rewritten, what, field.span(), place, Some([b"From:", reply_to.value].concat()));
        }
        if field.is("Content-Transfer-Encoding") {
            for encoding in ["7bit", "8bit", "quoted-printable", "base64"] {
                if !field.unfolded().eq_ignore_ascii_case(encoding) {
                    let what = format!("Content-Transfer-Encoding was {encoding}: with that the signature fits.");
                    one(Kind::Reencoded, what, field.span(), place, Some(named(encoding)));
                }
            }
        }
    }
    // A field of a signed name that was added later.
    for name in crate::order::distinct(signature.signed.iter().take(60).map(String::as_str)) {
        let all = verifier.places_of(name);
        let times = signature.signed.iter().filter(|signed| *signed == name).count();
        if all.len() > 1 || times > all.len() {
            for &place in all.iter().filter(|place| **place != own).take(5) {
                let Some(field) = mail.message.fields.get(place) else { continue };
                let what = format!("A field {} was added after signing. Without it the signature fits.", field.name);
                one(Kind::FieldAdded, what, field.span(), place, None);
            }
        }
    }
    if signature.header == Form::Simple {
        let unfolded: Restored = places
            .iter()
            .filter_map(|place| {
                let raw = mail.raw(mail.message.fields.get(*place)?);
                let line: Vec<u8> = raw.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
                (line != raw).then_some((*place, Some(line)))
            })
            .collect();
        if !unfolded.is_empty() {
            let what = "Fields of the header were folded into lines: on one line each, the signature fits.".to_owned();
            found.push(Restoring { kind: Kind::Refolded, what, span: Span::default(), fields: unfolded });
        }
    }
    found
}

/// A subject without what may have been put before it, and what that was.
fn untagged(subject: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let head: String = subject.chars().take(120).collect();
    for (open, close) in [("[", "]"), ("{", "}"), ("(", ")"), ("***", "***"), ("<", ">")] {
        let Some((before, rest)) = head.split_once(open) else { continue };
        let Some((tag, _)) = rest.split_once(close) else { continue };
        let end = before.len() + open.len() + tag.len() + close.len();
        let after = subject.get(end..).unwrap_or_default();
        let whole = format!("{open}{tag}{close}");
        // What stands before the tag stays: `Re: [list] text`.
        found.push((whole.clone(), format!("{before}{}", after.trim_start())));
        if !before.trim().is_empty() {
            found.push((format!("{before}{whole}"), after.trim_start().to_owned()));
        }
    }
    for separator in [":", " - ", "] ", " "] {
        if let Some((tag, after)) = subject.split_once(separator)
            && !tag.is_empty()
            && tag.len() <= 40
        {
            found.push((format!("{tag}{}", separator.trim_end()), after.trim_start().to_owned()));
        }
    }
    found
}

/// Whether a field keeps the old value of another, by its name.
fn keeps(keeper: &str, name: &str) -> bool {
    let keeper = keeper.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let Some(prefix) = keeper.strip_suffix(name.as_str()) else { return false };
    matches!(
        prefix,
        "original-"
            | "x-original-"
            | "old-"
            | "x-old-"
            | "x-google-original-"
            | "x-mailman-original-"
            | "x-ms-original-"
            | "x-unmodified-"
            | "prev-"
            | "x-envelope-"
            | "x-prior-"
    )
}
