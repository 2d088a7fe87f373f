//! What the proofs mean: why, whose side, and what to do next.

use super::dkim::{self, Cause, Change, ChangeKind};
use super::{Proved, arc, dmarc, spf};
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};

/// The most signatures that get a finding of their own.
const MOST: usize = 5;

type Run = fn(&Proved) -> Option<Finding>;

/// Every rule: those about one signature, then those about the message.
static RULES: &[Rule<Run>] = &[
    Rule::also("auth.proved-key", "authentication"),
    Rule::also("auth.proved-open", "authentication"),
    Rule::also("auth.proved-from", "authentication"),
    Rule::also("auth.proved-expired", "authentication"),
    Rule::also("auth.proved-sha1", "authentication"),
    Rule::also("auth.proved-syntax", "authentication"),
    Rule::also("auth.proved-length", "authentication"),
    Rule::also("auth.proved-dkim", "authentication"),
    Rule::also("auth.proved-body", "authentication"),
    Rule::also("auth.proved-signature", "authentication"),
    Rule::new("auth.proved-many", "authentication", many),
    Rule::new("auth.proved-arc", "authentication", |proved| chain(&proved.arc)),
    Rule::new("auth.proved-spf", "authentication", sender),
    Rule::new("auth.proved-reverse", "authentication", names),
    Rule::new("auth.proved-dmarc", "authentication", policy),
];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

/// What the rules find. The order of the message comes first: what failed, then what holds.
pub(super) fn all(proved: &Proved) -> Vec<Finding> {
    let mut findings: Vec<Finding> = proved.dkim.iter().take(MOST).map(|proof| signature(proof, proved)).collect();
    findings.extend(RULES.iter().filter_map(|rule| rule.run?(proved)));
    debug_assert!(rule::has_all(RULES, &findings), "{findings:?}");
    crate::finding::weightiest_first(&mut findings);
    findings
}

/// How much a failure weighs: less where DMARC passes all the same.
fn weight(proved: &Proved) -> Severity {
    if proved.dmarc.result == dmarc::Outcome::Pass { Severity::Warning } else { Severity::Problem }
}

fn signature(proof: &dkim::Proof, proved: &Proved) -> Finding {
    let domain = proof.domain.as_deref().unwrap_or("an unnamed domain");
    match proof.cause {
        Cause::Verified => holds(proof, domain),
        Cause::BodyHash | Cause::BodyLength => body_changed(proof, proved, domain),
        Cause::Signature => header_changed(proof, proved, domain),
        Cause::KeyUnavailable => new(proof, "auth.proved-key", Severity::Warning, Party::Network, format!("The DKIM key of {domain} could not be had"))
            .next("Ask again later, or with another resolver.")
            .by(Standard::Dkim, "6.1.2"),
        Cause::KeyMissing | Cause::KeyRevoked => key_gone(proof, proved, domain),
        Cause::KeyRecord | Cause::KeyType | Cause::KeyHash | Cause::KeyStrict | Cause::KeyWeak => {
            new(proof, "auth.proved-key", weight(proved), Party::Sender, format!("The DKIM key of {domain} cannot be used"))
                .next("Whoever runs the domain's DNS publishes a key record that fits: RSA with 2048 bits, and p= as the signing program wrote it.")
                .by(Standard::Dkim, "3.6.1")
        }
        Cause::BodyMissing | Cause::NotChecked | Cause::Unsupported => {
            let title = format!("The DKIM signature of {domain} is not decided");
            let finding = new(proof, "auth.proved-open", Severity::Note, Party::Nobody, title);
            match (proof.cause, proof.signature_matches) {
                (Cause::BodyMissing, Some(true)) => {
                    let why = "The signed header fields are as they were signed. The body is not here, so it cannot be compared.";
                    finding.why(why).next("Open the whole message, as an .eml file, to have its body checked too.")
                }
                (Cause::BodyMissing, _) => finding.next("Open the whole message, as an .eml file."),
                _ => finding,
            }
        }
        Cause::FromUnsigned => new(proof, "auth.proved-from", weight(proved), Party::Sender, format!("The DKIM signature of {domain} leaves From unsigned"))
            .next("Have the signing program sign From: without that, verifiers ignore the signature.")
            .by(Standard::Dkim, "6.1.1"),
        Cause::Expired => new(proof, "auth.proved-expired", Severity::Warning, Party::Nobody, format!("The DKIM signature of {domain} has ended"))
            .next("When the message arrived it may still have counted: compare the time in the recipient's Received field.")
            .by(Standard::Dkim, "3.5"),
        Cause::WeakHash => new(proof, "auth.proved-sha1", weight(proved), Party::Sender, format!("The DKIM signature of {domain} uses SHA-1"))
            .next("Have the signing program use rsa-sha256.")
            .by(Standard::Dkim, "3.3"),
        _ => new(proof, "auth.proved-syntax", weight(proved), Party::Sender, format!("The DKIM signature of {domain} cannot be read"))
            .next("Look at the program that signs, or at what rewrote the field on the way.")
            .by(Standard::Dkim, "6.1.1"),
    }
}

