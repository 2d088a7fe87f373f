//! A reply (RFC 5321 section 4.2.1) taken apart into what it states, the frames that introduce a reason, advice, and what a later
//! command was answered; and of whom each part speaks.
//!
//! A phrase alone does not tell who is meant: "domain not found" may be said of the recipient, of the sender, of the name in HELO.

use std::ops::Range;
use std::sync::LazyLock;

use crate::phrases::Phrases;
use crate::smtp::{Reason, Step};

/// Of whom or of what a clause speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// The recipient: the address, the mailbox, the domain.
    Recipient,
    /// The sender of the envelope, or its domain, also where the server called back to verify it.
    Sender,
    /// The name in HELO or EHLO.
    Helo,
    /// The client: its address, its host name, its reverse name.
    Client,
    /// The address in the From header field.
    FromHeader,
    /// A link in the message.
    Link,
}

/// What a stretch of a reply is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It states why.
    Said,
    /// It only introduces the reason: "Recipient address rejected:".
    Frame,
    /// It advises, links or gives an example: it need not hold for this message.
    Advice,
    /// It stands under an "if".
    Condition,
    /// It answers a command after the refused one: 503 after a refused RCPT.
    Later,
}

#[derive(Clone, Copy)]
enum Mark {
    Frame(Option<Subject>),
    Advice(bool),
    Later,
    Subject(Subject),
    SomethingElse,
    Unread,
}

/// Words that introduce a reason and are none, and of whom what follows speaks.
const FRAMES: &[(&str, Option<Subject>)] = &[
    ("recipient address rejected:", None),
    ("recipient rejected:", None),
    ("undeliverable address:", None),
    ("sender address rejected:", Some(Subject::Sender)),
    ("sender rejected:", Some(Subject::Sender)),
    ("sender verify failed", Some(Subject::Sender)),
    ("sender verification failed", Some(Subject::Sender)),
    ("callout verification failed", Some(Subject::Sender)),
    ("verification failed for", Some(Subject::Sender)),
    ("could not verify sender", Some(Subject::Sender)),
    ("cannot verify sender", Some(Subject::Sender)),
    ("unable to verify sender", Some(Subject::Sender)),
    ("domain of sender address", Some(Subject::Sender)),
    ("domain of sender", Some(Subject::Sender)),
    ("client host rejected:", Some(Subject::Client)),
    ("client rejected:", Some(Subject::Client)),
    ("helo command rejected:", Some(Subject::Helo)),
    ("helo rejected:", Some(Subject::Helo)),
    ("ehlo command rejected:", Some(Subject::Helo)),
    ("message rejected:", None),
    ("message was not accepted -- invalid mailbox.", None),
    ("message rejected due to:", None),
    ("mail rejected:", None),
    ("rejected due to:", None),
];

/// Words with which advice, a link or an example begins; it goes on to the end of the sentence.
const ADVICE: &[&str] = &[
    "please",
    "see http",
    "see the",
    "see also",
    "see our",
    "for more",
    "for explanation",
    "for help",
    "for information",
    "for details",
    "for example",
    "for instance",
    "e.g.",
    "visit",
    "http://",
    "https://",
    "to learn",
    "to request",
    "you may",
    "you should",
    "make sure",
    "learn more",
    "set up",
    "siehe",
    "bitte",
    "veuillez",
];

/// Words with which a condition begins: what follows need not be so.
const CONDITIONS: &[&str] = &["if", "unless", "whether", "in case"];

