//! What can be done now: the hint line names nothing else.

use super::{App, Page};
use crate::tui::action::Action;

impl App {
    /// Whether an action would do something now, and not only say that it can't.
    pub(crate) fn can(&self, action: Action) -> bool {
        let page = self.pages.last();
        match action {
            Action::Open => match page {
                None => self.browse.count > 0,
                Some(Page::Detail(reading) | Page::Entry { reading, .. }) => reading.link.is_some(),
                Some(Page::Paste(paste)) => paste.is_given_up() || self.detail().is_some(),
                Some(_) => true,
            },
            Action::Back => {
                let browse = &self.browse;
                page.is_some() || browse.tab > 0 || !browse.line.text().is_empty()
            }
            Action::PageDown | Action::PageUp => {
                !matches!(page, Some(Page::Paste(paste)) if paste.report.is_none())
            }
            Action::Take => self.subject().is_some(),
            Action::NextRelated | Action::PreviousRelated => self.related.links().next().is_some(),
            Action::NextEntry => self.browse.selected + 1 < self.browse.count,
            Action::PreviousEntry => self.browse.selected > 0,
            Action::NextFinding | Action::PreviousFinding => {
                matches!(page, Some(Page::Paste(paste)) if paste.findings().nth(1).is_some())
            }
            Action::EarlierPaste => {
                matches!(page, Some(Page::Paste(paste)) if self.history.place(paste.text()) > 0)
            }
            _ => true,
        }
    }
}
