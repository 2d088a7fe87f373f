//! Openwave Email Mx, earlier InterMail.
//!
//! ```text
//! from helo.sender.example ([192.0.2.1]) by mta.isp.example (InterMail vM.8.04.03.24 201-2389-100-172)
//! with ESMTP id <20090213212321.QPTQ17287.mta.isp.example@helo.sender.example>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const INTERMAIL: Dialect = Dialect {
    name: "intermail",
    is: |field| field.says("intermail vm") || field.says_first("intermail"),
    complete: |_| {},
};
