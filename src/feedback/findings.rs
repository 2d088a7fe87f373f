//! What follows from an abuse report: one small function a rule.

use super::mistake::Case as MistakeCase;
use super::reading::is_redacted;
use super::{Feedback, Mistake};
use crate::Context;
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Fact, FactKind, Finding, Party, Severity, Span, Standard, Verdict, weightiest_first};
use crate::message::{Field, Message, addresses};
use crate::trace::{Hop, Route};

/// Everything the rules look at.
pub(super) struct Case<'a> {
    pub feedback: &'a Feedback,
    /// The fields of the machine part.
    pub fields: &'a [Field<'a>],
    /// The reported message.
    pub enclosed: Option<&'a Message<'a>>,
    /// The part that holds it, where places within it are not places in the input.
    pub whole: Option<Span>,
    /// The way of the reported message.
    pub route: Option<Route>,
    pub mistake: Option<MistakeCase>,
    /// Whether nobody reads an answer to the report.
    pub is_unread: bool,
    pub context: &'a Context,
}

impl Case<'_> {
    /// Where a field of the machine part stands.
    fn field(&self, name: &str) -> Option<Span> {
        self.fields.iter().find(|field| field.is(name)).map(Field::span)
    }

    /// A place in the reported message, as far as it is known in the input.
    fn inside(&self, span: Span) -> Span {
        self.whole.unwrap_or(span)
    }

    fn kind(&self) -> &str {
        self.feedback.feedback_type.as_deref().unwrap_or("abuse")
    }

    /// What shows that a complaint was a mistake, as surely as that nothing is left of it for the sender to mend. A report of fraud
    /// or a virus stands, whatever the message looks like.
    fn mistaken(&self) -> Option<&MistakeCase> {
        self.mistake.as_ref().filter(|case| self.kind() == "abuse" && case.confidence != Confidence::Possible)
    }

    /// Whose side the report is on: the complainant's, where the complaint is a mistake.
    fn party(&self) -> Party {
        match self.mistaken() {
            Some(_) => Party::Recipient,
            None if kind(self.kind()).severity == Severity::Good => Party::Nobody,
            None => Party::Sender,
        }
    }

    /// The hop by which the reported message left for the reporter: the last one that the user's own hosts handed over, or the
    /// one from the address that the report names.
    fn exit(&self) -> Option<(&Hop, bool)> {
        let hops = &self.route.as_ref()?.hops;
        let mine = &self.context.mine;
        let is_mine = |hop: &Hop| {
            let peer = &hop.from;
            mine.holds(peer.rdns.as_deref().or(peer.helo.as_deref()), peer.ip.as_deref())
        };
        let by_mine = |hop: &Hop| hop.by.as_deref().is_some_and(|by| mine.holds(Some(by), None));
        if let Some(hop) = hops.iter().rev().find(|hop| is_mine(hop) && !by_mine(hop)) {
            return Some((hop, true));
        }
        let source = self.feedback.source_ip.as_deref()?;
        hops.iter().rev().find(|hop| hop.from.ip.as_deref() == Some(source)).map(|hop| (hop, false))
    }
}

type Run = fn(&Case<'_>) -> Option<Finding>;

/// Every rule about an abuse report, in the order in which findings of one weight stand.
static RULES: &[Rule<Run>] = &[
    Rule::new("feedback.type", "complaints", what_is_reported),
    Rule::new("feedback.mistake", "complaints", mistake),
    Rule::new("feedback.authentication", "complaints", authentication),
    Rule::new("feedback.our-hop", "complaints", our_hop),
    Rule::new("feedback.forwarded", "forwarding", forwarded),
    Rule::new("feedback.redacted", "complaints", redacted),
    Rule::new("feedback.no-machine-part", "complaints", no_machine_part),
    Rule::new("feedback.missing-fields", "complaints", missing_fields),
];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

/// What every rule has to say, problems first.
pub(super) fn all(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().filter_map(|rule| rule.run?(case)).collect();
    weightiest_first(&mut findings);
    findings
}

/// A kind of report: its name, what it means, and what to do. Registered are abuse, fraud, virus and other (RFC 5965 section 7.3),
/// not-spam (RFC 6430) and auth-failure (RFC 6591); the rest is of drafts before them, and met.
struct Kind {
    name: &'static str,
    severity: Severity,
    stamp: &'static str,
    title: &'static str,
    why: &'static str,
    next: &'static [&'static str],
}

