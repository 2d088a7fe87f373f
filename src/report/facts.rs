//! What notices, error lines, complaints and receipts tell, as labelled facts: every form of the report lists these.

use super::{Report, words};
use crate::auth::{Authentication, MethodResult};
use crate::bounce::{Bounce, Recipient};
use crate::feedback::{Feedback, ReadReceipt};
use crate::filter::Filter;
use crate::finding::{Fact, FactKind, Party};
use crate::refusal::reason;
use crate::refusal::reply::capitalised;
use crate::session::{Answer, Exchange};
use crate::smtp::{Permanence, Reason, Reply};
use crate::trace::HopBudget;
use crate::trace::forwarding::{Checks, ForwardingMethod, Trail};
use crate::trace::words::count;

/// What a notice tells of one recipient.
#[must_use]
pub fn recipient_facts(recipient: &Recipient, bounce: &Bounce) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.add("What became of it", recipient.action.map(words::action));
    facts.add("Nature", recipient.permanence.map(words::permanence));
    let arrived = recipient.went_through();
    if !arrived {
        facts.add("Reason", reason_words(recipient.reason, recipient.reason_title.as_deref()).as_deref());
        facts.add_of(FactKind::Side, "Whose side must act", recipient.party.map(must_act));
    }
    facts.add_of(
        FactKind::Codes,
        "Codes",
        codes(recipient.reply_code.as_deref(), recipient.status.as_deref()).as_deref(),
    );
    let server = match (arrived, recipient.permanence) {
        (true, _) => "Taken by",
        (false, Some(Permanence::Temporary)) => "Put off by",
        (false, _) => "Refused by",
    };
    facts.add(server, recipient.remote_mta.as_deref());
    facts.add("Notice written by", author(bounce).as_deref());
    facts.add("Tries until", recipient.will_retry_until.as_deref());
    let original = recipient.original_address.as_deref();
    facts.add("First sent to", original.filter(|original| Some(*original) != recipient.address.as_deref()));
    facts.0
}

/// What an error line tells.
#[must_use]
pub fn reply_facts(reply: &Reply) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.add("Nature", reply.permanence.map(words::permanence));
    facts.add("Reason", reason_words(reply.reason, reply.reason_title.as_deref()).as_deref());
    facts.add_of(FactKind::Codes, "Codes", codes(reply.reply_code.as_deref(), reply.status.as_deref()).as_deref());
    facts.add_of(FactKind::Side, "Whose side must act", reply.party.map(must_act));
    facts.0
}

/// One command of a session as the cells of a row: the command, its answer, how long that took, what it comes to.
#[must_use]
pub fn session_row(exchange: &Exchange) -> [String; 4] {
    let command = match &exchange.command {
        Some(command) => command.clone(),
        None => capitalised(&exchange.name()),
    };
    let took = exchange.took.map(|millis| match millis {
        0..=999 => format!("{millis} ms"),
        _ => words::duration((millis + 500) / 1000),
    });
    let reply = if exchange.extensions.is_empty() {
        exchange.reply.replace('\n', " ")
    } else {
        let code = exchange.reply_code.as_deref().unwrap_or_default();
        format!("{code} {}", exchange.extensions.join(", "))
    };
    let answer = match exchange.answer {
        Answer::Accepted => "accepted",
        Answer::Deferred => "put off",
        Answer::Refused => "refused",
        Answer::Silent => "no answer",
        Answer::NotShown => "not shown",
    };
    [command, reply, took.unwrap_or_default(), answer.to_owned()]
}

/// What an abuse report tells.
#[must_use]
pub fn feedback_facts(feedback: &Feedback) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.add_of(FactKind::ReportKind, "Kind of complaint", feedback.feedback_type.as_deref());
    facts.add_of(FactKind::Source, "Source address", feedback.source_ip.as_deref());
    facts.add("Envelope sender", feedback.original_mail_from.as_deref());
    // An only recipient is the one who complained.
    let is_complainant = !feedback.redacted && feedback.original_rcpt_to.len() == 1;
    let kind = if is_complainant { FactKind::Complainant } else { FactKind::Other };
    facts.add_of(kind, "Envelope recipients", listed(&feedback.original_rcpt_to).as_deref());
    facts.add_of(FactKind::Complainant, "Complainant", feedback.redacted.then_some("hidden by the provider"));
    facts.add("Taken by the reporter", feedback.arrival_date.as_deref());
    facts.add_of(FactKind::Reporter, "Reported by", feedback.reporting_mta.as_deref());
    facts.add_of(FactKind::Program, "Report written by", feedback.user_agent.as_deref());
    facts.add("Like incidents", feedback.incidents.as_deref());
    facts.add("Domains held responsible", listed(&feedback.reported_domains).as_deref());
    facts.add("Links objected to", listed(&feedback.reported_uris).as_deref());
    facts.add("To be taken off", listed(&feedback.removal_recipients).as_deref());
    facts.add("Check that failed", feedback.auth_failure.as_deref());
    facts.add("What the receiver did", feedback.delivery_result.as_deref());
    facts.add("Probably a mistake", feedback.mistake.map(words::mistake));
    facts.0.extend(feedback.other_fields.iter().cloned());
    facts.0
}

