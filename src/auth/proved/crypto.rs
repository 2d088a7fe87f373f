//! Hashes and signatures behind one trait: crates natively (feature `crypto`), the browser's WebCrypto in the page.
//!
//! What is asked is a value, so an implementation may answer at once, later, or in another thread.

use serde::Serialize;

use crate::auth::record::dkim_key::PublicKey;

/// A hash algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Hash {
    /// SHA-1, which no verifier accepts any more (RFC 8301).
    Sha1,
    /// SHA-256.
    Sha256,
}

impl Hash {
    /// As signatures and keys name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
        }
    }
}

/// A signature to verify.
#[derive(Debug, Clone, Copy)]
pub struct Check<'a> {
    /// The key.
    pub key: &'a PublicKey,
    /// The hash algorithm of an RSA signature.
    pub hash: Hash,
    /// What was signed: for RSA the data, for Ed25519 their SHA-256 (RFC 8463 section 3).
    pub data: &'a [u8],
    /// The signature.
    pub signature: &'a [u8],
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verified {
    /// The signature belongs to key and data.
    Yes,
    /// It does not.
    No,
    /// The key is none that can be used.
    BadKey,
    /// Nothing here can check this kind.
    Unsupported,
}

/// Whatever hashes and verifies.
#[expect(async_fn_in_trait, reason = "no caller needs the future to be Send: a page has one thread")]
pub trait Crypto {
    /// The hash of some data; none where this algorithm is not to be had.
    async fn digest(&self, hash: Hash, data: &[u8]) -> Option<Vec<u8>>;

    /// Verifies a signature: RSASSA-PKCS1-v1_5 or Ed25519.
    async fn verify(&self, check: Check<'_>) -> Verified;
}

/// Cryptography in Rust.
#[cfg(feature = "crypto")]
#[derive(Debug, Clone, Copy, Default)]
pub struct Native;

#[cfg(feature = "crypto")]
impl Crypto for Native {
    async fn digest(&self, hash: Hash, data: &[u8]) -> Option<Vec<u8>> {
        use sha2::Digest;
        Some(match hash {
            Hash::Sha1 => sha1::Sha1::digest(data).to_vec(),
            Hash::Sha256 => sha2::Sha256::digest(data).to_vec(),
        })
    }

    async fn verify(&self, check: Check<'_>) -> Verified {
        let result = match check.key {
            PublicKey::Rsa(key) => {
                // Within these limits a check takes milliseconds; RFC 8301 section 3.2 asks for 1024 to 4096 bits.
                let number = |octets: &[u8]| rsa::BoxedUint::from_be_slice_vartime(octets);
                let key =
                    rsa::PublicKey::new_with_size_limits(number(&key.modulus), number(&key.exponent), 512..=8_192);
                let Ok(key) = key else { return Verified::BadKey };
                match check.hash {
                    Hash::Sha1 => key.pkcs1v15_verify::<sha1::Sha1>(check.data, check.signature).is_ok(),
                    Hash::Sha256 => key.pkcs1v15_verify::<sha2::Sha256>(check.data, check.signature).is_ok(),
                }
            }
            PublicKey::Ed25519(octets) => {
                let Ok(key) = ed25519_dalek::VerifyingKey::from_bytes(octets) else { return Verified::BadKey };
                ed25519_dalek::Signature::from_slice(check.signature)
                    .is_ok_and(|signature| key.verify_strict(check.data, &signature).is_ok())
            }
        };
        if result { Verified::Yes } else { Verified::No }
    }
}
