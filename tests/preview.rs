//! What the page says before the rest of it is there is what it says afterwards.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use backstamp::source::Source;
use backstamp::{Context, analyze_source, preview, report};

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Compares the two readings of one input; whether there was an early one.
fn agree(input: &[u8], what: &str) -> bool {
    let context = Context::default();
    let Some(glance) = preview::read(input, &context) else { return false };
    let source = Source::read(input);
    let whole = report::html_of_header(&analyze_source(&source, &context), source.text());
    assert_eq!(glance, whole, "{what}");
    true
}

/// The header block of a message, as somebody pastes it.
fn header(input: &[u8]) -> &[u8] {
    let end = |ending: &[u8]| input.windows(ending.len()).position(|window| window == ending);
    end(b"\n\n").or_else(|| end(b"\r\n\r\n")).map_or(input, |end| &input[..end])
}

/// The header block of a line of the labelled routes.
fn block(line: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(line).ok()?.get("block")?.as_str().map(str::to_owned)
}

fn read_all(directory: &Path) -> (usize, usize) {
    let mut inputs = Vec::new();
    for path in files(directory) {
        let what = path.display().to_string();
        let bytes = fs::read(&path).unwrap();
        if what.ends_with(".jsonl") {
            let blocks = String::from_utf8_lossy(&bytes).lines().filter_map(block).collect::<Vec<_>>();
            inputs.extend(blocks.into_iter().map(|block| (block.into_bytes(), what.clone())));
        } else {
            inputs.push((bytes, what));
        }
    }
    let early = inputs.iter().filter(|(input, what)| agree(input, what) | agree(header(input), what));
    (early.count(), inputs.len())
}

#[test]
fn an_early_report_says_what_the_whole_program_says() {
    let (early, _) = read_all(Path::new("tests/fixtures"));
    assert!(early >= 20, "{early}");
    let (early, _) = read_all(Path::new("samples"));
    assert!(early >= 2, "{early}");
}

#[test]
fn and_so_it_does_on_mail_from_elsewhere() {
    let shared = std::env::var("BACKSTAMP_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let corpora = Path::new(&shared).join("corpora");
    if !corpora.is_dir() {
        eprintln!("Skipped: the labelled mail is not part of the repository, and {shared} does not have it.");
        return;
    }
    let (early, all) = read_all(&corpora);
    assert!(early >= 100, "{early} of {all}");
}
