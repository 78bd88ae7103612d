//! Styled text that is safe to print and can be wrapped or truncated.

use std::ops::Range;

use ratatui::prelude::{Buffer, Line, Rect, Span, Style, Widget};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::{fitting_prefix, printable, wrap};

/// The minimum width of a text that is truncated on both sides of its marks.
const MIN_WIDTH_FOR_MARKS: usize = 8;

/// Text with styles, not yet broken into lines.
#[derive(Debug, Clone, Default)]
pub struct StyledText {
    text: String,
    /// Where each style ends, in order; the last ends with the text.
    styles: Vec<(usize, Style)>,
    /// The marked ranges, in order.
    marks: Vec<Range<usize>>,
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
        let marks = other.marks.into_iter();
        self.marks.extend(marks.map(|mark| start + mark.start..start + mark.end));
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
                let start = self.text.len();
                self.push(marked, style.patch(mark));
                self.marks.push(start..self.text.len());
                at = range.end;
            }
        }
        self.push(text.get(at..).unwrap_or_default(), style);
    }

    /// The text without styles.
    pub fn text(&self) -> &str {
        &self.text
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

    /// The text on one line, truncated on the left as far as needed to show the marks.
    pub fn fit_marks(&self, width: usize) -> Line<'static> {
        let room = width.saturating_sub(1);
        let hidden = |marks: &Range<usize>| self.text[..marks.end].width() > room;
        let marks = self.densest_marks(room).filter(hidden);
        let Some(marks) = marks.filter(|_| self.width() > width && width >= MIN_WIDTH_FOR_MARKS)
        else {
            return self.fit(width);
        };
        // The end of the text if the marks are in it, else the marks with some text on both sides.
        let end = start_of_suffix(&self.text, room);
        let context = start_of_suffix(&self.text[..marks.end], room * 2 / 3);
        let start = if end <= marks.start { end } else { context.min(marks.start) };
        if start == 0 {
            return self.fit(width);
        }
        let rest = Self {
            text: self.text[start..].to_owned(),
            styles: self
                .styles
                .iter()
                .map(|&(end, style)| (end.saturating_sub(start), style))
                .collect(),
            marks: Vec::new(),
        };
        let mut line = rest.fit(room);
        line.spans.insert(0, Span::styled("…", self.style_at(start)));
        line
    }

    /// The range of at most `width` columns with the most marked text, the first of several.
    fn densest_marks(&self, width: usize) -> Option<Range<usize>> {
        let mut densest = None;
        for (first, mark) in self.marks.iter().enumerate() {
            let rest = self.marks[first..].iter();
            let fits = |end| self.text[mark.start..end].width() < width;
            let fitting = rest.take_while(|it| it.end == mark.end || fits(it.end));
            let (length, end) =
                fitting.fold((0, mark.end), |(length, _), it| (length + it.len(), it.end));
            if densest.as_ref().is_none_or(|(most, _)| length > *most) {
                densest = Some((length, mark.start..end));
            }
        }
        densest.map(|(_, range)| range)
    }

    /// The line of [`StyledText::wrap`] in which the first mark begins.
    pub fn marked_line(&self, indent: usize, width: usize) -> Option<usize> {
        let first = self.marks.first()?;
        let lines = wrap(&self.text, width.saturating_sub(indent));
        lines.iter().position(|line| first.start < line.end)
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

/// Where the longest suffix of `text` that fits into `width` columns starts.
fn start_of_suffix(text: &str, width: usize) -> usize {
    let mut used = 0;
    let fitting = text.char_indices().rev().take_while(|(_, c)| {
        used += c.width().unwrap_or(0);
        used <= width
    });
    fitting.last().map_or(text.len(), |(at, _)| at)
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
    fn truncates_on_the_left_of_the_marks() {
        let text = "The role needs s3:PutObjectAcl";
        for (marks, width, expected) in [
            (&[4, 8][..], 12, "The role ne…"),
            (&[15, 17], 30, "The role needs s3:PutObjectAcl"),
            (&[27, 30], 16, "…s3:PutObjectAcl"),
            (&[15, 17], 12, "…eeds s3:Pu…"),
            (&[0, 3, 15, 17, 27, 30], 18, "…s s3:PutObjectAcl"),
            (&[0, 20], 12, "The role ne…"),
            (&[15, 17], 1, "…"),
        ] {
            let marks: Vec<_> = marks.chunks(2).map(|mark| mark[0]..mark[1]).collect();
            let mut styled = StyledText::default();
            styled.push_marked(text, Style::new(), &marks, Style::new().reversed());
            let line = styled.fit_marks(width).to_string();
            assert_eq!(line, expected, "{width}");
        }
    }

    #[test]
    fn finds_the_line_of_a_mark() {
        let mut text = StyledText::default();
        text.push_marked(
            "one two three",
            Style::new(),
            std::slice::from_ref(&(8..13)),
            Style::new().reversed(),
        );
        assert_eq!(text.marked_line(2, 9), Some(1));
        assert_eq!(StyledText::new("one", Style::new()).marked_line(0, 9), None);
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
