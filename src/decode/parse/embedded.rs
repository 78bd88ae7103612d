//! Finds JSON objects embedded in text: in log lines, concatenated, missing braces, or escaped
//! inside strings.

use super::lenient_json::{parse_members, parse_object};
use super::value::{Node, Value};
use crate::decode::cancel::CancelToken;
use crate::decode::input::repair::{Repair, Repairs};
use crate::decode::input::source_map::MappedText;
use crate::decode::input::unescape::Escape;

/// Maximum escape nesting; three has been seen in practice.
const MAX_LEVEL: usize = 4;

/// Calls `visit` with every object of `text`, the outermost first, and the text that its spans
/// refer to: `text` itself, or what was unescaped from it.
pub fn visit_objects(
    cancel: &CancelToken,
    text: &MappedText<'_>,
    repairs: &mut Repairs,
    visit: &mut dyn FnMut(&MappedText<'_>, &Node<'_>),
) {
    Visitor { cancel, level: 0, visit }.visit_text(text, repairs);
}

struct Visitor<'v> {
    cancel: &'v CancelToken,
    /// How many times the current text was unescaped.
    level: usize,
    visit: &'v mut dyn FnMut(&MappedText<'_>, &Node<'_>),
}

impl Visitor<'_> {
    /// Visits the objects of a text. Returns whether there are any.
    fn visit_text(&mut self, text: &MappedText<'_>, repairs: &mut Repairs) -> bool {
        let whole = text.as_str();
        let mut visited = false;
        let mut at = 0;
        while let Some(offset) = whole[at..].find(['{', '"'])
            && !self.cancel.is_cancelled()
        {
            let start = at + offset;
            at = start + 1;
            if whole.as_bytes()[start] == b'"' {
                if let Some(node) = parse_members(whole, start) {
                    at = node.span.end.max(at);
                    visited = true;
                    repairs.add(Repair::Truncated);
                    self.visit_node(text, &node, repairs);
                }
                continue;
            }
            if let Some(escape) = Escape::after_brace(&whole[at..]) {
                if self.level < MAX_LEVEL {
                    let region = start..start + escape.end(&whole[start..]);
                    at = region.end.max(at);
                    visited |= self.visit_escaped(&escape.undo(text, region), repairs);
                }
                continue;
            }
            let (node, leniency) = parse_object(whole, start);
            if node.members().is_empty() {
                continue;
            }
            at = node.span.end.max(at);
            visited = true;
            if self.level == 0 && !whole[..start].trim().is_empty() {
                repairs.add(Repair::OuterText);
            }
            if leniency.truncated {
                repairs.add(Repair::Truncated);
            }
            if leniency.non_strict {
                repairs.add(Repair::NonStrictJson);
            }
            self.visit_node(text, &node, repairs);
        }
        visited
    }

    /// Visits the objects of the next nesting level. Its repairs count only if there are any.
    fn visit_escaped(&mut self, unescaped: &MappedText<'_>, repairs: &mut Repairs) -> bool {
        let mut inner = Repairs::default();
        inner.add(Repair::Unescaped);
        self.level += 1;
        let visited = self.visit_text(unescaped, &mut inner);
        self.level -= 1;
        if visited {
            repairs.extend(&inner);
        }
        visited
    }

    /// Visits an object, the objects below it, and those inside its strings.
    fn visit_node(&mut self, text: &MappedText<'_>, node: &Node<'_>, repairs: &mut Repairs) {
        if node.is_object() {
            (self.visit)(text, node);
        }
        for (_, child) in node.children() {
            self.visit_node(text, child, repairs);
        }
        if let Value::String(content) = &node.value
            && self.level < MAX_LEVEL
            && content.contains('{')
        {
            self.visit_escaped(&Escape::Backslash.undo(text, node.span.clone()), repairs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of `code` in every object that has one, with the bytes that it was read from.
    fn codes(input: &str) -> Vec<(String, String)> {
        let text = MappedText::verbatim(input.to_owned());
        let mut found = Vec::new();
        visit_objects(
            &CancelToken::default(),
            &text,
            &mut Repairs::default(),
            &mut |text, node| {
                if let Some(code) = node.get("code") {
                    let span = text.input_span(&code.span);
                    found
                        .push((code.text().unwrap_or_default().to_owned(), input[span].to_owned()));
                }
            },
        );
        found
    }

    fn code(code: &str) -> (String, String) {
        (code.to_owned(), code.to_owned())
    }

    #[test]
    fn objects_are_found_anywhere() {
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
    fn escaped_objects_are_found_at_every_level() {
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
    fn a_string_without_an_object_is_no_repair() {
        let repairs = |input: &str| {
            let (text, mut repairs) = (MappedText::verbatim(input.to_owned()), Repairs::default());
            visit_objects(&CancelToken::default(), &text, &mut repairs, &mut |_, _| {});
            repairs.into_vec()
        };
        assert_eq!(repairs(r#"{"code":1,"m":"set {} or { nothing"}"#), []);
        assert_eq!(repairs(r#"{"m":"{\"code\":1}"}"#), [Repair::Unescaped]);
    }

    #[test]
    fn hostile_texts_terminate() {
        for text in ["{", "[", "\"", "{\"a\":", "\\\"", "{\\\"", "{&quot;", "'"] {
            codes(&text.repeat(20_000));
        }
    }
}
