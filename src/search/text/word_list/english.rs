//! General English: how common a word is outside the catalogs. From `WordNet`, see
//! `scripts/thesaurus.py`.

use super::value_of;

/// How often a corpus has each word.
static COMMON_WORDS: &str = include_str!("../../../../data/english.txt");

/// Endings of inflected forms, and what replaces them.
const INFLECTIONS: &[(&str, &str)] = &[
    ("", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
];

/// How often the corpus has a folded word or what it is an inflection of; `None` unless it is
/// common.
pub fn frequency(word: &str) -> Option<u32> {
    let base = |&(ending, new): &(&str, &str)| Some(format!("{}{new}", word.strip_suffix(ending)?));
    INFLECTIONS.iter().filter_map(base).filter_map(|base| frequency_of(&base)).max()
}

fn frequency_of(word: &str) -> Option<u32> {
    value_of(word, COMMON_WORDS)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::text::word_list::check_every_word_is_found;

    #[test]
    fn every_listed_word_is_found() {
        check_every_word_is_found(COMMON_WORDS);
    }

    #[test]
    fn inflections_are_as_common_as_their_base() {
        assert_eq!(frequency("wanted"), frequency("want"));
        assert!(frequency("went").is_some());
        assert_eq!(frequency("naused"), None);
    }
}
