//! Rules about what the domain publishes for those who get its mail, and for those who send to it.

use crate::dns::Data;
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::mailroute::facts::Walk;
use crate::mailroute::policy::{Dmarc, Spf};

/// The most terms that may make a receiver ask DNS (RFC 7208 section 4.6.4).
const MOST_LOOKUPS: usize = 10;

pub(super) fn all(walk: &Walk, findings: &mut Vec<Finding>) {
    let rules = [spf, dmarc, mta_sts, tls_reporting, certificates];
    findings.extend(rules.iter().filter_map(|rule| rule(walk)));
}

fn of_sender(id: &'static str, severity: Severity, title: impl Into<String>) -> Finding {
    Finding::new(id, severity, Party::Sender, Confidence::Certain, title)
}

fn spf(walk: &Walk) -> Option<Finding> {
    let records = walk.policies.spf.as_ref()?;
    let [record] = records.as_slice() else {
        return Some(if records.is_empty() {
            of_sender("mailroute.spf-none", Severity::Note, "The domain publishes no SPF record")
                .why("Receivers cannot tell from SPF which hosts send for it. It matters for mail from this domain, not for mail to it.")
                .next("If the domain sends mail, list its sending hosts; if it never does, publish \"v=spf1 -all\".")
                .by(Standard::Spf, "4.5")
        } else {
            of_sender(
                "mailroute.spf-two",
                Severity::Problem,
                format!("The domain publishes {} SPF records", records.len()),
            )
            .why("There may be one. With more, every receiver reports a permanent error, and none of them counts.")
            .next("Join them in one record that begins with v=spf1.")
            .by(Standard::Spf, "4.5")
        });
    };
    let spf = Spf::read(record);
    let shown = format!("\"{record}\"");
    Some(if let Some(unknown) = spf.unknown.first() {
        of_sender(
            "mailroute.spf-syntax",
            Severity::Problem,
            format!("The SPF record has a term that nobody understands: {unknown}"),
        )
        .why(format!("{shown}: one such term spoils the whole record, and receivers report a permanent error."))
        .next("Correct the term, or remove it.")
        .by(Standard::Spf, "4.6")
    } else if spf.lookups > MOST_LOOKUPS {
        of_sender("mailroute.spf-lookups", Severity::Problem, format!("The SPF record needs at least {} DNS lookups, and 10 is the most", spf.lookups))
            .why(format!("{shown}: include, a, mx, ptr, exists and redirect each count, and those within included records too. Beyond 10, receivers report a permanent error."))
            .next("Remove what no longer sends, or list addresses in place of names.")
            .by(Standard::Spf, "4.6.4")
    } else if spf.all == Some('+') {
        of_sender("mailroute.spf-open", Severity::Problem, "The SPF record allows every host to send for the domain")
            .why(format!("{shown}: +all lets anybody pass, so the record protects nothing."))
            .next("Replace +all with -all or ~all.")
            .by(Standard::Spf, "5.1")
    } else if spf.ptr {
        of_sender("mailroute.spf-ptr", Severity::Warning, "The SPF record uses ptr")
            .why(format!("{shown}: ptr is slow and not reliable, and should not be used. Some receivers skip it."))
            .next("List the addresses or names in its place.")
            .by(Standard::Spf, "5.5")
    } else {
        of_sender("mailroute.spf", Severity::Good, "The domain publishes one SPF record")
            .why(format!(
                "{shown}. {} It needs {} of at most 10 DNS lookups, not counting those within what it includes.",
                spf.words(),
                spf.lookups
            ))
            .by(Standard::Spf, "3")
    })
}

fn dmarc(walk: &Walk) -> Option<Finding> {
    let records = walk.policies.dmarc.as_ref()?;
    let domain = walk.domain()?;
    let [record] = records.as_slice() else {
        return Some(if records.is_empty() {
            of_sender("mailroute.dmarc-none", Severity::Note, format!("There is no DMARC record at _dmarc.{domain}"))
                .why("A record of the organisation's domain above may still apply. Without any, receivers decide alone what to do with forged mail, and large ones ask bulk senders for a record.")
                .next("Begin with p=none and a report address, read the reports, then tighten it.")
                .by(Standard::Dmarc, "4.10")
        } else {
            of_sender(
                "mailroute.dmarc-two",
                Severity::Problem,
                format!("There are {} DMARC records at _dmarc.{domain}", records.len()),
            )
            .why("There may be one. With more, receivers use none.")
            .next("Keep one.")
            .by(Standard::Dmarc, "4.10")
        });
    };
    let dmarc = Dmarc::read(record);
    let meaning = match dmarc.policy.as_deref() {
        Some("none") => "mail that fails is treated as usual; its owner watches",
        Some("quarantine") => "mail that fails is to be treated as suspect",
        Some("reject") => "mail that fails is to be refused",
        _ => "it has no policy that is known here",
    };
    let reports = if dmarc.reports.is_some() { "Reports are asked for." } else { "No reports are asked for." };
    let severity = match dmarc.policy.as_deref() {
        Some("quarantine" | "reject") => Severity::Good,
        Some("none") => Severity::Note,
        _ => Severity::Warning,
    };
    Some(
        of_sender("mailroute.dmarc", severity, format!("DMARC: {meaning}"))
            .why(format!(
                "\"{record}\" stands at _dmarc.{domain}. {reports} It concerns mail that claims to be from this domain."
            ))
            .by(Standard::Dmarc, "4.7"),
    )
}

