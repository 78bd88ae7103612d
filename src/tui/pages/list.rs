//! The list page: tabs, search line, the entries that match, and a preview of the selected one,
//! which Enter gives the focus.

mod results;
mod tabs;
mod view;
mod welcome;

pub use results::{Order, ResultList, Tab};

use ratatui::prelude::{Buffer, Position, Widget};

use crate::catalog::Catalogs;
use crate::search::Index;
use crate::tui::effects::Lazy;
use crate::tui::keymap::{Action, Key, Scope};
use crate::tui::layout::{self, ListFocus};
use crate::tui::pages::list::tabs::TabBar;
use crate::tui::pages::list::view::List;
use crate::tui::pages::list::welcome::Welcome;
use crate::tui::pages::{Command, EntryPane, Request, Services, Visit};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Divider, InputLine, LineEdit, Rule, SEARCH, Scroll};

const PLACEHOLDER: &str = "type a code, name or message, or paste a response";

/// The pane that receives keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The search line and the list below it.
    Search,
    /// The selected entry.
    Entry,
}

/// The state of the list page.
#[derive(Debug, Clone)]
pub struct ListPage {
    pub line: LineEdit,
    pub results: ResultList,
    pub focus: Focus,
    pub preview: EntryPane,
    /// Shown in place of the preview, until the first key.
    pub welcome: Option<Welcome>,
    /// Whether an entry with the focus has the whole width.
    is_zoomed: bool,
    at: layout::ListLayout,
}

impl ListPage {
    /// The page with the results of a search.
    pub fn new(results: ResultList, query: &str, services: &Services) -> Self {
        let line = LineEdit::new(query);
        let mut page = Self {
            line,
            results,
            focus: Focus::Search,
            preview: EntryPane::default(),
            welcome: None,
            is_zoomed: false,
            at: layout::list(services.screen, ListFocus::Rows),
        };
        page.welcome = query.is_empty().then(|| Welcome::new(page.at.entry, services));
        page.sync(services);
        page
    }

