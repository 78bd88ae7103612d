//! The texts pasted in this session. They are kept in memory only: they may contain secrets.

use std::collections::VecDeque;

/// How many bytes are kept. The oldest texts are dropped first, the newest is always kept.
const LIMIT: usize = 32 * 1024 * 1024;

/// The texts, oldest first.
#[derive(Debug, Clone, Default)]
pub struct History {
    texts: VecDeque<String>,
}

impl History {
    /// Adds a text as the newest, or moves it there.
    pub fn keep(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.texts.retain(|kept| kept != text);
        self.texts.push_back(text.to_owned());
        let mut bytes: usize = self.texts.iter().map(String::len).sum();
        while bytes > LIMIT && self.texts.len() > 1 {
            bytes -= self.texts.pop_front().map_or(0, |text| text.len());
        }
    }

    /// The position of a text, counted from the oldest; after the newest when it isn't kept.
    pub fn position(&self, text: &str) -> usize {
        self.texts.iter().position(|kept| kept == text).unwrap_or(self.texts.len())
    }

    /// The text `by` positions after this one, which is added as the newest if it isn't kept yet.
    pub fn neighbour(&mut self, text: &str, by: isize) -> Option<&str> {
        if self.position(text) == self.texts.len() {
            self.keep(text);
        }
        let position = self.position(text).checked_add_signed(by)?;
        self.texts.get(position).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_once_in_their_order() {
        let mut history = History::default();
        for text in ["a", " \n", "b", "a", "c"] {
            history.keep(text);
        }
        let texts: Vec<_> =
            (0..history.texts.len()).filter_map(|position| history.texts.get(position)).collect();
        assert_eq!(texts, ["b", "a", "c"]);
        assert_eq!(
            (history.position("a"), history.position("x"), history.texts.get(3)),
            (1, 3, None)
        );
    }

    #[test]
    fn the_oldest_are_dropped_above_the_limit() {
        let mut history = History::default();
        for text in ["a", "b", "c"] {
            history.keep(&text.repeat(LIMIT / 2));
        }
        assert_eq!(history.texts.len(), 2);
        history.keep(&"d".repeat(LIMIT * 2));
        assert_eq!(
            (history.texts.len(), history.texts.front().map(|text| &text[..1])),
            (1, Some("d"))
        );
    }
}
