//! A list of domains, mail addresses or IP addresses, one a line or parted by commas.

use std::collections::BTreeSet;

use crate::dns::{Subject, Target, is_public};
use crate::finding::{Confidence, Finding, Party, Severity};
use crate::report::{Kind, Report};
use crate::trace::words::count;

/// A longer list is a file.
const MOST: usize = 100_000;

pub(super) fn read(text: &str) -> Option<Report> {
    let words = || text.split([',', ';', '\n', '\r', '\t', ' ']).map(str::trim).filter(|word| !word.is_empty());
    let mut domains = BTreeSet::new();
    let (mut total, mut mailboxes, mut addresses, mut private) = (0_usize, 0_usize, 0_usize, 0_usize);
    for word in words().take(MOST) {
        // Prose has words without a dot.
        if !word.contains(['.', ':']) {
            return None;
        }
        let subject = Subject::read(word).ok()?;
        total += 1;
        mailboxes += usize::from(subject.local_part.is_some());
        match subject.target {
            Target::Domain(name) => {
                if name.labels().count() < 2 {
                    return None;
                }
                domains.insert(name.to_string());
            }
            Target::Address(ip) => {
                addresses += 1;
                private += usize::from(!is_public(ip));
            }
        }
    }
    if total < 2 {
        return None;
    }
    let what = match (mailboxes, addresses) {
        (0, 0) => count(total, "domain", "domains"),
        (0, _) if addresses == total => count(total, "IP address", "IP addresses"),
        (_, 0) if mailboxes == total => format!(
            "{} in {}",
            count(total, "mail address", "mail addresses"),
            count(domains.len(), "domain", "domains")
        ),
        _ => count(total, "name or address", "names and addresses"),
    };
    let mut why =
        "There is no mail in it to read. Each can be looked up in DNS, one at a time, when you ask for it.".to_owned();
    if private > 0 {
        why.push_str(&format!(
            " {} not from the public Internet.",
            if private == 1 { "One address is".to_owned() } else { format!("{private} addresses are") }
        ));
    }
    let mut finding =
        Finding::new("input.names", Severity::Note, Party::Nobody, Confidence::Certain, format!("A list of {what}"))
            .why(why);
    for domain in domains.iter().take(5) {
        finding = finding.next(format!("Look up the mail route of {domain}."));
    }
    Some(Report {
        kind: Kind::Domain,
        headline: format!("This is a list of {what}."),
        findings: vec![finding],
        ..Report::default()
    })
}
