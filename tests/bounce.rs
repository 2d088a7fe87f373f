//! What a user sees of a bounce: who refused, why, whose side, and what to do.
//!
//! Every notice under `fixtures/bounces` is of our own writing, in the form that its program gives it.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::string_slice, clippy::unwrap_used)]

use std::path::PathBuf;

use backstamp::bounce::{Action, Bounce};
use backstamp::finding::{Confidence, Finding, Party, Severity};
use backstamp::report::Kind;
use backstamp::smtp::Reason;
use backstamp::{Context, Mine, Report, analyze};

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bounces").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn report(name: &str) -> Report {
    analyze(&fixture(name), &Context::default())
}

fn bounce(name: &str) -> Bounce {
    report(name).bounce.unwrap_or_else(|| panic!("{name} is a bounce"))
}

fn finding<'a>(report: &'a Report, id: &str) -> Option<&'a Finding> {
    report.findings.iter().find(|finding| finding.id == id)
}

/// What is expected where it is not compared: a notice of several minds, or one that leaves room for more than one reading.
const ANY: Option<&str> = Some("any");

/// What was read; what is expected where that is not compared.
fn unless_any<'a>(expected: Option<&'a str>, read: Option<&'a str>) -> Option<&'a str> {
    if expected == ANY { ANY } else { read }
}

/// What is expected of one recipient. What a notice leaves open is `None`.
#[derive(Debug, PartialEq)]
struct Told<'a> {
    address: &'a str,
    action: &'a str,
    status: Option<&'a str>,
    reply_code: Option<&'a str>,
    reason: Option<&'a str>,
    step: Option<&'a str>,
    server: Option<&'a str>,
}

#[allow(clippy::too_many_arguments)]
fn told<'a>(
    address: &'a str,
    action: &'a str,
    status: Option<&'a str>,
    reply_code: Option<&'a str>,
    reason: Option<&'a str>,
    step: Option<&'a str>,
    server: Option<&'a str>,
) -> Told<'a> {
    Told { address, action, status, reply_code, reason, step, server }
}

