//! Which tables of a document list error codes, and what their columns mean. Both are decided from
//! the cells and the headings together, with the words and weights of `data/import.toml`.

mod choices;
mod column;
mod lexicon;
mod report;
mod row;
mod table;
mod text;
mod token;

use std::collections::HashMap;

pub use choices::{Choices, TableChoices};
pub use column::Role;
pub use report::{ColumnReport, Contribution, RowOutcome, TableReport, Understanding};
pub use row::ImportedEntry;
pub use table::SkipReason;
pub use text::line;

use super::document::Document;
use column::Column;
use lexicon::Lexicon;
use row::{Row, RowReader};
use table::locate::{self, Located};
use table::{Verdict, select};

/// The number of tables of statuses from which they are the responses of operations.
const MANY_STATUS_TABLES: usize = 4;

/// Finds the entries of a document.
#[must_use]
pub fn understand(document: &Document, choices: &Choices) -> Understanding {
    let lexicon = Lexicon::new();
    let title = locate::title(document);
    let (mut tables, examples) = locate::locate(document, title.as_deref(), &lexicon);
    for (index, located) in tables.iter_mut().enumerate() {
        located.set_chosen_roles(&choices.columns);
        if let Some(table) = choices.of_table.get(&index) {
            located.set_roles(&table.roles);
        }
    }
    locate::assign_roles(&mut tables, &lexicon);
    let is_only = tables.len() == 1;
    let verdicts = tables.iter().map(|located| located.verdict(is_only, &lexicon));
    let mut verdicts: Vec<Verdict> = verdicts.collect();
    select::correct(&tables, &mut verdicts, &lexicon);
    let mut builder = Builder {
        lexicon: &lexicon,
        choices,
        found: Understanding { title: title.clone(), examples, ..Understanding::default() },
        positions: HashMap::new(),
        names: HashMap::new(),
    };
    let (mut statuses, mut unused) = (Vec::new(), Vec::new());
    for (located, verdict) in tables.into_iter().zip(verdicts) {
        let prepared = builder.prepare(located, verdict);
        if prepared.is_statuses {
            statuses.push(prepared);
        } else if let Err(SkipReason::NotErrors | SkipReason::Doubtful) =
            builder.found.tables[prepared.index].outcome
        {
            unused.push(prepared);
        } else {
            builder.add(prepared);
        }
    }
    builder.add_statuses(statuses);
    for table in unused {
        builder.add_texts(table);
    }
    builder.found
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
    /// The entries by names that are symbols.
    names: HashMap<String, usize>,
}

