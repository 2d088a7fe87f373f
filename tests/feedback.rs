//! What a user sees of abuse reports and read receipts.

#![allow(clippy::unwrap_used)]

use backstamp::feedback::Mistake;
use backstamp::finding::Party;
use backstamp::report::Kind;
use backstamp::{Context, Mine, Report, analyze};

/// An abuse report about a message with these header fields.
fn complaint(fields: &str, reported: &str) -> String {
    format!(
        "From: <fbl@reporter.example>\n\
         To: <abuse@example.com>\n\
         Subject: FW: something\n\
         MIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=\"b1\"\n\
         \n\
         --b1\n\
         Content-Type: text/plain\n\
         \n\
         This is an email abuse report for an email message received from 192.0.2.25.\n\
         --b1\n\
         Content-Type: message/feedback-report\n\
         \n\
         {fields}\n\
         --b1\n\
         Content-Type: message/rfc822\n\
         \n\
         {reported}\n\
         --b1--\n"
    )
}

const ABUSE: &str = "Feedback-Type: abuse\nUser-Agent: Reporter/1.0\nVersion: 1\nSource-IP: 192.0.2.25\n\
                     Original-Mail-From: <news@example.com>\nOriginal-Rcpt-To: <kim@reporter.example>\n\
                     Arrival-Date: Fri, 13 Feb 2009 21:23:21 +0000\n";

const RECEIVED: &str = "Received: from out.example.com (out.example.com [192.0.2.25])\n\
                        \tby mx.reporter.example with ESMTP id 4Q1; Fri, 13 Feb 2009 21:23:21 +0000\n";

fn reported(fields: &str) -> String {
    format!("{RECEIVED}From: <news@example.com>\nTo: <kim@reporter.example>\n{fields}\nHello\n")
}

fn read(text: &str) -> Report {
    analyze(text.as_bytes(), &Context::default())
}

fn has(report: &Report, id: &str) -> bool {
    report.findings.iter().any(|finding| finding.id == id)
}

/// The words of the input that a finding points at.
fn quoted<'a>(text: &'a str, report: &Report, id: &str) -> Vec<&'a str> {
    let findings = report.findings.iter().filter(|finding| finding.id == id);
    findings.flat_map(|finding| &finding.evidence).filter_map(|span| text.get(span.start..span.end)).collect()
}

fn mistake(fields: &str) -> Option<Mistake> {
    read(&complaint(ABUSE, &reported(fields))).feedback.and_then(|feedback| feedback.mistake)
}

#[test]
fn a_complaint_is_told_with_its_source_and_the_message_it_is_about() {
    let text = complaint(ABUSE, &reported("Subject: Our news\n"));
    let report = read(&text);
    assert_eq!(report.kind, Kind::FeedbackReport);
    let feedback = report.feedback.as_ref().unwrap();
    assert_eq!(feedback.feedback_type.as_deref(), Some("abuse"));
    assert_eq!(feedback.source_ip.as_deref(), Some("192.0.2.25"));
    assert_eq!(feedback.original_mail_from.as_deref(), Some("news@example.com"));
    assert_eq!(feedback.mistake, None);
    assert_eq!(report.enclosed.len(), 1);
    assert!(report.bounce.is_none());
    assert_eq!(quoted(&text, &report, "feedback.type"), ["Feedback-Type: abuse"]);
}

#[test]
fn the_hop_that_left_our_side_is_named_with_the_words_that_show_it() {
    let text = complaint(ABUSE, &reported("Subject: Our news\n"));
    let mine = Mine { domains: vec!["example.com".to_owned()], ..Mine::default() };
    let report = analyze(text.as_bytes(), &Context { mine, ..Context::default() });
    let hop = report.findings.iter().find(|finding| finding.id == "feedback.our-hop").unwrap();
    assert_eq!(hop.title, "Your server out.example.com [192.0.2.25] handed it over");
    assert!(
        quoted(&text, &report, "feedback.our-hop")
            .iter()
            .any(|words| words.starts_with("Received: from out.example.com"))
    );
}

