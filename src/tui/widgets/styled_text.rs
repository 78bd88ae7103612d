//! Styled text that is safe to print and can be wrapped or truncated.

use std::ops::Range;

use ratatui::prelude::{Buffer, Line, Rect, Span, Style, Widget};
use unicode_width::UnicodeWidthStr;

use crate::text::{fitting_prefix, printable, wrap};

/// Text with styles, not yet broken into lines.
#[derive(Debug, Clone, Default)]
pub struct StyledText {
    text: String,
    /// Where each style ends, in order; the last ends with the text.
    styles: Vec<(usize, Style)>,
}

impl StyledText {
    pub fn new(text: &str, style: Style) -> Self {
        Self::default().with(text, style)
    }

    /// Appends `text`.
    pub fn push(&mut self, text: &str, style: Style) {
        self.text.push_str(&printable(text));
        self.styles.push((self.text.len(), style));
    }

    /// Appends another styled text.
    pub fn append(&mut self, other: Self) {
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.styles.extend(other.styles.into_iter().map(|(end, style)| (start + end, style)));
    }

    /// Appends `text` and returns the result.
    pub fn with(mut self, text: &str, style: Style) -> Self {
        self.push(text, style);
        self
    }

    /// Appends `text` with the byte ranges `marks` in the style `mark`. Ranges must be sorted and
    /// disjoint; others are ignored.
    pub fn push_marked(&mut self, text: &str, style: Style, marks: &[Range<usize>], mark: Style) {
        let mut at = 0;
        for range in marks {
            if let (Some(before), Some(marked)) =
                (text.get(at..range.start), text.get(range.clone()))
            {
                self.push(before, style);
                self.push(marked, style.patch(mark));
                at = range.end;
            }
        }
        self.push(text.get(at..).unwrap_or_default(), style);
    }

    /// The width of the text on one line.
    pub fn width(&self) -> usize {
        self.text.width()
    }

    /// The text on one line, truncated with an ellipsis if it is wider than `width`.
    pub fn fit(&self, width: usize) -> Line<'static> {
        if self.width() <= width {
            return self.slice(0..self.text.len());
        }
        let Some(room) = width.checked_sub(1) else {
            return Line::default();
        };
        let end = fitting_prefix(&self.text, room);
        let mut line = self.slice(0..end);
        line.push_span(Span::styled("…", self.style_at(end)));
        line
    }

    /// The text wrapped to `width` columns, with `lead` before the first line and the same width of
    /// spaces before the others.
    pub fn wrap(&self, lead: &Span<'_>, width: usize) -> Vec<Line<'static>> {
        let lead = Span::styled(printable(&lead.content).into_owned(), lead.style);
        let indent = lead.width();
        wrap(&self.text, width.saturating_sub(indent))
            .into_iter()
            .enumerate()
            .map(|(i, range)| {
                let mut line = self.slice(range);
                if indent > 0 {
                    let lead = if i == 0 { lead.clone() } else { " ".repeat(indent).into() };
                    line.spans.insert(0, lead);
                }
                line
            })
            .collect()
    }

    /// Draws the text in the first row of `area`, truncated as in [`StyledText::fit`].
    pub fn render(&self, area: Rect, buffer: &mut Buffer) {
        self.fit(area.width.into()).render(area, buffer);
    }

    fn style_at(&self, at: usize) -> Style {
        self.styles.iter().find(|(end, _)| at < *end).map_or(Style::new(), |(_, style)| *style)
    }

    fn slice(&self, range: Range<usize>) -> Line<'static> {
        let mut line = Line::default();
        let mut start = range.start;
        for &(end, style) in &self.styles {
            let end = end.min(range.end);
            if let Some(span) = self.text.get(start..end).filter(|span| !span.is_empty()) {
                line.push_span(Span::styled(span.to_owned(), style));
                start = end;
            }
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncates_with_an_ellipsis() {
        let fit = |text: &str, width| StyledText::new(text, Style::new()).fit(width).to_string();
        assert_eq!(fit("license", 7), "license");
        assert_eq!(fit("license", 6), "licen…");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("license", 0), "");
    }

    #[test]
    fn marks_the_right_characters() {
        let mark = Style::new().reversed();
        let mut text = StyledText::default();
        text.push_marked("a\x1bbc", Style::new(), &[1..2, 3..4, 9..12], mark);
        let line = text.fit(10);
        let marked: Vec<_> =
            line.iter().filter(|s| s.style == mark).map(|s| s.content.as_ref()).collect();
        assert_eq!(line.to_string(), "a␛bc");
        assert_eq!(marked, ["␛", "c"]);
    }
}
