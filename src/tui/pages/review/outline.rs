//! The outline of a documentation page: its tables with their columns and rows, one per line.

use ratatui::prelude::{Buffer, Rect, Widget};

use crate::import::document::Table;
use crate::import::understand::{Choices, RowOutcome, TableReport, Understanding, line};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Scroll, StyledText};

/// Columns for the role of a column.
const ROLE_WIDTH: usize = 11;

/// A line of the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    Table(usize),
    /// Why the table is left out, or what is missing.
    Note(usize),
    /// A table and a column.
    Column(usize, usize),
    /// A table and a row.
    Row(usize, usize),
}

impl Item {
    fn table(self) -> usize {
        match self {
            Self::Table(table)
            | Self::Note(table)
            | Self::Column(table, _)
            | Self::Row(table, _) => table,
        }
    }
}

/// The state of the outline.
#[derive(Debug, Clone)]
pub struct Outline {
    /// Whether the columns and rows of each table are shown.
    expanded: Vec<bool>,
    pub items: Vec<Item>,
    pub scroll: Scroll,
}

impl Default for Outline {
    fn default() -> Self {
        Self { expanded: Vec::new(), items: Vec::new(), scroll: Scroll::list() }
    }
}

impl Outline {
    pub fn selected(&self) -> Option<Item> {
        self.items.get(self.scroll.selected?).copied()
    }

    /// Applies other contents; the same line stays selected.
    pub fn update(&mut self, found: &Understanding) {
        let selected = self.selected();
        self.expanded.resize(found.tables.len(), false);
        self.items.clear();
        for (table, report) in found.tables.iter().enumerate() {
            self.items.push(Item::Table(table));
            if note(report).is_some() {
                self.items.push(Item::Note(table));
            }
            if self.expanded[table] {
                self.items.extend((0..report.columns.len()).map(|it| Item::Column(table, it)));
                self.items.extend((0..report.rows).map(|it| Item::Row(table, it)));
            }
        }
        self.scroll.total = self.items.len();
        if let Some(selected) = selected {
            self.select(selected);
        }
    }

    /// Selects a line, or that of its table if it is hidden.
    fn select(&mut self, item: Item) {
        let position = |item| self.items.iter().position(|it| *it == item);
        if let Some(position) = position(item).or_else(|| position(Item::Table(item.table()))) {
            self.scroll.select(position);
        }
    }

    /// Shows the columns and rows of a table, and selects it.
    pub fn expand(&mut self, table: usize, found: &Understanding) {
        self.expanded[table] = true;
        self.update(found);
        self.select(Item::Table(table));
    }

    /// Shows or hides the columns and rows of the selected table.
    pub fn toggle_expanded(&mut self, found: &Understanding) {
        if let Some(item) = self.selected() {
            let is_expanded = &mut self.expanded[item.table()];
            *is_expanded = !*is_expanded;
            self.update(found);
        }
    }

    pub fn reveal_row(&mut self, table: usize, row: usize, found: &Understanding) {
        self.expanded[table] = true;
        self.update(found);
        self.select(Item::Row(table, row));
    }
}

/// What is to be noted about a table.
fn note(report: &TableReport) -> Option<String> {
    match &report.outcome {
        Err(reason) => Some(format!("skipped: {reason}")),
        Ok(contribution) => match contribution.without_code().count() {
            0 if report.is_guess => Some("little shows that these are errors".to_owned()),
            0 => None,
            1 => Some("1 row without a code".to_owned()),
            count => Some(format!("{count} rows without a code")),
        },
    }
}

pub struct OutlineView<'a> {
    pub outline: &'a Outline,
    pub found: &'a Understanding,
    /// The tables of the document.
    pub tables: Vec<&'a Table>,
    pub choices: &'a Choices,
    pub focused: bool,
    pub theme: &'a Theme,
}

impl OutlineView<'_> {
    fn line(&self, item: Item) -> StyledText {
        let theme = self.theme;
        let report = &self.found.tables[item.table()];
        match item {
            Item::Table(table) => {
                let mark = match (&report.outcome, self.is_chosen(table)) {
                    (Ok(_), _) => "[x] ",
                    (Err(_), true) => "[!] ",
                    (Err(_), false) => "[ ] ",
                };
                let title = match report.title.as_str() {
                    "" => report.columns.first().map_or("", |column| &column.heading),
                    title => title,
                };
                StyledText::new(mark, theme[Role::Key])
                    .with(&format!("{} ", table + 1), theme[Role::Muted])
                    .with(title, theme[Role::Heading])
            }
            Item::Note(table) => {
                let is_expected = report.outcome.is_err() && !self.is_chosen(table);
                let role = if is_expected { Role::Muted } else { Role::Warn };
                StyledText::new("    ", theme[role])
                    .with(&note(report).unwrap_or_default(), theme[role])
            }
            Item::Column(_, column) => {
                let column = &report.columns[column];
                let (role, style) = match column.role {
                    Some(role) => (role.as_str(), Role::Advice),
                    None => ("not used", Role::Muted),
                };
                StyledText::new(&format!("    {role:ROLE_WIDTH$} "), theme[style])
                    .with(&column.heading, theme[Role::Title])
                    .with("  ", theme[Role::Muted])
                    .with(&column.sample, theme[Role::Muted])
            }
            Item::Row(table, row) => self.row(table, row),
        }
    }

    /// Whether a table is to be used by a decision.
    fn is_chosen(&self, table: usize) -> bool {
        self.choices.of_table.get(&table).is_some_and(|it| it.is_used == Some(true))
    }

    fn row(&self, table: usize, row: usize) -> StyledText {
        let rows = self.found.tables[table].outcome.as_ref().ok().map(|it| &it.rows);
        let is_dropped =
            self.choices.of_table.get(&table).is_some_and(|it| it.dropped_rows.contains(&row));
        let (mark, role) = match rows.and_then(|rows| rows.get(row)) {
            _ if is_dropped => ("  [ ] ", Role::Muted),
            Some(RowOutcome::Entry(_)) => ("  [x] ", Role::Text),
            Some(RowOutcome::NoCode(_)) => ("  [!] ", Role::Warn),
            _ => ("      ", Role::Muted),
        };
        let cells = self.tables.get(table).and_then(|table| table.rows.get(row));
        let cells: Vec<_> = cells.into_iter().flatten().map(|cell| line(&cell.text)).collect();
        StyledText::new(mark, self.theme[Role::Key]).with(&cells.join(" │ "), self.theme[role])
    }
}

impl Widget for OutlineView<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let scroll = self.outline.scroll;
        let items = self.outline.items.iter().enumerate().skip(scroll.offset);
        for ((position, item), row) in items.zip(area.rows()) {
            let is_selected = scroll.selected == Some(position);
            let mut text =
                StyledText::new(if is_selected { "▌" } else { " " }, self.theme[Role::Key]);
            text.append(self.line(*item));
            let count = match item {
                Item::Table(table) => format!(" {} rows", self.found.tables[*table].rows),
                _ => String::new(),
            };
            let count = StyledText::new(&count, self.theme[Role::Muted]);
            let width = usize::from(row.width);
            text.fit(width.saturating_sub(count.width())).render(row, buffer);
            count.fit(width).right_aligned().render(row, buffer);
            if is_selected {
                let role = if self.focused { Role::Selected } else { Role::Chosen };
                buffer.set_style(row, self.theme[role]);
            }
        }
    }
}