fn check(name: &str, dialect: &str, expected: &[Told<'_>]) {
    let report = serde_json::to_value(report(name)).unwrap();
    let bounce = &report["bounce"];
    assert_eq!(bounce["dialect"], dialect, "{name}");
    let recipients = bounce["recipients"].as_array().unwrap();
    let read: Vec<Told<'_>> = recipients
        .iter()
        .zip(expected)
        .map(|(recipient, expected)| {
            let text = |key: &str| recipient[key].as_str();
            Told {
                address: text("address").unwrap_or_default(),
                action: text("action").unwrap_or_default(),
                status: unless_any(expected.status, text("status")),
                reply_code: text("replyCode"),
                reason: unless_any(expected.reason, text("reason")),
                step: unless_any(expected.step, text("step")),
                server: text("remoteMta"),
            }
        })
        .collect();
    assert_eq!(read, expected, "{name}");
    assert_eq!(recipients.len(), expected.len(), "{name}");
}

macro_rules! notices {
    ($($test:ident: $file:literal, $dialect:literal, [$($told:expr),*];)*) => {
        $(
            #[test]
            fn $test() {
                check($file, $dialect, &[$($told),*]);
            }
        )*

        #[test]
        fn every_dialect_has_a_notice_of_its_own_here() {
            let mut tested = vec![$($dialect),*];
            tested.sort_unstable();
            tested.dedup();
            let missing: Vec<&str> =
                backstamp::bounce::dialects().filter(|name| tested.binary_search(name).is_err()).collect();
            assert_eq!(missing, Vec::<&str>::new());
        }
    };
}

notices! {
    a_postfix_notice_tells_who_refused_and_at_which_step: "postfix.eml", "Postfix", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), Some("mx.example.org"))];
    a_yandex_notice_is_read_as_postfix_would_write_it: "yandex.eml", "Yandex", [told("anna@example.org", "failed", Some("5.2.2"), Some("552"), Some("mailboxfull"), Some("rcpt"), Some("mx.example.org"))];
    a_barracuda_notice_tells_that_the_sender_was_refused: "barracuda.eml", "Barracuda", [told("anna@example.org", "failed", Some("5.0.0"), Some("554"), Some("policyviolation"), Some("mail"), Some("198.51.100.25"))];
    a_sendmail_transcript_tells_the_server_and_the_step: "sendmail.eml", "Sendmail", [told("anna@example.org", "failed", Some("5.2.3"), Some("552"), Some("exceedlimit"), Some("endOfData"), Some("mx.example.org"))];
    a_sendmail_warning_is_a_delay_and_no_failure: "sendmail-warning.eml", "Sendmail", [told("anna@example.org", "delayed", Some("4.4.1"), None, Some("expired"), None, Some("mx.example.org"))];
    an_active_hunter_notice_is_read: "activehunter.eml", "Active!hunter", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_biglobe_notice_is_read: "biglobe.eml", "Biglobe", [told("anna@mail.biglobe.example", "failed", None, None, Some("mailboxfull"), None, None)];
    an_old_sendmail_transcript_tells_each_recipient: "v5sendmail.eml", "Sendmail 5", [told("anna@nowhere.example", "failed", None, Some("550"), Some("hostunknown"), None, None), told("carl@example.org", "failed", None, Some("550"), Some("userunknown"), Some("rcpt"), Some("mx.example.org"))];
    an_exim_notice_tells_the_step_after_which_it_was_refused: "exim.eml", "Exim", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), Some("mx.example.org"))];
    an_exim_warning_is_a_delay: "exim-delay.eml", "Exim", [told("anna@example.org", "delayed", None, None, Some("mailboxfull"), None, None)];
    a_russian_notice_of_mail_ru_is_read: "mail_ru.eml", "Mail.ru", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), Some("mx.example.org"))];
    a_gmx_notice_names_the_address_in_quotes: "gmx.eml", "GMX", [told("anna@example.org", "failed", Some("5.2.2"), None, Some("mailboxfull"), Some("rcpt"), Some("mx.example.org"))];
    an_mx_logic_notice_is_read: "mxlogic.eml", "MX Logic", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_zoho_notice_writes_two_codes_apart: "zoho.eml", "Zoho", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_qmail_notice_tells_each_recipient: "qmail.eml", "qmail", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), Some("198.51.100.25")), told("carl@example.org", "failed", Some("5.1.2"), None, Some("hostunknown"), Some("lookup"), None)];
    a_program_that_speaks_like_qmail_is_read: "x4.eml", "qmail kin", [told("anna@example.org", "failed", None, Some("550"), Some("userunknown"), Some("rcpt"), Some("198.51.100.25"))];
    a_spanish_notice_of_such_a_program_is_read: "x4-es.eml", "qmail kin", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), Some("198.51.100.25"))];
    an_apache_james_notice_is_read: "james.eml", "Apache James", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_haraka_notice_is_read: "haraka.eml", "Haraka", [told("anna@example.org", "failed", Some("5.7.1"), Some("550"), Some("norelaying"), None, None)];
    a_haraka_report_tells_each_recipients_own_reply: "haraka-report.eml", "Haraka", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, Some("mx.example.org")), told("carl@example.org", "failed", Some("4.2.2"), Some("452"), Some("mailboxfull"), None, Some("mx.example.org"))];
    a_yahoo_notice_tells_the_command_in_brackets: "yahoo.eml", "Yahoo", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), None)];
    an_old_yahoo_notice_is_read: "yahoo_old.eml", "Yahoo (old form)", [told("anna@example.org", "failed", None, None, Some("mailboxfull"), None, None)];
    a_courier_notice_tells_command_and_reply: "courier.eml", "Courier", [told("anna@example.org", "failed", Some("5.7.1"), Some("550"), Some("spamdetected"), Some("data"), Some("mx.example.org"))];
    an_opensmtpd_warning_is_a_delay: "opensmtpd.eml", "OpenSMTPD", [told("anna@example.org", "delayed", Some("4.7.0"), Some("421"), Some("speeding"), None, None)];
    an_exchange_5_5_notice_is_read: "exchange2003.eml", "Exchange 2003", [told("anna@example.org", "failed", None, None, Some("userunknown"), None, None)];
    an_exchange_notice_is_read_from_the_part_for_administrators: "exchange.eml", "Exchange", [told("anna@example.org", "failed", Some("5.7.1"), Some("550"), Some("authfailure"), None, Some("mx.example.org"))];
    a_windows_smtp_notice_rests_on_its_report: "microsoft_smtp.eml", "Microsoft SMTP", [told("anna@example.org", "failed", Some("5.2.2"), None, Some("mailboxfull"), None, None)];
    an_old_gmail_notice_names_the_server_that_refused: "gmail.eml", "Gmail", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, Some("mx.example.org"))];
    a_google_notice_is_read: "google.eml", "Google", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, Some("mx.example.org"))];
    a_google_groups_notice_is_no_dead_address: "google_groups.eml", "Google Groups", [told("choir@groups.example.com", "failed", None, None, Some("rejected"), None, None)];
    an_amazon_ses_notice_is_read: "amazon_ses.eml", "Amazon SES", [told("anna@example.org", "failed", Some("5.7.1"), Some("554"), Some("blocked"), None, None)];
    an_older_amazon_ses_notice_is_read: "amazon_ses_old.eml", "Amazon SES", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    an_event_of_amazon_sns_is_read: "amazon_sns.eml", "Amazon SES event", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_sendgrid_notice_of_expiry_is_a_failure: "sendgrid.eml", "SendGrid", [told("anna@example.org", "failed", None, None, Some("expired"), None, None)];
    a_domino_notice_is_read: "domino.eml", "Domino", [told("anna@example.org", "failed", None, None, Some("userunknown"), None, None)];
    a_lotus_notes_notice_is_read: "notes.eml", "Lotus Notes", [told("anna@example.org", "failed", None, None, Some("userunknown"), None, None)];
    a_messaging_server_report_is_read: "messaging_server.eml", "Messaging Server", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), Some("mx.example.org"))];
    a_dragonfly_notice_is_read: "dragonfly.eml", "DragonFly", [told("anna@example.org", "failed", Some("5.2.2"), Some("552"), Some("mailboxfull"), Some("rcpt"), Some("mx.example.org"))];
    a_powermta_report_is_read: "powermta.eml", "PowerMTA", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, Some("mx.example.org"))];
    a_mimecast_notice_rests_on_the_servers_words_not_on_its_guess: "mimecast.eml", "Mimecast", [told("anna@example.org", "failed", Some("5.7.1"), Some("550"), Some("norelaying"), None, None)];
    an_interscan_notice_is_read: "interscan.eml", "InterScan", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), None)];
    an_interscan_notice_that_names_nobody_but_in_its_session_is_read: "interscan-session.eml", "InterScan", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), None)];
    a_mailfoundry_notice_is_read: "mailfoundry.eml", "MailFoundry", [told("anna@example.org", "failed", None, Some("552"), Some("mailboxfull"), None, None)];
    an_mfilter_notice_tells_the_recipients_the_words_and_the_command: "mfilter.eml", "mFILTER", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("data"), None), told("carl@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("data"), None)];
    an_imail_notice_is_read: "imail.eml", "IMail", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), None)];
    an_ezweb_notice_is_read: "ezweb.eml", "EZweb", [told("anna@example.org", "failed", None, Some("550"), Some("userunknown"), Some("rcpt"), None)];
    a_kddi_notice_is_read: "kddi.eml", "KDDI", [told("anna@example.org", "failed", None, None, Some("mailboxfull"), None, None)];
    a_verizon_notice_is_read: "verizon.eml", "Verizon", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_kddi_notice_tells_each_recipient_with_its_own_words: "kddi-several.eml", "KDDI", [told("anna@nowhere.example", "failed", None, None, Some("hostunknown"), None, None), told("carl@example.org", "failed", None, None, Some("mailboxfull"), None, None)];
    a_notice_about_a_message_to_a_telephone_is_read: "verizon-mobile.eml", "Verizon", [told("0000000000@mobile.example", "failed", None, None, Some("userunknown"), None, None)];
    a_facebook_notice_rests_on_its_report: "facebook.eml", "Facebook", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    an_fml_loop_alert_is_read: "fml.eml", "fml", [told("choir@example.com", "failed", None, None, Some("systemerror"), None, None)];
    a_gateway_that_puts_the_reason_in_brackets_is_read: "x1.eml", "X1", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_gateway_with_ruled_lines_is_read: "x3.eml", "X3", [told("anna@example.org", "failed", Some("5.1.1"), Some("553"), Some("userunknown"), Some("rcpt"), Some("198.51.100.25"))];
    a_gateway_that_gives_no_reason_leaves_it_open: "x5.eml", "X5", [told("anna@example.org", "failed", None, None, Some("undefined"), None, None)];
    a_gateway_that_writes_one_sentence_is_read: "x6.eml", "X6", [told("anna@example.org", "failed", Some("5.4.6"), Some("554"), Some("networkerror"), Some("data"), Some("198.51.100.25"))];
    a_webshield_notice_is_read: "mcafee.eml", "McAfee", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_surfcontrol_transcript_is_read: "surfcontrol.eml", "SurfControl", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_content_filters_notice_is_read: "amavis.eml", "Amavis", [told("anna@example.org", "failed", None, None, Some("spamdetected"), None, None)];
    a_mailmarshal_notice_is_read: "mailmarshal.eml", "MailMarshal", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, Some("198.51.100.25"))];
    an_aol_screen_name_stands_for_its_mailbox: "aol.eml", "AOL", [told("annaofthehill@aol.com", "failed", None, None, Some("rejected"), None, None)];
    a_yale_account_stands_for_two_addresses: "yale.eml", "Yale", [told("anna@yale.edu", "failed", None, None, ANY, None, None), told("anna@cs.yale.edu", "failed", None, None, ANY, None, None)];
    an_llnl_notice_is_read: "llnl.eml", "LLNL", [told("anna@example.org", "failed", None, None, ANY, None, None)];
    a_groupwise_notice_names_a_user_whose_address_the_returned_message_tells: "groupwise.eml", "GroupWise", [told("Anna@example.org", "failed", None, None, Some("userunknown"), None, None), told("carl@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None), told("dora", "failed", None, None, Some("mailboxfull"), None, None)];
    a_netscape_notice_tells_the_reason_for_each_recipient: "netscape.eml", "Netscape", [told("anna@example.org", "failed", None, None, Some("userunknown"), None, None), told("carl@example.org", "failed", Some("5.2.2"), Some("552"), Some("mailboxfull"), None, None)];
    an_intermail_notice_tells_one_reason_for_all: "intermail.eml", "Netscape", [told("anna@nowhere.example", "failed", Some("5.1.2"), None, Some("hostunknown"), None, None)];
    a_sina_notice_is_read: "sina.eml", "Sina", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    an_hmailserver_notice_is_read: "hmailserver.eml", "hMailServer", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), Some("rcpt"), Some("198.51.100.25"))];
    an_lsmtp_list_for_programs_is_read: "lsmtp.eml", "LSMTP", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, Some("mx.example.org"))];
    an_icewarp_notice_is_read: "icewarp.eml", "IceWarp", [told("anna@example.org", "failed", Some("5.1.1"), Some("550"), Some("userunknown"), None, None)];
    a_smail_notice_is_read: "smail.eml", "Smail", [told("anna@nowhere.example", "failed", None, None, Some("hostunknown"), None, None)];
    a_smail_notice_with_addresses_in_brackets_is_read: "smail-brackets.eml", "Smail", [told("anna@mail.example", "failed", Some("5.2.2"), Some("552"), Some("mailboxfull"), None, None)];
    an_ntmail_notice_is_read: "ntmail.eml", "NTMail", [told("anna@example.org", "failed", None, None, Some("userunknown"), None, None)];
    a_sieve_rejection_is_read: "sieve.eml", "Sieve", [told("anna@example.org", "failed", None, None, Some("mailboxfull"), None, None)];
}

