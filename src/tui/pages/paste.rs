//! The paste page: the pasted text beside its findings, and the entry of the selected finding where
//! there is room for it.

mod editor;
mod findings_view;
mod history;
mod placeholders;
mod text_view;

pub use history::History;

use std::rc::Rc;

use ratatui::prelude::{Buffer, Position, Widget};
use tui_textarea::TextArea;

use crate::catalog::EntryRef;
use crate::decode::{Finding, Report};
use crate::present::Subject;
use crate::search::Query;
use crate::tui::effects::{DecodeJob, Decoded, Effect, JobHandle};
use crate::tui::keymap::{Action, Key};
use crate::tui::layout;
use crate::tui::pages::paste::editor::Editor;
use crate::tui::pages::paste::text_view::TextView;
use crate::tui::pages::{EntryPane, Request, Services, Visit};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Divider, Document, Rule, StyledText};

/// Longer texts are decoded on the worker. The decoder reads this much in four milliseconds at worst,
/// so that the report is in the same frame as the paste.
const DECODED_AT_ONCE: usize = 4 * 1024;

/// Longer texts without structure are not offered to the search.
const LONGEST_QUERY: usize = 200;

const NO_ENTRY: &str = "No entry to show.";

/// The progress of decoding the text.
#[derive(Debug, Clone, Default)]
pub enum Progress {
    /// There is no text.
    #[default]
    Empty,
    Decoding(Rc<JobHandle>),
    Cancelled,
    Decoded(Box<Report>),
}

/// The state of the paste page.
#[derive(Debug, Clone, Default)]
pub struct PastePage {
    pub editor: Editor,
    pub progress: Progress,
    /// Which of [`PastePage::findings`] is selected.
    pub selected: usize,
    pub at: layout::PasteLayout,
    verdict: StyledText,
    document: Document,
    /// The entry of the selected finding.
    entry: EntryPane,
    /// What is highlighted in the entry.
    query: Query,
}

impl PastePage {
    /// A page with a text, which is decoded.
    pub fn new(text: &str, query: &Query, services: &mut Services) -> Self {
        services.pastes.keep(text);
        let mut page = Self {
            editor: Editor::new(text),
            at: layout::paste(services.screen),
            query: query.clone(),
            ..Self::default()
        };
        page.decode(services);
        page
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, services: &Services) {
        self.at = layout::paste(services.screen);
        self.editor.resize(self.selected_start(), self.at.text);
        self.write(services);
        self.entry.lay_out(services);
    }

    /// Writes the findings, and shows the entry of the selected one.
    fn write(&mut self, services: &Services) {
        let (verdict, findings) = findings_view::write(self, services);
        self.verdict = verdict;
        self.document.replace(findings, self.at.findings.height);
        let visit = self.selected_entry().filter(|_| self.at.entry.detail.width > 0);
        self.entry.show(visit, &self.query, self.at.entry, services);
    }

    pub fn report(&self) -> Option<&Report> {
        match &self.progress {
            Progress::Decoded(report) => Some(report),
            _ => None,
        }
    }