#[test]
fn a_complaint_about_a_read_receipt_is_a_mistake() {
    let fields =
        "Subject: Read: offer\nContent-Type: multipart/report; report-type=disposition-notification; boundary=r\n";
    assert_eq!(mistake(fields), Some(Mistake::ReadReceipt));
}

#[test]
fn a_complaint_about_a_bounce_is_a_mistake() {
    let fields = "Subject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\n";
    assert_eq!(mistake(fields), Some(Mistake::Bounce));
}

#[test]
fn a_complaint_about_a_vacation_reply_is_a_mistake() {
    assert_eq!(mistake("Subject: Away\nAuto-Submitted: auto-replied (vacation)\n"), Some(Mistake::AutoReply));
}

#[test]
fn a_complaint_about_a_list_message_is_probably_a_mistake() {
    let fields = "Subject: [garden] roses\nList-Id: <garden.example.com>\nList-Post: <mailto:garden@example.com>\n\
                  List-Unsubscribe: <mailto:garden-leave@example.com>\n";
    assert_eq!(mistake(fields), Some(Mistake::ListMessage));
}

#[test]
fn a_complaint_about_a_reply_to_ones_own_message_is_probably_a_mistake() {
    let fields = "Subject: Re: question\nIn-Reply-To: <1@mail.reporter.example>\n";
    assert_eq!(mistake(fields), Some(Mistake::Reply));
}

#[test]
fn a_complaint_about_a_bill_may_be_a_mistake() {
    assert_eq!(mistake("Subject: Your invoice 12 of February\n"), Some(Mistake::Transaction));
    assert_eq!(mistake("Subject: Your invoice 12\nList-Unsubscribe: <mailto:x@example.com>\n"), None);
}

#[test]
fn a_mistake_is_told_with_its_words_and_a_letter_to_the_provider() {
    let text =
        complaint(ABUSE, &reported("Subject: Away\nMessage-ID: <7@example.com>\nAuto-Submitted: auto-replied\n"));
    let report = read(&text);
    assert_eq!(quoted(&text, &report, "feedback.mistake"), ["Auto-Submitted: auto-replied"]);
    let letter = report.feedback.and_then(|feedback| feedback.letter).unwrap();
    assert!(letter.contains("Message-ID: <7@example.com>") && letter.contains("Auto-Submitted: auto-replied"));
    assert!(letter.contains("Source IP: 192.0.2.25"));
}

/// The finding on the kind of report, and whose side the report says it is.
fn asked_of(fields: &str, message: &str) -> (Party, String, String) {
    let report = read(&complaint(fields, &reported(message)));
    let side =
        report.verdict.iter().flat_map(|verdict| &verdict.facts).find(|fact| fact.label == "Whose side").unwrap();
    let finding = report.findings.iter().find(|finding| finding.id == "feedback.type").unwrap();
    (finding.party, finding.next.join(" "), side.value.clone())
}

#[test]
fn a_mistaken_complaint_asks_for_other_steps_of_another_side() {
    let (party, steps, side) = asked_of(ABUSE, "Subject: Away\nAuto-Submitted: auto-replied\n");
    assert_eq!((party, side.as_str()), (Party::Recipient, "The complainant's, and their provider's"));
    assert!(steps.contains("Take nobody off a list") && !steps.contains("stolen account"), "{steps}");
    // A plain complaint, one that only may be a mistake, and a report of fraud about the same message stand.
    let fraud = ABUSE.replace("abuse", "fraud");
    for (fields, message) in [
        (ABUSE, "Subject: Our news\n"),
        (ABUSE, "Subject: Your invoice 12 of February\n"),
        (fraud.as_str(), "Subject: Away\nAuto-Submitted: auto-replied\n"),
    ] {
        let (party, steps, side) = asked_of(fields, message);
        assert_eq!((party, side.as_str()), (Party::Sender, "The sender's side"), "{message}");
        assert!(!steps.contains("Take nobody off a list"), "{steps}");
    }
}

#[test]
fn a_hidden_complainant_is_told_as_hidden() {
    let fields = ABUSE.replace("<kim@reporter.example>", "redacted@reporter.example");
    let report = read(&complaint(&fields, &reported("Subject: news\n")));
    assert!(has(&report, "feedback.redacted"));
    assert!(!has(&read(&complaint(ABUSE, &reported("Subject: news\n"))), "feedback.redacted"));
}

