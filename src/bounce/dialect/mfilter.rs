//! m-FILTER (Digital Arts): the recipients, each on a line of its own below a text in Japanese, then the server's words, the
//! command that they answer and the message, each below a ruled line.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, Opening, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::smtp::Step;

pub(super) const DIALECT: Dialect = Dialect {
    name: "mFILTER",
    marks: &[
        Fingerprint::Head("x-mailer: m-filter", 20),
        Fingerprint::Head("x-mailer: mfilter", 20),
        Fingerprint::Body("-------server message", 20),
        Fingerprint::Body("-------smtp command", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let said = listing::behind(&notice.text, &["-------server message"]).map(listing::paragraph).unwrap_or_default();
    let command = listing::behind(&notice.text, &["-------SMTP command"]).map(listing::first_line).unwrap_or_default();
    let step = Step::of_command(command);
    let alone = Opening { alone: true, ..Opening::default() };
    let list = listing::before(&notice.text, &["-------server message", "-------SMTP command"]);
    let mut found = listing::read(notice, list, alone, Until::Blank);
    for told in &mut found {
        told.words.clone_from(&said);
        told.step = step;
    }
    found
}
