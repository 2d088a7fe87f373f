//! What a table of deliveries comes to: the counts, why mail waits or was refused, and what to do about it.

use std::collections::HashMap;

use super::LogReading;
use super::facts::{Delivery, Log, State};
use super::table::Door;
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Fact, Finding, Party, Severity, Span, Verdict, weightiest_first};
use crate::order;
use crate::refusal::reply::capitalised;
use crate::refusal::{reason, useful};
use crate::smtp::Reason;

/// How many reasons get a finding of their own.
const MOST_REASONS: usize = 6;
/// How many lines show a finding.
const MOST_SHOWN: usize = 20;

/// A log with its rows.
struct Case<'a> {
    log: &'a Log,
    rows: &'a [Delivery],
    doors: &'a [Door],
    is_queue: bool,
}

type Run = fn(&Case<'_>) -> Vec<Finding>;

/// Every rule about a log, in the order in which findings of one weight stand.
static RULES: &[Rule<Run>] = &[
    Rule::new("log.reason", "errors", reasons),
    Rule::new("log.unexplained", "errors", unexplained),
    Rule::new("log.waits-for", "errors", waits_for),
    Rule::new("log.rate-limit", "errors", rate_limit),
    Rule::new("log.frozen", "errors", frozen),
    Rule::new("log.held", "errors", held),
    Rule::new("log.discarded", "errors", discarded),
    Rule::new("log.sent-later", "errors", arrived_late),
    Rule::new("log.clients-left", "errors", clients_left),
    Rule::new("log.left-out", "errors", left_out),
];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

/// Makes a reading of a table.
pub(super) fn of(
    log: Log,
    deliveries: Vec<Delivery>,
    doors: &[Door],
    is_queue: bool,
    is_sheet: bool,
    told: usize,
) -> LogReading {
    let case = Case { log: &log, rows: &deliveries, doors, is_queue };
    let mut findings: Vec<Finding> = RULES.iter().filter_map(|rule| rule.run).flat_map(|run| run(&case)).collect();
    weightiest_first(&mut findings);
    let (headline, verdict) = (case.headline(), case.verdict());
    LogReading { headline, verdict, findings, log, deliveries, is_queue, told, is_sheet }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Rows of the same state and reason.
struct Group<'a> {
    status: State,
    reason: Reason,
    title: &'a str,
    party: Party,
    rows: Vec<&'a Delivery>,
}

impl<'a> Case<'a> {
    /// The failures by state and reason, the most frequent first.
    fn groups(&self) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for row in self.rows.iter().filter(|row| row.status.is_failure()) {
            let Some(reason) = row.reason else { continue };
            let title = row.reason_title.as_deref().unwrap_or(reason::entry(reason).title);
            let group = groups
                .iter_mut()
                .find(|group| group.status == row.status && group.reason == reason && group.title == title);
            match group {
                Some(group) => group.rows.push(row),
                None => groups.push(Group {
                    status: row.status,
                    reason,
                    title,
                    party: row.party.unwrap_or(Party::Unknown),
                    rows: vec![row],
                }),
            }
        }
        order::sort_by_key(&mut groups, |group| usize::MAX - group.rows.len());
        groups
    }

    fn headline(&self) -> String {
        let counts = self.log.counts;
        let form = &self.log.form;
        if self.rows.is_empty() {
            return if self.is_queue {
                format!("{form}: the queue is empty.")
            } else if let Some(door) = self.doors.first() {
                format!("The log of the server that is spoken to ({form}): {}. No message stands in it.", door.title())
            } else {
                format!("A log ({form}): no delivery and no refusal of a message stands in it.")
            };
        }
        let total = self.rows.len() + self.log.left_out;
        if let ([only], false) = (self.rows, self.is_queue) {
            let whom = only.recipient.as_deref().map_or(String::new(), |recipient| format!(" to {recipient}"));
            let why = only.reason_title.as_deref().map_or(String::new(), |title| format!(": {title}"));
            let tries = if only.tries > 1 { format!(" after {} tries", only.tries) } else { String::new() };
            return format!("1 delivery{whom}: {}{tries}{why}.", only.status.word());
        }
        let what = match (self.is_queue, self.rows.iter().all(|row| row.recipient.is_none())) {
            (true, true) => format!("{} in the listing", plural(total, "entry", "entries")),
            (true, false) => format!("{} in the queue", plural(total, "recipient", "recipients")),
            (false, _) => plural(total, "delivery", "deliveries"),
        };
        let frozen = in_queue(self, "frozen").len() + in_queue(self, "hold").len();
        let frozen = if frozen > 0 { format!(", {frozen} of them frozen or held") } else { String::new() };
        let mut text = format!("{what}: {}{frozen}.", counts.words());
        if let Some(group) = self.groups().first() {
            let share = if group.rows.len() == total && total > 1 {
                "All of them".to_owned()
            } else {
                format!("{} {}", group.rows.len(), group.status.word())
            };
            text.push_str(&format!(" {share}: {}.", group.title));
        }
        text
    }

    fn verdict(&self) -> Verdict {
        let counts = self.log.counts;
        let failed = counts.bounced + counts.expired;
        let (severity, stamp, count) = if failed > 0 {
            (Severity::Problem, if counts.bounced > 0 { "BOUNCED" } else { "EXPIRED" }, failed)
        } else if counts.deferred > 0 {
            (Severity::Warning, "DEFERRED", counts.deferred)
        } else if counts.rejected > 0 {
            (Severity::Warning, "REJECTED", counts.rejected)
        } else if counts.queued > 0 {
            (Severity::Note, "QUEUED", counts.queued)
        } else if counts.sent > 0 {
            (Severity::Good, "SENT", counts.sent)
        } else {
            (Severity::Note, if self.is_queue { "EMPTY" } else { "NOTHING" }, 0)
        };
        let fact = |label: &str, value: String| Fact::new(label, value);
        let mut facts = vec![fact("Written by", self.log.form.clone())];
        if !self.rows.is_empty() {
            facts.push(fact("States", counts.words()));
        }
        let groups = self.groups();
        let side = groups.first().and_then(|group| group.party.side());
        if let Some(side) = side {
            facts.push(fact("Whose side, most often", capitalised(side)));
        }
        facts.push(fact("Lines", format!("{} of {} understood", self.log.understood, self.log.lines)));
        let total = self.rows.len() + self.log.left_out;
        Verdict {
            severity,
            stamp: stamp.to_owned(),
            stamp_detail: if count > 0 { format!("{count} of {total}") } else { String::new() },
            detail: String::new(),
            facts,
        }
    }
}