#[test]
fn forwarded_mail_that_was_marked_is_told_as_forwarded() {
    let message = format!("{RECEIVED}From: <a@elsewhere.example>\nTo: <kim@example.com>\nSubject: hi\n\nHello\n");
    let text = complaint(ABUSE, &message);
    let report = read(&text);
    assert!(has(&report, "feedback.forwarded"));
    assert!(quoted(&text, &report, "feedback.forwarded").contains(&"To: <kim@example.com>"));
}

#[test]
fn an_authentication_failure_report_is_no_complaint() {
    let fields = "Feedback-Type: auth-failure\nUser-Agent: Reporter/1.0\nVersion: 1\nAuth-Failure: bodyhash\n\
                  Source-IP: 192.0.2.25\nDKIM-Domain: example.com\n";
    let report = read(&complaint(fields, &reported("Subject: news\n")));
    assert_eq!(report.verdict.as_ref().unwrap().stamp, "AUTH FAILURE");
    assert!(has(&report, "feedback.authentication"));
    assert!(!has(&report, "feedback.mistake"));
}

#[test]
fn the_other_registered_fields_of_a_report_are_told_as_they_stand() {
    let fields = "Feedback-Type: auth-failure\nUser-Agent: Reporter/1.0\nVersion: 1\nAuth-Failure: dmarc\n\
                  Source-IP: 2001:db8::25\nSource-Port: 40123\nOriginal-Envelope-Id: 4Q1\nIdentity-Alignment: none\n\
                  DKIM-Selector: s2026\nSPF-DNS: txt : example.com : \"v=spf1 -all\"\n";
    let feedback = read(&complaint(fields, &reported("Subject: news\n"))).feedback.unwrap();
    let told: Vec<(&str, &str)> =
        feedback.other_fields.iter().map(|fact| (fact.label.as_str(), fact.value.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Source-Port", "40123"),
            ("Original-Envelope-Id", "4Q1"),
            ("Identity-Alignment", "none"),
            ("DKIM-Selector", "s2026"),
            ("SPF-DNS", "txt : example.com : \"v=spf1 -all\""),
        ]
    );
    assert_eq!(feedback.source_ip.as_deref(), Some("2001:db8::25"));
}

#[test]
fn a_bounce_and_a_vacation_reply_are_known_without_the_fields_that_a_copy_loses() {
    let bounce = "Received: from out.example.com (out.example.com [192.0.2.25]) by mx.reporter.example; \
                  Fri, 13 Feb 2009 21:23:21 +0000\nFrom: Mail Delivery System <MAILER-DAEMON@out.example.com>\nTo: kim@reporter.example\n\
                  Subject: Mail delivery failed: returning message to sender\nAuto-Submitted: auto-replied\n\n\
                  This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered \
                  to one or more of its\nrecipients. The following address(es) failed:\n\n  anna@example.org\n    550 unknown user\n";
    let mistake_in = |text: &str| read(&complaint(ABUSE, text)).feedback.and_then(|feedback| feedback.mistake);
    assert_eq!(mistake_in(bounce), Some(Mistake::Bounce));
    assert_eq!(mistake("Subject: Automatic reply: Your offer\n"), Some(Mistake::AutoReply));
}

#[test]
fn a_complaint_without_a_part_for_programs_is_read_from_the_message() {
    let text = "From: staff@mailbox.example\nTo: abuse@example.com\nSubject: complaint about message from 192.0.2.25\n\
                MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: message/rfc822\n\n\
                X-HmXmrOriginalRecipient: kim@mailbox.example\nFrom: news@example.com\nTo: kim@mailbox.example\nSubject: n\n\nHi\n--m--\n";
    let report = read(text);
    assert_eq!(report.kind, Kind::FeedbackReport);
    let feedback = report.feedback.as_ref().unwrap();
    assert_eq!(feedback.source_ip.as_deref(), Some("192.0.2.25"));
    assert_eq!(feedback.original_rcpt_to, ["kim@mailbox.example"]);
    assert!(has(&report, "feedback.no-machine-part"));
}

