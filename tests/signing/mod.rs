//! Signs messages for tests and benches: with keys that nobody else uses, and canonical forms written out by hand.
//!
//! What is signed is in canonical form already: lines end in CRLF, fields are `name: value` with single spaces.

#![allow(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "not every test uses all of it"
)]

use backstamp::auth::proved::crypto::Native;
use backstamp::auth::proved::{Given, Proved, prove};
use backstamp::auth::record::dkim_key::RsaKey;
use backstamp::dns::{Listed, Name, RecordType};
use chrono::{DateTime, Utc};
use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::Signer;
use rsa::BoxedUint;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256};

/// Two primes of 1024 bits, made for these tests.
const PRIMES: [&str; 2] = [
    "dae2e9156a1de510990f7aae9f74e276a840223b4bd58aea87c86e2fff6b5587bba1897173395911f6f642b9de0c76d8256b25426220e5ee26d393798ae81c5d7507e69785f708b2ade7cecbee548f46b1bf26d3cca6a5c5c78636fdbab6bea5f5bdc15cc9e3cbcdd5326cd7e84063b582a90a4c00b8abc5b99628f9307170ed",
    "d372bf59c1262fdf1e82973ba9f621f07a99c047826a500e31cfc7fca3fda592ad2d4c480286525fa35a6823b3008bc8bb5be82ae4c9096aaf6cf3616cf8d014cf347ce22a176d4e598891a9dea051780d5dda8bf9b83de72401be30a1c6a8513d36659eea2006ad6116325658a57a741e5a4b0d5a646c2385547ed719c9b171",
];

/// Keys of both kinds.
pub struct Keys {
    rsa: rsa::PrivateKey,
    ed25519: ed25519_dalek::SigningKey,
}

impl Keys {
    pub fn new() -> Self {
        let [p, q] = PRIMES.map(|prime| BoxedUint::from_be_slice_vartime(&HEXLOWER.decode(prime.as_bytes()).unwrap()));
        Self {
            rsa: rsa::PrivateKey::from_p_q(p, q, BoxedUint::from(65_537_u64)).unwrap(),
            ed25519: ed25519_dalek::SigningKey::from_bytes(&[7; 32]),
        }
    }

    /// The record of the RSA key.
    pub fn rsa_record(&self) -> String {
        let key = RsaKey { modulus: self.rsa.n_bytes().to_vec(), exponent: self.rsa.e_bytes().to_vec() };
        format!("v=DKIM1; k=rsa; p={}", BASE64.encode(&key.to_spki()))
    }

    /// The record of the Ed25519 key.
    pub fn ed25519_record(&self) -> String {
        format!("v=DKIM1; k=ed25519; p={}", BASE64.encode(self.ed25519.verifying_key().as_bytes()))
    }

    fn rsa_signature(&self, data: &[u8]) -> String {
        BASE64.encode(&self.rsa.pkcs1v15_sign::<Sha256>(data).unwrap())
    }
}

/// What a signature is to say.
#[derive(Clone)]
pub struct Wish {
    pub domain: &'static str,
    pub signed: &'static str,
    pub form: &'static str,
    pub more: String,
    pub ed25519: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            domain: "example.com",
            signed: "from:to:subject:date",
            form: "relaxed/relaxed",
            more: String::new(),
            ed25519: false,
        }
    }
}

/// A header field in the form that is hashed; `c` is simple or relaxed.
fn canonical(field: &str, form: &str) -> String {
    if form.starts_with("simple") {
        return field.to_owned();
    }
    let (name, value) = field.split_once(':').unwrap();
    format!("{}:{}", name.to_ascii_lowercase(), value.trim())
}

