//! Finds every object in a text: among log words, several in a row, with its braces lost, and
//! within strings, where it is escaped once or more.

use std::ops::Range;

use super::repair::{Repair, Repairs};
use super::text::{Builder, Text};
use super::value::{Node, Value, read_members, read_object};

/// How many times over an object may be escaped. Logs of logs reach three.
const MAX_LAYERS: usize = 4;

/// Calls `visit` with every object of `text`, the outermost first, and the text that its spans
/// refer to. `cut` tells it whether the object was not closed.
pub(super) fn objects(
    text: &Text<'_>,
    repairs: &mut Repairs,
    visit: &mut dyn FnMut(&Text<'_>, &Node<'_>, bool),
) {
    layer(text, 0, repairs, visit);
}

fn layer(
    text: &Text<'_>,
    depth: usize,
    repairs: &mut Repairs,
    visit: &mut dyn FnMut(&Text<'_>, &Node<'_>, bool),
) {
    let whole = text.as_str();
    let mut at = 0;
    while let Some(offset) = whole[at..].find(['{', '"']) {
        let start = at + offset;
        at = start + 1;
        if whole.as_bytes()[start] == b'"' {
            if let Some((node, end)) = read_members(whole, start) {
                at = end.max(at);
                repairs.note(Repair::Cut);
                walk(text, &node, true, depth, repairs, visit);
            }
            continue;
        }
        if let Some(escape) = Escape::at(&whole[at..]) {
            if depth < MAX_LAYERS {
                let region = start..start + escape.end(&whole[start..]);
                at = region.end.max(at);
                repairs.note(Repair::Unescaped);
                layer(&escape.undo(text, region), depth + 1, repairs, visit);
            }
            continue;
        }
        let (node, end, forgiven) = read_object(whole, start);
        if matches!(&node.value, Value::Object(members) if members.is_empty()) {
            continue;
        }
        at = end.max(at);
        let steps = [
            (depth == 0 && !whole[..start].trim().is_empty(), Repair::Surroundings),
            (forgiven.cut, Repair::Cut),
            (forgiven.dialect, Repair::Dialect),
        ];
        steps.into_iter().filter(|(taken, _)| *taken).for_each(|(_, repair)| repairs.note(repair));
        walk(text, &node, forgiven.cut, depth, repairs, visit);
    }
}

/// Visits an object, then what it holds, and the objects within its strings.
fn walk(
    text: &Text<'_>,
    node: &Node<'_>,
    cut: bool,
    depth: usize,
    repairs: &mut Repairs,
    visit: &mut dyn FnMut(&Text<'_>, &Node<'_>, bool),
) {
    match &node.value {
        Value::Object(members) => {
            visit(text, node, cut);
            for member in members {
                walk(text, &member.node, cut, depth, repairs, visit);
            }
        }
        Value::Array(items) => {
            for item in items {
                walk(text, item, cut, depth, repairs, visit);
            }
        }
        Value::String(content) if depth < MAX_LAYERS && content.contains('{') => {
            repairs.note(Repair::Unescaped);
            let escape = if text.as_str()[node.span.clone()].contains('\\') {
                Escape::Backslash
            } else {
                Escape::None
            };
            layer(&escape.undo(text, node.span.clone()), depth + 1, repairs, visit);
        }
        _ => {}
    }
}

/// The ways in which quotes are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    Backslash,
    Entity,
    Both,
}

/// The entities that stand for characters of JSON.
const ENTITIES: [(&str, char); 8] = [
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&#x22;", '"'),
    ("&apos;", '\''),
    ("&#39;", '\''),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&amp;", '&'),
];

impl Escape {
    /// How the first quote behind an opening brace is hidden, if it is.
    fn at(behind: &str) -> Option<Self> {
        let behind = behind.trim_start_matches([' ', '\t', '\r', '\n']);
        // A line break may itself be escaped, so that the quote comes later.
        let quote = behind.trim_start_matches(['\\', 'n', 'r', 't', ' ']);
        if behind.starts_with('\\') && (quote.starts_with('"') || quote.starts_with('\'')) {
            Some(Self::Backslash)
        } else if ENTITIES[..3].iter().any(|(entity, _)| behind.starts_with(entity)) {
            Some(Self::Entity)
        } else {
            None
        }
    }