fn new(proof: &dkim::Proof, id: &'static str, severity: Severity, party: Party, title: String) -> Finding {
    Finding::new(id, severity, party, Confidence::Certain, title).why(proof.why.clone()).shown_by([proof.shown])
}

fn holds(proof: &dkim::Proof, domain: &str) -> Finding {
    match proof.covered {
        Some(covered) if covered.signed < covered.total => {
            let title = format!("The DKIM signature of {domain} covers only a part of the body");
            new(proof, "auth.proved-length", Severity::Warning, Party::Sender, title)
                .next("Have the signing program leave out l=: with it, anybody can add text that looks signed.")
                .shown_by(proof.tags.iter().filter(|tag| tag.text.starts_with("l=")).map(|tag| tag.span))
                .by(Standard::Dkim, "8.2")
        }
        _ => new(
            proof,
            "auth.proved-dkim",
            Severity::Good,
            Party::Nobody,
            format!("The DKIM signature of {domain} holds"),
        )
        .by(Standard::Dkim, "6.1.3"),
    }
}

/// Whose side a known change is on.
fn changer(changes: &[Change]) -> Party {
    if changes.is_empty() { Party::Unknown } else { Party::Forwarder }
}

fn explained(mut finding: Finding, changes: &[Change]) -> Finding {
    for change in changes {
        finding.why.push(' ');
        finding.why.push_str(&change.what);
    }
    finding.shown_by(changes.iter().map(|change| change.span))
}

fn body_changed(proof: &dkim::Proof, proved: &Proved, domain: &str) -> Finding {
    let title = match proof.changes.first().map(|change| change.kind) {
        Some(ChangeKind::Footer) => format!("A footer broke the DKIM signature of {domain}"),
        Some(ChangeKind::Banner) => format!("A banner broke the DKIM signature of {domain}"),
        _ => format!("The body was changed after {domain} signed it"),
    };
    let mut finding = new(proof, "auth.proved-body", weight(proved), changer(&proof.changes), title);
    if proof.body_matches == Some(false) && proof.signature_matches == Some(true) {
        finding.why.push_str(" The signed header fields are as they were signed.");
    }
    finding = explained(finding, &proof.changes);
    let next = match proof.changes.first().map(|change| change.kind) {
        Some(ChangeKind::Footer | ChangeKind::Banner | ChangeKind::Inserted) => {
            "Find out which server adds this text. It must not change mail of others, or must sign anew and rewrite From, as lists do."
        }
        Some(_) => "Find out which server changes the message like this, and stop it, or sign behind it.",
        None => {
            "Compare the message as it was sent with this copy: a list's footer, a gateway's banner, another encoding or a program that saved it can be the reason."
        }
    };
    finding.next(next).by(Standard::Dkim, "6.1.3")
}

fn header_changed(proof: &dkim::Proof, proved: &Proved, domain: &str) -> Finding {
    let title = match proof.changes.first().map(|change| change.kind) {
        Some(ChangeKind::SubjectTag) => format!("A tag in the subject broke the DKIM signature of {domain}"),
        Some(_) => format!("A change of the header broke the DKIM signature of {domain}"),
        None => format!("The DKIM signature of {domain} does not fit the header"),
    };
    let finding = new(proof, "auth.proved-signature", weight(proved), changer(&proof.changes), title);
    let finding = explained(finding, &proof.changes);
    let next = if proof.changes.is_empty() {
        "Compare the signed header fields with the message as it was sent. If nothing was changed, the domain may have put another key at this name since."
    } else {
        "Find out which server changes the header, and stop it, or have it sign anew."
    };
    finding.next(next).by(Standard::Dkim, "6.1.3")
}

