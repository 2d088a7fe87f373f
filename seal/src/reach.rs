//! What of a program some of its functions need: which other functions, and which of its data.
//!
//! It is read off the program as the linker left it, with the marks by which a linker moves code and data about
//! (`--emit-relocs`; WebAssembly tool conventions, "Linking"): each says that here, in this function or in these data,
//! stands the place of that function or of those data. So nothing is guessed: what is not marked is not needed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use wasmparser::{KnownCustom, Linking, Parser, Payload, RelocationType, SymbolInfo};

use crate::wasm::{self, unreadable};

/// What is needed.
#[derive(Debug, Default)]
pub struct Reach {
    /// Functions by their names in the program.
    pub functions: BTreeSet<String>,
    /// Data by their addresses.
    pub data: Vec<Range<u32>>,
}

/// A function by its number, or a piece of the data by its place among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(u32),
    Data(usize),
}

/// Finds what the functions of these names need, they themselves included.
///
/// # Errors
/// Says what is missing in the program: a name, or the linker's marks.
pub fn reach(linked: &[u8], roots: &[&str]) -> Result<Reach, String> {
    let linked = Linked::read(linked)?;
    let mut open = Vec::new();
    for root in roots {
        // wasm-bindgen adds a number to the names of the program's own.
        let is_root = |name: &str| name.strip_prefix(root).is_some_and(|rest| rest.is_empty() || is_number(rest));
        let function = linked.names.iter().find(|(_, name)| is_root(name));
        let (function, _) = function.ok_or_else(|| format!("the program has no function {root}"))?;
        open.push(Node::Function(*function));
    }
    let needs = linked.needs();
    let mut reached: BTreeSet<Node> = BTreeSet::new();
    while let Some(node) = open.pop() {
        if reached.insert(node) {
            open.extend(needs.get(&node).into_iter().flatten().copied());
        }
    }
    let mut reach = Reach::default();
    for node in reached {
        match node {
            Node::Function(function) => {
                reach.functions.extend(linked.names.get(&function).map(|name| (*name).to_owned()))
            }
            Node::Data(piece) => reach.data.extend(linked.data.get(piece).map(|data| data.address.clone())),
        }
    }
    Ok(reach)
}

/// A piece of the data: what has a name, with all that overlaps it.
struct Data {
    /// In the memory of the program.
    address: Range<u32>,
    /// In the file.
    place: Range<u64>,
}

/// A mark: where in the file, and what stands there.
struct Mark {
    place: u64,
    of: Node,
}

#[derive(Default)]
struct Linked<'a> {
    /// Where in the file the code of each function stands, in their order.
    bodies: Vec<(Range<u64>, u32)>,
    names: BTreeMap<u32, &'a str>,
    /// In their order.
    data: Vec<Data>,
    marks: Vec<Mark>,
}

impl<'a> Linked<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self, String> {
        let mut linked = Self::default();
        let mut sections = Vec::new();
        let mut segments: Vec<(u32, Range<u64>)> = Vec::new();
        let mut imported = 0;
        let (mut symbols, mut relocations) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload.map_err(unreadable)?;
            if let Some((_, range)) = payload.as_section() {
                sections.push(range.start);
            }
            match payload {
                Payload::ImportSection(section) => {
                    let functions = section.into_imports().filter(|import| {
                        import.as_ref().is_ok_and(|import| matches!(import.ty, wasmparser::TypeRef::Func(_)))
                    });
                    imported = functions.count();
                }
                Payload::CodeSectionEntry(body) => {
                    let number = u32::try_from(imported + linked.bodies.len()).map_err(|error| error.to_string())?;
                    linked.bodies.push((body.range(), number));
                }
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data.map_err(unreadable)?;
                        let length = u64::try_from(data.data.len()).map_err(|error| error.to_string())?;
                        segments.push((wasm::address(&data)?, data.range.end - length..data.range.end));
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Name(_) => linked.names = wasm::names(&section)?,
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(table) = part.map_err(unreadable)? {
                                symbols = table.into_iter().collect::<Result<_, _>>().map_err(unreadable)?;
                            }
                        }
                    }
                    KnownCustom::Reloc(reloc) => relocations.push(reloc),
                    _ => {}
                },
                _ => {}
            }
        }
        if symbols.is_empty() || relocations.is_empty() {
            return Err("the program was linked without --emit-relocs".to_owned());
        }
        linked.data = pieces(&symbols, &segments)?;
        for relocation in relocations {
            let Some(start) = sections.get(relocation.section_index() as usize) else { continue };
            for entry in relocation.entries() {
                let entry = entry.map_err(unreadable)?;
                let symbol = symbols.get(entry.index as usize).filter(|_| is_place(entry.ty));
                let Some((of, value)) = symbol.and_then(|symbol| linked.named(symbol, &segments)) else { continue };
                let place = start + u64::from(entry.offset);
                let value = value
                    .map(|value| value.wrapping_add(i32::try_from(entry.addend).unwrap_or_default().cast_unsigned()));
                if let (Some(value), false) = (value, is_slot(entry.ty))
                    && number_at(wasm, place, entry.ty) != Some(value)
                {
                    return Err(format!("the linker's mark at {place} does not fit what stands there"));
                }
                linked.marks.push(Mark { place, of });
            }
        }
        Ok(linked)
    }

    /// What a symbol stands for, and the number by which the program names it.
    fn named(&self, symbol: &SymbolInfo<'_>, segments: &[(u32, Range<u64>)]) -> Option<(Node, Option<u32>)> {
        match symbol {
            SymbolInfo::Func { index, .. } => Some((Node::Function(*index), Some(*index))),
            SymbolInfo::Data { symbol: Some(symbol), .. } => {
                let (address, place) = segments.get(symbol.index as usize)?;
                let start = place.start + u64::from(symbol.offset);
                let piece = self.data.partition_point(|data| data.place.start <= start).checked_sub(1)?;
                // A name for no bytes, such as that of the end of all data, stands for none of the pieces.
                let holds = self.data.get(piece).is_some_and(|data| data.place.contains(&start));
                holds.then(|| (Node::Data(piece), Some(address.wrapping_add(symbol.offset))))
            }
            _ => None,
        }
    }

    /// What each function and each piece of data names.
    fn needs(&self) -> BTreeMap<Node, Vec<Node>> {
        let data = self.data.iter().enumerate().map(|(piece, data)| (data.place.clone(), Node::Data(piece)));
        let code = self.bodies.iter().map(|(place, function)| (place.clone(), Node::Function(*function)));
        let mut holders: Vec<(Range<u64>, Node)> = data.chain(code).collect();
        holders.sort_by_key(|(place, _)| place.start);
        let mut needs: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
        for mark in &self.marks {
            let next = holders.partition_point(|(place, _)| place.start <= mark.place);
            let holder = next.checked_sub(1).and_then(|holder| holders.get(holder));
            if let Some((_, holder)) = holder.filter(|(place, _)| place.contains(&mark.place)) {
                needs.entry(*holder).or_default().push(mark.of);
            }
        }
        needs
    }
}

