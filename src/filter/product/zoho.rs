//! Zoho: `X-ZohoMail: … SPAM …`, `X-Zoho-Virus-Status: 1`.

use super::super::facts::{Filter, Judgement};
use super::super::form::Form;
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "Zoho Mail",
    servers: &[],
    fields: &[
        ("x-zohomail", Form::Own(mail)),
        ("x-zoho-virus-status", Form::Opaque("What the virus scanner noted, as a number.")),
        ("x-zoho-av-stamp", Form::Opaque("What the virus scanner noted.")),
        ("x-zohomail-owner", Form::Opaque("Whose mailbox it is.")),
        ("x-zohomail-sender", Form::Opaque("The address that connected.")),
        ("x-zm-messageid", Form::Opaque("Its number at Zoho.")),
        ("x-zohomailclient", Form::Opaque("How it was read.")),
    ],
};

fn mail(value: &str, filter: &mut Filter) {
    filter.say("marks", value);
    let marked = |mark: &str| value.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == mark);
    // Other marks are not documented.
    if marked("SPAM") || marked("Z_SPAM") {
        filter.verdict = Judgement::Spam;
    }
}
