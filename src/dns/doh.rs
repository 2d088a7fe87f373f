//! DNS over HTTPS (RFC 8484), all but the fetching: addresses to ask, and what an HTTP answer comes to.

use data_encoding::BASE64URL_NOPAD;

use super::{Outcome, Question, wire};

/// The media type of a DNS message; to be sent as `Accept`, and nothing else, so that a browser asks no permission first.
pub const MEDIA_TYPE: &str = "application/dns-message";

/// A resolver to be reached over HTTPS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// What the user knows it by.
    pub name: String,
    /// Its address, without a query.
    pub url: String,
}

/// The resolvers offered without typing: their answers can be read by a page, as far as public measurements tell.
/// The page's self-test is what counts.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("Cloudflare", "https://cloudflare-dns.com/dns-query"),
    ("Google", "https://dns.google/dns-query"),
    ("DNS.SB", "https://doh.dns.sb/dns-query"),
];

/// Why an address cannot be a resolver's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadEndpoint {
    /// It is no `https://` address, nor an `http://` one on this machine.
    Scheme,
    /// It names no host, or by characters that no host's name has.
    Host,
    /// It names an IPv6 address, which a browser's policy has no way to allow.
    Ipv6,
    /// It has a query, a fragment, a user, or a character that no address has.
    Shape,
}

impl BadEndpoint {
    /// In words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Scheme => "the address must begin with https://, or http:// for a resolver on this machine",
            Self::Host => "the address names no host",
            Self::Ipv6 => "a browser's policy cannot name an IPv6 address: give the resolver's name",
            Self::Shape => "the address may have a host, a port and a path, and nothing else",
        }
    }
}

impl Endpoint {
    /// The resolvers offered without typing.
    #[must_use]
    pub fn built_in() -> Vec<Self> {
        BUILT_IN.iter().map(|&(name, url)| Self { name: name.to_owned(), url: url.to_owned() }).collect()
    }

    /// One typed by hand: an `https` address, or an `http` one at `127.0.0.1` or `localhost`.
    ///
    /// Its origin goes into a Content-Security-Policy, so it must be a source that one can name, and nothing in it may
    /// mean anything else there, as `*` would. A policy's grammar has no place for an IPv6 address.
    ///
    /// # Errors
    ///
    /// When it is neither, or has more than host, port and path.
    pub fn custom(url: &str) -> Result<Self, BadEndpoint> {
        let url = url.trim();
        // `{?dns}` is how RFC 8484 writes the place of the question.
        let url = url.strip_suffix("{?dns}").unwrap_or(url);
        let (scheme, rest) = url.split_once("://").ok_or(BadEndpoint::Scheme)?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let plain =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#@\\\"'<>;,`{}".contains(&byte));
        if !plain(authority) || !plain(path) {
            return Err(BadEndpoint::Shape);
        }
        if authority.starts_with('[') {
            return Err(BadEndpoint::Ipv6);
        }
        let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
        if host.is_empty() || !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte)) {
            return Err(BadEndpoint::Host);
        }
        let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
        if !port.is_none_or(is_port) {
            return Err(BadEndpoint::Shape);
        }
        let scheme = scheme.to_ascii_lowercase();
        let local = host.eq_ignore_ascii_case("localhost") || host == "127.0.0.1";
        if scheme != "https" && !(scheme == "http" && local) {
            return Err(BadEndpoint::Scheme);
        }
        let authority = authority.to_ascii_lowercase();
        let url = format!("{scheme}://{authority}/{path}");
        Ok(Self { name: authority, url })
    }

    /// Scheme, host and port: what a Content-Security-Policy has to allow.
    #[must_use]
    pub fn origin(&self) -> &str {
        let from = self.url.find("://").map_or(0, |at| at + 3);
        let end = self.url.get(from..).and_then(|rest| rest.find('/')).map_or(self.url.len(), |at| from + at);
        self.url.get(..end).unwrap_or(&self.url)
    }

    /// The address that asks a question by GET (RFC 8484 section 4.1); none where it cannot be written.
    #[must_use]
    pub fn get(&self, question: &Question) -> Option<String> {
        Some(format!("{}?dns={}", self.url, BASE64URL_NOPAD.encode(&wire::write(question)?)))
    }
}

