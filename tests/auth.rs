//! What a user sees of authentication: claims, whom to believe, alignment, why and whose side.

use backstamp::finding::{Party, Severity};
use backstamp::report::{Kind, html, markdown, text};
use backstamp::{Context, Report, analyze};

fn read(text: &str) -> Report {
    analyze(text.as_bytes(), &Context::default())
}

fn has(report: &Report, id: &str) -> bool {
    report.findings.iter().any(|finding| finding.id == id)
}

fn severity(report: &Report, id: &str) -> Option<Severity> {
    report.findings.iter().find(|finding| finding.id == id).map(|finding| finding.severity)
}

fn stamp(report: &Report) -> (&str, Severity) {
    report.verdict.as_ref().map_or(("", Severity::Note), |verdict| (verdict.stamp.as_str(), verdict.severity))
}

const ROUTE: &str = "Received: from out.sender.example (out.sender.example [192.0.2.10]) by mx.home.example (Postfix) with ESMTPS id 4ABC for <lena@home.example>; Tue, 3 Mar 2026 10:00:08 +0000\n\
    Received: from pc.sender.example (pc.sender.example [192.0.2.77]) by out.sender.example (Postfix) with ESMTPSA id 4ABB; Tue, 3 Mar 2026 10:00:05 +0000\n";
const END: &str =
    "From: Ann <ann@sender.example>\nTo: lena@home.example\nDate: Tue, 3 Mar 2026 10:00:04 +0000\nSubject: x\n";

/// Mail with results above the border's stamp.
fn with(results: &str) -> Report {
    read(&format!("Authentication-Results: mx.home.example; {results}\n{ROUTE}{END}"))
}

#[test]
fn mail_that_passes_keeps_its_good_stamp() {
    let report = with(
        "spf=pass smtp.mailfrom=sender.example; dkim=pass header.d=sender.example; dmarc=pass (p=reject) header.from=sender.example",
    );
    assert_eq!(stamp(&report), ("ON TIME", Severity::Good), "{}", report.headline);
    assert!(has(&report, "auth.pass"));
    let auth = report.authentication.unwrap();
    assert_eq!(auth.claims[0].trusted, Some(true));
    assert_eq!(auth.from.as_deref(), Some("sender.example"));
    let dmarc = auth.dmarc.unwrap();
    assert_eq!((dmarc.result.as_deref(), dmarc.policy.as_deref()), (Some("pass"), Some("reject")));
    assert_eq!((dmarc.spf_aligned, dmarc.dkim_aligned), (Some(true), Some(true)));
}

#[test]
fn a_spf_failure_beside_a_dmarc_pass_is_fine_mail() {
    let report = with(
        "spf=fail smtp.mailfrom=sender.example; dkim=pass header.d=sender.example; dmarc=pass header.from=sender.example",
    );
    assert_eq!(stamp(&report), ("ON TIME", Severity::Good));
    assert_eq!(severity(&report, "auth.spf-fail"), Some(Severity::Note));
}

#[test]
fn a_dmarc_failure_outranks_being_on_time() {
    let report = with(
        "spf=fail smtp.mailfrom=other.example; dkim=none; dmarc=fail (p=reject dis=quarantine) header.from=sender.example",
    );
    assert_eq!(stamp(&report), ("DMARC FAIL", Severity::Problem));
    assert!(report.headline.contains("sender.example"), "{}", report.headline);
    assert_eq!(report.findings[0].id, "auth.dmarc-fail");
    assert_eq!(report.findings[0].party, Party::Sender);
    assert!(!report.findings[0].evidence.is_empty() && !report.findings[0].next.is_empty());
}

#[test]
fn softfail_neutral_and_none_are_no_forgery() {
    for result in ["neutral", "none"] {
        let report = with(&format!("spf={result} smtp.mailfrom=sender.example"));
        assert_eq!(stamp(&report), ("ON TIME", Severity::Good), "{result}");
    }
    let report = with("spf=softfail smtp.mailfrom=sender.example; dkim=pass header.d=sender.example");
    assert_eq!(stamp(&report).1, Severity::Good);
}

#[test]
fn a_claim_from_below_the_border_is_not_believed() {
    let claim = "Authentication-Results: mx.sender.example; spf=fail smtp.mailfrom=sender.example; dmarc=fail (p=reject) header.from=sender.example\n";
    let report = read(&format!("{ROUTE}{claim}{END}"));
    assert_eq!(report.authentication.as_ref().unwrap().claims[0].trusted, Some(false));
    assert!(has(&report, "auth.claim") && !has(&report, "auth.dmarc-fail") && !has(&report, "auth.pass"));
    assert!(!stamp(&report).0.contains("DMARC"));
}

#[test]
fn a_field_in_the_recipients_name_within_the_senders_part_is_forged() {
    let report =
        read(&format!("{ROUTE}Authentication-Results: mx.home.example; dmarc=pass header.from=sender.example\n{END}"));
    let claim = &report.authentication.as_ref().unwrap().claims[0];
    assert!(claim.forged && claim.trusted == Some(false));
    assert!(has(&report, "auth.forged-results") && !has(&report, "auth.pass"));
    // The border's own, right below its stamp, is none.
    let (border, rest) = ROUTE.split_once('\n').unwrap();
    let report = read(&format!(
        "{border}\nAuthentication-Results: mx.home.example; dmarc=pass header.from=sender.example\n{rest}{END}"
    ));
    assert_eq!(report.authentication.as_ref().unwrap().claims[0].trusted, Some(true));
    assert!(!has(&report, "auth.forged-results") && has(&report, "auth.pass"));
}

