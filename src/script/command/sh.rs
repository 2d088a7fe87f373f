//! A script for any POSIX shell that waits for each reply. It writes a transcript with the marks of swaks.

use super::{groups, s_client, typed};
use crate::script::quote::sh;
use crate::script::{Kind, Script, Tls, Turn};

const FUNCTIONS: &str = r#"
wait=${SMTP_WAIT-300} # seconds without a word from the server before it gives up
dir=$(mktemp -d) || exit 2
mkfifo "$dir/to" "$dir/from" || exit 2
cr=$(printf '\r')
accepted=0 status=
trap '' PIPE
trap 'kill "$client" 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 2' HUP INT TERM

say() { # a line to send, and what to show instead of it
    printf ' %s %s\n' "$sent" "${2-$1}"
    printf '%s\r\n' "$1" 2>/dev/null >&3
}
reply() { # of several lines each but the last has a hyphen after its code
    code=
    while IFS= read -r line <&4; do
        line=${line%"$cr"}
        code=${line%"${line#???}"}
        case $code in
            [45]*) printf '%s %s\n' "$refused" "$line" ;;
            *) printf '%s  %s\n' "$got" "$line" ;;
        esac
        case $line in ???-*) ;; *) return ;; esac
    done
    [ "$status" ] || echo "*** No reply: the connection ended, or nothing came for $wait seconds."
    exit "${status:-2}"
}
leave() { status=$1; say QUIT; reply; exit "$1"; }
need() { reply; case $code in $1) ;; *) leave 1 ;; esac; }
recipient() { reply; case $code in 2*) accepted=$((accepted + 1)) ;; esac; }
"#;

/// What the script needs where it logs in. The password is asked for, and not in the script.
const PASSWORD: &str = r#"
if [ -z "${SMTP_SECRET-}" ]; then
    printf 'Password: ' >/dev/tty
    stty -echo </dev/tty
    IFS= read -r SMTP_SECRET </dev/tty
    stty echo </dev/tty
    echo >/dev/tty
fi
"#;

pub(super) fn text(script: &Script) -> Result<String, &'static str> {
    let wish = &script.wish;
    let (host, port) = (&wish.host, wish.port());
    let client = match wish.tls {
        Tls::None => format!("nc -w \"$wait\" {host} {port}"),
        _ => s_client(wish)?,
    };
    let mut text = format!(
        "#!/bin/sh\n# An SMTP session with {host}, port {port}. Exit status: 0 taken, 1 refused, 2 no reply.\n"
    );
    text.push_str(match wish.tls {
        Tls::None => "sent='->' got='<-' refused='<**'",
        _ => "sent='~>' got='<~' refused='<~*'",
    });
    text.push_str(FUNCTIONS);
    if wish.auth.is_some() {
        text.push_str(PASSWORD);
    }
    text.push_str(&format!(
        "\necho '=== Trying {host}:{port}...'\n{client} <\"$dir/to\" >\"$dir/from\" &\nclient=$!\n"
    ));
    text.push_str("exec 3>\"$dir/to\" 4<\"$dir/from\"\n\n");
    let turns = match wish.tls {
        Tls::StartTls => typed(script),
        _ => &script.turns,
    };
    for group in groups(turns) {
        for turn in group {
            send(&mut text, script, turn);
        }
        for turn in group {
            read(&mut text, turn.kind);
        }
    }
    text.push_str("exit \"$status\"\n");
    Ok(text)
}

fn send(text: &mut String, script: &Script, turn: &Turn) {
    if let (Some(masked), Some(auth)) = (&turn.masked, &script.wish.auth) {
        let user = sh(&auth.user);
        let line = match turn.kind {
            Kind::AuthUser => format!("\"$(printf %s {user} | base64 | tr -d '\\n')\""),
            Kind::Auth if masked.starts_with("AUTH") => {
                format!("\"AUTH PLAIN $(printf '\\0%s\\0%s' {user} \"$SMTP_SECRET\" | base64 | tr -d '\\n')\"")
            }
            _ => "\"$(printf %s \"$SMTP_SECRET\" | base64 | tr -d '\\n')\"".to_owned(),
        };
        text.push_str(&format!("say {line} {}\n", sh(masked)));
        return;
    }
    if matches!(turn.kind, Kind::Data | Kind::Bdat | Kind::Quit) {
        text.push_str("[ \"$accepted\" -gt 0 ] || leave 1\n");
    }
    for line in &turn.lines {
        text.push_str(&format!("say {}\n", sh(line)));
    }
}

fn read(text: &mut String, kind: Kind) {
    text.push_str(match kind {
        Kind::Proxy => return,
        // No answer to it takes the message any further, or stops it.
        Kind::Vrfy => "reply\n",
        Kind::Rset => "need '2*'\naccepted=0\n",
        Kind::Rcpt => "recipient\n",
        Kind::Data | Kind::AuthLogin | Kind::AuthUser => "need '3*'\n",
        Kind::Quit => "status=0\nreply\n",
        _ => "need '2*'\n",
    });
}
