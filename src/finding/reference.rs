//! The standards that findings cite: the one place where their numbers stand.

use std::fmt;

use serde::Serialize;

/// A place in a standard, as it is printed: `RFC 5321 section 4.4`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    /// The text, as it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! standards {
    ($($(#[$doc:meta])* $name:ident = $number:literal,)*) => {
        /// A standard by what it is about. When an RFC is replaced, its number changes here and nowhere else.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Standard {
            $($(#[$doc])* $name,)*
        }

        impl Standard {
            /// Every standard.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The number of the RFC in force.
            #[must_use]
            pub fn number(self) -> u16 {
                match self {
                    $(Self::$name => $number,)*
                }
            }
        }
    };
}

standards! {
    /// Simple Mail Transfer Protocol.
    Smtp = 5321,
    /// Duplicate messages and SMTP: an answer that is lost.
    DuplicateMessages = 1047,
    /// Internet Message Format.
    MessageFormat = 5322,
    /// ESMTP and LMTP transmission types (`with`).
    TransmissionTypes = 3848,
    /// Delivered-To and how loops are found with it.
    DeliveredTo = 9228,
    /// Cleartext considered obsolete: TLS for submission and access; the `tls` clause of Received.
    TlsClause = 8314,
    /// STARTTLS.
    StartTls = 3207,
    /// Private IPv4 addresses.
    PrivateAddresses = 1918,
    /// Shared address space for carrier-grade NAT.
    SharedAddresses = 6598,
    /// Encoded words in header fields.
    EncodedWords = 2047,
    /// Automatic responses.
    AutomaticResponses = 3834,
    /// Enhanced status codes.
    EnhancedStatus = 3463,
    /// SMTP extension for enhanced status codes.
    EnhancedStatusExtension = 2034,
    /// The registry of enhanced status codes.
    EnhancedStatusRegistry = 5248,
    /// Status codes for authentication.
    AuthStatus = 7372,
    /// Message tracking responses.
    Tracking = 3886,
    /// BURL: content that the submission server fetches itself.
    Burl = 4468,
    /// Message transfer priorities.
    Priorities = 6710,
    /// Require-Recipient-Valid-Since.
    RecipientValidSince = 7293,
    /// SMTP Require TLS option.
    RequireTls = 8689,
    /// Null MX.
    NullMx = 7505,
    /// Reply codes 521 and 556.
    AcceptsNoMail = 7504,
    /// SMTP extension for delivery status notifications.
    DsnExtension = 3461,
    /// The multipart/report container.
    ReportContainer = 6522,
    /// Delivery status notifications.
    DeliveryStatus = 3464,
    /// Internationalized delivery status and disposition notifications.
    InternationalStatus = 6533,
    /// Message disposition notifications (read receipts).
    Disposition = 8098,
    /// Abuse reporting format.
    AbuseReport = 5965,
    /// The feedback type not-spam.
    NotSpam = 6430,
    /// Creation and use of abuse reports.
    AbuseReportUse = 6650,
    /// Authentication failure reports.
    AuthFailureReport = 6591,
    /// DMARC failure reports.
    DmarcFailureReport = 9991,
    /// Sender policy framework.
    Spf = 7208,
    /// DomainKeys identified mail.
    Dkim = 6376,
    /// Cryptographic algorithms and key sizes of DKIM.
    DkimCryptography = 8301,
    /// DMARC.
    Dmarc = 9989,
    /// Interoperability of DMARC and mail that takes an indirect way.
    IndirectFlows = 7960,
    /// Authenticated received chain.
    Arc = 8617,
    /// Authentication-Results.
    AuthenticationResults = 8601,
    /// Clarifications to DNS.
    DnsClarifications = 2181,
    /// List-* header fields.
    ListFields = 2369,
    /// List-Id.
    ListId = 2919,
    /// One-click unsubscribe.
    OneClickUnsubscribe = 8058,
    /// Sieve vacation.
    Vacation = 5230,
    /// Internationalized mail over SMTP.
    SmtpUtf8 = 6531,
    /// 8-bit MIME transport.
    EightBitMime = 6152,
    /// Message size declaration.
    Size = 1870,
    /// SMTP authentication.
    Auth = 4954,
    /// Domain names: concepts.
    DnsConcepts = 1034,
    /// Negative caching of DNS answers.
    NegativeCaching = 2308,
    /// Wildcards in DNS.
    Wildcards = 4592,
    /// Redirection of whole subtrees of DNS names (DNAME).
    Dname = 6672,
    /// Extended DNS errors.
    ExtendedErrors = 8914,
    /// DNS queries over HTTPS.
    DnsOverHttps = 8484,
    /// Special-use domain names.
    SpecialNames = 6761,
    /// Locally served DNS zones.
    LocalZones = 6303,
    /// Multicast DNS (`.local`).
    MulticastDns = 6762,
    /// `home.arpa`.
    HomeArpa = 8375,
    /// `.onion`.
    Onion = 7686,
    /// `.alt`.
    Alt = 9476,
    /// Strict transport security for mail servers.
    MtaSts = 8461,
    /// Reports on TLS between mail servers.
    TlsReporting = 8460,
    /// DANE for mail servers.
    Dane = 7672,
    /// Common errors in DNS operation.
    DnsErrors = 1912,
    /// Selection and operation of secondary DNS servers.
    SecondaryServers = 2182,
    /// Internet mail architecture: the roles of mail servers, and where one organisation ends.
    Architecture = 5598,
    /// What forwarding and lists do to DMARC.
    IndirectMail = 7960,
    /// Message submission.
    Submission = 6409,
}

impl Standard {
    /// A section of it, as it is cited: `RFC 5321 section 4.4`; the whole of it where `section` is empty.
    #[must_use]
    pub fn section(self, section: &str) -> Reference {
        let number = self.number();
        Reference(if section.is_empty() { format!("RFC {number}") } else { format!("RFC {number} section {section}") })
    }
}
