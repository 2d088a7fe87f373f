//! Mimecast: `X-Mimecast-Spam-Score: 0`. Which score is spam depends on the policy.

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Mimecast",
    servers: &[],
    fields: &[
        ("x-mimecast-spam-score", Form::Number),
        ("x-mimecast-spam-signature", Form::Words(&[("yes", Judgement::Spam), ("bulk", Judgement::Bulk), ("no", Judgement::Ham)])),
        ("x-mimecast-bulk-signature", Form::Words(&[("yes", Judgement::Bulk)])),
        ("x-mimecast-impersonation-protect", Form::Pairs),
        ("x-mimecast-malware-signature", Form::Words(&[("yes", Judgement::Virus)])),
        ("x-mimecast-originator", Form::Opaque("It was looked at by this product; no verdict.")),
        ("x-mc-unique", Form::Opaque("Its number at Mimecast.")),
    ],
};