/// What a read receipt tells.
#[must_use]
pub fn receipt_facts(receipt: &ReadReceipt) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.add("What was done", receipt.disposition.as_deref());
    facts.add("Done by", receipt.automatic_action.map(agent));
    facts.add("Receipt sent by", receipt.automatic_sending.map(agent));
    facts.add("Remarks", listed(&receipt.modifiers).as_deref());
    facts.add_of(FactKind::Recipient, "Receipt from", receipt.final_recipient.as_deref());
    let original = receipt.original_recipient.as_deref();
    facts.add("First sent to", original.filter(|original| Some(*original) != receipt.final_recipient.as_deref()));
    facts.add_of(FactKind::Message, "For the message", receipt.original_message_id.as_deref());
    facts.add_of(FactKind::Program, "Written by", receipt.reporting_ua.as_deref());
    facts.0
}

/// How a message was passed on, and what its envelope sender stands for.
#[must_use]
pub fn forwarding_facts(trail: &Trail) -> Vec<Fact> {
    let mut facts = Facts::default();
    for one in &trail.forwardings {
        facts.add("From", one.from.as_deref());
        facts.add("To", one.to.as_deref());
        facts.add("Passed on by", one.by.as_deref());
        facts.add("How", Some(words::forwarding(one.how)));
        facts.add("Checks before it", checks(&one.before).as_deref());
        facts.add("Checks after it", checks(&one.after).as_deref());
    }
    facts.add(
        "Mailing list",
        trail.list.as_deref().filter(|_| trail.forwardings.iter().any(|one| one.how == ForwardingMethod::List)),
    );
    if let Some(sender) = &trail.sender {
        facts.add("Envelope sender", Some(&sender.address));
        let stands_for =
            sender.original.as_deref().map(|original| format!("{original} ({})", words::rewriting(sender.how)));
        facts.add("Stands for", Some(stands_for.as_deref().unwrap_or(words::rewriting(sender.how))));
    }
    if let Some((sets, chain)) = trail.arc.as_ref().filter(|_| !trail.forwardings.is_empty()) {
        let sets = count(*sets as usize, "set", "sets");
        facts.add("ARC", Some(&format!("{sets}, the newest says of those before it: {chain}")));
    }
    facts.0
}

/// What the header tells of authentication: the domains, each claim with who makes it, the signatures, what they have to do
/// with the domain in `From`.
#[must_use]
pub fn authentication_facts(authentication: &Authentication) -> Vec<Fact> {
    let mut facts = Facts(domain_facts(authentication));
    for claim in authentication.claims.iter().take(20) {
        let standing = words::standing(claim);
        let results: Vec<String> = claim.results.iter().map(method_result).collect();
        let results = if results.is_empty() { "no result".to_owned() } else { results.join("; ") };
        let by = claim.authserv.as_deref().map_or_else(String::new, |name| format!(" by {name}"));
        facts.add(&format!("{}{by}", claim.field), Some(&format!("{results} ({standing})")));
    }
    for line in &authentication.alignments {
        let aligned = words::alignment(line.aligned);
        facts.add(
            &format!("{} {}", words::method(&line.method), line.result),
            Some(&format!("{}: {aligned}", line.domain)),
        );
    }
    facts.0.extend(dmarc_facts(authentication));
    for signature in authentication.signatures.iter().take(20) {
        let domain = signature.domain.as_deref().unwrap_or("no domain");
        let selector =
            signature.selector.as_deref().map_or_else(String::new, |selector| format!(", selector {selector}"));
        let algorithm = signature.algorithm.as_deref().map_or_else(String::new, |name| format!(", {name}"));
        facts.add(&signature.field, Some(&format!("{domain}{selector}{algorithm}")));
    }
    facts.0
}

/// Which domains a message claims to be from.
#[must_use]
pub fn domain_facts(authentication: &Authentication) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.add("Domain in From", authentication.from.as_deref());
    facts.add("Domain in the envelope", authentication.envelope_from.as_deref());
    facts.add("Address that the border saw", authentication.client_ip.as_deref());
    facts.0
}

