//! ESET: `X-ESET-AS: R=OK;S=0;…`

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "ESET",
    servers: &[],
    fields: &[
        ("x-eset-as", Form::Own(status)),
        ("x-eset-antispam", Form::Words(&[("ok", Judgement::Ham), ("spam", Judgement::Spam)])),
        ("x-esetresult", Form::Words(&[("clean", Judgement::Unknown), ("found to be infected", Judgement::Virus), ("infected", Judgement::Virus), ("yes", Judgement::Virus), ("virus", Judgement::Virus), ("malware", Judgement::Virus)])),
        ("x-esetid", Form::Opaque("It was looked at by this product; no verdict.")),
    ],
};

fn status(value: &str, filter: &mut Filter) {
    form::pairs(value, filter);
    filter.score = filter.fact("S").and_then(Score::read).map(|(score, _)| score);
    filter.verdict = match filter.fact("R").unwrap_or_default().to_ascii_lowercase().as_str() {
        "ok" => Judgement::Ham,
        "spam" => Judgement::Spam,
        _ => Judgement::Unknown,
    };
}
