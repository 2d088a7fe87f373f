//! FortiMail: `X-FEAS-…` names the test that hit.

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "FortiMail",
    servers: &[],
    fields: &[
        ("x-feas-spam", Form::Words(&[("yes", Judgement::Spam), ("no", Judgement::Ham)])),
        ("x-feas-*", Form::Opaque("Which of its tests hit.")),
        ("x-fe-policy-id", Form::Opaque("The policies that applied.")),
        ("x-fe-last-public-client-ip", Form::Opaque("The last public address before it.")),
        ("x-fe-attachment-name", Form::Opaque("An attachment that it looked at.")),
    ],
};
