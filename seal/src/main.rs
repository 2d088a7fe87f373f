//! Seals what Trunk built into one `index.html`.
//!
//! Trunk runs this as its `post_build` hook. In a release build the page and the files beside it become one file that
//! needs no other and that forbids itself to fetch; its size and SHA-256 are printed. A debug build stays as it is.

mod markup;
mod names;
mod pack;
mod page;
mod policy;
mod reach;
mod split;
mod wasm;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the whole page may weigh over the wire, in bytes after gzip.
const BUDGET: usize = 1_050_000;

/// The library that unpacks the program. It comes from npm as it was built there, with a WebAssembly of its own in base64 (XZ
/// Embedded and what drives it): nobody here has compiled it from its source, so at least it is always the same.
const UNPACKER: &str = "node_modules/xz-decompress/dist/package/xz-decompress.min.js";
const UNPACKER_SHA256: &str = "d83649874b6198df07340a88377613ccd2267aebb9f18b3be26c6904a81bac52";

/// The scripts that unpack, open and start the program stand in the source, not among what Trunk built.
const SCRIPTS: [&str; 3] =
    ["node_modules/xz-decompress/dist/package/xz-decompress.min.js", "shell/open.js", "shell/start.js"];

/// The program as the linker left it, where no other folder is named for what Cargo builds.
const LINKED: &str = "wasm32-unknown-unknown/page/backstamp.wasm";

/// What a page that is still arriving needs of the program: see src/page/preview.rs and shell/boot.js.
const FIRST: [&str; 2] = ["glance", "__wbindgen_malloc"];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("seal: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    if variable("TRUNK_PROFILE")? != "release" {
        return Ok(());
    }
    let staging = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    let source = PathBuf::from(variable("TRUNK_SOURCE_DIR")?);
    let index = staging.join("index.html");
    let html = fs::read_to_string(&index).map_err(|error| format!("{}: {error}", index.display()))?;
    let mut files = page::Files::new();
    read_files(&staging, "", &mut files)?;
    for script in SCRIPTS {
        files.insert(script.to_owned(), read(&source.join(script))?);
    }
    let unpacker = files.get(UNPACKER).map(|bytes| pack::sha256(bytes)).unwrap_or_default();
    if unpacker != UNPACKER_SHA256 {
        return Err(format!("{UNPACKER} is {unpacker}, and the one that was looked at is {UNPACKER_SHA256}"));
    }

    let target = env::var("CARGO_TARGET_DIR").map_or_else(|_| source.join("target"), PathBuf::from);
    let linked = read(&target.join(LINKED))?;
    let split = |wasm: &[u8]| split::split(wasm, &FIRST, &reach::reach(&linked, &FIRST)?);
    let (sealed, program) = page::with_own_hash(&page::seal(&html, &files, &split)?);
    let gzip = pack::gzip_len(sealed.as_bytes())?;
    println!("sealed index.html: {} bytes, {gzip} bytes gzip (budget {BUDGET})", sealed.len());
    println!("SHA-256 {}", pack::sha256(sealed.as_bytes()));
    println!("program {program}: the SHA-256 of the same bytes without this number in them");
    within_budget(gzip)?;
    leave_only(&staging, &sealed).map_err(|error| format!("{}: {error}", staging.display()))
}

fn within_budget(gzip: usize) -> Result<(), String> {
    match gzip.saturating_sub(BUDGET) {
        0 => Ok(()),
        over => Err(format!("the page is {over} bytes over its budget")),
    }
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set: this program is run by Trunk, see Trunk.toml"))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Reads every file under a directory, named by its path from there, with `/` between the parts.
fn read_files(directory: &Path, prefix: &str, files: &mut page::Files) -> Result<(), String> {
    let unreadable = |error| format!("{}: {error}", directory.display());
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            read_files(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, read(&path)?);
        }
    }
    Ok(())
}

/// Leaves the sealed page as the one file of the directory.
fn leave_only(directory: &Path, sealed: &str) -> std::io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    fs::write(directory.join("index.html"), sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_over_its_budget_stops_the_build() {
        assert_eq!(within_budget(BUDGET), Ok(()));
        assert_eq!(within_budget(BUDGET + 1), Err("the page is 1 bytes over its budget".to_owned()));
    }
}
