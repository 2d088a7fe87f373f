//! Coremail: NetEase (163.com, 126.com) and many Chinese operators.
//!
//! ```text
//! from helo.sender.example (unknown [192.0.2.1]) by gzga-smtp-mta (Coremail) with SMTP
//! id _____wD3aBcDeF; Fri, 13 Feb 2009 21:23:21 +0800 (CST)
//! ```

use super::Dialect;

pub(super) const COREMAIL: Dialect =
    Dialect { name: "coremail", is: |field| field.says_first("coremail"), complete: |_| {} };
