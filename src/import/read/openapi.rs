//! `OpenAPI` and Swagger: responses, examples, enums and extensions.

mod examples;
mod operations;
mod schemas;

use std::sync::LazyLock;

use regex::Regex;

use super::data::{self, Value};
use super::{ReadError, rich};
use crate::import::document::{Block, Cell, Document, Table, TableKind};
use crate::import::read::pattern;

static JSON_VERSION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#""(openapi|swagger)"\s*:\s*"[123]"#));
static YAML_VERSION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?m)^["']?(openapi|swagger)["']?:\s*["']?[123]\."#));

/// Whether JSON is a description of an API.
pub fn is_json(text: &str) -> bool {
    JSON_VERSION.is_match(text)
}

/// Whether YAML is a description of an API.
pub fn is_yaml(text: &str) -> bool {
    YAML_VERSION.is_match(text)
}

/// Reads a description of an API in JSON or YAML.
pub fn read(text: &str) -> Result<Document, ReadError> {
    let api = if text.trim_start().starts_with('{') {
        data::parse_json(text)
    } else {
        data::parse_yaml(text)
    }?;
    let info = api.get("info");
    let mut blocks = Vec::new();
    let descriptions =
        info.into_iter().chain(api.get("tags").map(Value::items).unwrap_or_default());
    for description in descriptions.filter_map(|value| value.text("description")) {
        blocks.extend(rich::blocks(description));
    }
    let usage = operations::Usage::new(&api);
    usage.responses(&mut blocks);
    examples::add_tables(&usage, &mut blocks);
    schemas::add_tables(&api, &usage, &mut blocks);
    Ok(Document { title: info.and_then(|info| info.text("title")).map(str::to_owned), blocks })
}

/// A row of a table: names of columns and texts.
type Record = Vec<(String, String)>;

/// The table of records, with a column for each name.
fn table(caption: Option<String>, kind: TableKind, records: &[Record]) -> Option<Block> {
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in records.iter().flatten() {
        if columns.len() < 64 && !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    let value = |record: &Record, column: &str| {
        let found = record.iter().find(|(name, _)| name == column);
        found.map_or_else(Cell::default, |(_, value)| rich::cell(value))
    };
    let rows: Vec<Vec<Cell>> = records
        .iter()
        .map(|record| columns.iter().map(|column| value(record, column)).collect())
        .collect();
    let header = columns.iter().map(|column| rich::cell(column)).collect();
    (!rows.is_empty()).then_some(Block::Table(Table {
        caption,
        header,
        rows,
        kind,
        line: 1,
        ..Table::default()
    }))
}

/// A value as JSON text.
fn json(value: &Value) -> String {
    fn convert(value: &Value) -> serde_json::Value {
        match value {
            Value::Null => serde_json::Value::Null,
            Value::Scalar(text) => serde_json::from_str(text)
                .ok()
                .filter(|value: &serde_json::Value| !value.is_string())
                .unwrap_or_else(|| text.as_str().into()),
            Value::List(items) => items.iter().map(convert).collect(),
            Value::Map(entries) => {
                entries.iter().map(|(key, value)| (key.clone(), convert(value))).collect()
            }
        }
    }
    serde_json::to_string_pretty(&convert(value)).unwrap_or_default()
}
