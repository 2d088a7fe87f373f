use super::*;
use crate::{Context, Mine, analyze};

fn text(text: &str) -> String {
    redact(text.as_bytes(), &Options::default()).text
}

const HEADER: &str = "Received: from mail.secret.example.com (mail.secret.example.com [198.51.100.77])\n\
    \tby mx.bank.example.net (Postfix) with ESMTPS id 4PVYwP0sf8z1bCd\n\
    \tfor <joe.bloggs@bank.example.net>; Mon, 06 Mar 2023 10:00:06 +0000\n\
    From: \"Ann Smith\" <ann@secret.example.com>\nTo: joe.bloggs@bank.example.net\n\
    Subject: =?UTF-8?Q?Our_merger?=\nX-Acme-Tag: blue\nMessage-ID: <E1pXYZ0-000ABC-De@mail.secret.example.com>\n\nDear Joe\n";

#[test]
fn the_same_thing_is_the_same_token_everywhere() {
    let shared = text(HEADER);
    let lines: Vec<&str> = shared.lines().collect();
    assert_eq!(lines[0], "Received: from mail.host1.domain-a.example (mail.host1.domain-a.example [192.0.2.1])");
    assert!(lines[2].contains("for <person1@host2.domain-b.example>; Mon, 06 Mar 2023 10:00:06 +0000"), "{shared}");
    assert!(
        shared.contains("From: Name 1 <person2@host1.domain-a.example>\nTo: person1@host2.domain-b.example\n"),
        "{shared}"
    );
}

#[test]
fn ids_keep_the_shape_and_the_moment_that_they_tell() {
    let shared = text(HEADER);
    assert!(shared.contains("with ESMTPS id 4PVYwP0sf8z1\n"), "{shared}");
    assert!(shared.contains("Message-ID: <E1pXYZ0-000002-00@mail.host1.domain-a.example>"), "{shared}");
    let moments = |text: &str| {
        let route = analyze(text.as_bytes(), &Context::default()).route.unwrap();
        route.marks.into_iter().map(|mark| (mark.by, mark.time)).collect::<Vec<_>>()
    };
    assert_eq!(moments(&shared), moments(HEADER));
}

#[test]
fn subjects_bodies_and_private_fields_go() {
    let shared = redact(HEADER.as_bytes(), &Options::default());
    assert!(shared.text.contains("Subject: (left out)\nX-Field-1: (left out)\n"), "{}", shared.text);
    assert!(shared.text.ends_with("\n\n(left out)\n"), "{}", shared.text);
    assert_eq!(shared.dropped.len(), 3, "{:?}", shared.dropped);
}

#[test]
fn networks_stay_what_they_are() {
    let shared =
        text("550 10.1.2.3 10.1.2.4 10.9.9.9 127.0.0.1 8.8.8.8 8.8.8.9 2a00:1450::5 fe80::1234 ::ffff:8.8.8.8");
    assert_eq!(shared, "550 10.0.0.1 10.0.0.2 10.0.1.1 127.0.0.1 192.0.2.1 192.0.2.2 2001:db8::1 fe80::1 192.0.2.1\n");
}

#[test]
fn the_logs_of_qmail_keep_their_words_and_moments_and_no_address() {
    let log = text(
        "@400000004996a0b90cb7a3f4 starting delivery 1: msg 161214 to remote kim@secret.example.org\n\
         @400000004996a0ba0cb7d0b4 delivery 1: failure: 8.8.8.8_does_not_like_recipient./Remote_host_said:\
         _550_5.1.1_ask_help.secret.example.org_now/Giving_up_on_8.8.8.8./\n\
         1234567890.123456 delivery 2: deferral: Connected_to_8.8.4.4_but_connection_died./\n",
    );
    assert!(log.contains("@400000004996a0ba0cb7d0b4 delivery 1: failure: 192.0.2.1_does_not_like_recipient."), "{log}");
    assert!(log.contains("/Giving_up_on_192.0.2.1./"), "{log}");
    assert!(
        log.contains("1234567890.123456 delivery 2: deferral: Connected_to_198.51.100.1_but_connection_died"),
        "{log}"
    );
    assert!(!log.contains("8.8.") && !log.contains("secret"), "{log}");
    let report =
        text("rh8.8.8.8 does not like recipient.\nRemote host said: 550 5.1.1 no such user\nDGiving up on 8.8.8.8.\n");
    assert!(report.starts_with("rh192.0.2.1 does not like recipient.\n"), "{report}");
    assert!(report.ends_with("\nDGiving up on 192.0.2.1.\n"), "{report}");
}

