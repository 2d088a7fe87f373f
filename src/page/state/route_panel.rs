//! The mail route's panel: what it shows, and what changes it.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use backstamp::dns::zone::Zones;
use backstamp::dns::{Question, Resolver, Response, Subject};
use backstamp::finding::Finding;
use backstamp::mailroute::{Options, Walk, compare, walk};
use futures_util::future::{AbortHandle, Abortable};
use js_sys::Math;
use wasm_bindgen_futures::spawn_local;
use yew::{AttrValue, Callback, Reducible, UseReducerDispatcher, UseReducerHandle};

use crate::page::browser::fragment;
use crate::page::state::dns_client::DnsClient;
use crate::page::state::example_zones;

/// The most walks that are kept, for the report that they belong to.
const MOST_KEPT: usize = 12;

/// What a walk asks besides the route itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookupOptions {
    pub zone: bool,
    pub reverse: bool,
    pub policies: bool,
    pub wildcard: bool,
    /// Whether a private name is sent all the same.
    pub allow_private_names: bool,
    /// Whether the second resolver is asked the same, to compare.
    pub compare: bool,
}

impl Default for LookupOptions {
    fn default() -> Self {
        Self { zone: true, reverse: true, policies: true, wildcard: false, allow_private_names: false, compare: true }
    }
}

impl LookupOptions {
    /// As the library has them; `label` is what a wildcard is looked for with.
    pub fn options(self, label: &str) -> Options {
        Options {
            zone: self.zone,
            reverse: self.reverse,
            policies: self.policies,
            random_label: self.wildcard.then(|| label.to_owned()),
            allow_private_names: self.allow_private_names,
        }
    }
}

/// A walk that is over.
#[derive(Debug)]
pub struct Walked {
    pub walk: Walk,
    /// Whether the example zones answered.
    pub from_examples: bool,
    /// Where a second resolver, asked the same, disagrees.
    pub compared: Vec<Finding>,
}

/// A walk that is passed around, and is equal to itself only.
#[derive(Debug, Clone)]
pub struct Finished(Rc<Walked>);

impl Deref for Finished {
    type Target = Walked;

    fn deref(&self) -> &Walked {
        &self.0
    }
}

impl PartialEq for Finished {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// How far a walk is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    pub asked: usize,
    pub answered: usize,
}

/// What the panel shows.
#[derive(Clone, PartialEq)]
pub struct RoutePanel {
    pub typed: Rc<str>,
    pub wants: LookupOptions,
    /// The label that a wildcard is looked for with: the same in the list of questions and in the walk.
    pub label: Rc<str>,
    /// Whether the example zones were chosen to answer.
    pub examples_chosen: bool,
    /// Whether the user has agreed to ask, once in this visit.
    pub agreed: bool,
    pub progress: Option<Progress>,
    pub shown: Option<Finished>,
    /// Whether it came just now, and the reader was not led to it yet.
    pub is_fresh: bool,
    /// The latest walks, the last one last.
    pub past: Vec<Finished>,
    /// What happened instead of a walk.
    pub stopped: bool,
}

impl Default for RoutePanel {
    fn default() -> Self {
        Self {
            typed: Rc::from(""),
            wants: LookupOptions::default(),
            label: Rc::from(""),
            examples_chosen: false,
            agreed: false,
            progress: None,
            shown: None,
            is_fresh: false,
            past: Vec::new(),
            stopped: false,
        }
    }
}

impl RoutePanel {
    /// Whether the example zones answer, and nobody is asked: they were chosen, and the name lies in one of them. Of any
    /// other name they would say that it does not exist.
    pub fn examples_answer(&self) -> bool {
        self.examples_chosen && !self.left_examples()
    }

    /// Whether a name was typed that no example zone holds while they are chosen.
    pub fn left_examples(&self) -> bool {
        self.examples_chosen && Subject::read(&self.typed).is_ok_and(|subject| !example_zones::hold(&subject))
    }

    /// The latest walk of this subject.
    pub fn walk_of(&self, subject: &Subject) -> Option<&Finished> {
        self.past.iter().rev().find(|walked| walked.walk.subject.target == subject.target)
    }
}

/// What happens to the panel.
pub enum Change {
    Type(Rc<str>),
    Want(LookupOptions),
    UseExamples(bool),
    Begin,
    Progress(Progress),
    Finish(Finished),
    Seen,
    Stop,
}

impl Reducible for RoutePanel {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut errand = Self::clone(&self);
        match change {
            Change::Type(typed) => {
                // Insisting is about one name.
                errand.wants.allow_private_names = false;
                errand.typed = typed;
                errand.stopped = false;
            }
            Change::Want(wants) => {
                if wants.wildcard && errand.label.is_empty() {
                    errand.label = Rc::from(random_label());
                }
                errand.wants = wants;
            }
            Change::UseExamples(chosen) => errand.examples_chosen = chosen,
            Change::Begin => {
                errand.agreed |= !errand.examples_answer();
                errand.progress = Some(Progress::default());
                errand.stopped = false;
            }
            Change::Progress(progress) => {
                if errand.progress.is_some() {
                    errand.progress = Some(progress);
                }
            }
            Change::Finish(finished) => {
                errand.progress = None;
                errand.past.retain(|past| past.walk.subject.target != finished.walk.subject.target);
                if errand.past.len() >= MOST_KEPT {
                    errand.past.remove(0);
                }
                errand.past.push(finished.clone());
                errand.shown = Some(finished);
                errand.is_fresh = true;
            }
            Change::Seen => errand.is_fresh = false,
            Change::Stop => {
                errand.progress = None;
                errand.stopped = true;
            }
        }
        Rc::new(errand)
    }
}

