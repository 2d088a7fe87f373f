//! DMARC, evaluated again (RFC 9989): the policy found by walking up the tree of DNS, and alignment by the same walk. No
//! public suffix list.

use serde::Serialize;

use super::asking::{Asked, Asker, texts};
use crate::auth::record::dmarc::{self, Policy, PublicSuffix};
use crate::dns::{Name, Question, RecordType, Resolver};

/// The most labels of a name that are asked for after the first question (RFC 9989 section 4.10).
const MOST_LABELS: usize = 7;

/// The most authenticated domains whose organisation is looked for.
const MOST_DOMAINS: usize = 20;

/// A result, in the words of RFC 8601 section 2.7.6 and RFC 9989.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The domain has no policy that counts.
    #[default]
    None,
    /// An aligned mechanism passed.
    Pass,
    /// None did.
    Fail,
    /// DNS did not answer.
    TempError,
    /// There is no one From domain to look at.
    PermError,
}

/// What SPF or DKIM found of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mechanism {
    /// The authenticated domain.
    pub domain: String,
    /// Whether it passed.
    pub passed: bool,
    /// Whether this was verified here; otherwise a receiver said so.
    pub proved: bool,
}

/// A mechanism, held against From.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Aligned {
    /// What was found.
    #[serde(flatten)]
    pub mechanism: Mechanism,
    /// The domain of its organisation, where that was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Whether it is aligned with From, passed or not.
    pub aligned: bool,
    /// Why, in a sentence.
    pub why: String,
}

/// One step of a walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The question and its answer.
    #[serde(flatten)]
    pub asked: Asked,
    /// The record that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

/// DMARC for one message. The policy is the one published today, and never the one of the message's own past.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// The result.
    pub result: Outcome,
    /// The domain of From.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What the policy asks for, before `t=y`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// What is to be done with the message, where it fails: one step milder under `t=y`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied: Option<Policy>,
    /// Whose policy it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_domain: Option<String>,
    /// The domain of the organisation in From.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Whether SPF passed for an aligned domain.
    pub spf_aligned: bool,
    /// Whether a DKIM signature of an aligned domain passed.
    pub dkim_aligned: bool,
    /// SPF, held against From.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spf: Option<Aligned>,
    /// Each DKIM signature, held against From.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dkim: Vec<Aligned>,
    /// The walk up from From.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub walk: Vec<Step>,
    /// Why, in a sentence.
    pub why: String,
}

/// A walk up the tree from a domain.
#[derive(Debug, Clone)]
struct Walk {
    start: Name,
    steps: Vec<Step>,
    /// The records that were found, the nearest first.
    found: Vec<(Name, dmarc::Record)>,
    /// The question that DNS did not answer.
    failed: Option<Asked>,
}

impl Walk {
    /// The record that says where the organisation is, and the domain of the organisation (RFC 9989 section 4.10.2).
    fn organization(&self) -> Name {
        for (name, record) in &self.found {
            match record.public_suffix {
                PublicSuffix::No => return name.clone(),
                PublicSuffix::Yes if *name == self.start => return name.clone(),
                PublicSuffix::Yes => {
                    let labels = name.labels().count() + 1;
                    let below = self.start.ancestors().find(|above| above.labels().count() == labels);
                    return below.unwrap_or_else(|| self.start.clone());
                }
                PublicSuffix::Undecided => {}
            }
        }
        self.found.last().map_or_else(|| self.start.clone(), |(name, _)| name.clone())
    }

    /// The record whose policy counts: the domain's own, its organisation's, or the public suffix's (RFC 9989 section
    /// 4.10.1).
    fn policy(&self) -> Option<&(Name, dmarc::Record)> {
        let own = self.found.first().filter(|(name, _)| *name == self.start);
        let organization = self.organization();
        let of = |wanted: &Name| self.found.iter().find(|(name, _)| name == wanted);
        own.or_else(|| of(&organization))
            .or_else(|| self.found.iter().find(|(_, record)| record.public_suffix == PublicSuffix::Yes))
    }
}

