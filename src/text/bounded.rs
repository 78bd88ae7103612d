//! Prefixes and suffixes of a limited number of bytes, cut at character boundaries.

/// The longest prefix of `text` of at most `max` bytes.
#[must_use]
pub fn head(text: &str, max: usize) -> &str {
    let end = (0..=max.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    &text[..end.unwrap_or(0)]
}

/// The longest suffix of `text` of at most `max` bytes.
#[must_use]
pub fn tail(text: &str, max: usize) -> &str {
    let start = (text.len().saturating_sub(max)..=text.len()).find(|&at| text.is_char_boundary(at));
    &text[start.unwrap_or(text.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_not_split() {
        assert_eq!((head("aé", 2), tail("éa", 2)), ("a", "a"));
        assert_eq!((head("aé", 9), tail("éa", 9)), ("aé", "éa"));
        assert_eq!((head("é", 0), tail("é", 0)), ("", ""));
    }
}
