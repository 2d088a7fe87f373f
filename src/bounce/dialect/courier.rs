//! Courier: an address, the server it spoke to, the command after `>>>` and the reply after `<<<`.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::bounce::transcript;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Courier",
    marks: &[
        Fingerprint::Body("running the courier mail server", 25),
        Fingerprint::Body("this is a delivery status notification from", 10),
        Fingerprint::Body("your message to the following recipients cannot be delivered:", 10),
        Fingerprint::Head("subject: notice: mail delivery status", 15),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["cannot be delivered:", "has been delayed:"]);
    let mut found = listing::read(notice, listing::before(text, &["\n-----"]), CLEAR, Until::Next);
    found.iter_mut().for_each(transcript::take_exchange);
    found
}
