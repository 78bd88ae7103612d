//! Finds every object in a text: among log words, several in a row, with its braces lost, and
//! within strings, where it is escaped once or more.

use super::Stop;
use super::escape::Escape;
use super::repair::{Repair, Repairs};
use super::text::Text;
use super::value::{Node, Value, read_members, read_object};

/// How many times over an object may be escaped. Logs of logs reach three.
const MAX_LAYERS: usize = 4;

/// Calls `visit` with every object of `text`, the outermost first, and the text that its spans are
/// of: `text` itself, or what was unescaped from it.
pub(super) fn objects(
    stop: Stop<'_>,
    text: &Text<'_>,
    repairs: &mut Repairs,
    visit: &mut dyn FnMut(&Text<'_>, &Node<'_>),
) {
    layer(stop, text, 0, repairs, visit);
}

/// Visits the objects of a text that is escaped `depth` times, and says whether there are any.
fn layer(
    stop: Stop<'_>,
    text: &Text<'_>,
    depth: usize,
    repairs: &mut Repairs,
    visit: &mut dyn FnMut(&Text<'_>, &Node<'_>),
) -> bool {
    let whole = text.as_str();
    let mut visited = false;
    let mut at = 0;
    while let Some(offset) = whole[at..].find(['{', '"']).filter(|_| !stop()) {
        let start = at + offset;
        at = start + 1;
        if whole.as_bytes()[start] == b'"' {
            if let Some((node, end)) = read_members(whole, start) {
                at = end.max(at);
                visited = true;
                repairs.note(Repair::Cut);
                walk(stop, text, &node, depth, repairs, visit);
            }
            continue;
        }
        if let Some(escape) = Escape::at(&whole[at..]) {
            if depth < MAX_LAYERS {
                let region = start..start + escape.end(&whole[start..]);
                at = region.end.max(at);
                visited |= inner(stop, &escape.undo(text, region), depth, repairs, visit);
            }
            continue;
        }
        let (node, end, forgiven) = read_object(whole, start);
        if matches!(&node.value, Value::Object(members, _) if members.is_empty()) {
            continue;
        }
        at = end.max(at);
        let steps = [
            (depth == 0 && !whole[..start].trim().is_empty(), Repair::Surroundings),
            (forgiven.cut, Repair::Cut),
            (forgiven.dialect, Repair::Dialect),
        ];
        steps.into_iter().filter(|(taken, _)| *taken).for_each(|(_, repair)| repairs.note(repair));
        visited = true;
        walk(stop, text, &node, depth, repairs, visit);
    }
    visited
}

/// The next layer. What was done to read it is told only where there is something in it.
fn inner(
    stop: Stop<'_>,
    unescaped: &Text<'_>,
    depth: usize,
    repairs: &mut Repairs,
    visit: &mut dyn FnMut(&Text<'_>, &Node<'_>),
) -> bool {
    let mut done = Repairs::default();
    done.note(Repair::Unescaped);
    let visited = layer(stop, unescaped, depth + 1, &mut done, visit);
    if visited {
        repairs.extend(&done);
    }
    visited
}

/// Visits an object, then what it holds, and the objects within its strings.
fn walk(
    stop: Stop<'_>,
    text: &Text<'_>,
    node: &Node<'_>,
    depth: usize,
    repairs: &mut Repairs,
    visit: &mut dyn FnMut(&Text<'_>, &Node<'_>),
) {
    match &node.value {
        Value::Object(members, _) => {
            visit(text, node);
            for member in members {
                walk(stop, text, &member.node, depth, repairs, visit);
            }
        }
        Value::Array(items) => {
            for item in items {
                walk(stop, text, item, depth, repairs, visit);
            }
        }
        Value::String(content) if depth < MAX_LAYERS && content.contains('{') => {
            let escape = Escape::within(&text.as_str()[node.span.clone()]);
            inner(stop, &escape.undo(text, node.span.clone()), depth, repairs, visit);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of `code` in every object that has one, with the bytes of the input behind it.
    fn codes(input: &str) -> Vec<(String, String)> {
        let text = Text::verbatim(input.to_owned());
        let mut found = Vec::new();
        objects(&|| false, &text, &mut Repairs::default(), &mut |text, node| {
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
    fn a_string_without_an_object_is_not_told() {
        let repairs = |input: &str| {
            let (text, mut repairs) = (Text::verbatim(input.to_owned()), Repairs::default());
            objects(&|| false, &text, &mut repairs, &mut |_, _| {});
            repairs.sentences()
        };
        assert_eq!(repairs(r#"{"code":1,"m":"set {} or { nothing"}"#), [""; 0]);
        assert_eq!(repairs(r#"{"m":"{\"code\":1}"}"#), ["body unescaped from a string"]);
    }

    #[test]
    fn hostile_texts_end() {
        for text in ["{", "[", "\"", "{\"a\":", "\\\"", "{\\\"", "{&quot;", "'"] {
            codes(&text.repeat(20_000));
        }
    }
}