static KINDS: &[Kind] = &[
    Kind {
        name: "abuse",
        severity: Severity::Warning,
        stamp: "COMPLAINT",
        title: "A recipient marked a message as unwanted",
        why: "Somebody pressed the button for spam, or their provider judged so. Providers count these reports; too many lower the \
              sender's reputation for everybody who sends from the same servers.",
        next: &[
            "Take the complainant off the list that the message was sent to, at once and without asking back.",
            "Check how the address came onto the list, and whether the person agreed to this kind of mail.",
            "Make leaving easy: a working List-Unsubscribe with one click (RFC 8058), and a link at the top of the message.",
            "If your own users did not send it, look for a stolen account or an infected machine: search the log for the \
             message's id.",
        ],
    },
    Kind {
        name: "fraud",
        severity: Severity::Problem,
        stamp: "FRAUD REPORT",
        title: "A message is reported as fraud or phishing",
        why: "The reporter holds the message for an attempt to steal money or passwords. Usually a stolen account or a broken web \
              page sent it.",
        next: &[
            "Find the account or program that sent it, by the message's id in the log, and stop it at once.",
            "Set a new password for that account, and end its open sessions.",
            "Take down pages that the message links to, if they are on your servers.",
        ],
    },
    Kind {
        name: "virus",
        severity: Severity::Problem,
        stamp: "VIRUS REPORT",
        title: "A message is reported to carry malware",
        why: "A scanner found a virus in the message. An infected machine or a stolen account is the usual cause.",
        next: &["Find the machine or account that sent it, and take it off the network.", "Scan outgoing mail too."],
    },
    Kind {
        name: "not-spam",
        severity: Severity::Good,
        stamp: "NOT SPAM",
        title: "A recipient says that a message was not spam",
        why: "Somebody took the message out of the junk folder. It speaks for the sender.",
        next: &["Nothing need be done."],
    },
    Kind {
        name: "opt-out",
        severity: Severity::Warning,
        stamp: "OPT-OUT",
        title: "A recipient asks to be taken off a list",
        why: "The report is a wish to unsubscribe, passed on by the provider.",
        next: &["Take the address off the list, without asking back."],
    },
    Kind {
        name: "opt-out-list",
        severity: Severity::Warning,
        stamp: "OPT-OUT",
        title: "A recipient asks to be taken off one list",
        why: "The report is a wish to leave the one list that it names.",
        next: &["Take the address off that list, without asking back."],
    },
    Kind {
        name: "miscategorized",
        severity: Severity::Note,
        stamp: "REPORT",
        title: "A message is reported to be in the wrong category",
        why: "The reporter thinks that the message's category or priority was set wrongly.",
        next: &["Check how the message was marked."],
    },
    Kind {
        name: "auth-failure",
        severity: Severity::Warning,
        stamp: "AUTH FAILURE",
        title: "A message in the domain's name failed authentication",
        why: "The domain asked for such reports (with DKIM or DMARC reporting), and a receiver sends one for each failure. Nobody \
              complained. The message is either a forgery, or the domain's own mail that was not signed or was changed on the way.",
        next: &[
            "See whether the source address is one of yours, or of a service that sends for you. If it is: mend SPF and DKIM there.",
            "If it is a list or a forwarder: the change on the way broke the signature; that is expected, and a stricter policy \
             will hit such mail.",
            "If it is neither: somebody forges the domain, and the policy does its work.",
        ],
    },
    Kind {
        name: "dmarc",
        severity: Severity::Warning,
        stamp: "AUTH FAILURE",
        title: "A message in the domain's name failed DMARC",
        why: "The domain asked for such reports in its DMARC record. Nobody complained.",
        next: &["See whether the source address is one of yours, or of a service that sends for you."],
    },
    Kind {
        name: "other",
        severity: Severity::Note,
        stamp: "REPORT",
        title: "A message is reported, for a reason that the format has no name for",
        why: "The text of the report should say why.",
        next: &["Read the text of the report, and ask the reporter if it does not say."],
    },
];

fn kind(name: &str) -> &'static Kind {
    let found = KINDS.iter().find(|kind| kind.name == name);
    found.or_else(|| KINDS.last()).unwrap_or(&UNKNOWN)
}

