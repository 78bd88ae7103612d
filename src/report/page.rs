//! A page of text for people: lines wrapped at a width, labelled fields, styles. All text that is
//! written through it is made printable first, so that no writer can forget to.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::printable;

/// Column at which the text of a field begins.
const MARGIN: usize = 15;

/// Narrower than this, lines run over instead of becoming columns of single words.
const NARROWEST: usize = 40;

/// Where text for people is written. Writes ANSI styles; strip them where they are not wanted.
pub struct Page<'a> {
    out: &'a mut dyn Write,
    width: usize,
}

/// The roles of text, each with its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Head,
    Label,
    Absent,
    Match,
    Good,
    Doubtful,
    Bad,
}

impl Role {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Head => Style::new().bold(),
            Self::Label => AnsiColor::Cyan.on_default(),
            Self::Absent => Style::new().dimmed(),
            Self::Match => Style::new().bold().underline(),
            Self::Good => AnsiColor::Green.on_default().bold(),
            Self::Doubtful => AnsiColor::Yellow.on_default().bold(),
            Self::Bad => AnsiColor::Red.on_default().bold(),
        }
    }
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

    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A line at the left edge; what does not fit is indented below it.
    pub(super) fn line(&mut self, role: Role, text: &str) -> io::Result<()> {
        for line in wrap(text, self.width, "", "  ") {
            styled(self.out, role, &line)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// A label with its texts below each other; without a text, it is not documented.
    pub(super) fn field<T: AsRef<str>>(&mut self, label: &str, texts: &[T]) -> io::Result<()> {
        let mut label = label;
        if texts.is_empty() {
            self.label(label)?;
            styled(self.out, Role::Absent, "not documented")?;
            return writeln!(self.out);
        }
        // A text that is wrapped must not look like two.
        let hanging = if texts.len() > 1 { "  " } else { "" };
        for text in texts {
            for line in wrap(text.as_ref(), self.width - MARGIN, "", hanging) {
                self.label(label)?;
                label = "";
                writeln!(self.out, "{line}")?;
            }
        }
        Ok(())
    }

    /// A field that is left out when it has no text.
    pub(super) fn present<T: AsRef<str>>(&mut self, label: &str, texts: &[T]) -> io::Result<()> {
        if texts.is_empty() { Ok(()) } else { self.field(label, texts) }
    }

    /// A line that is copied from the screen, so that it is never wrapped.
    pub(super) fn verbatim(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "  {}", printable(line))
    }

    fn label(&mut self, label: &str) -> io::Result<()> {
        write!(self.out, "  ")?;
        styled(self.out, Role::Label, label)?;
        // The margin is there even beside a label that is too long for it.
        let room = MARGIN - 2;
        write!(self.out, "{:gap$}", "", gap = room.saturating_sub(label.width()).max(1))
    }

    /// Rows in columns; the last column is cut at the right edge. `marked` tells which parts of a
    /// cell of the last column stand out.
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
                    let role = if column == 0 { Role::Label } else { Role::Plain };
                    styled(self.out, role, cell)?;
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
            // Ranges come from another room: those that don't fit the text are passed over.
            let parts = (text.get(done..range.start), text.get(range.clone()));
            if let (Some(before), Some(inside)) = parts {
                write!(self.out, "{before}")?;
                styled(self.out, Role::Match, inside)?;
                done = range.end;
            }
        }
        write!(self.out, "{}", &text[done..])
    }
}

fn styled(out: &mut dyn Write, role: Role, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let style = role.style();
    write!(out, "{style}{}{style:#}", printable(text))
}

fn wrap(text: &str, width: usize, first: &str, further: &str) -> Vec<String> {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(further)
        // Codes, paths and addresses are copied from here: they stay in one piece.
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(&printable(text), options).into_iter().map(Into::into).collect()
}

/// The part of a line that fits into `width` columns, with an ellipsis where it is cut.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(width: usize, write: impl FnOnce(&mut Page<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut Page::new(&mut out, width)).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    #[test]
    fn a_field_wraps_beside_its_label() {
        let text =
            written(45, |page| page.field("Meaning", &["one two three four five six seven"]));
        assert_eq!(text, "  Meaning      one two three four five six\n               seven\n");
    }

    #[test]
    fn several_texts_hang() {
        let text = written(45, |page| {
            page.field("Messages", &["one two three four five six seven", "eight"])
        });
        assert_eq!(
            text,
            "  Messages     one two three four five six\n                 seven\n               eight\n"
        );
    }

    #[test]
    fn a_field_without_text_is_not_documented() {
        let text = written(80, |page| page.field::<&str>("HTTP", &[]));
        assert_eq!(text, "  HTTP         not documented\n");
    }

    #[test]
    fn an_address_stays_in_one_piece() {
        let url = "https://example.com/a-long-address/that-does-not-fit/into-forty-columns";
        assert!(written(40, |page| page.field("Source", &[url])).contains(url));
    }

    #[test]
    fn controls_are_shown_wherever_text_comes_in() {
        let bad = "x\x1b]0;title\x07\u{202e}";
        let text = written(80, |page| {
            page.line(Role::Head, bad)?;
            page.field(bad, &[bad])?;
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
