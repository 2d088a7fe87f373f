//! The order of the rooms: lower rooms never know upper ones.
//!
//! The sources are read, not compiled: every `crate::room` outside tests and comments is an edge from the room of its file.

#![allow(clippy::panic, clippy::string_slice, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

/// The rooms, the lowest first. A room may use those that stand before it. A new room gets its place here.
const ORDER: &[&str] = &[
    "borsh_time",
    "order",
    "phrases",
    "visible",
    "csv",
    "finding",
    "source",
    "message",
    "context",
    "smtp",
    "container",
    "dns",
    "trace",
    "refusal",
    "session",
    "auth",
    "filter",
    "bounce",
    "feedback",
    "log",
    "mailroute",
    "script",
    "report",
    "detect",
    "paste",
    "analyze",
    "files",
    "guide",
    "lib",
    "preview",
    "redact",
    "batch",
];

/// What the crate's front page offers under a short name, and the room that it is of.
const SHORT: &[(&str, &str)] = &[
    ("Context", "context"),
    ("Mine", "context"),
    ("Report", "report"),
    ("analyze", "lib"),
    ("analyze_source", "lib"),
    ("analyze_file", "lib"),
    ("open", "lib"),
];

/// The edges upward that are there today: room, room above it, file. Take a line away when its edge is gone; add none.
const KNOWN: &[(&str, &str, &str)] = &[
    // What was asked of DNS is written into the report by the room that asked.
    ("auth", "report", "auth/proved/mod.rs"),
    ("mailroute", "report", "mailroute/facts.rs"),
    ("mailroute", "report", "mailroute/suggestions.rs"),
    // What a reply says is masked as a session's lines are.
    ("refusal", "session", "refusal/reply.rs"),
    // What lies in a paste or a file is read as an input of its own.
    ("files", "lib", "files.rs"),
    ("paste", "lib", "paste/mod.rs"),
];

/// The page stands on the library, and may use all of it.
const PAGE: [&str; 2] = ["main.rs", "page"];

#[derive(Debug, Default)]
struct Edges(BTreeMap<(String, String), Vec<String>>);

impl Edges {
    /// Notes the rooms that a file of `room` names.
    fn read(&mut self, room: &str, place: &str, text: &str) {
        for name in named(text) {
            let to = SHORT.iter().find(|(short, _)| *short == name).map_or(name.as_str(), |(_, room)| *room).to_owned();
            // Within `lib.rs` a name after `crate::` is a function or a type of the front page.
            if to != room {
                self.0.entry((room.to_owned(), to)).or_default().push(place.to_owned());
            }
        }
    }

    fn upward(&self) -> Vec<(&str, &str, &str)> {
        let upward = self.0.iter().filter(|((from, to), _)| place(to) > place(from));
        upward.map(|((from, to), files)| (from.as_str(), to.as_str(), files.first().unwrap().as_str())).collect()
    }
}

fn place(room: &str) -> usize {
    ORDER.iter().position(|known| *known == room).unwrap_or_else(|| panic!("{room} has no place in ORDER"))
}

/// A file's text without comments, and without the tests at its end, which may know every room.
fn spoken(text: &str) -> String {
    let lines = text.lines().map(str::trim).take_while(|line| *line != "#[cfg(test)]");
    lines
        .filter(|line| !line.starts_with("//"))
        .map(|line| line.split(" // ").next().unwrap_or(line).to_owned() + "\n")
        .collect()
}

/// The first word after each `crate::`; of a group, the first word of each member.
fn named(text: &str) -> Vec<String> {
    let word = |text: &str| -> String { text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect() };
    let mut names = Vec::new();
    for (at, mark) in text.match_indices("crate::") {
        if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &text[at + mark.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                _ if begins && depth == 0 && !c.is_whitespace() => {
                    names.push(word(&group[at..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn edges() -> Edges {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut edges = Edges::default();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let inner = path.strip_prefix(&src).unwrap();
            let room = inner.iter().next().unwrap().to_str().unwrap();
            if PAGE.contains(&room) || inner.ends_with("tests.rs") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = spoken(&std::fs::read_to_string(&path).unwrap());
                edges.read(room.trim_end_matches(".rs"), inner.to_str().unwrap(), &text);
            }
        }
    }
    edges
}

#[test]
fn no_room_knows_one_above_it() {
    let edges = edges();
    let upward = edges.upward();
    println!("{} edges between rooms, {} of them upward: {upward:?}", edges.0.len(), upward.len());
    let is_known = |from: &str, to: &str, what: &str| {
        KNOWN.iter().any(|(lower, upper, file)| (*lower, *upper) == (from, to) && *file == what)
    };
    let upward = edges.0.iter().filter(|((from, to), _)| place(to) > place(from));
    let all = upward.flat_map(|((from, to), files)| files.iter().map(move |file| (from, to, file)));
    let new: Vec<_> = all.filter(|(from, to, file)| !is_known(from, to, file)).collect();
    assert!(new.is_empty(), "(room, room above it, file): move what both need further down: {new:?}");
    for (from, to, file) in KNOWN {
        let found = edges.0.get(&((*from).to_owned(), (*to).to_owned()));
        assert!(
            found.is_some_and(|files| files.iter().any(|at| at == file)),
            "{file} no longer uses {to}: take it off KNOWN"
        );
    }
}

#[test]
fn every_room_has_a_place_and_every_place_a_room() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for room in ORDER {
        assert!(src.join(room).is_dir() || src.join(format!("{room}.rs")).is_file(), "there is no room {room}");
    }
    for entry in std::fs::read_dir(&src).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(PAGE.contains(&name.as_str()) || place(name.trim_end_matches(".rs")) < ORDER.len());
    }
}

#[test]
fn an_edge_is_found_however_it_is_written() {
    let text = "use crate::trace::{Hop, words};\nuse crate::{Context, dns::{Name, Subject}, smtp};\nlet x = crate::report::words::y();";
    assert_eq!(named(text), ["trace", "Context", "dns", "smtp", "report"]);
    assert!(named("$crate::x; mycrate::y; // nothing").is_empty());
    assert_eq!(spoken("a\n// crate::b\nc // crate::d\n#[cfg(test)]\nuse crate::e;"), "a\nc\n");
    let mut edges = Edges::default();
    edges.read("smtp", "smtp/mod.rs", "use crate::finding::Span; use crate::bounce::read;");
    assert_eq!(edges.upward(), [("smtp", "bounce", "smtp/mod.rs")]);
}