#[test]
fn every_reason_is_told_from_the_words_of_a_refusal() {
    let table = String::from_utf8(fixture("reasons.txt")).unwrap();
    let mut wrong = Vec::new();
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let [reason, step, words] = row.split('|').map(str::trim).collect::<Vec<_>>()[..] else { panic!("{row}") };
        let notice = format!(
            "From: MAILER-DAEMON@out.example.com\nSubject: Undelivered Mail Returned to Sender\n\n\
             This is the mail system at host out.example.com.\n\n\
             <anna@example.org>: host mx.example.org[198.51.100.25] said: {words} (in reply to {step} command)\n"
        );
        let report = analyze(notice.as_bytes(), &Context::default());
        let bounce = report.bounce.unwrap();
        let read = bounce.recipients[0].reason.unwrap().word();
        if read != reason {
            wrong.push(format!("{words}: {read}, not {reason}"));
        }
        assert!(!bounce.recipients[0].verdict.is_empty(), "{words}");
        assert!(!report.headline.is_empty(), "{words}");
    }
    assert_eq!(wrong, Vec::<String>::new());
    // These are no refusals, or what is said where the words tell nothing.
    let told_elsewhere = [Reason::Delivered, Reason::Feedback, Reason::Vacation, Reason::OnHold, Reason::Undefined];
    let is_in_table = |reason: &Reason| table.lines().any(|row| row.split('|').next().unwrap().trim() == reason.word());
    let missing: Vec<&Reason> =
        Reason::ALL.iter().filter(|reason| !told_elsewhere.contains(reason) && !is_in_table(reason)).collect();
    assert_eq!(missing, Vec::<&Reason>::new());
}

#[test]
fn a_headline_can_be_read_out_to_the_user() {
    assert_eq!(
        report("postfix.eml").headline,
        "anna@example.org does not exist at example.org's mail server: mx.example.org refused it for good at RCPT TO (550 5.1.1)."
    );
}

#[test]
fn a_dead_address_is_for_good_and_on_the_recipients_side() {
    let bounce = bounce("postfix.eml");
    assert!(bounce.recipients[0].dead_address);
    assert_eq!(bounce.recipients[0].party, Some(Party::Recipient));
    assert!(bounce.recipients[0].verdict.contains("will not help"));
}

#[test]
fn three_texts_are_ready_to_send_and_hold_only_what_the_notice_tells() {
    let bounce = bounce("postfix.eml");
    let letters = bounce.recipients[0].letters.clone().unwrap();
    assert!(
        letters
            .user
            .starts_with("Your message \"The minutes of Monday\" of 2 Mar 2026 09:59:58 UTC to anna@example.org")
    );
    assert!(letters.other_admin.contains("mx.example.org refuses our mail to anna@example.org."));
    assert!(letters.other_admin.contains("Our server: out.example.com"));
    assert!(letters.own_team.contains("Codes: 550 5.1.1"));
    let vague = bounce_of("x5.eml");
    let letters = vague.recipients[0].letters.clone().unwrap();
    for absent in ["Refused by", "Codes:", "Our server:", "Subject:"] {
        assert!(!letters.own_team.contains(absent), "{absent}");
    }
}

fn bounce_of(name: &str) -> Bounce {
    bounce(name)
}

#[test]
fn the_words_that_show_it_stand_in_the_input() {
    let text = fixture("postfix.eml");
    let bounce = bounce("postfix.eml");
    let shown: Vec<String> =
        bounce.recipients[0].evidence.iter().map(|span| String::from_utf8_lossy(span.of(&text)).into_owned()).collect();
    assert!(shown.iter().any(|words| words.starts_with("Status: 5.1.1")), "{shown:?}");
    assert!(shown.iter().any(|words| words.starts_with("<anna@example.org>: host mx.example.org")), "{shown:?}");
}

#[test]
fn the_returned_message_gets_a_report_of_its_own_in_its_place() {
    let text = fixture("postfix.eml");
    let report = report("postfix.eml");
    let enclosed = &report.enclosed[0];
    let subject = enclosed.fields.iter().find(|field| field.name == "Subject").unwrap();
    assert_eq!(subject.span.of(&text), b"Subject: The minutes of Monday");
    assert_eq!(enclosed.route.as_ref().unwrap().hops.len(), 1);
}

#[test]
fn a_message_returned_in_running_text_gets_a_report_too() {
    let text = fixture("qmail.eml");
    let report = report("qmail.eml");
    let subject = report.enclosed[0].fields.iter().find(|field| field.name == "Subject").unwrap();
    assert_eq!(subject.span.of(&text), b"Subject: The minutes of Monday");
}

#[test]
fn a_reason_rests_on_the_place_that_defines_its_status() {
    let cited = |text: &str| {
        let report = analyze(text.as_bytes(), &Context::default());
        let finding = report.findings.iter().find(|finding| !finding.references.is_empty()).unwrap();
        finding.references[0].as_str().to_owned()
    };
    let notice =
        "Reporting-MTA: dns; out.example.com\n\nFinal-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: ";
    assert_eq!(cited(&format!("{notice}5.1.1\n")), "RFC 3463 section 3.2");
    assert_eq!(cited(&format!("{notice}5.7.25\n")), "RFC 7372");
    let own_sense = "5.1.10\nDiagnostic-Code: smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found\n";
    assert_eq!(cited(&format!("{notice}{own_sense}")), "RFC 3463 section 2");
}

#[test]
fn who_wrote_the_notice_and_who_refused_are_told_apart() {
    let report = report("postfix.eml");
    let finding = finding(&report, "bounce.two-servers").unwrap();
    assert_eq!(finding.title, "out.example.com wrote the notice, mx.example.org refused");
}

#[test]
fn an_instant_refusal_is_a_decision() {
    assert!(finding(&report("postfix.eml"), "bounce.timing").unwrap().title.contains("after 7 s"));
}

#[test]
fn a_refusal_after_days_is_another_story() {
    assert!(finding(&report("forwarding.eml"), "bounce.timing").unwrap().title.starts_with("Refused only after 3 d"));
}

#[test]
fn a_message_given_up_after_days_failed_by_exhaustion_and_not_for_good() {
    let report = report("given-up.eml");
    let recipient = &report.bounce.as_ref().unwrap().recipients[0];
    assert_eq!(recipient.action, Some(Action::Failed));
    assert_eq!(serde_json::to_value(recipient.permanence).unwrap(), "temporary");
    assert_eq!(recipient.reason.unwrap().word(), "expired");
    assert!(finding(&report, "bounce.given-up").unwrap().why.contains("5 d"));
    assert_eq!(report.verdict.as_ref().unwrap().stamp, "GIVEN UP");
}

