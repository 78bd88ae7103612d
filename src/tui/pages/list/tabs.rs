//! The tabs: all catalogs, then each, with the number of its entries that match.

use ratatui::prelude::{Buffer, Position, Rect, Span, Widget};

use crate::text::printable;
use crate::tui::pages::Tab;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::StyledText;

pub struct TabBar<'a> {
    pub tabs: &'a [Tab],
    pub active: usize,
    pub theme: &'a Theme,
}

impl TabBar<'_> {
    /// The text of a tab. Its width doesn't depend on the count, so that no tab moves while one types.
    fn text(tab: &Tab) -> String {
        let digits = tab.total.to_string().len();
        format!(" {} {:<digits$} ", printable(tab.title()), tab.count)
    }

    fn widths(&self) -> Vec<usize> {
        self.tabs.iter().map(|tab| Span::raw(Self::text(tab)).width()).collect()
    }

    /// The tabs from the first visible one on, with their areas.
    fn areas(&self, area: Rect) -> impl Iterator<Item = (usize, Rect)> {
        let widths = self.widths();
        let first = self.first(&widths, area.width.into());
        let mut rest = area;
        widths.into_iter().enumerate().skip(first).map(move |(tab, width)| {
            let width = u16::try_from(width).unwrap_or(u16::MAX).min(rest.width);
            let tab_area = Rect { width, ..rest };
            rest = Rect { x: rest.x + width, width: rest.width - width, ..rest };
            (tab, tab_area)
        })
    }

    /// The tab at a cell.
    pub fn tab_at(&self, area: Rect, position: Position) -> Option<usize> {
        self.areas(area).find(|(_, area)| area.contains(position)).map(|(tab, _)| tab)
    }

    /// The first tab to draw, so that the active one is visible.
    fn first(&self, widths: &[usize], room: usize) -> usize {
        (0..self.active)
            .find(|&first| {
                // The last tab ends with a space; the others leave that column to the arrow.
                let used: usize = widths.iter().take(self.active + 1).skip(first).sum();
                used <= room || (used == room + 1 && self.active + 1 == widths.len())
            })
            .unwrap_or(self.active)
    }
}

impl Widget for TabBar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let widths = self.widths();
        let first = self.first(&widths, area.width.into());
        let drawn: usize = widths.iter().skip(first).sum();
        let continues = drawn > usize::from(area.width) + 1;
        for (i, at) in self.areas(area) {
            let tab = &self.tabs[i]; // one of the widths
            let role = match tab.count {
                _ if i == self.active => Role::ActiveTab,
                0 => Role::Muted,
                _ => Role::Text,
            };
            // The arrow may replace the space after the count.
            let room = usize::from(at.width) + usize::from(!continues);
            if widths[i] <= room {
                Span::styled(Self::text(tab), self.theme[role]).render(at, buffer);
            } else {
                // A count without its last digits would be wrong.
                let title = StyledText::new(&format!(" {}", tab.title()), self.theme[role]);
                title.fit(room.saturating_sub(1)).render(at, buffer);
            }
        }
        let style = self.theme[Role::Key];
        if first > 0 {
            Span::styled("‹", style).render(area, buffer);
        }
        if continues && let Some(last) = area.columns().next_back() {
            Span::styled("›", style).render(last, buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;

    #[test]
    fn a_count_is_drawn_whole_or_not_at_all() {
        let catalogs = Catalogs::builtin();
        let tab = |catalog| Tab { catalog, total: 130, count: 123 };
        let tabs: Vec<Tab> = catalogs.iter().map(|catalog| tab(Some(catalog))).collect();
        let theme = Theme::new(crate::tui::Colours::None);
        for active in 0..tabs.len() {
            for width in 0..200 {
                let area = Rect::new(0, 0, width, 1);
                let mut buffer = Buffer::empty(area);
                TabBar { tabs: &tabs, active, theme: &theme }.render(area, &mut buffer);
                let drawn: String =
                    buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
                let words = drawn.split([' ', '‹', '›']);
                let numbers: Vec<&str> =
                    words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect();
                assert!(numbers.iter().all(|number| *number == "123"), "{width}: {drawn}");
            }
        }
    }
}
