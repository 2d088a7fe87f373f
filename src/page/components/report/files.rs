use backstamp::container::Listed;
use backstamp::trace::words::count;
use yew::prelude::*;

use super::panel::Panel;
use crate::page::state::reading::ReportEntry as Read;

/// The files that were opened: what each is, its subject, what is attached to it, or why it was not read.
pub fn files(sheet: &Read) -> Html {
    let files = &sheet.report.files;
    if files.is_empty() {
        return html! {};
    }
    html! {
        <Panel title="Opened" about={count(sheet.files, "file or message", "files and messages")} depth={sheet.depth}>
            <ul class="opened">
                { for files.iter().map(item) }
                if sheet.files > files.len() {
                    <li class="sub">{ format!("And {} more.", sheet.files - files.len()) }</li>
                }
            </ul>
        </Panel>
    }
}

fn item(file: &Listed) -> Html {
    let attachments: Vec<&str> =
        file.attachments.iter().map(|name| if name.is_empty() { "without a name" } else { name.as_str() }).collect();
    html! {
        <li>
            if !file.name.is_empty() { <b>{ &file.name }</b>{ " " } }
            <span class="sub">{ &file.kind }</span>
            if let Some(subject) = &file.subject { <span class="line">{ subject }</span> }
            if !attachments.is_empty() { <span class="line sub">{ format!("Attached: {}", attachments.join(", ")) }</span> }
            if let Some(error) = &file.error { <span class="line">{ error }</span> }
        </li>
    }
}