#[test]
fn a_delay_says_when_the_server_gives_up_by_its_own_word() {
    let report = report("sendmail-warning.eml");
    let finding = finding(&report, "bounce.still-tried").unwrap();
    assert!(finding.why.contains("7 Mar 2026 10:00:00 UTC, as the notice itself says"), "{}", finding.why);
}

#[test]
fn a_delay_that_does_not_say_gives_the_programs_default_and_says_so() {
    let report = report("postfix-delay.eml");
    let finding = finding(&report, "bounce.still-tried").unwrap();
    assert!(
        finding.why.contains("after 5 days, which would be 7 Mar 2026 06:00:00 UTC: the default of Postfix"),
        "{}",
        finding.why
    );
}

#[test]
fn a_forwarding_that_fails_is_the_forwarders_to_change() {
    let report = report("forwarding.eml");
    let finding = finding(&report, "bounce.forwarded-address").unwrap();
    assert_eq!(finding.party, Party::Forwarder);
    assert_eq!(
        finding.title,
        "The message was written to anna@example.org, which passes mail on to anna@home.example.net"
    );
}

#[test]
fn a_notice_of_success_is_no_failure() {
    let report = report("success.eml");
    assert_eq!(report.bounce.as_ref().unwrap().recipients[0].action, Some(Action::Delivered));
    assert_eq!(report.headline, "The message to anna@example.org was delivered.");
    assert_eq!(finding(&report, "bounce.delivered").unwrap().severity, Severity::Good);
    assert!(report.bounce.unwrap().recipients[0].letters.is_none());
}

#[test]
fn a_vacation_reply_is_said_to_be_one_and_no_bounce() {
    let report = report("vacation.eml");
    assert_ne!(report.kind, Kind::Bounce);
    assert!(report.bounce.is_none());
    assert_eq!(report.headline, "This is an automatic reply of anna@example.org, not a bounce: the message arrived.");
}

#[test]
fn mail_about_bounces_is_no_bounce() {
    assert!(report("about-bounces.eml").bounce.is_none());
}

#[test]
fn a_report_pasted_without_its_container_is_read() {
    let bounce = bounce("report-alone.txt");
    let read: Vec<_> =
        bounce.recipients.iter().map(|one| (one.address.as_deref().unwrap(), one.action.unwrap())).collect();
    assert_eq!(read, [("anna@example.org", Action::Failed), ("carl@example.org", Action::Delivered)]);
    assert_eq!(bounce.reporting_mta.as_deref(), Some("out.example.com"));
}

#[test]
fn fields_in_running_text_are_read() {
    let bounce = bounce("fields-in-text.eml");
    assert_eq!(bounce.recipients[0].status.as_deref(), Some("5.7.1"));
    assert_eq!(bounce.recipients[0].address.as_deref(), Some("anna@example.org"));
}

#[test]
fn a_bounce_that_somebody_forwarded_in_quotes_is_read() {
    let bounce = bounce("forwarded.eml");
    assert_eq!(bounce.recipients[0].address.as_deref(), Some("anna@example.org"));
    assert_eq!(bounce.recipients[0].remote_mta.as_deref(), Some("mx.example.org"));
}

#[test]
fn notices_in_ten_languages_are_recognised_and_their_machine_parts_read() {
    for language in ["de", "fr", "es", "it", "pt", "nl", "pl", "ru", "ja", "zh"] {
        for form in ["language", "exchange"] {
            let bounce = bounce(&format!("{form}-{language}.eml"));
            let recipient = &bounce.recipients[0];
            assert_eq!(bounce.recipients.len(), 1, "{form}-{language}");
            assert_eq!(recipient.address.as_deref(), Some("anna@example.org"), "{form}-{language}");
            assert_eq!(recipient.status.as_deref(), Some("5.1.1"), "{form}-{language}");
            assert!(recipient.dead_address, "{form}-{language}");
        }
    }
}

#[test]
fn a_message_that_ones_own_servers_never_had_is_backscatter() {
    let mine = |domain: &str| Context {
        mine: Mine { domains: vec![domain.to_owned()], ..Mine::default() },
        ..Context::default()
    };
    let ours = analyze(&fixture("postfix.eml"), &mine("example.com"));
    assert!(finding(&ours, "bounce.backscatter").is_none());
    let forged = analyze(&fixture("postfix.eml"), &mine("elsewhere.example"));
    let finding = finding(&forged, "bounce.backscatter").unwrap();
    assert_eq!(finding.severity, Severity::Warning);
    assert!(!finding.evidence.is_empty());
    let letter = |report: &Report| report.bounce.as_ref().unwrap().recipients[0].letters.clone().unwrap().user;
    assert!(letter(&forged).contains("did not go through our servers"), "{}", letter(&forged));
    assert!(letter(&ours).contains("was not delivered"), "{}", letter(&ours));
}

#[test]
fn a_notice_cut_anywhere_never_harms() {
    for name in ["postfix.eml", "exchange.eml", "language-ja.eml", "amazon_sns.eml", "qmail.eml"] {
        let text = fixture(name);
        for end in (0..text.len()).step_by(7) {
            let _ = analyze(&text[..end], &Context::default());
            let _ = analyze(&text[end..], &Context::default());
        }
    }
}

#[test]
fn a_bounce_attached_to_an_ordinary_mail_gets_a_report_of_its_own() {
    let text = fixture("attached.eml");
    let report = report("attached.eml");
    assert_eq!(report.kind, Kind::Message);
    assert!(report.bounce.is_none(), "the mail itself is no bounce");
    let said = finding(&report, "message.attached-notice").unwrap();
    assert_eq!(said.title, "A bounce is attached to this message");
    assert!(said.why.contains("anna@example.org does not exist"), "{}", said.why);
    let [attached] = report.enclosed.as_slice() else { panic!("one enclosed report") };
    let recipient = &attached.bounce.as_ref().unwrap().recipients[0];
    assert_eq!(recipient.address.as_deref(), Some("anna@example.org"));
    let shown = String::from_utf8_lossy(recipient.evidence[0].of(&text)).into_owned();
    assert_eq!(shown, "Final-Recipient: rfc822; anna@example.org");
}

#[test]
fn a_mail_attached_to_an_ordinary_one_is_no_notice() {
    let text = "From: bo@example.com\nTo: it@example.com\nSubject: look\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n\
        See below.\n--b\nContent-Type: message/rfc822\n\nFrom: anna@example.org\nSubject: lunch\n\nAt one?\n--b--\n";
    let report = analyze(text.as_bytes(), &Context::default());
    assert!(finding(&report, "message.attached-notice").is_none());
    assert_eq!(report.enclosed, []);
}

#[test]
fn thousands_of_recipients_are_counted_and_the_first_thousand_listed() {
    let mut text = String::from(
        "From: MAILER-DAEMON@out.example.com\nSubject: Undelivered Mail Returned to Sender\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.com\n",
    );
    for number in 0..1_234 {
        text.push_str(&format!("\nFinal-Recipient: rfc822; anna{number}@example.org\nAction: failed\nStatus: 5.1.1\n"));
    }
    let report = analyze(text.as_bytes(), &Context::default());
    let recipients = &report.bounce.as_ref().unwrap().recipients;
    assert_eq!(recipients.len(), 1_000);
    let last = recipients.last().unwrap();
    assert!(last.verdict.starts_with("anna999@example.org does not exist"), "{}", last.verdict);
    let letters = last.letters.as_ref().unwrap();
    for text in [&letters.user, &letters.other_admin, &letters.own_team] {
        assert!(text.contains("anna999@example.org"), "{text}");
    }
    assert!(report.headline.starts_with("1,234 recipients failed"), "{}", report.headline);
    assert_eq!(
        finding(&report, "bounce.recipients-not-listed").unwrap().title,
        "234 recipients are not listed one by one"
    );
    assert!(finding(&report, "bounce.user-unknown").unwrap().title.starts_with("1,234 recipients"));
}

