//! What is kept on the device: the settings, and only where the user asked for it.
//!
//! Whom the page may ask is also kept for the tab, until it is closed: the browser's policy is set while the page opens,
//! so a choice of another resolver, or of none, must be there when it is opened anew. `shell/guard.js` reads both.

use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use web_sys::Storage;

use super::dom;
use crate::page::state::settings::{Network, Settings, Theme};

/// The boot script reads the theme from the same place: see `shell/boot.js`.
const KEY: &str = "backstamp.settings";

/// Where the tab's choice of resolvers is kept.
const NETWORK: &str = "backstamp.network";

/// The settings that were kept, else those of a first visit.
pub fn load() -> Settings {
    let mut settings: Settings = local().and_then(|storage| get(&storage, KEY)).unwrap_or_default();
    if let Some(network) = session().and_then(|storage| get(&storage, NETWORK)) {
        settings.network = network;
    }
    settings
}

/// Keeps the settings, or forgets them; false where the browser keeps nothing for this page.
pub fn save(settings: &Settings) -> bool {
    let Some(storage) = local() else { return !settings.remember };
    if !settings.remember {
        return storage.remove_item(KEY).is_ok();
    }
    put(&storage, KEY, settings)
}

/// Keeps the choice of resolvers for this tab, unless it is remembered or that of a first visit; false where the
/// browser keeps nothing for this page.
pub fn save_for_tab(settings: &Settings) -> bool {
    let plain = settings.remember || settings.network == Network::default();
    let Some(storage) = session() else { return plain };
    if plain { storage.remove_item(NETWORK).is_ok() } else { put(&storage, NETWORK, &settings.network) }
}

fn local() -> Option<Storage> {
    dom::window()?.local_storage().ok()?
}

fn session() -> Option<Storage> {
    dom::window()?.session_storage().ok()?
}

fn get<T: DeserializeOwned>(storage: &Storage, key: &str) -> Option<T> {
    let text = storage.get_item(key).ok()??;
    serde_wasm_bindgen::from_value(JSON::parse(&text).ok()?).ok()
}

fn put(storage: &Storage, key: &str, value: &impl Serialize) -> bool {
    let value = value.serialize(&Serializer::json_compatible()).ok();
    let text = value.and_then(|value| JSON::stringify(&value).ok()).map(String::from);
    text.is_some_and(|text| storage.set_item(key, &text).is_ok())
}

/// Gives the page its colours.
pub fn wear(theme: Theme) {
    let Some(root) = dom::document().and_then(|document| document.document_element()) else { return };
    let _ = match theme.name() {
        Some(name) => root.set_attribute("data-theme", name),
        None => root.remove_attribute("data-theme"),
    };
}
