//! Reasons in plain words, for the user who asked: no codes, no names of commands, nothing that only an administrator can do.

use crate::finding::Party;
use crate::smtp::Reason;

/// What became of a message that was not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// A queue still tries.
    Queued,
    /// All tries are over, and none of them was refused for good.
    GivenUp,
    /// It was refused for good.
    Refused,
    /// It is not told.
    Untold,
}

/// What the title of a case has, and what it means to the user.
const CASES: [(&str, &str); 4] = [
    (
        "(greylisting)",
        "The other side puts mail of servers that it does not know off for some minutes, and takes a later try.",
    ),
    (
        "ran in a circle",
        "Mail for this address goes round between servers, because each of them passes it on. It is nothing that you did.",
    ),
    (
        "passed too many servers",
        "Your message passed more servers than the other side allows. It is nothing that you did.",
    ),
    (
        "before the server answered",
        "It is not known whether your message arrived: the other side gave no answer in the end.",
    ),
];

/// What happened, and what the user can do about it; nothing for reasons that say too little to a user.
pub(crate) fn reason(reason: Reason, title: &str) -> Option<&'static str> {
    // Cases of a reason that the reason alone does not tell.
    for (part, told) in CASES {
        if title.contains(part) {
            return Some(told);
        }
    }
    Some(match reason {
        Reason::UserUnknown => {
            "The other side says that there is no such address. Please compare it letter by letter, or ask the recipient for it by another way."
        }
        Reason::HostUnknown => {
            "No mail server could be found for what stands after the @ of the address. Please compare it letter by letter."
        }
        Reason::NotAccept => {
            "What stands after the @ of the address takes no mail at all. Please compare it letter by letter, or ask the recipient for another address."
        }
        Reason::HasMoved => {
            "The recipient has another address now, and mail to the old one is not passed on. Please ask them for the new one."
        }
        Reason::MailboxFull => {
            "The recipient's mailbox is full. Please tell them by another way, so that they can make room."
        }
        Reason::Suspend => {
            "The recipient's mailbox is closed, or takes no mail at present. Please reach them by another way."
        }
        Reason::ExceedLimit | Reason::MesgTooBig => {
            "Your message is too large for the other side. Please send smaller attachments, or a link in their place."
        }
        Reason::SpamDetected => "The other side took your message for unwanted mail.",
        Reason::VirusDetected => {
            "The other side took something in your message for harmful. Please tell us what was attached to it."
        }
        Reason::Filtered => {
            "The recipient, or a filter of theirs, does not take this message. Please ask them by another way."
        }
        Reason::Rejected => "The other side takes no mail from the address that your message came from.",
        Reason::Blocked | Reason::BadReputation | Reason::RequirePtr => {
            "The other side takes no mail from the server that your message came from. It is nothing that you wrote."
        }
        Reason::AuthFailure => {
            "The other side could not verify that your message comes from where it says. It is nothing that you wrote."
        }
        Reason::FailedStartTls => "The two mail servers could not agree on a safe connection.",
        Reason::PolicyViolation => "A rule forbids this message, or something that is attached to it.",
        Reason::NoRelaying => "The server that was asked does not pass mail on to this address.",
        Reason::Speeding | Reason::TooManyConn => "Too many messages came at once for the other side.",
        Reason::Expired => "Your message could not be handed over to the other side's mail server.",
        Reason::NetworkError => "The way to the other side's mail server failed.",
        Reason::SystemError | Reason::MailerError => "A mail server has a fault at present.",
        Reason::SystemFull => "A mail server on the way has no room left.",
        Reason::ContentError | Reason::NotCompliantRfc => "The other side found the form of your message faulty.",
        Reason::SyntaxError => "The two mail servers did not understand each other.",
        Reason::SecurityError
        | Reason::OnHold
        | Reason::Undefined
        | Reason::Delivered
        | Reason::Feedback
        | Reason::Vacation => return None,
    })
}

/// What comes of it.
pub(crate) fn fate(fate: Fate, reason: Reason) -> &'static str {
    match fate {
        Fate::Queued => "Your message waits, and the server tries again by itself: please do not send it once more.",
        // What has to be written anew says so itself.
        _ if is_of_the_address(reason) => "",
        Fate::GivenUp => "The server has given up. You can send your message again later.",
        Fate::Refused => "Sending the same again will not help.",
        Fate::Untold => "",
    }
}

fn is_of_the_address(reason: Reason) -> bool {
    matches!(reason, Reason::UserUnknown | Reason::HostUnknown | Reason::NotAccept | Reason::HasMoved)
}

/// Who has to act, and what that means for the user who waits.
pub(crate) fn side(party: Option<Party>, reason: Reason) -> &'static str {
    match party {
        // Whoever wrote the address has to look at it first.
        _ if is_of_the_address(reason) => "",
        Some(Party::Sender) if matches!(reason, Reason::ExceedLimit | Reason::MesgTooBig) => "",
        Some(Party::Sender) => "It has to be put right on our side, and we are looking into it.",
        Some(Party::Recipient) => "It has to be put right on the recipient's side; we cannot do that for them.",
        Some(Party::Forwarder) => "It has to be put right by whoever forwards the mail.",
        Some(Party::Network) => "It is a fault of the network between the two servers.",
        _ => "Whose side it is on is not known yet.",
    }
}

/// An answer for the user, out of its parts.
pub(crate) fn words(of: Reason, title: &str, what: Fate, party: Option<Party>) -> String {
    let why = reason(of, title).unwrap_or(match what {
        Fate::Queued => "Your message could not be delivered up to now.",
        Fate::GivenUp | Fate::Untold => "Your message could not be delivered.",
        Fate::Refused => "Your message was refused.",
    });
    [why, fate(what, of), side(party, of)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
