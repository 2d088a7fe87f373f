//! What codes say of the reason.

use super::Reason;

/// What a code says of the reason, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Evidence {
    /// The reason.
    pub reason: Reason,
    /// How much it says: as a rule's weight.
    pub weight: u8,
}

impl Evidence {
    /// Whether the code names a reason rather than a field of reasons.
    pub fn speaks(self) -> bool {
        self.weight >= 50
    }
}

/// What the codes of a reply say. The enhanced status is the finer one and is asked first.
pub(super) fn evidence(reply_code: Option<&str>, status: Option<&str>) -> Option<Evidence> {
    status.and_then(of_status).or_else(|| reply_code.and_then(of_reply_code))
}

fn of_status(status: &str) -> Option<Evidence> {
    let (_, rest) = status.split_once('.')?;
    let (reason, weight) = match rest {
        "1.1" => (Reason::UserUnknown, 60),
        "1.2" => (Reason::HostUnknown, 60),
        "1.3" | "1.4" => (Reason::UserUnknown, 50),
        "1.6" => (Reason::HasMoved, 75),
        "1.7" => (Reason::Rejected, 50),
        "1.8" => (Reason::Rejected, 75),
        "1.10" => (Reason::NotAccept, 60),
        "2.0" => (Reason::Filtered, 15),
        "2.1" => (Reason::Suspend, 40),
        "2.2" => (Reason::MailboxFull, 60),
        "2.3" => (Reason::ExceedLimit, 75),
        "2.4" => (Reason::Filtered, 30),
        "3.0" | "3.3" => (Reason::SystemError, 25),
        "3.1" => (Reason::SystemFull, 60),
        "3.2" => (Reason::SystemError, 30),
        "3.4" => (Reason::MesgTooBig, 60),
        "3.5" => (Reason::SystemError, 60),
        "4.0" => (Reason::NetworkError, 20),
        "4.1" => (Reason::Expired, 50),
        "4.2" => (Reason::NetworkError, 40),
        "4.3" => (Reason::SystemError, 50),
        "4.4" => (Reason::HostUnknown, 40),
        "4.5" => (Reason::SystemError, 40),
        "4.6" | "4.14" => (Reason::NetworkError, 75),
        "4.7" => (Reason::Expired, 60),
        "5.1" | "5.2" => (Reason::SyntaxError, 40),
        "5.3" => (Reason::TooManyConn, 60),
        "5.4" | "5.5" | "5.6" => (Reason::SyntaxError, 50),
        "6.0" => (Reason::ContentError, 40),
        "6.1" | "6.2" | "6.3" | "6.4" | "6.5" | "6.6" | "6.7" | "6.8" | "6.9" | "6.10" => (Reason::ContentError, 55),
        "7.0" => (Reason::SecurityError, 10),
        "7.1" => (Reason::SecurityError, 20),
        "7.2" => (Reason::Filtered, 50),
        "7.3" | "7.4" | "7.5" | "7.6" | "7.7" | "7.8" => (Reason::SecurityError, 55),
        "7.9" => (Reason::SecurityError, 30),
        "7.10" | "7.30" => (Reason::FailedStartTls, 60),
        "7.11" | "7.12" => (Reason::SecurityError, 50),
        "7.13" => (Reason::Suspend, 60),
        "7.17" | "7.18" => (Reason::HasMoved, 60),
        "7.20" | "7.21" | "7.22" | "7.23" | "7.24" | "7.26" | "7.29" => (Reason::AuthFailure, 75),
        "7.25" => (Reason::RequirePtr, 75),
        "7.27" => (Reason::Rejected, 75),
        "7.28" => (Reason::Speeding, 60),
        _ => return None,
    };
    Some(Evidence { reason, weight })
}

fn of_reply_code(code: &str) -> Option<Evidence> {
    let (reason, weight) = match code {
        "250" | "251" | "252" => (Reason::Delivered, 10),
        "500" | "501" | "502" | "503" | "504" | "555" => (Reason::SyntaxError, 30),
        "530" | "534" | "535" => (Reason::SecurityError, 55),
        "454" | "538" => (Reason::FailedStartTls, 40),
        "521" => (Reason::NotAccept, 40),
        "551" => (Reason::HasMoved, 40),
        "552" => (Reason::MailboxFull, 40),
        "556" => (Reason::NotAccept, 60),
        _ => return None,
    };
    Some(Evidence { reason, weight })
}
