use backstamp::container::Listed;
use backstamp::report::Kind;
use backstamp::trace::words::count;
use yew::prelude::*;

use crate::page::components::report::panel::Panel;
use crate::page::state::reading::Shared;

/// How many files are shown at first, and how many more at a time.
const PAGE: usize = 100;
/// How many names of attachments are shown of a message.
const ATTACHMENTS: usize = 10;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
}

/// What is in a mailbox or an archive, and what is attached to a message.
#[component]
pub fn FileList(props: &Props) -> Html {
    let shown = use_state_eq(|| PAGE);
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let files = &sheet.report.files;
    // Of a message alone the report says everything already, but for its attachments.
    let is_worth = sheet.report.kind == Kind::Files
        || files.len() > 1
        || files.iter().any(|file| file.error.is_some() || !file.attachments.is_empty());
    if !is_worth {
        return html! {};
    }
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + PAGE))
    };
    let messages = files.iter().map(|file| file.messages).sum();
    let about = format!("{}, {}", count(files.len(), "file", "files"), count(messages, "message", "messages"));
    html! {
        <Panel title="Files" depth={sheet.depth} {about}>
            <ul class="files">{ for files.iter().take(*shown).map(item) }</ul>
            if files.len() > *shown {
                <p class="more"><button type="button" class="button" onclick={more}>{ format!("Show {PAGE} more of {}", files.len()) }</button></p>
            }
        </Panel>
    }
}

fn item(file: &Listed) -> Html {
    let name = if file.name.is_empty() { "without a name" } else { &file.name };
    let about = if file.messages > 1 {
        format!("{}, {}", file.kind, count(file.messages, "message", "messages"))
    } else {
        file.kind.clone()
    };
    let attached = file.attachments.iter().map(|name| if name.is_empty() { "without a name" } else { name });
    let mut attachments = attached.take(ATTACHMENTS).collect::<Vec<_>>().join(", ");
    if let Some(more) = file.attachments.len().checked_sub(ATTACHMENTS).filter(|more| *more > 0) {
        attachments.push_str(&format!(" and {more} more"));
    }
    html! {
        <li>
            <p class="file-name"><b>{ name }</b><span class="sub">{ about }</span></p>
            <div>
                if let Some(subject) = &file.subject { <p>{ subject }</p> }
                if !attachments.is_empty() { <p class="sub">{ format!("Attached: {attachments}") }</p> }
                if let Some(error) = &file.error { <p class="file-error">{ error }</p> }
            </div>
        </li>
    }
}
