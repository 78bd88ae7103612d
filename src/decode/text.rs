//! From the bytes of a paste to clean text that still knows where each piece stood in the paste.
//! Every later reading (an unescaped string, a rejoined line) is a text over a text, so a span
//! found at any depth leads back to the bytes that the reader sees.

use std::ops::Range;

/// Text with the place of each of its pieces in the text or bytes that it was made from.
#[derive(Debug)]
pub(super) struct Text<'a> {
    content: String,
    /// In order of `at`; the first begins at 0. Empty when the text is its origin, unchanged.
    pieces: Vec<Piece>,
    /// What the places refer to; none for the input itself.
    base: Option<&'a Text<'a>>,
}

#[derive(Debug, Clone)]
struct Piece {
    /// Where the piece begins in the text.
    at: usize,
    /// What it was made from.
    origin: Range<usize>,
    /// Whether it was copied byte by byte.
    verbatim: bool,
}

impl Text<'_> {
    /// A text that is its origin, unchanged.
    pub(super) fn verbatim(text: String) -> Self {
        Self { content: text, pieces: Vec::new(), base: None }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.content
    }

    /// Where `range` of this text stands in the input.
    pub(super) fn in_input(&self, range: &Range<usize>) -> Range<usize> {
        let own = if self.pieces.is_empty() {
            range.clone()
        } else {
            let start = self.origin_start(range.start);
            let end = if range.end > range.start { self.origin_end(range.end) } else { start };
            start..end.max(start)
        };
        match self.base {
            Some(base) => base.in_input(&own),
            None => own,
        }
    }

    fn origin_start(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.at <= at);
        index.checked_sub(1).map_or(0, |index| {
            let piece = &self.pieces[index];
            if piece.verbatim {
                (piece.origin.start + (at - piece.at)).min(piece.origin.end)
            } else {
                piece.origin.start
            }
        })
    }

    /// The end of what the byte before `at` was made from.
    fn origin_end(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.at < at);
        index.checked_sub(1).map_or(0, |index| {
            let piece = &self.pieces[index];
            if piece.verbatim {
                (piece.origin.start + (at - piece.at)).min(piece.origin.end)
            } else {
                piece.origin.end
            }
        })
    }
}

/// Puts a text together from copied and changed pieces of another.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    pieces: Vec<Piece>,
}

impl Builder {
    /// Appends text that stands so at `origin`.
    pub(super) fn copy(&mut self, text: &str, origin: usize) {
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.pieces.last_mut()
            && last.verbatim
            && last.origin.end == origin
        {
            last.origin.end += text.len();
        } else {
            let origin = origin..origin + text.len();
            self.pieces.push(Piece { at: self.text.len(), origin, verbatim: true });
        }
        self.text.push_str(text);
    }

    /// Appends what was read in place of `origin`.
    pub(super) fn replace(&mut self, read: char, origin: Range<usize>) {
        self.pieces.push(Piece { at: self.text.len(), origin, verbatim: false });
        self.text.push(read);
    }

    /// The text; the places refer to `base`, or to the input.
    pub(super) fn finish<'a>(self, base: Option<&'a Text<'a>>) -> Text<'a> {
        Text { content: self.text, pieces: self.pieces, base }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back_through_every_layer() {
        let input = r#"say {\"a\":\"b\"} now"#;
        let outer = Text::verbatim(input.to_owned());
        let mut inner = Builder::default();
        inner.copy("{", 4);
        inner.replace('"', 5..7);
        inner.copy("a", 7);
        inner.replace('"', 8..10);
        let inner = inner.finish(Some(&outer));
        assert_eq!(inner.as_str(), "{\"a\"");
        let span = inner.in_input(&(1..4));
        assert_eq!(&input[span], r#"\"a\""#);
        let span = inner.in_input(&(2..3));
        assert_eq!(&input[span], "a");
        assert_eq!(inner.in_input(&(2..2)), 7..7);
    }
}
