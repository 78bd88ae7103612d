//! Characters that can't be shown as they are, in a text that can be edited. A private character
//! stands in for each while the text is in the text area, so that the text that comes back is the
//! one that went in; on the screen both appear as everywhere else.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::text::{is_unprintable, visible_char};

/// Private characters, each a column wide, and how many.
const PRIVATE: RangeInclusive<char> = '\u{100000}'..='\u{10fffd}';
const ROOM: usize = 0xfffe;

/// Which private character stands for which.
#[derive(Debug, Default)]
pub struct StandIns {
    /// By the place of their stand-ins in [`PRIVATE`].
    originals: Vec<char>,
    stand_ins: HashMap<char, char>,
}

impl StandIns {
    /// The text for the text area: as many characters on as many lines.
    pub fn disguise(&mut self, text: &str) -> String {
        text.chars().map(|c| self.stand_in(c)).collect()
    }

    /// The text that [`StandIns::disguise`] was given.
    pub fn reveal(&self, text: &str) -> String {
        text.chars().map(|c| self.original(c)).collect()
    }

    /// What to draw of a text from the text area.
    pub fn visible_char(&self, text: &str) -> String {
        text.chars().map(|c| visible_char(self.original(c))).collect()
    }

    /// Whether there may be too few stand-ins for another text of so many bytes.
    pub fn is_short_of(&self, bytes: usize) -> bool {
        ROOM - self.originals.len() < bytes
    }

    fn stand_in(&mut self, c: char) -> char {
        // A private character of the text's own could be taken for a stand-in. Tabs and line ends
        // mean something to the text area.
        if matches!(c, '\t' | '\n') || !(is_unprintable(c) || PRIVATE.contains(&c)) {
            return c;
        }
        let Self { originals, stand_ins } = self;
        *stand_ins.entry(c).or_insert_with(|| {
            let mut free = PRIVATE;
            let stand_in = free.nth(originals.len()).unwrap_or(char::REPLACEMENT_CHARACTER);
            originals.push(c);
            stand_in
        })
    }

    fn original(&self, c: char) -> char {
        let place = u32::from(c).checked_sub(u32::from(*PRIVATE.start()));
        let place = place.and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| self.originals.get(place)).copied().unwrap_or(c)
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthChar;

    use super::*;

    #[test]
    fn every_character_comes_back() {
        let mut stand_ins = StandIns::default();
        let hidden: String = ('\0'..=char::MAX).filter(|&c| is_unprintable(c)).collect();
        let own = "␛ \u{100000}\u{100001}\u{10ffff} 日本 é \u{fffd}";
        for text in [own, &hidden, own] {
            let disguised = stand_ins.disguise(text);
            assert_eq!(disguised.chars().count(), text.chars().count());
            assert!(!disguised.contains(|c| is_unprintable(c) && !matches!(c, '\t' | '\n')));
            assert_eq!(stand_ins.reveal(&disguised), text);
            assert!(!stand_ins.visible_char(&disguised).contains(is_unprintable));
        }
    }

    #[test]
    fn each_takes_a_column() {
        assert_eq!(PRIVATE.count(), ROOM);
        for c in PRIVATE {
            assert_eq!(c.width(), Some(1), "{:x}", u32::from(c));
        }
    }
}
