use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// By then the browser has drawn what came at once, in milliseconds.
pub const FRAME: u32 = 20;

/// A value that comes a frame after it was set: what stands far down must not hold up what is read first. Until then it
/// is the one before, so that nothing goes away and comes back.
#[hook]
pub fn use_deferred<T: Clone + PartialEq + 'static>(value: &T) -> Option<T> {
    let late = use_state_eq(|| None);
    let setter = late.setter();
    use_effect_with(value.clone(), move |value| {
        let value = value.clone();
        let wait = Timeout::new(FRAME, move || setter.set(Some(value)));
        move || drop(wait)
    });
    (*late).clone()
}
