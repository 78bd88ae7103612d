//! Tables of `AsciiDoc`.

use std::sync::LazyLock;

use regex::Regex;

use super::{Line, Reader, pattern};
use crate::import::read::csv;

/// What stands before the bar of a cell: spans or repetition, alignment, style.
static SPECIFIER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|\s)(?:(\d+)?(?:\.(\d+))?([+*]))?[<^>]?(?:\.[<^>])?([aehlmdsv])?$")
});

static COLUMN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:(\d+)\*)?[<^>.]*\d*%?~?[<^>.]*([aehlmdsv])?$"));

/// Cells are repeated at most this often.
const MAX_REPEAT: usize = 1000;

/// Whether a line starts or ends a table.
pub fn is_delimiter(line: &str) -> bool {
    line.len() >= 4 && line.starts_with(['|', ',', ':', '!']) && line[1..].chars().all(|c| c == '=')
}

/// A cell of the source.
struct SourceCell {
    text: String,
    line: usize,
    columns: usize,
    rows: usize,
    style: Option<char>,
}

/// Reads a table, and returns how many lines it has.
pub fn read(reader: &mut Reader, lines: &[Line]) -> Option<usize> {
    let (_, fence) = lines[0];
    if !is_delimiter(fence) {
        return None;
    }
    let end =
        lines[1..].iter().position(|(_, line)| *line == fence).map_or(lines.len(), |end| end + 1);
    let body = &lines[1..end.min(lines.len())];
    let attributes = reader.block.list.clone();
    let styles = column_styles(&attributes);
    let separator = match (attribute(&attributes, "format"), attribute(&attributes, "separator")) {
        (_, Some(separator)) => separator.chars().next().unwrap_or('|'),
        (Some("csv"), _) => ',',
        (Some("tsv"), _) => '\t',
        (Some("dsv"), _) => ':',
        _ => fence.chars().next().unwrap_or('|'),
    };
    let (cells, first_row) = if matches!(separator, ',' | '\t' | ':') {
        delimited(body, separator)
    } else {
        split(body, separator)
    };
    let width = if styles.is_empty() { first_row.max(1) } else { styles.len() };
    // A first line with an empty line behind it is a header.
    let start = body.iter().position(|(_, line)| !line.is_empty()).unwrap_or(0);
    let implicit = start == 0
        && body.get(1).is_some_and(|(_, line)| line.is_empty())
        && first_row == width
        && !attributes.contains("noheader");
    let has_header = attributes.contains("header") && !attributes.contains("noheader") || implicit;
    reader.builder.open("table");
    if !reader.block.title.is_empty() {
        let title = std::mem::take(&mut reader.block.title);
        reader.builder.open("caption");
        reader.inline(&title);
        reader.builder.close("caption");
    }
    write_rows(reader, &cells, &styles, width, has_header);
    reader.builder.close("table");
    Some(end + 1)
}

fn attribute<'a>(list: &'a str, name: &str) -> Option<&'a str> {
    let start = list.find(&format!("{name}="))? + name.len() + 1;
    let value = &list[start..];
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split(',').next(),
    }
}

/// The style of each column, from `cols`.
fn column_styles(attributes: &str) -> Vec<Option<char>> {
    let Some(columns) = attribute(attributes, "cols") else { return Vec::new() };
    let mut styles = Vec::new();
    for column in columns.split([',', ';']) {
        let found = COLUMN.captures(column.trim());
        let repeat = found
            .as_ref()
            .and_then(|found| found.get(1)?.as_str().parse::<usize>().ok())
            .unwrap_or(1);
        let style = found.and_then(|found| found.get(2)?.as_str().chars().next());
        styles.extend(std::iter::repeat_n(style, repeat.min(MAX_REPEAT)));
    }
    styles
}

