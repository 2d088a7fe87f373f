//! gzip (RFC 1952): one file, compressed.

use std::io::{self, Read};
use std::ops::ControlFlow;

use crc::{CRC_32_ISO_HDLC, Crc, Digest, Table};
use flate2::bufread::DeflateDecoder;

use super::{Format, Walk};

pub(super) fn walk(walk: &mut Walk<'_>, bytes: &[u8], name: &str, depth: usize) -> ControlFlow<()> {
    let (unpacked, trouble) = walk.bounds.unpack(bytes.len(), Members::new(bytes));
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

/// The check at the end of a member (RFC 1952 section 2.3.1), with a table of 1 KB.
static CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

/// What the members of a gzip file hold, one after the other. (`flate2` reads such a file too, with tables for its check that
/// weigh as much in the page as a room of it.)
struct Members<'a> {
    member: DeflateDecoder<&'a [u8]>,
    check: Digest<'static, u32, Table<1>>,
    /// How long the member is so far, modulo 2 to the power of 32.
    length: u32,
    is_open: bool,
}

impl<'a> Members<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { member: DeflateDecoder::new(bytes), check: CRC.digest(), length: 0, is_open: false }
    }

    /// Begins with the member that the bytes left begin with. `false` where none is left.
    fn open(&mut self) -> io::Result<bool> {
        let rest = *self.member.get_ref();
        if rest.is_empty() {
            return Ok(false);
        }
        let packed = after_header(rest).ok_or(io::ErrorKind::InvalidData)?;
        (self.member, self.check, self.length) = (DeflateDecoder::new(packed), CRC.digest(), 0);
        self.is_open = true;
        Ok(true)
    }

    /// Holds what was read against the member's own check and length, and steps over them.
    fn close(&mut self) -> io::Result<()> {
        let (trailer, rest) = self.member.get_ref().split_first_chunk::<8>().ok_or(io::ErrorKind::UnexpectedEof)?;
        let check = std::mem::replace(&mut self.check, CRC.digest()).finalize();
        let said = u64::from(check) | u64::from(self.length) << 32;
        if said != u64::from_le_bytes(*trailer) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.member = DeflateDecoder::new(rest);
        self.is_open = false;
        Ok(())
    }
}

impl Read for Members<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !into.is_empty() && (self.is_open || self.open()?) {
            let count = self.member.read(into)?;
            if count > 0 {
                self.check.update(into.get(..count).unwrap_or_default());
                #[allow(clippy::cast_possible_truncation)]
                (self.length = self.length.wrapping_add(count as u32));
                return Ok(count);
            }
            self.close()?;
        }
        Ok(0)
    }
}

/// What stands behind the header of a member (RFC 1952 section 2.3): `None` where it is none, or not whole.
fn after_header(bytes: &[u8]) -> Option<&[u8]> {
    const HEADER_CHECK: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    let ([0x1f, 0x8b, 8, flags, ..], mut rest) = bytes.split_first_chunk::<10>()? else { return None };
    if flags & EXTRA != 0 {
        let (length, behind) = rest.split_first_chunk::<2>()?;
        rest = behind.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            rest = rest.get(memchr::memchr(0, rest)? + 1..)?;
        }
    }
    if flags & HEADER_CHECK != 0 { rest.get(2..) } else { Some(rest) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, GzBuilder};
    use std::io::Write;

    fn member(text: &str) -> Vec<u8> {
        let builder = GzBuilder::new().filename("mail.eml").comment("of today").extra([1, 2, 3]);
        let mut writer = builder.write(Vec::new(), Compression::best());
        writer.write_all(text.as_bytes()).unwrap();
        writer.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> Result<String, io::ErrorKind> {
        let mut text = String::new();
        Members::new(bytes).read_to_string(&mut text).map(|_| text).map_err(|error| error.kind())
    }

    #[test]
    fn members_follow_each_other() {
        assert_eq!(read(&[member("one, "), member(""), member("two")].concat()), Ok("one, two".to_owned()));
        assert_eq!(read(b""), Ok(String::new()));
    }

    #[test]
    fn what_is_cut_or_changed_is_said() {
        let whole = member("the same words, the same words");
        for end in 1..whole.len() {
            assert!(read(&whole[..end]).is_err(), "{end}");
        }
        for place in whole.len() - 8..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            assert_eq!(read(&changed), Err(io::ErrorKind::InvalidData), "{place}");
        }
        assert!(read(&[whole, vec![0; 512]].concat()).is_err());
    }
}
