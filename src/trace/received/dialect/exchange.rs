//! Microsoft Exchange, on premises and Online, since 2007. Each end stands with its address; `mapi` and
//! `HTTPS` are passages inside one organisation.
//!
//! ```text
//! from AM0PR01MB0001.eurprd01.prod.outlook.com (2001:db8:208::17) by AM0PR01MB0002.eurprd01.prod.outlook.com
//! (2001:db8:208::18) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)
//! id 15.20.4544.15 via Frontend Transport; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const EXCHANGE: Dialect = Dialect {
    name: "exchange",
    is: |field| {
        field.with_begins("Microsoft SMTP Server")
            || field.with_begins("mapi")
            || (field.with_begins("HTTPS") && field.by_is_in(&["outlook.com", "office365.com"]))
            || field.received.via.as_deref().is_some_and(|via| via.ends_with("Transport"))
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = field.with_begins("Microsoft SMTP Server");
    field.name = if field.with_begins("mapi") { Name::NoHost } else { Name::Helo };
}
