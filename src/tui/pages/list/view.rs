//! The list of matches, one entry per row: code, the text that matches, HTTP status, and the vendor on
//! the tab for all.

use std::borrow::Cow;

use ratatui::prelude::{Buffer, Line, Rect, Span, Text, Widget};

use crate::catalog::{Catalog, EntryRef};
use crate::present;
use crate::tui::keymap::{Action, Keymap, Scope};
use crate::tui::pages::list::results::shown_status;
use crate::tui::pages::{Excerpt, ResultList, Source};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::StyledText;

/// Columns for the code; a longer one shifts the title.
const CODE: usize = 5;

/// Columns for the HTTP status.
const STATUS: u16 = 3;

/// The minimum width of a list that shows the HTTP status.
const MIN_WIDTH_FOR_STATUS: u16 = 36;

/// The minimum width of a list that shows the vendor, and of one that shows its name in full.
const MIN_WIDTH_FOR_VENDOR: u16 = 30;
const MIN_WIDTH_FOR_VENDOR_NAME: u16 = 46;

/// The minimum room for a title and for the text that matches, side by side.
const MIN_TITLE_WIDTH: usize = 16;
const MIN_EXCERPT_WIDTH: usize = 8;

/// The longest tab that is its own abbreviation.
const MAX_TAG_WIDTH: usize = 4;

pub struct List<'a> {
    pub results: &'a ResultList,
    pub focused: bool,
    pub keymap: &'a Keymap,
    pub theme: &'a Theme,
}

/// The columns on the right of every row; 0 wide where they are not shown.
#[derive(Debug, Clone, Copy)]
struct Columns {
    status: u16,
    vendor: u16,
    /// Whether vendors are abbreviated.
    has_tags: bool,
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
        let room = width.saturating_sub(row.width());
        let mut row = row.fit(width);
        row.extend(self.text(entry, room));
        row
    }

    /// The title, then the text that shows why the entry matches if that is another one. A message
    /// that matches replaces another one as the title.
    fn text(&self, entry: EntryRef, width: usize) -> Line<'static> {
        let Excerpt { text, source } = Excerpt::new(entry, &self.results.query);
        let replaces_title = source == Source::Message && entry.names.is_empty();
        let title = match entry.title() {
            _ if replaces_title => text,
            title if title == entry.code => "",
            title => title,
        };
        let title = self.marked(title, Role::Text);
        let others = match present::other_messages(entry.entry) {
            0 => StyledText::default(),
            others => StyledText::new(&format!("  +{others}"), self.theme[Role::Muted]),
        };
        let room = width.saturating_sub(others.width());
        let title_room = title.width().min(MIN_TITLE_WIDTH.max(room / 2));
        let excerpt_room = room.saturating_sub(title_room + 2);
        let is_title = replaces_title || source == Source::Title;
        let has_excerpt = !is_title && excerpt_room >= MIN_EXCERPT_WIDTH;
        let mut line = title.fit_marks(if has_excerpt { title_room } else { room });
        line.extend(others.fit(width.saturating_sub(line.width())));
        if has_excerpt {
            line.push_span(if line.width() > 0 { "  " } else { "" });
            let rest = width.saturating_sub(line.width());
            line.extend(self.marked(text, Role::Muted).fit_marks(rest));
        }
        line
    }

    fn marked(&self, text: &str, role: Role) -> StyledText {
        let mut marked = StyledText::default();
        let matches = self.results.query.highlights(text);
        marked.push_marked(text, self.theme[role], &matches, self.theme[Role::Match]);
        marked
    }

    fn columns(&self, width: u16) -> Columns {
        let results = self.results;
        let has_status = results.has_status && width >= MIN_WIDTH_FOR_STATUS;
        let has_tags = width < MIN_WIDTH_FOR_VENDOR_NAME;
        let vendors = results.tabs.iter().skip(1).filter(|tab| tab.count > 0);
        let vendors: Vec<_> = vendors.filter_map(|tab| tab.catalog).collect();
        // On the tab of one vendor, or if only one matches, all rows would have the same.
        let has_vendor = results.tab == 0 && vendors.len() > 1 && width >= MIN_WIDTH_FOR_VENDOR;
        let names = vendors.into_iter().map(|catalog| vendor(catalog, has_tags));
        let widest = names.map(|name| Span::raw(name).width()).max().unwrap_or(0);
        let widest = u16::try_from(widest).unwrap_or(u16::MAX).min(width / 3);
        Columns {
            status: if has_status { STATUS } else { 0 },
            vendor: if has_vendor { widest } else { 0 },
            has_tags,
        }
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
        let columns = self.columns(area.width);
        // One empty column on the right, and two before each other one.
        let width = area.width.saturating_sub(1);
        let vendor_gap = if columns.vendor > 0 { 2 } else { 0 };
        let status_gap = if columns.status > 0 { 2 } else { 0 };
        let vendor_x = width.saturating_sub(columns.vendor);
        let status_x = vendor_x.saturating_sub(vendor_gap + columns.status);
        let room = status_x.saturating_sub(status_gap);
        let rows = results.entries.iter().enumerate().skip(results.scroll.offset).zip(area.rows());
        for ((i, &entry), row) in rows {
            let selected = Some(i) == results.scroll.selected;
            self.row(entry, selected, room.into()).render(row, buffer);
            if let Some(status) = shown_status(entry) {
                let at = Rect { x: row.x + status_x, width: columns.status, ..row };
                StyledText::new(&status.to_string(), self.theme.status(status)).render(at, buffer);
            }
            let name = vendor(entry.catalog, columns.has_tags);
            let at = Rect { x: row.x + vendor_x, width: columns.vendor, ..row };
            StyledText::new(&name, self.theme[Role::Muted]).render(at, buffer);
            if selected {
                let role = if self.focused { Role::Selected } else { Role::Chosen };
                buffer.set_style(row, self.theme[role]);
            }
        }
    }
}

/// The name of a vendor, or an abbreviation: a short name, else the first alias.
fn vendor(catalog: &'static Catalog, as_tag: bool) -> Cow<'static, str> {
    match catalog.aliases.first() {
        Some(alias) if as_tag && Span::raw(catalog.tab).width() > MAX_TAG_WIDTH => {
            alias.to_uppercase().into()
        }
        _ => catalog.tab.into(),
    }
}
