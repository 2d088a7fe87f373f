//! Which results to believe (RFC 8601 sections 1.2, 5 and 7.1): those that were added at or above the recipient's own border.
//!
//! Everything below the border's Received field came with the message, and its sender could write what they liked. Right
//! below it stands what the border itself adds under its own stamp, as Google does; there the authserv-id has to be the
//! border's.

use super::Claim;
use crate::Mine;
use crate::finding::Span;
use crate::trace::{Route, Side, names};

/// Domains under which one operator's servers go.
const OPERATORS: [&[&str]; 11] = [
    &["icloud.com", "me.com", "mac.com", "apple.com", "apple-cloud.com"],
    &["outlook.com", "hotmail.com", "microsoft.com", "exchangelabs.com", "live.com", "msn.com"],
    &["google.com", "gmail.com", "googlemail.com"],
    &["yahoo.com", "yahoodns.net", "aol.com", "yahoo.net"],
    &["mail.ru", "smailru.net"],
    &["yandex.ru", "yandex.net", "yandex.com"],
    &["gmx.net", "gmx.com", "web.de", "kundenserver.de", "ionos.com", "server.lan"],
    &["protonmail.ch", "protonmail.com", "proton.me"],
    &["zoho.com", "zohomail.com", "zoho.eu", "zohomail.eu"],
    &["fastmail.com", "messagingengine.com"],
    &["pphosted.com", "ppops.net", "gpphosted.com"],
];

/// Where a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Above the stamp of the border: the recipient's own servers added it.
    Above,
    /// Right below that stamp: the border itself, or what the message came with.
    AtBorder,
    /// Within what others handed over.
    Below,
}

/// The recipient's border on a route.
#[derive(Debug, Clone)]
pub(crate) struct Border<'a> {
    route: &'a Route,
    /// Its hop in [`Route::hops`].
    pub(crate) at: usize,
    /// The domains of the recipient's servers.
    own: Vec<String>,
    mine: &'a Mine,
}

impl<'a> Border<'a> {
    /// Finds the border: the first of the last hops that the recipient's servers took, or the user's own.
    pub(crate) fn of(route: &'a Route, mine: &'a Mine) -> Option<Self> {
        let last = route.hops.len().checked_sub(1)?;
        let host = |at: usize| route.hops.get(at).and_then(|hop| hop.by_host).and_then(|host| route.hosts.get(host));
        let domain = |at: usize| host(at).and_then(|host| host.domain.clone());
        let is_recipient = |at: usize| host(at).is_some_and(|host| host.side == Side::Recipient || host.mine);
        let knows_side = (0..=last).any(is_recipient);
        let organisation = (0..=last).rev().find_map(domain);
        let mut border = last;
        for at in (0..=last).rev() {
            let inside =
                if knows_side { is_recipient(at) } else { organisation.is_some() && domain(at) == organisation };
            if inside {
                border = at;
            } else if domain(at).is_some() {
                break;
            }
        }
        let own = (border..=last).filter_map(domain).collect();
        Some(Self { route, at: border, own, mine })
    }

    /// Where a field stands.
    pub(crate) fn place(&self, field: Span) -> Place {
        let stamp = |at: usize| self.route.hops.get(at).map(|hop| hop.span.start);
        let above = |at: Option<usize>| at.and_then(stamp).is_some_and(|start| field.start < start);
        if above(Some(self.at)) {
            Place::Above
        } else if self.at == 0 || above(self.at.checked_sub(1)) {
            Place::AtBorder
        } else {
            Place::Below
        }
    }

    /// Whether a name is one of the recipient's servers.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        let name = name.trim_matches(['[', ']']);
        let by = self.route.hops.get(self.at..).unwrap_or_default().iter().filter_map(|hop| hop.by.as_deref());
        let same = |by: &str| {
            by.eq_ignore_ascii_case(name) || by.split('.').next().is_some_and(|label| label.eq_ignore_ascii_case(name))
        };
        self.mine.holds(Some(name), None)
            || by.clone().any(same)
            || names::domain(name).is_some_and(|domain| self.own.iter().any(|own| same_operator(own, &domain)))
    }

    /// Whether one of the recipient's servers is of this domain.
    pub(crate) fn has(&self, domain: &str) -> bool {
        self.own.iter().any(|own| same_operator(own, domain))
    }

    /// Whether a server before the border is of the same operator as a name.
    fn was_at(&self, name: &str) -> bool {
        let Some(domain) = names::domain(name) else { return true };
        let before = self.route.hops.get(..self.at).unwrap_or_default();
        before.iter().filter_map(|hop| hop.by.as_deref().and_then(names::domain)).any(|by| same_operator(&by, &domain))
    }

    /// The name or address of who handed the message to the border.
    pub(crate) fn client(&self) -> Option<&'a str> {
        let from = &self.route.hops.get(self.at)?.from;
        [&from.rdns, &from.helo, &from.ip].into_iter().flatten().map(String::as_str).next()
    }

    /// The address that the border saw.
    pub(crate) fn client_ip(&self) -> Option<&'a str> {
        self.route.hops.get(self.at)?.from.ip.as_deref()
    }

    /// Marks whether a claim is to be believed.
    pub(super) fn judge(&self, claim: &mut Claim) {
        let place = self.place(claim.span);
        let own = match claim.authserv.as_deref() {
            Some(name) => self.is_own(name),
            // Exchange names nobody; its own fields stand under the stamp of its border.
            None => claim.field == "Authentication-Results" && self.has("outlook.com"),
        };
        claim.trusted = Some(match place {
            Place::Above => true,
            Place::AtBorder => own,
            Place::Below => false,
        });
        claim.forged = place == Place::Below
            && claim.field == "Authentication-Results"
            && claim.authserv.as_deref().is_some_and(|name| own && names::is_full(name) && !self.was_at(name));
    }
}

fn same_operator(one: &str, other: &str) -> bool {
    one == other || OPERATORS.iter().any(|group| group.contains(&one) && group.contains(&other))
}
