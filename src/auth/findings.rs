//! What the results of authentication mean: why, whose side, what next.
//!
//! SPF that fails beside a DMARC that passes is fine mail; `softfail`, `neutral` and `none` are no forgery; what stands below
//! the border is a claim of somebody else.

use super::words::{self, Broken};
use super::{Aligned, Authentication, Claim, MethodResult};
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Fact, Finding, Party, Severity, Span, Standard, Verdict};
use crate::message::Message;
use crate::trace::{Role, Route, names};

use super::trust::Border;

/// What the rules look at.
pub(crate) struct Case<'a> {
    pub(crate) message: &'a Message<'a>,
    pub(crate) authentication: Option<&'a Authentication>,
    pub(crate) route: Option<&'a Route>,
    pub(crate) border: Option<&'a Border<'a>>,
    /// Whether the recipient's filter judged the message spam or worse.
    pub(crate) is_junk: bool,
}

/// What the whole comes to, for the headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) headline: String,
    pub(crate) verdict: Verdict,
}

impl Outcome {
    pub(crate) fn new(severity: Severity, stamp: &str, headline: String) -> Self {
        let verdict = Verdict {
            severity,
            stamp: stamp.to_owned(),
            stamp_detail: String::new(),
            detail: String::new(),
            facts: Vec::new(),
        };
        Self { headline, verdict }
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.verdict.detail = detail.into();
        self
    }

    pub(crate) fn fact(mut self, label: &str, value: impl Into<String>) -> Self {
        self.verdict.facts.push(Fact::new(label, value.into()));
        self
    }
}

/// The most places that one finding shows.
const MOST_EVIDENCE: usize = 6;

type Run = fn(&Facts<'_>) -> Option<Finding>;

/// Every rule, what matters most first.
static RULES: &[Rule<Run>] = &[
    Rule::new("auth.dmarc-fail", "authentication", dmarc_failed),
    Rule::new("auth.compauth-fail", "junk", composite_failed),
    Rule::new("auth.forged-results", "authentication", forged),
    Rule::new("auth.policy-overridden", "lists", overridden),
    Rule::new("auth.spf-fail", "lists", spf_failed),
    Rule::new("auth.spf-error", "authentication", spf_broken),
    Rule::new("auth.dkim-fail", "lists", dkim_failed),
    Rule::new("auth.unsigned", "authentication", unsigned),
    Rule::new("auth.not-aligned", "authentication", not_aligned),
    Rule::new("auth.no-dmarc", "authentication", no_policy),
    Rule::new("auth.body-length", "authentication", length_limited),
    Rule::new("auth.from-unsigned", "authentication", from_unsigned),
    Rule::new("auth.sha1", "authentication", old_algorithm),
    Rule::new("auth.expired", "authentication", expired),
    Rule::new("auth.arc", "lists", arc),
    Rule::new("auth.claim", "authentication", foreign),
    Rule::new("auth.pass", "authentication", passed),
];

/// What the rules found.
pub(crate) fn all(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(facts) = Facts::of(case) {
        findings.extend(RULES.iter().filter_map(|rule| rule.run?(&facts)));
    }
    findings.extend(super::hints::all(case));
    findings
}

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
    super::hints::explain(each);
    super::proved::explain(each);
}

/// What is read off the facts once, for all rules.
struct Facts<'a> {
    case: &'a Case<'a>,
    auth: &'a Authentication,
    /// The result of DMARC that counts.
    dmarc: Option<(&'a Claim, &'a MethodResult)>,
    spf: Vec<(&'a Claim, &'a MethodResult)>,
    dkim: Vec<(&'a Claim, &'a MethodResult)>,
    from: &'a str,
    /// Who passed the message on, where the route or a list's fields tell.
    forwarder: Option<String>,
    is_list: bool,
}

impl<'a> Facts<'a> {
    fn of(case: &'a Case<'a>) -> Option<Self> {
        let auth = case.authentication?;
        let trail = case.route.and_then(|route| route.forwarding.as_ref());
        let list = ["List-Id", "List-Post", "X-Mailman-Version", "Mailing-List"]
            .iter()
            .any(|name| case.message.first(name).is_some());
        let forwarder = trail.and_then(|trail| trail.forwardings.last()).map(|one| {
            let by = one.by.clone().or_else(|| one.from.clone());
            by.unwrap_or_else(|| "a forwarder".to_owned())
        });
        Some(Self {
            case,
            auth,
            dmarc: auth.results("dmarc").next(),
            spf: auth.results("spf").collect(),
            dkim: auth.results("dkim").collect(),
            from: auth.from.as_deref().unwrap_or("the domain in From"),
            forwarder,
            is_list: list && is_list_mail(case.message),
        })
    }

    fn dmarc_is(&self, result: &str) -> bool {
        self.dmarc.is_some_and(|(_, dmarc)| dmarc.result == result)
    }

    /// Whether the message is proved to be of the domain in `From`: by DMARC, or by what DMARC rests on.
    fn is_proved(&self) -> bool {
        self.dmarc_is("pass") || (self.dmarc.is_none() && self.aligned("spf") | self.aligned("dkim"))
    }