/// The domains that signed it.
#[must_use]
pub fn signer_facts(authentication: &Authentication) -> Vec<Fact> {
    let signatures = authentication.signatures.iter().filter(|signature| signature.field == "DKIM-Signature");
    let signers = crate::order::distinct(signatures.filter_map(|signature| signature.domain.clone()));
    let mut facts = Facts::default();
    facts.add("Signing domains", Some(&signers.join(", ")));
    facts.0
}

/// What the border says of DMARC, and what the receiver made of it.
#[must_use]
pub fn dmarc_facts(authentication: &Authentication) -> Vec<Fact> {
    let mut facts = Facts::default();
    if let Some(dmarc) = &authentication.dmarc {
        facts.add("DMARC", dmarc.result.as_deref());
        facts.add("Policy of the domain", dmarc.policy.as_deref());
        facts.add("What the receiver did", dmarc.disposition.as_deref());
        facts.add("Why it did otherwise", dmarc.override_reason.as_deref());
    }
    facts.0
}

fn method_result(result: &MethodResult) -> String {
    let domain = result.domain().map_or_else(String::new, |domain| format!(" for {domain}"));
    let reason = result.reason.as_deref().map_or_else(String::new, |reason| format!(", reason {reason}"));
    format!("{} {}{domain}{reason}", words::method(&result.method), result.result)
}

/// What spam filters wrote: a fact a field, with its own value behind.
#[must_use]
pub fn filter_facts(filters: &[Filter]) -> Vec<Fact> {
    let mut facts = Facts::default();
    for filter in filters.iter().take(40) {
        let mut said = words::judgement(filter.verdict).to_owned();
        if let Some(score) = words::score(filter) {
            said.push_str(&format!(", {score}"));
        }
        if filter.trusted == Some(false) {
            said.push_str(", from before the border");
        }
        for meaning in filter.meanings.iter().take(12) {
            said.push_str(&format!("; {}: {}", meaning.label, meaning.value.trim_end_matches('.')));
        }
        let value = filter.value.get(..filter.value.floor_char_boundary(300)).unwrap_or_default();
        facts.add(&format!("{}, {}", filter.product, filter.field), Some(&format!("{said}. In its words: {value}")));
    }
    facts.0
}

/// What to tell the user, and what receivers and filters say, as the sections of every form of the report. A message within another
/// (`depth` over 0) is not what the user asks about.
#[must_use]
pub(super) fn judgements(report: &Report, depth: usize) -> Vec<(&'static str, Vec<Fact>)> {
    let of_checks = report.authentication.as_ref().map(authentication_facts).unwrap_or_default();
    let plain = super::for_user(report)
        .filter(|_| depth == 0 && super::for_user::told_of_wait(report).is_none())
        .map(|value| Fact::new("In plain words", value));
    let for_user: Vec<Fact> = plain.into_iter().collect();
    [
        ("What to tell the user", for_user),
        ("Authentication", of_checks),
        ("Spam filters", filter_facts(&report.filters)),
    ]
    .into_iter()
    .filter(|(_, facts)| !facts.is_empty())
    .collect()
}

fn checks(checks: &Checks) -> Option<String> {
    let told = [("SPF", &checks.spf), ("DKIM", &checks.dkim), ("DMARC", &checks.dmarc)];
    let said: Vec<String> =
        told.iter().filter_map(|(name, result)| Some(format!("{name} {}", result.as_deref()?))).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// What is left of the hop limits: a fact for each limit, the lowest first.
#[must_use]
pub fn hop_facts(budget: &HopBudget) -> Vec<Fact> {
    let mut facts = Facts::default();
    for one in &budget.limits {
        let refused = if one.left == 0 { ": refused" } else { "" };
        facts.add(&one.systems.join(", "), Some(&format!("{} left of {}{refused}", one.left, one.limit)));
    }
    facts.0
}

/// What the numbers of a hop budget mean.
#[must_use]
pub fn hop_words(budget: &HopBudget) -> String {
    format!(
        "{} so far, and each server adds one or more. Default limits, which an administrator may have changed; programs differ by one \
         in whether they count their own field.",
        count(budget.received, "Received field", "Received fields")
    )
}

#[derive(Default)]
struct Facts(Vec<Fact>);

impl Facts {
    /// Adds a fact, where it is told.
    fn add(&mut self, label: &str, value: Option<&str>) {
        self.add_of(FactKind::Other, label, value);
    }

    /// Adds a fact that another list may have too.
    fn add_of(&mut self, kind: FactKind, label: &str, value: Option<&str>) {
        let value = value.filter(|value| !value.is_empty());
        self.0.extend(value.map(|value| Fact::new(label, value.to_owned()).of(kind)));
    }
}

/// A reason in words, with the word that mail people know it by.
fn reason_words(reason: Option<Reason>, title: Option<&str>) -> Option<String> {
    let reason = reason?;
    Some(format!("{} ({})", title.unwrap_or(reason::entry(reason).title), reason.word()))
}

fn codes(reply_code: Option<&str>, status: Option<&str>) -> Option<String> {
    let codes: Vec<&str> = [reply_code, status].into_iter().flatten().collect();
    (!codes.is_empty()).then(|| codes.join(" "))
}

fn must_act(party: Party) -> &'static str {
    words::party(party).unwrap_or("nobody's")
}

