//! The words that may stay: those that the rooms' own rules and sheets are made of, which belong to nobody.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::order;
use crate::phrases::Phrases;
use crate::smtp::{cause, codes, reason, remote, step};
use crate::{bounce, source};

/// Words of structured fields, of logs and of programs' names, beside those of the rules.
const OTHERS: &str = "\
a able about above abuse accept accepted access account action active address addresses administrator after again agent alert \
alias all allow allowed already also alternative an and another any application are arf arrival as at attachment attempt attempts \
auth authenticated authentication author auto automatic automatically away back be because been before below best between body \
both bounce bounced bounces but by bytes can cannot cause check cipher class client code command comment complete \
connect connected connection contact content copy could daemon data date day days deferred delay delayed deliver delivered delivery \
denied details detected diagnostic did digest disabled disk disposition dkim dmarc dns do does domain domainkeys done down \
due during each either eight email emails enclosed encoding encrypted end enhanced enough envelope error errors every \
exceeded expired explanation external fail failed failure failures false feedback field fields file filter final first five following \
for forged format forward forwarded found four from full further gateway general generated get given giving global gone good got greeting group \
had has have header headers help here history hop hops host hosts hour hours how html http https i id ident identifier if in inbound inbox incident \
incoming information initial inline internal internet into invalid ip is issue it its just key keyring last later length less level limit limits line link list \
lists local log login long longer lookup loop lost made mail mailbox mailboxes mailer mailfrom mailto make mandatory many match matched mdn \
me message messages method mime minutes missing mixed mode moment more most mta must mx my name named network next no nobody non none noreply not \
notice notification notify now null number of off ok old on once one only open opened operation option options or order original origin other our out outbound \
outgoing over own part parts pass path pending per percent permanent permanently permerror permission persistent phase pipe \
plain please point policy port possible post postmaster present priority private problem process processed programme program \
protocol public queue queued quit quota rate rather reached read ready reason receipt receive received receiver recipient recipients \
record redirected refuse refused reject rejected related relay relayed remaining remote removal reply report reported reporter reporting reports request requested required \
resent resolve resolved respond response result results retries retry return returned returning reverse rfc route routing rset run said same saying scanned score second seconds \
security see selector self send sender sending sent server servers service session set several shown side signature signed simple since size smtp so softfail some \
soon sorry source space spam spf started state status still stop storage store string strong subject submission submit submitted success successful such suspended system systems \
table take temperror temporarily temporary test text than that the their them then there these they third this though three through time timed timeout times to today too \
tracking transaction transcript transfer transmission transport trial tried tries true try trying two type unable unavailable under undeliverable undelivered \
unexpected unknown unless unlimited unreachable unsigned unsubscribe until up use used user username users using utf valid value verified verify version via virus volume \
waiting warning was way we were what when where whether which while who whole why will with within without wrong xforward yes yet you your \
adsp arc aspf adkim besteffort bestguesspass compauth dara domainkey iprev policy oar ptr smime vbr rua ruf neutral hardfail policyviolation \
helo ehlo lhlo esmtp esmtps esmtpa esmtpsa lmtp lmtps lmtpa lmtpsa asmtp asmtps mapi uucp pop pop3 pop3s imap imap4 imaps starttls tls tlsv1 ssl sslv3 bits bit rsa ecdsa \
ecdhe dhe aes128 aes256 sha sha1 sha256 sha384 sha512 gcm cbc chacha20 poly1305 x25519 ed25519 md5 rc4 des 3des kx secp256r1 prime256v1 ffdhe2048 pss exchange rcpt vrfy expn bdat bcc cc re fw fwd aw \
mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday jan feb mar apr may jun jul aug sep oct nov dec january february march april june july \
august september october november december am pm utc gmt ut est edt cst cdt mst mdt pst pdt cet cest met mest mez mesz bst ist wet west eet eest msk msd jst kst hkt sgt aest aedt nzst nzdt \
pdf png jpeg gif octet stream charset iso us ascii base64 quoted printable 7bit 8bit binary boundary name filename multipart rfc822 rfc delsp flowed \
lhost rhost orig relay nrcpt delays dsn ctladdr xdelay pri stat msgid proto arg1 mech cleanup qmgr smtpd anvil pickup bounce scache trivial rewrite postscreen tlsproxy milter unix pipe \
debian ubuntu centos openbsd freebsd gnu linux windows macosx apple outlook thunderbird evolution kmail mutt alpine roundcube webmail iphone android mobile build \
postfix sendmail exim qmail exchange microsoft smtpsvc smtpsvr hmailserver courier opensmtpd dovecot cyrus zimbra amavis amavisd spamassassin clamav rspamd mimedefang mailscanner mailman listserv sympa majordomo ezmlm \
haraka kumomta powermta momentum ecelerity stalwart maddy mox halon icewarp kerio mdaemon communigate domino lotus notes groupwise novell mercury xmail xmailserver imail james axigen scalix \
barracuda proofpoint ppe mimecast ironport sophos symantec messagelabs postini fortimail fortigate mcafee trend trendmicro interscan imsva mailmarshal trustwave seg websense forcepoint surfcontrol tumbleweed clearswift mxlogic \
gmail google googlemail groups yahoo aol hotmail outlook office365 amazon ses simpleemailservice amazonses sendgrid mailgun mailchimp mandrill sparkpost postmark zoho yandex icloud gmx web mailru nemesis fastmail protonmail \
nnfmp fetchmail getmail procmail maildrop sieve cmu lda pro ims horde imp squirrelmail squirrel nasmail collabserv coremail dragonfly mail_pickup pmdf messaging sun oracle stalker merak raptor smap zmailer navgw avmailgate fsecure secure assp spampd spamtitan proxmox \
rediff indimail qpsmtpd scanner simscan relaylock isode lsmtp ecartis intermail openwave mirapoint critical mta gateway frontend backend hub edge httpd php cgi script \
uid gid euid invoked helo rdns reverse lookup hostname verified unverified may be forged softdnserr norvs certificate requested presented trusted anonymous established peer issuer verify nullmx optional ident identd \
listexpand dlvr bsmtp batv prvs srs srs0 srs1 msprvs1 btv1 owner admin confirm join leave subscribe double via queued mail \
manual manually displayed dispatched deleted mdn ua talking not opt fraud miscategorized redacted hashed hidden withheld undisclosed suppressed smtps notificationtype eventtype bouncedrecipients emailaddress diagnosticcode smtpresponse bouncetype timestamp alignment identity mode relaxed strict \
mfrom sorry inform destinations assistance including delete manager's resend originally sentences \
connecting escape character foreign telnet retcode core hooks debug main greets hello enter ending terminating writing running closing transmission channel input cr lf crlf \
actively winsock errno renegotiating unexpectedly reset socketerror handshake lines states nodename servname resolving starting finished closed \
8bitmime smtputf8 pipelining chunking binarymime etrn xclient dsn enhancedstatuscodes requiretls limits deliverby futurerelease mt plus login xoauth2 oauthbearer ntlm gssapi cram scram xrdst anonymoustls exps \
sourcearn sendingaccountid messageid headerstruncated headers commonheaders processingtimemillis reportingmta sourceip calleridentity bouncesubtype feedbackid complaintfeedbacktype arrivaldate remotemtaip \
gsmtp gcdp csp csi cse cst sor wm mr wrapper frontendproxy ports tnef winmail calendar vcard zip \
p q r s c d h t v x z n e l b f g j k m o u w y";

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
    for sheet in reason::SHEETS {
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
    for provider in remote::PROVIDERS {
        add(provider.name);
        for mark in provider.shown_by {
            add(mark);
            if mark.contains('.') && !mark.contains([' ', '/', '@']) {
                providers.insert(mark.trim_start_matches('.'));
            }
        }
        provider.meanings.iter().flat_map(|meaning| meaning.marks).for_each(|mark| add(mark));
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
