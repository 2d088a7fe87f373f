//! Short names between the program and the script that wasm-bindgen wrote for it.
//!
//! wasm-bindgen adds a number of sixteen digits to each name, so that no two are the same; nothing packs those.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{EntityType, ExportSection, ImportSection, Module};
use wasmparser::{Export, ImportSectionReader, Parser, Payload};

use crate::wasm::unreadable;

/// How many hexadecimal digits such a number has.
const DIGITS: usize = 16;

/// The script and the WebAssembly with short names for what they give each other. Names without a number stay.
///
/// # Errors
/// Says why the WebAssembly cannot be read.
pub fn shorten(script: &str, wasm: &[u8]) -> Result<(String, Vec<u8>), String> {
    let mut short = Short::default();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(unreadable)? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    short.add("i", import.map_err(unreadable)?.name);
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    short.add("e", export.map_err(unreadable)?.name);
                }
            }
            _ => {}
        }
    }
    let mut module = Module::new();
    short.parse_core_module(&mut module, Parser::new(0), wasm).map_err(|error| error.to_string())?;
    Ok((short.in_script(script), module.finish()))
}

#[derive(Default)]
struct Short(BTreeMap<String, String>);

impl Short {
    fn add(&mut self, sign: &str, name: &str) {
        if is_numbered(name) {
            let short = format!("{sign}{}", self.0.len());
            self.0.entry(name.to_owned()).or_insert(short);
        }
    }

    fn of<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// Puts the short names into the script, wherever one of the names stands as a whole word.
    fn in_script(&self, script: &str) -> String {
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$');
        let mut short = String::with_capacity(script.len());
        let mut rest = script;
        while let Some(start) = rest.find(is_word) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|letter| !is_word(letter)).unwrap_or(from.len()));
            short.push_str(before);
            short.push_str(self.of(word));
            rest = after;
        }
        short.push_str(rest);
        short
    }
}

impl Reencode for Short {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in section.into_imports() {
            let import = import?;
            let ty: EntityType = self.entity_type(import.ty)?;
            imports.import(import.module, self.of(import.name), ty);
        }
        Ok(())
    }

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Result<(), Error> {
        let kind = self.export_kind(export.kind)?;
        let index = self.external_index(export.kind, export.index)?;
        exports.export(self.of(export.name), kind, index);
        Ok(())
    }
}

/// Whether a name ends with such a number.
fn is_numbered(name: &str) -> bool {
    let number = name.bytes().rev().take_while(u8::is_ascii_hexdigit).count();
    number >= DIGITS && name.len() > DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ExportKind, MemorySection, MemoryType, TypeSection};

    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("wbg", "__wbg_now_0123456789abcdef", EntityType::Function(0));
        imports.import("wbg", "plain", EntityType::Function(0));
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut exports = ExportSection::new();
        exports.export("invoke_h0123456789abcdef", ExportKind::Func, 1);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&memories).section(&exports);
        module.finish()
    }

    #[test]
    fn both_sides_have_the_same_short_name() {
        let script =
            "const imports = { __wbg_now_0123456789abcdef: () => 1, plain };\nwasm.invoke_h0123456789abcdef();";
        let (script, wasm) = shorten(script, &module()).unwrap();
        assert_eq!(script, "const imports = { i0: () => 1, plain };\nwasm.e1();");
        let text = String::from_utf8_lossy(&wasm).into_owned();
        assert!(text.contains("i0") && text.contains("e1") && text.contains("plain"), "{text:?}");
        assert!(!text.contains("0123456789abcdef"), "{text:?}");
    }

    #[test]
    fn a_name_within_another_stays() {
        let (script, _) = shorten("x__wbg_now_0123456789abcdef __wbg_now_0123456789abcdef_x", &module()).unwrap();
        assert_eq!(script, "x__wbg_now_0123456789abcdef __wbg_now_0123456789abcdef_x");
    }
}
