//! What is related to an entry, as lines: at the end of the detail, or in a part of its own.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::catalog::EntryRef;
use crate::tui::pages::entry::related::{Link, Related};
use crate::tui::theme::Role;
use crate::tui::theme::Theme;
use crate::tui::widgets::styled_text::StyledText;

/// Lines with the places of the links among them.
#[derive(Debug, Default)]
pub struct Linked {
    pub lines: Vec<Line<'static>>,
    /// The lines of each link, in order.
    pub links: Vec<Range<usize>>,
}

impl Linked {
    /// Which link stands on that line.
    pub fn at(&self, line: usize) -> Option<usize> {
        self.links.iter().position(|lines| lines.contains(&line))
    }
}

pub struct RelatedLines<'a> {
    pub record: EntryRef,
    pub related: &'a Related,
    /// Which link is chosen.
    pub chosen: Option<usize>,
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
                let chosen = self.chosen == Some(number);
                let lead = Span::styled(if chosen { "▌ " } else { "→ " }, theme[Role::Key]);
                for mut line in self.label(link).wrap(&lead, width) {
                    if chosen {
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
            Link::Entry(record) => {
                let mut label = StyledText::default();
                if record.catalog.id != self.record.catalog.id {
                    label.push(record.catalog.tab, theme[Role::Heading]);
                    label.push(" ", theme[Role::Text]);
                }
                label.push(record.code, theme[Role::Link]);
                if record.title() != record.code {
                    label.push("  ", theme[Role::Text]);
                    label.push(record.title(), theme[Role::Text]);
                }
                label
            }
            Link::Search { count, catalog, .. } => StyledText::new("all ", theme[Role::Text])
                .with(&count.to_string(), theme[Role::Link])
                .with(" at ", theme[Role::Text])
                .with(catalog.tab, theme[Role::Heading]),
        }
    }

    /// What else there is to say of an entry than its title.
    fn message(&self, link: &Link) -> StyledText {
        let Link::Entry(record) = link else { return StyledText::default() };
        let says = record.messages.first().or(record.description.as_ref());
        let says = says.filter(|says| **says != record.title()).copied().unwrap_or_default();
        StyledText::new(says, self.theme[Role::Muted])
    }
}
