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

mod tokens;
mod type_name;
mod unquoted;

use std::borrow::Cow;
use std::ops::Range;

use self::tokens::Separator;
use self::unquoted::{Context, Name, Unquoted};
use super::value::{Member, Node, Value};
use crate::decode::input::source_map::MappedText;
use crate::decode::input::unescape::Escape;
use crate::text::head;

/// Deeper nesting is not parsed; no error response comes near it.
const MAX_DEPTH: usize = 64;
/// The longest name of a member, and of a type.
const MAX_NAME: usize = 80;
/// The longest comment, and the most between two elements.
const MAX_COMMENT: usize = 200;
const MAX_COMMENTS: usize = 20;
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
    (Node { span: start..reader.at, value }, reader.leniency)
}

/// Parses members without brackets from `start` on, as long as members follow. `None` if no member
/// starts there.
pub fn parse_members(text: &str, start: usize) -> Option<Node<'_>> {
    let mut reader = Reader::new(text, start);
    let value = reader.elements(None);
    let node = Node { span: start..reader.at, value };
    (!node.members().is_empty()).then_some(node)
}

/// Parses a value that is the whole of `text[range]`, such as a cell of a table.
pub fn parse_value(text: &str, range: Range<usize>) -> Node<'_> {
    let mut reader = Reader::new(&text[..range.end], range.start);
    reader.skip_whitespace();
    let start = reader.at;
    let node = reader.value(Context::Line);
    reader.skip_whitespace();
    match node {
        Some(node) if reader.rest().is_empty() => node,
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
    let mut reader = Reader::new(text, start);
    reader.skip_whitespace();
    reader.name().is_some()
}

