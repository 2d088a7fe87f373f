//! Checking a signature: the key, the hash of the body, the signature over the header.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::signature::{Defect, Signature, Sort};
use super::{Cause, Covered, Key, Outcome, Proof, changes};
use crate::auth::proved::asking::{Asker, texts};
use crate::auth::proved::canonical::{self, Form, Mail};
use crate::auth::proved::crypto::{Check, Crypto, Hash, Verified};
use crate::auth::record::dkim_key::{self, KeyFault, KeyType, PublicKey};
use crate::dns::{self, RecordType, Resolver};
use crate::finding::Span;
use crate::message::Field;

/// The most signatures of a message that are checked; the others are named as not checked.
const MOST_SIGNATURES: usize = 50;

/// The most different hashes of a body: a hundred signatures with a hundred lengths would hash it a hundred times.
const MOST_HASHES: usize = 20;

/// The most key records of one name that are tried.
const MOST_KEYS: usize = 5;

/// The fewest bits that an RSA key may have (RFC 8301 section 3.2).
const FEWEST_BITS: usize = 1_024;

/// Checks the signatures of one message.
pub struct Verifier<'a, R, C> {
    /// The message.
    pub mail: &'a Mail<'a>,
    asker: &'a Asker<'a, R>,
    crypto: &'a C,
    now: Option<DateTime<Utc>>,
    /// The fields' places by their names in lower case, from the top.
    places: BTreeMap<String, Vec<usize>>,
    bodies: BTreeMap<Form, Vec<u8>>,
    hashes: BTreeMap<(Form, Hash, Option<u64>), Option<Vec<u8>>>,
    /// How many octets may still be hashed, and signatures checked, to find out what was changed.
    pub(super) budget: changes::Budget,
}

/// What came of the checks of one signature.
pub struct Checked {
    pub(super) signature: Signature,
    /// The result.
    pub result: Outcome,
    pub(super) cause: Cause,
    /// Why, in a sentence.
    pub why: String,
    pub(in crate::auth::proved) shown: Span,
    pub(super) key: Option<Key>,
    pub(super) keys: Vec<PublicKey>,
    pub(super) body_matches: Option<bool>,
    body_hash: Option<Vec<u8>>,
    pub(super) signature_matches: Option<bool>,
    covered: Option<Covered>,
}

/// Fields of the header as they might have been: in place of those at these places; none for one that was not there.
pub(super) type Restored = BTreeMap<usize, Option<Vec<u8>>>;

