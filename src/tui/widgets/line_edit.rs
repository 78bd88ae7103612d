//! A line of editable text with a cursor.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::visible_char;
use crate::tui::keymap::{Action, Key};

/// A line of editable text.
#[derive(Debug, Clone, Default)]
pub struct LineEdit {
    text: String,
    /// Byte offset of the cursor, always between characters.
    cursor: usize,
}

impl LineEdit {
    /// A line with the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before and after the cursor.
    pub fn split_at_cursor(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// The text before and after the cursor, without the start of the line if the text before the
    /// cursor is wider than `width`.
    pub fn visible(&self, width: usize) -> (&str, &str) {
        let (before, after) = self.split_at_cursor();
        let mut excess = before.width().saturating_sub(width);
        let mut chars = before.chars();
        while excess > 0
            && let Some(c) = chars.next()
        {
            excess = excess.saturating_sub(c.width().unwrap_or(0));
        }
        (chars.as_str(), after)
    }

    /// Inserts at the cursor; unprintable characters become visible.
    pub fn insert(&mut self, text: &str) {
        for c in text.chars().map(visible_char) {
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    /// Applies an action that edits a line.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::CursorLeft => self.left(),
            Action::CursorRight => self.right(),
            Action::CursorStart => self.cursor = 0,
            Action::CursorEnd => self.cursor = self.text.len(),
            Action::DeleteBackward => self.delete_backward(),
            Action::DeleteForward => self.delete_forward(),
            Action::DeleteWord => self.delete_word(),
            Action::Clear => self.clear(),
            _ => {}
        }
    }

    /// Inserts the character of a key that is not bound.
    pub fn input(&mut self, key: Key) {
        if let Some(c) = key.typed() {
            self.insert(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn left(&mut self) {
        self.cursor -= self.split_at_cursor().0.chars().next_back().map_or(0, char::len_utf8);
    }

    fn right(&mut self) {
        self.cursor += self.split_at_cursor().1.chars().next().map_or(0, char::len_utf8);
    }

    fn delete_backward(&mut self) {
        let end = self.cursor;
        self.left();
        self.text.drain(self.cursor..end);
    }

    fn delete_forward(&mut self) {
        let start = self.cursor;
        self.right();
        self.text.drain(start..self.cursor);
        self.cursor = start;
    }

    fn delete_word(&mut self) {
        let before = self.split_at_cursor().0.trim_end();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let start = before.len() - word.len();
        self.text.drain(start..self.cursor);
        self.cursor = start;
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Edit = fn(&mut LineEdit);

    /// Applies `change` to a line in which `|` marks the cursor.
    fn after(line: &str, change: Edit) -> String {
        let (before, behind) = line.split_once('|').unwrap();
        let mut edit = LineEdit { text: format!("{before}{behind}"), cursor: before.len() };
        change(&mut edit);
        let (before, behind) = edit.split_at_cursor();
        format!("{before}|{behind}")
    }

    #[test]
    fn edits() {
        let table: &[(&str, Edit, &str)] = &[
            ("a|b", |l| l.insert("xé"), "axé|b"),
            ("|", |l| l.insert("a\x1b"), "a␛|"),
            ("é|b", LineEdit::left, "|éb"),
            ("|éb", LineEdit::left, "|éb"),
            ("|éb", LineEdit::right, "é|b"),
            ("b|", LineEdit::right, "b|"),
            ("ab|c", |l| l.apply(Action::CursorStart), "|abc"),
            ("a|bc", |l| l.apply(Action::CursorEnd), "abc|"),
            ("日|b", LineEdit::delete_backward, "|b"),
            ("|b", LineEdit::delete_backward, "|b"),
            ("a|日b", LineEdit::delete_forward, "a|b"),
            ("a|", LineEdit::delete_forward, "a|"),
            ("lic exp  |x", LineEdit::delete_word, "lic |x"),
            ("lic\u{3000}exp|", LineEdit::delete_word, "lic\u{3000}|"),
            ("lic|", LineEdit::delete_word, "|"),
            ("|", LineEdit::delete_word, "|"),
            ("a|b", LineEdit::clear, "|"),
        ];
        for &(from, edit, to) in table {
            assert_eq!(after(from, edit), to, "from {from}");
        }
    }
}
