//! What single refusals mean: the reason, whose side, whether for good, and whether the address is dead (a hard bounce).
//!
//! The lines are of our own writing, as today's providers and older mail servers word them; beside each kind stands the line that
//! looks alike and means something else.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use backstamp::finding::Confidence;
use backstamp::refusal::{Refusal, classify, find};
use backstamp::smtp::{Permanence, Step};
use backstamp::{Context, Report, analyze};

/// The step and the server, the reply, the reasons that are right (`|` between), P or T for permanence (`-` where not compared),
/// the parties that are right (empty where not compared), and whether the address is dead.
type Line = (&'static str, &'static str, &'static str, &'static str, char, &'static str, bool);

const DEAD: bool = true;
const ALIVE: bool = false;

#[rustfmt::skip]
const LINES: &[Line] = &[
    // No such mailbox, in the words of many servers.
    ("rcpt", "", "550 5.1.1 <kim@example.com>: Recipient address rejected: User unknown in virtual mailbox table", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 5.1.1 <kim@example.com>: Recipient address rejected: User unknown in relay recipient table", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 5.1.1 <kim@example.com>: Recipient address rejected: undeliverable address: host back.example[192.0.2.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command)", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "gmail-smtp-in.l.google.com", "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser - gsmtp", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "example-com.mail.protection.outlook.com", "550 5.4.1 Recipient address rejected: Access denied. [AM5EUR02FT001.eop-EUR02.prod.protection.outlook.com]", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "mx02.mail.icloud.com", "550 5.1.1 <kim@icloud.com>: user does not exist", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "eu-smtp-inbound-1.mimecast.com", "550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [x]", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "553 5.3.0 <kim@example.com>... No such user here", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 #5.1.0 Address rejected. User unknown", "userUnknown", 'P', "recipient", DEAD),
    ("endOfData", "", "554 delivery error: dd This user doesn't have a yahoo.com account (kim@yahoo.com) [0]", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 5.1.1 Mailbox does not exist", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "450 4.1.1 <kim@example.com>: Recipient address rejected: User unknown in local recipient table", "userUnknown", 'T', "recipient", ALIVE),
    ("rcpt", "", "550 5.1.1 Unbekannter Empfänger", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 Adresse inconnue", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 No existe el buzón", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 Utente inesistente", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 Destinatário inexistente", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 Onbekende gebruiker", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 Nieznany użytkownik", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 Böyle bir kullanıcı yok", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 Пользователь не найден", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 Користувача не знайдено", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 用户不存在", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 宛先が見つかりません", "userUnknown", 'P', "recipient", DEAD),
    ("rcpt", "", "550 존재하지 않는 사용자입니다", "userUnknown", 'P', "recipient", DEAD),
    // The same words of somebody else.
    ("rcpt", "", "550 5.1.0 <lee@example.net>: Sender address rejected: User unknown in virtual alias table", "rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "550 5.1.7 <lee@example.net>: Sender address rejected: undeliverable address: host mx.example.net[192.0.2.9] said: 550 5.1.1 User unknown", "rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "550-Verification failed for <lee@example.net> 550-Called: 192.0.2.9 550-Response: 550 No such user 550 Sender verify failed", "rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "550 Sender's mailbox does not exist", "rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "550 Absender existiert nicht", "rejected", 'P', "sender", ALIVE),
    ("mail", "", "550 No such user", "rejected", 'P', "sender", ALIVE),
    ("mail", "", "550 5.1.1 Unknown user", "rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "553 5.1.8 <lee@nowhere.example>... Domain of sender address lee@nowhere.example does not exist", "rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "550 The sending domain does not exist", "rejected|hostUnknown", 'P', "sender", ALIVE),
    ("endOfData", "", "550 5.7.1 The domain in the From header does not exist", "rejected|notCompliantRfc|authFailure", 'P', "sender", ALIVE),
    ("endOfData", "", "550 Unknown user in From: header", "rejected|notCompliantRfc", 'P', "sender", ALIVE),
    ("endOfData", "", "554 A link in the message points to a domain that does not exist: link domain not found", "spamDetected|contentError|policyViolation", 'P', "sender", ALIVE),
    ("rcpt", "", "450 4.7.1 <pc>: Helo command rejected: Host not found", "blocked|requirePtr|syntaxError", 'T', "sender", ALIVE),
    ("rcpt", "", "504 5.5.2 <pc>: Helo command rejected: need fully-qualified hostname", "blocked|syntaxError|requirePtr", 'P', "sender", ALIVE),
    ("helo", "", "550 Invalid HELO: domain does not exist", "blocked|syntaxError", 'P', "sender", ALIVE),
    ("helo", "", "501 Syntactically invalid EHLO argument(s)", "syntaxError|blocked", 'P', "sender", ALIVE),
    ("connect", "", "554 5.7.1 Host unknown", "blocked|requirePtr", 'P', "sender", ALIVE),
    // The domain.
    ("", "", "550 5.1.2 Bad destination system address: domain does not exist", "hostUnknown", 'P', "recipient", DEAD),
    ("lookup", "", "5.4.4 Host or domain name not found. Name service error for name=example.invalid type=A: Host not found", "hostUnknown", 'P', "recipient", DEAD),
    ("lookup", "", "4.4.3 Host or domain name not found. Name service error for name=example.com type=MX: Host not found, try again", "networkError|expired", 'T', "", ALIVE),
    ("", "", "556 5.1.10 <kim@example.com>: Recipient address rejected: Domain example.com does not accept mail (nullMX)", "notAccept", 'P', "recipient", DEAD),
    ("connect", "", "554 5.7.1 This server does not accept mail from your network", "blocked|policyViolation", 'P', "sender", ALIVE),
    ("rcpt", "", "550 5.7.1 example.com does not accept mail from 198.51.100.7", "blocked|policyViolation|rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "451 4.3.2 The system is not accepting messages right now", "systemError|onHold", 'T', "recipient", ALIVE),
    // Frames, with the reason behind.
    ("rcpt", "", "550 5.7.1 <kim@example.com>: Recipient address rejected: Access denied", "policyViolation|securityError|rejected|blocked|filtered|onHold", 'P', "", ALIVE),
    ("rcpt", "", "450 4.2.0 <kim@example.com>: Recipient address rejected: Greylisted, see http://postgrey.example/help", "systemError|onHold|speeding|policyViolation", 'T', "", ALIVE),
    ("rcpt", "", "552 5.2.2 <kim@example.com>: Recipient address rejected: Mailbox full", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 5.2.2 <kim@example.com>: Recipient address rejected: Quota exceeded", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "554 5.7.1 <kim@example.com>: Recipient address rejected: Your IP is on a blocklist", "blocked|badReputation", 'P', "sender", ALIVE),
    ("rcpt", "", "550 5.7.1 <kim@example.com>: Recipient address rejected: Only members may post", "filtered|rejected|policyViolation|securityError", 'P', "", ALIVE),
    ("rcpt", "", "451 4.7.1 <kim@example.com>: Recipient address rejected: Temporarily unavailable", "systemError|onHold", 'T', "", ALIVE),
    ("rcpt", "", "554 5.7.1 <pc.example.net[192.0.2.1]>: Client host rejected: Access denied", "blocked|badReputation|rejected|policyViolation", 'P', "sender", ALIVE),
    ("rcpt", "", "554 5.7.1 <kim@example.com>: Relay access denied", "noRelaying", 'P', "", ALIVE),
    ("rcpt", "", "550 5.7.1 Server not configured to relay for example.com", "noRelaying", 'P', "", ALIVE),
    // Advice, examples and later replies.
    ("rcpt", "", "550 5.7.1 Blocked by the recipient's administrator. If you think the user does not exist, please ask", "blocked|filtered|policyViolation", 'P', "", ALIVE),
    ("rcpt", "", "550 5.1.1 User unknown. Please set up SPF and DKIM for your domain", "userUnknown", 'P', "recipient", DEAD),
    ("endOfData", "", "554 5.7.1 Message looks like spam. See https://example.com/mailbox-full", "spamDetected", 'P', "sender", ALIVE),
    ("rcpt", "", "550 5.2.2 Mailbox full 503 5.5.1 Need RCPT before DATA", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "550 5.1.1 User unknown 503 valid RCPT command must precede DATA", "userUnknown", 'P', "recipient", DEAD),
    // Full mailboxes.
    ("rcpt", "gmail-smtp-in.l.google.com", "452-4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to 452 4.2.2 https://support.google.com/mail/?p=OverQuotaTemp - gsmtp", "mailboxFull", 'T', "recipient", ALIVE),
    ("endOfData", "", "552 5.2.2 This message is larger than the current system limit or the recipient's mailbox is full", "mailboxFull|mesgTooBig|exceedLimit", 'P', "", ALIVE),
    ("rcpt", "", "552 Das Postfach ist überfüllt", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 La boîte aux lettres est pleine", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 El buzón está lleno", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 La casella è piena", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 A caixa de correio está cheia", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 Postbus is vol", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 Skrzynka jest przepełniona", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 Posta kutusu dolu", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 Поштова скринька переповнена", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 邮箱空间不足", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 メールボックスがいっぱいです", "mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "552 메일함이 가득 찼습니다", "mailboxFull", 'P', "recipient", ALIVE),
    ("mail", "", "452 4.2.2 Sender's mailbox is over quota", "speeding|exceedLimit|mailboxFull|rejected|suspend", 'T', "sender", ALIVE),
    ("", "", "550 5.2.1 The user's inbox is no longer used", "suspend", 'P', "recipient", ALIVE),
    ("rcpt", "", "550 5.2.1 Domain suspended", "suspend", 'P', "recipient", ALIVE),
    ("rcpt", "gmail-smtp-in.l.google.com", "550 5.2.1 The email account that you tried to reach is inactive. Learn more at https://support.google.com/mail/?p=DisabledUser - gsmtp", "suspend", 'P', "recipient", ALIVE),
    // Authentication.
    ("endOfData", "gmail-smtp-in.l.google.com", "550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. 550 5.7.26 - gsmtp", "authFailure", 'P', "sender", ALIVE),
    ("endOfData", "mta7.am0.yahoodns.net", "550 5.7.9 This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to authenticate with either SPF or DKIM.", "authFailure", 'P', "sender", ALIVE),
    ("endOfData", "gmail-smtp-in.l.google.com", "550-5.7.26 Unauthenticated email from example.net is not accepted due to domain's DMARC policy. 550 5.7.26 - gsmtp", "authFailure", 'P', "sender", ALIVE),
    ("mail", "", "550 5.7.23 SPF validation failed", "authFailure", 'P', "sender", ALIVE),
    ("endOfData", "", "554 5.7.5 Permanent error evaluating DMARC policy", "authFailure", 'P', "sender", ALIVE),
    ("rcpt", "", "550 5.7.1 lee@example.net: not permitted by SPF record", "authFailure", 'P', "sender", ALIVE),
    // Lists and reputation.
    ("rcpt", "", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example; https://bl.example/192.0.2.1", "blocked|badReputation", 'P', "sender", ALIVE),
    ("rcpt", "", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; Error: open resolver; https://www.spamhaus.org/returnc/pub/", "blocked|systemError|networkError", 'P', "recipient", ALIVE),
    ("rcpt", "", "554 5.7.1 Service unavailable; Sender address [lee@example.net] blocked using dbl.spamhaus.org", "blocked|badReputation|rejected", 'P', "sender", ALIVE),
    ("endOfData", "", "554 5.7.1 Message contains a URL listed by URIBL", "spamDetected|policyViolation|blocked", 'P', "sender", ALIVE),
    ("mail", "hotmail-com.olc.protection.outlook.com", "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).", "blocked|badReputation", 'P', "sender", ALIVE),
    ("connect", "mta5.am0.yahoodns.net", "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints", "badReputation|speeding|blocked", 'T', "sender", ALIVE),
    ("endOfData", "mx01.mail.icloud.com", "550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137", "policyViolation|spamDetected|blocked|badReputation", 'P', "sender", ALIVE),
    ("connect", "mx1.comcast.net", "421 resimta.comcast.net 192.0.2.1 Try again later. Please see http://postmaster.comcast.net/smtp-error-codes.php#RL000001", "speeding|blocked|badReputation|systemError|tooManyConn", 'T', "", ALIVE),
    ("endOfData", "", "550 5.7.1 Your message was rejected for low reputation of the sending IP", "badReputation|blocked", 'P', "sender", ALIVE),
    // Rates.
    ("endOfData", "gmail-smtp-in.l.google.com", "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address. 421 4.7.28 - gsmtp", "speeding|badReputation|spamDetected|tooManyConn", 'T', "sender", ALIVE),
    ("connect", "", "421 4.7.0 Too many connections from 192.0.2.1", "tooManyConn|speeding", 'T', "sender", ALIVE),
    ("rcpt", "", "452 4.5.3 Too many recipients", "tooManyConn|speeding|exceedLimit|policyViolation|systemError|onHold|rejected|syntaxError", 'T', "", ALIVE),
    ("mail", "example-com.mail.protection.outlook.com", "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients", "speeding|exceedLimit|tooManyConn", 'P', "sender", ALIVE),
    // Microsoft.
    ("mail", "example-com.mail.protection.outlook.com", "550 5.7.64 TenantAttribution; Relay Access Denied", "noRelaying|securityError|rejected", 'P', "", ALIVE),
    ("endOfData", "example-com.mail.protection.outlook.com", "550 5.6.11 SMTPSEND.BareLinefeedsAreIllegal; message contains bare line feeds", "contentError|notCompliantRfc|syntaxError", 'P', "sender", ALIVE),
    ("", "", "554 5.4.6 Hop count exceeded - possible mail loop", "networkError|systemError", 'P', "", ALIVE),
    ("rcpt", "example-com.mail.protection.outlook.com", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required", "securityError|filtered|policyViolation|rejected", 'P', "", ALIVE),
    // TLS.
    ("startTls", "", "454 4.7.0 TLS not available due to local problem", "failedStartTls|systemError", 'T', "recipient", ALIVE),
    ("", "", "4.7.5 Server certificate has expired", "failedStartTls|securityError", 'T', "recipient", ALIVE),
    ("", "", "4.7.4 TLS is required, but was not offered by host mx.example.com[192.0.2.9]", "failedStartTls|securityError", 'T', "recipient", ALIVE),
    ("", "", "4.7.5 Server certificate not trusted", "failedStartTls|securityError", 'T', "recipient", ALIVE),
    ("mail", "", "530 5.7.0 Must issue a STARTTLS command first", "failedStartTls|securityError", 'P', "sender", ALIVE),
    // The reporting server's own settings.
    ("", "", "5.4.6 mail for example.com loops back to myself", "networkError|systemError", 'P', "recipient|sender|unknown|network", ALIVE),
    // Login.
    ("auth", "", "535 5.7.8 Username and Password not accepted", "securityError", 'P', "sender", ALIVE),
    ("auth", "", "534 5.7.9 Application-specific password required", "securityError", 'P', "sender", ALIVE),
    ("auth", "", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant", "securityError", 'P', "sender", ALIVE),
    ("auth", "", "454 4.7.0 Too many login attempts, please try again later", "securityError|speeding|tooManyConn", 'T', "sender", ALIVE),
    ("mail", "", "503 5.5.1 Error: send HELO/EHLO first", "syntaxError", 'P', "sender", ALIVE),
    // No session.
    ("connect", "", "421 4.3.2 Service not available", "systemError|onHold|blocked|systemFull", 'T', "", ALIVE),
    ("connect", "", "421", "systemError|onHold|blocked|undefined|expired", 'T', "", ALIVE),
    ("", "", "4.4.1 connect to mx.example.com[192.0.2.9]:25: Connection timed out", "expired|networkError", 'T', "", ALIVE),
    ("endOfData", "", "4.4.2 lost connection with mx.example.com[192.0.2.9] while sending end of data -- message may be sent more than once", "networkError|expired", 'T', "", ALIVE),
    ("", "", "gave up after 12 retries", "expired", '-', "", ALIVE),
    // Size, content.
    ("mail", "", "552 5.3.4 Message size exceeds fixed limit", "mesgTooBig|exceedLimit", 'P', "sender", ALIVE),
    ("endOfData", "", "552 5.7.0 This message was blocked because its content presents a potential security issue", "policyViolation|virusDetected|securityError|contentError", 'P', "sender", ALIVE),
    ("endOfData", "", "554 5.6.0 Message contains bare LF", "contentError|notCompliantRfc|syntaxError", 'P', "sender", ALIVE),
    ("endOfData", "", "550 5.7.1 Messages missing a valid Message-ID header are not accepted", "notCompliantRfc|contentError", 'P', "sender", ALIVE),
    ("connect", "", "550 5.7.25 Forward and reverse names of 192.0.2.1 do not match", "requirePtr", 'P', "sender", ALIVE),
    ("rcpt", "", "450 4.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.1]", "requirePtr", 'T', "sender", ALIVE),
    ("rcpt", "", "451 4.7.1 Greylisting in action, please come back later", "systemError|onHold|speeding|policyViolation", 'T', "", ALIVE),
    ("rcpt", "", "450 4.1.1 <kim@example.com>: Recipient address rejected: unverified address: Address verification in progress", "systemError|userUnknown|onHold|expired", 'T', "recipient", ALIVE),
    ("rcpt", "", "550 5.7.1 You are not allowed to post to this mailing list: non-member", "filtered|rejected|securityError|policyViolation", 'P', "", ALIVE),
    ("rcpt", "", "551 5.1.6 User has moved; please try <kim@example.net>", "hasMoved", 'P', "recipient", DEAD),
    // Conditions, alternatives and rules on who may write state nothing of whether the address exists.
    ("endOfData", "", "550 5.7.1 Message refused. If the recipient does not exist, take it off your list.", "onHold|policyViolation|securityError", 'P', "", ALIVE),
    ("rcpt", "", "550 5.1.1 user unknown or mailbox full", "userUnknown|mailboxFull", 'P', "recipient", ALIVE),
    ("rcpt", "", "550 5.1.1 <staff@example.com>: you are not subscribed to this list", "filtered", 'P', "", ALIVE),
    ("rcpt", "", "550 5.7.1 <kim@example.com>... we do not accept mail from this sender", "rejected", 'P', "", ALIVE),
    ("rcpt", "", "550 5.7.1 This mailbox does not accept mail from outside the company", "filtered", 'P', "", ALIVE),
    ("rcpt", "", "550 5.7.1 This host does not accept mail from 192.0.2.7", "blocked", 'P', "sender", ALIVE),
    ("rcpt", "", "550 5.7.510 example.com does not accept email over IPv6", "blocked", 'P', "sender", ALIVE),
    ("rcpt", "", "556 5.1.10 example.com does not accept mail", "notAccept", 'P', "recipient", DEAD),
    ("rcpt", "", "550 5.7.1 Recipient is not in the allow list of this group", "filtered|securityError|policyViolation", 'P', "", ALIVE),
    ("rcpt", "", "550 5.7.1 Too many unknown users from your address, goodbye", "blocked", 'P', "sender", ALIVE),
    ("endOfData", "", "550 5.7.1 The mailbox in the Reply-To header does not exist", "rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "550 5.7.1 Mail from <lee@example.net> refused: no such user", "rejected", 'P', "sender", ALIVE),
    ("mail", "", "550 5.1.1 lee@example.net is no valid mailbox", "rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "550 5.1.0 Address rejected", "userUnknown", 'P', "recipient", ALIVE),
    ("rcpt", "", "501 bad address syntax", "userUnknown|syntaxError", 'P', "", ALIVE),
    ("rcpt", "", "551 not here", "hasMoved", 'P', "", ALIVE),
    ("rcpt", "", "551 5.1.6 kim has moved, try <kim@example.org>", "hasMoved", 'P', "recipient", DEAD),
    ("rcpt", "", "550 Message was not accepted -- invalid mailbox. Local mailbox kim@example.com is unavailable: account is disabled", "suspend", 'P', "recipient", ALIVE),
    // One sentence, of several lines or alone.
    ("rcpt", "mx00.gmx.net", "550 Requested action not taken: mailbox unavailable", "userUnknown", 'P', "recipient", DEAD),
    ("mail", "mx00.gmx.net", "550-Requested action not taken: mailbox unavailable 550 invalid DNS MX or A/AAAA resource record", "rejected", 'P', "sender", ALIVE),
    ("rcpt", "", "550 Requested action not taken: mailbox unavailable", "userUnknown", 'P', "recipient", ALIVE),
    // "Received" has two meanings.
    ("rcpt", "", "452 4.5.3 Too many recipients received this hour", "tooManyConn|speeding", 'T', "sender", ALIVE),
    ("endOfData", "", "554 5.4.6 Too many Received headers", "networkError", 'P', "", ALIVE),
    // The frame alone, where no word behind it says why.
    ("rcpt", "", "550 5.7.1 <pc>: Helo command rejected: no", "blocked", 'P', "sender", ALIVE),
    ("rcpt", "", "550 5.7.1 <lee@example.net>: Sender address rejected: no", "rejected", 'P', "sender", ALIVE),
    // What a provider publishes of its marks.
    ("mail", "mx0.charter.net", "421 4.7.1 too much AUP#In-1340", "tooManyConn", 'T', "sender", ALIVE),
    ("endOfData", "mx0.charter.net", "450 4.7.1 slow down AUP#In-1430", "speeding", 'T', "sender", ALIVE),
    ("rcpt", "smtpz4.laposte.net", "550 5.5.0 Compte bloque. LPN007_426", "suspend", 'P', "recipient", ALIVE),
    ("endOfData", "mta5.am0.yahoodns.net", "451 Message deferred due to unresolvable RFC.5321 from domain", "rejected", 'T', "sender", ALIVE),
    // A full disk that the delivery program met is no fault of the program.
    ("", "", "maildrop: maildir over quota", "mailboxFull", '-', "recipient", ALIVE),
    ("", "", "maildrop: unable to open the mailbox", "mailerError", '-', "recipient", ALIVE),
    // What is blocked is the attachment, or the client.
    ("endOfData", "", "554 5.7.1 This message has been blocked because it contains a banned file extension", "policyViolation", 'P', "sender", ALIVE),
    ("endOfData", "", "554 5.7.1 This message has been blocked because your address is on a blocklist", "blocked", 'P', "sender", ALIVE),
    // Logins (RFC 4954).
    ("auth", "", "535 5.7.8 Error: authentication failed", "securityError", 'P', "sender", ALIVE),
    ("auth", "", "454 4.7.0 Temporary authentication failure", "securityError", 'T', "sender", ALIVE),
];

fn step(name: &str) -> Option<Step> {
    Some(match name {
        "lookup" => Step::Lookup,
        "connect" => Step::Connect,
        "helo" => Step::Helo,
        "startTls" => Step::StartTls,
        "auth" => Step::Auth,
        "mail" => Step::Mail,
        "rcpt" => Step::Rcpt,
        "endOfData" => Step::EndOfData,
        _ => return None,
    })
}

#[test]
fn a_refusal_means_what_it_says_of_whom_it_says_it() {
    let mut wrong = Vec::new();
    for &(at, remote, text, reasons, permanence, parties, dead) in LINES {
        let codes = find::codes(text);
        let found = classify(&Refusal {
            reply_code: codes.reply_code.map(|code| code.text),
            status: codes.status.map(|code| code.text),
            text,
            step: step(at),
            remote: (!remote.is_empty()).then_some(remote),
            given_up: Some(true),
        });
        let reason = found.reason.word();
        let party = format!("{:?}", found.party).to_lowercase();
        let shown = match found.permanence {
            Some(Permanence::Permanent) => 'P',
            Some(Permanence::Temporary) => 'T',
            None => '?',
        };
        if !reasons.to_lowercase().split('|').any(|one| one == reason.to_lowercase())
            || permanence != '-' && permanence != shown
            || !parties.is_empty() && party != "unknown" && !parties.split('|').any(|one| one == party)
            || dead != found.dead_address
        {
            wrong.push(format!("{text}\n    {reason} {shown} {party} dead={} by {:?}", found.dead_address, found.rule));
        }
    }
    assert!(wrong.is_empty(), "{} of {} lines:\n{}", wrong.len(), LINES.len(), wrong.join("\n"));
}

/// A refused login is said as what it is, and not as "a security demand".
#[test]
fn a_refused_login_says_what_was_wrong_with_it() {
    let title = |text: &str| {
        let codes = find::codes(text);
        classify(&Refusal {
            reply_code: codes.reply_code.map(|code| code.text),
            status: codes.status.map(|code| code.text),
            text,
            ..Refusal::default()
        })
        .title
    };
    for (text, words) in [
        ("535 5.7.8 Error: authentication failed", "password was not accepted"),
        ("535 5.7.3 Authentication unsuccessful", "password was not accepted"),
        ("535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", "password was not accepted"),
        (
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
            "switched off",
        ),
        (
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
            "switched off",
        ),
        ("534-5.7.9 Application-specific password required.", "app password"),
        (
            "534-5.7.14 <https://accounts.google.com/signin/continue?x=1> Please log in via your web browser",
            "app password",
        ),
        ("454 4.7.0 Too many login attempts, please try again later.", "too many tries"),
        (
            "454 4.7.0 Temporary authentication failure: Connection lost to authentication server",
            "could not be checked",
        ),
        ("535 The provided authorization grant is invalid, expired, or revoked", "token"),
        ("504 5.7.4 Unrecognized authentication type", "this way to log in"),
        ("530 5.7.0 Authentication Required.", "wants a login"),
        ("503 5.5.1 Error: send HELO/EHLO first", "before HELO"),
        ("501 5.5.4 Invalid domain name", "gives in HELO"),
        ("421 4.4.2 mx.example.com Error: timeout exceeded", "waited too long"),
    ] {
        assert!(title(text).contains(words), "{text}: {}", title(text));
    }
    // The look-alikes: TLS comes first, and a relay that is refused is no login.
    assert!(title("530 5.7.0 Must issue a STARTTLS command first").contains("encrypted"));
    assert!(title("550 5.7.1 <kim@example.com>: Relay access denied").contains("relaying"));
}

/// Labels that the words plainly contradict: the notice, and what is wrong with its label. They count neither way.
const WRONG_LABELS: &[(&str, &str)] = &[
    ("rfc3464-01.eml", "the words and the status are those of an unknown user, the label says a full mailbox"),
    ("sisimai-err-22.eml", "Yahoo's words for an account that does not exist, the label says a filter"),
];

/// The labelled mail beside the repository, where it is there.
fn labelled(file: &str) -> Option<Vec<u8>> {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("BACKSTAMP_SHARED").map_or_else(beside, std::path::PathBuf::from);
    std::fs::read(shared.join("corpora/bounces").join(file)).ok()
}

/// Whether a reason is among those that a label accepts: two pairs of names are one for the tool that made the labels.
fn is_accepted(accepted: &[String], reason: &str) -> bool {
    let one = |word: &str| match word {
        "emailtoolarge" | "exceedlimit" => "mesgtoobig".to_owned(),
        "ratelimited" | "speeding" => "toomanyconn".to_owned(),
        word => word.to_owned(),
    };
    accepted.iter().any(|accepted| one(accepted) == one(reason))
}

/// Reads one labelled set; nothing where it is not there.
type Reading = fn(&mut Calibration) -> Option<()>;

/// How many answers were given as certain and as likely, and how many of them were wrong.
#[derive(Default)]
struct Calibration {
    certain: (usize, usize),
    likely: (usize, usize),
}

impl Calibration {
    fn count(&mut self, confidence: Confidence, is_right: bool) {
        let slot = match confidence {
            Confidence::Certain => &mut self.certain,
            Confidence::Likely => &mut self.likely,
            Confidence::Possible => return,
        };
        slot.0 += 1;
        slot.1 += usize::from(!is_right);
    }

    fn print(&self, name: &str) {
        let ((certain, wrong), (likely, astray)) = (self.certain, self.likely);
        eprintln!("{name}: certain {wrong} of {certain} wrong, likely {astray} of {likely} wrong");
    }
}

fn rows(file: &str) -> Option<Vec<serde_json::Value>> {
    let text = String::from_utf8(labelled(file)?).unwrap();
    Some(text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn words(value: &serde_json::Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

/// Lines of providers, each as what a server answered at a step.
fn of_refusals(counts: &mut Calibration) -> Option<()> {
    for row in rows("refusals.jsonl")? {
        let text = row["line"].as_str().unwrap();
        let codes = find::codes(text);
        let at = match row["step"].as_str() {
            Some("connect") => "connect",
            Some("EHLO" | "HELO") => "helo",
            Some("STARTTLS") => "startTls",
            Some("MAIL FROM") => "mail",
            Some("RCPT TO") => "rcpt",
            Some("end of DATA") => "endOfData",
            _ => "",
        };
        let found = classify(&Refusal {
            reply_code: codes.reply_code.as_ref().map(|code| code.text),
            status: row["status"].as_str().or(codes.status.as_ref().map(|code| code.text)),
            text,
            step: step(at),
            remote: row["mx"].as_str(),
            given_up: Some(true),
        });
        counts.count(found.confidence, is_accepted(&words(&row["reasons"]), found.reason.word()));
    }
    Some(())
}

/// Single replies as somebody pastes them.
fn of_replies(counts: &mut Calibration) -> Option<()> {
    for row in rows("replies.jsonl")? {
        let (Some(label), file) = (row["labels"]["sisimai"].as_str(), row["file"].as_str().unwrap_or_default()) else {
            continue;
        };
        let read = report(row["line"].as_str().unwrap());
        let said = read.findings.iter().find(|finding| finding.id == "reply.reason");
        let (Some(reason), Some(said)) = (read.reply.as_ref().and_then(|reply| reply.reason), said) else { continue };
        if WRONG_LABELS.iter().any(|(wrong, _)| *wrong == file) {
            continue;
        }
        let accepted = [vec![label.to_owned()], words(&row["accept"])].concat();
        counts.count(said.confidence, is_accepted(&accepted, reason.word()));
    }
    Some(())
}

/// Whole notices about one recipient.
fn of_notices(counts: &mut Calibration) -> Option<()> {
    let labels: serde_json::Value = serde_json::from_slice(&labelled("sisimai/expected.json")?).unwrap();
    for (file, label) in labels["files"].as_object().unwrap() {
        let recipients = label["recipients"].as_array().unwrap();
        let ([one], Some("bounce")) = (recipients.as_slice(), label["kind"].as_str()) else { continue };
        if WRONG_LABELS.iter().any(|(wrong, _)| wrong == file) {
            continue;
        }
        let read = analyze(&labelled(&format!("sisimai/{file}")).unwrap(), &Context::default());
        let said = read.findings.iter().find(|finding| finding.id.starts_with("bounce."));
        let reason = read.bounce.as_ref().and_then(|bounce| bounce.recipients.first()?.reason);
        let (Some(reason), Some(said)) = (reason, said) else { continue };
        let label = one["reason"].as_str().unwrap_or_default().to_owned();
        let accepted = [vec![label], words(&one["accept"]["reason"])].concat();
        counts.count(said.confidence, is_accepted(&accepted, reason.word()));
    }
    Some(())
}

/// How often an answer that is called certain or likely is wrong, on mail whose reasons are known: at most 1 in 100 and 1 in 10.
#[test]
fn certain_is_wrong_at_most_once_in_a_hundred_and_likely_once_in_ten() {
    let sets: [(&str, Reading); 3] = [("refusals", of_refusals), ("replies", of_replies), ("notices", of_notices)];
    let mut all = Calibration::default();
    for (name, read) in sets {
        let mut counts = Calibration::default();
        if read(&mut counts).is_none() {
            eprintln!("skipped: no labelled {name} beside the repository");
            continue;
        }
        counts.print(name);
        all.certain = (all.certain.0 + counts.certain.0, all.certain.1 + counts.certain.1);
        all.likely = (all.likely.0 + counts.likely.0, all.likely.1 + counts.likely.1);
    }
    all.print("all");
    let ((certain, wrong), (likely, astray)) = (all.certain, all.likely);
    assert!(wrong * 100 <= certain, "{wrong} of {certain} that are called certain are wrong");
    assert!(astray * 10 <= likely, "{astray} of {likely} that are called likely are wrong");
}

fn report(text: &str) -> Report {
    analyze(text.as_bytes(), &Context::default())
}

/// Whether anything is said to be certain of a text.
fn is_certain_of_something(text: &str) -> bool {
    report(text).findings.iter().any(|finding| finding.confidence == Confidence::Certain)
}

#[test]
fn an_answer_is_certain_and_the_same_words_in_data_code_or_prose_are_only_possible() {
    for answer in [
        "550 5.1.1 <kim@example.com>: User unknown",
        "host mx.example.com[192.0.2.1] said: 550 5.1.1 <kim@example.com>: User unknown (in reply to RCPT TO command)",
        "The error was: 550 5.1.1 <kim@example.com>: User unknown",
    ] {
        assert!(is_certain_of_something(answer), "{answer}");
    }
    for text in [
        "{\"to\": \"kim@example.com\", \"reply\": \"550 5.1.1 User unknown\"}",
        "[{\"code\": 550, \"text\": \"550 5.1.1 User unknown\"},\n {\"code\": 552, \"text\": \"552 5.2.2 Mailbox full\"}]",
        "<?xml version=\"1.0\"?>\n<log><entry>550 5.1.1 User unknown</entry></log>",
        "time,recipient,answer\n10:00,kim@example.com,550 5.1.1 User unknown\n",
        "if reply.startswith(\"550 5.1.1\"):\n    raise Refused(\"user unknown\")\n",
        "Last spring we saw 550 5.1.1 user unknown a lot, and nobody knew why.",
        "My mailbox is full and the server is blocked by a blocklist",
    ] {
        assert!(!is_certain_of_something(text), "{text}");
    }
}

#[test]
fn an_answer_that_quotes_a_record_is_an_answer_and_a_record_alone_is_none() {
    assert!(is_certain_of_something("550 5.7.23 SPF check failed: example.net has v=spf1 -all"));
    let record = report("example.net. 3600 IN TXT \"v=spf1 ip4:192.0.2.1 -all\"");
    assert!(record.reply.is_none_or(|_| !record.findings.iter().any(|one| one.confidence == Confidence::Certain)));
}

#[test]
fn nothing_is_advised_that_the_queue_does_by_itself_and_no_waiting_for_what_is_over() {
    let steps = |line: &str| {
        let report = backstamp::analyze(line.as_bytes(), &backstamp::Context::default());
        report.findings.into_iter().flat_map(|finding| finding.next).collect::<Vec<_>>()
    };
    let line = |state: &str, words: &str| {
        format!(
            "Apr 14 08:21:09 out postfix/smtp[4711]: 7C41F2A0311: to=<ben@club.example>, relay=mx1.club.example[198.51.100.20]:25, \
             status={state} (host mx1.club.example[198.51.100.20] said: {words} (in reply to RCPT TO command))"
        )
    };
    let queued = steps(&line("deferred", "452 4.2.2 <ben@club.example>: mailbox is full"));
    assert!(queued.iter().all(|step| !step.starts_with("Send again")), "{queued:?}");
    let over = steps(&line("bounced", "452 4.2.2 <ben@club.example>: mailbox is full"));
    assert!(over.iter().any(|step| step.starts_with("Send again")), "{over:?}");
    assert!(over.iter().all(|step| !step.starts_with("Wait")), "{over:?}");
    let grey = steps(&line("deferred", "450 4.2.0 <ben@club.example>: Greylisted, see you in five minutes"));
    assert!(grey.iter().any(|step| step.starts_with("Wait")), "{grey:?}");
    let grey = steps(&line("bounced", "450 4.2.0 <ben@club.example>: Greylisted, see you in five minutes"));
    assert!(grey.iter().all(|step| !step.starts_with("Wait")), "{grey:?}");
}

#[test]
fn what_the_book_says_of_a_code_is_told_only_where_it_fits_the_cause() {
    let notes = |line: &str| {
        let report = backstamp::analyze(line.as_bytes(), &backstamp::Context::default());
        let codes = report.findings.into_iter().filter(|finding| finding.id == "reply.code");
        codes.map(|finding| finding.title).collect::<Vec<_>>()
    };
    let other = notes("550 5.4.1 <ben@club.example>: no such mailbox here");
    assert!(
        other.iter().any(|title| title.starts_with("550")) && other.iter().all(|title| !title.starts_with("5.4.1")),
        "{other:?}"
    );
    let fitting = notes("550 5.1.1 <ben@club.example>: no such mailbox here");
    assert!(fitting.iter().any(|title| title.starts_with("5.1.1")), "{fitting:?}");
    assert!(!notes("5.4.1").is_empty());
}

#[test]
fn a_servers_sentence_about_a_missing_record_is_no_answer_of_the_dns() {
    let refused = report("5.1.2 bad address: host name has no MX record");
    assert!(
        refused.records.is_empty() && refused.dns_output.is_none() && refused.reply.is_some(),
        "{}",
        refused.headline
    );
    assert!(report("example.com has no MX record").dns_output.is_some());
}