    fn aligned(&self, method: &str) -> bool {
        self.auth
            .alignments
            .iter()
            .any(|line| line.method == method && line.result == "pass" && line.aligned != Aligned::No)
    }

    /// How sure a finding is that rests on a claim.
    fn sure(&self, claim: &Claim) -> Confidence {
        if claim.trusted == Some(true) { Confidence::Certain } else { Confidence::Likely }
    }

    fn passed_on(&self) -> Option<String> {
        match (&self.forwarder, self.is_list) {
            (Some(by), false) => Some(format!("The message was passed on by {by}")),
            (Some(by), true) => Some(format!("The message came through a mailing list and {by}")),
            (None, true) => Some("The message came through a mailing list".to_owned()),
            (None, false) => None,
        }
    }

    /// Whether the recipient's own gateway handed the message over: then SPF was asked about the gateway.
    fn gateway(&self) -> Option<&'a str> {
        let (route, border) = (self.case.route?, self.case.border?);
        let before = border.at.checked_sub(1).and_then(|at| route.hops.get(at))?;
        let client = border.client()?;
        (before.role == Some(Role::Filter) && names::address(client).is_none()).then_some(client)
    }
}

/// Whether a list's fields are those of a list that passes mail on, and not those of a newsletter.
fn is_list_mail(message: &Message<'_>) -> bool {
    let has = |name: &str| message.first(name).is_some();
    has("List-Post") || has("X-Mailman-Version") || has("Mailing-List") || has("X-Mailing-List")
}

/// Who says it.
fn who(claim: &Claim) -> String {
    claim.authserv.clone().unwrap_or_else(|| "The recipient's server".to_owned())
}

fn spans<'a>(results: impl IntoIterator<Item = &'a (&'a Claim, &'a MethodResult)>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (claim, _) in results {
        if !spans.contains(&claim.span) && spans.len() < MOST_EVIDENCE {
            spans.push(claim.span);
        }
    }
    spans
}

// ------------------------------------------------------------------ DMARC

/// Whether the receiver acted on the failure.
fn acted(facts: &Facts<'_>) -> bool {
    let disposition = facts.auth.dmarc.as_ref().and_then(|dmarc| dmarc.disposition.as_deref()).unwrap_or_default();
    matches!(disposition, "quarantine" | "reject" | "oreject" | "o.reject")
}

fn dmarc_failed(facts: &Facts<'_>) -> Option<Finding> {
    let (claim, result) = facts.dmarc.filter(|(_, dmarc)| dmarc.result == "fail")?;
    let dmarc = facts.auth.dmarc.clone().unwrap_or_default();
    let policy = dmarc.policy.as_deref();
    let severity = match (policy, acted(facts)) {
        _ if dmarc.override_reason.as_deref() == Some("arc") => Severity::Note,
        (_, true) | (Some("reject" | "quarantine"), _) => Severity::Problem,
        _ => Severity::Warning,
    };
    let passed_on = facts.passed_on();
    let party = if passed_on.is_some() { Party::Forwarder } else { Party::Sender };
    let mut why = format!(
        "DMARC asks whether SPF or DKIM passed for a domain of the same organisation as the one in From, {}. {}",
        facts.from,
        rests_on(facts)
    );
    if let Some(passed_on) = &passed_on {
        why.push_str(&format!(
            " {passed_on}: SPF then sees that server's address, and a signature breaks if it changed the text. That is the usual reason, and no proof of a forgery."
        ));
    }
    if let Some(policy) = policy {
        why.push_str(&match policy {
            "none" => format!(" {} asks receivers to do nothing about it (p=none).", facts.from),
            _ => format!(" {} asks receivers to {} such mail (p={policy}).", facts.from, asked(policy)),
        });
    }
    let title = format!("DMARC failed for {}", facts.from);
    let mut finding = Finding::new("auth.dmarc-fail", severity, party, facts.sure(claim), title).why(why);
    if passed_on.is_some() {
        finding = finding
            .next("Ask whoever runs the list or the forwarding: a list should rewrite From or leave the message unchanged; a forwarder should change nothing and seal with ARC.")
            .next("As the recipient: fetch the mailbox, or have the sender write to the final address.");
    } else {
        finding = finding
            .next(format!("If the sender is who they say: have them sign with DKIM as {} itself, or send with an envelope address in that domain.", facts.from))
            .next("If the sender is a stranger, or the message asks for money or a password: treat it as forged.");
    }
    let spans = std::iter::once(claim.span)
        .chain(spans(facts.spf.iter().chain(&facts.dkim)).into_iter().filter(|span| *span != claim.span));
    let _ = result;
    Some(finding.shown_by(spans.take(MOST_EVIDENCE)).by(Standard::Dmarc, "").by(Standard::AuthenticationResults, ""))
}

/// What a policy asks for, as a verb.
fn asked(policy: &str) -> &'static str {
    if policy == "quarantine" { "treat as suspicious" } else { "refuse" }
}

