//! Which token stands for what: the same for the same, everywhere, and nothing of the original in it.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::words;
use super::{Kept, Kind, Options, Replaced};
use crate::dns::idn;
use crate::trace::names::{self, Reach};

/// The tokens given out so far.
pub(super) struct Pseudonyms {
    keep_providers: bool,
    /// Words that go though the rules know them, in lower case.
    extra_words: HashSet<String>,
    tokens: HashMap<(Kind, String), String>,
    /// How many of each kind were given out, labels, networks and so on counted apart.
    counts: HashMap<(Kind, u8), usize>,
    /// What stands for what, in the order in which it was met.
    legend: Vec<Replaced>,
    /// Known words that are written like names.
    names: Vec<String>,
    /// What stayed and could give something away.
    kept: Vec<Kept>,
}

/// What a size that stayed could give away.
pub(super) const SIZE: &str = "The size of a message: whoever has a log with it can tell which message it was.";
/// What a selector that stayed could give away.
pub(super) const SELECTOR: &str =
    "The selector of a DKIM key, a common word: together with other traces it narrows down whose mail it is.";
/// What the part of an id that stayed could give away.
const MOMENT: &str =
    "An id that still tells its moment, as its program writes it: whoever has a log can look it up by that.";

/// How many words that may be names are listed.
const MOST_NAMES: usize = 80;

/// Kinds that are counted apart from those of the legend.
const LABEL: u8 = 1;
const DOMAIN: u8 = 2;

impl Pseudonyms {
    pub(super) fn new(options: &Options) -> Self {
        let extra_words = options.extra_words.iter().map(|word| word.to_lowercase()).collect();
        let keep_providers = options.keep_providers;
        Self {
            keep_providers,
            extra_words,
            tokens: HashMap::new(),
            counts: HashMap::new(),
            legend: Vec::new(),
            names: Vec::new(),
            kept: Vec::new(),
        }
    }

    pub(super) fn into_parts(self) -> (Vec<Replaced>, Vec<String>, Vec<Kept>) {
        (self.legend, self.names, self.kept)
    }

    /// Notes what stays though it could give something away.
    pub(super) fn note_kept(&mut self, gives_away: &'static str, what: &str) {
        let known = match self.kept.iter_mut().find(|kept| kept.gives_away == gives_away) {
            Some(kept) => kept,
            None => {
                self.kept.push(Kept { gives_away: gives_away.to_owned(), what: Vec::new() });
                return self.note_kept(gives_away, what);
            }
        };
        if known.what.len() < MOST_NAMES && !known.what.iter().any(|one| one == what) {
            known.what.push(what.to_owned());
        }
    }

    /// Notes a word within a sentence that stays, or would, and is written like a name.
    pub(super) fn note_name(&mut self, word: &str) {
        let mut letters = word.chars();
        let is_like_a_name = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
            && word.chars().all(char::is_alphabetic);
        if is_like_a_name
            && self.names.len() < MOST_NAMES
            && words::is_known(word)
            && !self.names.iter().any(|known| known == word)
        {
            self.names.push(word.to_owned());
        }
    }

    /// Whether every word of a run may stay.
    pub(super) fn stays(&self, run: &str) -> bool {
        words::are_known(run) && !self.is_to_go(run)
    }

    /// Whether a word of a run is to go, whatever it is.
    pub(super) fn is_to_go(&self, run: &str) -> bool {
        let mut words = run.split(|letter: char| !letter.is_alphanumeric());
        !self.extra_words.is_empty() && words.any(|word| self.extra_words.contains(&word.to_lowercase()))
    }

    /// The token of something that was met before.
    pub(super) fn known(&self, kind: Kind, original: &str) -> Option<&str> {
        self.tokens.get(&(kind, original.to_lowercase())).map(String::as_str)
    }

    fn next(&mut self, kind: Kind, what: u8) -> usize {
        let count = self.counts.entry((kind, what)).or_default();
        *count += 1;
        *count
    }

    fn keep(&mut self, kind: Kind, original: &str, token: String) -> String {
        if token != original {
            self.legend.push(Replaced { kind, original: original.to_owned(), token: token.clone() });
        }
        self.tokens.insert((kind, original.to_lowercase()), token.clone());
        token
    }

    // ----------------------------------------------------------- Hosts