impl Builder<'_> {
    /// Reports on a table.
    fn prepare(&mut self, located: Located<'_>, verdict: Verdict) -> Prepared {
        let index = self.found.tables.len();
        let (section, nearest) = (located.section(), located.nearest());
        let Located { table, columns, headings, .. } = located;
        let Verdict { skip, is_guess, .. } = verdict;
        let skip = self.choose(index, &headings, skip);
        let code = columns.iter().find(|column| column.role == Some(Role::Code));
        let is_statuses = skip.is_none()
            && !self.choices.are_tables_chosen()
            && self.choices.is_used(index).is_none()
            && code.is_some_and(|it| it.features.status >= 1.0 && it.features.distinct >= 1.0);
        self.found.tables.push(TableReport {
            line: table.line,
            title: section.clone(),
            rows: table.rows.len(),
            columns: columns.iter().map(ColumnReport::new).collect(),
            is_guess: is_guess && skip.is_none(),
            outcome: skip.map_or_else(|| Ok(Contribution::default()), Err),
        });
        let status = match &*token::statuses(&nearest) {
            [status] => crate::catalog::reason_phrase(*status).map(|_| *status),
            _ => None,
        };
        Prepared { index, columns, section, status, is_statuses }
    }

    /// Why a table is left out, if it is: as chosen by hand, or else as its verdict.
    fn choose(
        &self,
        index: usize,
        headings: &[String],
        skip: Option<SkipReason>,
    ) -> Option<SkipReason> {
        let is_used = self.choices.is_used(index);
        if is_used.is_none() && !self.choices.are_tables_chosen() {
            return skip;
        }
        let is_in = |section: &String| {
            let section = section.to_lowercase();
            headings.iter().any(|text| text.to_lowercase().contains(&section))
        };
        let is_section = self.choices.section.as_ref().is_none_or(is_in);
        let is_table = self.choices.tables.is_empty() || self.choices.tables.contains(&(index + 1));
        if !is_used.unwrap_or(is_section && is_table) {
            return Some(SkipReason::NotRequested);
        }
        skip.filter(|reason| matches!(reason, SkipReason::NoCodes | SkipReason::Empty))
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
        let dropped = self.choices.of_table.get(&index).map(|it| &it.dropped_rows);
        let count = columns.first().map_or(0, |column| column.cells.len());
        let mut rows = Vec::with_capacity(count);
        let (mut title, mut last) = (title, None);
        for row in 0..count {
            rows.push(match reader.read(row) {
                read if dropped.is_some_and(|it| it.contains(&row)) => {
                    if matches!(read, Row::Entry(_)) {
                        last = None;
                    }
                    RowOutcome::Dropped
                }
                Row::Entry(entry) => {
                    let position = self.add_entry(*entry, &title);
                    last = Some(position);
                    RowOutcome::Entry(position)
                }
                Row::Continuation(texts) => match last {
                    Some(last) => {
                        self.found.entries[last].continue_with(texts);
                        RowOutcome::Entry(last)
                    }
                    None => RowOutcome::NoCode(texts.into_iter().next().unwrap_or_default()),
                },
                Row::Group(text) => {
                    title = text;
                    last = None;
                    RowOutcome::NoEntry
                }
                Row::NoCode(text) => RowOutcome::NoCode(text),
                Row::Blank => RowOutcome::NoEntry,
            });
        }
        self.found.tables[index].outcome = Ok(Contribution { rows });
    }

    /// Adds the texts of a table whose rows are about the entries of other tables, such as a switch over
    /// constants.
    fn add_texts(&mut self, table: Prepared) {
        let Prepared { index, columns, .. } = table;
        let reader = RowReader::new(&columns, None, self.lexicon);
        let dropped = self.choices.of_table.get(&index).map(|it| &it.dropped_rows);
        let count = columns.first().map_or(0, |column| column.cells.len());
        let position = |entry: &ImportedEntry| {
            let mut symbols = std::iter::once(&entry.code).chain(&entry.names);
            symbols.find_map(|symbol| self.position(symbol))
        };
        let known = |row: usize| match reader.read(row) {
            Row::Entry(entry) => Some((position(&entry)?, *entry)),
            _ => None,
        };
        let known: Vec<Option<(usize, ImportedEntry)>> = (0..count).map(known).collect();
        let has_texts = (known.iter().flatten())
            .any(|(_, it)| it.description.is_some() || !it.messages.is_empty());
        if known.iter().flatten().count() * 5 < count * 4 || !has_texts {
            return;
        }
        let mut rows = Vec::with_capacity(count);
        for (row, known) in known.into_iter().enumerate() {
            rows.push(match known {
                _ if dropped.is_some_and(|it| it.contains(&row)) => RowOutcome::Dropped,
                Some((position, entry)) => {
                    self.found.entries[position].merge(entry);
                    RowOutcome::Entry(position)
                }
                None => RowOutcome::NoEntry,
            });
        }
        self.found.tables[index].outcome = Ok(Contribution { rows });
    }

    /// The entry with a code, or with a name that is a symbol.
    fn position(&self, code: &str) -> Option<usize> {
        let by_code = || self.positions.get(&(None, code.to_owned())).copied();
        self.names.get(code).copied().or_else(by_code)
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
        // A switch or a map has the texts of constants that are listed elsewhere.
        if let Some(position) = self.names.get(&code).copied() {
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
        for name in entry.names.iter().filter(|name| token::is_symbol(name)) {
            self.names.entry(name.clone()).or_insert(position);
        }
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
