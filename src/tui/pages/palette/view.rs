//! The command palette: a line to type into, and what it leaves of all that can be done.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Margin, Position, Rect};
use ratatui::text::Span;
use ratatui::widgets::{Block, Clear, Widget};

use crate::tui::layout;
use crate::tui::pages::list::search_line::Search;
use crate::tui::pages::palette::state::{Item, Palette};
use crate::tui::theme::Role;
use crate::tui::theme::Theme;
use crate::tui::widgets::styled_text::Rich;

const PLACEHOLDER: &str = "type what you want to do";

/// Lines that the popup has at most, so that it doesn't jump while one types.
const HEIGHT: usize = 18;

/// Columns for the keys at most.
const KEYS: usize = 18;

pub struct Commands<'a> {
    pub palette: &'a Palette,
    pub items: Vec<Item>,
    pub theme: &'a Theme,
}

impl Commands<'_> {
    /// The popup with its border.
    pub fn outline(screen: Rect) -> Rect {
        layout::popup(screen, HEIGHT)
    }

    /// The line to type into, and the place for the items.
    fn parts(screen: Rect) -> [Rect; 2] {
        let inner = Block::bordered().inner(Self::outline(screen));
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(inner)
    }

    /// The place for the items.
    pub fn area(screen: Rect) -> Rect {
        Self::parts(screen)[1]
    }

    /// The item at that place among those that match.
    pub fn item(&self, place: usize) -> Option<Item> {
        self.items.get(place).cloned()
    }

    /// Which item stands at that cell.
    pub fn at(&self, cell: Position, screen: Rect) -> Option<usize> {
        let area = Self::area(screen);
        let place = self.top(area) + usize::from(cell.y.checked_sub(area.y)?);
        (area.contains(cell) && place < self.items.len()).then_some(place)
    }

    /// The first item to show, so that the selected one is in sight.
    fn top(&self, area: Rect) -> usize {
        (self.palette.selected + 1).saturating_sub(area.height.into())
    }

    /// Draws the popup over the screen; returns where the cursor stands.
    pub fn render(&self, screen: Rect, buffer: &mut Buffer) -> Option<Position> {
        let theme = self.theme;
        let outline = Self::outline(screen);
        Clear.render(outline, buffer);
        buffer.set_style(outline, theme[Role::Text]);
        Block::bordered()
            .border_style(theme[Role::FocusRule])
            .title(Span::styled(" Commands ", theme[Role::Title]))
            .render(outline, buffer);
        let [line, area] = Self::parts(screen);
        let search = Search {
            line: &self.palette.line,
            placeholder: PLACEHOLDER,
            remarks: &[],
            focused: true,
            theme,
        };
        search.render(line, buffer);
        if self.items.is_empty() {
            let none =
                Rich::new("  nothing is called that; fewer letters find more", theme[Role::Muted]);
            none.fit(area.width.into()).render(area, buffer);
        }
        let rows = self.items.iter().enumerate().skip(self.top(area)).zip(area.rows());
        for ((i, item), row) in rows {
            self.row(item, i == self.palette.selected, row, buffer);
        }
        search.cursor(line)
    }

    fn row(&self, item: &Item, selected: bool, row: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let role = if item.elsewhere.is_some() { Role::Muted } else { Role::Text };
        let keys = Rich::new(&item.keys, theme[Role::Key]);
        let room = usize::from(row.width).saturating_sub(KEYS + 3);
        let says = Rich::new(if selected { "▌ " } else { "  " }, theme[Role::Key])
            .with(&item.label, theme[role]);
        says.fit(if room > KEYS { room } else { row.width.into() }).render(row, buffer);
        if room > KEYS {
            let inner = row.inner(Margin::new(1, 0));
            keys.fit(KEYS).right_aligned().render(inner, buffer);
        }
        if selected {
            buffer.set_style(row, theme[Role::Selected]);
        }
    }
}
