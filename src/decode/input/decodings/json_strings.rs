//! The strings of JSON in a text. What is decoded inside one stays its content, so a quote that
//! appears there is escaped.

use std::ops::Range;

use crate::decode::input::source_map::Builder;

/// The strings of JSON, in order: a name or a value between the punctuation of JSON, on one line.
pub struct JsonStrings<'t> {
    text: &'t str,
    /// Where the next string may start.
    at: usize,
    current: Range<usize>,
    /// Where the offsets in the current string are.
    current_position: Position,
}

/// Where an offset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    Outside,
    InString,
    /// In a string with escapes, whose content is a text of a deeper level.
    InEscapedString,
}

impl<'t> JsonStrings<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0, current: 0..0, current_position: Position::Outside }
    }

    /// Where the offset is. Offsets must not decrease.
    pub fn position(&mut self, offset: usize) -> Position {
        while self.current.end <= offset
            && let Some(string) = self.next()
        {
            let is_escaped = self.text[string.clone()].contains('\\');
            self.current_position =
                if is_escaped { Position::InEscapedString } else { Position::InString };
            self.current = string;
        }
        if self.current.contains(&offset) { self.current_position } else { Position::Outside }
    }
}

impl Iterator for JsonStrings<'_> {
    /// The span of the content.
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let Some(offset) = self.text[self.at..].find('"') else {
                self.at = self.text.len();
                return None;
            };
            let start = self.at + offset + 1;
            self.at = start;
            if !follows_json(&self.text[..start - 1]) {
                continue;
            }
            let end = content_end(self.text.as_bytes(), start);
            let rest = self.text[end..].strip_prefix('"');
            if rest.is_some_and(|rest| rest.trim_ascii_start().starts_with([',', '}', ']', ':'])) {
                self.at = end + 1;
                return Some(start..end);
            }
        }
    }
}

/// Where the content of a string ends: at its closing quote, or with its line.
fn content_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\n' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Whether a string of JSON can follow: in an object, in a list, or as the value of a member.
fn follows_json(before: &str) -> bool {
    let before = before.trim_ascii_end();
    before.ends_with(['{', '[', ','])
        || before.strip_suffix(':').is_some_and(|before| before.trim_ascii_end().ends_with('"'))
}

/// Appends a decoded character, escaped if it is in a string.
pub fn push_decoded(c: char, origin: Range<usize>, is_in_string: bool, out: &mut Builder) {
    match c {
        '"' if is_in_string => out.push("\\\"", origin),
        '\\' if is_in_string => out.push("\\\\", origin),
        '\n' if is_in_string => out.push("\\n", origin),
        c => out.replace(c, origin),
    }
}
