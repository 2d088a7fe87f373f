//! Filters for spam, viruses and policy that name themselves: MailMarshal and Trustwave SEG, Clearswift,
//! InterScan, IMSVA,
//! Symantec, McAfee, Websense and Forcepoint, SurfControl, Tumbleweed, F-Secure, AvMailGate, ASSP, spampd,
//! SpamAssassin.
//!
//! ```text
//! from mail.sender.example (Not Verified[192.0.2.1]) by gate.recipient.example
//! with Trustwave SEG (v10,0,0,100) id <B5f0a1b2c0000>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const CONTENT_FILTER: Dialect = Dialect {
    name: "contentFilter",
    is: |field| {
        NAMES.iter().any(|name| field.says(name) || field.with_says(name) || field.words_say(name))
            || field.received.id.as_deref().is_some_and(is_webshield_id)
    },
    complete: |_| {},
};

/// McAfee WebShield's ids are groups of hexadecimal digits with underscores between.
fn is_webshield_id(id: &str) -> bool {
    let mut groups = id.split('_');
    groups.clone().count() >= 5
        && groups.all(|group| group.len() >= 4 && group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

const NAMES: [&str; 26] = [
    "mailmarshal",
    "trustwave seg",
    "clearswift",
    "content technologies smtprs",
    "interscan",
    "imsva",
    "trend micro",
    "symantec",
    "mailscanner",
    "mcafee",
    "websense",
    "forcepoint",
    "surfcontrol",
    "tumbleweed",
    "f-secure",
    "avmailgate",
    "assp",
    "spampd",
    "spamassassin",
    "authentication milter",
    "mxl_mta",
    "mxg, port",
    "mailfoundry",
    "spamtitan",
    "fortimail",
    "proxmox",
];
