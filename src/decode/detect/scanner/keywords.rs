//! Finds many words in a text at once. An automaton is as fast, but takes longer to build than a
//! process takes to decode a paste.

use std::ops::Range;

/// The fewest bytes that a word must have.
pub const MIN_LENGTH: usize = 2;

/// The bits of a hash that one byte gives.
const BITS: u32 = 6;

/// Words that are searched in any case, each with a value.
#[derive(Debug)]
pub struct Keywords<T> {
    /// In the order of the hashes of their first two bytes.
    words: Vec<(&'static str, T)>,
    /// Where the words of each hash begin, and the end of the last.
    starts: Vec<u32>,
}

impl<T> Keywords<T> {
    /// Words of fewer than [`MIN_LENGTH`] bytes are ignored.
    pub fn new(mut words: Vec<(&'static str, T)>) -> Self {
        words.retain(|(word, _)| word.len() >= MIN_LENGTH);
        words.sort_by_key(|(word, _)| hash(word.as_bytes()));
        let mut starts = vec![0; (1 << (2 * BITS)) + 1];
        for (word, _) in &words {
            starts[hash(word.as_bytes()) + 1] += 1;
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        Self { words, starts }
    }

    /// Every occurrence of a word, also inside of another, in the order of their ends, the longer one
    /// first.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, &T)> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        for (start, pair) in bytes.windows(MIN_LENGTH).enumerate() {
            let hash = hash(pair);
            let words = self.starts[hash] as usize..self.starts[hash + 1] as usize;
            found.extend(self.words[words].iter().filter_map(|(word, meaning)| {
                let end = start + word.len();
                let is_here = bytes.get(start..end)?.eq_ignore_ascii_case(word.as_bytes());
                is_here.then_some((start..end, meaning))
            }));
        }
        found.sort_by_key(|(range, _)| (range.end, range.start));
        found
    }
}

/// A hash of the first two bytes that does not depend on the case of letters.
fn hash(bytes: &[u8]) -> usize {
    let part = |byte: u8| usize::from(byte | 0x20) & ((1 << BITS) - 1);
    part(bytes[0]) << BITS | part(bytes[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_occurrence_in_any_case() {
        let words = ["pagerduty", "api.pagerduty.com", "Duty", "(#", "é!", "om", "om"];
        let words: Vec<_> = words.into_iter().zip(0..).collect();
        let keywords = Keywords::new(words.clone());
        for text in ["", "o", "(#om", "https://API.PagerDuty.com(#É! é!", "omomDUTYduty"] {
            let mut expected: Vec<(Range<usize>, i32)> = Vec::new();
            for end in 0..=text.len() {
                for start in 0..end {
                    let part = text.as_bytes()[start..end].to_ascii_lowercase();
                    let same = words
                        .iter()
                        .filter(|(word, _)| word.to_ascii_lowercase().as_bytes() == part);
                    expected.extend(same.map(|(_, meaning)| (start..end, *meaning)));
                }
            }
            let found: Vec<_> =
                keywords.find(text).into_iter().map(|(range, it)| (range, *it)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
