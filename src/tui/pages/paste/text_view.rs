//! The pasted text, with the evidence of the selected finding marked.

use std::ops::Range;

use ratatui::prelude::{Buffer, Rect, Widget};

use crate::decode::{Evidence, EvidenceKind, Finding};
use crate::text::size;
use crate::tui::pages::PastePage;
use crate::tui::theme::{Role, Theme};

pub struct TextView<'a> {
    pub page: &'a PastePage,
    pub theme: &'a Theme,
}

impl TextView<'_> {
    /// The size of the text, and which part of it is shown.
    pub fn label(&self) -> String {
        let editor = &self.page.editor;
        let (all, window) = (editor.text().len(), editor.window());
        let shown = match self.page.selected_start() {
            _ if !editor.is_too_long() => String::new(),
            Some(start) if window.contains(&start) => {
                format!(", {} around the match", size(window.len() as u64))
            }
            _ => format!(", the first {}", size(window.len() as u64)),
        };
        let pretty = if editor.is_pretty() { ", pretty" } else { "" };
        if all == 0 { String::new() } else { format!("{}{shown}{pretty}", size(all as u64)) }
    }

    fn mark(&self, area: Rect, buffer: &mut Buffer) {
        let Some(finding) = self.page.selected_finding() else { return };
        let spans = evidence_spans(finding);
        let view = self.page.editor.view();
        let text = &view.area;
        let top = usize::from(text.scroll_offset().0);
        for (i, row) in area.rows().enumerate() {
            let start = text.screen_to_data(top + i, 0);
            let next = text.screen_to_data(top + i + 1, 0);
            let offsets = view.offsets(start);
            for (column, cell) in row.columns().enumerate() {
                let at = text.screen_to_data(top + i, column);
                // The text area maps columns after the end of a row to the start of the next.
                let offset = offsets.get(at.1 - start.1).filter(|_| at < next || next <= start);
                let offset = offset.copied().flatten();
                if offset.is_some_and(|at| spans.iter().any(|span| span.contains(&at))) {
                    buffer.set_style(cell, self.theme[Role::Evidence]);
                }
            }
            // It maps rows below the text to the last one.
            if next <= start {
                break;
            }
        }
    }
}

/// The spans of the evidence for a finding. That of a signature is the whole text, which would mark
/// everything.
pub fn evidence_spans(finding: &Finding) -> Vec<Range<usize>> {
    let is_marked =
        |evidence: &&Evidence| evidence.weight > 0.0 && evidence.kind != EvidenceKind::Signature;
    let evidence = finding.evidence.iter().filter(is_marked).map(|evidence| evidence.span.clone());
    let captures = finding.captures.iter().map(|capture| capture.span.clone());
    let details = finding.details.iter().map(|detail| detail.span.clone());
    evidence.chain(captures).chain(details).collect()
}

impl Widget for TextView<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let view = self.page.editor.view();
        view.area.render(area, buffer);
        for cell in area.positions() {
            let cell = &mut buffer[cell];
            if !cell.symbol().is_ascii() {
                let visible_char = view.placeholders.visible_char(cell.symbol());
                cell.set_symbol(&visible_char);
            }
        }
        self.mark(area, buffer);
    }
}
