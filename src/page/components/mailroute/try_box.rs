use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub label: AttrValue,
    pub text: AttrValue,
    /// As the chapter has it.
    pub original: AttrValue,
    pub change: Callback<AttrValue>,
}

/// The text of an example, to be changed.
#[component]
pub fn TryBox(props: &Props) -> Html {
    let oninput = {
        let change = props.change.clone();
        Callback::from(move |event: InputEvent| {
            change.emit(AttrValue::from(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
        })
    };
    let restore = {
        let (change, original) = (props.change.clone(), props.original.clone());
        Callback::from(move |_: MouseEvent| change.emit(original.clone()))
    };
    let rows = props.original.lines().count().clamp(3, 14).to_string();
    html! {
        <>
            <div class="try-head">
                <span class="sub">{ &props.label }</span>
                if props.text != props.original {
                    <button type="button" class="plain" onclick={restore}>{ "As it was" }</button>
                }
            </div>
            <textarea class="try-box" {rows} aria-label={&props.label} spellcheck="false" autocapitalize="off" autocomplete="off"
                wrap="off" value={&props.text} {oninput} />
            // Paper has no box to scroll in.
            <pre class="try-print" aria-hidden="true">{ &props.text }</pre>
        </>
    }
}
