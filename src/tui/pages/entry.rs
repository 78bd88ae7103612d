//! The entry page: one entry in full, with the entries related to it. The pane that shows the entry
//! is part of the list page and the paste page too.

mod find;
mod related;
mod view;
mod visits;

pub use related::{Link, Related, RelatedIndex};
pub use visits::{OpenedFrom, Visit, Visits};

use ratatui::prelude::{Buffer, Position, Widget};

use crate::catalog::{Catalogs, EntryRef};
use crate::search::Query;
use crate::tui::keymap::{Action, Key, Scope};
use crate::tui::layout;
use crate::tui::pages::entry::find::Find;
use crate::tui::pages::entry::view::EntryView;
use crate::tui::pages::{Request, Services};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Divider, Document, Rule};

/// An entry, laid out for its part of the screen.
#[derive(Debug, Clone, Default)]
pub struct EntryPane {
    pub visit: Option<Visit>,
    /// The query to highlight in it.
    query: Query,
    pub related: Related,
    /// Which of the related entries is selected.
    pub link: Option<usize>,
    at: layout::EntryLayout,
    pub detail: Document,
    /// The text to find in it, while one is typed.
    pub find: Option<Find>,
    /// The related entries, where they have their own part.
    related_text: Document,
}

impl EntryPane {
    /// Shows an entry in a part of the screen, from its first line on unless it is shown already.
    pub fn show(
        &mut self,
        visit: Option<Visit>,
        query: &Query,
        at: layout::EntryLayout,
        services: &Services,
    ) {
        let is_new = self.visit != visit;
        if is_new {
            let related = visit.as_ref().map(|visit| Related::new(visit.entry, &services.related));
            *self = Self { visit, related: related.unwrap_or_default(), ..Self::default() };
        }
        let at = if self.related.groups.is_empty() { at.without_related() } else { at };
        let is_other_query = self.query != *query;
        if is_new || self.at != at || is_other_query {
            self.at = at;
            self.query = query.clone();
            self.lay_out(services);
        }
        if is_new || is_other_query {
            self.detail.scroll_to_match();
        }
    }

    /// Shows the same entry as other catalogs have it, if they have it, at the same position.
    pub fn replace_entry(&mut self, catalogs: &Catalogs, services: &Services) {
        if let Some(visit) = &mut self.visit
            && let Some(entry) = catalogs.entry(visit.entry.id())
        {
            visit.entry = entry;
            self.related = Related::new(entry, &services.related);
            self.link = self.link.filter(|link| *link < self.related.links().count());
            self.lay_out(services);
        }
    }

    /// Shows an entry of a draft, which has no related entries yet.
    pub fn show_alone(
        &mut self,
        entry: Option<EntryRef>,
        at: layout::EntryLayout,
        services: &Services,
    ) {
        let visit = entry.map(Visit::new);
        if self.visit != visit {
            *self = Self { visit, ..Self::default() };
        }
        self.at = at.without_related();
        self.lay_out(services);
    }

    /// Shows lines above the entry, until it is laid out again.
    pub fn prepend(&mut self, above: Document) {
        let lines = above.lines.into_iter().chain(std::mem::take(&mut self.detail.lines));
        let document = Document { lines: lines.collect(), ..Document::default() };
        self.detail.replace(document, self.at.detail.height);
    }

    /// Lays the entry out for its part of the screen and the theme.
    pub fn lay_out(&mut self, services: &Services) {
        let (mut detail, mut related) = (Document::default(), Document::default());
        if let Some(visit) = &self.visit {
            let view = EntryView { visit, pane: self, services };
            let has_related = self.at.has_related();
            detail = view.write(self.at.detail.width, !has_related);
            if has_related {
                related = view.write_related(self.at.related.width);
            }
        }
        self.detail.replace(detail, self.at.detail.height);
        self.related_text.replace(related, self.at.related.height);
        if let Some(find) = &mut self.find {
            find.search(&self.detail);
        }
    }

