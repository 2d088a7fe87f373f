//! Header fields with their places, MIME parts, addresses, dates (RFC 5322, RFC 2045 to 2047).
//!
//! In: bytes. Out: fields, parts, addresses and moments, each with the place where it stands.
//!
//! ```
//! use backstamp::message::{Message, addresses};
//!
//! let message = Message::read(b"From: =?utf-8?q?J=C3=BCrgen?= <jm@mail.example>\n\nHello\n", 0);
//! let from = addresses(&message.first("From").unwrap().unfolded());
//! assert_eq!((from[0].name.as_str(), from[0].domain.as_str()), ("J\u{fc}rgen", "mail.example"));
//! ```

mod address;
mod charset;
mod comment;
pub mod date;
mod field;
mod html;
mod parameter;
mod part;
mod transfer;
mod words;

pub use crate::source::line_at;
pub use address::{Address, addresses};
pub(crate) use charset::decode as decode_charset;
use comment::without_comments;
pub use field::{Field, LONGEST_VALUE, MOST_FIELDS, Message};
pub use html::text_of_html;
pub use part::{Part, Text};
pub(crate) use transfer::{base64 as decode_base64, quoted_printable};
pub use words::decode_words;
