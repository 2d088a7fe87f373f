//! Mail providers and mail services by the domains of their hosts: who carries mail for many, who only sends, who filters.
//!
//! A provider is one line here. What is not listed is treated as an organisation of its own.

/// Domains that belong to one provider: its own name first.
const SAME: [&[&str]; 8] = [
    &["outlook.com", "exchangelabs.com", "office365.com", "hotmail.com"],
    &["google.com", "gmail.com", "googlemail.com", "1e100.net"],
    &["pphosted.com", "ppops.net", "ppe-hosted.com"],
    &["barracudanetworks.com", "barracuda.com", "cudaops.com"],
    &["yahoo.com", "yahoodns.net", "aol.com"],
    &["hornetsecurity.com", "antispameurope.com"],
    &["symanteccloud.com", "messagelabs.com"],
    &["icloud.com", "me.com", "apple.com"],
];

/// Providers that carry the mail of many organisations, for senders and for recipients.
const SHARED: [&str; 20] = [
    "outlook.com",
    "google.com",
    "yahoo.com",
    "icloud.com",
    "messagingengine.com",
    "zoho.com",
    "zoho.eu",
    "secureserver.net",
    "kundenserver.de",
    "ovh.net",
    "protonmail.ch",
    "proton.ch",
    "yandex.net",
    "mail.ru",
    "gmx.net",
    "web.de",
    "emailsrvr.com",
    "rackspace.com",
    "migadu.com",
    "gandi.net",
];

/// Services that send for their customers and take in nobody's mail. They seldom leave a line of their own.
const SENDING: [&str; 26] = [
    "amazonses.com",
    "sendgrid.net",
    "sendgrid.com",
    "mailgun.net",
    "mailgun.org",
    "mcsv.net",
    "mcdlv.net",
    "rsgsv.net",
    "mandrillapp.com",
    "sparkpostmail.com",
    "mtasv.net",
    "postmarkapp.com",
    "mailjet.com",
    "sendinblue.com",
    "brevo.com",
    "hubspotemail.net",
    "exacttarget.com",
    "salesforce.com",
    "constantcontact.com",
    "mktomail.com",
    "klaviyomail.com",
    "smtp2go.com",
    "elasticemail.com",
    "mlsend.com",
    "cmail19.com",
    "cmail20.com",
];

/// Services that filter mail for recipients, and often for senders too.
const FILTERING: [&str; 13] = [
    "mimecast.com",
    "mimecast.co.za",
    "pphosted.com",
    "symanteccloud.com",
    "iphmx.com",
    "barracudanetworks.com",
    "mxlogic.net",
    "hornetsecurity.com",
    "spamexperts.com",
    "mailprotect.be",
    "trendmicro.com",
    "trendmicro.eu",
    "mailspamprotection.com",
];

/// The organisation that a domain of hosts belongs to, by its own name.
pub(super) fn organisation(domain: &str) -> &str {
    SAME.iter().find(|all| all.contains(&domain)).and_then(|all| all.first()).copied().unwrap_or(domain)
}

/// Whether it carries mail for many, on either side.
pub(super) fn is_shared(domain: &str) -> bool {
    SHARED.contains(&organisation(domain))
}

/// Whether it only sends.
pub(super) fn only_sends(domain: &str) -> bool {
    SENDING.contains(&organisation(domain))
}

/// Whether it filters mail for others.
pub(super) fn filters(domain: &str) -> bool {
    FILTERING.contains(&organisation(domain))
}

/// Whether a host of this name hands mail over for senders: a sending service, or a provider's servers for outgoing mail.
pub(super) fn is_outbound(name: &str) -> bool {
    let name = super::names::key(name);
    let outbound = name.ends_with(".outbound.protection.outlook.com")
        || (name.starts_with("mail-") && name.ends_with(".google.com"));
    outbound || super::names::domain(&name).is_some_and(|domain| only_sends(&domain))
}

/// Whether a host of this name takes mail in from outside, and nothing else.
pub(super) fn is_inbound(name: &str) -> bool {
    let name = super::names::key(name);
    name == "mx.google.com" || name.ends_with(".mail.protection.outlook.com")
}
