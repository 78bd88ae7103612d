//! The pasted text in a text area.

use std::ops::Range;

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::prelude::{Buffer, Rect, Style, Widget};
use tui_textarea::{CursorMove, DataCursor, TextArea, WrapMode};

use crate::text::head;
use crate::tui::keymap::{Action, Key};
use crate::tui::pages::paste::placeholders::Placeholders;
use crate::tui::pages::paste::pretty::{Placed, pretty};

/// Longer texts are decoded in full, but only a window of this many bytes is shown, and they can't be
/// edited.
const SHOWN: usize = 64 * 1024;

/// A text that can be edited.
#[derive(Debug, Clone, Default)]
pub struct Editor {
    /// The text to decode, as pasted and edited.
    text: String,
    /// The part of it that is shown.
    window: Range<usize>,
    plain: View,
    /// The window with its JSON pretty-printed, while it is shown instead. It can't be edited.
    pretty: Option<View>,
    /// Until the user moves the cursor, it is at the selected finding, and edits go to the end of the
    /// text.
    follows_finding: bool,
}

/// A text area and where its characters are in the text.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// One character for one, placeholders included.
    pub area: TextArea<'static>,
    pub placeholders: Placeholders,
    /// The byte offset of every character in the text, line ends included.
    offsets: Vec<Option<usize>>,
    /// The index of the first character of every line.
    lines: Vec<usize>,
}

impl View {
    fn new(chars: &[Placed]) -> Self {
        let mut view = Self::default();
        let text: String = chars.iter().map(|(c, _)| *c).collect();
        let lines = text.split('\n').map(|line| view.placeholders.encode(line)).collect();
        view.area = TextArea::new(lines);
        view.area.set_wrap_mode(WrapMode::WordOrGlyph);
        view.area.set_cursor_line_style(Style::new());
        view.area.set_selection_style(Style::new().reversed());
        view.place(chars);
        view
    }

    /// Sets where the characters are in the text.
    fn place(&mut self, chars: &[Placed]) {
        self.offsets = chars.iter().map(|(_, at)| *at).collect();
        let ends = chars.iter().enumerate().filter(|(_, (c, _))| *c == '\n');
        self.lines = std::iter::once(0).chain(ends.map(|(i, _)| i + 1)).collect();
    }

    /// Row and column of the first character at byte `start` of the text or after it.
    fn position(&self, start: usize) -> (usize, usize) {
        let index = self.offsets.iter().position(|at| at.is_some_and(|at| at >= start));
        let index = index.unwrap_or(self.offsets.len());
        let row = self.lines.partition_point(|line| *line <= index).saturating_sub(1);
        (row, index - self.lines.get(row).copied().unwrap_or(index))
    }

    /// The byte offsets in the text of the characters from a position of the text area on; `None` for
    /// one that was added.
    pub fn offsets(&self, from: DataCursor) -> &[Option<usize>] {
        let start = self.lines.get(from.0).map_or(usize::MAX, |line| line + from.1);
        self.offsets.get(start..).unwrap_or_default()
    }

    fn jump(&mut self, (row, column): (usize, usize)) {
        if let (Ok(row), Ok(column)) = (u16::try_from(row), u16::try_from(column)) {
            self.area.move_cursor(CursorMove::Jump(row, column));
        }
    }
}

