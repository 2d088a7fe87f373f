//! What a temporary error may come from: on the sender's side and on the recipient's, ranked by what the text shows.

use super::Classification;
use super::normalize::Normalized;
use crate::finding::{Confidence, Party};
use crate::order;
use crate::smtp::{Permanence, Reason, Step};

/// One thing that may lie behind a temporary error.
#[derive(Debug)]
pub struct Cause {
    /// Its name: `sender.dns`.
    pub id: &'static str,
    /// On whose side it lies.
    pub party: Party,
    /// What it is, in a sentence.
    pub text: &'static str,
    /// How to find out.
    pub check: &'static str,
    /// The reasons that it may lie behind, and how likely it is for each before the words are looked at.
    fits: &'static [(Reason, u8)],
    /// Words that speak for it.
    words: &'static [&'static str],
    /// Words that speak against it.
    against: &'static [&'static str],
}

impl Cause {
    /// The words that speak for it and against it.
    pub(crate) fn marks(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().chain(self.against).copied()
    }
}

/// A cause with its rank.
#[derive(Debug, Clone, Copy)]
pub struct Ranked {
    /// The cause.
    pub cause: &'static Cause,
    /// How likely it is.
    pub confidence: Confidence,
}

const NO_ANSWER: &[&str] = &["timed out", "timeout", "no response", "not respond", "no answer", "4.4.1"];
const REFUSED: &[&str] = &["connection refused", "refused to talk", "actively refused"];
const NAMES: &[&str] =
    &["lookup", "name service", "name server", "dns", "resolve", "host not found", "servfail", "nxdomain", "mx record"];

