//! Cuts one program into two modules, so that a page can begin before all of it is there.
//!
//! The first module is the program without the functions and the data that come later. Where it would call one of those
//! functions, it calls through a place in the table of functions that is still empty, which is a trap. The second module
//! shares the memory, the table and the globals of the first, brings the rest, and puts it into its places when it is made.
//! From then on the two are the program that was cut.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::reach::Reach;
use crate::wasm::{self, unreadable};

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, ImportSection, Instruction, MemorySection, Module, StartSection, TableSection,
    TypeSection,
};
use wasmparser::{
    ElementItems, ElementKind, Export, ExternalKind, FunctionBody, Global, Import, MemoryType, Operator, Parser,
    Payload, RefType, Table, TypeRef, TypeSectionReader,
};

/// The name by which the second module asks for what the first one gives it.
const FIRST: &str = "first";

/// A program in two modules.
#[derive(Debug)]
pub struct Halves {
    /// Runs by itself, as far as it goes.
    pub first: Vec<u8>,
    /// Needs the exports of the first as its import `first`.
    pub rest: Vec<u8>,
}

/// Cuts a program so that the first module has what these exports of it need: see [`reach`](crate::reach::reach). Of the
/// functions it has besides those all that are called by one that it has.
///
/// # Errors
/// Says what the program has that this does not know how to cut.
pub fn split(wasm: &[u8], exports: &[&str], needed: &Reach) -> Result<Halves, String> {
    let program = Program::read(wasm)?;
    let cut = Cut::new(&program, exports, needed)?;
    Ok(Halves { first: cut.first_module(&program, &needed.data)?, rest: cut.second_module(&program)? })
}

/// The sections of a module, as far as a program that Rust and wasm-bindgen made has them.
#[derive(Default)]
struct Program<'a> {
    types: Option<TypeSectionReader<'a>>,
    imports: Vec<Import<'a>>,
    /// The types of the imported functions.
    imported: Vec<u32>,
    /// The types of its own functions, and their bodies.
    own: Vec<u32>,
    bodies: Vec<FunctionBody<'a>>,
    tables: Vec<Table<'a>>,
    memories: Vec<MemoryType>,
    globals: Vec<Global<'a>>,
    exports: Vec<Export<'a>>,
    start: Option<u32>,
    /// What stands in the table of functions, by its place.
    slots: BTreeMap<u32, u32>,
    /// Its data, and their addresses.
    data: Vec<(u32, &'a [u8])>,
    names: BTreeMap<u32, &'a str>,
}

