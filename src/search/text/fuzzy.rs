//! Fuzzy subsequences: `lcnsexprd` for `LicenseExpired`. The only user of fuzzy-matcher.

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The least score per letter. fuzzy-matcher gives 16 to a letter and more to one that begins a word
/// or follows another; below this the letters match by chance.
const MIN_SCORE_PER_LETTER: i64 = 17;

/// The fewest letters that are more than a chance match.
const MIN_LETTERS: usize = 4;

/// Finds the letters of a word in a text, in their order but with gaps.
#[derive(Default)]
pub struct FuzzyMatcher {
    matcher: SkimMatcherV2,
}

impl FuzzyMatcher {
    /// Whether a word is long enough to match.
    pub fn accepts(word: &str) -> bool {
        word.chars().nth(MIN_LETTERS - 1).is_some()
    }

    /// The positions of the matched characters of `text`; none unless it is a good match.
    pub fn positions(&self, text: &str, word: &str) -> Option<Vec<usize>> {
        if !Self::accepts(word) {
            return None;
        }
        let (score, positions) = self.matcher.fuzzy_indices(text, word)?;
        let letters = i64::try_from(word.chars().count()).ok()?;
        (score >= MIN_SCORE_PER_LETTER * letters).then_some(positions)
    }
}
