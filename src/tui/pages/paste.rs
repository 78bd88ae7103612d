//! The paste page: the pasted text beside its findings, and the entry of the selected finding where
//! there is room for it.

mod editor;
mod findings_view;
mod history;
mod placeholders;
mod pretty;
mod text_view;

pub use history::History;
pub use text_view::evidence_spans;

use std::rc::Rc;

use ratatui::prelude::{Buffer, Position, Widget};
use tui_textarea::TextArea;

use crate::catalog::EntryRef;
use crate::decode::{Decoder, Finding, Report};
use crate::present::Subject;
use crate::scan::records;
use crate::search::Query;
use crate::tui::effects::{DecodeJob, Decoded, Effect, JobHandle};
use crate::tui::keymap::{Action, Key, Scope};
use crate::tui::layout;
use crate::tui::pages::paste::editor::Editor;
use crate::tui::pages::paste::text_view::TextView;
use crate::tui::pages::{EntryPane, OpenedFrom, Request, Services, Visit};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Divider, Document, Rule, StyledText};

/// Longer texts are decoded on the worker. The decoder reads this much in four milliseconds at worst,
/// so that the report is in the same frame as the paste.
const DECODED_AT_ONCE: usize = 4 * 1024;

/// Longer texts are not searched for.
const LONGEST_QUERY: usize = 200;

/// Longer records are bodies of their own rather than part of a log.
const LONG_RECORD: usize = 16 * 1024;

const NO_ENTRY: &str = "No entry to show.";

/// Why a text can't be edited.
const TOO_LONG: &str = "too long to edit (decoded in full)";

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

/// The part of the page that receives keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PasteFocus {
    #[default]
    Findings,
    Text,
}

/// The state of the paste page.
#[derive(Debug, Clone, Default)]
pub struct PastePage {
    pub focus: PasteFocus,
    pub editor: Editor,
    pub progress: Progress,
    /// Which of [`PastePage::findings`] is selected.
    pub selected: usize,
    pub at: layout::PasteLayout,
    verdict: StyledText,
    document: Document,
    /// The entry of the selected finding.
    pub entry: EntryPane,
    /// Whether the text is a record of the log page below, not a paste.
    pub is_record: bool,
}

impl PastePage {
    /// A page with a text, which is decoded. Without one it is typed.
    pub fn new(text: &str, services: &mut Services) -> Self {
        services.pastes.keep(text);
        let mut page = Self {
            focus: if text.is_empty() { PasteFocus::Text } else { PasteFocus::Findings },
            editor: Editor::new(text),
            at: layout::paste(services.screen),
            ..Self::default()
        };
        page.decode(services);
        page
    }

    /// A page with a record of a log, where the finding that starts at byte `start` is selected.
    pub fn record(text: &str, start: usize, services: &mut Services) -> Self {
        let mut page = Self {
            editor: Editor::new(text),
            at: layout::paste(services.screen),
            is_record: true,
            ..Self::default()
        };
        page.decode(services);
        let finding = page.findings().position(|finding| finding.span.start == start);
        if let Some(finding) = finding {
            page.select_finding(finding, services);
        }
        page
    }

    pub fn scopes(&self) -> &'static [Scope] {
        match self.focus {
            PasteFocus::Findings => &[Scope::Paste, Scope::Global],
            PasteFocus::Text => &[Scope::PasteText, Scope::Global],
        }
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
        self.entry.show(visit, &Query::default(), self.at.entry, services);
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

    /// Where the evidence in the selected finding starts, else the finding.
    pub fn selected_start(&self) -> Option<usize> {
        let finding = self.selected_finding()?;
        let starts = evidence_spans(finding).into_iter().map(|span| span.start);
        let first = starts.filter(|start| finding.span.contains(start)).min();
        Some(first.unwrap_or(finding.span.start))
    }

    /// The entry of the HTTP status of a response that no catalog knows.
    pub fn status_entry(&self, services: &Services) -> Option<EntryRef> {
        let report = self.report().filter(|_| self.selected_finding().is_none())?;
        services.catalogs.status(report.http.as_ref()?.status)
    }

    /// The entry of the selected finding.
    fn selected_entry(&self) -> Option<Visit> {
        let finding = Box::new(self.selected_finding()?.clone());
        let entry = finding.entry_ref()?;
        let from = if self.is_record { OpenedFrom::Log } else { OpenedFrom::Paste };
        Some(Visit { entry, from: from(finding) })
    }

    /// A finding with the text that it is in; the text alone when nothing was found.
    pub fn subject<'a>(&'a self, finding: Option<&'a Finding>) -> Option<Subject<'a>> {
        let (text, report) = (self.editor.text(), self.report()?);
        Some(Subject::Response { text, report, finding })
    }

    /// The text, if it can be a search: a phrase in which nothing is identified.
    pub fn words(&self) -> Option<&str> {
        let text = self.editor.text();
        let is_query = !self.is_record && is_phrase(text) && !is_identified(self.report()?);
        is_query.then(|| text.trim())
    }

    /// Whether the report claims a finding.
    pub fn is_identified(&self) -> bool {
        self.report().is_some_and(is_identified)
    }

