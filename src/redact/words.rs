//! The words that may stay: those that the rooms' own rules and sheets are made of, which belong to nobody.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::order;
use crate::phrases::Phrases;
use crate::refusal::{cause, provider, reason};
use crate::session;
use crate::smtp::{codes, step};
use crate::{bounce, source};

/// Words of structured fields, of logs and of programs' names, beside those of the rules.
const OTHERS: &str = "\
already alternative application arf arrival best both bytes comment complete connected days digest during either enhanced every explanation false five \
format four general get global gone got history html http ident inbound incident incoming inline just keyring less lists mailboxes mailto make \
mandatory matched mdn mixed mode most noreply opened option options origin parts pending percent persistent phase plain present private processed \
programme rather receiver redirected remaining removal reported reporter reporting request result rset run saying second seconds selector self signed \
simple since soon source started stop store string strong submit temperror test then though three today tracking transport trial true under unless \
unlimited unsigned value via where whole xforward adsp aspf adkim besteffort bestguesspass compauth dara iprev oar smime vbr rua ruf neutral hardfail \
policyviolation esmtp esmtps esmtpa esmtpsa lmtp lmtps lmtpa lmtpsa asmtp asmtps mapi uucp pop pop3 pop3s imap imap4 imaps tlsv1 sslv3 bits rsa ecdsa \
ecdhe dhe aes128 aes256 sha sha1 sha256 sha384 sha512 gcm cbc chacha20 poly1305 x25519 ed25519 md5 rc4 des 3des kx secp256r1 prime256v1 ffdhe2048 pss \
vrfy expn re aw mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep oct nov dec \
january february march april june july august september october november december pm utc gmt ut est edt cst cdt mst mdt pst pdt cet cest mest mez mesz \
bst wet west eet eest msk msd jst kst hkt sgt aest aedt nzst nzdt pdf png jpeg gif octet stream iso quoted printable 7bit 8bit binary boundary \
multipart delsp flowed lhost rhost orig nrcpt delays dsn ctladdr xdelay pri stat msgid proto arg1 mech cleanup qmgr smtpd anvil pickup scache trivial \
rewrite postscreen tlsproxy milter debian ubuntu centos openbsd freebsd gnu linux macosx thunderbird evolution kmail mutt alpine roundcube webmail \
iphone android mobile build sendmail exim smtpsvc smtpsvr opensmtpd dovecot cyrus zimbra amavis amavisd rspamd mimedefang mailscanner mailman listserv \
sympa majordomo ezmlm kumomta momentum ecelerity stalwart maddy mox halon icewarp kerio mdaemon communigate lotus notes mercury xmail xmailserver \
imail axigen scalix ppe ironport sophos symantec postini fortimail fortigate mcafee trend trendmicro imsva mailmarshal trustwave seg websense \
forcepoint tumbleweed clearswift ses simpleemailservice mailgun mailchimp mandrill sparkpost postmark web mailru nemesis fastmail protonmail nnfmp \
fetchmail getmail sieve cmu lda pro ims horde imp squirrelmail squirrel nasmail collabserv coremail mail_pickup pmdf oracle stalker merak raptor smap \
zmailer navgw avmailgate fsecure secure assp spampd spamtitan proxmox rediff indimail qpsmtpd simscan relaylock isode ecartis intermail openwave \
mirapoint critical frontend hub edge httpd php cgi script uid gid euid invoked softdnserr norvs presented trusted anonymous established issuer \
optional identd listexpand dlvr bsmtp batv prvs srs srs0 srs1 msprvs1 btv1 admin join leave double manual manually displayed dispatched ua talking opt \
fraud miscategorized redacted hashed hidden withheld undisclosed suppressed smtps emailaddress diagnosticcode smtpresponse bouncetype timestamp \
alignment identity relaxed strict mfrom inform destinations assistance including delete manager's resend sentences connecting escape foreign telnet \
retcode core hooks debug main greets enter ending terminating channel input crlf winsock errno renegotiating socketerror states nodename servname \
resolving starting finished 8bitmime chunking binarymime etrn xclient enhancedstatuscodes deliverby futurerelease mt plus xoauth2 oauthbearer ntlm \
gssapi cram scram xrdst anonymoustls exps sourcearn sendingaccountid messageid headerstruncated commonheaders processingtimemillis reportingmta \
sourceip calleridentity bouncesubtype feedbackid complaintfeedbacktype arrivaldate remotemtaip gcdp csp csi cse sor wm mr wrapper frontendproxy ports \
tnef winmail calendar vcard zip replied pregreet disconnect hangup fqdn lrt event eventid datetime recipientstatus recipientaddress messagetraceid \
lastattemptedservername lastattemptedip noerror nxdomain servfail notimp formerr opcode rcode section authority additional txt aaaa cname dname ptr srv \
caa tlsa nsec rrsig dnskey ttl nameexchange namehost ipaddress strings querytype deliverytype messagecount velocity risklevel outboundippool \
nexthopdomain dnsconnectordelivery smartheaderdelivery shadowredundancy lasterror suspended fromaddress senderaddress kbytes inet4 inet6 mda \
serverhostname internalmessageid networkmessageid q r c h v z l b f g j k u w y";

