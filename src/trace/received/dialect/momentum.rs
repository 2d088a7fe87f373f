//! Momentum and Ecelerity, by Message Systems (SparkPost).
//!
//! ```text
//! from ([192.0.2.1:50387] helo=helo.sender.example) by mta.esp.example (ecelerity 4.3.1.69 r(Core:4.3.1.0))
//! with ESMTPS (cipher=DHE-RSA-AES256-SHA) id 80/0A-02454-4DCB6054; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const MOMENTUM: Dialect = Dialect {
    name: "momentum",
    is: |field| field.says_first("ecelerity") || field.says_first("momentum"),
    complete: |_| {},
};
