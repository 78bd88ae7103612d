//! A page of text for people: lines wrapped at a width, labelled fields, styles. All text that is
//! written through it is made printable first, so that no writer can forget to.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

use crate::present::{Field, Line, NOT_DOCUMENTED, TextRole};
use crate::text::{fitting_prefix, printable};

/// The minimum width. On narrower terminals lines overflow rather than wrap at every word.
const NARROWEST: usize = 40;

/// The indentation of labels and continuation lines, in columns.
const INDENT: usize = 2;

const LABEL: Style = AnsiColor::Cyan.on_default();
const MATCH: Style = Style::new().bold().underline();

/// Where text for people is written. Writes ANSI styles; strip them where they are not wanted.
pub struct Page<'a> {
    out: &'a mut dyn Write,
    width: usize,
}

impl std::fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").field("width", &self.width).finish_non_exhaustive()
    }
}

impl<'a> Page<'a> {
    /// A page of `width` columns.
    #[must_use]
    pub fn new(out: &'a mut dyn Write, width: usize) -> Self {
        Self { out, width: width.max(NARROWEST) }
    }

    /// An empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A line at the left edge. Continuation lines are indented.
    pub(super) fn line(&mut self, line: &Line) -> io::Result<()> {
        self.unlabelled(line, style)
    }

    /// A line in bold.
    pub(super) fn heading(&mut self, line: &Line) -> io::Result<()> {
        self.unlabelled(line, |role| style(role).bold())
    }