fn is_number(rest: &str) -> bool {
    rest.strip_prefix('_')
        .is_some_and(|number| number.len() == 16 && number.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The data that have names; those that overlap are one.
fn pieces(symbols: &[SymbolInfo<'_>], segments: &[(u32, Range<u64>)]) -> Result<Vec<Data>, String> {
    let mut pieces = Vec::new();
    for symbol in symbols {
        let SymbolInfo::Data { symbol: Some(symbol), .. } = symbol else { continue };
        let (address, place) = segments.get(symbol.index as usize).ok_or("data stand outside of the program")?;
        let start = address.wrapping_add(symbol.offset);
        let file = place.start + u64::from(symbol.offset);
        pieces
            .push(Data { address: start..start.wrapping_add(symbol.size), place: file..file + u64::from(symbol.size) });
    }
    pieces.retain(|data| !data.place.is_empty());
    pieces.sort_by_key(|data| data.place.start);
    let mut merged: Vec<Data> = Vec::new();
    for data in pieces {
        match merged.last_mut() {
            Some(last) if data.place.start < last.place.end => {
                last.place.end = last.place.end.max(data.place.end);
                last.address.end = last.address.end.max(data.address.end);
            }
            _ => merged.push(data),
        }
    }
    Ok(merged)
}

/// Whether a mark stands for the place of a function or of data.
fn is_place(mark: RelocationType) -> bool {
    use RelocationType::{FunctionIndexLeb, MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb};
    matches!(mark, FunctionIndexLeb | MemoryAddrLeb | MemoryAddrSleb | MemoryAddrI32) || is_slot(mark)
}

/// Whether a mark stands for a function's place in the table.
fn is_slot(mark: RelocationType) -> bool {
    matches!(mark, RelocationType::TableIndexSleb | RelocationType::TableIndexI32)
}

/// The number that stands at a place in the file: four bytes in data, LEB128 in code.
fn number_at(wasm: &[u8], place: u64, mark: RelocationType) -> Option<u32> {
    let bytes = wasm.get(usize::try_from(place).ok()?..)?;
    if mark == RelocationType::MemoryAddrI32 {
        return bytes.first_chunk().map(|bytes| u32::from_le_bytes(*bytes));
    }
    let bytes: &[u8; 5] = bytes.first_chunk()?;
    Some((0..).step_by(7).zip(bytes).fold(0, |number, (shift, byte)| number | (u32::from(byte & 0x7f)) << shift))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::tests::{EARLY, linked};

    #[test]
    fn what_a_function_needs_is_what_it_and_what_it_calls_name() {
        let reach = reach(&linked(), &["early"]).unwrap();
        assert_eq!(
            reach.functions.iter().map(String::as_str).collect::<Vec<_>>(),
            ["early_0123456789abcdef", "helper"]
        );
        assert_eq!(reach.data.iter().map(|data| (data.start, data.end)).collect::<Vec<_>>(), [(EARLY, EARLY + 4)]);
    }

    #[test]
    fn a_name_that_is_not_there_is_an_error() {
        assert!(reach(&linked(), &["nowhere"]).unwrap_err().contains("nowhere"));
    }

    #[test]
    fn a_program_without_the_linkers_marks_is_an_error() {
        assert!(reach(&crate::split::tests::program(), &["early"]).unwrap_err().contains("--emit-relocs"));
    }
}