fn key_gone(proof: &dkim::Proof, proved: &Proved, domain: &str) -> Finding {
    let is_revoked = proof.cause == Cause::KeyRevoked;
    let title = format!("The DKIM key of {domain} {}", if is_revoked { "was revoked" } else { "is not there" });
    let finding = new(proof, "auth.proved-key", weight(proved), Party::Sender, title).by(Standard::Dkim, "6.1.2");
    let finding = finding.next("If the message is old, the domain may have changed its keys since: what the receiver found at that time counts.");
    finding.next("If it is new, whoever runs the domain's DNS publishes the key at the name above, or signs with a selector that is there.")
}

/// Says that there are more signatures than findings.
fn many(proved: &Proved) -> Option<Finding> {
    let count = proved.dkim.len();
    let unchecked = proved.dkim.iter().filter(|proof| proof.cause == Cause::NotChecked).count();
    (count > MOST).then(|| {
        let title = format!("The message has {count} DKIM signatures");
        let why = match unchecked {
            0 => format!("The findings speak of the first {MOST}; all were checked."),
            _ => format!("The findings speak of the first {MOST}, and {unchecked} were not checked: verifiers stop at some number too."),
        };
        Finding::new("auth.proved-many", Severity::Note, Party::Sender, Confidence::Certain, title)
            .why(why)
            .shown_by(proved.dkim.get(MOST).map(|proof| proof.span))
            .by(Standard::Dkim, "6.1")
    })
}

fn chain(proof: &arc::Proof) -> Option<Finding> {
    let finding = |severity, party, title: String| {
        Finding::new("auth.proved-arc", severity, party, Confidence::Certain, title)
            .why(proof.why.clone())
            .shown_by([proof.shown])
            .by(Standard::Arc, "5.2")
    };
    match proof.chain {
        arc::Chain::None => None,
        arc::Chain::Pass => {
            let sealers: Vec<&str> = proof.sets.iter().filter_map(|set| set.domain.as_deref()).collect();
            let title = format!("The ARC chain holds, sealed by {}", sealers.join(", then "));
            Some(
                finding(Severity::Note, Party::Nobody, title)
                    .next("It helps only where the recipient trusts the sealing domains."),
            )
        }
        arc::Chain::Fail => {
            let title = "The ARC chain does not hold".to_owned();
            Some(finding(Severity::Warning, Party::Forwarder, title).next(
                "Receivers ignore such a chain. Whoever changed the message after the last seal must seal it anew.",
            ))
        }
    }
}

fn sender(proved: &Proved) -> Option<Finding> {
    let proof = proved.spf.as_ref()?;
    let (ip, domain) = (proof.ip, &proof.domain);
    let finding = |severity, party, title: String| {
        Finding::new("auth.proved-spf", severity, party, Confidence::Certain, title).why(proof.why.clone())
    };
    let weight = weight(proved);
    Some(match proof.result {
        spf::Outcome::Pass => {
            finding(Severity::Good, Party::Nobody, format!("SPF of {domain} allows {ip}")).by(Standard::Spf, "2.6.3")
        }
        spf::Outcome::Fail | spf::Outcome::SoftFail => {
            let how = if proof.result == spf::Outcome::Fail {
                "does not allow"
            } else {
                "probably does not allow (softfail)"
            };
            finding(weight, Party::Unknown, format!("SPF of {domain} {how} {ip}"))
                .next("If the host sends for the domain, add it to the record, by the include that its operator names.")
                .next("If the message was forwarded, this is what SPF does: the forwarder must rewrite the envelope sender, or DKIM must carry it.")
                .by(Standard::Spf, if proof.result == spf::Outcome::Fail { "2.6.4" } else { "2.6.5" })
        }
        spf::Outcome::PermError => {
            finding(weight, Party::Sender, format!("The SPF record of {domain} cannot be evaluated"))
                .next("Mend the term that is named; every receiver stops there.")
                .by(Standard::Spf, if proof.lookups > 10 || proof.void_lookups > 2 { "4.6.4" } else { "2.6.7" })
        }
        spf::Outcome::TempError => {
            finding(Severity::Warning, Party::Network, format!("SPF of {domain} could not be evaluated"))
                .next("Ask again later, or with another resolver.")
                .by(Standard::Spf, "2.6.6")
        }
        spf::Outcome::Neutral => {
            finding(Severity::Note, Party::Sender, format!("SPF of {domain} says nothing of {ip}"))
                .by(Standard::Spf, "2.6.2")
        }
        spf::Outcome::None => finding(Severity::Note, Party::Sender, "There is no SPF record to check".to_owned())
            .next("If the domain sends mail, publish one that lists its hosts.")
            .by(Standard::Spf, "2.6.1"),
    })
}

