//! Finding text in an open entry.

use std::ops::Range;

use ratatui::prelude::{Buffer, Position, Rect, Widget};
use ratatui::widgets::Clear;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::tui::keymap::Action;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Document, InputLine, LineEdit};

const PROMPT: &str = " / ";
const PLACEHOLDER: &str = "type a text to find";

/// The line with the text to find, and where the document has it.
#[derive(Debug, Clone, Default)]
pub struct Find {
    pub line: LineEdit,
    matches: Vec<Match>,
    /// The current match.
    at: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Match {
    line: usize,
    columns: Range<usize>,
}

impl Find {
    /// Changes the text and goes to its first match from the top of the screen on.
    pub fn edit(&mut self, document: &mut Document, edit: impl FnOnce(&mut LineEdit)) {
        let before = self.line.text().to_owned();
        edit(&mut self.line);
        if self.line.text() != before {
            let top = document.scroll.offset;
            self.search(document);
            self.at = self.matches.iter().position(|found| found.line >= top).unwrap_or(0);
            self.reveal(document);
        }
    }

    /// Searches a document that was laid out again.
    pub fn search(&mut self, document: &Document) {
        let wanted = self.line.text();
        let lines = document.lines.iter().map(ToString::to_string).enumerate();
        self.matches = lines
            .flat_map(|(line, text)| {
                let columns = occurrences(&text, wanted);
                columns.into_iter().map(move |columns| Match { line, columns })
            })
            .collect();
        self.at = self.at.min(self.matches.len().saturating_sub(1));
    }

    /// Goes `by` matches further, wrapping around.
    pub fn step(&mut self, by: isize, document: &mut Document) {
        if !self.matches.is_empty() {
            let next = self.at.cast_signed() + by;
            self.at = next.rem_euclid(self.matches.len().cast_signed()).cast_unsigned();
            self.reveal(document);
        }
    }

    /// Applies an action; false if it is not one of finding.
    pub fn apply(&mut self, action: Action, document: &mut Document) -> bool {
        match action {
            Action::Open | Action::MoveDown => self.step(1, document),
            Action::MoveUp => self.step(-1, document),
            Action::PageUp | Action::PageDown => return false,
            _ => self.edit(document, |line| line.apply(action)),
        }
        true
    }

    fn reveal(&self, document: &mut Document) {
        if let Some(found) = self.matches.get(self.at) {
            document.scroll.reveal(found.line..found.line + 1);
        }
    }

    /// Draws the line into `rule` and marks the matches in `area`. Returns the cursor's position.
    pub fn render(
        &self,
        document: &Document,
        [rule, area]: [Rect; 2],
        theme: &Theme,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        for (index, found) in self.matches.iter().enumerate() {
            let Some(row) = found.line.checked_sub(document.scroll.offset) else { continue };
            let Some(row) = area.rows().nth(row) else { break };
            let [x, width] = [found.columns.start, found.columns.len()]
                .map(|columns| u16::try_from(columns).unwrap_or(u16::MAX));
            let cells = Rect { x: row.x.saturating_add(x), width, ..row }.intersection(row);
            let is_current = index == self.at;
            buffer.set_style(cells, theme[if is_current { Role::Evidence } else { Role::Match }]);
        }
        let notice = match (self.matches.len(), self.line.text()) {
            (_, "") => String::new(),
            (0, _) => "no match".to_owned(),
            (count, _) => format!("{} of {count} ", self.at + 1),
        };
        let (line, prompt, placeholder) = (&self.line, PROMPT, PLACEHOLDER);
        Clear.render(rule, buffer);
        buffer.set_style(rule, theme[Role::Text]);
        let notice = notice.as_str();
        InputLine { prompt, line, placeholder, notice, focused: true, theme }.render(rule, buffer)
    }
}

/// The columns at which `text` has `wanted`, ignoring case, without overlaps.
fn occurrences(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut rest, mut column) = (text, 0);
    while let Some(first) = rest.chars().next() {
        let skipped = match prefix_length(rest, wanted) {
            Some(length) => {
                let width = rest[..length].width();
                found.push(column..column + width);
                length
            }
            None => first.len_utf8(),
        };
        column += rest[..skipped].chars().filter_map(UnicodeWidthChar::width).sum::<usize>();
        rest = &rest[skipped..];
    }
    found
}

/// The byte length of the prefix of `text` that is `wanted` but for case.
fn prefix_length(text: &str, wanted: &str) -> Option<usize> {
    let mut chars = text.chars();
    for letter in wanted.chars() {
        chars.next().filter(|found| found.to_lowercase().eq(letter.to_lowercase()))?;
    }
    Some(text.len() - chars.as_str().len()).filter(|length| *length > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_in_any_case_by_columns() {
        for (text, wanted, expected) in [
            ("User and USER", "user", &[(0, 4), (9, 13)][..]),
            ("日本 user", "user", &[(5, 9)]),
            ("日本 user", "本", &[(2, 4)]),
            ("aaa", "aa", &[(0, 2)]),
            ("user", "", &[]),
            ("", "user", &[]),
        ] {
            let found = occurrences(text, wanted).into_iter().map(|it| (it.start, it.end));
            assert_eq!(found.collect::<Vec<_>>(), expected, "{text} {wanted}");
        }
    }
}
