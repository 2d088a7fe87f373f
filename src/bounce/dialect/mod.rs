//! The programs that write notices, each in a file of its own.
//!
//! A [`Dialect`] says by which phrases its notices are known, and how they name recipients. Every phrase of every dialect
//! is looked for in one pass over the notice; the dialect whose phrases weigh most speaks. To add one: its file, and its
//! line in [`DIALECTS`].

use std::borrow::Cow;
use std::sync::LazyLock;

use super::notice::NoticeParts;
use super::per_recipient::Told;
use crate::order;
use crate::phrases::Phrases;

/// A program that writes notices.
pub(super) struct Dialect {
    /// What it is called.
    pub name: &'static str,
    /// By which phrases its notices are known.
    pub marks: &'static [Fingerprint],
    /// Reads what a notice of it tells of each recipient.
    pub read: fn(&NoticeParts<'_>) -> Vec<Told>,
    /// How long it tries before it gives up, where its maker says so.
    pub patience: Option<QueueLifetime>,
}

/// How long a program tries by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QueueLifetime {
    /// Hours after which it gives up.
    pub hours: u32,
    /// The setting, as its documentation names it.
    pub setting: &'static str,
}

/// A phrase by which a notice is known, and its weight: 20 or more for a phrase that nobody else writes, 10 for one that
/// few share, less for a hint.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fingerprint {
    /// In a header field, as `name: value`.
    Head(&'static str, u16),
    /// In the text written for people.
    Body(&'static str, u16),
    /// In the name of a field that the program adds to its report.
    Own(&'static str, u16),
}

/// How much a dialect's phrases must weigh before it may speak.
const ENOUGH: u16 = 10;

pub(super) mod generic;

macro_rules! dialects {
    ($($module:ident,)*) => {
        $(mod $module;)*

        /// Every dialect that is known. Where two weigh the same, the first speaks.
        pub(super) static DIALECTS: &[Dialect] = &[$($module::DIALECT,)*];
    };
}

dialects! {
    postfix,
    yandex,
    barracuda,
    sendmail,
    activehunter,
    biglobe,
    v5sendmail,
    exim,
    mail_ru,
    gmx,
    mxlogic,
    zoho,
    qmail,
    james,
    haraka,
    yahoo,
    yahoo_old,
    x4,
    courier,
    opensmtpd,
    exchange2003,
    exchange,
    microsoft_smtp,
    gmail,
    google,
    google_groups,
    amazon_ses,
    amazon_ses_old,
    amazon_sns,
    sendgrid,
    domino,
    notes,
    messaging_server,
    dragonfly,
    powermta,
    mimecast,
    interscan,
    mailfoundry,
    mfilter,
    imail,
    ezweb,
    kddi,
    verizon,
    facebook,
    fml,
    x1,
    x3,
    x5,
    x6,
    mcafee,
    surfcontrol,
    amavis,
    mailmarshal,
    aol,
    yale,
    llnl,
    groupwise,
    netscape,
    sina,
    hmailserver,
    lsmtp,
    icewarp,
    smail,
    ntmail,
    sieve,
}

/// What the phrases of a notice say.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    /// The weight of each dialect, in the order of [`DIALECTS`].
    scores: Vec<u16>,
    /// Where the returned message begins in the text, as a phrase announces it.
    pub returned_at: Option<usize>,
    /// Whether the text holds the fields of a report.
    pub has_fields: bool,
    /// Whether a mail system sent it.
    pub from_machine: bool,
    /// Whether its subject or its return path is that of a notice.
    pub is_titled: bool,
    /// Whether the text says, in some language, that a message was not delivered.
    pub says_failed: Option<usize>,
    /// Where the text says that a message is delayed and still tried.
    pub says_delayed: Option<usize>,
}

impl Scan {
    /// Where the text says that a message was not delivered, or not yet.
    pub fn says_what(&self) -> Option<usize> {
        self.says_failed.or(self.says_delayed)
    }

    /// The dialects that may speak and their weights, the best first.
    pub fn ranked(&self, own_fields: &[(String, String)]) -> Vec<(u16, &'static Dialect)> {
        let mut ranked: Vec<(u16, &'static Dialect)> = self
            .scores
            .iter()
            .zip(DIALECTS)
            .map(|(score, dialect)| (score + own_weight(dialect, own_fields), dialect))
            .filter(|(score, _)| *score >= ENOUGH)
            .collect();
        order::sort_by_key(&mut ranked, |(score, _)| std::cmp::Reverse(*score));
        ranked
    }
}

fn own_weight(dialect: &Dialect, own_fields: &[(String, String)]) -> u16 {
    dialect
        .marks
        .iter()
        .map(|mark| match mark {
            Fingerprint::Own(start, weight) if own_fields.iter().any(|(name, _)| starts_with(name, start)) => *weight,
            _ => 0,
        })
        .sum()
}

fn starts_with(name: &str, start: &str) -> bool {
    name.get(..start.len()).is_some_and(|here| here.eq_ignore_ascii_case(start))
}

/// What a phrase means.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    Head(usize, u16),
    Body(usize, u16),
    Machine,
    Titled,
    Returned,
    Fields,
    Failed,
    Delayed,
}

struct Marks {
    phrases: Phrases,
    meanings: Vec<Meaning>,
}

static MARKS: LazyLock<Option<Marks>> = LazyLock::new(|| {
    let mut words: Vec<Cow<'static, str>> = Vec::new();
    let mut meanings = Vec::new();
    let mut add = |phrase: &'static str, meaning: Meaning| {
        words.push(Cow::Borrowed(phrase));
        meanings.push(meaning);
        // The search knows capitals of ASCII alone; a sentence in another script begins with one too.
        let mut letters = phrase.chars();
        if let Some(first) = letters.next().filter(|first| !first.is_ascii() && first.is_lowercase()) {
            words.push(Cow::Owned(first.to_uppercase().chain(letters).collect()));
            meanings.push(meaning);
        }
    };
    for (index, dialect) in DIALECTS.iter().enumerate() {
        for mark in dialect.marks {
            match *mark {
                Fingerprint::Head(phrase, weight) => add(phrase, Meaning::Head(index, weight)),
                Fingerprint::Body(phrase, weight) => add(phrase, Meaning::Body(index, weight)),
                Fingerprint::Own(..) => {}
            }
        }
    }
    MACHINES.iter().for_each(|phrase| add(phrase, Meaning::Machine));
    SUBJECTS.iter().for_each(|phrase| add(phrase, Meaning::Titled));
    RETURNED.iter().for_each(|phrase| add(phrase, Meaning::Returned));
    FIELDS.iter().for_each(|phrase| add(phrase, Meaning::Fields));
    super::languages::FAILED.iter().for_each(|phrase| add(phrase, Meaning::Failed));
    super::languages::DELAYED.iter().for_each(|phrase| add(phrase, Meaning::Delayed));
    Some(Marks { phrases: Phrases::in_any_case(words.iter().map(|phrase| &**phrase))?, meanings })
});