/// Words that name of whom a clause speaks.
const SUBJECTS: &[(&str, Subject)] = &[
    ("recipient", Subject::Recipient),
    ("rcpt to", Subject::Recipient),
    ("addressee", Subject::Recipient),
    ("destination", Subject::Recipient),
    ("mailbox", Subject::Recipient),
    ("to @", Subject::Recipient),
    ("to <@>", Subject::Recipient),
    ("for @", Subject::Recipient),
    ("for <@>", Subject::Recipient),
    ("from @", Subject::Sender),
    ("from <@>", Subject::Sender),
    ("sender", Subject::Sender),
    ("sender's", Subject::Sender),
    ("sending domain", Subject::Sender),
    ("mail from:", Subject::Sender),
    ("mail from address", Subject::Sender),
    ("mail from domain", Subject::Sender),
    ("mailfrom", Subject::Sender),
    ("from address", Subject::Sender),
    ("from domain", Subject::Sender),
    ("from user", Subject::Sender),
    ("envelope from", Subject::Sender),
    ("envelope-from", Subject::Sender),
    ("return path", Subject::Sender),
    ("return-path", Subject::Sender),
    ("return address", Subject::Sender),
    ("reverse-path", Subject::Sender),
    ("reverse path", Subject::Sender),
    ("originator", Subject::Sender),
    ("originating", Subject::Sender),
    ("your domain", Subject::Sender),
    ("your address", Subject::Sender),
    ("your mailbox", Subject::Sender),
    ("your account", Subject::Sender),
    ("your email address", Subject::Sender),
    ("absender", Subject::Sender),
    ("absenders", Subject::Sender),
    ("absenderadresse", Subject::Sender),
    ("absenderdomain", Subject::Sender),
    ("expéditeur", Subject::Sender),
    ("expediteur", Subject::Sender),
    ("remitente", Subject::Sender),
    ("mittente", Subject::Sender),
    ("remetente", Subject::Sender),
    ("afzender", Subject::Sender),
    ("nadawca", Subject::Sender),
    ("nadawcy", Subject::Sender),
    ("gönderen", Subject::Sender),
    ("gönderici", Subject::Sender),
    ("отправитель", Subject::Sender),
    ("отправителя", Subject::Sender),
    ("відправник", Subject::Sender),
    ("відправника", Subject::Sender),
    ("发件人", Subject::Sender),
    ("發件人", Subject::Sender),
    ("寄件人", Subject::Sender),
    ("送信者", Subject::Sender),
    ("差出人", Subject::Sender),
    ("보낸 사람", Subject::Sender),
    ("발신자", Subject::Sender),
    ("helo", Subject::Helo),
    ("ehlo", Subject::Helo),
    ("client host", Subject::Client),
    ("client ip", Subject::Client),
    ("your ip", Subject::Client),
    ("your host", Subject::Client),
    ("your hostname", Subject::Client),
    ("your server", Subject::Client),
    ("your mail server", Subject::Client),
    ("connecting host", Subject::Client),
    ("connecting ip", Subject::Client),
    ("reverse dns", Subject::Client),
    ("reverse lookup", Subject::Client),
    ("reverse name", Subject::Client),
    ("header", Subject::FromHeader),
    ("from header", Subject::FromHeader),
    ("from: header", Subject::FromHeader),
    ("header from", Subject::FromHeader),
    ("header.from", Subject::FromHeader),
    ("from-header", Subject::FromHeader),
    ("from: address", Subject::FromHeader),
    ("from: field", Subject::FromHeader),
    ("from field", Subject::FromHeader),
    ("5322.from", Subject::FromHeader),
    ("reply-to", Subject::FromHeader),
    ("message-id", Subject::FromHeader),
    ("dkim", Subject::FromHeader),
    ("url", Subject::Link),
    ("urls", Subject::Link),
    ("uri", Subject::Link),
    ("link", Subject::Link),
    ("links", Subject::Link),
    ("website", Subject::Link),
    ("web site", Subject::Link),
];

/// Words that show that a refusal is about something other than whether the recipient exists.
const SOMETHING_ELSE: &[&str] = &[
    "sender verify",
    "sender address",
    "sender domain",
    "helo",
    "ehlo",
    "spf",
    "dkim",
    "dmarc",
    "spam",
    "blacklist",
    "blacklisted",
    "blocklist",
    "blocklisted",
    "block list",
    "blocked",
    "reputation",
    "policy",
    "not allowed",
    "not permitted",
    "not authorized",
    "not authorised",
    "unauthorized",
    "may write",
    "may post",
    "may send",
    "only members",
    "subscribed",
    "unsubscribed",
    "opted out",
    "accept mail from",
    "accept messages from",
    "accept email from",
    "over ipv6",
    "members only",
    "internal senders",
    "outside senders",
    "your country",
    "your network",
    "your ip",
    "dynamic",
    "temporarily",
    "temporary",
    "disabled",
    "suspended",
    "quota",
    "full",
    "whitelist",
    "white list",
    "allowlist",
    "allow list",
    "authenticated",
    "harvest",
    "loops back",
    "greylisted",
    "greylisting",
    "attachment",
    "virus",
    "relay access denied",
    "relaying denied",
];