    /// Decodes the text, at once or on the worker.
    pub fn decode(&mut self, services: &mut Services) {
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

    /// Decodes the text with other catalogs. The selected finding stays selected, unless it takes the
    /// worker to find it.
    pub fn decode_again(&mut self, services: &mut Services) {
        let selected = self.selected;
        self.decode(services);
        if selected < self.findings().count() {
            self.select_finding(selected, services);
        }
    }

    /// Whether the text is too long to be shown in full and consists of many records, so that the log
    /// page shows more of it.
    pub fn is_log(&self) -> bool {
        let text = self.editor.text();
        let long = records(text.as_bytes()).map(|(range, _)| range.len());
        let long: usize = long.filter(|length| *length > LONG_RECORD).sum();
        self.editor.is_too_long() && long < text.len() / 2
    }

    /// Whether it waits for this report.
    pub fn awaits(&self, decoded: &Decoded) -> bool {
        matches!(&self.progress, Progress::Decoding(handle) if handle.matches(decoded))
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
            Action::EditText => self.edit_text(services),
            Action::PrettyPrint => self.toggle_pretty(),
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
        if self.focus == PasteFocus::Text {
            self.edit(services, |editor| editor.input(key));
        } else if key.typed().is_some() {
            let edit = services.keymap.key_name(&[Scope::Paste], Action::EditText);
            services.notify(format!("press {edit} to edit the text"));
        }
    }

    /// Gives the focus to the text, as it was pasted.
    fn edit_text(&mut self, services: &mut Services) {
        if self.editor.is_too_long() {
            return services.notify(TOO_LONG);
        }
        self.focus = PasteFocus::Text;
        if self.editor.is_pretty() {
            self.toggle_pretty();
        }
    }

    fn toggle_pretty(&mut self) {
        self.editor.set_pretty(!self.editor.is_pretty());
        self.editor.select_finding(self.selected_start(), self.at.text);
    }

    /// Inserts a pasted word into the text that is edited.
    pub fn insert(&mut self, text: &str, services: &mut Services) {
        self.edit(services, |editor| editor.insert(text));
    }

    /// Replaces the text by another response.
    pub fn paste(&mut self, text: &str, services: &mut Services) {
        services.pastes.keep(self.editor.text());
        self.replace(text, services);
        services.pastes.keep(text);
    }

    fn replace(&mut self, text: &str, services: &mut Services) {
        self.editor.replace(text);
        self.focus = PasteFocus::Findings;
        self.decode(services);
    }

    /// Edits the text and decodes it again if it changed.
    fn edit(&mut self, services: &mut Services, edit: impl FnOnce(&mut Editor) -> bool) {
        if edit(&mut self.editor) {
            self.decode(services);
        } else if self.editor.is_too_long() {
            services.notify(TOO_LONG);
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
            _ if self.focus == PasteFocus::Findings => self.edit_text(services),
            _ => services.notify("nothing recognised, no entry to open"),
        }
        None
    }

    /// Cancels decoding, stops editing, or closes the page; a short unknown text becomes a search.
    fn go_back(&mut self, services: &mut Services) -> Option<Request> {
        if let Progress::Decoding(_) = self.progress {
            self.progress = Progress::Cancelled;
            self.write(services);
            services.notify("decoding cancelled; press again to close");
            return None;
        }
        if !self.is_record {
            services.pastes.keep(self.editor.text());
        }
        if self.focus == PasteFocus::Text && self.selected_finding().is_some() {
            self.focus = PasteFocus::Findings;
            self.editor.select_finding(self.selected_start(), self.at.text);
            return None;
        }
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
        if at.text.contains(position) {
            self.edit_text(services);
            return None;
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
            Action::EditText => !self.editor.is_too_long(),
            Action::PrettyPrint => self.editor.text().contains('{'),
            Action::BrowseLog => !self.is_record && self.editor.is_too_long(),
            Action::Clear => !self.editor.text().is_empty(),
            _ => self.document.is_enabled(action),
        }
    }

    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) {
        let at = &self.at;
        self.verdict.render(at.head, buffer);
        let text = TextView { page: self, theme };
        let label = text.label();
        let focused = self.focus == PasteFocus::Text;
        let title = if self.is_record { "Record" } else { "Your paste" };
        let rule = Rule { title, label: &label, focused, theme };
        rule.render(at.text_rule, buffer);
        text.render(at.text, buffer);
        let label = self.document.scroll.label();
        let rule = Rule { title: "Findings", label: &label, focused: !focused, theme };
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

/// Whether a text could be words to search for: short, on one line and unstructured.
fn is_phrase(text: &str) -> bool {
    let text = text.trim();
    text.len() < LONGEST_QUERY
        && !text.contains(|c: char| c.is_control() || matches!(c, '{' | '}' | '<' | '>'))
}

/// Whether the report claims a finding.
fn is_identified(report: &Report) -> bool {
    report.findings.iter().any(Finding::is_claim)
}

/// Whether a pasted text is a phrase to search for: no response, and nothing in it is recognised.
pub fn is_search(text: &str, decoder: &Decoder) -> bool {
    is_phrase(text) && {
        let report = decoder.decode(text.as_bytes(), None);
        report.http.is_none() && report.intermediary.is_none() && !is_identified(&report)
    }
}
