//! The tabs: all catalogs, then each, with the number of its entries that match.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use ratatui::widgets::Widget;

use super::Role;
use crate::report::printable;
use crate::tui::browse::Tab;
use crate::tui::theme::Theme;

pub(crate) struct TabBar<'a> {
    pub(crate) tabs: &'a [Tab],
    pub(crate) active: usize,
    pub(crate) theme: &'a Theme,
}

impl TabBar<'_> {
    /// The tab's text. Its width doesn't follow the count, so that no tab jumps while one types.
    fn text(tab: &Tab) -> String {
        let digits = tab.total.to_string().len();
        format!(" {} {:<digits$} ", printable(tab.title()), tab.count)
    }

    fn widths(&self) -> Vec<usize> {
        self.tabs.iter().map(|tab| Span::raw(Self::text(tab)).width()).collect()
    }

    /// Which tab stands at that column.
    pub(crate) fn at(&self, area: Rect, column: u16) -> Option<usize> {
        let widths = self.widths();
        let first = self.first(&widths, area.width.into());
        let mut rest = usize::from(column.checked_sub(area.x)?);
        widths.iter().enumerate().skip(first).find_map(|(tab, &width)| {
            let here = rest < width;
            rest = rest.saturating_sub(width);
            here.then_some(tab)
        })
    }

    /// The first tab to draw, so that the active one is in sight.
    fn first(&self, widths: &[usize], room: usize) -> usize {
        (0..self.active)
            .find(|&first| {
                // The last column of the last tab is blank; the others leave one for the arrow.
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
        let mut rest = area;
        for (i, (tab, width)) in self.tabs.iter().zip(&widths).enumerate().skip(first) {
            let role = if i == self.active {
                Role::ActiveTab
            } else if tab.count == 0 {
                Role::Muted
            } else {
                Role::Text
            };
            Span::styled(Self::text(tab), self.theme[role]).render(rest, buffer);
            let width = u16::try_from(*width).unwrap_or(u16::MAX).min(rest.width);
            rest = Rect { x: rest.x + width, width: rest.width - width, ..rest };
        }
        let arrow = |symbol| Span::styled(symbol, self.theme[Role::Key]);
        if first > 0 {
            arrow("‹").render(area, buffer);
        }
        let drawn: usize = widths.iter().skip(first).sum();
        if drawn > usize::from(area.width) + 1
            && let Some(last) = area.columns().next_back()
        {
            arrow("›").render(last, buffer);
        }
    }
}
