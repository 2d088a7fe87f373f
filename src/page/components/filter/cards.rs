use std::rc::Rc;

use backstamp::filter::{Filter, Judgement};
use backstamp::trace::words::count;
use yew::prelude::*;

use super::judged::JudgedField;
use crate::page::components::common::heading::heading;
use crate::page::components::report::panel::Panel;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
}

/// What spam filters wrote: a card for each product, in the order in which the header has them.
#[component]
pub fn Filters(props: &Props) -> Html {
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let products = by_product(&sheet.report.filters);
    if products.is_empty() {
        return html! {};
    }
    let field = |index: &usize| {
        let target = Target { sheet: props.sheet, part: Part::Filter(*index) };
        let (reading, is_lit) = (props.reading.clone(), props.lit.contains(&target));
        html! { <JudgedField key={*index} {reading} {target} {is_lit} /> }
    };
    let card = |product: &Product<'_>| {
        html! {
            <article class="filter">
                { heading(3, sheet.depth, html! { { product.name } }) }
                { for product.telling.iter().map(field) }
                if !product.others.is_empty() {
                    <details class="filter-others">
                        <summary>{ format!("{} without a verdict", count(product.others.len(), "field", "fields")) }</summary>
                        { for product.others.iter().map(field) }
                    </details>
                }
            </article>
        }
    };
    html! {
        <Panel title="Spam filters" depth={sheet.depth} class="filters">
            <div class="filter-cards">{ for products.iter().map(card) }</div>
        </Panel>
    }
}

/// The fields of one product.
#[derive(Debug, PartialEq)]
struct Product<'a> {
    name: &'a str,
    /// Those that judge or weigh, as indexes of the report's filters.
    telling: Vec<usize>,
    /// The rest.
    others: Vec<usize>,
}

fn by_product(filters: &[Filter]) -> Vec<Product<'_>> {
    let mut products: Vec<Product<'_>> = Vec::new();
    for (index, filter) in filters.iter().enumerate() {
        let at = products.iter().position(|product| product.name == filter.product).unwrap_or_else(|| {
            products.push(Product { name: &filter.product, telling: Vec::new(), others: Vec::new() });
            products.len() - 1
        });
        let Some(product) = products.get_mut(at) else { continue };
        let tells = filter.verdict != Judgement::Unknown || filter.score.is_some() || !filter.weights.is_empty();
        if tells { product.telling.push(index) } else { product.others.push(index) }
    }
    products
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_a_product_share_a_card_and_those_without_a_verdict_are_folded() {
        let filter = |product: &str, verdict| Filter { product: product.to_owned(), verdict, ..Filter::default() };
        let filters = [filter("A", Judgement::Unknown), filter("B", Judgement::Spam), filter("A", Judgement::Ham)];
        let products = by_product(&filters);
        assert_eq!(
            products,
            [
                Product { name: "A", telling: vec![2], others: vec![0] },
                Product { name: "B", telling: vec![1], others: vec![] }
            ]
        );
    }
}
