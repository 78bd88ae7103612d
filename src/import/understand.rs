//! Which tables of a document list error codes, and what their columns mean. Both are decided from
//! the cells and the headings together, with the words and weights of `data/import.toml`.

mod column;
mod lexicon;
mod row;
mod table;
mod text;
mod token;

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// Decisions about single tables, by their indexes.
    pub of_table: HashMap<usize, TableChoices>,
}

/// What is decided by hand about a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableChoices {
    /// Whether it is used, whatever it seems to list.
    pub is_used: Option<bool>,
    /// The roles of columns, by their positions.
    pub roles: BTreeMap<usize, Role>,
    /// The rows that are left out.
    pub dropped_rows: BTreeSet<usize>,
}

impl TableChoices {
    /// Gives a column a role, which no other column keeps unless several can have it. The table is
    /// then used.
    pub fn set_role(&mut self, column: usize, role: Role) {
        if !role.is_shared() {
            self.roles.retain(|_, other| *other != role);
        }
        self.roles.insert(column, role);
        self.is_used = Some(true);
    }
}

impl Choices {
    fn is_used(&self, table: usize) -> Option<bool> {
        self.of_table.get(&table).and_then(|it| it.is_used)
    }

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
    /// The columns.
    pub columns: Vec<ColumnReport>,
    /// What it contributes, or why it was left out.
    pub outcome: Result<Contribution, SkipReason>,
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

/// The number of tables of statuses from which they are the responses of operations.
const MANY_STATUS_TABLES: usize = 4;

/// Finds the entries of a document.
#[must_use]
pub fn understand(document: &Document, choices: &Choices) -> Understanding {
    let lexicon = Lexicon::new();
    let title = title(document);
    let (mut tables, examples) = locate(document, title.as_deref(), &lexicon);
    for (index, located) in tables.iter_mut().enumerate() {
        located.set_chosen_roles(&choices.columns);
        if let Some(table) = choices.of_table.get(&index) {
            located.set_roles(&table.roles);
        }
    }
    assign_roles(&mut tables, &lexicon);
    let mut builder = Builder {
        lexicon: &lexicon,
        choices,
        is_only_table: tables.len() == 1,
        found: Understanding { title: title.clone(), examples, ..Understanding::default() },
        positions: HashMap::new(),
    };
    let prepared: Vec<_> = tables.into_iter().map(|located| builder.prepare(located)).collect();
    builder.use_similar_tables(&prepared);
    let mut statuses = Vec::new();
    for prepared in prepared {
        if prepared.is_statuses {
            statuses.push(prepared);
        } else {
            builder.add(prepared);
        }
    }
    builder.add_statuses(statuses);
    builder.found
}

/// A table with its place in the document.
struct Located<'d> {
    table: &'d Table,
    columns: Vec<Column>,
    /// The headings above, the nearest last.
    headings: Vec<String>,
    title: Option<&'d str>,
}

/// What tables of the same layout share: their kind and the headings of their columns.
type Layout = (TableKind, Vec<String>);

/// What tables share whose columns are understood together: the layout, the roles that are chosen, and
/// the index of a table that is understood alone.
type Pool = (Layout, Vec<Option<Role>>, Option<usize>);

/// The number of rows from which the columns of constants are understood without other tables.
const MANY_ROWS: usize = 8;

/// The number of columns from which tables of data with the same keys are parts of one list.
const MANY_KEYS: usize = 3;

/// Whether tables of a layout are parts of one list: tables without headings, and objects with the
/// same keys.
fn is_one_list((kind, headings): &Layout) -> bool {
    match kind {
        TableKind::Grid | TableKind::Columns => headings.iter().all(String::is_empty),
        TableKind::Objects | TableKind::Responses => headings.len() >= MANY_KEYS,
        _ => false,
    }
}

