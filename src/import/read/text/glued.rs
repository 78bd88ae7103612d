//! A table whose cells lost their separators when it was copied: `INVALID_API_KEY401Missing key.`

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::Line;
use crate::import::document::{Cell, Table, TableKind};
use crate::import::read::pattern;

static ROW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(.*?[^\d\s])([1-5]\d\d)(\p{Lu}.*)$|^(-?\d{3,6})(\p{Lu}.*)$|^([A-Z][A-Z0-9_]*_[A-Z0-9_]*[A-Z0-9])(\p{Lu}\p{Ll}.*)$",
    )
});

/// A table at the start of lines, and how many lines it has.
pub fn read(lines: &[Line]) -> Option<(Table, usize)> {
    let header = boundaries(lines.first()?.1);
    let is_header = ROW.captures(lines[0].1).is_none() && header.len() > 1;
    let body = &lines[usize::from(is_header)..];
    let rows: Vec<Vec<Cell>> = body.iter().map_while(|(_, line)| row(line)).collect();
    let width = rows.first()?.len();
    if rows.len() < 2 || rows.iter().any(|row| row.len() != width) {
        return None;
    }
    let length = usize::from(is_header) + rows.len();
    let header = if is_header && header.len() == width { header } else { Vec::new() };
    Some((
        Table { header, rows, kind: TableKind::Columns, line: lines[0].0, ..Table::default() },
        length,
    ))
}

fn row(line: &str) -> Option<Vec<Cell>> {
    let found = ROW.captures(line.trim())?;
    Some(found.iter().skip(1).flatten().map(|part| cell(part.as_str())).collect())
}

fn cell(text: &str) -> Cell {
    Cell { text: text.trim().to_owned(), ..Cell::default() }
}

/// The words of a heading line, cut where a lower-case letter is followed by a capital.
fn boundaries(line: &str) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if before.is_lowercase() && c.is_uppercase() {
            cells.push(cell(&line[start..at]));
            start = at;
        }
        before = c;
    }
    cells.push(cell(&line[start..]));
    cells
}