/// Looks for every phrase at once.
pub(super) fn scan(head: &str, text: &str) -> Scan {
    let mut scan = Scan { scores: vec![0; DIALECTS.len()], ..Scan::default() };
    let Some(marks) = MARKS.as_ref() else { return scan };
    let mut seen = vec![false; marks.meanings.len()];
    for hit in marks.phrases.hits(head) {
        let first = seen.get_mut(hit.phrase).is_some_and(|seen| !std::mem::replace(seen, true));
        match marks.meanings.get(hit.phrase) {
            Some(Meaning::Head(dialect, weight)) if first => add_score(&mut scan, *dialect, *weight),
            Some(Meaning::Machine) => scan.from_machine = true,
            Some(Meaning::Titled) => scan.is_titled = true,
            Some(Meaning::Delayed) => scan.says_delayed = Some(0),
            _ => {}
        }
    }
    seen.fill(false);
    for hit in marks.phrases.hits(text) {
        let first = seen.get_mut(hit.phrase).is_some_and(|seen| !std::mem::replace(seen, true));
        match marks.meanings.get(hit.phrase) {
            Some(Meaning::Body(dialect, weight)) if first => add_score(&mut scan, *dialect, *weight),
            Some(Meaning::Returned) if scan.returned_at.is_none_or(|at| hit.at.start < at) => {
                scan.returned_at = Some(hit.at.start);
            }
            Some(Meaning::Fields) => scan.has_fields = true,
            Some(Meaning::Failed)
                if scan.says_failed.is_none_or(|at| hit.at.start < at) && scan.returned_at.is_none() =>
            {
                scan.says_failed = Some(hit.at.start);
            }
            Some(Meaning::Delayed) if scan.says_delayed.is_none() && scan.returned_at.is_none() => {
                scan.says_delayed = Some(hit.at.start);
            }
            _ => {}
        }
    }
    scan
}

/// Every phrase that is looked for, and the names of the fields that programs add to a report.
pub(super) fn phrases() -> impl Iterator<Item = &'static str> {
    let marks = DIALECTS.iter().flat_map(|dialect| dialect.marks).map(|mark| match *mark {
        Fingerprint::Head(phrase, _) | Fingerprint::Body(phrase, _) | Fingerprint::Own(phrase, _) => phrase,
    });
    marks.chain([MACHINES, SUBJECTS, RETURNED, FIELDS].into_iter().flatten().copied())
}

