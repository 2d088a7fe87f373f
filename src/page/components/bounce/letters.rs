use backstamp::bounce::Letters;
use yew::prelude::*;

use super::letter::Letter;

/// The three texts about a recipient.
pub fn letters(letters: &Letters) -> Html {
    html! {
        <div class="letters">
            <Letter title="What to tell the user" what="a text for the user" text={letters.user.clone()} />
            <Letter title="What to tell the other admin" what="a text for the other admin" text={letters.other_admin.clone()} />
            <Letter title="What to tell our own team" what="a text for your own team" text={letters.own_team.clone()} />
        </div>
    }
}

/// What to tell the user, where no recipient has texts of their own.
pub fn for_the_user(text: Option<impl Into<AttrValue>>) -> Html {
    html! {
        if let Some(text) = text {
            <section class="sheet told for-user" aria-label="What to tell the user">
                <div class="letters">
                    <Letter title="What to tell the user" what="a text for the user" text={text.into()} />
                </div>
            </section>
        }
    }
}