static TABLE: LazyLock<Option<(Phrases, Vec<Mark>)>> = LazyLock::new(|| {
    let mut patterns: Vec<&'static str> = Vec::new();
    let mut marks = Vec::new();
    let mut add = |pattern: &'static str, mark: Mark| {
        patterns.push(pattern);
        marks.push(mark);
    };
    FRAMES.iter().for_each(|&(frame, subject)| add(frame, Mark::Frame(subject)));
    ADVICE.iter().for_each(|&begin| add(begin, Mark::Advice(false)));
    CONDITIONS.iter().for_each(|&begin| add(begin, Mark::Advice(true)));
    SOMETHING_ELSE.iter().for_each(|&word| add(word, Mark::SomethingElse));
    add("malformed or unexpected name server reply", Mark::Unread);
    SUBJECTS.iter().for_each(|&(word, subject)| add(word, Mark::Subject(subject)));
    [" 503 ", "all rcpt commands were rejected", " 503-", ". rset", " 554 5.5.1 no valid recipients"]
        .iter()
        .for_each(|&code| add(code, Mark::Later));
    Some((Phrases::exact(patterns)?, marks))
});

/// A folded reply, taken apart.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    frames: Vec<(Range<usize>, Option<Subject>)>,
    /// Advice, and whether it is a condition.
    advice: Vec<(Range<usize>, bool)>,
    subjects: Vec<(Range<usize>, Subject)>,
    /// Where sentences end.
    ends: Vec<usize>,
    later: Option<usize>,
    something_else: Vec<Range<usize>>,
    unread: bool,
}

impl Clauses {
    /// Takes a folded text apart; linear in it.
    pub fn of(text: &str) -> Self {
        let mut clauses = Self { ends: sentence_ends(text), ..Self::default() };
        let Some((phrases, marks)) = TABLE.as_ref() else { return clauses };
        for hit in phrases.hits(text) {
            let Some(&mark) = marks.get(hit.phrase) else { continue };
            if !is_word(text, &hit.at) || in_name(text, &hit.at) {
                continue;
            }
            match mark {
                Mark::Frame(subject) => clauses.frames.push((hit.at, subject)),
                // A reply that is a link and nothing else states by that link.
                Mark::Advice(_) if follows_a_code(text, hit.at.start) => {}
                Mark::Advice(is_condition) => {
                    let end = clauses.end_after(hit.at.start, text.len());
                    if clauses.advice.last().is_none_or(|(last, _)| hit.at.start >= last.end) {
                        clauses.advice.push((hit.at.start..end, is_condition));
                    }
                }
                Mark::Later => {
                    clauses.later.get_or_insert(hit.at.start);
                }
                Mark::SomethingElse => clauses.something_else.push(hit.at),
                Mark::Unread => clauses.unread = true,
                Mark::Subject(subject) => clauses.subjects.push((hit.at, subject)),
            }
        }
        clauses
    }

    fn end_after(&self, at: usize, length: usize) -> usize {
        let place = self.ends.partition_point(|&end| end <= at);
        self.ends.get(place).copied().unwrap_or(length)
    }

    fn begin_before(&self, at: usize) -> usize {
        let place = self.ends.partition_point(|&end| end <= at);
        place.checked_sub(1).and_then(|place| self.ends.get(place)).copied().unwrap_or(0)
    }

    /// What the stretch is there for.
    pub fn role(&self, at: &Range<usize>) -> Role {
        if self.later.is_some_and(|later| at.start >= later) {
            return Role::Later;
        }
        if self.frames.iter().any(|(frame, _)| frame.start <= at.start && at.end <= frame.end) {
            return Role::Frame;
        }
        let place = self.advice.partition_point(|(advice, _)| advice.end <= at.start);
        if let Some((_, is_condition)) =
            self.advice.get(place).filter(|(advice, _)| advice.start <= at.start && advice.start > 0)
        {
            return if *is_condition { Role::Condition } else { Role::Advice };
        }
        Role::Said
    }

    /// The number of the sentence at this place.
    pub fn sentence(&self, at: usize) -> usize {
        self.ends.partition_point(|&end| end <= at)
    }

