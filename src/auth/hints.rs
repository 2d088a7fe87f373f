//! Hints of a forgery, and what bulk mail must have: calm notes, each with its words.

use super::{Case, facts};
use crate::dns::{Remark, Subject};
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::message::{Address, addresses};
use crate::trace::names;

type Run = fn(&Case<'_>) -> Option<Finding>;

static RULES: &[Rule<Run>] = &[
    Rule::new("auth.look-alike", "authentication", look_alike),
    Rule::new("auth.display-name", "authentication", name_holds_address),
    Rule::new("auth.reply-to", "authentication", reply_elsewhere),
    Rule::new("auth.bulk-sender", "junk", bulk),
];

pub(super) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

pub(super) fn all(case: &Case<'_>) -> Vec<Finding> {
    RULES.iter().filter_map(|rule| rule.run?(case)).collect()
}

fn first_of(case: &Case<'_>, name: &str) -> Option<Address> {
    addresses(&case.message.first(name)?.unfolded()).into_iter().find(|one| !one.domain.is_empty())
}

/// A display name that holds another address than the one behind it.
fn name_holds_address(case: &Case<'_>) -> Option<Finding> {
    let field = case.message.first("From")?;
    let from = first_of(case, "From")?;
    // "a@example.com via Some list" is what lists write when they rewrite From.
    let shown = from.name.split([' ', '<', '>', '(', ')', '"', '\'', ',']).find_map(|word| {
        let domain = facts::domain_of(word.split_once('@')?.1)?;
        names::is_full(&domain).then_some((word.to_owned(), domain))
    });
    let (shown, domain) = shown?;
    let is_via = from.name.to_lowercase().contains(" via ");
    if is_via || names::domain(&domain) == names::domain(&from.domain) {
        return None;
    }
    Some(
        Finding::new(
            "auth.display-name",
            Severity::Warning,
            Party::Sender,
            Confidence::Likely,
            format!("The name shown in From is {shown}, the address is {}", from.addr),
        )
        .why("Mail programs show the name and often hide the address. A name that looks like another address misleads its reader, by intent or because an address book did so.")
        .next("Judge the message by the address, not by the name.")
        .shown_by([field.span()]),
    )
}

/// Answers that go to another organisation than the sender's.
fn reply_elsewhere(case: &Case<'_>) -> Option<Finding> {
    let from = first_of(case, "From")?;
    let field = case.message.first("Reply-To")?;
    let reply = first_of(case, "Reply-To")?;
    let same = names::domain(&from.domain)? == names::domain(&reply.domain)?;
    // Lists and newsletters send answers elsewhere by design.
    let by_design = ["List-Id", "List-Unsubscribe", "List-Post", "Auto-Submitted"]
        .iter()
        .any(|name| case.message.first(name).is_some());
    if same || by_design {
        return None;
    }
    Some(
        Finding::new(
            "auth.reply-to",
            Severity::Note,
            Party::Sender,
            Confidence::Possible,
            format!("Answers go to {}, not to {}", reply.domain, from.domain),
        )
        .why("Reply-To names another organisation than From. Services that write for somebody do so, and so does fraud: the answer reaches somebody whom From does not name.")
        .next("Before answering about money or passwords, ask the sender by another way.")
        .shown_by([field.span()]),
    )
}

/// A domain in letters of several scripts, or in letters of another script that look like Latin ones.
fn look_alike(case: &Case<'_>) -> Option<Finding> {
    let field = case.message.first("From")?;
    let subject = Subject::read(&first_of(case, "From")?.domain).ok()?;
    let mixed = subject.remarks.contains(&Remark::MixedScripts);
    if !mixed && !subject.remarks.contains(&Remark::LooksLatin) {
        return None;
    }
    let domain = subject.domain()?.shown();
    let how = if mixed {
        "mixes letters of several scripts"
    } else {
        "is written in letters of another script that look like Latin ones"
    };
    Some(
        Finding::new(
            "auth.look-alike",
            Severity::Warning,
            Party::Sender,
            Confidence::Possible,
            "The domain in From may be made to look like another",
        )
        .why(format!("{domain} {how}. Such names are used to deceive."))
        .next("Compare the address letter by letter with the one that you know.")
        .shown_by([field.span()]),
    )
}

/// What Gmail, Yahoo and Microsoft want of who sends in bulk, as far as a header shows it.
fn bulk(case: &Case<'_>) -> Option<Finding> {
    let message = case.message;
    let has = |name: &str| message.first(name).is_some();
    let is_bulk = has("List-Unsubscribe")
        || has("Feedback-ID")
        || message.text("Precedence").is_some_and(|value| value.trim().eq_ignore_ascii_case("bulk"));
    // A list that people write to is another thing.
    if !is_bulk || has("List-Post") {
        return None;
    }
    let unsubscribe = message.text("List-Unsubscribe").unwrap_or_default().to_ascii_lowercase();
    let by_web = unsubscribe.contains("<https:");
    let one_click = message
        .text("List-Unsubscribe-Post")
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("List-Unsubscribe=One-Click"));
    let auth = case.authentication;
    let passed = |method: &str| {
        let mut results = auth?.results(method).peekable();
        results.peek()?;
        Some(results.any(|(_, one)| one.result == "pass"))
    };
    let aligned = auth.and_then(|auth| auth.dmarc.as_ref()).and_then(|dmarc| match dmarc.result.as_deref() {
        Some("pass") => Some(true),
        Some("fail" | "none" | "permerror") => Some(false),
        _ => None,
    });
    let border = case.route.zip(case.border).and_then(|(route, border)| route.hops.get(border.at));
    let checks = [
        ("SPF passes", passed("spf")),
        ("DKIM passes", passed("dkim")),
        ("DMARC passes for the domain in From", aligned),
        ("List-Unsubscribe with an https address", Some(by_web)),
        ("one-click unsubscribe (List-Unsubscribe-Post)", Some(by_web && one_click)),
        ("TLS on the way to the border", border.and_then(|hop| hop.encrypted)),
        (
            "a reverse name of the sending address",
            border.filter(|hop| hop.from.ip.is_some()).and_then(|hop| hop.from.rdns.as_ref().map(|_| true)),
        ),
    ];
    let of = |wanted: Option<bool>| {
        checks.iter().filter(|(_, met)| *met == wanted).map(|(what, _)| *what).collect::<Vec<_>>().join("; ")
    };
    let (met, missing, unknown) = (of(Some(true)), of(Some(false)), of(None));
    let mut why = String::new();
    for (label, list) in [("Met: ", &met), ("Missing: ", &missing), ("Not to be seen in the header: ", &unknown)] {
        if !list.is_empty() {
            why.push_str(label);
            why.push_str(list);
            why.push_str(". ");
        }
    }
    why.push_str("Who sends about 5,000 messages a day or more to Gmail or Outlook.com needs all of these for marketing mail, and a rate of complaints under 0.3 %; Yahoo asks the same.");
    let title = if missing.is_empty() {
        "Bulk mail: what the header shows of the rules of Gmail, Yahoo and Microsoft is met".to_owned()
    } else {
        format!("Bulk mail: missing for the rules of Gmail, Yahoo and Microsoft: {missing}")
    };
    let mut finding =
        Finding::new("auth.bulk-sender", Severity::Note, Party::Sender, Confidence::Likely, title).why(why);
    if !(by_web && one_click) {
        finding = finding.next("Add List-Unsubscribe with an https address and List-Unsubscribe-Post: List-Unsubscribe=One-Click, and cover both with the DKIM signature.");
    }
    let shown = ["List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID", "Precedence"];
    Some(
        finding
            .shown_by(shown.iter().filter_map(|name| message.first(name)).map(crate::message::Field::span))
            .by(Standard::OneClickUnsubscribe, "3.1"),
    )
}
