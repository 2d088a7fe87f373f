use backstamp::session::{Fared, Ladder};
use yew::prelude::*;

/// The ladder of an SMTP session, with the step marked at which the message came no further; `unknown` is said where that
/// step is not told.
pub fn ladder(ladder: Ladder, unknown: &'static str) -> Html {
    html! {
        <div class="ladder-area">
            <ol class="ladder" aria-label="Steps of the SMTP session">
                { for ladder.rungs().map(|(name, fared)| rung(name, fared, ladder)) }
            </ol>
            if ladder.step.is_none() && ladder.passed.is_none() {
                <p class="sub">{ unknown }</p>
            }
        </div>
    }
}

fn rung(name: &str, fared: Fared, ladder: Ladder) -> Html {
    let class = match fared {
        Fared::Passed => "is-passed",
        Fared::PassedOrSkipped => "is-passed is-optional",
        Fared::Stopped => "is-stopped",
        Fared::NotUsed => "is-passed is-optional",
        Fared::NotReached => "is-ahead",
        Fared::Unknown => "is-unknown",
    };
    let is_stopped = fared == Fared::Stopped;
    html! {
        <li class={classes!("rung", class)} aria-current={is_stopped.then_some("step")}>
            <span class="rung-name">{ name }</span>
            if is_stopped {
                <b class="rung-end">{ ladder.end.words() }</b>
            } else {
                <span class="unseen">{ format!(": {}", fared.words()) }</span>
            }
        </li>
    }
}