    /// Whether what is stated is also about something other than whether the recipient exists.
    pub fn speaks_of_something_else(&self) -> bool {
        self.something_else.iter().any(|at| self.role(at) == Role::Said)
    }

    /// Whether the text says that an answer of the DNS could not be read.
    pub fn is_unread_answer(&self) -> bool {
        self.unread
    }

    /// Of whom the stretch speaks: the frame before it in its sentence, the word in it, the nearest word before it, the one
    /// right behind it.
    pub fn subject(&self, at: &Range<usize>) -> Option<Subject> {
        let begin = self.begin_before(at.start);
        let framed = self.frames.iter().filter(|(frame, _)| frame.end <= at.end + 24);
        // A callout's answer may stand in a sentence of its own.
        if let Some((_, Some(subject))) = framed.clone().rfind(|(_, subject)| subject.is_some()) {
            return Some(*subject);
        }
        let last = self.subjects.partition_point(|(word, _)| word.end <= at.end);
        let before = self.subjects.get(..last).unwrap_or_default().iter().rev();
        let mut before = before.take_while(|(word, _)| word.start >= begin);
        if let Some((word, subject)) = before.next() {
            // "the sender's mailbox" is the sender's.
            let owner = before.next().filter(|(owner, _)| owner.end + 2 >= word.start);
            return Some(owner.map_or(*subject, |(_, owner)| *owner));
        }
        let behind = self.subjects.get(last..).unwrap_or_default().iter();
        let end = self.end_after(at.start, usize::MAX);
        behind
            .take_while(|(word, _)| word.start < end && word.start <= at.end.saturating_add(24))
            .find(|(_, subject)| *subject != Subject::Recipient)
            .map(|(_, subject)| *subject)
    }
}

/// Whether nothing but a code stands before the place, at the beginning or after a colon.
fn follows_a_code(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.is_empty() || before.ends_with(|last: char| last.is_ascii_digit())
}

/// Where sentences end: at a full stop, an exclamation or question mark or a semicolon before a space.
fn sentence_ends(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let closes = |at: usize, byte: u8| match byte {
        b'!' | b'?' | b';' => true,
        // `e.g. `, and the dot of an abbreviation of one letter, end nothing.
        b'.' => at.checked_sub(2).and_then(|before| bytes.get(before)).is_none_or(|&before| before != b'.'),
        _ => false,
    };
    bytes
        .iter()
        .enumerate()
        .filter(|&(at, &byte)| bytes.get(at + 1) == Some(&b' ') && closes(at, byte))
        .map(|(at, _)| at + 1)
        .collect()
}

/// Whether words are a part of a host's name: `domain` in `mx.domain-a.example`.
pub(super) fn in_name(text: &str, at: &Range<usize>) -> bool {
    let joins = |joint: Option<u8>, beyond: Option<u8>| {
        joint.is_some_and(|byte| matches!(byte, b'.' | b'-')) && beyond.is_some_and(|byte| byte.is_ascii_alphanumeric())
    };
    let byte = |index: Option<usize>| index.and_then(|index| text.as_bytes().get(index)).copied();
    joins(byte(Some(at.end)), byte(at.end.checked_add(1)))
        || joins(byte(at.start.checked_sub(1)), byte(at.start.checked_sub(2)))
}

/// Whether a match does not begin or end amid a word of ASCII letters.
fn is_word(text: &str, at: &Range<usize>) -> bool {
    let letter = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let begins = !letter(Some(at.start)) || !letter(at.start.checked_sub(1));
    let ends = !letter(at.end.checked_sub(1)) || !letter(Some(at.end)) || text.get(at.clone()) == Some("see http");
    begins && ends
}

/// Whom "does not accept mail from" refuses: those from outside, the sender, or the client; nothing where it says no "from".
pub(super) fn accepts_not_from(text: &str, at: &Range<usize>) -> Option<(Reason, &'static str)> {
    let words = text.get(at.clone()).filter(|words| words.contains("accept"))?;
    let behind = text.get(at.end..)?;
    if behind.starts_with(" over ipv") {
        return Some((Reason::Blocked, "blocked.ip-version"));
    }
    let from = match words.find(" from") {
        Some(place) => text.get(at.start + place + " from".len()..)?,
        None => behind.strip_prefix(" from")?,
    };
    let from = from.get(..from.floor_char_boundary(60)).unwrap_or_default();
    let is = |known: &[&str]| known.iter().any(|one| from.contains(one));
    Some(if is(&["outside", "external", "internet", "unauthenticated", "non-member", "anyone but", "other organi"]) {
        (Reason::Filtered, "filtered.outsiders")
    } else if is(&[
        "this address",
        "this sender",
        "this domain",
        "this email",
        "your domain",
        "your address",
        "<@>",
        " @",
    ]) {
        (Reason::Rejected, "rejected.from-sender")
    } else {
        (Reason::Blocked, "blocked.from-client")
    })
}

