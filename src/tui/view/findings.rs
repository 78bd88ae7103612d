//! What the decoder says of a paste: the verdict in a sentence, and the findings with their
//! reasons. The chosen finding is written out, the others are one line each.

use std::ops::Range;

use ratatui::text::{Line, Span};

use super::Role;
use crate::decode::{Confidence, Evidence, Finding, HttpStatus, Location, Report, Verdict};
use crate::tui::Action;
use crate::tui::keymap::{Keymap, Scope};
use crate::tui::layout;
use crate::tui::paste::PasteBox;
use crate::tui::text::Rich;
use crate::tui::theme::Theme;

const EMPTY: &str = "A body, headers with a body, a log line: whatever you have. It is decoded \
                     while you type.";

/// From how many lines on what a finding means has room beside its evidence.
const ROOMY: u16 = 14;

pub(crate) struct Findings<'a> {
    paste: &'a PasteBox,
    keymap: &'a Keymap,
    theme: &'a Theme,
    width: usize,
    /// Whether the chosen finding says what it means; not where its entry stands beside it.
    with_meaning: bool,
}

impl<'a> Findings<'a> {
    /// The findings of a paste in their place.
    pub(crate) fn new(
        paste: &'a PasteBox,
        keymap: &'a Keymap,
        theme: &'a Theme,
        at: &layout::Paste,
    ) -> Self {
        let with_meaning = at.findings.height >= ROOMY && at.entry.detail.width == 0;
        Self { paste, keymap, theme, width: at.findings.width.into(), with_meaning }
    }
}

impl Findings<'_> {
    fn key(&self, action: Action) -> String {
        self.keymap.key_named(&[Scope::Paste], action)
    }

    /// The verdict in a sentence.
    pub(crate) fn verdict(&self) -> Rich {
        let theme = self.theme;
        let start = Rich::new(" ", theme[Role::Text]);
        let Some(report) = &self.paste.report else {
            let bytes = self.paste.text().len();
            return if self.paste.is_waiting() {
                start.with(&format!("Decoding {bytes} bytes…"), theme[Role::Title])
            } else if self.paste.is_given_up() {
                start.with(&format!("Not decoded: {bytes} bytes"), theme[Role::Title])
            } else {
                start.with("Paste a response here", theme[Role::Title])
            };
        };
        let (word, role) = match report.verdict {
            Verdict::Identified => ("Identified", Role::Good),
            Verdict::Ambiguous => ("Ambiguous", Role::Warn),
            Verdict::UnknownCode => ("Unknown code", Role::Warn),
            Verdict::VendorOnly => ("Vendor only", Role::Warn),
            Verdict::Possible => ("Not certain", Role::Warn),
            Verdict::NotRecognised => ("Not recognised", Role::Bad),
        };
        start
            .with(word, theme[role])
            .with(": ", theme[role])
            .with(&says(report), theme[Role::Title])
    }

    /// The findings in lines.
    pub(crate) fn lines(&self) -> Vec<Line<'static>> {
        self.write().lines
    }

    /// The lines of the chosen finding.
    pub(crate) fn chosen(&self) -> Range<usize> {
        self.write().places.get(self.paste.chosen).cloned().unwrap_or_default()
    }

    /// Which finding stands on that line.
    pub(crate) fn at(&self, line: usize) -> Option<usize> {
        self.write().places.iter().position(|lines| lines.contains(&line))
    }

    fn write(&self) -> Page<'_> {
        let (theme, width) = (self.theme, self.width);
        let mut page = Page { lines: Vec::new(), places: Vec::new(), width, theme };
        let Some(report) = &self.paste.report else {
            let says = match () {
                () if self.paste.is_waiting() => {
                    format!("Keys work meanwhile. {} gives it up.", self.key(Action::Back))
                }
                () if self.paste.is_given_up() => {
                    format!("{} decodes it after all.", self.key(Action::Open))
                }
                () => EMPTY.to_owned(),
            };
            page.text("", &says, Role::Muted);
            return page;
        };
        // The advice on one finding is none on another, nor is its status.
        let chosen = self.paste.chosen().filter(|_| !report.findings.is_empty());
        let advice = chosen.map_or(&report.advice, |chosen| &chosen.advice);
        let http = chosen.map_or(&report.http, |chosen| &chosen.http);
        if let Some(advice) = advice {
            page.heading("Do next", "errdex's own advice");
            page.text("", &advice.to_string(), Role::Advice);
        }
        if report.findings.is_empty() {
            page.gap();
            let key = self.key(Action::Back);
            let says = match self.paste.words() {
                Some(_) => format!("{key} searches for these words."),
                None => format!(
                    "{key} leads back to the search: a word of the message or a code may be found \
                     there."
                ),
            };
            page.text("", &says, Role::Text);
        }
        let mut findings = self.paste.findings().enumerate();
        for (i, finding) in findings.by_ref().take(report.findings.len()) {
            page.gap();
            self.finding(&mut page, finding, i == self.paste.chosen);
        }
        if let Some(stub) = &report.draft_entry {
            page.gap();
            page.heading("To be added", "an entry for a catalog file");
            for line in stub.to_string().lines() {
                page.text("  ", line, Role::Text);
            }
        }
        if !report.alternatives.is_empty() {
            page.gap();
            page.heading("Also weighed", "not claimed");
        }
        for (i, finding) in findings {
            let chosen = i == self.paste.chosen;
            self.finding(&mut page, finding, chosen);
            if !chosen {
                page.why_not(finding);
            }
        }
        page.circumstances(report, http.as_ref());
        page
    }

    /// A finding; the chosen one with its reasons.
    fn finding(&self, page: &mut Page<'_>, finding: &Finding, chosen: bool) {
        let start = page.lines.len();
        page.title(finding, chosen);
        if chosen {
            self.meaning(page, finding);
            page.reasons(finding);
        }
        page.places.push(start..page.lines.len());
    }

    /// What a finding means, and what of its advice does not stand at the top.
    fn meaning(&self, page: &mut Page<'_>, finding: &Finding) {
        let Some(record) = finding.entry_ref().filter(|_| self.with_meaning) else { return };
        if let Some(meaning) = record.description.filter(|says| Some(*says) != finding.title()) {
            page.text("  ", meaning, Role::Text);
        }
        for says in finding.advised().skip(usize::from(finding.advice.is_some())) {
            page.text("  ", &says, Role::Advice);
        }
    }
}

