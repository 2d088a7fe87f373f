//! Writes the commands of a session, for the tests that run them against real servers, and reads what they print. Reads a JSON line, writes a JSON line:
//!
//! ```text
//! echo '{"from": "a@b.example", "to": ["c@d.example"], "host": "127.0.0.1", "port": 2525, "helo": "client.example", "body": "x"}' \
//!   | cargo run --example session
//! ```
//!
//! `{"read": "…"}` reads a transcript instead.
//!
//! Keys beyond these: `subject`, and `tls` (`"starttls"`, `"implicit"`), `bdat`, `pipelining`, `size`, `rset`, `vrfy`, `auth`
//! (`"PLAIN"`, `"LOGIN"`) with `user` and `secret`, `xclient` (an address), `proxy` (two addresses). The message is answered
//! too, line by line.

use std::io::{self, BufRead, Write};

use backstamp::script::{Auth, Mechanism, Message, Proxy, SessionRequest, Tls, Xclient, commands, write};
use backstamp::session;
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        writeln!(out, "{}", answer(&asked))?;
    }
    Ok(())
}

fn answer(asked: &Value) -> Value {
    let text = |key: &str| asked.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(transcript) = asked.get("read").and_then(Value::as_str) {
        return json!({ "session": session::read(transcript) });
    }
    let is_on = |key: &str| asked.get(key).and_then(Value::as_bool).unwrap_or_default();
    let to = asked.get("to").and_then(Value::as_array);
    let wish = SessionRequest {
        from: text("from"),
        to: to.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
        host: text("host"),
        port: asked.get("port").and_then(Value::as_u64).and_then(|port| port.try_into().ok()).unwrap_or_default(),
        helo: text("helo"),
        message: asked.get("body").map(|_| Message {
            subject: text("subject"),
            body: text("body"),
            ..Message::default()
        }),
        tls: match text("tls").as_str() {
            "starttls" => Tls::StartTls,
            "implicit" => Tls::Implicit,
            _ => Tls::None,
        },
        bdat: is_on("bdat"),
        pipelining: is_on("pipelining"),
        size: is_on("size"),
        rset: is_on("rset"),
        vrfy: is_on("vrfy"),
        auth: asked.get("auth").map(|mechanism| Auth {
            mechanism: if mechanism == "LOGIN" { Mechanism::Login } else { Mechanism::Plain },
            user: text("user"),
            secret: text("secret"),
        }),
        xclient: asked.get("xclient").map(|_| Xclient { addr: text("xclient"), name: String::new() }),
        proxy: asked.get("proxy").and_then(|proxy| {
            let address = |at: usize| proxy.get(at)?.as_str()?.parse().ok();
            Some(Proxy { source: address(0)?, destination: address(1)? })
        }),
        ..SessionRequest::default()
    };
    match write(&wish, chrono::DateTime::UNIX_EPOCH.into(), "1") {
        Err(faults) => json!({ "faults": faults.iter().map(|fault| fault.text.as_str()).collect::<Vec<_>>() }),
        Ok(script) => {
            let texts = commands(&script).into_iter().filter_map(|command| Some((command.name, command.text.ok()?)));
            json!({
                "commands": texts.map(|(name, text)| (name.to_owned(), text.into())).collect::<serde_json::Map<_, _>>(),
                "message": script.message,
            })
        }
    }
}
