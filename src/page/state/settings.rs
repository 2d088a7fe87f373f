//! What the user chose.

use backstamp::dns::doh::{BadEndpoint, Endpoint};
use backstamp::{Context, Mine};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// In which zone times are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Times {
    /// In UTC.
    #[default]
    Utc,
    /// In the reader's own zone.
    Local,
    /// As each stamp was written.
    Stamped,
}

impl Times {
    pub const ALL: [Self; 3] = [Self::Utc, Self::Local, Self::Stamped];

    pub fn label(self) -> &'static str {
        match self {
            Self::Utc => "UTC",
            Self::Local => "My time zone",
            Self::Stamped => "As stamped",
        }
    }
}

/// The page's colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system has them.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    pub fn label(self) -> &'static str {
        match self {
            Self::Auto => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The value of the root element's `data-theme`; none where the system decides.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// A resolver to ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Choice {
    #[default]
    Cloudflare,
    Google,
    DnsSb,
    /// The one whose address was typed.
    Custom,
}

impl Choice {
    pub const ALL: [Self; 4] = [Self::Cloudflare, Self::Google, Self::DnsSb, Self::Custom];

    pub fn label(self) -> &'static str {
        match self {
            Self::Cloudflare => "Cloudflare",
            Self::Google => "Google",
            Self::DnsSb => "DNS.SB",
            Self::Custom => "Another, by its address",
        }
    }
}

/// Whom the page may ask. The guard script reads the same, before the program runs: see `shell/guard.js`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Network {
    /// No questions at all.
    pub off: bool,
    /// Who is asked.
    pub resolver: Choice,
    /// The address of the resolver that was typed, as it was typed.
    pub custom: String,
    /// Whether the other built-in resolvers are asked where this one gives no answer.
    pub elsewhere: bool,
    /// A second one, to compare.
    pub second: Option<Choice>,
}

impl Network {
    /// Where a choice is reached.
    ///
    /// # Errors
    ///
    /// Where the address that was typed is none.
    pub fn endpoint(&self, choice: Choice) -> Result<Endpoint, BadEndpoint> {
        if choice == Choice::Custom {
            return Endpoint::custom(&self.custom);
        }
        let built_in = Endpoint::built_in().into_iter().find(|endpoint| endpoint.name == choice.label());
        built_in.ok_or(BadEndpoint::Host)
    }

    /// Who is asked, in order: the first, then those that stand in for it.
    pub fn endpoints(&self) -> Vec<Endpoint> {
        let mut endpoints: Vec<Endpoint> = self.endpoint(self.resolver).into_iter().collect();
        if self.elsewhere && !endpoints.is_empty() {
            let others = Choice::ALL.into_iter().filter(|choice| ![Choice::Custom, self.resolver].contains(choice));
            endpoints.extend(others.filter_map(|choice| self.endpoint(choice).ok()));
        }
        endpoints
    }

    /// Who will see which names, in plain sentences.
    pub fn who_sees(&self) -> String {
        if self.off {
            return "Nobody sees anything: no question leaves this page.".to_owned();
        }
        let endpoints = self.endpoints();
        let Some((first, others)) = endpoints.split_first() else {
            return "Nobody is asked as long as the resolver has no address.".to_owned();
        };
        let mut text = format!(
            "When you ask for a mail route, {} sees the domain, the names that its records lead to, and the address of your connection.",
            first.name
        );
        let others: Vec<&str> = others.iter().map(|other| other.name.as_str()).collect();
        if !others.is_empty() {
            text.push_str(&format!(" What it does not answer, {} will see too.", others.join(" and ")));
        }
        if let Some(second) = self.second_endpoint() {
            text.push_str(&format!(" To compare, {} sees all the same.", second.name));
        }
        text.push_str(" Nobody sees the text that you pasted.");
        text
    }

    /// The second one, where there is one and it is not the first again.
    pub fn second_endpoint(&self) -> Option<Endpoint> {
        let second = self.second.filter(|second| *second != self.resolver)?;
        self.endpoint(second).ok()
    }
}

/// What the user chose, as they wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Their domains, separated by spaces, commas or line ends.
    pub domains: String,
    /// Their hosts.
    pub hosts: String,
    /// Their addresses and networks.
    pub networks: String,
    /// The zone of times.
    pub times: Times,
    /// The colours.
    pub theme: Theme,
    /// Whom the page may ask.
    pub network: Network,
    /// Whether all this is kept on the device.
    pub remember: bool,
}

impl Settings {
    /// What the reading of an input takes into account.
    pub fn context(&self, now: DateTime<Utc>) -> Context {
        let list = |text: &str| {
            text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let mine = Mine { domains: list(&self.domains), hosts: list(&self.hosts), networks: list(&self.networks) };
        Context { now: Some(now), mine }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_is_asked_unless_the_user_allows_it() {
        let names = |network: &Network| network.endpoints().into_iter().map(|one| one.name).collect::<Vec<_>>();
        let network = Network { resolver: Choice::Google, ..Network::default() };
        assert_eq!(names(&network), ["Google"]);
        assert_eq!(names(&Network { elsewhere: true, ..network }), ["Google", "Cloudflare", "DNS.SB"]);
    }

    #[test]
    fn everybody_who_may_see_a_name_is_named() {
        let network = Network { elsewhere: true, second: Some(Choice::Google), ..Network::default() };
        let text = network.who_sees();
        for part in ["Cloudflare sees the domain", "Google and DNS.SB will see too", "To compare, Google sees"] {
            assert!(text.contains(part), "{text}");
        }
        let text = Network { off: true, ..network }.who_sees();
        assert!(!text.contains("Cloudflare"), "{text}");
    }

    #[test]
    fn the_guard_knows_the_same_resolvers() {
        let guard = include_str!("../../../shell/guard.js");
        for choice in Choice::ALL.into_iter().filter(|choice| *choice != Choice::Custom) {
            let endpoint = Network::default().endpoint(choice).unwrap();
            let name = serde_json::to_value(choice).unwrap();
            let entry = format!("{}: \"{}\"", name.as_str().unwrap(), endpoint.origin());
            assert!(guard.contains(&entry), "{entry}");
        }
    }

    #[test]
    fn an_address_that_is_none_asks_nobody() {
        let network = Network { resolver: Choice::Custom, custom: "x".into(), elsewhere: true, ..Network::default() };
        assert!(network.endpoints().is_empty());
    }

    #[test]
    fn the_same_resolver_twice_compares_nothing() {
        let network = Network { second: Some(Choice::Cloudflare), ..Network::default() };
        assert_eq!(network.second_endpoint(), None);
    }

    #[test]
    fn lists_may_be_written_with_spaces_commas_or_lines() {
        let settings = Settings { domains: "a.example, b.example\n c.example;".to_owned(), ..Settings::default() };
        assert_eq!(settings.context(DateTime::UNIX_EPOCH).mine.domains, ["a.example", "b.example", "c.example"]);
    }
}
