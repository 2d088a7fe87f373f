//! From the lines of a transcript to the session: which command each reply answers, and at which step each stands.

use super::dialect::{self, Chosen, Form, Found};
use super::facts::{Answer, Exchange, Session, took};
use super::line::{Said, Who, is_command, reply_code};
use super::message::Content;
use super::note::{self, ClientError, Failure, Note};
use super::secrets::{self, MASK};
use super::stamp::Stamp;
use crate::finding::Span;
use crate::refusal::find;
use crate::smtp::Step;

/// How many exchanges are listed.
pub(super) const MOST: usize = 400;
/// How many lines are read. A reading takes many times the length of a short line.
pub(super) const MOST_LINES: usize = 100_000;
/// How many sessions of one log are told apart.
const MOST_SESSIONS: usize = 64;
/// Of how many of the others it is said what came of them.
const MOST_TOLD: usize = 20;
/// How much of a reply is kept.
const MOST_REPLY: usize = 4_000;

/// A session with what its rules need to know and its reader does not.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    pub session: Session,
    /// The messages that were sent, as far as they are shown.
    pub messages: Vec<Content>,
    /// Why there was no connection.
    pub failure: Option<(Failure, Span)>,
    /// Why the client gave up by itself, in its own words: the first that it says, with where STARTTLS or AUTH stood.
    pub gave_up: Option<(ClientError, Span)>,
    /// Where it says that the connection ended before QUIT was answered, and whether the client ended it.
    pub lost: Option<(Span, bool)>,
    /// A line of the client that ended in LF alone, as the log of its server says.
    pub bare: Option<Span>,
    /// A command that was sent before the greeting.
    pub early: Option<Span>,
    /// Whether the session was in TLS from its start, or may have been: where it is not known that it was not.
    pub clear: bool,
    /// A line that began with R in a terminal in which s_client took it as an order.
    pub renegotiated: Option<Span>,
    /// Whether the transcript has lines of the client, and of the server.
    pub has_commands: bool,
    pub has_replies: bool,
    /// What must not be shown.
    pub secrets: Vec<Span>,
    /// The lines of the messages that were sent.
    pub content: Vec<Span>,
    /// The lines of the proof.
    pub lines: Vec<Spoken>,
    pub has_marks: bool,
    /// Whether it is a log of events, without the dialogue.
    pub is_log: bool,
    /// Whether the transcript says that there was a connection, or a try.
    pub is_connected: bool,
    /// How many lines tell of the connection.
    pub notes: usize,
    /// What came of the other sessions of the same paste, in order.
    pub others: Vec<String>,
    /// Where the reading ended, where the transcript has more than [`MOST_LINES`].
    pub cut_at: Option<usize>,
}

/// A line of the dialogue as it may be shown.
#[derive(Debug)]
pub(super) struct Spoken {
    pub is_client: bool,
    pub words: String,
    pub stamp: Option<String>,
    /// The exchange that it belongs to.
    pub exchange: usize,
}

/// Reads a transcript. Takes time linear in the text.
pub(super) fn read(text: &str) -> Transcript {
    match dialect::rewritten(text) {
        Some((text, dialect)) => read_as(&dialect, &text),
        None => read_as(&dialect::of(text), text),
    }
}