/// What DMARC rests on here, as sentences.
fn rests_on(facts: &Facts<'_>) -> String {
    let mut said: Vec<String> = Vec::new();
    for line in facts.auth.alignments.iter().take(6) {
        let method = words::method(&line.method);
        let domain = &line.domain;
        said.push(match (line.result.as_str(), line.aligned) {
            ("pass", Aligned::No) => format!("{method} passed, but for {domain}, which is another domain."),
            ("pass", Aligned::Strict) => format!("{method} passed for {domain}."),
            ("pass", Aligned::Relaxed) => {
                format!("{method} passed for {domain}, of the same organisation as far as the names tell.")
            }
            (result, Aligned::No) => format!("{method} said {result} for {domain}, another domain anyway."),
            (result, _) => format!("{method} said {result} for {domain}."),
        });
    }
    if facts.dkim.iter().any(|(_, one)| one.result == "none") {
        said.push("The message was not signed.".to_owned());
    }
    if said.is_empty() { "The fields do not say what SPF and DKIM were about.".to_owned() } else { said.join(" ") }
}

fn composite_failed(facts: &Facts<'_>) -> Option<Finding> {
    let (claim, result) = facts.auth.results("compauth").find(|(_, one)| one.result == "fail")?;
    let reason = result.reason.as_deref().unwrap_or_default();
    let meaning = words::compauth(reason).unwrap_or("Microsoft does not say what this code means.");
    let code = if reason.is_empty() { String::new() } else { format!(" (reason {reason})") };
    let severity = if facts.case.is_junk { Severity::Problem } else { Severity::Warning };
    Some(
        Finding::new(
            "auth.compauth-fail",
            severity,
            Party::Sender,
            facts.sure(claim),
            format!("Microsoft could not verify the sender{code}"),
        )
        .why(format!("{meaning} Composite authentication weighs SPF, DKIM and DMARC with what Microsoft knows of the sender. A message that fails it may be delivered all the same, but with a warning, or to Junk."))
        .next(format!("The sender: publish SPF, sign with DKIM as {}, and publish a DMARC record.", facts.from))
        .next("The recipient's administrator: only if the sender is known and cannot do so, allow this pair of domain and sending host in the Tenant Allow/Block List under Spoofed senders.")
        .shown_by([claim.span]),
    )
}

fn overridden(facts: &Facts<'_>) -> Option<Finding> {
    let (claim, _) = facts.dmarc.filter(|(_, dmarc)| dmarc.result == "fail")?;
    let dmarc = facts.auth.dmarc.as_ref()?;
    let did = dmarc.disposition.as_deref()?;
    let reject_became_junk = matches!(did, "oreject" | "o.reject");
    let policy = dmarc.policy.as_deref().or(reject_became_junk.then_some("reject"))?;
    if policy == "none" || did == policy || policy == "reject" && did == "reject" {
        return None;
    }
    let cause = match dmarc.override_reason.as_deref() {
        Some("arc") => " An ARC seal that it trusts says that the message passed before it was passed on.".to_owned(),
        Some(reason) => format!(" Its reason: {reason}."),
        None if reject_became_junk => {
            " Exchange Online marks such mail as spam instead of refusing it, where its settings say so.".to_owned()
        }
        None => " It does not say why: usually a list, a forwarder or a local setting.".to_owned(),
    };
    Some(
        Finding::new(
            "auth.policy-overridden",
            Severity::Note,
            Party::Recipient,
            facts.sure(claim),
            format!("The domain asked to {} it, the receiver did otherwise", asked(policy)),
        )
        .why(format!(
            "The policy was {policy}, and what was done is {did}.{cause} A receiver may do so by its own policy."
        ))
        .shown_by([claim.span])
        .by(Standard::Dmarc, ""),
    )
}

fn no_policy(facts: &Facts<'_>) -> Option<Finding> {
    let (claim, result) = facts
        .dmarc
        .filter(|(_, one)| matches!(one.result.as_str(), "none" | "bestguesspass" | "permerror" | "temperror"))?;
    let (title, why, next) = match result.result.as_str() {
        "temperror" => (
            format!("The DMARC record of {} could not be fetched", facts.from),
            "DNS did not answer in time. The same check may pass a minute later.".to_owned(),
            "Check that the name servers of the domain all answer.".to_owned(),
        ),
        "permerror" => (
            format!("The DMARC record of {} cannot be used", facts.from),
            "The record has a mistake, or there are several, or From names no single domain.".to_owned(),
            format!("The domain's owner: check the TXT record at _dmarc.{}.", facts.from),
        ),
        _ => (
            format!("{} had no DMARC policy for the receiver to apply", facts.from),
            "Without a DMARC record nobody says what to do with mail that merely claims this domain. Gmail, Yahoo and Microsoft want one from everybody who sends in bulk.".to_owned(),
            format!("The domain's owner: publish v=DMARC1; p=none with an address for reports at _dmarc.{}, read the reports, then tighten it.", facts.from),
        ),
    };
    Some(
        Finding::new("auth.no-dmarc", Severity::Note, Party::Sender, facts.sure(claim), title)
            .why(why)
            .next(next)
            .shown_by([claim.span])
            .by(Standard::Dmarc, "4.7"),
    )
}