#[test]
fn a_forwarded_letter_about_spam_is_no_abuse_report() {
    let text = "From: kim@example.com\nTo: lee@example.com\nSubject: look at this spam\nMIME-Version: 1.0\n\
                Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\nIs this abuse?\n--m\n\
                Content-Type: message/rfc822\n\nFrom: a@example.net\nTo: kim@example.com\nSubject: buy\n\nHi\n--m--\n";
    assert_ne!(read(text).kind, Kind::FeedbackReport);
}

/// A read receipt with this disposition.
fn receipt(disposition: &str) -> String {
    format!(
        "From: kim@example.net\nTo: lee@example.com\nSubject: Read: offer\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=disposition-notification; boundary=r\n\n--r\nContent-Type: text/plain\n\n\
         The message was read.\n--r\nContent-Type: message/disposition-notification\n\nReporting-UA: desk.example; Mailer 1\n\
         Final-Recipient: rfc822; kim@example.net\nOriginal-Message-ID: <1@example.com>\nDisposition: {disposition}\n--r--\n"
    )
}

#[test]
fn a_read_receipt_says_what_it_proves_and_what_not() {
    let text = receipt("manual-action/MDN-sent-manually; displayed");
    let report = read(&text);
    assert_eq!(report.kind, Kind::ReadReceipt);
    let told = report.receipt.as_ref().unwrap();
    assert_eq!(told.disposition.as_deref(), Some("displayed"));
    assert_eq!(told.automatic_action, Some(false));
    assert_eq!(told.final_recipient.as_deref(), Some("kim@example.net"));
    let finding = report.findings.iter().find(|finding| finding.id == "receipt.disposition").unwrap();
    assert!(finding.why.contains("does not prove that it was read"));
    assert!(
        quoted(&text, &report, "receipt.disposition")
            .contains(&"Disposition: manual-action/MDN-sent-manually; displayed")
    );
}

#[test]
fn a_receipt_for_an_address_outside_ascii_is_read() {
    let text = receipt("manual-action/MDN-sent-manually; displayed")
        .replace("message/disposition-notification", "message/global-disposition-notification");
    assert_eq!(read(&text).receipt.unwrap().disposition.as_deref(), Some("displayed"));
}

#[test]
fn a_receipt_by_a_program_is_told_from_one_by_a_person() {
    let report = read(&receipt("automatic-action/MDN-sent-automatically; deleted/error"));
    let told = report.receipt.as_ref().unwrap();
    assert_eq!(told.automatic_action, Some(true));
    assert_eq!(told.automatic_sending, Some(true));
    assert_eq!(told.modifiers, ["error"]);
    assert!(report.findings.iter().any(|finding| finding.title == "A program or a rule did it, not a person"));
}

#[test]
fn a_word_that_the_standard_has_dropped_is_said_to_be_one() {
    let why = |disposition: &str| {
        let report = read(&receipt(&format!("manual-action/MDN-sent-manually; {disposition}")));
        report.findings.iter().find(|finding| finding.id == "receipt.disposition").unwrap().why.clone()
    };
    assert!(why("denied").contains("older standard (RFC 2298)"));
    assert!(!why("processed").contains("older standard"));
}

#[test]
fn a_receipt_with_an_unknown_disposition_claims_nothing() {
    let report = read(&receipt("manual-action/MDN-sent-manually; pondered"));
    assert!(report.headline.contains("does not say"));
}

#[test]
fn no_letter_is_offered_to_an_address_that_reads_none() {
    let body = reported("Subject: Away\nMessage-ID: <7@example.com>\nAuto-Submitted: auto-replied\n");
    let with_letter = read(&complaint(ABUSE, &body));
    assert!(with_letter.feedback.as_ref().unwrap().letter.is_some());
    let silent = complaint(ABUSE, &body).replacen("From: ", "Reply-To: no-reply@reporter.example\nFrom: ", 1);
    let report = read(&silent);
    assert!(report.feedback.as_ref().unwrap().letter.is_none());
    let mistake = report.findings.iter().find(|finding| finding.id == "feedback.mistake").unwrap();
    assert!(mistake.next.iter().any(|step| step.starts_with("Do not answer the report")), "{:?}", mistake.next);
}
