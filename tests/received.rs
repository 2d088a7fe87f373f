//! What `Received` fields say, a test a way of writing them.

use backstamp::message::Message;
use backstamp::message::date::Doubt;
use backstamp::trace::Hop;
use backstamp::trace::received::{self, Received};

fn read(value: &str) -> Received {
    let block = format!("Received: {value}\n");
    let message = Message::read(block.as_bytes(), 0);
    message.first("Received").map(received::read).unwrap_or_default()
}

/// Helo, reverse name and address, `-` for none.
fn peer(received: &Received) -> String {
    let show = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
    format!("{} {} {}", show(&received.from.helo), show(&received.from.rdns), show(&received.from.ip))
}

#[track_caller]
fn assert_peer(value: &str, expected: &str) -> Received {
    let received = read(value);
    assert_eq!(peer(&received), expected, "{value}");
    received
}

const STAMP: &str = "Fri, 13 Feb 2009 21:23:21 +0000";

#[test]
fn the_standards_own_clauses_are_read_in_any_order_and_case() {
    let received = read(
        "FROM helo.example (mail.example [192.0.2.1]) BY mx.example VIA TCP WITH ESMTP ID <1@mx.example> FOR <b@example.com>; Fri, 13 Feb 2009 21:23:21 +0100",
    );
    assert_eq!(peer(&received), "helo.example mail.example 192.0.2.1");
    assert_eq!(received.by.as_deref(), Some("mx.example"));
    assert_eq!(received.via.as_deref(), Some("TCP"));
    assert_eq!(received.with.as_deref(), Some("ESMTP"));
    assert_eq!(received.id.as_deref(), Some("1@mx.example"));
    assert_eq!(received.recipient.as_deref(), Some("b@example.com"));
    assert_eq!(received.stamp.utc_offset_minutes, Some(60));
    assert_eq!(received.rest, [""; 0]);
}

#[test]
fn the_stamp_and_its_place_are_exact() {
    let block = "Received: by mx.example id 1;\n\tFri, 13 Feb 2009\n\t21:23:21 +0100 (CET) (envelope-from <a@sender.example>)\n";
    let message = Message::read(block.as_bytes(), 0);
    let received = received::read(message.first("Received").expect("a field"));
    let span = received.stamp.span;
    assert_eq!(block.get(span.start..span.end), Some("Fri, 13 Feb 2009\n\t21:23:21 +0100 (CET)"));
    assert_eq!(received.stamp_text.as_deref(), Some("Fri, 13 Feb 2009 21:23:21 +0100 (CET)"));
    assert_eq!(received.envelope_from.as_deref(), Some("a@sender.example"));
}

#[test]
fn a_hop_keeps_everything_that_the_field_tells() {
    let hop = Hop::from(read(
        "from a.example (b.example [192.0.2.1]) by mx.example ([192.0.2.9]) with ESMTPSA id 1 for <b@example.com>; Fri, 13 Feb 2009 21:23:21 +0100",
    ));
    assert_eq!(hop.from.rdns.as_deref(), Some("b.example"));
    assert_eq!(hop.by_ip.as_deref(), Some("192.0.2.9"));
    assert_eq!(hop.recipient.as_deref(), Some("b@example.com"));
    assert_eq!((hop.authenticated, hop.encrypted), (Some(true), Some(true)));
    assert_eq!(hop.time.map(|time| time.timestamp()), Some(1_234_556_601));
    assert_eq!(hop.stamp.as_deref(), Some("Fri, 13 Feb 2009 21:23:21 +0100"));
    assert!(hop.stamp_span.is_some());
}

#[test]
fn keywords_in_comments_begin_no_clause() {
    let received = read(
        "from a.example ([192.0.2.1]) by mx.example (from here by there with care for all) with SMTP id 1; 13 Feb 2009 21:23:21 +0000",
    );
    assert_eq!(received.by.as_deref(), Some("mx.example"));
    assert_eq!(received.with.as_deref(), Some("SMTP"));
    assert_eq!(received.recipient, None);
}

#[test]
fn a_client_may_call_itself_by_a_keyword() {
    let received = assert_peer(
        &format!("from by (unknown [192.0.2.1]) by mx.example (Postfix) with SMTP id 1; {STAMP}"),
        "by - 192.0.2.1",
    );
    assert_eq!(received.by.as_deref(), Some("mx.example"));
}

