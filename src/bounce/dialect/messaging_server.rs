//! Sun and Oracle Messaging Server, PMDF, iCloud: labelled lines for each recipient.

use super::{Dialect, Fingerprint, QueueLifetime};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::step_phrases;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Messaging Server",
    marks: &[
        Fingerprint::Body("this report relates to a message you sent with the following header fields:", 25),
        Fingerprint::Body("recipient address: ", 8),
        Fingerprint::Head("subject: delivery notification: ", 10),
    ],
    read,
    patience: Some(QueueLifetime { hours: 288, setting: "notices" }),
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = Vec::new();
    let mut rest = notice.text.as_str();
    while let Some(group) = listing::behind(rest, &["Recipient address:"]) {
        rest = group;
        found.push(recipient(notice, listing::before(group, &["Recipient address:"])));
    }
    found
}

fn recipient(notice: &NoticeParts<'_>, group: &str) -> Told {
    let address = listing::line(group);
    let mut told = Told::of(address, "");
    // An address of the inside gives way to the one that was written.
    if let Some(original) = listing::labelled(group, "Original address:") {
        let inside = !address::is_address(address);
        told.original = Some(if inside { address } else { original }.to_owned());
        told.address = Some(if inside { original } else { address }.to_owned());
    }
    let reason = listing::labelled(group, "Reason:").unwrap_or_default();
    let diagnostic = listing::labelled(group, "Diagnostic code:");
    let diagnostic = diagnostic.map(|code| code.split_once(';').map_or(code, |(_, words)| words));
    told.step = step_phrases::step(reason);
    told.words = match diagnostic {
        Some(diagnostic) => format!("{diagnostic} ({reason})"),
        None if reason.is_empty() => listing::joined(group.get(address.len()..).unwrap_or_default()),
        None => reason.to_owned(),
    };
    told.remote_mta = listing::labelled(group, "Remote system:")
        .and_then(|system| system.strip_prefix("dns;"))
        .and_then(|system| system.split([' ', '(']).next())
        .map(str::to_owned);
    told.evidence.push(notice.place_of(group.trim()));
    told
}
