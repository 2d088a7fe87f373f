//! Three texts ready to send, with the facts filled in that the notice tells, and no others.

use std::fmt::Write;

use super::facts::{Action, Letters};
use super::timeline::{self, Timeline};
use super::verdict::{self, Judged};
use crate::finding::{Confidence, Party};
use crate::refusal::plain;
use crate::smtp::{Permanence, Reason};
use crate::trace::words;
use crate::visible::visible;

/// Writes the three texts about one recipient; none where the message arrived.
/// Where somebody else seems to have sent it, `forged` is how sure that is.
pub(super) fn about(
    one: &Judged,
    story: &Timeline,
    reporting: Option<&str>,
    forged: Option<Confidence>,
) -> Option<Letters> {
    timeline::is_trouble(one.recipient.action).then(|| Letters {
        user: visible(&match forged {
            Some(Confidence::Certain | Confidence::Likely) => not_sent(one),
            _ => to_user(one, story, forged.is_some()),
        })
        .into_owned(),
        other_admin: visible(&to_other_admin(one, story, reporting)).into_owned(),
        own_team: visible(&to_own_team(one, story, reporting)).into_owned(),
    })
}

/// Of a message that somebody else wrote under the user's address.
fn not_sent(one: &Judged) -> String {
    format!(
        "This notice is about a message to {} that did not go through our servers. Somebody wrote it under your address. You need do \
         nothing, and it is no sign that your account was broken into. Please do not answer the notice.\n",
        one.name()
    )
}

fn to_user(one: &Judged, story: &Timeline, may_be_forged: bool) -> String {
    let mut text = String::new();
    let message = message(story);
    let name = one.name();
    if one.recipient.action == Some(Action::Delayed) {
        let _ = writeln!(
            text,
            "{message} to {name} has not been delivered yet. The mail server still tries; you need not send it again."
        );
    } else if one.classification.is_answer_lost() {
        let _ = writeln!(text, "{message} to {name} may not have been delivered.");
    } else {
        let _ = writeln!(text, "{message} to {name} was not delivered.");
    }
    let why = plain::reason(one.recipient.reason.unwrap_or(Reason::Undefined), verdict::title(one))
        .unwrap_or_else(|| verdict::sentence(one));
    let _ = writeln!(text, "\nWhy: {why}");
    let who = match one.recipient.party {
        // First of all the address may be wrong, which only its writer can see.
        _ if one.recipient.dead_address => None,
        Some(Party::Sender) => Some("We are looking into it on our side."),
        Some(Party::Recipient) => Some("It has to be put right on the recipient's side."),
        _ => None,
    };
    if let Some(who) = who {
        let _ = writeln!(text, "{who}");
    }
    match (one.recipient.action, one.recipient.permanence) {
        (Some(Action::Delayed), _) => {
            if let Some(when) = story.gives_up(one.recipient.will_retry_until.as_deref()) {
                let _ = writeln!(
                    text,
                    "\nIf it still cannot be delivered, the server gives up {when}. You will then get another notice."
                );
            }
        }
        _ if one.classification.is_answer_lost() => {
            let _ = writeln!(text, "\nPlease ask whether it arrived before you send it once more.");
        }
        _ if one.is_loop() => {
            let _ = writeln!(text, "\nSending it again will not help until that is mended.");
        }
        (_, Some(Permanence::Permanent)) if why == verdict::sentence(one) && verdict::says_it_is_final(one) => {}
        (_, Some(Permanence::Permanent)) if !one.is_unanswered() => {
            let _ = writeln!(text, "\nSending the same message to the same address again will not help.");
        }
        _ => {
            let _ = writeln!(text, "\nYou can try again later.");
        }
    }
    if may_be_forged {
        let _ = writeln!(text, "\nIf you did not send it, somebody used your address: then you need do nothing.");
    }
    text
}

fn to_other_admin(one: &Judged, story: &Timeline, reporting: Option<&str>) -> String {
    let mut text = String::from("Hello,\n\n");
    let did = if one.recipient.permanence == Some(Permanence::Permanent) { "refuses" } else { "puts off" };
    let _ = match &one.recipient.remote_mta {
        Some(server) if one.is_unreached() && one.recipient.reply_code.is_none() => {
            writeln!(text, "Our server cannot hand over mail for {} to {server}.\n", one.name())
        }
        Some(server) => writeln!(text, "{server} {did} our mail to {}.\n", one.name()),
        None => writeln!(text, "Our server could not deliver mail to {}.\n", one.name()),
    };
    facts(&mut text, one, story, reporting);
    let _ =
        writeln!(text, "\nCould you please look in your log why, and tell us what to change on our side if anything?");
    if matches!(one.recipient.party, Some(Party::Recipient)) && !one.recipient.dead_address {
        let _ =
            writeln!(text, "From the answer it looks as if the cause is with the mailbox or the server on your side.");
    }
    text.push_str("\nThank you");
    text
}

fn to_own_team(one: &Judged, story: &Timeline, reporting: Option<&str>) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}\n", verdict::headline(std::slice::from_ref(one), reporting));
    facts(&mut text, one, story, reporting);
    let _ = writeln!(text, "\nWhat it means: {}", verdict::explained(one));
    if one.recipient.action == Some(Action::Delayed)
        && let Some(when) = story.gives_up(one.recipient.will_retry_until.as_deref())
    {
        let _ = writeln!(text, "The server gives up {when}.");
    }
    let next = verdict::next(one);
    if !next.is_empty() {
        text.push_str("\nNext:\n");
        for step in next {
            let _ = writeln!(text, "- {step}");
        }
    }
    text
}

/// The facts that a colleague needs, a line each; what the notice does not tell is left out.
fn facts(text: &mut String, one: &Judged, story: &Timeline, reporting: Option<&str>) {
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "{label}: {value}");
        }
    };
    line("Recipient", one.name());
    line("Originally to", one.recipient.original_address.as_deref().unwrap_or_default());
    let answered = one.recipient.reply_code.is_some() || !one.is_unreached();
    line(if answered { "Refused by" } else { "Last tried" }, one.recipient.remote_mta.as_deref().unwrap_or_default());
    line("At", one.recipient.step.map_or("", |step| step.name()));
    line("Codes", &one.codes());
    line("Its words", one.recipient.diagnostic.as_deref().map_or("", |words| clipped(words)));
    line("Our server", reporting.unwrap_or_default());
    line("Taken by our server", &story.taken.map(words::moment).unwrap_or_default());
    line("Notice of", &story.noticed.map(words::moment).unwrap_or_default());
    line("Subject", story.subject.as_deref().map_or("", |subject| clipped(subject)));
}

/// The first words of a long text.
fn clipped(text: &str) -> &str {
    text.get(..text.floor_char_boundary(500)).unwrap_or(text)
}

fn message(story: &Timeline) -> String {
    let subject = story.subject.as_deref().map(|subject| format!(" \"{}\"", clipped(subject))).unwrap_or_default();
    let sent = story.sent.map(|sent| format!(" of {}", words::moment(sent))).unwrap_or_default();
    format!("Your message{subject}{sent}")
}
