//! The entry page: one entry in full, with the entries related to it. The pane that shows the entry
//! is part of the list page and the paste page too.

pub mod related;
mod view;
pub mod visits;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::widgets::Widget;

use crate::catalog::EntryRef;
use crate::search::Query;
use crate::tui::keymap::action::Action;
use crate::tui::keymap::{Key, Scope};
use crate::tui::layout;
use crate::tui::pages::entry::related::{Link, Related};
use crate::tui::pages::entry::view::{EntryView, Linked};
use crate::tui::pages::entry::visits::Visit;
use crate::tui::pages::{Context, Request};
use crate::tui::theme::Theme;
use crate::tui::widgets::rule::{Divider, Rule};
use crate::tui::widgets::scroll::Scroll;

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
    pub detail: Linked,
    pub scroll: Scroll,
    /// The related entries, where they have their own part.
    related_text: Linked,
    related_scroll: Scroll,
}

impl EntryPane {
    /// Shows an entry in a part of the screen, from its first line on unless it is shown already.
    pub fn show(
        &mut self,
        visit: Option<Visit>,
        query: &Query,
        at: layout::EntryLayout,
        context: &Context,
    ) {
        let is_new = self.visit != visit;
        if is_new {
            let related = visit.as_ref().map(|visit| Related::new(visit.entry, &context.related));
            *self = Self { visit, related: related.unwrap_or_default(), ..Self::default() };
        }
        if is_new || self.at != at || self.query != *query {
            self.at = at;
            self.query = query.clone();
            self.lay_out(context);
        }
    }

    /// Lays the entry out for its part of the screen and the theme.
    pub fn lay_out(&mut self, context: &Context) {
        (self.detail, self.related_text) = match &self.visit {
            Some(visit) => {
                let detail = EntryView { visit, pane: self, context };
                let (width, related_width) =
                    (self.at.detail.width.into(), self.at.related.width.into());
                if self.at.has_related() {
                    (detail.write(width, false), detail.write_related(related_width))
                } else {
                    (detail.write(width, true), Linked::default())
                }
            }
            None => Default::default(),
        };
        self.scroll.resize(self.detail.lines.len(), self.at.detail.height);
        self.related_scroll.resize(self.related_text.lines.len(), self.at.related.height);
    }

    pub fn update(&mut self, action: Action, context: &mut Context) -> Option<Request> {
        if let Some(motion) = action.motion() {
            self.scroll.apply(motion);
            return None;
        }
        match action {
            Action::SelectNextRelated => self.select_link(1, context),
            Action::SelectPreviousRelated => self.select_link(-1, context),
            Action::Open => {
                if let Some(link) = self.link.and_then(|link| self.related.links().nth(link)) {
                    return Some(link.clone().into());
                }
                let key = |action| context.keymap.key_name(&[Scope::Entry], action);
                let (select, open) = (key(Action::SelectNextRelated), key(Action::Open));
                context.notify(format!("{select} selects a related entry, {open} opens it"));
            }
            _ => {}
        }
        None
    }

    /// Selects the related entry `by` links further, wrapping around, and makes it visible.
    fn select_link(&mut self, by: isize, context: &mut Context) {
        let count = self.related.links().count().cast_signed();
        if count == 0 {
            context.notify("no related entries");
            return;
        }
        let next = match self.link {
            Some(link) => (link.cast_signed() + by).rem_euclid(count),
            None if by > 0 => 0,
            None => count - 1,
        };
        let next = next.cast_unsigned();
        self.link = Some(next);
        self.lay_out(context);
        if let Some(lines) = self.detail.links.get(next) {
            self.scroll.reveal(lines.clone());
        }
        if let Some(lines) = self.related_text.links.get(next) {
            // From the top, so that the heading of the first links is visible too.
            self.related_scroll.offset = 0;
            self.related_scroll.reveal(lines.clone());
        }
    }

    pub fn clear_link(&mut self, context: &Context) {
        if self.link.take().is_some() {
            self.lay_out(context);
        }
    }

    /// The link at a cell.
    pub fn link_at(&self, position: Position) -> Option<Link> {
        let link = match self.scroll.row_at(self.at.detail, position) {
            Some(row) => self.detail.link_at(row)?,
            None => {
                self.related_text.link_at(self.related_scroll.row_at(self.at.related, position)?)?
            }
        };
        self.related.links().nth(link).cloned()
    }

    pub fn is_enabled(&self, action: Action) -> bool {
        match action {
            Action::Open => self.link.is_some(),
            Action::SelectNextRelated | Action::SelectPreviousRelated => {
                self.related.links().next().is_some()
            }
            Action::OpenNextEntry | Action::OpenPreviousEntry => false,
            _ => action.motion().is_none() || self.scroll.overflows(),
        }
    }

    pub fn render(&self, title: &str, focused: bool, theme: &Theme, buffer: &mut Buffer) {
        let at = &self.at;
        Rule { title, label: &self.scroll.label(), focused, theme }.render(at.rule, buffer);
        self.scroll.render(&self.detail.lines, at.detail, buffer);
        if at.has_related() {
            let rule = Rule { title: "Related", label: "", focused: false, theme };
            rule.render(at.related_rule, buffer);
            self.related_scroll.render(&self.related_text.lines, at.related, buffer);
            Divider { theme }.render(at.divider, buffer);
        }
    }
}

/// An entry opened from a finding or a link, on the whole screen.
#[derive(Debug, Clone)]
pub struct EntryPage {
    pub entry: EntryRef,
    pub pane: EntryPane,
}

impl EntryPage {
    pub fn new(visit: Visit, query: &Query, context: &Context) -> Self {
        let entry = visit.entry;
        let mut pane = EntryPane::default();
        pane.show(Some(visit), query, layout::entry(context.screen), context);
        Self { entry, pane }
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, context: &Context) {
        self.pane.at = layout::entry(context.screen);
        self.pane.lay_out(context);
    }

    pub fn update(&mut self, action: Action, context: &mut Context) -> Option<Request> {
        match action {
            Action::GoBack => Some(Request::Close),
            _ => self.pane.update(action, context),
        }
    }

    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) {
        let is_finding = self.pane.visit.as_ref().is_some_and(|visit| visit.finding.is_some());
        let title = if is_finding { "From your paste" } else { self.entry.catalog.name };
        self.pane.render(title, true, theme, buffer);
    }
}

/// Explains that typing does not search while an entry has the focus.
pub fn explain_typing(key: Key, context: &mut Context) {
    if key.typed().is_some() {
        let key = context.keymap.key_name(&[Scope::Entry], Action::FocusSearch);
        context.notify(format!("press {key} to search"));
    }
}
