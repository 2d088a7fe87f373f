//! SpamAssassin's spamd: it judges, and delivers nothing. Its lines name no queue id.
//!
//! ```text
//! spamd[1]: spamd: result: Y 15 - BAYES_99,URIBL_BLACK scantime=0.3,size=900,mid=<1@example.org>
//! ```

use super::{Format, Plain};

pub(super) const FORMAT: Format = Format {
    name: "spamd",
    wrote: |line| line.program == "spamd" || line.program == "spamc" || line.said.starts_with("spamd: "),
    reader: || Box::new(Plain(|_, _| true)),
};