fn read_as(dialect: &Chosen, text: &str) -> Transcript {
    let form = dialect.form;
    let mut groups: Vec<(&str, Vec<Said<'_>>)> = Vec::new();
    let (mut secrets, mut content) = (Vec::new(), Vec::new());
    let mut found = Found { said: Vec::new(), key: "" };
    let mut login = secrets::LoginWatch::default();
    let (mut lines, mut cut_at) = (0, None);
    for line in dialect::lines(text) {
        if lines == MOST_LINES {
            cut_at = Some(line.at);
            break;
        }
        lines += 1;
        dialect.line(line, &mut found);
        secrets::of_line(line.text, line.at, &mut secrets);
        login.line(line.text, line.at, &mut secrets);
        if found.said.is_empty() {
            continue;
        }
        // Lines of one session mostly stand together.
        let group = match groups.iter().rposition(|(key, _)| *key == found.key) {
            Some(group) => group,
            None if groups.len() < MOST_SESSIONS => {
                groups.push((found.key, Vec::new()));
                groups.len() - 1
            }
            None => continue,
        };
        if let Some((_, said)) = groups.get_mut(group) {
            said.append(&mut found.said);
        }
        found.said.clear();
    }
    let prints_ends = form.is_marked && groups.iter().flat_map(|(_, said)| said).any(|said| said.words.ends_with(CRLF));
    let mut sessions: Vec<Transcript> = Vec::new();
    for (_, mut said) in groups {
        if prints_ends {
            said.iter_mut().for_each(without_its_end);
        }
        for mut one in Reader::new(form).read(&said) {
            secrets.append(&mut one.secrets);
            content.append(&mut one.content);
            if !one.session.exchanges.is_empty() {
                sessions.push(one);
            }
        }
    }
    // The first that was refused is the one that somebody asks about.
    let asked = sessions.iter().position(|one| one.session.stopped.is_some()).unwrap_or_default();
    let others = sessions.iter().enumerate().filter(|(at, _)| *at != asked).map(|(_, one)| one.session.came_of_it());
    let others: Vec<String> = others.take(MOST_TOLD).collect();
    let count = sessions.len();
    let mut best = sessions.into_iter().nth(asked).unwrap_or_default();
    best.session.others = count.saturating_sub(1);
    best.others = others;
    best.session.form = form.name.into();
    best.has_marks = form.is_marked;
    best.secrets = secrets;
    best.content = content;
    best.cut_at = cut_at;
    best
}

/// The end of a line as some programs print it.
const CRLF: &str = "\\r\\n";

/// Takes off the end of a line where the transcript prints it; it shows then which lines end in LF alone.
fn without_its_end(said: &mut Said<'_>) {
    if let Some(words) = said.words.strip_suffix(CRLF) {
        said.words = words;
    } else if let Some(words) = said.words.strip_suffix("\\n") {
        said.words = words;
        said.bare = true;
    }
}

/// What the next line of the client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Command,
    /// A line of the message.
    Message,
    /// An answer to a challenge of a login (RFC 4954 section 4).
    Login,
    /// A line of a chunk of BDAT, of which so many bytes are to come (RFC 3030 section 2).
    Chunk(usize),
}

struct Reader<'a> {
    form: &'static Form,
    /// The sessions before the one that is being read.
    done: Vec<Transcript>,
    out: Transcript,
    mode: Mode,
    /// The first exchange that awaits its reply or the rest of it.
    open: usize,
    /// Whether a reply has begun and goes on.
    goes_on: bool,
    secure: bool,
    sent: Option<Stamp<'a>>,
    stamps: Vec<Option<Stamp<'a>>>,
    /// Lines that may be the client's and are no commands: secrets, where a login follows them.
    unknown: Vec<Span>,
    /// Where the last line stands that is a lone dot.
    last_dot: usize,
    in_certificate: bool,
    over: bool,
    /// Whether the program tells the last reply again: in an exception, in a summary.
    told_again: bool,
    /// Whether the client greeted with LHLO.
    is_lmtp: bool,
    /// Recipients that were accepted in the transaction.
    accepted: usize,
    /// Whether commands or replies end in LF alone too: then the copy has changed the ends of lines, or never had them.
    ends_are_lost: bool,
}

impl<'a> Reader<'a> {
    fn new(form: &'static Form) -> Self {
        Self {
            form,
            done: Vec::new(),
            out: Transcript::default(),
            mode: Mode::Command,
            open: 0,
            goes_on: false,
            secure: false,
            sent: None,
            stamps: Vec::new(),
            unknown: Vec::new(),
            last_dot: 0,
            in_certificate: false,
            over: false,
            told_again: false,
            is_lmtp: false,
            accepted: 0,
            ends_are_lost: false,
        }
    }

