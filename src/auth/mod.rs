//! Authentication of mail: what the header claims of SPF, DKIM, DMARC and ARC (RFC 8601, RFC 7208, RFC 6376, RFC 8617), which of
//! it is to be believed, and what it means.
//!
//! - [`Authentication`], [`Claim`], [`Signature`]: the facts.
//! - `authentication_results`, `received_spf`, `signature`: one field, text to facts.
//! - `trust`: who added a field; `alignment`: how domains stand to `From`.
//! - `findings`: why, whose side, what next; `hints`: what a forged or a bulk mail shows.
//! - [`proved`]: the same verified again.
//!
//! In: a message, and who added which field. Out: what the fields claim, how that stands to `From`, and findings.
//!
//! ```
//! let header = b"Authentication-Results: mx.example.com; dkim=pass header.d=shop.example\nFrom: Ada <ada@shop.example>\n\n";
//! let report = backstamp::analyze(header, &backstamp::Context::default());
//! let claims = report.authentication.unwrap();
//! assert_eq!(claims.from.as_deref(), Some("shop.example"));
//! assert_eq!(claims.claims[0].results[0].result, "pass");
//! ```

mod alignment;
mod authentication_results;
mod facts;
mod findings;
mod hints;
mod pairs;
pub mod proved;
mod received_spf;
pub mod record;
mod signature;
pub(crate) mod trust;
pub(crate) mod words;

pub use facts::{Aligned, Alignment, Authentication, Claim, Dmarc, MethodResult, Signature};
pub(crate) use findings::{Case, Outcome, alone, explain};

use crate::finding::Finding;
use crate::message::{Field, Message, addresses};
use trust::Border;

/// How many fields are read: no message has so many.
const MOST_FIELDS: usize = 100;
/// How many results of one field are kept.
const MOST_RESULTS: usize = 100;

/// Fields that hold results, with the spelling under which they are reported.
const RESULTS: [(&str, &str); 7] = [
    ("authentication-results", "Authentication-Results"),
    ("arc-authentication-results", "ARC-Authentication-Results"),
    ("authentication-results-original", "Authentication-Results-Original"),
    ("x-authentication-results", "X-Authentication-Results"),
    ("x-original-authentication-results", "X-Original-Authentication-Results"),
    ("old-authentication-results", "Old-Authentication-Results"),
    ("received-spf", "Received-SPF"),
];

/// Fields that hold signatures.
const SIGNATURES: [(&str, &str); 6] = [
    ("dkim-signature", "DKIM-Signature"),
    ("x-google-dkim-signature", "X-Google-DKIM-Signature"),
    ("arc-message-signature", "ARC-Message-Signature"),
    ("arc-seal", "ARC-Seal"),
    ("domainkey-signature", "DomainKey-Signature"),
    ("x-dkim-signature", "X-DKIM-Signature"),
];

/// Whether a field is one that this room reads.
pub(crate) fn is_field(name: &str) -> bool {
    spelling(&RESULTS, name).or_else(|| spelling(&SIGNATURES, name)).is_some()
}

fn spelling(names: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    names.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, spelling)| *spelling)
}

/// The results in one value of a field: for rooms that need no more than them.
pub(crate) fn results_of(name: &str, value: &str) -> (Option<String>, Vec<MethodResult>) {
    if name.eq_ignore_ascii_case("received-spf") {
        let (authserv, result) = received_spf::read(value);
        (authserv, result.into_iter().collect())
    } else {
        let read = authentication_results::read(value);
        (read.authserv, read.results)
    }
}

