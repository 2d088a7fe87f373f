//! The Content-Security-Policy of the sealed page.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// What the page may run and wear: the hash of each script and style that is written in it, and nothing else.
#[derive(Default)]
pub struct Policy {
    scripts: Vec<String>,
    styles: Vec<String>,
}

impl Policy {
    /// Allows a script by its text, exactly as it stands between its tags.
    pub fn allow_script(&mut self, text: &str) {
        self.scripts.push(source_hash(text));
    }

    /// Allows a style sheet by its text, exactly as it stands between its tags.
    pub fn allow_style(&mut self, text: &str) {
        self.styles.push(source_hash(text));
    }

    /// The element that states the policy.
    ///
    /// - `wasm-unsafe-eval` allows WebAssembly and not JavaScript's `eval`.
    /// - `worker-src blob:` is for the worker, which is made of the page's own script.
    /// - `connect-src` is what the guard script narrows before anything else runs, to the resolvers that the settings
    ///   name: a policy can only ever be narrowed by a later one. Resolvers are reached over HTTPS; one on this very
    ///   machine may do without. Of its addresses a policy can name no other than these two.
    /// - `img-src data:` is for the icon.
    /// - `trusted-types` names the two places that may give the browser a text to take for HTML or for a script: the first
    ///   reading in shell/boot.js, and the worker of shell/start.js. Everywhere else the browser refuses it.
    ///
    /// There is no `webrtc 'block'`: Chromium 156 reports it as an error, Firefox 153 passes over it, and neither blocks.
    pub fn meta(&self) -> String {
        format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             script-src 'wasm-unsafe-eval'{}; style-src {}; img-src data:; connect-src https: http://127.0.0.1:* \
             http://localhost:*; worker-src blob:; base-uri 'none'; form-action 'none'; \
             require-trusted-types-for 'script'; trusted-types glance worker\">",
            self.scripts.iter().map(|hash| format!(" {hash}")).collect::<String>(),
            if self.styles.is_empty() { "'none'".to_owned() } else { self.styles.join(" ") },
        )
    }
}

/// A hash source of Content Security Policy Level 3, section 2.3.1.
fn source_hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(&Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_base64_of_the_sha256_of_the_text() {
        // `printf "alert('Hello, world.');" | openssl dgst -sha256 -binary | base64`: the example of the CSP standard.
        assert_eq!(source_hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }

    #[test]
    fn nothing_is_allowed_by_name() {
        let mut policy = Policy::default();
        policy.allow_script("let a");
        policy.allow_style("a{}");
        let meta = policy.meta();
        assert!(meta.contains("default-src 'none'; script-src 'wasm-unsafe-eval' 'sha256-"), "{meta}");
        assert!(meta.contains("style-src 'sha256-"), "{meta}");
        assert!(
            !meta.contains("unsafe-inline") && !meta.contains("'unsafe-eval'") && !meta.contains("'self'"),
            "{meta}"
        );
    }

    #[test]
    fn requests_go_over_https_or_stay_on_this_machine() {
        let meta = Policy::default().meta();
        let sources = meta.split("connect-src ").nth(1).and_then(|rest| rest.split(';').next());
        assert_eq!(sources, Some("https: http://127.0.0.1:* http://localhost:*"));
    }

    #[test]
    fn a_page_without_styles_allows_none() {
        assert!(Policy::default().meta().contains("style-src 'none';"));
    }
}
