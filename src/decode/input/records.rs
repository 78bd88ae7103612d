//! Splits a log into records: a line with the lines that continue it, such as a stack trace or the
//! rest of a JSON value.
//!
//! A line alone, with the one before it, decides whether it continues a record, so that records can
//! be found around any position without reading what is before.

use std::ops::Range;

use memchr::{memchr, memrchr};

/// Longer records are decoded in parts of this length.
pub const MAX_RECORD: usize = 64 << 10;
/// How far beyond its end a part is read, since an error may start at the end of it.
pub const LOOKAHEAD: usize = 8 << 10;

/// The longest prefix of a log writer.
const MAX_PREFIX: usize = 160;

/// What the lines that continue a record start with.
const CONTINUATIONS: [&[u8]; 8] =
    [b" ", b"\t", b"at ", b"Caused by", b"File \"", b"}", b"]", b"..."];

/// A record, or a part of a long one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The bytes that belong to it.
    pub range: Range<usize>,
    /// Up to where the text is decoded. What starts behind the range belongs to the next part.
    pub text_end: usize,
}

/// The records in a buffer that starts with one.
#[derive(Debug, Clone, Copy)]
pub struct Records<'b> {
    bytes: &'b [u8],
    /// Whether nothing follows the buffer.
    is_last: bool,
}

impl<'b> Records<'b> {
    pub fn new(bytes: &'b [u8], is_last: bool) -> Self {
        Self { bytes, is_last }
    }

    /// The record with the byte at `at`, where a record is known to start at `known`, not after it.
    /// `None` if what follows the buffer may belong to it.
    pub fn around(&self, known: usize, at: usize) -> Option<Record> {
        let mut part = self.part_at(self.start_of(known, at))?;
        while part.range.end <= at {
            part = self.part_at(part.range.end)?;
        }
        Some(part)
    }

    /// The records that are complete, those that are too long in parts.
    pub fn iter(self) -> impl Iterator<Item = Record> + use<'b> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let part = self.part_at(at).filter(|part| !part.range.is_empty())?;
            at = part.range.end;
            Some(part)
        })
    }

    /// Where the record starts that the end of the buffer belongs to, as far as it is not complete.
    pub fn incomplete_from(&self, known: usize) -> usize {
        // Whether what follows the last line break continues a record may not be known yet.
        let last = memrchr(b'\n', &self.bytes[known..]).map_or(known, |found| known + found);
        let mut start = self.start_of(known, last);
        while let Some(part) = self.part_at(start).filter(|part| !part.range.is_empty()) {
            start = part.range.end;
        }
        start
    }

    /// Where the record of a position starts.
    fn start_of(&self, known: usize, at: usize) -> usize {
        let mut start =
            memrchr(b'\n', &self.bytes[known..at]).map_or(known, |found| known + found + 1);
        while start > known {
            let before = memrchr(b'\n', &self.bytes[known..start - 1])
                .map_or(known, |found| known + found + 1);
            let line = &self.bytes[start..self.line_end(start)];
            if !continues(&self.bytes[before..start], line) {
                break;
            }
            start = before;
        }
        start
    }

    /// The end of the line at `start`, with its line break.
    fn line_end(&self, start: usize) -> usize {
        memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |found| start + found + 1)
    }

    /// The record or part of one at `start`. `None` if it is not complete.
    fn part_at(&self, start: usize) -> Option<Record> {
        let rest = &self.bytes[start..];
        let reach = rest.len().min(MAX_RECORD);
        let mut end = 0;
        // Whole lines, as long as they belong together.
        loop {
            let Some(length) = memchr(b'\n', &rest[end..reach]) else {
                if rest.len() < MAX_RECORD + LOOKAHEAD && !self.is_last {
                    return None;
                }
                // A line that is too long, or the last one, which has no line break.
                let is_whole = end > 0 && rest.len() > reach;
                let end = if is_whole { end } else { char_start(rest, reach) };
                return Some(self.record(start, end, rest.len() > reach));
            };
            let next = end + length + 1;
            let following = &rest[next..rest.len().min(next + MAX_PREFIX)];
            let line_end = memchr(b'\n', following).map(|end| end + 1);
            if line_end.is_none() && following.len() < MAX_PREFIX && !self.is_last {
                return None;
            }
            let following = &following[..line_end.unwrap_or(following.len())];
            if following.is_empty() || !continues(&rest[end..next], following) {
                return Some(self.record(start, next, false));
            }
            end = next;
        }
    }

    fn record(&self, start: usize, length: usize, is_part: bool) -> Record {
        let end = start + length;
        let further = if is_part { LOOKAHEAD } else { 0 };
        let text_end = char_start(self.bytes, (end + further).min(self.bytes.len()));
        Record { range: start..end, text_end }
    }
}

