//! What the user chose.

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
    fn lists_may_be_written_with_spaces_commas_or_lines() {
        let settings = Settings { domains: "a.example, b.example\n c.example;".to_owned(), ..Settings::default() };
        assert_eq!(settings.context(DateTime::UNIX_EPOCH).mine.domains, ["a.example", "b.example", "c.example"]);
    }
}