#[test]
fn an_endless_answer_is_cut_and_says_so() {
    let text = format!(
        "From: MAILER-DAEMON@out.example.com\nSubject: Undelivered Mail Returned to Sender\n\n\
         This is the mail system at host out.example.com.\n\n\
         <anna@example.org>: host mx.example.org[198.51.100.25] said: 550 5.1.1 User unknown {}\n",
        "and so on ".repeat(10_000)
    );
    let bounce = analyze(text.as_bytes(), &Context::default()).bounce.unwrap();
    let words = bounce.recipients[0].diagnostic.as_deref().unwrap();
    assert!(words.starts_with("550 5.1.1 User unknown and so on"), "{words}");
    assert!(words.ends_with(" bytes more]"), "{words}");
    assert!(words.len() < 9_000, "{}", words.len());
}

/// A notice of Postfix with these words about `anna@example.org`, one second after the message was taken.
fn notice(words: &str) -> Report {
    let text = format!(
        "From: MAILER-DAEMON@out.example.com\nSubject: Undelivered Mail Returned to Sender\n\
         Date: Mon, 2 Mar 2026 10:00:01 +0000\nContent-Type: multipart/report; boundary=b\n\n--b\n\n\
         This is the mail system at host out.example.com.\n\n<anna@example.org>: {words}\n\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.com\n\
         Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0000\n\nFinal-Recipient: rfc822; anna@example.org\nAction: failed\n\n--b--\n"
    );
    analyze(text.as_bytes(), &Context::default())
}

#[test]
fn a_domain_that_does_not_exist_has_no_server_that_answered_and_no_admin_to_blame() {
    let report =
        notice("Host or domain name not found. Name service error for name=example.org type=A: Host not found");
    let recipient = &report.bounce.as_ref().unwrap().recipients[0];
    assert_eq!(recipient.reason, Some(Reason::HostUnknown));
    assert!(finding(&report, "bounce.timing").is_none());
    assert!(recipient.verdict.contains("Whoever wrote the address must correct it"), "{}", recipient.verdict);
    let letters = recipient.letters.as_ref().unwrap();
    assert!(!letters.user.contains("put right on the recipient's side"), "{}", letters.user);
    assert!(!letters.other_admin.contains("the cause is with the mailbox"), "{}", letters.other_admin);
}

#[test]
fn a_message_that_ran_in_a_circle_is_for_the_forwarder_and_no_later_try_helps() {
    let report =
        notice("host mx.example.org[198.51.100.25] said: 554 5.4.6 Too many hops (in reply to end of DATA command)");
    // Too many stamps may be a circle, or forwards that add up.
    assert!(report.headline.contains("the message passed too many servers"), "{}", report.headline);
    assert!(report.verdict.as_ref().unwrap().detail.contains("add up without one"));
    assert_eq!(report.bounce.unwrap().recipients[0].party, Some(Party::Forwarder));
    let circle = notice(
        "host mx.example.org[198.51.100.25] said: 554 5.4.6 mail loop detected (in reply to end of DATA command)",
    );
    assert!(circle.headline.contains("the message ran in a circle"), "{}", circle.headline);
    let temporary = notice("mail forwarding loop for anna@example.org (4.4.6)");
    assert!(finding(&temporary, "bounce.given-up").is_none());
}

#[test]
fn a_server_that_was_never_reached_is_not_said_to_have_refused() {
    let report = report("given-up.eml");
    assert!(report.headline.contains("gave up trying mx.example.org"), "{}", report.headline);
    let facts = report.verdict.unwrap().facts;
    assert!(facts.iter().any(|fact| fact.label == "Last tried" && fact.value == "mx.example.org"), "{facts:?}");
    let letter = &report.bounce.as_ref().unwrap().recipients[0].letters.as_ref().unwrap().other_admin;
    assert!(letter.contains("Our server cannot hand over mail for anna@example.org to mx.example.org."), "{letter}");
}

#[test]
fn recipients_that_failed_alike_are_told_in_one_breath() {
    let failed = |name: &str| format!("Final-Recipient: rfc822; {name}@example.org\nAction: failed\nStatus: 5.1.1\n");
    let text = format!(
        "Content-Type: message/delivery-status\nFrom: MAILER-DAEMON@out.example.com\n\nReporting-MTA: dns; a.example\n\n{}\n{}",
        failed("anna"),
        failed("ben")
    );
    assert_eq!(
        analyze(text.as_bytes(), &Context::default()).headline,
        "2 recipients failed (no such mailbox at the recipient's domain): anna@example.org, ben@example.org."
    );
}

#[test]
fn a_refusal_that_a_gateway_passed_on_is_said_to_be_another_servers() {
    let report = notice(
        "host gw.example.net[198.51.100.1] said: 550 5.1.1 <anna@example.org>: Recipient address rejected: undeliverable \
         address: host mx.example.org[198.51.100.25] said: 550 5.1.1 User unknown (in reply to RCPT TO command)",
    );
    assert_eq!(report.bounce.as_ref().unwrap().recipients[0].remote_mta.as_deref(), Some("gw.example.net"));
    assert_eq!(
        finding(&report, "bounce.third-server").unwrap().title,
        "gw.example.net passed on what mx.example.org said"
    );
    let plain = notice("host mx.example.org[198.51.100.25] said: 550 5.1.1 User unknown (in reply to RCPT TO command)");
    assert!(finding(&plain, "bounce.third-server").is_none());
}

/// Ordinary mail in the words of notices: from people, newsletters, parcel services, and programs that answer for
/// somebody, whose replies have an empty return path too (RFC 3834 section 3.3).
#[test]
fn mail_in_the_words_of_notices_is_no_notice() {
    for text in [
        "From: Bo <bo@example.com>\nTo: help@example.com\nSubject: Delivery failed\n\nHi,\n\nmy message could not be delivered to \
         anna@example.org. They said 550 5.1.1 user unknown.\n",
        "From: News <news@list.example>\nSubject: Delivery failed? Ten tips\nList-Id: <news.list.example>\n\nWhen a message could \
         not be delivered, the server says\n550 5.1.1 <kim@example.org>: user unknown.\n",
        "Return-Path: <>\nFrom: Parcels <noreply@parcels.example>\nSubject: Delivery failed: we could not deliver your parcel\n\n\
         We were unable to deliver your parcel. Ask service@parcels.example\n",
        "Return-Path: <>\nFrom: Shop <shop@shop.example>\nSubject: Order 4711\nAuto-Submitted: auto-generated\n\nThe delivery of \
         your order has been delayed. Write to\nhelp@shop.example\n",
        "Return-Path: <>\nFrom: Anna <anna@example.org>\nSubject: Re: minutes\nAuto-Submitted: auto-replied (vacation)\n\nI have \
         left; your message was not delivered to anybody. Write to\nkim@example.org\n",
    ] {
        let report = analyze(text.as_bytes(), &Context::default());
        assert_eq!(report.bounce, None, "{text}");
    }
}

