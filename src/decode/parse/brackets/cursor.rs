//! The position in a text in brackets, with what is read without looking at the grammar: fillers,
//! names and strings.

use std::borrow::Cow;
use std::ops::Range;

use super::Leniency;
use super::tokens::{self, Separator};
use super::unquoted::Name;
use crate::decode::input::source_map::MappedText;
use crate::decode::input::unescape::Escape;
use crate::text::{head, leading, steps};

/// The longest name of a member.
const MAX_NAME: usize = 80;
/// The longest comment, and the most between two elements.
const MAX_COMMENT: usize = 200;
const MAX_COMMENTS: usize = 20;

/// A position in a text, and how lenient reading up to it had to be.
pub struct Cursor<'t> {
    pub text: &'t str,
    pub at: usize,
    pub leniency: Leniency,
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, leniency: Leniency::default() }
    }

    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn skip(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    pub fn skip_whitespace(&mut self) {
        self.at += leading(self.rest(), char::is_whitespace).len();
    }

    pub fn skip_blanks(&mut self) {
        self.at += leading(self.rest(), |c| matches!(c, ' ' | '\t')).len();
    }

    /// Skips white space, the comments that people leave in pasted JSON, the marks that mail and
    /// chat put before quoted lines, and the word that some loggers write for a line break.
    pub fn skip_filler(&mut self) {
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

    /// Parses a member's name with the separator after it.
    pub fn name(&mut self) -> Option<(Cow<'t, str>, Name)> {
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

    /// Parses a string from its opening quote on, if there is one. A quote that can't end a value is
    /// content. Returns the content with its span.
    pub fn string(&mut self) -> Option<(Range<usize>, Cow<'t, str>)> {
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
        steps::add(raw.len());
        self.leniency.non_strict |= raw.contains('\n');
        let content = if escaped { Cow::Owned(unescape(raw)) } else { Cow::Borrowed(raw) };
        Some((start..end, content))
    }

    fn ends_string(&self) -> bool {
        let rest = self.rest().trim_start();
        rest.is_empty()
            || rest.starts_with([',', ';', ':', '}', ']', '=', ')', '>', '"', '&'])
            || self.rest().starts_with('\n')
            || rest.starts_with("->")
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
}
