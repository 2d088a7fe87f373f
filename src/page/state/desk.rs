//! What the desk shows at the moment.

use std::rc::Rc;

use backstamp::guide::{Chapter, chapter};
use yew::Reducible;

use super::batch::Table;
use super::reading::Shared;
use super::settings::{Settings, Times};
use crate::page::state::session_form::SessionForm;
use crate::page::view::evidence_link::Target;

/// Which page is open, as the address's fragment says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Place {
    /// The desk.
    #[default]
    Desk,
    /// The codes, and the one that is asked for: `5.1.1`; empty for all.
    Codes(Rc<str>),
    /// Where mail for a domain goes.
    Route,
    /// The guide: a chapter of it, or its contents.
    Guide(Option<&'static Chapter>),
    /// A session to write and to practise.
    Session,
    /// The settings.
    Settings,
    /// What is on the desk, to take away: exports, and the redacted text.
    Share,
    /// What is on the desk beside another input.
    Compare,
    /// Many messages as a table.
    Batch,
}

impl Place {
    /// The page that a fragment names; the desk for every other one.
    pub fn of(fragment: &str) -> Self {
        if let Some(rest) = fragment.strip_prefix("#/codes") {
            let code = rest.strip_prefix('/').unwrap_or_default();
            let is_code = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
            return Self::Codes(Rc::from(if is_code { code } else { "" }));
        }
        if let Some(rest) = fragment.strip_prefix("#/guide") {
            return Self::Guide(rest.strip_prefix('/').and_then(chapter));
        }
        match fragment {
            "#/route" => Self::Route,
            "#/session" => Self::Session,
            "#/settings" => Self::Settings,
            "#/share" => Self::Share,
            "#/compare" => Self::Compare,
            "#/batch" => Self::Batch,
            _ => Self::Desk,
        }
    }

    /// Its fragment, as the masthead links to it.
    pub fn fragment(&self) -> &'static str {
        match self {
            Self::Desk => "#/",
            Self::Codes(_) => "#/codes",
            Self::Route => "#/route",
            Self::Guide(_) => "#/guide",
            Self::Session => "#/session",
            Self::Settings => "#/settings",
            Self::Share => "#/share",
            Self::Compare => "#/compare",
            Self::Batch => "#/batch",
        }
    }
}

/// An input that is being read in a worker.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// How many bytes it has.
    pub bytes: usize,
    /// When it began, in milliseconds.
    pub since: f64,
}

/// What the desk shows.
#[derive(Clone, Default, PartialEq)]
pub struct Desk {
    pub place: Place,
    /// Where the guide leads back to.
    pub before_guide: Place,
    pub reading: Option<Shared>,
    /// The text of the box while it is newer than the reading.
    pub draft: Option<Rc<str>>,
    pub work: Option<Work>,
    /// Many messages, where such are open.
    pub table: Option<Table>,
    /// Why an input could not be read at all.
    pub failure: Option<String>,
    /// What the pointer or the focus is on.
    pub pointed: Option<Target>,
    /// What was chosen to stay lit.
    pub pinned: Option<Target>,
    /// What stands at the caret.
    pub near: Rc<[Target]>,
    pub settings: Settings,
    /// The session that is being written. It is kept nowhere else.
    pub attempt: Rc<SessionForm>,
    /// A message about something done: its number, so that the same one can come twice, and its words.
    pub said: Option<(u32, String)>,
}

impl Desk {
    /// Whether the guide is open for a report, which stays beside it where there is room.
    pub fn is_guided(&self) -> bool {
        matches!(self.place, Place::Guide(_)) && self.before_guide == Place::Desk && self.reading.is_some()
    }

    /// Whether there is nothing to clear.
    pub fn is_empty(&self) -> bool {
        self.reading.is_none() && self.draft.is_none() && self.work.is_none() && self.failure.is_none()
    }

    /// The parts that are lit now.
    pub fn lit(&self) -> Rc<[Target]> {
        match self.pointed.or(self.pinned) {
            Some(target) => Rc::from([target]),
            None => Rc::clone(&self.near),
        }
    }
}

/// What happens to the desk.
pub enum Action {
    /// Another page was opened.
    Go(Place),
    /// The box's text changed, and is not read yet.
    Draft(String),
    /// A worker began to read.
    Work(Work),
    /// An input was read.
    Show(Shared),
    /// The table of many messages changed, or was closed.
    Table(Option<Table>),
    /// An input could not be read.
    Fail(String),
    /// The user stopped the work.
    Cancel,
    /// Everything is to go.
    Clear,
    /// The pointer or the focus came to a part, or left it.
    Point(Option<Target>),
    /// A part was chosen to stay lit, or let go.
    Pin(Target),
    /// The caret moved to words that these parts stand for.
    Near(Vec<Target>),
    /// Times are to be shown in another zone.
    Times(Times),
    /// The session to write changed.
    Write(SessionForm),
    /// The settings changed.
    Set(Settings),
    /// Something is to be said.
    Say(String),
    /// What was said has been there for long enough.
    Hush(u32),
}

