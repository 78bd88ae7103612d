//! A reader of values in brackets: JSON, and every notation in which languages, clients and shells
//! print an object. All of them are the same grammar with other punctuation, which is in `tokens`:
//!
//! ```text
//!   object  = [type] open element, element … close
//!   element = name separator value | value
//!   value   = object | string | number | word | text without quotes
//! ```
//!
//! It never fails: it reads as far as it can, and reports how lenient it had to be.

mod cursor;
mod scalar;
mod tokens;
mod type_name;
mod unquoted;

use std::borrow::Cow;
use std::ops::Range;

use self::cursor::Cursor;
use self::tokens::Separator;
use self::unquoted::{Context, Unquoted};
use super::value::{Member, Node, Value};
use crate::text::{head, leading, steps};

/// Deeper nesting is not parsed; no error response comes near it.
const MAX_DEPTH: usize = 64;
/// The longest name of a type.
const MAX_TYPE_NAME: usize = 80;
/// The most words of a type: Ruby's `#<struct Foo`, PHP's `stdClass Object (`.
const MAX_TYPE_WORDS: usize = 2;

/// How a body differs from strict JSON.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Leniency {
    /// The text ended, or turned into something else, before the value was closed.
    pub truncated: bool,
    /// There are other quotes, words or separators than those of JSON.
    pub non_strict: bool,
}

/// Parses the object or list that starts with the bracket at `start`.
pub fn parse_object(text: &str, start: usize) -> (Node<'_>, Leniency) {
    let mut reader = Reader::new(text, start);
    let value = reader.nested().unwrap_or(Value::Null);
    steps::add(reader.cursor.at - start);
    (Node { span: start..reader.cursor.at, value }, reader.cursor.leniency)
}

/// Parses members without brackets from `start` on, as long as members follow. `None` if no member
/// starts there.
pub fn parse_members(text: &str, start: usize) -> Option<Node<'_>> {
    let mut reader = Reader::new(text, start);
    let value = reader.elements(None);
    steps::add(reader.cursor.at - start);
    let node = Node { span: start..reader.cursor.at, value };
    (!node.members().is_empty()).then_some(node)
}

/// Parses a value that is the whole of `text[range]`, such as a cell of a table.
pub fn parse_value(text: &str, range: Range<usize>) -> Node<'_> {
    let mut reader = Reader::new(&text[..range.end], range.start);
    reader.cursor.skip_whitespace();
    let start = reader.cursor.at;
    let node = reader.value(Context::Line);
    reader.cursor.skip_whitespace();
    match node {
        Some(node) if reader.cursor.rest().is_empty() => node,
        _ => {
            let content = text[start..range.end].trim_end();
            let value = match content {
                "" => Value::Null,
                content => Value::String(Cow::Borrowed(content)),
            };
            Node { span: start..start + content.len(), value }
        }
    }
}

/// Whether a member starts at `start`.
pub fn is_member(text: &str, start: usize) -> bool {
    let mut cursor = Cursor::new(text, start);
    cursor.skip_whitespace();
    cursor.name().is_some()
}

/// Whether a member with that separator starts at `start`.
fn is_same_member(text: &str, start: usize, separator: Separator) -> bool {
    let name = Cursor::new(text, start).name();
    name.is_some_and(|(_, name)| name.separator == separator)
}

