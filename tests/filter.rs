//! What a user sees of spam filters: the verdict, who decided, and why it outranks the times.

#![allow(clippy::expect_used)]

use backstamp::filter::{Decider, Filter, Judgement};
use backstamp::finding::{Party, Severity};
use backstamp::{Context, Report, analyze};

fn read(text: &str) -> Report {
    analyze(text.as_bytes(), &Context::default())
}

fn one(field: &str) -> Filter {
    read(&format!("{field}\nFrom: a@example.com\n\n")).filters.into_iter().next().expect(field)
}

fn stamp(report: &Report) -> (&str, Severity) {
    report.verdict.as_ref().map_or(("", Severity::Note), |verdict| (verdict.stamp.as_str(), verdict.severity))
}

const ROUTE: &str = "Received: from out.sender.example (out.sender.example [192.0.2.10]) by mx.home.example (Postfix) with ESMTPS id 4ABC for <lena@home.example>; Tue, 3 Mar 2026 10:00:08 +0000\n\
    Received: from pc.sender.example (pc.sender.example [192.0.2.77]) by out.sender.example (Postfix) with ESMTPSA id 4ABB; Tue, 3 Mar 2026 10:00:05 +0000\n";
const END: &str = "From: ann@sender.example\nTo: lena@home.example\nDate: Tue, 3 Mar 2026 10:00:04 +0000\nSubject: x\n";

#[test]
fn each_product_is_read_by_its_own_words() {
    use Judgement::{Bulk, Ham, Phish, Spam, Unknown, Virus};
    for (field, verdict) in [
        ("X-Forefront-Antispam-Report: SCL:9;SFV:SPM;CAT:HPHISH;DIR:INB;", Phish),
        ("X-Forefront-Antispam-Report: SCL:1;SFV:NSPM;CAT:NONE;DIR:INB;", Ham),
        ("X-Microsoft-Antispam: BCL:8;", Bulk),
        ("X-Microsoft-Antispam: BCL:2;", Unknown),
        ("X-Spam-Flag: NO", Ham),
        ("X-Spam-Status: Yes, score=9 required=5 tests=BAYES_99", Spam),
        ("X-Spamd-Result: default: False [1.0 / 15.0]; BAYES_HAM(-1.0)[x]", Ham),
        ("X-Rspamd-Action: add header", Spam),
        ("X-Proofpoint-Spam-Details: rule=notspam classifier=spam score=0", Ham),
        ("X-Barracuda-Spam-Status: Yes, SCORE=6.1 using global scores of TAG_LEVEL=3.5 KILL_LEVEL=9.0 tests=", Spam),
        ("X-TM-AS-Result: No--12.5-5.0-31", Ham),
        ("X-VR-SPAMSTATE: SPAM", Spam),
        ("X-Amavis-Alert: INFECTED, message contains virus: Test", Virus),
        ("X-Example-MailScanner-SpamCheck: not spam, SpamAssassin (score=-1.8, required 6)", Ham),
        ("X-SES-Spam-Verdict: FAIL", Spam),
        ("X-Mras: Ok", Ham),
        ("X-Virus-Scanned: yes", Unknown),
        ("X-IronPort-SBRS: 3.5", Unknown),
    ] {
        assert_eq!(one(field).verdict, verdict, "{field}");
    }
}

#[test]
fn scores_thresholds_and_tests_are_kept_with_their_meaning() {
    let filter =
        one("X-Spam-Status: Yes, score=7.1 required=5.0 tests=[BAYES_99=3.5, LOCAL_X=1] autolearn=no version=4.0.1");
    assert_eq!(filter.score.map(|score| score.value()), Some(7.1));
    assert_eq!(filter.threshold.map(|score| score.value()), Some(5.0));
    assert_eq!(filter.weights.len(), 2);
    assert!(filter.weights[0].meaning.is_some() && filter.weights[1].meaning.is_none());
    let trend = one("X-TM-AS-Result: No--12.5-5.0-31");
    assert_eq!(trend.score.map(|score| score.value()), Some(-12.5));
    assert_eq!(trend.threshold.map(|score| score.value()), Some(5.0));
    // base64 of V=1.1;l=0;SCL=6
    assert_eq!(one("X-Message-Delivery: Vj0xLjE7bD0wO1NDTD02").verdict, Judgement::Spam);
}

#[test]
fn junked_mail_is_told_as_junked() {
    let report =
        read(&format!("X-Spam-Status: Yes, score=9.1 required=5.0 tests=BAYES_99=5,URIBL_BLACK=4.1\n{ROUTE}{END}"));
    assert_eq!(stamp(&report), ("SPAM", Severity::Problem));
    assert!(report.headline.contains("SpamAssassin") && report.headline.contains("spam"), "{}", report.headline);
    let finding = &report.findings[0];
    assert_eq!(finding.id, "filter.junked");
    assert!(finding.why.contains("BAYES_99") && finding.why.contains("threshold of 5"), "{}", finding.why);
}

#[test]
fn mail_that_is_not_spam_keeps_its_stamp() {
    let report = read(&format!("X-Spam-Flag: NO\nX-Spam-Status: No, score=1 required=5\n{ROUTE}{END}"));
    assert_eq!(stamp(&report), ("ON TIME", Severity::Good));
}

#[test]
fn a_block_list_of_the_recipients_is_the_recipients_side() {
    let route = ROUTE.replace("mx.home.example", "AB1PR01.eurprd01.prod.outlook.com");
    let report =
        read(&format!("{route}{END}X-Forefront-Antispam-Report: CIP:192.0.2.10;SCL:5;SFV:BLK;CAT:NONE;DIR:INB;\n"));
    let finding = report.findings.iter().find(|finding| finding.id == "filter.junked").unwrap();
    assert_eq!(finding.party, Party::Recipient);
    assert_eq!(report.filters[0].decided_by, Some(Decider::BlockedSenders));
    assert_eq!(report.filters[0].trusted, Some(true));
}

#[test]
fn the_senders_own_filter_is_not_the_recipients_verdict() {
    let report = read(&format!("{ROUTE}{END}X-Forefront-Antispam-Report: SCL:9;SFV:SPM;CAT:OSPM;DIR:OUT;\n"));
    assert_eq!(report.filters[0].trusted, Some(false));
    assert!(!report.findings.iter().any(|finding| finding.id == "filter.junked"));
    assert!(report.findings.iter().any(|finding| finding.id == "filter.elsewhere"));
    assert_ne!(stamp(&report).1, Severity::Good);
}

#[test]
fn any_bytes_are_read() {
    for value in [
        "",
        ";",
        "(",
        "=",
        ":",
        "(((((",
        "Yes, score= required= tests=[",
        "-",
        "default: True [",
        "\u{0}",
        "A(1)[",
        "tests=",
    ] {
        for name in [
            "X-Spam-Status",
            "X-Spam-Report",
            "X-Spamd-Result",
            "X-Forefront-Antispam-Report",
            "X-TM-AS-Result",
            "X-Message-Delivery",
            "X-Spam-Score",
        ] {
            let _ = read(&format!("{name}: {value}\n{ROUTE}{END}"));
        }
    }
}
