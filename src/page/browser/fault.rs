//! The shell's own script, which keeps what was pasted while the program is not there, and says so when it stops.

use js_sys::{Function, Object, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};

/// The shell's own state, which `shell/boot.js` made.
pub fn boot() -> Option<Object> {
    Reflect::get(&global(), &"backstamp".into()).ok()?.dyn_into().ok()
}

/// Has the shell save a text, or bytes that the browser holds, as a file.
pub fn save(name: &str, kind: &str, text: &JsValue) {
    let save = boot().and_then(|boot| Reflect::get(&boot, &"save".into()).ok());
    if let Some(save) = save.as_ref().and_then(|save| save.dyn_ref::<Function>()) {
        // Where the browser saves nothing, it says so itself.
        let _ = save.call3(&JsValue::NULL, &name.into(), &kind.into(), text);
    }
}

/// Has the shell save a copy of the page without anything that was pasted.
pub fn save_clean_copy() {
    let save = boot().and_then(|boot| Reflect::get(&boot, &"saveCleanCopy".into()).ok());
    if let Some(save) = save.as_ref().and_then(|save| save.dyn_ref::<Function>()) {
        let _ = save.call0(&JsValue::NULL);
    }
}

/// Gives the shell the text that is not in the box, so that it can be saved if the program stops.
pub fn hold(text: &JsValue) {
    set("held", text);
}

/// Takes over from the shell's script. Returns what came before the program was ready and is not in the box.
pub fn take_over() -> Option<JsValue> {
    set("ready", &JsValue::TRUE);
    let early = boot().and_then(|boot| Reflect::get(&boot, &"early".into()).ok()).filter(JsValue::is_truthy);
    set("early", &JsValue::NULL);
    early
}

fn set(key: &str, value: &JsValue) {
    if let Some(boot) = boot() {
        // An object of the shell's own takes any value.
        let _ = Reflect::set(&boot, &key.into(), value);
    }
}
