//! Cyren (Commtouch): `X-CTCH-Spam: Confirmed`

use super::super::facts::Judgement;
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Cyren (Commtouch)",
    servers: &[],
    fields: &[
        ("x-ctch-spam", Form::Words(CLASSES)),
        ("x-ctch-class", Form::Words(CLASSES)),
        ("x-ctch-vod", Form::Words(&[("virus", Judgement::Virus), ("high", Judgement::Virus)])),
        ("x-ctch-refid", Form::Opaque("What only its maker can read.")),
        ("x-ctch-score", Form::Number),
    ],
};

const CLASSES: &[(&str, Judgement)] = &[
    ("confirmed", Judgement::Spam),
    ("bulk", Judgement::Bulk),
    ("suspect", Judgement::Unknown),
    ("suspected", Judgement::Unknown),
    ("nonspam", Judgement::Ham),
    ("unknown", Judgement::Unknown),
];
