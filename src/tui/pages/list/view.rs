//! The list of matches, one entry per row: code, title, and the vendor on the tab for all.

use ratatui::prelude::{Buffer, Line, Rect, Span, Text, Widget};

use crate::catalog::EntryRef;
use crate::tui::keymap::{Action, Keymap, Scope};
use crate::tui::pages::ResultList;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::StyledText;

/// Columns for the code; a longer one shifts the title.
const CODE: usize = 5;

/// The minimum width of a list that shows the vendor, and the maximum width of its column.
const VENDOR: &[(u16, u16)] = &[(46, 13), (30, 9)];

pub struct List<'a> {
    pub results: &'a ResultList,
    pub focused: bool,
    pub keymap: &'a Keymap,
    pub theme: &'a Theme,
}

impl List<'_> {
    fn row(&self, entry: EntryRef, selected: bool, width: usize) -> Line<'static> {
        let (query, theme) = (&self.results.query, self.theme);
        let mut row = StyledText::new(if selected { "▌" } else { " " }, theme[Role::Key]);
        let code = entry.code;
        row.push_marked(code, theme[Role::Title], &query.highlights(code), theme[Role::Match]);
        // The first column is the mark of the selected row.
        let gap = (1 + CODE + 2).saturating_sub(row.width()).max(2);
        row.push(&" ".repeat(gap), theme[Role::Text]);
        let title = entry.title();
        if title != code {
            row.push_marked(title, theme[Role::Text], &query.highlights(title), theme[Role::Match]);
        }
        row.fit(width)
    }

    /// Columns for the vendor, as many as the vendors that match need; none where all rows have the
    /// same vendor.
    fn vendor_width(&self, width: u16) -> u16 {
        let most = VENDOR.iter().find(|(least, _)| self.results.tab == 0 && width >= *least);
        let vendors = self.results.tabs.iter().skip(1).filter(|tab| tab.count > 0);
        if vendors.clone().nth(1).is_none() {
            return 0;
        }
        let needed = vendors.map(|tab| Span::raw(tab.title()).width()).max().unwrap_or(0);
        most.map_or(0, |&(_, most)| most.min(u16::try_from(needed).unwrap_or(most)))
    }

    fn explain_no_match(&self, width: usize) -> Vec<Line<'static>> {
        let (results, theme) = (self.results, self.theme);
        let key_for = |action| {
            StyledText::new(&self.keymap.key_name(&[Scope::List], action), theme[Role::Key])
        };
        let mut texts = vec![StyledText::new("No matches.", theme[Role::Title])];
        if !results.matches.is_empty() {
            let tab = results.active().title();
            texts = vec![
                StyledText::new(&format!("No matches in {tab}."), theme[Role::Title]),
                key_for(Action::SelectNextTab).with(
                    &format!(" shows {} in other catalogs.", results.matches.len()),
                    theme[Role::Text],
                ),
            ];
        }
        texts.push(key_for(Action::GoBack).with(" clears the search.", theme[Role::Text]));
        texts.push(StyledText::new("You can also paste the whole response.", theme[Role::Muted]));
        texts.iter().flat_map(|text| text.wrap(&" ".into(), width)).collect()
    }
}

impl Widget for List<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let results = self.results;
        if results.entries.is_empty() {
            Text::from(self.explain_no_match(area.width.into())).render(area, buffer);
            return;
        }
        let vendor = self.vendor_width(area.width);
        // One empty column on the right, and two before the vendor.
        let width = area.width.saturating_sub(1);
        let room = width.saturating_sub(if vendor > 0 { vendor + 2 } else { 0 });
        let rows = results.entries.iter().enumerate().skip(results.scroll.offset).zip(area.rows());
        for ((i, &entry), row) in rows {
            let selected = Some(i) == results.scroll.selected;
            self.row(entry, selected, room.into()).render(row, buffer);
            if vendor > 0 {
                let at = Rect { x: row.x + width - vendor, width: vendor, ..row };
                StyledText::new(entry.catalog.tab, self.theme[Role::Muted]).render(at, buffer);
            }
            if selected {
                let role = if self.focused { Role::Selected } else { Role::Chosen };
                buffer.set_style(row, self.theme[role]);
            }
        }
    }
}
