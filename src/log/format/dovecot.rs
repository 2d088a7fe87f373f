//! Dovecot: deliveries into mailboxes by LMTP and dovecot-lda, and Pigeonhole's Sieve.
//!
//! ```text
//! dovecot: lmtp(kim@example.com)<1234><abc>: msgid=<1@example.org>: saved mail to INBOX
//! dovecot: lmtp(1234, kim@example.com): abc: sieve: msgid=<1@example.org>: stored mail into mailbox 'Junk'
//! dovecot: lmtp(kim@example.com)<1234><abc>: Error: msgid=<1@example.org>: save failed to INBOX: Quota exceeded
//! ```

use super::{Format, Plain};
use crate::log::facts::State;
use crate::log::line::{Line, bare, behind, between, holds};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "Dovecot", wrote, reader: || Box::new(Plain(line)) };

const SERVICES: [&str; 5] = ["lmtp(", "lda(", "deliver(", "lib-lda(", "lmtp-proxy("];

fn wrote(line: &Line<'_>) -> bool {
    line.program == "dovecot"
        || line.program.starts_with("dovecot/")
        || SERVICES.iter().any(|service| line.program.starts_with(service) || line.said.starts_with(service))
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let said = line.said;
    // Without Dovecot's own log prefix the service is taken for the program.
    let head = if SERVICES.iter().any(|service| line.program.starts_with(service)) { line.program } else { said };
    if !SERVICES.iter().any(|service| head.starts_with(service)) {
        return true;
    }
    let user = between(head, "(", ")").unwrap_or_default();
    // `1234, kim` in version 2.2, `1234` before the user is known.
    let user = user.rsplit(", ").next().unwrap_or_default();
    let Some(user) = bare(user).filter(|user| !user.bytes().all(|byte| byte.is_ascii_digit())) else { return true };
    let Some(rest) = behind(said, "msgid=") else { return true };
    let Some((_, words)) = rest.split_once(": ") else { return true };
    let state = if ["saved mail to ", "stored mail into "].iter().any(|mark| words.starts_with(mark)) {
        State::Sent
    } else if holds(words, "save failed to ") || holds(words, "failed to store into mailbox") {
        // Dovecot answers 4xx where the quota may be raised or mail removed, unless quota_full_tempfail=no says 552.
        State::Deferred
    } else if words.starts_with("forwarded to <")
        || words.starts_with("rejected message")
        || words.starts_with("sent vacation")
    {
        // The recipient of the LMTP session has it then, or nobody.
        return true;
    } else {
        return true;
    };
    table.delivery(line, Said { recipient: Some(user), state, words: words.into(), ..Said::default() });
    true
}
