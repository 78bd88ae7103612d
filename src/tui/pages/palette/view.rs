//! Draws the command palette: an input line and the matching commands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Margin, Position, Rect};
use ratatui::widgets::Widget;

use crate::tui::layout;
use crate::tui::pages::palette::state::Item;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::popup::Popup;
use crate::tui::widgets::scroll::Scroll;
use crate::tui::widgets::search_line::SearchLine;
use crate::tui::widgets::styled_text::StyledText;

const PLACEHOLDER: &str = "type a command";

/// The height of the popup. It is fixed so that the popup does not move while typing.
const HEIGHT: usize = 18;

/// The maximum width of the keys.
const KEYS: usize = 18;

pub struct PalettePopup<'a> {
    pub line: &'a LineEdit,
    pub items: &'a [Item],
    pub scroll: &'a Scroll,
    pub theme: &'a Theme,
}

impl PalettePopup<'_> {
    /// The popup with its border.
    pub fn outline(screen: Rect) -> Rect {
        layout::popup(screen, HEIGHT)
    }

    /// The areas of the input line and of the items.
    fn areas(screen: Rect) -> [Rect; 2] {
        let inner = Popup::inner(Self::outline(screen));
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(inner)
    }

    /// The area of the items.
    pub fn area(screen: Rect) -> Rect {
        Self::areas(screen)[1]
    }

    /// Draws the popup and returns the cursor position.
    pub fn render(&self, screen: Rect, buffer: &mut Buffer) -> Option<Position> {
        let theme = self.theme;
        Popup { title: "Commands", label: "", theme }.render(Self::outline(screen), buffer);
        let [line, area] = Self::areas(screen);
        let search = SearchLine {
            line: self.line,
            placeholder: PLACEHOLDER,
            remarks: &[],
            focused: true,
            theme,
        };
        search.render(line, buffer);
        if self.items.is_empty() {
            let none = StyledText::new("  no matching command", theme[Role::Muted]);
            none.fit(area.width.into()).render(area, buffer);
        }
        let rows = self.items.iter().enumerate().skip(self.scroll.offset).zip(area.rows());
        for ((i, item), row) in rows {
            self.row(item, Some(i) == self.scroll.selected, row, buffer);
        }
        search.cursor(line)
    }

    fn row(&self, item: &Item, selected: bool, row: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let role = if item.other_scope.is_some() { Role::Muted } else { Role::Text };
        let label = StyledText::new(if selected { "▌ " } else { "  " }, theme[Role::Key])
            .with(&item.label, theme[role]);
        let room = usize::from(row.width).saturating_sub(KEYS + 3);
        if room > KEYS {
            label.fit(room).render(row, buffer);
            let keys = StyledText::new(&item.keys, theme[Role::Key]).fit(KEYS).right_aligned();
            keys.render(row.inner(Margin::new(1, 0)), buffer);
        } else {
            label.fit(row.width.into()).render(row, buffer);
        }
        if selected {
            buffer.set_style(row, theme[Role::Selected]);
        }
    }
}