impl Editor {
    pub fn new(text: &str) -> Self {
        let mut editor = Self { text: text.to_owned(), follows_finding: true, ..Self::default() };
        editor.show_window(0);
        editor
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is on the screen.
    pub fn view(&self) -> &View {
        self.pretty.as_ref().unwrap_or(&self.plain)
    }

    fn view_mut(&mut self) -> &mut View {
        self.pretty.as_mut().unwrap_or(&mut self.plain)
    }

    /// The part of the text that is shown.
    pub fn window(&self) -> Range<usize> {
        self.window.clone()
    }

    /// Whether the text is too long to be shown in full and to be edited.
    pub fn is_too_long(&self) -> bool {
        self.window.len() < self.text.len()
    }

    /// Shows the part of the text around byte `start`.
    fn show_window(&mut self, start: usize) {
        self.window = window(&self.text, start);
        self.plain = View::new(&self.shown_chars());
        self.set_pretty(self.pretty.is_some());
    }

    fn shown_chars(&self) -> Vec<Placed> {
        let start = self.window.start;
        let chars = self.text[self.window.clone()].char_indices();
        chars.map(|(at, c)| (c, Some(start + at))).collect()
    }

    pub fn is_pretty(&self) -> bool {
        self.pretty.is_some()
    }

    /// Pretty-prints the JSON in what is shown, or shows it as pasted.
    pub fn set_pretty(&mut self, is_pretty: bool) {
        let start = self.window.start;
        let print = || {
            let chars = pretty(&self.text[self.window.clone()]).into_iter();
            View::new(&chars.map(|(c, at)| (c, at.map(|at| start + at))).collect::<Vec<_>>())
        };
        self.pretty = is_pretty.then(print);
    }

    /// Applies the size of the area: shows the finding at byte `start`, else the text from its first
    /// line on, as far as the cursor stays visible, so that a larger screen shows more of it.
    pub fn resize(&mut self, start: Option<usize>, area: Rect) {
        if self.follows_finding {
            self.show_finding(start, area);
            return;
        }
        let view = self.view_mut();
        let DataCursor(row, column) = view.area.cursor();
        view.area.move_cursor(CursorMove::Top);
        view.area.scroll((-i16::MAX, 0));
        view.jump((row, column));
    }

    /// Moves the cursor to the finding at byte `start` and follows the selection again.
    pub fn select_finding(&mut self, start: Option<usize>, area: Rect) {
        self.follows_finding = true;
        self.show_finding(start, area);
    }

    /// Shows the finding at byte `start` in the upper part of the area, if the cursor follows it.
    pub fn show_finding(&mut self, start: Option<usize>, area: Rect) {
        let Some(start) = start.filter(|_| self.follows_finding) else { return };
        if !self.window.contains(&start) && self.is_too_long() {
            self.show_window(start);
        }
        let view = self.view_mut();
        let position = view.position(start);
        // The text area wraps its lines only when it is drawn.
        view.area.render(area, &mut Buffer::empty(area));
        view.area.move_cursor(CursorMove::Bottom);
        let last = view.area.screen_cursor().row;
        view.jump(position);
        let height = usize::from(area.height);
        let target = view.area.screen_cursor().row;
        let top = target.saturating_sub(height / 3).min((last + 1).saturating_sub(height));
        view.area.scroll((-i16::MAX, 0));
        view.area.scroll((i16::try_from(top).unwrap_or(i16::MAX), 0));
        view.jump(position);
    }

    pub fn scroll(&mut self, motion: Action) {
        self.view_mut().area.scroll((if motion == Action::MoveUp { -1 } else { 1 }, 0));
    }

    /// Moves the cursor to the end of the text before an edit, if it follows a finding.
    fn leave_finding(&mut self) {
        if std::mem::take(&mut self.follows_finding) {
            self.plain.area.move_cursor(CursorMove::Bottom);
            self.plain.area.move_cursor(CursorMove::End);
        }
    }

    /// Applies a key; returns whether the text changed.
    pub fn input(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        // Moving starts at the finding; deleting, as typing, at the end of the text.
        if key.code == KeyCode::Backspace || [Key::ctrl('h'), Key::ctrl('w')].contains(&key) {
            self.leave_finding();
        }
        self.follows_finding = false;
        self.edit(|area| area.input(KeyEvent::new(key.code, key.modifiers)))
    }

    /// Inserts at the cursor; returns whether the text changed.
    pub fn insert(&mut self, text: &str) -> bool {
        self.leave_finding();
        let text = self.plain.placeholders.encode(text);
        self.edit(|area| area.insert_str(&text))
    }

    /// Replaces the text, which can be undone unless one of the texts is too long to edit.
    pub fn replace(&mut self, text: &str) {
        let is_too_long = self.text.len().max(text.len()) > SHOWN;
        if is_too_long || self.plain.placeholders.may_run_out(text.len() / 2) {
            *self = Self::new(text);
        } else {
            self.clear();
            self.insert(text);
            self.plain.area.move_cursor(CursorMove::Top);
            self.follows_finding = true;
        }
    }

    pub fn clear(&mut self) -> bool {
        if self.is_too_long() {
            *self = Self::new("");
            return true;
        }
        self.edit(TextArea::clear)
    }

    /// Applies an edit of the text area; returns whether the text changed.
    pub fn edit(&mut self, edit: impl FnOnce(&mut TextArea<'static>) -> bool) -> bool {
        self.pretty = None;
        let is_changed = !self.is_too_long() && edit(&mut self.plain.area);
        if is_changed {
            self.text = self.plain.placeholders.decode(&self.plain.area.lines().join("\n"));
            self.window = window(&self.text, 0);
            self.plain.place(&self.shown_chars());
        }
        is_changed
    }
}

/// The part of a text to show: all of it, or a window with a quarter of it before byte `start`, from
/// the beginning of a line on.
fn window(text: &str, start: usize) -> Range<usize> {
    let latest = text.len().saturating_sub(SHOWN);
    let from = head(text, start.saturating_sub(SHOWN / 4).min(latest)).len();
    let line = text[from..].find('\n').filter(|_| from > 0).map(|end| from + end + 1);
    let from = line.filter(|line| *line <= start).unwrap_or(from);
    from..from + head(&text[from..], SHOWN).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_around_the_finding() {
        let line = "é a line of a log\n";
        let text = line.repeat(20_000);
        for start in [0, 100, 40_000, 200_000, text.len() - 3] {
            let start = head(&text, start).len();
            let window = window(&text, start);
            assert!(window.contains(&start), "{start}: {window:?}");
            assert!(window.len() > SHOWN - 2 * line.len(), "{start}: {window:?}");
            assert!(text[window].starts_with(line), "{start}");
        }
        assert_eq!(window("short", 3), 0..5);
        let one_line = "é".repeat(SHOWN);
        assert!(window(&one_line, SHOWN).contains(&SHOWN));
    }
}
