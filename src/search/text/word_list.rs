//! Word lists: sorted lines, each a word and a value. Searched as they are, so that the program
//! prepares nothing when it starts. Comments begin with `#`, which sorts before all words.

pub mod english;
pub mod stop_words;

/// The value of a word, if it is listed.
pub fn value_of(word: &str, list: &'static str) -> Option<&'static str> {
    let mut rest = list;
    while !rest.is_empty() {
        let start = rest[..rest.len() / 2].rfind('\n').map_or(0, |end| end + 1);
        let end = rest[start..].find('\n').map_or(rest.len(), |end| start + end + 1);
        let (listed, value) = rest[start..end].trim_end().split_once(' ')?;
        match word.cmp(listed) {
            std::cmp::Ordering::Equal => return Some(value),
            std::cmp::Ordering::Less => rest = &rest[..start],
            std::cmp::Ordering::Greater => rest = &rest[end..],
        }
    }
    None
}

#[cfg(test)]
pub fn check_every_word_is_found(list: &'static str) {
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let (word, value) = line.split_once(' ').unwrap();
        assert_eq!(value_of(word, list), Some(value), "{word}");
    }
}
