//! What a field says of TLS: version and cipher.

/// What a field says of the connection's encryption.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tls {
    version: Option<String>,
    cipher: Option<String>,
}

const LONGEST: usize = 600;

impl Tls {
    /// Version and cipher with a blank between, as far as they are told.
    pub(super) fn text(&self) -> Option<String> {
        match (&self.version, &self.cipher) {
            (Some(version), Some(cipher)) => Some(format!("{version} {cipher}")),
            (one, other) => one.clone().or_else(|| other.clone()),
        }
    }

    /// Reads a comment, or words outside of one, that may speak of TLS.
    pub(super) fn read(&mut self, text: &str) {
        if text.len() > LONGEST {
            return;
        }
        let mut after_cipher = false;
        for word in text.split(|c: char| c.is_ascii_whitespace() || matches!(c, ',' | ';' | '(' | ')')) {
            let word = word.trim_matches(['\'', '"']);
            if word.is_empty() {
                continue;
            }
            if let Some((key, value)) = word.split_once('=') {
                if key.eq_ignore_ascii_case("version") && is_version(value) {
                    keep(&mut self.version, value);
                } else if key.eq_ignore_ascii_case("cipher") {
                    keep(&mut self.cipher, value);
                }
            } else if let Some((version, rest)) = word.split_once(':').filter(|(version, _)| is_version(version)) {
                // Exim: `TLS1.2:ECDHE-RSA-AES128-GCM-SHA256:128`
                keep(&mut self.version, version);
                keep(&mut self.cipher, rest.split(':').next().unwrap_or(rest));
            } else if is_version(word) {
                keep(&mut self.version, word);
            } else if after_cipher {
                keep(&mut self.cipher, word);
            } else if let Some(cipher) = word.split('/').find(|part| is_cipher(part)) {
                // `ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384`
                keep(&mut self.cipher, cipher);
            }
            after_cipher = word.eq_ignore_ascii_case("cipher") || word.eq_ignore_ascii_case("tls_cipher");
        }
    }
}

fn keep(place: &mut Option<String>, value: &str) {
    if place.is_none() && !value.is_empty() {
        *place = Some(value.to_owned());
    }
}

/// `TLSv1.3`, `TLS1_2`, `TLS-1.0`, `SSLv3`, or two of them as in `TLSv1/SSLv3`.
fn is_version(text: &str) -> bool {
    text.split('/').all(|word| {
        let Some(rest) = word.strip_prefix("TLS").or_else(|| word.strip_prefix("SSL")) else { return false };
        let number = rest.trim_start_matches(['v', 'V', '-', '.']);
        matches!(number.len(), 1..=3)
            && number.starts_with(|c: char| c.is_ascii_digit())
            && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'))
    })
}

/// A name of OpenSSL, GnuTLS or the registry: parts with hyphens or underscores, of which one is a known algorithm.
fn is_cipher(word: &str) -> bool {
    let mut parts = word.split(['-', '_']);
    word.len() >= 7
        && parts.clone().nth(1).is_some()
        && parts.any(|part| {
            [
                "AES",
                "AES128",
                "AES256",
                "RC4",
                "3DES",
                "DES",
                "CHACHA20",
                "CAMELLIA256",
                "CAMELLIA128",
                "GCM",
                "CBC",
                "CBC3",
            ]
            .contains(&part)
        })
}
