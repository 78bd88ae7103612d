//! The list of what matches, one entry a row: code, title, and the vendor where all are shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::Role;
use crate::catalog::Record;
use crate::tui::browse::Browse;
use crate::tui::text::Rich;
use crate::tui::theme::Theme;

/// Columns for the code; a longer one shifts the title.
const CODE: usize = 5;

/// Columns for the vendor, where there are so many.
const VENDOR: &[(u16, usize)] = &[(46, 13), (30, 9)];

pub(super) struct List<'a> {
    pub(super) browse: &'a Browse,
    pub(super) focused: bool,
    pub(super) theme: &'a Theme,
}

impl List<'_> {
    fn row(&self, record: Record, selected: bool, width: usize) -> Line<'static> {
        let (query, theme) = (&self.browse.query, self.theme);
        let mut row = Rich::new(if selected { "▌" } else { " " }, theme[Role::Key]);
        let code = record.code;
        row.push_marked(code, theme[Role::Title], &query.highlights(code), theme[Role::Match]);
        let gap = (CODE + 2).saturating_sub(Span::raw(code).width()).max(2);
        row.push(&" ".repeat(gap), theme[Role::Text]);
        let title = record.title();
        if title != code {
            row.push_marked(title, theme[Role::Text], &query.highlights(title), theme[Role::Match]);
        }
        row.fit(width)
    }

    fn explain_nothing(&self, width: usize) -> Vec<Line<'static>> {
        let theme = self.theme;
        let elsewhere = self.browse.tabs[0].count; // the tab for all is always there
        let mut says = vec![Rich::new("No entry matches.", theme[Role::Title])];
        if elsewhere > 0 {
            says.push(
                Rich::new(&format!("{elsewhere} in other catalogs: "), theme[Role::Text])
                    .with("Tab", theme[Role::Key]),
            );
        }
        says.push(Rich::new("Esc", theme[Role::Key]).with(" clears the search.", theme[Role::Text]));
        says.push(Rich::new(
            "Or paste the whole response: it is decoded at once.",
            theme[Role::Muted],
        ));
        says.iter().flat_map(|line| line.wrap(&" ".into(), width)).collect()
    }
}

impl Widget for List<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let browse = self.browse;
        if browse.shown.is_empty() {
            super::draw_lines(&self.explain_nothing(area.width.into()), 0, area, buffer);
            return;
        }
        let vendor = VENDOR
            .iter()
            .find(|(least, _)| browse.tab == 0 && area.width >= *least)
            .map_or(0, |&(_, width)| width);
        // One column of air on the right, and two before the vendor.
        let width = usize::from(area.width).saturating_sub(1);
        let room = width.saturating_sub(if vendor > 0 { vendor + 2 } else { 0 });
        let rows = browse.shown.iter().enumerate().skip(browse.top).zip(area.rows());
        for ((i, &record), row) in rows {
            let selected = i == browse.selected;
            self.row(record, selected, room).render(row, buffer);
            if vendor > 0 {
                let at = Rect { x: row.x + (width - vendor) as u16, width: vendor as u16, ..row };
                let style = self.theme[Role::Muted];
                Rich::new(record.catalog.tab, style).fit(vendor).render(at, buffer);
            }
            if selected {
                let role = if self.focused { Role::Selected } else { Role::Chosen };
                buffer.set_style(row, self.theme[role]);
            }
        }
    }
}
