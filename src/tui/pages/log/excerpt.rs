//! The lines around an error, as they are in the log.

use std::ops::Range;

use crate::decode::{Finding, Report};
use crate::present::Subject;
use crate::text::{head, tail};
use crate::tui::effects::LogText;
use crate::tui::pages::evidence_spans;

/// How many lines are shown before and after the line of an error at most.
pub const CONTEXT: usize = 2;

/// How much of a long line is kept before and after the start of what is highlighted.
const MAX_BEFORE: usize = 200;
const MAX_AFTER: usize = 800;

/// A line of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExcerptLine {
    pub text: String,
    /// What is highlighted.
    pub marks: Vec<Range<usize>>,
}

/// The lines around an error, and the record that it is in.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// [`CONTEXT`] lines before the line of the error, that line, and as many after it; `None` beyond
    /// the start and the end of the log.
    pub lines: Vec<Option<ExcerptLine>>,
    pub record: String,
    report: Report,
    /// Which of the findings of the report it is.
    finding: Option<usize>,
}

impl Excerpt {
    pub fn new(text: LogText) -> Self {
        let LogText { text, record, at, report } = text;
        let start = at - record.start;
        let found = report.findings.iter().position(|finding| finding.span.start == start);
        let finding = found.or((!report.findings.is_empty()).then_some(0));
        let spans = finding.map(|at| evidence_spans(&report.findings[at])).unwrap_or_default();
        let mut marks: Vec<_> = spans
            .into_iter()
            .map(|span| record.start + span.start..record.start + span.end)
            // Nothing but the decoder ensures that characters are not split.
            .filter(|mark| text.get(mark.clone()).is_some())
            .collect();
        marks.sort_by_key(|mark| (mark.start, mark.end));
        let lines = lines(&text, at, &marks);
        Self { lines, record: text[record].to_owned(), report, finding }
    }

    pub fn finding(&self) -> Option<&Finding> {
        self.report.findings.get(self.finding?)
    }

    /// The finding with its record.
    pub fn subject(&self) -> Subject<'_> {
        let Self { record, report, .. } = self;
        Subject::Response { text: record, report, finding: self.finding() }
    }
}

fn lines(text: &str, at: usize, marks: &[Range<usize>]) -> Vec<Option<ExcerptLine>> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut before: Vec<_> =
        text[..start].split_inclusive('\n').rev().take(CONTEXT).map(Some).collect();
    before.resize(CONTEXT, None);
    let mut from = start - before.iter().flatten().map(|line| line.len()).sum::<usize>();
    let mut rest = text[start..].split_inclusive('\n');
    let after = (0..=CONTEXT).map(|_| rest.next());
    let lines: Vec<_> = before.into_iter().rev().chain(after).collect();
    let mut line = |line: &str| {
        let range = from..from + line.trim_end_matches(['\r', '\n']).len();
        from += line.len();
        excerpt_line(text, range, marks)
    };
    lines.into_iter().map(|text| text.map(&mut line)).collect()
}

/// A line with what is highlighted in it, without what is far from that if it is long.
fn excerpt_line(text: &str, range: Range<usize>, marks: &[Range<usize>]) -> ExcerptLine {
    let inside = marks
        .iter()
        .map(|mark| mark.start.max(range.start)..mark.end.min(range.end))
        .filter(|mark| !mark.is_empty());
    let mut disjoint: Vec<Range<usize>> = Vec::new();
    for mark in inside {
        match disjoint.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => disjoint.push(mark),
        }
    }
    let first = disjoint.first().map_or(range.start, |mark| mark.start);
    let before = tail(&text[range.start..first], MAX_BEFORE);
    let start = first - before.len();
    let shown = head(&text[start..range.end], before.len() + MAX_AFTER);
    let end = start + shown.len();
    let marks = disjoint
        .into_iter()
        .filter(|mark| mark.end <= end)
        .map(|mark| mark.start - start..mark.end - start)
        .collect();
    let cut = if start > range.start { "…" } else { "" };
    let marks = if cut.is_empty() { marks } else { shifted(marks, cut.len()) };
    let end_cut = if end < range.end { "…" } else { "" };
    ExcerptLine { text: format!("{cut}{shown}{end_cut}"), marks }
}

fn shifted(marks: Vec<Range<usize>>, by: usize) -> Vec<Range<usize>> {
    marks.into_iter().map(|mark| mark.start + by..mark.end + by).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, at: usize) -> Vec<Option<String>> {
        let lines = lines(text, at, &[]);
        lines.into_iter().map(|line| line.map(|line| line.text)).collect()
    }

    fn some(lines: &[Option<&str>]) -> Vec<Option<String>> {
        lines.iter().map(|line| line.map(str::to_owned)).collect()
    }

    #[test]
    fn lines_beyond_the_log_are_missing() {
        let text = "a\nb\r\nc\nd\ne\nf";
        assert_eq!(shown(text, 5), some(&[Some("a"), Some("b"), Some("c"), Some("d"), Some("e")]));
        assert_eq!(shown(text, 0), some(&[None, None, Some("a"), Some("b"), Some("c")]));
        assert_eq!(shown(text, 2), some(&[None, Some("a"), Some("b"), Some("c"), Some("d")]));
        assert_eq!(shown(text, 11), some(&[Some("d"), Some("e"), Some("f"), None, None]));
    }

    #[test]
    fn long_lines_are_shown_around_what_is_highlighted() {
        let text = format!("x\n{}ERROR 2001{}\ny", "é".repeat(5000), "z".repeat(5000));
        let start = text.find("2001").unwrap();
        let line = excerpt_line(&text, 2..text.len() - 2, &[start..start + 4, start..start + 2]);
        assert_eq!(line.marks.len(), 1);
        assert_eq!(&line.text[line.marks[0].clone()], "2001");
        assert!(line.text.len() < MAX_BEFORE + MAX_AFTER + 10, "{}", line.text.len());
        assert!(line.text.starts_with('…') && line.text.ends_with('…'));
        let line = excerpt_line("abc", 0..3, std::slice::from_ref(&(1..9)));
        assert_eq!((line.text.as_str(), line.marks.first()), ("abc", Some(&(1..3))));
    }
}
