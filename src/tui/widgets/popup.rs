//! A bordered popup over the screen.

use ratatui::prelude::{Buffer, Line, Margin, Rect, Span, Widget};
use ratatui::widgets::{Block, Clear};

use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::StyledText;

/// The border of a popup, with its title on the left and a label on the right.
pub struct Popup<'a> {
    pub title: &'a str,
    pub label: &'a str,
    pub theme: &'a Theme,
}

impl Popup<'_> {
    /// The area inside the border.
    pub fn inner(outline: Rect) -> Rect {
        Block::bordered().inner(outline)
    }

    /// The same, with a margin on both sides.
    pub fn text_area(outline: Rect) -> Rect {
        Self::inner(outline).inner(Margin::new(1, 0))
    }
}

impl Widget for Popup<'_> {
    fn render(self, outline: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        Clear.render(outline, buffer);
        buffer.set_style(outline, theme[Role::Text]);
        let title = StyledText::new(&format!(" {} ", self.title), theme[Role::Title]);
        let mut block = Block::bordered()
            .border_style(theme[Role::FocusRule])
            .title(title.fit(usize::from(outline.width).saturating_sub(2)));
        if !self.label.is_empty() {
            let label = Span::styled(format!(" {} ", self.label), theme[Role::Muted]);
            block = block.title(Line::from(label).right_aligned());
        }
        block.render(outline, buffer);
    }
}
