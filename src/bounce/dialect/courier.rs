//! Courier: an address, the server it spoke to, the command after `>>>` and the reply after `<<<`.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;
use crate::bounce::transcript;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Courier",
    marks: &[
        Mark::Body("running the courier mail server", 25),
        Mark::Body("this is a delivery status notification from", 10),
        Mark::Body("your message to the following recipients cannot be delivered:", 10),
        Mark::Head("subject: notice: mail delivery status", 15),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["cannot be delivered:", "has been delayed:"]);
    let mut found = listing::read(notice, listing::before(text, &["\n-----"]), CLEAR, Until::Next);
    found.iter_mut().for_each(transcript::take_exchange);
    found
}