impl<'a> Program<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self, String> {
        let mut program = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            program.section(payload.map_err(unreadable)?)?;
        }
        Ok(program)
    }

    fn section(&mut self, payload: Payload<'a>) -> Result<(), String> {
        match payload {
            Payload::TypeSection(section) => self.types = Some(section),
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(unreadable)?;
                    match import.ty {
                        TypeRef::Func(ty) => self.imported.push(ty),
                        _ => return Err(format!("the program imports {}, which is no function", import.name)),
                    }
                    self.imports.push(import);
                }
            }
            Payload::FunctionSection(section) => self.own = all(section)?,
            Payload::TableSection(section) => self.tables = all(section)?,
            Payload::MemorySection(section) => self.memories = all(section)?,
            Payload::GlobalSection(section) => self.globals = all(section)?,
            Payload::ExportSection(section) => self.exports = all(section)?,
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => {
                for element in section {
                    self.element(element.map_err(unreadable)?)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(section) => {
                for data in section {
                    let data = data.map_err(unreadable)?;
                    self.data.push((wasm::address(&data)?, data.data));
                }
            }
            Payload::CustomSection(section) => self.names.extend(wasm::names(&section)?),
            Payload::Version { .. }
            | Payload::CodeSectionStart { .. }
            | Payload::DataCountSection { .. }
            | Payload::End(_) => {}
            other => return Err(format!("the program has a section that is not expected: {other:?}")),
        }
        Ok(())
    }

    /// Notes the functions that the program puts into its table.
    fn element(&mut self, element: wasmparser::Element<'a>) -> Result<(), String> {
        let ElementKind::Active { table_index, offset_expr } = element.kind else {
            return Err("the program has functions for its table that it does not put there".to_owned());
        };
        let ElementItems::Functions(functions) = element.items else {
            return Err("the program's table holds more than functions".to_owned());
        };
        let value = wasm::number(&offset_expr)?;
        if self.table_of_functions()? != table_index.unwrap_or(0) {
            return Err("the program has two tables of functions".to_owned());
        }
        for (slot, function) in (u32::try_from(value).map_err(|error| error.to_string())?..).zip(functions) {
            self.slots.insert(slot, function.map_err(unreadable)?);
        }
        Ok(())
    }

    fn table_of_functions(&self) -> Result<u32, String> {
        let table = self.tables.iter().position(|table| table.ty.element_type == RefType::FUNCREF);
        table
            .and_then(|table| u32::try_from(table).ok())
            .ok_or_else(|| "the program has no table of functions".to_owned())
    }

    /// How many functions come before the program's own.
    fn count_imported(&self) -> u32 {
        u32::try_from(self.imported.len()).unwrap_or(u32::MAX)
    }

    fn type_of(&self, function: u32) -> Result<u32, String> {
        let own = function.checked_sub(self.count_imported());
        let ty = match own {
            Some(own) => self.own.get(own as usize),
            None => self.imported.get(function as usize),
        };
        ty.copied().ok_or_else(|| format!("the program has no function {function}"))
    }

    fn count_parameters(&self, ty: u32) -> Result<u32, String> {
        let types = self.types.clone().ok_or("the program has no types")?;
        let ty = types.into_iter_err_on_gc_types().nth(ty as usize).ok_or("a function has no type")?;
        u32::try_from(ty.map_err(unreadable)?.params().len()).map_err(|error| error.to_string())
    }

    /// The functions that it exports.
    fn exported(&self) -> impl Iterator<Item = u32> {
        self.exports.iter().filter(|export| export.kind == ExternalKind::Func).map(|export| export.index)
    }

    /// The program's own functions, by their numbers.
    fn functions(&self) -> impl Iterator<Item = (u32, u32, &FunctionBody<'a>)> {
        (self.count_imported()..).zip(&self.own).zip(&self.bodies).map(|((function, ty), body)| (function, *ty, body))
    }
}

/// Which function of the program is which in the two modules.
struct Cut {
    /// By the program's number, the number in the first module, for those that are in it.
    first: Vec<Option<u32>>,
    /// The same for the second module, with those that it is given by the first.
    second: Vec<Option<u32>>,
    /// What the second module is given, in the order of its numbers.
    given: Vec<u32>,
    /// What comes with the second module.
    late: BTreeSet<u32>,
    /// The places in the table by which late functions are called.
    slots: BTreeMap<u32, u32>,
    table: u32,
    /// How long the table must be.
    table_size: u64,
}