    fn read(mut self, said: &[Said<'a>]) -> Vec<Transcript> {
        let is_dot = |said: &&Said<'_>| said.words == "." && said.who != Who::Note;
        self.last_dot = said.iter().rev().find(is_dot).map_or(0, |said| said.at);
        for said in said {
            self.secure |= said.secure;
            match said.who {
                Who::Client => self.client_lines(said),
                Who::Server => self.server(said),
                Who::Either => self.either(said),
                Who::Note => self.note(said),
            }
        }
        let mut done = std::mem::take(&mut self.done);
        done.push(self.finish());
        done
    }

    /// The last few exchanges: what a program tells again is of one of them.
    fn latest(&self) -> impl Iterator<Item = &Exchange> {
        self.out.session.exchanges.iter().rev().take(3)
    }

    /// Whether the session has ended: what begins one begins the next.
    fn has_ended(&self) -> bool {
        (self.over || self.out.lost.is_some()) && self.open >= self.out.session.exchanges.len() && !self.goes_on
    }

    /// Begins the next session of the paste.
    fn begin_anew(&mut self) {
        let next = Self { last_dot: self.last_dot, done: std::mem::take(&mut self.done), ..Self::new(self.form) };
        let ended = std::mem::replace(self, next);
        self.done.push(ended.finish());
    }

    /// A line that only the state of the session gives to somebody.
    fn either(&mut self, said: &Said<'a>) {
        if self.in_certificate || said.words.starts_with("-----BEGIN") {
            self.in_certificate = !said.words.starts_with("-----END");
            return;
        }
        let code = reply_code(said.words);
        match self.mode {
            // A transcript may have lost the dot: a reply behind the last one ends the message.
            Mode::Message if said.at <= self.last_dot || code.is_none() => self.client(said),
            Mode::Login | Mode::Chunk(_) if code.is_none() => self.client(said),
            _ if code.is_some() => self.server(said),
            _ if is_command(said.words) || said.words == "." => self.client(said),
            _ => {
                self.note(said);
                let word = said.words.trim();
                let hidden = secrets::looks_encoded(word).then(|| said.span()).filter(|_| !word.contains(' '));
                // Typed ahead of the challenges.
                let is_ahead =
                    self.out.session.exchanges.get(self.open).is_some_and(|one| one.step == Some(Step::Auth));
                if is_ahead { &mut self.out.secrets } else { &mut self.unknown }.extend(hidden);
            }
        }
    }

    /// What a client sent in one piece, where the transcript writes the ends of its lines out.
    fn client_lines(&mut self, said: &Said<'a>) {
        let mut at = 0;
        let first = said.words.split(CRLF).next().unwrap_or_default();
        // In a message these four characters are its own.
        let is_glued = first.len() < said.words.len() && (is_command(first) || first == ".");
        if !is_glued {
            return self.client(said);
        }
        let pieces = said.words.strip_suffix(CRLF).unwrap_or(said.words);
        for words in pieces.split(CRLF) {
            self.client(&Said { words, at: said.at + at, ..*said });
            at += words.len() + CRLF.len();
        }
    }

    fn client(&mut self, said: &Said<'a>) {
        let words = said.words.trim_end();
        if words.starts_with("PROXY ") && self.out.session.exchanges.is_empty() {
            // A header of the PROXY protocol is no command: what follows is the greeting.
            return;
        }
        let is_greeting = Step::of_command(words) == Some(Step::Helo) && self.mode == Mode::Command;
        if is_greeting && self.has_ended() && !self.out.session.exchanges.is_empty() {
            self.begin_anew();
        }
        self.out.has_commands = true;
        if self.mode == Mode::Command && self.awaits_message() && (words == "." || !is_command(words)) {
            // The reply to DATA is not shown.
            self.mode = Mode::Message;
        }
        match self.mode {
            Mode::Message if words == "." => {
                self.mode = Mode::Command;
                self.begin(Some(Step::EndOfData), ".".to_owned(), said, said.span());
            }
            Mode::Message => {
                if let Some(content) = self.out.messages.last_mut() {
                    content.line(said);
                }
                self.out.content.push(said.span());
            }
            Mode::Chunk(left) => self.chunk(left, said),
            Mode::Login => {
                self.out.secrets.extend(secrets::of_command(said.words, true).map(|secret| shifted(said, secret)));
                let (index, words) = (self.open, if words == "*" { "*" } else { MASK });
                self.spoken(true, words.to_owned(), said, index);
                self.sent = said.stamp;
            }
            Mode::Command if is_command(words) => self.command(words, said),
            // The transcript begins within the message.
            Mode::Command if words == "." => {
                self.forget_message();
                self.begin(Some(Step::EndOfData), ".".to_owned(), said, said.span());
            }
            Mode::Command if self.form.is_marked => {
                // No command of SMTP: a rest of a message, a slip of the fingers, or a secret.
                let hidden = secrets::looks_encoded(words) && !words.contains(' ');
                self.out.secrets.extend(hidden.then(|| said.span()));
                self.begin(None, if hidden { MASK.to_owned() } else { words.to_owned() }, said, Span::default());
            }
            Mode::Command => {}
        }
    }

    /// A line of a chunk: its bytes count, with the end of the line; a command may stand right behind the last of them.
    fn chunk(&mut self, left: usize, said: &Said<'a>) {
        let taken = left.min(said.words.len());
        self.out.content.push(Span::new(said.at, said.at + taken));
        let ends = said.words.len() + 2 >= left;
        self.mode = if ends { Mode::Command } else { Mode::Chunk(left - said.words.len() - 2) };
        if let Some(words) = said.words.get(taken..).filter(|words| is_command(words)) {
            self.client(&Said { words, at: said.at + taken, ..*said });
        }
    }

    /// Takes back the lines that were no commands: they were of a message.
    fn forget_message(&mut self) {
        let exchanges = &mut self.out.session.exchanges;
        let is_command = |one: &Exchange| one.step.is_some() || !one.reply.is_empty() || is_command(&one.name());
        let kept = exchanges.iter().rposition(is_command).map_or(0, |last| last + 1);
        let content = Content::rest(exchanges.len() - kept);
        exchanges.truncate(kept);
        self.stamps.truncate(kept);
        self.out.lines.retain(|line| line.exchange < kept);
        self.out.messages.push(content);
    }

    fn command(&mut self, words: &str, said: &Said<'a>) {
        self.ends_are_lost |= said.bare && !self.form.is_marked;
        let secret = secrets::of_command(words, false);
        let shown = match &secret {
            Some(secret) => format!("{}{MASK}", words.get(..secret.start).unwrap_or_default()),
            None => words.to_owned(),
        };
        let start = secret.as_ref().map_or(words.len(), |secret| secret.start);
        let span = Span::new(said.at, said.at + words.get(..start).unwrap_or_default().trim_end().len());
        self.out.secrets.extend(secret.map(|secret| shifted(said, secret)));
        let step = Step::of_command(words);
        self.is_lmtp |= words.get(..4).is_some_and(|verb| verb.eq_ignore_ascii_case("LHLO"));
        // The last chunk of BDAT ends the message (RFC 3030 section 2); those before it are a part of its data.
        let ends = words.get(..5).is_some_and(|verb| verb.eq_ignore_ascii_case("BDAT "))
            && words.to_ascii_uppercase().ends_with(" LAST");
        let step = if ends { Some(Step::EndOfData) } else { step };
        self.begin(step, shown, said, span);
        let size = words.get(5..).and_then(|rest| rest.split_whitespace().next()?.parse::<usize>().ok());
        let is_chunk = words.get(..5).is_some_and(|verb| verb.eq_ignore_ascii_case("BDAT "));
        if let Some(size) = size.filter(|size| is_chunk && *size > 0) {
            self.mode = Mode::Chunk(size);
        }
        if step == Some(Step::Data) {
            self.out.messages.push(Content::default());
        }
    }

    /// Adds an exchange for a command.
    fn begin(&mut self, step: Option<Step>, command: String, said: &Said<'a>, span: Span) {
        self.unknown.clear();
        self.told_again = false;
        self.goes_on = false;
        self.sent = said.stamp;
        let index = self.out.session.exchanges.len();
        self.spoken(true, command.clone(), said, index);
        let address = address(&command).filter(|_| matches!(step, Some(Step::Mail | Step::Rcpt)));
        self.push(Exchange {
            step,
            address: address.map(str::to_owned),
            command: Some(command),
            secure: self.secure,
            stamp: said.stamp.map(|stamp| stamp.text.to_owned()),
            evidence: if span.is_empty() { Vec::new() } else { vec![span] },
            ..Exchange::default()
        });
        self.stamps.push(said.stamp);
    }

    fn push(&mut self, exchange: Exchange) {
        self.out.session.exchanges.push(exchange);
    }

    fn spoken(&mut self, is_client: bool, words: String, said: &Said<'a>, exchange: usize) {
        let stamp = said.stamp.map(|stamp| stamp.text.to_owned());
        if self.out.lines.len() < 4 * MOST {
            self.out.lines.push(Spoken { is_client, words, stamp, exchange });
        }
    }

    /// Whether the last command is DATA, not answered yet.
    fn awaits_message(&self) -> bool {
        self.out.session.exchanges.last().is_some_and(|last| last.step == Some(Step::Data) && last.reply_code.is_none())
    }

    fn server(&mut self, said: &Said<'a>) {
        let words = said.words.trim_end();
        let Some((code, more)) = reply_code(words) else { return };
        if code == "220" && self.has_ended() && !self.out.session.exchanges.is_empty() {
            self.begin_anew();
        }
        if self.told_again && is_told_twice(words) && self.latest().any(|one| one.reply.contains(words)) {
            return;
        }
        self.told_again = false;
        self.out.has_replies = true;
        // Of chunks that were sent ahead an earlier one may be answered first.
        let is_of_last = self.open + 1 >= self.out.session.exchanges.len();
        if matches!(self.mode, Mode::Chunk(_)) && is_of_last {
            // An answer ends the chunk, also where the transcript leaves its lines out.
            self.mode = Mode::Command;
        }
        self.ends_are_lost |= said.bare && !self.form.is_marked;
        if !self.goes_on {
            self.answer(code, more, said);
        }
        let Some(exchange) = self.out.session.exchanges.get_mut(self.open) else { return };
        if exchange.reply.len() < MOST_REPLY {
            let gap = if exchange.reply.is_empty() { "" } else { "\n" };
            exchange.reply.push_str(gap);
            exchange.reply.push_str(words);
        }
        let places = exchange.evidence.len();
        match exchange.evidence.last_mut() {
            // The lines of one reply are one place, as long as nothing stands between them.
            Some(last) if self.goes_on && last.end <= said.at && said.at - last.end < 80 => {
                last.end = said.at + words.len()
            }
            _ if places < 20 => exchange.evidence.push(Span::new(said.at, said.at + words.len())),
            _ => {}
        }
        if exchange.step == Some(Step::Helo) && exchange.answer == Answer::Accepted && exchange.reply.contains('\n') {
            let extension = words.get(4..).unwrap_or_default().trim();
            if exchange.extensions.len() < 60 && !extension.is_empty() {
                exchange.extensions.push(extension.to_owned());
            }
        }
        let (words, index) = (words.to_owned(), self.open);
        self.spoken(false, words, said, index);
        self.goes_on = more;
        if !more {
            self.whole();
        }
    }

    /// The first line of a reply: finds the command that it answers.
    fn answer(&mut self, code: &str, more: bool, said: &Said<'a>) {
        let greeted = self.out.session.at(Step::Connect).next().is_some();
        let pending = self.out.session.exchanges.get(self.open);
        let greets = code == "220" && !greeted && pending.is_some_and(|first| first.step == Some(Step::Helo));
        if greets && self.open == 0 {
            // The client did not wait for the greeting (RFC 5321 section 4.3.1).
            self.out.early = pending.and_then(|first| first.evidence.first().copied());
            self.out.session.exchanges.insert(0, Exchange { step: Some(Step::Connect), ..Exchange::default() });
            self.stamps.insert(0, None);
            self.out.lines.iter_mut().for_each(|line| line.exchange += 1);
        } else if pending.is_none() {
            let step = self.inferred(code, more, said.words);
            if matches!(code, "334" | "235" | "535") {
                self.out.secrets.append(&mut self.unknown);
            }
            let command =
                (code == "221").then(|| "QUIT".to_owned()).filter(|_| step.is_none() && self.out.has_commands);
            self.push(Exchange { step, command, secure: self.secure, ..Exchange::default() });
            self.stamps.push(None);
        }
        let sent = self.stamps.get(self.open).copied().flatten();
        let recipient = self.recipient_of_reply(said.words);
        let Some(exchange) = self.out.session.exchanges.get_mut(self.open) else { return };
        if exchange.step.is_none() && matches!(code, "235" | "334" | "534" | "535") && !is_command(&exchange.name()) {
            // A log that hides the whole command: `*sensitive*`. These codes answer AUTH alone (RFC 4954 section 6).
            exchange.step = Some(Step::Auth);
        }
        exchange.answer = Answer::of_code(code);
        exchange.reply_code = Some(code.to_owned());
        let named = find::codes(said.words).status.filter(|status| status.at.start <= 5);
        exchange.status = named.map(|status| status.text.to_owned());
        if exchange.address.is_none() && exchange.step == Some(Step::Rcpt) {
            exchange.address = address(said.words).map(str::to_owned);
        }
        if exchange.step == Some(Step::EndOfData) {
            exchange.address = recipient;
        }
        let sent = if exchange.step == Some(Step::Auth) { self.sent.or(sent) } else { sent };
        exchange.took = sent.zip(said.stamp).map(|(sent, came)| came.after(&sent));
        if exchange.stamp.is_none() {
            exchange.stamp = said.stamp.map(|stamp| stamp.text.to_owned());
        }
    }

    /// The step of a reply whose command is not shown.
    fn inferred(&self, code: &str, more: bool, words: &str) -> Option<Step> {
        let last = self.out.session.exchanges.iter().rev().find_map(|one| one.step);
        let status = find::codes(words).status.map(|status| status.text.to_owned()).unwrap_or_default();
        let detail = status.get(1..).unwrap_or_default();
        match code {
            "220" if last.is_none() || self.over => Some(Step::Connect),
            "220" => Some(Step::StartTls),
            "221" => None,
            "334" | "235" | "535" | "534" => Some(Step::Auth),
            "354" => Some(Step::Data),
            _ if self.answers_each_recipient() => Some(Step::EndOfData),
            "250" if queue_id(words).is_some() => Some(Step::EndOfData),
            _ if detail == ".1.0" => Some(Step::Mail),
            _ if detail == ".1.5" || detail == ".1.1" => Some(Step::Rcpt),
            _ => match last {
                None if code.starts_with('2') => Some(Step::Helo),
                None => Some(Step::Connect),
                Some(Step::Connect | Step::StartTls) => Some(Step::Helo),
                Some(Step::Helo) if more && code == "250" => Some(Step::Helo),
                Some(Step::Helo | Step::Auth) => Some(Step::Mail),
                Some(Step::Mail | Step::Rcpt) => Some(Step::Rcpt),
                Some(Step::Data) => Some(Step::EndOfData),
                _ => None,
            },
        }
    }

    /// Whether one reply a recipient comes after the final dot, and more of them are awaited: in LMTP (RFC 2033 section
    /// 4.2), and with PRDR, which announces them by 353 and ends with one for the whole message.
    fn answers_each_recipient(&self) -> bool {
        let exchanges = &self.out.session.exchanges;
        let is_dot = |one: &&Exchange| one.step == Some(Step::EndOfData);
        // Bounded, so that time stays linear.
        let answers = exchanges.iter().rev().take(MOST).take_while(is_dot).count();
        let announced =
            exchanges.iter().rev().take(MOST).take_while(is_dot).any(|one| one.reply_code.as_deref() == Some("353"));
        answers > 0 && (announced && answers < self.accepted + 2 || self.is_lmtp && answers < self.accepted)
    }

    /// The recipient that the reply after the final dot is for, where each has one.
    fn recipient_of_reply(&self, words: &str) -> Option<String> {
        let exchanges = self.out.session.exchanges.get(..=self.open)?;
        let is_dot = |one: &&Exchange| one.step == Some(Step::EndOfData);
        // Bounded, so that time stays linear: of more recipients than are listed no more is said.
        let exchanges = exchanges.get(exchanges.len().saturating_sub(2 * MOST)..)?;
        let before = exchanges.iter().rev().take(MOST).take_while(is_dot).count().checked_sub(1)?;
        let dot = exchanges.len().checked_sub(before + 1)?;
        let announced = exchanges.get(dot)?.reply_code.as_deref() == Some("353");
        let at = if announced && before > 0 { before - 1 } else { before };
        let is_each = announced && (1..=self.accepted).contains(&before) || self.is_lmtp && before < self.accepted;
        let accepted = |one: &&Exchange| one.step == Some(Step::Rcpt) && one.answer == Answer::Accepted;
        let since = exchanges.get(..dot)?.iter().rposition(|one| one.step == Some(Step::Mail)).unwrap_or_default();
        let named = exchanges.get(since..dot)?.iter().filter(accepted).nth(at).and_then(|one| one.address.clone());
        is_each.then(|| bracketed(words).map(str::to_owned).or(named))?
    }

    /// A reply is there as a whole.
    fn whole(&mut self) {
        let Some(exchange) = self.out.session.exchanges.get_mut(self.open) else { return };
        let (step, code) = (exchange.step, exchange.reply_code.as_deref().unwrap_or_default());
        match (step, code) {
            (Some(Step::Connect), _) => {
                self.over = false;
                self.secure &= exchange.secure && self.open == 0;
                let name = exchange.reply.get(4..).unwrap_or_default().split_whitespace().next();
                let is_name = |name: &&str| name.contains('.') && name.bytes().any(|byte| byte.is_ascii_alphabetic());
                let name = name.filter(is_name).map(|name| name.trim_matches(['.', ',', ';', ':']));
                self.out.session.server = name.map(str::to_owned).or(self.out.session.server.take());
            }
            (Some(Step::Helo), "250") if exchange.extensions.is_empty() => {
                exchange.extensions = in_one_line(&exchange.reply)
            }
            (Some(Step::StartTls), "220") => self.secure = true,
            (Some(Step::Mail), _) => self.accepted = 0,
            (Some(Step::Rcpt), "250" | "251" | "252") => self.accepted += 1,
            (Some(Step::Auth), "334") => {
                // The login goes on with the same command.
                self.mode = Mode::Login;
                exchange.answer = Answer::NotShown;
                return;
            }
            (Some(Step::Data), "354") => {
                self.mode = Mode::Message;
                if self.out.messages.is_empty() {
                    self.out.messages.push(Content::default());
                }
            }
            _ => {}
        }
        if self.mode == Mode::Login || (self.mode == Mode::Message && code != "354") {
            self.mode = Mode::Command;
        }
        self.over |= code == "221" || code == "421";
        self.open += 1;
    }

    fn note(&mut self, said: &Said<'a>) {
        let note = note::read(said.words);
        // The last lines are enough: those of challenges stand before them.
        let tells = |one: &Exchange| {
            one.reply.lines().rev().take(6).any(|line| is_told_twice(line) && said.words.contains(line))
        };
        let is_told = self.latest().any(tells);
        self.told_again |= is_told;
        if matches!(note, Some(Note::Connected(_))) && self.has_ended() && !self.out.session.exchanges.is_empty() {
            self.begin_anew();
        }
        self.out.notes += usize::from(note.is_some());
        let is_broken_off = said.words.contains("Could not connect to SMTP host");
        match note {
            // PHPMailer says no more than that of a handshake that failed.
            _ if is_broken_off && is_after_starttls(&self.out.session.exchanges) => {
                self.out.gave_up = self.out.gave_up.or(Some((ClientError::Tls, said.span())));
            }
            Some(Note::Connected(host)) => {
                self.out.is_connected = true;
                let server = &mut self.out.session.server;
                *server = server.take().or(host.map(str::to_owned));
            }
            Some(Note::Secure) => {
                // That alone leaves no doubt.
                self.out.notes += 1;
                self.out.is_connected = true;
                self.secure = true;
            }
            Some(Note::Failed(failure)) => {
                self.out.is_connected |= note::is_of_client(said.words);
                if let Some(Note::Connected(host)) = note::connected(said.words) {
                    let server = &mut self.out.session.server;
                    *server = server.take().or(host.map(str::to_owned));
                }
                self.out.failure = self.out.failure.or(Some((failure, said.span())));
            }
            Some(Note::GaveUp(error)) => {
                self.out.gave_up = self.out.gave_up.or(Some((error, said.span())));
            }
            Some(Note::Lost { by_client }) if !self.over => {
                self.out.lost = self.out.lost.or(Some((said.span(), by_client)));
            }
            Some(Note::Lost { .. }) => {}
            Some(Note::Over) => self.over = true,
            Some(Note::Early) => self.out.early = self.out.early.or(Some(said.span())),
            Some(Note::BareLine) => self.out.bare = self.out.bare.or(Some(said.span())),
            Some(Note::Renegotiated) => {
                self.out.renegotiated = self.out.renegotiated.or(Some(said.span()));
            }
            None => {}
        }
    }

    fn finish(mut self) -> Transcript {
        if self.ends_are_lost {
            self.out.messages.iter_mut().for_each(|content| content.bare = None);
        }
        let exchanges = &mut self.out.session.exchanges;
        let is_tried = self.out.session.server.is_some() || self.out.failure.is_some() || self.out.is_connected;
        // Who was never greeted and says goodbye asked for nothing.
        let is_goodbye = |one: &Exchange| one.verb() == "QUIT" && one.reply_code.is_none();
        let is_left = matches!(exchanges.as_slice(), [one] if is_goodbye(one))
            && self.out.is_connected
            && self.out.lost.is_some();
        if is_left {
            exchanges.clear();
        }
        if exchanges.is_empty() && is_tried {
            let evidence = self.out.failure.map(|(_, span)| span).into_iter().collect();
            let answer = if is_left { Answer::Silent } else { Answer::NotShown };
            exchanges.push(Exchange { step: Some(Step::Connect), answer, evidence, ..Exchange::default() });
        }
        // A client that tells its replies, and shows none before its HELO, was not greeted.
        let has_greeted_alone =
            matches!(exchanges.as_slice(), [one] if one.step == Some(Step::Helo) && one.command.is_some());
        let is_cut = self.out.is_connected && self.out.lost.is_some_and(|(_, by_client)| !by_client);
        let is_ungreeted = has_greeted_alone && is_cut && !self.out.has_replies;
        if is_ungreeted {
            exchanges.insert(0, Exchange { step: Some(Step::Connect), answer: Answer::Silent, ..Exchange::default() });
            self.out.lines.iter_mut().for_each(|line| line.exchange += 1);
        }
        // A reply that never ended is no answer yet.
        if let Some(cut) = exchanges.get_mut(self.open).filter(|one| self.goes_on && one.answer == Answer::Accepted) {
            cut.answer = Answer::NotShown;
            cut.reply_code = None;
            cut.status = None;
        }
        let ended = self.out.failure.is_some() || self.out.lost.is_some_and(|(_, by_client)| !by_client);
        let waiting = exchanges.iter_mut().find(|one| one.answer == Answer::NotShown && one.verb() != "QUIT");
        // Where only what the client sent is there, an answer may have come.
        let is_shown = self.out.has_replies || !self.out.has_commands || self.out.failure.is_some();
        if let Some(first) = waiting.filter(|_| ended && is_shown && !is_ungreeted) {
            first.answer = Answer::Silent;
        }
        let session = &mut self.out.session;
        session.stopped = stopped(&session.exchanges);
        session.queue_id = session.taken().and_then(|taken| queue_id(&taken.reply));
        session.left_out = session.exchanges.len().saturating_sub(MOST);
        // Within TLS a server does not offer it again (RFC 3207 section 4.2).
        let offers_starttls = session
            .at(Step::Helo)
            .flat_map(|hello| &hello.extensions)
            .any(|extension| extension.eq_ignore_ascii_case("STARTTLS"));
        self.out.clear = session.at(Step::Connect).next().is_some_and(|greeting| greeting.reply_code.is_some())
            && !session.exchanges.first().is_some_and(|first| first.secure)
            && (!self.form.hides_tls || offers_starttls);
        self.out
    }
}

/// Whether a line of a reply may be told again by what reports an error: a refusal with words of its own.
fn is_told_twice(line: &str) -> bool {
    line.len() > 8 && line.starts_with(['4', '5'])
}

/// Whether the last that was answered is STARTTLS, with a yes.
fn is_after_starttls(exchanges: &[Exchange]) -> bool {
    let last = exchanges.iter().rev().find(|one| one.step.is_some());
    last.is_some_and(|last| last.step == Some(Step::StartTls) && last.answer == Answer::Accepted)
}

fn shifted(said: &Said<'_>, secret: std::ops::Range<usize>) -> Span {
    Span::new(secret.start, secret.end).shifted(said.at)
}

/// The first exchange at which a message came no further. A refusal that the client got round is none.
fn stopped(exchanges: &[Exchange]) -> Option<usize> {
    let mended = |at: usize, one: &Exchange| {
        let same = |later: &Exchange| later.step == one.step && later.answer == Answer::Accepted;
        !one.is_of_recipient() && exchanges.iter().skip(at + 1).take(MOST).any(same)
    };
    // A server may take a message without TLS and without a login, and a client may go on without them.
    let taken = exchanges.iter().take(MOST).rposition(took).unwrap_or_default();
    let optional = |at: usize, one: &Exchange| at < taken && matches!(one.step, Some(Step::StartTls | Step::Auth));
    let stops = |(at, one): &(usize, &Exchange)| {
        one.step.is_some() && one.answer.is_no() && !mended(*at, one) && !optional(*at, one)
    };
    exchanges.iter().enumerate().take(MOST).find(stops).map(|(at, _)| at)
}

/// The address in a command or a reply: in angle brackets, or bare behind the colon.
pub(super) fn address(words: &str) -> Option<&str> {
    if let Some((_, rest)) = words.split_once('<') {
        return rest.split_once('>').map(|(address, _)| address.trim());
    }
    let bare = words.split([' ', ':']).find(|word| word.contains('@'))?;
    Some(bare.trim_matches(['"', ',', ';']))
}

/// An address in angle brackets.
fn bracketed(words: &str) -> Option<&str> {
    let (address, _) = words.split_once('<')?.1.split_once('>')?;
    address.contains('@').then_some(address)
}

/// The extensions of a reply that a log keeps in one line, as Exchange does: only those of a known name are told apart.
fn in_one_line(reply: &str) -> Vec<String> {
    const KNOWN: [&str; 16] = [
        "SIZE",
        "PIPELINING",
        "DSN",
        "ENHANCEDSTATUSCODES",
        "STARTTLS",
        "X-ANONYMOUSTLS",
        "AUTH",
        "X-EXPS",
        "8BITMIME",
        "BINARYMIME",
        "CHUNKING",
        "XRDST",
        "SMTPUTF8",
        "HELP",
        "ETRN",
        "VRFY",
    ];
    let mut found: Vec<String> = Vec::new();
    for word in reply.split_whitespace().skip(2) {
        if KNOWN.contains(&word) {
            found.push(word.to_owned());
        } else if let Some(last) = found.last_mut() {
            last.push(' ');
            last.push_str(word);
        }
    }
    found
}

/// What a server calls the message that it took: behind words such as `queued as`.
pub(super) fn queue_id(reply: &str) -> Option<String> {
    const BEFORE: [&str; 8] =
        ["queued as ", "id=", "internalid=", "queued (", "queue id ", "ok ", "message accepted, id ", "as id "];
    let lower = reply.to_ascii_lowercase();
    let words = BEFORE.iter().find_map(|before| lower.find(before).and_then(|at| reply.get(at + before.len()..)));
    let clean = |word: &str| {
        word.trim_matches(|letter: char| matches!(letter, '(' | ')' | '<' | '>' | ',' | ';' | '.' | '[' | ']'))
            .to_owned()
    };
    let is_id =
        |word: &String| word.len() >= 5 && word.bytes().any(|byte| byte.is_ascii_digit()) && !word.contains('@');
    let named = words.and_then(|words| words.split_whitespace().next()).map(clean).filter(is_id);
    // Sendmail: `250 2.0.0 d9L29Nj20475 Message accepted for delivery`.
    named.or_else(|| {
        let before = lower.find(" message accepted").and_then(|at| reply.get(..at))?;
        before.split_whitespace().next_back().map(clean).filter(is_id)
    })
}
