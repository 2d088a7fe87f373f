//! The words that may stay: those that the rooms' own rules and sheets are made of, which belong to nobody.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::order;
use crate::phrases::Phrases;
use crate::refusal::{cause, provider, reason};
use crate::session;
use crate::smtp::step;
use crate::{bounce, source};

/// Words of structured fields, of logs and of programs' names, beside those of the rules. What explains a finding to a reader is
/// none of them: a sentence that is written anew must not let a name through. A test holds how many there are.
const OTHERS: &str = include_str!("vocabulary.txt");

/// Names under which nobody in particular is reached (RFC 2142, and usual names of machines).
pub(super) const ROLES: &[&str] = &[
    "postmaster",
    "mailer-daemon",
    "mailerdaemon",
    "mail-daemon",
    "abuse",
    "hostmaster",
    "webmaster",
    "noc",
    "security",
    "root",
    "daemon",
    "nobody",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "double-bounce",
    "bounce",
    "bounces",
    "return",
    "returns",
    "owner",
    "request",
    "admin",
    "mailman",
    "listserv",
    "majordomo",
    "post_master",
    "mdaemon",
    "imss",
    "staff",
    "fbl",
    "feedback",
    "complaints",
    "arf",
    "mail.delivery.system",
    // What providers write in a complainant's place.
    "redacted",
    "hashed",
    "hidden",
    "removed",
    "undisclosed",
    "withheld",
    "suppressed",
    "anonymous",
    "anonymized",
    "unknown",
];

/// Labels of host names that say what a host does, and not whose it is.
const SERVICES: &[&str] = &[
    "mail",
    "mx",
    "smtp",
    "relay",
    "out",
    "in",
    "mta",
    "imap",
    "pop",
    "webmail",
    "www",
    "ns",
    "list",
    "lists",
    "groups",
    "sns",
    "ses",
    "listserv",
    "mailman",
    "majordomo",
    "sympa",
    "gw",
    "gateway",
    "edge",
    "hub",
    "outbound",
    "inbound",
    "mailout",
    "mailin",
    "mxout",
    "protection",
    "prod",
    "amavis",
    "spamassassin",
    "spamd",
    "clamav",
    "antispam",
    "spamfilter",
    "mailscanner",
    "virusscan",
    "lmtp",
    "submission",
    "aspmx",
    "alt",
    "gmail",
    "l",
    "_domainkey",
    "_dmarc",
    "_spf",
    "bl",
    "dnsbl",
    "zen",
    "sbl",
    "xbl",
    "pbl",
    "bounce",
    "bounces",
];

/// Ends of names that belong to large providers, filters and lists, beside those that the providers' sheets name.
const PROVIDERS: &[&str] = &[
    "google.com",
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "office365.com",
    "onmicrosoft.com",
    "microsoft.com",
    "yahoo.com",
    "yahoodns.net",
    "yahoo.co.jp",
    "aol.com",
    "aol.net",
    "icloud.com",
    "me.com",
    "apple.com",
    "amazonses.com",
    "amazonaws.com",
    "sendgrid.net",
    "mimecast.com",
    "mimecast.co.za",
    "pphosted.com",
    "gpphosted.com",
    "ppe-hosted.com",
    "ppops.net",
    "messagelabs.com",
    "iphmx.com",
    "barracudanetworks.com",
    "mxlogic.net",
    "hornetsecurity.com",
    "sophos.com",
    "postini.com",
    "psmtp.com",
    "collabserv.com",
    "cinetic.de",
    "gmx.com",
    "gmx.net",
    "gmx.de",
    "web.de",
    "mail.ru",
    "yandex.ru",
    "yandex.net",
    "yandex.com",
    "zoho.com",
    "zohomail.com",
    "qq.com",
    "rediffmail.com",
    "spamhaus.org",
    "spamcop.net",
    "sorbs.net",
    "barracudacentral.org",
    "abuseat.org",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "kddi.com",
    "kddi.ne.jp",
    "softbank.ne.jp",
    "facebook.com",
    "secureserver.net",
    "comcast.net",
    "orange.fr",
    "wanadoo.fr",
    "verizon.net",
    "vtext.com",
    "cox.net",
    "mailgun.org",
    "mailgun.net",
    "sparkpostmail.com",
    "mandrillapp.com",
    "cloudflare.net",
    "cloudflare.com",
    "sina.com",
    "sina.com.cn",
    "163.com",
    "126.com",
    "protonmail.com",
    "proton.me",
];

/// The last labels of names in use. A dotted run of known words counts as a name only below one of these.
const TOPS: &[&str] = &[
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "mil",
    "int",
    "info",
    "biz",
    "name",
    "io",
    "dev",
    "app",
    "cloud",
    "online",
    "site",
    "email",
    "example",
    "test",
    "invalid",
    "local",
    "localdomain",
    "internal",
    "intern",
    "lan",
    "corp",
    "home",
    "arpa",
    "host",
    "network",
    "systems",
    "group",
    "company",
    "services",
    "mail",
    "pro",
    "mobi",
    "asia",
    "xyz",
];