struct Reader<'t> {
    cursor: Cursor<'t>,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Self { cursor: Cursor::new(text, at), depth: 0 }
    }

    /// Skips what is between elements. Returns whether `close` ends them, which is skipped too.
    fn skip_to_element(&mut self, close: Option<char>) -> bool {
        loop {
            self.cursor.skip_filler();
            if self.cursor.skip(";") || self.cursor.skip("&") {
                self.cursor.leniency.non_strict = true;
            } else if !self.cursor.skip(",") {
                break;
            }
        }
        let closes = close.is_some() && self.cursor.peek() == close;
        self.cursor.at += usize::from(closes);
        closes
    }

    /// Parses elements up to `close`; without one, as long as members follow. The first decides
    /// whether they are members or items.
    fn elements(&mut self, close: Option<char>) -> Value<'t> {
        let mut members = Vec::new();
        while !self.skip_to_element(close) {
            if let Some(member) = self.member() {
                members.push(member);
            } else if members.is_empty() && close.is_some() {
                return self.items(close);
            } else if close.is_none() || !self.skip_odd_element() {
                self.cursor.leniency.truncated = true;
                return Value::Object { members, closed: false };
            }
        }
        match close {
            Some(']') if members.is_empty() => Value::Array(Vec::new()),
            _ => indexed_items(members),
        }
    }

    /// Parses the items of a list.
    fn items(&mut self, close: Option<char>) -> Value<'t> {
        let mut items = Vec::new();
        let mut closed = true;
        while !self.skip_to_element(close) {
            let before = self.cursor.at;
            let item = self.value(Context::Item);
            if item.is_none() || self.cursor.at == before {
                self.cursor.leniency.truncated = true;
                closed = false;
                break;
            }
            // What follows an item that was cut off is a part of it.
            closed = !item.as_ref().is_some_and(is_cut);
            items.extend(item);
            if !closed {
                break;
            }
        }
        match close {
            Some(']') if !items.is_empty() && items.iter().all(is_pair) => {
                Value::object(items.into_iter().filter_map(into_member).collect())
            }
            Some(']') => Value::Array(items),
            _ if items.is_empty() => Value::Object { members: Vec::new(), closed },
            _ => Value::Tuple { items, closed },
        }
    }

    fn member(&mut self) -> Option<Member<'t>> {
        let before = self.cursor.at;
        let Some((name, context)) = self.cursor.name() else {
            self.cursor.at = before;
            return None;
        };
        let start = self.cursor.at;
        self.cursor.skip_filler();
        let is_last_on_line = self.cursor.text[start..self.cursor.at].contains('\n');
        let is_empty = self.cursor.rest().starts_with([',', ';', '}', ']', ')'])
            || self.cursor.rest().starts_with('&')
                && is_member(self.cursor.text, self.cursor.at + 1)
            || is_last_on_line
                && self.cursor.rest().starts_with('[')
                && is_member(self.cursor.text, self.cursor.at);
        if is_empty {
            self.cursor.leniency.non_strict = true;
            let node = Node { span: start..start, value: Value::Null };
            return Some(Member { name, is_identifier: context.is_identifier, node });
        }
        let is_identifier = context.is_identifier;
        Some(Member { name, is_identifier, node: self.value(Context::Member(context))? })
    }

    /// Skips an element that is no member: `... 2 more items`, or the rest of a text with a comma.
    /// Returns whether there was one on this line.
    fn skip_odd_element(&mut self) -> bool {
        let end = self.unquoted_length(Context::Item);
        let rest = &self.cursor.rest()[end..];
        let is_odd = end > 0 && rest.starts_with([',', ';', '}', ']', ')']);
        if is_odd {
            self.cursor.leniency.non_strict = true;
            self.cursor.at += end;
        }
        is_odd
    }

    fn value(&mut self, context: Context) -> Option<Node<'t>> {
        let start = self.cursor.at;
        let value = match self.cursor.peek()? {
            '"' => {
                let (span, text) = self.cursor.string()?;
                return Some(Node { span, value: Value::String(text) });
            }
            '{' => self.nested()?,
            '}' | ']' | ')' | ',' => return None,
            c => {
                if let Some(value) = scalar::number_or_word(&mut self.cursor) {
                    value
                } else if let Some(node) =
                    scalar::string(&mut self.cursor).or_else(|| self.typed_value(context))
                {
                    return Some(node);
                } else if matches!(c, '[' | '(')
                    || self.cursor.text[..start].ends_with('#') && c == '<'
                {
                    self.nested()?
                } else {
                    return self.text_node(context);
                }
            }
        };
        Some(Node { span: start..self.cursor.at, value })
    }

    /// Parses an object or a list.
    fn nested(&mut self) -> Option<Value<'t>> {
        let open = self.cursor.peek()?;
        let close = tokens::closing_bracket(open)?;
        if self.depth == MAX_DEPTH {
            self.cursor.leniency.truncated = true;
            return None;
        }
        self.cursor.at += 1;
        self.cursor.leniency.non_strict |= matches!(open, '(' | '<');
        if open == '<' {
            self.skip_type_inside();
        }
        self.depth += 1;
        let value = self.elements(Some(close));
        self.depth -= 1;
        Some(value)
    }

    /// Skips the type that Ruby writes inside the brackets: `#<struct Foo a=1>`, `#<Foo:0x1 @a=1>`.
    fn skip_type_inside(&mut self) {
        for word in 0..=MAX_TYPE_WORDS {
            if word > 0 && is_member(self.cursor.text, self.cursor.at) {
                return;
            }
            let rest = head(self.cursor.rest(), MAX_TYPE_NAME);
            self.cursor.at += leading(rest, |c| !matches!(c, ' ' | '>' | '\n')).len();
            self.cursor.skip_blanks();
        }
    }

    /// Parses a value after its type, if there is one.
    fn typed_value(&mut self, context: Context) -> Option<Node<'t>> {
        let length = type_name::length(self.cursor.text, self.cursor.at)?;
        let name = self.cursor.rest()[..length].trim_end();
        let is_list = tokens::is_list_type(name);
        self.cursor.at += length;
        let is_wrapper = self.cursor.rest().starts_with('(') && !is_list;
        self.cursor.leniency.non_strict = true;
        let node = self.value(context)?;
        Some(match node {
            Node { value: Value::Tuple { mut items, closed: true }, .. }
                if items.len() == 1 && is_wrapper =>
            {
                items.swap_remove(0)
            }
            node => node,
        })
    }

    /// Parses text without quotes.
    fn text_node(&mut self, context: Context) -> Option<Node<'t>> {
        // The colon of a symbol is not part of its text.
        self.cursor.skip(":");
        self.cursor.leniency.non_strict = true;
        let start = self.cursor.at;
        self.cursor.at += self.unquoted_length(context);
        let text = self.cursor.text[start..self.cursor.at].trim_end();
        let span = start..start + text.len();
        (!text.is_empty()).then_some(Node { span, value: Value::String(Cow::Borrowed(text)) })
    }

    fn unquoted_length(&self, context: Context) -> usize {
        let (text, start) = (self.cursor.text, self.cursor.at);
        Unquoted { text, start, context, is_outermost: self.depth == 0 }.end()
    }
}

