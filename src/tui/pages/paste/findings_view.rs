//! The report on a paste: the verdict in a sentence, and the findings. The selected one is shown with
//! its evidence.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::decode::{Confidence, Evidence, Finding, HttpStatus, Report, Verdict};
use crate::tui::Action;
use crate::tui::keymap::{Keymap, Scope};
use crate::tui::pages::Context;
use crate::tui::pages::paste::{PastePage, Progress};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::styled_text::StyledText;

const EMPTY: &str = "A body, headers with a body, a log line: whatever you have. It is decoded \
                     while you type.";

/// From how many lines on what a finding means has room beside its evidence.
const ROOMY: u16 = 14;

/// The findings, laid out.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The verdict in a sentence.
    pub verdict: StyledText,
    pub lines: Vec<Line<'static>>,
    /// The lines of each finding.
    pub findings: Vec<Range<usize>>,
}

/// Writes the findings of a paste.
pub struct Findings<'a> {
    page: &'a PastePage,
    keymap: &'a Keymap,
    theme: &'a Theme,
    width: usize,
    /// Whether the selected finding explains what it means; not where its entry is beside it.
    with_meaning: bool,
}

impl<'a> Findings<'a> {
    pub fn new(page: &'a PastePage, context: &'a Context) -> Self {
        let at = &page.at;
        let with_meaning = at.findings.height >= ROOMY && at.entry.detail.width == 0;
        let (keymap, theme) = (&context.keymap, &context.theme);
        Self { page, keymap, theme, width: at.findings.width.into(), with_meaning }
    }

    pub fn write(&self) -> Document {
        let Writer { lines, findings, .. } = self.write_findings();
        Document { verdict: self.verdict(), lines, findings }
    }

    fn key(&self, action: Action) -> String {
        self.keymap.key_name(&[Scope::Paste], action)
    }

    /// The verdict in a sentence.
    pub fn verdict(&self) -> StyledText {
        let theme = self.theme;
        let start = StyledText::new(" ", theme[Role::Text]);
        let bytes = self.page.editor.text().len();
        let report = match &self.page.progress {
            Progress::Empty => return start.with("Paste a response here", theme[Role::Title]),
            Progress::Decoding(_) => {
                return start.with(&format!("Decoding {bytes} bytes…"), theme[Role::Title]);
            }
            Progress::Cancelled => {
                return start.with(&format!("Not decoded: {bytes} bytes"), theme[Role::Title]);
            }
            Progress::Decoded(report) => report,
        };
        let (word, role) = match report.verdict {
            Verdict::Identified => ("Identified", Role::Good),
            Verdict::Ambiguous => ("Ambiguous", Role::Warn),
            Verdict::UnknownCode => ("Unknown code", Role::Warn),
            Verdict::VendorOnly => ("Vendor only", Role::Warn),
            Verdict::NotRecognised => ("Not recognised", Role::Bad),
        };
        start
            .with(word, theme[role])
            .with(": ", theme[role])
            .with(&summarize(report), theme[Role::Title])
    }

