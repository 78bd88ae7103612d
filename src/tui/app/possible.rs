//! What can be done now: the hint line names nothing else.

use ratatui::layout::Rect;

use super::{App, Page};
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::view::Findings;

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
            Action::Back => {
                let browse = &self.browse;
                page.is_some() || browse.tab > 0 || !browse.line.text().is_empty()
            }
            Action::PageDown | Action::PageUp => match page {
                Some(Page::Paste(paste)) => {
                    let at = layout::paste(screen);
                    let findings = Findings::new(paste, &self.keymap, &self.theme, &at);
                    findings.lines().len() > at.findings.height.into()
                }
                _ => true,
            },
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