/// Why a complaint that is a mistake is still worth reading.
const MISTAKEN: &str = "Somebody pressed the button for spam on a message that is none. Providers count such a report like any other, so \
                        it is worth a look, and no change to what you send.";

static UNKNOWN: Kind =
    Kind { name: "", severity: Severity::Note, stamp: "REPORT", title: "A message is reported", why: "", next: &[] };

/// `feedback.type`: what kind of report it is, and what to do about it.
fn what_is_reported(case: &Case<'_>) -> Option<Finding> {
    let kind = kind(case.kind());
    let mistaken = case.mistaken();
    let severity = if mistaken.is_some() { kind.severity.max(Severity::Note) } else { kind.severity };
    let mut finding = Finding::new("feedback.type", severity, case.party(), Confidence::Certain, kind.title);
    finding = finding.why(if mistaken.is_some() { MISTAKEN } else { kind.why });
    for step in mistaken.map_or(kind.next, MistakeCase::steps) {
        finding = finding.next(*step);
    }
    let standard = match kind.name {
        "auth-failure" => Standard::AuthFailureReport,
        "dmarc" => Standard::DmarcFailureReport,
        "not-spam" => Standard::NotSpam,
        _ => Standard::AbuseReport,
    };
    Some(finding.shown_by(case.field("Feedback-Type")).by(standard, ""))
}

/// `feedback.mistake`: the complaint was probably pressed by mistake.
fn mistake(case: &Case<'_>) -> Option<Finding> {
    let mistake = case.mistake.as_ref().filter(|_| matches!(case.kind(), "abuse" | "opt-out" | "other"))?;
    let title = match mistake.confidence {
        Confidence::Certain => format!("The complaint is a mistake: the message is {}", mistake.what()),
        Confidence::Likely => format!("The complaint is probably a mistake: the message is {}", mistake.what()),
        Confidence::Possible => format!("The complaint may be a mistake: the message looks like {}", mistake.what()),
    };
    let mut finding = Finding::new("feedback.mistake", Severity::Note, Party::Recipient, mistake.confidence, title)
        .why(mistake.why())
        .next(if case.is_unread {
            "Do not answer the report: it comes from a program, or says itself that replies are not read. Several such mistakes are worth a word by the form on \
             the provider's postmaster pages."
        } else {
            "Tell the provider's abuse desk, where its address is read; a text ready to send is with this report. Many feedback loops \
             read no replies: then use the form on the provider's postmaster pages."
        })
        .shown_by(mistake.shown_by.iter().map(|span| case.inside(*span)));
    match mistake.kind {
        Mistake::ListMessage => {
            finding = finding
                .next("Take the complainant off the list all the same: a second report costs more than a lost member.")
                .by(Standard::ListFields, "");
        }
        Mistake::ReadReceipt => finding = finding.by(Standard::Disposition, "2.1"),
        Mistake::Bounce => finding = finding.by(Standard::DeliveryStatus, ""),
        Mistake::AutoReply => finding = finding.by(Standard::AutomaticResponses, "5"),
        Mistake::Reply | Mistake::Transaction => {}
    }
    Some(finding)
}

/// `feedback.authentication`: what failed, in an authentication failure report.
fn authentication(case: &Case<'_>) -> Option<Finding> {
    let failure = case.feedback.auth_failure.as_deref()?;
    let (what, why) = match failure {
        "adsp" => {
            ("the author domain's signing practices", "An old scheme (ADSP), no longer in use; DMARC took its place.")
        }
        "bodyhash" => {
            ("the DKIM hash of the body", "The body was changed after signing: by a list, a filter, or a footer.")
        }
        "revoked" => {
            ("the DKIM key, which was withdrawn", "The key in DNS is marked as withdrawn. Sign with a new one.")
        }
        "signature" => {
            ("the DKIM signature", "The signed header was changed after signing, or the wrong key was used.")
        }
        "spf" => (
            "SPF",
            "The domain's SPF record does not name the sending address, or could not be read. Forwarding breaks SPF too.",
        ),
        "dmarc" => ("DMARC", "Neither SPF nor DKIM passed for the domain in From."),
        _ => ("a check", "The report names a kind of failure that is not among the registered ones."),
    };
    let title = format!("What failed is {what}");
    let finding =
        Finding::new("feedback.authentication", Severity::Note, Party::Sender, Confidence::Certain, title).why(why);
    let shown = ["Auth-Failure", "Delivery-Result", "DKIM-Domain", "Authentication-Results"];
    let standard = if failure == "dmarc" { Standard::DmarcFailureReport } else { Standard::AuthFailureReport };
    Some(finding.shown_by(shown.iter().filter_map(|name| case.field(name))).by(standard, ""))
}

