//! Files and other bytes that the browser holds.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DragEvent, File, HtmlInputElement};

/// All the bytes; nothing where the browser could not read them, as when a file has gone.
pub async fn bytes(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// A text as bytes that the browser holds.
pub fn blob(text: &JsValue) -> Option<Blob> {
    Blob::new_with_str_sequence(&Array::of1(text)).ok()
}

/// The first file that was dropped.
pub fn dropped(event: &DragEvent) -> Option<File> {
    event.data_transfer()?.files()?.get(0)
}

/// Whether something dragged holds a file.
pub fn is_dragged(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}

/// The file that was chosen, taking it out of the control so that the same one can be chosen again.
pub fn chosen(input: &HtmlInputElement) -> Option<File> {
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// A value as bytes that the browser holds, if it is that.
pub fn as_blob(value: &JsValue) -> Option<&Blob> {
    value.dyn_ref()
}
