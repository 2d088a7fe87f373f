//! What follows from a notice: one small rule each.

use super::address;
use super::facts::Action;
use super::notice::NoticeParts;
use super::per_recipient::MOST_READ;
use super::reading::MOST_RECIPIENTS;
use super::step_phrases;
use super::timeline::{self, Timeline};
use super::verdict::{self, Judged};
use crate::Context;
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Finding, Party, Severity, Span, Standard, weightiest_first};
use crate::message::{Field, Message};
use crate::refusal::cause;
use crate::smtp::{Reason, codes};
use crate::trace::{self, received, words};

/// How soon a refusal is instant, in seconds.
const INSTANT: i64 = 120;

/// From how long a refusal comes after long tries, in seconds.
const AFTER_DAYS: i64 = 86_400;

/// Everything that a rule may look at.
pub(super) struct Case<'a> {
    pub judged: &'a [Judged],
    pub notice: &'a NoticeParts<'a>,
    pub story: &'a Timeline,
    /// Whether the notice itself names a recipient.
    pub named: bool,
    /// What [`looped`] found.
    pub circle: Option<Finding>,
    pub context: &'a Context,
}

type Run = fn(&Case<'_>) -> Option<Finding>;

/// Every rule, in the order in which findings of one weight stand: first the ids that [`id`] gives to the reasons.
static RULES: &[Rule<Run>] = &[
    Rule::also("bounce.user-unknown", "bounces"),
    Rule::also("bounce.host-unknown", "mx"),
    Rule::also("bounce.has-moved", "bounces"),
    Rule::also("bounce.takes-no-mail", "mx"),
    Rule::also("bounce.mailbox-full", "bounces"),
    Rule::also("bounce.too-large", "bounces"),
    Rule::also("bounce.filtered", "bounces"),
    Rule::also("bounce.mailbox-disabled", "bounces"),
    Rule::also("bounce.sender-rejected", "bounces"),
    Rule::also("bounce.client-blocked", "blocklists"),
    Rule::also("bounce.low-reputation", "blocklists"),
    Rule::also("bounce.reverse-dns", "border"),
    Rule::also("bounce.authentication", "authentication"),
    Rule::also("bounce.spam", "bounces"),
    Rule::also("bounce.malware", "bounces"),
    Rule::also("bounce.policy", "bounces"),
    Rule::also("bounce.security", "bounces"),
    Rule::also("bounce.content", "blocklists"),
    Rule::also("bounce.not-compliant", "bounces"),
    Rule::also("bounce.relaying-denied", "by-hand"),
    Rule::also("bounce.rate-limit", "errors"),
    Rule::also("bounce.expired", "errors"),
    Rule::also("bounce.network", "bounces"),
    Rule::also("bounce.system", "bounces"),
    Rule::also("bounce.disk-full", "bounces"),
    Rule::also("bounce.local-delivery", "bounces"),
    Rule::also("bounce.syntax", "bounces"),
    Rule::also("bounce.tls", "bounces"),
    Rule::also("bounce.unclear", "bounces"),
    Rule::new("bounce.still-tried", "errors", |case| delayed(case.judged, case.story)),
    Rule::new("bounce.loop", "forwarding", |case| case.circle.clone()),
    Rule::also("bounce.many-hops", "forwarding"),
    Rule::new("bounce.own-backscatter", "backscatter", |case| own_backscatter(case.judged, case.notice, case.context)),
    Rule::new("bounce.backscatter", "backscatter", |case| backscatter(case.judged, case.notice, case.context)),
    Rule::new("bounce.codes-disagree", "bounces", |case| disagreements(case.judged)),
    Rule::new("bounce.given-up", "errors", |case| exhausted(case.judged, case.story)),
    Rule::new("bounce.causes", "bounces", |case| causes(case.judged)),
    Rule::new("bounce.timing", "bounces", |case| instant(case.judged, case.story)),
    Rule::new("bounce.forwarded-address", "forwarding", |case| forwarded(case.judged)),
    Rule::new("bounce.two-servers", "bounces", |case| two_servers(case.judged, case.notice)),
    Rule::new("bounce.third-server", "bounces", |case| third_server(case.judged)),
    Rule::new("bounce.recipient-not-named", "bounces", |case| unnamed(case.named)),
    Rule::new("bounce.recipients-not-listed", "bounces", |case| too_many(case.judged)),
    Rule::new("bounce.delivered", "bounces", |case| arrived(case.judged)),
    Rule::also("automatic.loop", "backscatter"),
    Rule::also("automatic.vacation", ""),
    Rule::also("automatic.challenge", "backscatter"),
    Rule::also("automatic.reply", ""),
];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

/// Applies every rule, the gravest first.
pub(super) fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut found = reasons(case.judged);
    found.extend(RULES.iter().filter_map(|rule| rule.run?(case)));
    weightiest_first(&mut found);
    found
}

