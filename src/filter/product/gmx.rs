//! GMX, WEB.DE, 1&1: `X-GMX-Antispam: 0 (Mail was not recognized as spam)`, `X-UI-Filterresults: notjunk:1;…`

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "GMX, WEB.DE, 1&1",
    servers: &["gmx.net"],
    fields: &[
        ("x-gmx-antispam", Form::Own(level)),
        ("x-gmx-antivirus", Form::Opaque("The virus scanner looked at it.")),
        ("x-ui-filterresults", Form::Own(results)),
        ("x-ui-out-filterresults", Form::Own(results)),
    ],
};

fn level(value: &str, filter: &mut Filter) {
    let Some((score, _)) = Score::read(value) else { return };
    filter.score = Some(score);
    filter.verdict = match score {
        score if score == Score::whole(0) => Judgement::Ham,
        score if score > Score::whole(0) => Judgement::Spam,
        _ => Judgement::Unknown,
    };
}

fn results(value: &str, filter: &mut Filter) {
    let class = value.split([':', ';']).next().unwrap_or_default().trim();
    filter.say("class", class);
    const CLASSES: &[(&str, Judgement)] =
        &[("notjunk", Judgement::Ham), ("junk", Judgement::Spam), ("spam", Judgement::Spam), ("virus", Judgement::Virus)];
    filter.verdict = form::word(class, CLASSES).unwrap_or_default();
}
