//! MailScanner: `X-Example-MailScanner-SpamCheck: not spam, SpamAssassin (score=-1.8, required 6, BAYES_00 -1.90)`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::{Product, spamassassin};

pub(super) static PRODUCT: Product = Product {
    name: "MailScanner",
    servers: &[],
    fields: &[
        ("x-*mailscanner-spamcheck", Form::Own(check)),
        ("x-*mailscanner-spamscore", Form::Bar),
        ("x-*mailscanner-from", Form::Opaque("The envelope sender.")),
        ("x-*mailscanner-information", Form::Opaque("Whom to ask about it.")),
        ("x-*mailscanner", Form::Words(&[("found to be infected", Judgement::Virus), ("found to be clean", Judgement::Unknown)])),
        ("x-mailcleaner-spamcheck", Form::Own(check)),
    ],
};

fn check(value: &str, filter: &mut Filter) {
    const WORDS: &[(&str, Judgement)] =
        &[("not spam", Judgement::Ham), ("spam", Judgement::Spam), ("whitelisted", Judgement::Ham), ("blacklisted", Judgement::Spam)];
    filter.verdict = form::word(value, WORDS).unwrap_or_default();
    filter.score = form::score_after(value, "score");
    filter.threshold = form::score_after(value, "required");
    spamassassin::named_then_scored(value, filter);
}