/// One finding for each reason, with the recipients it holds for.
fn reasons(judged: &[Judged]) -> Vec<Finding> {
    let mut told: Vec<Reason> = Vec::new();
    let mut found = Vec::new();
    for one in judged.iter().filter(|one| timeline::is_trouble(one.recipient.action)) {
        let why = one.recipient.reason.unwrap_or(one.classification.reason);
        if told.contains(&why) {
            continue;
        }
        told.push(why);
        let alike: Vec<&Judged> = judged
            .iter()
            .filter(|other| {
                other.recipient.reason == one.recipient.reason && timeline::is_trouble(other.recipient.action)
            })
            .collect();
        let severity =
            if one.recipient.action == Some(Action::Delayed) { Severity::Warning } else { Severity::Problem };
        let title = match alike.as_slice() {
            [only] => format!("{}: {}", only.name(), verdict::title(one)),
            many => format!("{}: {}", words::count(many.len(), "recipient", "recipients"), verdict::title(one)),
        };
        let party = one.recipient.party.unwrap_or(Party::Unknown);
        let mut finding = Finding::new(id(why), severity, party, one.classification.confidence, title)
            .why(verdict::explained(one))
            .shown_by(alike.iter().take(50).flat_map(|one| one.recipient.evidence.iter().copied()));
        for step in verdict::next(one) {
            finding = finding.next(step);
        }
        finding.next.extend(one.classification.first_question().map(str::to_owned));
        if one.classification.is_answer_lost() {
            finding = finding.by(Standard::DuplicateMessages, "");
        }
        if let Some(status) = one.recipient.status.as_deref() {
            // Where the server means something else by the code, what defines it does not bear the reason out.
            let known = codes::lookup(status).filter(|code| code.fits(why));
            let cited = known.map_or_else(|| Standard::EnhancedStatus.section("2"), codes::Code::reference);
            finding.references.push(cited);
        }
        found.push(finding);
    }
    found
}

/// The rule's name for a reason.
fn id(reason: Reason) -> &'static str {
    match reason {
        Reason::UserUnknown => "bounce.user-unknown",
        Reason::HostUnknown => "bounce.host-unknown",
        Reason::HasMoved => "bounce.has-moved",
        Reason::NotAccept => "bounce.takes-no-mail",
        Reason::MailboxFull => "bounce.mailbox-full",
        Reason::ExceedLimit | Reason::MesgTooBig => "bounce.too-large",
        Reason::Filtered => "bounce.filtered",
        Reason::Suspend => "bounce.mailbox-disabled",
        Reason::Rejected => "bounce.sender-rejected",
        Reason::Blocked => "bounce.client-blocked",
        Reason::BadReputation => "bounce.low-reputation",
        Reason::RequirePtr => "bounce.reverse-dns",
        Reason::AuthFailure => "bounce.authentication",
        Reason::SpamDetected => "bounce.spam",
        Reason::VirusDetected => "bounce.malware",
        Reason::PolicyViolation => "bounce.policy",
        Reason::SecurityError => "bounce.security",
        Reason::ContentError => "bounce.content",
        Reason::NotCompliantRfc => "bounce.not-compliant",
        Reason::NoRelaying => "bounce.relaying-denied",
        Reason::Speeding | Reason::TooManyConn => "bounce.rate-limit",
        Reason::Expired => "bounce.expired",
        Reason::NetworkError => "bounce.network",
        Reason::SystemError => "bounce.system",
        Reason::SystemFull => "bounce.disk-full",
        Reason::MailerError => "bounce.local-delivery",
        Reason::SyntaxError => "bounce.syntax",
        Reason::FailedStartTls => "bounce.tls",
        Reason::OnHold | Reason::Undefined | Reason::Delivered | Reason::Feedback | Reason::Vacation => {
            "bounce.unclear"
        }
    }
}

