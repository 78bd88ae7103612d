//! Columns: separated by tabs, by two or more spaces, or one cell on each line.

use super::super::markup::grid;
use super::blocks::Line;
use crate::import::document::{Cell, Table, TableKind};

/// A table at the start of lines, and how many lines it has.
pub fn read(lines: &[Line]) -> Option<(Table, usize)> {
    table(lines, |line| line.contains('\t').then(|| line.trim().split('\t').map(cell).collect()))
        .or_else(|| {
            table(lines, |line| {
                line.contains(" | ")
                    .then(|| line.trim().trim_matches('|').split('|').map(cell).collect())
            })
        })
        .or_else(|| table(lines, spaced))
}

fn cell(text: &str) -> Cell {
    Cell { text: text.trim().trim_matches('"').to_owned(), ..Cell::default() }
}

/// The cells of a line with gaps of two or more spaces or tabs.
fn spaced(line: &str) -> Option<Vec<Cell>> {
    let line = line.trim();
    if is_numbered_heading(line) {
        return None;
    }
    let mut cells = Vec::new();
    let mut rest = line;
    while let Some(gap) = rest.find("  ") {
        cells.push(cell(&rest[..gap]));
        rest = rest[gap..].trim_start();
    }
    cells.push(cell(rest));
    (cells.len() > 1).then_some(cells)
}

/// Whether a line is a heading such as `4.2.3.  Reply Codes`.
fn is_numbered_heading(line: &str) -> bool {
    let number = line.split("  ").next().unwrap_or_default();
    number.len() > 2
        && number.ends_with('.')
        && number.split_terminator('.').all(|part| part.parse::<u8>().is_ok())
}

fn table(lines: &[Line], split: impl Fn(&str) -> Option<Vec<Cell>>) -> Option<(Table, usize)> {
    split(lines.first()?.1)?;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut length = 0;
    for (at, (_, line)) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            // One empty line between rows.
            let continues = lines.get(at + 1).is_some_and(|(_, next)| {
                split(next).is_some_and(|row| Some(row.len()) == rows.last().map(Vec::len))
            });
            if continues {
                continue;
            }
            break;
        }
        match split(line) {
            Some(row) => rows.push(row),
            // A continued cell is indented.
            None if line.starts_with("    ") => continue_last(&mut rows, line.trim()),
            None => break,
        }
        length = at + 1;
    }
    let is_rule =
        |row: &[Cell]| row.iter().all(|cell| cell.text.chars().all(|c| "-=+|:".contains(c)));
    let has_header = rows.get(1).is_some_and(|row| is_rule(row));
    rows.retain(|row| !is_rule(row));
    let width = rows.iter().map(Vec::len).max()?;
    let common =
        (2..=width).max_by_key(|&width| rows.iter().filter(|row| row.len() == width).count())?;
    let alike = rows.iter().filter(|row| row.len() == common).count();
    // A single line is a row only if it has several cells, and starts with a word.
    let is_row = common > 2 && !rows[0][0].text.contains(' ');
    if (rows.len() < 2 && !is_row) || alike * 2 < rows.len() {
        return None;
    }
    grid::fill_up(&mut rows);
    let header = if has_header { rows.remove(0) } else { Vec::new() };
    Some((
        Table { header, rows, kind: TableKind::Columns, line: lines[0].0, ..Table::default() },
        length,
    ))
}

fn continue_last(rows: &mut [Vec<Cell>], text: &str) {
    if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
        cell.text.push(' ');
        cell.text.push_str(text);
    }
}

/// Cells on lines of their own, in rows of the same number: of each row, the same cell is a code.
pub fn one_cell_per_line(lines: &[Line]) -> Option<(Table, usize)> {
    let filled = lines
        .iter()
        .map(|(number, line)| (*number, line.trim()))
        .filter(|(_, line)| !line.is_empty());
    let cells: Vec<(usize, &str)> = filled.clone().take(60).collect();
    let width = (2..=6).find(|&width| {
        let column =
            |column: usize| cells.iter().skip(width + column).step_by(width).map(|(_, text)| *text);
        let rows = column(0).take_while(|text| is_code(text)).count();
        rows >= 3
            && !is_code(cells[0].1)
            && (1..width)
                .all(|other| !column(other).take(rows).all(|text| is_code(text) && text.len() > 3))
    })?;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut end = 0;
    let filled: Vec<(usize, &str)> = filled.collect();
    for row in filled.chunks_exact(width) {
        if !rows.is_empty() && !is_code(row[0].1) {
            break;
        }
        end = row[width - 1].0;
        rows.push(row.iter().map(|(_, text)| cell(text)).collect());
    }
    let header = rows.remove(0);
    let length = lines.iter().position(|(number, _)| *number > end).unwrap_or(lines.len());
    Some((
        Table { header, rows, kind: TableKind::Columns, line: lines[0].0, ..Table::default() },
        length,
    ))
}

fn is_code(text: &str) -> bool {
    let one_word = !text.contains(' ') && text.len() < 80;
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    one_word && (digits || text.contains('_') || capitals > 1)
}
