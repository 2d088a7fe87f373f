//! How things are written so that they fit inside the page.

use std::io::Write;

use data_encoding::{BASE64, HEXLOWER};
use flate2::Compression;
use flate2::write::GzEncoder;
use lzma_rust2::{CheckType, LzmaOptions, XzOptions, XzWriter};
use sha2::{Digest, Sha256};

/// How many bytes of the packed WebAssembly one part holds: a multiple of three, so that the base64 of a part is whole.
/// What a part holds can be used when all of it is there, so the parts are small.
const PART: usize = 3 * 4096;

/// How far back the packing looks for what repeats, in bytes. What unpacks it needs as much memory, so no more than the
/// program is long.
const WINDOW: u32 = 4 << 20;

/// WebAssembly as text, in parts: xz, all modules one after the other, then base64. The same bytes give the same text: no
/// time and no name is in it.
pub fn wasm(modules: &[&[u8]]) -> Result<Vec<String>, String> {
    if !modules.iter().all(|module| module.starts_with(b"\0asm")) {
        return Err("what Trunk built as WebAssembly is not".to_owned());
    }
    let mut options = XzOptions::with_preset(9);
    // What unpacks it knows no other check but this.
    options.check_type = CheckType::Crc32;
    // The codes of WebAssembly stand at any byte, and the byte before says much of the next.
    options.lzma_options =
        LzmaOptions { dict_size: WINDOW, lc: 4, lp: 0, pb: 0, nice_len: 273, ..options.lzma_options };
    let packed = XzWriter::new(Vec::new(), options)
        .and_then(|mut writer| writer.write_all(&modules.concat()).and_then(|()| writer.finish()))
        .map_err(|error| format!("the WebAssembly cannot be packed: {error}"))?;
    Ok(packed.chunks(PART).map(|part| BASE64.encode(part)).collect())
}

/// What a file weighs over the wire, from a server that packs with gzip at its best.
pub fn gzip_len(bytes: &[u8]) -> Result<usize, String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map(|packed| packed.len())
        .map_err(|error| error.to_string())
}

/// The SHA-256 of a file, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// A script or a style sheet without the comments that have lines of their own, and without what its lines are set in by. For
/// the script that wasm-bindgen writes and for our own files, in which no text goes over more than one line.
pub fn lean(script: &str) -> String {
    let mut lean = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            lean.push_str(line);
            lean.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    lean
}

/// Text that can stand inside a `script` or `style` element: what would end the element, or start a comment in it,
/// gains a backslash, which means the same to JavaScript inside a string and to CSS.
pub fn raw_text(text: &str, element: &str) -> String {
    let closing = format!("</{element}");
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        safe.push_str(before);
        let begins = |what: &str| from.get(..what.len()).is_some_and(|start| start.eq_ignore_ascii_case(what));
        safe.push('<');
        if begins(&closing) || begins("<!--") || (element == "script" && begins("<script")) {
            safe.push('\\');
        }
        rest = from.get(1..).unwrap_or_default();
    }
    safe.push_str(rest);
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use lzma_rust2::XzReader;
    use std::io::Read;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        wasm(&[bytes]).unwrap().iter().flat_map(|part| BASE64.decode(part.as_bytes()).unwrap()).collect()
    }

    #[test]
    fn the_wasm_comes_back_as_it_was() {
        // Bytes that do not pack, so that there are several parts.
        let noise = (0..4000u32).flat_map(|number| Sha256::digest(number.to_le_bytes()));
        let bytes: Vec<u8> = b"\0asm".iter().copied().chain(noise).collect();
        assert!(wasm(&[&bytes]).unwrap().len() > 2);
        let mut back = Vec::new();
        XzReader::new(packed(&bytes).as_slice(), false).read_to_end(&mut back).unwrap();
        assert_eq!(back, bytes);
    }

    #[test]
    fn only_wasm_is_packed_as_wasm() {
        assert!(wasm(&[b"\0asm", b"<!doctype html>"]).is_err());
    }

    #[test]
    fn a_lean_script_has_no_comments_and_stands_at_the_margin() {
        let script =
            "/**\n * What it does.\n */\nfunction a() {\n    // why\n    return 1; // one\n}\n/* x */\nlet b;\n";
        assert_eq!(lean(script), "function a() {\nreturn 1; // one\n}\nlet b;\n");
    }

    #[test]
    fn nothing_in_a_script_can_end_it() {
        assert_eq!(
            raw_text("'</script>' '</SCRIPT ' 1<2 '</style>'", "script"),
            "'<\\/script>' '<\\/SCRIPT ' 1<2 '</style>'"
        );
        assert_eq!(raw_text("'<!--' '<script>'", "script"), "'<\\!--' '<\\script>'");
        assert_eq!(raw_text("content:'</style>'", "style"), "content:'<\\/style>'");
        assert_eq!(raw_text("é<é<", "script"), "é<é<");
    }

    #[test]
    fn sha256_is_that_of_sha256sum() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
