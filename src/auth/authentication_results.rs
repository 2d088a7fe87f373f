//! Authentication-Results (RFC 8601) and ARC-Authentication-Results (RFC 8617 section 4.1.1), as receivers write them.
//!
//! Exchange leaves the authserv-id out and puts the recipient's domain between results as a bare word; Yahoo writes `from=`
//! before its methods; Zoho no space before a comment. Bare words, and pairs that stand where a method should but have a
//! dot in their name, are no results.

use std::collections::BTreeMap;

use super::pairs::{Item, Segment, segments};
use super::{MOST_RESULTS, MethodResult};

/// What one field says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Results {
    pub authserv: Option<String>,
    pub version: Option<u32>,
    /// `i=` of an ARC set.
    pub instance: Option<u32>,
    pub results: Vec<MethodResult>,
}

/// Methods that begin a result wherever they stand, also where the semicolon before them was forgotten.
const METHODS: [&str; 11] =
    ["spf", "dkim", "dmarc", "arc", "compauth", "iprev", "bimi", "sender-id", "dkim-adsp", "dkim-atps", "domainkeys"];

/// Reads an unfolded value.
pub(super) fn read(value: &str) -> Results {
    let mut found = Results::default();
    let mut has_id = false;
    for segment in segments(value) {
        let mut items = segment.items;
        if !has_id && found.results.is_empty() {
            if let Some(Item { name, value: Some(value), .. }) = items.first()
                && name.eq_ignore_ascii_case("i")
            {
                found.instance = value.trim().parse().ok();
                items.remove(0);
            }
            has_id = id(&mut items, &mut found) || !items.is_empty();
        }
        results(Segment { items }, &mut found.results);
    }
    found
}

/// Takes the authserv-id and its version off the first segment; whether there was one.
fn id(items: &mut Vec<Item>, found: &mut Results) -> bool {
    let Some(first) = items.first().filter(|first| first.value.is_none() && !first.name.is_empty()) else {
        return false;
    };
    if first.name.eq_ignore_ascii_case("none") {
        return false;
    }
    found.authserv = Some(first.name.clone());
    items.remove(0);
    let version = items.first().filter(|item| item.value.is_none()).and_then(|item| item.name.parse().ok());
    if version.is_some() {
        found.version = version;
        items.remove(0);
    }
    true
}

/// The results in a segment: one, as a rule.
fn results(segment: Segment, results: &mut Vec<MethodResult>) {
    let mut current: Option<MethodResult> = None;
    for item in segment.items {
        let Some(value) = item.value else { continue };
        let name = item.name.to_ascii_lowercase();
        let (method, version) = name.split_once('/').unwrap_or((&name, ""));
        let begins = match &current {
            None => !method.contains('.') && !matches!(method, "" | "from" | "reason" | "action"),
            Some(_) => METHODS.contains(&method),
        };
        if begins {
            push(results, current.take());
            current = Some(MethodResult {
                method: method.to_owned(),
                method_version: version.parse().ok(),
                result: value.trim_end_matches([',', '.']).to_ascii_lowercase(),
                comment: joined(&item.comments),
                ..MethodResult::default()
            });
        } else if let Some(result) = &mut current {
            if name == "reason" {
                result.reason.get_or_insert(value);
            } else if !name.is_empty() {
                result.props.entry(name).or_insert(value);
            }
            if let Some(more) = joined(&item.comments) {
                match &mut result.comment {
                    Some(comment) => {
                        comment.push_str("; ");
                        comment.push_str(&more);
                    }
                    None => result.comment = Some(more),
                }
            }
        }
    }
    push(results, current);
}

fn push(results: &mut Vec<MethodResult>, result: Option<MethodResult>) {
    if results.len() < MOST_RESULTS {
        results.extend(result);
    }
}

fn joined(comments: &[String]) -> Option<String> {
    let comments: Vec<&str> = comments.iter().map(String::as_str).filter(|comment| !comment.is_empty()).collect();
    (!comments.is_empty()).then(|| comments.join("; "))
}