impl Cut {
    fn new(program: &Program<'_>, exports: &[&str], needed: &Reach) -> Result<Self, String> {
        let early = Self::early(program, exports, needed)?;
        let late = |function: u32| function >= program.count_imported() && !early.contains(&function);
        let all = 0..program.count_imported() + u32::try_from(program.own.len()).unwrap_or(u32::MAX);

        // What is called from where it is not.
        let mut called_late: BTreeSet<u32> = BTreeSet::new();
        let mut called_early: BTreeMap<u32, usize> = BTreeMap::new();
        for (caller, _, body) in program.functions() {
            for called in calls(body)? {
                match (late(caller), late(called)) {
                    (false, true) => {
                        called_late.insert(called);
                    }
                    (true, false) => *called_early.entry(called).or_default() += 1,
                    _ => {}
                }
            }
        }

        let table = program.table_of_functions()?;
        let mut table_size = program.tables.get(table as usize).map_or(0, |table| table.ty.initial);
        let mut slots: BTreeMap<u32, u32> = BTreeMap::new();
        for (&slot, &function) in program.slots.iter().filter(|(_, function)| late(**function)) {
            slots.entry(function).or_insert(slot);
        }
        let exported = program.exported().filter(|function| late(*function));
        for called in called_late.into_iter().chain(exported) {
            if let Entry::Vacant(free) = slots.entry(called) {
                free.insert(u32::try_from(table_size).map_err(|error| error.to_string())?);
                table_size += 1;
            }
        }

        // Those that are called most have the shortest numbers.
        let mut given: Vec<u32> = called_early.keys().copied().collect();
        given.sort_by_key(|function| std::cmp::Reverse(called_early.get(function).copied()));

        let is_exported_late =
            |function: u32| late(function) && program.exported().any(|exported| exported == function);
        let mut first_number = 0..;
        let in_first = |function| !late(function) || is_exported_late(function);
        let first = all.clone().map(|function| if in_first(function) { first_number.next() } else { None }).collect();
        let mut second: Vec<Option<u32>> = vec![None; all.len()];
        let in_second = given.iter().copied().chain(all.filter(|function| late(*function)));
        for (number, function) in (0..).zip(in_second) {
            if let Some(place) = second.get_mut(function as usize) {
                *place = Some(number);
            }
        }
        let late = (program.count_imported()..).take(program.own.len()).filter(|function| late(*function)).collect();
        Ok(Self { first, second, given, late, slots, table, table_size })
    }

    /// The program's own functions that the first module has.
    fn early(program: &Program<'_>, exports: &[&str], needed: &Reach) -> Result<BTreeSet<u32>, String> {
        let mut open: Vec<u32> = program.start.into_iter().collect();
        for name in exports {
            let export =
                program.exports.iter().find(|export| export.kind == ExternalKind::Func && export.name == *name);
            open.push(export.ok_or_else(|| format!("the program does not export {name}"))?.index);
        }
        let named = program.names.iter().filter(|(_, name)| needed.functions.contains(**name));
        open.extend(named.map(|(function, _)| *function));
        let bodies: BTreeMap<u32, &FunctionBody<'_>> =
            program.functions().map(|(function, _, body)| (function, body)).collect();
        let mut early = BTreeSet::new();
        while let Some(function) = open.pop() {
            // What is imported has no body.
            let Some(body) = bodies.get(&function) else { continue };
            if early.insert(function) {
                open.extend(calls(body)?);
            }
        }
        Ok(early)
    }

    fn first_module(&self, program: &Program<'_>, early: &[Range<u32>]) -> Result<Vec<u8>, String> {
        let mut numbers = Numbers { functions: &self.first, slots: &self.slots, table: self.table };
        let mut module = Module::new();
        module.section(&types(program, &mut numbers)?);

        let mut imports = ImportSection::new();
        for import in &program.imports {
            numbers.parse_import(&mut imports, *import).map_err(not_encoded)?;
        }
        module.section(&imports);

        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for (function, ty, body) in program.functions() {
            if !numbers.has(function) {
                continue;
            }
            functions.function(ty);
            code.function(&match self.late.contains(&function) {
                true => self.thunk(program, function)?,
                false => numbers.body(body, |called| program.type_of(called))?,
            });
        }
        module.section(&functions);

        let mut tables = TableSection::new();
        for (index, table) in (0..).zip(&program.tables) {
            tables.table(self.table_type(index, table, &mut numbers)?);
        }
        module.section(&tables);

        let mut memories = MemorySection::new();
        for memory in &program.memories {
            memories.memory(numbers.memory_type(*memory).map_err(not_encoded)?);
        }
        module.section(&memories);

        let mut globals = GlobalSection::new();
        for global in &program.globals {
            numbers.parse_global(&mut globals, global.clone()).map_err(not_encoded)?;
        }
        module.section(&globals);

        let mut exports = ExportSection::new();
        for export in &program.exports {
            numbers.parse_export(&mut exports, *export).map_err(not_encoded)?;
        }
        for (index, function) in (0..).zip(&self.given) {
            let number = numbers.function_index(*function).map_err(not_encoded)?;
            exports.export(&name(ExportKind::Func, index), ExportKind::Func, number);
        }
        for (kind, count) in shared(program) {
            for index in 0..count {
                exports.export(&name(kind, index), kind, index);
            }
        }
        module.section(&exports);

        if let Some(function) = program.start {
            let function_index = numbers.function_index(function).map_err(not_encoded)?;
            module.section(&StartSection { function_index });
        }
        let early_slots = program.slots.iter().filter(|(_, function)| !self.late.contains(function));
        module.section(&self.elements(early_slots.map(|(slot, function)| (*slot, *function)), &numbers));
        module.section(&code);

        let mut data = DataSection::new();
        for &(address, bytes) in &program.data {
            for (address, bytes) in needed_of(address, bytes, early) {
                put(&mut data, address, bytes);
            }
        }
        module.section(&data);
        Ok(module.finish())
    }