/// The cells, and how many are on the first line that has some.
fn split(lines: &[Line], separator: char) -> (Vec<SourceCell>, usize) {
    let mut cells: Vec<SourceCell> = Vec::new();
    let mut first_row = 0;
    // How many cells the last specifier repeats.
    let mut repeated: Vec<usize> = Vec::new();
    for &(number, line) in lines {
        let mut rest = line;
        let mut parts = Vec::new();
        let mut from = 0;
        while let Some(at) = rest[from..].find(separator).map(|at| from + at) {
            if rest[..at].ends_with('\\') {
                from = at + 1;
                continue;
            }
            parts.push(&rest[..at]);
            rest = &rest[at + separator.len_utf8()..];
            from = 0;
        }
        parts.push(rest);
        // What is before the first bar belongs to the cell before, except its specifier.
        for (index, part) in parts.iter().enumerate() {
            let is_last = index + 1 == parts.len();
            let (text, specifier) = if is_last { (*part, None) } else { split_specifier(part) };
            if let Some(cell) = cells.last_mut() {
                if index == 0 {
                    cell.text.push('\n');
                }
                cell.text.push_str(&text.replace("\\|", "|"));
            }
            if let Some((columns, rows, repeat, style)) = specifier {
                cells.push(SourceCell { text: String::new(), line: number, columns, rows, style });
                repeated.push(repeat);
            }
        }
        if first_row == 0 {
            first_row =
                cells.iter().zip(&repeated).map(|(cell, repeat)| cell.columns * repeat).sum();
        }
    }
    let mut result = Vec::new();
    for (cell, repeat) in cells.into_iter().zip(repeated) {
        for _ in 1..repeat {
            result.push(SourceCell { text: cell.text.clone(), ..cell });
        }
        result.push(cell);
    }
    (result, first_row)
}

type Specifier = (usize, usize, usize, Option<char>);

/// The text before a bar, without the specifier of the cell behind it.
fn split_specifier(text: &str) -> (&str, Option<Specifier>) {
    let Some(found) = SPECIFIER.captures(text) else { return (text, Some((1, 1, 1, None))) };
    let number = |group: usize| {
        found
            .get(group)
            .and_then(|group| group.as_str().parse::<usize>().ok())
            .unwrap_or(1)
            .clamp(1, MAX_REPEAT)
    };
    let style = found.get(4).and_then(|style| style.as_str().chars().next());
    let is_repeat = found.get(3).is_some_and(|operator| operator.as_str() == "*");
    let (columns, rows, repeat) =
        if is_repeat { (1, 1, number(1).min(64)) } else { (number(1), number(2), 1) };
    let start = found.get(0).map_or(text.len(), |found| found.start());
    (&text[..start], Some((columns, rows, repeat, style)))
}

fn delimited(lines: &[Line], separator: char) -> (Vec<SourceCell>, usize) {
    let text: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    let records = csv::records(&text.join("\n"), separator as u8, usize::MAX);
    let width = records.first().map_or(0, Vec::len);
    let line = lines.first().map_or(1, |line| line.0);
    let cells = records.into_iter().flatten().map(|text| SourceCell {
        text,
        line,
        columns: 1,
        rows: 1,
        style: None,
    });
    (cells.collect(), width)
}

fn write_rows(
    reader: &mut Reader,
    cells: &[SourceCell],
    styles: &[Option<char>],
    width: usize,
    has_header: bool,
) {
    // Per column: how many more rows the cell above takes.
    let mut taken = vec![0usize; width];
    let mut cells = cells.iter().peekable();
    let mut is_header = has_header;
    while let Some(first) = cells.peek() {
        reader.builder.line = first.line;
        reader.builder.open("tr");
        let mut column = 0;
        while column < width {
            if taken[column] > 0 {
                taken[column] -= 1;
                column += 1;
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let end = (column + cell.columns).min(width);
            taken[column..end].fill(cell.rows - 1);
            let style = cell.style.or(styles.get(column).copied().flatten());
            write_cell(reader, cell, if is_header { "th" } else { "td" }, style);
            column = end;
        }
        reader.builder.close("tr");
        is_header = false;
    }
}

fn write_cell(reader: &mut Reader, cell: &SourceCell, name: &str, style: Option<char>) {
    let spans = [("rowspan", cell.rows), ("colspan", cell.columns)];
    let attributes = spans
        .into_iter()
        .filter(|&(_, span)| span > 1)
        .map(|(name, span)| (name.to_owned(), span.to_string()));
    reader.builder.line = cell.line;
    reader.builder.open_as(name, name, attributes.collect());
    let text = cell.text.trim();
    match style {
        Some('a') => {
            let lines: Vec<Line> = text.lines().map(|line| (cell.line, line.trim_end())).collect();
            reader.nested(&lines);
        }
        Some('m' | 'l') => {
            reader.builder.open("code");
            reader.inline(text);
            reader.builder.close("code");
        }
        _ => {
            for (at, paragraph) in text.split("\n\n").enumerate() {
                if at > 0 {
                    reader.builder.open("br");
                }
                reader.inline(paragraph);
            }
        }
    }
    reader.builder.close_cell();
}
