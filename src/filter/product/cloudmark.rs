//! Cloudmark: `X-CMAE-Score: 100`: 0 is wanted mail, 100 spam.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::Form;
use super::{Product, YES_NO};

pub(super) static PRODUCT: Product = Product {
    name: "Cloudmark",
    servers: &[],
    fields: &[
        ("x-cmae-score", Form::Own(score)),
        ("x-cmae-verdict", Form::Words(YES_NO)),
        ("x-cmae-analysis", Form::Opaque("What only its maker can read.")),
        ("x-cmae-envelope", Form::Opaque("What only its maker can read.")),
        ("x-cmae-match", Form::Opaque("What only its maker can read.")),
        ("x-authority-analysis", Form::Opaque("What only its maker can read.")),
        ("x-cm-analysis", Form::Opaque("What only its maker can read.")),
        ("x-cm-score", Form::Own(score)),
        ("x-cm-envelope", Form::Opaque("What only its maker can read.")),
        ("x-cnfs-analysis", Form::Opaque("What only its maker can read.")),
        ("x-cloudmark-sp-filtered", Form::Opaque("The filter looked at it; no verdict.")),
        ("x-cloudmark-sp-result", Form::Opaque("What only its maker can read.")),
    ],
};

fn score(value: &str, filter: &mut Filter) {
    let Some((score, _)) = Score::read(value) else { return };
    filter.score = Some(score);
    filter.verdict = match score {
        score if score <= Score::whole(0) => Judgement::Ham,
        score if score >= Score::whole(100) => Judgement::Spam,
        _ => Judgement::Unknown,
    };
}