    /// The token of a host or a domain, which keeps its structure: whose it is, and what lies below what.
    pub(super) fn host(&mut self, name: &str) -> String {
        let bare = name.trim_end_matches('.');
        let dot = name.get(bare.len()..).unwrap_or_default();
        if names::is_local(bare) || bare.is_empty() {
            return name.to_owned();
        }
        if let Some(token) = self.known(Kind::Host, bare) {
            return token.to_owned() + dot;
        }
        // A name in letters beyond ASCII and the same as DNS carries it are one (RFC 5890); none is longer than this.
        let is_international = !bare.is_ascii() && bare.len() <= 255;
        let carried: Option<Vec<String>> =
            is_international.then(|| bare.split('.').map(idn::to_ascii).collect()).flatten();
        let token = match carried {
            Some(labels) => self.host(&labels.join(".")),
            None => self.new_host(&bare.to_lowercase()),
        };
        self.keep(Kind::Host, bare, token) + dot
    }

    fn new_host(&mut self, name: &str) -> String {
        if let Some(reversed) = self.reversed(name) {
            return reversed;
        }
        if let Some(end) = words::provider_of(name).filter(|end| self.keep_providers && !self.is_to_go(end)) {
            return self.below(name, end, end.to_owned());
        }
        let Some(domain) = names::domain(name) else {
            return name.split('.').map(|label| self.label(label)).collect::<Vec<_>>().join(".");
        };
        let token = match self.tokens.get(&(Kind::Domain, domain.clone())) {
            Some(token) => token.clone(),
            None => {
                let number = self.next(Kind::Domain, DOMAIN);
                // An inner name stays one: no public DNS knows its last label.
                let top =
                    if names::is_inner(&domain) { domain.rsplit('.').next().unwrap_or_default() } else { "example" };
                let token = format!("domain-{}.{top}", letters(number));
                self.tokens.insert((Kind::Domain, domain.clone()), token.clone());
                token
            }
        };
        self.below(name, &domain, token)
    }

    /// The labels of a name before its end, as tokens, and the end's token.
    fn below(&mut self, name: &str, end: &str, token: String) -> String {
        let labels = name.strip_suffix(end).unwrap_or_default().trim_end_matches('.');
        let mut out = String::new();
        for label in labels.split('.').filter(|label| !label.is_empty()) {
            out.push_str(&self.label(label));
            out.push('.');
        }
        out + &token
    }

    fn label(&mut self, label: &str) -> String {
        if words::is_service(label) && !self.is_to_go(label) {
            return label.to_owned();
        }
        // `label/` is no name, so the two cannot meet.
        let key = (Kind::Host, format!("{label}/"));
        if let Some(token) = self.tokens.get(&key) {
            return token.clone();
        }
        let number = self.next(Kind::Host, LABEL);
        // A label so particular that it names a single host stays so: see `names::same_host`.
        let is_particular = label.len() >= 8 && label.bytes().any(|byte| byte.is_ascii_digit());
        let token = match is_particular {
            true => format!("machine{number:03}"),
            false if number < 1000 => format!("host{number}"),
            false => format!("h{number}"),
        };
        self.tokens.insert(key, token.clone());
        token
    }

    /// A name that is an address written backwards: below `in-addr.arpa`, `ip6.arpa` or a list of addresses.
    fn reversed(&mut self, name: &str) -> Option<String> {
        // No name is longer (RFC 1035 section 2.3.4).
        if name.len() > 255 {
            return None;
        }
        let labels: Vec<&str> = name.split('.').collect();
        if let Some(nibbles) = name.strip_suffix(".ip6.arpa") {
            let digits: String = nibbles.split('.').rev().collect();
            if digits.len() != 32 {
                return None;
            }
            let address = u128::from_str_radix(&digits, 16).ok()?;
            let token = self.address(IpAddr::V6(Ipv6Addr::from(address))).parse::<Ipv6Addr>().ok()?;
            let reversed: Vec<String> = format!("{:032x}", u128::from(token)).chars().rev().map(String::from).collect();
            return Some(format!("{}.ip6.arpa", reversed.join(".")));
        }
        let mut octets = [0_u8; 4];
        for (slot, label) in octets.iter_mut().rev().zip(labels.get(..4)?) {
            *slot = label.parse().ok()?;
        }
        let rest = labels.get(4..).filter(|rest| !rest.is_empty())?.join(".");
        let token = self.address(IpAddr::V4(Ipv4Addr::from(octets)));
        let reversed: Vec<&str> = token.rsplit('.').collect();
        let rest = if rest == "in-addr.arpa" { rest } else { self.host(&rest) };
        Some(format!("{}.{rest}", reversed.join(".")))
    }

