//! A table of HTML that lost its tags: what is left are the indented cells, a line each, and lines of
//! spaces around each row.

use super::super::markup::grid;
use super::super::rich;
use super::blocks::Line;
use crate::import::document::{Cell, Table, TableKind};

/// A table at the start of lines, and how many lines it has.
pub fn read(lines: &[Line]) -> Option<(Table, usize)> {
    let first = lines.first()?.1;
    if !first.starts_with(' ') || !first.trim().is_empty() {
        return None;
    }
    // Rows are at least as deep as the line before the first one, and cells are deeper.
    let end = region(lines);
    let start = lines[..end].iter().position(|(_, line)| !line.trim().is_empty())?;
    let separator = lines[..start].iter().map(|(_, line)| line.len()).max()?;
    let is_separator =
        |line: &str| line.trim().is_empty() && !line.is_empty() && line.len() <= separator;
    let cell_indent = lines[start..end]
        .iter()
        .map(|(_, line)| line)
        .filter(|line| !line.trim().is_empty())
        .map(|line| indent(line))
        .min()?;
    if cell_indent <= separator {
        return None;
    }
    let groups = lines[..end]
        .split(|(_, line)| is_separator(line))
        .filter(|group| group.iter().any(|(_, line)| !line.trim().is_empty()));
    let mut rows: Vec<Vec<String>> = groups.map(|group| cells(group, cell_indent + 1)).collect();
    let width = rows.first()?.len();
    if rows.len() < 3
        || width < 2
        || rows.iter().filter(|row| row.len() >= 2).count() * 5 < rows.len() * 4
    {
        return None;
    }
    for row in &mut rows {
        let rest = row.split_off(row.len().min(width));
        if let Some(last) = row.last_mut() {
            for cell in &rest {
                add_line(last, cell);
            }
        }
    }
    let mut rows: Vec<Vec<Cell>> =
        rows.iter().map(|row| row.iter().map(|cell| rich::cell(cell)).collect()).collect();
    grid::fill_up(&mut rows);
    let header = rows.remove(0);
    Some((
        Table { header, rows, kind: TableKind::Columns, line: lines[0].0, ..Table::default() },
        end,
    ))
}

/// How many lines are indented or empty.
pub fn region(lines: &[Line]) -> usize {
    lines
        .iter()
        .position(|(_, line)| !line.is_empty() && !line.starts_with(' '))
        .unwrap_or(lines.len())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The lines with the indentation of cells; deeper ones continue the cell before.
fn cells(lines: &[Line], max_indent: usize) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    for (_, line) in lines.iter().filter(|(_, line)| !line.trim().is_empty()) {
        match cells.last_mut() {
            Some(last) if indent(line) > max_indent => add_line(last, line.trim()),
            _ => cells.push(line.trim().to_owned()),
        }
    }
    cells
}

fn add_line(cell: &mut String, line: &str) {
    cell.push_str("<br>");
    cell.push_str(line);
}
