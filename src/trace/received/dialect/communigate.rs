//! CommuniGate Pro. `verified` means that the name the client gave is that of its address.
//!
//! ```text
//! from [192.0.2.1] (account a@sender.example HELO laptop.sender.example) by mx.sender.example
//! (CommuniGate Pro SMTP 6.3.17) with ESMTPSA id 88402416 for b@recipient.example; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const COMMUNIGATE: Dialect = Dialect {
    name: "communigatePro",
    is: |field| field.says_first("communigate pro") || field.connection.verified,
    complete,
};

fn complete(field: &mut Reading<'_>) {
    if field.connection.verified {
        field.name = Name::Both;
    }
}
