//! Amazon SES: `X-SES-Spam-Verdict: PASS`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Amazon SES",
    servers: &[],
    fields: &[
        ("x-ses-spam-verdict", Form::Words(&[("pass", Judgement::Ham), ("fail", Judgement::Spam), ("gray", Judgement::Unknown)])),
        ("x-ses-virus-verdict", Form::Words(&[("fail", Judgement::Virus), ("pass", Judgement::Unknown)])),
    ],
};