/// Still tried: until when.
fn delayed(judged: &[Judged], story: &Timeline) -> Option<Finding> {
    let one = judged.iter().find(|one| one.recipient.action == Some(Action::Delayed))?;
    let when = story.gives_up(one.recipient.will_retry_until.as_deref());
    let why = match &when {
        Some(when) => format!("The message is in the queue and is tried again and again. The server gives up {when}."),
        None => {
            "The message is in the queue and is tried again and again. The notice does not say for how long.".to_owned()
        }
    };
    let promise = story.promise.iter().map(|(_, span)| *span);
    Some(
        Finding::new(
            "bounce.still-tried",
            Severity::Note,
            Party::Nobody,
            Confidence::Certain,
            "The message is not lost yet",
        )
        .why(why)
        .next("Do not send it again: both may arrive.")
        .next("If it is urgent, reach the recipient another way.")
        .shown_by(promise)
        .by(Standard::DeliveryStatus, "2.3.3"),
    )
}

/// The codes and the words contradict each other.
fn disagreements(judged: &[Judged]) -> Option<Finding> {
    let one = judged.iter().find(|one| {
        one.classification.disagreement.is_some()
            && one.classification.reason != Reason::Expired
            && timeline::is_trouble(one.recipient.action)
    })?;
    let said = one.classification.disagreement.clone()?;
    Some(
        Finding::new(
            "bounce.codes-disagree",
            Severity::Note,
            Party::Unknown,
            Confidence::Certain,
            "The codes and the words do not agree",
        )
        .why(said)
        .shown_by(one.recipient.evidence.iter().copied()),
    )
}

/// Given up after tries, though no single answer was final.
fn exhausted(judged: &[Judged], story: &Timeline) -> Option<Finding> {
    let one = judged.iter().find(|one| one.is_exhausted())?;
    let waited = story.waited().filter(|waited| waited.num_seconds() > INSTANT);
    let waited = waited.map(|waited| format!(" It was under way for {}.", words::rounded(waited.num_seconds())));
    Some(
        Finding::new(
            "bounce.given-up",
            Severity::Note,
            one.recipient.party.unwrap_or(Party::Unknown),
            Confidence::Certain,
            "Given up by exhaustion, not by refusal",
        )
        .why(format!(
            "The error was a temporary one, but the server has given up all the same.{} For this message it is final; a new one may get through once the cause is gone.",
            waited.unwrap_or_default()
        ))
        .next("Find the cause before the message is sent again.")
        .shown_by(one.recipient.evidence.iter().copied())
        .by(Standard::Smtp, "4.5.4.1"),
    )
}

/// What may lie behind a temporary error.
fn causes(judged: &[Judged]) -> Option<Finding> {
    let trouble = judged.iter().filter(|one| timeline::is_trouble(one.recipient.action));
    let of = |one: &Judged| cause::causes(&one.classification, one.recipient.diagnostic.as_deref().unwrap_or_default());
    let causes = trouble.map(of).find(|causes| !causes.is_empty())?;
    let first = causes.first()?;
    let lines: Vec<String> =
        causes.iter().take(5).map(|ranked| format!("{}: {}", side(ranked.cause.party), ranked.cause.text)).collect();
    let mut finding = Finding::new(
        "bounce.causes",
        Severity::Note,
        first.cause.party,
        first.confidence,
        "What may lie behind it, the likeliest first",
    )
    .why(lines.join("\n"));
    for ranked in causes.iter().take(3) {
        finding = finding.next(ranked.cause.check);
    }
    Some(finding)
}

fn side(party: Party) -> &'static str {
    match party {
        Party::Sender => "The sender's side",
        Party::Recipient => "The recipient's side",
        Party::Forwarder => "The forwarder's side",
        Party::Network | Party::Nobody | Party::Unknown => "Between the two",
    }
}

