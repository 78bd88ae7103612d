//! Lays out the words of `present` in lines of a given width.

use std::ops::Range;

use ratatui::prelude::{Line, Span};

use crate::present::{self, Field, Label, Run, TextRole};
use crate::search::Query;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::cells::WebAddress;
use crate::tui::widgets::{Document, StyledText};

/// Lines being written.
#[derive(Debug, Clone)]
pub struct Writer<'a> {
    pub lines: Vec<Line<'static>>,
    /// The lines of each item that can be selected.
    pub items: Vec<Range<usize>>,
    addresses: Vec<(Range<usize>, WebAddress)>,
    first_match: Option<usize>,
    pub width: usize,
    pub theme: &'a Theme,
    /// The query to highlight.
    query: Option<&'a Query>,
}

impl<'a> Writer<'a> {
    pub fn new(width: u16, theme: &'a Theme, query: Option<&'a Query>) -> Self {
        Self {
            lines: Vec::new(),
            items: Vec::new(),
            addresses: Vec::new(),
            first_match: None,
            width: width.into(),
            theme,
            query,
        }
    }

    pub fn finish(self) -> Document {
        let Self { lines, items, addresses, first_match, .. } = self;
        Document { lines, items, addresses, first_match, ..Document::default() }
    }

    /// A blank line, unless at the start.
    pub fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
    }

    /// Text, with `lead` before its first line and the other lines below its start.
    pub fn text(&mut self, lead: &str, lead_role: Role, text: &StyledText) {
        let lead = Span::styled(lead.to_owned(), self.theme[lead_role]);
        if self.first_match.is_none() {
            let line = text.marked_line(lead.width(), self.width);
            self.first_match = line.map(|line| self.lines.len() + line);
        }
        self.lines.extend(text.wrap(&lead, self.width));
    }

    /// Text in one style.
    pub fn paragraph(&mut self, text: &str, role: Role) {
        self.text("", Role::Text, &StyledText::new(text, self.theme[role]));
    }

    /// A heading after a blank line, with an annotation.
    pub fn heading(&mut self, title: &str, annotation: &str) {
        self.gap();
        let heading = StyledText::new(title, self.theme[Role::Heading])
            .with("  ", self.theme[Role::Muted])
            .with(annotation, self.theme[Role::Muted]);
        self.text("", Role::Text, &heading);
    }

    /// A field below its label.
    pub fn field(&mut self, field: &Field) {
        self.heading(field.label.as_str(), field.label.annotation().unwrap_or_default());
        self.field_lines("", field);
    }

    /// The lines of a field, each with its lead.
    pub fn field_lines(&mut self, indent: &str, field: &Field) {
        let is_list = field.label == Label::Messages;
        let width = if is_list { 1 } else { field.lead_width() };
        let gap = if field.label == Label::Endpoints { "  " } else { " " };
        for line in &field.lines {
            let lead = match &line.lead {
                Some(Run { role: TextRole::Mark, .. }) => "▸",
                Some(run) => &run.text,
                None if is_list => "·",
                None => "",
            };
            let lead_role = line.lead.as_ref().map_or(Role::Key, |run| role(run.role));
            let lead = match width {
                0 => indent.to_owned(),
                _ => format!("{indent}{lead:width$}{gap}"),
            };
            let start = self.lines.len();
            self.text(&lead, lead_role, &self.styled(line));
            if let [Run { role: TextRole::Link, text }] = line.runs.as_slice()
                && let Some(address) = WebAddress::new(text)
            {
                self.addresses.push((start..self.lines.len(), address));
            }
        }
    }

    /// A line with the matches of the query highlighted.
    pub fn styled(&self, line: &present::Line) -> StyledText {
        self.styled_as(Role::Text, line)
    }

    /// The same, with plain text in another role.
    pub fn styled_as(&self, plain: Role, line: &present::Line) -> StyledText {
        let mut text = StyledText::default();
        for run in &line.runs {
            let style = match run.role {
                TextRole::Status(status) => self.theme.status(status),
                other if role(other) == Role::Text => self.theme[plain],
                other => self.theme[role(other)],
            };
            let query = self.query.filter(|_| run.role.is_searchable());
            let matches = query.map(|query| query.highlights(&run.text)).unwrap_or_default();
            text.push_marked(&run.text, style, &matches, self.theme[Role::Match]);
        }
        text
    }
}

/// The role in the theme.
fn role(role: TextRole) -> Role {
    match role {
        TextRole::Plain | TextRole::Prose | TextRole::Literal | TextRole::Status(_) => Role::Text,
        TextRole::Advice => Role::Advice,
        TextRole::Vendor => Role::Heading,
        TextRole::Code => Role::Title,
        TextRole::Method | TextRole::Mark => Role::Key,
        TextRole::Captured => Role::Capture,
        TextRole::Link | TextRole::Muted => Role::Muted,
        TextRole::Good => Role::Good,
        TextRole::Warn => Role::Warn,
        TextRole::Bad => Role::Bad,
    }
}