    fn unlabelled(&mut self, line: &Line, style: fn(TextRole) -> Style) -> io::Result<()> {
        let text = StyledText::new(line, style);
        for (row, range) in text.wrap(self.width, INDENT).into_iter().enumerate() {
            self.spaces(if row > 0 { INDENT } else { 0 })?;
            text.write(self.out, range)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// Fields with their labels in a column.
    pub(super) fn fields(&mut self, fields: &[Field]) -> io::Result<()> {
        let widest = fields.iter().map(|field| field.label.as_str().len()).max().unwrap_or(0);
        fields.iter().try_for_each(|field| {
            self.labelled(field.label.as_str(), widest, &lines_to_show(field))
        })
    }

    /// Lines below each other, next to a label in a column of `width` columns.
    pub(super) fn labelled(&mut self, label: &str, width: usize, lines: &[Line]) -> io::Result<()> {
        let leads = lines.iter().filter_map(|line| line.lead.as_ref());
        let leads = leads.map(|lead| lead.text.width() + 1).max().unwrap_or(0);
        // A line that is wrapped must not look like two.
        let hanging = if leads == 0 && lines.len() > 1 { INDENT } else { 0 };
        let text_width = self.width.saturating_sub(INDENT + width + 2 + leads);
        let mut label = label;
        for line in lines {
            let text = StyledText::new(line, style);
            for (row, range) in text.wrap(text_width, hanging).into_iter().enumerate() {
                self.spaces(INDENT)?;
                styled(self.out, LABEL, label)?;
                self.spaces(width.saturating_sub(label.width()) + 2)?;
                label = "";
                let mut gap = leads + if row > 0 { hanging } else { 0 };
                if let Some(lead) = line.lead.as_ref().filter(|_| row == 0) {
                    styled(self.out, style(lead.role), &lead.text)?;
                    gap -= lead.text.width();
                }
                self.spaces(gap)?;
                text.write(self.out, range)?;
                writeln!(self.out)?;
            }
        }
        Ok(())
    }

    /// A line that is copied from the screen, so that it is never wrapped.
    pub(super) fn verbatim(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "  {}", printable(line))
    }

    fn spaces(&mut self, count: usize) -> io::Result<()> {
        write!(self.out, "{:count$}", "")
    }

    /// Rows in columns; the last column is cut at the right edge. `marked` returns the parts of a cell
    /// of the last column to highlight.
    pub(super) fn table<const N: usize>(
        &mut self,
        rows: &[[String; N]],
        marked: impl Fn(&str) -> Vec<Range<usize>>,
    ) -> io::Result<()> {
        let rows: Vec<_> =
            rows.iter().map(|row| row.each_ref().map(|cell| printable(cell))).collect();
        let widths: [usize; N] = std::array::from_fn(|column| {
            rows.iter().map(|row| row[column].width()).max().unwrap_or(0)
        });
        for row in &rows {
            let mut used = 0;
            for (column, cell) in row.iter().enumerate() {
                if column + 1 == N {
                    let cell = cut(cell, self.width.saturating_sub(used));
                    self.marked(&cell, &marked(&cell))?;
                } else {
                    let style = if column == 0 { LABEL } else { Style::new() };
                    styled(self.out, style, cell)?;
                    write!(self.out, "{:gap$}", "", gap = widths[column] - cell.width() + 2)?;
                    used += widths[column] + 2;
                }
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn marked(&mut self, text: &str, ranges: &[Range<usize>]) -> io::Result<()> {
        let mut done = 0;
        for range in ranges {
            // Ranges that do not fit the text, which may be cut, are skipped.
            let parts = (text.get(done..range.start), text.get(range.clone()));
            if let (Some(before), Some(inside)) = parts {
                write!(self.out, "{before}")?;
                styled(self.out, MATCH, inside)?;
                done = range.end;
            }
        }
        write!(self.out, "{}", &text[done..])
    }
}

/// The lines of a field, with the annotation of its label after the last.
fn lines_to_show(field: &Field) -> Vec<Line> {
    let mut lines = field.lines.clone();
    if lines.is_empty() {
        lines.push(Line::new(TextRole::Muted, NOT_DOCUMENTED));
    }
    if let (Some(annotation), Some(last)) = (field.label.annotation(), lines.last_mut()) {
        *last = std::mem::take(last).with(TextRole::Muted, format!(" ({annotation})"));
    }
    lines
}

fn style(role: TextRole) -> Style {
    match role {
        TextRole::Muted => Style::new().dimmed(),
        TextRole::Good | TextRole::Mark => AnsiColor::Green.on_default(),
        TextRole::Warn => AnsiColor::Yellow.on_default(),
        TextRole::Bad => AnsiColor::Red.on_default(),
        _ => Style::new(),
    }
}

/// The printable text of a line, with the end of each run and its style.
struct StyledText {
    text: String,
    runs: Vec<(usize, Style)>,
}

impl StyledText {
    fn new(line: &Line, style: impl Fn(TextRole) -> Style) -> Self {
        let (mut text, mut runs) = (String::new(), Vec::new());
        for run in &line.runs {
            text.push_str(&printable(&run.text));
            runs.push((text.len(), style(run.role)));
        }
        Self { text, runs }
    }

    /// The byte ranges of the rows in `width` columns, all but the first indented by `hanging`.
    fn wrap(&self, width: usize, hanging: usize) -> Vec<Range<usize>> {
        let indent = " ".repeat(hanging);
        let options = Options::new(width)
            .subsequent_indent(&indent)
            // Codes, paths and addresses are copied from here: they stay in one piece.
            .break_words(false)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        let mut end = 0;
        let rows = textwrap::wrap(&self.text, options).into_iter().enumerate();
        rows.map(|(row, text)| {
            let text = if row > 0 { text.strip_prefix(&indent) } else { None }.unwrap_or(&text);
            // Rows are parts of the text, in order.
            let start = end + self.text[end..].find(text).unwrap_or(0);
            end = start + text.len();
            start..end
        })
        .collect()
    }

    fn write(&self, out: &mut dyn Write, range: Range<usize>) -> io::Result<()> {
        let mut start = range.start;
        for &(end, style) in &self.runs {
            let end = end.min(range.end);
            if start < end {
                styled(out, style, &self.text[start..end])?;
                start = end;
            }
        }
        Ok(())
    }
}

fn styled(out: &mut dyn Write, style: Style, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    write!(out, "{style}{}{style:#}", printable(text))
}

/// The part of a line that fits into `width` columns, with an ellipsis where it is cut.
fn cut(text: &str, width: usize) -> String {
    if fitting_prefix(text, width) == text.len() {
        return text.to_owned();
    }
    let kept = &text[..fitting_prefix(text, width.saturating_sub(1))];
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::Label;

    fn written(width: usize, write: impl FnOnce(&mut Page<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut Page::new(&mut out, width)).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    fn field(label: Label, texts: &[&str]) -> [Field; 1] {
        [Field::texts(label, TextRole::Plain, texts.iter().copied())]
    }

    #[test]
    fn a_field_wraps_beside_its_label() {
        let field = field(Label::Meaning, &["one two three four five six seven"]);
        let text = written(41, |page| page.fields(&field));
        assert_eq!(text, "  Meaning  one two three four five six\n           seven\n");
    }

    #[test]
    fn several_lines_hang() {
        let field = field(Label::Messages, &["one two three four five six seven", "eight"]);
        let text = written(42, |page| page.fields(&field));
        assert_eq!(
            text,
            "  Messages  one two three four five six\n              seven\n            eight\n"
        );
    }

    #[test]
    fn leads_are_in_a_column() {
        let lines = [
            Line::new(TextRole::Literal, "/parts").led_by(TextRole::Method, "GET POST"),
            Line::new(TextRole::Literal, "/parts/{id} and a second row")
                .led_by(TextRole::Method, "PUT"),
        ];
        let text = written(40, |page| page.fields(&[Field::new(Label::Endpoints, lines)]));
        assert_eq!(
            text,
            "  Endpoints  GET POST /parts\n             PUT      /parts/{id} and a\n                      second row\n"
        );
    }

    #[test]
    fn a_field_without_lines_is_not_documented() {
        let text = written(80, |page| page.fields(&field(Label::Http, &[])));
        assert_eq!(text, "  HTTP  not documented\n");
    }

    #[test]
    fn an_address_stays_in_one_piece() {
        let url = "https://example.com/a-long-address/that-does-not-fit/into-forty-columns";
        assert!(written(40, |page| page.fields(&field(Label::Source, &[url]))).contains(url));
    }

    #[test]
    fn runs_keep_their_style_across_rows() {
        let line = Line::new(TextRole::Bad, "one two three four five six")
            .with(TextRole::Plain, " seven x y");
        let mut out = Vec::new();
        Page::new(&mut out, 40).line(&line).unwrap();
        let text = String::from_utf8(out).unwrap();
        let red = AnsiColor::Red.on_default();
        assert!(text.contains(&format!("{red}one two three four five six{red:#}")), "{text:?}");
        let plain = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(plain, "one two three four five six seven x y\n");
    }

    #[test]
    fn control_characters_are_shown_wherever_text_comes_in() {
        let bad = "x\x1b]0;title\x07\u{202e}";
        let line = Line::new(TextRole::Plain, bad).led_by(TextRole::Plain, bad);
        let text = written(80, |page| {
            page.heading(&line)?;
            page.labelled(bad, 4, &[line])?;
            page.table(&[[bad.to_owned(), bad.to_owned()]], |_| Vec::new())
        });
        assert!(!text.chars().any(|c| c != '\n' && crate::text::is_unprintable(c)), "{text:?}");
    }

    #[test]
    fn a_table_is_cut_at_the_edge_and_marked_inside() {
        let mut out = Vec::new();
        let rows =
            [["a".to_owned(), "a text that is much longer than the forty columns".to_owned()]];
        Page::new(&mut out, 40).table(&rows, |_| vec![2..6, 90..99]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("\x1b[1m\x1b[4mtext\x1b[0m"), "{text:?}");
        let plain = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(plain, "a  a text that is much longer than the…\n");
    }

    #[test]
    fn a_cut_counts_columns() {
        assert_eq!(cut("日本語日本語", 7), "日本語…");
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("", 0), "");
    }
}