/// An answer within seconds and one after days are different stories.
fn instant(judged: &[Judged], story: &Timeline) -> Option<Finding> {
    let one = judged.iter().find(|one| {
        // Where no server answered, there was nothing to be quick or slow.
        let answered = one.recipient.reply_code.is_some() || !one.is_unreached();
        one.recipient.action == Some(Action::Failed) && !one.is_exhausted() && answered
    })?;
    let waited = story.waited()?.num_seconds();
    let (title, why) = if waited <= INSTANT {
        (
            if waited < 1 {
                "Refused almost at once, within a second".to_owned()
            } else {
                format!("Refused almost at once, after {}", words::exact(waited))
            },
            "The answer came straight away. It is a decision, not a fault of the network: what it refuses must change.",
        )
    } else if waited >= AFTER_DAYS {
        (
            format!("Refused only after {}", words::rounded(waited)),
            "For most of that time the server could not be reached, or put the message off. The last answer is the one in the notice; the log of the sending server has the earlier ones, and they may tell more.",
        )
    } else {
        return None;
    };
    Some(
        Finding::new("bounce.timing", Severity::Note, Party::Nobody, Confidence::Likely, title)
            .why(why)
            .shown_by(one.recipient.evidence.iter().copied().take(1)),
    )
}

/// The address that failed is not the one that the sender wrote.
fn forwarded(judged: &[Judged]) -> Option<Finding> {
    let one = judged.iter().find(|one| {
        let domains =
            one.recipient.original_address.as_deref().and_then(address::domain).zip(address::domain(one.name()));
        domains.is_some_and(|(original, failed)| !original.eq_ignore_ascii_case(failed))
            // `@relay.example:anna@server` is a route, and nobody's address.
            && one.recipient.original_address.as_deref().is_some_and(address::is_address)
            && timeline::is_trouble(one.recipient.action)
    })?;
    let original = one.recipient.original_address.as_deref()?;
    Some(
        Finding::new(
            "bounce.forwarded-address",
            Severity::Note,
            Party::Forwarder,
            Confidence::Certain,
            format!("The message was written to {original}, which passes mail on to {}", one.name()),
        )
        .why("The first server took the message and passed it on; the next one refused it. Whoever set up the forwarding can change it; the sender cannot.")
        .next(format!("Tell the owner of {original} that the forwarding to {} fails.", one.name()))
        .shown_by(one.recipient.evidence.iter().copied().take(1))
        .by(Standard::DeliveryStatus, "2.3.1"),
    )
}

/// The server that wrote the notice is not the one that refused.
fn two_servers(judged: &[Judged], notice: &NoticeParts<'_>) -> Option<Finding> {
    let reporting = notice.status.reporting_mta.as_deref()?;
    let one = judged.iter().find(|one| {
        one.recipient.remote_mta.as_deref().is_some_and(|remote| !remote.eq_ignore_ascii_case(reporting))
            && one.recipient.reply_code.is_some()
            && timeline::is_trouble(one.recipient.action)
    })?;
    let remote = one.recipient.remote_mta.as_deref()?;
    Some(
        Finding::new(
            "bounce.two-servers",
            Severity::Note,
            Party::Nobody,
            Confidence::Certain,
            format!("{reporting} wrote the notice, {remote} refused"),
        )
        .why("The notice comes from the last server that had the message. The decision was made by the other one: its administrator can say why.")
        .by(Standard::DeliveryStatus, "2.3.5"),
    )
}

/// The server that answered had asked another one, and passed on its refusal.
fn third_server(judged: &[Judged]) -> Option<Finding> {
    judged.iter().filter(|one| timeline::is_trouble(one.recipient.action)).find_map(|one| {
        let answered = one.recipient.remote_mta.as_deref()?;
        let said = one.recipient.diagnostic.as_deref().filter(|said| said.contains(" said: "))?;
        let behind = step_phrases::server(said).filter(|behind| !behind.eq_ignore_ascii_case(answered))?;
        let finding = Finding::new(
            "bounce.third-server",
            Severity::Note,
            Party::Recipient,
            Confidence::Likely,
            format!("{answered} passed on what {behind} said"),
        )
        .why(format!(
            "Its answer quotes {behind}, which it had asked or handed the message to. The decision was made there, and there it can be changed."
        ));
        Some(finding.shown_by(one.recipient.evidence.iter().copied()))
    })
}