struct Vocabulary {
    words: HashSet<String>,
    /// Phrases of scripts that put no spaces between words.
    unspaced: Option<Phrases>,
    providers: HashSet<&'static str>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut words = HashSet::new();
    let mut unspaced: Vec<&'static str> = Vec::new();
    let mut add = |text: &'static str| {
        if text.chars().any(is_unspaced) {
            unspaced.extend(text.split(['\n', ' ', '*', '@']).filter(|piece| piece.chars().any(is_unspaced)));
        }
        for word in text.split(|letter: char| !letter.is_alphanumeric()) {
            words.insert(word.to_lowercase());
        }
    };
    add(OTHERS);
    bounce::phrases().for_each(&mut add);
    source::field_names().for_each(&mut add);
    step::PHRASES.iter().for_each(|(phrase, _)| add(phrase));
    reason::BOILERPLATE.iter().for_each(|phrase| add(phrase));
    session::events().for_each(&mut add);
    for sheet in reason::REASONS {
        sheet.rules.iter().flat_map(|rule| rule.phrases).for_each(|phrase| add(phrase));
    }
    for cause in cause::CAUSES {
        cause.marks().for_each(&mut add);
    }
    let mut providers: HashSet<&'static str> = PROVIDERS.iter().copied().collect();
    for entry in provider::PROVIDERS {
        add(entry.name);
        for mark in entry.shown_by {
            add(mark);
            if mark.contains('.') && !mark.contains([' ', '/', '@']) {
                providers.insert(mark.trim_start_matches('.'));
            }
        }
        entry.meanings.iter().flat_map(|meaning| meaning.marks).for_each(|mark| add(mark));
    }
    order::sort_and_dedup(&mut unspaced);
    Vocabulary { words, unspaced: Phrases::exact(unspaced), providers }
});

/// Whether a letter is of a script that puts no spaces between words: Chinese, Japanese, Korean, Thai.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{0E00}'..='\u{0E7F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

/// Whether a word, in any case, is one of the rules' own.
pub(super) fn is_known(word: &str) -> bool {
    word.chars().count() == 1 && word.is_ascii() || VOCABULARY.words.contains(&word.to_lowercase())
}

/// Whether every word of a dotted or hyphenated run is known, or a short number.
pub(super) fn are_known(run: &str) -> bool {
    run.split(|letter: char| !letter.is_alphanumeric()).all(|word| {
        word.is_empty() || (word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_digit())) || is_known(word)
    })
}

/// What of a text without spaces is a phrase of the rules.
pub(super) fn known_stretches(text: &str) -> Vec<std::ops::Range<usize>> {
    let hits = VOCABULARY.unspaced.iter().flat_map(|phrases| phrases.hits(text));
    let mut found: Vec<std::ops::Range<usize>> = hits.map(|hit| hit.at).collect();
    order::sort_by_key(&mut found, |at| (at.start, at.end));
    found
}

/// Whether a label says what a host does, and not whose it is: `mx2`, `smtp-out`.
pub(super) fn is_service(label: &str) -> bool {
    label.split('-').all(|part| {
        let word = part.trim_end_matches(|letter: char| letter.is_ascii_digit());
        // One of hundreds is a particular machine: `mta4148`.
        part.len() - word.len() <= 2 && SERVICES.contains(&word)
    })
}

/// The end of a host's name that belongs to a large provider.
pub(super) fn provider_of(host: &str) -> Option<&str> {
    let mut rest = host;
    loop {
        if VOCABULARY.providers.contains(rest) {
            return Some(rest);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// Whether this can be the last label of a name.
pub(super) fn is_top(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    (label.len() == 2 && label.bytes().all(|byte| byte.is_ascii_alphabetic()))
        || TOPS.contains(&label.as_str())
        || label.starts_with("xn--")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever adds a word has looked at it: nobody may be called so, and no host of anybody's.
    #[test]
    fn the_vocabulary_is_frozen() {
        let words: Vec<&str> = OTHERS.split_whitespace().collect();
        assert!(words.is_sorted(), "in order, so that a new word is seen");
        assert_eq!(words.len(), 650);
    }

    #[test]
    fn what_explains_a_finding_lets_no_word_through() {
        // Words of the sheets' and codes' explanations that no server writes and no rule is made of.
        for word in ["telephone", "helpdesk", "spammers", "colleague", "asks"] {
            assert!(!is_known(word), "{word}");
        }
    }

    #[test]
    fn one_of_many_machines_is_no_service() {
        for label in ["mx", "mx2", "smtp-out", "mta41"] {
            assert!(is_service(label), "{label}");
        }
        for label in ["mta4148", "smtp428", "mail-2024"] {
            assert!(!is_service(label), "{label}");
        }
    }
}
