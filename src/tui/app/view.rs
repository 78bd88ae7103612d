//! Drawing the browser: the page, the overlay above it, and the line of key hints.

use ratatui::prelude::{Buffer, Frame, Position, Rect, Widget};

use super::App;
use crate::tui::keymap::Action;
use crate::tui::pages::Services;
use crate::tui::theme::Role;
use crate::tui::widgets::{KeyHints, cells};

impl App {
    pub(super) fn render(&self, buffer: &mut Buffer) -> Option<Position> {
        let (services, theme, screen) =
            (&self.services, &self.services.theme, self.services.screen);
        buffer.set_style(screen, theme[Role::Text]);
        let mut cursor = match self.stack.base() {
            Some(page) => page.render(services, buffer),
            None => self.stack.list.render(services, buffer),
        };
        let area = self.hints_area();
        self.hints().line(area.width.into()).render(area, buffer);
        if let Some(overlay) = self.stack.top().filter(|page| page.is_overlay()) {
            cursor = overlay.render(services, buffer);
        }
        if self.ascii {
            cells::replace_symbols(buffer);
        }
        cursor
    }

    fn hints_area(&self) -> Rect {
        self.services.screen.rows().next_back().unwrap_or_default()
    }

    fn hints(&self) -> KeyHints<'_> {
        let Services { keymap, theme, notice, .. } = &self.services;
        let bindings = keymap.bindings(self.stack.scopes());
        let bindings = bindings.filter(|binding| self.is_enabled(binding.action)).collect();
        KeyHints { bindings, notice: notice.as_deref(), theme }
    }

    /// The action of the hint at a cell.
    pub(super) fn hint_at(&self, position: Position) -> Option<Action> {
        let area = self.hints_area();
        let column = area.contains(position).then(|| usize::from(position.x - area.x))?;
        self.hints().action_at(area.width.into(), column)
    }
}

/// Draws the browser onto a frame.
pub fn draw(app: &App, frame: &mut Frame) {
    let screen = frame.area();
    if screen != app.services.screen {
        // The resize event has not arrived yet.
        let mut resized = app.clone();
        resized.resize(screen);
        resized.stack.list.sync(&resized.services);
        return draw(&resized, frame);
    }
    let cursor = app.render(frame.buffer_mut());
    cells::sanitize(frame.buffer_mut());
    if app.hyperlinks
        && let Some(entry) = app.stack.entry()
    {
        entry.link_addresses(frame.buffer_mut());
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}
