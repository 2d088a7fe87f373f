//! A whole session against the simulated server, and its transcript.

use super::scenario::Scenario;
use super::server::{Exchange, Server};
use crate::script::{Kind, Script, Tls, Turn};

/// Plays a session as our scripts do: it waits for each reply, and stops at the first refusal, but for one of several
/// recipients.
#[must_use]
pub fn play(script: &Script, scenario: Scenario) -> Vec<Exchange> {
    let mut server = Server::new(scenario, &script.wish.host, script.wish.tls == Tls::Implicit);
    let mut told: Vec<Exchange> = Vec::new();
    let mut taken = 0;
    for turn in &script.turns {
        if matches!(turn.kind, Kind::Data | Kind::Bdat) && taken == 0 {
            break;
        }
        let exchange = send(&mut server, turn);
        let is_taken = exchange.reply.last().is_none_or(|line| line.starts_with(['2', '3']));
        match turn.kind {
            Kind::Rcpt if is_taken => taken += 1,
            Kind::Rset => taken = 0,
            _ => {}
        }
        let goes_on = !exchange.silent && (is_taken || matches!(turn.kind, Kind::Rcpt | Kind::Vrfy));
        told.push(exchange);
        if !goes_on {
            break;
        }
    }
    let is_silent = told.last().is_some_and(|exchange| exchange.silent);
    if !server.is_over() && !is_silent {
        told.push(server.line("QUIT"));
    }
    told
}

/// Sends a turn, and gathers the exchanges of its lines into one.
fn send(server: &mut Server, turn: &Turn) -> Exchange {
    match turn.kind {
        Kind::Connect => return server.connect(),
        Kind::Proxy => {
            return Exchange { kind: Some(Kind::Proxy), sent: turn.lines.clone(), reply: Vec::new(), silent: false };
        }
        _ => {}
    }
    let mut whole = Exchange { kind: Some(turn.kind), sent: Vec::new(), reply: Vec::new(), silent: false };
    for line in &turn.lines {
        let exchange = server.line(line);
        whole.sent.extend(exchange.sent);
        whole.silent |= exchange.silent;
        if !exchange.reply.is_empty() {
            whole.reply = exchange.reply;
            break;
        }
    }
    whole
}

/// A transcript with the marks of swaks, as the desk reads it; secrets are masked.
#[must_use]
pub fn transcript(exchanges: &[Exchange], host: &str, port: u16) -> String {
    let mut text = format!("=== Trying {host}:{port}...\n=== Connected to {host}.\n");
    let mut secure = false;
    for exchange in exchanges {
        let (sent, got, refused) = if secure { (" ~> ", "<~  ", "<~* ") } else { (" -> ", "<-  ", "<** ") };
        for line in &exchange.sent {
            text.push_str(sent);
            text.push_str(line);
            text.push('\n');
        }
        for line in &exchange.reply {
            text.push_str(if line.starts_with(['4', '5']) { refused } else { got });
            text.push_str(line);
            text.push('\n');
        }
        if exchange.silent {
            text.push_str("<** Timeout (300 secs) waiting for server response\n");
        }
        if exchange.kind == Some(Kind::StartTls) && exchange.reply.iter().any(|line| line.starts_with('2')) {
            secure = true;
            text.push_str("=== TLS started\n");
        }
    }
    text
}
