//! Lines between panes. The line above the focused pane is heavy.

use ratatui::prelude::{Buffer, Line, Margin, Rect, Span, Widget};

use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::StyledText;

/// The line above a pane, with a title on the left and a label on the right.
pub struct Rule<'a> {
    pub title: &'a str,
    pub label: &'a str,
    pub focused: bool,
    pub theme: &'a Theme,
}

impl Widget for Rule<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let (symbol, role) =
            if self.focused { ("━", Role::FocusRule) } else { ("─", Role::Rule) };
        Line::styled(symbol.repeat(area.width.into()), self.theme[role]).render(area, buffer);
        let inner = area.inner(Margin::new(1, 0));
        let width = usize::from(inner.width);
        let [title, label] = [self.title, self.label]
            .map(|text| StyledText::new(&format!(" {text} "), self.theme[Role::Muted]));
        // If there is no room for both, the label is more useful.
        let has_room = self.label.is_empty() || title.width() + label.width() <= width;
        if !self.title.is_empty() && has_room {
            title.render(inner, buffer);
        }
        if !self.label.is_empty() {
            label.fit(width).right_aligned().render(inner, buffer);
        }
    }
}

/// The line between adjacent panes.
pub struct Divider<'a> {
    pub theme: &'a Theme,
}

impl Widget for Divider<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        for (i, row) in area.rows().enumerate() {
            let symbol = if i == 0 { "┬" } else { "│" };
            Span::styled(symbol, self.theme[Role::Rule]).render(row, buffer);
        }
    }
}
