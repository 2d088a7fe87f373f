//! How far a message came in an SMTP session: its steps in order (RFC 5321 section 3), and how the message fared at each.

use super::facts::{Answer, Session};
use crate::smtp::{Permanence, Reply, Step};

/// The steps in the order of a session, with the words that stand at each.
const STEPS: [(Step, &str); 10] = [
    (Step::Lookup, "Lookup"),
    (Step::Connect, "Connect"),
    (Step::Helo, "HELO"),
    (Step::StartTls, "STARTTLS"),
    (Step::Auth, "AUTH"),
    (Step::Mail, "MAIL FROM"),
    (Step::Rcpt, "RCPT TO"),
    (Step::Data, "DATA"),
    (Step::EndOfData, "Final dot"),
    (Step::Delivery, "Delivery"),
];

/// How a message fared at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fared {
    /// It got past it.
    Passed,
    /// It got past it, or the session had no such step: not every session has one.
    PassedOrSkipped,
    /// It came no further.
    Stopped,
    /// It did not come so far.
    NotReached,
    /// The session had no such step.
    NotUsed,
    /// It is not told.
    Unknown,
}

impl Fared {
    /// What a screen reader hears after the step.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::PassedOrSkipped => "passed, or not used",
            Self::Stopped => "stopped here",
            Self::NotReached => "not reached",
            Self::NotUsed => "not used",
            Self::Unknown => "not told",
        }
    }
}

/// How it ended at the step where it came no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The server said no for good.
    Refused,
    /// The server said: not now.
    Deferred,
    /// It ended without an answer that is told.
    Stopped,
    /// An answer that is no refusal.
    Answered,
    /// The connection ended, or the transcript does, before an answer.
    Unanswered,
}

impl End {
    /// What stands at the step.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Refused => "refused here",
            Self::Deferred => "put off here",
            Self::Stopped => "stopped here",
            Self::Answered => "answered here",
            Self::Unanswered => "no answer here",
        }
    }
}

/// How far a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ladder {
    /// The step at which it ended; none where that is not told.
    pub step: Option<Step>,
    /// How it ended there.
    pub end: End,
    /// The steps that a transcript shows as passed, a bit each in the order of the steps; none where they are told from the
    /// last one alone.
    pub passed: Option<u16>,
}

impl Ladder {
    /// As a notice or an error line tells it, by the last step alone.
    #[must_use]
    pub fn up_to(step: Option<Step>, end: End) -> Self {
        Self { step, end, passed: None }
    }

    /// Of an error line.
    #[must_use]
    pub fn of_reply(reply: &Reply) -> Self {
        let end = match reply.permanence {
            Some(Permanence::Permanent) => End::Refused,
            Some(Permanence::Temporary) => End::Deferred,
            None => End::Answered,
        };
        Self::up_to(reply.step, end)
    }

    /// Of a session, as its transcript shows it.
    #[must_use]
    pub fn of_session(session: &Session) -> Self {
        let mut passed = 0;
        for one in session.exchanges.iter().filter(|one| one.answer == Answer::Accepted) {
            passed |= one.step.map_or(0, bit);
        }
        // Who answers a command had taken those that must come before it, also where the transcript does not show them.
        if let Some(stop) = session.stop().filter(|stop| stop.answer != Answer::Silent) {
            let must = [Step::Connect, Step::Helo, Step::Mail, Step::Rcpt, Step::Data, Step::EndOfData];
            let unseen = must.iter().filter(|step| Some(**step) < stop.step && session.at(**step).next().is_none());
            passed |= unseen.fold(0, |bits, step| bits | bit(*step));
        }
        let last = session.exchanges.iter().rev().find(|one| one.step.is_some());
        let open = last.filter(|last| last.answer == Answer::NotShown);
        let stop = session.stop().or(open);
        let end = match stop.map(|stop| stop.answer) {
            Some(Answer::Refused) => End::Refused,
            Some(Answer::Deferred) => End::Deferred,
            Some(Answer::Silent | Answer::NotShown) => End::Unanswered,
            Some(Answer::Accepted) | None => End::Answered,
        };
        Self { step: stop.and_then(|stop| stop.step), end, passed: Some(passed) }
    }

