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
            "please log in via your web browser",
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