/// Every cause.
pub static CAUSES: &[Cause] = &[
    Cause {
        id: "recipient.greylisting",
        party: Party::Recipient,
        text: "The recipient's server puts unknown senders off for some minutes (greylisting) and takes the next try.",
        check: "Look whether a later try from the same address went through; 5 to 30 minutes are usual.",
        fits: &[(Reason::SystemError, 20), (Reason::OnHold, 20), (Reason::Rejected, 5), (Reason::Blocked, 5)],
        words: &[
            "greylist",
            "graylist",
            "grey list",
            "gray list",
            "grey-list",
            "postgrey",
            "try again in",
            "come back later",
        ],
        against: &[],
    },
    Cause {
        id: "recipient.rate-limit",
        party: Party::Recipient,
        text: "The recipient's server slows this sender down: too much mail at once, or too low a reputation for more.",
        check: "Compare with other senders to the same provider; look at what was sent in the last hours.",
        fits: &[
            (Reason::Speeding, 60),
            (Reason::TooManyConn, 60),
            (Reason::BadReputation, 60),
            (Reason::SystemError, 10),
        ],
        words: &["rate", "too many", "too fast", "throttl", "volume", "frequency", "deferred due to", "unusual"],
        against: &[],
    },
    Cause {
        id: "recipient.mailbox",
        party: Party::Recipient,
        text: "The recipient's mailbox is full, locked or in use.",
        check: "Ask the recipient another way.",
        fits: &[(Reason::MailboxFull, 80), (Reason::Suspend, 60)],
        words: &["mailbox", "quota"],
        against: &[],
    },
    Cause {
        id: "recipient.dns",
        party: Party::Recipient,
        text: "The recipient's name servers are down or give wrong answers.",
        check: "Ask for the domain's MX from two public resolvers. If both fail, it is the domain's name servers.",
        fits: &[(Reason::NetworkError, 30), (Reason::HostUnknown, 40), (Reason::Expired, 10)],
        words: NAMES,
        against: &[],
    },
    Cause {
        id: "recipient.hardware",
        party: Party::Recipient,
        text: "The recipient's server is down, restarting, overloaded, or has a full disk.",
        check: "Try to connect to port 25 of its MX from another network. If that fails too, it is the recipient's side.",
        fits: &[
            (Reason::Expired, 35),
            (Reason::SystemError, 40),
            (Reason::SystemFull, 80),
            (Reason::NetworkError, 15),
            (Reason::MailerError, 60),
        ],
        words: &[
            "connection refused",
            "is down",
            "overload",
            "busy",
            "system load",
            "disk",
            "unavailable",
            "shutting down",
            "upstream",
            "ldap",
            "database",
        ],
        against: NAMES,
    },
    Cause {
        id: "recipient.network",
        party: Party::Recipient,
        text: "The recipient's line or provider is down, or one of several MX hosts is unreachable.",
        check: "Trace the route to the MX from two networks, and see where both end.",
        fits: &[(Reason::Expired, 25), (Reason::NetworkError, 20)],
        words: &["no route", "unreachable", "network is", "lost connection", "timed out"],
        against: REFUSED,
    },
    Cause {
        id: "recipient.firewall",
        party: Party::Recipient,
        text: "A firewall before the recipient's server drops the connection, from everywhere or from this sender alone.",
        check: "Connect from another address. If that one gets through, this sender is being dropped.",
        fits: &[(Reason::Expired, 25), (Reason::NetworkError, 15), (Reason::Blocked, 20)],
        words: &[
            "timed out",
            "timeout",
            "lost connection",
            "reset by peer",
            "refused to talk",
            "while receiving the initial",
        ],
        against: NAMES,
    },
    Cause {
        id: "recipient.nat",
        party: Party::Recipient,
        text: "A router before the recipient's server forwards port 25 wrongly, or to a machine that is off.",
        check: "If the name resolves and the address answers on other ports but not on 25, tell the recipient's administrator.",
        fits: &[(Reason::Expired, 12)],
        words: &["connection refused"],
        against: NAMES,
    },
    Cause {
        id: "recipient.tls",
        party: Party::Recipient,
        text: "The recipient's certificate or TLS settings do not let a session start.",
        check: "Start a TLS session by hand (STARTTLS on port 25), and look at the certificate's name and dates.",
        fits: &[(Reason::FailedStartTls, 60)],
        words: &["certificate", "expired", "handshake"],
        against: &[],
    },
    Cause {
        id: "sender.dns",
        party: Party::Sender,
        text: "The sending server's own resolver gives no answer, or an old one.",
        check: "Ask for the recipient's MX on the sending server itself, and from a public resolver. If only the first fails, \
            it is that resolver.",
        fits: &[(Reason::NetworkError, 25), (Reason::HostUnknown, 20), (Reason::Expired, 8)],
        words: NAMES,
        against: &[],
    },
    Cause {
        id: "sender.network",
        party: Party::Sender,
        text: "The sending server's own line or provider has a fault, or the provider blocks port 25 outwards.",
        check: "See whether mail to other domains is stuck as well. Connect to port 25 of a large provider from the sending server.",
        fits: &[(Reason::Expired, 20), (Reason::NetworkError, 15)],
        words: &["no route", "unreachable", "network is"],
        against: REFUSED,
    },
    Cause {
        id: "sender.firewall",
        party: Party::Sender,
        text: "A firewall on the sender's side blocks or rewrites outgoing SMTP.",
        check: "Connect from outside that firewall. If that works, look at its rules for port 25 and its SMTP inspection.",
        fits: &[(Reason::Expired, 15), (Reason::SyntaxError, 50), (Reason::NetworkError, 8)],
        words: &["lost connection", "command not recognized", "command unrecognized", "xxxx", "500 5.5.1"],
        against: NAMES,
    },
    Cause {
        id: "sender.address",
        party: Party::Sender,
        text: "The address is mistyped, and the domain in it belongs to somebody who runs no mail server.",
        check: "Read the part after the @ letter by letter.",
        fits: &[(Reason::Expired, 18), (Reason::HostUnknown, 50), (Reason::NetworkError, 15), (Reason::NotAccept, 60)],
        words: &["host not found", "nxdomain", "does not exist", "timed out"],
        against: &[],
    },
    Cause {
        id: "sender.reputation",
        party: Party::Sender,
        text: "The sending address is new, on a blocklist, or has a low score, and is put off for that.",
        check: "Check the address on the well-known blocklists and on the provider's postmaster pages.",
        fits: &[
            (Reason::BadReputation, 70),
            (Reason::Blocked, 60),
            (Reason::SpamDetected, 40),
            (Reason::Speeding, 15),
            (Reason::OnHold, 10),
        ],
        words: &["reputation", "blocked", "spam", "complaints", "listed", "tss0"],
        against: &[],
    },
    Cause {
        id: "sender.identity",
        party: Party::Sender,
        text: "The sender's domain or the reverse name of its server could not be looked up at the time of the try.",
        check: "Look up the MX of the sender's domain and the PTR of the sending address from outside.",
        fits: &[(Reason::RequirePtr, 70), (Reason::Rejected, 60), (Reason::AuthFailure, 60)],
        words: &["reverse", "ptr", "hostname", "sender address", "domain not found", "spf", "dkim", "dmarc"],
        against: &[],
    },
];