/// `feedback.our-hop`: where the reported message left for the reporter.
fn our_hop(case: &Case<'_>) -> Option<Finding> {
    let (hop, is_mine) = case.exit()?;
    let peer = &hop.from;
    let name = peer.rdns.as_deref().or(peer.helo.as_deref()).unwrap_or("a server");
    let address = peer.ip.as_deref().map(|ip| format!(" [{ip}]")).unwrap_or_default();
    let to = hop.by.as_deref().unwrap_or("the reporter's server");
    let title = if is_mine {
        format!("Your server {name}{address} handed it over")
    } else {
        format!("{name}{address} handed it over")
    };
    let id = hop.id.as_deref().map(|id| format!(" The receiving server's id for it is {id}.")).unwrap_or_default();
    let finding = Finding::new("feedback.our-hop", Severity::Note, Party::Sender, Confidence::Certain, title)
        .why(format!("{to} took the message from it.{id}"));
    let finding = if is_mine {
        finding.next("Search that server's log for the message's id, to find the account or list that it was sent for.")
    } else {
        finding.next("If this server is yours, name it in Settings, and search its log for the message's id.")
    };
    Some(finding.shown_by([case.inside(hop.span)]).shown_by(case.field("Source-IP")))
}

/// `feedback.forwarded`: the message was passed on to another mailbox, and marked there.
fn forwarded(case: &Case<'_>) -> Option<Finding> {
    let message = case.enclosed?;
    let marks = ["X-Forwarded-To", "X-Forwarded-For", "Resent-To", "Resent-From", "X-Original-To"];
    let marked = marks.iter().find_map(|name| message.first(name));
    let to = message.first("To")?;
    let written: Vec<String> =
        addresses(&to.unfolded()).iter().map(|address| address.domain.to_ascii_lowercase()).collect();
    let told = case.feedback.original_rcpt_to.iter().find(|address| !is_redacted(address));
    let told = told.and_then(|address| address.rsplit_once('@')).map(|(_, domain)| domain.to_ascii_lowercase());
    let is_elsewhere = told.as_ref().is_some_and(|domain| !written.is_empty() && !written.contains(domain));
    let relayed = case.route.as_ref().is_some_and(|route| {
        let mine = &case.context.mine;
        route.hops.iter().any(|hop| {
            let from = &hop.from;
            let from_mine = mine.holds(from.rdns.as_deref().or(from.helo.as_deref()), from.ip.as_deref());
            let by_mine = hop.by.as_deref().is_some_and(|by| mine.holds(Some(by), None));
            by_mine && !from_mine && from.ip.is_some() && hop.authenticated != Some(true)
        })
    });
    let is_list = message.first("List-Id").is_some();
    if is_list || !(marked.is_some() || is_elsewhere || relayed && case.exit().is_some_and(|(_, is_mine)| is_mine)) {
        return None;
    }
    let title = "The message was probably forwarded, and marked in the mailbox that it was forwarded to";
    let finding = Finding::new("feedback.forwarded", Severity::Warning, Party::Forwarder, Confidence::Possible, title)
        .why(
            "A user has their mail forwarded to a mailbox at another provider and marks unwanted mail there. The provider counts it \
             against the server that forwarded it, not against the one that sent it.",
        )
        .next("Ask the user to mark unwanted mail before it is forwarded, or to fetch mail (POP, IMAP) instead of forwarding it.")
        .next("Filter unwanted mail before forwarding, and forward from an address and name of its own.")
        .next("Register the forwarding server's address with the provider as one that forwards, where that is offered.");
    let mine = marked.into_iter().chain(is_elsewhere.then_some(to)).map(|field| case.inside(field.span()));
    Some(finding.shown_by(mine).shown_by(case.field("Original-Rcpt-To")))
}

