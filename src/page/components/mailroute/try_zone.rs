use backstamp::dns::Subject;
use backstamp::dns::zone::Zones;
use backstamp::finding::Severity;
use yew::prelude::*;

use super::try_box::TryBox;
use super::try_mail::finding;
use super::walk_picture::WalkPicture;
use super::walk_result::finding_id;
use crate::page::components::{tone, use_walking};
use crate::page::state::route_panel::Finished;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Where the mail is to go.
    pub subject: AttrValue,
    /// The zone file.
    pub text: AttrValue,
}

/// A zone within a chapter: it can be changed, and the route is walked in it on the spot. Nobody is asked.
#[component]
pub fn TryZone(props: &Props) -> Html {
    let text = use_state(|| props.text.clone());
    let walked = use_state(|| None::<Result<Finished, String>>);
    let walking = use_walking();
    use_effect_with((*text).clone(), {
        let (walked, subject) = (walked.clone(), props.subject.clone());
        move |text| match (Zones::parse(text), Subject::read(&subject), walking) {
            (Ok(zones), Ok(subject), Some(walking)) => {
                let done = Callback::from(move |finished| walked.set(Some(Ok(finished))));
                walking.walks.try_zones(zones, subject, done);
            }
            (Err(error), ..) => walked.set(Some(Err(error.to_string()))),
            _ => {}
        }
    });
    let change = {
        let text = text.clone();
        Callback::from(move |changed| text.set(changed))
    };
    let label = format!("Change the zone: mail to {} is routed again at every key", props.subject);
    html! {
        <section class="try" aria-label="Example to change">
            <TryBox {label} text={(*text).clone()} original={props.text.clone()} {change} />
            { match &*walked {
                Some(Ok(walked)) => read(walked),
                Some(Err(error)) => html! { <p class="try-read" role="status">{ format!("This zone cannot be read: {error}.") }</p> },
                None => html! {},
            } }
        </section>
    }
}

fn read(walked: &Finished) -> Html {
    let walk = &walked.walk;
    // The picture's marks lead to these.
    let told = walk.findings.iter().enumerate().filter(|(_, finding)| finding.severity < Severity::Note);
    html! {
        <div class={classes!("try-read", tone(walk.verdict.severity))}>
            <p class="try-headline" role="status">{ &walk.headline }</p>
            if !walk.steps.is_empty() {
                <WalkPicture walked={walked.clone()} />
            }
            { for told.map(|(index, one)| html! { <div id={finding_id(index)} tabindex="-1">{ finding(one) }</div> }) }
        </div>
    }
}
