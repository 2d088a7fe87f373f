//! GMX, WEB.DE and mail.com: `X-UI-Filterresults: junk:10;…`, `X-GMX-Antispam: 0 (…)`.

use super::super::facts::{Filter, Judgement, Score};
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "GMX",
    servers: &[],
    fields: &[
        ("x-ui-filterresults", Form::Own(results)),
        ("x-gmx-antispam", Form::Own(antispam)),
        ("x-gmx-antivirus", Form::Opaque("What the virus scanner noted.")),
        ("x-provags-id", Form::Opaque("Its number at the provider.")),
        ("x-ui-sender-class", Form::Opaque("What kind of sender it is.")),
        ("ui-outboundreport", Form::Own(results)),
        ("x-ui-outboundreport", Form::Own(results)),
        ("x-web.de-antispam", Form::Own(antispam)),
    ],
};

fn results(value: &str, filter: &mut Filter) {
    let class = value.split([':', ';']).next().unwrap_or_default().trim();
    filter.say("class", class);
    filter.verdict = match class.to_ascii_lowercase().as_str() {
        "notjunk" | "ham" => Judgement::Ham,
        "junk" | "spam" => Judgement::Spam,
        _ => Judgement::Unknown,
    };
}

fn antispam(value: &str, filter: &mut Filter) {
    let Some((score, _)) = Score::read(value) else { return };
    filter.score = Some(score);
    // 0 is not spam; above it a number names what found it, and below it the reader's own lists passed it.
    filter.verdict = if score > Score::whole(0) { Judgement::Spam } else { Judgement::Ham };
    if let Some(reason) = value.split_once('(').and_then(|(_, rest)| rest.split_once(')')) {
        filter.say("reason", reason.0);
    }
}
