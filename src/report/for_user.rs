//! What to tell the user who asked, in plain words. A bounce has texts of its own, with its facts filled in: see
//! [`Letters`](crate::bounce::Letters).

use super::Report;
use crate::feedback::{Feedback, Mistake};
use crate::finding::{Party, Severity};
use crate::session::{Answer, Exchange, Session};
use crate::smtp::{Permanence, Reason, Reply, Step};

/// An explanation without codes or names of commands; nothing where nothing failed, or where a bounce has its own.
#[must_use]
pub fn for_user(report: &Report) -> Option<String> {
    if report.bounce.is_some() {
        return None;
    }
    if let Some(feedback) = &report.feedback {
        return complaint(feedback).map(str::to_owned);
    }
    if let Some(session) = &report.session {
        return stopped(session).map(str::to_owned);
    }
    if let Some(reply) = &report.reply {
        return refused(reply);
    }
    if let Some(walk) = &report.mail_route {
        return (walk.verdict.severity == Severity::Problem).then(|| {
            "Mail to this address cannot be delivered as things stand. Please check what you wrote after the @. If it is right, only \
             those who run that domain can mend it; reach the recipient by another way until then."
                .to_owned()
        });
    }
    // A wait is over when the header of the message can be read.
    let has_waited = report.route.as_ref().is_some_and(|route| route.held_at.is_some() && route.mail_loop.is_none());
    let is_late = report.verdict.as_ref().is_some_and(|verdict| verdict.severity <= Severity::Warning);
    (has_waited && is_late).then(|| {
        "Your message arrived, only late: a server on its way had to keep it for a while. Nothing is lost, and it need not be sent again."
            .to_owned()
    })
}

fn complaint(feedback: &Feedback) -> Option<&'static str> {
    match (feedback.feedback_type.as_deref().unwrap_or("abuse"), feedback.mistake) {
        // A report about one's own domain; no user did anything.
        ("abuse" | "opt-out" | "opt-out-list", Some(Mistake::ListMessage) | None) => Some(
            "Somebody who got this message asked their provider for no more of it. That is no accusation. Please send them nothing of \
             this kind again, and do not ask them why.",
        ),
        ("abuse", Some(Mistake::ReadReceipt | Mistake::Bounce | Mistake::AutoReply)) => Some(
            "A program answered a message by itself, and somebody marked that answer as spam. You did nothing wrong, and need do nothing.",
        ),
        ("abuse", Some(Mistake::Reply | Mistake::Transaction)) => Some(
            "Somebody marked your message as spam, perhaps by accident. If you know them, ask by telephone or in another way whether \
             they want your mail; do not send the same again until then.",
        ),
        ("fraud" | "virus", _) => Some(
            "Harmful mail was sent from our servers, perhaps with your account and without your knowledge. Please do not open links or \
             attachments of the last days, and set a new password when we ask you to.",
        ),
        _ => None,
    }
}

/// Who has to act, and what that means for the user who waits.
fn side(party: Option<Party>) -> &'static str {
    match party {
        Some(Party::Sender) => "It has to be put right on our side, and we are looking into it.",
        Some(Party::Recipient) => "It has to be put right on the recipient's side; we cannot do that for them.",
        Some(Party::Forwarder) => "It has to be put right by whoever forwards the mail.",
        Some(Party::Network) => "It is a fault of the network between the two servers.",
        _ => "Whose side it is on is not known yet.",
    }
}

fn refused(reply: &Reply) -> Option<String> {
    if reply.reason == Some(Reason::Delivered) {
        return None;
    }
    let what = match (reply.reason, reply.permanence?) {
        (Some(Reason::UserUnknown), _) => {
            return Some(
                "The other side says that there is no such address. Please compare it letter by letter, or ask the recipient for it."
                    .to_owned(),
            );
        }
        (Some(Reason::MailboxFull), _) => {
            return Some(
                "The recipient's mailbox is full. Please tell them by another way, and send your message again when they made room."
                    .to_owned(),
            );
        }
        (_, Permanence::Permanent) => "Your message was refused, and sending the same again will not help.",
        (_, Permanence::Temporary) => {
            "Your message could not be delivered at that moment. Mail servers try again by themselves."
        }
    };
    Some(format!("{what} {}", side(reply.party)))
}

fn stopped(session: &Session) -> Option<&'static str> {
    let stop: &Exchange = session.stop()?;
    Some(match (stop.answer, stop.step) {
        (Answer::Refused, Some(Step::Rcpt)) => {
            "In our test the other side took no mail for this address. Please check how it is written; if it is right, we go on asking."
        }
        (Answer::Refused, Some(Step::Data | Step::EndOfData)) => {
            "In our test the other side refused the message itself, not the address. We go on asking why; please do not send it again yet."
        }
        (Answer::Refused, _) => {
            "In our test the other side wanted no mail from our server. It is nothing that you wrote, and we are looking into it."
        }
        (Answer::Deferred, _) => {
            "In our test the other side said \"not now\". Such a delay usually passes by itself; your message need not be sent again."
        }
        (Answer::Silent, _) => {
            "In our test the other side did not answer. Your message waits, and the server tries again by itself; we are looking into it."
        }
        (Answer::Accepted | Answer::NotShown, _) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, analyze};

    fn told(input: &str) -> Option<String> {
        for_user(&analyze(input.as_bytes(), &Context::default()))
    }

    #[test]
    fn each_kind_of_failure_has_words_for_the_user() {
        let unknown = told("550 5.1.1 <ben@club.example>: User unknown").unwrap();
        assert!(unknown.contains("letter by letter"), "{unknown}");
        let refused = told("554 5.7.1 <ben@club.example>: Relay access denied (in reply to RCPT TO command)").unwrap();
        assert!(refused.contains("will not help"), "{refused}");
        let put_off = told("450 4.2.0 <ben@club.example>: Greylisted, try again later").unwrap();
        assert!(put_off.contains("try again by themselves"), "{put_off}");
        let session = "220 mx.club.example ESMTP\nEHLO out.shop.example\n250 mx.club.example\nMAIL FROM:<ada@shop.example>\n250 Ok\n\
                       RCPT TO:<ben@club.example>\n550 5.1.1 User unknown\nQUIT\n221 Bye\n";
        let stopped = told(session).unwrap();
        assert!(stopped.contains("took no mail for this address"), "{stopped}");
    }

    #[test]
    fn the_words_have_no_codes_and_success_needs_none() {
        assert_eq!(told("250 2.0.0 Ok: queued as 5F0C2A77"), None);
        assert_eq!(told("hello"), None);
        for input in ["550 5.1.1 User unknown", "452 4.2.2 mailbox full"] {
            let words = told(input).unwrap();
            assert!(!words.bytes().any(|byte| byte.is_ascii_digit()) && !words.contains("MTA"), "{words}");
        }
    }
}
