//! Layers of escapes: an object inside a JSON string, a web page or a CSV cell has its quotes
//! hidden. One layer is taken off at a time, and each character keeps its place.

use std::ops::Range;

use super::text::{Builder, Text};

/// The ways in which quotes are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// Not at all.
    None,
    /// `\"`, as in a string of JSON.
    Backslash,
    /// `&quot;`, as in HTML and XML.
    Entity,
    /// `""`, as in CSV.
    Doubled,
}

/// The named entities of XML.
const ENTITIES: [(&str, char); 5] =
    [("quot", '"'), ("apos", '\''), ("lt", '<'), ("gt", '>'), ("amp", '&')];

/// No entity is longer.
const MAX_ENTITY: usize = 10;

impl Escape {
    /// How the first quote behind an opening brace is hidden, if it is.
    pub(super) fn at(behind: &str) -> Option<Self> {
        let behind = behind.trim_start_matches([' ', '\t', '\r', '\n']);
        // A line break may itself be escaped, so that the quote comes later.
        let quote = behind.trim_start_matches(['\\', 'n', 'r', 't', ' ']);
        if behind.starts_with('\\') && quote.starts_with(['"', '\'']) {
            Some(Self::Backslash)
        } else if entity(behind).is_some_and(|(read, _)| matches!(read, '"' | '\'')) {
            Some(Self::Entity)
        } else if behind.starts_with("\"\"") && behind[2..].starts_with(char::is_alphabetic) {
            Some(Self::Doubled)
        } else {
            None
        }
    }

    /// How the content of a string hides its quotes.
    pub(super) fn within(content: &str) -> Self {
        if content.contains('\\') { Self::Backslash } else { Self::None }
    }

    /// Where the hidden text ends that begins `text`.
    pub(super) fn end(self, text: &str) -> usize {
        let mut escaped = false;
        let bytes = text.as_bytes();
        let ends = |at: usize, byte: u8| match self {
            Self::None => false,
            Self::Entity => byte == b'<',
            Self::Backslash | Self::Doubled => {
                let hides = if self == Self::Backslash { b'\\' } else { b'"' };
                let ends = byte == b'"'
                    && !escaped
                    && (hides == b'\\' || bytes.get(at + 1) != Some(&b'"'));
                escaped = byte == hides && !escaped;
                ends
            }
        };
        let mut ends = ends;
        (bytes.iter().enumerate())
            .find_map(|(at, &byte)| ends(at, byte).then_some(at))
            .unwrap_or(text.len())
    }

    /// The region with one layer of escapes taken off.
    pub(super) fn undo<'a>(self, text: &'a Text<'a>, region: Range<usize>) -> Text<'a> {
        let signs: &[char] = match self {
            Self::None => &[],
            Self::Backslash => &['\\'],
            Self::Entity => &['&'],
            Self::Doubled => &['"'],
        };
        undo(text, region, signs)
    }
}

/// The whole text with one layer of escapes taken off, for readers of plain lines; none when it
/// has no escape.
pub(super) fn unescaped<'a>(text: &'a Text<'a>) -> Option<Text<'a>> {
    let whole = text.as_str();
    whole.contains(['\\', '&']).then(|| undo(text, 0..whole.len(), &['\\', '&']))
}

/// The region with the escapes undone that begin with one of `signs`.
fn undo<'a>(text: &'a Text<'a>, region: Range<usize>, signs: &[char]) -> Text<'a> {
    let raw = &text.as_str()[region.clone()];
    let mut out = Builder::default();
    let mut at = 0;
    while at < raw.len() {
        let rest = &raw[at..];
        let plain = rest.find(signs).unwrap_or(rest.len());
        out.copy(&rest[..plain], region.start + at);
        at += plain;
        let rest = &raw[at..];
        let Some(first) = rest.chars().next() else { break };
        let (read, length) = unit(rest).unwrap_or((first, first.len_utf8()));
        let origin = region.start + at..region.start + at + length;
        out.replace(read, origin);
        at += length;
    }
    out.finish(Some(text))
}

/// The character that an escape at the start of `rest` stands for, with the escape's length.
fn unit(rest: &str) -> Option<(char, usize)> {
    if rest.starts_with('&') {
        return entity(rest);
    }
    if rest.starts_with('"') {
        return rest.starts_with("\"\"").then_some(('"', 2));
    }
    let read = match rest.as_bytes().get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'"' => '"',
        b'\'' => '\'',
        b'\\' => '\\',
        b'/' => '/',
        b'u' => {
            let unit = u32::from_str_radix(rest.get(2..6)?, 16).ok()?;
            return Some((char::from_u32(unit)?, 6));
        }
        _ => return None,
    };
    Some((read, 2))
}

/// The character of the entity at the start of `rest`, with the entity's length.
fn entity(rest: &str) -> Option<(char, usize)> {
    let body = rest.strip_prefix('&')?;
    let end = body.bytes().take(MAX_ENTITY).position(|byte| byte == b';')?;
    let name = body.get(..end)?;
    let number =
        |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let read = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => number(digits, 16)?,
            None => number(digits, 10)?,
        },
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((read, end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(escape: Escape, text: &str) -> String {
        let text = Text::verbatim(text.to_owned());
        let end = escape.end(text.as_str());
        escape.undo(&text, 0..end).as_str().to_owned()
    }

    #[test]
    fn a_layer_is_taken_off_up_to_where_it_ends() {
        assert_eq!(undone(Escape::Backslash, r#"{\"a\":\"b\\\"c\"} " rest"#), r#"{"a":"b\"c"} "#);
        assert_eq!(
            undone(Escape::Entity, "{&quot;a&#x27;&#39;&amp;&unknown;}<p>"),
            "{\"a''&&unknown;}"
        );
        assert_eq!(undone(Escape::Doubled, r#"{""a"":""b""}",next"#), r#"{"a":"b"}"#);
        assert_eq!(undone(Escape::Backslash, r"\u201ca\u201d \u00zz"), "“a” \\u00zz");
    }
}