fn shown<'a>(rows: impl IntoIterator<Item = &'a Delivery>) -> Vec<Span> {
    rows.into_iter().take(MOST_SHOWN).map(|row| row.span).collect()
}

/// Why deliveries failed or wait, a finding for each of the most frequent reasons.
fn reasons(case: &Case<'_>) -> Vec<Finding> {
    let groups = case.groups();
    groups
        .iter()
        .take(MOST_REASONS)
        .map(|group| {
            let severity = match group.status {
                State::Bounced | State::Expired => Severity::Problem,
                _ => Severity::Warning,
            };
            let verb = match group.status {
                State::Bounced => "bounced",
                State::Expired => "given up after too long a wait",
                State::Rejected => "refused at the door",
                _ => "put off",
            };
            let count = plural(group.rows.len(), "delivery", "deliveries");
            let sheet = reason::titled(group.reason, group.title);
            let is_queued = matches!(group.status, State::Deferred | State::Queued);
            let is_over = matches!(group.status, State::Bounced | State::Expired);
            let mut finding = Finding::new(
                "log.reason",
                severity,
                group.party,
                Confidence::Likely,
                format!("{count} {verb}: {}", group.title),
            )
            .why(sheet.sentence)
            .shown_by(shown(group.rows.iter().copied()));
            for step in useful(sheet.next, is_queued, is_over).take(2) {
                finding = finding.next(step);
            }
            finding
        })
        .collect()
}

/// Failures of which the input tells no reason, as the short form of a message trace does.
fn unexplained(case: &Case<'_>) -> Vec<Finding> {
    let rows: Vec<&Delivery> = case.rows.iter().filter(|row| row.status.is_failure() && row.reason.is_none()).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let severity =
        if rows.iter().any(|row| row.status != State::Deferred) { Severity::Problem } else { Severity::Warning };
    let title = format!("{} failed, and no reason is given", plural(rows.len(), "delivery", "deliveries"));
    vec![
        Finding::new("log.unexplained", severity, Party::Unknown, Confidence::Certain, title)
            .why("The input says that the delivery failed, and nothing of the answer that it got.")
            .next("Get the details of the message: Get-MessageTraceDetailV2 in Microsoft 365, the log of the sending server elsewhere.")
            .shown_by(shown(rows)),
    ]
}

/// The domain that a delivery is for.
fn domain(row: &Delivery) -> Option<String> {
    let (_, domain) = row.recipient.as_deref()?.rsplit_once('@')?;
    Some(domain.trim_end_matches('.').to_ascii_lowercase())
}

