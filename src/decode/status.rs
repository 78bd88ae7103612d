//! HTTP statuses in running text: a number is one only beside a word that says so, or on the line
//! of a vendor's host.

use std::ops::Range;

use super::text::Text;
use crate::catalog::Catalogs;

/// The number as a status, if it can be one.
pub(super) fn parse(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|status| (100..600).contains(status))
}

/// A status and where it stands. Spans are of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) status: u16,
    pub(super) span: Range<usize>,
    /// The line that it stands on.
    pub(super) line: Range<usize>,
}

/// The statuses that stand in running text, such as `HTTP Status 403` or `404 Not Found`: a number
/// is taken only with a word that says what it is.
pub(super) fn in_text(text: &Text<'_>, catalogs: &Catalogs) -> Vec<Seen> {
    let told = |status: u16, before: &str, behind: &str| {
        is_announced(before) || is_explained(behind, status, catalogs)
    };
    seen(text, told).collect()
}

/// A status on the line of a vendor's host, which needs less of a word: `-> 404`, `returned 404`,
/// `[404]`.
pub(super) fn beside(text: &Text<'_>, hosts: &[&Range<usize>]) -> Option<Seen> {
    if hosts.is_empty() {
        return None;
    }
    let led_to = |status, before: &str, _: &str| status >= 400 && is_led_to(before);
    seen(text, led_to).find(|Seen { line, .. }| {
        hosts.iter().any(|host| line.start <= host.start && host.end <= line.end)
    })
}

/// Every number of three digits that can be a status, stands alone, and is one by what stands on
/// its line before and behind it.
fn seen<'t>(
    text: &'t Text<'t>,
    is_status: impl Fn(u16, &str, &str) -> bool + 't,
) -> impl Iterator<Item = Seen> + 't {
    let whole = text.as_str();
    let mut start = 0;
    let mut end = 0;
    three_digits(whole).filter_map(move |(status, range)| {
        if !is_status(status, &whole[..range.start], &whole[range.end..]) {
            return None;
        }
        // Each line is looked through once, however many numbers it has.
        if end < range.end {
            start = whole[end..range.start].rfind('\n').map_or(start, |newline| end + newline + 1);
            end = range.end + whole[range.end..].find('\n').unwrap_or(whole.len() - range.end);
        }
        let line = text.in_input(&(start..end));
        Some(Seen { status, span: text.in_input(&range), line })
    })
}

/// Every number of three digits that can be a status and stands alone.
fn three_digits(whole: &str) -> impl Iterator<Item = (u16, Range<usize>)> {
    let bytes = whole.as_bytes();
    let digit = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            at += 1;
            if !digit(start) {
                continue;
            }
            while digit(at) {
                at += 1;
            }
            if at - start == 3
                && let Some(status) = parse(&whole[start..at])
            {
                return Some((status, start..at));
            }
        }
        None
    })
}

/// The last words before a number, in lower case, without the signs between.
fn words_before(before: &str) -> String {
    let tail = before.len().saturating_sub(24);
    let tail =
        (tail..=before.len()).find(|&at| before.is_char_boundary(at)).unwrap_or(before.len());
    let signs = [' ', ':', '=', '(', '"', '\'', '\\', '[', '>', '-', '#'];
    before[tail..].to_ascii_lowercase().trim_end_matches(signs).to_owned()
}

fn ends_with_word(words: &str, word: &str) -> bool {
    words
        .strip_suffix(word)
        .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Whether the words before a number say that it is a status.
fn is_announced(before: &str) -> bool {
    const WORDS: [&str; 9] = [
        "http",
        "http error",
        "status",
        "status code",
        "statuscode",
        "status_code",
        "response code",
        "http/1.1",
        "http/2",
    ];
    let words = words_before(before);
    WORDS.iter().any(|word| ends_with_word(&words, word))
}

/// Whether what stands before a number on a vendor's line leads to a status.
fn is_led_to(before: &str) -> bool {
    const WORDS: [&str; 9] =
        ["returned", "returns", "got", "received", "error", "failed", "code", "with", "responded"];
    let trimmed = before.trim_end_matches(' ');
    let words = words_before(before);
    trimmed.ends_with("->")
        || trimmed.ends_with("=>")
        || trimmed.ends_with([':', '[', '('])
        || WORDS.iter().any(|word| ends_with_word(&words, word))
}

/// Whether the words behind a number are its reason phrase, or say whose error it is.
fn is_explained(behind: &str, status: u16, catalogs: &Catalogs) -> bool {
    let Some(words) = behind.strip_prefix([' ', ':', '-', ')', ',']) else { return false };
    let words = words.trim_start_matches([' ', '-', ':', '(', ',']);
    let begins = |phrase: &str| {
        words.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase))
    };
    let phrases = catalogs.status(status).map_or(&[][..], |record| record.entry.names);
    phrases.iter().any(|phrase| begins(phrase)) || begins("client error") || begins("server error")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_status_only_with_a_word_for_it() {
        let status = |input: &str| {
            in_text(&Text::verbatim(input.to_owned()), &Catalogs::builtin())
                .first()
                .map(|seen| seen.status)
        };
        assert_eq!(status("HTTP Status 403: Insufficient privileges"), Some(403));
        assert_eq!(status("failed 400 Bad Request. Code: 2001"), Some(400));
        assert_eq!(status("responded (status code: 429)"), Some(429));
        assert_eq!(status("StatusCode=503"), Some(503));
        assert_eq!(status("404 Client Error: Not Found for url: https://x"), Some(404));
        assert_eq!(status("The remote server returned an error: (404) Not Found."), Some(404));
        assert_eq!(status("took 404 ms on port 443"), None);
        assert_eq!(status("id 4040404 line 404"), None);
    }
}
