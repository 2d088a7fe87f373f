//! Exchange Online, Office 365 and Outlook.com: their own details under 5.1, 5.4 and 5.7, and the S-, SC- and DY- marks.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Microsoft",
    shown_by: &[
        "outlook.com",
        "hotmail.com",
        "office365.us",
        "office.com",
        "exchangelabs.com",
        "outlook.office365.com",
        "microsoft.com",
        "live.com",
        "storedrv",
        "s3140",
        "s3150",
    ],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "microsoft.no-such-user",
            marks: &[
                "resolver.adr.recipientnotfound",
                "resolver.adr.recipnotfound",
                "resolver.adr.exrecipnotfound",
                "recipient not found by smtp address lookup",
                "recipient address rejected: access denied",
                "requested action not taken: mailbox unavailable",
            ],
            statuses: &["5.1.10", "5.4.1", "5.7.504", "5.7.505"],
            reason: Reason::UserUnknown,
            sentence: "The organisation behind this server has no such recipient. \"Recipient address \
                rejected: Access denied\" is Microsoft's way to say so for a domain that refuses unknown \
                recipients at the border.",
        },
        Meaning {
            id: "microsoft.banned-ip",
            marks: &[
                "banned sending ip",
                "banned sender",
                "part of their network is on our block list",
                "s3140",
                "s3150",
                "dy-001",
                "dy-002",
                "ou-001",
                "ou-002",
                "delist",
            ],
            statuses: &[
                "5.7.511", "5.7.606", "5.7.607", "5.7.608", "5.7.609", "5.7.610", "5.7.611", "5.7.612", "5.7.613",
                "5.7.614", "5.7.615", "5.7.616", "5.7.617", "5.7.618", "5.7.619", "5.7.620", "5.7.621", "5.7.622",
                "5.7.623", "5.7.624", "5.7.625", "5.7.626", "5.7.627", "5.7.628", "5.7.629", "5.7.630", "5.7.631",
                "5.7.632", "5.7.633", "5.7.634", "5.7.635", "5.7.636", "5.7.637", "5.7.638", "5.7.639", "5.7.640",
                "5.7.641", "5.7.642", "5.7.643", "5.7.644", "5.7.645", "5.7.646", "5.7.647", "5.7.648", "5.7.649",
            ],
            reason: Reason::Blocked,
            sentence: "The sending address is on a block list of Microsoft's, or in a range that it takes no \
                mail from. Where the reply names a form or an address for removal, repair the cause first.",
        },
        Meaning {
            id: "microsoft.customer-list",
            marks: &["using customer block list", "access denied, rejected by recipient"],
            statuses: &["5.7.507", "5.7.513"],
            reason: Reason::Blocked,
            sentence: "The recipient's organisation has put the sending address on a block list of its own. Only that \
                organisation can take it off.",
        },
        Meaning {
            id: "microsoft.tenant",
            marks: &[
                "tenant has exceeded threshold",
                "traffic not accepted from this ip",
                "client blocked from sending from unregistered domain",
            ],
            statuses: &["5.7.705", "5.7.708", "5.7.750"],
            reason: Reason::Blocked,
            sentence: "Microsoft has stopped the sender's own tenant: most of its mail looked suspicious, or much of it \
                came from domains that are not registered there. Repair the cause, then ask Microsoft's support.",
        },
        Meaning {
            id: "microsoft.reputation",
            marks: &["due to ip reputation", "rp-001", "rp-002", "rp-003"],
            statuses: &["4.7.650", "4.7.651", "4.7.652"],
            reason: Reason::BadReputation,
            sentence: "Microsoft gives the sending address a low reputation and slows it down.",
        },
        Meaning {
            id: "microsoft.spam",
            marks: &["sc-001", "sc-002", "sc-003", "sc-004", "spam abuse detected"],
            statuses: &["5.7.501", "5.7.502", "5.7.503"],
            reason: Reason::SpamDetected,
            sentence: "Microsoft judged mail from this sender to be spam.",
        },
        Meaning {
            id: "microsoft.rate",
            marks: &[
                "exceeded permitted limits",
                "exceeds the maximum number of messages",
                "daily recipient limit",
                "recipient rate limit",
                "submission quota",
            ],
            statuses: &["5.7.508", "5.1.90", "5.2.121", "5.2.122", "5.7.232", "5.7.233", "5.7.236"],
            reason: Reason::Speeding,
            sentence: "More mail than Microsoft allows for this sender, tenant or recipient in the time.",
        },
        Meaning {
            id: "microsoft.authentication",
            marks: &[
                "does not pass dmarc verification",
                "does not meet the required authentication level",
                "violation of spf",
                "message failed to pass",
            ],
            statuses: &["5.7.509", "5.7.515", "5.7.23"],
            reason: Reason::AuthFailure,
            sentence: "SPF, DKIM or DMARC did not pass for the sender's domain, and its policy or Microsoft's \
                own demands refusal.",
        },
        Meaning {
            id: "microsoft.relay",
            marks: &["unable to relay", "relay access denied", "tenantattribution"],
            statuses: &["5.7.54", "5.7.64", "5.7.367"],
            reason: Reason::NoRelaying,
            sentence: "The server is not in charge of the recipient's domain for this client: a connector or \
                the domain is not set up.",
        },
        Meaning {
            id: "microsoft.login",
            marks: &[
                "client was not authenticated",
                "resolver.rst.authrequired",
                "smtpclientauthentication is disabled",
                "does not have permissions to send as",
                "sendasdenied",
            ],
            statuses: &["5.7.12", "5.7.13", "5.7.57", "5.7.60", "5.7.133", "5.7.134", "5.7.135", "5.7.136", "5.7.139"],
            reason: Reason::SecurityError,
            sentence: "The server or the mailbox takes mail only from senders that have logged in or belong to \
                the organisation.",
        },
        Meaning {
            id: "microsoft.sender",
            marks: &["bad outbound sender", "sender address has been blocked"],
            statuses: &["5.1.8"],
            reason: Reason::Rejected,
            sentence: "Microsoft has blocked this sender's account, usually after it sent spam. Its \
                administrator must secure and release it.",
        },
        Meaning {
            id: "microsoft.restricted",
            marks: &[
                "resolver.rst.notauthorized",
                "resolver.rst.restricted",
                "not allowed to send to",
                "delivery to this recipient is restricted",
            ],
            statuses: &["5.7.124", "5.7.129"],
            reason: Reason::Filtered,
            sentence: "The mailbox or group takes mail only from certain senders.",
        },
        Meaning {
            id: "microsoft.domain",
            marks: &["dns domain * does not exist"],
            statuses: &["5.4.310", "4.4.310"],
            reason: Reason::HostUnknown,
            sentence: "The recipient's domain does not exist in DNS.",
        },
        Meaning {
            id: "microsoft.dns",
            marks: &["dns query failed", "infonorecords", "infodomainnonexistent", "hop count exceeded"],
            statuses: &["5.4.312", "4.4.312", "5.4.14", "5.4.6"],
            reason: Reason::NetworkError,
            sentence: "Microsoft could not find out in DNS where the recipient's domain takes mail, or the \
                message went in a circle.",
        },
        Meaning {
            id: "microsoft.expired",
            marks: &["message expired", "4.4.7 message delayed"],
            statuses: &["5.4.316", "4.4.316", "4.4.7", "5.4.300", "5.4.317"],
            reason: Reason::Expired,
            sentence: "Microsoft tried for its whole time (24 hours in Microsoft 365) and could not hand the \
                message over.",
        },
        Meaning {
            id: "microsoft.busy",
            marks: &["server busy"],
            statuses: &["4.3.2", "4.7.500", "4.7.501"],
            reason: Reason::SystemError,
            sentence: "Microsoft's server is busy, or puts this sender off for now.",
        },
        Meaning {
            id: "microsoft.tls",
            marks: &["must issue a starttls", "failed mta-sts validation"],
            statuses: &[
                "5.7.321", "5.7.322", "5.7.323", "5.7.324", "5.7.325", "4.7.321", "4.7.322", "4.7.323", "4.7.324",
                "4.7.325", "5.4.8",
            ],
            reason: Reason::FailedStartTls,
            sentence: "The TLS, DANE or MTA-STS demands of the recipient's domain were not met.",
        },
        Meaning {
            id: "microsoft.format",
            marks: &["rfc 5322 compliant"],
            statuses: &["5.7.512"],
            reason: Reason::NotCompliantRfc,
            sentence: "The message has no valid From address, as RFC 5322 section 3.6.2 demands it.",
        },
        Meaning {
            id: "microsoft.helo",
            marks: &["bad helo"],
            statuses: &["5.7.506"],
            reason: Reason::Blocked,
            sentence: "The client gave the name of the server that it spoke to, in place of its own, in HELO.",
        },
        Meaning {
            id: "microsoft.forwarding",
            marks: &["does not allow external forwarding"],
            statuses: &["5.7.520"],
            reason: Reason::PolicyViolation,
            sentence: "The sender's own organisation forbids forwarding to the outside.",
        },
    ],
};
