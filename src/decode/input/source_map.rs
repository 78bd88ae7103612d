//! Text with a mapping back to the input bytes. Derived texts (an unescaped string, a rejoined
//! line) chain their maps, so a span at any nesting level resolves to input bytes.

use std::ops::Range;

/// Text with the origin of each of its segments.
#[derive(Debug)]
pub struct MappedText<'a> {
    content: String,
    /// Ordered by `start`; the first starts at 0. Empty when the text equals its origin.
    segments: Vec<Segment>,
    /// The text that the origins refer to; `None` for the input itself.
    base: Option<&'a MappedText<'a>>,
}

#[derive(Debug, Clone)]
struct Segment {
    /// Where the segment starts in the text.
    start: usize,
    /// What it was read from.
    origin: Range<usize>,
    /// Whether it was copied byte by byte.
    verbatim: bool,
}

impl Segment {
    /// The origin of a verbatim offset, or else `replaced`.
    fn origin_of(&self, offset: usize, replaced: usize) -> usize {
        if self.verbatim {
            (self.origin.start + (offset - self.start)).min(self.origin.end)
        } else {
            replaced
        }
    }
}

impl MappedText<'_> {
    /// A text that equals the input.
    pub fn verbatim(text: String) -> Self {
        Self { content: text, segments: Vec::new(), base: None }
    }

    /// The text without its origins.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The text alone.
    pub fn into_string(self) -> String {
        self.content
    }

    /// The bytes of the input that `range` of this text was read from.
    pub fn input_span(&self, range: &Range<usize>) -> Range<usize> {
        let own = if self.segments.is_empty() {
            range.clone()
        } else {
            let start = self.origin_start(range.start);
            let end = if range.end > range.start { self.origin_end(range.end) } else { start };
            start..end.max(start)
        };
        match self.base {
            Some(base) => base.input_span(&own),
            None => own,
        }
    }

    /// Where in the text the byte of the input is. `None` if it was left out at the end.
    pub fn position_of(&self, input: usize) -> Option<usize> {
        let (mut low, mut high) = (0, self.content.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.input_span(&(middle..middle)).start < input {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..self.content.len()).find(|&at| self.content.is_char_boundary(at))
    }

    fn origin_start(&self, offset: usize) -> usize {
        let index = self.segments.partition_point(|segment| segment.start <= offset);
        let segment = self.segments[..index].last();
        segment.map_or(0, |segment| segment.origin_of(offset, segment.origin.start))
    }

    /// The end of what the byte before `offset` was read from.
    fn origin_end(&self, offset: usize) -> usize {
        let index = self.segments.partition_point(|segment| segment.start < offset);
        let segment = self.segments[..index].last();
        segment.map_or(0, |segment| segment.origin_of(offset, segment.origin.end))
    }
}

/// Builds a text from copied and replaced parts of another.
#[derive(Debug, Default)]
pub struct Builder {
    text: String,
    segments: Vec<Segment>,
}

impl Builder {
    /// Appends text that is the same at `origin`.
    pub fn copy(&mut self, text: &str, origin: usize) {
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.segments.last_mut()
            && last.verbatim
            && last.origin.end == origin
        {
            last.origin.end += text.len();
        } else {
            let origin = origin..origin + text.len();
            self.segments.push(Segment { start: self.text.len(), origin, verbatim: true });
        }
        self.text.push_str(text);
    }

    /// Appends the character that `origin` was read as.
    pub fn replace(&mut self, c: char, origin: Range<usize>) {
        self.segments.push(Segment { start: self.text.len(), origin, verbatim: false });
        self.text.push(c);
    }

    /// The text; its origins refer to `base`, or to the input.
    pub fn finish<'a>(self, base: Option<&'a MappedText<'a>>) -> MappedText<'a> {
        MappedText { content: self.text, segments: self.segments, base }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back_through_every_level() {
        let input = r#"say {\"a\":\"b\"} now"#;
        let outer = MappedText::verbatim(input.to_owned());
        let mut inner = Builder::default();
        inner.copy("{", 4);
        inner.replace('"', 5..7);
        inner.copy("a", 7);
        inner.replace('"', 8..10);
        let inner = inner.finish(Some(&outer));
        assert_eq!(inner.as_str(), "{\"a\"");
        let span = inner.input_span(&(1..4));
        assert_eq!(&input[span], r#"\"a\""#);
        let span = inner.input_span(&(2..3));
        assert_eq!(&input[span], "a");
        assert_eq!(inner.input_span(&(2..2)), 7..7);
    }
}
