//! Text with a mapping back to the input bytes. Derived texts (an unescaped string, a rejoined
//! line) chain their maps, so a span at any nesting level resolves to input bytes.

use std::borrow::Cow;
use std::ops::Range;

/// Text with the origin of each of its characters.
#[derive(Debug)]
pub struct MappedText<'a> {
    content: Cow<'a, str>,
    /// From the base to the text, each with origins in the one before. None where the text equals
    /// its base.
    maps: Vec<SourceMap>,
    /// The text that the first map refers to; `None` for the input itself.
    base: Option<&'a MappedText<'a>>,
    /// Where in the input it starts, if it is a part of the input.
    start: usize,
}

impl<'a> MappedText<'a> {
    /// A text that equals the input.
    pub fn verbatim(text: impl Into<Cow<'a, str>>) -> Self {
        Self::part(text, 0)
    }

    /// A text that equals the part of the input from `start` on.
    pub fn part(text: impl Into<Cow<'a, str>>, start: usize) -> Self {
        Self { content: text.into(), maps: Vec::new(), base: None, start }
    }

    /// The same text again, without a copy, to be rewritten.
    pub fn reborrow(&'a self) -> Self {
        Self { content: Cow::Borrowed(self.as_str()), maps: Vec::new(), base: Some(self), start: 0 }
    }

    /// The text without its origins.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The text alone.
    pub fn into_string(self) -> String {
        self.content.into_owned()
    }

    /// What `builder` made of this text.
    pub fn rewritten(mut self, builder: Builder) -> Self {
        self.content = Cow::Owned(builder.text);
        self.maps.push(builder.map);
        self
    }

    /// The bytes of the input that `range` of this text was read from.
    pub fn input_span(&self, range: &Range<usize>) -> Range<usize> {
        let origin = self.maps.iter().rev().fold(range.clone(), |range, map| map.origin(&range));
        match self.base {
            Some(base) => base.input_span(&origin),
            None => self.start + origin.start..self.start + origin.end,
        }
    }

    /// Where in the text a byte of the input is, or the next one that was not left out.
    pub fn position_of(&self, input: usize) -> usize {
        let (mut low, mut high) = (0, self.content.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.input_span(&(middle..middle)).start < input {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mut boundaries = low..self.content.len();
        boundaries.find(|&at| self.content.is_char_boundary(at)).unwrap_or(self.content.len())
    }
}

/// Where the parts of a text come from.
#[derive(Debug, Default)]
struct SourceMap {
    /// In the order of the text; the first starts at 0.
    segments: Vec<Segment>,
    /// The length of the text.
    end: usize,
}

/// A part of a text whose offsets grow in proportion to those of its origin: 1 to 1 where it was
/// copied, 4 to 3 in base64. Offsets have 32 bits, since an escaped text has as many segments as
/// escapes.
#[derive(Debug)]
struct Segment {
    /// Where it starts in the text.
    start: u32,
    origin: Range<u32>,
}

impl Segment {
    fn start(&self) -> usize {
        self.start as usize
    }

    fn origin(&self) -> Range<usize> {
        self.origin.start as usize..self.origin.end as usize
    }
}

/// An offset as it is stored. Spans beyond 4 GiB, far more than is ever pasted, end there.
fn stored(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl SourceMap {
    fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.origin_start(range.start);
        let end = if range.end > range.start { self.origin_end(range.end) } else { start };
        start..end.max(start)
    }

    fn origin_start(&self, offset: usize) -> usize {
        let after = self.segments.partition_point(|segment| segment.start() <= offset);
        self.proportional(after, offset, |product, length| product / length)
    }

    /// The end of what the byte before `offset` was read from.
    fn origin_end(&self, offset: usize) -> usize {
        let after = self.segments.partition_point(|segment| segment.start() < offset);
        self.proportional(after, offset, usize::div_ceil)
    }

    /// The origin of an offset in the segment before `after`.
    fn proportional(
        &self,
        after: usize,
        offset: usize,
        divide: impl Fn(usize, usize) -> usize,
    ) -> usize {
        let Some(segment) = self.segments[..after].last() else { return 0 };
        let end = self.segments.get(after).map_or(self.end, Segment::start);
        let origin = segment.origin();
        let length = (end - segment.start()).max(1);
        let product = (offset - segment.start()).saturating_mul(origin.len());
        (origin.start + divide(product, length)).min(origin.end)
    }
}

/// Builds a text from copied and replaced parts of another.
#[derive(Debug, Default)]
pub struct Builder {
    text: String,
    map: SourceMap,
}

impl Builder {
    /// For a text that is mostly not longer than `capacity`.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), map: SourceMap::default() }
    }

    /// Appends text that is the same at `origin`.
    pub fn copy(&mut self, text: &str, origin: usize) {
        self.push(text, origin..origin + text.len());
    }

    /// Appends the character that `origin` was read as.
    pub fn replace(&mut self, c: char, origin: Range<usize>) {
        self.push(c.encode_utf8(&mut [0; 4]), origin);
    }

    /// Appends text that was read from `origin` in equal steps.
    pub fn push(&mut self, text: &str, origin: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.map.end = self.text.len();
        if let Some(last) = self.map.segments.last_mut()
            && last.origin().end == origin.start
            && last.origin().len() * text.len() == origin.len() * (start - last.start())
        {
            last.origin.end = stored(origin.end);
        } else {
            let origin = stored(origin.start)..stored(origin.end);
            self.map.segments.push(Segment { start: stored(start), origin });
        }
    }

    /// The text alone.
    #[cfg(test)]
    pub fn into_string(self) -> String {
        self.text
    }

    /// The text; its origins refer to `base`, or to the input.
    pub fn finish<'a>(self, base: Option<&'a MappedText<'a>>) -> MappedText<'a> {
        MappedText { content: Cow::Owned(self.text), maps: vec![self.map], base, start: 0 }
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

        let mut word = Builder::default();
        word.replace('<', 0..2);
        word.copy("a", 2);
        let rewritten = inner.reborrow().rewritten(word);
        assert_eq!(rewritten.input_span(&(0..1)), 4..7);
        assert_eq!(rewritten.input_span(&(1..2)), 7..8);
    }

    #[test]
    fn equal_steps_share_a_segment() {
        let mut builder = Builder::default();
        builder.push("abc", 10..14);
        builder.push("def", 14..18);
        builder.copy("g", 18);
        assert_eq!(builder.map.segments.len(), 2);
        let text = builder.finish(None);
        assert_eq!(text.input_span(&(1..2)), 11..13);
        assert_eq!(text.input_span(&(3..6)), 14..18);
        assert_eq!(text.input_span(&(6..7)), 18..19);
    }
}
