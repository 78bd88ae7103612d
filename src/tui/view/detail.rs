//! An entry, written out for reading: the answer first, where it comes from last.

use std::cmp::Reverse;
use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Role;
use super::related::{Linked, RelatedLines};
use crate::catalog::{Basis, Catalogs, EntryKind, EntryRef, Origin, Retry};
use crate::decode::{Capture, Finding, HttpStatus};
use crate::present;
use crate::search::Query;
use crate::tui::related::Related;
use crate::tui::text::Rich;
use crate::tui::theme::Theme;

const NOT_DOCUMENTED: &str = "not documented";

/// From how many columns on the meaning of a status is worth its lines.
const ROOMY: usize = 56;

/// An entry, and the finding that led to it.
pub(crate) struct Detail<'a> {
    pub(crate) record: EntryRef,
    pub(crate) finding: Option<&'a Finding>,
    /// The status of the response that the finding is in.
    pub(crate) http: Option<&'a HttpStatus>,
    pub(crate) catalogs: &'a Catalogs,
    pub(crate) query: &'a Query,
    pub(crate) theme: &'a Theme,
    pub(crate) related: &'a Related,
    /// Which of the related entries is chosen.
    pub(crate) link: Option<usize>,
    /// Whether what is related stands in a part of its own.
    pub(crate) apart: bool,
}

