//! The cells of a table in rows and columns, and elements that are one without its tags.

use super::{NodeId, Tree, cell};
use crate::import::document::{Cell, Table};

/// Spans larger than this are errors of the page.
const MAX_SPAN: usize = 1000;

/// Tables are not filled up to more cells than this.
const MAX_CELLS: usize = 300_000;

/// Cells are not repeated for more text than this.
const MAX_REPEATED: usize = 8 << 20;

/// A cell of the source with its spans.
#[derive(Debug, Clone)]
pub struct SpanCell {
    /// The content.
    pub cell: Cell,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows it spans.
    pub rows: usize,
}

/// Repeats the cells that span rows or columns, and fills up short rows.
pub fn layout(rows: Vec<Vec<SpanCell>>) -> Vec<Vec<Cell>> {
    let mut grid = Grid { pending: Vec::new(), budget: MAX_REPEATED };
    let mut result: Vec<Vec<Cell>> = rows.into_iter().map(|row| grid.row(row)).collect();
    fill_up(&mut result);
    result
}

/// Fills up short rows.
pub fn fill_up(rows: &mut [Vec<Cell>]) {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    if width.saturating_mul(rows.len()) <= MAX_CELLS {
        for row in rows {
            row.resize(width, Cell::default());
        }
    }
}

struct Grid {
    /// Per column: the cell that spans more rows, and how many.
    pending: Vec<Option<(Cell, usize)>>,
    budget: usize,
}

impl Grid {
    fn row(&mut self, cells: Vec<SpanCell>) -> Vec<Cell> {
        let mut row: Vec<Cell> = Vec::new();
        for SpanCell { cell, columns, rows } in cells {
            self.repeat_pending(&mut row);
            for _ in 1..columns.min(MAX_SPAN) {
                let Some(copy) = self.copy(&cell) else { break };
                self.put(&mut row, copy, rows);
            }
            self.put(&mut row, cell, rows);
        }
        self.repeat_pending(&mut row);
        row
    }

    fn put(&mut self, row: &mut Vec<Cell>, cell: Cell, rows: usize) {
        if rows > 1
            && let Some(copy) = self.copy(&cell)
        {
            let column = row.len();
            self.pending.resize(self.pending.len().max(column + 1), None);
            self.pending[column] = Some((copy, rows.min(MAX_SPAN) - 1));
        }
        row.push(cell);
    }

    fn repeat_pending(&mut self, row: &mut Vec<Cell>) {
        while let Some(Some((cell, left))) = self.pending.get_mut(row.len()).map(Option::take) {
            let Some(copy) = self.copy(&cell) else { break };
            if left > 1 {
                self.pending[row.len()] = Some((cell, left - 1));
            }
            row.push(copy);
        }
    }

    /// A copy of a cell, unless too much has been copied.
    fn copy(&mut self, cell: &Cell) -> Option<Cell> {
        self.budget = self.budget.checked_sub(cell.text.len() + 64)?;
        Some(cell.clone())
    }
}

/// Elements that are a table by their structure: siblings with the same number of elements each.
pub fn of_siblings(tree: &Tree, id: NodeId) -> Option<Table> {
    let rows: Vec<NodeId> = tree.elements(id).collect();
    if rows.len() < 3 || has_text(tree, id) {
        return None;
    }
    let name = tree.name(rows[0]);
    let width = tree.elements(rows[1]).count();
    let alike = |&row: &NodeId| {
        tree.name(row) == name && tree.elements(row).count() == width && !has_text(tree, row)
    };
    if !(2..=12).contains(&width) || name == "tr" || !rows.iter().all(alike) {
        return None;
    }
    if tree.contains(id, &["table", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl"]) {
        return None;
    }
    let rows =
        rows.iter().map(|&row| tree.elements(row).map(|cell| cell::of(tree, cell)).collect());
    let rows: Vec<Vec<Cell>> = rows.collect();
    let filled = rows.iter().flatten().filter(|cell| !cell.text.is_empty()).count();
    let line = tree.node(id).line;
    (filled * 2 >= rows.len() * width).then(|| Table { rows, line, ..Table::default() })
}

fn has_text(tree: &Tree, id: NodeId) -> bool {
    let children = tree.children(id).iter();
    children.into_iter().any(|&child| tree.name(child).is_empty() && !tree.is_blank_text(child))
}
