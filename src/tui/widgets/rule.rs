//! Lines between panes. The line above the focused pane is heavy.

use ratatui::prelude::{Buffer, Line, Rect, Span, Widget};

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
        let style = self.theme[role];
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        Line::styled(symbol.repeat(area.width.into()), style).render(area, buffer);
        let text = |text: &str| {
            StyledText::new(&format!(" {text} "), self.theme[Role::Muted]).fit(inner.width.into())
        };
        // If there is no room for both, the label is more useful.
        let both = Span::raw(self.title).width() + Span::raw(self.label).width() + 4;
        let has_room = self.label.is_empty() || both <= inner.width.into();
        if !self.title.is_empty() && has_room {
            text(self.title).render(inner.intersection(area), buffer);
        }
        if !self.label.is_empty() {
            text(self.label).right_aligned().render(inner.intersection(area), buffer);
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