/// The tables of a document, and its examples.
fn locate<'d>(
    document: &'d Document,
    title: Option<&'d str>,
    lexicon: &Lexicon,
) -> (Vec<Located<'d>>, Vec<String>) {
    let mut headings: Vec<(u8, String)> = Vec::new();
    let (mut tables, mut examples) = (Vec::new(), Vec::new());
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => {
                headings.retain(|(above, _)| above < level);
                headings.push((*level, line(&text.text)));
            }
            Block::Example { text, .. } => examples.push(text.clone()),
            Block::Table(table) => tables.push(Located {
                table,
                columns: column::columns(table, lexicon),
                headings: headings.iter().map(|(_, text)| text.clone()).collect(),
                title,
            }),
            Block::List(_) | Block::Paragraph(_) => {}
        }
    }
    (tables, examples)
}

/// Gives columns their roles. Tables of the same layout are looked at together, since each may have
/// few rows, unless they differ in what was decided by hand.
fn assign_roles(tables: &mut [Located<'_>], lexicon: &Lexicon) {
    let mut layouts: HashMap<Pool, Vec<usize>> = HashMap::new();
    for (index, located) in tables.iter().enumerate() {
        let chosen = located.columns.iter().map(|column| column.role).collect();
        // The headings of constants are not those of their source.
        let is_alone = located.table.kind == TableKind::Constants
            && located.columns.len() > 1
            && located.table.rows.len() >= MANY_ROWS;
        let key = (located.layout(), chosen, is_alone.then_some(index));
        layouts.entry(key).or_default().push(index);
    }
    for ((layout, ..), members) in layouts {
        let all: Vec<&[Column]> = members.iter().map(|index| &*tables[*index].columns).collect();
        let mut pooled = column::pooled(&all);
        column::assign(&mut pooled, lexicon);
        let is_one_list = is_one_list(&layout);
        for index in members {
            for (column, pooled) in tables[index].columns.iter_mut().zip(&pooled) {
                column.role = pooled.role;
                if is_one_list {
                    column.features.failures = pooled.features.failures;
                }
            }
        }
    }
}

impl ColumnReport {
    fn new(column: &Column) -> Self {
        let sample = column.cells.iter().map(|cell| line(cell)).find(|cell| !cell.is_empty());
        Self {
            heading: line(&column.heading),
            role: column.role,
            sample: sample.unwrap_or_default(),
        }
    }
}

impl Located<'_> {
    fn layout(&self) -> Layout {
        let headings = self.columns.iter().map(|column| column.heading.clone()).collect();
        (self.table.kind, headings)
    }

    /// Sets the roles that are chosen by hand.
    fn set_chosen_roles(&mut self, chosen: &[(Role, String)]) {
        for (role, name) in chosen {
            let is_named = |(position, column): &(usize, &mut Column)| {
                normalized(&column.heading) == normalized(name)
                    || (position + 1).to_string() == *name
            };
            if let Some((_, column)) = self.columns.iter_mut().enumerate().find(is_named) {
                column.role = Some(*role);
            }
        }
    }

    /// Sets the roles that are chosen for this table.
    fn set_roles(&mut self, roles: &BTreeMap<usize, Role>) {
        for (position, role) in roles {
            if let Some(column) = self.columns.get_mut(*position) {
                column.role = Some(*role);
            }
        }
    }
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
    layout: Layout,
    columns: Vec<Column>,
    section: String,
    status: Option<u16>,
    is_statuses: bool,
}

/// The share of codes in any context from which lists of terms are parts of one list.
const STRONG_CODES: f64 = 0.8;

impl Prepared {
    /// Whether the terms of a list are codes in any context.
    fn has_strong_codes(&self) -> bool {
        let code = self.columns.iter().find(|column| column.role == Some(Role::Code));
        self.layout.0 == TableKind::Definitions
            && code.is_some_and(|it| it.features.strong >= STRONG_CODES)
    }
}

struct Builder<'b> {
    lexicon: &'b Lexicon,
    choices: &'b Choices,
    is_only_table: bool,
    found: Understanding,
    /// The entries by section and code, and by code alone.
    positions: HashMap<(Option<usize>, String), usize>,
}