    /// What the first module exports in place of a function that is not there yet.
    fn thunk(&self, program: &Program<'_>, function: u32) -> Result<Function, String> {
        let type_index = program.type_of(function)?;
        let slot = self.slots.get(&function).ok_or("an export has no place in the table")?;
        let mut thunk = Function::new([]);
        for parameter in 0..program.count_parameters(type_index)? {
            thunk.instruction(&Instruction::LocalGet(parameter));
        }
        thunk.instruction(&Instruction::I32Const(i32::try_from(*slot).unwrap_or(i32::MAX)));
        thunk.instruction(&Instruction::CallIndirect { type_index, table_index: self.table });
        thunk.instruction(&Instruction::End);
        Ok(thunk)
    }

    fn second_module(&self, program: &Program<'_>) -> Result<Vec<u8>, String> {
        let mut numbers = Numbers { functions: &self.second, slots: &self.slots, table: self.table };
        let mut module = Module::new();
        module.section(&types(program, &mut numbers)?);

        let mut imports = ImportSection::new();
        for (index, function) in (0..).zip(&self.given) {
            imports.import(FIRST, &name(ExportKind::Func, index), EntityType::Function(program.type_of(*function)?));
        }
        for (index, table) in (0..).zip(&program.tables) {
            let ty = self.table_type(index, table, &mut numbers)?;
            imports.import(FIRST, &name(ExportKind::Table, index), EntityType::Table(ty));
        }
        for (index, memory) in (0..).zip(&program.memories) {
            let ty = numbers.memory_type(*memory).map_err(not_encoded)?;
            imports.import(FIRST, &name(ExportKind::Memory, index), EntityType::Memory(ty));
        }
        for (index, global) in (0..).zip(&program.globals) {
            let ty = numbers.global_type(global.ty).map_err(not_encoded)?;
            imports.import(FIRST, &name(ExportKind::Global, index), EntityType::Global(ty));
        }
        module.section(&imports);

        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for (_, ty, body) in program.functions().filter(|(function, ..)| self.late.contains(function)) {
            functions.function(ty);
            code.function(&numbers.body(body, |called| program.type_of(called))?);
        }
        module.section(&functions);
        let late = program.slots.iter().map(|(slot, function)| (*slot, *function));
        let late = late.chain(self.slots.iter().map(|(function, slot)| (*slot, *function)));
        let late: BTreeMap<u32, u32> = late.filter(|(_, function)| self.late.contains(function)).collect();
        module.section(&self.elements(late.into_iter(), &numbers));
        module.section(&code);

        // All of the data: those of the first module once more, which costs little where both are packed together.
        let mut data = DataSection::new();
        for &(address, bytes) in &program.data {
            put(&mut data, address, bytes);
        }
        module.section(&data);
        Ok(module.finish())
    }