impl Reducible for Desk {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut desk = Self::clone(&self);
        match action {
            Action::Go(place) => {
                // Where findings are; what the guide leads to itself leads back to it.
                if matches!(desk.place, Place::Desk | Place::Route | Place::Session | Place::Batch) {
                    desk.before_guide = desk.place;
                }
                desk.place = place;
            }
            Action::Draft(text) => desk.draft = Some(Rc::from(text)),
            Action::Work(work) => {
                desk.work = Some(work);
                desk.failure = None;
            }
            Action::Show(reading) => {
                desk.reading = Some(reading);
                desk.draft = None;
                desk.work = None;
                desk.failure = None;
                desk.let_go();
            }
            Action::Table(table) => desk.table = table,
            Action::Fail(why) => {
                desk.work = None;
                desk.failure = Some(why);
            }
            Action::Cancel => desk.work = None,
            Action::Clear => {
                desk.reading = None;
                desk.draft = None;
                desk.work = None;
                desk.failure = None;
                desk.let_go();
            }
            Action::Point(target) => desk.pointed = target,
            Action::Pin(target) => {
                desk.pinned = if desk.pinned == Some(target) { None } else { Some(target) };
                desk.pointed = None;
            }
            Action::Near(targets) => {
                desk.near = Rc::from(targets);
                desk.pinned = None;
                desk.pointed = None;
            }
            Action::Times(times) => desk.settings.times = times,
            Action::Write(attempt) => desk.attempt = Rc::new(attempt),
            Action::Set(settings) => desk.settings = settings,
            Action::Say(words) => {
                let number = desk.said.map_or(0, |(number, _)| number.wrapping_add(1));
                desk.said = Some((number, words));
            }
            Action::Hush(number) => desk.said = desk.said.filter(|(last, _)| *last != number),
        }
        Rc::new(desk)
    }
}

impl Desk {
    fn let_go(&mut self) {
        self.pointed = None;
        self.pinned = None;
        self.near = Rc::from([]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::view::evidence_link::Part;

    const HOP: Target = Target { sheet: 0, part: Part::Hop(1) };
    const FINDING: Target = Target { sheet: 0, part: Part::Finding(0) };

    fn after(actions: Vec<Action>) -> Rc<Desk> {
        actions.into_iter().fold(Rc::new(Desk::default()), Reducible::reduce)
    }

    #[test]
    fn what_is_chosen_stays_lit_when_the_pointer_leaves() {
        let desk = after(vec![Action::Pin(FINDING), Action::Point(Some(HOP)), Action::Point(None)]);
        assert_eq!(*desk.lit(), [FINDING]);
    }

    #[test]
    fn choosing_it_again_lets_it_go() {
        assert!(after(vec![Action::Pin(FINDING), Action::Pin(FINDING)]).lit().is_empty());
    }

    #[test]
    fn the_caret_takes_over_from_what_was_chosen() {
        assert_eq!(*after(vec![Action::Pin(FINDING), Action::Near(vec![HOP])]).lit(), [HOP]);
    }

    #[test]
    fn clearing_leaves_nothing_but_the_settings() {
        let settings = Settings { domains: "a.example".to_owned(), ..Settings::default() };
        let desk = after(vec![
            Action::Set(settings.clone()),
            Action::Draft("x".to_owned()),
            Action::Fail("y".to_owned()),
            Action::Clear,
        ]);
        assert!(*desk == Desk { settings, ..Desk::default() });
    }

    #[test]
    fn an_unknown_fragment_is_the_desk() {
        assert_eq!(Place::of("#report"), Place::Desk);
        assert_eq!(Place::of("#/settings"), Place::Settings);
        assert_eq!(Place::of("#/route"), Place::Route);
    }

    #[test]
    fn a_fragment_may_name_a_chapter() {
        assert_eq!(Place::of("#/guide"), Place::Guide(None));
        assert_eq!(Place::of("#/guide/mx"), Place::Guide(chapter("mx")));
        assert!(chapter("mx").is_some());
        assert_eq!(Place::of("#/guide/nothing"), Place::Guide(None));
    }

    #[test]
    fn the_guide_knows_where_it_was_opened() {
        let chapters = [Place::of("#/guide"), Place::of("#/codes/550"), Place::of("#/guide/mx")];
        let desk = after([Place::Route].into_iter().chain(chapters).map(Action::Go).collect());
        assert_eq!(desk.before_guide, Place::Route);
        assert!(!desk.is_guided());
    }

    #[test]
    fn a_fragment_may_name_a_code() {
        assert_eq!(Place::of("#/codes"), Place::Codes(Rc::from("")));
        assert_eq!(Place::of("#/codes/5.1.1"), Place::Codes(Rc::from("5.1.1")));
        assert_eq!(Place::of("#/codes/%3Cb%3E"), Place::Codes(Rc::from("")));
    }
}
