//! Microsoft Exchange 5.x and before, by its Internet Mail Service.
//!
//! ```text
//! by EXCHANGE with Internet Mail Service (5.5.2653.19) id <19AF8VY2>; Fri, 13 Feb 2009 21:23:21 +0100
//! ```

use super::Dialect;

pub(super) const EXCHANGE5: Dialect = Dialect {
    name: "exchange5",
    is: |field| field.with_begins("Internet Mail Service") || field.says("microsoft exchange internet mail"),
    complete: |_| {},
};
