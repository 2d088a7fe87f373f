//! L-Soft LSMTP, which serves LISTSERV.
//!
//! ```text
//! from HELO (mail.sender.example) by lists.example (LSMTP for Windows NT v1.1b) with SMTP
//! id <21.000575A0@lists.example>; Fri, 13 Feb 2009 21:23:21 -0500
//! ```

use super::Dialect;

pub(super) const LSMTP: Dialect = Dialect { name: "lsmtp", is: |field| field.says_first("lsmtp"), complete: |_| {} };
