//! What a document lists, and what became of each of its tables.

use super::column::{Column, Role};
use super::row::ImportedEntry;
use super::table::SkipReason;
use super::text::line;

/// What a document lists.
#[derive(Debug, Clone, Default)]
pub struct Understanding {
    /// The title of the document.
    pub title: Option<String>,
    /// Every table, and what became of it.
    pub tables: Vec<TableReport>,
    /// The titles of the sections.
    pub sections: Vec<String>,
    /// The entries in the order of the document.
    pub entries: Vec<ImportedEntry>,
    /// The examples, which can be responses.
    pub examples: Vec<String>,
}

/// What became of a table.
#[derive(Debug, Clone)]
pub struct TableReport {
    /// Its line in the source.
    pub line: usize,
    /// The heading above it, or its caption.
    pub title: String,
    /// The number of rows.
    pub rows: usize,
    /// The columns.
    pub columns: Vec<ColumnReport>,
    /// What it contributes, or why it was left out.
    pub outcome: Result<Contribution, SkipReason>,
    /// Whether it is used only because no other table of the document lists errors.
    pub is_guess: bool,
}

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnReport {
    /// The heading; empty if there is none.
    pub heading: String,
    /// What it means, if entries have it.
    pub role: Option<Role>,
    /// The first cell with a text.
    pub sample: String,
}

impl ColumnReport {
    /// The report on a column.
    pub(super) fn new(column: &Column) -> Self {
        let sample = column.cells.iter().map(|cell| line(cell)).find(|cell| !cell.is_empty());
        Self {
            heading: line(&column.heading),
            role: column.role,
            sample: sample.unwrap_or_default(),
        }
    }
}

/// What a table contributes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contribution {
    /// What became of each row.
    pub rows: Vec<RowOutcome>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// It is an entry, or a part of one: its index.
    Entry(usize),
    /// It has no code. The beginning of its text.
    NoCode(String),
    /// It is empty, or a heading of the rows below.
    NoEntry,
    /// It was dropped by hand.
    Dropped,
}

impl Contribution {
    /// The number of rows that are entries, or parts of one.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row, RowOutcome::Entry(_))).count()
    }

    /// The beginnings of the rows without a code.
    pub fn without_code(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|row| match row {
            RowOutcome::NoCode(text) => Some(text.as_str()),
            _ => None,
        })
    }
}
