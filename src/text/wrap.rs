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

/// The byte ranges of the lines of `text`, wrapped to `width` columns. A word starts on a new line
/// if that keeps it whole; only a word longer than a line is broken: at a break opportunity if
/// there is one, else anywhere. Drops spaces at breaks.
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    split(text, |rest| break_at_space(rest, width).unwrap_or_else(|| break_in_word(rest, width)))
}

/// The byte ranges of the lines of `text`, wrapped to `width` columns, all but the first narrower
/// by `hanging`. A word longer than a line stays in one piece. Drops spaces at breaks.
pub fn wrap_words(text: &str, width: usize, hanging: usize) -> Vec<Range<usize>> {
    let mut width_left = width;
    split(text, |rest| {
        let end = break_at_space(rest, width_left);
        width_left = width.saturating_sub(hanging);
        end.unwrap_or_else(|| {
            let word = rest.len() - rest.trim_start_matches(' ').len();
            rest[word..].find(' ').map_or(rest.len(), |length| word + length)
        })
    })
}

/// Splits a text into lines; `break_after` returns the byte length of the first one.
fn split(text: &str, mut break_after: impl FnMut(&str) -> usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..]; // `start` is a character boundary
        let end = break_after(rest);
        lines.push(start..start + rest[..end].trim_end_matches(' ').len());
        start = text.len() - rest[end..].trim_start_matches(' ').len();
    }
    lines
}

/// Where the first line of `text` ends if it ends between words.
fn break_at_space(text: &str, width: usize) -> Option<usize> {
    let fits = fitting_prefix(text, width);
    if fits == text.len() || text[fits..].starts_with(' ') {
        return Some(fits);
    }
    let line = &text[..fits];
    line.rfind(' ').filter(|_| line.trim_start().contains(' '))
}

/// Where the first line of `text` ends if it is a part of a word; not at its start.
fn break_in_word(text: &str, width: usize) -> usize {
    let fits = fitting_prefix(text, width);
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