/// Which destination most of what waits is for.
fn waits_for(case: &Case<'_>) -> Vec<Finding> {
    let waiting: Vec<&Delivery> = case.rows.iter().filter(|row| row.status == State::Deferred).collect();
    let mut domains: HashMap<String, usize> = HashMap::new();
    for domain in waiting.iter().filter_map(|row| domain(row)) {
        *domains.entry(domain).or_default() += 1;
    }
    let mut counted: Vec<(usize, String)> = domains.into_iter().map(|(name, count)| (count, name)).collect();
    order::sort_by_key(&mut counted, |(count, name)| (usize::MAX - count, name.clone()));
    let Some((count, name)) = counted.first().filter(|(count, _)| *count > 1 && waiting.len() > 2) else {
        return Vec::new();
    };
    let rows = waiting.iter().copied().filter(|row| domain(row).as_deref() == Some(name));
    let title = format!("{count} of {} that wait are for {name}", waiting.len());
    let others: Vec<String> = counted.iter().skip(1).take(4).map(|(count, name)| format!("{name} ({count})")).collect();
    let why = if others.is_empty() {
        "Nothing else waits: what is wrong concerns this destination alone.".to_owned()
    } else {
        format!("Others that wait: {}.", others.join(", "))
    };
    let finding = Finding::new("log.waits-for", Severity::Note, Party::Unknown, Confidence::Certain, title)
        .why(why)
        .next(format!("Look up the mail route of {name}, and compare its MX hosts with those in the log."))
        .shown_by(shown(rows));
    vec![finding]
}

/// A rate limit: what is tried at once is refused again, and counts against the sender.
fn rate_limit(case: &Case<'_>) -> Vec<Finding> {
    let is_limit = |row: &&Delivery| {
        row.status == State::Deferred && matches!(row.reason, Some(Reason::Speeding | Reason::TooManyConn))
    };
    let rows: Vec<&Delivery> = case.rows.iter().filter(is_limit).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let title = format!(
        "Do not flush the queue: {} put off by a rate limit",
        plural(rows.len(), "delivery was", "deliveries were")
    );
    vec![
        Finding::new("log.rate-limit", Severity::Warning, Party::Sender, Confidence::Likely, title)
            .why("The other side takes less mail at a time than is sent. A flush tries everything at once: all of it is refused again, and the limit may become stricter.")
            .next("Leave the queue to its own retry times, or make them longer for this destination.")
            .next("Send fewer messages at a time there: limit connections and messages for this destination.")
            .next("Look for what fills the queue: a newsletter, a loop, or an account that somebody else uses.")
            .shown_by(shown(rows)),
    ]
}

fn in_queue<'a>(case: &Case<'a>, name: &str) -> Vec<&'a Delivery> {
    case.rows.iter().filter(|row| row.queue.as_deref() == Some(name)).collect()
}

/// Exim's frozen messages: nothing tries them until somebody thaws them.
fn frozen(case: &Case<'_>) -> Vec<Finding> {
    let rows = in_queue(case, "frozen");
    if rows.is_empty() {
        return Vec::new();
    }
    let notices = rows.iter().filter(|row| row.sender.as_deref() == Some("")).count();
    let title = format!("{} frozen: Exim does not try them", plural(rows.len(), "delivery is", "deliveries are"));
    let mut finding = Finding::new("log.frozen", Severity::Warning, Party::Sender, Confidence::Certain, title)
        .why(match notices {
            0 => "Exim freezes a message that it can neither deliver nor return, or that somebody froze by hand. It stays until it is thawed or removed.".to_owned(),
            _ => format!("{notices} of them have the null sender: they are notices that could not be returned, mostly to forged senders of spam. Frozen messages stay until they are thawed or removed."),
        })
        .next("Read why: exim -Mvl and the message id shows the message's own log.");
    finding = if notices == rows.len() {
        finding.next("Find what makes notices to forged senders: refuse unknown recipients at RCPT TO, before the message is accepted.")
    } else {
        finding.next(
            "Thaw a message with exim -Mt once its cause is gone; remove it with exim -Mrm where nobody needs it.",
        )
    };
    vec![finding.shown_by(shown(rows))]
}

