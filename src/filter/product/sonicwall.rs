//! SonicWall: `X-Mlf-Threat: nothreat`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "SonicWall",
    servers: &[],
    fields: &[
        ("x-mlf-threat", Form::Words(&[("nothreat", Judgement::Ham), ("spam", Judgement::Spam), ("likely_spam", Judgement::Spam), ("likelyspam", Judgement::Spam), ("phish", Judgement::Phish), ("virus", Judgement::Virus)])),
        ("x-mlf-threat-detailed", Form::Words(&[("nothreat", Judgement::Ham), ("spam", Judgement::Spam), ("phish", Judgement::Phish), ("virus", Judgement::Virus)])),
        ("x-mlf-version", Form::Opaque("It was looked at by this product; no verdict.")),
    ],
};