#[test]
fn of_a_displayed_name_stays_what_names_a_program() {
    let notice = "From: \"InterScan Zebulon\" <imss@gw.example.com>\nSubject: Mail could not be delivered\n\n\
                  Sent <<< RCPT TO:<anna@example.org>\nReceived >>> 550 5.1.1 user unknown\n";
    assert!(text(notice).starts_with("From: InterScan xxx <imss@gw.domain-a.example>\n"), "{}", text(notice));
}

#[test]
fn a_list_of_events_is_no_header() {
    let list = text(
        "Date   : 2/13/2026 9:23:21 PM\nEvent  : Fail\nSubject : Our merger\nDetail : Reason: [{LED=550 5.1.1 no};{FQDN=mx.secret.example.org}]\n",
    );
    assert!(list.starts_with("Date   : 2/13/2026 9:23:21 PM\nEvent  : Fail\n"), "{list}");
    assert!(list.contains("FQDN=mx.host1.domain-a.example") && !list.contains("merger"), "{list}");
}

#[test]
fn more_networks_than_the_examples_have_stay_public_and_apart() {
    let many: String = (0..600).map(|n| format!("5.{}.{}.7 ", n / 256, n % 256)).collect();
    let shared = text(&format!("550 {many}"));
    let mut tokens: Vec<&str> = shared.split_whitespace().skip(1).collect();
    assert!(
        tokens
            .iter()
            .all(|token| crate::trace::names::reach(token.parse().unwrap()) == crate::trace::names::Reach::Public)
    );
    tokens.sort_unstable();
    tokens.dedup();
    assert_eq!(tokens.len(), 600);
}

#[test]
fn a_mailbox_within_another_is_replaced_and_its_frame_stays() {
    for (local, token) in [
        ("SRS0=Hx9a=TT=secret.example.com=ann", "SRS0=person1=TT=host1.domain-b.example=person2"),
        ("prvs=1234abcdef=ann", "prvs=person1=person2"),
        ("bounces+ann=secret.example.com", "bounces+person1=host1.domain-b.example"),
        ("ann+news", "person1+person2"),
    ] {
        let shared = text(&format!("From: {local}@fwd.example.org\nTo: x@example.com\n"));
        let address = shared.lines().next().unwrap().trim_start_matches("From: ").to_owned();
        let (found, _) = address.split_once('@').unwrap();
        let names = |text: &str| text.replace("domain-a", "domain-b");
        assert_eq!(names(found), token, "{local}");
    }
}

#[test]
fn an_address_written_backwards_is_replaced_too() {
    let shared = text("550 5.7.1 blocked: 77.100.51.198.in-addr.arpa, 77.100.51.198.zen.spamhaus.org, [198.51.100.77]");
    assert!(shared.contains("1.2.0.192.in-addr.arpa, 1.2.0.192.zen.spamhaus.org, [192.0.2.1]"), "{shared}");
}

#[test]
fn providers_stay_or_go_as_the_user_wants() {
    let line = "550 5.1.1 host contoso-com.mail.protection.outlook.com said no such user";
    assert!(text(line).contains("host host1.mail.protection.outlook.com said"), "{}", text(line));
    let none = redact(line.as_bytes(), &Options { keep_providers: false, ..Options::default() }).text;
    assert!(!none.contains("outlook"), "{none}");
}

