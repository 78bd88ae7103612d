//! The texts that were pasted in this session. They are in memory only: what is pasted may be
//! secret, and nothing of it is written to disk.

use std::collections::VecDeque;

/// How many bytes are kept; the oldest texts go first, the newest always stays.
const MOST: usize = 32 * 1024 * 1024;

/// The texts, oldest first.
#[derive(Debug, Default)]
pub struct History {
    texts: VecDeque<String>,
}

impl History {
    /// Keeps a text as the newest; one that was kept before only moves there.
    pub fn keep(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.texts.retain(|kept| kept != text);
        self.texts.push_back(text.to_owned());
        let mut bytes: usize = self.texts.iter().map(String::len).sum();
        while bytes > MOST && self.texts.len() > 1 {
            bytes -= self.texts.pop_front().map_or(0, |text| text.len());
        }
    }

    /// Where a text stands; behind the newest when it isn't kept.
    pub fn place(&self, text: &str) -> usize {
        self.texts.iter().position(|kept| kept == text).unwrap_or(self.texts.len())
    }

    /// Where a text stands; one that wasn't kept yet is so now, as the newest.
    pub fn place_or_keep(&mut self, text: &str) -> usize {
        if !self.texts.iter().any(|kept| kept == text) {
            self.keep(text);
        }
        self.place(text)
    }

    /// The text at that place, counted from the oldest.
    pub fn get(&self, place: usize) -> Option<&str> {
        self.texts.get(place).map(String::as_str)
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
            (0..history.texts.len()).filter_map(|place| history.get(place)).collect();
        assert_eq!(texts, ["b", "a", "c"]);
        assert_eq!((history.place("a"), history.place("x"), history.get(3)), (1, 3, None));
    }

    #[test]
    fn the_oldest_go_when_there_is_too_much_of_them() {
        let mut history = History::default();
        for text in ["a", "b", "c"] {
            history.keep(&text.repeat(MOST / 2));
        }
        assert_eq!(history.texts.len(), 2);
        history.keep(&"d".repeat(MOST * 2));
        assert_eq!((history.texts.len(), history.get(0).map(|text| &text[..1])), (1, Some("d")));
    }
}
