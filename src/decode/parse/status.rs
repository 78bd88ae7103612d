//! HTTP statuses in running text: a number is a status only next to a word that announces it, or on the
//! line of a vendor's host.

use std::ops::Range;

use crate::catalog::Catalogs;
use crate::decode::input::source_map::MappedText;
use crate::text::{steps, tail, trailing};

/// The longest name of a host.
pub const MAX_HOST: usize = 253;

/// The number as a status, if it is in the range of one.
pub fn parse(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|status| (100..600).contains(status))
}

/// A status in running text. Spans are of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusMention {
    pub status: u16,
    pub span: Range<usize>,
    /// The line of the status.
    pub line: Range<usize>,
}

/// The statuses of running text, such as `HTTP Status 403` or `404 Not Found`: a number is a status only
/// with a word that announces or explains it.
pub fn in_text(text: &MappedText<'_>, catalogs: &Catalogs) -> Vec<StatusMention> {
    let is_status = |status: u16, before: &str, after: &str| {
        is_announced(before) && !continues_identifier(after)
            || is_explained(after, status, catalogs)
    };
    mentions(text, &(0..text.as_str().len()), is_status).collect()
}

/// A status in a part of a text on the line of one of `hosts`, where a weaker marker is enough:
/// `-> 404`, `returned 404`, `[404]`.
pub fn near_host(
    text: &MappedText<'_>,
    part: &Range<usize>,
    hosts: &[&Range<usize>],
) -> Option<StatusMention> {
    if hosts.is_empty() {
        return None;
    }
    let is_error = |status, before: &str, _: &str| status >= 400 && follows_marker(before);
    mentions(text, part, is_error).find(|StatusMention { line, .. }| {
        hosts.iter().any(|host| line.start <= host.start && host.end <= line.end)
    })
}

/// Every number in a part of a text that can be a status and that `is_status` accepts, given the text
/// before and after it.
fn mentions<'t>(
    text: &'t MappedText<'t>,
    part: &Range<usize>,
    is_status: impl Fn(u16, &str, &str) -> bool + 't,
) -> impl Iterator<Item = StatusMention> + 't {
    let whole = text.as_str();
    let (mut start, mut end) = (part.start, part.start);
    steps::add(part.len());
    three_digit_numbers(whole, part).filter_map(move |(status, range)| {
        let before = &whole[..range.start];
        if is_compared(before) || !is_status(status, before, &whole[range.end..]) {
            return None;
        }
        // The bounds of a line are searched once, however many numbers it has.
        if end < range.end {
            start = whole[end..range.start].rfind('\n').map_or(start, |newline| end + newline + 1);
            end = range.end + whole[range.end..].find('\n').unwrap_or(whole.len() - range.end);
        }
        let line = text.input_span(&(start..end));
        Some(StatusMention { status, span: text.input_span(&range), line })
    })
}

/// Every number of exactly three digits that is in the range of a status.
fn three_digit_numbers<'t>(
    whole: &'t str,
    part: &Range<usize>,
) -> impl Iterator<Item = (u16, Range<usize>)> + use<'t> {
    let bytes = &whole.as_bytes()[..part.end];
    let mut at = part.start;
    let numbers = std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
        at = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        Some(start..at)
    });
    numbers.filter(|range| range.len() == 3).filter_map(|range| {
        let status = whole.get(range.clone()).and_then(parse)?;
        Some((status, range))
    })
}

/// The last words before a number, in lower case, without the punctuation between.
fn words_before(before: &str) -> String {
    let punctuation = [' ', ':', '=', '(', '"', '\'', '\\', '[', '>', '-', '#'];
    tail(before, 24).to_ascii_lowercase().trim_end_matches(punctuation).to_owned()
}

fn ends_with_word(words: &str, word: &str) -> bool {
    words
        .strip_suffix(word)
        .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Whether a number is part of an identifier such as `http-500-errors`.
fn continues_identifier(after: &str) -> bool {
    let rest = after.strip_prefix(['-', '_']);
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// Whether the words before a number announce a status.
fn is_announced(before: &str) -> bool {
    const WORDS: [&str; 10] = [
        "error",
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

/// Whether a program compares a number with something.
fn is_compared(before: &str) -> bool {
    const OPERATORS: [&str; 5] = ["==", "!=", ">=", "<=", "<"];
    let spaces = trailing(before, |c| matches!(c, ' ' | '"' | '\''));
    let trimmed = &before[..before.len() - spaces.len()];
    OPERATORS.iter().any(|operator| trimmed.ends_with(operator))
}

/// Whether a number on a vendor's line follows what usually precedes a status.
fn follows_marker(before: &str) -> bool {
    const WORDS: [&str; 9] =
        ["returned", "returns", "got", "received", "error", "failed", "code", "with", "responded"];
    if is_host_and_colon(before) {
        return false;
    }
    let trimmed = before.trim_end_matches(' ');
    let words = words_before(before);
    trimmed.ends_with("->")
        || trimmed.ends_with("=>")
        || trimmed.ends_with([':', '[', '('])
        || WORDS.iter().any(|word| ends_with_word(&words, word))
}

/// Whether a text ends with `host:`, which a port follows.
fn is_host_and_colon(before: &str) -> bool {
    before.strip_suffix(':').is_some_and(|host| {
        let word = trailing(tail(host, MAX_HOST), |c| !c.is_whitespace() && c != '/');
        word.contains('.') || word.ends_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a number precedes its reason phrase, or words such as `Client Error`.
fn is_explained(after: &str, status: u16, catalogs: &Catalogs) -> bool {
    let Some(words) = after.strip_prefix([' ', ':', '-', ')', ',']) else { return false };
    let words = words.trim_start_matches([' ', '-', ':', '(', ',']);
    let starts_with = |phrase: &str| {
        words.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase))
    };
    let phrases = catalogs.status(status).map_or(&[][..], |entry| entry.names);
    phrases.iter().any(|phrase| starts_with(phrase))
        || starts_with("client error")
        || starts_with("server error")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_status_only_next_to_a_word_for_it() {
        let status = |input: &str| {
            in_text(&MappedText::verbatim(input.to_owned()), &Catalogs::builtin())
                .first()
                .map(|mention| mention.status)
        };
        assert_eq!(status("HTTP Status 403: Insufficient privileges"), Some(403));
        assert_eq!(status("failed 400 Bad Request. Code: 2001"), Some(400));
        assert_eq!(status("responded (status code: 429)"), Some(429));
        assert_eq!(status("StatusCode=503"), Some(503));
        assert_eq!(status("404 Client Error: Not Found for url: https://x"), Some(404));
        assert_eq!(status("The remote server returned an error: (404) Not Found."), Some(404));
        assert_eq!(status("if e.status_code == 404:"), None);
        assert_eq!(status("a service named http-500-errors"), None);
        assert_eq!(status("took 404 ms on port 443"), None);
        assert_eq!(status("id 4040404 line 404"), None);
    }
}
