//! The list of what matches, one entry a row: code, title, and the vendor where all are shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::catalog::EntryRef;
use crate::tui::Action;
use crate::tui::keymap::{Keymap, Scope};
use crate::tui::pages::list::state::Browse;
use crate::tui::theme::Role;
use crate::tui::theme::Theme;
use crate::tui::widgets::styled_text::StyledText;

/// Columns for the code; a longer one shifts the title.
const CODE: usize = 5;

/// From how many columns on the vendor is shown, and in how many columns at most.
const VENDOR: &[(u16, u16)] = &[(46, 13), (30, 9)];

pub struct List<'a> {
    pub browse: &'a Browse,
    pub focused: bool,
    pub keymap: &'a Keymap,
    pub theme: &'a Theme,
}

impl List<'_> {
    fn row(&self, record: EntryRef, selected: bool, width: usize) -> Line<'static> {
        let (query, theme) = (&self.browse.query, self.theme);
        let mut row = StyledText::new(if selected { "▌" } else { " " }, theme[Role::Key]);
        let code = record.code;
        row.push_marked(code, theme[Role::Title], &query.highlights(code), theme[Role::Match]);
        // The first column is the mark of the selected row.
        let gap = (1 + CODE + 2).saturating_sub(row.width()).max(2);
        row.push(&" ".repeat(gap), theme[Role::Text]);
        let title = record.title();
        if title != code {
            row.push_marked(title, theme[Role::Text], &query.highlights(title), theme[Role::Match]);
        }
        row.fit(width)
    }

    /// Columns for the vendor, not more than the vendors that match need; none where all
    /// rows are of one.
    fn vendor_width(&self, width: u16) -> u16 {
        let most = VENDOR.iter().find(|(least, _)| self.browse.tab == 0 && width >= *least);
        let vendors = self.browse.tabs.iter().skip(1).filter(|tab| tab.count > 0);
        if vendors.clone().nth(1).is_none() {
            return 0;
        }
        let needed = vendors.map(|tab| Span::raw(tab.title()).width()).max().unwrap_or(0);
        most.map_or(0, |&(_, most)| most.min(u16::try_from(needed).unwrap_or(most)))
    }

    fn explain_nothing(&self, width: usize) -> Vec<Line<'static>> {
        let theme = self.theme;
        let elsewhere = self.browse.tabs[0].count; // the tab for all is always there
        let tab = self.browse.tabs[self.browse.tab].title(); // as above
        let key = |action| self.keymap.key_name(&[Scope::List], action);
        let mut says = Vec::new();
        if elsewhere > 0 {
            says.push(StyledText::new(&format!("No entry of {tab} matches."), theme[Role::Title]));
            says.push(
                StyledText::new(&format!("{elsewhere} in other catalogs: "), theme[Role::Text])
                    .with(&key(Action::SelectNextTab), theme[Role::Key]),
            );
        } else {
            says.push(StyledText::new("No entry matches.", theme[Role::Title]));
        }
        says.push(
            StyledText::new(&key(Action::GoBack), theme[Role::Key])
                .with(" clears the search.", theme[Role::Text]),
        );
        says.push(StyledText::new(
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
            crate::tui::widgets::scroll::draw_lines(
                &self.explain_nothing(area.width.into()),
                0,
                area,
                buffer,
            );
            return;
        }
        let vendor = self.vendor_width(area.width);
        // One column of air on the right, and two before the vendor.
        let width = area.width.saturating_sub(1);
        let room = width.saturating_sub(if vendor > 0 { vendor + 2 } else { 0 });
        let rows = browse.shown.iter().enumerate().skip(browse.top).zip(area.rows());
        for ((i, &record), row) in rows {
            let selected = i == browse.selected;
            self.row(record, selected, room.into()).render(row, buffer);
            if vendor > 0 {
                let at = Rect { x: row.x + width - vendor, width: vendor, ..row };
                let tab = StyledText::new(record.catalog.tab, self.theme[Role::Muted]);
                tab.fit(vendor.into()).render(at, buffer);
            }
            if selected {
                let role = if self.focused { Role::Selected } else { Role::Chosen };
                buffer.set_style(row, self.theme[role]);
            }
        }
    }
}
