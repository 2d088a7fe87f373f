//! A learning filter (SpamProbe, CRM114, SpamBayes, POPFile, SpamPal): `X-SpamProbe: SPAM 0.9999999 …`, `X-CRM114-Status: GOOD ( 14.01 )`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "A learning filter (SpamProbe, CRM114, SpamBayes, POPFile, SpamPal)",
    servers: &[],
    fields: &[
        ("x-spamprobe", Form::Words(&[("good", Judgement::Ham), ("spam", Judgement::Spam)])),
        ("x-crm114-status", Form::Words(&[("good", Judgement::Ham), ("spam", Judgement::Spam), ("unsure", Judgement::Unknown)])),
        ("x-crm114-version", Form::Opaque("It was looked at by this product; no verdict.")),
        ("x-spambayes-classification", Form::Words(&[("ham", Judgement::Ham), ("spam", Judgement::Spam), ("unsure", Judgement::Unknown)])),
        ("x-text-classification", Form::Words(&[("spam", Judgement::Spam), ("ham", Judgement::Ham)])),
        ("x-spampal", Form::Words(&[("pass", Judgement::Ham), ("spam", Judgement::Spam)])),
    ],
};