/// What a comment says in pairs, as DMARC's: `(p=NONE sp=NONE dis=NONE)`, `(p=reject,d=none)`, `(policy=none)`.
pub(super) fn said_in(comment: &str) -> BTreeMap<String, String> {
    let words = comment.split([' ', ',', ';']).filter_map(|word| word.split_once('='));
    let mut said = BTreeMap::new();
    for (name, value) in words.take(40) {
        said.entry(name.to_ascii_lowercase()).or_insert_with(|| value.to_ascii_lowercase());
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> String {
        let found = read(value);
        let results: Vec<String> = found
            .results
            .iter()
            .map(|one| {
                let props: String = one.props.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                let reason = one.reason.as_ref().map_or_else(String::new, |reason| format!(" reason:{reason}"));
                format!("{}={}{reason}{props}", one.method, one.result)
            })
            .collect();
        format!("{}: {}", found.authserv.as_deref().unwrap_or("-"), results.join(" | "))
    }

    #[test]
    fn methods_results_and_properties_are_read() {
        assert_eq!(
            shown(
                "mx.example.net; spf=pass (ok) smtp.mailfrom=a@example.com; DKIM=Fail reason=\"body; changed\" header.d=Example.com"
            ),
            "mx.example.net: spf=pass smtp.mailfrom=a@example.com | dkim=fail reason:body; changed header.d=Example.com"
        );
        assert_eq!(shown("mx.example.net 1; none"), "mx.example.net: ");
        assert_eq!(shown("mx.example.net;"), "mx.example.net: ");
        assert_eq!(read("i=2; mx.example.net 1; arc=none").instance, Some(2));
        assert_eq!(shown("i=2; mx.example.net 1; arc=none"), "mx.example.net: arc=none");
    }

    #[test]
    fn exchanges_form_has_no_id_and_bare_domains_between() {
        assert_eq!(
            shown(
                "spf=none (sender IP is 192.0.2.4) smtp.mailfrom=example.com; example.net; dkim=none (message not signed) \
                 header.d=none; example.net; dmarc=none action=none header.from=example.com; compauth=fail reason=001"
            ),
            "-: spf=none smtp.mailfrom=example.com | dkim=none header.d=none | dmarc=none action=none header.from=example.com \
             | compauth=fail reason:001"
        );
    }

    #[test]
    fn what_is_no_result_is_none() {
        assert_eq!(shown("mx.example; header.From=a@b.example; dkim=pass ( fine; )"), "mx.example: dkim=pass");
        assert_eq!(
            shown("mx.example  from=a.example; domainkeys=neutral (no sig);  from=b.example; dkim=pass"),
            "mx.example: domainkeys=neutral | dkim=pass"
        );
        assert_eq!(
            shown("mx.example; spf=fail smtp.mailfrom=\"x; dkim=pass header.d=bank.example\""),
            "mx.example: spf=fail smtp.mailfrom=x; dkim=pass header.d=bank.example"
        );
    }

    #[test]
    fn a_forgotten_semicolon_does_not_hide_a_result() {
        assert_eq!(
            shown("mx.example; spf=pass smtp.mailfrom=a.example dkim=fail header.d=b.example"),
            "mx.example: spf=pass smtp.mailfrom=a.example | dkim=fail header.d=b.example"
        );
        assert_eq!(
            shown("mx.example spf=pass smtp.mailfrom=a.example"),
            "mx.example: spf=pass smtp.mailfrom=a.example"
        );
    }

    #[test]
    fn dmarcs_comment_is_read() {
        let said = said_in("p=REJECT sp=REJECT dis=NONE arc=pass");
        assert_eq!(said.get("p").map(String::as_str), Some("reject"));
        assert_eq!(said_in("p=none,d=quarantine").get("d").map(String::as_str), Some("quarantine"));
    }
}