#[test]
fn a_list_that_changed_the_text_is_named() {
    let list = "List-Id: <talk.club.example>\nList-Post: <mailto:talk@club.example>\n";
    let report = read(&format!(
        "Authentication-Results: mx.home.example; spf=pass smtp.mailfrom=talk-bounces@club.example; dkim=fail (body hash did not verify) header.d=sender.example; dmarc=fail (p=none) header.from=sender.example\n{ROUTE}{list}{END}"
    ));
    let dkim = report.findings.iter().find(|finding| finding.id == "auth.dkim-fail").unwrap();
    assert_eq!(dkim.party, Party::Forwarder);
    assert!(dkim.why.contains("mailing list"), "{}", dkim.why);
    assert_eq!(severity(&report, "auth.dmarc-fail"), Some(Severity::Warning));
}

#[test]
fn what_a_service_signs_for_itself_is_not_aligned() {
    let report = with(
        "spf=pass smtp.mailfrom=bounce.esp.example; dkim=pass header.d=esp.example; dmarc=fail (p=none) header.from=sender.example",
    );
    let finding = report.findings.iter().find(|finding| finding.id == "auth.not-aligned").unwrap();
    assert!(finding.title.contains("esp.example") && finding.title.contains("sender.example"), "{}", finding.title);
}

#[test]
fn a_single_field_is_read_as_what_it_is() {
    for (field, says) in [
        (
            "Authentication-Results: mx.home.example; spf=pass smtp.mailfrom=sender.example; dmarc=pass header.from=sender.example\n",
            "mx.home.example reports: SPF pass, DMARC pass.",
        ),
        (
            "Received-SPF: softfail (mx.home.example: x) client-ip=192.0.2.1; envelope-from=a@sender.example\n",
            "reports: SPF softfail",
        ),
        ("DKIM-Signature: v=1; a=rsa-sha256; d=sender.example; s=news; h=from:to; bh=abc=; b=def=\n", "sender.example"),
        ("X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:5;SFV:SPM;CAT:SPM;DIR:INB;\n", "spam"),
        ("X-Spam-Status: No, score=-2.6 required=5.0\n", "wanted mail"),
    ] {
        let report = read(field);
        assert_eq!(report.kind, Kind::Headers, "{field}");
        assert!(!has(&report, "route.no-received"), "{field}");
        assert!(report.verdict.as_ref().is_some_and(|verdict| verdict.stamp != "NO TRACE"), "{field}");
        let said = format!("{} {}", report.headline, report.verdict.as_ref().unwrap().detail);
        assert!(said.contains(says), "{field}: {said}");
    }
}

#[test]
fn bulk_mail_is_held_against_the_rules_for_it() {
    let list = "List-Unsubscribe: <https://news.sender.example/u/1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nFeedback-ID: 1:news\n";
    let good = "Authentication-Results: mx.home.example; spf=pass smtp.mailfrom=sender.example; dkim=pass header.d=sender.example; dmarc=pass header.from=sender.example\n";
    let title =
        |report: &Report| report.findings.iter().find(|one| one.id == "auth.bulk-sender").map(|one| one.title.clone());
    assert!(title(&read(&format!("{good}{ROUTE}{list}{END}"))).unwrap().ends_with("is met"));
    let without = "List-Unsubscribe: <mailto:leave@sender.example>\n";
    assert!(title(&read(&format!("{good}{ROUTE}{without}{END}"))).unwrap().contains("one-click"));
    assert_eq!(title(&read(&format!("{good}{ROUTE}{END}"))), None);
}

#[test]
fn a_name_that_holds_another_address_is_noted() {
    let end = END.replace("Ann <", "\"boss@home.example\" <");
    assert!(has(&read(&format!("{ROUTE}{end}")), "auth.display-name"));
    assert!(!has(&read(&format!("{ROUTE}{END}")), "auth.display-name"));
}

#[test]
fn every_form_of_the_report_has_the_results() {
    let report = with("spf=pass smtp.mailfrom=sender.example; dmarc=pass header.from=sender.example");
    let made = backstamp::report::Provenance::default();
    for form in [text(&report), markdown(&report), html(&report, "", &made)] {
        assert!(
            form.to_lowercase().contains("authentication") && form.contains("SPF pass for sender.example"),
            "{form}"
        );
    }
}

#[test]
fn any_bytes_are_read() {
    for value in [
        "",
        ";",
        "=",
        "(",
        "\"",
        "i=1",
        "mx;;;=(",
        "mx; spf=\u{0}",
        "\u{feff}x; dkim=pass (",
        "x 99999999999999999999; spf=pass",
    ] {
        for name in
            ["Authentication-Results", "ARC-Authentication-Results", "Received-SPF", "DKIM-Signature", "ARC-Seal"]
        {
            let _ = read(&format!("{name}: {value}\n{ROUTE}{END}"));
        }
    }
    let long = format!("Authentication-Results: mx; {}\n", "dkim=pass (x) header.d=a.example; ".repeat(50_000));
    assert_eq!(read(&long).authentication.unwrap().claims[0].results.len(), 100);
}