    /// Every step, its words, and how the message fared at it.
    pub fn rungs(self) -> impl Iterator<Item = (&'static str, Fared)> {
        STEPS.into_iter().map(move |(step, name)| (name, self.fared(step)))
    }

    fn fared(self, step: Step) -> Fared {
        if let Some(passed) = self.passed {
            return match self.step {
                Some(last) if step == last => Fared::Stopped,
                _ if passed & bit(step) != 0 => Fared::Passed,
                // A transcript does not show the lookup before it, nor the delivery after it.
                _ if matches!(step, Step::Lookup | Step::Delivery) => Fared::Unknown,
                Some(last) if step > last => Fared::NotReached,
                _ if matches!(step, Step::StartTls | Step::Auth) => Fared::NotUsed,
                _ => Fared::Unknown,
            };
        }
        match self.step {
            None => Fared::Unknown,
            Some(last) if step == last => Fared::Stopped,
            Some(last) if step > last => Fared::NotReached,
            Some(_) if matches!(step, Step::StartTls | Step::Auth) => Fared::PassedOrSkipped,
            Some(_) => Fared::Passed,
        }
    }
}

/// The bit of a step among those that were passed.
fn bit(step: Step) -> u16 {
    STEPS.iter().position(|(own, _)| *own == step).map_or(0, |place| 1 << place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fared(ladder: Ladder, name: &str) -> Fared {
        ladder.rungs().find(|(rung, _)| *rung == name).unwrap().1
    }

    #[test]
    fn what_comes_before_the_refused_step_was_passed_and_what_comes_after_not_reached() {
        let ladder = Ladder::up_to(Some(Step::Rcpt), End::Refused);
        assert_eq!(fared(ladder, "MAIL FROM"), Fared::Passed);
        assert_eq!(fared(ladder, "RCPT TO"), Fared::Stopped);
        assert_eq!(fared(ladder, "DATA"), Fared::NotReached);
    }

    #[test]
    fn a_session_need_not_have_had_encryption_or_a_login() {
        let ladder = Ladder::up_to(Some(Step::Rcpt), End::Refused);
        assert_eq!(fared(ladder, "STARTTLS"), Fared::PassedOrSkipped);
        assert_eq!(fared(ladder, "AUTH"), Fared::PassedOrSkipped);
    }

    #[test]
    fn a_transcript_shows_which_steps_were_used() {
        let session = crate::session::read(include_str!("../../samples/session.txt"));
        let ladder = Ladder::of_session(&session);
        assert_eq!(ladder.end, End::Refused);
        let of = |name| fared(ladder, name);
        assert_eq!([of("Connect"), of("STARTTLS"), of("MAIL FROM")], [Fared::Passed, Fared::NotUsed, Fared::Passed]);
        assert_eq!([of("RCPT TO"), of("DATA"), of("Lookup")], [Fared::Stopped, Fared::NotReached, Fared::Unknown]);
    }

    #[test]
    fn a_log_that_tells_the_refusal_alone_shows_what_was_passed_before_it() {
        let line =
            "delivery 5: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_no/Giving_up_on_192.0.2.1./";
        let ladder = Ladder::of_session(&crate::session::read(line));
        let of = |name| fared(ladder, name);
        assert_eq!([of("Connect"), of("HELO"), of("MAIL FROM")], [Fared::Passed; 3]);
        assert_eq!([of("AUTH"), of("RCPT TO"), of("DATA")], [Fared::NotUsed, Fared::Stopped, Fared::NotReached]);
    }

    #[test]
    fn an_unknown_step_leaves_every_rung_open() {
        let ladder = Ladder::up_to(None, End::Refused);
        assert!(ladder.rungs().all(|(_, fared)| fared == Fared::Unknown));
    }

    #[test]
    fn the_rungs_stand_in_the_order_of_a_session() {
        assert!(STEPS.is_sorted_by_key(|(step, _)| *step));
    }
}
