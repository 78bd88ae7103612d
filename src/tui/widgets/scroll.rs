//! Scrolled lines: which of them are visible, and how the position is labelled.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

/// The first line to show, and a label that says where it is; empty when all lines are in sight.
pub fn scrolled(lines: usize, height: usize, top: usize) -> (usize, String) {
    let last = lines.saturating_sub(height);
    let top = top.min(last);
    let label = match (top, last) {
        (_, 0) => String::new(),
        (0, last) => format!("{last} more below"),
        (top, last) if top == last => "end".to_owned(),
        (top, last) => format!("{} %", top * 100 / last),
    };
    (top, label)
}

/// Draws the lines from `top` on.
pub fn draw_lines(lines: &[Line], top: usize, area: Rect, buffer: &mut Buffer) {
    for (line, row) in lines.iter().skip(top).zip(area.rows()) {
        line.render(row, buffer);
    }
}
