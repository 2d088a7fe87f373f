//! What changes the desk: text, files, copies, settings. Components call it, and show what then stands in [`Desk`].

use std::cell::RefCell;
use std::rc::Rc;

use backstamp::Context;
use backstamp::container::Format;
use backstamp::finding::Span;
use backstamp::redact::Options;
use backstamp::report::Provenance;
use backstamp::trace::words::count;
use gloo_timers::callback::Timeout;
use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};
use yew::{Callback, UseReducerDispatcher};

use super::batch::{self, BatchJob, Progress, Table};
use super::job::{Answer, Export, Job, is_text};
use super::reading::{LARGE, Reading, Shared};
use super::settings::{Settings, Times};
use crate::page::browser::worker;
use crate::page::browser::{clipboard, clock, dom, editor, fault, files, fragment, requests, storage};
use crate::page::state::desk::{Action, Desk, Place, Work};
use crate::page::state::session_form::SessionForm;
use crate::page::view::evidence_link::{self, Target};
use crate::page::warm_up::WarmUp;

/// Up to this many bytes a text is read again at every key.
const AT_EVERY_KEY: usize = 16_000;
/// How long typing must rest before a longer one is read, in milliseconds.
const REST: u32 = 180;
/// How long after the start the warm-up begins, and how long it rests between its steps, in milliseconds.
const WARM_UP: u32 = 400;
const WARM_UP_REST: u32 = 15;
/// How long a message stays, in milliseconds.
const SAID_FOR: u32 = 4_000;

/// What is done with an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Copy,
    Download,
}

/// What is being read.
#[derive(Clone, Default)]
enum Input {
    /// The text of the box.
    #[default]
    Box,
    /// A file's bytes, and its name; the box shows them as text.
    Bytes(Rc<[u8]>, Rc<str>),
    /// A text too large for the box.
    Text(JsString),
    /// The bytes of such a text or file, which the browser holds.
    Large(Blob),
}

#[derive(Default)]
struct Held {
    input: Input,
    settings: Settings,
    reading: Option<Shared>,
    /// The text that will be the box's, and was read before it is there.
    foreseen: Option<String>,
    /// Whether a report was drawn before: what runs for the first time is slow.
    is_warm: bool,
    /// The worker that reads now.
    work: Option<worker::Asked>,
    /// The worker that writes a form now.
    writing: Option<worker::Asked>,
    /// The worker that reads many messages now, and what came of it so far.
    many: Option<worker::Asked>,
    table: Option<Table>,
    rest: Option<Timeout>,
    hush: Option<Timeout>,
    /// What an open file's bytes are compared by, when they come late.
    turn: u32,
}

/// Changes the desk.
#[derive(Clone)]
pub struct Control {
    desk: UseReducerDispatcher<Desk>,
    held: Rc<RefCell<Held>>,
}

impl PartialEq for Control {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.held, &other.held)
    }
}

impl Control {
    pub fn new(desk: UseReducerDispatcher<Desk>, settings: Settings) -> Self {
        Self { desk, held: Rc::new(RefCell::new(Held { settings, ..Held::default() })) }
    }

    pub fn act(&self, action: Action) {
        self.desk.dispatch(action);
    }

    /// Takes over from the shell: reads what came before the program was ready.
    pub fn begin(&self) {
        match fault::take_over() {
            Some(early) => match files::as_blob(&early) {
                Some(file) => self.open(file.clone()),
                None if js_sys::Array::is_array(&early) => self.open_files(files::in_list(&early)),
                None => self.take_large(early.unchecked_into()),
            },
            None => self.take(editor::text(), None),
        }
        self.warm_up(WarmUp::default(), WARM_UP);
    }

    /// Gets ready for the first paste, step by step, until there is an input.
    fn warm_up(&self, mut warm_up: WarmUp, wait: u32) {
        self.after(wait, move |control| {
            if control.held.borrow().reading.is_none() && warm_up.step(&control.context()) {
                control.warm_up(warm_up, WARM_UP_REST);
            } else {
                control.held.borrow_mut().is_warm = true;
            }
        });
    }

    /// The box's text changed.
    pub fn edited(&self, by_typing: bool) {
        let text = editor::text();
        let foreseen = self.held.borrow_mut().foreseen.take();
        if foreseen.is_some_and(|foreseen| foreseen == text) {
            return;
        }
        let wait =
            if by_typing && text.len() > AT_EVERY_KEY { Some(REST) } else { (!self.is_quick(&text)).then_some(0) };
        self.take(text, wait);
    }

