//! Gmail's details popup: from, to, mailed-by, signed-by, security.

use super::{fields, rows};
use crate::Context;
use crate::finding::{Confidence, Finding, Party, Severity};
use crate::paste::Found;
use crate::report::{Kind, Report};

pub(in crate::paste) fn read(text: &str, _: &Context) -> Option<Found> {
    let rows = rows(text);
    let of = |label: &str| rows.iter().find(|row| row.label.eq_ignore_ascii_case(label) && !row.value.is_empty());
    let (mailed, signed, security) = (of("mailed-by"), of("signed-by"), of("security"));
    if mailed.is_none() && signed.is_none() {
        return None;
    }
    let from = of("from");
    let domain = from
        .and_then(|row| row.value.rsplit_once('@'))
        .map(|(_, domain)| domain.trim_end_matches(['>', ' ']).to_ascii_lowercase());
    let mut findings = Vec::new();
    let said = |label: &str, row: &super::Row<'_>, what: &str| {
        let title = format!("{label} {}", row.value);
        Finding::new("input.gmail-details", Severity::Note, Party::Nobody, Confidence::Certain, title)
            .why(what)
            .shown_by([row.span])
    };
    if let Some(row) = mailed {
        findings.push(said("Mailed by", row, "The domain of the envelope sender, for which SPF passed."));
    }
    match signed {
        Some(row) => findings.push(said("Signed by", row, "The domain whose DKIM signature passed.")),
        None => findings.push(
            Finding::new(
                "input.gmail-unsigned",
                Severity::Warning,
                Party::Sender,
                Confidence::Likely,
                "Gmail names no signing domain",
            )
            .why("No DKIM signature passed, or none was there. Gmail leaves the line out then.")
            .next("Ask for the full header: its Authentication-Results field says why."),
        ),
    }
    if let Some(row) = security {
        findings.push(said(
            "Security:",
            row,
            "How the last connection, to Gmail, was encrypted. It says nothing of the hops before.",
        ));
    }
    let related = |name: &str| {
        domain.as_deref().is_some_and(|domain| {
            let name = name.to_ascii_lowercase();
            name == domain || name.ends_with(&format!(".{domain}")) || domain.ends_with(&format!(".{name}"))
        })
    };
    let aligned = [mailed, signed].into_iter().flatten().any(|row| related(row.value));
    if let (Some(domain), false) = (&domain, aligned) {
        findings.insert(
            0,
            Finding::new("input.gmail-not-aligned", Severity::Warning, Party::Unknown, Confidence::Likely, format!("Neither name belongs to {domain}"))
                .why("What sent and signed the message is another domain than the one in From. Mailing services do that, and so do forgeries.")
                .next("Ask for the full header: DMARC stands in its Authentication-Results field.")
                .shown_by(from.map(|row| row.span)),
        );
    }
    findings.push(
        Finding::new(
            "input.summary",
            Severity::Note,
            Party::Nobody,
            Confidence::Certain,
            "A summary, without the header",
        )
        .why("The way the message took is not in it.")
        .next("In Gmail open the message\u{2019}s menu and choose \"Show original\", then \"Copy to clipboard\"."),
    );
    let name = |row: Option<&super::Row<'_>>| row.map(|row| row.value.to_owned());
    let headline = match (name(mailed), name(signed)) {
        (Some(mailed), Some(signed)) => format!("Gmail says: mailed by {mailed}, signed by {signed}."),
        (Some(mailed), None) => format!("Gmail says: mailed by {mailed}, and names no signature."),
        (_, Some(signed)) => format!("Gmail says: signed by {signed}."),
        (None, None) => return None,
    };
    let report = Report { kind: Kind::Headers, headline, fields: fields(&rows), findings, ..Report::default() };
    Some(Found { reports: vec![report], set_aside: Vec::new(), how: "" })
}