/// `feedback.redacted`: the complainant's address is hidden.
fn redacted(case: &Case<'_>) -> Option<Finding> {
    if !case.feedback.redacted {
        return None;
    }
    let finding = Finding::new(
        "feedback.redacted",
        Severity::Note,
        Party::Recipient,
        Confidence::Likely,
        "The complainant's address is hidden",
    )
    .why(
        "The provider keeps the address back, to protect its user. The recipient can still be found in your own records, if the \
         message carried a mark for each recipient.",
    )
    .next("Search your log for the reported message's id or queue id, and see to whom it went.")
    .next("For the future: put a mark for each recipient into the return path (VERP), the Message-ID or a link.");
    let to = case.enclosed.and_then(|message| message.first("To")).map(|field| case.inside(field.span()));
    Some(finding.shown_by(case.field("Original-Rcpt-To").or(to)).by(Standard::AbuseReportUse, ""))
}

/// `feedback.no-machine-part`: the report is a letter, without fields for programs.
fn no_machine_part(case: &Case<'_>) -> Option<Finding> {
    if !case.fields.is_empty() {
        return None;
    }
    let title = "The report has no part for programs";
    Some(
        Finding::new("feedback.no-machine-part", Severity::Note, Party::Nobody, Confidence::Certain, title)
            .why("Some providers send complaints in a form of their own. What is known was taken from the message itself.")
            .by(Standard::AbuseReport, "2"),
    )
}

/// `feedback.missing-fields`: fields that every report must have are not there (RFC 5965 section 3.1).
fn missing_fields(case: &Case<'_>) -> Option<Finding> {
    if case.fields.is_empty() {
        return None;
    }
    let missing: Vec<&str> =
        ["Feedback-Type", "User-Agent", "Version"].into_iter().filter(|name| case.field(name).is_none()).collect();
    if missing.is_empty() {
        return None;
    }
    let title = format!("The report lacks {}", missing.join(" and "));
    Some(
        Finding::new("feedback.missing-fields", Severity::Note, Party::Recipient, Confidence::Certain, title)
            .why("Every report must have these fields. Nothing need be done about it; it is the reporter's fault.")
            .shown_by(case.fields.first().map(Field::span))
            .by(Standard::AbuseReport, "3.1"),
    )
}

/// The headline, and what to show beside it.
pub(super) fn summary(case: &Case<'_>) -> (String, Verdict) {
    let kind = kind(case.kind());
    let feedback = case.feedback;
    let from = feedback.original_mail_from.as_deref().filter(|address| !address.is_empty());
    let about = from.map(|address| format!(" from {address}")).unwrap_or_default();
    let source = feedback.source_ip.as_deref().map(|ip| format!(", sent by {ip}")).unwrap_or_default();
    let mistake = case.mistaken();
    let headline = match mistake {
        Some(mistake) => {
            format!("A complaint about a message{about}{source}, probably by mistake: it is {}.", mistake.what())
        }
        None => {
            let told = match (from, feedback.source_ip.as_deref()) {
                (Some(address), Some(ip)) => format!(": it came from {address} and was sent by {ip}"),
                (Some(address), None) => format!(": it came from {address}"),
                (None, Some(ip)) => format!(": it was sent by {ip}"),
                (None, None) => String::new(),
            };
            format!("{}{told}.", kind.title)
        }
    };
    let mut facts = vec![Fact::new("Kind of report", case.kind().to_owned()).of(FactKind::ReportKind)];
    let mut add = |label: &str, kind: FactKind, value: Option<&str>| {
        facts.extend(value.map(|value| Fact::new(label, value.to_owned()).of(kind)));
    };
    add(
        "Whose side",
        FactKind::Side,
        Some(match case.party() {
            Party::Nobody => "Nobody's: nothing need be done",
            Party::Recipient => "The complainant's, and their provider's",
            _ => "The sender's side",
        }),
    );
    add("Source address", FactKind::Source, feedback.source_ip.as_deref());
    match &feedback.reporting_mta {
        Some(server) => add("Reported by", FactKind::Reporter, Some(server)),
        None => add("Reported by", FactKind::Program, feedback.user_agent.as_deref()),
    }
    let complainant = feedback.original_rcpt_to.first().map(String::as_str);
    add(
        "Complainant",
        FactKind::Complainant,
        if feedback.redacted { Some("hidden by the provider") } else { complainant },
    );
    let severity = if mistake.is_some() { Severity::Note } else { kind.severity };
    let detail = mistake.map_or(kind.why, MistakeCase::why).to_owned();
    let verdict = Verdict { severity, stamp: kind.stamp.to_owned(), stamp_detail: String::new(), detail, facts };
    (headline, verdict)
}