    fn write_findings(&self) -> Writer<'_> {
        let (theme, width) = (self.theme, self.width);
        let mut page = Writer { lines: Vec::new(), findings: Vec::new(), width, theme };
        let report = match &self.page.progress {
            Progress::Decoded(report) => report,
            Progress::Decoding(_) => {
                page.text("", &format!("{} cancels.", self.key(Action::GoBack)), Role::Muted);
                return page;
            }
            Progress::Cancelled => {
                page.text("", &format!("{} decodes it.", self.key(Action::Open)), Role::Muted);
                return page;
            }
            Progress::Empty => {
                page.text("", EMPTY, Role::Muted);
                return page;
            }
        };
        // The advice on one finding is none on another, nor is its status.
        let selected = self.page.selected_finding().filter(|_| !report.findings.is_empty());
        let advice = selected.map_or(&report.advice, |selected| &selected.advice);
        let http = selected.map_or(&report.http, |selected| &selected.http);
        if let Some(advice) = advice {
            page.heading("Do next", "errdex's own advice");
            page.text("", advice, Role::Advice);
        }
        if report.findings.is_empty() {
            page.gap();
            let key = self.key(Action::GoBack);
            let says = match self.page.words() {
                Some(_) => format!("{key} searches for these words."),
                None => format!(
                    "{key} leads back to the search: a word of the message or a code may be found \
                     there."
                ),
            };
            page.text("", &says, Role::Text);
        }
        let mut findings = self.page.findings().enumerate();
        for (i, finding) in findings.by_ref().take(report.findings.len()) {
            page.gap();
            self.finding(&mut page, finding, i == self.page.selected);
        }
        if let Some(stub) = &report.draft_entry {
            page.gap();
            page.heading("To be added", "an entry for a catalog file");
            for line in stub.lines() {
                page.text("  ", line, Role::Text);
            }
        }
        if !report.alternatives.is_empty() {
            page.gap();
            page.heading("Also weighed", "not claimed");
        }
        for (i, finding) in findings {
            let selected = i == self.page.selected;
            self.finding(&mut page, finding, selected);
            if !selected {
                page.why_not(finding);
            }
        }
        page.circumstances(report, http.as_ref());
        page
    }

    /// A finding; the selected one with its reasons.
    fn finding(&self, page: &mut Writer<'_>, finding: &Finding, selected: bool) {
        let start = page.lines.len();
        page.title(finding, selected);
        if selected {
            self.meaning(page, finding);
            page.reasons(finding);
        }
        page.findings.push(start..page.lines.len());
    }

    /// What a finding means, and what of its advice does not stand at the top.
    fn meaning(&self, page: &mut Writer<'_>, finding: &Finding) {
        let Some(entry) = finding.entry_ref().filter(|_| self.with_meaning) else { return };
        if let Some(meaning) = entry.description.filter(|says| Some(*says) != finding.title()) {
            page.text("  ", meaning, Role::Text);
        }
        for says in finding.advised().filter(|says| Some(*says) != finding.advice.as_deref()) {
            page.text("  ", says, Role::Advice);
        }
    }
}

/// The rest of the sentence that begins with the verdict.
fn summarize(report: &Report) -> String {
    let vendor = report.findings.first().map_or("the vendor", |finding| finding.catalog.tab);
    match (report.verdict, report.findings.as_slice()) {
        (Verdict::Identified, []) => "a listed code".to_owned(),
        (Verdict::Identified, [first]) => name(first),
        (Verdict::Identified, [first, rest @ ..]) => {
            // The number stands before the title, which is cut where it is narrow.
            let title = first.title().map_or(String::new(), |title| format!(": {title}"));
            format!("{} and {} more{title}", short_name(first), rest.len())
        }
        (Verdict::Ambiguous, _) => "several readings are equally good".to_owned(),
        (Verdict::UnknownCode, findings) => {
            let code = findings.first().and_then(|finding| finding.code.as_deref());
            format!("from {vendor}, whose catalog has no {}", code.unwrap_or("such code"))
        }
        (Verdict::VendorOnly, _) => format!("from {vendor}, but the response carries no code"),
        (Verdict::NotRecognised, _) => match report.intermediary {
            Some(layer) => layer.sentence(),
            None if report.was_weighed() => "nothing is sure; the likeliest is below".to_owned(),
            None => "no catalog knows this text".to_owned(),
        },
    }
}

/// Vendor, code and title.
fn name(finding: &Finding) -> String {
    let title = finding.title().unwrap_or_default();
    format!("{} {title}", short_name(finding)).trim_end().to_owned()
}

/// Vendor and code.
fn short_name(finding: &Finding) -> String {
    let code = finding.code.as_deref().unwrap_or_default();
    format!("{} {code}", finding.catalog.tab).trim_end().to_owned()
}

/// Lines being written.
struct Writer<'a> {
    lines: Vec<Line<'static>>,
    /// The lines of each finding.
    findings: Vec<Range<usize>>,
    width: usize,
    theme: &'a Theme,
}