/// Reads what a header claims; nothing where it says nothing of authentication.
pub(crate) fn read(message: &Message<'_>, border: Option<&Border<'_>>) -> Option<Authentication> {
    let claims: Vec<Claim> = message.fields.iter().filter_map(|field| claim(field, border)).take(MOST_FIELDS).collect();
    let signed =
        message.fields.iter().filter_map(|field| Some(signature::read(field, spelling(&SIGNATURES, field.name)?)));
    let signatures: Vec<Signature> = signed.take(MOST_FIELDS).collect();
    if claims.is_empty() && signatures.is_empty() {
        return None;
    }
    let first_domain = |name: &str| {
        message
            .first(name)
            .and_then(|field| addresses(&field.unfolded()).into_iter().find_map(|one| facts::domain_of(&one.addr)))
    };
    let mut found = Authentication { claims, signatures, ..Authentication::default() };
    let of_results = |method: &str, names: &[&str]| {
        found.results(method).find_map(|(_, result)| names.iter().find_map(|name| result.prop(name)).map(str::to_owned))
    };
    let author =
        first_domain("From").or_else(|| of_results("dmarc", &["header.from"]).as_deref().and_then(facts::domain_of));
    let envelope = of_results("spf", &["envelope-from", "smtp.mailfrom", "smtp.mfrom", "smtp.mail"]);
    let envelope = envelope.as_deref().and_then(facts::domain_of).or_else(|| first_domain("Return-Path"));
    let client = of_results("spf", &["client-ip", "smtp.client-ip", "smtp.remote-ip"])
        .or_else(|| found.results("spf").find_map(|(_, result)| words::sender_ip(result)))
        .or_else(|| border.and_then(|border| border.client_ip()).map(str::to_owned));
    found.from = author;
    found.envelope_from = envelope;
    found.client_ip = client;
    found.alignments = alignment::lines(&found);
    found.dmarc = dmarc(&found);
    Some(found)
}

/// What the rules make of it; with it, what the whole comes to.
pub(crate) fn judge(case: &Case<'_>) -> (Vec<Finding>, Option<Outcome>) {
    (findings::all(case), findings::outcome(case))
}

fn claim(field: &Field<'_>, border: Option<&Border<'_>>) -> Option<Claim> {
    let name = spelling(&RESULTS, field.name)?;
    let value = field.unfolded();
    let mut claim = Claim { field: name.to_owned(), span: field.span(), ..Claim::default() };
    if name == "Received-SPF" {
        let (authserv, result) = received_spf::read(&value);
        claim.authserv = authserv;
        claim.results.extend(result);
    } else {
        let read = authentication_results::read(&value);
        claim.authserv = read.authserv;
        claim.version = read.version;
        claim.instance = read.instance;
        claim.results = read.results;
    }
    match border {
        // What a server renames it no longer vouches for.
        _ if !matches!(name, "Authentication-Results" | "Received-SPF" | "ARC-Authentication-Results") => {
            claim.trusted = Some(false);
        }
        Some(border) => border.judge(&mut claim),
        None => {}
    }
    Some(claim)
}

/// What the believed results say of DMARC.
fn dmarc(found: &Authentication) -> Option<Dmarc> {
    let passed = |method: &str| {
        let mut lines = found.alignments.iter().filter(|line| line.method == method).peekable();
        lines.peek()?;
        Some(lines.any(|line| line.result == "pass" && line.aligned != Aligned::No))
    };
    let mut dmarc = Dmarc { spf_aligned: passed("spf"), dkim_aligned: passed("dkim"), ..Dmarc::default() };
    if let Some((_, result)) = found.results("dmarc").next() {
        let said = result.comment.as_deref().map(authentication_results::said_in).unwrap_or_default();
        let said = |names: &[&str]| names.iter().find_map(|name| said.get(*name).cloned());
        let prop = |name: &str| result.prop(name).map(str::to_ascii_lowercase);
        let of_subdomain = prop("policy.policy-from").is_some_and(|from| from == "sp");
        let policy = if of_subdomain { said(&["sp", "p", "policy"]) } else { said(&["p", "policy"]) };
        dmarc.result = Some(result.result.clone());
        dmarc.policy = prop("policy.published-domain-policy").or(policy);
        dmarc.policy_domain = prop("policy.published-domain").or_else(|| prop("policy.policy-domain"));
        dmarc.disposition =
            prop("policy.applied-disposition").or_else(|| prop("action")).or_else(|| said(&["dis", "d"]));
        let by_arc = said(&["arc"]).filter(|arc| arc == "pass").map(|_| "arc".to_owned());
        dmarc.override_reason = prop("policy.override-reason").or_else(|| said(&["override"])).or(by_arc);
    }
    (dmarc != Dmarc::default()).then_some(dmarc)
}