/// What may lie behind an error that is not final, the likeliest first; empty for one that is.
#[must_use]
pub fn causes(classification: &Classification, text: &str) -> Vec<Ranked> {
    if classification.permanence != Some(Permanence::Temporary) {
        return Vec::new();
    }
    // The whole message had been sent: its address and the way were right.
    if classification.is_answer_lost() {
        return Vec::new();
    }
    // Who was spoken to had been found.
    let is_spoken_to = classification.step > Some(Step::Connect);
    let is_of_the_way = |cause: &Cause| {
        matches!(cause.id, "recipient.dns" | "sender.dns" | "recipient.nat" | "sender.address")
            && matches!(classification.reason, Reason::NetworkError | Reason::Expired)
    };
    let folded = Normalized::of(text);
    let says = |words: &[&str]| words.iter().any(|word| folded.text().contains(word));
    let no_answer = says(NO_ANSWER);
    let mut ranked: Vec<(u8, Ranked)> = CAUSES
        .iter()
        .filter(|cause| !(is_spoken_to && is_of_the_way(cause)))
        .filter_map(|cause| {
            let (_, base) = cause.fits.iter().find(|(reason, _)| *reason == classification.reason)?;
            let shown = says(cause.words) && !(no_answer && cause.id == "recipient.nat");
            let score = base + if shown { 40 } else { 0 };
            let score = if says(cause.against) { score / 4 } else { score };
            let confidence = if shown && score >= 60 { Confidence::Likely } else { Confidence::Possible };
            (score >= 5).then_some((score, Ranked { cause, confidence }))
        })
        .collect();
    order::sort_by_key(&mut ranked, |(score, _)| std::cmp::Reverse(*score));
    // A server that says that it greylists leaves no other cause.
    if classification.rule.is_some_and(|rule| rule.starts_with("greylisting.")) {
        ranked.truncate(1);
    }
    ranked.into_iter().map(|(_, cause)| cause).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::{Refusal, classify};

    fn ranked(text: &str) -> Vec<&'static str> {
        let classification = classify(&Refusal { text, given_up: Some(false), ..Refusal::default() });
        causes(&classification, text).iter().map(|ranked| ranked.cause.id).collect()
    }

    #[test]
    fn greylisting_is_the_only_cause_where_the_words_say_so() {
        let text = "451 4.7.1 Greylisting in action, please try again later";
        assert_eq!(ranked(text), ["recipient.greylisting"]);
    }

    #[test]
    fn a_silent_host_may_be_down_or_behind_a_firewall_on_either_side() {
        let found = ranked("connect to mx.example.net[192.0.2.5]:25: Connection timed out");
        assert!(found.contains(&"recipient.firewall") && found.contains(&"recipient.network"));
        assert!(found.contains(&"sender.network") && found.contains(&"sender.address"));
    }

    #[test]
    fn a_refused_connection_speaks_for_a_server_that_is_off() {
        let found = ranked("connect to mx.example.net[192.0.2.5]:25: Connection refused");
        assert_eq!(found.first(), Some(&"recipient.hardware"));
    }

    #[test]
    fn a_failed_lookup_is_about_name_servers_on_either_side() {
        let found = ranked(
            "Host or domain name not found. Name service error for name=example.net type=MX: Host not found, try again",
        );
        assert_eq!(found.first(), Some(&"recipient.dns"));
        assert!(found.contains(&"sender.dns"));
    }

    #[test]
    fn a_final_refusal_has_no_passing_causes() {
        let text = "550 5.1.1 user unknown";
        let classification = classify(&Refusal { reply_code: Some("550"), text, ..Refusal::default() });
        assert!(causes(&classification, text).is_empty());
    }
}