impl<'a, R: Resolver, C: Crypto> Verifier<'a, R, C> {
    /// Gets ready to check a message's signatures at a moment.
    pub fn new(mail: &'a Mail<'a>, asker: &'a Asker<'a, R>, crypto: &'a C, now: Option<DateTime<Utc>>) -> Self {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, field) in mail.message.fields.iter().enumerate() {
            places.entry(field.name.to_ascii_lowercase()).or_default().push(place);
        }
        Self {
            mail,
            asker,
            crypto,
            now,
            places,
            bodies: BTreeMap::new(),
            hashes: BTreeMap::new(),
            budget: changes::Budget::default(),
        }
    }

    /// Every DKIM-Signature, from the top.
    pub async fn all(&mut self) -> Vec<Proof> {
        let mut proofs = Vec::new();
        let places = self.places.get("dkim-signature").cloned().unwrap_or_default();
        let mail = self.mail;
        for place in places {
            let Some(field) = mail.message.fields.get(place) else { continue };
            if proofs.len() >= MOST_SIGNATURES {
                proofs.push(not_checked(field, self.now));
                continue;
            }
            let checked = self.check(field, place, Sort::Dkim).await;
            let changes = changes::explain(self, place, &checked).await;
            proofs.push(proof(field, checked, changes));
        }
        proofs
    }

    /// Checks one signature.
    pub async fn check(&mut self, field: &Field<'_>, place: usize, sort: Sort) -> Checked {
        let (signature, defect) = Signature::read(field, sort, self.now);
        let mut checked = Checked {
            signature,
            result: Outcome::PermError,
            cause: Cause::Syntax,
            why: String::new(),
            shown: field.span(),
            key: None,
            keys: Vec::new(),
            body_matches: None,
            body_hash: None,
            signature_matches: None,
            covered: None,
        };
        // What forbids the signature to count does not forbid to say whether it fits.
        let goes_on =
            |cause: Cause| matches!(cause, Cause::Expired | Cause::WeakHash | Cause::FromUnsigned | Cause::Identity);
        if let Some(defect) = &defect
            && !goes_on(defect.cause)
        {
            checked.settle(Outcome::PermError, defect.cause, &defect.why, defect.span);
            return checked;
        }
        let of_key = self.key(&mut checked).await;
        let of_body = self.body(&mut checked).await;
        let of_signature = self.signature(&mut checked, place).await;
        let verdicts = [
            defect.map(|Defect { cause, why, span }| (Outcome::PermError, cause, why, span)),
            of_key,
            of_body,
            of_signature,
        ];
        match verdicts.into_iter().flatten().next() {
            Some((result, cause, why, span)) => checked.settle(result, cause, &why, span),
            None => {
                let why = match checked.covered {
                    Some(Covered { signed, total }) if signed < total => format!(
                        "The signature holds, but it covers only {signed} of {total} octets of the body (l=): what follows may be anybody's."
                    ),
                    _ => "The signature holds: header fields and body are as they were signed.".to_owned(),
                };
                checked.settle(Outcome::Pass, Cause::Verified, &why, field.span());
            }
        }
        checked
    }

    /// Gets the key. What keeps it from being used comes back.
    async fn key(&mut self, checked: &mut Checked) -> Option<Verdict> {
        let signature = &checked.signature;
        let place = |name: &str| signature.list.get(name).map_or(checked.shown, |tag| tag.span);
        let Some(name) = signature.key_name() else {
            let why = "Selector and domain make no name that DNS could have.".to_owned();
            return Some((Outcome::PermError, Cause::KeyMissing, why, place("s")));
        };
        let outcome = self.asker.ask(name.clone(), RecordType::Txt).await;
        let answer = outcome.words(&dns::Question::new(name.clone(), RecordType::Txt));
        let mut key = Key { name: name.to_string(), answer: answer.clone(), text: None, record: None };
        let all = texts(&outcome);
        let verdict = if outcome.is_unknown() {
            let why = format!("The key could not be had: {name}: {answer}.");
            Some((Outcome::TempError, Cause::KeyUnavailable, why, place("s")))
        } else if all.is_empty() {
            let why =
                format!("There is no key at {name}: {answer}. It may have been taken away since the message was sent.");
            Some((Outcome::PermError, Cause::KeyMissing, why, place("s")))
        } else {
            // Which of several records counts is undefined (RFC 6376 section 3.6.2.2): each that can be used is tried.
            let mut first_fault = None;
            for text in all.into_iter().take(MOST_KEYS) {
                let record = dkim_key::Record::read(&text);
                let fault = self.unfit(&checked.signature, &record);
                if let (None, Some(public)) = (&fault, &record.key) {
                    checked.keys.push(public.clone());
                }
                let is_first_use = checked.keys.len() == 1 && fault.is_none();
                if key.text.is_none() || is_first_use {
                    (key.text, key.record) = (Some(text), Some(record));
                }
                if let Some((cause, why)) = fault {
                    first_fault.get_or_insert((Outcome::PermError, cause, why, place("s")));
                }
            }
            first_fault.filter(|_| checked.keys.is_empty())
        };
        if verdict.is_some()
            && let Some(public) = key.record.as_ref().and_then(|record| record.key.clone())
        {
            // To say whether it fits, even where it does not count.
            checked.keys.push(public);
        }
        checked.key = Some(key);
        verdict
    }

    /// Why a key record cannot verify this signature.
    fn unfit(&self, signature: &Signature, record: &dkim_key::Record) -> Option<(Cause, String)> {
        if let Some(fault) = &record.unusable {
            let cause = if *fault == KeyFault::Revoked { Cause::KeyRevoked } else { Cause::KeyRecord };
            let wanted = signature.algorithm.map(|(kind, _)| kind);
            if *fault == KeyFault::Encoding && wanted.is_some_and(|wanted| wanted != record.key_type) {
                return Some((Cause::KeyType, "The key is of another type than the signature.".to_owned()));
            }
            return Some((cause, format!("There is no key to verify with: {fault}.")));
        }
        let (kind, hash) = signature.algorithm?;
        if record.key_type != kind {
            return Some((Cause::KeyType, "The key is of another type than the signature.".to_owned()));
        }
        if !record.allows(hash.name()) {
            return Some((Cause::KeyHash, format!("The key record's h= does not allow {}.", hash.name())));
        }
        if record.strict && signature.identity.is_some() && signature.identity != signature.domain {
            let why = "The key record's t=s wants i= to be of the very domain in d=, and it is of one below it.";
            return Some((Cause::KeyStrict, why.to_owned()));
        }
        match record.bits {
            Some(bits) if kind == KeyType::Rsa && bits < FEWEST_BITS => {
                let why = format!(
                    "The key has {bits} bits, and verifiers must not accept one with fewer than 1024 (RFC 8301)."
                );
                Some((Cause::KeyWeak, why))
            }
            _ => None,
        }
    }

    /// Compares the hash of the body.
    async fn body(&mut self, checked: &mut Checked) -> Option<Verdict> {
        let (_, hash) = checked.signature.algorithm?;
        let (form, length) = (checked.signature.body, checked.signature.length);
        let place = |name: &str| checked.signature.list.get(name).map_or(checked.shown, |tag| tag.span);
        let total = self.canonical_body(form).len() as u64;
        let is_absent = self.mail.message.body.trim_ascii().is_empty();
        if let Some(signed) = length {
            if signed > total {
                if is_absent {
                    return Some((Outcome::Neutral, Cause::BodyMissing, NO_BODY.to_owned(), place("bh")));
                }
                let why = format!(
                    "The signature covers {signed} octets of the body (l=), and the body has only {total}: some of it is missing."
                );
                checked.body_matches = Some(false);
                return Some((Outcome::PermError, Cause::BodyLength, why, place("l")));
            }
            checked.covered = Some(Covered { signed, total });
        }
        let Some(computed) = self.body_hash(form, hash, length).await else {
            let why = "The hash of the body could not be computed here.".to_owned();
            return Some((Outcome::Neutral, Cause::Unsupported, why, place("bh")));
        };
        let matches = computed == checked.signature.body_hash;
        let span = place("bh");
        if !matches && is_absent {
            return Some((Outcome::Neutral, Cause::BodyMissing, NO_BODY.to_owned(), span));
        }
        checked.body_matches = Some(matches);
        checked.body_hash = Some(computed);
        (!matches).then(|| {
            let why = "The body was changed after it was signed: its hash is not the one in the signature (bh=).";
            (Outcome::Fail, Cause::BodyHash, why.to_owned(), span)
        })
    }

    /// Verifies the signature over the header.
    async fn signature(&mut self, checked: &mut Checked, place: usize) -> Option<Verdict> {
        let span = checked.signature.list.get("b").map_or(checked.shown, |tag| tag.span);
        let data = self.signed_header(&checked.signature, place, &Restored::new());
        let mut worst = Verified::No;
        for key in &checked.keys {
            match self.verify(&checked.signature, key, &data).await {
                Verified::Yes => {
                    checked.signature_matches = Some(true);
                    return None;
                }
                other => worst = other,
            }
        }
        if checked.keys.is_empty() {
            return None;
        }
        let verdict = |result, cause, why: &str| Some((result, cause, why.to_owned(), span));
        match worst {
            Verified::BadKey => verdict(Outcome::PermError, Cause::KeyRecord, "The key is none that can be used."),
            Verified::Unsupported => {
                verdict(Outcome::Neutral, Cause::Unsupported, "This kind of signature cannot be checked here.")
            }
            Verified::No | Verified::Yes => {
                checked.signature_matches = Some(false);
                let why = "A signed header field was changed, added or taken away after signing, or the key at this name is another by now: the signature does not fit.";
                verdict(Outcome::Fail, Cause::Signature, why)
            }
        }
    }

    /// Verifies with one key.
    pub(super) async fn verify(&self, signature: &Signature, key: &PublicKey, data: &[u8]) -> Verified {
        let Some((kind, hash)) = signature.algorithm else { return Verified::Unsupported };
        verify(self.crypto, key, kind, hash, data, &signature.signature).await
    }

    /// The body in a canonical form.
    pub(super) fn canonical_body(&mut self, form: Form) -> &[u8] {
        let mail = self.mail;
        self.bodies.entry(form).or_insert_with(|| mail.body(mail.message.body, form))
    }

    /// The hash of the body, or of its first octets.
    pub(super) async fn body_hash(&mut self, form: Form, hash: Hash, length: Option<u64>) -> Option<Vec<u8>> {
        let key = (form, hash, length);
        if let Some(known) = self.hashes.get(&key) {
            return known.clone();
        }
        if self.hashes.len() >= MOST_HASHES {
            return None;
        }
        self.canonical_body(form);
        let body = self.bodies.get(&form)?;
        let end = length.and_then(|length| usize::try_from(length).ok()).unwrap_or(body.len());
        let digest = self.crypto.digest(hash, body.get(..end)?).await;
        self.hashes.insert(key, digest.clone());
        digest
    }

    /// The hash of any octets.
    pub(super) async fn digest(&self, hash: Hash, data: &[u8]) -> Option<Vec<u8>> {
        self.crypto.digest(hash, data).await
    }

    /// What the signature was made over (RFC 6376 section 3.7): the fields that `h=` names, each name's instances from the
    /// bottom up, and the signature's own field without its signature.
    pub(super) fn signed_header(&self, signature: &Signature, own: usize, restored: &Restored) -> Vec<u8> {
        let mut data = Vec::new();
        let form = signature.header;
        for place in self.signed_places(signature, own, restored) {
            let raw = match restored.get(&place) {
                Some(Some(raw)) => raw.as_slice(),
                Some(None) => continue,
                None => self.mail.message.fields.get(place).map_or(&[][..], |field| self.mail.raw(field)),
            };
            data.extend_from_slice(&canonical::field(raw, form));
            data.extend_from_slice(b"\r\n");
        }
        if let Some(field) = self.mail.message.fields.get(own) {
            data.extend_from_slice(&canonical::field(&canonical::without_signature(self.mail.raw(field)), form));
        }
        data
    }

    /// The places of the fields that are signed, in the order of `h=`. A name for which none is left signs that there is none.
    pub(super) fn signed_places(&self, signature: &Signature, own: usize, restored: &Restored) -> Vec<usize> {
        let mut left: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut places = Vec::new();
        for name in &signature.signed {
            let instances = left.entry(name.as_str()).or_insert_with(|| {
                let all = self.places.get(name.as_str()).map_or(&[][..], Vec::as_slice);
                let gone = |place: &usize| *place == own || matches!(restored.get(place), Some(None));
                all.iter().copied().filter(|place| !gone(place)).collect()
            });
            places.extend(instances.pop());
        }
        places
    }

    /// The fields of a name, from the top.
    pub(super) fn places_of(&self, name: &str) -> &[usize] {
        self.places.get(name).map_or(&[], Vec::as_slice)
    }
}

