//! What can be proved again: DKIM and ARC from the message's own octets and the keys in DNS, SPF for an address, DMARC from
//! those. Nothing of it is believed because a header says so.
//!
//! [`prove`] asks what it needs of a [`Resolver`] and a [`Crypto`], and says what came of each question. The records are those of
//! today: a key may be gone since the message was sent, and a policy may be another.

pub mod arc;
pub mod asking;
pub mod canonical;
mod claims;
pub mod crypto;
pub mod dkim;
pub mod dmarc;
mod findings;
pub mod reverse;
pub mod spf;

pub(super) use findings::explain;

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::dns::Resolver;
use crate::finding::{Span, weightiest_first};
use crate::message;
use crate::report::{Kind, Report};
use crate::source::Source;
use asking::Asker;
use canonical::Mail;
use crypto::Crypto;
use dkim::Verifier;

/// What the message does not say of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The moment at which signatures must not have ended.
    pub now: Option<DateTime<Utc>>,
    /// The address that the message came from, as the border saw it. Without it there is no SPF.
    pub ip: Option<IpAddr>,
    /// The envelope sender; empty for a bounce.
    pub mail_from: Option<String>,
    /// The name that the host gave.
    pub helo: Option<String>,
    /// Whether the address was read from the header and not given: then what a trusted receiver found of SPF, when it saw the
    /// connection, counts for more in DMARC than today's records do.
    pub is_read: bool,
    /// What a trusted receiver found of SPF, for DMARC where nothing can be proved.
    pub claimed_spf: Option<dmarc::Mechanism>,
    /// What a trusted receiver found of DKIM, the same.
    pub claimed_dkim: Vec<dmarc::Mechanism>,
}

/// All that was proved of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Proved {
    /// Each DKIM signature, from the top.
    pub dkim: Vec<dkim::Proof>,
    /// The ARC chain.
    pub arc: arc::Proof,
    /// SPF, where there was an address to check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spf: Option<spf::Proof>,
    /// The names of that address, both ways.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverse: Option<reverse::Proof>,
    /// DMARC, from these.
    pub dmarc: dmarc::Proof,
}

/// Proves what can be proved of a message, whose first octet stands at `base` of the input.
pub async fn prove<R: Resolver, C: Crypto>(
    whole: &[u8],
    base: usize,
    given: &Given,
    resolver: &R,
    crypto: &C,
) -> Proved {
    let mail = Mail::read(whole, base);
    let asker = Asker::new(resolver);
    let mut verifier = Verifier::new(&mail, &asker, crypto, given.now);
    let dkim = verifier.all().await;
    let arc = arc::prove(&mail, &mut verifier, &asker, crypto).await;
    let spf = match query(given) {
        Some(query) => Some(spf::check(&asker, &query).await),
        None => None,
    };
    let reverse = match given.ip {
        Some(ip) => Some(reverse::prove(&asker, ip).await),
        None => None,
    };
    let of_spf = match &spf {
        Some(_) if given.is_read && given.claimed_spf.is_some() => given.claimed_spf.clone(),
        Some(proof) => Some(dmarc::Mechanism {
            domain: proof.domain.clone(),
            passed: proof.result == spf::Outcome::Pass,
            proved: true,
        }),
        None => given.claimed_spf.clone(),
    };
    // A signature whose body is not here is not decided: then a receiver's word is the best there is.
    let is_decided = !dkim.is_empty() && dkim.iter().all(|proof| proof.cause != dkim::Cause::BodyMissing);
    let of_dkim = if is_decided || given.claimed_dkim.is_empty() {
        let proved = dkim.iter().filter_map(|proof| {
            let domain = proof.domain.clone()?;
            Some(dmarc::Mechanism { domain, passed: proof.result == dkim::Outcome::Pass, proved: true })
        });
        proved.collect()
    } else {
        given.claimed_dkim.clone()
    };
    let dmarc = dmarc::prove(&asker, &from_domains(&mail), of_spf, of_dkim).await;
    Proved { dkim, arc, spf, reverse, dmarc }
}

impl Proved {
    /// Moves every span of the message's text through `place`; those of records count in the record's text, and stay.
    pub fn place_spans(&mut self, place: &impl Fn(Span) -> Span) {
        for proof in &mut self.dkim {
            (proof.span, proof.shown) = (place(proof.span), place(proof.shown));
            for span in proof
                .tags
                .iter_mut()
                .map(|part| &mut part.span)
                .chain(proof.changes.iter_mut().map(|change| &mut change.span))
            {
                *span = place(*span);
            }
        }
        self.arc.shown = place(self.arc.shown);
        for set in &mut self.arc.sets {
            set.span = place(set.span);
            for part in &mut set.tags {
                part.span = place(part.span);
            }
        }
    }
}

/// Proves what can be proved of the message that a report is about, and puts it into the report, with what the rules find.
/// Claims of a trusted receiver stand in where nothing can be proved.
pub async fn add<R: Resolver, C: Crypto>(
    report: &mut Report,
    source: &Source,
    given: &Given,
    resolver: &R,
    crypto: &C,
) {
    let mail = Mail::read(source.clean(), 0);
    let is_mail =
        matches!(report.kind, Kind::Message | Kind::Headers | Kind::Bounce | Kind::FeedbackReport | Kind::ReadReceipt);
    let is_signed = ["DKIM-Signature", "ARC-Seal"].iter().any(|name| mail.message.first(name).is_some());
    if !is_signed && !(is_mail && mail.message.first("From").is_some()) {
        return;
    }
    let mut given = given.clone();
    let authentication = report.authentication.get_or_insert_default();
    claims::complete(&mut given, authentication, &mail.message);
    let mut proved = prove(source.clean(), 0, &given, resolver, crypto).await;
    proved.place_spans(&|span| source.in_text(span));
    // The spans of these are placed already.
    report.findings.extend(findings::all(&proved));
    weightiest_first(&mut report.findings);
    let authentication = report.authentication.get_or_insert_default();
    let mut domains = from_domains(&mail);
    authentication.from = authentication.from.take().or(if domains.len() == 1 { domains.pop() } else { None });
    authentication.proved = Some(Box::new(proved));
}

fn query(given: &Given) -> Option<spf::Query> {
    let ip = given.ip?;
    let (mail_from, helo) = (given.mail_from.clone(), given.helo.clone());
    (mail_from.is_some() || helo.is_some()).then(|| spf::Query {
        ip,
        mail_from: mail_from.unwrap_or_default(),
        helo: helo.unwrap_or_default(),
        receiver: String::new(),
        now: given.now.map_or(0, |now| now.timestamp()),
    })
}

/// The different domains that From names, in lower case.
#[must_use]
pub fn from_domains(mail: &Mail<'_>) -> Vec<String> {
    let fields = mail.message.all("From").take(10);
    let found = fields.flat_map(|field| message::addresses(&field.unfolded()));
    let domains = found.map(|address| address.domain.to_ascii_lowercase()).filter(|domain| !domain.is_empty());
    crate::order::distinct(domains.take(100))
}
