//! What the client says of itself: why it gave up, and what was refused on the way to a message that was taken.

use super::Case;
use crate::finding::{Confidence, Finding, Party, Severity};
use crate::session::facts::{Answer, Exchange};
use crate::session::note::ClientError;
use crate::smtp::Step;

/// What an error of a client means.
pub(super) struct Explained {
    pub title: &'static str,
    pub why: &'static str,
    pub party: Party,
    pub next: &'static str,
}

impl ClientError {
    fn explained(self) -> Explained {
        let (title, why, party, next) = match self {
            Self::NoStartTls => (
                "The server does not offer STARTTLS",
                "The client was to use TLS, and the answer to EHLO does not list it. It is switched off there, or a device on \
                 the way takes it out of the answer.",
                Party::Recipient,
                "Compare the answer to EHLO from another network. If STARTTLS is missing there too, the server's operator must \
                 switch it on.",
            ),
            Self::Tls => (
                "The TLS handshake failed",
                "Client and server agreed on no version or cipher of TLS, or one of them ended it.",
                Party::Unknown,
                "Run openssl s_client with -starttls smtp against the same host: it says which side ended the handshake, and why.",
            ),
            Self::Expired => (
                "TLS failed: the server's certificate has expired",
                "The client insists on a valid certificate and ended the session.",
                Party::Recipient,
                "Ask the server's operator to renew the certificate. If all servers look so, check the client's clock.",
            ),
            Self::OtherName => (
                "TLS failed: the server's certificate is for another name",
                "The name that the client connected to is not among the names of the certificate. The client has the wrong \
                 name, or the server the wrong certificate.",
                Party::Unknown,
                "Compare the name that the client uses with the names in the certificate.",
            ),
            Self::Certificate => (
                "TLS failed: the client does not trust the server's certificate",
                "The certificate, or the chain that the server sends, leads to no authority that the client knows. An \
                 intermediate certificate is missing, the certificate is self-signed, or the client's list is too old.",
                Party::Unknown,
                "See the chain with openssl s_client -showcerts from another machine: if it fails there too, it is the server's.",
            ),
            Self::NotTls => (
                "TLS failed: what answered on this port did not begin with TLS",
                "The client began with TLS and got something else, mostly plain SMTP. Port 465 begins with TLS; ports 25 and 587 \
                 begin in plain text and change by STARTTLS.",
                Party::Sender,
                "Use STARTTLS on ports 25 and 587, and TLS from the start on 465.",
            ),
            Self::NoCiphers => (
                "TLS failed: this client has no cipher or version of TLS to offer",
                "The client ended it before the server had a say.",
                Party::Sender,
                "Check the versions and ciphers of TLS that the client is set to.",
            ),
            Self::NoAuth => (
                "The server offers no login (AUTH) that the client can use",
                "Many servers list AUTH only within TLS, and not on port 25.",
                Party::Unknown,
                "Log in on port 587 after STARTTLS, or on 465, and compare the mechanisms behind AUTH in the answer to EHLO.",
            ),
            Self::Login => (
                "The login (AUTH) failed",
                "No mechanism that the client tried was accepted.",
                Party::Sender,
                "Check name and password, and whether the account needs an app password or has SMTP AUTH switched off.",
            ),
            Self::NoXclient => (
                "The server does not offer XCLIENT, or not all of what the client wanted to say by it",
                "A server lists XCLIENT only to addresses that it is set to trust.",
                Party::Unknown,
                "Add the client's address to those that may use XCLIENT (Postfix: smtpd_authorized_xclient_hosts).",
            ),
            Self::NoPrdr => (
                "The server does not offer PRDR",
                "Without it the whole message has one answer.",
                Party::Unknown,
                "Send without PRDR.",
            ),
            Self::NotOffered => (
                "The server does not offer an extension that the client was to use",
                "The answer to EHLO does not list it.",
                Party::Unknown,
                "Compare the extensions in the answer to EHLO with what the client is set to use.",
            ),
        };
        Explained { title, why, party, next }
    }
}

impl Case {
    /// Why the client gave up, where that ended the session: no refusal did, and no message was taken.
    pub(super) fn gave_up(&self) -> Option<Explained> {
        let (error, _) = self.transcript.gave_up?;
        let is_refused = self.stop().is_some_and(|stop| stop.reply_code.is_some());
        (!is_refused && self.transcript.session.taken().is_none()).then(|| error.explained())
    }
}

/// The client gave up by itself, or said so and went on.
pub(super) fn gave_up(case: &Case) -> Option<Finding> {
    let (error, span) = case.transcript.gave_up?;
    let ended = case.gave_up().is_some();
    let severity = if ended { Severity::Problem } else { Severity::Warning };
    let Explained { title, why, party, next } = error.explained();
    let why = if case.transcript.session.taken().is_some() {
        format!("{why} The client went on, and the message was taken.")
    } else {
        why.to_owned()
    };
    let finding = Finding::new("session.client-error", severity, party, Confidence::Likely, title);
    Some(finding.why(why).next(next).shown_by([span]))
}

/// STARTTLS, AUTH or another command was refused, and the message was taken afterwards.
pub(super) fn refused_on_the_way(case: &Case) -> Option<&Exchange> {
    let session = &case.transcript.session;
    session.taken().filter(|_| session.stopped.is_none())?;
    let is_refused = |one: &&Exchange| matches!(one.answer, Answer::Deferred | Answer::Refused);
    let is_optional = |one: &&Exchange| one.step.is_none() || matches!(one.step, Some(Step::StartTls | Step::Auth));
    session.exchanges.iter().find(|one| is_refused(one) && is_optional(one))
}

/// Says so.
pub(super) fn optional_refused(case: &Case) -> Option<Finding> {
    let one = refused_on_the_way(case)?;
    let (why, next) = match one.step {
        Some(Step::StartTls) => (
            "The message went on without TLS: it was readable on the way.",
            "If TLS is wanted, set the client to insist on it.",
        ),
        Some(Step::Auth) => (
            "The message was taken without a login, as mail from anybody to a mailbox of this server is.",
            "Check the login before you rely on it: mail to other domains will be refused without it.",
        ),
        _ => ("The client went on without it.", "Check whether the command is needed."),
    };
    let title = format!("The message was taken, but {} was refused before", one.name());
    Some(
        Finding::new("session.optional-refused", Severity::Warning, Party::Unknown, Confidence::Certain, title)
            .why(why)
            .next(next)
            .shown_by(one.evidence.iter().copied()),
    )
}