/// The notice names no recipient; the returned message does.
fn unnamed(named: bool) -> Option<Finding> {
    (!named).then(|| {
        Finding::new(
            "bounce.recipient-not-named",
            Severity::Note,
            Party::Unknown,
            Confidence::Likely,
            "The notice names no recipient",
        )
        .why("The address is taken from the header of the notice or of the message that it returns.")
    })
}

/// More recipients than are listed.
fn too_many(judged: &[Judged]) -> Option<Finding> {
    let more = judged.len().checked_sub(MOST_RECIPIENTS).filter(|more| *more > 0)?;
    Some(
        Finding::new(
            "bounce.recipients-not-listed",
            Severity::Note,
            Party::Nobody,
            Confidence::Certain,
            format!("{} are not listed one by one", words::count(more, "recipient", "recipients")),
        )
        .why(format!(
            "The notice names {}{}. The first {MOST_RECIPIENTS} are listed; the counts of the other findings hold for all of them.",
            words::count(judged.len(), "recipient", "recipients"),
            if judged.len() < MOST_READ { "" } else { " at least: those further down were not read" }
        )),
    )
}

/// A notice of success.
fn arrived(judged: &[Judged]) -> Option<Finding> {
    let one = judged.iter().find(|one| !timeline::is_trouble(one.recipient.action))?;
    let (title, why) = match one.recipient.action {
        Some(Action::Relayed) => (
            format!("{}: passed to the next server", one.name()),
            "That server gives no notices, so nothing more will be heard of it. It does not prove that the message arrived.",
        ),
        Some(Action::Expanded) => (
            format!("{}: delivered to a list or alias", one.name()),
            "It was passed on to the members. Notices about them go to the list, not to the sender.",
        ),
        _ => (
            format!("{}: delivered", one.name()),
            "The server put the message into the mailbox. It does not say that anybody has read it.",
        ),
    };
    Some(
        Finding::new("bounce.delivered", Severity::Good, Party::Nobody, Confidence::Certain, title)
            .why(why)
            .shown_by(one.recipient.evidence.iter().copied())
            .by(Standard::DeliveryStatus, "2.3.3"),
    )
}

/// The returned message ran in a circle: it shows who passes it on to whom; or it passed too many servers without one.
pub(super) fn looped(judged: &[Judged], notice: &NoticeParts<'_>, context: &Context) -> Option<Finding> {
    let one = judged.iter().find(|one| timeline::is_trouble(one.recipient.action))?;
    let returned = notice.returned.first()?;
    let header = Message::read(&returned.bytes, if returned.exact { returned.span.start } else { 0 });
    let read = trace::read(&header, context);
    let stamps = read.route.as_ref().map_or(0, |route| route.hops.len());
    let found = read.findings.into_iter().find(|finding| finding.id == "route.loop");
    let mut finding = match found {
        Some(found) => {
            let why = format!("The stamps of the returned message show the circle. {}", found.why);
            Finding { id: "bounce.loop".into(), severity: Severity::Problem, why, ..found }
        }
        None => came_back(one, &header).or_else(|| added_up(one, stamps))?,
    };
    if !returned.exact {
        finding.evidence = vec![returned.span];
    }
    Some(finding)
}