/// Names under which nobody in particular is reached (RFC 2142, and usual names of machines).
pub(super) const ROLES: &[&str] = &[
    "postmaster",
    "mailer-daemon",
    "mailerdaemon",
    "mail-daemon",
    "abuse",
    "hostmaster",
    "webmaster",
    "noc",
    "security",
    "root",
    "daemon",
    "nobody",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "double-bounce",
    "bounce",
    "bounces",
    "return",
    "returns",
    "owner",
    "request",
    "admin",
    "mailman",
    "listserv",
    "majordomo",
    "post_master",
    "mdaemon",
    "imss",
    "staff",
    "fbl",
    "feedback",
    "complaints",
    "arf",
    "mail.delivery.system",
    // What providers write in a complainant's place.
    "redacted",
    "hashed",
    "hidden",
    "removed",
    "undisclosed",
    "withheld",
    "suppressed",
    "anonymous",
    "anonymized",
    "unknown",
];

/// Labels of host names that say what a host does, and not whose it is.
const SERVICES: &[&str] = &[
    "mail",
    "mx",
    "smtp",
    "relay",
    "out",
    "in",
    "mta",
    "imap",
    "pop",
    "webmail",
    "www",
    "ns",
    "list",
    "lists",
    "groups",
    "sns",
    "ses",
    "listserv",
    "mailman",
    "majordomo",
    "sympa",
    "gw",
    "gateway",
    "edge",
    "hub",
    "outbound",
    "inbound",
    "mailout",
    "mailin",
    "mxout",
    "protection",
    "prod",
    "amavis",
    "spamassassin",
    "spamd",
    "clamav",
    "antispam",
    "spamfilter",
    "mailscanner",
    "virusscan",
    "lmtp",
    "submission",
    "aspmx",
    "alt",
    "gmail",
    "l",
    "_domainkey",
    "_dmarc",
    "_spf",
    "bl",
    "dnsbl",
    "zen",
    "sbl",
    "xbl",
    "pbl",
    "bounce",
    "bounces",
];

/// Ends of names that belong to large providers, filters and lists, beside those that the providers' sheets name.
const PROVIDERS: &[&str] = &[
    "google.com",
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "office365.com",
    "onmicrosoft.com",
    "microsoft.com",
    "yahoo.com",
    "yahoodns.net",
    "yahoo.co.jp",
    "aol.com",
    "aol.net",
    "icloud.com",
    "me.com",
    "apple.com",
    "amazonses.com",
    "amazonaws.com",
    "sendgrid.net",
    "mimecast.com",
    "mimecast.co.za",
    "pphosted.com",
    "gpphosted.com",
    "ppe-hosted.com",
    "ppops.net",
    "messagelabs.com",
    "iphmx.com",
    "barracudanetworks.com",
    "mxlogic.net",
    "hornetsecurity.com",
    "sophos.com",
    "postini.com",
    "psmtp.com",
    "collabserv.com",
    "cinetic.de",
    "gmx.com",
    "gmx.net",
    "gmx.de",
    "web.de",
    "mail.ru",
    "yandex.ru",
    "yandex.net",
    "yandex.com",
    "zoho.com",
    "zohomail.com",
    "qq.com",
    "rediffmail.com",
    "spamhaus.org",
    "spamcop.net",
    "sorbs.net",
    "barracudacentral.org",
    "abuseat.org",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "kddi.com",
    "kddi.ne.jp",
    "softbank.ne.jp",
    "facebook.com",
    "secureserver.net",
    "comcast.net",
    "orange.fr",
    "wanadoo.fr",
    "verizon.net",
    "vtext.com",
    "cox.net",
    "mailgun.org",
    "mailgun.net",
    "sparkpostmail.com",
    "mandrillapp.com",
    "cloudflare.net",
    "cloudflare.com",
    "sina.com",
    "sina.com.cn",
    "163.com",
    "126.com",
    "protonmail.com",
    "proton.me",
];

