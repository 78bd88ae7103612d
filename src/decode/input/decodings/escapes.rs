//! Encodings that write single characters as several: percent-encoding, entities, backslashes,
//! quoted-printable, and what programs print in place of line breaks and control characters.

use super::json_strings::{JsonStrings, Position, push_decoded};
use crate::decode::input::source_map::Builder;
use crate::decode::input::unescape::{backslash, entity};

/// How programs print the start of a control sequence, after any number of backslashes.
const PRINTED_ESCAPES: [&str; 9] =
    ["\u{1b}[", "x1b[", "x1B[", "u001b[", "u001B[", "033[", "e[", "^[[", "#033["];

/// How programs print line breaks and tabs.
const PRINTED_BREAKS: [(&str, char); 10] = [
    ("<EOL>", '\n'),
    ("<LF>", '\n'),
    ("<CR>", ' '),
    ("<br>", '\n'),
    ("<br/>", '\n'),
    ("<br />", '\n'),
    ("#015", ' '),
    ("#012", '\n'),
    ("#011", '\t'),
    ("^M", ' '),
];

/// Removes control sequences that were printed as text, such as `\x1b[31m`, or escaped in another
/// way that is undone by now.
pub fn without_control_sequences(text: &str) -> Option<Builder> {
    substitute(text, &['\\', '^', '#', '\u{1b}'], |rest, _| {
        let printed = rest.trim_start_matches('\\');
        let start = PRINTED_ESCAPES.iter().find(|start| printed.starts_with(**start))?.len()
            + (rest.len() - printed.len());
        let is_parameter = |c: char| c.is_ascii_digit() || matches!(c, ';' | '?');
        let end = start + rest[start..].find(|c| !is_parameter(c))?;
        rest[end..].starts_with(|c: char| c.is_ascii_alphabetic()).then_some((None, end + 1))
    })
}

/// Replaces what was printed for line breaks and tabs.
pub fn line_breaks(text: &str) -> Option<Builder> {
    substitute(text, &['<', '#', '^'], |rest, _| {
        let (printed, c) = PRINTED_BREAKS.iter().find(|(it, _)| rest.starts_with(it))?;
        Some((Some(*c), printed.len()))
    })
}

/// Decodes percent-encoding, as in forms, queries and addresses. A form writes spaces as plus signs.
pub fn percent_decoded(text: &str) -> Option<Builder> {
    let is_encoded = |text: &str| {
        let escapes = text.match_indices('%').filter_map(|(at, _)| hex_escape(&text[at..], '%'));
        escapes.take(2).count() == 2
    };
    if !is_encoded(text) {
        return None;
    }
    let (mut token, mut is_form) = (0, false);
    substitute(text, &['%', '+'], |rest, at| {
        if let Some((c, length)) = hex_escape(rest, '%') {
            return Some((Some(c), length));
        }
        if at >= token {
            let start = text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
            token = at + rest.find(char::is_whitespace).unwrap_or(rest.len());
            is_form = is_encoded(&text[start..token]);
        }
        (rest.starts_with('+') && is_form).then_some((Some(' '), 1))
    })
}

/// Decodes quoted-printable, if every equals sign but a few belongs to it.
pub fn quoted_printable_decoded(text: &str) -> Option<Builder> {
    let (mut encoded, mut other, mut has_soft_break) = (0, 0, false);
    for (at, _) in text.match_indices('=') {
        let decoded = quoted_printable(&text[at..]);
        has_soft_break |= matches!(decoded, Some((None, _)));
        *if decoded.is_some() { &mut encoded } else { &mut other } += 1;
    }
    if encoded < 3 * other || encoded < 2 && !has_soft_break {
        return None;
    }
    substitute(text, &['='], |rest, _| quoted_printable(rest))
}

/// The character of `=22`, or none for a line break that is not part of the text.
fn quoted_printable(rest: &str) -> Option<(Option<char>, usize)> {
    if rest.starts_with("=\n") {
        return Some((None, 2));
    }
    if rest.starts_with("=\r\n") {
        return Some((None, 3));
    }
    let digits = rest.get(1..3)?;
    if digits.contains(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    hex_escape(rest, '=').map(|(c, length)| (Some(c), length))
}

/// Decodes entities of HTML and XML.
pub fn entities_decoded(text: &str) -> Option<Builder> {
    substitute(text, &['&'], |rest, _| entity(rest).map(|(c, length)| (Some(c), length)))
}

/// Removes backslashes outside the strings of JSON, as in `{\"code\":1}` and Markdown.
pub fn backslashes_removed(text: &str) -> Option<Builder> {
    substitute(text, &['\\'], |rest, _| backslash(rest).map(|(c, length)| (Some(c), length)))
}

/// The text with the escapes undone that start with one of `starts`, except in strings of JSON that
/// have escapes. Of the one at the start of a text, which is at an offset, `escape` returns the
/// character, if there is one, and the length. `None` if there are no escapes.
fn substitute(
    text: &str,
    starts: &[char],
    mut escape: impl FnMut(&str, usize) -> Option<(Option<char>, usize)>,
) -> Option<Builder> {
    let mut strings = JsonStrings::new(text);
    let mut out = None;
    let (mut at, mut copied) = (0, 0);
    while let Some(offset) = text[at..].find(starts) {
        at += offset;
        let Some((c, length)) = escape(&text[at..], at) else {
            at += 1;
            continue;
        };
        let origin = at..at + length;
        at = origin.end;
        let position = strings.position(origin.start);
        if position == Position::InEscapedString {
            continue;
        }
        let out = out.get_or_insert_with(|| Builder::with_capacity(text.len()));
        out.copy(&text[copied..origin.start], copied);
        if let Some(c) = c {
            push_decoded(c, origin, position == Position::InString, out);
        }
        copied = at;
    }
    let mut out = out?;
    out.copy(&text[copied..], copied);
    Some(out)
}

/// The character that is written as `%22`, with another sign than `%` if `sign` is one, or as
/// several of them in UTF-8; and the length of all.
fn hex_escape(text: &str, sign: char) -> Option<(char, usize)> {
    let byte = |at: usize| {
        let digits = text.get(at..)?.strip_prefix(sign)?.get(..2)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    let first = byte(0)?;
    if first.is_ascii() {
        let is_text = matches!(first, b' '..=b'~' | b'\n' | b'\r' | b'\t' | 0x1B);
        return is_text.then_some((char::from(first), 3));
    }
    let mut encoded = [first, 0, 0, 0];
    for count in 2..=4 {
        encoded[count - 1] = byte(3 * (count - 1))?;
        if let Ok(decoded) = std::str::from_utf8(&encoded[..count]) {
            return Some((decoded.chars().next()?, 3 * count));
        }
    }
    None
}
