//! The verdict in words: one sentence for a helpdesk, a few for each recipient, a postmark for the eye.

use super::address;
use super::facts::{Action, Recipient};
use super::timeline::{self, Timeline};
use crate::finding::{Fact, FactKind, Party, Severity, Verdict};
use crate::refusal::{Classification, reason, useful};
use crate::smtp::{Permanence, Reason, Step};
use crate::trace::words;

/// A recipient, and what was judged of it.
pub(super) struct Judged {
    pub recipient: Recipient,
    pub classification: Classification,
}

impl Judged {
    /// The address, or what stands for it.
    pub fn name(&self) -> &str {
        self.recipient.address.as_deref().unwrap_or("an address that the notice does not name")
    }

    /// Whether the server tried until it gave up: no single error was final.
    pub fn is_exhausted(&self) -> bool {
        // A name that does not exist is refused, whatever class of code says so.
        let refused =
            matches!(self.reason(), Reason::UserUnknown | Reason::HostUnknown | Reason::HasMoved | Reason::NotAccept)
                || self.is_loop();
        let temporary = self.recipient.permanence == Some(Permanence::Temporary);
        self.recipient.action == Some(Action::Failed) && temporary && !refused
    }

    /// Whether the message ran in a circle: no later try ends it.
    pub fn is_loop(&self) -> bool {
        self.classification.rule.is_some_and(|rule| rule.starts_with("mailloop."))
    }

    /// Whether no session came as far as an answer: nobody refused anything.
    pub fn is_unreached(&self) -> bool {
        matches!(self.recipient.step, Some(Step::Lookup | Step::Connect))
            || matches!(self.reason(), Reason::HostUnknown | Reason::NetworkError | Reason::Expired)
    }

    /// Whether the server that was to take it said nothing: what gave up was the one that wrote the notice.
    pub fn is_unanswered(&self) -> bool {
        let is_silent = matches!(self.reason(), Reason::NetworkError | Reason::Expired) && !self.is_loop();
        self.recipient.action == Some(Action::Failed) && self.recipient.reply_code.is_none() && is_silent
    }

    /// The codes, as they are read out: `550 5.1.1`.
    pub fn codes(&self) -> String {
        let codes = [self.recipient.reply_code.as_deref(), self.recipient.status.as_deref()];
        codes.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn reason(&self) -> Reason {
        self.recipient.reason.unwrap_or(Reason::Undefined)
    }
}

/// One sentence that a helpdesk can read out.
pub(super) fn headline(judged: &[Judged], reporting: Option<&str>) -> String {
    match judged {
        [] => String::new(),
        [one] => format!("{}.", one_headline(one, reporting)),
        [first, others @ ..] => {
            let many = judged;
            let alike = others.iter().all(|one| short_title(one) == short_title(first));
            let shown: Vec<String> = many
                .iter()
                .take(3)
                .map(|one| if alike { one.name().to_owned() } else { format!("{} ({})", one.name(), short_title(one)) })
                .collect();
            let why = if alike { format!(" ({})", short_title(first)) } else { String::new() };
            let rest = many.len() - shown.len();
            let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            let became = became(many);
            let count = words::count(many.len(), "recipient", "recipients");
            format!("{count} {became}{why}: {}{rest}.", shown.join(", "))
        }
    }
}

fn became(many: &[Judged]) -> &'static str {
    let all = |action: Action| many.iter().all(|one| one.recipient.action == Some(action));
    if all(Action::Failed) {
        "failed"
    } else if all(Action::Delayed) {
        "are delayed"
    } else if all(Action::Delivered) {
        "were reached"
    } else {
        "had different luck"
    }
}

fn short_title(one: &Judged) -> &'static str {
    match one.recipient.action {
        Some(Action::Delivered) => "delivered",
        Some(Action::Relayed) => "passed on",
        Some(Action::Expanded) => "passed on to a list's members",
        _ => title(one),
    }
}

fn one_headline(one: &Judged, reporting: Option<&str>) -> String {
    let name = one.name();
    match one.recipient.action {
        Some(Action::Delivered) => return format!("The message to {name} was delivered"),
        Some(Action::Relayed) => {
            return format!("The message to {name} was passed to a server that gives no further notice of it");
        }
        Some(Action::Expanded) => {
            return format!("The message to {name} was delivered to a list or alias and passed on to its members");
        }
        Some(Action::Delayed) => {
            let who = timeline::server(reporting, "the sending server");
            if one.reason() == Reason::Expired {
                return format!("The message to {name} is delayed, not lost; {who} still tries");
            }
            return format!("The message to {name} is delayed, not lost: {}; {who} still tries", title(one));
        }
        Some(Action::Failed) | None => {}
    }
    let what = capitalised(&clause(one));
    let separator = if what.contains(": ") { ";" } else { ":" };
    format!("{what}{separator} {}", refusal(one, reporting))
}

