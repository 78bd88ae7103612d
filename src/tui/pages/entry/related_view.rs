//! Related entries as lines: at the end of an entry, or beside it.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::catalog::EntryRef;
use crate::tui::pages::entry::related::{Link, Related};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::styled_text::StyledText;

/// Lines, some of which are links.
#[derive(Debug, Clone, Default)]
pub struct Linked {
    pub lines: Vec<Line<'static>>,
    /// The lines of each link, in order.
    pub links: Vec<Range<usize>>,
}

impl Linked {
    /// The link on a line.
    pub fn link_at(&self, line: usize) -> Option<usize> {
        self.links.iter().position(|lines| lines.contains(&line))
    }
}

pub struct RelatedLines<'a> {
    pub entry: EntryRef,
    pub related: &'a Related,
    /// Which link is selected.
    pub selected: Option<usize>,
    /// Whether there is room for the messages of the entries.
    pub full: bool,
    pub theme: &'a Theme,
}

impl RelatedLines<'_> {
    /// Appends the links in groups, each after a blank line and its heading.
    pub fn write(&self, page: &mut Linked, width: usize) {
        let theme = self.theme;
        let mut number = 0;
        for group in &self.related.groups {
            if !page.lines.is_empty() {
                page.lines.push(Line::default());
            }
            let heading = StyledText::new(&group.title, theme[Role::Heading]);
            page.lines.extend(heading.wrap(&Span::default(), width));
            for link in &group.links {
                let start = page.lines.len();
                let selected = self.selected == Some(number);
                let lead = Span::styled(if selected { "▌ " } else { "→ " }, theme[Role::Key]);
                for mut line in self.label(link).wrap(&lead, width) {
                    if selected {
                        line = line.patch_style(theme[Role::Selected]);
                    }
                    page.lines.push(line);
                }
                page.links.push(start..page.lines.len());
                if self.full {
                    page.lines.extend(self.message(link).wrap(&"  ".into(), width));
                }
                number += 1;
            }
        }
    }

    fn label(&self, link: &Link) -> StyledText {
        let theme = self.theme;
        match link {
            Link::Entry(entry) => {
                let mut label = StyledText::default();
                if entry.catalog.id != self.entry.catalog.id {
                    label.push(entry.catalog.tab, theme[Role::Heading]);
                    label.push(" ", theme[Role::Text]);
                }
                label.push(entry.code, theme[Role::Link]);
                if entry.title() != entry.code {
                    label.push("  ", theme[Role::Text]);
                    label.push(entry.title(), theme[Role::Text]);
                }
                label
            }
            Link::Search { count, catalog, .. } => StyledText::new("all ", theme[Role::Text])
                .with(&count.to_string(), theme[Role::Link])
                .with(" ", theme[Role::Text])
                .with(catalog.tab, theme[Role::Heading])
                .with(" codes", theme[Role::Text]),
        }
    }

    /// The first message or the description of an entry, unless its title is the same.
    fn message(&self, link: &Link) -> StyledText {
        let Link::Entry(entry) = link else { return StyledText::default() };
        let text = entry.messages.first().or(entry.description.as_ref());
        let text = text.filter(|text| **text != entry.title()).copied().unwrap_or_default();
        StyledText::new(text, self.theme[Role::Muted])
    }
}
