//! The clipboard.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use super::dom;

/// Copies a text; false where the browser refuses it both ways.
pub async fn copy(text: &str) -> bool {
    let Some(window) = dom::window() else { return false };
    let clipboard = window.navigator().clipboard();
    // A page from an unsafe address has no clipboard to ask.
    if !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok() {
        return true;
    }
    copy_selection(text).unwrap_or(false)
}

/// The older way: a selected text and the browser's own command.
fn copy_selection(text: &str) -> Option<bool> {
    let document = dom::document()?;
    let helper: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    helper.set_class_name("unseen");
    let _ = helper.set_attribute("autocomplete", "off");
    helper.set_value(text);
    document.body()?.append_child(&helper).ok()?;
    helper.select();
    let copied = document.dyn_into::<HtmlDocument>().ok()?.exec_command("copy").unwrap_or(false);
    helper.remove();
    Some(copied)
}
