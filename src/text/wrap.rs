//! Line breaking and truncation by display width.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// Characters after which a word that is too long for a line may be broken.
const BREAK_CHARS: &[char] = &['/', '.', '_', '-', ',', ';', ':', '=', '&', '?'];

/// The byte length of the longest prefix of `text` that fits into `width` columns.
pub fn fitting_prefix(text: &str, width: usize) -> usize {
    let mut used = 0;
    text.char_indices()
        .find(|(_, c)| {
            used += c.width().unwrap_or(0);
            used > width
        })
        .map_or(text.len(), |(at, _)| at)
}

/// The byte ranges of the lines of `text`, wrapped to `width` columns. Unlike textwrap, which fills
/// up lines with parts of long words, starts a word on a new line if that keeps it whole; only a
/// word longer than a line is broken: at a break opportunity if there is one, else anywhere. Drops
/// spaces at breaks.
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..]; // `start` is a character boundary
        let end = break_after(rest, width);
        lines.push(start..start + rest[..end].trim_end_matches(' ').len());
        start = text.len() - rest[end..].trim_start_matches(' ').len();
    }
    lines
}

/// The byte length of the first line of `text`, which must not be empty.
fn break_after(text: &str, width: usize) -> usize {
    let fits = fitting_prefix(text, width);
    if fits == text.len() || text[fits..].starts_with(' ') {
        return fits;
    }
    let line = &text[..fits];
    if let Some(space) = line.rfind(' ').filter(|_| line.trim_start().contains(' ')) {
        return space;
    }
    // Make progress even if the first character is too wide.
    let first = text.chars().next().map_or(0, char::len_utf8);
    last_break_opportunity(text, fits).unwrap_or(fits.max(first))
}

/// The last position up to `end` where a word can be broken: after one of `BREAK_CHARS`, else
/// before a capital letter.
fn last_break_opportunity(word: &str, end: usize) -> Option<usize> {
    let pairs = word.char_indices().zip(word.chars().skip(1));
    let breaks = pairs.map(|((at, c), next)| (at + c.len_utf8(), c, next));
    let (mut separator, mut capital) = (None, None);
    for (at, c, next) in breaks.take_while(|&(at, ..)| at <= end) {
        if BREAK_CHARS.contains(&c) {
            separator = Some(at);
        } else if c.is_lowercase() && next.is_uppercase() {
            capital = Some(at);
        }
    }
    separator.or(capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn wraps_at_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("one two  three", 100), ["one two  three"]);
        assert_eq!(wrapped("", 10), [""; 0]);
    }

    #[test]
    fn breaks_long_words_at_break_opportunities() {
        assert_eq!(wrapped("/odata/Queues/Add", 9), ["/odata/", "Queues/", "Add"]);
        assert_eq!(wrapped("LicenseExpiredNow", 16), ["LicenseExpired", "Now"]);
        assert_eq!(wrapped("/odata/Svc.AddItem", 14), ["/odata/Svc.", "AddItem"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn wraps_wide_characters() {
        assert_eq!(wrapped("日本語", 5), ["日本", "語"]);
        assert_eq!(wrapped("日本", 1), ["日", "本"]);
        assert_eq!(wrapped("ab", 0), ["a", "b"]);
    }
}
