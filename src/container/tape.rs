//! tar archives (POSIX ustar and pax, GNU).

use std::io::Read;
use std::ops::ControlFlow;

use tar::Archive;

use super::{Format, Trouble, Walk, is_left_out, path};

pub(super) fn walk(walk: &mut Walk<'_>, bytes: &[u8], name: &str, depth: usize) -> ControlFlow<()> {
    let mut archive = Archive::new(bytes);
    let Ok(entries) = archive.entries() else {
        return walk.trouble(name, Format::Tar, Trouble::Damaged);
    };
    for entry in entries {
        let Ok(mut entry) = entry else {
            return walk.trouble(name, Format::Tar, Trouble::Damaged);
        };
        let member = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() || is_left_out(&member) {
            continue;
        }
        let inner = path(name, &member, depth);
        // A sparse file may claim any size; a plain one is no larger than the archive.
        let (unpacked, trouble) = walk.bounds.unpack(bytes.len(), entry.by_ref());
        if let Some(trouble) = trouble {
            walk.trouble(&inner, Format::of(&unpacked), trouble)?;
            continue;
        }
        walk.enter(&unpacked, &inner, depth + 1)?;
    }
    ControlFlow::Continue(())
}