    /// Where its keys are looked up.
    pub fn scopes(&self) -> &'static [Scope] {
        match self.find {
            Some(_) => &[Scope::Find, Scope::Global],
            None => &[Scope::Entry, Scope::Global],
        }
    }

    /// Handles a key that is not bound.
    pub fn input(&mut self, key: Key, services: &mut Services) {
        match &mut self.find {
            Some(find) => find.edit(&mut self.detail, |line| line.input(key)),
            None if key.typed().is_some() => {
                let key = services.keymap.key_name(&[Scope::Entry], Action::FocusSearch);
                services.notify(format!("press {key} to search"));
            }
            None => {}
        }
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        if let Some(find) = &mut self.find {
            if action == Action::GoBack {
                self.find = None;
                return None;
            } else if find.apply(action, &mut self.detail) {
                return None;
            }
        }
        if self.detail.scroll.apply(action) {
            return None;
        }
        match action {
            Action::SelectNextRelated => self.select_link(1, services),
            Action::SelectPreviousRelated => self.select_link(-1, services),
            Action::Find => self.find = Some(Find::default()),
            Action::Open => {
                if let Some(link) = self.link.and_then(|link| self.related.links().nth(link)) {
                    return Some(link.clone().into());
                }
                let key_for = |action| services.keymap.key_name(&[Scope::Entry], action);
                let (select, open) = (key_for(Action::SelectNextRelated), key_for(Action::Open));
                services.notify(format!("{select} selects a related entry, {open} opens it"));
            }
            _ => {}
        }
        None
    }

    /// Selects the related entry `by` links further, wrapping around, and makes it visible.
    fn select_link(&mut self, by: isize, services: &mut Services) {
        let count = self.related.links().count().cast_signed();
        if count == 0 {
            services.notify("no related entries");
            return;
        }
        // Without a selection, the first link comes next, and the last one before.
        let from = self.link.map_or(if by > 0 { -1 } else { 0 }, usize::cast_signed);
        let next = (from + by).rem_euclid(count).cast_unsigned();
        self.link = Some(next);
        self.lay_out(services);
        self.detail.reveal(next);
        // From the top, so that the heading of the first links is visible too.
        self.related_text.scroll.scroll_to(0);
        self.related_text.reveal(next);
    }

    pub fn clear_link(&mut self, services: &Services) {
        if self.link.take().is_some() {
            self.lay_out(services);
        }
    }

    /// The link at a cell.
    pub fn link_at(&self, position: Position) -> Option<Link> {
        let link = self.detail.item_at(self.at.detail, position);
        let link = link.or_else(|| self.related_text.item_at(self.at.related, position))?;
        self.related.links().nth(link).cloned()
    }

    pub fn is_enabled(&self, action: Action) -> bool {
        match action {
            _ if self.find.is_some() => true,
            Action::Open => self.link.is_some(),
            Action::SelectNextRelated | Action::SelectPreviousRelated => {
                self.related.links().next().is_some()
            }
            Action::OpenNextEntry | Action::OpenPreviousEntry | Action::Zoom => false,
            _ => self.detail.is_enabled(action),
        }
    }

    /// Makes the address of the source a link of the terminal.
    pub fn link_addresses(&self, buffer: &mut Buffer) {
        self.detail.link_addresses(self.at.detail, buffer);
    }

    /// Draws the entry and returns the position of the cursor.
    pub fn render(
        &self,
        title: &str,
        focused: bool,
        theme: &Theme,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let at = &self.at;
        Rule { title, label: &self.detail.scroll.label(), focused, theme }.render(at.rule, buffer);
        self.detail.render(at.detail, buffer);
        if at.has_related() {
            let rule = Rule { title: "Related", label: "", focused: false, theme };
            rule.render(at.related_rule, buffer);
            self.related_text.render(at.related, buffer);
            Divider { theme }.render(at.divider, buffer);
        }
        let find = self.find.as_ref()?;
        find.render(&self.detail, [at.rule, at.detail], theme, buffer)
    }
}

/// An entry opened from a finding or a link, on the whole screen.
#[derive(Debug, Clone)]
pub struct EntryPage {
    pub visit: Visit,
    pub pane: EntryPane,
}

impl EntryPage {
    /// The page of an entry. The matches of the query are highlighted in it, unless it is the entry of a
    /// finding, which no query led to.
    pub fn new(visit: Visit, query: &Query, services: &Services) -> Self {
        let mut pane = EntryPane::default();
        let none = Query::default();
        let query = if visit.finding().is_some() { &none } else { query };
        pane.show(Some(visit.clone()), query, layout::entry(services.screen), services);
        Self { visit, pane }
    }

    /// Shows the entry as other catalogs have it, if they have it.
    pub fn replace_entry(&mut self, catalogs: &Catalogs, services: &Services) {
        if let Some(entry) = catalogs.entry(self.visit.entry.id()) {
            self.visit.entry = entry;
            self.pane.replace_entry(catalogs, services);
            self.lay_out(services);
        }
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, services: &Services) {
        let query = self.pane.query.clone();
        let at = layout::entry(services.screen);
        self.pane.show(Some(self.visit.clone()), &query, at, services);
        self.pane.lay_out(services);
    }

    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        let Visit { entry, from } = &self.visit;
        let title = match from {
            OpenedFrom::Catalog => entry.catalog.name,
            OpenedFrom::Paste(_) => "From your paste",
            OpenedFrom::Log(_) => "From the log",
        };
        self.pane.render(title, true, theme, buffer)
    }
}