#[test]
fn a_persons_words_go_and_the_servers_stay() {
    let shared = redact(
        b"550 5.2.2 <ann@example.com>: Zebulon's mailbox is over quota, call +49 30 1234567",
        &Options::default(),
    );
    assert_eq!(shared.text, "550 5.2.2 <person1@domain-a.example>: xxx's mailbox is over quota, xxx +id1\n");
    assert_eq!(shared.doubtful.len(), 1);
}

#[test]
fn a_word_that_is_written_like_a_name_is_listed_and_goes_when_the_user_says_so() {
    let line = "550 5.1.1 <x@example.com>: The mailbox of May Zebulon is full, contact Will at mail.example.com";
    let shared = redact(line.as_bytes(), &Options::default());
    assert!(shared.text.contains("of May xxx is full, contact Will at mail.domain-a.example"), "{}", shared.text);
    assert_eq!(shared.names, ["The", "May", "Will"]);
    let extra_words = ["may", "Will", "mail"].map(str::to_owned).to_vec();
    let without = redact(line.as_bytes(), &Options { extra_words, ..Options::default() });
    assert!(without.text.contains("The mailbox of xxx is full, contact xxx at host"), "{}", without.text);
    // The boxes stay where they were.
    assert_eq!(without.names, shared.names);
}

#[test]
fn what_is_the_users_own_is_so_in_the_redacted_text_too() {
    let shared = redact(HEADER.as_bytes(), &Options::default());
    let mine = Mine {
        domains: vec!["bank.example.net".to_owned()],
        hosts: vec!["MAIL.secret.example.com".to_owned()],
        networks: vec!["198.51.100.0/24".to_owned(), "192.0.2.0/24".to_owned()],
    };
    let own = shared.mine(&mine);
    assert_eq!(own.domains, ["host2.domain-b.example"]);
    assert_eq!(own.hosts, ["mail.host1.domain-a.example"]);
    // The network for examples that the user owned is now everybody's.
    assert_eq!(own.networks, ["192.0.2.1"]);
    assert!(own.holds(Some("mx.host2.domain-b.example"), None) && !own.holds(Some("host1.domain-a.example"), None));
}

#[test]
fn a_session_keeps_its_dialogue_and_loses_its_message() {
    let session = "220 mx.secret.example.org ESMTP\nEHLO pc.example.com\n250-mx.secret.example.org\n250-8BITMIME\n250 SIZE 52428800\n\
        MAIL FROM:<ann@example.com>\n250 Ok\nRCPT TO:<joe@secret.example.org>\n250 Ok\nDATA\n354 go ahead\n\
        Subject: please read this first message\nX-Acme: blue\n\nThe first message\n..\n.\n552 5.3.4 Message size exceeds limit\n";
    let shared = redact(session.as_bytes(), &Options::default());
    for kept in [
        "250-8BITMIME\n250 SIZE 52428800\n",
        "354 go ahead\nSubject: (left out)\nX-Field-1: (left out)\n\n(left out)\n..\n.\n552",
    ] {
        assert!(shared.text.contains(kept), "{kept} in {}", shared.text);
    }
    assert!(shared.dropped.contains(&("bodies and attachments".to_owned(), 1)), "{:?}", shared.dropped);
}

#[test]
fn a_name_in_any_letters_is_one_name_and_a_version_of_tls_is_none() {
    let shared = text("550 <a@b\u{fc}cher.example> <b@xn--bcher-kva.example> TLS1.3 TLSv1.2 version=TLS1_2 SSLv3");
    let [one, other] = ["person1", "person2"].map(|name| format!("<{name}@domain-a.example>"));
    assert_eq!(shared, format!("550 {one} {other} TLS1.3 TLSv1.2 version=TLS1_2 SSLv3\n"));
}

