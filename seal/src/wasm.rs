//! What is read off WebAssembly in more than one place.

use std::collections::BTreeMap;

use wasmparser::{ConstExpr, CustomSectionReader, Data, DataKind, KnownCustom, Name, Operator};

/// The functions' names by their numbers, where the section is the one that has them.
pub fn names<'a>(section: &CustomSectionReader<'a>) -> Result<BTreeMap<u32, &'a str>, String> {
    let mut found = BTreeMap::new();
    if let KnownCustom::Name(names) = section.as_known() {
        for name in names {
            if let Name::Function(functions) = name.map_err(unreadable)? {
                for naming in functions {
                    let naming = naming.map_err(unreadable)?;
                    found.insert(naming.index, naming.name);
                }
            }
        }
    }
    Ok(found)
}

/// Where in the memory some data stand.
pub fn address(data: &Data<'_>) -> Result<u32, String> {
    match &data.kind {
        DataKind::Active { offset_expr, .. } => number(offset_expr).map(i32::cast_unsigned),
        DataKind::Passive => Err("the program has data without an address".to_owned()),
    }
}

/// A place in a memory or a table.
pub fn number(place: &ConstExpr<'_>) -> Result<i32, String> {
    match place.get_operators_reader().read().map_err(unreadable)? {
        Operator::I32Const { value } => Ok(value),
        _ => Err("a place in the program's memory or table is not a number".to_owned()),
    }
}

/// Says that WebAssembly cannot be read, and why.
pub fn unreadable(error: wasmparser::Error) -> String {
    format!("the WebAssembly cannot be read: {error}")
}
