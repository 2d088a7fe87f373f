//! The protocol logs of Exchange Server, of connectors that send and that receive.
//!
//! ```text
//! #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context
//! 2026-02-13T21:23:21.512Z,Outbound,08D6A8D416004F78,4,192.0.2.1:4427,192.0.2.9:25,>,EHLO client.example.com,
//! ```

use super::{Form, Found, Line};
use crate::session::line::{Who, by_code};

pub(super) static FORM: Form = Form { name: "Exchange", read, is_marked: true, hides_tls: false };

fn read<'a>(line: Line<'a>, _: &'a str, found: &mut Found<'a>) {
    let mut fields = line.text.splitn(8, ',');
    let session = fields.nth(2);
    let event = fields.nth(3);
    let (Some(session), Some(event), Some(rest)) = (session, event, fields.next()) else { return };
    let (data, context) = if let Some(quoted) = rest.strip_prefix('"') {
        quoted.split_once('"').unwrap_or((quoted, ""))
    } else {
        rest.split_once(',').unwrap_or((rest, ""))
    };
    let context = context.trim_start_matches(',');
    found.key = session;
    match event {
        // Which way an arrow points depends on the connector: the words tell who speaks.
        "<" | ">" if !data.is_empty() => found.said.push(line.said(by_code(data), data)),
        "*" => found.said.push(line.said(Who::Note, if context.is_empty() { data } else { context })),
        "-" => found.said.push(line.said(Who::Note, if context.is_empty() { "closed" } else { context })),
        _ => {}
    }
}
