//! What each program means by its `Received` fields: a file a program, tried in the order of [`DIALECTS`].
//!
//! A dialect tells how a field is known for its own, and completes what the general grammar made of it. To add
//! one, write its
//! file, and name it in this one.

mod amavis;
mod barracuda;
mod communigate;
mod content_filter;
mod coremail;
mod courier;
mod critical_path;
mod cyrus;
mod domino;
mod dovecot;
mod dragonfly;
mod ecartis;
mod exchange;
mod exchange5;
mod exim;
mod fetchmail;
mod getmail;
mod gmail;
mod groupwise;
mod halon;
mod haraka;
mod horde;
mod icewarp;
mod imail;
mod indimail;
mod intermail;
mod ironport;
mod isode;
mod james;
mod kerio;
mod kumomta;
mod lsmtp;
mod maddy;
mod mailenable;
mod majordomo;
mod mdaemon;
mod mercury;
mod messagelabs;
mod mimecast;
mod mirapoint;
mod momentum;
mod mox;
mod navgw;
mod nemesis;
mod opensmtpd;
mod oracle;
mod postfix;
mod postini;
mod powermta;
mod proofpoint;
mod qmail;
mod qmail_scanner;
mod qpsmtpd;
mod raptor;
mod roundcube;
mod sendgrid;
mod sendmail;
mod ses;
mod smap;
mod smtpsvc;
mod sophos;
mod squirrelmail;
mod stalwart;
mod webmail;
mod xmail;
mod yahoo;
mod yandex;
mod zimbra;
mod zmailer;
mod zoho;
mod zonemta;

use super::Reading;

/// One program's way of writing the field.
pub(super) struct Dialect {
    /// Its name in the report.
    pub(super) name: &'static str,
    /// Whether a field is written in it.
    pub(super) is: fn(&Reading<'_>) -> bool,
    /// What it says beyond the general grammar.
    pub(super) complete: fn(&mut Reading<'_>),
}

/// The surest marks first: a program's own name before the looks of its fields, a service before the program it
/// is built on.
const DIALECTS: [&Dialect; 71] = [
    &amavis::AMAVIS,
    &qmail_scanner::QMAIL_SCANNER,
    &indimail::INDIMAIL,
    &qpsmtpd::QPSMTPD,
    &proofpoint::PROOFPOINT,
    &mimecast::MIMECAST,
    &barracuda::BARRACUDA,
    &sophos::SOPHOS,
    &messagelabs::MESSAGELABS,
    &postini::POSTINI,
    &ironport::IRONPORT,
    &stalwart::STALWART,
    &kumomta::KUMOMTA,
    &james::JAMES,
    &haraka::HARAKA,
    &opensmtpd::OPENSMTPD,
    &powermta::POWERMTA,
    &communigate::COMMUNIGATE,
    &exchange::EXCHANGE,
    &smtpsvc::SMTPSVC,
    &exchange5::EXCHANGE5,
    &gmail::GMAIL,
    &ses::SES,
    &sendgrid::SENDGRID,
    &squirrelmail::SQUIRRELMAIL,
    &horde::HORDE,
    &roundcube::ROUNDCUBE,
    &yahoo::YAHOO,
    &webmail::WEBMAIL,
    &raptor::RAPTOR,
    &zmailer::ZMAILER,
    &navgw::NAVGW,
    &fetchmail::FETCHMAIL,
    &getmail::GETMAIL,
    &domino::DOMINO,
    &mdaemon::MDAEMON,
    &imail::IMAIL,
    &oracle::ORACLE,
    &cyrus::CYRUS,
    &zoho::ZOHO,
    &mailenable::MAILENABLE,
    &kerio::KERIO,
    &xmail::XMAIL,
    &icewarp::ICEWARP,
    &momentum::MOMENTUM,
    &intermail::INTERMAIL,
    &mirapoint::MIRAPOINT,
    &halon::HALON,
    &yandex::YANDEX,
    &dragonfly::DRAGONFLY,
    &groupwise::GROUPWISE,
    &isode::ISODE,
    &coremail::COREMAIL,
    &nemesis::NEMESIS,
    &zonemta::ZONEMTA,
    &lsmtp::LSMTP,
    &mercury::MERCURY,
    &ecartis::ECARTIS,
    &majordomo::MAJORDOMO,
    &postfix::POSTFIX,
    &content_filter::CONTENT_FILTER,
    &sendmail::SENDMAIL,
    &exim::EXIM,
    &qmail::QMAIL,
    &courier::COURIER,
    &dovecot::DOVECOT,
    &maddy::MADDY,
    &mox::MOX,
    &critical_path::CRITICAL_PATH,
    &zimbra::ZIMBRA,
    &smap::SMAP,
];

/// Finds the field's dialect, if it is one that is known, and lets it complete the reading.
pub(super) fn apply(reading: &mut Reading<'_>) {
    if let Some(dialect) = DIALECTS.iter().find(|dialect| (dialect.is)(reading)) {
        reading.received.dialect = Some(dialect.name);
        (dialect.complete)(reading);
    }
}

#[cfg(test)]
mod tests {
    use crate::message::Message;
    use crate::trace::received;

    /// The examples in a dialect's own documentation.
    fn examples(source: &str) -> Vec<String> {
        let lines = source.lines().map_while(|line| line.strip_prefix("//!")).collect::<Vec<_>>().join("\n");
        lines.split("```text").skip(1).filter_map(|behind| behind.split("```").next()).map(str::to_owned).collect()
    }

    #[test]
    fn every_dialects_own_examples_are_read_as_that_dialect() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/trace/received/dialect");
        let mut read = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let source = std::fs::read_to_string(&path).unwrap();
            if path.ends_with("mod.rs") {
                continue;
            }
            let name = source.split("name: \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
            let examples = examples(&source);
            assert!(!examples.is_empty(), "{} shows no example", path.display());
            for example in examples {
                let field = format!("Received: {}\n", example.trim().replace('\n', "\n\t"));
                let message = Message::read(field.as_bytes(), 0);
                let received = received::read(message.first("Received").unwrap());
                assert_eq!(received.dialect, Some(name), "{example}");
                assert_eq!(received.rest, Vec::<String>::new(), "{example}");
                assert!(received.stamp.is_date(), "{example}");
                read += 1;
            }
        }
        assert!(read >= super::DIALECTS.len());
    }
}