/// What happened, as the first half of a sentence.
fn clause(one: &Judged) -> String {
    let name = one.name();
    let domain = address::domain(name).unwrap_or("the recipient's domain");
    match one.reason() {
        Reason::UserUnknown => format!("{name} does not exist at {domain}'s mail server"),
        Reason::HostUnknown => format!("the domain {domain} cannot be found, so {name} cannot be reached"),
        Reason::HasMoved => format!("{name} has moved, and mail is not passed on"),
        Reason::NotAccept => format!("{domain} takes no mail at all, so {name} cannot be reached"),
        Reason::MailboxFull => format!("the mailbox {name} is full"),
        Reason::MesgTooBig | Reason::ExceedLimit => format!("the message is too large for {name}"),
        Reason::Suspend => format!("the mailbox {name} is disabled or takes no mail at present"),
        Reason::SpamDetected => format!("the message to {name} was taken for spam"),
        Reason::VirusDetected => format!("the message to {name} was taken for malware"),
        Reason::Filtered => format!("the message to {name} was refused by the recipient or by a filter of theirs"),
        Reason::Expired => format!("the message to {name} could not be handed over in the time allowed"),
        Reason::Undefined | Reason::OnHold => format!("the message to {name} failed, and the notice does not say why"),
        _ => format!("the message to {name} failed: {}", title(one)),
    }
}

/// Who refused, where, and with which codes.
fn refusal(one: &Judged, reporting: Option<&str>) -> String {
    let codes = one.codes();
    let codes = if codes.is_empty() { String::new() } else { format!(" ({codes})") };
    let ours = timeline::server(reporting, "the server that wrote the notice");
    if one.is_exhausted() || one.is_unanswered() && one.recipient.remote_mta.is_some() {
        return match &one.recipient.remote_mta {
            Some(remote) if one.recipient.reply_code.is_some() => {
                format!("{ours} gave up, and {remote} was the last to put it off{codes}")
            }
            Some(remote) => format!("{ours} gave up trying {remote}{codes}"),
            None => format!("{ours} gave up{codes}"),
        };
    }
    let at = match one.recipient.step {
        Some(Step::Lookup) => " before any connection",
        Some(Step::Delivery) => " when it put the message into the mailbox",
        _ => "",
    };
    let step = match one.recipient.step {
        Some(Step::Lookup | Step::Delivery) | None => at.to_owned(),
        Some(step) => format!(" at {}", step.name()),
    };
    let finally = if one.recipient.permanence == Some(Permanence::Temporary) { "" } else { " for good" };
    match &one.recipient.remote_mta {
        Some(remote) => format!("{remote} refused it{finally}{step}{codes}"),
        None => format!("{ours} returned it{finally}{step}{codes}"),
    }
}

/// A few sentences on one recipient: why, whose side, whether a later try helps, when the server gives up.
pub(super) fn in_words(one: &mut Judged, story: &Timeline, reporting: Option<&str>) -> String {
    if !timeline::is_trouble(one.recipient.action) {
        let said = format!("{}.", one_headline(one, reporting));
        one.recipient.headline_end = said.len();
        return said;
    }
    let mut said = format!("{}.", one_headline(one, reporting));
    one.recipient.headline_end = said.len();
    said.push(' ');
    said.push_str(explained(one));
    match (one.recipient.action, one.recipient.permanence) {
        (Some(Action::Delayed), _) => match story.gives_up(one.recipient.will_retry_until.as_deref()) {
            Some(when) => said.push_str(&format!(" The server gives up {when}.")),
            None => said.push_str(" The notice does not say when the server gives up."),
        },
        (_, Some(Permanence::Permanent)) if !says_it_is_final(one) && !one.is_unanswered() => {
            said.push_str(" Sending the same message again, unchanged, will not help.");
        }
        (_, Some(Permanence::Temporary)) if one.is_exhausted() => {
            said.push_str(" No single answer was final, so a later message may get through once the cause is gone.");
        }
        _ => {}
    }
    said.push(' ');
    said.push_str(if one.recipient.dead_address {
        "Whoever wrote the address must correct it; if it is right, it is on the recipient's side to act."
    } else {
        side(one.recipient.party.unwrap_or(Party::Unknown))
    });
    said
}