    /// Reads the box's text, now or, with rests between the steps, when so many milliseconds have passed.
    fn take(&self, text: String, wait: Option<u32>) {
        if text.len() > LARGE {
            return self.take_large(text.into());
        }
        self.new_turn(Input::Box);
        if text.is_empty() {
            self.held.borrow_mut().reading = None;
            return self.act(Action::Clear);
        }
        let Some(wait) = wait else { return self.read() };
        self.act(Action::Draft(text.clone()));
        self.after(wait, move |control| {
            let reading = Reading::of(text.as_bytes(), &control.context());
            control.after(0, move |control| control.show(reading));
        });
    }

    /// Whether a text is read and drawn so soon that the browser need not be let in between.
    fn is_quick(&self, text: &str) -> bool {
        self.held.borrow().is_warm && text.len() <= AT_EVERY_KEY
    }

    /// Does something after so many milliseconds, unless another input comes before.
    fn after(&self, wait: u32, act: impl FnOnce(&Self) + 'static) {
        let control = self.clone();
        let rest = Timeout::new(wait, move || act(&control));
        self.held.borrow_mut().rest = Some(rest);
    }

    /// A text is about to come into the box; true where it is too large for it, and was taken here. A paste
    /// that fits is read before the browser has laid it out, which takes longer than reading it.
    pub fn inserted(&self, text: &JsString, is_paste: bool) -> bool {
        let is_large = text.length() as usize > LARGE;
        if !is_large && !is_paste {
            return false;
        }
        let (before, after) = editor::around_selection();
        if is_large {
            self.take_large(JsString::from(before).concat(text).concat(&after.into()));
            return true;
        }
        let text = format!("{before}{}{after}", String::from(text).replace("\r\n", "\n").replace('\r', "\n"));
        if !text.is_empty() && self.is_quick(&text) {
            self.new_turn(Input::Box);
            self.show(Reading::of(text.as_bytes(), &self.context()));
            self.held.borrow_mut().foreseen = Some(text);
        }
        false
    }

    /// Opens a file.
    pub fn open(&self, file: Blob) {
        let turn = self.new_turn(Input::Large(file.clone()));
        if file.size() > LARGE as f64 {
            editor::set_text("");
            return self.read();
        }
        let control = self.clone();
        spawn_local(async move {
            let bytes = files::bytes(&file).await;
            if control.held.borrow().turn != turn {
                return;
            }
            let Some(bytes) = bytes else {
                return control
                    .act(Action::Fail("The file could not be read. It may have been moved or changed.".to_owned()));
            };
            // What expands, or takes long to take apart, is a worker's.
            if !is_text(Format::of(&bytes)) || batch::is_many(&bytes) {
                editor::set_text("");
                return control.read();
            }
            let name = files::as_file(&file).map(files::name).unwrap_or_default();
            control.held.borrow_mut().input = Input::Bytes(Rc::from(bytes), Rc::from(name));
            control.read();
        });
    }

    /// Opens files that were chosen or dropped: one on the desk, several as a table.
    pub fn open_files(&self, mut files: Vec<File>) {
        if files.len() > 1 {
            return self.tabulate(files);
        }
        if let Some(file) = files.pop() {
            if fragment::current() == Place::Batch.fragment() {
                fragment::go(Place::Desk.fragment());
            }
            self.open(file.into());
        }
    }

    /// Reads many messages, and shows their table.
    fn tabulate(&self, files: Vec<File>) {
        let table = Table::of(files);
        self.held.borrow_mut().table = Some(table.clone());
        self.act(Action::Table(Some(table)));
        fragment::go(Place::Batch.fragment());
        self.read_many(0);
    }

    /// Reads the table's files from one on.
    fn read_many(&self, first: usize) {
        let Some(table) = self.held.borrow().table.clone() else { return };
        let control = self.clone();
        let mine = table.clone();
        let answered = move |answer| {
            // Another table may have been opened meanwhile.
            if control.held.borrow().table.as_ref().is_some_and(|table| table.is_same(&mine)) {
                control.many_answered(answer, &mine);
            }
        };
        let many = self.ask_many(&table, first, false, Rc::new(answered));
        self.held.borrow_mut().many = many;
    }

