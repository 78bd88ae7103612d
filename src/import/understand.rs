//! Which tables of a document list error codes, and what their columns mean. Both are decided from
//! the cells and the headings together, with the words and weights of `data/import.toml`.

mod column;
mod lexicon;
mod row;
mod table;
mod text;
mod token;

use std::collections::HashMap;

pub use column::Role;
pub use row::ImportedEntry;
pub use table::SkipReason;
pub use text::line;

use super::document::{Block, Document, Table, TableKind};
use column::Column;
use lexicon::{Lexicon, normalized};
use row::{Row, RowReader};
use table::Surroundings;

/// What is decided by hand.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// The numbers of the tables to use, from 1; all that list errors if empty.
    pub tables: Vec<usize>,
    /// Only tables under a heading with this text.
    pub section: Option<String>,
    /// The columns of roles: a heading, or a number from 1.
    pub columns: Vec<(Role, String)>,
}

impl Choices {
    fn are_tables_chosen(&self) -> bool {
        !self.tables.is_empty() || self.section.is_some()
    }
}

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
    /// The columns: heading, and what it means.
    pub columns: Vec<(String, Option<Role>)>,
    /// What it contributes, or why it was left out.
    pub outcome: Result<Contribution, SkipReason>,
}

/// What a table contributes.
#[derive(Debug, Clone, Default)]
pub struct Contribution {
    /// The number of rows that are entries, or parts of one.
    pub entries: usize,
    /// The beginnings of the rows without a code.
    pub without_code: Vec<String>,
}

/// The number of tables of statuses from which they are the responses of operations.
const MANY_STATUS_TABLES: usize = 4;

/// Finds the entries of a document.
#[must_use]
pub fn understand(document: &Document, choices: &Choices) -> Understanding {
    let lexicon = Lexicon::new();
    let mut builder = Builder { lexicon: &lexicon, choices, found: Understanding::default(), positions: HashMap::new() };
    builder.found.title = title(document);
    let mut headings: Vec<(u8, String)> = Vec::new();
    let mut statuses = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => {
                headings.retain(|(above, _)| above < level);
                headings.push((*level, line(&text.text)));
            }
            Block::Example { text, .. } => builder.found.examples.push(text.clone()),
            Block::Table(table) => {
                let prepared = builder.prepare(table, &headings);
                if prepared.is_statuses {
                    statuses.push(prepared);
                } else {
                    builder.add(prepared);
                }
            }
            Block::List(_) | Block::Paragraph(_) => {}
        }
    }
    builder.add_statuses(statuses);
    builder.found
}

/// The title of the document, or its first heading.
fn title(document: &Document) -> Option<String> {
    let heading = document.blocks.iter().find_map(|block| match block {
        Block::Heading { text, .. } => Some(line(&text.text)),
        _ => None,
    });
    document.title.as_deref().map(line).filter(|title| !title.is_empty()).or(heading)
}

/// A table with the roles of its columns.
struct Prepared {
    /// Its index among the tables.
    index: usize,
    columns: Vec<Column>,
    section: String,
    status: Option<u16>,
    is_statuses: bool,
}

struct Builder<'b> {
    lexicon: &'b Lexicon,
    choices: &'b Choices,
    found: Understanding,
    /// The entries by section and code, and by code alone.
    positions: HashMap<(Option<usize>, String), usize>,
}

