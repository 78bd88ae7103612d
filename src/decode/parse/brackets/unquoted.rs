//! Text without quotes, whose end only what follows can show.

use super::is_same_member;
use super::tokens::Separator;
use crate::text::{head, leading, steps};

/// The longest text without quotes, and the longest of which brackets are matched.
const MAX_UNQUOTED: usize = 2000;
const MAX_BALANCED: usize = 400;
/// The most white space between two elements.
const MAX_GAP: usize = 400;

/// A text without quotes.
pub struct Unquoted<'a> {
    pub text: &'a str,
    pub start: usize,
    pub context: Context,
    /// Whether it is in no brackets.
    pub is_outermost: bool,
}

/// What text without quotes is part of, which decides where it ends.
#[derive(Clone, Copy)]
pub enum Context {
    /// The value of a member after this separator.
    Member(Name),
    /// An item of a list.
    Item,
    /// A line of its own.
    Line,
}

/// How the name of a member is written.
#[derive(Clone, Copy)]
pub struct Name {
    pub separator: Separator,
    /// Whether the value follows without a space, so that a space can end it: Go's `A:b c D:e`.
    pub is_tight: bool,
    /// Whether it is an identifier of a program.
    pub is_identifier: bool,
}

impl Unquoted<'_> {
    /// Where text without quotes ends: before a bracket that it didn't open, at a comma before the
    /// next element, or in Go's `A:b c D:e` at the space before it.
    pub fn end(&self) -> usize {
        let rest = head(&self.text[self.start..], MAX_UNQUOTED);
        steps::add(rest.len().min(MAX_BALANCED));
        self.balanced_end(head(rest, MAX_BALANCED), true)
            .or_else(|| self.balanced_end(rest, false))
            .unwrap_or(rest.len())
    }

    /// The same, if brackets in the text are balanced, or not taken into account.
    fn balanced_end(&self, rest: &str, is_balanced: bool) -> Option<usize> {
        let bytes = rest.as_bytes();
        let mut depth = 0_usize;
        for (at, &byte) in bytes.iter().enumerate() {
            let next = self.start + at + 1;
            match byte {
                b'\n' => return (depth == 0).then_some(at),
                b'{' if matches!(bytes.get(at + 1), Some(b'"' | b'\\')) => return Some(at),
                b'{' | b'[' | b'(' => {
                    let ends_text = depth == 0
                        && match self.context {
                            Context::Item => byte != b'(' && is_after_space(bytes, at),
                            // The next name of PHP's `[a] => b [c] => d`.
                            Context::Member(name) => {
                                byte == b'[' && is_same_member(self.text, next - 1, name.separator)
                            }
                            Context::Line => false,
                        };
                    if ends_text {
                        return Some(at);
                    }
                    depth += usize::from(is_balanced);
                }
                b'}' | b']' | b')' if depth == 0 => return Some(at),
                b'}' | b']' | b')' => depth -= 1,
                // Ruby's objects end with it.
                b'>' if depth == 0
                    && matches!(bytes.get(at + 1), None | Some(b')' | b'}' | b'\n')) =>
                {
                    return Some(at);
                }
                b',' | b';' | b'&' if depth == 0 && self.is_next_element(next) => {
                    return Some(at);
                }
                b' ' | b'\t' if depth == 0 => {
                    if let Context::Member(Name { separator, is_tight: true, .. }) = self.context
                        && is_same_member(self.text, next, separator)
                    {
                        return Some(at);
                    }
                }
                _ => {}
            }
        }
        // Without the closing bracket of the object, one in the text was its own.
        let is_whole = self.is_outermost && depth == 0 && rest.len() < MAX_BALANCED;
        (!is_balanced || is_whole).then_some(rest.len())
    }

    /// Whether the next element starts after a comma.
    fn is_next_element(&self, at: usize) -> bool {
        let gap = leading(head(&self.text[at..], MAX_GAP), char::is_whitespace);
        let next = &self.text[at + gap.len()..];
        match self.context {
            Context::Item => true,
            Context::Member(name) => {
                next.is_empty()
                    || next.starts_with(['}', ']', ')'])
                    || is_same_member(self.text, self.text.len() - next.len(), name.separator)
            }
            Context::Line => false,
        }
    }
}

/// Whether a bracket opens another item: after a space, or the mark of a pointer or a map in Go.
fn is_after_space(bytes: &[u8], at: usize) -> bool {
    at > 0 && matches!(bytes[at - 1], b' ' | b'&' | b'p')
}