    fn ask_many(
        &self,
        table: &Table,
        first: usize,
        is_export: bool,
        answered: Rc<dyn Fn(Answer)>,
    ) -> Option<worker::Asked> {
        let (files, context) = (table.borrow().files.clone(), self.context());
        let errand = BatchJob { names: files.iter().map(files::name).collect(), first, is_export };
        let asked = worker::ask_many(&files, &context, &errand, Rc::clone(&answered));
        if asked.is_none() {
            spawn_local(async move { batch::run(&files, &errand, &context, &mut |answer| answered(answer)).await });
        }
        asked
    }

    fn many_answered(&self, answer: Answer, table: &Table) {
        let is_time = match answer {
            Answer::Chunk(chunk) => table.borrow_mut().add(*chunk),
            Answer::Done(hops, clocks) => {
                table.borrow_mut().end(hops, clocks);
                self.held.borrow_mut().many = None;
                let messages = table.borrow().batch.rows.len();
                self.say(&format!("{} read.", count(messages, "message", "messages")));
                true
            }
            _ => return self.skip_file(table),
        };
        if is_time {
            self.show_table();
        }
    }

    /// The reader stopped on a file: it goes on with the next one.
    fn skip_file(&self, table: &Table) {
        let next = {
            let mut messages = table.borrow_mut();
            let at = messages.next;
            let name = messages.files.get(at).map(files::name).unwrap_or_default();
            messages.failed.push((name, "The reader stopped on it, which is a fault of this page.".to_owned()));
            messages.next = at + 1;
            (at + 1 < messages.files.len()).then_some(at + 1)
        };
        self.held.borrow_mut().many = None;
        match next {
            Some(next) => self.read_many(next),
            None => table.borrow_mut().end(Vec::new(), Vec::new()),
        }
        self.show_table();
    }

    fn show_table(&self) {
        let table = self.held.borrow_mut().table.as_mut().map(Table::changed);
        self.act(Action::Table(table));
    }

    /// Stops reading many messages, and keeps what is there.
    pub fn stop_many(&self) {
        {
            let mut held = self.held.borrow_mut();
            held.many = None;
            if let Some(table) = &held.table {
                table.borrow_mut().progress = Progress::Stopped;
            }
        }
        self.show_table();
        self.say("Stopped. What was read stays.");
    }

    /// Lets the table go.
    pub fn close_table(&self) {
        {
            let mut held = self.held.borrow_mut();
            held.many = None;
            held.writing = None;
            held.table = None;
        }
        self.act(Action::Table(None));
        self.say("The table is closed.");
    }

    /// Opens the report on a row of the table, on the desk.
    pub fn open_row(&self, row: usize) {
        let Some(table) = self.held.borrow().table.clone() else { return };
        let found = table
            .borrow()
            .place(row)
            .and_then(|(file, (from, to), nth, name)| Some((files::part(file, from, to)?, nth, name.to_owned())));
        let Some((blob, nth, name)) = found else { return };
        table.borrow_mut().view.opened = Some(row);
        editor::set_text("");
        self.new_turn(Input::Box);
        self.act(Action::Clear);
        self.act(Action::Work(Work { bytes: blob.size() as usize, since: clock::milliseconds() }));
        fragment::go(Place::Desk.fragment());
        let control = self.clone();
        let label: Rc<str> = Rc::from(name.as_str());
        let answered = move |answer| {
            let Answer::Reading(reading) = answer else {
                return control.act(Action::Fail(
                    "The message could not be read again. Its file may have been moved or changed.".to_owned(),
                ));
            };
            // From here on the message is an input like any other.
            let input = match files::blob_of(&reading.text) {
                Some(blob) if !reading.rows.is_empty() => Input::Large(blob),
                _ => Input::Bytes(Rc::from(reading.text.as_slice()), Rc::clone(&label)),
            };
            let show = control.clone();
            let rest = Timeout::new(0, move || {
                show.held.borrow_mut().input = input;
                show.show(*reading);
            });
            control.held.borrow_mut().rest = Some(rest);
        };
        let asked = self.hand_over(&blob, Job::Nth(nth, name), Rc::new(answered));
        self.held.borrow_mut().work = asked;
    }

