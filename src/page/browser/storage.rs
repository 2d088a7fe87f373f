//! What is kept on the device: the settings, and only where the user asked for it.

use js_sys::JSON;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;

use super::dom;
use crate::page::settings::{Settings, Theme};

/// The boot script reads the theme from the same place: see `page/boot.js`.
const KEY: &str = "backstamp.settings";

/// The settings that were kept, else those of a first visit.
pub fn load() -> Settings {
    let kept = dom::window()
        .and_then(|window| window.local_storage().ok().flatten())
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .and_then(|text| JSON::parse(&text).ok());
    kept.and_then(|value| serde_wasm_bindgen::from_value(value).ok()).unwrap_or_default()
}

/// Keeps the settings, or forgets them; false where the browser keeps nothing for this page.
pub fn save(settings: &Settings) -> bool {
    let Some(storage) = dom::window().and_then(|window| window.local_storage().ok().flatten()) else {
        return !settings.remember;
    };
    if !settings.remember {
        return storage.remove_item(KEY).is_ok();
    }
    let value = settings.serialize(&Serializer::json_compatible()).ok();
    let text = value.and_then(|value| JSON::stringify(&value).ok()).map(String::from);
    text.is_some_and(|text| storage.set_item(KEY, &text).is_ok())
}

/// Gives the page its colours.
pub fn wear(theme: Theme) {
    let Some(root) = dom::document().and_then(|document| document.document_element()) else { return };
    let _ = match theme.name() {
        Some(name) => root.set_attribute("data-theme", name),
        None => root.remove_attribute("data-theme"),
    };
}