    /// What can be selected: the findings, then the alternatives.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> + Clone {
        self.report()
            .into_iter()
            .flat_map(|report| report.findings.iter().chain(&report.alternatives))
    }

    pub fn selected_finding(&self) -> Option<&Finding> {
        self.findings().nth(self.selected)
    }

    fn selected_start(&self) -> Option<usize> {
        self.selected_finding().map(|finding| finding.span.start)
    }

    /// The entry of the HTTP status of a response that no catalog knows.
    pub fn status_entry(&self, services: &Services) -> Option<EntryRef> {
        let report = self.report().filter(|_| self.selected_finding().is_none())?;
        services.catalogs.status(report.http.as_ref()?.status)
    }

    /// The entry of the selected finding.
    fn selected_entry(&self) -> Option<Visit> {
        let finding = self.selected_finding()?;
        Some(Visit { entry: finding.entry_ref()?, finding: Some(Box::new(finding.clone())) })
    }

    /// A finding with the text that it is in; the text alone when nothing was found.
    pub fn subject<'a>(&'a self, finding: Option<&'a Finding>) -> Option<Subject<'a>> {
        let (text, report) = (self.editor.text(), self.report()?);
        Some(Subject::Response { text, report, finding })
    }

    /// The text, if it can be a search: short, on one line, unstructured and not recognised.
    pub fn words(&self) -> Option<&str> {
        let text = self.editor.text().trim();
        let is_plain = text.len() < LONGEST_QUERY
            && !text.contains(|c: char| c.is_control() || matches!(c, '{' | '}' | '<' | '>'));
        (is_plain && self.report().is_some() && !self.is_identified()).then_some(text)
    }

    /// Whether the report claims a finding.
    pub fn is_identified(&self) -> bool {
        self.report().is_some_and(|report| report.findings.iter().any(Finding::is_claim))
    }

    /// Decodes the text, at once or on the worker.
    fn decode(&mut self, services: &mut Services) {
        let text = self.editor.text();
        self.selected = 0;
        self.document.scroll.scroll_to(0);
        self.progress = if text.trim().is_empty() {
            Progress::Empty
        } else if text.len() <= DECODED_AT_ONCE {
            Progress::Decoded(Box::new(services.decoder.decode(text.as_bytes(), None)))
        } else {
            services.jobs += 1;
            let (job, handle) = DecodeJob::new(services.jobs, text, &services.decoder);
            services.effects.push(Effect::Decode(job));
            Progress::Decoding(Rc::new(handle))
        };
        self.show_report(services);
    }

    /// Stores the report if it belongs to the current job; stale reports are dropped.
    pub fn finish_decoding(&mut self, decoded: Decoded, services: &Services) {
        if let Progress::Decoding(handle) = &self.progress
            && handle.matches(&decoded)
            && let Some(report) = decoded.report
        {
            self.progress = Progress::Decoded(report);
            self.show_report(services);
        }
    }

    fn show_report(&mut self, services: &Services) {
        self.editor.show_finding(self.selected_start(), self.at.text);
        self.write(services);
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        if self.document.scroll.apply(action) {
            return None;
        }
        match action {
            Action::Open => return self.open(services),
            Action::GoBack => return self.go_back(services),
            Action::SelectNextFinding => self.cycle_finding(1, services),
            Action::SelectPreviousFinding => self.cycle_finding(-1, services),
            Action::PreviousPaste => self.recall(-1, services),
            Action::NextPaste => self.recall(1, services),
            Action::InsertNewline => self.edit(services, |editor| editor.insert("\n")),
            Action::Clear => self.edit(services, Editor::clear),
            Action::Undo => self.edit(services, |editor| editor.edit(TextArea::undo)),
            Action::Redo => self.edit(services, |editor| editor.edit(TextArea::redo)),
            _ => {}
        }
        None
    }

    /// Handles a key that is not bound.
    pub fn input(&mut self, key: Key, services: &mut Services) {
        self.edit(services, |editor| editor.input(key));
    }

    /// Inserts a pasted word, or replaces the text by another response.
    pub fn paste(&mut self, text: &str, is_word: bool, services: &mut Services) {
        if is_word {
            self.edit(services, |editor| editor.insert(text));
        } else {
            services.pastes.keep(self.editor.text());
            self.replace(text, services);
            services.pastes.keep(text);
        }
    }

    fn replace(&mut self, text: &str, services: &mut Services) {
        self.editor.replace(text);
        self.decode(services);
    }

    /// Edits the text and decodes it again if it changed.
    fn edit(&mut self, services: &mut Services, edit: impl FnOnce(&mut Editor) -> bool) {
        if edit(&mut self.editor) {
            self.decode(services);
        } else if self.editor.hidden_bytes() > 0 {
            services.notify("too long to edit (decoded in full)");
        }
    }

    fn open(&mut self, services: &mut Services) -> Option<Request> {
        let status = || self.status_entry(services).map(Visit::new);
        if let Some(visit) = self.selected_entry().or_else(status) {
            return Some(Request::OpenEntry(visit));
        }
        match self.progress {
            Progress::Cancelled => self.decode(services),
            Progress::Decoding(_) => services.notify("still decoding"),
            _ if self.selected_finding().is_some() => {
                services.notify("the catalog has no entry for this");
            }
            _ => services.notify("nothing recognised, no entry to open"),
        }
        None
    }

    /// Cancels decoding, or closes the page; a short unknown text becomes a search.
    fn go_back(&mut self, services: &mut Services) -> Option<Request> {
        if let Progress::Decoding(_) = self.progress {
            self.progress = Progress::Cancelled;
            self.write(services);
            services.notify("decoding cancelled; press again to close");
            return None;
        }
        services.pastes.keep(self.editor.text());
        Some(match self.words() {
            Some(words) => Request::Search(words.to_owned()),
            None => Request::Close,
        })
    }

    /// Selects the finding `by` findings further, wrapping around.
    fn cycle_finding(&mut self, by: isize, services: &Services) {
        let count = self.findings().count().cast_signed();
        if count > 0 {
            let next = (self.selected.cast_signed() + by).rem_euclid(count);
            self.select_finding(next.cast_unsigned(), services);
        }
    }

    pub fn select_finding(&mut self, finding: usize, services: &Services) {
        self.selected = finding;
        self.editor.select_finding(self.selected_start(), self.at.text);
        self.write(services);
        self.document.reveal(finding);
    }

    /// Shows the text that was pasted before or after this one, which is kept too.
    fn recall(&mut self, by: isize, services: &mut Services) {
        let other = services.pastes.neighbour(self.editor.text(), by);
        if let Some(text) = other.map(str::to_owned) {
            self.replace(&text, services);
        } else if by < 0 {
            services.notify("no earlier paste in this session");
        } else {
            services.notify("no later paste in this session");
        }
    }

    pub fn click(&mut self, position: Position, services: &mut Services) -> Option<Request> {
        let at = self.at;
        if at.entry.detail.contains(position) {
            return self.open(services);
        }
        let finding = self.document.item_at(at.findings, position)?;
        if finding == self.selected {
            return self.open(services);
        }
        self.select_finding(finding, services);
        None
    }

    pub fn is_enabled(&self, action: Action, services: &Services) -> bool {
        match action {
            Action::Open => {
                matches!(self.progress, Progress::Cancelled)
                    || self.selected_entry().is_some()
                    || self.status_entry(services).is_some()
            }
            Action::SelectNextFinding | Action::SelectPreviousFinding => {
                self.findings().nth(1).is_some()
            }
            Action::PreviousPaste => services.pastes.position(self.editor.text()) > 0,
            _ => self.document.is_enabled(action),
        }
    }

    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) {
        let at = &self.at;
        self.verdict.render(at.head, buffer);
        let text = TextView { page: self, theme };
        let label = text.label();
        let rule = Rule { title: "Your paste", label: &label, focused: true, theme };
        rule.render(at.text_rule, buffer);
        text.render(at.text, buffer);
        let rule =
            Rule { title: "Findings", label: &self.document.scroll.label(), focused: false, theme };
        rule.render(at.findings_rule, buffer);
        self.document.render(at.findings, buffer);
        Divider { theme }.render(at.divider, buffer);
        if at.entry.detail.width > 0 {
            self.entry.render("Catalog entry", false, theme, buffer);
            Divider { theme }.render(at.entry_divider, buffer);
            if self.entry.visit.is_none() {
                StyledText::new(NO_ENTRY, theme[Role::Muted]).render(at.entry.detail, buffer);
            }
        }
    }
}
