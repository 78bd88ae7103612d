//! A parser of JSON and of everything that people paste in its place: Python and Ruby literals,
//! Java maps, Go dumps, typographic quotes, missing commas, truncated ends. It never fails: it
//! parses as far as it can, and reports how lenient it had to be.

use std::borrow::Cow;
use std::ops::Range;

use super::value::{Member, Node, Value};
use crate::decode::input::source_map::MappedText;
use crate::decode::input::unescape::Escape;
use crate::text::head;

/// Deeper nesting is not parsed; no error response comes near it.
const MAX_DEPTH: usize = 64;
/// The longest name of a member.
const MAX_NAME: usize = 80;
/// The longest text without quotes.
const MAX_UNQUOTED: usize = 2000;

/// How a body differs from strict JSON.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Leniency {
    /// The text ended, or turned into something else, before the value was closed.
    pub truncated: bool,
    /// There are other quotes, words or separators than those of JSON.
    pub non_strict: bool,
}

/// Parses the object that starts with the `{` at `start`.
pub fn parse_object(text: &str, start: usize) -> (Node<'_>, Leniency) {
    let mut parser = Parser::new(text, start + 1);
    let value = parser.members(Some("}"));
    (Node { span: start..parser.at, value }, parser.leniency)
}

/// Parses members without their braces, from the quote at `start` on. `None` if no member starts
/// there.
pub fn parse_members(text: &str, start: usize) -> Option<Node<'_>> {
    Parser::new(text, start).name()?;
    let mut parser = Parser::new(text, start);
    let value = parser.members(None);
    let node = Node { span: start..parser.at, value };
    (!node.members().is_empty()).then_some(node)
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    leniency: Leniency,
}

impl<'t> Parser<'t> {
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

    /// Skips white space, the comments that people leave in pasted JSON, the marks that mail and
    /// chat put before quoted lines, and the word that some loggers write for a line break.
    fn skip_filler(&mut self) {
        loop {
            let before = self.at;
            self.skip_whitespace();
            if self.rest().starts_with("//") {
                self.leniency.non_strict = true;
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
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
    fn skip_to_element(&mut self, close: Option<&str>) -> bool {
        self.skip_filler();
        while self.skip(",") {
            self.skip_filler();
        }
        close.is_some_and(|close| self.skip(close))
    }

    /// Parses members as an object up to `close`; without one, as long as members follow.
    fn members(&mut self, close: Option<&str>) -> Value<'t> {
        let mut members = Vec::new();
        while !self.skip_to_element(close) {
            let Some(member) = self.member() else {
                self.leniency.truncated = true;
                return Value::Object { members, closed: false };
            };
            members.push(member);
        }
        Value::Object { members, closed: true }
    }

    fn member(&mut self) -> Option<Member<'t>> {
        let before = self.at;
        let Some((name, separator)) = self.name() else {
            self.at = before;
            return None;
        };
        self.skip_filler();
        Some(Member { name, node: self.value(separator)? })
    }

    /// Parses the items of an array.
    fn items(&mut self) -> Value<'t> {
        let mut items = Vec::new();
        while !self.skip_to_element(Some("]")) {
            let Some(item) = self.value(Separator::Colon) else {
                self.leniency.truncated = true;
                break;
            };
            items.push(item);
        }
        Value::Array(items)
    }

