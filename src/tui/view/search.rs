//! The search line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

use super::Role;
use crate::tui::edit::LineEdit;
use crate::tui::text::Rich;
use crate::tui::theme::Theme;

const PROMPT: &str = " › ";

const PLACEHOLDER: &str = "type a code, a name or words of a message; or paste a whole response";

#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub(super) line: &'a LineEdit,
    pub(super) remarks: &'a [String],
    pub(super) focused: bool,
    pub(super) theme: &'a Theme,
}

impl Search<'_> {
    fn field(area: Rect) -> Rect {
        let indent = (PROMPT.width() as u16).min(area.width);
        Rect { x: area.x + indent, width: area.width - indent, ..area }
    }

    /// Where the cursor stands.
    pub(super) fn cursor(self, area: Rect) -> Option<Position> {
        let field = Self::field(area);
        let column = self.line.halves().0.width().min(usize::from(field.width.checked_sub(1)?));
        (field.height > 0).then(|| Position::new(field.x + column as u16, field.y))
    }
}

impl Widget for Search<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let role = if self.focused { Role::Key } else { Role::Muted };
        Span::styled(PROMPT, self.theme[role]).render(area, buffer);
        let field = Self::field(area);
        let width = usize::from(field.width);
        let text = self.line.text();
        if text.is_empty() {
            Rich::new(PLACEHOLDER, self.theme[Role::Muted]).fit(width).render(field, buffer);
            return;
        }
        // The cursor stays in sight: what is left of it gives way.
        let (before, _) = self.line.halves();
        let mut shown = text;
        let mut hidden = (before.width() + 1).saturating_sub(width);
        while hidden > 0
            && let Some(c) = shown.chars().next()
        {
            hidden = hidden.saturating_sub(shown[..c.len_utf8()].width());
            shown = &shown[c.len_utf8()..];
        }
        Span::styled(shown, self.theme[Role::Text]).render(field, buffer);
        let free = width.saturating_sub(shown.width() + 2);
        let remarks = Rich::new(&self.remarks.join("; "), self.theme[Role::Muted]);
        if free > 8 {
            Line::from(remarks.fit(free)).right_aligned().render(field, buffer);
        }
    }
}
