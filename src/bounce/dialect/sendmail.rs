//! Sendmail 8: a list of addresses, then a transcript of the session, then a report.

use super::{Dialect, Fingerprint, QueueLifetime};
use crate::bounce::address;
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::bounce::transcript;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Sendmail",
    marks: &[
        Fingerprint::Body("----- the following addresses had permanent fatal errors", 20),
        Fingerprint::Body("----- the following addresses had transient non-fatal errors", 20),
        Fingerprint::Body("----- the following addresses had delivery problems", 15),
        Fingerprint::Body("----- the following addresses had successful delivery notifications", 20),
        Fingerprint::Body("----- transcript of session follows -----", 12),
        Fingerprint::Body("the original message was received at ", 6),
        Fingerprint::Body("will keep trying until message is", 10),
        Fingerprint::Head("subject: returned mail: ", 8),
        Fingerprint::Head("subject: postmaster notify: see transcript for details", 10),
        Fingerprint::Head("subject: warning: could not send message for past", 10),
        Fingerprint::Head("from: mail delivery subsystem", 4),
    ],
    read,
    patience: Some(QueueLifetime { hours: 5 * 24, setting: "Timeout.queuereturn" }),
};

pub(super) fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["fatal errors -----", "delivery problems -----", "notifications -----"]);
    let listed = listing::before(listed, &["----- Transcript of session"]);
    let mut found = listing::read(notice, listed, CLEAR, Until::Next);
    for told in &mut found {
        take_reason(told);
    }
    merge_aliases(&mut found);
    transcript::complete(notice, listing::after(&notice.text, &["Transcript of session follows"]), &mut found);
    found
}

/// `(reason: 550 5.1.1 no such user) (expanded from: <a@example.org>)` below the address.
fn take_reason(told: &mut Told) {
    if let Some(from) = listing::behind(&told.words, &["(expanded from:"]) {
        told.original = address::first(from).map(str::to_owned);
    }
    let reason = listing::behind(&told.words, &["(reason:"]).map(|reason| {
        let reason = listing::before(reason, &["(expanded from:"]).trim();
        reason.strip_suffix(')').unwrap_or(reason).to_owned()
    });
    told.words = reason.unwrap_or_default();
}

/// An alias that expands to itself is listed again and again.
fn merge_aliases(found: &mut Vec<Told>) {
    let mut merged: Vec<Told> = Vec::new();
    for told in found.drain(..) {
        let address = told.address.clone().unwrap_or_default();
        match merged.iter_mut().take(64).find(|known| known.is_about(&address)) {
            Some(known) => known.complete(told),
            None => merged.push(told),
        }
    }
    *found = merged;
}
