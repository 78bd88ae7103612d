//! The review page: the tables of a documentation page beside the entries that they give, until they
//! are saved as a catalog.

mod entries;
mod form;
mod outline;

use std::sync::Arc;

use ratatui::prelude::{Buffer, Position, Widget};

use crate::catalog::{Catalog, CheckError, EntryRef};
use crate::import::document::{Block, Document, Table};
use crate::import::understand::{
    Choices, ImportedEntry, Role as ColumnRole, RowOutcome, Understanding, understand,
};
use crate::import::write::catalog::Metadata;
use crate::import::{Draft, ImportError, draft};
use crate::tui::effects::Effect;
use crate::tui::keymap::{Action, Key, Scope};
use crate::tui::layout::{self, ReviewLayout};
use crate::tui::pages::{EntryPane, Page, Request, Services, Writer};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Divider, LineEdit, Rule, Scroll, StyledText};

use entries::EntryList;
use form::Form;
use outline::{Item, Outline, OutlineView};

/// A documentation page to review.
#[derive(Debug, Clone)]
pub struct Review {
    /// The page.
    pub document: Document,
    /// What is already decided.
    pub choices: Choices,
    /// What the page does not have.
    pub metadata: Metadata,
    /// Responses of the vendor.
    pub samples: Vec<String>,
}

