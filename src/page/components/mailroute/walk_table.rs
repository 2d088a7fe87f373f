use backstamp::mailroute::export;
use yew::prelude::*;

use crate::page::components::common::copy::Copy;
use crate::page::components::report::panel::Panel;
use crate::page::state::route_panel::Finished;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub walked: Finished,
}

/// The same questions and answers as a table.
#[component]
pub fn WalkTable(props: &Props) -> Html {
    let rows = export::rows(&props.walked.walk);
    let text = {
        let walked = props.walked.clone();
        Callback::from(move |()| export::tab_separated(&walked.walk))
    };
    html! {
        <Panel title="Questions as a table" depth=0 class="walk-table" tools={html! { <Copy label="Copy" about="Copy the table" what="a table" {text} /> }}>
            <div class="table is-plain" tabindex="0" role="group" aria-label="Questions as a table">
                <table>
                    <thead><tr>{ for export::COLUMNS.iter().map(|column| html! { <th scope="col">{ *column }</th> }) }</tr></thead>
                    <tbody>
                        { for rows.iter().map(|row| html! { <tr>{ for row.iter().map(|cell| html! { <td>{ cell }</td> }) }</tr> }) }
                    </tbody>
                </table>
            </div>
        </Panel>
    }
}
