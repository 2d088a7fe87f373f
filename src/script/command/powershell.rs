//! A script for PowerShell with .NET's TcpClient alone.

use super::groups;
use crate::script::quote::powershell as quoted;
use crate::script::{Kind, Script, Tls, Turn};

const FUNCTIONS: &str = r#"
    $c.client.ReceiveTimeout = 300000
    function Use-Stream($stream) {
        $c.stream = $stream
        $c.reader = New-Object System.IO.StreamReader $stream, $c.utf8
    }
    function Start-Tls {
        $tls = New-Object System.Net.Security.SslStream $c.stream
        $tls.AuthenticateAsClient($c.host)
        Use-Stream $tls
        Write-Host '=== TLS started'
    }
    function Say($line, $shown = $line) {
        Write-Host " -> $shown"
        $bytes = $c.utf8.GetBytes("$line`r`n")
        $c.stream.Write($bytes, 0, $bytes.Length)
    }
    function Reply {
        do {
            $line = $c.reader.ReadLine()
            if ($null -eq $line) { throw 'No reply: the connection was closed.' }
            if ($line -match '^[45]') { Write-Host "<** $line" } else { Write-Host "<-  $line" }
        } while ($line -match '^\d{3}-')
        $c.code = $line
    }
    function Leave { Say 'QUIT'; Reply; throw 'Stopped: refused.' }
    function Need($want) { Reply; if ($c.code -notmatch "^$want") { Leave } }
    function Recipient { Reply; if ($c.code -match '^2') { $c.accepted++ } }
    function Base64($text) { [Convert]::ToBase64String($c.utf8.GetBytes($text)) }
"#;

pub(super) fn text(script: &Script) -> String {
    let wish = &script.wish;
    let (host, port) = (quoted(&wish.host), wish.port());
    let mut text = format!(
        "& {{\n    $c = @{{ host = {host}; accepted = 0; utf8 = New-Object System.Text.UTF8Encoding $false }}\n"
    );
    text.push_str(&format!("    $c.client = New-Object System.Net.Sockets.TcpClient {host}, {port}"));
    text.push_str(FUNCTIONS);
    if wish.auth.is_some() {
        text.push_str(
            "    $secret = (New-Object System.Net.NetworkCredential '', (Read-Host 'Password' -AsSecureString)).Password\n",
        );
    }
    text.push_str("    Use-Stream $c.client.GetStream()\n");
    for group in groups(&script.turns) {
        for turn in group {
            send(&mut text, script, turn);
        }
        for turn in group {
            text.push_str(match turn.kind {
                Kind::Proxy => continue,
                Kind::Vrfy | Kind::Quit => "    Reply\n",
                Kind::StartTls => "    Need '2'; Start-Tls\n",
                Kind::Rset => "    Need '2'; $c.accepted = 0\n",
                Kind::Rcpt => "    Recipient\n",
                Kind::Data | Kind::AuthLogin | Kind::AuthUser => "    Need '3'\n",
                _ => "    Need '2'\n",
            });
        }
    }
    text.push_str("}\n");
    text
}

fn send(text: &mut String, script: &Script, turn: &Turn) {
    if turn.kind == Kind::Connect && script.wish.tls == Tls::Implicit {
        text.push_str("    Start-Tls\n");
    }
    if let (Some(masked), Some(auth)) = (&turn.masked, &script.wish.auth) {
        let user = quoted(&auth.user);
        let line = match turn.kind {
            Kind::AuthUser => format!("(Base64 {user})"),
            Kind::Auth if masked.starts_with("AUTH") => {
                format!("('AUTH PLAIN ' + (Base64 (\"`0\" + {user} + \"`0\" + $secret)))")
            }
            _ => "(Base64 $secret)".to_owned(),
        };
        text.push_str(&format!("    Say {line} {}\n", quoted(masked)));
        return;
    }
    if matches!(turn.kind, Kind::Data | Kind::Bdat | Kind::Quit) {
        text.push_str("    if ($c.accepted -eq 0) { Leave }\n");
    }
    for line in &turn.lines {
        text.push_str(&format!("    Say {}\n", quoted(line)));
    }
}
