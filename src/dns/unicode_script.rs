//! Which script a letter belongs to: enough of it to see a name that mixes them.

/// The scripts that domain names are commonly written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Indic,
    Thai,
    Georgian,
    Hangul,
    Han,
    Kana,
    Bopomofo,
}

/// The script of a letter; none for digits, hyphens, marks, and scripts not listed.
fn script(letter: char) -> Option<Script> {
    Some(match u32::from(letter) {
        0x41..=0x5a | 0x61..=0x7a | 0xc0..=0x24f | 0x1e00..=0x1eff => Script::Latin,
        0x370..=0x3ff | 0x1f00..=0x1fff => Script::Greek,
        0x400..=0x52f => Script::Cyrillic,
        0x531..=0x58f => Script::Armenian,
        0x5d0..=0x5ff => Script::Hebrew,
        0x620..=0x6ff | 0x750..=0x77f => Script::Arabic,
        0x900..=0xdff => Script::Indic,
        0xe00..=0xe7f => Script::Thai,
        0x10a0..=0x10ff => Script::Georgian,
        0x1100..=0x11ff | 0xac00..=0xd7af => Script::Hangul,
        0x3041..=0x30ff => Script::Kana,
        0x3100..=0x312f => Script::Bopomofo,
        0x3400..=0x4dbf | 0x4e00..=0x9fff | 0x2_0000..=0x2_fa1f => Script::Han,
        _ => return None,
    })
}

/// Whether a label mixes scripts that no one language writes together (Unicode Technical Standard 39 section 5.2,
/// "highly restrictive": Latin may stand with Han and kana, Han and hangul, or Han and bopomofo).
pub(super) fn is_mixed(label: &str) -> bool {
    let mut found: Vec<Script> = Vec::new();
    for script in label.chars().filter_map(script) {
        if !found.contains(&script) {
            found.push(script);
        }
    }
    let only = |allowed: &[Script]| found.iter().all(|script| allowed.contains(script));
    found.len() > 1
        && !only(&[Script::Latin, Script::Han, Script::Kana])
        && !only(&[Script::Latin, Script::Han, Script::Hangul])
        && !only(&[Script::Latin, Script::Han, Script::Bopomofo])
}

/// Whether a label is written in Cyrillic or Greek letters that all look like Latin ones.
pub(super) fn looks_latin(label: &str) -> bool {
    const ALIKE: &str = "асеорхуіјѕһԁԛԝкαοννρυι";
    let mut foreign = false;
    for letter in label.chars() {
        if letter.is_ascii_digit() || letter == '-' {
            continue;
        }
        if !ALIKE.contains(letter) {
            return false;
        }
        foreign = true;
    }
    foreign
}