fn passed(facts: &Facts<'_>) -> Option<Finding> {
    let (claim, _) = facts.dmarc.filter(|(_, one)| one.result == "pass")?;
    let by = match (facts.aligned("spf"), facts.aligned("dkim")) {
        (true, true) => "Both SPF and DKIM passed for a domain of that organisation.",
        (false, true) => "DKIM passed for a domain of that organisation.",
        (true, false) => {
            "SPF passed for a domain of that organisation; without DKIM this ends at the first forwarding."
        }
        (false, false) => "The fields do not show on which of SPF and DKIM it rests.",
    };
    Some(
        Finding::new(
            "auth.pass",
            Severity::Good,
            Party::Nobody,
            facts.sure(claim),
            format!("DMARC passed: the message is from a server that may send for {}", facts.from),
        )
        .why(format!("{by} That proves the domain, and not that the sender is honest."))
        .shown_by([claim.span])
        .by(Standard::Dmarc, ""),
    )
}

// -------------------------------------------------------------------- SPF

fn spf_failed(facts: &Facts<'_>) -> Option<Finding> {
    let is_failure = |result: &str| matches!(result, "fail" | "hardfail" | "softfail");
    // Where one field says fail and another pass, of HELO and of the envelope sender, the pass counts.
    if facts.spf.iter().any(|(_, one)| one.result == "pass") {
        return None;
    }
    let failed: Vec<_> = facts.spf.iter().filter(|(_, one)| is_failure(&one.result)).copied().collect();
    let (claim, result) = failed.first().copied()?;
    let soft = result.result == "softfail";
    let domain = result
        .domain()
        .or_else(|| facts.auth.envelope_from.clone())
        .unwrap_or_else(|| "the envelope domain".to_owned());
    let address = facts.auth.client_ip.as_deref().unwrap_or("the connecting address");
    let record = if soft {
        format!(
            "{domain} says that it probably does not send from {address} (~all): a softfail, which alone is no reason to refuse."
        )
    } else {
        format!("{domain} says that mail from {address} is not its own (-all).")
    };
    let gateway = facts.gateway();
    let passed_on = facts.passed_on();
    let (party, explanation) = if let Some(gateway) = gateway {
        (
            Party::Recipient,
            format!(
                " But the message came through {gateway}, a filter in front of this server: SPF was asked about the filter's address, where it can only fail."
            ),
        )
    } else if let Some(passed_on) = &passed_on {
        (Party::Forwarder, format!(" {passed_on}, whose address the record cannot name."))
    } else {
        (Party::Sender, " The sending server is missing in the record, by its address or by an include, or the message is not from there.".to_owned())
    };
    let saved = facts.dmarc_is("pass") || facts.aligned("dkim");
    let severity = match (saved || gateway.is_some(), soft, passed_on.is_some()) {
        (true, _, _) | (_, true, true) => Severity::Note,
        _ => Severity::Warning,
    };
    let mut why = format!("{record}{explanation}");
    if saved {
        why.push_str(" DKIM vouches for the message, so this alone does no harm.");
    }
    let title = format!("SPF {} for {domain}", if soft { "softfail" } else { "failed" });
    let mut finding = Finding::new("auth.spf-fail", severity, party, facts.sure(claim), title).why(why);
    finding = match party {
        Party::Recipient => finding.next("The recipient's administrator: have the server look behind the filter (in Exchange Online: enhanced filtering for connectors), or leave SPF to the filter."),
        Party::Forwarder => finding.next("The forwarder: rewrite the envelope sender (SRS), and do not change the message, so that DKIM holds."),
        _ => finding
            .next(format!("The owner of {domain}: if {address} is theirs or their provider's, add it, or the provider's include, to the SPF record."))
            .next("Look up the record as it is today, and count its DNS lookups: more than ten make it void."),
    };
    Some(finding.shown_by(spans(&failed)).by(Standard::Spf, if soft { "8.5" } else { "8.4" }))
}

fn spf_broken(facts: &Facts<'_>) -> Option<Finding> {
    let (claim, result) = facts
        .spf
        .iter()
        .find(|(_, one)| matches!(one.result.as_str(), "permerror" | "temperror" | "tempfail" | "error"))
        .copied()?;
    let domain = result.domain().unwrap_or_else(|| "the envelope domain".to_owned());
    let permanent = result.result == "permerror";
    let severity = if facts.is_proved() { Severity::Note } else { Severity::Warning };
    let (title, why, next) = if permanent {
        (
            format!("The SPF record of {domain} cannot be used"),
            "It has a mistake in its syntax, asks for more than ten DNS lookups, or there are two records. A receiver then treats the domain as if SPF said nothing, or refuses.",
            format!("The owner of {domain}: correct the record; count its lookups, and those of what it includes."),
        )
    } else {
        (
            format!("SPF of {domain} could not be checked"),
            "DNS did not answer in time, for the record or for something that it includes. The same check may pass a minute later.",
            format!("The owner of {domain}: check that its name servers, and those of every include, answer."),
        )
    };
    let party = if permanent { Party::Sender } else { Party::Network };
    Some(
        Finding::new("auth.spf-error", severity, party, facts.sure(claim), title)
            .why(why)
            .next(next)
            .shown_by([claim.span])
            .by(Standard::Spf, if permanent { "8.7" } else { "8.6" }),
    )
}