/// Walks up the tree from a domain (RFC 9989 section 4.10).
async fn walk<R: Resolver>(asker: &Asker<'_, R>, start: &Name) -> Walk {
    let mut walk = Walk { start: start.clone(), steps: Vec::new(), found: Vec::new(), failed: None };
    let total = start.labels().count();
    let names = start.ancestors().enumerate().filter(|(at, name)| {
        let labels = name.labels().count();
        *at == 0 || (1..=MOST_LABELS.min(total)).contains(&labels)
    });
    for (_, name) in names.collect::<Vec<_>>() {
        let Ok(place) = name.child("_dmarc") else { continue };
        let outcome = asker.ask(place.clone(), RecordType::Txt).await;
        let question = Question::new(place, RecordType::Txt);
        let asked = Asked { answer: outcome.words(&question), question };
        if outcome.is_unknown() {
            walk.steps.push(Step { asked: asked.clone(), record: None });
            walk.failed = Some(asked);
            return walk;
        }
        let mut records: Vec<String> = texts(&outcome).into_iter().filter(|text| dmarc::is_dmarc(text)).collect();
        // Several records are as none (RFC 9989 section 4.10).
        let record = records.pop().filter(|_| records.is_empty());
        walk.steps.push(Step { asked, record: record.clone() });
        if let Some(text) = record {
            let record = dmarc::Record::read(&text);
            let ends = record.public_suffix != PublicSuffix::Undecided;
            walk.found.push((name, record));
            if ends {
                break;
            }
        }
    }
    walk
}

/// Whether a name exists for DMARC: it has an address or a mail server, or DNS does not say (RFC 9989 section 3.2.13).
async fn exists<R: Resolver>(asker: &Asker<'_, R>, name: &Name) -> bool {
    for kind in [RecordType::Mx, RecordType::A, RecordType::Aaaa] {
        let outcome = asker.ask(name.clone(), kind).await;
        if !outcome.is_none() {
            return true;
        }
    }
    false
}

/// Holds what SPF and DKIM found against the domain of From.
pub async fn prove<R: Resolver>(
    asker: &Asker<'_, R>,
    from: &[String],
    spf: Option<Mechanism>,
    dkim: Vec<Mechanism>,
) -> Proof {
    let [from] = from else {
        let why = if from.is_empty() {
            "There is no From with a domain, so DMARC cannot be evaluated."
        } else {
            "From names several domains, so DMARC cannot be evaluated."
        };
        return Proof { result: Outcome::PermError, why: why.to_owned(), ..Proof::default() };
    };
    let mut proof = Proof { from: Some(from.clone()), ..Proof::default() };
    let Some(author) = name_of(from) else {
        proof.result = Outcome::PermError;
        proof.why = format!("{from} in From is no name that DNS could have.");
        return proof;
    };
    let way = walk(asker, &author).await;
    proof.walk.clone_from(&way.steps);
    if let Some(Asked { question, answer }) = &way.failed {
        proof.result = Outcome::TempError;
        proof.why = format!("The policy could not be had: {}: {answer}.", question.name);
        return proof;
    }
    let Some((owner, record)) = way.policy().filter(|(_, record)| record.is_usable) else {
        proof.why = if way.found.is_empty() {
            format!("Neither {author} nor a domain above it has a DMARC record.")
        } else {
            "The DMARC record that counts has neither a policy that is understood nor an address for reports."
                .to_owned()
        };
        return proof;
    };
    let organization = way.organization();
    let is_below = *owner != author;
    let is_there = !is_below || record.absent.is_none() || exists(asker, &author).await;
    let policy = record.policy_for(is_below, is_there);
    proof.policy = Some(policy);
    proof.policy_domain = Some(owner.to_string());
    proof.organization = Some(organization.to_string());
    let held = Held { asker, author: &author, organization: &organization };
    let mut unknown = false;
    if let Some(mechanism) = spf {
        let (aligned, known) = held.against(mechanism, record.strict_spf).await;
        unknown |= !known;
        proof.spf_aligned = aligned.aligned && aligned.mechanism.passed;
        proof.spf = Some(aligned);
    }
    for mechanism in dkim.into_iter().take(MOST_DOMAINS) {
        let (aligned, known) = held.against(mechanism, record.strict_dkim).await;
        unknown |= !known;
        proof.dkim_aligned |= aligned.aligned && aligned.mechanism.passed;
        proof.dkim.push(aligned);
    }
    proof.settle(policy, record.testing, unknown);
    proof
}