const NO_BODY: &str = "The body is not here, so its hash cannot be compared: the whole message is needed.";

type Verdict = (Outcome, Cause, String, Span);

/// Verifies a signature over data.
pub async fn verify<C: Crypto>(
    crypto: &C,
    key: &PublicKey,
    kind: KeyType,
    hash: Hash,
    data: &[u8],
    signature: &[u8],
) -> Verified {
    match (kind, key) {
        (KeyType::Rsa, PublicKey::Rsa(_)) => crypto.verify(Check { key, hash, data, signature }).await,
        (KeyType::Ed25519, PublicKey::Ed25519(_)) => match crypto.digest(Hash::Sha256, data).await {
            Some(digest) => crypto.verify(Check { key, hash, data: &digest, signature }).await,
            None => Verified::Unsupported,
        },
        _ => Verified::BadKey,
    }
}

impl Checked {
    fn settle(&mut self, result: Outcome, cause: Cause, why: &str, shown: Span) {
        (self.result, self.cause, self.shown) = (result, cause, shown);
        why.clone_into(&mut self.why);
    }
}

fn proof(field: &Field<'_>, checked: Checked, changes: Vec<super::Change>) -> Proof {
    Proof {
        tags: checked.signature.parts(Sort::Dkim),
        domain: checked.signature.domain,
        selector: checked.signature.selector,
        result: checked.result,
        cause: checked.cause,
        why: checked.why,
        signed: checked.signature.signed,
        header_form: checked.signature.header,
        body_form: checked.signature.body,
        key: checked.key,
        body_matches: checked.body_matches,
        body_hash: checked.body_hash.map(|hash| data_encoding::BASE64.encode(&hash)),
        signature_matches: checked.signature_matches,
        covered: checked.covered,
        changes,
        span: field.span(),
        shown: checked.shown,
    }
}

fn not_checked(field: &Field<'_>, now: Option<DateTime<Utc>>) -> Proof {
    let (signature, _) = Signature::read(field, Sort::Dkim, now);
    let why = format!("Not checked: the message has more than {MOST_SIGNATURES} signatures.");
    Proof {
        domain: signature.domain,
        selector: signature.selector,
        result: Outcome::Neutral,
        cause: Cause::NotChecked,
        why,
        tags: Vec::new(),
        signed: Vec::new(),
        header_form: signature.header,
        body_form: signature.body,
        key: None,
        body_matches: None,
        body_hash: None,
        signature_matches: None,
        covered: None,
        changes: Vec::new(),
        span: field.span(),
        shown: field.span(),
    }
}
