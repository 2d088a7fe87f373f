//! SMTP AUTH refused (RFC 4954): wrong password, app password needed, login switched off, too many tries.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static APP_PASSWORD: ReasonEntry = ReasonEntry {
    reason: Reason::SecurityError,
    party: Party::Sender,
    title: "the login needs an app password",
    sentence: "The server does not take the account's own password from this program: it wants an app password, or a login in the \
        browser (OAuth).",
    next: &[
        "Make an app password in the account's settings and give it to the program, or let the program log in with OAuth.",
    ],
    rules: &[Rule::new(
        "securityerror.app-password",
        Weight::Sure,
        &[
            "application-specific password",
            "app-specific password",
            "app password",
            "application password",
            "app passwords",
            "log in via your web browser",
            "accounts.google.com/signin/continue",
            "web login required",
            "log in with your web browser",
        ],
    )],
};

pub(super) static SWITCHED_OFF: ReasonEntry = ReasonEntry {
    reason: Reason::SecurityError,
    party: Party::Sender,
    title: "SMTP AUTH is switched off for the tenant or the mailbox",
    sentence: "The name and the password are not in question: login over SMTP is switched off for the organisation or for this mailbox.",
    next: &[
        "Let the administrator allow authenticated SMTP for this mailbox, or for the organisation.",
        "Or send in another way: OAuth, a relay connector, or the provider's sending interface.",
    ],
    rules: &[Rule::new(
        "securityerror.auth-switched-off",
        Weight::Sure,
        &[
            "smtpclientauthentication is disabled",
            "smtp client authentication is disabled",
            "basic authentication is disabled",
            "basic authentication is not supported",
            "user is locked by your organization's security defaults",
            "smtp auth is disabled",
            "smtp authentication is disabled",
            "authentication is disabled",
            "authentication not enabled",
            "auth not enabled",
        ],
    )],
};

pub(super) static TOO_MANY_TRIES: ReasonEntry = ReasonEntry {
    reason: Reason::SecurityError,
    party: Party::Sender,
    title: "too many tries to log in",
    sentence: "The server has slowed down or stopped logins after too many tries. That says nothing yet of the password.",
    next: &["Stop every program that logs in with an old password.", "Try one login by hand after some time."],
    rules: &[Rule::new(
        "securityerror.login-rate",
        Weight::Sure,
        &[
            "too many login attempts",
            "too many bad auth attempts",
            "too many auth attempts",
            "too many wrong passwords",
            "too many password failures",
            "maximum number of login attempts",
            "too many logins",
            "too many login failures",
            "too many failed login",
            "too many authentication failures",
            "too many failed authentication",
            "too many authentication attempts",
            "too many auth failures",
            "too many invalid login",
        ],
    )],
};

pub(super) static WRONG_PASSWORD: ReasonEntry = ReasonEntry {
    reason: Reason::SecurityError,
    party: Party::Sender,
    title: "the name or the password was not accepted",
    sentence: "The server refused the login: the name or the password is wrong, or the account may not log in this way.",
    next: &[
        "Check the name (often the whole address) and the password by a login in the browser.",
        "If both are right, see whether the provider wants an app password or has SMTP AUTH switched off.",
    ],
    rules: &[Rule::new(
        "securityerror.wrong-password",
        Weight::Sure,
        &[
            "username and password not accepted",
            "user credentials were incorrect",
            "authentication credentials are invalid",
            "password is incorrect",
            "password incorrect",
            "password not accepted",
            "incorrect authentication data",
            "authentication credentials invalid",
            "invalid credentials",
            "bad credentials",
            "incorrect password",
            "wrong password",
            "invalid password",
            "invalid login or password",
            "invalid user or password",
            "invalid username or password",
            "incorrect username or password",
            "incorrect user or password",
            "sasl login authentication failed",
            "sasl plain authentication failed",
            "falsches passwort",
            "benutzername oder passwort",
        ],
    )],
};

pub(super) static TOKEN: ReasonEntry = ReasonEntry {
    reason: Reason::SecurityError,
    party: Party::Sender,
    title: "the token of the login (OAuth) was not accepted",
    sentence: "The program logs in with a token in place of a password, and the server took it for expired, revoked or made for \
        another purpose.",
    next: &[
        "Connect the account anew in the program, so that it gets a new token.",
        "See that the token is made for SMTP.",
    ],
    rules: &[Rule::new(
        "securityerror.token",
        Weight::Sure,
        &[
            "authorization grant is invalid",
            "authorization grant is * expired",
            "invalid oauth token",
            "invalid access token",
            "oauth token expired",
            "access token expired",
            "access token has expired",
            "token has been revoked",
        ],
    )],
};

pub(super) static NEEDED: ReasonEntry = ReasonEntry {
    reason: Reason::SecurityError,
    party: Party::Sender,
    title: "the server wants a login first",
    sentence: "The client has not logged in (SMTP AUTH), and the server takes this mail from clients that have.",
    next: &[
        "Switch on authentication for outgoing mail in the program, with port 587 or 465.",
        "If this is mail from outside for a mailbox of that server, it belongs on port 25 of the domain's MX.",
    ],
    rules: &[],
};

pub(super) static MECHANISM: ReasonEntry = ReasonEntry {
    reason: Reason::SecurityError,
    party: Party::Sender,
    title: "the server does not take this way to log in",
    sentence: "The mechanism that the client chose for AUTH is unknown to the server, switched off, or too weak for it. That says \
        nothing of the password.",
    next: &["Compare the client's mechanism with those behind AUTH in the server's answer to EHLO, within TLS."],
    rules: &[],
};

pub(super) static NOT_NOW: ReasonEntry = ReasonEntry {
    reason: Reason::SecurityError,
    party: Party::Sender,
    title: "the login could not be checked at this time",
    sentence: "The server that is logged in to could not ask its own store of accounts, or wants a pause. That says nothing of the \
        password.",
    next: &[
        "Try again after some minutes.",
        "If it goes on, the operator of that server looks at its authentication service.",
    ],
    rules: &[],
};

/// The entry that a code alone tells of a login, where words do not say more (RFC 4954 section 6).
pub(super) fn by_code(reply_code: &str, status: &str) -> Option<&'static ReasonEntry> {
    match (reply_code, status) {
        ("535", _) => Some(&WRONG_PASSWORD),
        ("530", "" | "5.7.0" | "5.7.57") => Some(&NEEDED),
        ("504", "" | "5.5.4" | "5.7.4") | ("534", "5.7.9") => Some(&MECHANISM),
        ("454", "" | "4.7.0") | ("435" | "432", _) => Some(&NOT_NOW),
        _ => None,
    }
}
