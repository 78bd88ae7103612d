//! The report on a paste: the verdict in a sentence, and the findings. The selected one is shown with
//! its evidence.

use crate::present::{self, Field, FindingText, Label, ReportText};
use crate::tui::keymap::Action;
use crate::tui::pages::{PastePage, Progress, Services, Writer};
use crate::tui::theme::Role;
use crate::tui::widgets::{Document, StyledText};

const EMPTY: &str = "Paste a body, headers and body, or a log line. It is decoded as you type.";

/// The minimum height that shows the meaning of a finding next to its evidence.
const MIN_HEIGHT_FOR_MEANING: u16 = 14;

/// Returns the verdict in a sentence, and the findings.
pub fn write(page: &PastePage, services: &Services) -> (StyledText, Document) {
    let writer = Writer::new(page.at.findings.width, &services.theme, None);
    let with_meaning =
        page.at.findings.height >= MIN_HEIGHT_FOR_MEANING && page.at.entry.detail.width == 0;
    let mut view = View { page, services, writer, with_meaning };
    let verdict = view.write();
    (verdict, view.writer.finish())
}

struct View<'a> {
    page: &'a PastePage,
    services: &'a Services,
    writer: Writer<'a>,
    /// Whether the selected finding shows its meaning, which is redundant next to its entry.
    with_meaning: bool,
}

impl View<'_> {
    /// Writes the findings and returns the verdict.
    fn write(&mut self) -> StyledText {
        let bytes = self.page.editor.text().len();
        let (verdict, text) = match &self.page.progress {
            Progress::Decoded(report) => {
                let report = present::report(report);
                self.write_report(&report);
                let mut verdict = StyledText::new(" ", self.services.theme[Role::Text]);
                verdict.append(self.writer.styled_as(Role::Title, &report.headline));
                return verdict;
            }
            Progress::Empty => ("Paste a response here".to_owned(), EMPTY.to_owned()),
            Progress::Decoding(_) => {
                (format!("Decoding {bytes} bytes…"), self.key(Action::GoBack) + " cancels.")
            }
            Progress::Cancelled => {
                (format!("Not decoded: {bytes} bytes"), self.key(Action::Open) + " decodes it.")
            }
        };
        self.writer.paragraph(&text, Role::Muted);
        StyledText::new(&format!(" {verdict}"), self.services.theme[Role::Title])
    }

    fn write_report(&mut self, report: &ReportText) {
        let selected = report.findings.iter().chain(&report.alternatives).nth(self.page.selected);
        let selected_field = |label| selected.and_then(|finding| finding.field(label));
        if let Some(step) = report.next_step.as_ref().or_else(|| selected_field(Label::NextStep)) {
            self.writer.field(step);
        }
        if !self.page.is_identified() {
            self.explain_search();
        }
        let claimed = report.findings.len();
        for (i, finding) in report.findings.iter().enumerate() {
            self.writer.gap();
            self.write_finding(finding, i == self.page.selected);
        }
        if let Some(draft) = &report.draft_entry {
            self.writer.heading(draft.label.as_str(), draft.label.annotation().unwrap_or_default());
            self.writer.field_lines("  ", draft);
        }
        if !report.alternatives.is_empty() {
            self.writer.heading(Label::AlsoConsidered.as_str(), "");
        }
        for (i, finding) in report.alternatives.iter().enumerate() {
            let is_selected = claimed + i == self.page.selected;
            self.write_finding(finding, is_selected);
            if let Some(objection) = finding.objection.as_ref().filter(|_| !is_selected) {
                let field = Field::new(Label::Evidence, [objection.clone()]);
                self.writer.field_lines("  ", &field);
            }
        }
        let facts: Vec<&Field> =
            selected_field(Label::Http).into_iter().chain(&report.response).collect();
        self.write_facts(&facts);
    }

    /// Names the key that searches for the text.
    fn explain_search(&mut self) {
        let key = self.key(Action::GoBack);
        let is_query = self.page.words().is_some();
        let what = if is_query { "this text" } else { "the code or message instead" };
        let open = match self.page.status_entry(self.services) {
            Some(entry) => format!("{} to open HTTP {}, ", self.key(Action::Open), entry.code),
            None => String::new(),
        };
        self.writer.gap();
        self.writer.paragraph(&format!("Press {open}{key} to search for {what}."), Role::Text);
    }

    /// A finding; the selected one with its evidence.
    fn write_finding(&mut self, finding: &FindingText, is_selected: bool) {
        let start = self.writer.lines.len();
        let muted = self.services.theme[Role::Muted];
        let mut heading = self.writer.styled(&finding.name).with("  ", muted);
        heading.append(self.writer.styled(&finding.confidence));
        heading.push(" (", muted);
        heading.append(self.writer.styled(&finding.percent));
        heading.push(")", muted);
        self.writer.text(if is_selected { "▌" } else { " " }, Role::Key, &heading);
        if is_selected && let Some(details) = finding.field(Label::Details) {
            for line in &details.lines {
                self.writer.text("  Details  ", Role::Heading, &self.writer.styled(line));
            }
        }
        self.writer.text("  ", Role::Text, &self.writer.styled(&finding.title));
        if is_selected {
            let mut labels = vec![
                Label::Occurred,
                Label::ResponseMessage,
                Label::Meaning,
                Label::Values,
                Label::Evidence,
            ];
            labels.retain(|label| self.with_meaning || *label != Label::Meaning);
            for field in labels.into_iter().filter_map(|label| finding.field(label)) {
                self.writer.field_lines("  ", field);
            }
        }
        self.writer.items.push(start..self.writer.lines.len());
    }

    /// Fields about the whole response.
    fn write_facts(&mut self, facts: &[&Field]) {
        if !facts.is_empty() {
            self.writer.gap();
        }
        for field in facts {
            let mut lead = format!("{}  ", field.label);
            for line in &field.lines {
                self.writer.text(&lead, Role::Heading, &self.writer.styled(line));
                lead = " ".repeat(lead.len());
            }
        }
    }

    fn key(&self, action: Action) -> String {
        self.services.keymap.key_name(self.page.scopes(), action)
    }
}

#[cfg(test)]
mod tests;