/// Opens the page.
pub fn open(review: Review, services: &Services) -> Page {
    Page::Review(Box::new(ReviewPage::new(review, services)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReviewFocus {
    Page,
    Entries,
}

/// The state of the page.
#[derive(Debug, Clone)]
pub struct ReviewPage {
    review: Arc<Review>,
    choices: Choices,
    metadata: Metadata,
    found: Understanding,
    /// The draft, or its errors.
    catalog: Result<&'static Catalog, Vec<CheckError>>,
    outline: Outline,
    entries: Scroll,
    pane: EntryPane,
    focus: ReviewFocus,
    /// The form that saves the draft, while it is open.
    form: Option<Form>,
    at: ReviewLayout,
    /// Whether something was decided since the page was opened.
    is_changed: bool,
    /// Whether the user was warned that closing discards the decisions.
    is_warned: bool,
}

impl ReviewPage {
    pub fn new(review: Review, services: &Services) -> Self {
        let mut page = Self {
            choices: review.choices.clone(),
            metadata: review.metadata.clone(),
            review: Arc::new(review),
            found: Understanding::default(),
            catalog: Err(Vec::new()),
            outline: Outline::default(),
            entries: Scroll::list(),
            pane: EntryPane::default(),
            focus: ReviewFocus::Page,
            form: None,
            at: ReviewLayout::default(),
            is_changed: false,
            is_warned: false,
        };
        page.understand(services);
        let is_used = |table: &usize| page.found.tables[*table].outcome.is_ok();
        if let Some(table) = (0..page.found.tables.len()).find(is_used) {
            page.outline.expand(table, &page.found);
        }
        page
    }

    /// Reads the tables again after a decision.
    fn understand(&mut self, services: &Services) {
        self.found = understand(&self.review.document, &self.choices);
        self.catalog = if self.found.entries.is_empty() {
            Err(Vec::new())
        } else {
            match Draft::new(self.found.clone(), &self.metadata, &[]) {
                // Like all catalogs, it lives as long as the process, so that entries have no lifetime.
                Ok(draft) => Ok(Box::leak(Box::new(draft.catalog))),
                Err(ImportError::Invalid(errors)) => Err(errors),
                Err(ImportError::Nothing(_)) => Err(Vec::new()),
            }
        };
        self.outline.update(&self.found);
        self.lay_out(services);
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, services: &Services) {
        self.at = layout::review(services.screen, self.focus == ReviewFocus::Page);
        self.outline.scroll.resize(self.outline.items.len(), self.at.page.height);
        self.entries.resize(self.found.entries.len(), self.at.entries.height);
        self.show_entry(services);
    }

    fn show_entry(&mut self, services: &Services) {
        let selected = self.entries.selected.unwrap_or(0);
        let entry =
            self.catalog.as_ref().ok().and_then(|catalog| {
                Some(EntryRef { catalog, entry: catalog.entries.get(selected)? })
            });
        self.pane.show_alone(entry, self.at.entry, services);
        let Some(found) = self.found.entries.get(selected).filter(|it| !it.remarks.is_empty())
        else {
            return;
        };
        let mut writer = Writer::new(self.at.entry.detail.width, &services.theme, None);
        for remark in &found.remarks {
            writer.text("! ", Role::Warn, &StyledText::new(remark, services.theme[Role::Warn]));
        }
        self.pane.prepend(writer.finish());
    }

    pub fn scopes(&self) -> &'static [Scope] {
        match self.form {
            Some(_) => &[Scope::ReviewSave, Scope::Global],
            None => &[Scope::Review, Scope::Global],
        }
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        if action != Action::GoBack {
            self.is_warned = false;
        }
        if let Some(form) = &mut self.form {
            match action {
                Action::GoBack => self.form = None,
                Action::Open => self.save(services),
                _ => form.apply(action),
            }
            return None;
        }
        match action {
            Action::GoBack if self.focus == ReviewFocus::Entries => self.switch_pane(services),
            Action::GoBack => return self.may_close(services).then_some(Request::Close),
            Action::SwitchPane => self.switch_pane(services),
            Action::Save if self.found.entries.is_empty() => services.notify("no entries to save"),
            Action::Save => self.form = Some(Form::new(&self.metadata)),
            Action::Toggle => self.toggle(services),
            Action::NextRole => self.cycle_role(1, services),
            Action::PreviousRole => self.cycle_role(-1, services),
            Action::Open => self.open(services),
            Action::ScrollPreviewDown => drop(self.pane.detail.scroll.apply(Action::MoveDown)),
            Action::ScrollPreviewUp => drop(self.pane.detail.scroll.apply(Action::MoveUp)),
            _ if self.focus == ReviewFocus::Entries => {
                if self.entries.apply(action) {
                    self.show_entry(services);
                }
            }
            _ => {
                if self.outline.scroll.apply(action) {
                    self.follow_row(services);
                }
            }
        }
        None
    }

    /// Whether the page can be closed: it has no unsaved decisions, or the user was warned of it.
    pub fn may_close(&mut self, services: &mut Services) -> bool {
        if self.is_warned || !self.is_changed {
            return true;
        }
        self.is_warned = true;
        services.notify("the catalog is not saved; press the key again to discard it");
        false
    }

    fn switch_pane(&mut self, services: &Services) {
        self.focus = match self.focus {
            ReviewFocus::Page => ReviewFocus::Entries,
            ReviewFocus::Entries => ReviewFocus::Page,
        };
        self.lay_out(services);
    }

    /// Selects the entry of the selected row.
    fn follow_row(&mut self, services: &Services) {
        if let Some(Item::Row(table, row)) = self.outline.selected()
            && let Ok(contribution) = &self.found.tables[table].outcome
            && let Some(RowOutcome::Entry(entry)) = contribution.rows.get(row)
        {
            self.entries.select(*entry);
            self.show_entry(services);
        }
    }

    /// Shows or hides the columns and rows of the selected table, or shows the row of the selected
    /// entry.
    fn open(&mut self, services: &Services) {
        if self.focus == ReviewFocus::Page {
            self.outline.toggle_expanded(&self.found);
            self.lay_out(services);
        } else if let Some(&(table, row)) = self.rows_of_entry().first() {
            self.outline.reveal_row(table, row, &self.found);
            self.focus = ReviewFocus::Page;
            self.lay_out(services);
        }
    }

    /// The rows of the selected entry: table and row.
    fn rows_of_entry(&self) -> Vec<(usize, usize)> {
        let selected = RowOutcome::Entry(self.entries.selected.unwrap_or(0));
        let tables = self.found.tables.iter().enumerate();
        let rows =
            tables.filter_map(|(table, report)| Some((table, report.outcome.as_ref().ok()?)));
        rows.flat_map(|(table, contribution)| {
            let rows = contribution.rows.iter().enumerate();
            rows.filter(|(_, outcome)| **outcome == selected).map(move |(row, _)| (table, row))
        })
        .collect()
    }

    /// Switches the selected table or row on or off, or drops the selected entry.
    fn toggle(&mut self, services: &Services) {
        if self.focus == ReviewFocus::Entries {
            for (table, row) in self.rows_of_entry() {
                self.choices.of_table.entry(table).or_default().dropped_rows.insert(row);
            }
            return self.decide(services);
        }
        match self.outline.selected() {
            Some(Item::Table(table) | Item::Note(table)) => {
                let is_used = self.found.tables[table].outcome.is_ok();
                let choices = self.choices.of_table.entry(table).or_default();
                choices.is_used = Some(!choices.is_used.unwrap_or(is_used));
            }
            Some(Item::Row(table, row)) => {
                let choices = self.choices.of_table.entry(table).or_default();
                if !choices.dropped_rows.remove(&row) {
                    choices.dropped_rows.insert(row);
                }
            }
            Some(Item::Column(table, column)) => {
                self.set_role(table, column, ColumnRole::Ignored);
            }
            None => return,
        }
        self.decide(services);
    }

    /// Gives the selected column the next role, or the one before.
    fn cycle_role(&mut self, by: isize, services: &mut Services) {
        let Some(Item::Column(table, column)) = self.outline.selected() else {
            return services.notify("select a column of a table");
        };
        let role = self.found.tables[table].columns[column].role.unwrap_or(ColumnRole::Ignored);
        let position = ColumnRole::ALL.iter().position(|it| *it == role).unwrap_or(0);
        let count = ColumnRole::ALL.len().cast_signed();
        let next = (position.cast_signed() + by).rem_euclid(count).cast_unsigned();
        self.set_role(table, column, ColumnRole::ALL[next]);
        self.decide(services);
    }

    /// Gives a column a role, also in the other tables with the same headings.
    fn set_role(&mut self, table: usize, column: usize, role: ColumnRole) {
        let headings = |table: usize| self.found.tables[table].columns.iter().map(|it| &it.heading);
        let has_headings = headings(table).any(|heading| !heading.is_empty());
        let is_same = |other: &usize| has_headings && headings(*other).eq(headings(table));
        let others: Vec<usize> = (0..self.found.tables.len()).filter(is_same).collect();
        self.choices.of_table.entry(table).or_default().set_role(column, role);
        for other in others {
            let choices = self.choices.of_table.entry(other).or_default();
            let is_used = choices.is_used;
            choices.set_role(column, role);
            if other != table {
                choices.is_used = is_used;
            }
        }
    }

    fn decide(&mut self, services: &Services) {
        self.is_changed = true;
        self.understand(services);
    }

    /// Saves the draft with the signatures of its examples. The errors of the checker are shown in the
    /// form.
    fn save(&mut self, services: &mut Services) {
        let Some(form) = &mut self.form else { return };
        self.metadata = form.metadata(&self.metadata);
        let Review { document, samples, .. } = &*self.review;
        match draft(document, &self.choices, &self.metadata, samples, &services.catalogs) {
            Ok(draft) => services.effects.push(Effect::SaveCatalog {
                id: self.metadata.id.clone(),
                text: draft.text,
                overwrite: form.overwrite,
            }),
            Err(ImportError::Invalid(errors)) => form.errors = errors,
            Err(error @ ImportError::Nothing(_)) => services.notify(error.to_string()),
        }
    }

    /// Notes that the user was warned that the catalog exists, so that the next Enter replaces it.
    pub fn confirm_overwrite(&mut self) {
        if let Some(form) = &mut self.form {
            form.overwrite = true;
        }
    }

    /// Handles a key that is not bound.
    pub fn input(&mut self, key: Key) {
        self.edit(|line| line.input(key));
    }

    pub fn insert(&mut self, text: &str) {
        let first = text.trim().lines().next().unwrap_or_default();
        self.edit(|line| line.insert(first));
    }

    fn edit(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        if let Some(form) = &mut self.form {
            form.edit(edit);
        }
    }

    pub fn click(&mut self, position: Position, services: &mut Services) {
        if self.form.is_some() {
            return;
        }
        if let Some(row) = self.outline.scroll.row_at(self.at.page, position) {
            let is_selected = self.outline.scroll.selected == Some(row);
            self.focus = ReviewFocus::Page;
            self.outline.scroll.select(row);
            if is_selected {
                self.open(services);
            } else {
                self.follow_row(services);
            }
        } else if let Some(row) = self.entries.row_at(self.at.entries, position) {
            self.focus = ReviewFocus::Entries;
            self.entries.select(row);
            self.show_entry(services);
        }
    }

    /// Scrolls the pane at a cell.
    pub fn scroll_at(&mut self, position: Position, motion: Action, services: &Services) {
        if self.at.page.contains(position) {
            self.outline.scroll.apply(motion);
            self.follow_row(services);
        } else if self.at.entries.contains(position) {
            self.entries.apply(motion);
            self.show_entry(services);
        } else {
            self.pane.detail.scroll.apply(motion);
        }
    }

    pub fn is_enabled(&self, action: Action) -> bool {
        let is_page = self.focus == ReviewFocus::Page;
        let selected = self.outline.selected().filter(|_| is_page);
        match action {
            _ if self.form.is_some() => true,
            Action::NextRole | Action::PreviousRole => matches!(selected, Some(Item::Column(..))),
            Action::Save => !self.found.entries.is_empty(),
            Action::Toggle | Action::Open => {
                selected.is_some() || !is_page && !self.found.entries.is_empty()
            }
            _ => true,
        }
    }

    fn tables(&self) -> Vec<&Table> {
        let tables = self.review.document.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        tables.collect()
    }

    /// The catalog, and what is uncertain about the draft.
    fn head(&self, theme: &Theme) -> StyledText {
        let found = &self.found;
        let used = found.tables.iter().filter_map(|table| table.outcome.as_ref().ok());
        let without_code: usize = used.clone().map(|it| it.without_code().count()).sum();
        let is_uncertain = |entry: &&ImportedEntry| !entry.remarks.is_empty();
        let uncertain = found.entries.iter().filter(is_uncertain).count();
        let mut head = StyledText::new(&format!(" {}", self.metadata.name()), theme[Role::Title]);
        let counts = format!(
            "  {} entries from {} of {} tables",
            found.entries.len(),
            used.count(),
            found.tables.len()
        );
        head.push(&counts, theme[Role::Text]);
        let rows = if without_code == 1 { "row" } else { "rows" };
        for (count, what) in
            [(without_code, format!("{rows} without a code")), (uncertain, "uncertain".to_owned())]
        {
            if count > 0 {
                head.push(&format!("  {count} {what}"), theme[Role::Warn]);
            }
        }
        head
    }

    /// Draws the page and returns the position of the cursor, if it has one.
    pub fn render(&self, services: &Services, buffer: &mut Buffer) -> Option<Position> {
        let (theme, at) = (&services.theme, &self.at);
        self.head(theme).fit(at.head.width.into()).render(at.head, buffer);
        let is_page = self.focus == ReviewFocus::Page;
        let title = self.found.title.as_deref().unwrap_or("Page");
        let label = self.outline.scroll.label();
        Rule { title, label: &label, focused: is_page, theme }.render(at.page_rule, buffer);
        let view = OutlineView {
            outline: &self.outline,
            found: &self.found,
            tables: self.tables(),
            choices: &self.choices,
            focused: is_page,
            theme,
        };
        view.render(at.page, buffer);
        let total = self.found.entries.len();
        let selected = self.entries.selected.map_or(0, |selected| selected + 1);
        let label = if total > 0 { format!("{selected} of {total}") } else { String::new() };
        Rule { title: "Entries", label: &label, focused: !is_page, theme }
            .render(at.entries_rule, buffer);
        let list = EntryList { page: self, services };
        list.render(at.entries, buffer);
        if let Some(visit) = &self.pane.visit {
            self.pane.render(visit.entry.code, false, theme, buffer);
        }
        Divider { theme }.render(at.divider, buffer);
        Divider { theme }.render(at.entry_divider, buffer);
        self.form.as_ref()?.render(services.screen, theme, buffer)
    }
}

#[cfg(test)]
mod tests;