/// Says that an address has no name that leads back to it.
fn names(proved: &Proved) -> Option<Finding> {
    let proof = proved.reverse.as_ref().filter(|proof| proof.answered && proof.confirmed().is_none())?;
    if proof.names.iter().any(|name| name.back.is_none()) {
        return None;
    }
    let (title, why) = match proof.names.first() {
        None => {
            (format!("{} has no name", proof.ip), format!("DNS has no name for the address: {}.", proof.asked.answer))
        }
        Some(first) => (
            format!("The name of {} does not lead back to it", proof.ip),
            format!("{} does not have that address: {}.", first.name, first.asked.answer),
        ),
    };
    Some(
        Finding::new("auth.proved-reverse", Severity::Warning, Party::Sender, Confidence::Certain, title)
            .why(format!("{why} Many receivers refuse or mark mail from such a host."))
            .next("Have the provider of the address set its name, and give that name this address.")
            .by(Standard::DnsErrors, "2.1"),
    )
}

fn policy(proved: &Proved) -> Option<Finding> {
    let proof = &proved.dmarc;
    let from = proof.from.as_deref().unwrap_or("From");
    let finding = |severity, party, title: String| {
        let believed =
            proof.spf.iter().chain(&proof.dkim).any(|one| one.mechanism.passed && one.aligned && !one.mechanism.proved);
        let confidence = if believed { Confidence::Likely } else { Confidence::Certain };
        Finding::new("auth.proved-dmarc", severity, party, confidence, title)
            .why(proof.why.clone())
            .by(Standard::Dmarc, "")
    };
    const TODAY: &str = " The policy is the one published today; when the message was sent it may have been another.";
    Some(match proof.result {
        dmarc::Outcome::Pass => finding(Severity::Good, Party::Nobody, format!("DMARC passes for {from}")),
        dmarc::Outcome::Fail => {
            let asks = match proof.applied {
                Some(policy) => format!("and its policy is {policy}"),
                None => "and it has a policy".to_owned(),
            };
            // Without SPF, one of the two ways to pass was not looked at.
            let lacks_spf = proof.spf.is_none();
            let is_open = |one: &dkim::Proof| matches!(one.result, dkim::Outcome::Neutral | dkim::Outcome::TempError);
            let lacks_dkim = proved.dkim.iter().any(is_open) && proof.dkim.iter().all(|one| one.mechanism.proved);
            let open = lacks_spf || lacks_dkim;
            let severity = if open { Severity::Warning } else { Severity::Problem };
            let fails = if open { "does not pass" } else { "fails" };
            let mut finding = finding(severity, Party::Sender, format!("DMARC {fails} for {from}, {asks}"));
            finding.why.push_str(TODAY);
            if open {
                finding.confidence = Confidence::Possible;
            }
            if lacks_spf {
                finding
                    .why
                    .push_str(" SPF was not evaluated, since the sending address is not known: it may have passed.");
                finding = finding.next("Give the address that the recipient's border saw, and the envelope sender.");
            }
            if lacks_dkim {
                finding.why.push_str(" A DKIM signature could not be decided: it may hold.");
            }
            finding.next("Let a DKIM signature of the domain in From pass, or an envelope sender of that domain.")
        }
        dmarc::Outcome::None => finding(Severity::Note, Party::Sender, format!("No DMARC policy holds for {from}"))
            .next("Publish one at _dmarc of the domain; p=none to begin with asks for reports alone."),
        dmarc::Outcome::TempError => {
            finding(Severity::Warning, Party::Network, "DMARC could not be evaluated".to_owned())
                .next("Ask again later, or with another resolver.")
        }
        dmarc::Outcome::PermError => {
            finding(Severity::Warning, Party::Sender, "DMARC has no one From domain to go by".to_owned())
                .next("A message needs one From with addresses of one domain.")
        }
    })
}
