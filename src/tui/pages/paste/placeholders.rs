//! Placeholders for control characters (anything that a terminal would interpret) and invisible
//! characters. In the text area a private character replaces each of them, so that edits lose none.
//! On the screen they look as everywhere else.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::text::{is_unprintable, visible_char};

/// Private characters, one column wide, and their number.
const PRIVATE: RangeInclusive<char> = '\u{100000}'..='\u{10fffd}';
const CAPACITY: usize = 0xfffe;

/// Which private character replaces which.
#[derive(Debug, Clone, Default)]
pub struct Placeholders {
    /// By the position of their placeholders in [`PRIVATE`].
    originals: Vec<char>,
    placeholders: HashMap<char, char>,
}

impl Placeholders {
    /// The text for the text area: as many characters on as many lines.
    pub fn encode(&mut self, text: &str) -> String {
        text.chars().map(|c| self.placeholder(c)).collect()
    }

    /// Restores the text that [`Placeholders::encode`] was given.
    pub fn decode(&self, text: &str) -> String {
        text.chars().map(|c| self.original(c)).collect()
    }

    /// The text to draw for a text from the text area.
    pub fn visible_char(&self, text: &str) -> String {
        text.chars().map(|c| visible_char(self.original(c))).collect()
    }

    /// Whether there may be too few placeholders for another text of so many bytes.
    pub fn may_run_out(&self, bytes: usize) -> bool {
        CAPACITY - self.originals.len() < bytes
    }

    fn placeholder(&mut self, c: char) -> char {
        // A private character of the text could be mistaken for a placeholder. The text area handles
        // tabs and line ends itself.
        if matches!(c, '\t' | '\n') || !(is_unprintable(c) || PRIVATE.contains(&c)) {
            return c;
        }
        let Self { originals, placeholders } = self;
        *placeholders.entry(c).or_insert_with(|| {
            let mut free = PRIVATE;
            let placeholder = free.nth(originals.len()).unwrap_or(char::REPLACEMENT_CHARACTER);
            originals.push(c);
            placeholder
        })
    }

    fn original(&self, c: char) -> char {
        let position = u32::from(c).checked_sub(u32::from(*PRIVATE.start()));
        let position = position.and_then(|position| usize::try_from(position).ok());
        position.and_then(|position| self.originals.get(position)).copied().unwrap_or(c)
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthChar;

    use super::*;

    #[test]
    fn every_character_is_restored() {
        let hidden: Vec<char> = ('\0'..=char::MAX).filter(|&c| is_unprintable(c)).collect();
        // A text never has more of them than there are placeholders.
        for hidden in hidden.chunks(CAPACITY / 2) {
            let mut placeholders = Placeholders::default();
            let hidden: String = hidden.iter().collect();
            let own = "␛ \u{100000}\u{100001}\u{10ffff} 日本 é \u{fffd}";
            for text in [own, &hidden, own] {
                let encoded = placeholders.encode(text);
                assert_eq!(encoded.chars().count(), text.chars().count());
                let is_shown = |c: char| {
                    PRIVATE.contains(&c) || matches!(c, '\t' | '\n') || !is_unprintable(c)
                };
                assert!(encoded.chars().all(is_shown));
                assert_eq!(placeholders.decode(&encoded), text);
                assert!(!placeholders.visible_char(&encoded).contains(is_unprintable));
            }
        }
    }

    #[test]
    fn each_placeholder_is_one_column_wide() {
        assert_eq!(PRIVATE.count(), CAPACITY);
        for c in PRIVATE {
            assert_eq!(c.width(), Some(1), "{:x}", u32::from(c));
        }
    }
}