/// A label that nobody has.
fn random_label() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..14).map(|_| char::from(LETTERS.get((Math::random() * 32.0) as usize).copied().unwrap_or(b'q'))).collect()
}

/// Who answers.
enum Source {
    Examples(Zones),
    DnsClient(DnsClient),
}

/// Counts the questions of a walk, and tells.
struct Watched {
    source: Source,
    progress: Cell<Progress>,
    tell: UseReducerDispatcher<RoutePanel>,
}

impl Watched {
    fn note(&self, change: impl FnOnce(&mut Progress)) {
        let mut progress = self.progress.get();
        change(&mut progress);
        self.progress.set(progress);
        self.tell.dispatch(Change::Progress(progress));
    }
}

impl Resolver for Watched {
    async fn ask(&self, question: &Question) -> Response {
        match &self.source {
            Source::Examples(zones) => {
                Response { resolver: "the example zones".to_owned(), ..zones.ask(question).await }
            }
            Source::DnsClient(asker) => {
                self.note(|progress| progress.asked += 1);
                let response = asker.ask(question).await;
                self.note(|progress| progress.answered += 1);
                response
            }
        }
    }
}

/// Changes the panel.
#[derive(Clone)]
pub struct Walks {
    errand: UseReducerDispatcher<RoutePanel>,
    under_way: Rc<RefCell<Option<AbortHandle>>>,
}

impl PartialEq for Walks {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.under_way, &other.under_way)
    }
}

impl Walks {
    pub fn new(errand: UseReducerDispatcher<RoutePanel>) -> Self {
        Self { errand, under_way: Rc::default() }
    }

    pub fn act(&self, change: Change) {
        self.errand.dispatch(change);
    }

    /// Walks zones that an example brings along. The panel stays as it is.
    pub fn try_zones(&self, zones: Zones, subject: Subject, done: Callback<Finished>) {
        let watched = Watched { source: Source::Examples(zones), progress: Cell::default(), tell: self.errand.clone() };
        // The route alone: such a zone holds no more.
        let options = Options { zone: false, reverse: false, policies: false, ..Options::default() };
        spawn_local(async move {
            let walk = walk(subject, &watched, &options).await;
            done.emit(Finished(Rc::new(Walked { walk, from_examples: true, compared: Vec::new() })));
        });
    }

    fn let_go(&self) {
        if let Some(handle) = self.under_way.borrow_mut().take() {
            handle.abort();
        }
    }

    /// Stops asking.
    pub fn stop(&self) {
        self.let_go();
        self.act(Change::Stop);
    }
}

/// The panel, for a component deep within the page.
#[derive(Clone, PartialEq)]
pub struct Walking {
    pub errand: UseReducerHandle<RoutePanel>,
    pub walks: Walks,
    /// Who is asked where the example zones are not.
    pub asker: DnsClient,
    /// Who will see which names, in plain sentences.
    pub who_sees: AttrValue,
}

impl Walking {
    /// Opens the panel with a name that the report offered, and asks at once if that was agreed to.
    pub fn open(&self, subject: &Subject) {
        self.walks.act(Change::Type(Rc::from(subject.typed.as_str())));
        self.walks.act(Change::UseExamples(false));
        fragment::go("#/route");
        if self.errand.agreed && self.asker.barrier().is_none() {
            let wants = LookupOptions { allow_private_names: false, ..self.errand.wants };
            self.walk(subject.clone(), &wants.options(&self.errand.label), false);
        }
    }

    /// Walks a name of the example zones.
    pub fn try_example(&self, typed: &str) {
        self.walks.act(Change::Type(Rc::from(typed)));
        self.walks.act(Change::UseExamples(true));
        if let Ok(subject) = Subject::read(typed) {
            let options = self.errand.wants.options(&self.errand.label);
            self.walk(subject, &options, true);
        }
    }

    /// Walks, and shows what came of it: also where a second resolver disagrees, if the settings name one.
    pub fn walk(&self, subject: Subject, options: &Options, from_examples: bool) {
        self.walks.let_go();
        self.walks.act(Change::Begin);
        let source = if from_examples {
            Source::Examples(example_zones::zones())
        } else {
            Source::DnsClient(self.asker.clone())
        };
        let errand = self.walks.errand.clone();
        let watched = Watched { source, progress: Cell::default(), tell: errand.clone() };
        let (handle, registration) = AbortHandle::new_pair();
        self.walks.under_way.replace(Some(handle));
        let options = options.clone();
        let second = self.asker.second().filter(|_| self.errand.wants.compare && !from_examples);
        spawn_local(async move {
            let mut watched = watched;
            let both = async {
                let first = walk(subject.clone(), &watched, &options).await;
                let Some(second) = second else { return (first, Vec::new()) };
                watched.source = Source::DnsClient(second);
                let other = walk(subject, &watched, &options).await;
                let compared = compare(&first, &other);
                (first, compared)
            };
            let walked = Abortable::new(both, registration).await;
            // An error means that the user stopped it, which was said then.
            if let Ok((walk, compared)) = walked {
                errand.dispatch(Change::Finish(Finished(Rc::new(Walked { walk, from_examples, compared }))));
            }
        });
    }
}