/// Messages on hold: somebody, or a rule, put them there.
fn held(case: &Case<'_>) -> Vec<Finding> {
    let rows: Vec<&Delivery> = in_queue(case, "hold").into_iter().chain(in_queue(case, "quarantined")).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let title = format!(
        "{} held: nothing tries them until they are released",
        plural(rows.len(), "delivery is", "deliveries are")
    );
    vec![
        Finding::new("log.held", Severity::Warning, Party::Unknown, Confidence::Certain, title)
            .why("An administrator or a rule holds them. A held message has no error, and no retry time.")
            .next("Find who or what holds them: a HOLD action in access tables or header checks, a milter, a quarantine policy.")
            .next("Release what is wanted: postsuper -H in Postfix, the quarantine page in Microsoft 365.")
            .shown_by(shown(rows)),
    ]
}

/// What a filter took and threw away counts as sent.
fn discarded(case: &Case<'_>) -> Vec<Finding> {
    let is_discarded = |row: &&Delivery| {
        let words = row.words.to_ascii_lowercase();
        row.status == State::Sent && (words.contains("discarded") || words.contains("ok, discard"))
    };
    let rows: Vec<&Delivery> = case.rows.iter().filter(is_discarded).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let title = format!(
        "{} sent in name only: a filter took the message and discarded it",
        plural(rows.len(), "delivery is", "deliveries are")
    );
    vec![
        Finding::new("log.discarded", Severity::Problem, Party::Recipient, Confidence::Likely, title)
            .why("The next program answered that it took the message, and that it threw it away. Neither sender nor recipient gets a notice.")
            .next("Look in the log of the filter for the same queue id: it says why.")
            .shown_by(shown(rows)),
    ]
}

/// Deliveries that waited and arrived.
fn arrived_late(case: &Case<'_>) -> Vec<Finding> {
    let rows: Vec<&Delivery> = case.rows.iter().filter(|row| row.status == State::Sent && row.tries > 1).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let title =
        format!("{} put off first, and sent at a later try", plural(rows.len(), "delivery was", "deliveries were"));
    vec![
        Finding::new("log.sent-later", Severity::Good, Party::Nobody, Confidence::Certain, title)
            .why("A delay that ends by itself needs nothing. The lines between show who put it off.")
            .shown_by(shown(rows)),
    ]
}

impl Door {
    /// What happened at it, as a clause.
    fn title(&self) -> String {
        if self.at == "login" {
            return format!("{} failed", plural(self.count, "login", "logins"));
        }
        format!("{} ended the connection after {}", plural(self.count, "client", "clients"), self.at)
    }

    /// What that means, and what to do about it.
    fn meaning(&self) -> (&'static str, &'static str) {
        match self.at.as_str() {
            "login" => (
                "The name or the password was wrong. Programs that guess passwords cause most of these lines on a server that the \
                 Internet reaches.",
                "Look at the addresses: for an own user, check the password in their program; strangers are slowed down with a \
                 tool such as fail2ban.",
            ),
            "AUTH" => (
                "The client broke off or failed to log in, and went. Programs that guess passwords do so, and own programs with an \
                 old password.",
                "Look for the lines about SASL of the same process and address: they say whether the login failed.",
            ),
            "STARTTLS" => (
                "The TLS handshake came to no end: the client did not accept the certificate, or the two have no version or cipher \
                 in common.",
                "Look for the lines about TLS of the same process, and test the server with openssl s_client -starttls smtp.",
            ),
            "DATA" | "BDAT" | "END-OF-MESSAGE" => (
                "The client went while it handed a message over, so nothing was taken; it will mostly try again.",
                "If one client does so again and again, look at the network between: packet sizes (MTU), a firewall, a line that breaks.",
            ),
            _ => (
                "The client ended the session before it had a message to hand over. Probes, scanners and monitoring do so.",
                "Nothing need be done, unless mail of that client is missed.",
            ),
        }
    }
}

/// Clients that went, as the log of the server tells it: it is the other side that ended the session.
fn clients_left(case: &Case<'_>) -> Vec<Finding> {
    let of_door = |door: &Door| {
        let (why, next) = door.meaning();
        Finding::new(
            "log.clients-left",
            Severity::Note,
            Party::Unknown,
            Confidence::Certain,
            capitalised(&door.title()),
        )
        .why(why)
        .next(next)
        .shown_by(door.lines.iter().copied())
    };
    case.doors.iter().map(of_door).collect()
}

fn left_out(case: &Case<'_>) -> Vec<Finding> {
    if case.log.left_out == 0 {
        return Vec::new();
    }
    let title = format!("{} more deliveries are not in the table", case.log.left_out);
    vec![
        Finding::new("log.left-out", Severity::Note, Party::Nobody, Confidence::Certain, title)
            .why("The log has more deliveries than the table holds. Their last states are not counted.")
            .next("Cut the log down to the time or the queue ids that matter, and read it again."),
    ]
}
