//! Any bytes that a resolver sends come to an outcome, which has words and is JSON.

#![no_main]

use backstamp::dns::{Name, Question, RecordType, wire};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    // The question that the answer repeats, where it repeats one, so that the rest is looked at too.
    let name = wire::asked(input).map_or_else(|| Name::parse("example.com").unwrap(), |question| question.name);
    for kind in [RecordType::Mx, RecordType::Txt, RecordType::A] {
        let question = Question::new(name.clone(), kind);
        let outcome = wire::read(input, &question);
        assert!(!outcome.words(&question).is_empty());
        serde_json::to_string(&outcome).expect("an outcome is JSON");
    }
});