impl Builder<'_> {
    /// Checks whether a table is used, and reports on it.
    fn prepare(&mut self, located: Located<'_>) -> Prepared {
        let layout = located.layout();
        let Located { table, columns, headings, title } = located;
        let index = self.found.tables.len();
        let heading = headings.last().map_or("", String::as_str);
        let caption = table.caption.as_deref().map(line).unwrap_or_default();
        let above = &headings[..headings.len().saturating_sub(1)];
        let note = table.note.as_deref().and_then(|it| it.lines().next()).unwrap_or_default();
        let nearest = format!("{heading}\n{caption}\n{note}");
        let page = format!("{}\n{}", above.join("\n"), title.unwrap_or(""));
        let surroundings =
            Surroundings { nearest: &nearest, page: &page, is_only: self.is_only_table };
        let outcome = self.choose(index, &headings, || {
            table::verdict(table, &columns, surroundings, self.lexicon)
        });
        let code = columns.iter().find(|column| column.role == Some(Role::Code));
        let is_statuses = outcome.is_ok()
            && !self.choices.are_tables_chosen()
            && self.choices.is_used(index).is_none()
            && code.is_some_and(|it| it.features.status >= 1.0 && it.features.distinct >= 1.0);
        let is_data =
            matches!(table.kind, TableKind::Objects | TableKind::Responses | TableKind::Constants);
        let is_captioned = heading.is_empty() || is_data && !caption.is_empty();
        let section = if is_captioned { caption } else { heading.to_owned() };
        self.found.tables.push(TableReport {
            line: table.line,
            title: section.clone(),
            rows: table.rows.len(),
            columns: columns.iter().map(ColumnReport::new).collect(),
            outcome: outcome.map(|()| Contribution::default()),
        });
        let status = match &*token::statuses(&nearest) {
            [status] => crate::catalog::reason_phrase(*status).map(|_| *status),
            _ => None,
        };
        Prepared { index, layout, columns, section, status, is_statuses }
    }

    /// Whether a table is used: as chosen by hand, or else by its verdict.
    fn choose(
        &self,
        index: usize,
        headings: &[String],
        verdict: impl FnOnce() -> Result<(), SkipReason>,
    ) -> Result<(), SkipReason> {
        let is_used = self.choices.is_used(index);
        if is_used.is_none() && !self.choices.are_tables_chosen() {
            return verdict();
        }
        let is_in = |section: &String| {
            let section = section.to_lowercase();
            headings.iter().any(|text| text.to_lowercase().contains(&section))
        };
        let is_section = self.choices.section.as_ref().is_none_or(is_in);
        let is_table = self.choices.tables.is_empty() || self.choices.tables.contains(&(index + 1));
        if !is_used.unwrap_or(is_section && is_table) {
            return Err(SkipReason::NotRequested);
        }
        match verdict() {
            Err(reason @ (SkipReason::NoCodes | SkipReason::Empty)) => Err(reason),
            _ => Ok(()),
        }
    }

    /// Uses the tables for which nothing shows that they list errors, if most rows of the tables with
    /// the same layout are used.
    fn use_similar_tables(&mut self, tables: &[Prepared]) {
        let mut layouts: HashMap<Layout, Vec<usize>> = HashMap::new();
        let is_listed = |table: &Prepared| is_one_list(&table.layout) || table.has_strong_codes();
        for table in tables.iter().filter(|table| is_listed(table)) {
            layouts.entry(table.layout.clone()).or_default().push(table.index);
        }
        for members in layouts.into_values() {
            let rows = |is_counted: &dyn Fn(&TableReport) -> bool| -> usize {
                let reports = members.iter().map(|index| &self.found.tables[*index]);
                reports.filter(|report| is_counted(report)).map(|report| report.rows).sum()
            };
            let is_unclear = |report: &TableReport| report.outcome == Err(SkipReason::NotErrors);
            let used = rows(&|report| report.outcome.is_ok());
            if used > 0 && used >= rows(&is_unclear) {
                for index in members {
                    let report = &mut self.found.tables[index];
                    if is_unclear(report) {
                        report.outcome = Ok(Contribution::default());
                    }
                }
            }
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
        let dropped = self.choices.of_table.get(&index).map(|it| &it.dropped_rows);
        let count = columns.first().map_or(0, |column| column.cells.len());
        let mut rows = Vec::with_capacity(count);
        let (mut title, mut last) = (title, None);
        for row in 0..count {
            rows.push(match reader.read(row) {
                _ if dropped.is_some_and(|it| it.contains(&row)) => RowOutcome::Dropped,
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
