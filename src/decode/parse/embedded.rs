//! Finds objects embedded in text: in log lines, concatenated, missing braces, or escaped inside
//! strings.

use super::brackets::{Leniency, is_member, parse_members, parse_object};
use super::value::{Member, Node, Value};
use crate::decode::cancel::CancelToken;
use crate::decode::input::repair::{Repair, Repairs};
use crate::decode::input::source_map::MappedText;
use crate::decode::input::unescape::Escape;
use crate::text::tail;

/// Maximum escape nesting; three has been seen in practice.
const MAX_LEVEL: usize = 4;

/// The length of the name of a type that is looked at.
const MAX_TYPE_NAME: usize = 40;

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
        while let Some(offset) = whole.as_bytes()[at..].iter().position(|&byte| is_opening(byte))
            && !self.cancel.is_cancelled()
        {
            let start = at + offset;
            at = start + 1;
            if whole.as_bytes()[start] == b'{'
                && let Some(escape) = Escape::after_brace(&whole[at..])
            {
                if self.level < MAX_LEVEL {
                    let region = start..start + escape.end(&whole[start..]);
                    at = region.end.max(at);
                    visited |= self.visit_escaped(&escape.undo(text, region), repairs);
                }
                continue;
            }
            let Some((node, leniency)) = object_at(whole, start) else { continue };
            at = node.span.end.max(at);
            // Brackets are common in text; only objects need to be reported as repaired.
            let is_object = matches!(whole.as_bytes()[start], b'{' | b'"') && node.is_object();
            let is_relevant = is_object || has_object(&node);
            if is_relevant {
                visited = true;
                if self.level == 0
                    && whole.as_bytes()[start] != b'"'
                    && !whole[..start].trim().is_empty()
                {
                    repairs.add(Repair::OuterText);
                }
                if leniency.truncated {
                    repairs.add(Repair::Truncated);
                }
                if leniency.non_strict {
                    repairs.add(Repair::NonStrictJson);
                }
            }
            if is_relevant || has_tuple(&node) {
                self.visit_node(text, &node, repairs);
            }
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
        if node.is_object() || node.is_tuple() {
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

fn is_opening(byte: u8) -> bool {
    matches!(byte, b'{' | b'"' | b'[' | b'(' | b'<')
}

/// The object, or what may be one without names, that starts at `start`. `None` for other text in
/// brackets, of which only the start is looked at.
fn object_at(text: &str, start: usize) -> Option<(Node<'_>, Leniency)> {
    let bytes = text.as_bytes();
    let previous = start.checked_sub(1).map_or(b'\n', |before| bytes[before]);
    let is_object = match bytes[start] {
        b'"' => {
            let node = parse_members(text, start)?;
            // Words in quotes before a colon are common in text.
            let has_value = |member: &Member<'_>| {
                let first = bytes.get(member.node.span.start);
                matches!(first, Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9'))
            };
            let truncated = node.members().iter().any(has_value);
            return Some((node, Leniency { truncated, non_strict: false }));
        }
        b'{' => true,
        b'<' => previous == b'#',
        b'(' if has_type_name(&text[..start]) => true,
        _ => is_member(text, start + 1),
    };
    let (node, leniency) = is_object.then(|| parse_object(text, start))?;
    let has_content = !node.members().is_empty() || !node.items().is_empty();
    has_content.then_some((node, leniency))
}

/// Whether a text ends with a name that starts with a capital, as those of types do.
fn has_type_name(before: &str) -> bool {
    let mut words = tail(before, MAX_TYPE_NAME).rsplit(|c: char| !c.is_alphanumeric() && c != '_');
    words.next().is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// Whether there may be an object in a value that is printed without names: several values, or words.
fn has_tuple(node: &Node<'_>) -> bool {
    let is_text = |item: &Node<'_>| item.text().is_some_and(|text| text.contains(' '));
    node.is_tuple() && (node.items().len() > 1 || node.items().iter().any(is_text))
        || node.items().iter().any(has_tuple)
}

/// Whether there is an object in a value.
fn has_object(node: &Node<'_>) -> bool {
    node.members().len() > 1 || node.children().any(|(_, child)| has_object(child))
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
    fn members_without_an_object_are_a_truncated_one_if_they_have_values() {
        for (text, expected) in [
            (r#""message":"x","code":1}"#, true),
            (r#"x","code": 1"#, true),
            ("in resource \"pagerduty_service\" \"billing\":\n$", false),
        ] {
            let mut repairs = Repairs::default();
            let mapped = MappedText::verbatim(text.to_owned());
            visit_objects(&CancelToken::default(), &mapped, &mut repairs, &mut |_, _| {});
            let truncated = repairs.into_vec().contains(&Repair::Truncated);
            assert_eq!(truncated, expected, "{text}");
        }
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
        let units = [
            "{", "[", "\"", "{\"a\":", "\\\"", "{\\\"", "{&quot;", "'", "(", "#<", "A(", "a(",
            "{a ", "{a,", "{a=(", "{//", "{//\n", "(a:1 ", "{a: x{", "{a://", "[0] => ",
        ];
        for text in units {
            codes(&text.repeat(20_000));
        }
    }
}
