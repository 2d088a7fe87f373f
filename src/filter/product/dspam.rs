//! DSPAM: `X-DSPAM-Result: Innocent`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "DSPAM",
    servers: &[],
    fields: &[
        ("x-dspam-result", Form::Words(&[("innocent", Judgement::Ham), ("whitelisted", Judgement::Ham), ("spam", Judgement::Spam), ("blacklisted", Judgement::Spam), ("blocklisted", Judgement::Spam), ("virus", Judgement::Virus)])),
        ("x-dspam-confidence", Form::Number),
        ("x-dspam-probability", Form::Number),
        ("x-dspam-improbability", Form::Opaque("How likely it is an error.")),
        ("x-dspam-processed", Form::Opaque("When it was looked at.")),
        ("x-dspam-signature", Form::Opaque("By which it can be corrected.")),
        ("x-dspam-factors", Form::Opaque("The words that weighed most.")),
    ],
};
