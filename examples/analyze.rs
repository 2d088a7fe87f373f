//! Answers one JSON report a line: reads `{"id", "text"}` or `{"id", "base64"}` a line on standard input, and writes
//! `{"id", "report"}` a line, in order. With a `"name"` the bytes are a file of that name.
//!
//! ```text
//! echo '{"id": "1", "text": "Received: from a.example by b.example; Fri, 13 Feb 2009 21:23:21 +0000"}' \
//!   | cargo run --release --example analyze
//! ```

use std::io::{self, BufRead, BufWriter, Write};

use backstamp::{Context, analyze, analyze_file};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct Question {
    id: Value,
    text: Option<String>,
    base64: Option<String>,
    /// Where the bytes are a file: its name.
    name: Option<String>,
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
    let context = Context::default();
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str::<Question>(&line) {
            Err(error) => Answer { id: Value::Null, report: None, error: Some(error.to_string()) },
            Ok(question) => match input(&question) {
                Err(error) => Answer { id: question.id, report: None, error: Some(error) },
                Ok(bytes) => {
                    let report = match &question.name {
                        Some(name) => analyze_file(&bytes, name, &context),
                        None => analyze(&bytes, &context),
                    };
                    Answer { report: Some(report), id: question.id, error: None }
                }
            },
        };
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
    }
    out.flush()
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