    /// Parses a member's name with the separator after it.
    fn name(&mut self) -> Option<(Cow<'t, str>, Separator)> {
        let symbol = self.skip(":");
        let name = match self.peek()? {
            c if closing_quotes(c).is_some() => {
                let limit = self.at + head(self.rest(), MAX_NAME).len();
                let mut short = Self::new(&self.text[..limit], self.at);
                let (_, name) = short.string().filter(|_| !short.leniency.truncated)?;
                self.at = short.at;
                self.leniency.non_strict |= short.leniency.non_strict;
                name
            }
            c if c.is_alphabetic() || matches!(c, '_' | '$' | '@') => {
                self.leniency.non_strict = true;
                Cow::Borrowed(
                    self.word(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '@' | '.' | '-')),
                )
            }
            _ => return None,
        };
        self.skip_whitespace();
        let separator = if self.skip("=>") {
            Separator::Arrow
        } else if self.skip(":") {
            Separator::Colon
        } else if self.skip("=") {
            Separator::Equals
        } else {
            return None;
        };
        self.leniency.non_strict |= symbol || separator != Separator::Colon;
        Some((name, separator))
    }

    fn value(&mut self, separator: Separator) -> Option<Node<'t>> {
        let start = self.at;
        let value = match self.peek()? {
            '{' | '[' => self.nested()?,
            '}' | ']' | ',' => return None,
            c => {
                if matches!(c, 'u' | 'b' | 'r') && self.text[self.at + 1..].starts_with(['"', '\''])
                {
                    self.at += 1;
                    self.leniency.non_strict = true;
                }
                match self.string() {
                    Some((span, text)) => return Some(Node { span, value: Value::String(text) }),
                    None => self.scalar(separator)?,
                }
            }
        };
        Some(Node { span: start..self.at, value })
    }

    /// Parses an object or an array.
    fn nested(&mut self) -> Option<Value<'t>> {
        if self.depth == MAX_DEPTH {
            self.leniency.truncated = true;
            return None;
        }
        self.depth += 1;
        let value = if self.skip("{") {
            self.members(Some("}"))
        } else {
            self.at += 1;
            self.items()
        };
        self.depth -= 1;
        Some(value)
    }

    /// Parses a string from its opening quote on, if there is one. A quote that can't end a value is
    /// content. Returns the content with its span.
    fn string(&mut self) -> Option<(Range<usize>, Cow<'t, str>)> {
        let closing = closing_quotes(self.peek()?)?;
        self.at += self.peek()?.len_utf8();
        self.leniency.non_strict |= closing != "\"";
        let start = self.at;
        let mut escaped = false;
        let end = loop {
            let rest = self.rest();
            let Some(offset) = rest.find(|c: char| c == '\\' || closing.contains(c)) else {
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
            } else if closing == "\"" || self.ends_value() {
                break found;
            }
        };
        let raw = &self.text[start..end];
        self.leniency.non_strict |= raw.contains('\n');
        let content = if escaped { Cow::Owned(unescape(raw)) } else { Cow::Borrowed(raw) };
        Some((start..end, content))
    }

    fn ends_value(&self) -> bool {
        let rest = self.rest().trim_start();
        rest.is_empty() || rest.starts_with([',', ':', '}', ']', '=', ')', '"'])
    }

    /// Parses a number, a word such as `true` or `nil`, or text without quotes.
    fn scalar(&mut self, separator: Separator) -> Option<Value<'t>> {
        let start = self.at;
        let token = if self.skip("<nil>") {
            "<nil>"
        } else {
            self.word(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.'))
        };
        let value = match token {
            "" => return None,
            "null" => return Some(Value::Null),
            "true" => return Some(Value::Boolean(true)),
            "false" => return Some(Value::Boolean(false)),
            "None" | "nil" | "<nil>" | "NULL" | "Null" | "undefined" => Value::Null,
            "True" | "TRUE" => Value::Boolean(true),
            "False" | "FALSE" => Value::Boolean(false),
            number if is_number(number) => return Some(Value::Number(number)),
            _ => {
                self.at = start;
                let text = self.unquoted_string(separator);
                if text.is_empty() {
                    return None;
                }
                Value::String(Cow::Borrowed(text))
            }
        };
        self.leniency.non_strict = true;
        Some(value)
    }

    /// Parses text without quotes: in a Java map up to the next comma or brace, in a Go dump up to
    /// the next ` Name:`.
    fn unquoted_string(&mut self, separator: Separator) -> &'t str {
        let rest = head(self.rest(), MAX_UNQUOTED);
        let mut end = rest.find(['}', ']', '\n', '"']).unwrap_or(rest.len());
        if separator == Separator::Equals {
            // A comma ends the text only where the next pair starts.
            let mut commas = rest[..end].match_indices(',').map(|(at, _)| at);
            end = commas.find(|at| starts_with_pair(&rest[at + 1..end])).unwrap_or(end);
        } else {
            end = rest[..end].find(',').unwrap_or(end);
        }
        if separator == Separator::Colon
            && let Some(next) = rest[..end].find(": ").or_else(|| rest[..end].find(':'))
            && let Some(space) = rest[..next].rfind(' ')
        {
            end = space;
        }
        self.at += end;
        rest[..end].trim_end()
    }

    fn word(&mut self, part: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Colon,
    Equals,
    Arrow,
}

/// The quotes that can close a string after `open`.
fn closing_quotes(open: char) -> Option<&'static str> {
    match open {
        '"' => Some("\""),
        '\'' => Some("'"),
        '“' | '”' | '„' | '«' | '»' => Some("“”„«»\""),
        '‘' | '’' | '‚' => Some("‘’‚'"),
        _ => None,
    }
}

/// Whether a text starts with `name=`.
fn starts_with_pair(text: &str) -> bool {
    let text = text.trim_start();
    let name_len = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    name_len > 0 && text[name_len..].starts_with('=')
}

fn is_number(token: &str) -> bool {
    let digits = token.strip_prefix('-').unwrap_or(token);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
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