    /// Where the hidden text ends that begins `text`.
    fn end(self, text: &str) -> usize {
        let mut escaped = false;
        let end = text.find(|c| match self {
            Self::None | Self::Both => false,
            Self::Entity => c == '<',
            Self::Backslash => {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            }
        });
        end.unwrap_or(text.len())
    }

    /// The region with one layer of escapes taken off.
    fn undo<'a>(self, text: &'a Text<'a>, region: Range<usize>) -> Text<'a> {
        let raw = &text.as_str()[region.clone()];
        let mut out = Builder::default();
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            let plain = match self {
                Self::None => rest.len(),
                Self::Backslash => rest.find('\\').unwrap_or(rest.len()),
                Self::Entity => rest.find('&').unwrap_or(rest.len()),
                Self::Both => rest.find(['\\', '&']).unwrap_or(rest.len()),
            };
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
}

/// The character that an escape at the start of `rest` stands for, with the escape's length.
fn unit(rest: &str) -> Option<(char, usize)> {
    if rest.starts_with('&') {
        let (entity, read) = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity))?;
        return Some((*read, entity.len()));
    }
    let read = match rest.as_bytes().get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'"' => '"',
        b'\'' => '\'',
        b'\\' => '\\',
        b'/' => '/',
        _ => return None,
    };
    Some((read, 2))
}

/// The whole text with one layer of escapes taken off, for readers of plain lines; none when it
/// has no escape.
pub(super) fn unescaped<'a>(text: &'a Text<'a>) -> Option<Text<'a>> {
    let whole = text.as_str();
    whole.contains(['\\', '&']).then(|| Escape::Both.undo(text, 0..whole.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of `code` in every object that has one, with the bytes of the input behind it.
    fn codes(input: &str) -> Vec<(String, String)> {
        let text = Text::verbatim(input.to_owned());
        let mut found = Vec::new();
        objects(&text, &mut Repairs::default(), &mut |text, node, _| {
            if let Some(code) = node.get("code") {
                let span = text.in_input(&code.span);
                found.push((code.text().unwrap_or_default().to_owned(), input[span].to_owned()));
            }
        });
        found
    }

    fn code(code: &str) -> (String, String) {
        (code.to_owned(), code.to_owned())
    }

    #[test]
    fn objects_are_found_wherever_they_stand() {
        assert_eq!(
            codes(r#"12:00 [x] failed: {"code": 1} and {"code":2}"#),
            [code("1"), code("2")]
        );
        assert_eq!(codes(r#"[{"error":{"code":1}},{"error":{"code":2}}]"#), [code("1"), code("2")]);
        assert_eq!(codes("{\"code\":1}\n{\"code\":2}\n"), [code("1"), code("2")]);
        assert_eq!(codes("  \"status\": 1,\n  \"code\": 5002\n"), [code("5002")]);
        assert_eq!(codes("{0} {} { \"code\": 7"), [code("7")]);
    }

    #[test]
    fn escaped_objects_are_found_at_every_layer() {
        let plain = r#"{"code":2001,"m":"a \"b\""}"#;
        let mut escaped = plain.to_owned();
        for _ in 0..3 {
            escaped = serde_json::to_string(&serde_json::json!({ "body": escaped })).expect("JSON");
            assert_eq!(codes(&escaped), [code("2001")], "{escaped}");
        }
        assert_eq!(
            codes(r#"response: {\"code\":\"404\",\"m\":\"x\"}","status":409}"#),
            [code("404")]
        );
        assert_eq!(codes("<p>{&quot;code&quot;: 9}</p>"), [code("9")]);
    }

    #[test]
    fn hostile_texts_end() {
        for text in ["{", "[", "\"", "{\"a\":", "\\\"", "{\\\"", "{&quot;", "'"] {
            codes(&text.repeat(20_000));
        }
    }
}
