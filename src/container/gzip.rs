//! gzip (RFC 1952): one file, compressed.

use std::ops::ControlFlow;

use flate2::bufread::MultiGzDecoder;

use super::{Format, Walk};

pub(super) fn walk(walk: &mut Walk<'_>, bytes: &[u8], name: &str, depth: usize) -> ControlFlow<()> {
    let (unpacked, trouble) = walk.bounds.unpack(bytes.len(), MultiGzDecoder::new(bytes));
    let inner = inner_name(name);
    if !unpacked.is_empty() {
        walk.enter(&unpacked, inner, depth + 1)?;
    }
    // Programs pad the file with zeros (tar does, and what sends DMARC reports): what came before was whole.
    let is_padding = !unpacked.is_empty() && bytes.ends_with(&[0; 8]);
    match trouble {
        Some(trouble) if !is_padding || trouble != super::Trouble::Damaged => walk.trouble(name, Format::Gzip, trouble),
        _ => ControlFlow::Continue(()),
    }
}

/// The name without the ending that `gzip` adds.
fn inner_name(name: &str) -> &str {
    name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(name)
}