    /// Saves the reports on all messages of the table, a line of JSON each.
    pub fn save_ndjson(&self) {
        let Some(table) = self.held.borrow().table.clone() else { return };
        let control = self.clone();
        let parts = js_sys::Array::new();
        let answered = move |answer| match answer {
            Answer::Written(lines) => {
                if let Some(blob) = files::blob_of(lines.as_bytes()) {
                    parts.push(&blob);
                }
            }
            Answer::Done(..) => {
                control.held.borrow_mut().writing = None;
                if let Some(blob) = files::joined(&parts) {
                    control.save("messages.ndjson", "application/x-ndjson", &blob);
                }
            }
            _ => control.say("The reports could not be written."),
        };
        self.say("Writing the reports.");
        let asked = self.ask_many(&table, 0, true, Rc::new(answered));
        self.held.borrow_mut().writing = asked;
    }

    /// Puts a text into the box and reads it.
    pub fn try_text(&self, text: &str) {
        editor::set_text(text);
        self.edited(false);
    }

    /// Opens the desk with a text, and reads it.
    pub fn read_on_desk(&self, text: &str) {
        fragment::go(Place::Desk.fragment());
        // Before the browser tells of the new fragment, so that the report is there when the desk is.
        self.act(Action::Go(Place::Desk));
        self.try_text(text);
    }

    /// Opens the page that writes a session, with this server as its target; an empty recipient leaves that field empty.
    pub fn write_session(&self, host: &str, recipient: &str) {
        let attempt = SessionForm { host: host.to_owned(), to: recipient.to_owned(), ..SessionForm::default() };
        self.act(Action::Write(attempt));
        fragment::go(Place::Session.fragment());
    }

    /// Takes a text that is too large for the box: it stays with the browser, and is not copied here.
    fn take_large(&self, text: JsString) {
        editor::set_text("");
        self.new_turn(Input::Text(text));
        self.read();
    }

    /// Stops whatever goes on: from here on there is another input.
    fn new_turn(&self, input: Input) -> u32 {
        let mut held = self.held.borrow_mut();
        held.input = input;
        held.work = None;
        held.writing = None;
        held.rest = None;
        held.turn = held.turn.wrapping_add(1);
        match &held.input {
            Input::Text(text) => fault::hold(text),
            Input::Large(blob) => fault::hold(blob),
            Input::Box | Input::Bytes(..) => fault::hold(&JsValue::NULL),
        }
        held.turn
    }

    /// Reads the input, here or in a worker.
    pub fn read(&self) {
        let input = self.held.borrow().input.clone();
        match input {
            Input::Box => self.show(Reading::of(editor::text().as_bytes(), &self.context())),
            Input::Bytes(bytes, name) => self.show(Reading::of_file(&bytes, Some(&name), &self.context())),
            Input::Text(text) => self.read_as_bytes(text),
            Input::Large(blob) => self.read_in_worker(&blob),
        }
    }

    fn read_as_bytes(&self, text: JsString) {
        let turn = self.held.borrow().turn;
        self.act(Action::Work(Work { bytes: text.length() as usize, since: clock::milliseconds() }));
        let control = self.clone();
        spawn_local(async move {
            let blob = files::blob(&text).await;
            let is_wanted = control.held.borrow().turn == turn;
            if let Some(blob) = blob.filter(|_| is_wanted) {
                control.new_turn(Input::Large(blob));
                control.read();
            }
        });
    }

    fn read_in_worker(&self, blob: &Blob) {
        let file = files::as_file(blob).cloned();
        let job = Job::Read(file.as_ref().map(files::name));
        let control = self.clone();
        let answered = move |answer| match answer {
            Answer::Reading(reading) => {
                // Taking it over took a while; the browser may do something else before it is drawn.
                let show = control.clone();
                let rest = Timeout::new(0, move || show.show(*reading));
                control.held.borrow_mut().rest = Some(rest);
            }
            Answer::Many => {
                control.new_turn(Input::Box);
                control.held.borrow_mut().reading = None;
                control.act(Action::Clear);
                if let Some(file) = &file {
                    control.tabulate(vec![file.clone()]);
                }
            }
            _ => control.act(Action::Fail(
                "The reader stopped on this input, which is a fault of this page. The text is still here.".to_owned(),
            )),
        };
        let asked = self.hand_over(blob, job, Rc::new(answered));
        if asked.is_some() {
            self.held.borrow_mut().work = asked;
            self.act(Action::Work(Work { bytes: blob.size() as usize, since: clock::milliseconds() }));
        }
    }

