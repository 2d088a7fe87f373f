//! Moments, as a worker of the page hands them over: seconds and nanoseconds since 1970.

use std::io::{Error, ErrorKind, Read, Result, Write};

use borsh::{BorshDeserialize, BorshSerialize};
use chrono::{DateTime, Utc};

pub(crate) fn write<W: Write>(moment: &DateTime<Utc>, writer: &mut W) -> Result<()> {
    (moment.timestamp(), moment.timestamp_subsec_nanos()).serialize(writer)
}

pub(crate) fn read<R: Read>(reader: &mut R) -> Result<DateTime<Utc>> {
    let (seconds, nanoseconds) = BorshDeserialize::deserialize_reader(reader)?;
    DateTime::from_timestamp(seconds, nanoseconds).ok_or_else(|| Error::from(ErrorKind::InvalidData))
}

pub(crate) fn write_if_known<W: Write>(moment: &Option<DateTime<Utc>>, writer: &mut W) -> Result<()> {
    moment.map(|moment| (moment.timestamp(), moment.timestamp_subsec_nanos())).serialize(writer)
}

pub(crate) fn read_if_known<R: Read>(reader: &mut R) -> Result<Option<DateTime<Utc>>> {
    let known: Option<(i64, u32)> = BorshDeserialize::deserialize_reader(reader)?;
    Ok(known.and_then(|(seconds, nanoseconds)| DateTime::from_timestamp(seconds, nanoseconds)))
}
