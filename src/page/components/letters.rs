use backstamp::bounce;
use yew::prelude::*;

use super::letter::Letter;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub letters: bounce::Letters,
}

/// The three texts about a recipient.
#[component]
pub fn Letters(props: &Props) -> Html {
    let bounce::Letters { user, other_admin, own_team } = &props.letters;
    html! {
        <div class="letters">
            <Letter title="What to tell the user" what="a text for the user" text={user.clone()} />
            <Letter title="What to tell the other admin" what="a text for the other admin" text={other_admin.clone()} />
            <Letter title="What to tell our own team" what="a text for your own team" text={own_team.clone()} />
        </div>
    }
}