/// Who wrote the notice: the server, and the program.
fn author(bounce: &Bounce) -> Option<String> {
    match (&bounce.reporting_mta, &bounce.dialect) {
        (Some(server), Some(program)) => Some(format!("{server} ({program})")),
        (one, other) => one.clone().or_else(|| other.clone()),
    }
}

fn agent(by_itself: bool) -> &'static str {
    if by_itself { "the mail program, by itself" } else { "a person" }
}

fn listed(values: &[String]) -> Option<String> {
    /// A list that a person can take in.
    const MOST: usize = 10;
    let shown = values.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    match values.len().saturating_sub(MOST) {
        0 => (!values.is_empty()).then_some(shown),
        rest => Some(format!("{shown} and {rest} more")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounce::Action;

    fn value<'a>(facts: &'a [Fact], label: &str) -> Option<&'a str> {
        facts.iter().find(|fact| fact.label == label).map(|fact| fact.value.as_str())
    }

    #[test]
    fn the_server_that_refused_and_the_one_that_wrote_the_notice_are_two_facts() {
        let recipient = Recipient {
            action: Some(Action::Failed),
            remote_mta: Some("mx.example.org".to_owned()),
            reply_code: Some("550".to_owned()),
            status: Some("5.1.1".to_owned()),
            reason: Some(Reason::UserUnknown),
            ..Recipient::default()
        };
        let bounce = Bounce {
            reporting_mta: Some("out.example.com".to_owned()),
            dialect: Some("Postfix".to_owned()),
            ..Bounce::default()
        };
        let facts = recipient_facts(&recipient, &bounce);
        assert_eq!(value(&facts, "Refused by"), Some("mx.example.org"));
        assert_eq!(value(&facts, "Notice written by"), Some("out.example.com (Postfix)"));
        assert_eq!(value(&facts, "Codes"), Some("550 5.1.1"));
        assert_eq!(value(&facts, "Reason"), Some("no such mailbox at the recipient's domain (userunknown)"));
        assert_eq!(value(&facts, "Tries until"), None);
    }

    #[test]
    fn a_server_that_took_the_message_did_not_refuse_it() {
        let recipient = Recipient {
            action: Some(Action::Relayed),
            remote_mta: Some("mx.example.org".to_owned()),
            ..Recipient::default()
        };
        let facts = recipient_facts(&recipient, &Bounce::default());
        assert_eq!(value(&facts, "Taken by"), Some("mx.example.org"));
        assert_eq!(value(&facts, "Refused by"), None);
    }

    #[test]
    fn a_server_that_may_take_a_later_try_put_the_message_off() {
        let recipient = Recipient {
            action: Some(Action::Delayed),
            permanence: Some(Permanence::Temporary),
            remote_mta: Some("mx.example.org".to_owned()),
            ..Recipient::default()
        };
        assert_eq!(value(&recipient_facts(&recipient, &Bounce::default()), "Put off by"), Some("mx.example.org"));
    }

    #[test]
    fn a_reason_is_worded_by_the_rule_that_told_it() {
        let reply = crate::refusal::reply::read(b"451 4.7.1 Greylisted, please try again later");
        let facts = reply.map(|reading| reply_facts(&reading.reply)).unwrap_or_default();
        assert!(value(&facts, "Reason").is_some_and(|reason| reason.contains("greylisting")), "{facts:?}");
    }

    #[test]
    fn an_address_that_was_not_changed_is_told_once() {
        let recipient = Recipient {
            address: Some("a@example.org".to_owned()),
            original_address: Some("a@example.org".to_owned()),
            ..Recipient::default()
        };
        assert_eq!(value(&recipient_facts(&recipient, &Bounce::default()), "First sent to"), None);
    }

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let feedback = Feedback { reported_uris: vec!["https://a.example/".to_owned(); 12], ..Feedback::default() };
        let facts = feedback_facts(&feedback);
        assert!(value(&facts, "Links objected to").is_some_and(|links| links.ends_with(" and 2 more")));
    }

    #[test]
    fn who_acted_is_told_only_where_the_receipt_says_it() {
        let receipt = ReadReceipt { automatic_action: Some(false), ..ReadReceipt::default() };
        let facts = receipt_facts(&receipt);
        assert_eq!(value(&facts, "Done by"), Some("a person"));
        assert_eq!(value(&facts, "Receipt sent by"), None);
    }
}
