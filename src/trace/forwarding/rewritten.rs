//! Envelope senders that carry another address: what a forwarder, a list or a sender's own server made of the first one.
//!
//! - SRS, the sender rewriting scheme: `SRS0=hash=day=domain=local@forwarder`,
//!   `SRS1=hash=first-forwarder==hash=day=domain=local@second-forwarder`, and Exchange Online's
//!   `mailbox+SRS=hash=day=domain=local@forwarder`. The character after `SRS0` may also be `+` or `-`.
//! - Gmail's own: `mailbox+caf_=local=domain@gmail.com`, which names the target and not the first sender.
//! - BATV, a signature of the sender's own server: `prvs=tag=local@domain`, Barracuda's `btv1==tag==local@domain`.
//! - VERP, the recipient's address within that of a list: `talk-bounces+local=domain@lists`.

use serde::Serialize;

/// How an envelope sender carries another address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Rewriting {
    /// Sender rewriting scheme: a forwarder took the sender's place.
    Srs,
    /// Gmail forwarded it, and names the target.
    Gmail,
    /// Bounce address tag validation: the sender's own server signed the address.
    Batv,
    /// Variable envelope return path: it holds the recipient, so that a bounce tells which member it is about.
    Verp,
}

/// An envelope sender that carries another address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct EnvelopeSender {
    /// The address as written.
    pub address: String,
    /// How it carries another.
    pub how: Rewriting,
    /// The address it stands for: the first sender (SRS, BATV), the mailbox that forwards (Gmail), the recipient (VERP).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// Where mail was forwarded to, where it tells that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

/// What follows `start` in `text`, whatever the case of its ASCII letters.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

/// Where `part` begins in `text`, whatever the case of its ASCII letters.
fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len()).position(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// Reads an envelope sender; `recipients` are the addresses that a VERP may hold.
pub(super) fn read<'a>(address: &str, mut recipients: impl Iterator<Item = &'a str>) -> Option<EnvelopeSender> {
    let (local, domain) = address.rsplit_once('@')?;
    let told = |how, original: Option<String>, target| {
        Some(EnvelopeSender { address: address.to_owned(), how, original, target })
    };
    if let Some(rest) = after(local, "SRS0").or_else(|| after(local, "SRS1")) {
        let rest = rest.strip_prefix(['=', '+', '-'])?;
        return told(Rewriting::Srs, srs(rest), None);
    }
    if let Some(at) = find(local, "+SRS=") {
        return told(Rewriting::Srs, local.get(at + 5..).and_then(srs), None);
    }
    if let Some((mailbox, target)) = local.split_once("+caf_=") {
        let target = target.rsplit_once('=').map(|(local, domain)| format!("{local}@{domain}"));
        return told(Rewriting::Gmail, Some(format!("{mailbox}@{domain}")), target);
    }
    let tagged = match after(local, "btv1==") {
        Some(rest) => rest.split_once("=="),
        None => after(local, "prvs=").or_else(|| after(local, "msprvs1=")).and_then(|rest| rest.split_once('=')),
    };
    if let Some((_, own)) = tagged.filter(|(tag, own)| !tag.is_empty() && !own.is_empty()) {
        return told(Rewriting::Batv, Some(format!("{own}@{domain}")), None);
    }
    let held = recipients.find(|recipient| {
        let inner = recipient.replace('@', "=");
        let start = local.len().checked_sub(inner.len()).filter(|start| *start > 0);
        let end = start.and_then(|start| local.get(start..));
        inner.contains('=') && end.is_some_and(|end| end.eq_ignore_ascii_case(&inner))
    })?;
    told(Rewriting::Verp, Some(held.to_owned()), None)
}

/// The first sender in what follows the scheme's mark: `hash=day=domain=local`, or
/// `hash=first-forwarder==hash=day=domain=local`. Exchange Online leaves the address out where it is a bounce's.
fn srs(rest: &str) -> Option<String> {
    let (_, rest) = rest.split_once('=')?;
    let (second, rest) = rest.split_once('=')?;
    // In the second form a host's name stands where the first has the day's two letters.
    let inner = match second.contains('.') {
        true => rest.strip_prefix(['=', '+', '-'])?.split_once('=')?.1.split_once('=')?.1,
        false => rest,
    };
    let (domain, local) = inner.split_once('=')?;
    (domain.contains('.') && !local.is_empty()).then(|| format!("{local}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn original(address: &str) -> Option<(Rewriting, Option<String>)> {
        read(address, ["bob@home.example"].into_iter()).map(|sender| (sender.how, sender.original))
    }

    #[test]
    fn every_form_of_srs_gives_the_first_sender() {
        let ann = Some((Rewriting::Srs, Some("ann@shop.example".to_owned())));
        for address in [
            "SRS0=k3Tz=ZX=shop.example=ann@fwd.example",
            "srs0+k3Tz=ZX=shop.example=ann@fwd.example",
            "SRS0-k3Tz=ZX=shop.example=ann@fwd.example",
            "SRS1=Ab1=fwd.example==k3Tz=ZX=shop.example=ann@second.example",
            "SRS1=Ab1=fwd.example=+k3Tz=ZX=shop.example=ann@second.example",
            "lena+SRS=Qx7yM=CT=shop.example=ann@school.example",
        ] {
            assert_eq!(original(address), ann, "{address}");
        }
        let equals = original("SRS0=k3Tz=ZX=shop.example=ann=office@fwd.example");
        assert_eq!(equals.unwrap().1.as_deref(), Some("ann=office@shop.example"));
        assert_eq!(original("bounces+SRS=Qx7yM=CT@school.example"), Some((Rewriting::Srs, None)));
    }

    #[test]
    fn gmail_names_mailbox_and_target() {
        let sender = read("ann.b+caf_=bob=home.example@mail.example", [].into_iter()).unwrap();
        assert_eq!((sender.how, sender.original.as_deref()), (Rewriting::Gmail, Some("ann.b@mail.example")));
        assert_eq!(sender.target.as_deref(), Some("bob@home.example"));
    }

    #[test]
    fn tags_of_the_senders_own_server_come_off() {
        let ann = Some((Rewriting::Batv, Some("ann@shop.example".to_owned())));
        assert_eq!(original("prvs=0891a9abd5=ann@shop.example"), ann);
        assert_eq!(original("btv1==068a4973b3a==ann@shop.example"), ann);
    }

    #[test]
    fn a_verp_is_one_only_where_it_holds_a_known_recipient() {
        let bob = Some((Rewriting::Verp, Some("bob@home.example".to_owned())));
        assert_eq!(original("talk-bounces+bob=home.example@lists.example"), bob);
        assert_eq!(original("talk-bounces+eve=home.example@lists.example"), None);
        assert_eq!(original("ann@shop.example"), None);
        assert_eq!(original("SRS0@shop.example"), None);
        assert_eq!(original(""), None);
    }
}
