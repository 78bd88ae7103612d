//! The pasted text in a text area.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::prelude::{Buffer, Rect, Style, Widget};
use tui_textarea::{CursorMove, DataCursor, TextArea, WrapMode};

use crate::text::head;
use crate::tui::keymap::{Action, Key};
use crate::tui::pages::paste::placeholders::Placeholders;

/// Longer texts are decoded in full, but only this much of them is shown, and they can't be edited.
const SHOWN: usize = 64 * 1024;

/// A text that can be edited.
#[derive(Debug, Clone, Default)]
pub struct Editor {
    /// The text to decode, as pasted and edited.
    text: String,
    /// Its first part with placeholders: one character for one, so that lines and columns are the
    /// same in both.
    pub area: TextArea<'static>,
    pub placeholders: Placeholders,
    /// Until the user moves the cursor, it is at the selected finding, and edits go to the end of the
    /// text.
    follows_finding: bool,
}

impl Editor {
    pub fn new(text: &str) -> Self {
        let (shown, _) = text.split_at(shown_bytes(text));
        let mut placeholders = Placeholders::default();
        let lines = shown.split('\n').map(|line| placeholders.encode(line)).collect();
        let mut area = TextArea::new(lines);
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(Style::new());
        area.set_selection_style(Style::new().reversed());
        Self { text: text.to_owned(), area, placeholders, follows_finding: true }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many bytes of the text are not shown.
    pub fn hidden_bytes(&self) -> usize {
        self.text.len() - shown_bytes(&self.text)
    }

    /// Applies the size of the area: shows the finding at byte `start`, else the text from its first
    /// line on, as far as the cursor stays visible, so that a larger screen shows more of it.
    pub fn resize(&mut self, start: Option<usize>, area: Rect) {
        if self.follows_finding {
            self.show_finding(start, area);
            return;
        }
        let DataCursor(row, column) = self.area.cursor();
        self.area.move_cursor(CursorMove::Top);
        self.area.scroll((-i16::MAX, 0));
        self.jump((row, column));
    }

    /// Moves the cursor to the finding at byte `start` and follows the selection again.
    pub fn select_finding(&mut self, start: Option<usize>, area: Rect) {
        self.follows_finding = true;
        self.show_finding(start, area);
    }

    /// Shows the finding at byte `start` in the upper part of the area, if the cursor follows it.
    pub fn show_finding(&mut self, start: Option<usize>, area: Rect) {
        let Some(start) = start.filter(|_| self.follows_finding) else { return };
        let before = self.text.get(..start).unwrap_or_default();
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        let row = before.matches('\n').count();
        // The text area wraps its lines only when it is drawn.
        self.area.render(area, &mut Buffer::empty(area));
        self.area.move_cursor(CursorMove::Bottom);
        let last = self.area.screen_cursor().row;
        self.jump((row, column));
        let height = usize::from(area.height);
        let target = self.area.screen_cursor().row;
        let top = target.saturating_sub(height / 3).min((last + 1).saturating_sub(height));
        self.area.scroll((-i16::MAX, 0));
        self.area.scroll((i16::try_from(top).unwrap_or(i16::MAX), 0));
        self.jump((row, column));
    }

    pub fn scroll(&mut self, motion: Action) {
        self.area.scroll((if motion == Action::MoveUp { -1 } else { 1 }, 0));
    }

    fn jump(&mut self, (row, column): (usize, usize)) {
        if let (Ok(row), Ok(column)) = (u16::try_from(row), u16::try_from(column)) {
            self.area.move_cursor(CursorMove::Jump(row, column));
        }
    }

    /// Moves the cursor to the end of the text before an edit, if it follows a finding.
    fn leave_finding(&mut self) {
        if std::mem::take(&mut self.follows_finding) {
            self.area.move_cursor(CursorMove::Bottom);
            self.area.move_cursor(CursorMove::End);
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
        let text = self.placeholders.encode(text);
        self.edit(|area| area.insert_str(&text))
    }

    /// Replaces the text, which can be undone unless one of the texts is too long to edit.
    pub fn replace(&mut self, text: &str) {
        let is_too_long = self.text.len().max(text.len()) > SHOWN;
        if is_too_long || self.placeholders.may_run_out(text.len() / 2) {
            *self = Self::new(text);
        } else {
            self.clear();
            self.insert(text);
            self.area.move_cursor(CursorMove::Top);
            self.follows_finding = true;
        }
    }

    pub fn clear(&mut self) -> bool {
        if self.hidden_bytes() > 0 {
            *self = Self::new("");
            return true;
        }
        self.edit(TextArea::clear)
    }

    /// Applies an edit of the text area; returns whether the text changed.
    pub fn edit(&mut self, edit: impl FnOnce(&mut TextArea<'static>) -> bool) -> bool {
        let is_changed = self.hidden_bytes() == 0 && edit(&mut self.area);
        if is_changed {
            self.text = self.placeholders.decode(&self.area.lines().join("\n"));
        }
        is_changed
    }

    /// The byte offsets in the text of the characters from a position of the text area to the end of
    /// its line.
    pub fn offsets(&self, from: DataCursor) -> impl Iterator<Item = usize> {
        let start: usize = self.text.split('\n').take(from.0).map(|line| line.len() + 1).sum();
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.char_indices().skip(from.1).take_while(|&(_, c)| c != '\n');
        line.map(move |(i, _)| start + i)
    }
}

/// How many bytes of `text` are shown.
fn shown_bytes(text: &str) -> usize {
    head(text, SHOWN).len()
}
