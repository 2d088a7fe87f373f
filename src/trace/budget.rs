//! How many more servers a message may pass: `Received` fields against the limits that programs set
//! (RFC 5321 section 6.3 recommends at least 100).

use serde::{Serialize, Serializer};

/// The default limits, the lowest first. An administrator can change each of them.
const LIMITS: [(&[&str], usize); 5] = [
    (&["sendmail"], 25),
    (&["Exim"], 30),
    (&["ZoneMTA"], 35),
    (&["Postfix", "Gmail", "maddy"], 50),
    (&["qmail", "OpenSMTPD", "Haraka", "mox"], 100),
];

/// What some programs leave of their limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Allowance {
    /// The programs and services that share the limit.
    pub systems: &'static [&'static str],
    /// Their default limit, in `Received` fields.
    pub limit: usize,
    /// How many fields are left before they refuse the message; programs differ by one in whether they count their own.
    pub left: usize,
}

/// The `Received` fields of a message, counted as servers count them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct HopBudget {
    /// How many there are.
    pub received: usize,
    /// What is left of each limit, the lowest first.
    pub limits: Vec<Allowance>,
}

/// Writes the budget of so many fields in place of their number.
pub(super) fn write<S: Serializer>(received: &usize, serializer: S) -> Result<S::Ok, S::Error> {
    HopBudget::of(*received).serialize(serializer)
}

impl HopBudget {
    /// The budget of a message with so many `Received` fields.
    #[must_use]
    pub fn of(received: usize) -> Self {
        let limits =
            LIMITS.iter().map(|&(systems, limit)| Allowance { systems, limit, left: limit.saturating_sub(received) });
        Self { received, limits: limits.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_says_what_is_left_and_never_less_than_nothing() {
        let left = |received| HopBudget::of(received).limits.iter().map(|one| one.left).collect::<Vec<_>>();
        assert_eq!(left(12), [13, 18, 23, 38, 88]);
        assert_eq!(left(26), [0, 4, 9, 24, 74]);
        assert_eq!(left(10_000), [0; 5]);
    }
}