/// What a frame says by itself, where no words behind it say why: a refusal of the HELO name, the client or the sender.
pub(super) fn framed(clauses: &Clauses) -> Option<(Reason, &'static str)> {
    match clauses.frames.iter().find_map(|(_, subject)| *subject)? {
        Subject::Helo => Some((Reason::Blocked, "blocked.helo")),
        Subject::Client => Some((Reason::Blocked, "blocked.client")),
        Subject::Sender => Some((Reason::Rejected, "rejected.sender")),
        _ => None,
    }
}

/// What a reason that is the recipient's becomes where something else is meant, and the rule that says so.
pub(super) fn meant(reason: Reason, subject: Option<Subject>, step: Option<Step>) -> Option<(Reason, &'static str)> {
    let of_the_name =
        matches!(reason, Reason::UserUnknown | Reason::HostUnknown | Reason::HasMoved | Reason::NotAccept);
    if !of_the_name && !matches!(reason, Reason::MailboxFull | Reason::Suspend | Reason::Filtered) {
        return None;
    }
    match subject {
        Some(Subject::Sender) if reason == Reason::MailboxFull => Some((Reason::Speeding, "speeding.sender-quota")),
        Some(Subject::Sender) if reason != Reason::Filtered => Some((Reason::Rejected, "rejected.sender")),
        Some(Subject::Helo) if of_the_name => Some((Reason::Blocked, "blocked.helo")),
        Some(Subject::Client) if reason == Reason::HostUnknown => Some((Reason::RequirePtr, "requireptr.client")),
        Some(Subject::Client) if of_the_name => Some((Reason::Blocked, "blocked.client")),
        Some(Subject::FromHeader) if of_the_name => Some((Reason::Rejected, "rejected.from-header")),
        Some(Subject::Link) if of_the_name => Some((Reason::SpamDetected, "spamdetected.link")),
        // Nobody had named the recipient yet: "mailbox" is the sender's then.
        _ if of_the_name => match step {
            Some(Step::Connect | Step::Helo) => Some((Reason::Blocked, "blocked.before-sender")),
            Some(Step::Mail) => Some((Reason::Rejected, "rejected.at-mail")),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &str) -> (Role, Option<Subject>) {
        let clauses = Clauses::of(text);
        let start = text.find(words).unwrap();
        let at = start..start + words.len();
        (clauses.role(&at), clauses.subject(&at))
    }

    #[test]
    fn the_words_before_rejected_tell_of_whom_the_reason_speaks() {
        let said = of("450 4.1.8 <@>: sender address rejected: domain not found", "domain not found");
        assert_eq!(said, (Role::Said, Some(Subject::Sender)));
        let said = of("450 4.1.2 <@>: recipient address rejected: domain not found", "domain not found");
        assert_eq!(said.0, Role::Said);
        assert_ne!(said.1, Some(Subject::Sender));
        let said = of("504 5.5.2 <pc>: helo command rejected: host not found", "host not found");
        assert_eq!(said.1, Some(Subject::Helo));
    }

    #[test]
    fn a_frame_is_no_reason() {
        assert_eq!(of("<@>: recipient address rejected: try later", "recipient address rejected").0, Role::Frame);
        assert_eq!(of("550 recipient address rejected", "recipient address rejected").0, Role::Said);
    }

    #[test]
    fn advice_ends_with_its_sentence() {
        let text = "550 blocked. please check that the user exists. mailbox is full";
        assert_eq!(of(text, "user exists").0, Role::Advice);
        assert_eq!(of(text, "mailbox is full").0, Role::Said);
    }

    #[test]
    fn what_a_later_command_was_answered_is_later() {
        assert_eq!(of("550 user unknown 503 need rcpt first", "need rcpt").0, Role::Later);
    }
}