/// A message with a DKIM-Signature at its top.
pub fn signed(keys: &Keys, header: &[&str], body: &str, wish: &Wish) -> String {
    let Wish { domain, signed, form, more, ed25519 } = wish;
    let length =
        more.split(';').find_map(|tag| tag.trim().strip_prefix("l=")).map_or(body.len(), |l| l.parse().unwrap());
    let bh = BASE64.encode(&Sha256::digest(&body.as_bytes()[..length]));
    let algorithm = if *ed25519 { "ed25519-sha256" } else { "rsa-sha256" };
    let selector = if *ed25519 { "ed" } else { "rsa" };
    let field = format!(
        "DKIM-Signature: v=1; a={algorithm}; c={form}; d={domain}; s={selector};{more} h={signed}; bh={bh}; b="
    );
    let mut data = String::new();
    let mut left: Vec<&str> = header.to_vec();
    for name in signed.split(':') {
        let at = left.iter().rposition(|field| field.split(':').next().unwrap().eq_ignore_ascii_case(name));
        if let Some(at) = at {
            data.push_str(&canonical(left.remove(at), form));
            data.push_str("\r\n");
        }
    }
    data.push_str(&canonical(&field, form));
    let b = if *ed25519 {
        BASE64.encode(&keys.ed25519.sign(&Sha256::digest(data.as_bytes())).to_bytes())
    } else {
        keys.rsa_signature(data.as_bytes())
    };
    let lines: String = header.iter().map(|line| format!("{line}\r\n")).collect();
    format!("{field}{b}\r\n{lines}\r\n{body}")
}

/// A message with one more ARC set at its top.
pub fn sealed(keys: &Keys, message: &str, instance: usize, cv: &str) -> String {
    let (header, body) = message.split_once("\r\n\r\n").unwrap();
    let of = |name: &str, from: &str| -> Vec<String> {
        from.split("\r\n")
            .filter(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")))
            .map(str::to_owned)
            .collect()
    };
    let results = format!("ARC-Authentication-Results: i={instance}; lists.example.net; spf=pass");
    let bh = BASE64.encode(&Sha256::digest(body.as_bytes()));
    let unsigned = format!(
        "ARC-Message-Signature: i={instance}; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=rsa; h=from:subject; bh={bh}; b="
    );
    let mut data = String::new();
    for name in ["from", "subject"] {
        data.push_str(&canonical(of(name, header).last().unwrap(), "relaxed"));
        data.push_str("\r\n");
    }
    data.push_str(&canonical(&unsigned, "relaxed"));
    let message_signature = format!("{unsigned}{}", keys.rsa_signature(data.as_bytes()));
    let mut data = String::new();
    let all = format!("{results}\r\n{message_signature}\r\n{header}");
    for at in 1..=instance {
        for name in ["arc-authentication-results", "arc-message-signature", "arc-seal"] {
            let mark = format!(" i={at};");
            if let Some(field) = of(name, &all).iter().find(|field| field.contains(&mark)) {
                data.push_str(&canonical(field, "relaxed"));
                data.push_str("\r\n");
            }
        }
    }
    let seal = format!("ARC-Seal: i={instance}; a=rsa-sha256; cv={cv}; d=example.net; s=rsa; b=");
    data.push_str(&canonical(&seal, "relaxed"));
    format!("{seal}{}\r\n{message_signature}\r\n{results}\r\n{message}", keys.rsa_signature(data.as_bytes()))
}

/// DNS with the keys of example.com and example.net, and these records besides.
pub fn dns(keys: &Keys, more: &[(&str, RecordType, &str)]) -> Listed {
    let mut listed = Listed::default();
    let mut add = |name: &str, kind, data: &str| listed.add(&Name::parse(name).unwrap(), kind, &[data]).unwrap();
    for domain in ["example.com", "example.net"] {
        add(&format!("rsa._domainkey.{domain}"), RecordType::Txt, &keys.rsa_record());
        add(&format!("ed._domainkey.{domain}"), RecordType::Txt, &keys.ed25519_record());
    }
    for (name, kind, data) in more {
        add(name, *kind, data);
    }
    listed
}

/// The moment at which the tests verify.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_764_000_000, 0).unwrap()
}

/// What is proved of a message with these keys alone.
pub fn proved(keys: &Keys, message: &[u8]) -> Proved {
    let given = Given { now: Some(now()), ..Given::default() };
    pollster::block_on(prove(message, 0, &given, &dns(keys, &[]), &Native))
}
