//! Zoho Mail: `address Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 words`.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Zoho",
    marks: &[
        Mark::Head("x-mailer: zoho mail", 15),
        Mark::Head("x-zohomail", 10),
        Mark::Head("mailer-daemon@mail.zoho.com", 20),
        Mark::Body("error_code :", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let mut found = listing::read(notice, listing::after(&notice.text, &["permanent error."]), ANY, Until::Blank);
    for told in &mut found {
        // Two codes written apart are one reply.
        let words = told.words.replace(", ERROR_CODE :", " ").replace("ERROR_CODE :", "");
        listing::after(&words, &["Invalid Address"]).trim_start_matches([' ', ',']).clone_into(&mut told.words);
    }
    found
}
