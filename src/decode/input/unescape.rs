//! Nested escapes: an object inside a JSON string, a web page or a CSV cell has its quotes escaped.
//! One nesting level is undone at a time, and each character keeps its origin.

use std::ops::Range;

use super::source_map::{Builder, MappedText};

/// How quotes are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// `\"`, as in a string of JSON.
    Backslash,
    /// `&quot;`, as in HTML and XML.
    Entity,
    /// `""`, as in CSV.
    Doubled,
}

/// The named entities of XML, and the one that web pages put between words.
const ENTITIES: [(&str, char); 6] =
    [("quot", '"'), ("apos", '\''), ("lt", '<'), ("gt", '>'), ("amp", '&'), ("nbsp", ' ')];

/// The length of the longest entity.
const MAX_ENTITY: usize = 10;

/// Maximum escape nesting; three has been seen in practice.
pub const MAX_LEVELS: usize = 4;

impl Escape {
    /// How the first quote after an opening brace is escaped, if it is.
    pub fn after_brace(rest: &str) -> Option<Self> {
        let mut rest = rest.trim_start();
        // A line break may itself be escaped and precede the quote.
        while let Some((c, length)) = backslash(rest)
            && c.is_whitespace()
        {
            rest = rest[length..].trim_start();
        }
        let is_numbered = || backslash(rest).is_some_and(|(c, _)| c == '"');
        let is_quote = |text: &str| text.trim_start_matches('\\').starts_with(['"', '\'']);
        if rest.starts_with('\\') && (is_quote(rest) || is_numbered()) {
            Some(Self::Backslash)
        } else if entity(rest).is_some_and(|(c, _)| matches!(c, '"' | '\'')) {
            Some(Self::Entity)
        } else if rest.starts_with("\"\"") && rest[2..].starts_with(char::is_alphabetic) {
            Some(Self::Doubled)
        } else {
            None
        }
    }

    /// Where the escaped text at the start of `text` ends.
    pub fn end(self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let end = match self {
            Self::Entity => bytes.iter().position(|&byte| byte == b'<'),
            Self::Backslash => unescaped_quote(bytes, b'\\'),
            Self::Doubled => unescaped_quote(bytes, b'"'),
        };
        end.unwrap_or(text.len())
    }

    /// The region with one level of escapes undone.
    pub fn undo<'a>(self, text: &'a MappedText<'a>, region: Range<usize>) -> MappedText<'a> {
        let start = match self {
            Self::Backslash => '\\',
            Self::Entity => '&',
            Self::Doubled => '"',
        };
        let raw = &text.as_str()[region.clone()];
        let unescaped = substitute(raw, region.start, &[start], escape_sequence);
        let copied = || {
            let mut out = Builder::default();
            out.copy(raw, region.start);
            out
        };
        unescaped.unwrap_or_else(copied).finish(Some(text))
    }
}

/// The first quote that `escape` does not precede; a doubled quote escapes itself.
fn unescaped_quote(bytes: &[u8], escape: u8) -> Option<usize> {
    let mut escaped = false;
    bytes.iter().enumerate().position(|(at, &byte)| {
        let doubled = escape == b'"' && bytes.get(at + 1) == Some(&b'"');
        let ends = byte == b'"' && !escaped && !doubled;
        escaped = byte == escape && !escaped;
        ends
    })
}

/// The whole text without escapes, for parsers of plain lines. `None` if it has none.
pub fn unescaped<'a>(text: &'a MappedText<'a>) -> Option<MappedText<'a>> {
    let undo = |text: &str| substitute(text, 0, &['\\', '&'], escape_sequence);
    let mut unescaped = undo(text.as_str())?.finish(Some(text));
    // One level is undone in any text, more only where quotes show that there are more.
    let has_escaped_quote =
        |text: &str| ["\\\"", "&quot;", "\\u0022"].iter().any(|quote| text.contains(quote));
    for _ in 1..MAX_LEVELS {
        if !has_escaped_quote(unescaped.as_str()) {
            break;
        }
        let Some(out) = undo(unescaped.as_str()) else { break };
        unescaped = unescaped.rewritten(out);
    }
    Some(unescaped)
}

