//! Masks everything in the text of a paste that may be a secret. Pure.
//!
//! Nothing is shown unless it is harmless by its form (words, numbers, times, paths) or by its name
//! (ids of requests and traces). A value whose name is that of a secret is masked whatever its form.
//! The paste is read as the decoder reads it, in every layout: an address is masked also where it is
//! percent-encoded.
//!
//! Only text of the paste passes through here. errdex's own sentences and the texts of the catalogs
//! are composed with what is left of it.

mod form;
mod named;
mod names;
mod report;
mod request;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use crate::decode::{Layout, visit_layouts};
use crate::text::{head, tail};
use names::{Class, VOCABULARY};

pub use request::{Request, is_of_error};

/// What a secret is replaced by.
pub const MASK: &str = "[masked]";

/// Shorter secrets are not looked for where they are not named.
const MIN_KNOWN: usize = 4;

/// How much of a paste is read before and after its error.
const MAX_REACH: usize = 16 * 1024;

/// What separates tokens: white space, punctuation, and the escapes of either.
static SEPARATOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"\\u[0-9A-Fa-f]{4}|\\[nrt"'\\/]|%[0-9A-Fa-f]{2}|&(?:#x?[0-9A-Fa-f]+|[a-z]+);|[\s"'`<>{}()\[\],;|&?=\\“”‘’«»]+"#,
    )
    .ok()
});

/// Masks the parts of a paste.
#[derive(Debug, Default)]
pub struct Redactor {
    /// Finds the named secrets of the paste where it repeats them.
    known: Option<AhoCorasick>,
}

impl Redactor {
    /// A redactor for the parts of a paste.
    #[must_use]
    pub fn new(paste: &str) -> Self {
        let mut secrets = MarkedText::new(paste).named;
        secrets.retain(|secret| secret.len() >= MIN_KNOWN);
        let known = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&secrets);
        // It fails only beyond two billion states; then the forms alone decide.
        Self { known: known.ok().filter(|_| !secrets.is_empty()) }
    }

    /// A text of the paste without what may be secret. Words of `public`, a text of a catalog, are not
    /// secret.
    #[must_use]
    pub fn mask(&self, text: &str, public: &str) -> String {
        if self.is_plain(text) {
            return text.to_owned();
        }
        let mut marked = MarkedText::new(text);
        let known = self.known.iter().flat_map(|known| known.find_iter(text));
        let known = known.map(|found| found.range()).filter(|span| is_whole_word(text, span));
        marked.secrets.extend(known);
        marked.secrets.append(&mut marked.suspicious);
        marked.secrets.retain(|span| !has_words(public, &text[span.clone()]));
        marked.masked()
    }

    /// Whether a text consists of harmless words, so that it need not be decoded.
    fn is_plain(&self, text: &str) -> bool {
        let is_known = || self.known.as_ref().is_some_and(|known| known.is_match(text));
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" _./,-".contains(&byte);
        text.bytes().all(is_plain)
            && !text.contains("--")
            && !text.contains(" -")
            && suspicious_tokens(text).is_empty()
            && !is_known()
    }
}

/// How many values are masked in a text, which may be Markdown.
#[must_use]
pub fn count(text: &str) -> usize {
    text.matches("[masked").count()
}

/// The part of a paste around a position that is shared at most.
#[must_use]
pub fn excerpt(paste: &str, at: usize) -> &str {
    let before = head(paste, at);
    let after = &paste[before.len()..];
    let start = before.len() - tail(before, MAX_REACH).len();
    &paste[start..before.len() + head(after, MAX_REACH).len()]
}

/// Whether a text contains some words as whole words.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| is_whole_word(text, &(at..at + words.len())))
}

/// Whether a part of a text neither starts nor ends inside a word.
fn is_whole_word(text: &str, part: &Range<usize>) -> bool {
    !text[..part.start].ends_with(char::is_alphanumeric)
        && !text[part.end..].starts_with(char::is_alphanumeric)
}

/// A text with the spans of what may be secret, in bytes of the text as pasted.
#[derive(Debug, Default)]
struct MarkedText {
    /// The normalized text, each character with its origin.
    shown: Vec<(char, Range<usize>)>,
    /// Values whose name is that of a secret.
    secrets: Vec<Range<usize>>,
    /// These values without their encodings.
    named: Vec<String>,
    /// Values whose name is that of an id.
    ids: Vec<Range<usize>>,
    /// Tokens whose form is not harmless, unless they are ids.
    suspicious: Vec<Range<usize>>,
}

impl MarkedText {
    fn new(paste: &str) -> Self {
        let mut marked = Self::default();
        visit_layouts(paste, &mut |layout| marked.read(layout, paste));
        let Self { ids, suspicious, .. } = &mut marked;
        merge(ids);
        suspicious.retain(|token| {
            let id = &ids[..ids.partition_point(|id| id.start <= token.start)];
            id.last().is_none_or(|id| id.end < token.end)
        });
        marked
    }

    fn read(&mut self, layout: &Layout<'_>, paste: &str) {
        let text = layout.text();
        if self.shown.is_empty() {
            let chars = text.char_indices();
            let origin = |(at, c): (usize, char)| (c, layout.paste_span(&(at..at + c.len_utf8())));
            self.shown = chars.map(origin).collect();
        }
        for value in layout.values() {
            let class = VOCABULARY.class_of_path(&value.names);
            self.add(class, &value.names, &value.text, value.span);
        }
        for value in named::values(text) {
            let class = VOCABULARY.class_of_words(value.name);
            let span = layout.paste_span(&value.span);
            self.add(class, &[value.name.to_owned()], &text[value.span], span);
        }
        merge(&mut self.suspicious);
        let known = self.suspicious.clone();
        // Elsewhere, `code=4096` is hardly `code@96`.
        let is_quoted_printable = paste.contains("=3D");
        for token in suspicious_tokens(text) {
            let span = layout.paste_span(&token);
            // Lines are also joined where none was wrapped.
            let is_reliable =
                !layout.is_joined() && (is_quoted_printable || !paste[span.clone()].contains('='));
            let next = known.partition_point(|it| it.end <= span.start);
            if is_reliable || known.get(next).is_some_and(|it| it.start < span.end) {
                self.suspicious.push(span);
            }
        }
    }

    /// Adds a named value.
    fn add(&mut self, class: Class, names: &[String], text: &str, span: Range<usize>) {
        let text = text.trim();
        match class {
            Class::Secret if !is_not_secret(names, text) => {
                self.secrets.push(span);
                self.named.push(text.to_owned());
            }
            Class::Id if form::is_id(text) => self.ids.push(span),
            _ => {}
        }
    }

    /// The normalized text with a mask in place of each secret.
    fn masked(mut self) -> String {
        self.secrets.sort_unstable_by_key(|span| span.start);
        let mut secrets = self.secrets.into_iter().peekable();
        let mut masked = String::with_capacity(self.shown.len());
        // How far the secrets reach that have started.
        let mut end = 0;
        for (c, origin) in self.shown {
            while let Some(span) = secrets.next_if(|span| span.start < origin.end) {
                end = end.max(span.end);
            }
            if origin.start >= end {
                masked.push(c);
            } else if !masked.ends_with(MASK) {
                masked.push_str(MASK);
            }
        }
        masked
    }
}

/// Sorts spans and merges those that overlap.
fn merge(spans: &mut Vec<Range<usize>>) {
    spans.sort_unstable_by_key(|span| span.start);
    spans.dedup_by(|later, earlier| {
        let overlaps = later.start < earlier.end;
        if overlaps {
            earlier.end = earlier.end.max(later.end);
        }
        overlaps
    });
}

/// Whether a value with the name of a secret is not one, but a state, or a text that explains what is
/// wrong with the secret.
fn is_not_secret(names: &[String], text: &str) -> bool {
    const MAX_COUNT: usize = 3;
    let is_count = text.len() <= MAX_COUNT && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_flag = matches!(text, "true" | "false" | "null" | MASK);
    text.is_empty() || is_count || is_flag || VOCABULARY.is_explanation(names, text)
}

/// The tokens of a text whose form is not harmless.
fn suspicious_tokens(text: &str) -> Vec<Range<usize>> {
    let mut suspicious = Vec::new();
    let mut start = 0;
    // The words before the token, as far as they belong to it.
    let mut before = String::new();
    let mut classes: HashMap<String, Class> = HashMap::new();
    let separators = SEPARATOR.iter().flat_map(|separator| separator.find_iter(text));
    let last = text.len()..text.len();
    for end in separators.map(|found| found.range()).chain(std::iter::once(last)) {
        let token = &text[start..end.start];
        if !token.is_empty() {
            let previous = *classes
                .entry(before.clone())
                .or_insert_with(|| VOCABULARY.class_of_words(&before));
            let in_brackets = is_in_brackets(text, start..end.start);
            if !(in_brackets && form::is_trace(token) && previous != Class::Secret) {
                let parts = form::suspicious_parts(token, previous).into_iter();
                suspicious.extend(parts.map(|part| start + part.start..start + part.end));
            }
            let last = before.rsplit(' ').next().unwrap_or_default();
            before = format!("{last} {token}");
        }
        if text[end.clone()].contains(['\n', ',', ';', '.', '}', ']']) {
            before.clear();
        }
        start = end.end;
    }
    suspicious
}

/// Whether a token is one of those in brackets within a line, as loggers print the ids of traces.
fn is_in_brackets(text: &str, token: Range<usize>) -> bool {
    let before = &text[..token.start];
    before.ends_with(['[', ','])
        && text[token.end..].starts_with([']', ','])
        && !before.ends_with("\n[")
        && before.len() > 1
}