    /// What a module puts into the table: one piece for each run of places.
    fn elements(&self, slots: impl Iterator<Item = (u32, u32)>, numbers: &Numbers<'_>) -> ElementSection {
        let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
        for (slot, number) in slots.filter_map(|(slot, function)| Some((slot, numbers.get(function)?))) {
            match runs.last_mut() {
                Some((start, run)) if usize::try_from(slot - *start) == Ok(run.len()) => run.push(number),
                _ => runs.push((slot, vec![number])),
            }
        }
        let mut elements = ElementSection::new();
        for (start, run) in runs {
            let offset = ConstExpr::i32_const(i32::try_from(start).unwrap_or(i32::MAX));
            elements.active((self.table != 0).then_some(self.table), &offset, Elements::Functions(run.into()));
        }
        elements
    }

    fn table_type(
        &self,
        index: u32,
        table: &Table<'_>,
        numbers: &mut Numbers<'_>,
    ) -> Result<wasm_encoder::TableType, String> {
        let mut ty = numbers.table_type(table.ty).map_err(not_encoded)?;
        if index == self.table {
            ty.minimum = self.table_size;
            ty.maximum = ty.maximum.map(|maximum| maximum.max(self.table_size));
        }
        Ok(ty)
    }
}

/// Writes a module's code with the numbers that its functions have there.
struct Numbers<'a> {
    functions: &'a [Option<u32>],
    slots: &'a BTreeMap<u32, u32>,
    table: u32,
}

impl Numbers<'_> {
    fn get(&self, function: u32) -> Option<u32> {
        self.functions.get(function as usize).copied().flatten()
    }

    fn has(&self, function: u32) -> bool {
        self.get(function).is_some()
    }

    fn body(
        &mut self,
        body: &FunctionBody<'_>,
        type_of: impl Fn(u32) -> Result<u32, String>,
    ) -> Result<Function, String> {
        let mut function = self.new_function_with_parsed_locals(body).map_err(not_encoded)?;
        for operator in body.get_operators_reader().map_err(unreadable)? {
            match operator.map_err(unreadable)? {
                Operator::Call { function_index } if !self.has(function_index) => {
                    let slot = self.slots.get(&function_index).ok_or("a call to a function that has no place")?;
                    function.instruction(&Instruction::I32Const(i32::try_from(*slot).unwrap_or(i32::MAX)));
                    let (type_index, table_index) = (type_of(function_index)?, self.table);
                    function.instruction(&Instruction::CallIndirect { type_index, table_index });
                }
                operator => {
                    function.instruction(&self.instruction(operator).map_err(not_encoded)?);
                }
            }
        }
        Ok(function)
    }
}

impl Reencode for Numbers<'_> {
    type Error = String;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<String>> {
        self.get(function).ok_or_else(|| Error::UserError(format!("function {function} is named where it is not")))
    }
}

/// What of some data is needed, with their addresses. Gaps that cost no more than two pieces would are needed too.
fn needed_of<'d>(address: u32, bytes: &'d [u8], needed: &[Range<u32>]) -> Vec<(u32, &'d [u8])> {
    const GAP: u32 = 8;
    let end = address.saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    let first = needed.partition_point(|range| range.end <= address);
    let mut runs: Vec<Range<u32>> = Vec::new();
    for range in needed.iter().skip(first).take_while(|range| range.start < end) {
        let range = range.start.max(address)..range.end.min(end);
        match runs.last_mut() {
            Some(last) if range.start <= last.end.saturating_add(GAP) => last.end = last.end.max(range.end),
            _ => runs.push(range),
        }
    }
    let cut =
        |run: Range<u32>| Some((run.start, bytes.get((run.start - address) as usize..(run.end - address) as usize)?));
    runs.into_iter().filter_map(cut).collect()
}

fn put(data: &mut DataSection, address: u32, bytes: &[u8]) {
    data.active(0, &ConstExpr::i32_const(address.cast_signed()), bytes.iter().copied());
}