    // -------------------------------------------------------- Addresses

    /// The token of an address: of the same version and reach, and in one network where the originals are.
    pub(super) fn address(&mut self, address: IpAddr) -> String {
        if let IpAddr::V6(v6) = address
            && let Some(v4) = v6.to_ipv4_mapped()
        {
            return format!("::ffff:{}", self.address(IpAddr::V4(v4)));
        }
        let is_special = match address {
            IpAddr::V4(v4) => v4.is_unspecified() || v4.is_broadcast(),
            IpAddr::V6(v6) => v6.is_unspecified(),
        };
        let reach = names::reach(address);
        if is_special || reach == Reach::Loopback {
            return address.to_string();
        }
        let original = address.to_string();
        if let Some(token) = self.known(Kind::Address, &original) {
            return token.to_owned();
        }
        let token = match address {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                // 169.254/16 and 192.168/16 stay what they are, as do 10/8, 172.16/12 and 100.64/10.
                let class = match (reach, a) {
                    (Reach::Public, _) => 0,
                    (_, a) => a,
                };
                let (network, host) = self.place(class, &format!("{a}.{b}.{c}/24"));
                let [.., high, low] = network.to_be_bytes();
                let host = host as u8;
                match class {
                    10 => Ipv4Addr::new(10, high, low, host),
                    172 => Ipv4Addr::new(172, 16 + high % 16, low, host),
                    192 => Ipv4Addr::new(192, 168, low, host),
                    169 => Ipv4Addr::new(169, 254, low, host),
                    100 => Ipv4Addr::new(100, 64 + high % 64, low, host),
                    // RFC 5737, then the benchmarks' network of RFC 2544, then what nobody has (RFC 1112).
                    _ => match network {
                        0 => Ipv4Addr::new(192, 0, 2, host),
                        1 => Ipv4Addr::new(198, 51, 100, host),
                        2 => Ipv4Addr::new(203, 0, 113, host),
                        3..515 => {
                            let place = network - 3;
                            Ipv4Addr::new(198, 18 + (place >> 8) as u8, place as u8, host)
                        }
                        _ => Ipv4Addr::new(240 | (network >> 16) as u8 & 15, high, low, host),
                    },
                }
                .to_string()
            }
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                // RFC 3849; unique local, link-local and Gmail's inner addresses stay what they are.
                let (class, head) = match v6.octets() {
                    [0xfe, 0x80..=0xbf, ..] => (4, 0xfe80),
                    [first, ..] if first & 0xfe == 0xfc => (5, 0xfd00),
                    [0x20, 0x02, 10, ..] => (6, 0x2002),
                    _ => (7, 0x2001),
                };
                let (network, host) = self.place(class, &format!("{a:x}:{b:x}:{c:x}:{d:x}/64"));
                let second = match head {
                    0x2001 => 0xdb8,
                    0x2002 => 0xa00,
                    _ => 0,
                };
                let host = u32::try_from(host).unwrap_or_default();
                Ipv6Addr::new(
                    head,
                    second,
                    (network >> 16) as u16,
                    network as u16,
                    0,
                    0,
                    (host >> 16) as u16,
                    host as u16,
                )
                .to_string()
            }
        };
        self.keep(Kind::Address, &original, token)
    }

    /// Which network of its class an address is in, from 0, and which host of that network it is, from 1.
    fn place(&mut self, class: u8, network: &str) -> (u32, usize) {
        let key = (Kind::Address, network.to_owned());
        let number = match self.tokens.get(&key).and_then(|number| number.parse::<u32>().ok()) {
            Some(number) => number,
            None => {
                let number = u32::try_from(self.next(Kind::Address, class) - 1).unwrap_or_default();
                self.tokens.insert(key, number.to_string());
                number
            }
        };
        let hosts = self.tokens.entry((Kind::Address, format!("{network}+"))).or_default();
        hosts.push('.');
        let host = hosts.len();
        (number, host)
    }

    // ----------------------------------------------------- Local parts

    /// The token of what stands before the `@`: its own structure stays (SRS, BATV, VERP, details after `+`).
    pub(super) fn local(&mut self, local: &str) -> String {
        let bare = local.trim_matches('"');
        if self.is_role(bare) {
            return local.to_owned();
        }
        if let Some(token) = self.known(Kind::Id, bare) {
            return token.to_owned();
        }
        let is_structured =
            local.contains(['=', '+']) || ["srs0", "srs1"].iter().any(|tag| bare.to_lowercase().starts_with(tag));
        if !is_structured {
            return self.user(bare);
        }
        let mut out = String::new();
        let mut after_srs = 0;
        for piece in bare.split_inclusive(['=', '+']) {
            let (word, mark) = match piece.char_indices().next_back() {
                Some((at, mark @ ('=' | '+'))) => (piece.get(..at).unwrap_or_default(), Some(mark)),
                _ => (piece, None),
            };
            let lower = word.to_lowercase();
            if after_srs == 0 && matches!(lower.as_str(), "srs" | "srs0" | "srs1" | "prvs" | "btv1" | "msprvs1") {
                out.push_str(word);
                after_srs = 1;
            } else if after_srs == 3 && lower.len() == 2 {
                // SRS: the day, as two letters; it is a time, and no name.
                out.push_str(word);
            } else if lower == "caf_" {
                // What Gmail writes when it forwards.
                out.push_str(word);
            } else if names::is_full(word) {
                out.push_str(&self.host(word));
            } else if !word.is_empty() {
                out.push_str(&self.local_piece(word));
            }
            after_srs += usize::from(after_srs > 0);
            out.extend(mark);
        }
        out
    }

    /// A piece of a local part: `list-bounces`, or a name.
    fn local_piece(&mut self, piece: &str) -> String {
        if self.is_role(piece) { piece.to_owned() } else { self.user(piece) }
    }

    fn user(&mut self, local: &str) -> String {
        if local.is_empty() {
            return String::new();
        }
        if let Some(token) = self.known(Kind::Mailbox, local) {
            return token.to_owned();
        }
        // `list-bounces`, `owner-list`: what it is for stays.
        let is_short = local.len() <= 64;
        for (before, after) in [local.rsplit_once('-'), local.split_once('-').map(|(one, other)| (other, one))]
            .into_iter()
            .flatten()
            .filter(|_| is_short)
        {
            if self.is_role(after) && !before.is_empty() {
                let name = self.user(before);
                let token = if local.to_lowercase().ends_with(&after.to_lowercase()) {
                    format!("{name}-{after}")
                } else {
                    format!("{after}-{name}")
                };
                self.tokens.insert((Kind::Mailbox, local.to_lowercase()), token.clone());
                return token;
            }
        }
        let number = self.next(Kind::Mailbox, 0);
        // A checksum in a mailbox's place says that the provider hides it, and so does a word.
        if local.len() >= 24 && local.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return self.keep(Kind::Mailbox, local, format!("redacted{number}"));
        }
        self.keep(Kind::Mailbox, local, format!("person{number}"))
    }

    /// Whether a local part names a role and nobody in particular.
    fn is_role(&self, local: &str) -> bool {
        let lower = local.to_lowercase();
        let is_role = words::ROLES.contains(&lower.as_str())
            || lower.bytes().all(|byte| !byte.is_ascii_alphanumeric() || byte == b'x');
        is_role && !self.is_to_go(local)
    }

    // ---------------------------------------------- Ids, names, fields

    /// The token of an id of a message or a queue. An id that tells its moment goes on telling it.
    pub(super) fn id(&mut self, id: &str) -> String {
        if id.is_empty() {
            return String::new();
        }
        if let Some(token) = self.tokens.get(&(Kind::Id, id.to_owned())) {
            return token.clone();
        }
        let number = self.next(Kind::Id, 0);
        let token = shaped(id, number);
        // The beginning of an id is its moment in every shape that keeps it.
        let same = token.bytes().zip(id.bytes()).take_while(|(one, other)| one == other).count();
        if same >= 6 {
            self.note_kept(MOMENT, &token);
        }
        if token != id {
            self.legend.push(Replaced { kind: Kind::Id, original: id.to_owned(), token: token.clone() });
        }
        // Case counts in ids.
        self.tokens.insert((Kind::Id, id.to_owned()), token.clone());
        token
    }

    /// The token of an id that was met before.
    pub(super) fn known_id(&self, id: &str) -> Option<&str> {
        self.tokens.get(&(Kind::Id, id.to_owned())).map(String::as_str)
    }

    /// The token of a person's name as it is displayed.
    pub(super) fn name(&mut self, name: &str) -> String {
        if let Some(token) = self.known(Kind::Name, name) {
            return token.to_owned();
        }
        let number = self.next(Kind::Name, 0);
        self.keep(Kind::Name, name, format!("Name {number}"))
    }

    /// The token of a field's name that nobody else uses.
    pub(super) fn field(&mut self, name: &str) -> String {
        if let Some(token) = self.known(Kind::Field, name) {
            return token.to_owned();
        }
        let number = self.next(Kind::Field, 0);
        self.keep(Kind::Field, name, format!("X-Field-{number}"))
    }
}