/// The last labels of names in use. A dotted run of known words counts as a name only below one of these.
const TOPS: &[&str] = &[
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "mil",
    "int",
    "info",
    "biz",
    "name",
    "io",
    "dev",
    "app",
    "cloud",
    "online",
    "site",
    "email",
    "example",
    "test",
    "invalid",
    "local",
    "localdomain",
    "internal",
    "intern",
    "lan",
    "corp",
    "home",
    "arpa",
    "host",
    "network",
    "systems",
    "group",
    "company",
    "services",
    "mail",
    "pro",
    "mobi",
    "asia",
    "xyz",
];

struct Vocabulary {
    words: HashSet<String>,
    /// Phrases of scripts that put no spaces between words.
    unspaced: Option<Phrases>,
    providers: HashSet<&'static str>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut words = HashSet::new();
    let mut unspaced: Vec<&'static str> = Vec::new();
    let mut add = |text: &'static str| {
        if text.chars().any(is_unspaced) {
            unspaced.extend(text.split(['\n', ' ', '*', '@']).filter(|piece| piece.chars().any(is_unspaced)));
        }
        for word in text.split(|letter: char| !letter.is_alphanumeric()) {
            words.insert(word.to_lowercase());
        }
    };
    add(OTHERS);
    bounce::phrases().for_each(&mut add);
    source::field_names().for_each(&mut add);
    step::PHRASES.iter().for_each(|(phrase, _)| add(phrase));
    reason::BOILERPLATE.iter().for_each(|phrase| add(phrase));
    session::events().for_each(&mut add);
    for sheet in reason::REASONS {
        sheet.rules.iter().flat_map(|rule| rule.phrases).for_each(|phrase| add(phrase));
        add(sheet.title);
        add(sheet.sentence);
    }
    for cause in cause::CAUSES {
        cause.marks().for_each(&mut add);
        add(cause.text);
    }
    for code in codes::all() {
        add(code.title);
        add(code.meaning);
    }
    let mut providers: HashSet<&'static str> = PROVIDERS.iter().copied().collect();
    for entry in provider::PROVIDERS {
        add(entry.name);
        for mark in entry.shown_by {
            add(mark);
            if mark.contains('.') && !mark.contains([' ', '/', '@']) {
                providers.insert(mark.trim_start_matches('.'));
            }
        }
        entry.meanings.iter().flat_map(|meaning| meaning.marks).for_each(|mark| add(mark));
    }
    order::sort_and_dedup(&mut unspaced);
    Vocabulary { words, unspaced: Phrases::exact(unspaced), providers }
});

/// Whether a letter is of a script that puts no spaces between words: Chinese, Japanese, Korean, Thai.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{0E00}'..='\u{0E7F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

/// Whether a word, in any case, is one of the rules' own.
pub(super) fn is_known(word: &str) -> bool {
    word.chars().count() == 1 && word.is_ascii() || VOCABULARY.words.contains(&word.to_lowercase())
}

/// Whether every word of a dotted or hyphenated run is known, or a short number.
pub(super) fn are_known(run: &str) -> bool {
    run.split(|letter: char| !letter.is_alphanumeric()).all(|word| {
        word.is_empty() || (word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_digit())) || is_known(word)
    })
}

/// What of a text without spaces is a phrase of the rules.
pub(super) fn known_stretches(text: &str) -> Vec<std::ops::Range<usize>> {
    let hits = VOCABULARY.unspaced.iter().flat_map(|phrases| phrases.hits(text));
    let mut found: Vec<std::ops::Range<usize>> = hits.map(|hit| hit.at).collect();
    order::sort_by_key(&mut found, |at| (at.start, at.end));
    found
}

/// Whether a label says what a host does, and not whose it is: `mx2`, `smtp-out`.
pub(super) fn is_service(label: &str) -> bool {
    label.split('-').all(|part| {
        let part = part.trim_end_matches(|letter: char| letter.is_ascii_digit());
        SERVICES.contains(&part)
    })
}

/// The end of a host's name that belongs to a large provider.
pub(super) fn provider_of(host: &str) -> Option<&str> {
    let mut rest = host;
    loop {
        if VOCABULARY.providers.contains(rest) {
            return Some(rest);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// Whether this can be the last label of a name.
pub(super) fn is_top(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    (label.len() == 2 && label.bytes().all(|byte| byte.is_ascii_alphabetic()))
        || TOPS.contains(&label.as_str())
        || label.starts_with("xn--")
}
