//! Collects what is wrong in a file, with its position.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use toml::Spanned;

use crate::catalog::entry::{leak, leak_str};
use crate::catalog::raw::Text;
use crate::text::printable;

/// Something wrong in a catalog file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {reason}")]
pub struct CheckError {
    /// The file, as named by the caller.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What was found and what was expected.
    pub reason: String,
}

/// The state of checking one file.
pub struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    /// The offset of each line, if any was needed.
    lines: OnceCell<Vec<usize>>,
    errors: Vec<CheckError>,
}

impl<'a> Checker<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, lines: OnceCell::new(), errors: Vec::new() }
    }

    /// The errors in the order of the file.
    pub fn finish(mut self) -> Vec<CheckError> {
        self.errors.sort_by_key(|error| (error.line, error.column));
        self.errors
    }

    pub fn error(&mut self, span: Range<usize>, reason: impl AsRef<str>) {
        let lines = self.lines.get_or_init(|| {
            let starts = self.text.match_indices('\n').map(|(at, _)| at + 1);
            [0].into_iter().chain(starts).collect()
        });
        let line = lines.partition_point(|start| *start <= span.start);
        let before = self.text.get(lines[line - 1]..span.start).unwrap_or_default();
        self.errors.push(CheckError {
            file: self.file.to_owned(),
            line,
            column: before.chars().count() + 1,
            // On one line, though a value that it quotes may contain a line end.
            reason: printable(reason.as_ref()).into_owned(),
        });
    }

    /// Reports a value that breaks a rule.
    pub fn expect<T>(
        &mut self,
        value: &Spanned<T>,
        is_valid: bool,
        reason: impl FnOnce(&T) -> String,
    ) {
        if !is_valid {
            self.error(value.span(), reason(value.get_ref()));
        }
    }

    /// Reports a text that is not what was expected.
    pub fn expect_text(&mut self, what: &str, text: &Text, is_valid: bool, expected: &str) {
        self.expect(text, is_valid, |text| format!("{what} is `{text}`, expected {expected}"));
    }

    /// Reports each id that an earlier one has too.
    pub fn expect_unique<'r>(&mut self, what: &str, ids: impl Iterator<Item = &'r Text>) {
        let mut seen = HashSet::new();
        for id in ids {
            self.expect(id, seen.insert(id.get_ref()), |id| {
                format!("{what} `{id}` is listed twice")
            });
        }
    }

    /// Reports a missing value, in the words of the TOML reader.
    pub fn expect_field<T>(
        &mut self,
        key: &str,
        span: Range<usize>,
        value: Option<T>,
    ) -> Option<T> {
        if value.is_none() {
            self.error(span, format!("missing field `{key}`"));
        }
        value
    }

    pub fn url(&mut self, url: Text) -> &'static str {
        let is_https = url.get_ref().starts_with("https://");
        self.expect_text("url", &url, is_https, "it to begin with https://");
        self.line(url)
    }

    /// A text that is shown on one line: not blank, trimmed, without control characters.
    pub fn line(&mut self, text: Text) -> &'static str {
        let span = text.span();
        let text = text.into_inner();
        if text.trim().is_empty() {
            self.error(span, "the text is blank, expected at least one word");
        } else if text.trim() != text {
            self.error(span, format!("`{}` has white space at its ends", text.trim()));
        } else if let Some(control) = text.chars().find(|c| c.is_control()).map(u32::from) {
            self.error(span, format!("the text has the control character U+{control:04X}"));
        }
        leak_str(text)
    }

    pub fn lines(&mut self, texts: Vec<Text>) -> &'static [&'static str] {
        leak(self.texts(texts))
    }

    pub fn optional_line(&mut self, text: Option<Text>) -> Option<&'static str> {
        text.map(|text| self.line(text))
    }

    pub fn texts(&mut self, texts: Vec<Text>) -> Vec<&'static str> {
        texts.into_iter().map(|text| self.line(text)).collect()
    }

    pub fn lower_case(&mut self, texts: Vec<Text>, what: &str) -> &'static [&'static str] {
        for text in &texts {
            let is_lower = *text.get_ref() == text.get_ref().to_lowercase();
            self.expect_text(what, text, is_lower, "lower case");
        }
        self.lines(texts)
    }
}
