//! zip archives.

use std::ops::ControlFlow;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive};

use super::{Format, Trouble, Walk, is_left_out, path};

pub(super) fn walk(walk: &mut Walk<'_>, bytes: &[u8], name: &str, depth: usize) -> ControlFlow<()> {
    let Ok(archive) = ZipArchive::from_slice(bytes) else {
        return walk.trouble(name, Format::Zip, Trouble::Damaged);
    };
    let mut entries = archive.entries();
    loop {
        let entry = match entries.next_entry() {
            Ok(Some(entry)) => entry,
            Ok(None) => return ControlFlow::Continue(()),
            Err(_) => return walk.trouble(name, Format::Zip, Trouble::Damaged),
        };
        let raw = entry.file_path();
        let member = String::from_utf8_lossy(raw.as_bytes()).replace('\\', "/");
        if raw.is_dir() || is_left_out(&member) {
            continue;
        }
        let inner = path(name, &member, depth);
        if entry.flags().is_encrypted() {
            walk.trouble(&inner, Format::Binary, Trouble::Encrypted)?;
            continue;
        }
        let Ok(local) = archive.get_entry(entry.wayfinder()) else {
            walk.trouble(&inner, Format::Binary, Trouble::Damaged)?;
            continue;
        };
        let data = local.data();
        match entry.compression_method() {
            // Members may overlap, so that a small file names the same bytes many times: what is stored counts too.
            CompressionMethod::STORE => {
                let (unpacked, trouble) = walk.bounds.unpack(data.len(), data);
                member_of(walk, &unpacked, trouble, &inner, depth)?;
            }
            CompressionMethod::DEFLATE => {
                let (unpacked, trouble) = walk.bounds.unpack(data.len(), DeflateDecoder::new(data));
                member_of(walk, &unpacked, trouble, &inner, depth)?;
            }
            _ => walk.trouble(&inner, Format::Binary, Trouble::Compression)?,
        }
    }
}

fn member_of(
    walk: &mut Walk<'_>,
    unpacked: &[u8],
    trouble: Option<Trouble>,
    name: &str,
    depth: usize,
) -> ControlFlow<()> {
    match trouble {
        Some(trouble) => walk.trouble(name, Format::of(unpacked), trouble),
        None => walk.enter(unpacked, name, depth + 1),
    }
}
