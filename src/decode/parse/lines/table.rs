//! Tables with a header: CSV and its relatives, Markdown, psql, and columns of a fixed width as
//! PowerShell prints them.

use std::ops::Range;

use super::line::{Line, is_name};
use super::nested;
use crate::decode::parse::brackets::parse_value;
use crate::decode::parse::value::{Member, Node, Value};

/// The most columns of a table.
const MAX_COLUMNS: usize = 40;
/// What can be between the columns, with that which is least common in text first.
const DELIMITERS: [char; 4] = ['\t', '|', ';', ','];

/// The object of every row of the table whose header is the first line, and the number of its lines.
/// `None` if there is no table.
pub fn rows<'t>(text: &'t str, lines: &[Line<'t>]) -> Option<(Vec<Node<'t>>, usize)> {
    let [header, rows @ ..] = lines else { return None };
    let columns = Columns::new(text, header, rows.first()?)?;
    let names = columns.cells(text, header).into_iter().map(|cell| text[cell].trim_matches('"'));
    let names: Vec<_> = names.collect();
    if names.len() < 2 || !names.iter().copied().all(is_column_name) {
        return None;
    }
    let mut objects = Vec::new();
    let mut end = 1;
    for line in rows {
        let cells = columns.cells(text, line);
        let is_rule = !text[line.span.clone()].contains(char::is_alphanumeric);
        if cells.len() != names.len() && !is_rule || line.span.is_empty() {
            break;
        }
        end += 1;
        if !is_rule {
            let members = names.iter().zip(cells).map(|(name, cell)| {
                let is_empty = matches!(&text[cell.clone()], "" | "\"\"");
                let cell = if is_empty { cell.start..cell.start } else { cell };
                Member::identifier(*name, parse_value(text, cell))
            });
            let value = Value::object(nested(members.collect()));
            objects.push(Node { span: line.span.clone(), value });
        }
    }
    (end > 1).then_some((objects, end))
}

/// How a table shows its columns.
enum Columns {
    Delimited(char),
    /// By dashes below the header, whose starts these are.
    Ruled(Vec<usize>),
}

impl Columns {
    /// The columns of a table with that header and the line after it.
    fn new(text: &str, header: &Line<'_>, next: &Line<'_>) -> Option<Self> {
        let rule = &text[next.span.clone()];
        if rule.starts_with("--") {
            return Self::ruled(rule, next.indent);
        }
        let header = &text[header.span.clone()];
        DELIMITERS.into_iter().find(|it| header.contains(*it)).map(Self::Delimited)
    }

    fn ruled(rule: &str, indent: usize) -> Option<Self> {
        if let Some(delimiter) = ['|', '+'].into_iter().find(|it| rule.contains(*it)) {
            return Some(Self::Delimited(if delimiter == '+' { '|' } else { delimiter }));
        }
        let is_rule = rule.bytes().all(|byte| matches!(byte, b'-' | b' '));
        let starts = rule.split(' ').scan(indent, |at, dashes| {
            let start = *at;
            *at += dashes.len() + 1;
            Some((start, !dashes.is_empty()))
        });
        let starts = starts.filter(|(_, is_column)| *is_column).map(|(start, _)| start);
        is_rule.then(|| Self::Ruled(starts.take(MAX_COLUMNS).collect()))
    }

    /// The spans of a line's cells, without their quotes.
    fn cells(&self, text: &str, line: &Line<'_>) -> Vec<Range<usize>> {
        let mut cells = Vec::new();
        match self {
            Self::Ruled(columns) => {
                let start = line.span.start - line.indent;
                let mut from = start;
                for column in columns.iter().skip(1).chain([&usize::MAX]) {
                    let mut end = start.saturating_add(*column).min(line.span.end);
                    // The dashes are as long as the header, but numbers are on the right.
                    while end > from
                        && end < line.span.end
                        && !text.as_bytes()[end - 1].is_ascii_whitespace()
                    {
                        end -= 1;
                    }
                    while !text.is_char_boundary(end) {
                        end -= 1;
                    }
                    cells.push(trimmed(text, from..end));
                    from = end;
                }
            }
            Self::Delimited(delimiter) => {
                let mut from = line.span.start;
                let mut is_quoted = false;
                let content = &text[line.span.clone()];
                for (at, c) in content.char_indices().chain([(content.len(), *delimiter)]) {
                    is_quoted ^= c == '"';
                    if (c == *delimiter && !is_quoted || at == content.len())
                        && cells.len() < MAX_COLUMNS
                    {
                        let end = line.span.start + at;
                        cells.push(trimmed(text, from..end));
                        from = (end + 1).min(line.span.end);
                    }
                }
                if *delimiter == '|' && content.starts_with('|') && cells.len() > 2 {
                    cells.remove(0);
                    cells.pop();
                }
            }
        }
        cells
    }
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let whole = &text[span.clone()];
    let start = span.start + whole.len() - whole.trim_start().len();
    start..start + whole.trim().len()
}

fn is_column_name(name: &str) -> bool {
    is_name(name) && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
