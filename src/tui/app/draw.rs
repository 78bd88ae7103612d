//! Functions of the whole state: the selection, the available actions, and the screen.

use ratatui::prelude::{Buffer, Frame, Position, Widget};

use crate::present::Subject;
use crate::tui::app::App;
use crate::tui::keymap::Action;
use crate::tui::pages::paste::PastePage;
use crate::tui::pages::{Page, share};
use crate::tui::theme::Role;
use crate::tui::widgets::{KeyHints, ascii};

/// Draws the browser onto a frame.
pub fn draw(app: &App, frame: &mut Frame) {
    let screen = frame.area();
    let cursor = if screen == app.services.screen {
        app.render(frame.buffer_mut())
    } else {
        // The resize event has not arrived yet.
        let mut resized = app.clone();
        resized.resize(screen);
        resized.list.sync(&resized.services);
        resized.render(frame.buffer_mut())
    };
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

impl App {
    fn render(&self, buffer: &mut Buffer) -> Option<Position> {
        let (services, theme, screen) =
            (&self.services, &self.services.theme, self.services.screen);
        buffer.set_style(screen, theme[Role::Text]);
        let mut cursor = match self.base() {
            Some(page) => page.render(services, buffer),
            None => self.list.render(services, buffer),
        };
        let bindings = services.keymap.bindings(self.scopes());
        let bindings = bindings.filter(|binding| self.is_enabled(binding.action)).collect();
        let hints = KeyHints { bindings, notice: services.notice.as_deref(), theme };
        hints.render(screen.rows().next_back().unwrap_or_default(), buffer);
        if let Some(overlay) = self.pages.last().filter(|page| page.is_overlay()) {
            cursor = overlay.render(services, buffer);
        }
        if self.ascii {
            ascii::replace_symbols(buffer);
        }
        cursor
    }

    /// Whether an action would do something, and not only report that it can't.
    pub(super) fn is_enabled(&self, action: Action) -> bool {
        match action {
            Action::Share => self.subject().is_some(),
            action if action.shares_selection() => {
                let subject = self.subject();
                subject.is_some_and(|subject| share::is_available(action, subject))
            }
            _ => match self.pages.last() {
                Some(page) => page.is_enabled(action, &self.services),
                None => self.list.is_enabled(action),
            },
        }
    }

    /// The selection to share: the finding of a paste, else the entry on the screen.
    pub(super) fn subject(&self) -> Option<Subject<'_>> {
        match self.base() {
            Some(Page::Paste(page)) => page.subject(page.selected_finding()),
            Some(Page::Entry(page)) => {
                let finding = page.pane.visit.as_ref().and_then(|visit| visit.finding.as_deref());
                // The history may have led to a finding of an earlier paste.
                let finding = self.open_paste_page().zip(finding).and_then(|(paste, finding)| {
                    let is_of_paste = paste.findings().any(|other| other == finding);
                    is_of_paste.then(|| paste.subject(Some(finding))).flatten()
                });
                finding.or(Some(Subject::Entry(page.entry)))
            }
            _ => self.list.results.selected().map(Subject::Entry),
        }
    }

    fn open_paste_page(&self) -> Option<&PastePage> {
        self.pages.iter().find_map(|page| match page {
            Page::Paste(page) => Some(&**page),
            _ => None,
        })
    }
}
