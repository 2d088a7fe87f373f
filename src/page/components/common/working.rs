use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::page::browser::clock;
use crate::page::state::desk::Work;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What is done: `Reading`.
    pub doing: &'static str,
    pub work: Work,
    pub stop: Callback<MouseEvent>,
}

/// That something is done with a large input: how large it is, for how long already, and the way to stop it.
#[component]
pub fn Working(props: &Props) -> Html {
    let elapsed = use_state(|| 0);
    use_effect_with(props.work.since, {
        let elapsed = elapsed.setter();
        move |&since| {
            let tick = Interval::new(250, move || elapsed.set((clock::milliseconds() - since) as i64 / 1_000));
            move || drop(tick)
        }
    });
    html! {
        <section class="sheet working" aria-label={props.doing}>
            <p role="status">{ format!("{} {}", props.doing, size(props.work.bytes)) }</p>
            <span class="sub">{ format!("{} s so far", *elapsed) }</span>
            <button type="button" class="button" onclick={&props.stop}>{ "Stop" }</button>
            <progress aria-label={props.doing} />
        </section>
    }
}

/// A number of bytes: `1.1 kB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..10_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        10_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_short() {
        assert_eq!([size(999), size(1_140), size(48_000), size(2_000_000)], ["999 bytes", "1.1 kB", "48 kB", "2.0 MB"]);
    }
}
