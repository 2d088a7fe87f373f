//! Samples to try, written for this page. Names and addresses are those reserved for examples (RFC 2606, RFC 5737).

/// An input to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    pub title: &'static str,
    pub about: &'static str,
    pub text: &'static str,
}

/// The samples, in the order in which they are offered.
pub const ALL: [Sample; 3] = [
    Sample {
        title: "On time",
        about: "Four servers, three time zones, eight seconds.",
        text: include_str!("samples/on-time.eml"),
    },
    Sample {
        title: "Held up, and a clock in doubt",
        about: "It waited for hours, but for how many depends on whose clock is right.",
        text: include_str!("samples/held-up.eml"),
    },
    Sample {
        title: "Forwarded, last step in the clear",
        about: "Through a forwarding address; one server on the way took it without TLS.",
        text: include_str!("samples/forwarded.eml"),
    },
];
