//! Answers one JSON report a line: reads `{"id", "text"}` or `{"id", "base64"}` a line on standard input, and writes
//! `{"id", "report"}` a line, in order. With a `"name"` the bytes are a file of that name.
//!
//! With `"dns": {"name TYPE": ["data", …]}` it also proves authentication again, from those records alone; `"ip"`, `"helo"` and
//! `"mailFrom"` are what SPF checks, and `"now"` (ISO 8601) is the moment.
//!
//! ```text
//! echo '{"id": "1", "text": "Received: from a.example by b.example; Fri, 13 Feb 2009 21:23:21 +0000"}' \
//!   | cargo run --release --example analyze
//! ```

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufWriter, Write};
use std::net::IpAddr;

use backstamp::auth::proved::{self, Given, crypto::Native};
use backstamp::dns::{Listed, Name, RecordType};
use backstamp::{Context, Report, open};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct Question {
    id: Value,
    text: Option<String>,
    base64: Option<String>,
    /// Where the bytes are a file: its name.
    name: Option<String>,
    dns: Option<BTreeMap<String, Data>>,
    ip: Option<IpAddr>,
    helo: Option<String>,
    #[serde(rename = "mailFrom")]
    mail_from: Option<String>,
    now: Option<DateTime<Utc>>,
}

/// What stands at a name: records, or the word for what comes of asking (`SERVFAIL`, `TIMEOUT`, `NXDOMAIN`).
#[derive(Deserialize)]
#[serde(untagged)]
enum Data {
    Records(Vec<String>),
    Word(String),
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<backstamp::Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str::<Question>(&line) {
            Err(error) => Answer { id: Value::Null, report: None, error: Some(error.to_string()) },
            Ok(question) => match report(&question) {
                Err(error) => Answer { id: question.id, report: None, error: Some(error) },
                Ok(report) => Answer { report: Some(report), id: question.id, error: None },
            },
        };
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

fn report(question: &Question) -> Result<Report, String> {
    let context = Context { now: question.now, ..Context::default() };
    let (source, mut report) = open(&input(question)?, question.name.as_deref(), &context);
    if let Some(dns) = &question.dns {
        let resolver = listed(dns)?;
        let given = Given {
            now: question.now,
            ip: question.ip,
            mail_from: question.mail_from.clone(),
            helo: question.helo.clone(),
            ..Given::default()
        };
        pollster::block_on(proved::add(&mut report, &source, &given, &resolver, &Native));
    }
    Ok(report)
}

/// The records given; a name that is not there does not exist.
fn listed(dns: &BTreeMap<String, Data>) -> Result<Listed, String> {
    let mut listed = Listed::default();
    for (key, data) in dns {
        let (name, kind) = key.rsplit_once(' ').ok_or_else(|| format!("dns: {key:?} is no name and type"))?;
        // What is no name is never asked for.
        let Ok(name) = Name::parse(name) else { continue };
        let kind = RecordType::parse(kind).ok_or_else(|| format!("dns: there is no type {kind:?}"))?;
        match data {
            Data::Records(texts) => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                listed.add(&name, kind, &texts).map_err(|error| format!("dns: {key}: {error}"))?;
            }
            Data::Word(word) if word == "NXDOMAIN" => {}
            Data::Word(word) => {
                let outcome = Listed::failure(word).ok_or_else(|| format!("dns: {word:?} is no outcome"))?;
                listed.fail(&name, kind, outcome);
            }
        }
    }
    Ok(listed)
}

fn input(question: &Question) -> Result<Vec<u8>, String> {
    match (&question.text, &question.base64) {
        (Some(text), None) => Ok(text.clone().into_bytes()),
        (None, Some(base64)) => {
            data_encoding::BASE64.decode(base64.as_bytes()).map_err(|error| format!("base64: {error}"))
        }
        _ => Err("one of \"text\" and \"base64\" is needed".to_owned()),
    }
}
