//! Tables drawn with characters.

use super::{Line, Reader, indentation};

/// Reads a grid or simple table, and returns how many lines it has.
pub fn read(reader: &mut Reader, lines: &[Line]) -> Option<usize> {
    let first = lines[0].1.trim_start();
    if is_border(first) {
        return grid(reader, lines);
    }
    if is_simple_border(first) && first.contains(' ') {
        return simple(reader, lines);
    }
    None
}

/// A cell whose content is blocks.
pub fn cell(reader: &mut Reader, name: &str, lines: &[Line], rows: usize, columns: usize) {
    let spans = [("rowspan", rows), ("colspan", columns)];
    let attributes = spans
        .into_iter()
        .filter(|&(_, span)| span > 1)
        .map(|(name, span)| (name.to_owned(), span.to_string()));
    reader.builder.open_as(name, name, attributes.collect());
    reader.nested(lines);
    reader.builder.close_cell();
}

fn is_border(line: &str) -> bool {
    line.len() > 2
        && line.starts_with('+')
        && line.ends_with('+')
        && line.chars().all(|c| matches!(c, '+' | '-' | '='))
}

fn is_simple_border(line: &str) -> bool {
    line.starts_with("==") && line.chars().all(|c| matches!(c, '=' | ' '))
}

fn grid(reader: &mut Reader, lines: &[Line]) -> Option<usize> {
    let end = lines
        .iter()
        .position(|(_, line)| !line.trim_start().starts_with(['+', '|']))
        .unwrap_or(lines.len());
    let indent = indentation(lines[0].1);
    let text: Vec<Vec<char>> =
        lines[..end].iter().map(|(_, line)| line.chars().skip(indent).collect()).collect();
    let table = Grid::new(&text)?;
    reader.builder.open("table");
    for row in 0..table.rows.len() - 1 {
        reader.builder.line = lines[table.rows[row]].0;
        reader.builder.open("tr");
        for area in table.cells(row) {
            let (top, bottom) = (table.rows[area.top] + 1, table.rows[area.bottom]);
            let (left, right) = (table.columns[area.left] + 1, table.columns[area.right]);
            let content: Vec<String> =
                (top..bottom).map(|at| slice(&text[at], left, right)).collect();
            let content = unindent(&content, lines[top.min(end - 1)].0);
            let name = if area.top < table.headers { "th" } else { "td" };
            cell(reader, name, &content, area.bottom - area.top, area.right - area.left);
        }
        reader.builder.close("tr");
    }
    reader.builder.close("table");
    Some(end)
}

fn slice(line: &[char], left: usize, right: usize) -> String {
    let text: String = line.iter().skip(left).take(right.saturating_sub(left)).collect();
    text.trim_end().to_owned()
}

/// The lines of a cell without their common indentation.
fn unindent(lines: &[String], number: usize) -> Vec<Line<'_>> {
    let indent = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| indentation(line))
        .min()
        .unwrap_or(0);
    lines
        .iter()
        .enumerate()
        .map(|(at, line)| (number + at, line.get(indent..).unwrap_or_default()))
        .collect()
}

struct Grid<'t> {
    text: &'t [Vec<char>],
    /// The lines of borders.
    rows: Vec<usize>,
    /// The columns of borders.
    columns: Vec<usize>,
    /// How many rows are above the border of `=`.
    headers: usize,
}

/// The part of a grid that a cell takes.
struct Area {
    top: usize,
    bottom: usize,
    left: usize,
    right: usize,
}

impl<'t> Grid<'t> {
    fn new(text: &'t [Vec<char>]) -> Option<Self> {
        let mut rows = Vec::new();
        let mut columns = std::collections::BTreeSet::new();
        let mut header = None;
        for (at, line) in text.iter().enumerate() {
            let has_border =
                line.windows(2).any(|pair| matches!(pair, ['+', '-' | '='] | ['-' | '=', '+']));
            if !has_border || !(line.starts_with(&['+']) || line.ends_with(&['+'])) {
                continue;
            }
            if line.contains(&'=')
                && header.is_none()
                && line.iter().all(|c| matches!(c, '+' | '='))
            {
                header = Some(rows.len());
            }
            rows.push(at);
            columns.extend(
                line.iter().enumerate().filter(|&(_, c)| *c == '+').map(|(column, _)| column),
            );
        }
        let columns: Vec<usize> = columns.into_iter().collect();
        let is_table = rows.len() > 1 && columns.len() > 1 && columns.len() < 200;
        is_table.then_some(Self { text, rows, columns, headers: header.unwrap_or(0) })
    }

