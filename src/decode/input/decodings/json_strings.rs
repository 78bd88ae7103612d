//! The strings of JSON in a text. What is decoded inside one stays its content, so a quote that
//! appears there is escaped; and the parser of objects undoes their escapes itself.

use std::ops::Range;

use crate::decode::input::source_map::Builder;

/// The strings of JSON, in order: a name or a value between the punctuation of JSON, on one line.
pub struct JsonStrings<'t> {
    text: &'t str,
    /// Where the next string may start.
    at: usize,
    current: Range<usize>,
}

impl<'t> JsonStrings<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0, current: 0..0 }
    }

    /// Whether the offset is in a string. Offsets must not decrease.
    pub fn contains(&mut self, offset: usize) -> bool {
        while self.current.end <= offset
            && let Some(string) = self.next_string()
        {
            self.current = string;
        }
        self.current.contains(&offset)
    }

    fn next_string(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        loop {
            let start = self.at + self.text[self.at..].find('"')? + 1;
            self.at = start;
            if !follows_json(&self.text[..start - 1]) {
                continue;
            }
            let end = content_end(bytes, start);
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