/// Members whose names count from 0 are the items of a list, as PHP prints them.
fn indexed_items(members: Vec<Member<'_>>) -> Value<'_> {
    let is_index = |(index, member): (usize, &Member<'_>)| member.name == index.to_string();
    let is_list = members.first().is_some_and(|first| first.name == "0")
        && members.iter().enumerate().all(is_index);
    if is_list {
        Value::Array(members.into_iter().map(|member| member.node).collect())
    } else {
        Value::object(members)
    }
}

/// Whether a value in brackets ends before it is closed.
fn is_cut(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Object { closed: false, .. } | Value::Tuple { closed: false, .. })
}

/// Whether a value is a name with a value, as some print the members of an object: `('a', 1)`.
fn is_pair(node: &Node<'_>) -> bool {
    let is_name = |name: &str| name.chars().all(tokens::is_name_char);
    node.is_tuple()
        && matches!(node.items(), [Node { value: Value::String(name), .. }, _] if is_name(name))
}

fn into_member(pair: Node<'_>) -> Option<Member<'_>> {
    let Value::Tuple { mut items, .. } = pair.value else { return None };
    let node = items.pop()?;
    match items.pop()?.value {
        Value::String(name) => Some(Member::new(name, node)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Pointer;

    fn object(text: &str) -> (Node<'_>, Leniency) {
        parse_object(text, text.find('{').expect("a brace"))
    }

    #[test]
    fn json_is_parsed_with_the_spans_of_its_values() {
        let text = r#"{"error":{"code":2001,"errors":["a\nb"],"x":null}}"#;
        let (node, leniency) = object(text);
        assert_eq!(leniency, Leniency::default());
        let code = node.lookup(&Pointer::from_static("/error/code")).expect("the code");
        assert_eq!((&text[code.span.clone()], code.text()), ("2001", Some("2001")));
        assert_eq!(
            node.lookup(&Pointer::from_static("/error/x")).map(|node| &node.value),
            Some(&Value::Null)
        );
        let Some(Node { value: Value::Array(items), .. }) =
            node.lookup(&Pointer::from_static("/error/errors"))
        else {
            panic!("an array");
        };
        assert_eq!(items[0].text(), Some("a\nb"));
    }

    #[test]
    fn other_notations_give_the_same_members() {
        for text in [
            r#"{"code": "EntityNotFound", "message": "isn't there", "errors": null}"#,
            r#"{'code': u'EntityNotFound', 'message': "isn't there", 'errors': None}"#,
            "{'code': 'EntityNotFound', 'message': 'isn't there', 'errors': None,}",
            r#"{"code"=>"EntityNotFound", "message"=>"isn't there", "errors"=>nil}"#,
            r#"{:code=>"EntityNotFound", :message=>"isn't there", :errors=>nil}"#,
            "{code=EntityNotFound, message=isn't there, errors=null}",
            "{code:EntityNotFound message:isn't there errors:<nil>}",
            "{“code”: “EntityNotFound”, ”message”: ”isn't there”, “errors”: null}",
        ] {
            let (node, _) = object(text);
            assert_eq!(
                node.lookup(&Pointer::from_static("/code")).and_then(Node::text),
                Some("EntityNotFound"),
                "{text}"
            );
            assert_eq!(
                node.lookup(&Pointer::from_static("/message")).and_then(Node::text),
                Some("isn't there"),
                "{text}"
            );
            assert_eq!(
                node.lookup(&Pointer::from_static("/errors")).map(|node| &node.value),
                Some(&Value::Null),
                "{text}"
            );
        }
    }

    #[test]
    fn types_are_not_part_of_values() {
        let code = |text: &str| {
            let start = text.find(['{', '(']).expect("a bracket");
            let (node, _) = parse_object(text, start);
            node.get("code").and_then(Node::text).map(str::to_owned)
        };
        for text in [
            "{code: Some(2001), a: b}",
            "{code: Optional(\"2001\")}",
            "{\"a\": map[string]interface {}{\"code\": 1}, \"code\": 2001}",
            "{[\"a\"]=>\n array(0) {\n }\n [\"code\":protected]=>\n int(2001)\n}",
            "(\n [a] => Array\n (\n [b] => 1\n )\n\n [code] => 2001\n)",
            "{ A = System.Collections.Generic.List`1[System.String], code = 2001 }",
            "(a=foo(bar) failed, code=2001)",
            "(code=2001, a=[Object], 3 more)",
            "(a=x (not closed, code=2001)",
            "{A:b (c) d:e: f code:2001}",
        ] {
            assert_eq!(code(text).as_deref(), Some("2001"), "{text}");
        }
    }

    #[test]
    fn truncated_text_is_parsed_as_far_as_it_goes() {
        let whole = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":["x"]}}"#;
        for end in 1..whole.len() {
            let (_, leniency) = object(&whole[..end]);
            assert!(leniency.truncated, "{}", &whole[..end]);
        }
        let (node, _) = object(&whole[..25]);
        assert_eq!(
            node.lookup(&Pointer::from_static("/error/message")).and_then(Node::text),
            Some("Inva")
        );
    }

    #[test]
    fn members_are_parsed_without_their_braces() {
        let text = "\"status\": 404,\n \"code\": 5002,\n";
        let node = parse_members(text, 0).expect("members");
        assert_eq!(node.lookup(&Pointer::from_static("/code")).and_then(Node::text), Some("5002"));
        assert!(parse_members("\"quoted\" words", 0).is_none());
    }

    #[test]
    fn deep_nesting_is_not_followed() {
        let text = "{\"a\":".repeat(100_000);
        let (node, leniency) = parse_object(&text, 0);
        assert!(leniency.truncated && node.span.end <= text.len());
    }
}