/// A number in letters: a to z, then aa.
fn letters(number: usize) -> String {
    let mut number = number;
    let mut out = Vec::new();
    while number > 0 {
        number -= 1;
        out.push(b'a' + (number % 26) as u8);
        number /= 26;
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

/// An id of the same shape: programs are told apart by the shapes of their ids, and some ids hold their moment.
fn shaped(id: &str, number: usize) -> String {
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // Exim: `xxxxxx-xxxxxx-xx`, and longer since 4.97; before a message id stands an E. The first six are the second.
    let (lead, rest) = match id.strip_prefix('E') {
        Some(rest) if rest.split('-').next().is_some_and(|first| first.len() == 6) => ("E", rest),
        _ => ("", id),
    };
    let groups: Vec<&str> = rest.split('-').collect();
    if let [second, process, fraction] = groups.as_slice()
        && is_plain(second)
        && is_plain(process)
        && is_plain(fraction)
        && matches!((second.len(), process.len(), fraction.len()), (6, 6, 2) | (6, 11, 4))
    {
        let width = process.len();
        return format!("{lead}{second}-{number:0width$}-{}", "0".repeat(fraction.len()));
    }
    // sendmail: eight of a moment and a sequence, then the process in digits; in a message id behind twelve digits and a dot.
    if let Some((minute, queue)) = id.split_once('.')
        && minute.len() == 12
        && minute.bytes().all(|byte| byte.is_ascii_digit())
        && is_sendmail(queue)
    {
        return format!("{minute}.{}", shaped(queue, number));
    }
    if is_sendmail(id) {
        let width = id.len() - 8;
        return format!(
            "{}{:0width$}",
            id.get(..8).unwrap_or_default(),
            number % 10_usize.saturating_pow(u32::try_from(width).unwrap_or(1))
        );
    }
    // Postfix with long ids: ten of a moment, z, and the inode.
    if let (Some(moment), Some(inode)) = (id.get(..10), id.get(10..).and_then(|rest| rest.strip_prefix('z')))
        && is_plain(id)
        && id.bytes().any(|byte| byte.is_ascii_digit())
        && (1..=8).contains(&inode.len())
    {
        return format!("{moment}z{number}");
    }
    // Gmail: the kind of passage between a short start and a number.
    for kind in ["csp", "csi", "cse", "cst", "sor", "mr", "wm"] {
        if let Some(at) = id.find(kind).filter(|&at| at <= 6)
            && id.get(at + kind.len()..).is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= 3)
        {
            return format!("a{kind}{number:06}b");
        }
    }
    if let (Some(at), true) = (id.find("-mta-"), id.ends_with("-1")) {
        let region = id.get(..at).filter(|region| region.len() == 2).unwrap_or("xx");
        return format!("{region}-mta-{number}-id-1");
    }
    // Groups of hexadecimal digits with underscores between: McAfee WebShield.
    let groups = id.split('_').count();
    if groups >= 5 && id.split('_').all(|group| group.len() >= 4 && group.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return format!("{number:04}{}", "_0000".repeat(groups - 1));
    }
    // Postfix with short ids, and others that count in hexadecimal digits.
    if id.len() >= 8 && id.len() <= 16 && id.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte))
    {
        return format!("{number:0width$X}", width = id.len());
    }
    format!("id{number}")
}

fn is_sendmail(id: &str) -> bool {
    (12..=16).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && id.get(8..).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        && id.get(..8).is_some_and(|head| head.bytes().any(|byte| byte.is_ascii_alphabetic()))
}