fn mta_sts(walk: &Walk) -> Option<Finding> {
    let records = walk.policies.mta_sts.as_ref()?;
    let domain = walk.domain()?;
    if records.is_empty() {
        return None;
    }
    Some(if records.len() > 1 {
        Finding::new(
            "mailroute.mta-sts-two",
            Severity::Warning,
            Party::Recipient,
            Confidence::Certain,
            format!("There are {} MTA-STS records", records.len()),
        )
        .why("With more than one, senders take the domain as having none.")
        .next("Keep one.")
        .by(Standard::MtaSts, "3.1")
    } else {
        Finding::new("mailroute.mta-sts", Severity::Note, Party::Recipient, Confidence::Certain, "The domain announces MTA-STS")
            .why(format!("The policy itself is a file at https://mta-sts.{domain}/.well-known/mta-sts.txt. A page in a browser cannot fetch it from there, so whether it exists and names these hosts is not known here."))
            .next("Open that address in a browser and compare its mx lines with the hosts above.")
            .by(Standard::MtaSts, "3.2")
    })
}

fn tls_reporting(walk: &Walk) -> Option<Finding> {
    let records = walk.policies.tls_reporting.as_ref()?;
    let record = records.first()?;
    Some(if records.len() > 1 {
        Finding::new(
            "mailroute.tls-reports-two",
            Severity::Warning,
            Party::Recipient,
            Confidence::Certain,
            "There is more than one TLS reporting record",
        )
        .why("With more than one, senders send no reports.")
        .next("Keep one.")
        .by(Standard::TlsReporting, "3")
    } else {
        Finding::new(
            "mailroute.tls-reports",
            Severity::Good,
            Party::Recipient,
            Confidence::Certain,
            "The domain asks for reports on TLS",
        )
        .why(format!("\"{record}\": senders that support it tell once a day whether encryption worked."))
        .by(Standard::TlsReporting, "3")
    })
}

fn certificates(walk: &Walk) -> Option<Finding> {
    let marked: Vec<_> = walk.exchanges.iter().filter(|exchange| !exchange.tlsa.is_empty()).collect();
    let first = marked.first()?;
    let named = super::row(marked.iter().map(|exchange| &exchange.name));
    if marked.iter().any(|exchange| !exchange.tlsa_authenticated) {
        return Some(
            Finding::new("mailroute.dane-unsigned", Severity::Warning, Party::Recipient, Confidence::Likely, "Certificate marks that the resolver did not confirm")
                .why(format!("There are TLSA records for {named}, but the resolver does not say that their signatures were checked. Without DNSSEC, senders must not use them."))
                .next("Check that the zone of the host is signed, and that its parent holds the DS record.")
                .by(Standard::Dane, "2.2"),
        );
    }
    let usable = first.tlsa.iter().any(|data| matches!(data, Data::Tlsa { usage: 2 | 3, .. }));
    Some(if usable {
        Finding::new("mailroute.dane", Severity::Good, Party::Recipient, Confidence::Certain, "Senders can check the hosts' certificates by DNS")
            .why(format!("There are signed TLSA records for {named}. A sender that supports DANE then insists on TLS with that certificate."))
            .by(Standard::Dane, "3.1")
    } else {
        Finding::new(
            "mailroute.dane-usage",
            Severity::Warning,
            Party::Recipient,
            Confidence::Certain,
            "The TLSA records are of a kind that mail does not use",
        )
        .why("Between mail servers only the usages 2 and 3 count.")
        .next("Publish usage 3, selector 1, matching 1 for the host's key.")
        .by(Standard::Dane, "3.1")
    })
}