impl Writer<'_> {
    fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
    }

    fn rich(&mut self, lead: &str, lead_role: Role, text: &StyledText) {
        let lead = Span::styled(lead.to_owned(), self.theme[lead_role]);
        self.lines.extend(text.wrap(&lead, self.width));
    }

    fn text(&mut self, lead: &str, text: &str, role: Role) {
        self.rich(lead, Role::Heading, &StyledText::new(text, self.theme[role]));
    }

    fn heading(&mut self, title: &str, aside: &str) {
        let aside =
            StyledText::new("  ", self.theme[Role::Muted]).with(aside, self.theme[Role::Muted]);
        let mut heading = StyledText::new(title, self.theme[Role::Heading]);
        heading.append(aside);
        self.rich("", Role::Text, &heading);
    }

    fn title(&mut self, finding: &Finding, selected: bool) {
        let theme = self.theme;
        let confidence = match finding.confidence {
            Confidence::Certain => Role::Good,
            Confidence::Likely => Role::Warn,
            Confidence::Possible => Role::Muted,
        };
        let mut head = StyledText::new(finding.catalog.tab, theme[Role::Heading]);
        if let Some(code) = &finding.code {
            head.push(" ", theme[Role::Text]);
            head.push(code, theme[Role::Title]);
        }
        head.push("  ", theme[Role::Text]);
        head.push(finding.confidence.as_str(), theme[confidence]);
        // Evidence never makes sure.
        let percent = (finding.score * 100.0).min(99.0);
        head.push(&format!(" {percent:.0} %"), theme[Role::Muted]);
        self.rich(if selected { "▌" } else { " " }, Role::Key, &head);
        let (says, role) = match (&finding.code, finding.entry_ref()) {
            (_, Some(entry)) => (finding.title().unwrap_or(entry.code), Role::Text),
            (Some(_), None) => ("not in the catalog", Role::Muted),
            (None, _) => ("no code in the response", Role::Muted),
        };
        self.text("  ", says, role);
        if let Some(said) = &finding.message
            && (selected || finding.entry.is_none())
            && said != says
        {
            let said = StyledText::new("“", theme[Role::Muted])
                .with(said, theme[Role::Capture])
                .with("”", theme[Role::Muted]);
            self.rich("  says ", Role::Muted, &said);
        }
    }

    fn reasons(&mut self, finding: &Finding) {
        for capture in &finding.captures {
            let value = StyledText::new(&capture.value, self.theme[Role::Capture]);
            self.rich(&format!("  {} = ", capture.name), Role::Muted, &value);
        }
        finding.evidence.iter().for_each(|evidence| self.evidence(evidence));
    }

    /// What speaks most against a finding, else all that speaks for it.
    fn why_not(&mut self, finding: &Finding) {
        let against = finding.evidence.iter().min_by(|a, b| a.weight.total_cmp(&b.weight));
        match against {
            Some(evidence) if evidence.weight < 0.0 => self.evidence(evidence),
            Some(_) => {
                let says: Vec<&str> =
                    finding.evidence.iter().map(|evidence| evidence.reason.as_str()).collect();
                self.text("  only: ", &says.join("; "), Role::Muted);
            }
            None => {}
        }
    }

    fn evidence(&mut self, evidence: &Evidence) {
        let theme = self.theme;
        let (sign, role) =
            if evidence.weight < 0.0 { ("  − ", Role::Bad) } else { ("  + ", Role::Good) };
        let mut says = StyledText::new(&evidence.reason, theme[Role::Text]);
        if !evidence.location.is_empty() && evidence.location != "text" {
            says.push(&format!("  {}", evidence.location), theme[Role::Muted]);
        }
        self.rich(sign, role, &says);
    }

    /// What else the paste tells, and what was done to read it.
    fn circumstances(&mut self, report: &Report, http: Option<&HttpStatus>) {
        self.gap();
        if let Some(http) = http {
            let theme = self.theme;
            let status = StyledText::new(&http.status.to_string(), theme.status(http.status))
                .with(" ", theme[Role::Text])
                .with(http.reason.unwrap_or("unregistered"), theme[Role::Text])
                .with(&format!("  {}", http.from), theme[Role::Muted]);
            self.rich("HTTP  ", Role::Heading, &status);
        }
        if let Some(layer) = report.intermediary {
            self.text("Answered by  ", layer.name(), Role::Warn);
        }
        for (i, repair) in report.repairs.iter().enumerate() {
            self.text(if i == 0 { "Read with  " } else { "           " }, repair, Role::Muted);
        }
        // The gap was for nothing.
        if self.lines.last().is_some_and(|line| line.spans.is_empty()) {
            self.lines.pop();
        }
    }
}

#[cfg(test)]
mod tests;
