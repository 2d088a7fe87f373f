//! The facts of spam filters: which product, its verdict, its score against its threshold, and what weighed most.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::finding::{Fact, Span};

/// What a filter took a message for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Judgement {
    /// Malware.
    Virus,
    /// Phishing, spoofing, impersonation.
    Phish,
    /// Unwanted mail.
    Spam,
    /// Bulk mail that its recipients may want or not.
    Bulk,
    /// Wanted mail.
    Ham,
    /// The field alone does not decide.
    #[default]
    Unknown,
}

impl Judgement {
    /// Whether it is bad enough for Junk or worse.
    #[must_use]
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Virus | Self::Phish | Self::Spam | Self::Bulk)
    }
}

/// A score, in ten-millionths: exact, so that facts can be compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Score(i64);

impl Score {
    const ONE: i64 = 10_000_000;

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self(number.saturating_mul(Self::ONE))
    }

    /// The number that a text begins with, as filters write it: `-1.9`, `+5`, `.5`, `1e-07`; and what stands behind it.
    #[must_use]
    pub fn read(text: &str) -> Option<(Self, &str)> {
        let text = text.trim_start();
        let bytes = text.as_bytes();
        let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
        let sign = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
        let whole = digits(sign);
        let mut end = sign + whole;
        let mut fraction = 0;
        if bytes.get(end) == Some(&b'.') {
            fraction = digits(end + 1);
            if whole + fraction > 0 {
                end += 1 + fraction;
            }
        }
        if whole + fraction == 0 {
            return None;
        }
        let mut exponent = 0;
        let mantissa = text.get(sign..end)?;
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let signed = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
            let count = digits(signed);
            if (1..=3).contains(&count) {
                exponent = text.get(end + 1..signed + count)?.parse().ok()?;
                end = signed + count;
            }
        }
        let tenths = scaled(mantissa, exponent + DIGITS - i32::try_from(fraction).ok()?)?;
        Some(Self(if bytes.first() == Some(&b'-') { -tenths } else { tenths })).zip(text.get(end..))
    }

    /// A tenth of it.
    #[must_use]
    pub const fn tenth(self) -> Self {
        Self(self.0 / 10)
    }

    /// Its negative.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }

    /// As a number.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn value(self) -> f64 {
        self.0 as f64 / 10_000_000.0
    }
}

/// How many digits after the point a [`Score`] keeps.
const DIGITS: i32 = 7;

/// The digits of a decimal number, its point left out, times ten to the power of `scale`; rounded. `None` where that is more
/// than the score of any filter. (The library's own reading of floating-point numbers has tables of 10 KB that do not pack.)
fn scaled(mantissa: &str, mut scale: i32) -> Option<i64> {
    const MOST: i64 = 100_000_000_000_000_000;
    let mut value: i64 = 0;
    for digit in mantissa.bytes().filter(u8::is_ascii_digit) {
        if value < MOST {
            value = value * 10 + i64::from(digit - b'0');
        } else {
            scale = scale.checked_add(1)?;
        }
    }
    while scale > 0 && value != 0 {
        value = value.checked_mul(10)?;
        scale -= 1;
    }
    let mut rest = 0;
    while scale < 0 && value != 0 {
        rest = value % 10;
        value /= 10;
        scale += 1;
    }
    value += i64::from(scale == 0 && rest >= 5);
    (value < MOST).then_some(value)
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value())
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
    }
}

/// Who decided, as the field tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Decider {
    /// The filter itself.
    Filter,
    /// The recipient's own list of blocked senders.
    BlockedSenders,
    /// The recipient's own list of safe senders.
    SafeSenders,
    /// A rule of the recipient's mailbox.
    MailboxRule,
    /// An administrator's list of blocked senders or domains.
    AdminBlockList,
    /// An administrator's list of allowed senders, domains or addresses.
    AdminAllowList,
    /// A mail flow rule, also called transport rule.
    TransportRule,
    /// Somebody who released it from quarantine.
    Released,
}

/// One test of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Weight {
    /// Its name: `BAYES_99`, `R_SPF_FAIL`.
    pub name: String,
    /// What it added to the score; absent where the field does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// What it means, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
}

/// What one field of a filter says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// The product.
    pub product: String,
    /// The field's name, as written.
    pub field: String,
    /// What the field comes to.
    pub verdict: Judgement,
    /// Its score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// The score from which on the message is spam.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Score>,
    /// What the field says, by its own names.
    pub facts: BTreeMap<String, String>,
    /// What that means.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meanings: Vec<Fact>,
    /// The tests that hit, in the field's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<Weight>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Decider>,
    /// Whether it was added by the recipient's side; absent where its place does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted: Option<bool>,
    /// The field's value, shortened where it is very long.
    pub value: String,
    /// The whole field.
    pub span: Span,
}

impl Filter {
    /// What is known of one of its facts.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The tests that spoke against the message, the heaviest first; then those whose weight the field does not say.
    #[must_use]
    pub fn heaviest(&self) -> Vec<&Weight> {
        let mut weights: Vec<_> =
            self.weights.iter().filter(|weight| weight.score.is_none_or(|score| score.value() > 0.0)).collect();
        crate::order::sort_by_key(&mut weights, |weight| std::cmp::Reverse(weight.score));
        weights
    }

    pub(super) fn say(&mut self, name: &str, value: &str) {
        if self.facts.len() < 200 {
            self.facts.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
    }

    pub(super) fn mean(&mut self, label: &str, value: impl Into<String>) {
        if self.meanings.len() < 60 {
            self.meanings.push(Fact::new(label, value.into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<(f64, &str)> {
        Score::read(text).map(|(score, rest)| (score.value(), rest))
    }

    #[test]
    fn scores_are_read_as_filters_write_them() {
        assert_eq!(number("-1.9 tests"), Some((-1.9, " tests")));
        assert_eq!(number("+5/10"), Some((5.0, "/10")));
        assert_eq!(number(".5"), Some((0.5, "")));
        assert_eq!(number("1e-07"), Some((1e-7, "")));
        assert_eq!(number("0.0000001 x"), Some((1e-7, " x")));
        assert_eq!(number("-5.2 (-----)"), Some((-5.2, " (-----)")));
        assert_eq!(number("1e-08"), Some((0.0, "")));
        assert_eq!(number("-0.00000006"), Some((-1e-7, "")));
        assert_eq!(number("12345678.25e2;"), Some((1_234_567_825.0, ";")));
        assert_eq!(number("0.00000000000000000000000000000000005"), Some((0.0, "")));
        assert_eq!(number("1e99"), None);
        for text in ["", "-", ".", "none", "1e999999", "e5"] {
            assert!(number(text).is_none_or(|(_, rest)| !rest.is_empty()), "{text}");
        }
    }
}
