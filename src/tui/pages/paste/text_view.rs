//! The text of the paste box, with the bytes marked that the chosen finding rests on.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use crate::decode::{Evidence, EvidenceKind, Finding};
use crate::tui::pages::paste::state::PasteBox;
use crate::tui::theme::Role;
use crate::tui::theme::Theme;

pub struct Text<'a> {
    pub paste: &'a PasteBox,
    pub theme: &'a Theme,
}

impl Text<'_> {
    /// How long the text is, and how much of it is not shown.
    pub fn label(&self) -> String {
        let hidden = self.paste.folded();
        match self.paste.text().len() {
            0 => String::new(),
            bytes if hidden > 0 => format!("{bytes} bytes, {hidden} not shown"),
            bytes => format!("{bytes} bytes"),
        }
    }

    fn mark(&self, area: Rect, buffer: &mut Buffer) {
        let Some(finding) = self.paste.chosen() else { return };
        let spans = spans(finding);
        let text = &self.paste.area;
        let top = usize::from(text.scroll_offset().0);
        for (i, row) in area.rows().enumerate() {
            let start = text.screen_to_data(top + i, 0);
            let next = text.screen_to_data(top + i + 1, 0);
            let offsets: Vec<usize> =
                self.paste.offsets(start).take(usize::from(area.width)).collect();
            for (column, cell) in row.columns().enumerate() {
                let at = text.screen_to_data(top + i, column);
                // Columns behind the end of a row are taken for the start of the next.
                let offset = offsets.get(at.1 - start.1).filter(|_| at < next || next <= start);
                if offset.is_some_and(|at| spans.iter().any(|span| span.contains(at))) {
                    buffer.set_style(cell, self.theme[Role::Evidence]);
                }
            }
            // Rows below the text are taken for its last one.
            if next <= start {
                break;
            }
        }
    }
}

/// The bytes that a finding rests on. Those of the form are all of it, which would say nothing.
fn spans(finding: &Finding) -> Vec<Range<usize>> {
    let tells =
        |evidence: &&Evidence| evidence.weight > 0.0 && evidence.kind != EvidenceKind::Signature;
    let evidence = finding.evidence.iter().filter(tells).map(|evidence| evidence.span.clone());
    evidence.chain(finding.captures.iter().map(|capture| capture.span.clone())).collect()
}

impl Widget for Text<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        self.paste.area.render(area, buffer);
        for cell in area.positions() {
            let cell = &mut buffer[cell];
            if !cell.symbol().is_ascii() {
                let visible_char = self.paste.stand_ins.visible_char(cell.symbol());
                cell.set_symbol(&visible_char);
            }
        }
        self.mark(area, buffer);
    }
}
