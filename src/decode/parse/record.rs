//! Log records: which lines belong to one, and when it was written.

use std::ops::Range;

use crate::text::{head, steps, tail};

/// How far a record reaches before and after a position in it.
const MAX_REACH: usize = 2048;
/// How many lines belong to a record before and after that of the position.
const MAX_LINES: usize = 40;

/// The log record around a position: its line with the lines that continue it, such as a stack trace.
pub fn record_around(text: &str, at: usize) -> Range<usize> {
    let (before, after) = (tail(&text[..at], MAX_REACH), head(&text[at..], MAX_REACH));
    steps::add(before.len() + after.len());
    let mut start = at - before.len();
    let mut lines = before.rsplit('\n').peekable();
    let mut length = 0;
    let mut is_continued = false;
    for line in lines.by_ref().take(MAX_LINES) {
        // The mention's own line is complete only with what follows the mention.
        let whole = if length == 0 { &text[at - line.len()..] } else { line };
        length += line.len();
        is_continued = continues(whole);
        if !is_continued {
            break;
        }
        length += 1;
    }
    if !is_continued {
        start = at - length.min(before.len());
    }
    let end = after.split('\n').skip(1).take(MAX_LINES).take_while(|line| continues(line));
    let first = after.find('\n').unwrap_or(after.len());
    start..at + (first + end.map(|line| line.len() + 1).sum::<usize>()).min(after.len())
}

/// The record around a span. `None` if there is nothing but the span, as for most bodies.
pub fn record_beyond(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let record = record_around(text, span.start);
    (record.start < span.start || span.end < record.end).then_some(record)
}

/// Whether a line continues the record of the line before it.
fn continues(line: &str) -> bool {
    const STARTS: [&str; 8] = [" ", "\t", "at ", "Caused by", "File \"", "}", "]", "..."];
    STARTS.iter().any(|start| line.starts_with(start)) && !line.trim().is_empty()
}

/// The forms of a time: `0` is a digit, `a` a letter, and a space may be a `T`.
const TIMES: [&str; 4] =
    ["0000-00-00 00:00:00", "00/aaa/0000:00:00:00", "aaa, 00 aaa 0000 00:00:00", "aaa 00 00:00:00"];

/// The last time in a text, else the first in the text after it, as it is written.
pub fn time<'t>(before: &'t str, after: &'t str) -> Option<&'t str> {
    let starts = |text: &'t str| {
        let is_part = |at: usize| text.as_bytes()[at].is_ascii_alphanumeric();
        (0..text.len()).filter(move |&at| is_part(at) && (at == 0 || !is_part(at - 1)))
    };
    let last = starts(before).rev().find_map(|at| time_at(&before[at..]));
    last.or_else(|| starts(after).find_map(|at| time_at(&after[at..])))
}

/// The time at the start of a text, with the fraction of a second and the offset.
pub fn time_at(text: &str) -> Option<&str> {
    let fits = |form: &&&str| {
        let bytes = text.as_bytes().get(..form.len());
        bytes.is_some_and(|bytes| {
            bytes.iter().zip(form.bytes()).all(|(&byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                b'a' => byte.is_ascii_alphabetic(),
                b' ' => matches!(byte, b' ' | b'T'),
                form => byte == form,
            })
        })
    };
    let length = TIMES.iter().find(fits)?.len();
    let rest = text.get(length..)?;
    let fraction = match rest.strip_prefix(['.', ',']) {
        Some(digits) => 1 + digits.bytes().take_while(u8::is_ascii_digit).count(),
        None => 0,
    };
    let rest = &rest[fraction..];
    let offset = if rest.starts_with('Z') {
        1
    } else if rest.starts_with(" GMT") {
        4
    } else {
        let digits = rest.trim_start().trim_start_matches(['+', '-']);
        let sign = rest.len() - digits.len();
        let end = digits.bytes().take_while(|it| it.is_ascii_digit() || *it == b':').count();
        if rest.trim_start().starts_with(['+', '-']) && end >= 4 { sign + end } else { 0 }
    };
    Some(&text[..length + fraction + offset])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_its_stack_trace() {
        let text = "first\nERROR x\n  at pagerduty\n  at main\nlast";
        let record = record_around(text, text.find("pagerduty").expect("the word"));
        assert_eq!(&text[record], "ERROR x\n  at pagerduty\n  at main");
    }

    #[test]
    fn times_are_found_in_the_usual_forms() {
        for written in [
            "2026-11-21T03:14:07Z",
            "2026-11-21 03:14:07,123",
            "2026-11-21T03:14:07.123456+01:00",
            "21/Nov/2026:03:14:07 +0000",
            "Sat, 21 Nov 2026 03:14:07 GMT",
            "Nov 21 03:14:07",
        ] {
            assert_eq!(
                time(&format!("x 1999-01-01 00:00:00 [{written}] failed: "), ""),
                Some(written)
            );
        }
        assert_eq!(time("no time", "at 2026-11-21T03:14:07Z"), Some("2026-11-21T03:14:07Z"));
        assert_eq!(time("12:30", "é 2026-11"), None);
    }
}
