//! What can be done now: the hint line names nothing else.

use ratatui::layout::Rect;

use super::{App, Page};
use crate::tui::keymap::action::Action;
use crate::tui::pages::share::state;

impl App {
    /// Whether an action would do something now on such a screen, and not only say that it can't.
    pub(crate) fn can(&self, action: Action, screen: Rect) -> bool {
        let page = self.pages.last();
        match action {
            Action::Open => match page {
                None => self.browse.count > 0,
                Some(Page::Detail(reading) | Page::Entry { reading, .. }) => reading.link.is_some(),
                Some(Page::Paste(paste)) => paste.is_given_up() || self.detail().is_some(),
                Some(_) => true,
            },
            Action::GoBack => {
                let browse = &self.browse;
                page.is_some() || browse.tab > 0 || !browse.line.text().is_empty()
            }
            Action::PageDown | Action::PageUp | Action::MoveDown | Action::MoveUp => {
                self.extent(screen).is_none_or(|(lines, height)| lines > height)
            }
            Action::SelectNextTab | Action::SelectPreviousTab => {
                let browse = &self.browse;
                let mut others =
                    browse.tabs.iter().enumerate().filter(|(tab, _)| *tab != browse.tab);
                others.any(|(_, tab)| tab.count > 0)
            }
            Action::Share => self.subject().is_some(),
            action if action.shares_selection() => {
                self.subject().is_some_and(|subject| state::is_available(action, subject))
            }
            Action::SelectNextRelated | Action::SelectPreviousRelated => {
                self.related.links().next().is_some()
            }
            Action::OpenNextEntry => {
                matches!(page, Some(Page::Detail(_)))
                    && self.browse.selected + 1 < self.browse.count
            }
            Action::OpenPreviousEntry => {
                matches!(page, Some(Page::Detail(_))) && self.browse.selected > 0
            }
            Action::SelectNextFinding | Action::SelectPreviousFinding => {
                matches!(page, Some(Page::Paste(paste)) if paste.findings().nth(1).is_some())
            }
            Action::PreviousPaste => {
                matches!(page, Some(Page::Paste(paste)) if self.history.place(paste.text()) > 0)
            }
            _ => true,
        }
    }
}