#[test]
fn a_greeting_with_blanks_is_kept_whole() {
    assert_peer(
        &format!("from my old computer (unknown [192.0.2.1]) by mx.example (Postfix) with SMTP id 1; {STAMP}"),
        "my old computer - 192.0.2.1",
    );
}

#[test]
fn one_unreadable_part_spoils_no_other() {
    let received = read("from )( [[[ ((( by mx.example with ESMTP id 7 for <<<b@; the day after tomorrow");
    assert_eq!(received.by.as_deref(), Some("mx.example"));
    assert_eq!(received.id.as_deref(), Some("7"));
    assert_eq!(received.stamp.time, None);
    assert_eq!(received.stamp.doubts, [Doubt::Unreadable]);
    assert_eq!(received.stamp_text.as_deref(), Some("the day after tomorrow"));
}

#[test]
fn words_without_a_use_are_kept_as_the_rest() {
    let received = read(
        "from a.example ([192.0.2.1]) by mx.example on a Friday with ESMTP id 1 priority low; 13 Feb 2009 21:23:21 +0000",
    );
    assert_eq!(received.rest, ["on", "a", "Friday", "priority", "low"]);
}

#[test]
fn a_field_without_a_stamp_has_none() {
    let received = read("from a.example ([192.0.2.1]) by mx.example with ESMTP id 1");
    assert_eq!((received.stamp.time, received.stamp_text), (None, None));
}

#[test]
fn a_date_needs_no_semicolon_and_may_have_several() {
    let received = read("from a.example ([192.0.2.1]) by mx.example with ESMTP id 1 Fri, 13 Feb 2009 21:23:21 +0000");
    assert_eq!(received.stamp.time.map(|time| time.timestamp()), Some(1_234_560_201));
    assert_eq!(received.id.as_deref(), Some("1"));
    let received = read("by mx.example id 1 for <b@example.com>;x1; Fri, 13 Feb 2009 21:23:21 +0000; late");
    assert_eq!(received.stamp.time.map(|time| time.timestamp()), Some(1_234_560_201));
    assert_eq!(received.rest, ["x1", "late"]);
}

#[test]
fn clauses_may_follow_the_stamp() {
    let received =
        read("from a.example (192.0.2.1) by mx.example; 13 Feb 2009 21:23:21 +0000 id 01.AB.CD for <b@example.com>");
    assert_eq!(received.id.as_deref(), Some("01.AB.CD"));
    assert_eq!(received.recipient.as_deref(), Some("b@example.com"));
}