/// The text `raw`, which starts at `origin`, with the escapes undone that start with one of `starts`.
/// Of the one at the start of a text, `escape` returns the character and the length. `None` if there
/// are none.
fn substitute(
    raw: &str,
    origin: usize,
    starts: &[char],
    escape: impl Fn(&str) -> Option<(char, usize)>,
) -> Option<Builder> {
    let mut out = None;
    let (mut at, mut copied) = (0, 0);
    while let Some(offset) = raw[at..].find(starts) {
        at += offset;
        if let Some((c, length)) = escape(&raw[at..]) {
            let out = out.get_or_insert_with(|| Builder::with_capacity(raw.len()));
            out.copy(&raw[copied..at], origin + copied);
            out.replace(c, origin + at..origin + at + length);
            at += length;
            copied = at;
        } else {
            at += 1;
        }
    }
    let mut out = out?;
    out.copy(&raw[copied..], origin + copied);
    Some(out)
}

/// The character of the escape at the start of `text`, with the length of the escape.
fn escape_sequence(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().first()? {
        b'&' => entity(text),
        b'"' => text.starts_with("\"\"").then_some(('"', 2)),
        _ => backslash(text),
    }
}

/// The character of the backslash escape at the start of `text`, as JSON and its dialects write
/// it, with the length of the escape. As in Markdown, any punctuation can be escaped.
pub fn backslash(text: &str) -> Option<(char, usize)> {
    let c = match text.as_bytes().get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode_escape(text),
        b'x' => return byte_escape(text),
        punctuation if punctuation.is_ascii_punctuation() => char::from(*punctuation),
        _ => return None,
    };
    Some((c, 2))
}

/// The printable character of `\x22`, with the length of the escape.
fn byte_escape(text: &str) -> Option<(char, usize)> {
    let byte = u8::from_str_radix(text.strip_prefix("\\x")?.get(..2)?, 16).ok()?;
    (b' '..=b'~').contains(&byte).then_some((char::from(byte), 4))
}

/// The character of `\uXXXX`, or of a surrogate pair of them, with the length of the escape. An
/// unpaired surrogate is replaced.
fn unicode_escape(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(0)?;
    if let Some(Ok(c)) = unit(6).and_then(|second| char::decode_utf16([first, second]).next())
        && c.len_utf16() == 2
    {
        return Some((c, 12));
    }
    let c = char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((c, 6))
}

/// The character of the entity at the start of `text`, with the length of the entity.
pub fn entity(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(MAX_ENTITY).position(|byte| byte == b';')?;
    let name = body.get(..end)?;
    let numbered =
        |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let c = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => numbered(digits, 16)?,
            None => numbered(digits, 10)?,
        },
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(escape: Escape, text: &str) -> String {
        let text = MappedText::verbatim(text.to_owned());
        let end = escape.end(text.as_str());
        escape.undo(&text, 0..end).as_str().to_owned()
    }

    #[test]
    fn one_level_is_undone_up_to_its_end() {
        assert_eq!(undone(Escape::Backslash, r#"{\"a\":\"b\\\"c\"} " rest"#), r#"{"a":"b\"c"} "#);
        assert_eq!(
            undone(Escape::Entity, "{&quot;a&#x27;&#39;&amp;&unknown;}<p>"),
            "{\"a''&&unknown;}"
        );
        assert_eq!(undone(Escape::Doubled, r#"{""a"":""b""}",next"#), r#"{"a":"b"}"#);
        assert_eq!(undone(Escape::Backslash, r"\u201ca\u201d \u00zz"), "“a” \\u00zz");
        assert_eq!(undone(Escape::Backslash, r"\ud83d\ude00 \ud83d!"), "😀 \u{fffd}!");
    }
}
