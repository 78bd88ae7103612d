//! An entry, laid out for reading.

use std::cmp::Reverse;

use crate::catalog::{Endpoint, EntryRef};
use crate::present::{self, Field, Label, NOT_DOCUMENTED};
use crate::tui::pages::{EntryPane, Excerpt, Link, Services, Source, Visit, Writer};
use crate::tui::theme::Role;
use crate::tui::widgets::{Document, StyledText};

/// The minimum width that shows the meaning of an HTTP status.
const MIN_WIDTH_FOR_MEANING: usize = 56;

/// Facts are shown in this order, before the other fields.
const FACTS: &[Label] =
    &[Label::Http, Label::Retry, Label::Kind, Label::Names, Label::Aliases, Label::Group];

/// Fields from the response come next, since the title does not repeat them.
const RESPONSE_FIELDS: &[Label] =
    &[Label::Details, Label::Message, Label::Messages, Label::ResponseMessage, Label::Values];

/// Where the entry comes from is shown last.
const ORIGIN: &[Label] = &[Label::Note, Label::Source, Label::Keywords];

/// The content of a pane.
pub struct EntryView<'a> {
    pub visit: &'a Visit,
    pub pane: &'a EntryPane,
    pub services: &'a Services,
}

impl EntryView<'_> {
    /// The entry in lines of at most `width` columns, perhaps with its related entries.
    pub fn write(&self, width: u16, with_related: bool) -> Document {
        let mut writer = Writer::new(width, &self.services.theme, Some(&self.pane.query));
        let title = present::short_heading(self.visit.entry);
        writer.text("", Role::Text, &writer.styled_as(Role::Title, &title));
        let mut fields = present::entry(self.visit.entry, self.visit.finding());
        self.write_facts(&fields, &mut writer);
        fields.retain(|field| !FACTS.contains(&field.label));
        let is_note = |field: &Field| field.label == Label::TeamNotes;
        fields.sort_by_key(|it| (!is_note(it), !RESPONSE_FIELDS.contains(&it.label)));
        let (fields, undocumented): (Vec<_>, Vec<_>) =
            fields.into_iter().partition(Field::is_documented);
        let (origin, fields): (Vec<_>, Vec<_>) =
            fields.into_iter().partition(|field| ORIGIN.contains(&field.label));
        for mut field in fields {
            if field.label == Label::Endpoints {
                // Endpoints that match the query come first.
                field.lines.sort_by_cached_key(|line| Reverse(self.matched(&line.to_string())));
            }
            if field.label == Label::Messages && self.visit.finding().is_none() {
                self.mark_matched(&mut field.lines);
            }
            writer.field(&field);
        }
        if !undocumented.is_empty() {
            let labels: Vec<_> = undocumented.iter().map(|field| field.label.as_str()).collect();
            writer.heading("Not documented", &labels.join(", ").to_lowercase());
        }
        if with_related {
            self.write_links(&mut writer, false);
        }
        for field in &origin {
            writer.field(field);
        }
        writer.finish()
    }

    /// Marks the messages that contain the most words of the query and moves them to the top.
    fn mark_matched(&self, messages: &mut [present::Line]) {
        let coverage = |line: &present::Line| self.pane.query.coverage(&line.to_string());
        messages.sort_by_cached_key(|line| Reverse(coverage(line)));
        let most = messages.first().map_or(0, coverage);
        for line in messages.iter_mut().take_while(|line| most > 0 && coverage(line) == most) {
            *line = std::mem::take(line).led_by(present::TextRole::Mark, ">");
        }
    }

    /// The related entries alone.
    pub fn write_related(&self, width: u16) -> Document {
        let mut writer = Writer::new(width, &self.services.theme, Some(&self.pane.query));
        if self.pane.related.groups.is_empty() {
            writer.paragraph("No related entries.", Role::Muted);
        }
        self.write_links(&mut writer, true);
        writer.finish()
    }

    /// The related entries in groups, with their messages if `full`.
    fn write_links(&self, writer: &mut Writer<'_>, full: bool) {
        for group in &self.pane.related.groups {
            writer.heading(&group.title, "");
            for link in &group.links {
                let start = writer.lines.len();
                let is_selected = self.pane.link == Some(writer.items.len());
                writer.text(if is_selected { "▌ " } else { "→ " }, Role::Key, &self.label(link));
                if is_selected {
                    for line in &mut writer.lines[start..] {
                        line.style = self.services.theme[Role::Selected];
                    }
                }
                writer.items.push(start..writer.lines.len());
                if full && let Link::Entry(entry) = link {
                    let message =
                        StyledText::new(message(*entry), self.services.theme[Role::Muted]);
                    writer.text("  ", Role::Text, &message);
                }
            }
        }
    }

    fn label(&self, link: &Link) -> StyledText {
        let theme = &self.services.theme;
        match link {
            Link::Entry(entry) => {
                let mut label = StyledText::default();
                if entry.catalog.id != self.visit.entry.catalog.id {
                    label.push(entry.catalog.tab, theme[Role::Heading]);
                    label.push(" ", theme[Role::Text]);
                }
                label.push(entry.code, theme[Role::Link]);
                if entry.title() != entry.code {
                    label.push("  ", theme[Role::Text]);
                    label.push(entry.title(), theme[Role::Text]);
                }
                let others = present::other_messages(entry.entry);
                if others > 0 {
                    label.push(&format!("  +{others}"), theme[Role::Muted]);
                }
                label
            }
            Link::Search { count, catalog, .. } => {
                let (all, codes) = if *count == 1 { ("", " code") } else { ("all ", " codes") };
                StyledText::new(all, theme[Role::Text])
                    .with(&count.to_string(), theme[Role::Link])
                    .with(" ", theme[Role::Text])
                    .with(catalog.tab, theme[Role::Heading])
                    .with(codes, theme[Role::Text])
            }
        }
    }

    /// One-line fields with aligned labels.
    fn write_facts(&self, fields: &[Field], writer: &mut Writer<'_>) {
        let excerpt = Excerpt::new(self.visit.entry, &self.pane.query);
        let matched = match excerpt.source {
            Source::Endpoint => self.matched_endpoint(writer).map(|line| ("Endpoint", line)),
            Source::Keyword => {
                let keyword = present::Line::new(present::TextRole::Prose, excerpt.text);
                Some(("Keyword", writer.styled(&keyword)))
            }
            _ => None,
        };
        let facts = FACTS.iter().filter_map(|&label| {
            let field = fields.iter().find(|field| field.label == label)?;
            Some((label.as_str(), self.fact(field, writer)))
        });
        let facts: Vec<_> = matched.into_iter().chain(facts).collect();
        let width = facts.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + 2;
        for (label, fact) in facts {
            writer.text(&format!("{label:width$}"), Role::Heading, &fact);
            if label == Label::Http.as_str()
                && writer.width >= MIN_WIDTH_FOR_MEANING
                && let Some(meaning) = self.status_meaning()
            {
                let meaning = StyledText::new(meaning, self.services.theme[Role::Muted]);
                writer.text(&" ".repeat(width), Role::Text, &meaning);
            }
        }
    }

    fn fact(&self, field: &Field, writer: &Writer<'_>) -> StyledText {
        let mut text = StyledText::default();
        for (i, line) in field.lines.iter().enumerate() {
            text.push(if i > 0 { ", " } else { "" }, self.services.theme[Role::Text]);
            text.append(writer.styled(line));
        }
        // Beside the longest label.
        let room = writer.width.saturating_sub("Endpoint  ".len());
        match field.label {
            _ if field.lines.is_empty() => {
                StyledText::new(NOT_DOCUMENTED, self.services.theme[Role::Muted])
            }
            Label::Retry if text.width() > room => {
                writer.styled(&present::retry_in_short(&self.visit.entry))
            }
            _ => text,
        }
    }

    /// The description of the HTTP status, which is the meaning of the status' own entry.
    fn status_meaning(&self) -> Option<&'static str> {
        let status = self.services.catalogs.status(self.visit.entry.http?.status)?;
        (status != self.visit.entry).then_some(status.description)?
    }

    /// The endpoint that matches the search best, the shortest of several. The endpoints themselves
    /// are mostly below the last line.
    fn matched_endpoint(&self, writer: &Writer<'_>) -> Option<StyledText> {
        let entry = self.visit.entry;
        let best = entry.endpoints.iter().map(|endpoint| self.matched(endpoint.path)).max()?;
        let is_best = |endpoint: &&Endpoint| best > 0 && self.matched(endpoint.path) == best;
        let matching: Vec<&Endpoint> = entry.endpoints.iter().filter(is_best).collect();
        let Endpoint { methods, path, .. } =
            matching.iter().min_by_key(|endpoint| endpoint.path.len())?;
        let mut line = present::Line::default();
        for method in *methods {
            line =
                line.with(present::TextRole::Method, *method).with(present::TextRole::Plain, " ");
        }
        line = line.with(present::TextRole::Literal, *path);
        let more = matching.len() - 1;
        if more > 0 {
            line = line.with(present::TextRole::Muted, format!(" and {more} more"));
        }
        Some(writer.styled(&line))
    }

    /// How many bytes of a text the search matches.
    fn matched(&self, text: &str) -> usize {
        self.pane.query.highlights(text).iter().map(ExactSizeIterator::len).sum()
    }
}

/// The first message or the description of an entry, unless its title is the same.
fn message(entry: EntryRef) -> &'static str {
    let text = entry.messages.first().or(entry.description.as_ref());
    text.copied().filter(|text| *text != entry.title()).unwrap_or_default()
}
