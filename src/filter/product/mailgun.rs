//! Mailgun, for mail that it receives: `X-Mailgun-Sflag: No`, `X-Mailgun-Sscore: -0.1`.

use super::super::facts::Filter;
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Mailgun",
    servers: &[],
    fields: &[
        ("x-mailgun-sflag", Form::Words(YES_NO)),
        ("x-mailgun-sscore", Form::Number),
        ("x-mailgun-spf", Form::Own(note)),
        ("x-mailgun-dkim-check-result", Form::Own(note)),
        ("x-mailgun-incoming", Form::Own(note)),
    ],
};

fn note(value: &str, filter: &mut Filter) {
    filter.say("result", value);
}
