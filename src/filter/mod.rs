//! Spam filters: what their fields in a header say, which verdict that is, and who decided.
//!
//! A file a product, a table of fields in each; adding a product touches the one list here. The field's own value is always kept
//! beside what it means.
//!
//! - [`Filter`]: the facts of one field.
//! - `form`: the few shapes that such fields have.
//! - `findings`: why it was junked, who decided, what to ask for.
//!
//! In: a message. Out: a [`Filter`] for each field of a filter, and findings.
//!
//! ```
//! let header = b"X-Spam-Status: Yes, score=9.1 required=5.0 tests=BAYES_99=3.5\nSubject: x\n\n";
//! let report = backstamp::analyze(header, &backstamp::Context::default());
//! assert_eq!(report.filters[0].product, "SpamAssassin");
//! ```

mod facts;
mod findings;
mod form;
mod product;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use facts::{Decider, Filter, Judgement, Score, Weight};
pub(crate) use findings::{alone, explain, outcome};

use crate::auth::trust::{Border, Place};
use crate::finding::Finding;
use crate::message::{Field, Message};
use form::Form;
use product::{PRODUCTS, Product};

/// How many fields are read.
const MOST_FIELDS: usize = 100;
/// How much of a value is kept.
const LONGEST: usize = 4_000;

/// The fields by name; names with an asterisk stand apart.
static FIELDS: LazyLock<HashMap<&'static str, (&'static Product, &'static Form)>> = LazyLock::new(|| {
    let all =
        PRODUCTS.iter().flat_map(|product| product.fields.iter().map(move |(name, form)| (*name, (*product, form))));
    all.filter(|(name, _)| !name.contains('*')).collect()
});

/// The product and the form of a field.
fn known(name: &str) -> Option<(&'static Product, &'static Form)> {
    let name = name.to_ascii_lowercase();
    if let Some(known) = FIELDS.get(name.as_str()) {
        return Some(*known);
    }
    let patterns = PRODUCTS.iter().flat_map(|product| product.fields.iter().map(move |field| (*product, field)));
    patterns
        .filter_map(|(product, (pattern, form))| {
            let (start, end) = pattern.split_once('*')?;
            (name.len() > start.len() + end.len() && name.starts_with(start) && name.ends_with(end))
                .then_some((product, form))
        })
        .next()
}

/// Whether a field is one that this room reads.
pub(crate) fn is_field(name: &str) -> bool {
    known(name).is_some()
}

/// Reads what filters wrote, from the top.
pub(crate) fn read(message: &Message<'_>, border: Option<&Border<'_>>) -> Vec<Filter> {
    let author = message.first("From").map(|field| field.name_span.start);
    message.fields.iter().filter_map(|field| one(field, border, author)).take(MOST_FIELDS).collect()
}

/// What the rules make of it.
pub(crate) fn judge(filters: &[Filter]) -> Vec<Finding> {
    findings::all(filters)
}

fn one(field: &Field<'_>, border: Option<&Border<'_>>, author: Option<usize>) -> Option<Filter> {
    let (product, form) = known(field.name)?;
    let mut value = field.decoded();
    value.truncate(value.floor_char_boundary(LONGEST));
    let mut filter = Filter {
        product: product.name.to_owned(),
        field: field.name.to_owned(),
        span: field.span(),
        ..Filter::default()
    };
    form.read(&value, &mut filter);
    filter.value = value;
    filter.trusted = border.and_then(|border| trusted(&filter, product, border, author));
    Some(filter)
}

/// Whether the recipient's side added a field. Such fields do not name their server: the product's own servers tell, or the
/// place does. Below the sender's own fields a place tells nothing, since some filters append.
fn trusted(filter: &Filter, product: &Product, border: &Border<'_>, author: Option<usize>) -> Option<bool> {
    if filter.field.to_ascii_lowercase().ends_with("-untrusted") || filter.fact("DIR") == Some("OUT") {
        return Some(false);
    }
    if !product.servers.is_empty() {
        // Exchange sorts its own fields to the end; a service removes what claims to be its own.
        return Some(product.servers.iter().any(|domain| border.has(domain)));
    }
    match border.place(filter.span) {
        Place::Above => Some(true),
        _ if author.is_some_and(|author| filter.span.start > author) => None,
        Place::AtBorder => None,
        Place::Below => Some(false),
    }
}
