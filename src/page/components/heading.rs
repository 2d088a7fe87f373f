use yew::prelude::*;

/// How many reports the one that is shown lies in; headings within it are lower by as many levels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Depth(pub usize);

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its level in a report that lies in no other.
    pub level: usize,
    #[prop_or_default]
    pub children: Html,
}

/// A heading that looks like its level in a report by itself, and says its true one.
#[component]
pub fn Heading(props: &Props) -> Html {
    let Depth(depth) = use_context::<Depth>().unwrap_or_default();
    let level = (props.level + depth).min(6);
    html! { <@{format!("h{level}")} class={format!("h{}", props.level)}>{ props.children.clone() }</@> }
}
