//! A line of text with a cursor: the search line.

use crate::text::visible_char;

/// A line of text with a cursor.
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

    /// The text before the cursor and the text after it.
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Inserts at the cursor, each hidden character as a visible one.
    pub fn insert(&mut self, text: &str) {
        for c in text.chars().map(visible_char) {
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    pub fn left(&mut self) {
        self.cursor -= self.halves().0.chars().next_back().map_or(0, char::len_utf8);
    }

    pub fn right(&mut self) {
        self.cursor += self.halves().1.chars().next().map_or(0, char::len_utf8);
    }

    pub fn start(&mut self) {
        self.cursor = 0;
    }

    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    pub fn erase(&mut self) {
        let end = self.cursor;
        self.left();
        self.text.drain(self.cursor..end);
    }

    pub fn erase_next(&mut self) {
        let start = self.cursor;
        self.right();
        self.text.drain(start..self.cursor);
        self.cursor = start;
    }

    pub fn erase_word(&mut self) {
        let before = self.halves().0.trim_end();
        let start = before.rfind(char::is_whitespace).map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8) // `at` is from `rfind`
        });
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

    /// The line with `|` for the cursor, after `change` on it.
    fn after(line: &str, change: Edit) -> String {
        let (before, behind) = line.split_once('|').unwrap();
        let mut edit = LineEdit { text: format!("{before}{behind}"), cursor: before.len() };
        change(&mut edit);
        let (before, behind) = edit.halves();
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
            ("ab|c", LineEdit::start, "|abc"),
            ("a|bc", LineEdit::end, "abc|"),
            ("日|b", LineEdit::erase, "|b"),
            ("|b", LineEdit::erase, "|b"),
            ("a|日b", LineEdit::erase_next, "a|b"),
            ("a|", LineEdit::erase_next, "a|"),
            ("lic exp  |x", LineEdit::erase_word, "lic |x"),
            ("lic\u{3000}exp|", LineEdit::erase_word, "lic\u{3000}|"),
            ("lic|", LineEdit::erase_word, "|"),
            ("|", LineEdit::erase_word, "|"),
            ("a|b", LineEdit::clear, "|"),
        ];
        for &(from, edit, to) in table {
            assert_eq!(after(from, edit), to, "from {from}");
        }
    }
}
