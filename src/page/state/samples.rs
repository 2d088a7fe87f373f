//! Samples to try, written for this page. Names and addresses are those reserved for examples (RFC 2606, RFC 5737,
//! RFC 3849); the servers of Microsoft in one of them are named as theirs are, since its fields are believed from them alone.

/// An input to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    pub title: &'static str,
    pub about: &'static str,
    pub text: &'static str,
}

/// Messages that arrived, in the order in which they are offered.
pub const ARRIVED: [Sample; 4] = [
    Sample {
        title: "On time",
        about: "Four servers, three time zones, eight seconds.",
        text: include_str!("../../../samples/on-time.eml"),
    },
    Sample {
        title: "Held up, and a clock in doubt",
        about: "It waited for hours, but for how many depends on whose clock is right.",
        text: include_str!("../../../samples/held-up.eml"),
    },
    Sample {
        title: "Forwarded to a home mailbox",
        about: "Two legs: who passed it on, and what that costs.",
        text: include_str!("../../../samples/forwarded.eml"),
    },
    Sample {
        title: "In the Junk folder",
        about: "Which check failed, and what the filter made of it.",
        text: include_str!("../../../samples/junked.eml"),
    },
];

/// What came back about a message.
pub const CAME_BACK: [Sample; 8] = [
    Sample {
        title: "A bounce",
        about: "Refused: by whom, and why.",
        text: include_str!("../../../samples/bounce.eml"),
    },
    Sample {
        title: "A mail loop",
        about: "Too many hops: who passes it on to whom.",
        text: include_str!("../../../samples/loop.eml"),
    },
    Sample {
        title: "An error line",
        about: "One line of a log.",
        text: include_str!("../../../samples/error-line.txt"),
    },
    Sample {
        title: "A mail log",
        about: "Who got it, who did not, and why.",
        text: include_str!("../../../samples/postfix.log"),
    },
    Sample {
        title: "A session",
        about: "Typed by hand, refused at RCPT TO.",
        text: include_str!("../../../samples/session.txt"),
    },
    Sample {
        title: "A silent session",
        about: "The server hung up after EHLO.",
        text: include_str!("../../../samples/silent-session.txt"),
    },
    Sample {
        title: "An abuse report",
        about: "A complaint, and its message.",
        text: include_str!("../../../samples/complaint.eml"),
    },
    Sample {
        title: "A read receipt",
        about: "What it proves.",
        text: include_str!("../../../samples/read-receipt.eml"),
    },
];

/// How many samples there are.
pub const COUNT: usize = ARRIVED.len() + CAME_BACK.len();

/// Every sample.
pub fn all() -> impl Iterator<Item = Sample> {
    ARRIVED.into_iter().chain(CAME_BACK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use backstamp::report::Kind;
    use backstamp::{Context, analyze};

    #[test]
    fn each_sample_is_of_the_kind_that_it_is_offered_as() {
        let kinds: Vec<Kind> = all().map(|sample| analyze(sample.text.as_bytes(), &Context::default()).kind).collect();
        let arrived = [Kind::Message; 4];
        let came_back = [
            Kind::Bounce,
            Kind::Bounce,
            Kind::SmtpReply,
            Kind::Log,
            Kind::SmtpSession,
            Kind::SmtpSession,
            Kind::FeedbackReport,
            Kind::ReadReceipt,
        ];
        assert_eq!(kinds, [arrived.as_slice(), came_back.as_slice()].concat());
    }
}
