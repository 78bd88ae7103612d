//! The codes of a log, one per row: count, sparkline, vendor, code and title.

use ratatui::prelude::{Buffer, Line, Rect, Widget};

use crate::catalog::Catalogs;
use crate::present::scan::{entry_of, sparkline};
use crate::scan::Code;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Scroll, StyledText};

/// The columns of a sparkline, in a list with enough room and in a wide one.
const SPARKLINE: usize = 8;
const WIDE_SPARKLINE: usize = 16;

/// The minimum width of a list with sparklines, and of one with wide ones.
const MIN_WIDTH_FOR_SPARKLINE: usize = 30;
const MIN_WIDTH_FOR_WIDE_SPARKLINE: usize = 50;

pub struct CodeList<'a> {
    pub rows: &'a [(Code, u64)],
    pub scroll: Scroll,
    /// The counts of a code in so many columns of the timeline.
    pub columns: &'a dyn Fn(&Code, usize) -> Vec<u64>,
    pub catalogs: &'a Catalogs,
    pub theme: &'a Theme,
}

/// Vendor and code, such as `PagerDuty 2001`, and the title of the entry.
pub fn name(code: &Code, catalogs: &Catalogs, theme: &Theme) -> StyledText {
    let vendor = catalogs.find(&code.vendor).map_or(code.vendor.as_str(), |catalog| catalog.tab);
    let mut name = StyledText::new(vendor, theme[Role::Heading]);
    if let Some(code) = &code.code {
        name = name.with(" ", theme[Role::Text]).with(code, theme[Role::Title]);
    }
    let title = entry_of(catalogs, code).map_or("", |entry| entry.title());
    if !title.is_empty() && Some(title) != code.code.as_deref() {
        name = name.with("  ", theme[Role::Text]).with(title, theme[Role::Text]);
    }
    name
}

impl CodeList<'_> {
    fn row(&self, at: usize, digits: usize, width: usize) -> Line<'static> {
        let (code, count) = &self.rows[at];
        let theme = self.theme;
        let mark = if self.scroll.selected == Some(at) { "▌" } else { " " };
        let mut row = StyledText::new(mark, theme[Role::Key])
            .with(&format!("{count:>digits$}  "), theme[Role::Text]);
        let columns = match width {
            MIN_WIDTH_FOR_WIDE_SPARKLINE.. => WIDE_SPARKLINE,
            MIN_WIDTH_FOR_SPARKLINE.. => SPARKLINE,
            _ => 0,
        };
        if columns > 0 {
            row.push(&sparkline(&(self.columns)(code, columns)), theme[Role::Muted]);
            row.push("  ", theme[Role::Text]);
        }
        row.append(name(code, self.catalogs, theme));
        row.fit(width)
    }
}

impl Widget for CodeList<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let most = self.rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let digits = most.to_string().len();
        let rows = (self.scroll.offset..self.rows.len()).zip(area.rows());
        for (at, row) in rows {
            // One empty column on the right.
            let width = usize::from(area.width).saturating_sub(1);
            self.row(at, digits, width).render(row, buffer);
            if self.scroll.selected == Some(at) {
                buffer.set_style(row, self.theme[Role::Selected]);
            }
        }
    }
}
