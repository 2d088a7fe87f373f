//! What to tell the user who asked, in plain words. A bounce has texts of its own, with its facts filled in: see
//! [`Letters`](crate::bounce::Letters).

use super::Report;
use crate::feedback::{Feedback, Mistake};
use crate::finding::Severity;
use crate::log::{Delivery, State};
use crate::mailroute;
use crate::refusal::plain::{self, Fate};
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
    let stamp = report.verdict.as_ref().map_or("", |verdict| verdict.stamp.as_str());
    if let Some(reply) = &report.reply {
        return refused(reply, stamp == "GIVEN UP");
    }
    if !report.deliveries.is_empty() {
        return of_log(&report.deliveries);
    }
    if let Some(walk) = &report.mail_route {
        return mailroute::for_user(walk).map(str::to_owned);
    }
    of_message(report, stamp).map(str::to_owned)
}

/// Of a message whose header was read.
fn of_message<'a>(report: &'a Report, stamp: &str) -> Option<&'a str> {
    if matches!(stamp, "MALWARE" | "PHISHING") {
        return Some(
            "A filter took this message for harmful. Please do not open its links or attachments, and do not answer it; ask whoever \
             it seems to come from by another way.",
        );
    }
    if stamp == "DMARC FAIL" {
        return Some(
            "It could not be verified that this message comes from the address that it shows. Please do not act on it before you have \
             asked the sender by another way.",
        );
    }
    if matches!(stamp, "JUNKED" | "SPAM" | "BULK") {
        return Some(
            "The message arrived, and a filter took it for unwanted mail: look for it in the folder for junk. If you waited for it, \
             mark it there as wanted.",
        );
    }
    // The wait is told with its length.
    if let Some(told) = told_of_wait(report) {
        return Some(told);
    }
    let route = report.route.as_ref()?;
    if route.mail_loop.is_some() {
        return Some(
            "Mail for this address went round in a circle between servers. It is nothing that you did: somebody passes mail on, and \
             it comes back. Those who run the servers have to mend it.",
        );
    }
    // A wait is over when the header of the message can be read.
    let is_late = report.verdict.as_ref().is_some_and(|verdict| verdict.severity <= Severity::Warning);
    (route.held_at.is_some() && is_late).then_some(
        "The message arrived, only late: it seems that a server on its way had to keep it for a while. It need not be sent again.",
    )
}

/// What the verdict on a header says to the user already.
pub(super) fn told_of_wait(report: &Report) -> Option<&str> {
    let facts = &report.verdict.as_ref()?.facts;
    facts.iter().find(|fact| fact.label == "For the user").map(|fact| fact.value.as_str())
}

