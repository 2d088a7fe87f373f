//! Zoho Mail: `address Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 words`.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Zoho",
    marks: &[
        Fingerprint::Head("x-mailer: zoho mail", 15),
        Fingerprint::Head("x-zohomail", 10),
        Fingerprint::Head("mailer-daemon@mail.zoho.com", 20),
        Fingerprint::Body("error_code :", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = listing::read(notice, listing::after(&notice.text, &["permanent error."]), ANY, Until::Blank);
    for told in &mut found {
        // Two codes written apart are one reply.
        let words = told.words.replace(", ERROR_CODE :", " ").replace("ERROR_CODE :", "");
        listing::after(&words, &["Invalid Address"]).trim_start_matches([' ', ',']).clone_into(&mut told.words);
    }
    found
}
