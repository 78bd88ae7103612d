//! The search line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;
use ratatui::widgets::Widget;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::tui::theme::Role;
use crate::tui::theme::Theme;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::styled_text::StyledText;

const PROMPT: &str = " › ";
const PROMPT_WIDTH: u16 = 3;

/// What the empty search line of the list says.
pub const PLACEHOLDER: &str =
    "type a code, a name or words of a message; or paste a whole response";

#[derive(Clone, Copy)]
pub struct Search<'a> {
    pub line: &'a LineEdit,
    /// What the empty line says.
    pub placeholder: &'static str,
    pub remarks: &'a [String],
    pub focused: bool,
    pub theme: &'a Theme,
}

impl Search<'_> {
    fn field(area: Rect) -> Rect {
        let indent = PROMPT_WIDTH.min(area.width);
        Rect { x: area.x + indent, width: area.width - indent, ..area }
    }

    /// Where the cursor stands.
    pub fn cursor(self, area: Rect) -> Option<Position> {
        let field = Self::field(area);
        let before = u16::try_from(self.line.split_at_cursor().0.width()).unwrap_or(u16::MAX);
        let column = before.min(field.width.checked_sub(1)?);
        (field.height > 0).then(|| Position::new(field.x + column, field.y))
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
            StyledText::new(self.placeholder, self.theme[Role::Muted])
                .fit(width)
                .render(field, buffer);
            return;
        }
        // The cursor stays in sight: what is left of it gives way.
        let (before, _) = self.line.split_at_cursor();
        let mut shown = text.chars();
        let mut hidden = (before.width() + 1).saturating_sub(width);
        while hidden > 0
            && let Some(c) = shown.next()
        {
            hidden = hidden.saturating_sub(c.width().unwrap_or(0));
        }
        let shown = shown.as_str();
        Span::styled(shown, self.theme[Role::Text]).render(field, buffer);
        let free = width.saturating_sub(shown.width() + 2);
        if free > 8 {
            let remarks = StyledText::new(&self.remarks.join("; "), self.theme[Role::Muted]);
            remarks.fit(free).right_aligned().render(field, buffer);
        }
    }
}
