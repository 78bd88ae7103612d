//! Responses among the examples of a page, each with the code of an error.

use super::{Value, parse_json};
use crate::import::document::{Block, Cell, Document, Table, TableKind};

/// Names of the field with the code, the best first.
const CODES: [&str; 9] =
    ["error_code", "errorCode", "err_code", "errCode", "code", "error", "type", "reason", "name"];

/// Names of the field with the text.
const TEXTS: [&str; 8] = [
    "message",
    "error_description",
    "error_message",
    "errorMessage",
    "description",
    "detail",
    "msg",
    "title",
];

/// Responses nested deeper than this are ignored.
const MAX_DEPTH: usize = 6;

/// Adds the table of the errors in examples, if there are several.
pub fn add_table(document: &mut Document) {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for block in &document.blocks {
        if let Block::Example { text, .. } = block
            && text.trim_start().starts_with(['{', '['])
            && let Ok(value) = parse_json(text)
        {
            add_errors(&value, 0, &mut rows);
        }
    }
    if rows.len() < 2 {
        return;
    }
    let header = ["code", "message"].map(cell).into();
    let kind = TableKind::Secondary;
    document.blocks.push(Block::Table(Table { header, rows, kind, line: 1, ..Table::default() }));
}

fn cell(text: &str) -> Cell {
    Cell { text: text.to_owned(), ..Cell::default() }
}

/// Adds the objects with a code and a text.
fn add_errors(value: &Value, depth: usize, rows: &mut Vec<Vec<Cell>>) {
    if depth > MAX_DEPTH {
        return;
    }
    let field = |names: &[&str]| names.iter().find_map(|name| value.text(name));
    match (field(&CODES), field(&TEXTS)) {
        (Some(code), Some(text)) if !code.contains(' ') => rows.push(vec![cell(code), cell(text)]),
        _ => {
            let values = value.entries().iter().map(|(_, value)| value);
            for value in values.chain(value.items()) {
                add_errors(value, depth + 1, rows);
            }
        }
    }
}
