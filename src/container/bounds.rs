//! How much is unpacked: bounds against archives that expand without end (zip bombs).

use std::io::Read;

use super::Trouble;

/// How much is unpacked, and how deep. What lies beyond is left out, and said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many archives may lie in one another.
    pub depth: usize,
    /// How many files and messages are shown.
    pub files: usize,
    /// How many bytes all that is unpacked comes to, in all.
    pub expanded: u64,
    /// How many times its packed size a member may be, from [`FREE`](Self::FREE) bytes on.
    pub ratio: u64,
}

impl Limits {
    /// Up to this many bytes a member may expand, whatever its packed size.
    pub const FREE: u64 = 16 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 5, files: 200_000, expanded: 512 << 20, ratio: 200 }
    }
}

/// What is left of the limits.
pub(super) struct Bounds {
    pub(super) limits: Limits,
    files_left: usize,
    bytes_left: u64,
}

impl Bounds {
    pub(super) fn of(limits: Limits) -> Self {
        Self { limits, files_left: limits.files, bytes_left: limits.expanded }
    }

    pub(super) fn one_more_file(&mut self) -> bool {
        let has_more = self.files_left > 0;
        self.files_left = self.files_left.saturating_sub(1);
        has_more
    }

    /// Reads what a decompressor makes of `packed` bytes. Where it fails, what came before is there as well.
    pub(super) fn unpack(&mut self, packed: usize, reader: impl Read) -> (Vec<u8>, Option<Trouble>) {
        let by_ratio = (packed as u64).saturating_mul(self.limits.ratio).max(Limits::FREE);
        let most = by_ratio.min(self.bytes_left);
        let mut unpacked = Vec::new();
        let done = reader.take(most.saturating_add(1)).read_to_end(&mut unpacked);
        let trouble = if unpacked.len() as u64 > most {
            unpacked.truncate(usize::try_from(most).unwrap_or(usize::MAX));
            Some(Trouble::TooLarge)
        } else {
            done.is_err().then_some(Trouble::Damaged)
        };
        self.bytes_left = self.bytes_left.saturating_sub(unpacked.len() as u64);
        (unpacked, trouble)
    }
}
