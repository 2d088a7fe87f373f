//! Postfix: the dialogue that `debug_peer_list` or `-v` logs, and the ordinary logs of smtpd and postscreen, which tell refusals
//! alone.
//!
//! ```text
//! Feb 13 21:23:21 mx postfix/smtpd[11]: < client.example.com[192.0.2.1]: EHLO client.example.com
//! Feb 13 21:23:21 mx postfix/smtpd[11]: > client.example.com[192.0.2.1]: 250-mx.example.org
//! Feb 13 21:23:21 mx postfix/smtpd[11]: NOQUEUE: reject: RCPT from client.example.com[192.0.2.1]: 554 5.7.1 …; from=<…> to=<…>
//! ```

use super::{Form, Found, Line};
use crate::session::line::{Who, by_code, cut, has};

pub(super) static FORM: Form = Form { name: "Postfix", read, is_marked: true, hides_tls: false };

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    // `host postfix/smtpd[11]: words`, also with the service before the program and a level between.
    let Some((head, rest)) = cut(rest, "]: ") else { return };
    let is_screen = has(head, &["postscreen"]);
    if !is_screen && !has(head, &["smtp"]) {
        return;
    }
    let key = head.rsplit_once(' ').map_or(head, |(_, program)| program);
    if let Some(said) = rest.strip_prefix(['<', '>']) {
        // `> host[192.0.2.1]: words`, of the client with the port: `> host[192.0.2.1]:25: words`.
        let Some((_, words)) = cut(said, "]:").and_then(|(_, words)| words.split_once(' ')) else { return };
        found.key = key;
        found.said.push(line.said(by_code(words), words));
    } else if let Some((_, refusal)) = cut(rest, "reject: ") {
        // `RCPT from host[192.0.2.1]: words`, of postscreen `RCPT from [192.0.2.1]:53122: words`.
        let told = cut(refusal, " from ").and_then(|(command, rest)| {
            let (peer, rest) = rest.split_once(']')?;
            Some((command, peer, cut(rest, ": ")?.1))
        });
        let Some((command, peer, reply)) = told else { return };
        found.key = if is_screen { peer } else { key };
        if command != "CONNECT" {
            found.said.push(line.said(Who::Client, command));
        }
        let end = reply.rfind("; from=<").or_else(|| reply.rfind("; proto=")).unwrap_or(reply.len());
        found.said.push(line.said(Who::Server, reply.get(..end).unwrap_or(reply)));
    } else if let Some(peer) = is_screen.then(|| rest.split_once('[')).flatten() {
        // One process of postscreen speaks with every client.
        found.key = rest.get(rest.len() - peer.1.len() - 1..).and_then(|rest| rest.split(']').next()).unwrap_or(key);
        found.said.push(line.said(Who::Note, rest));
    } else if ["connect from ", "lost connection after ", "timeout after ", "disconnect from "]
        .iter()
        .any(|start| rest.starts_with(start))
    {
        found.key = key;
        found.said.push(line.said(Who::Note, rest));
    }
}
