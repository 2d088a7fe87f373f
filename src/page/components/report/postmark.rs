use yew::prelude::*;

use crate::page::view::route_picture::px;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// One or two words.
    pub stamp: AttrValue,
    /// What stands under them.
    #[prop_or_default]
    pub detail: AttrValue,
}

/// The postmark: what the eye meets first.
#[component]
pub fn Postmark(props: &Props) -> Html {
    let label = if props.detail.is_empty() {
        format!("Postmark: {}", props.stamp)
    } else {
        format!("Postmark: {}, {}", props.stamp, props.detail)
    };
    let lines = lines(&props.stamp);
    let count = lines.len() + usize::from(!props.detail.is_empty());
    let top = 50.0 - (count as f64 - 1.0) * 6.6 + 3.6;
    let size = |text: &str| px((58.0 / text.chars().count().max(5) as f64 * 1.55).clamp(6.0, 13.0));
    let row = |index: usize| px(top + index as f64 * 13.2);
    let stamp_size = size(lines.iter().max_by_key(|line| line.chars().count()).copied().unwrap_or_default());
    html! {
        <svg class="postmark" viewBox="0 0 100 100" role="img" aria-label={label}>
            <g transform="rotate(-9 50 50)">
                <g fill="none" stroke="currentColor">
                    <circle cx="50" cy="50" r="47" stroke-width="2.6" />
                    <circle cx="50" cy="50" r="34" stroke-width="1.2" />
                    <path id="postmark-ring" d="M 9.5 50 A 40.5 40.5 0 0 1 90.5 50" stroke="none" />
                    <path d="M 13 61 l 5 -2 M 87 61 l -5 -2 M 20 75 l 4 -4 M 80 75 l -4 -4 M 33 86 l 2 -5 M 67 86 l -2 -5 M 50 91 v -5" stroke-width="1.4" />
                </g>
                <text font-size="9" font-weight="600" letter-spacing="1.6" dy="3">
                    <textPath href="#postmark-ring" startOffset="50%">{ "BACKSTAMP" }</textPath>
                </text>
                { for lines.iter().enumerate().map(|(index, line)| html! {
                    <text x="50" y={row(index)} font-size={stamp_size.clone()} font-weight="750" letter-spacing=".3">{ *line }</text>
                }) }
                if !props.detail.is_empty() {
                    <text x="50" y={row(lines.len())} font-size={size(&props.detail)} font-weight="600">{ &props.detail }</text>
                }
            </g>
        </svg>
    }
}

/// The words on at most two lines.
fn lines(stamp: &str) -> Vec<&str> {
    match stamp.split_once(' ') {
        Some((first, rest)) if stamp.chars().count() > 8 => vec![first, rest],
        _ => vec![stamp],
    }
}