#[test]
fn a_delay_is_told_in_german_too_and_by_its_subject_alone() {
    for (subject, text) in [
        ("Zustellung", "Die Nachricht an folgende Empfänger wurde noch nicht zugestellt:\n\nanna@example.org\n"),
        (
            "Warning--Could not send mail for past 8.5 hours",
            "---The following addresses had delivery errors---\n\nanna@example.org [Connection timed out]\n",
        ),
    ] {
        let text = format!(
            "From: MAILER-DAEMON@out.example.com\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}"
        );
        let bounce = analyze(text.as_bytes(), &Context::default()).bounce.unwrap();
        let told: Vec<_> = bounce.recipients.iter().map(|one| (one.address.as_deref(), one.action)).collect();
        assert_eq!(told, [(Some("anna@example.org"), Some(Action::Delayed))], "{text}");
    }
}

#[test]
fn each_address_that_exim_lists_keeps_its_own_words() {
    let text = "From: Mail Delivery System <Mailer-Daemon@out.example.com>\nSubject: Mail delivery failed: returning message to \
         sender\nAuto-Submitted: auto-replied\n\nThis message was created automatically by mail delivery software.\n\n\
         The following address(es) failed:\n\n  dora@example.net\n    (generated from d@example.com)\n    retry timeout exceeded\n  \
         \"eve smith\"@example.com\n    mailbox is full\n  emil@example.net\n    host 2001:db8::25 [2001:db8::25]\n    SMTP error from \
         remote mail server after RCPT TO:<emil@example.net>:\n    550 5.1.1 unknown user\n";
    let recipients = analyze(text.as_bytes(), &Context::default()).bounce.unwrap().recipients;
    let told: Vec<_> = recipients.iter().map(|one| (one.address.as_deref().unwrap(), one.reason.unwrap())).collect();
    assert_eq!(
        told,
        [
            ("dora@example.net", Reason::Expired),
            ("\"eve smith\"@example.com", Reason::MailboxFull),
            ("emil@example.net", Reason::UserUnknown)
        ]
    );
    assert_eq!(recipients[0].original_address.as_deref(), Some("d@example.com"));
    assert_eq!(recipients[2].remote_mta.as_deref(), Some("2001:db8::25"));
}

#[test]
fn a_server_that_still_tries_has_not_found_the_address_dead() {
    let text = "From: MAILER-DAEMON@out.example.com\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.com\n\n\
         Final-Recipient: rfc822; anna@example.org\nAction: delayed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 451 5.1.1 user unknown\n";
    let report = analyze(text.as_bytes(), &Context::default());
    let recipient = &report.bounce.as_ref().unwrap().recipients[0];
    assert!(!recipient.dead_address);
    assert!(finding(&report, "bounce.codes-disagree").unwrap().why.contains("451"));
}

#[test]
fn the_causes_of_a_delay_are_told_beside_a_refusal_of_another_recipient() {
    let text = "From: MAILER-DAEMON@out.example.com\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.com\n\n\
         Final-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.1.1\n\n\
         Final-Recipient: rfc822; carl@example.net\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; Connection timed out\n";
    let report = analyze(text.as_bytes(), &Context::default());
    assert!(finding(&report, "bounce.causes").unwrap().why.contains("firewall"));
}

#[test]
fn a_server_without_smtputf8_is_not_blamed_on_the_form_of_the_message() {
    let report = notice("SMTPUTF8 is required, but was not offered by host mx.example.org[198.51.100.25]");
    let recipient = &report.bounce.as_ref().unwrap().recipients[0];
    assert_eq!((recipient.reason, recipient.party), (Some(Reason::ContentError), Some(Party::Recipient)));
    assert!(report.headline.contains("SMTPUTF8"), "{}", report.headline);
}

#[test]
fn the_class_that_powermta_gives_a_refusal_is_believed_where_the_words_say_nothing() {
    let report = |words: &str| {
        let text = format!(
            "From: MAILER-DAEMON@out.example.com\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.com\n\n\
             Final-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; {words}\n\
             X-PowerMTA-BounceCategory: quota-issues\n"
        );
        analyze(text.as_bytes(), &Context::default()).bounce.unwrap().recipients[0].reason
    };
    assert_eq!(report("550 refused"), Some(Reason::MailboxFull));
    assert_eq!(report("550 user unknown"), Some(Reason::UserUnknown));
}

#[test]
fn a_delay_without_a_reason_does_not_claim_that_no_server_answered() {
    let delayed = |words: &str| {
        let text = format!(
            "From: MAILER-DAEMON@out.example.com\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.com\n\n\
             Final-Recipient: rfc822; anna@example.org\nAction: delayed\nStatus: 4.0.0\n{words}"
        );
        analyze(text.as_bytes(), &Context::default()).bounce.unwrap().recipients[0].verdict.clone()
    };
    let vague = delayed("");
    assert!(vague.contains("or one put the message off each time"), "{vague}");
    assert!(!vague.contains("No session"), "{vague}");
    let silent = delayed("Diagnostic-Code: smtp; connect to mx.example.org[198.51.100.25]:25: Connection timed out\n");
    assert!(silent.contains("No session with the recipient's server succeeded"), "{silent}");
}

fn read(text: &str) -> Report {
    analyze(text.as_bytes(), &Context::default())
}

/// Address, action and reason of each recipient; nothing where no notice was seen.
fn heard(text: &str) -> Vec<(String, Action, &'static str)> {
    let recipients = read(text).bounce.map(|bounce| bounce.recipients).unwrap_or_default();
    recipients.into_iter().map(|one| (one.address.unwrap(), one.action.unwrap(), one.reason.unwrap().word())).collect()
}

fn of(address: &str, action: Action, reason: &'static str) -> (String, Action, &'static str) {
    (address.to_owned(), action, reason)
}

const DAEMON: &str = "From: Mail Delivery System <MAILER-DAEMON@mx.example.com>\nTo: anna@example.net\n";

#[test]
fn a_mail_system_is_heard_in_words_that_nobody_has_listed() {
    let prose = "Subject: Problem with your mail\n\nWe regret that the mail you sent to bob@example.org could not be passed on.\n\
                 The other side answered: 550 5.1.1 no such user here\n";
    assert_eq!(heard(&format!("{DAEMON}{prose}")), [of("bob@example.org", Action::Failed, "userunknown")]);
    let full = "From: postmaster@mx.example.com\nTo: anna@example.net\nSubject: Your mail\n\nThe following mail did not make it to \
                its destination:\n\n  bob@example.org\n  reason: mailbox is full\n";
    assert_eq!(heard(full), [of("bob@example.org", Action::Failed, "mailboxfull")]);
    // A person in the same words; a list; a postmaster who writes to the owner of the mailbox, or of nobody's mail in particular.
    for other in [
        format!("From: Lee <lee@example.com>\nTo: anna@example.net\n{prose}"),
        format!("From: postmaster@mx.example.com\nList-Id: <ops.example.com>\nTo: anna@example.net\n{prose}"),
        "From: postmaster@example.net\nTo: anna@example.net\nSubject: Quota\n\nThe mailbox anna@example.net is full.\n".to_owned(),
        "From: postmaster@example.net\nTo: anna@example.net\nSubject: Move\n\nOn Friday we move to a new server. Questions: \
         bob@example.org\n"
            .to_owned(),
        "From: postmaster@example.net\nTo: anna@example.net\nSubject: Re: your question\nAuto-Submitted: auto-replied\n\nI am away; \
         bob@example.org does not exist any more, no such user.\n"
            .to_owned(),
    ] {
        assert_eq!(heard(&other), [], "{other}");
    }
}

