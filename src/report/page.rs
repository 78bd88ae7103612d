//! A page of text for people: lines wrapped at a width, labelled fields, styles. All text that is
//! written through it is made printable first, so that no writer can forget to.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::present::{Field, Line, NOT_DOCUMENTED, TextRole};
use crate::text::{fitting_prefix, printable, wrap_words};

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
        self.rows(line, style, 0, INDENT)
    }

    /// A line in bold.
    pub(super) fn heading(&mut self, line: &Line) -> io::Result<()> {
        self.rows(line, |role| style(role).bold(), 0, INDENT)
    }

    /// Fields with their labels in a column.
    pub(super) fn fields(&mut self, fields: &[Field]) -> io::Result<()> {
        let widest = fields.iter().map(|field| field.label.as_str().len()).max().unwrap_or(0);
        fields.iter().try_for_each(|field| {
            self.labelled(field.label.as_str(), widest, &lines_to_show(field))
        })
    }

    /// Lines below each other, next to a label in a column of `width` columns.
    pub(super) fn labelled(
        &mut self,
        mut label: &str,
        width: usize,
        lines: &[Line],
    ) -> io::Result<()> {
        let leads = lines.iter().filter_map(|line| line.lead.as_ref());
        let leads = leads.map(|lead| lead.text.width() + 1).max().unwrap_or(0);
        // A line that is wrapped must not look like two.
        let hanging = if leads == 0 && lines.len() > 1 { INDENT } else { 0 };
        for line in lines {
            self.spaces(INDENT)?;
            styled(self.out, LABEL, label)?;
            self.spaces(width.saturating_sub(label.width()) + 2)?;
            label = "";
            let mut gap = leads;
            if let Some(lead) = &line.lead {
                styled(self.out, style(lead.role), &lead.text)?;
                gap -= lead.text.width();
            }
            self.spaces(gap)?;
            self.rows(line, style, INDENT + width + 2 + leads, hanging)?;
        }
        Ok(())
    }

    /// Writes a line after `indent` columns that are already filled. Its further rows are indented
    /// by `hanging` columns more.
    fn rows(
        &mut self,
        line: &Line,
        style: fn(TextRole) -> Style,
        indent: usize,
        hanging: usize,
    ) -> io::Result<()> {
        let runs = line.runs.iter().map(|run| (printable(&run.text), style(run.role)));
        let runs: Vec<_> = runs.collect();
        let text: String = runs.iter().map(|(text, _)| text.as_ref()).collect();
        for row in wrap_words(&text, self.width.saturating_sub(indent), hanging) {
            if row.start > 0 {
                writeln!(self.out)?;
                self.spaces(indent + hanging)?;
            }
            let (mut start, mut end) = (row.start, 0);
            for (run, style) in &runs {
                end += run.len();
                let end = end.min(row.end);
                if start < end {
                    styled(self.out, *style, &text[start..end])?;
                    start = end;
                }
            }
        }
        writeln!(self.out)
    }

    /// A line that is copied from the screen, so that it is never wrapped.
    pub(super) fn verbatim(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "  {}", printable(line))
    }

    fn spaces(&mut self, count: usize) -> io::Result<()> {
        self.out.write_all(" ".repeat(count).as_bytes())
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
                    self.spaces(widths[column] - cell.width() + 2)?;
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

fn styled(out: &mut dyn Write, style: Style, text: &str) -> io::Result<()> {
    let text = printable(text);
    if text.is_empty() || style.is_plain() {
        return out.write_all(text.as_bytes());
    }
    write!(out, "{style}{text}{style:#}")
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
            page.table(&[[bad.to_owned(), bad.to_owned()]], |_| Vec::new())?;
            page.verbatim(bad)
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
