//! Rules about what the domain publishes for those who get its mail, and for those who send to it.

use super::{Place, WalkRule, at, shown};
use crate::dns::{Data, Name, RecordType};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::mailroute::facts::{Service, Walk};
use crate::mailroute::policy::{Dmarc, Inherited, Lookups, Spf, all_of};

/// The most terms that may make a receiver ask DNS (RFC 7208 section 4.6.4).
const MOST_LOOKUPS: usize = 10;

/// The most lookups that may find nothing (RFC 7208 section 4.6.4).
const MOST_VOID: usize = 2;

/// The rules about what the domain publishes about its mail.
pub(super) static RULES: &[WalkRule] = &[
    at("mailroute.spf-none", "", Place::Spf, Some(spf)),
    shown("mailroute.spf-two", "", Place::Spf, None),
    shown("mailroute.spf-syntax", "", Place::Spf, None),
    at("mailroute.spf-lookups", "", Place::Spf, None),
    at("mailroute.spf-lost", "", Place::Spf, None),
    shown("mailroute.spf-open", "", Place::Spf, None),
    shown("mailroute.spf-ptr", "", Place::Spf, None),
    at("mailroute.spf", "", Place::Spf, None),
    at("mailroute.dmarc-none", "", Place::Dmarc, Some(dmarc)),
    shown("mailroute.dmarc-two", "", Place::Dmarc, None),
    at("mailroute.dmarc", "", Place::Dmarc, None),
    at("mailroute.dmarc-inherited", "", Place::Dmarc, None),
    shown("mailroute.mta-sts-syntax", "", Place::MtaSts, Some(mta_sts)),
    shown("mailroute.mta-sts-two", "", Place::MtaSts, None),
    at("mailroute.mta-sts", "", Place::MtaSts, None),
    shown("mailroute.tls-reports-syntax", "", Place::TlsReports, Some(tls_reporting)),
    shown("mailroute.tls-reports-two", "", Place::TlsReports, None),
    at("mailroute.tls-reports", "", Place::TlsReports, None),
    at("mailroute.dane-unsigned", "", Place::Certificates, Some(certificates)),
    at("mailroute.dane", "", Place::Certificates, None),
    at("mailroute.dane-usage", "", Place::Certificates, None),
];

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
    let step = walk.step(walk.domain()?, RecordType::Txt);
    let lookups = step.map(Lookups::of).unwrap_or_default();
    let all = step.and_then(all_of);
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
    } else if lookups.terms > MOST_LOOKUPS {
        let least = if lookups.complete { "" } else { "at least " };
        of_sender("mailroute.spf-lookups", Severity::Problem, format!("The SPF record needs {least}{} DNS lookups, and 10 is the most", lookups.terms))
            .why(format!("{shown}: include, a, mx, ptr, exists and redirect each count, and those within included records too. Where no term matches before, receivers report a permanent error beyond 10."))
            .next("Remove what no longer sends, or list addresses in place of names.")
            .by(Standard::Spf, "4.6.4")
    } else if !lookups.lost.is_empty() {
        let void = if lookups.void > MOST_VOID {
            format!(" {} of these lookups find nothing at all; receivers may give up after two.", lookups.void)
        } else {
            String::new()
        };
        of_sender(
            "mailroute.spf-lost",
            Severity::Problem,
            format!("The SPF record includes {}, without one SPF record there", super::row(&lookups.lost)),
        )
        .why(format!("{shown}: where the check comes to such a name, it ends with a permanent error.{void}"))
        .next("Remove the name, or correct it.")
        .by(Standard::Spf, "5.2")
    } else if all == Some('+') {
        of_sender("mailroute.spf-open", Severity::Problem, "The SPF record allows every host to send for the domain")
            .why(format!("{shown} ends in +all, which lets anybody pass, so it protects nothing."))
            .next("Replace +all with -all or ~all.")
            .by(Standard::Spf, "5.1")
    } else if spf.ptr {
        of_sender("mailroute.spf-ptr", Severity::Warning, "The SPF record uses ptr")
            .why(format!("{shown}: ptr is slow and not reliable, and should not be used. Some receivers skip it."))
            .next("List the addresses or names in its place.")
            .by(Standard::Spf, "5.5")
    } else {
        // Without an end that says so, it keeps nobody from sending in the domain's name.
        let severity =
            if matches!(all, Some('-' | '~')) || !lookups.complete { Severity::Good } else { Severity::Note };
        of_sender("mailroute.spf", severity, "The domain publishes one SPF record")
            .why(format!(
                "{shown}. {} It needs {} of at most 10 DNS lookups, {}.",
                spf.words(),
                lookups.terms,
                if lookups.complete {
                    "those within what it includes counted"
                } else {
                    "as far as that could be counted"
                }
            ))
            .by(Standard::Spf, "3")
    })
}

