//! Proofpoint, on premises and on demand: sendmail underneath, and `pps.filterd` for its filter.
//!
//! ```text
//! from pps.filterd (m0001234.ppops.net [127.0.0.1]) by mx0a-00012345.pphosted.com (8.17.1.19/8.17.1.19)
//! with ESMTP id 3k8xyzabcd-1 for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const PROOFPOINT: Dialect = Dialect {
    name: "proofpoint",
    is: |field| {
        field.by_is_in(&["pphosted.com", "ppops.net", "ppe-hosted.com", "gpphosted.com"])
            || field.connection.name.as_deref().is_some_and(|name| name.starts_with("pps."))
    },
    complete: |_| {},
};
