//! General English: how common a word is outside the catalogs. From `WordNet`, see
//! `scripts/thesaurus.py`.

/// Sorted lines, each a word and how often a corpus has it. Searched as it is, so that the program
/// prepares nothing when it starts.
static COMMON_WORDS: &str = include_str!("../../../data/english.txt");

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
    let mut rest = COMMON_WORDS;
    while !rest.is_empty() {
        let start = rest[..rest.len() / 2].rfind('\n').map_or(0, |end| end + 1);
        let end = rest[start..].find('\n').map_or(rest.len(), |end| start + end + 1);
        let (listed, count) = rest[start..end].trim_end().split_once(' ')?;
        match word.cmp(listed) {
            std::cmp::Ordering::Equal => return count.parse().ok(),
            std::cmp::Ordering::Less => rest = &rest[..start],
            std::cmp::Ordering::Greater => rest = &rest[end..],
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_word_is_found() {
        for line in COMMON_WORDS.lines().filter(|line| !line.starts_with('#')) {
            let (word, count) = line.split_once(' ').unwrap();
            assert_eq!(frequency_of(word), count.parse().ok(), "{word}");
        }
    }

    #[test]
    fn inflections_are_as_common_as_their_base() {
        assert_eq!(frequency("wanted"), frequency("want"));
        assert!(frequency("went").is_some());
        assert_eq!(frequency("naused"), None);
    }
}
