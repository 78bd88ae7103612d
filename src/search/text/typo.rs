//! Typos: the number of edits between what was typed and a word.

use super::letter_set::{PREFIX_LENGTH, letter_set};

/// A typed word, prepared to be compared with many.
pub struct TypoMatcher {
    chars: Vec<char>,
    letters: u32,
    max_edits: usize,
    table: EditTable,
}

impl TypoMatcher {
    /// Prepares a folded word.
    pub fn new(word: &str) -> Self {
        let chars: Vec<char> = word.chars().collect();
        let max_edits = max_edits(chars.len());
        Self { chars, letters: letter_set(word), max_edits, table: EditTable::default() }
    }

    /// Whether a word with these letters, and these first letters, is certainly too far away. Each
    /// edit adds at most one letter that the word lacks.
    pub fn rejects(&self, letters: u32, prefix_letters: u32) -> bool {
        let set = if self.reach() <= PREFIX_LENGTH { prefix_letters } else { letters };
        self.max_edits == 0 || (self.letters & !set).count_ones() as usize > self.max_edits
    }

    /// How many letters of a word are compared; any beyond are too far away.
    fn reach(&self) -> usize {
        self.chars.len() + self.max_edits + 1
    }

    /// The number of edits from the word to what was typed; one more if only a prefix of the word
    /// is near. None for the word itself and for one that is too far away.
    pub fn edits(&mut self, word: &str) -> Option<u32> {
        // The first letter is nearly always right: two edits including it make another word.
        let other_initial = self.chars.first() != word.chars().next().as_ref();
        let max_edits = if other_initial { self.max_edits.min(1) } else { self.max_edits };
        if max_edits == 0 || word.len() + max_edits < self.chars.len() {
            return None;
        }
        let end = word.char_indices().nth(self.reach()).map_or(word.len(), |(end, _)| end);
        let word = &word[..end];
        if (self.letters & !letter_set(word)).count_ones() as usize > max_edits {
            return None;
        }
        let Distance { whole, prefix } = self.table.distance(&self.chars, word, max_edits)?;
        let edits = if whole <= max_edits { whole } else { prefix + 1 };
        let accepted = edits > 0 && !(other_initial && edits > 1);
        accepted.then(|| u32::try_from(edits).ok())?
    }
}

/// Whether what was typed is the word with typos.
pub fn is_near(typed: &str, word: &str) -> bool {
    TypoMatcher::new(typed).edits(word).is_some()
}

/// Edit distances (deletion, insertion, substitution, transposition).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Distance {
    /// To the whole word.
    whole: usize,
    /// To its nearest prefix, for a word that is still being typed.
    prefix: usize,
}

/// How many edits are allowed in a word of that many letters: a single edit already turns a short
/// word into another.
fn max_edits(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// The rows of the distance computation, kept to reuse their memory.
#[derive(Default)]
struct EditTable {
    word: Vec<char>,
    before_last: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl EditTable {
    /// The distance (optimal string alignment) from `typed` to `word`; none if even the nearest
    /// prefix of `word` is more than `max_edits` away.
    fn distance(&mut self, typed: &[char], word: &str, max_edits: usize) -> Option<Distance> {
        let Self { word: chars, before_last, last, row } = self;
        chars.clear();
        chars.extend(word.chars());
        let width = chars.len() + 1;
        last.clear();
        last.extend(0..width);
        before_last.resize(width, 0);
        row.resize(width, 0);
        for (i, &a) in typed.iter().enumerate() {
            row[0] = i + 1;
            let mut least = row[0];
            for (j, &b) in chars.iter().enumerate() {
                let mut cost = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && a == chars[j - 1] && typed[i - 1] == b {
                    cost = cost.min(before_last[j - 1] + 1);
                }
                row[j + 1] = cost;
                least = least.min(cost);
            }
            if least > max_edits {
                return None;
            }
            std::mem::swap(before_last, last);
            std::mem::swap(last, row);
        }
        let whole = last[width - 1];
        let prefix = last[..width].iter().copied().min().unwrap_or(whole);
        (prefix <= max_edits).then_some(Distance { whole, prefix })
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter_set::prefix_letters;
    use super::*;

    fn between(typed: &str, word: &str) -> Option<(usize, usize)> {
        let typed: Vec<char> = typed.chars().collect();
        let distance = EditTable::default().distance(&typed, word, 2);
        distance.map(|found| (found.whole, found.prefix))
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(between("forbiden", "forbidden"), Some((1, 1)), "dropped");
        assert_eq!(between("snoozze", "snooze"), Some((1, 1)), "doubled");
        assert_eq!(between("tpye", "type"), Some((1, 1)), "swapped");
        assert_eq!(between("licemse", "license"), Some((1, 1)), "wrong");
        assert_eq!(between("enviromen", "environment"), Some((2, 1)), "still being typed");
        assert_eq!(between("robot", "license"), None);
        assert_eq!(between("", "ab"), Some((2, 0)));
    }

    #[test]
    fn near_words_are_distinguished_from_others() {
        for (typed, word) in [
            ("forbiden", "forbidden"),
            ("tpye", "type"),
            ("lisence", "license"),
            ("robto", "robot"),
        ] {
            assert!(is_near(typed, word), "{typed}");
        }
        for (typed, word) in [
            ("job", "jobs"),
            ("type", "type"),
            ("nobody", "body"),
            ("lock", "clod"),
            ("file", "fl"),
        ] {
            assert!(!is_near(typed, word), "{typed}");
        }
    }

    #[test]
    fn no_near_word_is_rejected_by_its_letters() {
        let words = ["forbidden", "license", "environment", "authentication", "nonnegotiable"];
        for word in words {
            for at in 0..word.len() {
                for typo in ["", "z", "zz"] {
                    let typed = format!("{}{typo}{}", &word[..at], &word[at + 1..]);
                    let rejected =
                        TypoMatcher::new(&typed).rejects(letter_set(word), prefix_letters(word));
                    assert!(!(rejected && is_near(&typed, word)), "{typed} for {word}");
                }
            }
        }
    }
}