    /// Has a worker do something with bytes that the browser holds, for as long as what it returns is kept. Where no worker
    /// can be started, it is done here.
    fn hand_over(&self, blob: &Blob, job: Job, answered: Rc<dyn Fn(Answer)>) -> Option<worker::Asked> {
        let context = self.context();
        let asked = worker::ask(blob, &context, &job, Rc::clone(&answered));
        if asked.is_none() {
            let blob = blob.clone();
            spawn_local(async move {
                let bytes = files::readable_bytes(&blob).await;
                answered(bytes.map_or(Answer::Failed, |bytes| job.of(&bytes, blob.size() as u64, &context)));
            });
        }
        asked
    }

    fn show(&self, reading: Reading) {
        // What was taken out of a file may fit the box though the file did not.
        let from_file = matches!(self.held.borrow().input, Input::Bytes(..) | Input::Large(_));
        if from_file && reading.rows.is_empty() {
            editor::set_text(&reading.words(Span::new(0, reading.text.len())));
        }
        let reading = Shared::new(reading);
        {
            let mut held = self.held.borrow_mut();
            held.reading = Some(reading.clone());
            held.work = None;
            held.is_warm = true;
        }
        self.act(Action::Show(reading));
    }

    /// Stops the work that goes on.
    pub fn cancel(&self) {
        {
            let mut held = self.held.borrow_mut();
            held.work = None;
            held.rest = None;
            held.turn = held.turn.wrapping_add(1);
        }
        self.act(Action::Cancel);
        self.act(Action::Fail("Stopped. Nothing was read.".to_owned()));
    }

    /// Empties everything.
    pub fn clear(&self) {
        self.new_turn(Input::Box);
        self.held.borrow_mut().reading = None;
        editor::set_text("");
        self.act(Action::Clear);
        self.say("Cleared.");
        editor::focus();
    }

    /// The caret moved; `by_pointer` also scrolls the report to what stands there.
    pub fn caret_moved(&self, by_pointer: bool) {
        let reading = self.held.borrow().reading.clone();
        let Some(reading) = reading else { return };
        let Some(place) = editor::caret(&reading.text) else { return };
        self.point_out(&reading, place, by_pointer);
    }

    /// A place in the source was chosen.
    pub fn place_chosen(&self, place: usize) {
        let reading = self.held.borrow().reading.clone();
        if let Some(reading) = reading {
            self.point_out(&reading, place, true);
        }
    }

    fn point_out(&self, reading: &Reading, place: usize, by_pointer: bool) {
        let near = evidence_link::at(reading, place);
        let first = near.first().copied();
        self.act(Action::Near(near));
        if by_pointer
            && !dom::is_narrow()
            && let Some(element) = first.and_then(|target| dom::by_id(&target.id()))
        {
            dom::reveal(&element);
        }
    }

    /// Chooses a part to stay lit, and shows its words; choosing it again lets it go.
    pub fn pin(&self, target: Target) {
        let reading = self.held.borrow().reading.clone();
        self.act(Action::Pin(target));
        let Some(reading) = reading else { return };
        if dom::is_narrow()
            && let Some(source) = dom::by_id("editor")
        {
            dom::reveal(&source);
        }
        let lines: Vec<String> = target
            .spans(&reading)
            .into_iter()
            .map(|span| match reading.lines(span) {
                (first, last) if first == last => first.to_string(),
                (first, last) => format!("{first} to {last}"),
            })
            .collect();
        if let [line] = lines.as_slice() {
            self.say(&format!("In the source: line {line}."));
        } else if !lines.is_empty() {
            self.say(&format!("In the source: lines {}.", lines.join(", ")));
        }
    }

    /// Does something with the input as a whole: at once where it is small, and otherwise in a worker, for as long as what
    /// this returns is kept.
    pub fn ask(&self, job: Job, answered: Rc<dyn Fn(Answer)>) -> Option<worker::Asked> {
        let input = self.held.borrow().input.clone();
        let bytes: Rc<[u8]> = match input {
            Input::Box => Rc::from(editor::text().into_bytes()),
            Input::Bytes(bytes, _) => bytes,
            Input::Text(_) => {
                self.say("The text is still being read.");
                return None;
            }
            Input::Large(blob) => return self.hand_over(&blob, job, answered),
        };
        if job.size() > LARGE
            && let Some(blob) = files::blob_of(&bytes)
        {
            return self.hand_over(&blob, job, answered);
        }
        answered(job.of(&bytes, bytes.len() as u64, &self.context()));
        None
    }