/// Of a log that tells of one message.
fn of_log(deliveries: &[Delivery]) -> Option<String> {
    let failed = deliveries.iter().find(|one| one.status.is_failure())?;
    if deliveries.iter().any(|one| one.queue_id.is_none() || one.queue_id != failed.queue_id) && deliveries.len() > 1 {
        return None;
    }
    let is_temporary =
        failed.enhanced.as_deref().or(failed.reply_code.as_deref()).is_some_and(|code| code.starts_with('4'));
    let fate = match failed.status {
        State::Deferred => Fate::Queued,
        State::Expired => Fate::GivenUp,
        State::Bounced if is_temporary => Fate::GivenUp,
        _ if is_temporary => Fate::Untold,
        _ => Fate::Refused,
    };
    Some(plain::words(
        failed.reason.unwrap_or(Reason::Undefined),
        failed.reason_title.as_deref().unwrap_or_default(),
        fate,
        failed.party,
    ))
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

fn refused(reply: &Reply, is_given_up: bool) -> Option<String> {
    let reason = reply.reason.filter(|&reason| reason != Reason::Delivered)?;
    if reason == Reason::NetworkError && reply.step == Some(Step::EndOfData) && reply.reply_code.is_none() {
        return Some(
            "It is not known whether your message arrived: the other side gave no answer. Please ask the recipient before you send it \
             once more."
                .to_owned(),
        );
    }
    let fate = match reply.permanence? {
        _ if is_given_up => Fate::GivenUp,
        Permanence::Permanent => Fate::Refused,
        Permanence::Temporary => Fate::Queued,
    };
    Some(plain::words(reason, reply.reason_title.as_deref().unwrap_or_default(), fate, reply.party))
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
        (Answer::Silent, Some(Step::EndOfData)) => {
            "In our test the other side gave no answer to the whole message, so it may have arrived or not. Please ask the recipient \
             before you send yours once more."
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
        assert!(put_off.contains("tries again by itself"), "{put_off}");
        let session = "220 mx.club.example ESMTP\nEHLO out.shop.example\n250 mx.club.example\nMAIL FROM:<ada@shop.example>\n250 Ok\n\
                       RCPT TO:<ben@club.example>\n550 5.1.1 User unknown\nQUIT\n221 Bye\n";
        let stopped = told(session).unwrap();
        assert!(stopped.contains("took no mail for this address"), "{stopped}");
    }

    #[test]
    fn a_queue_is_told_from_what_was_given_up() {
        let line = |end: &str| {
            format!(
                "Apr 14 08:21:09 out postfix/smtp[4711]: 7C41F2A0311: to=<ben@club.example>, relay=mx1.club.example[198.51.100.20]:25, \
                 {end} (host mx1.club.example[198.51.100.20] said: 452 4.2.2 <ben@club.example>: mailbox is full (in reply to RCPT TO command))"
            )
        };
        let waits = told(&line("dsn=4.2.2, status=deferred")).unwrap();
        assert!(waits.contains("mailbox is full") && waits.contains("do not send it once more"), "{waits}");
        let over = told(&line("dsn=4.2.2, status=bounced")).unwrap();
        assert!(over.contains("given up") && !over.contains("tries again"), "{over}");
    }

    #[test]
    fn where_the_answer_was_lost_nobody_is_told_that_it_failed() {
        let lost = told(
            "Apr 14 08:21:09 out postfix/smtp[4711]: 7C41F2A0311: to=<ben@club.example>, relay=mx1.club.example[198.51.100.20]:25, dsn=4.4.2, \
             status=deferred (conversation with mx1.club.example[198.51.100.20] timed out while sending end of data -- message may be sent \
             more than once)",
        )
        .unwrap();
        assert!(lost.contains("not known whether your message arrived"), "{lost}");
        // Nothing had been sent here.
        let never = told(
            "Apr 14 08:21:09 out postfix/smtp[4711]: 7C41F2A0311: to=<ben@club.example>, relay=none, dsn=4.4.1, status=deferred (connect to \
             mx1.club.example[198.51.100.20]:25: Connection timed out)",
        )
        .unwrap();
        assert!(!never.contains("not known whether"), "{never}");
    }

    #[test]
    fn junk_and_a_circle_have_words_too_and_mail_that_arrived_has_none() {
        let junk = told(
            "X-Forefront-Antispam-Report: CIP:192.0.2.20;CTRY:DE;LANG:en;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:out.shop.example;CAT:SPM;DIR:INB;\n\
             From: ada@shop.example\nTo: ben@club.example\nDate: Thu, 12 Mar 2026 09:12:01 +0000\n",
        )
        .unwrap();
        assert!(junk.contains("folder for junk"), "{junk}");
        let forged = "Received: from out.shop.example (out.shop.example [192.0.2.20]) by mx.club.example (Postfix) with ESMTPS id \
                      5C81B20F3; Thu, 12 Mar 2026 09:12:03 +0000\nAuthentication-Results: mx.club.example; dmarc=fail (p=reject) \
                      header.from=bank.example; spf=fail smtp.mailfrom=bank.example\nFrom: a@bank.example\nDate: Thu, 12 Mar 2026 \
                      09:12:01 +0000\n";
        assert!(told(forged).unwrap().contains("could not be verified"));
        let arrived = "Received: from out.shop.example (out.shop.example [192.0.2.20]) by mx.club.example (Postfix) with ESMTPS id \
                       5C81B20F3; Thu, 12 Mar 2026 09:12:03 +0000\nFrom: ada@shop.example\nDate: Thu, 12 Mar 2026 09:12:01 +0000\n";
        assert_eq!(told(arrived), None);
    }

    #[test]
    fn every_copy_of_a_report_has_the_words() {
        let line = "550 5.1.1 <ben@club.example>: User unknown";
        let report = analyze(line.as_bytes(), &Context::default());
        let html = crate::report::html(&report, line, &crate::report::Provenance::default());
        for copy in [crate::report::text(&report), crate::report::markdown(&report), html] {
            // A plain text writes its headings in capitals.
            assert!(
                copy.to_lowercase().contains("what to tell the user") && copy.contains("letter by letter"),
                "{copy}"
            );
        }
        // A bounce has its own, once for each recipient.
        assert_eq!(told(&String::from_utf8_lossy(include_bytes!("../../samples/bounce.eml"))), None);
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