#[test]
fn a_mailer_daemon_is_no_automatic_reply_whatever_auto_submitted_says() {
    let notice = "Auto-Submitted: auto-replied\nSubject: Problem with your mail\n\nThe mail that you sent to bob@example.org could not \
                  be passed on: 550 5.1.1 no such user\n";
    assert_eq!(heard(&format!("{DAEMON}{notice}")), [of("bob@example.org", Action::Failed, "userunknown")]);
    let unknown = format!("{DAEMON}Auto-Submitted: auto-replied\nSubject: A word\n\nPlease read the manual.\n");
    assert!(!read(&unknown).headline.contains("not a bounce"), "{}", read(&unknown).headline);
    let person = "From: Bob <bob@example.org>\nAuto-Submitted: auto-replied\nSubject: Re: minutes\n\nI am away.\n";
    assert!(read(person).headline.contains("not a bounce"), "{}", read(person).headline);
}

#[test]
fn a_providers_warning_of_a_delay_is_a_delay_and_a_parcels_is_none() {
    let warning = "Subject: Still trying\n\nThere was a temporary problem delivering your message to bob@example.org. We will retry for \
                   47 more hours. We write again if the delivery fails permanently.\n";
    assert_eq!(heard(&format!("{DAEMON}{warning}")), [of("bob@example.org", Action::Delayed, "expired")]);
    let parcel = "From: Parcels <noreply@parcels.example>\nTo: anna@example.net\nSubject: Delay\n\nThere was a temporary problem \
                  delivering your parcel. We will retry for 2 days. Questions: help@parcels.example\n";
    assert_eq!(heard(parcel), []);
}

#[test]
fn a_transcript_of_errors_tells_whom_the_server_refused_and_a_session_without_refusal_nobody() {
    let head = format!(
        "{DAEMON}Subject: Postfix SMTP server: errors from unknown[192.0.2.9]\n\nTranscript of session follows.\n\n\
         \x20Out: 220 mx.example.com ESMTP Postfix\n In:  EHLO pc.example\n Out: 250-mx.example.com\n Out: 250 SIZE\n\
         \x20In:  MAIL FROM:<lee@example.net>\n Out: 250 2.1.0 Ok\n"
    );
    let refused = " In:  RCPT TO:<bob@example.com>\n Out: 550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown in \
                   local recipient table\n In:  RCPT TO:<kim@example.com>\n Out: 250 2.1.5 Ok\n";
    let end = " In:  QUIT\n Out: 221 2.0.0 Bye\n\n\nFor other details, see the local mail logfile\n";
    assert_eq!(heard(&format!("{head}{refused}{end}")), [of("bob@example.com", Action::Failed, "userunknown")]);
    let whole = " In:  RCPT TO:<kim@example.com>\n Out: 250 2.1.5 Ok\n In:  DATA\n Out: 354 End data with <CR><LF>.<CR><LF>\n \
                 Out: 552 5.3.4 Error: message file too big\n";
    let told = heard(&format!("{head}{whole}{end}"));
    assert_eq!(told.iter().map(|(address, ..)| address.as_str()).collect::<Vec<_>>(), ["kim@example.com"]);
    assert_eq!(heard(&format!("{head} In:  RCPT TO:<kim@example.com>\n Out: 250 2.1.5 Ok\n{end}")), []);
}

#[test]
fn an_event_in_json_is_read_where_mail_has_broken_its_lines() {
    let event = |words: &str| {
        format!(
            "From: events@example.com\nSubject: event\n\n{{\"eventType\":\"Bounce\",\"bounce\":{{\"bouncedRecipients\":[{{\
             \"emailAddress\":\"bob@example.org\",\"action\":\"failed\",\"status\":\"5.1.1\",\"diagnosticCode\":\"{words}\"}}]}}}}\n"
        )
    };
    let expected = [of("bob@example.org", Action::Failed, "userunknown")];
    assert_eq!(heard(&event("smtp; 550 5.1.1 user unknown")), expected);
    assert_eq!(heard(&event("smtp; 550 5.1.1 user\nunknown")), expected);
    assert_eq!(heard(&event("smtp; 550 5.1.1 user\r\n unknown")), expected);
}

#[test]
fn a_reason_is_found_in_the_comment_of_the_status_and_in_the_part_for_people_and_a_plain_answer_outranks_both() {
    let report = |people: &str, status: &str, answer: &str| {
        heard(&format!(
            "{DAEMON}Subject: Returned mail\nContent-Type: multipart/report; boundary=b\n\n--b\n\n{people}\n\n  bob@example.org\n\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; \
             bob@example.org\nAction: failed\nStatus: {status}\n{answer}\n--b--\n"
        ))
        .remove(0)
        .2
    };
    let generic = "Diagnostic-Code: smtp; 554 transaction failed\n";
    assert_eq!(report("Sorry.", "5.0.0 (mailbox is full)", generic), "mailboxfull");
    assert_eq!(report("The mailbox of the recipient is over quota.", "5.0.0", ""), "mailboxfull");
    assert_eq!(report("The mailbox of the recipient is over quota.", "5.0.0", generic), "mailboxfull");
    let plain = "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n";
    assert_eq!(report("The mailbox of the recipient is over quota.", "5.1.1", plain), "userunknown");
    assert!(["onhold", "undefined"].contains(&report("Sorry.", "5.0.0 (permanent failure)", generic)));
}

#[test]
fn words_for_people_alone_call_no_address_dead() {
    let text = format!(
        "{DAEMON}Subject: Returned mail\nContent-Type: multipart/report; boundary=b\n\n--b\n\nThere is no such user here, we believe.\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; \
         bob@example.org\nAction: failed\nStatus: 5.0.0\n\n--b--\n"
    );
    assert!(!read(&text).bounce.unwrap().recipients[0].dead_address);
}

#[test]
fn an_address_is_told_once_and_without_brackets() {
    let text = format!(
        "{DAEMON}X-Failed-Recipients: Bob@example.org\nSubject: Returned mail\nContent-Type: multipart/report; boundary=b\n\n--b\n\n\
         Could not deliver to:\n\n<bob@example.org>: 550 5.1.1 user unknown\n<BOB@example.org>: 550 5.1.1 user unknown\n\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; \
         bob@example.org>\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; <bob@example.org>\nAction: failed\nStatus: 5.1.1\n\n\
         Final-Recipient: rfc822; kim@example.org\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
    );
    let addresses: Vec<String> = heard(&text).into_iter().map(|(address, ..)| address).collect();
    assert_eq!(addresses, ["bob@example.org", "kim@example.org"]);
}