/// The question that an address asks, as [`Endpoint::get`] writes it.
#[must_use]
pub fn asked(url: &str) -> Option<Question> {
    let (_, dns) = url.split_once("?dns=")?;
    wire::asked(&BASE64URL_NOPAD.decode(dns.as_bytes()).ok()?)
}

/// Reads the answer of a resolver's web server: its status, its `Content-Type`, its body.
#[must_use]
pub fn read(status: u16, content_type: Option<&str>, body: &[u8], question: &Question) -> Outcome {
    if !(200..300).contains(&status) {
        return Outcome::HttpError { status };
    }
    let found = content_type.unwrap_or_default();
    let media = found.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case(MEDIA_TYPE) {
        let found = found.chars().filter(|letter| !letter.is_control()).take(80).collect();
        return Outcome::WrongContentType { found };
    }
    wire::read(body, question)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::{Name, RecordType};

    #[test]
    fn only_https_or_this_machine_may_be_asked() {
        assert_eq!(Endpoint::custom("https://DNS.example/dns-query").unwrap().url, "https://dns.example/dns-query");
        assert_eq!(
            Endpoint::custom("https://dns.example/dns-query{?dns}").unwrap().url,
            "https://dns.example/dns-query"
        );
        assert_eq!(Endpoint::custom("https://dns.example").unwrap().url, "https://dns.example/");
        assert!(Endpoint::custom("http://127.0.0.1:8053/dns-query").is_ok());
        assert!(Endpoint::custom("http://localhost/dns-query").is_ok());
        assert_eq!(Endpoint::custom("http://dns.example/dns-query"), Err(BadEndpoint::Scheme));
        assert_eq!(Endpoint::custom("http://127.0.0.1.example/"), Err(BadEndpoint::Scheme));
        assert_eq!(Endpoint::custom("dns.example"), Err(BadEndpoint::Scheme));
        assert_eq!(Endpoint::custom("http://127.0.0.2/"), Err(BadEndpoint::Scheme));
        assert_eq!(Endpoint::custom("https:///dns-query"), Err(BadEndpoint::Host));
        assert_eq!(Endpoint::custom("http://[::1]:8053/dns-query"), Err(BadEndpoint::Ipv6));
        for bad in [
            "https://a@b.example/",
            "https://a.example/?x=1",
            "https://a.example/#x",
            "https://a.example:x/",
            "https://a.example; script-src *",
        ] {
            assert_eq!(Endpoint::custom(bad), Err(BadEndpoint::Shape), "{bad}");
        }
    }

    #[test]
    fn nothing_in_an_address_means_more_in_a_policy() {
        for bad in ["https://*/", "https://*.example/", "https://a.example:*/", "https://a_b.example", "https://%2a/"] {
            assert!(Endpoint::custom(bad).is_err(), "{bad}");
        }
        assert_eq!(Endpoint::custom("https://a.example:+1/"), Err(BadEndpoint::Shape));
    }

    #[test]
    fn the_origin_is_what_a_policy_allows() {
        assert_eq!(Endpoint::custom("https://dns.example:8443/q").unwrap().origin(), "https://dns.example:8443");
        assert_eq!(Endpoint::built_in()[1].origin(), "https://dns.google");
    }

    #[test]
    fn a_question_travels_in_the_address() {
        let question = Question::new(Name::parse("example.com").unwrap(), RecordType::Mx);
        let url = Endpoint::built_in()[0].get(&question).unwrap();
        let (head, tail) = url.split_once("?dns=").unwrap();
        assert_eq!(head, "https://cloudflare-dns.com/dns-query");
        assert_eq!(BASE64URL_NOPAD.decode(tail.as_bytes()).unwrap(), wire::write(&question).unwrap());
        assert_eq!(asked(&url), Some(question));
        assert_eq!(asked("https://dns.example/?dns=x"), None);
    }
}
