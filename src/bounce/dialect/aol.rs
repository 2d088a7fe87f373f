//! AOL: a screen name that takes no mail from the sender.

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::smtp::Reason;

pub(super) const DIALECT: Dialect = Dialect {
    name: "AOL",
    marks: &[
        Fingerprint::Body("because they are not accepting mail from", 20),
        Fingerprint::Body("your mail to the following recipients could not be delivered", 10),
        Fingerprint::Head("mailer-daemon@aol.com", 8),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let Some(rest) = listing::behind(&notice.text, &["not accepting mail from"]) else { return Vec::new() };
    let names = rest.lines().skip(1).map(str::trim).filter(|name| !name.is_empty() && !name.contains(' '));
    names.take(100).map(|name| told(notice, name)).collect()
}

/// A screen name stands for the mailbox of that name at AOL.
fn told(notice: &NoticeParts<'_>, name: &str) -> Told {
    let address = if name.contains('@') { name.to_owned() } else { format!("{name}@aol.com") };
    let mut told = Told::of(&address, &listing::paragraph(&notice.text));
    told.hint = Some(Reason::Rejected);
    told.evidence.push(notice.place_of(name));
    told
}
