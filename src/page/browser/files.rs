//! Files and other bytes that the browser holds.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, JsString, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ClipboardEvent, DragEvent, Event, File, HtmlInputElement};

/// All the bytes; nothing where the browser could not read them, as when a file has gone.
pub async fn bytes(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// How many units of UTF-16 are made bytes at a time.
const PIECE: u32 = 1 << 20;

/// A text as bytes that the browser holds. A long one is made so piece by piece, and the browser may do something else
/// between them.
pub async fn blob(text: &JsString) -> Option<Blob> {
    let pieces = Array::new();
    let mut from = 0;
    while from < text.length() {
        let mut to = from.saturating_add(PIECE).min(text.length());
        // Two units that are one character stay together.
        if to < text.length() && matches!(text.char_code_at(to - 1) as u32, 0xD800..=0xDBFF) {
            to -= 1;
        }
        pieces.push(Blob::new_with_str_sequence(&Array::of1(&text.slice(from, to))).ok()?.as_ref());
        from = to;
        if from < text.length() {
            TimeoutFuture::new(0).await;
        }
    }
    Blob::new_with_blob_sequence(&pieces).ok()
}

/// Bytes as bytes that the browser holds.
pub fn blob_of(bytes: &[u8]) -> Option<Blob> {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()
}

#[wasm_bindgen]
extern "C" {
    /// An input event, whose text is not to be copied before it is known how long it is.
    type Insertion;

    #[wasm_bindgen(method, getter)]
    fn data(this: &Insertion) -> Option<JsString>;
}

/// The text that is about to come into the box. A paste brings it here too, and asking for it here is quicker than
/// asking the clipboard, which the browser reads anew each time.
pub fn inserted(event: &Event) -> Option<JsString> {
    event.unchecked_ref::<Insertion>().data()
}

/// The text that is pasted elsewhere than into the box.
pub fn pasted(event: &ClipboardEvent) -> Option<String> {
    event.clipboard_data()?.get_data("text/plain").ok()
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
