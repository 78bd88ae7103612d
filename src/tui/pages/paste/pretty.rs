//! Pretty-prints the JSON in a text. Nothing but whitespace changes, and the text around it stays as
//! it is, so that every character still has its place in the original.

use std::iter::Peekable;
use std::str::CharIndices;

const INDENT: usize = 2;

/// A character of the result, with its byte offset in the text unless it was added.
pub type Placed = (char, Option<usize>);

/// The text with its JSON objects and arrays of objects indented. It may be incomplete, or almost
/// JSON.
pub fn pretty(text: &str) -> Vec<Placed> {
    let mut printer = Printer { text, chars: text.char_indices().peekable(), out: Vec::new() };
    while let Some((at, c)) = printer.chars.next() {
        let starts_json = match c {
            '{' => printer.next_is(&['"', '\'']),
            '[' => printer.next_is(&['{']),
            _ => false,
        };
        if starts_json {
            printer.value(at, c);
        } else {
            printer.copy(at, c);
        }
    }
    printer.out
}

struct Printer<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    out: Vec<Placed>,
}

impl Printer<'_> {
    /// Whether the next character other than whitespace is one of these.
    fn next_is(&mut self, expected: &[char]) -> bool {
        let rest = self.chars.peek().map_or("", |(at, _)| &self.text[*at..]);
        rest.trim_start().starts_with(expected)
    }

    fn copy(&mut self, at: usize, c: char) {
        self.out.push((c, Some(at)));
    }

    fn new_line(&mut self, depth: usize) {
        self.out.push(('\n', None));
        self.out.extend(std::iter::repeat_n((' ', None), INDENT * depth));
    }

    /// Prints an object or array after its opening bracket, up to its closing one or the end.
    fn value(&mut self, at: usize, bracket: char) {
        self.copy(at, bracket);
        self.new_line(1);
        let mut depth = 1;
        while let Some((at, c)) = self.chars.next() {
            match c {
                '"' | '\'' if self.starts_token() => self.string(at, c),
                '{' | '[' => {
                    self.copy(at, c);
                    depth += 1;
                    if !self.next_is(&['}', ']']) {
                        self.new_line(depth);
                    }
                }
                '}' | ']' => {
                    depth -= 1;
                    if !self.follows(&['{', '[']) {
                        self.new_line(depth);
                    }
                    self.copy(at, c);
                    if depth == 0 {
                        return;
                    }
                }
                ',' => {
                    self.copy(at, c);
                    self.new_line(depth);
                }
                ':' if !self.next_is(&[':', '/']) => {
                    self.copy(at, c);
                    self.out.push((' ', None));
                }
                c if c.is_whitespace() => {
                    let is_needed = !self.starts_token() && !self.next_is(&[',', ':', '}', ']']);
                    if is_needed {
                        self.out.push((' ', Some(at)));
                    }
                }
                c => self.copy(at, c),
            }
        }
    }

    /// Copies a string after its opening quote.
    fn string(&mut self, at: usize, quote: char) {
        self.copy(at, quote);
        while let Some((at, c)) = self.chars.next() {
            self.copy(at, c);
            if c == quote {
                return;
            }
            if c == '\\'
                && let Some((at, escaped)) = self.chars.next()
            {
                self.copy(at, escaped);
            }
        }
    }

    /// Whether the result ends with one of these.
    fn follows(&self, expected: &[char]) -> bool {
        self.out.last().is_some_and(|(last, _)| expected.contains(last))
    }

    /// Whether the next character begins a token: after whitespace or a separator.
    fn starts_token(&self) -> bool {
        self.follows(&[' ', '\n', '{', '[', ',', ':'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> String {
        let placed = pretty(text);
        let kept = placed.iter().filter_map(|(c, at)| at.map(|at| (at, *c)));
        assert!(kept.clone().map(|(at, _)| at).is_sorted());
        assert!(kept.clone().all(|(at, c)| text[at..].starts_with(c) || c == ' '), "{placed:?}");
        placed.into_iter().map(|(c, _)| c).collect()
    }

    #[test]
    fn indents_objects_and_lists() {
        assert_eq!(
            printed(r#"{"error":{"code":2001,"errors":["a, b", {}],"x":[]}}"#),
            r#"{
  "error": {
    "code": 2001,
    "errors": [
      "a, b",
      {}
    ],
    "x": []
  }
}"#
        );
    }

    #[test]
    fn keeps_what_is_not_json() {
        for text in ["", "[2026-11-20] POST {id} -> 400", "a { b", "{}", "# <html>{color: red}"] {
            assert_eq!(printed(text), text);
        }
        assert_eq!(
            printed("HTTP/1.1 400\n\n{\"a\":1}\ntail"),
            "HTTP/1.1 400\n\n{\n  \"a\": 1\n}\ntail"
        );
    }

    #[test]
    fn reads_incomplete_and_almost_json() {
        assert_eq!(printed(r#"{"a":{"b":"c"#), "{\n  \"a\": {\n    \"b\": \"c");
        assert_eq!(printed(r#"{'a': None, 'b': "it's"}"#), "{\n  'a': None,\n  'b': \"it's\"\n}");
        assert_eq!(printed(r#"{"a":"\"}{" }"#), "{\n  \"a\": \"\\\"}{\"\n}");
        assert_eq!(
            printed("[{\"a\":1},\n {\"a\":2}]"),
            "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]"
        );
    }

    #[test]
    fn pretty_json_stays_as_it_is() {
        let once = printed(r#"{"error":{"code":2001,"errors":["a"]}}"#);
        assert_eq!(printed(&once), once);
    }
}
