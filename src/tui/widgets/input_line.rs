//! A line to type into, after a prompt.

use ratatui::prelude::{Buffer, Position, Rect, Span, Widget};
use unicode_width::UnicodeWidthStr;

use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{LineEdit, StyledText};

/// The prompt of a search.
pub const SEARCH: &str = " › ";

/// The minimum width that shows a notice.
const MIN_NOTICE_WIDTH: usize = 9;

pub struct InputLine<'a> {
    pub prompt: &'static str,
    pub line: &'a LineEdit,
    /// Shown while the line is empty.
    pub placeholder: &'static str,
    /// Shown after the text, if there is room.
    pub notice: &'a str,
    pub focused: bool,
    pub theme: &'a Theme,
}

impl InputLine<'_> {
    /// Draws the line and returns the position of the cursor, if it has the focus.
    pub fn render(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let role = if self.focused { Role::Key } else { Role::Muted };
        Span::styled(self.prompt, self.theme[role]).render(area, buffer);
        let indent = u16::try_from(self.prompt.width()).unwrap_or(u16::MAX).min(area.width);
        let field = Rect { x: area.x + indent, width: area.width - indent, ..area };
        let width = usize::from(field.width);
        let (before, after) = self.line.visible(width.saturating_sub(1));
        let text = Span::styled(format!("{before}{after}"), self.theme[Role::Text]);
        let free = width.saturating_sub(text.width() + 2);
        if self.line.text().is_empty() {
            StyledText::new(self.placeholder, self.theme[Role::Muted]).render(field, buffer);
        } else if free >= MIN_NOTICE_WIDTH {
            let notice = StyledText::new(self.notice, self.theme[Role::Muted]);
            notice.fit(free).right_aligned().render(field, buffer);
        }
        text.render(field, buffer);
        let column = u16::try_from(before.width()).ok()?;
        (self.focused && !field.is_empty()).then(|| Position::new(field.x + column, field.y))
    }
}
