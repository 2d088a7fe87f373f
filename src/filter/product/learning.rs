//! Filters that learn: SpamProbe, CRM114, SpamBayes, POPFile, SpamAssassin's kin: a word and a number.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "A learning filter",
    servers: &[],
    fields: &[
        ("x-spamprobe", Form::Own(word)),
        ("x-crm114-status", Form::Own(word)),
        ("x-crm114-version", Form::Opaque("Its version.")),
        ("x-crm114-cacheid", Form::Opaque("Its number, for learning.")),
        ("x-spambayes-classification", Form::Own(word)),
        ("x-spambayes-spam-probability", Form::Number),
        ("x-spambayes-evidence", Form::Opaque("The words that weighed most.")),
        ("x-text-classification", Form::Own(word)),
        ("x-popfile-link", Form::Opaque("Where it was classified.")),
        ("x-spamtest-status", Form::Own(word)),
        ("x-spamtest-rate", Form::Number),
        ("x-qsf", Form::Own(word)),
    ],
};

fn word(value: &str, filter: &mut Filter) {
    const WORDS: &[(&str, Judgement)] = &[
        ("spam", Judgement::Spam), ("probable spam", Judgement::Spam), ("good", Judgement::Ham), ("ham", Judgement::Ham), ("not detected", Judgement::Ham), ("trusted", Judgement::Ham),
        ("unsure", Judgement::Unknown),
    ];
    filter.say("class", value.split([' ', ';']).next().unwrap_or_default());
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
    let number = |word: &str| Score::read(word).filter(|(_, rest)| rest.is_empty()).map(|(score, _)| score);
    filter.score = value.split([' ', '(', ')', ';']).filter(|word| word.contains('.')).find_map(number);
}
