//! Questions to DNS while something is proved: each asked once, and no more than a fixed number of them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::dns::{Barrier, Data, Name, Outcome, Question, RecordType, Resolver};

/// The most questions that the proof of one message asks: fifty keys, and SPF with all that its limits allow.
const MOST: usize = 500;

/// A question and what came of it, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// What was asked.
    pub question: Question,
    /// What came of it: `2 records`, `no such name`.
    pub answer: String,
}

/// A resolver with a memory and a limit.
pub struct Asker<'r, R> {
    resolver: &'r R,
    answers: RefCell<BTreeMap<Question, Outcome>>,
}

impl<'r, R: Resolver> Asker<'r, R> {
    /// Asks this resolver.
    #[must_use]
    pub fn new(resolver: &'r R) -> Self {
        Self { resolver, answers: RefCell::new(BTreeMap::new()) }
    }

    /// Asks, or remembers.
    pub async fn ask(&self, name: Name, kind: RecordType) -> Outcome {
        let question = Question::new(name, kind);
        let known = self.answers.borrow().get(&question).cloned();
        if let Some(outcome) = known {
            return outcome;
        }
        if self.answers.borrow().len() >= MOST {
            return Outcome::Blocked { by: Barrier::TooMany };
        }
        let outcome = self.resolver.ask(&question).await.outcome;
        self.answers.borrow_mut().insert(question, outcome.clone());
        outcome
    }
}

/// The texts of TXT records, each of its strings put together without anything between.
#[must_use]
pub fn texts(outcome: &Outcome) -> Vec<String> {
    let texts = outcome.records().iter().filter_map(|record| match &record.data {
        Data::Txt(strings) => Some(strings.concat()),
        _ => None,
    });
    texts.collect()
}