/// Where phrases that tell programs apart stand in a line of a header.
pub(super) fn marks_of_head(line: &str) -> Vec<std::ops::Range<usize>> {
    let Some(marks) = MARKS.as_ref() else { return Vec::new() };
    let hits = marks.phrases.hits(line).filter(|hit| {
        matches!(
            marks.meanings.get(hit.phrase),
            Some(Meaning::Head(..) | Meaning::Machine | Meaning::Titled | Meaning::Delayed)
        )
    });
    hits.map(|hit| hit.at).collect()
}

fn add_score(scan: &mut Scan, dialect: usize, weight: u16) {
    if let Some(score) = scan.scores.get_mut(dialect) {
        *score = score.saturating_add(weight);
    }
}

/// Senders of notices, and what else marks them in header fields.
const MACHINES: &[&str] = &[
    "mailer-daemon",
    "mailer daemon",
    "from: postmaster",
    "<postmaster@",
    "from: <postmaster",
    "\"postmaster\"",
    "post_master@",
    "mail delivery s",
    "delivery subsystem",
    "system administrator",
    "mail.delivery.system",
    "from: <>",
    "report-type=delivery-status",
    "report-type=\"delivery-status\"",
    "x-failed-recipients:",
    "auto-submitted: auto-generated (failure)",
];

/// Subjects of notices; and the empty return path, which other automatic messages have too.
const SUBJECTS: &[&str] = &[
    "return-path: <>",
    "subject: undeliver",
    "subject: non-delivery",
    "subject: returned mail",
    "subject: failure notice",
    "subject: failure delivery",
    "subject: delivery failure",
    "subject: delivery status",
    "subject: delivery has failed",
    "subject: delivery report",
    "subject: mail delivery",
    "subject: mail could not be delivered",
    "subject: mail system error",
    "subject: mail failure",
    "subject: mail failed",
    "subject: failed mail",
    "subject: message delivery has failed",
    "subject: message undeliverable",
    "subject: could not deliver",
    "subject: sorry, your message could not be delivered",
    "subject: there was an error sending your mail",
    "subject: warning: could not send",
    "subject: warning: message",
    "subject: loop alert",
    "subject: automatically rejected mail",
    "subject: email bounce notification",
    "subject: permanent delivery failure",
    "subject: fwd: returned mail",
    "subject: fwd: undeliver",
    "subject: fwd: delivery status notification",
    "subject: fwd: mail delivery failed",
    "subject: fwd: failure notice",
    "subject: fw: undeliver",
    "subject: fw: returned mail",
    "subject: fw: mail delivery failed",
    "subject: fw: delivery status notification",
    "subject: fw: failure notice",
    "email delivery failure",
    "delivery failed",
    "subject: unzustellbar",
    "subject: nicht zustellbar",
    "subject: non remis",
    "subject: non distribu",
    "subject: no se puede entregar",
    "subject: non recapitabile",
    "subject: não é possível entregar",
    "subject: onbestelbaar",
    "subject: niedostarcz",
    "subject: недоставлен",
    "subject: не удалось доставить",
    "subject: ваше сообщение не доставлено",
    "subject: 配信不能",
    "subject: 退信",
    "subject: 系统退信",
    "subject: 无法投递",
    "subject: 未送达",
];

/// Lines that announce the returned message in running text.
const RETURNED: &[&str] = &[
    "--- below this line is a copy of the",
    "--- enclosed is a copy of the",
    "--- attachment is a copy of the",
    "-- this is a copy of the message",
    "-- this is a copy of your message",
    "- original message -",
    "- original message follows",
    "--- original message",
    "-------original m",
    "\noriginal message follows",
    "\noriginal message as received",
    "\noriginal mail as follows",
    "\noriginal message headers:",
    "\nmessage headers follow",
    "----- message header follows -----",
    "--- the header of the original message",
    "----- unsent message follows",
    "--unsent message below",
    "-------- returned mail --------",
    "-- returned message --",
    "\nbounced e-mail:",
    "\nold message:",
    "------- returned message",
    "-- message text follows: --",
    "- message text follows",
    "-- the header and top",
    "included is a copy of the message header",
    "below is a copy of the original message",
    "the original message follows:",
    "your message reads (in part)",
    "--- message non-deliverable",
    "\nreceived: from ",
    "\nreceived: by ",
    "\n>received: from ",
    "\nreturn-path: <",
    "\ndkim-signature:",
    "ursprüngliche nachrichtenkopfzeilen:",
    "en-têtes de message d'origine",
    "encabezados de mensajes originales",
    "intestazioni originali messaggio",
    "cabeçalhos de mensagem originais",
    "元のメッセージ ヘッダー",
    "原始邮件标头",
    "原始邮件头",
];

/// Names of fields that make running text a report.
const FIELDS: &[&str] = &["final-recipient:", "final-recipient :", "original-recipient:", "original-recipient :"];