// ------------------------------------------------------------------- DKIM

fn dkim_failed(facts: &Facts<'_>) -> Option<Finding> {
    let is_failure =
        |result: &str| !matches!(result, "pass" | "none" | "policy" | "unknown" | "skipped" | "neutral" | "");
    let failed: Vec<_> = facts.dkim.iter().filter(|(_, one)| is_failure(&one.result)).copied().collect();
    let (claim, result) = failed.first().copied()?;
    let domain = result.domain();
    let signer = domain.clone().unwrap_or_else(|| "a domain that is not named".to_owned());
    let severity = if facts.is_proved() { Severity::Note } else { Severity::Warning };
    let passed_on = facts.passed_on();
    let changer = changer(facts.case.message);
    let (what, why, next, party): (&str, String, String, Party) = match words::broken(result) {
        Broken::Body => (
            "the text was changed after signing",
            match &changer {
                Some(changer) => format!("The hash of the body is not the one that was signed. {changer}"),
                None => "The hash of the body is not the one that was signed: a footer, a banner, a disclaimer, a filter that rewrites links, or another form of line ends.".to_owned(),
            },
            "Find who changed it between the signer and the receiver: a list's footer, a gateway's banner, an outgoing disclaimer. Sign after the last change, or leave the text alone.".to_owned(),
            if passed_on.is_some() || changer.is_some() { Party::Forwarder } else { Party::Unknown },
        ),
        Broken::Header => (
            "the signature does not fit",
            "The body may be whole, but a signed header field is not as it was (a tag in the subject is common), or the key in DNS is not the one that signed.".to_owned(),
            "Compare the signed fields (h=) with the original; ask the signer whether the key was changed.".to_owned(),
            if passed_on.is_some() { Party::Forwarder } else { Party::Unknown },
        ),
        Broken::NoKey | Broken::Revoked => (
            "its key is not in DNS",
            "At the place that the signature names there was no key: never published, withdrawn, or published under another selector.".to_owned(),
            key_place(facts, domain.as_deref()),
            Party::Sender,
        ),
        Broken::WeakKey => (
            "its key is too short",
            "Receivers no longer accept RSA keys of less than 1024 bits.".to_owned(),
            "The signer: publish a key of 2048 bits under a new selector, and sign with it.".to_owned(),
            Party::Sender,
        ),
        Broken::Expired => (
            "it had expired",
            "The signature names a time after which it is void (x=), and the message came later: held in a queue, or passed on days later.".to_owned(),
            "Look at the route for the wait; the signer: give signatures at least a week.".to_owned(),
            Party::Unknown,
        ),
        Broken::Dns => (
            "its key could not be fetched",
            "DNS did not answer in time. The same check may pass a minute later.".to_owned(),
            "Check that the name servers of the signer's domain all answer.".to_owned(),
            Party::Network,
        ),
        Broken::Syntax => (
            "signature or key cannot be read",
            "A tag is missing or malformed, in the signature or in the key's record.".to_owned(),
            "Look at the DKIM-Signature field and at the key's TXT record.".to_owned(),
            Party::Sender,
        ),
        Broken::Unknown => (
            "the receiver does not say why",
            match &passed_on {
                Some(passed_on) => format!("{passed_on}: what changes a message on the way breaks its signature."),
                None => "The text or a signed field was changed after signing, or the key in DNS is another one.".to_owned(),
            },
            "With the whole message and the key the cause can be found: verify it again.".to_owned(),
            if passed_on.is_some() { Party::Forwarder } else { Party::Unknown },
        ),
    };
    let mut why = why;
    if facts.is_proved() {
        why.push_str(" Something else vouches for the message, so this alone does no harm.");
    }
    let title = format!("The DKIM signature of {signer} does not hold: {what}");
    let mut finding = Finding::new("auth.dkim-fail", severity, party, facts.sure(claim), title).why(why).next(next);
    if failed.len() > 1 {
        finding = finding.next("Several signatures failed: what changed the message comes after all of them.");
    }
    Some(finding.shown_by(spans(&failed)).by(Standard::Dkim, "6.1"))
}

/// Where the key should be.
fn key_place(facts: &Facts<'_>, domain: Option<&str>) -> String {
    let signature = facts
        .auth
        .signatures
        .iter()
        .find(|one| one.field == "DKIM-Signature" && (domain.is_none() || one.domain.as_deref() == domain));
    match signature.and_then(|one| Some((one.selector.as_deref()?, one.domain.as_deref()?))) {
        Some((selector, domain)) => format!("Look up the TXT record at {selector}._domainkey.{domain}."),
        None => "Look up the key's TXT record, at the selector and domain that the signature names.".to_owned(),
    }
}

