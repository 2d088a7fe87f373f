//! What happens when the program stops: the shell's own script keeps what was pasted, and says so.

use std::panic;

use js_sys::{Function, Object, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};

use super::worker;

/// The shell's own state, which `page/boot.js` made.
pub fn boot() -> Option<Object> {
    Reflect::get(&global(), &"backstamp".into()).ok()?.dyn_into().ok()
}

/// From now on a panic shows the shell's message before the program stops.
pub fn watch() {
    panic::set_hook(Box::new(|info| {
        let words = info.to_string();
        web_sys::console::error_1(&words.as_str().into());
        if worker::is_inside() {
            worker::say_failed();
        } else if let Some(fault) = boot().and_then(|boot| Reflect::get(&boot, &"fault".into()).ok()) {
            // Nothing is left to do where even this fails.
            let _ = fault.dyn_ref::<Function>().map(|fault| fault.call0(&JsValue::NULL));
        }
    }));
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
