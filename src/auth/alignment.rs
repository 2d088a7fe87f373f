//! Identifier alignment: whether the domain that SPF or DKIM proved is the one in `From`.
//!
//! In relaxed mode two domains are aligned when they have one Organizational Domain. That is found by a walk through DNS
//! (RFC 9989 section 4.10); offline it can only be estimated by the names, and no public suffix list is carried along.

use super::{Aligned, Alignment, Authentication};
use crate::trace::names;

/// How a domain stands to the one in `From`, as far as the names tell.
pub(super) fn aligned(from: &str, domain: &str) -> Aligned {
    let (from, domain) = (from.trim_end_matches('.'), domain.trim_end_matches('.'));
    if from.eq_ignore_ascii_case(domain) {
        Aligned::Strict
    } else if names::domain(from).is_some_and(|own| names::domain(domain) == Some(own)) {
        Aligned::Relaxed
    } else {
        Aligned::No
    }
}

/// The lines between the domain in `From` and each domain that the believed results are about.
pub(super) fn lines(authentication: &Authentication) -> Vec<Alignment> {
    let Some(from) = &authentication.from else { return Vec::new() };
    let mut lines: Vec<Alignment> = Vec::new();
    for method in ["spf", "dkim"] {
        for (_, result) in authentication.results(method) {
            let Some(domain) = result.domain() else { continue };
            // SPF of the name in HELO alone proves nothing of the envelope sender, but where that is empty it counts for it.
            let line = Alignment {
                method: method.to_owned(),
                aligned: aligned(from, &domain),
                domain,
                result: result.result.clone(),
            };
            if !lines.contains(&line) && lines.len() < 20 {
                lines.push(line);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_of_one_organisation_are_aligned_and_others_are_not() {
        assert_eq!(aligned("example.com", "Example.COM."), Aligned::Strict);
        assert_eq!(aligned("news.example.com", "bounce.example.com"), Aligned::Relaxed);
        assert_eq!(aligned("example.com", "mail.example.com"), Aligned::Relaxed);
        assert_eq!(aligned("example.com", "example.net"), Aligned::No);
        assert_eq!(aligned("one.co.uk", "two.co.uk"), Aligned::No);
        assert_eq!(aligned("example.com", "badexample.com"), Aligned::No);
    }
}