impl Detail<'_> {
    /// The entry in lines of at most `width` columns.
    pub(crate) fn lines(&self, width: usize) -> Vec<Line<'static>> {
        self.write(width).lines
    }

    /// The lines of the chosen link.
    pub(crate) fn link_lines(&self, width: usize) -> Option<Range<usize>> {
        self.write(width).links.get(self.link?).cloned()
    }

    /// Which link stands on that line.
    pub(crate) fn link_at(&self, line: usize, width: usize) -> Option<usize> {
        self.write(width).at(line)
    }

    /// What is related, in lines of their own.
    pub(crate) fn related_lines(&self, width: usize) -> Vec<Line<'static>> {
        self.write_related(width).lines
    }

    /// Which link stands on that line of its own part.
    pub(crate) fn related_at(&self, line: usize, width: usize) -> Option<usize> {
        self.write_related(width).at(line)
    }

    /// The first of those lines to show in `height`, so that the chosen link is in sight.
    pub(crate) fn related_top(&self, width: usize, height: usize) -> usize {
        let lines = self.link.and_then(|link| self.write_related(width).links.get(link).cloned());
        lines.map_or(0, |lines| lines.end.saturating_sub(height))
    }

    fn write_related(&self, width: usize) -> Linked {
        let mut page = Linked::default();
        if self.related.groups.is_empty() {
            let nothing = Rich::new("Nothing else has this code or name.", self.theme[Role::Muted]);
            page.lines.extend(nothing.wrap(&Span::default(), width));
        }
        self.links(true).write(&mut page, width);
        page
    }

    fn links(&self, full: bool) -> RelatedLines<'_> {
        let (record, related, theme) = (self.record, self.related, self.theme);
        RelatedLines { record, related, chosen: self.link, full, theme }
    }

    fn write(&self, width: usize) -> Linked {
        let mut page = Page { lines: Vec::new(), width, theme: self.theme };
        self.title(&mut page);
        self.facts(&mut page);
        self.messages(&mut page);
        self.said(&mut page);
        self.meaning(&mut page);
        self.action(&mut page);
        self.endpoints(&mut page);
        self.absent(&mut page);
        let mut written = Linked { lines: page.lines, links: Vec::new() };
        if !self.apart {
            self.links(false).write(&mut written, width);
        }
        let mut page = Page { lines: std::mem::take(&mut written.lines), width, theme: self.theme };
        self.origin(&mut page);
        written.lines = page.lines;
        written
    }

    fn marked(&self, text: &str, style: Style) -> Rich {
        let mut rich = Rich::default();
        rich.push_marked(text, style, &self.query.highlights(text), self.theme[Role::Match]);
        rich
    }

    fn title(&self, page: &mut Page) {
        let (record, title) = (self.record, self.theme[Role::Title]);
        let vendor = Rich::new(record.catalog.tab, self.theme[Role::Heading]);
        let mut line = vendor.with(" ", title);
        line.append(self.marked(record.code, title));
        if let Some(name) = record.names.first().filter(|name| **name != record.code) {
            line.push("  ", title);
            line.append(self.marked(name, title));
        }
        page.text(&line);
    }

    /// What fits on a line each, with aligned labels.
    fn facts(&self, page: &mut Page) {
        let (record, theme) = (self.record, self.theme);
        let (text, muted) = (theme[Role::Text], theme[Role::Muted]);
        let asked = self.asked_endpoint().map(|endpoint| ("Endpoint", endpoint));
        let mut facts: Vec<_> = asked.into_iter().collect();
        // Besides the longest label.
        let room = page.width.saturating_sub("Endpoint  ".len());
        facts.extend([("HTTP", self.status()), ("Retry", self.retry(room))]);
        if record.kind != EntryKind::Error {
            facts.push(("EntryKind", Rich::new(record.kind.as_str(), theme[Role::Good])));
        }
        if let Some((_, others)) = record.names.split_first().filter(|(_, rest)| !rest.is_empty()) {
            facts.push(("Names", self.list(others)));
        }
        if !record.aliases.is_empty() {
            facts.push(("Also", self.list(record.aliases).with(" (also found as)", muted)));
        }
        if let Some(category) = record.category {
            facts.push(("Group", Rich::new(category, text)));
        }
        let width = facts.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + 2;
        for (label, fact) in facts {
            let lead = Span::styled(format!("{label:width$}"), theme[Role::Heading]);
            page.lines.extend(fact.wrap(&lead, page.width));
            if label == "HTTP"
                && page.width >= ROOMY
                && let Some(meaning) = self.meaning_of_status()
            {
                let lead = Span::raw(" ".repeat(width));
                page.lines.extend(Rich::new(meaning, muted).wrap(&lead, page.width));
            }
        }
    }

    /// The endpoint that was searched for: of those that the search meets best, the shortest, where
    /// it meets nothing that an entry is known by. All of them stand further below, mostly out of
    /// sight.
    fn asked_endpoint(&self) -> Option<Rich> {
        let record = self.record;
        let mut known_by = record.names.iter().chain(record.messages).chain([&record.code]);
        if known_by.any(|text| self.met(text) > 0) {
            return None;
        }
        let most = record.endpoints.iter().map(|endpoint| self.met(endpoint.path)).max()?;
        let best = record.endpoints.iter().filter(|at| most > 0 && self.met(at.path) == most);
        let (shortest, more) =
            (best.clone().min_by_key(|endpoint| endpoint.path.len())?, best.count() - 1);
        let mut rich = Rich::default();
        for method in shortest.methods {
            rich.push(method, self.theme[Role::Key]);
            rich.push(" ", self.theme[Role::Text]);
        }
        rich.append(self.marked(shortest.path, self.theme[Role::Text]));
        if more > 0 {
            rich.push(&format!(" and {more} more"), self.theme[Role::Muted]);
        }
        Some(rich)
    }

    /// How many bytes of a text the search meets.
    fn met(&self, text: &str) -> usize {
        self.query.highlights(text).iter().map(ExactSizeIterator::len).sum()
    }

    fn list(&self, words: &[&str]) -> Rich {
        let mut rich = Rich::default();
        for (i, word) in words.iter().enumerate() {
            rich.push(if i > 0 { ", " } else { "" }, self.theme[Role::Text]);
            rich.append(self.marked(word, self.theme[Role::Text]));
        }
        rich
    }

    fn status(&self) -> Rich {
        let muted = self.theme[Role::Muted];
        let mut rich = Rich::default();
        let mut tell = |status: u16, aside: &str| {
            rich.push(&status.to_string(), self.theme.status(status));
            if let Some(reason) = self.catalogs.reason(status) {
                rich.push(&format!(" {reason}"), self.theme[Role::Text]);
            }
            rich.push(aside, muted);
        };
        let basis = |basis| match basis {
            Basis::Documented => " (documented)",
            Basis::Observed => " (observed, not documented)",
        };
        let seen = self.http.map(|http| http.status);
        match (self.record.http, seen) {
            (None, None) => return Rich::new(NOT_DOCUMENTED, muted),
            (None, Some(seen)) => tell(seen, " in the response (not documented)"),
            (Some(http), Some(seen)) if seen != http.status => {
                tell(http.status, &format!("{}, but ", basis(http.basis)));
                tell(seen, " in the response");
            }
            (Some(http), _) => tell(http.status, basis(http.basis)),
        }
        rich
    }

    /// What the status says by itself; of a status' own entry that is the meaning below.
    fn meaning_of_status(&self) -> Option<&'static str> {
        let status = self.catalogs.status(self.record.http?.status)?;
        (status != self.record).then_some(status.description)?
    }

    /// Whether a retry helps; in full where that fits into so many columns.
    fn retry(&self, width: usize) -> Rich {
        let role = match self.record.retry {
            _ if self.record.kind == EntryKind::Success => Role::Good,
            Retry::Unknown => Role::Muted,
            Retry::Never => Role::Bad,
            Retry::AfterFix | Retry::Later => Role::Warn,
            Retry::Backoff => Role::Good,
        };
        let says = Rich::new(&present::retry(&self.record).to_string(), self.theme[role]);
        if says.width() > width {
            return Rich::new(&present::retry_in_short(&self.record).to_string(), self.theme[role]);
        }
        says
    }

    fn messages(&self, page: &mut Page) {
        let messages = self.record.messages;
        match messages.len() {
            0 => return,
            1 => page.heading("Message", ""),
            _ => page.heading("Messages", ""),
        }
        // The one of the paste comes first.
        let of_paste = self.finding.and_then(|finding| finding.template);
        let mut order: Vec<usize> = (0..messages.len()).collect();
        order.sort_by_key(|&i| Some(i) != of_paste);
        for (i, message) in order.into_iter().filter_map(|i| Some((i, messages.get(i)?))) {
            let matched = self.finding.filter(|_| Some(i) == of_paste);
            let (lead, text) = match matched {
                Some(finding) => ("▸ ", self.bound(message, &finding.captures).0),
                // Without a finding none is marked, and one alone needs no mark.
                None if messages.len() > 1 => ("· ", self.marked(message, self.theme[Role::Text])),
                None => ("", self.marked(message, self.theme[Role::Text])),
            };
            page.lines.extend(text.wrap(&Span::styled(lead, self.theme[Role::Key]), page.width));
        }
    }

    /// What the response says where no message of the entry holds it: its own words, and the values
    /// that have no place in a message.
    fn said(&self, page: &mut Page) {
        let Some(finding) = self.finding else { return };
        let message = finding.template.and_then(|message| self.record.messages.get(message));
        let said = finding.message.as_deref().filter(|_| message.is_none());
        let unplaced = self.bound(message.unwrap_or(&""), &finding.captures).1;
        if said.is_none() && unplaced.is_empty() {
            return;
        }
        page.heading("In the response", "");
        let capture = self.theme[Role::Capture];
        if let Some(said) = said {
            page.text(&Rich::new(said, capture));
        }
        for Capture { name, value, .. } in unplaced {
            let lead = Span::styled(format!("{name} = "), self.theme[Role::Muted]);
            page.lines.extend(Rich::new(value, capture).wrap(&lead, page.width));
        }
    }

    /// The message with the values of the paste in place of its placeholders, and the values that
    /// have none there.
    fn bound<'c>(&self, message: &str, captures: &'c [Capture]) -> (Rich, Vec<&'c Capture>) {
        let text = self.theme[Role::Text];
        let (mut rich, mut unplaced) = (Rich::default(), Vec::new());
        let mut rest = message;
        for capture in captures {
            let parts = [('[', ']'), ('{', '}'), ('<', '>'), ('(', ')')].iter().find_map(
                |(open, close)| rest.split_once(&format!("{open}{}{close}", capture.name)),
            );
            let Some((before, after)) = parts else {
                unplaced.push(capture);
                continue;
            };
            rich.push(before, text);
            rich.push(&capture.value, self.theme[Role::Capture]);
            rest = after;
        }
        (rich.with(rest, text), unplaced)
    }

    fn meaning(&self, page: &mut Page) {
        if let Some(description) = self.record.description {
            page.heading("Meaning", "");
            page.text(&self.marked(description, self.theme[Role::Text]));
        }
    }

    fn action(&self, page: &mut Page) {
        if let Some(action) = self.record.action {
            page.heading("Do next", "errdex's own advice");
            page.text(&Rich::new(action, self.theme[Role::Advice]));
        }
    }

    fn endpoints(&self, page: &mut Page) {
        let mut endpoints: Vec<_> = self.record.endpoints.iter().collect();
        if endpoints.is_empty() {
            return;
        }
        // Those that were searched for come first.
        endpoints.sort_by_cached_key(|endpoint| Reverse(self.met(endpoint.path)));
        page.heading("Endpoints", "");
        let methods: Vec<String> =
            endpoints.iter().map(|endpoint| endpoint.methods.join(" ")).collect();
        let width = methods.iter().map(String::len).max().unwrap_or(0);
        for (endpoint, methods) in endpoints.iter().zip(methods) {
            // Endpoints without methods are names of APIs.
            let lead = if width > 0 { format!("{methods:width$}  ") } else { String::new() };
            let path = self.marked(endpoint.path, self.theme[Role::Text]);
            page.lines.extend(path.wrap(&Span::styled(lead, self.theme[Role::Key]), page.width));
        }
    }

    /// The parts that the source has nothing on.
    fn absent(&self, page: &mut Page) {
        let record = self.record;
        let absent: Vec<&str> = [
            ("message", record.messages.is_empty()),
            ("meaning", record.description.is_none()),
            ("endpoints", record.endpoints.is_empty()),
        ]
        .into_iter()
        .filter_map(|(part, absent)| absent.then_some(part))
        .collect();
        if !absent.is_empty() {
            page.heading("Not documented", &absent.join(", "));
        }
    }

    fn origin(&self, page: &mut Page) {
        let (record, source) = (self.record, self.record.catalog.source);
        let (text, muted) = (self.theme[Role::Text], self.theme[Role::Muted]);
        if let Some(note) = record.note {
            page.heading("Note", "");
            page.text(&Rich::new(note, text));
        }
        page.heading("Source", &format!("read {}", source.captured));
        page.text(&Rich::new(source.title, text));
        page.text(&Rich::new(source.url, muted));
        let origin = match record.origin {
            Origin::Source => "",
            Origin::Later => "; from a later revision of it",
            Origin::Observed => "; observed in real responses, not in the document",
        };
        page.text(&Rich::new(&format!("Table: {}{origin}", record.section_title()), muted));
    }
}

/// Lines being written.
struct Page<'a> {
    lines: Vec<Line<'static>>,
    width: usize,
    theme: &'a Theme,
}

impl Page<'_> {
    /// A heading after a blank line, and what is to be said of it.
    fn heading(&mut self, title: &str, aside: &str) {
        let line = Rich::new(title, self.theme[Role::Heading])
            .with("  ", self.theme[Role::Muted])
            .with(aside, self.theme[Role::Muted]);
        self.lines.push(Line::default());
        self.text(&line);
    }

    fn text(&mut self, text: &Rich) {
        self.lines.extend(text.wrap(&Span::default(), self.width));
    }
}