#[test]
fn too_many_servers_are_a_circle_only_where_the_stamps_show_one() {
    let notice = |stamps: &str| {
        let text = format!(
            "From: MAILER-DAEMON@mx.far.example\nSubject: Undelivered Mail Returned to Sender\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt could not be delivered.\n\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.far.example\n\n\
             Final-Recipient: rfc822; kim@far.example\nAction: failed\nStatus: 5.4.6\n\
             Diagnostic-Code: smtp; 554 5.4.6 Too many hops 26 (25 max)\n\n--b\nContent-Type: message/rfc822\n\n{stamps}\
             From: ada@shop.example\nTo: kim@club.example\nMessage-ID: <1@shop.example>\n\n--b--\n"
        );
        analyze(text.as_bytes(), &Context::default())
    };
    let hop = |from: &str, by: &str, to: &str, minute: u32| {
        format!(
            "Received: from {from} ({from} [203.0.113.{minute}]) by {by} with SMTP id q{minute} for <{to}>; Mon, 4 May 2026 03:{minute:02}:00 +0000\n"
        )
    };
    let forwards = [
        hop("mx.school.example", "mx.far.example", "kim@far.example", 23),
        hop("mx.club.example", "mx.school.example", "kim@school.example", 22),
        hop("out.shop.example", "mx.club.example", "kim@club.example", 21),
    ];
    let added = notice(&forwards.concat());
    assert!(added.headline.contains("passed too many servers"), "{}", added.headline);
    assert!(finding(&added, "bounce.many-hops").unwrap().why.contains("add up"));
    assert!(finding(&added, "bounce.loop").is_none());
    let mut circle: Vec<String> = (0..6)
        .rev()
        .map(|turn| {
            let (from, by, to) = if turn % 2 == 0 {
                ("mx.far.example", "mx.club.example", "kim@club.example")
            } else {
                ("mx.club.example", "mx.far.example", "kim@far.example")
            };
            hop(from, by, to, 21 + turn)
        })
        .collect();
    circle.push(hop("out.shop.example", "mx.far.example", "kim@far.example", 20));
    let looped = notice(&circle.concat());
    assert!(looped.headline.contains("ran in a circle"), "{}", looped.headline);
    assert!(finding(&looped, "bounce.loop").is_some() && finding(&looped, "bounce.many-hops").is_none());
}

#[test]
fn what_the_user_is_told_is_for_users() {
    let full =
        notice("host mx.example.org[198.51.100.25] said: 552 5.2.2 mailbox is full (in reply to RCPT TO command)");
    let letter = full.bounce.unwrap().recipients[0].letters.clone().unwrap().user;
    assert!(letter.contains("Please tell them by another way"), "{letter}");
    let grey = notice(
        "host mx.example.org[198.51.100.25] said: 451 4.7.1 Greylisted, try again later (in reply to RCPT TO command)",
    );
    let letter = grey.bounce.unwrap().recipients[0].letters.clone().unwrap().user;
    assert!(!letter.contains("log") && !letter.contains("Wait"), "{letter}");
}

#[test]
fn a_server_that_gave_no_answer_is_not_said_to_have_refused_whatever_the_class() {
    let silent = |status: &str, words: &str| {
        let text = format!(
            "From: MAILER-DAEMON@out.shop.example\nSubject: Undelivered Mail Returned to Sender\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt could not be delivered.\n\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; out.shop.example\n\nFinal-Recipient: rfc822; kim@club.example\n\
             Action: failed\nStatus: {status}\nRemote-MTA: dns; mx1.club.example\nDiagnostic-Code: {words}\n\n--b--\n"
        );
        analyze(text.as_bytes(), &Context::default())
    };
    let report = silent(
        "5.4.2",
        "X-Postfix; lost connection with mx1.club.example[198.51.100.20] while receiving the initial server greeting",
    );
    assert!(report.headline.contains("gave up trying mx1.club.example"), "{}", report.headline);
    assert_eq!(report.verdict.as_ref().unwrap().stamp, "GIVEN UP");
    let letter = report.bounce.unwrap().recipients[0].letters.clone().unwrap().user;
    assert!(!letter.contains("will not help"), "{letter}");
    // The same class with an answer is a refusal.
    let refused = silent("5.4.1", "smtp; 550 5.4.1 Recipient address rejected: Access denied");
    assert!(refused.headline.contains("mx1.club.example refused it for good"), "{}", refused.headline);
    assert_eq!(refused.verdict.as_ref().unwrap().stamp, "REFUSED");
}

#[test]
fn a_lost_answer_may_mean_two_messages_and_no_failure() {
    let lost = notice(
        "conversation with mx.example.org[198.51.100.25] timed out while sending end of data -- message may be sent more than once",
    );
    let reason = finding(&lost, "bounce.network").unwrap();
    assert!(reason.references.iter().any(|reference| reference.as_str() == "RFC 1047"), "{:?}", reason.references);
    assert!(finding(&lost, "bounce.causes").is_none());
    let letter = lost.bounce.unwrap().recipients[0].letters.clone().unwrap().user;
    assert!(
        letter.contains("may not have been delivered") && letter.contains("before you send it once more"),
        "{letter}"
    );
    // At an earlier step nothing had been sent.
    let early = notice("conversation with mx.example.org[198.51.100.25] timed out while sending RCPT TO");
    assert!(
        finding(&early, "bounce.network")
            .is_none_or(|found| found.references.iter().all(|one| one.as_str() != "RFC 1047"))
    );
    let letter = early.bounce.unwrap().recipients[0].letters.clone().unwrap().user;
    assert!(letter.contains("was not delivered"), "{letter}");
}

/// A message with the header of a mail system's notice, and a body of our own.
fn from_the_mail_system(from: &str, more: &str, body: &str) -> Report {
    let mail = format!(
        "Return-Path: <>\nFrom: {from}\nTo: kim@example.org\nSubject: Your mail\nDate: Fri, 13 Feb 2026 21:23:21 +0000\nMessage-ID: <1@mx.example.com>\n{more}\n{body}\n"
    );
    analyze(mail.as_bytes(), &Context::default())
}

#[test]
fn a_mail_system_is_believed_in_words_that_are_not_listed_and_no_more_than_it_says() {
    let daemon = "MAILER-DAEMON@mx.example.com";
    let prose = from_the_mail_system(
        daemon,
        "",
        "Hello,\n\nwe are sorry: your letter to lee@example.net has not reached its reader.\n\nregards",
    );
    let bounce = prose.bounce.as_ref().expect("a notice");
    assert_eq!(bounce.recipients.len(), 1);
    assert_eq!(bounce.recipients[0].address.as_deref(), Some("lee@example.net"));
    assert!(!bounce.recipients[0].dead_address, "nothing says that nobody is there");
    assert!(
        prose
            .findings
            .iter()
            .all(|finding| finding.severity != Severity::Problem || finding.confidence == Confidence::Possible)
    );
    // What it says besides failures is none.
    for other in [
        "Your letter to lee@example.net was delivered. You need not answer.",
        "One message for lee@example.net is in quarantine and was not shown.",
        "Your letter to lee@example.net has not been passed on yet; we are still trying.",
    ] {
        let report = from_the_mail_system(daemon, "", other);
        assert!(
            report.bounce.is_none_or(|bounce| bounce.recipients.iter().all(|one| one.action != Some(Action::Failed))),
            "{other}"
        );
    }
    // A person who writes the same is no mail system.
    let person =
        from_the_mail_system("Lou <lou@example.com>", "", "Your letter to lee@example.net has not reached its reader.");
    assert!(person.bounce.is_none());
}

#[test]
fn a_list_that_takes_no_mail_of_strangers_refused_and_lives() {
    let body = "You are not allowed to post to this mailing list, and your message has been automatically rejected.";
    let report = from_the_mail_system("staff-bounces@lists.example.com", "Auto-Submitted: auto-replied\n", body);
    let bounce = report.bounce.as_ref().expect("a notice");
    assert_eq!(bounce.recipients[0].address.as_deref(), Some("staff@lists.example.com"));
    assert_eq!(bounce.recipients[0].reason, Some(Reason::Filtered));
    assert!(!bounce.recipients[0].dead_address);
    // A member who asks about it writes from an address of their own.
    let member = from_the_mail_system("Lou <lou@example.com>", "Auto-Submitted: auto-replied\n", body);
    assert!(member.bounce.is_none());
}
