//! Cells with a response: its fields become columns.

use std::sync::LazyLock;

use regex::Regex;

use super::{Column, share};

/// The least share of cells with fields, for a column to be one of responses.
const SNIPPET_SHARE: f64 = 0.6;

/// More fields than this are not those of an error.
const MAX_FIELDS: usize = 12;

/// The fewest fields of a response.
const MIN_FIELDS: usize = 2;

/// A field of JSON: the name, and a text or a number.
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#""([A-Za-z_][\w.-]*)"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d+))"#)
        .expect("the pattern is valid")
});

/// The columns of the fields of a column of responses. Invalid JSON is common on pages.
pub fn columns(column: &Column) -> Option<Vec<Column>> {
    let records: Vec<Vec<(&str, &str)>> = column.cells.iter().map(|cell| fields(cell)).collect();
    let filled = column.cells.iter().filter(|cell| !cell.is_empty()).count();
    let snippets = records.iter().filter(|fields| fields.len() >= MIN_FIELDS).count();
    if share(snippets, filled) < SNIPPET_SHARE {
        return None;
    }
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in records.iter().flatten() {
        if names.len() < MAX_FIELDS && !names.contains(name) {
            names.push(name);
        }
    }
    let value = |record: &Vec<(&str, &str)>, name: &str| {
        let found = record.iter().find(|(other, _)| *other == name);
        found.map_or_else(String::new, |(_, value)| value.replace("\\\"", "\""))
    };
    let columns = names.iter().map(|name| Column {
        heading: (*name).to_owned(),
        index: column.index,
        cells: records.iter().map(|record| value(record, name)).collect(),
        ..Column::default()
    });
    Some(columns.collect())
}

fn fields(cell: &str) -> Vec<(&str, &str)> {
    if !cell.trim_start_matches(['`', ' ']).starts_with(['{', '[']) {
        return Vec::new();
    }
    let fields = FIELD.captures_iter(cell).filter_map(|found| {
        let value = found.get(2).or(found.get(3))?;
        Some((found.get(1)?.as_str(), value.as_str()))
    });
    fields.take(MAX_FIELDS).collect()
}
