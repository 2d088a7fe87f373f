//! Files and other bytes that the browser holds.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, JsString, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::page::state::job;
use web_sys::{Blob, ClipboardEvent, DragEvent, Event, File, FileList, HtmlInputElement};

/// All the bytes; nothing where the browser could not read them, as when a file has gone.
pub async fn bytes(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The bytes that are read of a file, all of them or its beginning.
pub async fn readable_bytes(file: &Blob) -> Option<Vec<u8>> {
    let size = file.size() as u64;
    let head = slice(file, 0, HEAD.min(size)).await?;
    match job::readable(&head, size) {
        most if most < size => slice(file, 0, most).await,
        _ => bytes(file).await,
    }
}

/// How much of a file tells what it is: the mark of a tar archive stands furthest behind.
const HEAD: u64 = 1_024;

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

/// The files that were dropped.
pub fn dropped(event: &DragEvent) -> Vec<File> {
    event.data_transfer().and_then(|data| data.files()).map(all).unwrap_or_default()
}

fn all(files: FileList) -> Vec<File> {
    (0..files.length()).filter_map(|index| files.get(index)).collect()
}

/// The path of a file within the folder that was chosen, else its name.
pub fn name(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

/// Bytes as a file, if they are one.
pub fn as_file(blob: &Blob) -> Option<&File> {
    blob.dyn_ref()
}

/// A stretch of a file's bytes, which stays with the browser.
pub fn part(file: &Blob, from: u64, to: u64) -> Option<Blob> {
    file.slice_with_f64_and_f64(from as f64, to as f64).ok()
}

/// A stretch of a file's bytes.
pub async fn slice(file: &Blob, from: u64, to: u64) -> Option<Vec<u8>> {
    bytes(&part(file, from, to)?).await
}

/// Several blobs as one.
pub fn joined(parts: &Array) -> Option<Blob> {
    Blob::new_with_blob_sequence(parts).ok()
}

/// The files in a list of the browser's.
pub fn in_list(value: &JsValue) -> Vec<File> {
    if !Array::is_array(value) {
        return Vec::new();
    }
    Array::from(value).iter().filter_map(|file| file.dyn_into().ok()).collect()
}

/// Whether something dragged holds a file.
pub fn is_dragged(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}

/// The files that were chosen, taking them out of the control so that the same ones can be chosen again.
pub fn chosen(input: &HtmlInputElement) -> Vec<File> {
    let files = input.files().map(all).unwrap_or_default();
    input.set_value("");
    files
}

/// A value as bytes that the browser holds, if it is that.
pub fn as_blob(value: &JsValue) -> Option<&Blob> {
    value.dyn_ref()
}