/// Whether the explanation already says that another try is in vain: that of an unknown user does.
pub(super) fn says_it_is_final(one: &Judged) -> bool {
    one.reason() == Reason::UserUnknown && sentence(one) == reason::entry(Reason::UserUnknown).sentence
}

/// Why, as the rules explain it.
pub(super) fn explained(one: &Judged) -> &str {
    // A reason that the notice's own form gives has its own sentence.
    if one.classification.reason == one.reason() {
        &one.classification.explained
    } else {
        reason::entry(one.reason()).sentence
    }
}

/// Why, without what the codes and the words disagree on.
pub(super) fn sentence(one: &Judged) -> &'static str {
    if one.classification.reason == one.reason() {
        one.classification.sentence
    } else {
        reason::entry(one.reason()).sentence
    }
}

/// What it is, in a clause.
pub(super) fn title(one: &Judged) -> &'static str {
    if one.classification.reason == one.reason() { one.classification.title } else { reason::entry(one.reason()).title }
}

/// What to do next: nothing that a queue does by itself, and no waiting for what was given up.
pub(super) fn next(one: &Judged) -> Vec<&'static str> {
    let steps = if one.classification.reason == one.reason() {
        one.classification.next
    } else {
        reason::entry(one.reason()).next
    };
    let is_queued = one.recipient.action == Some(Action::Delayed);
    let has_failed = one.recipient.action == Some(Action::Failed);
    useful(steps, is_queued, has_failed).collect()
}

fn side(party: Party) -> &'static str {
    match party {
        Party::Sender => "It is on the sender's side to act.",
        Party::Recipient => "It is on the recipient's side to act.",
        Party::Forwarder => "It is on the side of whoever forwards the mail to act.",
        Party::Network => "It lies between the two sides: DNS or the network.",
        Party::Nobody => "Nobody need act.",
        Party::Unknown => "The notice does not tell whose side must act.",
    }
}

/// The postmark and the facts beside it, for the gravest of the recipients.
pub(super) fn postmark(judged: &[Judged], story: &Timeline, reporting: Option<&str>) -> Option<Verdict> {
    let one = judged.iter().min_by_key(|one| gravity(one))?;
    let (severity, stamp) = match one.recipient.action {
        Some(Action::Delivered) => (Severity::Good, "DELIVERED"),
        Some(Action::Relayed | Action::Expanded) => (Severity::Good, "PASSED ON"),
        Some(Action::Delayed) => (Severity::Warning, "DELAYED"),
        _ if one.is_exhausted() || one.is_unanswered() => (Severity::Problem, "GIVEN UP"),
        _ => (Severity::Problem, "REFUSED"),
    };
    let mut facts = Vec::new();
    let mut fact = |label: &str, kind: FactKind, value: String| facts.push(Fact::new(label, value).of(kind));
    if timeline::is_trouble(one.recipient.action) {
        fact("Whose side", FactKind::Side, whose(one.recipient.party.unwrap_or(Party::Unknown)).to_owned());
        if let Some(remote) = &one.recipient.remote_mta {
            let answered = one.recipient.reply_code.is_some() || !one.is_unreached();
            if answered {
                fact("Refused by", FactKind::Server, remote.clone());
            } else {
                fact("Last tried", FactKind::Other, remote.clone());
            }
        }
        if let Some(step) = one.recipient.step {
            fact("At", FactKind::Step, step.name().to_owned());
        }
    }
    if let Some(reporting) = reporting {
        fact("Reported by", FactKind::Reporter, reporting.to_owned());
    }
    if let Some(waited) = story.waited().filter(|_| timeline::is_trouble(one.recipient.action)) {
        fact("After", FactKind::Other, words::rounded(waited.num_seconds()));
    }
    let detail = if timeline::is_trouble(one.recipient.action) { explained(one).to_owned() } else { String::new() };
    Some(Verdict { severity, stamp: stamp.to_owned(), stamp_detail: one.codes(), detail, facts })
}

fn gravity(one: &Judged) -> u8 {
    match one.recipient.action {
        Some(Action::Failed) | None => u8::from(one.is_exhausted()),
        Some(Action::Delayed) => 2,
        Some(Action::Expanded | Action::Relayed | Action::Delivered) => 3,
    }
}

fn whose(party: Party) -> &'static str {
    match party {
        Party::Sender => "The sender's",
        Party::Recipient => "The recipient's",
        Party::Forwarder => "The forwarder's",
        Party::Network => "The network between",
        Party::Nobody => "Nobody's",
        Party::Unknown => "The notice does not tell",
    }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    // An address and a host keep their spelling.
    if text.split(' ').next().is_some_and(|word| word.contains(['@', '.'])) {
        return text.to_owned();
    }
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
