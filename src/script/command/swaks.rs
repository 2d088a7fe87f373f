//! swaks, the SMTP tester, in three shells.

use crate::script::{Kind, Mechanism, Script, Tls, quote};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Posix,
    PowerShell,
    Cmd,
}

pub(super) fn text(script: &Script, quoting: Quoting) -> Result<String, &'static str> {
    let wish = &script.wish;
    if wish.utf8 {
        return Err("swaks speaks no SMTPUTF8.");
    }
    let port = wish.port().to_string();
    let to = wish.to.join(",");
    let mut words: Vec<(&str, Option<&str>)> = vec![
        ("--server", Some(&wish.host)),
        ("--port", Some(&port)),
        ("--ehlo", Some(&wish.helo)),
        ("--from", Some(&wish.from)),
        ("--to", Some(&to)),
    ];
    if wish.to.iter().any(|recipient| recipient.contains(',')) {
        return Err("swaks takes a comma for the end of a recipient.");
    }
    if wish.old_hello {
        words.push(("--protocol", Some("SMTP")));
    }
    match wish.tls {
        Tls::None => {}
        Tls::StartTls => words.push(("--tls", None)),
        Tls::Implicit => words.push(("--tls-on-connect", None)),
    }
    if let Some(auth) = &wish.auth {
        let mechanism = match auth.mechanism {
            Mechanism::Plain => "PLAIN",
            Mechanism::Login => "LOGIN",
        };
        words.extend([
            ("--auth", Some(mechanism)),
            ("--auth-user", Some(auth.user.as_str())),
            ("--protect-prompt", None),
            ("--auth-hide-password", None),
        ]);
    }
    // Both options take what follows the command as it is.
    let argument = |kind: Kind| {
        let line = script.turns.iter().find(|turn| turn.kind == kind).and_then(|turn| turn.lines.first());
        line.and_then(|line| line.split_once(' ')).map(|(_, argument)| argument)
    };
    if let Some(xclient) = argument(Kind::Xclient) {
        words.push(("--xclient", Some(xclient)));
    }
    if let Some(proxy) = argument(Kind::Proxy) {
        words.push(("--proxy", Some(proxy)));
    }
    if wish.pipelining {
        words.push(("--pipeline", None));
    }
    // With a login swaks asks for the password, and reads the answer from the input: the message must not stand there.
    let is_piped = wish.auth.is_none();
    if wish.message.is_none() {
        words.push(("--quit-after", Some("RCPT")));
    } else if quoting == Quoting::Posix {
        words.push(("--no-data-fixup", None));
        if is_piped {
            words.push(("--data", Some("-")));
        }
    }
    // Even in the word of its own option, such a value becomes an option: swaks reads some of its arguments twice.
    if words.iter().any(|(_, value)| value.is_some_and(|value| value.len() > 1 && value.starts_with('-'))) {
        return Err("swaks takes a value that begins with a hyphen for an option.");
    }
    let words: Vec<String> = words
        .into_iter()
        .map(|(option, value)| value.map_or_else(|| option.to_owned(), |value| format!("{option}={value}")))
        .collect();
    // Windows starts swaks by a batch file, and so cmd reads the line once more.
    let signs: &[char] = match quoting {
        Quoting::Posix => &[],
        Quoting::Cmd => &['"'],
        Quoting::PowerShell => &['"', '&', '|', '<', '>', '^', '%'],
    };
    if words.iter().any(|word| word.contains(signs)) {
        return Err("Windows would take a sign in it for its own. Take the PowerShell script.");
    }
    let mut command = String::from("swaks");
    for word in words {
        command.push(' ');
        command.push_str(&match quoting {
            Quoting::Posix => quote::sh(&word),
            Quoting::PowerShell => quote::powershell(&word),
            Quoting::Cmd => quote::cmd(&word),
        });
    }
    if wish.message.is_none() || quoting != Quoting::Posix {
        return Ok(command);
    }
    // Untouched by swaks, so that its marks for addresses and line ends in the text stay what they are. It adds the last
    // line's end.
    let content = script.turns.iter().find(|turn| matches!(turn.kind, Kind::Content));
    let stuffed: Vec<String> = match content {
        Some(turn) => turn.lines.iter().take(script.message.len()).map(|line| quote::sh(line)).collect(),
        None => script.message.iter().map(|line| quote::sh(&super::super::content::stuffed(line))).collect(),
    };
    let lines = stuffed.join(" \\\n");
    Ok(if is_piped {
        format!("{{ printf '%s\\r\\n' \\\n{lines}\nprintf .; }} |\n{command}")
    } else {
        // An argument that begins with @ would name a file; a second @ in front says that it does not.
        let mark = if script.message.first().is_some_and(|line| line.starts_with('@')) { "@" } else { "" };
        format!("{command} --data={mark}\"$(printf '%s\\r\\n' \\\n{lines}\nprintf .)\"")
    })
}