/// Who is known to change the text of a message, by the fields that they leave.
fn changer(message: &Message<'_>) -> Option<String> {
    const MARKS: [(&str, &str); 10] = [
        ("X-Mailman-Version", "Mailman passed it on, which adds a footer where its settings say so."),
        ("List-Post", "A mailing list passed it on, and lists often add a footer or a tag in the subject."),
        ("X-Exclaimer-MessageDigest", "Exclaimer added a signature or a disclaimer to the text."),
        ("X-CodeTwo-MessageID", "CodeTwo added a signature or a disclaimer to the text."),
        ("X-CodeTwoProcessed", "CodeTwo added a signature or a disclaimer to the text."),
        ("X-MS-Exchange-Safelinks-Url-KeyVer", "Microsoft Safe Links rewrote links in the text."),
        ("X-Mimecast-Spam-Score", "Mimecast handled it, which may rewrite links or add a banner."),
        ("X-Proofpoint-GUID", "Proofpoint handled it, which may rewrite links or add a banner."),
        ("X-Sophos-Email-Transport-Route", "Sophos Email handled it, which may rewrite links or add a banner."),
        ("X-Barracuda-URL", "A Barracuda gateway handled it, which may rewrite links or add a banner."),
    ];
    MARKS.iter().find(|(name, _)| message.first(name).is_some()).map(|(_, said)| (*said).to_owned())
}

fn unsigned(facts: &Facts<'_>) -> Option<Finding> {
    let (claim, _) = facts.dkim.iter().find(|(_, one)| one.result == "none").copied()?;
    if facts.dkim.iter().any(|(_, one)| one.result != "none") {
        return None;
    }
    let has_signature = facts.auth.signatures.iter().any(|one| one.field == "DKIM-Signature");
    if has_signature {
        return None;
    }
    Some(
        Finding::new("auth.unsigned", Severity::Note, Party::Sender, facts.sure(claim), "The message has no DKIM signature")
            .why("Without one everything rests on SPF, which ends at the first forwarding. Gmail, Yahoo and Microsoft want both from everybody who sends in bulk.")
            .next(format!("Whoever sends mail of {}: sign it with DKIM as that domain.", facts.from))
            .shown_by([claim.span])
            .by(Standard::Dkim, ""),
    )
}

fn not_aligned(facts: &Facts<'_>) -> Option<Finding> {
    let passes: Vec<_> = facts.auth.alignments.iter().filter(|line| line.result == "pass").collect();
    if passes.is_empty() || passes.iter().any(|line| line.aligned != Aligned::No) || facts.dmarc_is("pass") {
        return None;
    }
    let domains = crate::order::distinct(passes.iter().map(|line| line.domain.clone()));
    let listed = domains.iter().take(4).map(String::as_str).collect::<Vec<_>>().join(", ");
    let severity = if facts.dmarc_is("fail") { Severity::Warning } else { Severity::Note };
    Some(
        Finding::new(
            "auth.not-aligned",
            severity,
            Party::Sender,
            Confidence::Likely,
            format!("What was proved is {listed}, and From says {}", facts.from),
        )
        .why("SPF or DKIM passed, but for the domain of a service or a forwarder. For DMARC only a domain of the same organisation as the one in From counts. Whether two names are of one organisation is estimated here by their last labels; DNS has the last word.")
        .next(format!("The sender: have the service sign as {} (its own DKIM keys in your DNS), or use an envelope address below that domain.", facts.from))
        .shown_by(spans(facts.spf.iter().chain(&facts.dkim).filter(|(_, one)| one.result == "pass")))
        .by(Standard::Dmarc, "4.10"),
    )
}

// -------------------------------------------------------- Signatures alone

fn length_limited(facts: &Facts<'_>) -> Option<Finding> {
    let signature =
        facts.auth.signatures.iter().find(|one| one.field == "DKIM-Signature" && one.body_length.is_some())?;
    let length = signature.body_length.unwrap_or_default();
    Some(
        Finding::new(
            "auth.body-length",
            Severity::Note,
            Party::Sender,
            Confidence::Certain,
            format!("The DKIM signature covers only the first {length} bytes of the body"),
        )
        .why("With l= anybody on the way can add text behind the signed part, and the signature still holds. Many receivers give such a signature less weight.")
        .next("The signer: leave l= out.")
        .shown_by([signature.span])
        .by(Standard::Dkim, "8.2"),
    )
}

fn from_unsigned(facts: &Facts<'_>) -> Option<Finding> {
    let signature = facts.auth.signatures.iter().find(|one| {
        one.field == "DKIM-Signature" && !one.signed.is_empty() && !one.signed.iter().any(|name| name == "from")
    })?;
    Some(
        Finding::new(
            "auth.from-unsigned",
            Severity::Warning,
            Party::Sender,
            Confidence::Certain,
            "A DKIM signature leaves From out",
        )
        .why("A signature has to cover From. A receiver that follows the standard does not count this one.")
        .next("The signer: add from to the signed fields (h=).")
        .shown_by([signature.span])
        .by(Standard::Dkim, "5.4"),
    )
}