fn dmarc(walk: &Walk) -> Option<Finding> {
    let records = walk.policies.dmarc.as_ref()?;
    let domain = walk.domain()?;
    let [record] = records.as_slice() else {
        return Some(if records.is_empty() {
            let step = walk.step(&domain.child("_dmarc").ok()?, RecordType::Txt);
            let above = match step.map_or(Inherited::Unknown, |step| Inherited::of(domain, step)) {
                Inherited::From { name, record } => return Some(inherited(walk, domain, &name, &record)),
                Inherited::None => "There is none at the names above it either.",
                Inherited::Unknown => "A record of the organisation's domain above may still apply: DNS did not tell.",
            };
            of_sender("mailroute.dmarc-none", Severity::Note, format!("There is no DMARC record at _dmarc.{domain}"))
                .why(format!("{above} Without any, receivers decide alone what to do with forged mail, and large ones ask bulk senders for a record."))
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
    let (severity, meaning) = policy(dmarc.policy.as_deref());
    let reports = reports(&dmarc);
    Some(
        of_sender("mailroute.dmarc", severity, format!("DMARC: {meaning}"))
            .why(format!(
                "\"{record}\" stands at _dmarc.{domain}. {reports} It concerns mail that claims to be from this domain."
            ))
            .by(Standard::Dmarc, "4.7"),
    )
}

/// What a policy asks for, and how that is.
fn policy(policy: Option<&str>) -> (Severity, &'static str) {
    match policy {
        Some("none") => (Severity::Note, "mail that fails is treated as usual; its owner watches"),
        Some("quarantine") => (Severity::Good, "mail that fails is to be treated as suspect"),
        Some("reject") => (Severity::Good, "mail that fails is to be refused"),
        // RFC 9989 section 4.7, `p`.
        None => (Severity::Note, "no policy is stated, which counts as p=none"),
        _ => (Severity::Warning, "it has no policy that is known here"),
    }
}

fn reports(dmarc: &Dmarc) -> &'static str {
    if dmarc.reports.is_some() { "Reports are asked for." } else { "No reports are asked for." }
}

/// A policy that comes from a name above: that for subdomains, for those that do not exist, or the general one.
fn inherited(walk: &Walk, domain: &Name, from: &Name, record: &str) -> Finding {
    let dmarc = Dmarc::read(record);
    let absent = dmarc.absent.as_deref().filter(|_| walk.service == Service::NoSuchDomain).map(|value| ("np", value));
    let below = absent.or(dmarc.subdomains.as_deref().map(|value| ("sp", value)));
    let (tag, value) = below.map_or(("p", dmarc.policy.as_deref()), |(tag, value)| (tag, Some(value)));
    let (severity, meaning) = policy(value);
    of_sender("mailroute.dmarc-inherited", severity, format!("DMARC, from {from}: {meaning}"))
        .why(format!(
            "There is no record at _dmarc.{domain}, so receivers go up the name and use that of {from}: \"{record}\". For a name below it, its tag {tag} counts. {} It concerns mail that claims to be from this domain.",
            reports(&dmarc)
        ))
        .by(Standard::Dmarc, "4.10.1")
}

/// Whether a record of the form `name=value; name=value` has this name with a value.
fn has_tag(record: &str, name: &str) -> bool {
    record
        .split(';')
        .filter_map(|tag| tag.split_once('='))
        .any(|(tag, value)| tag.trim() == name && !value.trim().is_empty())
}

fn mta_sts(walk: &Walk) -> Option<Finding> {
    let records = walk.policies.mta_sts.as_ref()?;
    let domain = walk.domain()?;
    let record = records.first()?;
    Some(if records.len() == 1 && !has_tag(record, "id") {
        Finding::new(
            "mailroute.mta-sts-syntax",
            Severity::Warning,
            Party::Recipient,
            Confidence::Certain,
            "The MTA-STS record has no id",
        )
        .why(format!("\"{record}\": without an id senders take the domain as having no MTA-STS."))
        .next("Add an id, such as id=20260101; and change it whenever the policy changes.")
        .by(Standard::MtaSts, "3.1")
    } else if records.len() > 1 {
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
    Some(if records.len() == 1 && !has_tag(record, "rua") {
        Finding::new(
            "mailroute.tls-reports-syntax",
            Severity::Warning,
            Party::Recipient,
            Confidence::Certain,
            "The TLS reporting record names no place for reports",
        )
        .why(format!("\"{record}\": without rua no sender knows where reports go."))
        .next("Add rua=mailto: and an address.")
        .by(Standard::TlsReporting, "3")
    } else if records.len() > 1 {
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
