//! What of an HTTP message stands in a paste: the status line and the headers, as `curl -i`,
//! `curl -v`, `http` and log writers show them.

use std::ops::Range;

use super::surroundings::Sign;
use super::text::Text;
use super::verdict::Kind;
use crate::catalog::Catalogs;

/// A header line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Its name in lower case.
    pub(super) name: String,
    pub(super) value: String,
    /// Where the value stands in the input.
    pub(super) span: Range<usize>,
}

/// The HTTP parts of a paste.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// The last status line, which is the final answer behind redirects and `100 Continue`.
    pub(super) status: Option<(u16, Range<usize>)>,
    /// The headers that somebody asked for.
    pub(super) headers: Vec<Header>,
}

impl Message {
    /// Reads status lines, and the headers whose lower-case names `wanted` accepts.
    pub(super) fn read(text: &Text<'_>, wanted: impl Fn(&str) -> bool) -> Self {
        let mut message = Self::default();
        let whole = text.as_str();
        let mut start = 0;
        for line in whole.split('\n') {
            let end = start + line.len() + 1;
            let (indent, line) = without_marks(line);
            let at = start + indent;
            if let Some((status, offset)) = status_line(line) {
                message.status = Some((status, text.in_input(&(at + offset..at + offset + 3))));
            } else if let Some((name, value, offset)) = header(line)
                && wanted(&name)
            {
                let span = text.in_input(&(at + offset..at + offset + value.len()));
                message.headers.push(Header { name, value: value.to_owned(), span });
            }
            start = end;
        }
        message
    }

    /// The value of a header, by its lower-case name.
    pub(super) fn header(&self, name: &str) -> Option<&Header> {
        self.headers.iter().find(|header| header.name == name)
    }
}

/// The line without curl's `<` and `>` marks and blanks, and how many bytes they took.
fn without_marks(line: &str) -> (usize, &str) {
    let trimmed = line.trim_start_matches([' ', '\t', '<', '>', '*', '|']);
    (line.len() - trimmed.len(), trimmed.trim_end())
}

/// The number as a status, if it can be one.
pub(super) fn status(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|status| (100..600).contains(status))
}

/// The status of `HTTP/1.1 404 Not Found`, with its offset in the line.
fn status_line(line: &str) -> Option<(u16, usize)> {
    let version = line.strip_prefix("HTTP/")?;
    let offset = line.len() - version.len() + version.find(' ')? + 1;
    let digits = line.get(offset..offset + 3)?;
    let behind = line[offset + 3..].chars().next();
    let status = status(digits)?;
    (!behind.is_some_and(|c| c.is_ascii_alphanumeric())).then_some((status, offset))
}

/// A header's lower-case name, its value, and the value's offset in the line.
fn header(line: &str) -> Option<(String, &str, usize)> {
    let (name, value) = line.split_once(':')?;
    let token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name = name.trim_matches(['"', '\'', ' ']);
    if name.is_empty() || name.len() > 64 || !name.chars().all(token) {
        return None;
    }
    let trimmed = value.trim_start_matches([' ', '\t', '"', '\'', '[']);
    let offset = line.len() - trimmed.len();
    Some((name.to_ascii_lowercase(), trimmed.trim_end_matches(['"', '\'', ']', ',', ' ']), offset))
}

/// A status that stands in running text, such as `HTTP Status 403` or `404 Not Found`: the number
/// is taken only with a word that says what it is.
pub(super) fn status_in_text(text: &Text<'_>, catalogs: &Catalogs) -> Option<(u16, Range<usize>)> {
    let whole = text.as_str();
    let (status, range) = three_digits(whole).find(|(status, range)| {
        is_announced(&whole[..range.start]) || is_explained(&whole[range.end..], *status, catalogs)
    })?;
    Some((status, text.in_input(&range)))
}

/// A status on the line of a vendor's host, which needs less of a word: `-> 404`, `returned 404`,
/// `[404]`.
pub(super) fn status_beside(text: &Text<'_>, signs: &[Sign]) -> Option<(u16, Range<usize>)> {
    let whole = text.as_str();
    let hosts = || signs.iter().filter(|sign| sign.kind == Kind::Host);
    hosts().next()?;
    three_digits(whole).filter(|(status, _)| *status >= 400).find_map(|(status, range)| {
        let line = whole[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = range.end + whole[range.end..].find('\n').unwrap_or(whole.len() - range.end);
        let line = text.in_input(&(line..end));
        let beside = hosts().any(|sign| line.start <= sign.span.start && sign.span.end <= line.end);
        (beside && is_led_to(&whole[..range.start])).then(|| (status, text.in_input(&range)))
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
                && let Some(status) = status(&whole[start..at])
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

    fn read(input: &str) -> Message {
        Message::read(&Text::verbatim(input.to_owned()), |_| true)
    }

    #[test]
    fn status_lines_and_headers_are_read_in_every_dress() {
        for input in [
            "HTTP/1.1 401 Unauthorized\r\nX-Message-Code: PASSWORD_LOCKED\r\n\r\n",
            "HTTP/2 401\nx-message-code:   PASSWORD_LOCKED\n",
            "> GET / HTTP/2\n< HTTP/2 401 \n< X-MESSAGE-CODE: PASSWORD_LOCKED\n<\n",
            "HTTP/1.1 302 Found\n\nHTTP/1.1 401 Unauthorized\nX-message-code: PASSWORD_LOCKED",
        ] {
            let message = read(input);
            assert_eq!(message.status.as_ref().map(|(status, _)| *status), Some(401), "{input}");
            let header = message.header("x-message-code").expect("the header");
            assert_eq!(header.value, "PASSWORD_LOCKED");
            assert_eq!(&input[header.span.clone()], "PASSWORD_LOCKED");
        }
    }

    #[test]
    fn a_number_is_a_status_only_with_a_word_for_it() {
        let status = |input: &str| {
            status_in_text(&Text::verbatim(input.to_owned()), &Catalogs::builtin())
                .map(|(status, _)| status)
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
