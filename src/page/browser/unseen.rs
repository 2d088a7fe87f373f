//! Makes characters that are not seen visible in whatever the page shows of the input: see `backstamp::visible`.
//!
//! It looks at the texts as they come into the page, so that no component has to think of it, and writes no text that is
//! seen already. The input box and what lies behind it stay as they are: they must fit each other letter by letter.

use backstamp::visible::visible;
use std::borrow::Cow;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MutationObserver, MutationObserverInit, MutationRecord, Node};

use super::dom;

/// Watches for as long as the page is there.
pub fn watch() {
    let act = Closure::<dyn FnMut(js_sys::Array)>::new(|records: js_sys::Array| {
        for record in records.iter().filter_map(|record| record.dyn_into::<MutationRecord>().ok()) {
            if record.type_() == "characterData" {
                record.target().iter().for_each(show);
            }
            let added = record.added_nodes();
            (0..added.length()).filter_map(|at| added.get(at)).for_each(|node| show(&node));
        }
    });
    let Ok(observer) = MutationObserver::new(act.as_ref().unchecked_ref()) else { return };
    let what = MutationObserverInit::new();
    what.set_subtree(true);
    what.set_child_list(true);
    what.set_character_data(true);
    for id in ["report", "page", "near", "ledger", "toast"] {
        if let Some(part) = dom::by_id(id) {
            let _: Result<(), JsValue> = observer.observe_with_options(&part, &what);
            show(&part);
        }
    }
    act.forget();
    // The browser keeps it while the parts are there.
    drop(observer);
}

/// Writes each text in a node anew where something in it is not seen.
fn show(node: &Node) {
    if node.node_type() == Node::TEXT_NODE {
        if let Some(text) = node.node_value()
            && let Cow::Owned(shown) = visible(&text)
            && shown != text
        {
            node.set_node_value(Some(&shown));
        }
        return;
    }
    if node.node_name() == "TEXTAREA" {
        return;
    }
    let mut child = node.first_child();
    while let Some(one) = child {
        show(&one);
        child = one.next_sibling();
    }
}
