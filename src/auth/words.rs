//! What results mean, in words: each method's results, Microsoft's composite authentication, why a signature failed.

use super::MethodResult;

/// A method as it is written in prose: `SPF`, `DKIM`.
pub(crate) fn method(name: &str) -> String {
    match name {
        "compauth" => "composite authentication".to_owned(),
        "iprev" => "reverse DNS".to_owned(),
        "auth" => "SMTP AUTH".to_owned(),
        "bimi" | "spf" | "dkim" | "dmarc" | "arc" | "vbr" | "dara" => name.to_uppercase(),
        _ => name.to_owned(),
    }
}

/// What Microsoft's three digits behind `compauth` mean.
pub(crate) fn compauth(reason: &str) -> Option<&'static str> {
    Some(match (reason, reason.get(..1)?) {
        ("000", _) => "The message failed DMARC, and the policy of its domain is quarantine or reject.",
        ("001", _) => {
            "The domain in From publishes no records for authentication, or only weak ones (SPF ~all or ?all, DMARC p=none), and nothing else vouched for the message."
        }
        ("002", _) => "An administrator of the recipient forbids this sender to use this domain.",
        ("010", _) => "The message failed DMARC, and the domain in From is one of the recipient's own.",
        ("130", _) => {
            "The message passed, and its ARC chain by a trusted sealer counted in place of the DMARC failure."
        }
        (_, "1" | "7") => "The message passed.",
        (_, "2") => "The message passed by other signs, without records that say so (a soft pass).",
        (_, "3") => "The message was not checked for it.",
        (_, "4" | "9") => "The message was exempt from it, by a setting or an allow list.",
        (_, "6") => "The message failed, and the domain in From is one of the recipient's own.",
        _ => return None,
    })
}

/// The address in Exchange's comment: `sender IP is 192.0.2.1`.
pub(crate) fn sender_ip(result: &MethodResult) -> Option<String> {
    let (_, rest) = result.comment.as_deref()?.split_once("sender IP is ")?;
    let word = rest.split([' ', ';', ')']).next()?;
    crate::trace::names::address(word).map(|_| word.to_owned())
}

/// Why a signature does not hold, as verifiers say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The body is not the one that was signed.
    Body,
    /// A signed header field is not, or the key is another one.
    Header,
    /// There is no key where the signature says.
    NoKey,
    /// The key was withdrawn.
    Revoked,
    /// The key is too short.
    WeakKey,
    /// The signature's time is over.
    Expired,
    /// DNS did not answer.
    Dns,
    /// The signature or the key cannot be read.
    Syntax,
    /// Not to be told.
    Unknown,
}

/// What the words of a result say of why a signature does not hold.
pub(crate) fn broken(result: &MethodResult) -> Broken {
    const SAID: [(&str, Broken); 34] = [
        ("body hash", Broken::Body),
        ("bodyhash", Broken::Body),
        ("body has been altered", Broken::Body),
        ("body was altered", Broken::Body),
        ("message has been altered", Broken::Body),
        ("body mismatch", Broken::Body),
        ("no key for signature", Broken::NoKey),
        ("no key", Broken::NoKey),
        ("key not found", Broken::NoKey),
        ("public key not available", Broken::NoKey),
        ("no such key", Broken::NoKey),
        ("key record not found", Broken::NoKey),
        ("nxdomain", Broken::NoKey),
        ("invalid (public key: not available)", Broken::NoKey),
        ("revoked", Broken::Revoked),
        ("key too short", Broken::WeakKey),
        ("insecure key", Broken::WeakKey),
        ("weak key", Broken::WeakKey),
        ("key is too small", Broken::WeakKey),
        ("expired", Broken::Expired),
        ("timeout", Broken::Dns),
        ("dns", Broken::Dns),
        ("key query", Broken::Dns),
        ("signature verification failed", Broken::Header),
        ("signature did not verify", Broken::Header),
        ("bad signature", Broken::Header),
        ("signature failed", Broken::Header),
        ("headers mismatch", Broken::Header),
        ("did not match", Broken::Header),
        ("rsa verify failed", Broken::Header),
        ("verification failed", Broken::Header),
        ("syntax", Broken::Syntax),
        ("format", Broken::Syntax),
        ("invalid", Broken::Syntax),
    ];
    let text =
        [result.reason.as_deref(), result.comment.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let text = text.to_ascii_lowercase();
    let said = SAID.iter().find(|(words, _)| text.contains(words)).map(|(_, broken)| *broken);
    said.unwrap_or(match result.result.as_str() {
        "temperror" | "timeout" | "tempfail" => Broken::Dns,
        _ => Broken::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(reason: &str) -> Broken {
        broken(&MethodResult { reason: Some(reason.to_owned()), ..MethodResult::default() })
    }

    #[test]
    fn the_words_of_verifiers_say_what_broke() {
        assert_eq!(of("body hash did not verify"), Broken::Body);
        assert_eq!(of("signature verification failed"), Broken::Header);
        assert_eq!(of("no key for signature"), Broken::NoKey);
        assert_eq!(of("key query timeout"), Broken::Dns);
        assert_eq!(of("something else"), Broken::Unknown);
    }

    #[test]
    fn microsofts_codes_are_known_by_number_or_group() {
        assert!(compauth("001").unwrap().contains("no records"));
        assert!(compauth("130").unwrap().contains("ARC"));
        assert!(compauth("109").unwrap().contains("passed"));
        assert!(compauth("601").unwrap().contains("own"));
        assert_eq!(compauth("8"), None);
        assert_eq!(compauth(""), None);
    }
}