fn old_algorithm(facts: &Facts<'_>) -> Option<Finding> {
    let signed = || facts.auth.signatures.iter().filter(|one| one.field == "DKIM-Signature");
    let is_old =
        |algorithm: &Option<String>| algorithm.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("rsa-sha1"));
    let signature = signed().find(|one| is_old(&one.algorithm))?;
    let others = signed().any(|one| !is_old(&one.algorithm));
    Some(
        Finding::new(
            "auth.sha1",
            if others { Severity::Note } else { Severity::Warning },
            Party::Sender,
            Confidence::Certain,
            "A DKIM signature uses rsa-sha1",
        )
        .why("Receivers must no longer count it.")
        .next("The signer: sign with rsa-sha256.")
        .shown_by([signature.span])
        .by(Standard::DkimCryptography, "3.1"),
    )
}

fn expired(facts: &Facts<'_>) -> Option<Finding> {
    let border = facts.case.border?.at;
    let arrived = facts.case.route?.hops.get(border)?.time?.timestamp();
    let signature = facts
        .auth
        .signatures
        .iter()
        .find(|one| one.field == "DKIM-Signature" && one.expires.is_some_and(|expires| expires < arrived))?;
    let late = arrived.saturating_sub(signature.expires?);
    Some(
        Finding::new(
            "auth.expired",
            if facts.is_proved() { Severity::Note } else { Severity::Warning },
            Party::Unknown,
            Confidence::Likely,
            format!("The DKIM signature expired {} before the message came", crate::trace::words::rounded(late)),
        )
        .why("By the border's stamp the time in x= was over. A receiver may then count the signature as none.")
        .next("See on the route where the message waited; the signer: give signatures at least a week.")
        .shown_by([signature.span])
        .by(Standard::Dkim, "3.5"),
    )
}

// -------------------------------------------------------------------- ARC

fn arc(facts: &Facts<'_>) -> Option<Finding> {
    let seals: Vec<_> = facts.auth.signatures.iter().filter(|one| one.field == "ARC-Seal").collect();
    let newest = seals.iter().max_by_key(|one| one.instance.unwrap_or_default())?;
    let result = facts.auth.results("arc").find(|(_, one)| one.result != "none");
    let said = result.map(|(_, one)| one.result.as_str());
    let broken = said == Some("fail") || newest.chain.as_deref() == Some("fail");
    let sealers = crate::order::distinct(seals.iter().filter_map(|one| one.domain.clone()));
    let sealers = sealers.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    let sets = crate::trace::words::count(seals.len(), "server", "servers");
    let why = match (said, broken) {
        (_, true) => "The chain is broken: a seal does not hold, or a sealer found it broken. What it says of earlier checks does not count.".to_owned(),
        (Some("pass"), _) => "The receiver found the chain whole. Whether it believes the sealers is its own decision: anybody can seal.".to_owned(),
        _ => "No field of the receiver says whether the chain is whole. Whether it believes the sealers is its own decision: anybody can seal.".to_owned(),
    };
    Some(
        Finding::new(
            "auth.arc",
            if broken { Severity::Warning } else { Severity::Note },
            if broken { Party::Forwarder } else { Party::Nobody },
            Confidence::Certain,
            if broken {
                format!("The ARC chain is broken; sealed by {sealers}")
            } else {
                format!("{sets} sealed it with ARC: {sealers}")
            },
        )
        .why(format!("Who passes mail on can seal what it saw of SPF, DKIM and DMARC. {why}"))
        .shown_by([newest.span].into_iter().chain(result.map(|(claim, _)| claim.span)))
        .by(Standard::Arc, ""),
    )
}

// ------------------------------------------------------------------ Trust

fn forged(facts: &Facts<'_>) -> Option<Finding> {
    let forged: Vec<&Claim> = facts.auth.claims.iter().filter(|claim| claim.forged).collect();
    let first = forged.first()?;
    let name = first.authserv.as_deref().unwrap_or_default();
    Some(
        Finding::new(
            "auth.forged-results",
            Severity::Warning,
            Party::Sender,
            Confidence::Likely,
            format!("A field claims to be by {name}, but came with the message"),
        )
        .why("It stands below servers of others, where only the sender's side can have put it, and no earlier server of that name had the message. It is not counted. It may also be the remains of an earlier delivery that was sent again.")
        .next("The recipient's administrator: have the border remove fields that name its own authserv-id.")
        .shown_by(forged.iter().map(|claim| claim.span).take(MOST_EVIDENCE))
        .by(Standard::AuthenticationResults, "5"),
    )
}

fn foreign(facts: &Facts<'_>) -> Option<Finding> {
    let foreign: Vec<&Claim> = facts
        .auth
        .claims
        .iter()
        .filter(|claim| {
            claim.trusted == Some(false)
                && !claim.forged
                && !claim.results.is_empty()
                && !claim.field.starts_with("ARC-")
        })
        .collect();
    let first = foreign.first()?;
    let believed = facts.auth.believed().any(|claim| !claim.results.is_empty());
    let by = first.authserv.as_deref().map_or_else(|| "a server that is not named".to_owned(), str::to_owned);
    let why = if believed {
        "It was added before the message reached the recipient's border. It shows what was seen there, as far as one believes whoever handed the message over; the results above it count."
    } else {
        "It was added before the message reached the recipient's border, and the border itself left no results: these prove nothing."
    };
    Some(
        Finding::new(
            "auth.claim",
            Severity::Note,
            Party::Nobody,
            Confidence::Likely,
            format!("Results by {by} are a claim, not the recipient's own"),
        )
        .why(why)
        .next("If that server is yours, name it in Settings.")
        .shown_by(foreign.iter().map(|claim| claim.span).take(MOST_EVIDENCE))
        .by(Standard::AuthenticationResults, "5"),
    )
}

