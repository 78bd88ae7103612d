//! Typos: the number of edits between what was typed and a word.

use super::letter_set::{PREFIX_LENGTH, letter_set, prefix_letters};

/// A typed word, prepared to be compared with many.
#[derive(Default)]
pub struct TypoMatcher {
    chars: Vec<char>,
    letters: u32,
    max_edits: usize,
    /// The characters of a word, and the last rows of the table of distances. Kept to reuse their
    /// memory.
    word: Vec<char>,
    rows: [Vec<usize>; 3],
}

impl TypoMatcher {
    /// Prepares a folded word.
    pub fn new(word: &str) -> Self {
        let chars: Vec<char> = word.chars().collect();
        let max_edits = max_edits(chars.len());
        Self { chars, letters: letter_set(word), max_edits, ..Self::default() }
    }

    /// The number of edits from a word, with its letters and first letters, to what was typed; one
    /// more if only a prefix of the word is near. None for the word itself and for one that is too
    /// far away.
    pub fn edits(&mut self, word: &str, letters: u32, prefix_letters: u32) -> Option<u32> {
        // Beyond these, a word is too far away.
        let reach = self.chars.len() + self.max_edits + 1;
        let letters = if reach <= PREFIX_LENGTH { prefix_letters } else { letters };
        // Each edit adds at most one letter that the word lacks.
        let lacking = (self.letters & !letters).count_ones() as usize;
        if self.max_edits == 0 || lacking > self.max_edits {
            return None;
        }
        // The first letter is nearly always right: two edits including it make another word.
        let other_initial = self.chars.first() != word.chars().next().as_ref();
        let max_edits = if other_initial { 1 } else { self.max_edits };
        if lacking > max_edits || word.len() + max_edits < self.chars.len() {
            return None;
        }
        let end = word.char_indices().nth(reach).map_or(word.len(), |(end, _)| end);
        let (whole, prefix) = self.distances(&word[..end], max_edits)?;
        let edits = if whole <= max_edits { whole } else { prefix + 1 };
        let accepted = edits > 0 && !(other_initial && edits > 1);
        accepted.then(|| u32::try_from(edits).ok())?
    }

    /// The edits (deletion, insertion, substitution, transposition) from `word` and from its nearest
    /// prefix to `typed`; none if even the prefix is more than `max_edits` away.
    fn distances(&mut self, word: &str, max_edits: usize) -> Option<(usize, usize)> {
        let Self { chars: typed, word: chars, rows: [before_last, last, row], .. } = self;
        chars.clear();
        chars.extend(word.chars());
        let width = chars.len() + 1;
        last.clear();
        last.extend(0..width);
        before_last.resize(width, 0);
        row.resize(width, 0);
        for (i, &a) in typed.iter().enumerate() {
            row[0] = i + 1;
            let mut minimum = row[0];
            for (j, &b) in chars.iter().enumerate() {
                let mut cost = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && a == chars[j - 1] && typed[i - 1] == b {
                    cost = cost.min(before_last[j - 1] + 1);
                }
                row[j + 1] = cost;
                minimum = minimum.min(cost);
            }
            if minimum > max_edits {
                return None;
            }
            std::mem::swap(before_last, last);
            std::mem::swap(last, row);
        }
        let whole = last[width - 1];
        let prefix = last[..width].iter().copied().min().unwrap_or(whole);
        (prefix <= max_edits).then_some((whole, prefix))
    }
}

/// Whether what was typed is the word with typos.
pub fn is_near(typed: &str, word: &str) -> bool {
    TypoMatcher::new(typed).edits(word, letter_set(word), prefix_letters(word)).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn between(typed: &str, word: &str) -> Option<(usize, usize)> {
        TypoMatcher::new(typed).distances(word, 2)
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
                    let all_letters = TypoMatcher::new(&typed).edits(word, u32::MAX, u32::MAX);
                    assert_eq!(is_near(&typed, word), all_letters.is_some(), "{typed} for {word}");
                }
            }
        }
    }
}