    /// How many bytes the input has, where that is known before it is read.
    pub fn input_size(&self) -> usize {
        match &self.held.borrow().input {
            Input::Box => 0,
            Input::Bytes(bytes, _) => bytes.len(),
            Input::Text(text) => text.length() as usize,
            Input::Large(blob) => blob.size() as usize,
        }
    }

    /// Takes the report away in a form, redacted where options say how. A worker does it for as long as what this returns is
    /// kept.
    pub fn export(
        &self,
        export: Export,
        way: Way,
        redacted: Option<Options>,
        done: Callback<()>,
    ) -> Option<worker::Asked> {
        let made = made(redacted.is_some());
        let control = self.clone();
        let answered = move |answer| {
            match (answer, way) {
                (Answer::Written(written), Way::Copy) => control.copy(written, export.name()),
                (Answer::Written(written), Way::Download) => {
                    let (name, kind) = export.file();
                    control.download(name, kind, &written);
                }
                _ => control.say("The report could not be written."),
            }
            done.emit(());
        };
        self.ask(Job::Write(export, redacted, made), Rc::new(answered))
    }

    /// Copies the report in a form.
    pub fn copy_report(&self, export: Export) {
        let asked = self.export(export, Way::Copy, None, Callback::noop());
        if asked.is_some() {
            self.say("Writing the report.");
        }
        self.held.borrow_mut().writing = asked;
    }

    /// Gives the browser a file to save.
    pub fn download(&self, name: &str, kind: &str, text: &str) {
        self.save(name, kind, &text.into());
    }

    fn save(&self, name: &str, kind: &str, text: &JsValue) {
        fault::save(name, kind, text);
        self.say(&format!("Saved as {name}."));
    }

    /// Copies the text on the desk, where it is in the box.
    pub fn copy_source(&self) {
        let is_in_box = self.held.borrow().reading.as_ref().is_some_and(|reading| reading.rows.is_empty());
        if matches!(self.held.borrow().input, Input::Large(_)) && !is_in_box {
            return self.say("The text is too large to copy. Open its file again afterwards.");
        }
        self.copy(editor::text(), "text");
    }

    /// Copies a text, and says so.
    pub fn copy(&self, text: String, what: &'static str) {
        let control = self.clone();
        spawn_local(async move {
            if clipboard::copy(&text).await {
                control.say(&format!("Copied as {what}."));
            } else {
                control.say("The browser does not let this page copy. Select the text and copy it with the keyboard.");
            }
        });
    }

    /// Says that something was done; a screen reader reads it out.
    pub fn say(&self, words: &str) {
        self.act(Action::Say(words.to_owned()));
    }

    /// Lets a message go after a while.
    pub fn hush_later(&self, number: u32) {
        let control = self.clone();
        let hush = Timeout::new(SAID_FOR, move || control.act(Action::Hush(number)));
        self.held.borrow_mut().hush = Some(hush);
    }

    pub fn set_times(&self, times: Times) {
        let settings = Settings { times, ..self.held.borrow().settings.clone() };
        self.keep(settings);
        self.act(Action::Times(times));
    }

    /// Takes new settings, and reads again what they change.
    pub fn set(&self, settings: Settings) {
        let before = self.held.borrow().settings.clone();
        let other_owner = (&before.domains, &before.hosts, &before.networks)
            != (&settings.domains, &settings.hosts, &settings.networks);
        self.keep(settings.clone());
        if settings.network.off {
            // At once: what the guard script would do when the page is opened anew.
            requests::refuse_all();
        }
        storage::wear(settings.theme);
        self.act(Action::Set(settings));
        if other_owner && self.held.borrow().reading.is_some() {
            self.read();
        }
    }

    fn keep(&self, settings: Settings) {
        let was_kept = self.held.borrow().settings.remember;
        let kept = !(settings.remember || was_kept) || storage::save(&settings);
        if !storage::save_for_tab(&settings) || !kept {
            self.say("The browser keeps nothing for this page.");
        }
        self.held.borrow_mut().settings = settings;
    }

    fn context(&self) -> Context {
        self.held.borrow().settings.context(clock::now())
    }
}

/// By what a report was made that is taken away, or printed.
pub fn made(redacted: bool) -> Provenance {
    Provenance { version: env!("CARGO_PKG_VERSION").to_owned(), program: dom::program(), redacted }
}
