//! Comparisons that ignore case. `lower` is in lower case. ASCII is compared without a copy, since
//! these run on every entry.

pub fn has_prefix(text: &str, lower: &str) -> bool {
    if text.is_ascii() {
        let prefix = text.as_bytes().get(..lower.len());
        return prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(lower.as_bytes()));
    }
    text.to_lowercase().starts_with(lower)
}

pub fn has_suffix(text: &str, lower: &str) -> bool {
    if text.is_ascii() {
        let start = text.len().checked_sub(lower.len());
        return start.is_some_and(|start| text[start..].eq_ignore_ascii_case(lower));
    }
    text.to_lowercase().ends_with(lower)
}

pub fn contains(text: &str, lower: &str) -> bool {
    if text.is_ascii() {
        let mut windows = text.as_bytes().windows(lower.len().max(1));
        return lower.is_empty() || windows.any(|it| it.eq_ignore_ascii_case(lower.as_bytes()));
    }
    text.to_lowercase().contains(lower)
}