impl Proof {
    fn settle(&mut self, policy: Policy, testing: bool, unknown: bool) {
        let both = match (self.spf_aligned, self.dkim_aligned) {
            (true, true) => Some("SPF and DKIM"),
            (true, false) => Some("SPF"),
            (false, true) => Some("DKIM"),
            (false, false) => None,
        };
        if let Some(which) = both {
            self.result = Outcome::Pass;
            self.why = format!("{which} passed for a domain that is aligned with From.");
        } else if unknown {
            self.result = Outcome::TempError;
            "DNS did not say to which organisation an authenticated domain belongs.".clone_into(&mut self.why);
        } else {
            self.result = Outcome::Fail;
            self.applied = Some(if testing { policy.milder() } else { policy });
            let passed = self.spf.iter().chain(&self.dkim).any(|one| one.mechanism.passed);
            self.why = if passed {
                "What passed belongs to another domain than the one in From.".to_owned()
            } else {
                "Neither SPF nor a DKIM signature passed.".to_owned()
            };
        }
    }
}

/// What mechanisms are held against.
struct Held<'a, R> {
    asker: &'a Asker<'a, R>,
    author: &'a Name,
    organization: &'a Name,
}

impl<R: Resolver> Held<'_, R> {
    /// Whether a domain is aligned, and whether that is known (RFC 9989 section 4.10.2).
    async fn against(&self, mechanism: Mechanism, strict: bool) -> (Aligned, bool) {
        let mut aligned = Aligned { mechanism, organization: None, aligned: false, why: String::new() };
        let Some(name) = name_of(&aligned.mechanism.domain) else {
            aligned.why = format!("{} is no name that DNS could have.", aligned.mechanism.domain);
            return (aligned, true);
        };
        if name == *self.author {
            aligned.aligned = true;
            aligned.why = format!("{name} is the very domain in From.");
            return (aligned, true);
        }
        if strict {
            aligned.why = format!("{name} is not the very domain in From, as the policy wants it (strict).");
            return (aligned, true);
        }
        if !aligned.mechanism.passed {
            // What did not pass counts for nothing, and is not worth a question.
            aligned.why = format!("{name} did not pass.");
            return (aligned, true);
        }
        let way = walk(self.asker, &name).await;
        if way.failed.is_some() {
            aligned.why = format!("DNS did not say to which organisation {name} belongs.");
            return (aligned, false);
        }
        let organization = way.organization();
        aligned.aligned = organization == *self.organization;
        aligned.why = if aligned.aligned {
            format!("{name} and the domain in From belong to one organisation, {organization}.")
        } else {
            format!("{name} belongs to {organization}, and the domain in From to {}.", self.organization)
        };
        aligned.organization = Some(organization.to_string());
        (aligned, true)
    }
}

/// A domain as a name, its letters beyond ASCII mapped as IDNA does.
fn name_of(domain: &str) -> Option<Name> {
    let domain = domain.trim().trim_end_matches('.');
    let labels = domain
        .split('.')
        .map(|label| if label.is_ascii() { Some(label.to_owned()) } else { crate::dns::idn::to_ascii(label) });
    Name::parse(&labels.collect::<Option<Vec<_>>>()?.join(".")).ok().filter(|name| !name.is_root())
}