/// Whether a member with that separator starts at `start`.
fn is_same_member(text: &str, start: usize, separator: Separator) -> bool {
    let name = Reader::new(text, start).name();
    name.is_some_and(|(_, name)| name.separator == separator)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    leniency: Leniency,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, depth: 0, leniency: Leniency::default() }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    fn skip_whitespace(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
    }

    /// Skips white space, the comments that people leave in pasted JSON, the marks that mail and
    /// chat put before quoted lines, and the word that some loggers write for a line break.
    fn skip_filler(&mut self) {
        for _ in 0..MAX_COMMENTS {
            let before = self.at;
            self.skip_whitespace();
            if self.rest().starts_with("//") {
                let line = head(self.rest(), MAX_COMMENT);
                self.leniency.non_strict = true;
                self.at += line.find('\n').unwrap_or(line.len());
            } else if self.text[before..self.at].contains('\n')
                && (self.skip(">") || self.skip("|"))
            {
                self.leniency.non_strict = true;
            } else if !self.skip("<EOL>") {
                return;
            }
        }
    }

    /// Skips what is between elements. Returns whether `close` ends them, which is skipped too.
    fn skip_to_element(&mut self, close: Option<char>) -> bool {
        loop {
            self.skip_filler();
            if self.skip(";") || self.skip("&") {
                self.leniency.non_strict = true;
            } else if !self.skip(",") {
                break;
            }
        }
        let closes = close.is_some() && self.peek() == close;
        self.at += usize::from(closes);
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
                self.leniency.truncated = true;
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
            let before = self.at;
            let item = self.value(Context::Item);
            if item.is_none() || self.at == before {
                self.leniency.truncated = true;
                closed = false;
                break;
            }
            items.extend(item);
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
        let before = self.at;
        let Some((name, context)) = self.name() else {
            self.at = before;
            return None;
        };
        let start = self.at;
        self.skip_filler();
        let is_last_on_line = self.text[start..self.at].contains('\n');
        let is_empty = self.rest().starts_with([',', ';', '}', ']', ')'])
            || self.rest().starts_with('&') && is_member(self.text, self.at + 1)
            || is_last_on_line && self.rest().starts_with('[') && is_member(self.text, self.at);
        if is_empty {
            self.leniency.non_strict = true;
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
        let rest = &self.rest()[end..];
        let is_odd = end > 0 && rest.starts_with([',', ';', '}', ']', ')']);
        if is_odd {
            self.leniency.non_strict = true;
            self.at += end;
        }
        is_odd
    }

    /// Parses a member's name with the separator after it.
    fn name(&mut self) -> Option<(Cow<'t, str>, Name)> {
        let strict = self.leniency;
        let first = self.peek()?;
        let name = match first {
            _ if tokens::closing_quotes(first).is_some() => self.quoted_name()?,
            '[' => self.bracketed_name()?,
            '<' if self.skip("<<") => {
                let name = self.quoted_name()?;
                self.skip(">>");
                name
            }
            _ => {
                let sigils = self.rest().len() - self.rest().trim_start_matches([':', '@']).len();
                self.at += sigils;
                self.leniency.non_strict = true;
                Cow::Borrowed(self.bare_name()?)
            }
        };
        let end = self.at;
        self.skip_whitespace();
        let separator = match tokens::separator(self.rest()) {
            // A number is an index: `0 => "a"`, but not the time `12:30`.
            Some((separator, _)) if separator != Separator::Arrow && first.is_ascii_digit() => {
                return None;
            }
            Some((separator, length)) => {
                self.at += length;
                separator
            }
            None if first == ':' && self.at > end && self.starts_value() => Separator::Space,
            None => return None,
        };
        self.leniency = Leniency {
            non_strict: self.leniency.non_strict || separator != Separator::Colon,
            ..strict
        };
        let is_tight =
            !self.rest().starts_with(char::is_whitespace) && separator != Separator::Space;
        let is_identifier = first.is_alphabetic() || matches!(first, '_' | '@' | ':');
        Some((name, Name { separator, is_tight, is_identifier }))
    }

    fn quoted_name(&mut self) -> Option<Cow<'t, str>> {
        let limit = self.at + head(self.rest(), MAX_NAME).len();
        let mut short = Self::new(&self.text[..limit], self.at);
        let (_, name) = short.string().filter(|_| !short.leniency.truncated)?;
        self.at = short.at;
        self.leniency.non_strict |= short.leniency.non_strict;
        Some(name)
    }

    /// Parses PHP's `["name"]`, `[name:protected]` and `["name":"Class":private]`.
    fn bracketed_name(&mut self) -> Option<Cow<'t, str>> {
        let inner = head(&self.rest()[1..], MAX_NAME);
        let end = inner.find([']', '\n'])?;
        let rest = self.text[self.at + 1 + end..].strip_prefix(']')?;
        self.at = self.text.len() - rest.len();
        self.leniency.non_strict = true;
        let name = inner[..end].split(':').next().unwrap_or_default();
        let name = name.trim_matches(['"', '\'']);
        (!name.is_empty()).then_some(Cow::Borrowed(name))
    }

    fn bare_name(&mut self) -> Option<&'t str> {
        let rest = head(self.rest(), MAX_NAME);
        let is_end = |c| !tokens::is_name_char(c);
        let mut end = rest.find(is_end).unwrap_or(rest.len());
        // A form nests with `error[code]=1`.
        while end > 0
            && let Some(index) = rest[end..].strip_prefix('[')
            && let Some(length) = index.find(is_end)
            && index[length..].starts_with(']')
        {
            end += length + 2;
        }
        let name = &rest[..end];
        self.at += end;
        let is_name = name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$'));
        (is_name && !name.ends_with('-')).then_some(name)
    }

    fn starts_value(&self) -> bool {
        !self.rest().is_empty() && !self.rest().starts_with([',', ';', '}', ']', ')'])
    }

    fn value(&mut self, context: Context) -> Option<Node<'t>> {
        let start = self.at;
        let value = match self.peek()? {
            '"' => {
                let (span, text) = self.string()?;
                return Some(Node { span, value: Value::String(text) });
            }
            '{' => self.nested()?,
            '}' | ']' | ')' | ',' => return None,
            c => {
                if let Some(number) = self.number() {
                    Value::Number(number)
                } else if let Some(word) = self.word() {
                    word
                } else if let Some(node) = self.string_node().or_else(|| self.typed_value(context))
                {
                    return Some(node);
                } else if matches!(c, '[' | '(') || self.text[..start].ends_with('#') && c == '<' {
                    self.nested()?
                } else {
                    return self.text_node(context);
                }
            }
        };
        Some(Node { span: start..self.at, value })
    }

    /// Parses an object or a list.
    fn nested(&mut self) -> Option<Value<'t>> {
        let open = self.peek()?;
        let close = tokens::closing_bracket(open)?;
        if self.depth == MAX_DEPTH {
            self.leniency.truncated = true;
            return None;
        }
        self.at += 1;
        self.leniency.non_strict |= matches!(open, '(' | '<');
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
            if word > 0 && is_member(self.text, self.at) {
                return;
            }
            let rest = head(self.rest(), MAX_NAME);
            self.at += rest.find([' ', '>', '\n']).unwrap_or(rest.len());
            self.skip_blanks();
        }
    }

    /// Parses a value after its type, if there is one.
    fn typed_value(&mut self, context: Context) -> Option<Node<'t>> {
        let length = type_name::length(self.text, self.at)?;
        let name = self.rest()[..length].trim_end();
        let is_list = tokens::is_list_type(name);
        self.at += length;
        let is_wrapper = self.rest().starts_with('(') && !is_list;
        self.leniency.non_strict = true;
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

    /// Parses a string from its opening quote on, if there is one. A quote that can't end a value is
    /// content. Returns the content with its span.
    fn string(&mut self) -> Option<(Range<usize>, Cow<'t, str>)> {
        let closing = tokens::closing_quotes(self.peek()?)?;
        self.at += self.peek()?.len_utf8();
        self.leniency.non_strict |= closing != "\"";
        let start = self.at;
        let mut escaped = false;
        let end = loop {
            let rest = self.rest();
            // Bytes, since this is most of a body.
            let offset = if closing == "\"" {
                rest.bytes().position(|byte| matches!(byte, b'"' | b'\\'))
            } else {
                rest.find(|c: char| c == '\\' || closing.contains(c))
            };
            let Some(offset) = offset else {
                self.leniency.truncated = true;
                self.at = self.text.len();
                break self.at;
            };
            let found = self.at + offset;
            let c = rest[offset..].chars().next()?;
            self.at = found + c.len_utf8();
            if c == '\\' {
                escaped = true;
                self.at += self.peek().map_or(0, char::len_utf8);
            } else if closing == "\"" || self.ends_string() {
                break found;
            }
        };
        let raw = &self.text[start..end];
        self.leniency.non_strict |= raw.contains('\n');
        let content = if escaped { Cow::Owned(unescape(raw)) } else { Cow::Borrowed(raw) };
        Some((start..end, content))
    }

    /// Parses a string, also one with the letters before its quote that some languages have.
    fn string_node(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        let length = tokens::string_prefix(self.rest());
        self.at += length;
        self.leniency.non_strict |= length > 0;
        let (span, text) = self.string()?;
        if self.text[start..].starts_with("<<") {
            self.skip(">>");
        }
        Some(Node { span, value: Value::String(text) })
    }

    /// Parses text without quotes.
    fn text_node(&mut self, context: Context) -> Option<Node<'t>> {
        // The colon of a symbol is not part of its text.
        self.skip(":");
        self.leniency.non_strict = true;
        let start = self.at;
        self.at += self.unquoted_length(context);
        let text = self.text[start..self.at].trim_end();
        let span = start..start + text.len();
        (!text.is_empty()).then_some(Node { span, value: Value::String(Cow::Borrowed(text)) })
    }

    fn unquoted_length(&self, context: Context) -> usize {
        let (text, start) = (self.text, self.at);
        Unquoted { text, start, context, is_outermost: self.depth == 0 }.end()
    }

    fn ends_string(&self) -> bool {
        let rest = self.rest().trim_start();
        rest.is_empty()
            || rest.starts_with([',', ';', ':', '}', ']', '=', ')', '>', '"', '&'])
            || self.rest().starts_with('\n')
            || rest.starts_with("->")
    }

    fn number(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let token = &rest[..rest.find(|c| !tokens::is_word_char(c)).unwrap_or(rest.len())];
        let number = token.strip_suffix('L').unwrap_or(token);
        let is_number = tokens::is_number(number) && self.ends_scalar(self.at + token.len());
        self.at += if is_number { token.len() } else { 0 };
        is_number.then_some(number)
    }

    fn word(&mut self) -> Option<Value<'t>> {
        if self.rest().starts_with(tokens::OPAQUE) {
            self.at +=
                self.rest().find([',', ';', ' ', '}', ')', '\n']).unwrap_or(self.rest().len());
            return Some(Value::Array(Vec::new()));
        }
        let (value, length, is_strict) = tokens::value_word(self.rest())?;
        if !self.ends_scalar(self.at + length) {
            return None;
        }
        self.at += length;
        self.leniency.non_strict |= !is_strict;
        Some(value)
    }

    /// Whether a number or a word can end at `end`: no more words follow.
    fn ends_scalar(&self, end: usize) -> bool {
        let rest = &self.text[end..];
        let next = rest.trim_start_matches([' ', '\t']);
        let is_spaced = next.len() < rest.len();
        next.is_empty()
            || next.starts_with([
                ',', ';', '}', ']', ')', '>', '\n', '\r', '"', '|', '&', '/', '<', '#',
            ])
            || is_spaced
                && (next.starts_with('(') || is_member(self.text, self.text.len() - next.len()))
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

/// Undoes the escapes of JSON and its dialects; a backslash that starts no escape stays.
fn unescape(raw: &str) -> String {
    let raw = MappedText::verbatim(raw.to_owned());
    Escape::Backslash.undo(&raw, 0..raw.as_str().len()).into_string()
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
    fn escapes_are_decoded() {
        for (raw, text) in [
            (r"a\nb\/\u00e9\x", "a\nb/é\\x"),
            (r"\ud83d\ude00!", "😀!"),
            (r"\ud83d!", "\u{fffd}!"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (r"\u12", "\\u12"),
            (r"\u12é4", "\\u12é4"),
            ("\\", "\\"),
        ] {
            assert_eq!(unescape(raw), text, "{raw}");
        }
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
