//! Commands that hold a session: to type in by hand, or to run.

mod powershell;
mod python;
mod sh;
mod swaks;

use super::{Kind, Script, SessionRequest, Tls, Turn};

/// A ready command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The program, and the shell where that matters: `swaks (cmd)`.
    pub name: &'static str,
    /// What it is for, and what to mind.
    pub about: &'static str,
    /// The command; or why there is none for this session.
    pub text: Result<String, &'static str>,
    /// Whether it only connects, and the lines are typed by hand.
    pub by_hand: bool,
}

/// Every command for a session. None of them holds a password: those that log in ask for it.
#[must_use]
pub fn commands(script: &Script) -> Vec<Command> {
    let by_hand = |name, about, text| Command { name, about, text, by_hand: true };
    let to_run = |name, about, text| Command { name, about, text, by_hand: false };
    let wish = &script.wish;
    vec![
        to_run(
            "Script for sh",
            "It waits for each reply, shows both sides, and stops at the first refusal. On Linux, macOS and BSD; it uses nc, or \
             openssl for TLS. Save it as session.sh and run: sh session.sh",
            sh::text(script),
        ),
        by_hand(
            "telnet",
            "Everywhere, but on Windows it is an optional feature. Telnet sends CR LF by itself.",
            telnet(wish),
        ),
        by_hand(
            "nc",
            "With -C each line ends in CR LF. Where nc has no -C: on macOS -c, in Nmap's ncat --crlf; and socat does it with \
             socat - TCP:host:port,crnl",
            netcat(wish),
        ),
        by_hand(
            "openssl",
            "-crlf ends each line in CR LF. -quiet matters: without it a line that begins with R (RCPT!) renegotiates, and one \
             that begins with Q (QUIT) hangs up before the server has heard it. It shows a fault of the certificate, and goes on.",
            openssl(wish),
        ),
        to_run(
            "swaks",
            "Shows both sides, with marks for each. It says no SIZE and no BODY, and has no VRFY, RSET or BDAT.",
            swaks::text(script, swaks::Quoting::Posix),
        ),
        to_run(
            "swaks (PowerShell)",
            "The envelope is yours; the message is one that swaks writes. Quoted by PowerShell's rules, and not tried there. A \
             password shows while you type it, unless Perl has Term::ReadKey.",
            swaks::text(script, swaks::Quoting::PowerShell),
        ),
        to_run(
            "swaks (cmd)",
            "The envelope is yours; the message is one that swaks writes. For the prompt; in a batch file write %% for %. \
             Quoted by the rules of cmd, and not tried there. A password shows while you type it, unless Perl has Term::ReadKey.",
            swaks::text(script, swaks::Quoting::Cmd),
        ),
        to_run(
            "PowerShell",
            "For Windows without telnet: it needs nothing else. It waits for each reply and stops at the first refusal. A \
             certificate that does not fit stops it. Written by PowerShell's rules, and not tried on Windows.",
            Ok(powershell::text(script)),
        ),
        to_run(
            "Python",
            "smtplib, which comes with Python 3. It waits for each reply, and shows both sides.",
            python::text(script),
        ),
    ]
}

fn telnet(wish: &SessionRequest) -> Result<String, &'static str> {
    match wish.tls {
        Tls::None => Ok(format!("telnet {} {}", wish.host, wish.port())),
        _ => Err("Telnet cannot encrypt: take openssl, or choose no TLS."),
    }
}

fn netcat(wish: &SessionRequest) -> Result<String, &'static str> {
    match wish.tls {
        Tls::None => Ok(format!("nc -C {} {}", wish.host, wish.port())),
        _ => Err("nc cannot encrypt: take openssl, or choose no TLS."),
    }
}

fn openssl(wish: &SessionRequest) -> Result<String, &'static str> {
    if wish.tls == Tls::None {
        return Err("This session has no TLS: take telnet or nc.");
    }
    s_client(wish).map(|command| command.replacen("-quiet", "-quiet -crlf", 1))
}

/// `openssl s_client` up to the place where the lines begin. Names and addresses are checked, and need no quotes.
fn s_client(wish: &SessionRequest) -> Result<String, &'static str> {
    if wish.proxy.is_some() {
        return Err("openssl cannot send a PROXY line before TLS.");
    }
    let mut command = String::from("openssl s_client -quiet");
    if wish.tls == Tls::StartTls {
        command.push_str(" -starttls smtp");
        // An address literal has brackets, which a shell would take for a pattern.
        if !wish.helo.starts_with('[') {
            command.push_str(" -name ");
            command.push_str(&wish.helo);
        }
    }
    command.push_str(" -connect ");
    if wish.host.contains(':') {
        command.push_str(&format!("'[{}]'", wish.host));
    } else {
        command.push_str(&wish.host);
    }
    command.push_str(&format!(":{}", wish.port()));
    if wish.host.parse::<std::net::IpAddr>().is_err() {
        command.push_str(" -servername ");
        command.push_str(&wish.host);
    }
    Ok(command)
}

/// The turns that are typed once a connection stands: with STARTTLS those after it, for openssl does it by itself.
#[must_use]
pub fn typed(script: &Script) -> &[Turn] {
    let done = script.turns.iter().position(|turn| turn.kind == Kind::StartTls).map_or(0, |at| at + 1);
    script.turns.get(done..).unwrap_or_default()
}

/// Turns in groups: those that are sent together before their replies are read.
fn groups(turns: &[Turn]) -> Vec<&[Turn]> {
    let mut groups = Vec::new();
    let mut rest = turns;
    while !rest.is_empty() {
        let length = rest.iter().skip(1).take_while(|turn| turn.joined).count() + 1;
        let (group, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        groups.push(group);
        rest = after;
    }
    groups
}