#[test]
fn moments_stay_and_numbers_of_telephones_go() {
    let shared = text("550 2023-03-06T10:00:05.123Z 2023-03-06 5.1.1 host 301-555-1234 or 0049-30-123");
    assert_eq!(shared, "550 2023-03-06T10:00:05.123Z 2023-03-06 5.1.1 host id1 or id2\n");
}

#[test]
fn passwords_of_a_session_go() {
    let shared =
        text("220 mx.example.org ESMTP\nEHLO pc.example.com\n250 AUTH PLAIN\nAUTH PLAIN AGFubgBzZWNyZXQ=\n235 ok\n");
    assert!(!shared.contains("AGFub"), "{shared}");
}

#[test]
fn the_legend_has_each_token_once_with_what_it_stands_for() {
    let shared = redact(HEADER.as_bytes(), &Options::default());
    let legend = shared.legend_text();
    assert!(legend.contains("person2\tann\n"), "{legend}");
    assert!(legend.contains("mail.host1.domain-a.example\tmail.secret.example.com\n"), "{legend}");
    let mut tokens: Vec<&str> = shared.legend.iter().map(|replaced| replaced.token.as_str()).collect();
    let all = tokens.len();
    tokens.sort_unstable();
    tokens.dedup();
    assert_eq!(tokens.len(), all);
}

#[test]
fn a_legend_puts_the_names_back() {
    let shared = redact(HEADER.as_bytes(), &Options::default());
    let back = restore(&shared.text, &shared.legend_text());
    for line in HEADER.lines().take(5).chain(["Message-ID: <E1pXYZ0-000ABC-De@mail.secret.example.com>"]) {
        // A displayed name needs no quotation marks.
        assert!(back.contains(&line.replace('"', "")), "{line} in {back}");
    }
    let answer =
        "Dear Name 1, host1.domain-a.example: see person2-bounces, 192.0.2.1:25 and (mx.host2.domain-b.example).";
    let legend = "Name 1\tAnn\nperson2\tlist\n192.0.2.1\t198.51.100.7\nmx.host2.domain-b.example\tmx.bank.example\n";
    assert_eq!(
        restore(answer, legend),
        "Dear Ann, host1.domain-a.example: see list-bounces, 198.51.100.7:25 and (mx.bank.example)."
    );
    assert_eq!(restore("\u{e9}\u{e9} Name", ""), "\u{e9}\u{e9} Name");
}

#[test]
fn any_bytes_get_an_answer() {
    let long = [
        "to=".repeat(2000),
        "1.".repeat(3000),
        format!("{}@a.example", "a-bounces".repeat(900)),
        "@".repeat(5000),
        "x".repeat(5000),
        "From: <a@\u{2603}%.\u{202e}\u{fc}.example>\n".to_owned(),
    ];
    let few: [&[u8]; 8] = [b"", b"\xff\xfe\x00", b"@", b"=@=", b"a@b@c@", b"From: @\n\n", b"::", b"Subject:\n"];
    for input in few.into_iter().chain(long.iter().map(String::as_bytes)) {
        assert!(redact(input, &Options::default()).text.len() < 60_000);
    }
}

#[test]
fn groups_of_digits_go_and_codes_stay() {
    for (line, redacted) in [
        ("550 5.7.1 refused, call 4111 1111 1111 1111 now", "550 5.7.1 refused, xxx id1 now"),
        ("550 4111 1111 1111 1111 refused", "550 id1 refused"),
        ("550 5.7.1 refused: (030) 1234 5678, or +49 30 1234567.", "550 5.7.1 refused: (id1, or +id2."),
        ("550 5.7.1 refused: 4111.1111.1111.1111", "550 5.7.1 refused: id1"),
        ("550 5.7.1 refused, code 1111 of 12 34", "550 5.7.1 refused, code 1111 of 12 34"),
        (
            "550 5.7.1 refused at Fri, 13 Feb 2009 23:31:30 +0000",
            "550 5.7.1 refused at Fri, 13 Feb 2009 23:31:30 +0000",
        ),
    ] {
        assert_eq!(text(line), format!("{redacted}\n"), "{line}");
    }
}

