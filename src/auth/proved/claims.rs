//! What the header says of itself for a proof: the address that the border saw, the envelope sender, and what a receiver
//! found, for DMARC where nothing can be proved.

use super::Given;
use super::dmarc::Mechanism;
use crate::auth::{Authentication, Claim, MethodResult};
use crate::message::{Message, addresses};

/// Fills in what the caller did not give.
pub(super) fn complete(given: &mut Given, authentication: &Authentication, message: &Message<'_>) {
    let believed: Vec<&Claim> = authentication.claims.iter().filter(|claim| is_believed(claim)).collect();
    let results = |method: &'static str| {
        believed.iter().map(move |claim| claim.results.iter().filter(move |result| result.method == method))
    };
    if given.claimed_spf.is_none() {
        given.claimed_spf = results("spf").flatten().find_map(mechanism);
    }
    if given.claimed_dkim.is_empty() {
        // One receiver's word: the newest that speaks of DKIM.
        let of_each = results("dkim").map(|results| results.filter_map(mechanism).collect::<Vec<_>>());
        given.claimed_dkim = of_each.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    }
    if given.ip.is_some() || given.mail_from.is_some() || given.helo.is_some() {
        return;
    }
    given.ip = authentication.client_ip.as_deref().and_then(|ip| ip.parse().ok());
    given.is_read = given.ip.is_some();
    let return_path = message.text("Return-Path").map(|text| addresses(&text));
    given.mail_from = match return_path.as_deref() {
        Some([address]) => Some(address.addr.clone()),
        // The domain alone: who sent it is not known, and seldom asked for.
        _ => authentication.envelope_from.as_ref().map(|domain| format!("postmaster@{domain}")),
    };
}

/// Whether a field is a receiver's own word, as far as is known.
fn is_believed(claim: &Claim) -> bool {
    claim.trusted != Some(false) && !claim.forged && claim.instance.is_none()
}

fn mechanism(result: &MethodResult) -> Option<Mechanism> {
    Some(Mechanism { domain: result.domain()?, passed: result.result == "pass", proved: false })
}