/// What follows the verdict's word.
fn says(report: &Report) -> String {
    let vendor = report.findings.first().map_or("the vendor", |finding| finding.catalog.tab);
    match (report.verdict, report.findings.as_slice()) {
        (Verdict::Identified, []) => "a listed code".to_owned(),
        (Verdict::Identified, [first]) => name(first),
        (Verdict::Identified, [first, rest @ ..]) => {
            // The number stands before the title, which is cut where it is narrow.
            let title = first.title().map_or(String::new(), |title| format!(": {title}"));
            format!("{} and {} more{title}", short_name(first), rest.len())
        }
        (Verdict::Possible, _) => "best guess below".to_owned(),
        (Verdict::Ambiguous, _) => "several readings are equally good".to_owned(),
        (Verdict::UnknownCode, findings) => {
            let code = findings.first().and_then(|finding| finding.code.as_deref());
            format!("from {vendor}, whose catalog has no {}", code.unwrap_or("such code"))
        }
        (Verdict::VendorOnly, _) => format!("from {vendor}, but the response carries no code"),
        (Verdict::NotRecognised, _) => match report.intermediary {
            Some(layer) => layer.sentence(),
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
struct Page<'a> {
    lines: Vec<Line<'static>>,
    /// The lines of each finding.
    places: Vec<Range<usize>>,
    width: usize,
    theme: &'a Theme,
}

impl Page<'_> {
    fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
    }

    fn rich(&mut self, lead: &str, lead_role: Role, text: &Rich) {
        let lead = Span::styled(lead.to_owned(), self.theme[lead_role]);
        self.lines.extend(text.wrap(&lead, self.width));
    }

    fn text(&mut self, lead: &str, text: &str, role: Role) {
        self.rich(lead, Role::Heading, &Rich::new(text, self.theme[role]));
    }

    fn heading(&mut self, title: &str, aside: &str) {
        let aside = Rich::new("  ", self.theme[Role::Muted]).with(aside, self.theme[Role::Muted]);
        let mut heading = Rich::new(title, self.theme[Role::Heading]);
        heading.append(aside);
        self.rich("", Role::Text, &heading);
    }

    fn title(&mut self, finding: &Finding, chosen: bool) {
        let theme = self.theme;
        let confidence = match finding.confidence {
            Confidence::Certain => Role::Good,
            Confidence::Likely => Role::Warn,
            Confidence::Possible => Role::Muted,
        };
        let mut head = Rich::new(finding.catalog.tab, theme[Role::Heading]);
        if let Some(code) = &finding.code {
            head.push(" ", theme[Role::Text]);
            head.push(code, theme[Role::Title]);
        }
        head.push("  ", theme[Role::Text]);
        head.push(finding.confidence.as_str(), theme[confidence]);
        // Evidence never makes sure.
        let percent = (finding.score * 100.0).min(99.0);
        head.push(&format!(" {percent:.0} %"), theme[Role::Muted]);
        self.rich(if chosen { "▌" } else { " " }, Role::Key, &head);
        let (says, role) = match (&finding.code, finding.entry_ref()) {
            (_, Some(record)) => (finding.title().unwrap_or(record.code), Role::Text),
            (Some(_), None) => ("not in the catalog", Role::Muted),
            (None, _) => ("no code in the response", Role::Muted),
        };
        self.text("  ", says, role);
        if let Some(said) = &finding.message
            && (chosen || finding.entry.is_none())
            && said != says
        {
            let said = Rich::new("“", theme[Role::Muted])
                .with(said, theme[Role::Capture])
                .with("”", theme[Role::Muted]);
            self.rich("  says ", Role::Muted, &said);
        }
    }

    fn reasons(&mut self, finding: &Finding) {
        for capture in &finding.captures {
            let value = Rich::new(&capture.value, self.theme[Role::Capture]);
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
                let says: Vec<String> =
                    finding.evidence.iter().map(|evidence| evidence.reason.to_string()).collect();
                self.text("  only: ", &says.join("; "), Role::Muted);
            }
            None => {}
        }
    }

    fn evidence(&mut self, evidence: &Evidence) {
        let theme = self.theme;
        let (sign, role) =
            if evidence.weight < 0.0 { ("  − ", Role::Bad) } else { ("  + ", Role::Good) };
        let mut says = Rich::new(&evidence.reason.to_string(), theme[Role::Text]);
        if evidence.location != Location::Text {
            says.push(&format!("  {}", evidence.location), theme[Role::Muted]);
        }
        self.rich(sign, role, &says);
    }

    /// What else the paste tells, and what was done to read it.
    fn circumstances(&mut self, report: &Report, http: Option<&HttpStatus>) {
        self.gap();
        if let Some(http) = http {
            let theme = self.theme;
            let status = Rich::new(&http.status.to_string(), theme.status(http.status))
                .with(" ", theme[Role::Text])
                .with(http.reason.unwrap_or("unregistered"), theme[Role::Text])
                .with(&format!("  {}", http.from), theme[Role::Muted]);
            self.rich("HTTP  ", Role::Heading, &status);
        }
        if let Some(layer) = report.intermediary {
            self.text("Answered by  ", layer.name(), Role::Warn);
        }
        for (i, repair) in report.repairs.iter().enumerate() {
            let lead = if i == 0 { "Read with  " } else { "           " };
            self.text(lead, repair.as_str(), Role::Muted);
        }
        // The gap was for nothing.
        if self.lines.last().is_some_and(|line| line.spans.is_empty()) {
            self.lines.pop();
        }
    }
}

#[cfg(test)]
mod tests;
