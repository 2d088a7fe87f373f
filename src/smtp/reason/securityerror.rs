//! A security demand was not met.

use super::{Rule, Sheet, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: Sheet = Sheet {
    reason: Reason::SecurityError,
    party: Party::Sender,
    title: "a security demand was not met",
    sentence: "The server wants something before it takes the message: a login, a permission, or another \
        proof.",
    next: &[
        "If the sender is one of the server's own users: check the login (SMTP AUTH) and the port, usually \
         587.",
        "If the sender is from outside: the mailbox or group takes mail from insiders only; ask its owner to \
         allow outsiders.",
        "Ask the recipient's administrator what their server demands.",
    ],
    rules: &[
        Rule::new(
            "securityerror.auth",
            Weight::Plain,
            &[
                "authentication required",
                "authentication is required",
                "authentication failed",
                "authentication failure",
                "authentication failures",
                "authentication unsuccessful",
                "authentication credentials invalid",
                "authentication error",
                "authentication rejected",
                "authentication turned on in your email client",
                "need authentication",
                "need to authenticate",
                "must authenticate",
                "must be authenticated",
                "not authenticated",
                "please authenticate",
                "smtp authentication",
                "smtp auth",
                "auth required",
                "auth failed",
                "bad authentication",
                "could not authenticate",
                "unable to authenticate",
                "invalid login",
                "invalid credentials",
                "bad credentials",
                "incorrect password",
                "wrong password",
                "username and password not accepted",
                "password",
                "login failed",
                "unauthenticated senders not allowed",
                "unauthenticated sender",
                "unauthenticated user",
                "resolver.rst.authrequired",
                "account not authorized",
                "not authorized",
                "not authorised",
                "unauthorized",
                "permission denied",
                "you don't have permission",
                "you do not have permission",
                "insufficient permission",
                "sorry, you are not allowed to",
            ],
        ),
        Rule::new(
            "securityerror.denied",
            Weight::Fair,
            &[
                "access denied",
                "access to this mail system",
                "security error",
                "security reasons",
                "security violation",
                "security failure",
                "security problem",
                "for security",
                "delivery not authorized",
            ],
        ),
    ],
};