impl Builder<'_> {
    /// Gives the columns of a table their roles, and reports on it.
    fn prepare(&mut self, table: &Table, headings: &[(u8, String)]) -> Prepared {
        let index = self.found.tables.len();
        let mut columns = column::columns(table, self.lexicon);
        for (role, name) in &self.choices.columns {
            let is_named = |(position, column): &(usize, &mut Column)| {
                normalized(&column.heading) == normalized(name) || (position + 1).to_string() == *name
            };
            if let Some((_, column)) = columns.iter_mut().enumerate().find(is_named) {
                column.role = Some(*role);
            }
        }
        column::assign(&mut columns, self.lexicon);
        let heading = headings.last().map_or("", |(_, text)| text.as_str());
        let caption = table.caption.as_deref().map(line).unwrap_or_default();
        let above: Vec<_> = headings.iter().rev().skip(1).map(|(_, text)| text.as_str()).collect();
        let nearest = format!("{heading}\n{caption}");
        let page = format!("{}\n{}", above.join("\n"), self.found.title.as_deref().unwrap_or(""));
        let surroundings = Surroundings { nearest: &nearest, page: &page };
        let outcome = self.choose(index, headings, || {
            table::verdict(table, &columns, surroundings, self.lexicon)
        });
        let code = columns.iter().find(|column| column.role == Some(Role::Code));
        let is_statuses = outcome.is_ok()
            && !self.choices.are_tables_chosen()
            && code.is_some_and(|it| it.features.status >= 1.0 && it.features.distinct >= 1.0);
        let is_data = matches!(table.kind, TableKind::Objects | TableKind::Responses | TableKind::Constants);
        let title = if heading.is_empty() || is_data && !caption.is_empty() { &caption } else { heading };
        self.found.tables.push(TableReport {
            line: table.line,
            title: title.to_owned(),
            rows: table.rows.len(),
            columns: columns.iter().map(|it| (line(&it.heading), it.role)).collect(),
            outcome: outcome.map(|()| Contribution::default()),
        });
        let status = match &*token::statuses(&nearest) {
            [status] => crate::catalog::reason_phrase(*status).map(|_| *status),
            _ => None,
        };
        Prepared { index, columns, section: title.to_owned(), status, is_statuses }
    }

    /// Whether a table is used: as chosen by hand, or else by its verdict.
    fn choose(
        &self,
        index: usize,
        headings: &[(u8, String)],
        verdict: impl FnOnce() -> Result<(), SkipReason>,
    ) -> Result<(), SkipReason> {
        if !self.choices.are_tables_chosen() {
            return verdict();
        }
        let is_in = |section: &String| {
            let section = section.to_lowercase();
            headings.iter().any(|(_, text)| text.to_lowercase().contains(&section))
        };
        let is_section = self.choices.section.as_ref().is_none_or(is_in);
        let is_table = self.choices.tables.is_empty() || self.choices.tables.contains(&(index + 1));
        if !(is_section && is_table) {
            return Err(SkipReason::NotRequested);
        }
        match verdict() {
            Err(reason @ (SkipReason::NoCodes | SkipReason::Empty)) => Err(reason),
            _ => Ok(()),
        }
    }

    /// Adds the tables of statuses, unless there are so many that each operation has one.
    fn add_statuses(&mut self, tables: Vec<Prepared>) {
        let are_many = tables.len() >= MANY_STATUS_TABLES;
        for table in tables {
            if are_many {
                self.found.tables[table.index].outcome = Err(SkipReason::Statuses);
            } else {
                self.add(table);
            }
        }
    }

    /// Adds the entries of a table that is used.
    fn add(&mut self, table: Prepared) {
        let Prepared { index, columns, section: title, status, .. } = table;
        if self.found.tables[index].outcome.is_err() {
            return;
        }
        let reader = RowReader::new(&columns, status, self.lexicon);
        let rows = columns.first().map_or(0, |column| column.cells.len());
        let mut contribution = Contribution::default();
        let (mut title, mut last) = (title, None);
        for row in 0..rows {
            match reader.read(row) {
                Row::Entry(entry) => {
                    last = Some(self.add_entry(*entry, &title));
                    contribution.entries += 1;
                }
                Row::Continuation(texts) if let Some(last) = last => {
                    let entry: &mut ImportedEntry = &mut self.found.entries[last];
                    let mut texts = texts.into_iter();
                    let messages = texts.next().into_iter().collect();
                    let description = texts.next();
                    entry.merge(ImportedEntry { messages, description, ..ImportedEntry::default() });
                    contribution.entries += 1;
                }
                Row::Continuation(texts) => {
                    contribution.without_code.extend(texts.into_iter().next());
                }
                Row::Group(text) => {
                    title = text;
                    last = None;
                }
                Row::NoCode(text) => contribution.without_code.push(text),
                Row::Blank => {}
            }
        }
        self.found.tables[index].outcome = Ok(contribution);
    }

    /// Adds an entry, or merges it into the one that it repeats. Returns its position.
    fn add_entry(&mut self, mut entry: ImportedEntry, title: &str) -> usize {
        let code = entry.code.clone();
        if let Some(position) = self.positions.get(&(None, code.clone())).copied()
            && self.found.entries[position].covers(&entry)
        {
            self.found.entries[position].merge(entry);
            return position;
        }
        entry.section = self.section(title);
        let key = (Some(entry.section), code.clone());
        if let Some(position) = self.positions.get(&key).copied() {
            self.found.entries[position].merge(entry);
            return position;
        }
        let position = self.found.entries.len();
        self.found.entries.push(entry);
        self.positions.insert(key, position);
        self.positions.entry((None, code)).or_insert(position);
        position
    }

    /// The index of the section with that title.
    fn section(&mut self, title: &str) -> usize {
        let title = if title.is_empty() { "Errors" } else { title };
        let sections = &mut self.found.sections;
        sections.iter().position(|it| it == title).unwrap_or_else(|| {
            sections.push(title.to_owned());
            sections.len() - 1
        })
    }
}
