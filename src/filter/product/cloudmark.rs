//! Cloudmark: `X-CMAE-Score: 100`, `X-Authority-Analysis: v=2.4 …`.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Cloudmark",
    servers: &[],
    fields: &[
        ("x-cmae-score", Form::Own(score)),
        ("x-cloudmark-score", Form::Own(score)),
        ("x-cmae-analysis", Form::Opaque("Its analysis, which Cloudmark alone can read.")),
        ("x-authority-analysis", Form::Opaque("Its analysis, which Cloudmark alone can read.")),
        ("x-cmae-envelope", Form::Opaque("Envelope and score, which Cloudmark alone can read.")),
        ("x-cm-analysis", Form::Opaque("Its analysis, which Cloudmark alone can read.")),
        ("x-cm-score", Form::Own(score)),
        ("x-cnfs-analysis", Form::Opaque("Its analysis, which Cloudmark alone can read.")),
        ("x-cloudmark-sp-filtered", Form::Words(YES_NO)),
        ("x-cloudmark-sp-result", Form::Opaque("Its analysis, which Cloudmark alone can read.")),
    ],
};

fn score(value: &str, filter: &mut Filter) {
    let Some((score, _)) = Score::read(value) else { return };
    filter.score = Some(score);
    // 0 is clean and 100 is spam; between them nothing is documented.
    filter.verdict = match score {
        score if score <= Score::whole(0) => Judgement::Ham,
        score if score >= Score::whole(100) => Judgement::Spam,
        _ => Judgement::Unknown,
    };
}