/// The functions that a body calls by name.
fn calls(body: &FunctionBody<'_>) -> Result<Vec<u32>, String> {
    let mut calls = Vec::new();
    for operator in body.get_operators_reader().map_err(unreadable)? {
        if let Operator::Call { function_index } = operator.map_err(unreadable)? {
            calls.push(function_index);
        }
    }
    Ok(calls)
}

fn types(program: &Program<'_>, numbers: &mut Numbers<'_>) -> Result<TypeSection, String> {
    let mut types = TypeSection::new();
    if let Some(section) = program.types.clone() {
        numbers.parse_type_section(&mut types, section).map_err(not_encoded)?;
    }
    Ok(types)
}

/// What the two modules have in common besides functions.
fn shared(program: &Program<'_>) -> [(ExportKind, u32); 3] {
    let count = |all: usize| u32::try_from(all).unwrap_or(u32::MAX);
    [
        (ExportKind::Table, count(program.tables.len())),
        (ExportKind::Memory, count(program.memories.len())),
        (ExportKind::Global, count(program.globals.len())),
    ]
}

/// The name under which the first module gives something to the second.
fn name(kind: ExportKind, index: u32) -> String {
    let sign = match kind {
        ExportKind::Table => "t",
        ExportKind::Memory => "m",
        ExportKind::Global => "g",
        _ => "",
    };
    format!("{sign}{index}")
}

fn all<'a, T: wasmparser::FromReader<'a>>(section: wasmparser::SectionLimited<'a, T>) -> Result<Vec<T>, String> {
    section.into_iter().collect::<Result<_, _>>().map_err(unreadable)
}