/// A circle that only `Delivered-To` shows: the server knew its own mark when the message came a second time.
fn came_back(one: &Judged, header: &Message<'_>) -> Option<Finding> {
    let said = one.recipient.diagnostic.as_deref().unwrap_or_default().to_ascii_lowercase();
    if !["loop", "hop count", "too many hops", "delivered-to"].iter().any(|word| said.contains(word)) {
        return None;
    }
    let delivered: Vec<(&Field<'_>, String)> = header
        .all("Delivered-To")
        .take(20)
        .filter_map(|field| Some((field, address::first(&field.unfolded())?.to_owned())))
        .collect();
    let (_, again) = delivered.iter().find(|(_, to)| to.eq_ignore_ascii_case(one.name()))?;
    let between: Vec<&str> =
        delivered.iter().rev().map(|(_, to)| to.as_str()).filter(|to| !to.eq_ignore_ascii_case(again)).collect();
    let why = match between.as_slice() {
        [] => format!(
            "The returned message bears a Delivered-To field for {again}: it had been delivered there before, was passed on, and came back."
        ),
        others => format!(
            "The returned message bears a Delivered-To field for {again}: it had been delivered there before, was passed on to {}, and \
             came back.",
            others.join(", then ")
        ),
    };
    let other = between.last().copied().unwrap_or("the address that it is passed on to");
    Some(
        Finding::new(
            "bounce.loop",
            Severity::Problem,
            Party::Forwarder,
            Confidence::Certain,
            format!("The message came back to {again}, which had it before"),
        )
        .why(why)
        .next(format!("Look at the forwarding of {again} and at that of {other}: each sends to the other."))
        .next("Take one of the two rules out, then send again.")
        .shown_by(delivered.iter().map(|(field, _)| field.span()))
        .by(Standard::DeliveredTo, ""),
    )
}

/// Too many servers, and the stamps that are there show no circle.
fn added_up(one: &Judged, stamps: usize) -> Option<Finding> {
    (one.classification.is_many_hops() && stamps > 1).then(|| {
        Finding::new(
            "bounce.many-hops",
            Severity::Note,
            Party::Forwarder,
            Confidence::Possible,
            format!("{} of the returned message, and no circle in them", words::count(stamps, "stamp", "stamps")),
        )
        .why("Where no server comes again with the same recipient, forwards that follow each other add up. A notice may return the newest or the oldest stamps alone, so a circle is not ruled out.")
        .next("Follow the stamps from the bottom upwards, and see which address passes mail on to which.")
        .by(Standard::Smtp, "6.3")
    })
}

/// The user's own server took a message from outside and returned it afterwards: what backscatter is made of.
fn own_backscatter(judged: &[Judged], notice: &NoticeParts<'_>, context: &Context) -> Option<Finding> {
    let mine = |name: &str| context.mine.holds(Some(name), None);
    let reporting = notice.status.reporting_mta.as_deref().filter(|host| mine(host))?;
    let one = judged.iter().find(|one| timeline::is_trouble(one.recipient.action))?;
    let is_own = address::domain(one.name()).is_some_and(mine) && one.recipient.remote_mta.as_deref().is_none_or(mine);
    let to = notice.field("To").as_deref().and_then(address::first).and_then(address::domain).map(str::to_owned)?;
    let returned = notice.returned.first()?;
    let header = Message::read(&returned.bytes, if returned.exact { returned.span.start } else { 0 });
    let field = header.first("Received")?;
    let hop = received::read(field);
    let outside = [&hop.from.rdns, &hop.from.helo].into_iter().flatten().all(|name| !mine(name))
        && !context.mine.holds(None, hop.from.ip.as_deref());
    if !is_own || mine(&to) || !outside || !hop.by.as_deref().is_some_and(mine) {
        return None;
    }
    Some(
        Finding::new(
            "bounce.own-backscatter",
            Severity::Warning,
            Party::Recipient,
            Confidence::Likely,
            format!("Your server {reporting} took the message first and returned it afterwards"),
        )
        .why(format!(
            "The sender's address is all that tells where the notice goes, and spam forges it: then the notice strikes somebody at {to} \
             who sent nothing. That is backscatter, and it gets the servers that send it blocked. A server that refuses while the other \
             one is still connected sends no notice at all."
        ))
        .next("Let the border MTA know every valid recipient, and refuse the others at RCPT TO.")
        .next("Let it check for spam, viruses and size before it answers the end of DATA, and refuse there.")
        .next("See in the log how many notices with the empty sender <> go to outside domains: those are what others see of it.")
        .shown_by([if returned.exact { field.span() } else { returned.span }])
        .by(Standard::Smtp, "6.2"),
    )
}

/// The returned message was not sent by the user's servers: somebody else wrote it under their name.
fn backscatter(judged: &[Judged], notice: &NoticeParts<'_>, context: &Context) -> Option<Finding> {
    let returned = notice.returned.first()?;
    let base = if returned.exact { returned.span.start } else { 0 };
    let header = Message::read(&returned.bytes, base);
    let received: Vec<&Field<'_>> = header.all("Received").take(50).collect();
    let known = !(context.mine.domains.is_empty() && context.mine.hosts.is_empty() && context.mine.networks.is_empty());
    if received.is_empty() || (!known && !wrote_it_after_taking(judged, notice)) {
        return None;
    }
    let hops: Vec<received::Received> = received.iter().map(|field| received::read(field)).collect();
    let names = |hop: &received::Received| {
        [hop.by.clone(), hop.from.helo.clone(), hop.from.rdns.clone()].into_iter().flatten().collect::<Vec<_>>()
    };
    let place = |span: Span| if returned.exact { span } else { returned.span };
    let shown = received.iter().take(20).map(|field| place(field.span()));
    if known {
        let ours = hops.iter().any(|hop| {
            names(hop).iter().any(|name| context.mine.holds(Some(name), None))
                || context.mine.holds(None, hop.from.ip.as_deref())
        });
        return (!ours).then(|| {
            advise(Finding::new(
                "bounce.backscatter",
                Severity::Warning,
                Party::Nobody,
                Confidence::Likely,
                "Your servers did not send the returned message",
            ))
            .why("None of the servers that it passed is yours, as your settings name them. Somebody else wrote it under your address, and a server that took it sent the notice to you: backscatter.")
            .shown_by(shown)
        });
    }
    // Without settings: no server of the sender's domain had the message.
    let sender = header.first("From").or_else(|| header.first("Return-Path")).map(Field::unfolded)?;
    let domain = address::domain(address::first(&sender)?)?;
    let own = organisation(domain);
    let reported_by_own = notice.status.reporting_mta.as_deref().is_some_and(|host| ends_with(host, own));
    if reported_by_own || hops.iter().flat_map(names).any(|name| ends_with(&name, own)) {
        return None;
    }
    Some(
        advise(Finding::new(
            "bounce.backscatter",
            Severity::Note,
            Party::Nobody,
            Confidence::Possible,
            format!("The returned message may not be {domain}'s own"),
        ))
        .why(format!(
            "The recipient's server took the message before it returned it, and no server on its way bears the name of \
             {domain}. Either that domain sends through somebody else's servers, or somebody forged the address and the \
             notice is backscatter."
        ))
        .next("Name your domains and servers in Settings, and this can be told for sure.")
        .next("If the server that returned it is yours: let it refuse unknown recipients and spam while the other server is still connected, so that it never has to return them.")
        .shown_by(shown)
        .by(Standard::Smtp, "6.2"),
    )
}

/// Whether the recipient's own server wrote the notice: it took the message before it returned it.
fn wrote_it_after_taking(judged: &[Judged], notice: &NoticeParts<'_>) -> bool {
    let reporting = notice.status.reporting_mta.as_deref().map(organisation);
    let one = judged.first();
    let failed = one.and_then(|one| address::domain(one.name())).map(organisation);
    // Where another server was to have it, the reporting one was only on the way.
    let passed_on = one.and_then(|one| one.recipient.remote_mta.as_deref()).map(organisation);
    let is_same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    reporting.zip(failed).is_some_and(|(reporting, failed)| {
        is_same(reporting, failed) && passed_on.is_none_or(|remote| is_same(remote, reporting))
    })
}

/// Whether a host's name ends with a domain; case does not count.
fn ends_with(name: &str, domain: &str) -> bool {
    let end = name.len().checked_sub(domain.len()).and_then(|at| name.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(domain))
}

fn advise(finding: Finding) -> Finding {
    finding
        .next("If the user did not send it, delete the notice: nothing of theirs was lost, and their mailbox need not be broken into.")
        .next("Look whether the user's own Sent folder and your mail log hold the message; if they do, it was sent by them or by their account.")
        .next("Publish SPF and DMARC records for the domain, so that servers refuse the forgeries at once instead of sending notices.")
}

/// The last two labels of a domain, or three where the last two are a registry's (`co.uk`).
fn organisation(domain: &str) -> &str {
    let mut dots = domain.rmatch_indices('.').map(|(at, _)| at);
    let (last, second, third) = (dots.next(), dots.next(), dots.next());
    let label =
        |from: Option<usize>, to: Option<usize>| from.zip(to).map_or(0, |(from, to)| to.saturating_sub(from + 1));
    let registry = label(second, last) <= 3 && last.is_some_and(|last| domain.len() - last <= 3);
    let at = if registry { third } else { second };
    at.and_then(|at| domain.get(at + 1..)).unwrap_or(domain)
}
