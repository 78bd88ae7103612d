//! A line to type into, after a prompt.

use ratatui::prelude::{Buffer, Position, Rect, Span, Widget};
use unicode_width::UnicodeWidthStr;

use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{LineEdit, StyledText};

/// The prompt of a search.
pub const SEARCH: &str = " › ";

#[derive(Clone, Copy)]
pub struct InputLine<'a> {
    pub prompt: &'static str,
    pub line: &'a LineEdit,
    /// Shown while the line is empty.
    pub placeholder: &'static str,
    pub notices: &'a [String],
    pub focused: bool,
    pub theme: &'a Theme,
}

impl InputLine<'_> {
    /// The area after the prompt.
    fn field(self, area: Rect) -> Rect {
        let indent = u16::try_from(self.prompt.width()).unwrap_or(u16::MAX).min(area.width);
        Rect { x: area.x + indent, width: area.width - indent, ..area }
    }

    /// The position of the cursor.
    pub fn cursor(self, area: Rect) -> Option<Position> {
        let field = self.field(area);
        let before = u16::try_from(self.line.split_at_cursor().0.width()).unwrap_or(u16::MAX);
        let column = before.min(field.width.checked_sub(1)?);
        (field.height > 0).then(|| Position::new(field.x + column, field.y))
    }
}

impl Widget for InputLine<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let role = if self.focused { Role::Key } else { Role::Muted };
        Span::styled(self.prompt, self.theme[role]).render(area, buffer);
        let field = self.field(area);
        let width = usize::from(field.width);
        let text = self.line.text();
        if text.is_empty() {
            StyledText::new(self.placeholder, self.theme[Role::Muted])
                .fit(width)
                .render(field, buffer);
            return;
        }
        let (before, after) = self.line.visible(width.saturating_sub(1));
        let shown = Span::styled(format!("{before}{after}"), self.theme[Role::Text]);
        (&shown).render(field, buffer);
        let free = width.saturating_sub(shown.width() + 2);
        if free > 8 {
            let notices = StyledText::new(&self.notices.join("; "), self.theme[Role::Muted]);
            notices.fit(free).right_aligned().render(field, buffer);
        }
    }
}
