use yew::prelude::*;

use crate::page::components::use_control;
use crate::page::state::desk::Action;
use crate::page::view::evidence_link::Target;

/// What an element needs to light its words: the pointer or the focus lights them, a choice keeps them lit.
#[derive(Clone, PartialEq)]
pub struct EvidenceLink {
    pub over: Callback<MouseEvent>,
    pub out: Callback<MouseEvent>,
    pub focus: Callback<FocusEvent>,
    pub blur: Callback<FocusEvent>,
    pub choose: Callback<MouseEvent>,
}

/// Ties an element to the words that a part of the report stands for.
#[hook]
pub fn use_evidence_link(target: Target) -> EvidenceLink {
    let control = use_control();
    let point = |to: Option<Target>| {
        let control = control.clone();
        move || {
            if let Some(control) = &control {
                control.act(Action::Point(to));
            }
        }
    };
    let (over, out) = (point(Some(target)), point(None));
    let (focus, blur) = (over.clone(), out.clone());
    let choose = move || {
        if let Some(control) = &control {
            control.pin(target);
        }
    };
    EvidenceLink {
        over: Callback::from(move |_| over()),
        out: Callback::from(move |_| out()),
        focus: Callback::from(move |_| focus()),
        blur: Callback::from(move |_| blur()),
        choose: Callback::from(move |_| choose()),
    }
}
