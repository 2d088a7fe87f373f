//! DNS in JSON: `kdig +json` (RFC 8427), and the JSON of resolvers' own interfaces: `Status`, `Question`, `Answer`.

use serde_json::Value;

use super::{Asked, Found, TextRecord, rcode};
use crate::dns::RecordType;
use crate::finding::Span;

pub(super) fn read(text: &str) -> Option<Found> {
    let open = text.trim();
    if !open.starts_with(['{', '[']) || open.len() > 2_000_000 {
        return None;
    }
    let value: Value = serde_json::from_str(open).ok()?;
    let start = text.len() - text.trim_start().len();
    let span = Span::new(start, start + open.len());
    let mut found = Found::default();
    match &value {
        Value::Array(items) => items.iter().for_each(|item| message(item, span, &mut found)),
        item => message(item, span, &mut found),
    }
    (!found.is_empty()).then_some(found)
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

fn kind(value: &Value) -> String {
    let number = value.as_u64().and_then(|number| u16::try_from(number).ok());
    match (value.as_str(), number) {
        (Some(name), _) => name.to_owned(),
        (None, Some(257)) => "CAA".to_owned(),
        (None, Some(number)) => RecordType::from(number).to_string(),
        (None, None) => String::new(),
    }
}

fn message(value: &Value, span: Span, found: &mut Found) {
    let value = value.get("responseMessage").unwrap_or(value);
    if let Some(code) = value.get("RCODE").and_then(Value::as_u64) {
        let asked = Asked { name: text(value, "QNAME"), kind: text(value, "QTYPEname"), ..Asked::default() };
        found.questions.push(asked);
        found.status(&rcode(code), span);
        for (key, section) in
            [("answerRRs", None), ("authorityRRs", Some("authority")), ("additionalRRs", Some("additional"))]
        {
            for record in value.get(key).and_then(Value::as_array).into_iter().flatten() {
                let Some(kind) = text(record, "TYPEname") else { continue };
                let Some(data) = text(record, &format!("rdata{kind}")) else { continue };
                let data = super::host::joined(&kind, &data);
                push(record, "NAME", kind, data, section, span, found);
            }
        }
    } else if let Some(code) = value.get("Status").and_then(Value::as_u64)
        && let Some(question) = value.get("Question").and_then(|question| question.get(0).or(Some(question)))
    {
        let asked = Asked { name: text(question, "name"), kind: question.get("type").map(kind), ..Asked::default() };
        found.questions.push(asked);
        found.status(&rcode(code), span);
        for (key, section) in [("Answer", None), ("Authority", Some("authority")), ("Additional", Some("additional"))] {
            for record in value.get(key).and_then(Value::as_array).into_iter().flatten() {
                let (Some(kind), Some(data)) = (record.get("type").map(kind), text(record, "data")) else { continue };
                push(record, "name", kind, data, section, span, found);
            }
        }
    }
    if !found.records.iter().any(TextRecord::is_answer) {
        for asked in found.questions.iter_mut().filter(|asked| asked.status.as_deref() == Some("NOERROR")) {
            asked.status = Some("NODATA".to_owned());
        }
    }
}

fn push(record: &Value, name: &str, kind: String, data: String, section: Option<&str>, span: Span, found: &mut Found) {
    let ttl = record.get("TTL").and_then(Value::as_u64).and_then(|ttl| u32::try_from(ttl).ok());
    let Some(name) = text(record, name) else { return };
    found.push(TextRecord { name, kind, ttl, data, section: section.map(str::to_owned), span });
}