// --------------------------------------------------------------- Headline

/// What the results come to; nothing where they say nothing in particular.
pub(crate) fn outcome(case: &Case<'_>) -> Option<Outcome> {
    let facts = Facts::of(case)?;
    let name = |claim: &Claim| match claim.trusted {
        Some(true) => who(claim),
        _ => claim.authserv.clone().unwrap_or_else(|| "The field".to_owned()),
    };
    if let Some((claim, _)) = facts.dmarc.filter(|(_, one)| one.result == "fail") {
        let finding = dmarc_failed(&facts)?;
        let by_arc = facts.auth.dmarc.as_ref().is_some_and(|dmarc| dmarc.override_reason.as_deref() == Some("arc"));
        if by_arc {
            return Some(Outcome::new(
                Severity::Note,
                "BY ARC",
                format!("DMARC failed for {}, but {} believed an ARC seal instead.", facts.from, name(claim)),
            ));
        }
        let cause = match facts.passed_on() {
            Some(passed_on) => format!("{}, which is the usual reason.", passed_on),
            None => rests_on(&facts),
        };
        let did = if acted(&facts) { ", and the receiver acted on it" } else { "" };
        return Some(
            Outcome::new(
                finding.severity,
                "DMARC FAIL",
                format!("{} could not verify that the message is from {}: DMARC failed{did}.", name(claim), facts.from),
            )
            .detail(cause)
            .fact("Whose side", side(finding.party))
            .fact(
                "How sure",
                if claim.trusted == Some(true) {
                    "Certain, as far as the field is genuine"
                } else {
                    "As far as the field is genuine"
                },
            ),
        );
    }
    if facts.is_proved() {
        return None;
    }
    if let Some((claim, one)) = facts.auth.results("compauth").find(|(_, one)| one.result == "fail") {
        let meaning = one.reason.as_deref().and_then(words::compauth).unwrap_or_default();
        return Some(
            Outcome::new(
                Severity::Warning,
                "UNVERIFIED",
                format!("Microsoft could not verify that the message is from {}.", facts.from),
            )
            .detail(meaning)
            .fact("Whose side", "The sender's")
            .fact(
                "How sure",
                if claim.trusted == Some(true) {
                    "Certain, as far as the field is genuine"
                } else {
                    "As far as the field is genuine"
                },
            ),
        );
    }
    let failed =
        spf_failed(&facts).or_else(|| dkim_failed(&facts)).filter(|finding| finding.severity == Severity::Warning)?;
    let stamp = if failed.id == "auth.spf-fail" {
        if failed.title.contains("softfail") { "SPF SOFTFAIL" } else { "SPF FAIL" }
    } else {
        "DKIM FAIL"
    };
    Some(
        Outcome::new(Severity::Warning, stamp, format!("{}, and nothing else vouches for the message.", failed.title))
            .detail(failed.why)
            .fact("Whose side", side(failed.party)),
    )
}

fn side(party: Party) -> &'static str {
    match party {
        Party::Sender => "The sender's",
        Party::Recipient => "The recipient's",
        Party::Forwarder => "Whoever passed it on",
        Party::Network => "The network's",
        Party::Nobody | Party::Unknown => "Not to be told from the fields alone",
    }
}

/// What fields of authentication say where the input has nothing else: no route to speak of.
pub(crate) fn alone(authentication: &Authentication) -> Option<Outcome> {
    if let Some(claim) = authentication.claims.first() {
        let results: Vec<String> =
            claim.results.iter().take(6).map(|one| format!("{} {}", words::method(&one.method), one.result)).collect();
        let by = claim.authserv.as_deref().unwrap_or(if claim.field == "Received-SPF" {
            "A receiver"
        } else {
            "A server that is not named"
        });
        let headline = match results.as_slice() {
            [] => format!("{by} reports no result."),
            results => format!("{by} reports: {}.", results.join(", ")),
        };
        return Some(Outcome::new(Severity::Note, "CLAIMED", headline).detail(
            "This is what one field says. Who wrote it, and whether it can be believed, only the whole header tells.",
        ));
    }
    let signature = authentication.signatures.first()?;
    let domain = signature.domain.as_deref().unwrap_or("a domain that is not named");
    let key = match (&signature.selector, &signature.domain) {
        (Some(selector), Some(domain)) => format!(" Its key is the TXT record at {selector}._domainkey.{domain}."),
        _ => String::new(),
    };
    Some(
        Outcome::new(
            Severity::Note,
            "SIGNED",
            format!("A signature by {domain}; whether it holds, only the whole message and the key tell."),
        )
        .detail(format!("This is a {} field.{key}", signature.field)),
    )
}