/// The last start of a character at or before a position.
pub fn char_start(bytes: &[u8], at: usize) -> usize {
    let is_start = |at: &usize| bytes.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
    (at.saturating_sub(3)..=at).rev().find(is_start).filter(|start| *start > 0).unwrap_or(at)
}

/// Whether a line continues the record of the line before it.
fn continues(before: &[u8], line: &[u8]) -> bool {
    let [before, line] = [before, line].map(|line| &line[..line.len().min(MAX_PREFIX)]);
    let content = content(line);
    if content.trim_ascii().is_empty() {
        return false;
    }
    CONTINUATIONS.iter().any(|start| content.starts_with(start))
        || is_exception(content) && self::content(before).starts_with(b"  ")
}

/// Whether a line is the last of a Python traceback, which is not indented.
fn is_exception(content: &[u8]) -> bool {
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
    let name = &content[..content.iter().take_while(is_name).count()];
    let is_end = matches!(content.get(name.len()), None | Some(b':' | b'\r' | b'\n'));
    is_end && [&b"Error"[..], b"Exception"].iter().any(|end| name.ends_with(end))
        || is_end && name.contains(&b'.') && name.first().is_some_and(u8::is_ascii_alphabetic)
}

/// A line without the prefix of the program that collected it: `[pod/name/container] ` of kubectl,
/// `name-1  | ` of docker, `Nov 21 03:14:07 host unit[1]: ` of journald and syslog, the time of
/// GitHub Actions and `CloudWatch`.
pub fn content(line: &[u8]) -> &[u8] {
    let mut rest = line;
    if rest.starts_with(b"[pod/")
        && let Some(end) = memchr(b']', &rest[..rest.len().min(MAX_PREFIX)])
    {
        rest = without_space(&rest[end + 1..]);
    } else if let Some(end) = compose_prefix(rest) {
        rest = &rest[end..];
    }
    if let Some(end) = syslog_prefix(rest) {
        return &rest[end..];
    }
    if let Some(end) = time_prefix(rest) {
        rest = without_space(&rest[end..]);
        // The streams of containers, as files of Kubernetes have them.
        for stream in [&b"stdout F "[..], b"stderr F ", b"stdout P ", b"stderr P "] {
            rest = rest.strip_prefix(stream).unwrap_or(rest);
        }
    }
    rest
}

fn without_space(text: &[u8]) -> &[u8] {
    text.strip_prefix(b" ").or(text.strip_prefix(b"\t")).unwrap_or(text)
}

/// The length of `name-1  | `.
fn compose_prefix(line: &[u8]) -> Option<usize> {
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let name = line.iter().take(MAX_PREFIX).take_while(is_name).count();
    let spaces = line[name..].iter().take_while(|byte| **byte == b' ').count();
    (name > 0 && spaces > 0 && line[name + spaces..].starts_with(b"| "))
        .then_some(name + spaces + 2)
}