fn not_encoded(error: Error<String>) -> String {
    format!("the WebAssembly cannot be cut: {error}")
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::reach::reach;
    use wasm_encoder::{
        CustomSection, DataSymbolDefinition, Encode, GlobalType, LinkingSection, MemoryType, NameMap, NameSection,
        SymbolTable, TableType, ValType,
    };

    /// Where the data of the early and of the late function stand.
    pub const EARLY: u32 = 1024;
    pub const LATE: u32 = 1064;

    /// What stands before the first function in the section of code, and before the number in a body: its count of
    /// locals and the code of the instruction.
    const BEFORE_BODIES: u32 = 1;

    /// A program of three functions: `early` and `late` each give a number from memory to `helper`.
    fn module(link: bool) -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        types.ty().function([ValType::I32], [ValType::I32]);
        let mut functions = FunctionSection::new();
        functions.function(0).function(1).function(0);
        let mut tables = TableSection::new();
        let element_type = wasm_encoder::RefType::FUNCREF;
        tables.table(TableType { element_type, table64: false, minimum: 1, maximum: Some(1), shared: false });
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut globals = GlobalSection::new();
        globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(512));
        let mut exports = ExportSection::new();
        exports.export("early", ExportKind::Func, 0).export("late", ExportKind::Func, 2);

        // The numbers as a linker writes them: five bytes, so that it can put others there.
        let leb =
            |number: u32| (0..5).map(move |at| ((number >> (at * 7)) & 0x7f) as u8 | if at < 4 { 0x80 } else { 0 });
        let load = |address: u32| {
            let mut bytes = vec![0x41];
            bytes.extend(leb(address));
            bytes.extend([0x28, 2, 0]);
            bytes
        };
        let call = |function: u32| [0x10].into_iter().chain(leb(function)).collect::<Vec<u8>>();
        let early = [vec![0], load(EARLY), call(1), vec![0x0b]].concat();
        let helper = vec![0, 0x20, 0, 0x0b];
        let late = [vec![0], load(LATE), call(1), vec![0x0b]].concat();
        let mut code = CodeSection::new();
        let mut marks: Vec<(u8, u32, u32)> = Vec::new();
        let mut at = BEFORE_BODIES;
        for (body, of) in
            [(&early, vec![(4, 2, 3), (0, 11, 1)]), (&helper, vec![]), (&late, vec![(4, 2, 4), (0, 11, 1)])]
        {
            code.raw(body);
            at += 1;
            marks.extend(of.into_iter().map(|(kind, place, symbol)| (kind, at + place, symbol)));
            at += u32::try_from(body.len()).unwrap();
        }
        let mut data = DataSection::new();
        let mut bytes = [0; (LATE - EARLY) as usize + 4];
        bytes[0] = 7;
        bytes[(LATE - EARLY) as usize] = 9;
        data.active(0, &ConstExpr::i32_const(EARLY.cast_signed()), bytes);
        module.section(&types).section(&functions).section(&tables).section(&memories).section(&globals);
        module.section(&exports).section(&code).section(&data);
        if link {
            let mut symbols = SymbolTable::new();
            for (function, name) in (0..).zip(["early", "helper", "late"]) {
                symbols.function(0, function, Some(name));
            }
            for (name, offset) in [("seven", 0), ("nine", LATE - EARLY)] {
                symbols.data(0, name, Some(DataSymbolDefinition { index: 0, offset, size: 4 }));
            }
            let mut linking = LinkingSection::new();
            linking.symbol_table(&symbols);
            module.section(&linking);
            // The section of code is the seventh.
            let mut relocations = Vec::new();
            6u32.encode(&mut relocations);
            u32::try_from(marks.len()).unwrap().encode(&mut relocations);
            for (kind, place, symbol) in marks {
                relocations.push(kind);
                place.encode(&mut relocations);
                symbol.encode(&mut relocations);
                if kind == 4 {
                    relocations.push(0);
                }
            }
            module.section(&CustomSection { name: "reloc.CODE".into(), data: relocations.into() });
        }
        let mut names = NameMap::new();
        for (function, name) in (0..).zip(["early_0123456789abcdef", "helper", "late"]) {
            names.append(function, name);
        }
        let mut section = NameSection::new();
        section.functions(&names);
        module.section(&section);
        module.finish()
    }

    pub fn linked() -> Vec<u8> {
        module(true)
    }

    pub fn program() -> Vec<u8> {
        module(false)
    }

    fn halves() -> Halves {
        let halves = split(&program(), &["early"], &reach(&linked(), &["early"]).unwrap()).unwrap();
        for half in [&halves.first, &halves.rest] {
            wasmparser::Validator::new().validate_all(half).unwrap();
        }
        halves
    }

    #[test]
    fn the_first_module_has_what_its_export_needs_and_a_thunk_for_each_other_export() {
        let first = halves().first;
        let first = Program::read(&first).unwrap();
        assert_eq!(first.bodies.len(), 3, "early, helper and the door to late");
        assert_eq!(first.data, [(EARLY, [7, 0, 0, 0].as_slice())]);
        assert_eq!(first.slots.len(), 0, "what is late has an empty place");
        assert_eq!(first.tables[0].ty.initial, 2, "one place more than before");
        let names: Vec<&str> = first.exports.iter().map(|export| export.name).collect();
        assert_eq!(names, ["early", "late", "0", "t0", "m0", "g0"]);
    }

    #[test]
    fn the_second_brings_the_rest_and_shares_memory_table_and_globals() {
        let rest = halves().rest;
        let mut imports = Vec::new();
        let mut elements = 0;
        for payload in Parser::new(0).parse_all(&rest) {
            match payload.unwrap() {
                Payload::ImportSection(section) => {
                    imports.extend(section.into_imports().map(|import| import.unwrap()));
                }
                Payload::ElementSection(section) => elements = section.count(),
                _ => {}
            }
        }
        assert!(imports.iter().all(|import| import.module == FIRST));
        assert_eq!(imports.iter().map(|import| import.name).collect::<Vec<_>>(), ["0", "t0", "m0", "g0"]);
        assert_eq!(elements, 1, "late goes to its place in the table");
    }

    #[test]
    fn an_export_that_is_not_there_is_an_error() {
        assert!(split(&program(), &["nowhere"], &Reach::default()).unwrap_err().contains("nowhere"));
    }
}
