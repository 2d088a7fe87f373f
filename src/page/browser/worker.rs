//! Reading in a worker: the same program, started a second time beside the page, so that the page goes on answering.
//!
//! `shell/start.js` starts it and says "ready". It answers one job, and is ended.

use std::rc::Rc;

use backstamp::Context;
use borsh::BorshDeserialize;
use gloo_events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array, Uint32Array, global};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageEvent, Worker};

use super::files;
use crate::page::state::batch::{self, BatchJob, CHUNK};
use crate::page::state::job::{Answer, Job};

#[wasm_bindgen]
extern "C" {
    /// From `shell/start.js`; it is not there in a page that was built for development.
    #[wasm_bindgen(js_namespace = globalThis, js_name = startWorker, catch)]
    fn start_worker() -> Result<Worker, JsValue>;
}

/// Whether the program runs in a worker.
pub fn is_inside() -> bool {
    web_sys::window().is_none()
}

/// A job that goes on for as long as this is kept.
pub struct Asked {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Asks for a job to be done with an input. Nothing where no worker can be started.
pub fn ask(input: &Blob, context: &Context, job: &Job, answered: Rc<dyn Fn(Answer)>) -> Option<Asked> {
    let message = Object::new();
    put(&message, "input", input);
    put(&message, "job", &Uint8Array::from(borsh::to_vec(&(job, context)).ok()?.as_slice()));
    hand_over(message, answered)
}

/// Asks for many files to be read. There are many answers; the last is [`Answer::Done`], or that it failed.
pub fn ask_many(files: &[File], context: &Context, errand: &BatchJob, answered: Rc<dyn Fn(Answer)>) -> Option<Asked> {
    let message = Object::new();
    put(&message, "files", &files.iter().collect::<Array>());
    put(&message, "job", &Uint8Array::from(borsh::to_vec(&(errand, context)).ok()?.as_slice()));
    hand_over(message, answered)
}

fn hand_over(message: Object, answered: Rc<dyn Fn(Answer)>) -> Option<Asked> {
    let worker = start_worker().ok()?;
    let (failed, asked) = (Rc::clone(&answered), worker.clone());
    let listeners = [
        EventListener::new(&worker, "message", move |event| {
            let Some(data) = event.dyn_ref::<MessageEvent>().map(MessageEvent::data) else { return };
            if data == "ready" {
                if asked.post_message(&message).is_err() {
                    answered(Answer::Failed);
                }
            } else {
                answered(answer(&data));
            }
        }),
        EventListener::new(&worker, "error", move |_| failed(Answer::Failed)),
    ];
    Some(Asked { worker, _listeners: listeners })
}

fn answer(data: &JsValue) -> Answer {
    // As bytes: a tree of the browser's objects takes many times as long to read, and the page stands still meanwhile.
    let Ok(packed) = get(data, "answer").dyn_into::<Uint8Array>() else { return Answer::Failed };
    let mut answer = borsh::from_slice(&packed.to_vec()).unwrap_or(Answer::Failed);
    if let Answer::Reading(reading) = &mut answer {
        reading.text = Uint8Array::new(&get(data, "text")).to_vec();
        reading.rows = Uint32Array::new(&get(data, "rows")).to_vec();
    }
    answer
}

/// Inside the worker: waits for jobs.
pub fn listen() {
    EventListener::new(&scope(), "message", |event| {
        let Some(data) = event.dyn_ref::<MessageEvent>().map(MessageEvent::data) else { return };
        // The first message is not a job but the program itself.
        if files::as_blob(&get(&data, "input")).is_some() {
            spawn_local(work(data));
        } else if get(&data, "files").is_truthy() {
            spawn_local(work_on_many(data));
        }
    })
    .forget();
}

/// Inside the worker: tells the page that the job failed.
fn say_failed() {
    post(&Object::new());
}

/// What a job says beside its input.
fn told<T: BorshDeserialize>(job: &JsValue) -> Option<(T, Context)> {
    let packed = get(job, "job").dyn_into::<Uint8Array>().ok()?;
    borsh::from_slice(&packed.to_vec()).ok()
}

async fn work(message: JsValue) {
    let input = get(&message, "input");
    let Some(blob) = files::as_blob(&input) else { return say_failed() };
    let Some((job, context)) = told::<Job>(&message) else { return say_failed() };
    // A mailbox of this size holds more than one message, or is read as if it did.
    if matches!(job, Job::Read(Some(_))) && blob.size() > CHUNK as f64 {
        let head = files::slice(blob, 0, CHUNK).await;
        if head.is_some_and(|head| batch::can_be_cut(&head)) {
            return say(&Answer::Many);
        }
    }
    let Some(bytes) = files::readable_bytes(blob).await else { return say_failed() };
    say(&job.of(&bytes, blob.size() as u64, &context));
}

async fn work_on_many(message: JsValue) {
    let Some((errand, context)) = told::<BatchJob>(&message) else { return say_failed() };
    batch::run(&files::in_list(&get(&message, "files")), &errand, &context, &mut |answer| say(&answer)).await;
}

/// Inside the worker: gives the page an answer.
fn say(answer: &Answer) {
    let message = Object::new();
    if let Answer::Reading(reading) = answer {
        put(&message, "text", &Uint8Array::from(reading.text.as_slice()));
        put(&message, "rows", &Uint32Array::from(reading.rows.as_slice()));
    }
    // Where it cannot be written, the page says that it failed.
    if let Ok(packed) = borsh::to_vec(answer) {
        put(&message, "answer", &Uint8Array::from(packed.as_slice()));
    }
    post(&message);
}

fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

fn post(message: &JsValue) {
    // There is nobody else to tell.
    let _ = scope().post_message(message);
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn put(object: &Object, key: &str, value: &JsValue) {
    // A plain object takes any key.
    let _ = Reflect::set(object, &key.into(), value);
}
