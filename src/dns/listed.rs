//! Records that somebody lists, answered as a resolver would: a name that is not among them does not exist.

use std::collections::{BTreeMap, BTreeSet};

use super::wire::MOST_ALIASES;
use super::{
    Alias, AliasKind, Answer, Data, Name, Outcome, Question, Rcode, Record, RecordType, Resolver, Response, zone,
};

/// How long a record may be remembered: an hour.
const TTL: u32 = 3_600;

/// Records, and questions that fail.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    records: BTreeMap<Question, Vec<Record>>,
    failures: BTreeMap<Question, Outcome>,
    names: BTreeSet<Name>,
}

impl Listed {
    /// Adds what a question is answered with. `data` is as in a zone file; the text of a TXT record stands as it is, in one
    /// piece. No data at all makes a name that has no such record.
    ///
    /// # Errors
    ///
    /// A sentence about what cannot be read.
    pub fn add(&mut self, name: &Name, kind: RecordType, data: &[&str]) -> Result<(), String> {
        let mut records = Vec::new();
        for text in data {
            let data = match kind {
                RecordType::Txt => Data::Txt(vec![(*text).to_owned()]),
                _ => zone::data(kind, text)?,
            };
            records.push(Record { name: name.clone(), kind, ttl: TTL, data });
        }
        self.names.extend(name.ancestors());
        self.records.entry(Question::new(name.clone(), kind)).or_default().extend(records);
        Ok(())
    }

    /// Makes a question fail: the server could not answer, or did not in time.
    pub fn fail(&mut self, name: &Name, kind: RecordType, outcome: Outcome) {
        self.failures.insert(Question::new(name.clone(), kind), outcome);
    }

    /// What comes of a question.
    #[must_use]
    pub fn answer(&self, question: &Question) -> Outcome {
        let mut answer = Answer::default();
        let mut name = question.name.clone();
        loop {
            let asked = Question::new(name.clone(), question.kind);
            if let Some(outcome) = self.failures.get(&asked) {
                return outcome.clone();
            }
            if let Some(records) = self.records.get(&asked).filter(|records| !records.is_empty()) {
                answer.records.clone_from(records);
                return Outcome::Records(answer);
            }
            let alias = self.records.get(&Question::new(name.clone(), RecordType::Cname));
            let to = alias.into_iter().flatten().find_map(|record| match &record.data {
                Data::Cname(to) => Some(to.clone()),
                _ => None,
            });
            let Some(to) = to else {
                return if self.names.contains(&name) {
                    Outcome::NoSuchType(answer)
                } else {
                    Outcome::NoSuchName(answer)
                };
            };
            answer.chain.push(Alias { from: name, to: to.clone(), kind: AliasKind::Cname, ttl: TTL });
            if answer.chain.len() > MOST_ALIASES {
                return Outcome::AliasLoop(answer);
            }
            name = to;
        }
    }

    /// The outcome that a word stands for: `SERVFAIL`, `TIMEOUT`.
    #[must_use]
    pub fn failure(word: &str) -> Option<Outcome> {
        match word {
            "TIMEOUT" => Some(Outcome::Timeout),
            "SERVFAIL" => Some(Outcome::Failed { rcode: Rcode::SERVFAIL, errors: Vec::new() }),
            "REFUSED" => Some(Outcome::Failed { rcode: Rcode::REFUSED, errors: Vec::new() }),
            _ => None,
        }
    }
}

impl Resolver for Listed {
    async fn ask(&self, question: &Question) -> Response {
        Response::new(self.answer(question), "records given")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_is_there_and_nothing_else() {
        let name = |text: &str| Name::parse(text).unwrap();
        let mut listed = Listed::default();
        listed.add(&name("a.example"), RecordType::Mx, &["10 mx.a.example."]).unwrap();
        listed.add(&name("b.example"), RecordType::Cname, &["a.example"]).unwrap();
        listed.add(&name("c.example"), RecordType::Cname, &["c.example"]).unwrap();
        listed.add(&name("t.example"), RecordType::Txt, &["\"as it is\""]).unwrap();
        listed.fail(&name("f.example"), RecordType::A, Outcome::Timeout);
        let ask = |text: &str, kind| listed.answer(&Question::new(name(text), kind));
        assert_eq!(ask("a.example", RecordType::Mx).records().len(), 1);
        assert_eq!(ask("b.example", RecordType::Mx).records().len(), 1);
        assert!(matches!(ask("a.example", RecordType::A), Outcome::NoSuchType(_)));
        assert!(matches!(ask("z.example", RecordType::A), Outcome::NoSuchName(_)));
        assert!(matches!(ask("c.example", RecordType::A), Outcome::AliasLoop(_)));
        assert_eq!(ask("f.example", RecordType::A), Outcome::Timeout);
        assert_eq!(ask("t.example", RecordType::Txt).records()[0].data, Data::Txt(vec!["\"as it is\"".to_owned()]));
        assert!(listed.add(&name("a.example"), RecordType::A, &["no address"]).is_err());
    }
}