/// The length of `Nov 21 03:14:07 host unit[1]: `, where the time may also be as in ISO 8601.
fn syslog_prefix(line: &[u8]) -> Option<usize> {
    let line = &line[..line.len().min(MAX_PREFIX)];
    let is_bsd =
        line.len() > 16 && fits(line, b"aaa") && line[3] == b' ' && fits(&line[7..], b"00:00:00 ");
    let host = if is_bsd { 16 } else { time_prefix(line)? + 1 };
    let host_end = host + memchr(b' ', line.get(host..)?)?;
    let is_unit = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'{' | b'"' | b':');
    let unit = &line[host_end + 1..];
    let unit_end = memchr(b':', unit)?;
    let is_prefix = unit_end > 0
        && unit[..unit_end].iter().all(is_unit)
        && (is_bsd || unit[..unit_end].ends_with(b"]"))
        && unit.get(unit_end + 1) == Some(&b' ');
    is_prefix.then_some(host_end + 1 + unit_end + 2)
}

/// The length of an ISO 8601 time, as kubectl, GitHub Actions and `CloudWatch` write it.
fn time_prefix(line: &[u8]) -> Option<usize> {
    let has_form = fits(line, b"0000-00-00T00:00:00");
    let is_part =
        |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b'.' | b':' | b'+' | b'-' | b'Z');
    let rest = line.get(19..).filter(|_| has_form)?;
    let end = 19 + rest.iter().take_while(is_part).count();
    matches!(line.get(end), Some(b' ' | b'\t')).then_some(end)
}

/// Whether a text starts with a form: `0` is a digit, `a` a letter.
fn fits(text: &[u8], form: &[u8]) -> bool {
    text.len() >= form.len()
        && text.iter().zip(form).all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            b'a' => byte.is_ascii_alphabetic(),
            form => byte == form,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        Records::new(text.as_bytes(), true).iter().map(|record| &text[record.range]).collect()
    }

    #[test]
    fn lines_that_continue_a_record_belong_to_it() {
        for record in [
            "ERROR failed {\n  \"code\": 2001,\n  \"list\": [\n  ]\n}\n",
            "java.io.IOException: x\n\tat a.b(c.java:1)\nCaused by: y\n\t... 3 more\n",
            "Traceback (most recent call last):\n  File \"a.py\", line 1\npkg.errors.NotFound: no\n",
            "2026-11-21T03:14:07.123Z {\n2026-11-21T03:14:07.124Z   \"code\": 1\n2026-11-21T03:14:07.125Z }\n",
            "[pod/a-1/b] {\n[pod/a-1/b]   \"code\": 1\n[pod/a-1/b] }\n",
            "web-1  | {\nweb-1  |   \"code\": 1\nweb-1  | }\n",
            "Nov  1 03:14:07 host app[12]: {\nNov  1 03:14:07 host app[12]:  \"code\": 1\nNov  1 03:14:07 host app[12]: }\n",
        ] {
            assert_eq!(split(&format!("first\n{record}last")), ["first\n", record, "last"]);
        }
    }

    #[test]
    fn any_position_of_a_record_leads_to_it() {
        let text = "first\nERROR {\n  \"a\": 1\n}\nlast\n";
        let records = Records::new(text.as_bytes(), true);
        let expected = split(text);
        for at in 0..text.len() {
            let range = records.around(0, at).expect("a record").range;
            assert!(range.contains(&at));
            assert!(expected.contains(&&text[range]));
        }
    }

    #[test]
    fn long_lines_are_split_at_characters() {
        let text = format!("a{}\nb\n", "é".repeat(MAX_RECORD));
        let parts = split(&text);
        assert_eq!(parts.concat(), text);
        assert!(parts.iter().all(|part| part.len() <= MAX_RECORD), "{}", parts.len());
        assert_eq!(parts.last(), Some(&"b\n"));
    }

    #[test]
    fn a_record_is_complete_only_with_the_start_of_the_next_line() {
        let around = |text: &str| Records::new(text.as_bytes(), false).around(0, 0);
        assert_eq!(around("a"), None);
        assert_eq!(around("a\n"), None);
        assert_eq!(around("a\n  b\n"), None);
        assert_eq!(around("a\nb\n").expect("a record").range, 0..2);
    }
}
