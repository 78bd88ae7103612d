//! Styled text before it has a place on the screen: made visible, wrapped at words, cut to a width.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::printable;

/// What a word that is too long for a line may be broken behind, such as a path.
const JOINTS: &[char] = &['/', '.', '_', '-', ',', ';', ':', '=', '&', '?'];

/// A text with styles.
#[derive(Debug, Clone, Default)]
pub struct StyledText {
    text: String,
    /// Where each style ends; in order, the last at the end of the text.
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

    /// This text with `text` appended.
    pub fn with(mut self, text: &str, style: Style) -> Self {
        self.push(text, style);
        self
    }

    /// Appends `text` with its byte ranges `marks`, in order and apart, in the style `mark`.
    pub fn push_marked(&mut self, text: &str, style: Style, marks: &[Range<usize>], mark: Style) {
        let mut at = 0;
        for range in marks {
            // Ranges that don't fit the text lose their mark, never the program.
            let (Some(before), Some(marked)) = (text.get(at..range.start), text.get(range.clone()))
            else {
                continue;
            };
            self.push(before, style);
            self.push(marked, style.patch(mark));
            at = range.end;
        }
        self.push(text.get(at..).unwrap_or_default(), style);
    }

    /// Columns that the text takes on one line.
    pub fn width(&self) -> usize {
        self.text.width()
    }

    /// The text on one line of at most `width` columns, its end cut with an ellipsis.
    pub fn fit(&self, width: usize) -> Line<'static> {
        if self.width() <= width {
            return self.slice(0..self.text.len());
        }
        let Some(room) = width.checked_sub(1) else {
            return Line::default();
        };
        let end = prefix(&self.text, room);
        let style = self.style_at(end);
        let mut line = self.slice(0..end);
        line.push_span(Span::styled("…", style));
        line
    }

    /// The text wrapped at words to `width` columns, with `lead` before its first line and as much
    /// blank before the others.
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

    fn style_at(&self, at: usize) -> Style {
        self.styles.iter().find(|(end, _)| at < *end).map_or(Style::new(), |(_, style)| *style)
    }

    fn slice(&self, range: Range<usize>) -> Line<'static> {
        let mut line = Line::default();
        let mut start = range.start;
        for &(end, style) in &self.styles {
            let end = end.min(range.end);
            if let Some(piece) = self.text.get(start..end).filter(|piece| !piece.is_empty()) {
                line.push_span(Span::styled(piece.to_owned(), style));
                start = end;
            }
        }
        line
    }
}

/// The byte length of the longest start of `text` that takes at most `width` columns.
fn prefix(text: &str, width: usize) -> usize {
    let mut used = 0;
    text.char_indices()
        .find(|(_, c)| {
            used += c.width().unwrap_or(0);
            used > width
        })
        .map_or(text.len(), |(at, _)| at)
}

/// The byte ranges of the lines of `text` in `width` columns, broken at spaces, else where a word
/// has a joint, else anywhere. Spaces at a break are left out.
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let fits = prefix(rest, width);
        if fits == rest.len() {
            lines.push(start..text.len());
            break;
        }
        let (head, tail) = rest.split_at(fits);
        let end = if tail.starts_with(' ') {
            fits
        } else {
            head.trim_start()
                .contains(' ')
                .then(|| head.rfind(' '))
                .flatten()
                .or_else(|| joint(rest, fits))
                // Even a column too narrow for one character must come to an end.
                .unwrap_or(fits.max(rest.chars().next().map_or(1, char::len_utf8)))
        };
        let (line, after) = rest.split_at(end);
        lines.push(start..start + line.trim_end_matches(' ').len());
        start = text.len() - after.trim_start_matches(' ').len();
    }
    lines
}

/// The last place up to `end` where the word at the start of `text` can be broken: behind a sign
/// that joins; where there is none, before a capital letter inside.
fn joint(text: &str, end: usize) -> Option<usize> {
    let pairs = text.char_indices().zip(text.chars().skip(1));
    let places = || {
        pairs
            .clone()
            .map(|((at, c), next)| (at + c.len_utf8(), c, next))
            .take_while(|&(at, _, _)| at <= end)
    };
    let sign = places().filter(|(_, c, _)| JOINTS.contains(c)).last();
    let hump = || places().filter(|(_, c, next)| c.is_lowercase() && next.is_uppercase()).last();
    sign.or_else(hump).map(|(at, _, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn wraps_at_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("one two  three", 100), ["one two  three"]);
        assert_eq!(wrapped("", 10), [""; 0]);
    }

    #[test]
    fn wraps_long_words_at_their_joints() {
        assert_eq!(wrapped("/odata/Queues/Add", 9), ["/odata/", "Queues/", "Add"]);
        assert_eq!(wrapped("LicenseExpiredNow", 16), ["LicenseExpired", "Now"]);
        assert_eq!(wrapped("/odata/Svc.AddItem", 14), ["/odata/Svc.", "AddItem"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn wraps_wide_characters_and_comes_to_an_end() {
        assert_eq!(wrapped("日本語", 5), ["日本", "語"]);
        assert_eq!(wrapped("日本", 1), ["日", "本"]);
        assert_eq!(wrapped("ab", 0), ["a", "b"]);
    }

    #[test]
    fn cuts_with_an_ellipsis() {
        let fit = |text: &str, width| StyledText::new(text, Style::new()).fit(width).to_string();
        assert_eq!(fit("license", 7), "license");
        assert_eq!(fit("license", 6), "licen…");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("license", 0), "");
    }

    #[test]
    fn marks_keep_their_letters() {
        let mark = Style::new().reversed();
        let mut rich = StyledText::default();
        rich.push_marked("a\x1bbc", Style::new(), &[1..2, 3..4, 9..12], mark);
        let line = rich.fit(10);
        let marked: Vec<_> =
            line.iter().filter(|s| s.style == mark).map(|s| s.content.as_ref()).collect();
        assert_eq!(line.to_string(), "a␛bc");
        assert_eq!(marked, ["␛", "c"]);
    }
}