#[test]
fn addresses_come_in_many_clothes() {
    for (written, address) in [
        ("[192.0.2.1]", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.1"),
        ("[192.0.2.1]:2525", "192.0.2.1"),
        ("[192.0.2.1:2525]", "192.0.2.1"),
        ("[192.0.2.1.2525]", "192.0.2.1"),
        ("[IPv6:2001:db8::1]", "2001:db8::1"),
        ("[IPV6:2001:DB8:0:0::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:25", "2001:db8::1"),
        ("[::ffff:192.0.2.1]", "192.0.2.1"),
        ("[fe80::1%eth0]", "fe80::1"),
    ] {
        let received = read(&format!("from a.example ({written}) by mx.example with ESMTP id 1; {STAMP}"));
        assert_eq!(received.from.ip.as_deref(), Some(address), "{written}");
    }
}

#[test]
fn what_is_no_address_is_none() {
    for written in ["?.?.?.?", "300.1.2.3", "1.2.3", "v4.67", "local"] {
        let received = read(&format!("from a.example ([{written}]) by mx.example with ESMTP id 1; {STAMP}"));
        assert_eq!(received.from.ip, None, "{written}");
    }
}

#[test]
fn placeholders_are_no_reverse_names() {
    for placeholder in ["unknown", "softdnserr", "unverified", "<unknown.domain>"] {
        assert_peer(
            &format!("from a.example ({placeholder} [192.0.2.1]) by mx.example with ESMTP id 1; {STAMP}"),
            "a.example - 192.0.2.1",
        );
    }
}

#[test]
fn a_bare_address_is_the_clients_and_no_name() {
    assert_peer(&format!("from [192.0.2.1] by mx.example with ESMTP id 1; {STAMP}"), "- - 192.0.2.1");
    assert_peer(
        &format!("from [192.0.2.7] (host.example [192.0.2.1]) by mx.example with ESMTP id 1; {STAMP}"),
        "[192.0.2.7] host.example 192.0.2.1",
    );
}

#[test]
fn postfix_tells_tls_login_and_local_submission() {
    let received = assert_peer(
        &format!(
            "from helo.example (mail.example [192.0.2.1])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\n\t(Client did not present a certificate)\n\t(Authenticated sender: a@sender.example)\n\tby mx.example (Postfix) with ESMTPSA id 4N1w263TMDz1wYtp\n\tfor <b@example.com>; {STAMP} (UTC)"
        ),
        "helo.example mail.example 192.0.2.1",
    );
    assert_eq!(received.tls.as_deref(), Some("TLSv1.3 TLS_AES_256_GCM_SHA384"));
    assert_eq!(received.authenticated, Some(true));
    let received = assert_peer(&format!("by host.example (Postfix, from userid 1000) id 4N1; {STAMP}"), "- - -");
    assert_eq!(received.local_user.as_deref(), Some("userid 1000"));
    let received =
        read(&format!("from a.example (unknown [192.0.2.1]) by mx.example (Postfix) with ESMTP id 1; {STAMP}"));
    assert_eq!((received.encrypted, received.authenticated), (Some(false), Some(false)));
}

#[test]
fn postfix_under_another_name_gives_itself_away() {
    let received = read(&format!(
        "from a.example (unknown [192.0.2.1]) (No client certificate requested) by mx.example (OurMail) with ESMTP id 1; {STAMP}"
    ));
    assert_eq!(received.dialect, Some("postfix"));
}

#[test]
fn sendmail_tells_ident_forgery_tls_and_local_submission() {
    let received = assert_peer(
        &format!(
            "from helo.example (IDENT:joe@mail.example [192.0.2.1] (may be forged)) (authenticated bits=0) by mx.example (8.15.2/8.15.2) with ESMTPSA id n1DLNL (version=TLSv1.2 cipher=AES256-SHA bits=256 verify=NOT) for <b@example.com>; {STAMP}"
        ),
        "helo.example mail.example 192.0.2.1",
    );
    assert_eq!(received.ident.as_deref(), Some("joe"));
    assert_eq!(received.tls.as_deref(), Some("TLSv1.2 AES256-SHA"));
    assert_eq!(received.authenticated, Some(true));
    let received = assert_peer(
        &format!("(from www-data@localhost) by host.example (8.15.2/8.15.2/Submit) id n1DLNL; {STAMP}"),
        "- - -",
    );
    assert_eq!(received.local_user.as_deref(), Some("www-data"));
}

#[test]
fn exim_names_by_reverse_lookup_and_tells_helo_where_it_differs() {
    let exim = |from: &str| format!("from {from} by mx.example with esmtp (Exim 4.96) id 1pXYZ0-000ABC-De; {STAMP}");
    assert_peer(&exim("mail.example ([192.0.2.1])"), "mail.example mail.example 192.0.2.1");
    assert_peer(&exim("mail.example ([192.0.2.1] helo=helo.example)"), "helo.example mail.example 192.0.2.1");
    assert_peer(&exim("mail.example ([192.0.2.1]:4711 helo=[10.0.0.1])"), "[10.0.0.1] mail.example 192.0.2.1");
    assert_peer(&exim("[192.0.2.1] (helo=helo.example)"), "helo.example - 192.0.2.1");
    let received = assert_peer(
        &exim("mail.example ([192.0.2.1] helo=helo.example ident=joe)"),
        "helo.example mail.example 192.0.2.1",
    );
    assert_eq!(received.ident.as_deref(), Some("joe"));
    assert_peer(&exim("mail.example (helo.example) [192.0.2.1]"), "helo.example mail.example 192.0.2.1");
}

#[test]
fn exim_tells_its_cipher_in_a_clause_of_its_own() {
    let received = read(&format!(
        "from mail.example ([192.0.2.1]) by mx.example with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.96)\n\t(envelope-from <a@sender.example>)\n\tid 1pXYZ0-0000000ABCD-DeFG\n\tfor b@example.com;\n\t{STAMP}"
    ));
    assert_eq!(received.tls.as_deref(), Some("TLS1.3 TLS_AES_256_GCM_SHA384"));
    assert_eq!(received.with.as_deref(), Some("esmtps"));
    assert_eq!(received.envelope_from.as_deref(), Some("a@sender.example"));
    assert_eq!(received.recipient.as_deref(), Some("b@example.com"));
    assert_eq!(received.rest, [""; 0]);
}

#[test]
fn exims_local_submission_is_by_a_user_and_not_from_a_host() {
    let received = assert_peer(
        &format!(
            "from www-data by host.example with local (Exim 4.96) (envelope-from <www-data@host.example>) id 1pXYZ0-000ABC-De for b@example.com; {STAMP}"
        ),
        "- - -",
    );
    assert_eq!(received.local_user.as_deref(), Some("www-data"));
}

#[test]
fn qmail_tells_names_ident_and_what_it_does_within_the_host() {
    let qmail = |from: &str| format!("from {from} by mx.example with SMTP; 13 Feb 2009 21:23:21 -0000");
    assert_peer(&qmail("mail.example (192.0.2.1)"), "mail.example mail.example 192.0.2.1");
    assert_peer(&qmail("mail.example (HELO helo.example) (192.0.2.1)"), "helo.example mail.example 192.0.2.1");
    assert_peer(&qmail("unknown (HELO helo.example) (192.0.2.1)"), "helo.example - 192.0.2.1");
    let received =
        assert_peer(&qmail("mail.example (HELO helo.example) (joe@192.0.2.1)"), "helo.example mail.example 192.0.2.1");
    assert_eq!(received.ident.as_deref(), Some("joe"));
    let received = assert_peer("(qmail 2501 invoked by uid 89); 13 Feb 2009 21:23:21 -0000", "- - -");
    assert_eq!((received.by, received.local_user.as_deref()), (None, Some("uid 89")));
}

#[test]
fn qmails_relatives_add_sender_cipher_and_account() {
    let received = assert_peer(
        "from unknown (HELO [10.0.0.1]) (a@sender.example@[192.0.2.1]) (envelope-sender <a@sender.example>) by mx.example (qmail-ldap-1.03) with AES256-SHA encrypted SMTP for <b@example.com>; 13 Feb 2009 21:23:21 -0000",
        "[10.0.0.1] - 192.0.2.1",
    );
    assert_eq!(received.envelope_from.as_deref(), Some("a@sender.example"));
    assert_eq!(received.tls.as_deref(), Some("AES256-SHA"));
    let received =
        read("indimail-mta queue 4711 by host mx.example (invoked by uid 89); Fri, 13 Feb 2009 21:23:21 +0000");
    assert_eq!((received.by.as_deref(), received.local_user.as_deref()), (Some("mx.example"), Some("uid 89")));
    let received = read(
        "from a@sender.example by mx.example by uid 89 with qmail-scanner-1.25 (Clear:. Processed in 0.6 secs); 13 Feb 2009 21:23:21 -0000",
    );
    assert_eq!((received.from.helo, received.envelope_from.as_deref()), (None, Some("a@sender.example")));
}

#[test]
fn exchange_tells_both_addresses_and_its_inner_passages() {
    let received = assert_peer(
        &format!(
            "from A1.example (2001:db8::1) by\n B1.example (2001:db8::2) with Microsoft SMTP Server\n (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.4544.15\n via Frontend Transport; {STAMP}"
        ),
        "A1.example - 2001:db8::1",
    );
    assert_eq!(received.by_ip.as_deref(), Some("2001:db8::2"));
    assert_eq!(received.via.as_deref(), Some("Frontend Transport"));
    assert_eq!(received.with.as_deref(), Some("Microsoft SMTP Server"));
    assert_eq!(received.tls.as_deref(), Some("TLS1_2 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"));
    let received = assert_peer(
        &format!("from A1.example ([fe80::1]) by A1.example ([fe80::1%6]) with mapi id 15.20.4544.15; {STAMP}"),
        "- - fe80::1",
    );
    assert_eq!(received.dialect, Some("exchange"));
    assert_peer(
        &format!(
            "from A1.prod.outlook.com (2001:db8::1) by B1.PROD.OUTLOOK.COM with HTTPS via C1.PROD.OUTLOOK.COM; {STAMP}"
        ),
        "A1.prod.outlook.com - 2001:db8::1",
    );
}

#[test]
fn microsofts_smtp_service_tells_tls_and_pick_up() {
    let received = assert_peer(
        &format!(
            "from a.example ([192.0.2.1]) by mx.example over TLS secured channel with Microsoft SMTPSVC(8.5.9600.16384); {STAMP}"
        ),
        "a.example - 192.0.2.1",
    );
    assert_eq!(received.encrypted, Some(true));
    let received =
        assert_peer(&format!("from mail pickup service by web.example with Microsoft SMTPSVC; {STAMP}"), "- - -");
    assert_eq!(received.local_user.as_deref(), Some("mail pickup service"));
    assert_eq!(received.rest, [""; 0]);
}

#[test]
fn googles_inner_hosts_are_addresses() {
    let received = assert_peer(
        "by 2002:a05:6402:3582:b0:43a:a001:0 with SMTP id d2csp123456edb; Fri, 13 Feb 2009 13:23:21 -0800 (PST)",
        "- - -",
    );
    assert_eq!((received.dialect, received.by.as_deref()), (Some("gmail"), Some("2002:a05:6402:3582:b0:43a:a001:0")));
}

#[test]
fn sendgrid_stamps_as_go_does() {
    let received = read(
        "by filter0001.sendgrid.net with SMTP id filter0001-1-5ADBF958-25\n\t2018-12-10 11:43:59.610180118 +0000 UTC m=+555016.72",
    );
    assert_eq!(received.id.as_deref(), Some("filter0001-1-5ADBF958-25"));
    assert_eq!(received.stamp.time.map(|time| time.timestamp()), Some(1_544_442_239));
}

#[test]
fn courier_tells_login_and_tls_beside_the_name() {
    let received = assert_peer(
        &format!(
            "from [10.0.0.1] (host.example [::ffff:192.0.2.1])\n  (AUTH: PLAIN a@sender.example, TLS: TLSv1.3,256bits,TLS_AES_256_GCM_SHA384)\n  by mx.example with ESMTPSA\n  id 00000000005DC0D6.0000000064EC6711.00003756; {STAMP}"
        ),
        "[10.0.0.1] host.example 192.0.2.1",
    );
    assert_eq!(received.authenticated, Some(true));
    assert_eq!(received.tls.as_deref(), Some("TLSv1.3 TLS_AES_256_GCM_SHA384"));
}

#[test]
fn communigates_verified_name_is_the_reverse_name_too() {
    assert_peer(
        &format!(
            "from mail.example ([192.0.2.1] verified) by mx.example (CommuniGate Pro SMTP 6.3.17) with ESMTPS id 1 for b@example.com; {STAMP}"
        ),
        "mail.example mail.example 192.0.2.1",
    );
    let received = assert_peer(
        &format!(
            "from [192.0.2.1] (account a HELO [10.0.0.1]) by mx.example (CommuniGate Pro SMTP 6.3.17) with ESMTPSA id 1; {STAMP}"
        ),
        "[10.0.0.1] - 192.0.2.1",
    );
    assert_eq!(received.authenticated, Some(true));
}

#[test]
fn yahoo_writes_loopback_for_no_reverse_name() {
    assert_peer(
        &format!("from 127.0.0.1 (EHLO helo.example) (192.0.2.1) by mta1.mail.bf1.yahoo.com with SMTPS; {STAMP}"),
        "helo.example - 192.0.2.1",
    );
    let received = read(
        "from unknown (HELO laptop) (a@192.0.2.1 with login) by smtp1.mail.yahoo.com with SMTP; 13 Feb 2009 21:23:21 -0000",
    );
    assert_eq!(received.authenticated, Some(true));
}

#[test]
fn pick_up_from_a_mailbox_names_the_server_and_no_client() {
    let received = assert_peer(
        &format!(
            "from mail.example [192.0.2.1] by localhost with IMAP (fetchmail-6.4.16) for <b@localhost> (single-drop); {STAMP}"
        ),
        "- mail.example 192.0.2.1",
    );
    assert_eq!(received.recipient.as_deref(), Some("b@localhost"));
}

#[test]
fn webmail_takes_mail_from_signed_in_users_only() {
    for value in [
        "from 192.0.2.1 (SquirrelMail authenticated user a) by webmail.example with HTTP",
        "from host.example (host.example [192.0.2.1]) by webmail.example (Horde Framework) with HTTPS",
        "from host.example ([192.0.2.1]) by webmail.example with HTTP (HTTP/1.1 POST)",
        "from [192.0.2.1] by bap01.gmx.net with HTTP",
    ] {
        let received = read(&format!("{value}; {STAMP}"));
        assert_eq!((received.from.helo, received.from.ip.as_deref()), (None, Some("192.0.2.1")), "{value}");
        assert_eq!(received.authenticated, Some(true), "{value}");
    }
    assert_eq!(read(&format!("from [192.0.2.1] by api.example with HTTP; {STAMP}")).authenticated, None);
}

#[test]
fn unauthenticated_is_not_authenticated() {
    let received =
        read(&format!("from a.example (unknown [192.0.2.1]) (unauthenticated) by mx.example with ESMTP id 1; {STAMP}"));
    assert_eq!(received.authenticated, Some(false));
}

#[test]
fn mimecasts_second_with_is_understood() {
    let received = read(&format!(
        "from mail.example (mail.example [192.0.2.1]) by relay.mimecast.com with ESMTP with STARTTLS (version=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384) id uk-mta-1-a-1; {STAMP}"
    ));
    assert_eq!((received.with.as_deref(), received.encrypted), (Some("ESMTP"), Some(true)));
    assert_eq!(received.rest, [""; 0]);
}

#[test]
fn mimecasts_word_for_tls_is_not_silence() {
    let received = read(&format!(
        "from a.example (b.example [192.0.2.1]) (Using TLS) by relay.mimecast.com with ESMTP id us-mta-1-a-1; {STAMP}"
    ));
    assert_eq!(received.encrypted, Some(true));
}

#[test]
fn a_version_in_a_comment_is_no_address() {
    for (comment, address) in [
        ("Oracle Communications Messaging Server 8.0.1.1.0 64bit (built Jan 1 2016)", None),
        ("mx.example [192.0.2.9]", Some("192.0.2.9")),
        ("192.0.2.9", Some("192.0.2.9")),
    ] {
        let received =
            read(&format!("from a.example ([192.0.2.1]) by mx.example ({comment}) with ESMTP id 1; {STAMP}"));
        assert_eq!(received.by_ip.as_deref(), address, "{comment}");
    }
}

#[test]
fn the_senders_of_xmail_and_haraka_stand_outside_comments() {
    let received = read(&format!(
        "from a.example (192.0.2.1:23198) by mx.example with [XMail 1.27 ESMTP Server] id <S72E> for <b@example.com> from <a@sender.example>; {STAMP}"
    ));
    assert_eq!(received.envelope_from.as_deref(), Some("a@sender.example"));
    assert_eq!(received.from.ip.as_deref(), Some("192.0.2.1"));
    let received = read(&format!(
        "from a.example (a.example [192.0.2.1]) by mx.example (Haraka/3.0.2) with ESMTPS id 1.1 envelope-from <a@sender.example> (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384); {STAMP}"
    ));
    assert_eq!(received.envelope_from.as_deref(), Some("a@sender.example"));
    assert_eq!(received.tls.as_deref(), Some("TLSv1.3 TLS_AES_256_GCM_SHA384"));
}

#[test]
fn an_empty_envelope_sender_is_told_as_such() {
    let received = read(&format!(
        "from a.example ([192.0.2.1]) by mx.example with esmtp (Exim 4.96) (envelope-from <>) id 1pXYZ0-000ABC-De; {STAMP}"
    ));
    assert_eq!(received.envelope_from.as_deref(), Some("<>"));
}

#[test]
fn stray_bytes_do_not_move_the_stamps_place() {
    let block = b"Received: from \xff\xfe.example by mx.example; 13 Feb 2009 21:23:21 +0000\n";
    let message = Message::read(block, 0);
    let received = received::read(message.first("Received").expect("a field"));
    assert_eq!(&block[received.stamp.span.start..received.stamp.span.end], b"13 Feb 2009 21:23:21 +0000");
}

#[test]
fn huge_and_hostile_fields_are_answered() {
    for value in [
        "(".repeat(100_000),
        format!("from a {} by mx.example; {STAMP}", "(".repeat(100_000) + &")".repeat(100_000)),
        "from ".repeat(100_000),
        ";".repeat(100_000),
        "; Fri, (".repeat(100_000),
        "\"".repeat(100_000),
        "<".repeat(100_000),
        "Mon 1 Jan ".repeat(100_000),
        "(a)".repeat(100_000),
        "\\".repeat(100_000),
        format!("from {} by mx.example; {STAMP}", "a ".repeat(100_000)),
        "from <a> ".repeat(100_000),
        "(envelope-from a) ".repeat(100_000),
        format!("from {} by mx.example; {STAMP}", "a".repeat(1_000_000)),
        format!("from a ({}) by mx.example; {STAMP}", "[192.0.2.1] ".repeat(100_000)),
    ] {
        read(&value);
    }
}