    fn at(&self, line: usize, column: usize) -> char {
        self.text.get(line).and_then(|line| line.get(column)).copied().unwrap_or(' ')
    }

    /// Whether there is a border below a unit of the grid.
    fn has_bottom(&self, row: usize, column: usize) -> bool {
        let line = self.rows[row + 1];
        (self.columns[column] + 1..self.columns[column + 1])
            .all(|at| matches!(self.at(line, at), '-' | '=' | '+'))
    }

    /// Whether there is a border to the right of a unit of the grid.
    fn has_right(&self, row: usize, column: usize) -> bool {
        let lines = self.rows[row] + 1..self.rows[row + 1];
        lines.clone().count() == 0
            || lines
                .into_iter()
                .all(|line| matches!(self.at(line, self.columns[column + 1]), '|' | '+'))
    }

    /// The cells that start in a row.
    fn cells(&self, row: usize) -> Vec<Area> {
        let mut cells = Vec::new();
        let mut left = 0;
        let last = self.columns.len() - 1;
        while left < last {
            let mut right = left;
            while right + 1 < last && !self.has_right(row, right) {
                right += 1;
            }
            let starts = row == 0 || self.has_bottom(row - 1, left);
            if starts {
                let mut bottom = row;
                while bottom + 2 < self.rows.len() && !self.has_bottom(bottom, left) {
                    bottom += 1;
                }
                cells.push(Area { top: row, bottom: bottom + 1, left, right: right + 1 });
            }
            left = right + 1;
        }
        cells
    }
}

fn simple(reader: &mut Reader, lines: &[Line]) -> Option<usize> {
    let indent = indentation(lines[0].1);
    let border = lines[0].1.trim_start();
    let starts: Vec<usize> = border
        .char_indices()
        .filter(|&(at, c)| c == '=' && (at == 0 || border.as_bytes()[at - 1] == b' '))
        .map(|(at, _)| at)
        .collect();
    let borders: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, (_, line))| is_simple_border(line.trim_start()))
        .map(|(at, _)| at)
        .take(3)
        .collect();
    // The last border is followed by an empty line.
    let is_end = |at: &usize| lines.get(at + 1).is_none_or(|(_, line)| line.is_empty());
    let end = *borders.iter().skip(1).find(|at| is_end(at)).or(borders.last())?;
    let header_end = borders.get(1).copied().filter(|&at| at < end).unwrap_or(0);
    if end == 0 {
        return None;
    }
    reader.builder.open("table");
    let mut row: Vec<Vec<String>> = Vec::new();
    let mut row_start = 0;
    for (at, (_, line)) in lines.iter().enumerate().take(end + 1).skip(1) {
        let cells = columns(line, indent, &starts);
        let is_rule = at == end
            || at == header_end
            || line.trim_start().starts_with("--") && line.chars().all(|c| matches!(c, '-' | ' '));
        if is_rule || !cells[0].is_empty() {
            if row.iter().flatten().any(|line| !line.is_empty()) {
                simple_row(
                    reader,
                    if at <= header_end { "th" } else { "td" },
                    &row,
                    lines[row_start].0,
                );
            }
            row = vec![Vec::new(); starts.len()];
            row_start = at;
        }
        if !is_rule {
            for (column, text) in cells.into_iter().enumerate() {
                row[column].push(text);
            }
        }
    }
    reader.builder.close("table");
    Some(end + 1)
}

fn simple_row(reader: &mut Reader, name: &str, row: &[Vec<String>], line: usize) {
    reader.builder.line = line;
    reader.builder.open("tr");
    for lines in row {
        let content = unindent(lines, line);
        cell(reader, name, &content, 1, 1);
    }
    reader.builder.close("tr");
}

/// The texts of a line in the columns; text that crosses a border stays in its column.
fn columns(line: &str, indent: usize, starts: &[usize]) -> Vec<String> {
    let text: Vec<char> = line.chars().skip(indent).collect();
    let mut cells = Vec::new();
    let mut from = 0;
    for (index, _) in starts.iter().enumerate() {
        let mut to = starts.get(index + 1).copied().unwrap_or(text.len().max(from));
        if to > 0 && to < text.len() && text[to - 1] != ' ' {
            to = (to..text.len()).find(|&at| text[at] == ' ').unwrap_or(text.len());
        }
        let to = to.max(from);
        cells.push(slice(&text, from, to));
        from = to;
    }
    cells
}
