//! The rows of a table: headings, spans, the columns of xml2rfc.

use super::grid::{self, SpanCell};
use super::{NodeId, Tree, cell};
use crate::import::document::{Cell, Table};

/// The table in an element.
pub fn read(tree: &Tree, id: NodeId) -> Option<Table> {
    let mut source = TableSource::default();
    collect_rows(tree, id, false, &mut source);
    source.table(tree.node(id).line)
}

#[derive(Default)]
struct TableSource {
    caption: Option<String>,
    rows: Vec<TableRow>,
    /// The columns of xml2rfc's `<ttcol>`, and its cells.
    columns: Vec<Cell>,
    cells: Vec<Cell>,
}

struct TableRow {
    is_header: bool,
    cells: Vec<SpanCell>,
}

impl TableSource {
    fn table(mut self, line: usize) -> Option<Table> {
        if !self.columns.is_empty() {
            let width = self.columns.len();
            let rows = self.cells.chunks(width).map(<[Cell]>::to_vec).collect();
            return Some(Table {
                caption: self.caption,
                header: self.columns,
                rows,
                line,
                ..Table::default()
            });
        }
        self.rows.retain(|row| !row.cells.is_empty());
        let headers = self.rows.iter().take_while(|row| row.is_header).count();
        let headers = if headers == self.rows.len() { usize::from(headers > 1) } else { headers };
        let mut rows = grid::layout(self.rows.into_iter().map(|row| row.cells).collect());
        let body = rows.split_off(headers);
        let header = rows.into_iter().reduce(merge_headers).unwrap_or_default();
        let rows: Vec<Vec<Cell>> = body
            .into_iter()
            .filter(|row| *row != header && row.iter().any(|cell| !cell.text.is_empty()))
            .collect();
        (!rows.is_empty()).then(|| Table {
            caption: self.caption,
            header,
            rows,
            line,
            ..Table::default()
        })
    }
}

/// Merges two rows of headings.
fn merge_headers(upper: Vec<Cell>, lower: Vec<Cell>) -> Vec<Cell> {
    let merged = upper.into_iter().zip(lower).map(|(upper, lower)| {
        if upper.text == lower.text || lower.text.is_empty() {
            upper
        } else if upper.text.is_empty() {
            lower
        } else {
            Cell { text: format!("{} {}", upper.text, lower.text), ..lower }
        }
    });
    merged.collect()
}

fn collect_rows(tree: &Tree, id: NodeId, in_head: bool, source: &mut TableSource) {
    let mut loose = Vec::new();
    for child in tree.elements(id) {
        match tree.name(child) {
            "tr" => source.rows.push(row(tree, child, in_head)),
            "td" | "th" => loose.push(child),
            "caption" | "title" => source.caption = Some(cell::of(tree, child).text),
            "ttcol" => source.columns.push(cell::of(tree, child)),
            "c" => source.cells.push(cell::of(tree, child)),
            "table" => {}
            name => collect_rows(tree, child, in_head || name == "thead", source),
        }
    }
    if !loose.is_empty() {
        let cells = loose.iter().map(|&cell| span_cell(tree, cell)).collect();
        source.rows.push(TableRow { is_header: in_head, cells });
    }
}

fn row(tree: &Tree, id: NodeId, in_head: bool) -> TableRow {
    let cells: Vec<NodeId> =
        tree.elements(id).filter(|&child| !cell::is_hidden(tree, child)).collect();
    let is_heading = |&cell: &NodeId| tree.name(cell) == "th" || is_bold(tree, cell);
    let is_header = in_head || (cells.len() > 1 && cells.iter().all(is_heading));
    TableRow { is_header, cells: cells.iter().map(|&cell| span_cell(tree, cell)).collect() }
}

/// Whether all text of an element is bold.
fn is_bold(tree: &Tree, id: NodeId) -> bool {
    let mut children =
        tree.children(id).iter().copied().filter(|&child| !tree.is_blank_text(child)).peekable();
    children.peek().is_some()
        && children.all(|child| match tree.name(child) {
            "strong" => true,
            "p" | "span" | "div" => is_bold(tree, child),
            _ => false,
        })
}

fn span_cell(tree: &Tree, id: NodeId) -> SpanCell {
    let number = |name: &str| {
        tree.attribute(id, name)
            .and_then(|value| value.trim_matches(['{', '}', '"', ' ']).parse::<usize>().ok())
    };
    let rows = number("rowspan")
        .or_else(|| number("morerows").map(|more| more.saturating_add(1)))
        .unwrap_or(1);
    let columns = number("colspan").or_else(|| named_columns(tree, id)).unwrap_or(1);
    SpanCell { cell: cell::of(tree, id), columns, rows }
}

/// The columns from `namest="c1"` to `nameend="c3"` of `DocBook`.
fn named_columns(tree: &Tree, id: NodeId) -> Option<usize> {
    let digits = |name: &str| {
        let value = tree.attribute(id, name)?;
        value.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().ok()
    };
    Some(digits("nameend")?.checked_sub(digits("namest")?)? + 1)
}
