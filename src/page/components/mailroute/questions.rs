use backstamp::dns::{Name, Question};
use yew::prelude::*;

/// Questions, exactly as they are asked: a name, and the types of record asked for at it.
pub fn questions(questions: &[Question]) -> Html {
    let mut names: Vec<(&Name, Vec<String>)> = Vec::new();
    for question in questions {
        let kind = question.kind.to_string();
        match names.iter_mut().find(|(name, _)| **name == question.name) {
            Some((_, kinds)) => kinds.push(kind),
            None => names.push((&question.name, vec![kind])),
        }
    }
    html! {
        <ul class="questions">
            { for names.iter().map(|(name, kinds)| html! {
                <li><span class="name">{ name.to_string() }</span>{ " " }{ for kinds.iter().map(|kind| html! { <><b>{ kind }</b>{ " " }</> }) }</li>
            }) }
        </ul>
    }
}

/// `1 question`, `12 questions`.
pub fn count(questions: usize) -> String {
    backstamp::trace::words::count(questions, "question", "questions")
}
