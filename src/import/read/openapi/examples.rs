//! Examples of responses: bodies, and a table of the codes in them.

use std::collections::HashSet;

use super::operations::{Response, Usage, is_error};
use super::{Record, table};
use crate::import::document::{Block, TableKind};
use crate::import::read::data::Value;

/// Values nested deeper than this are not columns.
const MAX_DEPTH: usize = 4;

/// Adds the examples of responses with errors.
pub fn add_tables(usage: &Usage, blocks: &mut Vec<Block>) {
    let mut records: Vec<Record> = Vec::new();
    let mut known = HashSet::new();
    for response in usage.responses.iter().filter(|response| is_error(&response.status)) {
        for (name, example) in examples(response.value) {
            let value = example.get("value").unwrap_or(example);
            let body = super::json(value);
            if known.insert(body.clone()) && matches!(value, Value::Map(_) | Value::List(_)) {
                blocks.push(Block::Example { language: Some("json".to_owned()), text: body });
                records.push(record(name, example, value, response));
            }
        }
    }
    blocks.extend(table(Some("examples".to_owned()), TableKind::Objects, &records));
}

/// The examples of a response with their names.
fn examples(response: &Value) -> Vec<(&str, &Value)> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (_, media) in response.get("content").map(Value::entries).unwrap_or_default() {
        open.push(media);
        open.extend(media.get("schema"));
    }
    open.extend(response.get("schema"));
    for value in open {
        found.extend(value.get("example").map(|example| ("", example)));
        let named = value.get("examples").map(Value::entries).unwrap_or_default();
        found.extend(named.iter().map(|(name, example)| (name.as_str(), example)));
    }
    // Swagger 2: examples by media type.
    let by_type = response.get("examples").map(Value::entries).unwrap_or_default();
    found.extend(by_type.iter().map(|(_, example)| ("", example)));
    found
}

fn record(name: &str, example: &Value, value: &Value, response: &Response) -> Record {
    let mut record = Record::new();
    if !name.is_empty() {
        record.push(("example".to_owned(), name.to_owned()));
    }
    for key in ["summary", "description"] {
        let text = example.text(key).filter(|_| example.get("value").is_some());
        record.extend(text.map(|text| (format!("example {key}"), text.to_owned())));
    }
    flatten("", value, 0, &mut record);
    record.push(("HTTP status".to_owned(), response.status.clone()));
    record.push(("endpoints".to_owned(), response.endpoints.join("\n")));
    record
}

fn flatten(prefix: &str, value: &Value, depth: usize, record: &mut Record) {
    if depth > MAX_DEPTH || record.len() > 40 {
        return;
    }
    match value {
        Value::Null => {}
        Value::Scalar(text) => record.push((prefix.to_owned(), text.clone())),
        Value::List(items) => {
            if let Some(first) = items.first() {
                flatten(prefix, first, depth + 1, record);
            }
        }
        Value::Map(entries) => {
            for (key, value) in entries {
                let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(&name, value, depth + 1, record);
            }
        }
    }
}
