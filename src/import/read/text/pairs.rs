//! A code with its symbol on one line and its text on the next, as lists copied from a browser are.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::Line;
use crate::import::document::{Cell, Table, TableKind};
use crate::import::read::pattern;

/// A code and its symbol: `1010 ORDER_LOCKED`, `E1010: OrderLocked`.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([A-Z]{0,8}-?\d{2,10})(?: ?[:–-])? ([A-Z][A-Z\d]*(?:_[A-Z\d]+)+|(?:[A-Z][a-z\d]+){2,})$",
    )
});

/// The heading of a range of codes: `10xx - Orders`.
static RANGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d+[xX]{2,})[ :–-]+(\S.*)$"));

/// The fewest codes with a text that are a list.
const MIN_CODES: usize = 3;

/// A table at the start of lines, and how many lines it has.
pub fn read(lines: &[Line]) -> Option<(Table, usize)> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut described, mut length) = (0, 0);
    // Whether the last row is the heading of a range, and whether the next line belongs to a code.
    let (mut is_range, mut is_open) = (false, false);
    for (at, (_, line)) in lines.iter().enumerate() {
        let line = line.trim();
        let head = HEAD.captures(line);
        if let Some(found) = head.as_ref().or(RANGE.captures(line).as_ref()) {
            let has_text = rows.last().is_none_or(|row| !row[2].text.is_empty());
            let is_first_of_range = is_range && head.is_some();
            if !has_text && !is_first_of_range {
                break;
            }
            is_open = head.is_some();
            is_range = !is_open;
            rows.push(vec![cell(&found[1]), cell(&found[2]), Cell::default()]);
        } else if line.is_empty() {
            is_open = false;
            continue;
        } else if is_open && let Some([_, _, text]) = rows.last_mut().map(Vec::as_mut_slice) {
            if text.text.is_empty() {
                described += 1;
            } else {
                text.text.push('\n');
            }
            text.text.push_str(line);
        } else {
            break;
        }
        length = at + 1;
    }
    let (kind, line) = (TableKind::Columns, lines.first()?.0);
    (described >= MIN_CODES).then(|| (Table { rows, kind, line, ..Table::default() }, length))
}

fn cell(text: &str) -> Cell {
    Cell { text: text.to_owned(), ..Cell::default() }
}