#[test]
fn what_stays_though_it_gives_something_away_is_offered_with_what() {
    let kept = |text: &str| redact(text.as_bytes(), &Options::default()).kept;
    let header = "Received: from a.example.net by b.example.org (Postfix) with ESMTPS id 4PVYwP0sf8z1bCd; Mon, 06 Mar 2023 10:00:06 +0000\n\
                  DKIM-Signature: v=1; a=rsa-sha256; d=secret.example.org; s=mail; h=from; bh=A=; b=B=\nFrom: ann@secret.example.org\n";
    let found = kept(header);
    assert_eq!(found.iter().flat_map(|kept| &kept.what).collect::<Vec<_>>(), ["4PVYwP0sf8z1", "mail"], "{found:?}");
    assert!(found[0].gives_away.contains("moment") && found[1].gives_away.contains("selector"), "{found:?}");
    let log =
        "Feb 13 23:31:30 mx postfix/qmgr[7]: 4ABC012345: from=<ann@example.org>, size=48213, nrcpt=1 (queue active)\n";
    let found = kept(log);
    assert!(found.iter().any(|kept| kept.what == ["48213"] && kept.gives_away.contains("size")), "{found:?}");
    assert_eq!(kept("550 5.1.1 <ann@example.org>: no such user\n"), []);
}

#[test]
fn a_name_in_a_comment_leaves_an_address_in_brackets() {
    let shared =
        text("From: ann@secret.example.com (Ann Smith)\nTo: bob@secret.example.com, joe@secret.example.com (Joe)\n");
    assert!(shared.starts_with("From: Name 1 <person1@host1.domain-a.example>\n"), "{shared}");
    assert!(
        shared.contains("To: person2@host1.domain-a.example, Name 2 <person3@host1.domain-a.example>\n"),
        "{shared}"
    );
}

#[test]
fn a_host_with_a_number_of_its_own_is_no_service() {
    let shared = text(
        "550 host mta4148.mail.secret.example.com and smtp428.secret.example.com said no, mx2.secret.example.com yes",
    );
    assert!(!shared.contains("4148") && !shared.contains("428") && shared.contains("mx2."), "{shared}");
}

#[test]
fn results_of_checks_and_filters_stay_and_names_and_keys_go() {
    let header = "Authentication-Results: mx.secret.example.org; spf=fail (sender IP is 203.0.113.99) smtp.mailfrom=ann@secret.example.org;\n\
        \tdkim=pass header.d=secret.example.org header.b=Zq8vXk2L; dmarc=fail (p=reject) header.from=secret.example.org\n\
        Received-SPF: fail (mx.secret.example.org: domain of ann@secret.example.org does not designate 203.0.113.99) client-ip=203.0.113.99;\n\
        DKIM-Signature: v=1; a=rsa-sha256; d=secret.example.org; s=merger; h=from:to; bh=Ahash0fTheBody=; b=Zq8vXk2LsecretKey\n\
        X-Forefront-Antispam-Report: CIP:203.0.113.99;CTRY:DE;SCL:5;SFV:SPM;H:out.secret.example.org;CAT:SPM;DIR:INB;\n\
        X-Spam-Status: Yes, score=9.1 required=5.0 tests=BAYES_99\n\
        From: Zebulon <ann@secret.example.org>\nTo: bob@secret.example.org\n";
    let shared = text(header);
    for secret in ["secret", "203.0.113.99", "Zq8vXk2L", "merger", "Zebulon", "Ahash0f"] {
        assert!(!shared.contains(secret), "{secret} in {shared}");
    }
    assert!(shared.contains("spf=fail") && shared.contains("dmarc=fail"), "{shared}");
}