    pub fn scopes(&self) -> &'static [Scope] {
        match self.focus {
            Focus::Entry => self.preview.scopes(),
            Focus::Search if self.line.text().is_empty() => {
                &[Scope::EmptySearch, Scope::List, Scope::Global]
            }
            Focus::Search => &[Scope::List, Scope::Global],
        }
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, services: &Services) {
        self.sync(services);
        self.preview.lay_out(services);
        if self.welcome.is_some() {
            self.welcome = Some(Welcome::new(self.at.entry, services));
        }
    }

    /// Shows the preview of the selected entry.
    pub fn close_welcome(&mut self, services: &Services) {
        if self.welcome.take().is_some() {
            self.sync(services);
        }
    }

    /// Lists the entries of other catalogs.
    pub fn replace_catalogs(
        &mut self,
        catalogs: &Catalogs,
        index: Lazy<Index>,
        services: &Services,
    ) {
        self.results.replace_catalogs(catalogs, index, self.line.text());
        self.preview.replace_entry(catalogs, services);
        self.lay_out(services);
    }

    /// Shows the selected entry in the preview, unless the welcome is in its place.
    pub fn sync(&mut self, services: &Services) {
        let focus = match self.focus {
            Focus::Search => ListFocus::Rows,
            Focus::Entry if self.is_zoomed => ListFocus::ZoomedEntry,
            Focus::Entry => ListFocus::Entry,
        };
        self.at = layout::list(services.screen, focus);
        self.results.scroll.resize(self.results.entries.len(), self.at.rows.height);
        if self.welcome.is_none() {
            let visit = self.results.selected().map(Visit::new);
            self.preview.show(visit, &self.results.query, self.at.entry, services);
        }
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        match self.focus {
            Focus::Search => self.update_search(action, services),
            Focus::Entry => self.update_entry(action, services),
        }
    }

    fn update_search(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        if self.results.scroll.apply(action) {
            return None;
        }
        match action {
            Action::Open => self.open_selected(services),
            Action::ScrollPreviewDown => self.scroll_preview(Action::MoveDown),
            Action::ScrollPreviewUp => self.scroll_preview(Action::MoveUp),
            Action::GoBack if !self.line.text().is_empty() => self.edit(LineEdit::clear),
            Action::GoBack if self.results.tab > 0 => self.results.go_to_tab(0),
            Action::GoBack => {
                let key = services.keymap.key_name(&[Scope::Global], Action::Quit);
                services.notify(format!("{key} quits"));
            }
            _ => self.edit(|line| line.apply(action)),
        }
        None
    }

    fn update_entry(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        match action {
            Action::GoBack if self.preview.find.is_none() => self.focus_search(services),
            Action::Zoom => self.is_zoomed = !self.is_zoomed,
            Action::OpenNextEntry => self.open_other(Action::MoveDown, services),
            Action::OpenPreviousEntry => self.open_other(Action::MoveUp, services),
            _ => return self.preview.update(action, services),
        }
        None
    }

    /// Changes the search line and searches.
    pub fn edit(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        let before = self.line.text().to_owned();
        edit(&mut self.line);
        if self.line.text() != before {
            self.results.search(self.line.text());
        }
    }

    /// Handles a key that is not bound.
    pub fn input(&mut self, key: Key, services: &mut Services) {
        match self.focus {
            Focus::Search => self.edit(|line| line.input(key)),
            Focus::Entry => self.preview.input(key, services),
        }
    }

    /// Shows the results of a search in all catalogs.
    pub fn search(&mut self, query: &str, services: &Services) {
        self.focus_search(services);
        self.results.go_to_tab(0);
        self.edit(|line| *line = LineEdit::new(query));
    }

    pub fn focus_search(&mut self, services: &Services) {
        self.focus = Focus::Search;
        self.preview.find = None;
        self.preview.detail.scroll_to_match();
        self.preview.clear_link(services);
    }

    fn scroll_preview(&mut self, motion: Action) {
        self.preview.detail.scroll.apply(motion);
    }

    fn open_selected(&mut self, services: &mut Services) {
        if let Some(entry) = self.results.selected() {
            services.visits.add(Visit::new(entry));
            self.results.remember(entry);
            self.focus = Focus::Entry;
        } else {
            let notice = self.explain_no_match(services);
            services.notify(notice);
        }
    }

    fn open_other(&mut self, motion: Action, services: &mut Services) {
        self.results.scroll.apply(motion);
        self.open_selected(services);
    }

    /// Why the list is empty, and which key helps.
    fn explain_no_match(&self, services: &Services) -> String {
        let key_for = |action| services.keymap.key_name(self.scopes(), action);
        if self.results.matches.is_empty() {
            return format!("no match; {} clears the search", key_for(Action::GoBack));
        }
        let (tab, next) = (self.results.active(), self.results.next_tab(1));
        let next = self.results.tabs[next].title(); // kept inside
        format!("no match in {}; {} goes to {next}", tab.title(), key_for(Action::SelectNextTab))
    }

    /// Scrolls the part of the page at a cell.
    pub fn scroll_at(&mut self, position: Position, motion: Action) {
        if self.at.rows.contains(position) {
            self.results.scroll.apply(motion);
        } else if self.focus == Focus::Entry || self.at.entry.detail.contains(position) {
            self.scroll_preview(motion);
        }
    }

    fn tab_bar<'a>(&'a self, theme: &'a Theme) -> TabBar<'a> {
        TabBar { tabs: &self.results.tabs, active: self.results.tab, theme }
    }

    pub fn click(&mut self, position: Position, services: &mut Services) -> Option<Request> {
        let at = self.at;
        let example = self.welcome.take().and_then(|welcome| welcome.example_at(position));
        if let Some(example) = example {
            return Some(Request::Search(example.to_owned()));
        }
        if at.tabs.contains(position) {
            let tab = self.tab_bar(&services.theme).tab_at(at.tabs, position)?;
            return Some(Request::Run(Command::GoToTab(tab)));
        }
        if at.rows.contains(position) {
            let row = self.results.scroll.row_at(at.rows, position)?;
            let is_open = self.focus == Focus::Entry;
            let is_selected = self.results.scroll.selected == Some(row);
            self.focus_search(services);
            self.results.scroll.select(row);
            if is_selected && !is_open {
                self.open_selected(services);
            }
        } else if at.search.contains(position) {
            self.focus_search(services);
        } else if let Some(link) = self.preview.link_at(position) {
            return Some(link.into());
        } else if at.entry.contains(position) && self.focus == Focus::Search {
            self.open_selected(services);
        }
        None
    }

    /// Whether the list has an entry after or before the selected one.
    pub fn has_other(&self, action: Action) -> bool {
        let Scroll { selected, total, .. } = self.results.scroll;
        match (action, selected) {
            (Action::OpenNextEntry, Some(selected)) => selected + 1 < total,
            (_, selected) => selected > Some(0),
        }
    }

    pub fn is_enabled(&self, action: Action) -> bool {
        let (results, is_entry) = (&self.results, self.focus == Focus::Entry);
        match action {
            Action::SelectNextTab | Action::SelectPreviousTab => {
                let mut others = results.tabs.iter().enumerate().filter(|(i, _)| *i != results.tab);
                others.any(|(_, tab)| tab.count > 0)
            }
            Action::GoBack => is_entry || results.tab > 0 || !self.line.text().is_empty(),
            Action::OpenNextEntry | Action::OpenPreviousEntry => is_entry && self.has_other(action),
            Action::Zoom => is_entry && layout::has_two_panes(self.at.tabs),
            Action::ScrollPreviewUp | Action::ScrollPreviewDown => {
                self.preview.detail.scroll.overflows()
            }
            Action::Open if !is_entry => results.scroll.total > 0,
            _ => !is_entry || self.preview.is_enabled(action),
        }
    }

    /// The entry that is shown beside the list.
    pub fn entry(&self) -> Option<&EntryPane> {
        let is_covered = self.welcome.is_some() && self.focus == Focus::Search;
        (!is_covered).then_some(&self.preview)
    }

    /// Draws the page and returns the position of the cursor.
    pub fn render(&self, services: &Services, buffer: &mut Buffer) -> Option<Position> {
        let (at, results, theme) = (&self.at, &self.results, &services.theme);
        let focused = self.focus == Focus::Search;
        self.tab_bar(theme).render(at.tabs, buffer);
        let (line, notice) = (&self.line, results.notices.join("; "));
        let (prompt, placeholder, notice) = (SEARCH, PLACEHOLDER, notice.as_str());
        let search = InputLine { prompt, line, placeholder, notice, focused, theme };
        let cursor = search.render(at.search, buffer);
        let label = match (results.scroll.selected, results.scroll.total) {
            (Some(selected), total) if total > 0 => {
                let (number, nearest) = (selected + 1, results.nearest_count);
                match total - nearest {
                    _ if results.is_nearest() => format!("{number} of {total}, nearest"),
                    full if nearest > 0 => format!("{number} of {full}, {nearest} nearest"),
                    full => format!("{number} of {full}"),
                }
            }
            _ => "no match".to_owned(),
        };
        let title = match results.order.label() {
            "" if results.lists_recent() => "recent first",
            label => label,
        };
        Rule { title, label: &label, focused, theme }.render(at.rows_rule, buffer);
        List { results, focused, keymap: &services.keymap, theme }.render(at.rows, buffer);
        let find_cursor = match &self.welcome {
            Some(welcome) if focused => {
                welcome.render(services, buffer);
                None
            }
            _ => self.preview.render("", !focused, theme, buffer),
        };
        Divider { theme }.render(at.divider, buffer);
        find_cursor.or(cursor)
    }
}
