//! The tabs: all catalogs, then each, with the number of its entries that match.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use ratatui::widgets::Widget;

use super::Role;
use crate::tui::browse::Tab;
use crate::tui::theme::Theme;

pub(super) struct TabBar<'a> {
    pub(super) tabs: &'a [Tab],
    pub(super) active: usize,
    pub(super) theme: &'a Theme,
}

impl TabBar<'_> {
    /// The tab's text. Its width doesn't follow the count, so that no tab jumps while one types.
    fn text(tab: &Tab) -> String {
        let digits = tab.total.to_string().len();
        format!(" {} {:<digits$} ", tab.title(), tab.count)
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
        let texts: Vec<String> = self.tabs.iter().map(Self::text).collect();
        let widths: Vec<usize> = texts.iter().map(|text| Span::raw(text).width()).collect();
        let first = self.first(&widths, area.width.into());
        let mut rest = area;
        for (i, (text, width)) in texts.iter().zip(&widths).enumerate().skip(first) {
            let role = if i == self.active {
                Role::ActiveTab
            } else if self.tabs[i].count == 0 {
                Role::Muted
            } else {
                Role::Text
            };
            Span::styled(text, self.theme[role]).render(rest, buffer);
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
