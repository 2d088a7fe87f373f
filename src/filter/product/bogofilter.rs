//! bogofilter: `X-Bogosity: Spam, tests=bogofilter, spamicity=0.99, version=1.2.5`

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "bogofilter",
    servers: &[],
    fields: &[
        ("x-bogosity", Form::Own(bogosity)),
    ],
};

fn bogosity(value: &str, filter: &mut Filter) {
    const WORDS: &[(&str, Judgement)] = &[
        ("spam", Judgement::Spam),
        ("yes", Judgement::Spam),
        ("ham", Judgement::Ham),
        ("no", Judgement::Ham),
        ("unsure", Judgement::Unknown),
    ];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
    filter.score = form::score_after(value, "spamicity");
    form::after(value, "version").into_iter().for_each(|version| filter.say("version", version));
}
