//! Python's smtplib. It doubles the dots itself, so the message goes in as it is.

use crate::script::quote::python as quoted;
use crate::script::{Kind, Mechanism, Script, Tls, Turn};

pub(super) fn text(script: &Script) -> Result<String, &'static str> {
    let wish = &script.wish;
    if wish.proxy.is_some() {
        return Err("smtplib cannot send a PROXY line.");
    }
    if wish.bdat {
        return Err("smtplib has no BDAT.");
    }
    let (host, port, helo) = (quoted(&wish.host, false), wish.port(), quoted(&wish.helo, false));
    let recipients: Vec<String> = wish.to.iter().map(|recipient| quoted(recipient, false)).collect();
    let class = if wish.tls == Tls::Implicit { "SMTP_SSL" } else { "SMTP" };
    let mut text = String::from("import getpass, smtplib, sys\n\n");
    text.push_str(&format!("sender = {}\nrecipients = [{}]\n", quoted(wish.sender(), false), recipients.join(", ")));
    if wish.message.is_some() {
        text.push_str("message = b'\\r\\n'.join([\n");
        for line in &script.message {
            text.push_str(&format!("    {},\n", quoted(line, true)));
        }
        text.push_str("]) + b'\\r\\n'\n");
    }
    text.push_str(&format!("\nsmtplib.{class}.debuglevel = 1  # show both sides\n"));
    text.push_str(&format!("with smtplib.{class}({host}, {port}, {helo}, timeout=300) as smtp:\n"));
    let hello = if wish.old_hello { "    smtp.helo()\n" } else { "    smtp.ehlo()\n" };
    text.push_str(hello);
    if wish.tls == Tls::StartTls {
        text.push_str("    smtp.starttls()\n    smtp.ehlo()\n");
    }
    if let Some(line) = script.turns.iter().find(|turn| turn.kind == Kind::Xclient) {
        text.push_str(&format!("    smtp.docmd({})\n    smtp.ehlo()\n", quoted(&line.text(), false)));
    }
    if let Some(auth) = &wish.auth {
        let mechanism = match auth.mechanism {
            Mechanism::Plain => "auth_plain",
            Mechanism::Login => "auth_login",
        };
        text.push_str(&format!(
            "    smtp.set_debuglevel(0)  # the password is not shown\n    smtp.user = {}\n    smtp.password = getpass.getpass()\n    \
             smtp.auth({}, smtp.{mechanism})\n    smtp.set_debuglevel(1)\n",
            quoted(&auth.user, false),
            if mechanism == "auth_plain" { "'PLAIN'" } else { "'LOGIN'" },
        ));
    }
    if wish.utf8 {
        text.push_str("    smtp.command_encoding = 'utf-8'\n");
    }
    if wish.vrfy {
        text.push_str("    for recipient in recipients:\n        smtp.docmd('VRFY', recipient)\n");
    }
    let mail = script.turns.iter().find(|turn| turn.kind == Kind::Mail).map(Turn::text).unwrap_or_default();
    let options = mail.strip_prefix(&format!("MAIL FROM:<{}> ", wish.sender())).unwrap_or_default();
    let options: Vec<String> = options.split_whitespace().map(|option| quoted(option, false)).collect();
    let options = options.join(", ");
    for round in 0..if wish.rset { 2 } else { 1 } {
        if round > 0 {
            text.push_str("    smtp.rset()\n");
        }
        text.push_str(&format!("    if smtp.mail(sender, [{options}])[0] != 250:\n        sys.exit(1)\n"));
        text.push_str("    taken = [smtp.rcpt(recipient)[0] in (250, 251) for recipient in recipients]\n");
    }
    text.push_str("    if not any(taken):\n        sys.exit(1)\n");
    if wish.message.is_some() {
        text.push_str("    if smtp.data(message)[0] != 250:\n        sys.exit(1)\n");
    }
    Ok(text)
}
