//! Codes without structure: the weakest candidates, searched only when nothing better was found.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::catalog::{Catalogs, EntryRef, Lookup, MatchedBy};
use crate::decode::detect::candidate::{Candidate, DetectedBy, Part};
use crate::decode::detect::segments::Segments;
use crate::decode::detect::signs::{FAILURE, SOURCE_CODE, regex};
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::record::record_around;

/// The longest paste that may be just a code.
const MAX_PASTE: usize = 80;
/// How many codes of a text are looked at, and how many letters they need.
const MAX_WORDS: usize = 50;
const MIN_LETTERS: usize = 10;
/// How many parts such a word needs to be unusual.
const MIN_PARTS: usize = 3;

/// A code after words that announce it, with nothing but punctuation around.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?xi) ^ \W* (?: (?: error | err | errno | status | number | no | code | errorcode | error_code ) \W* )+ (\w+) \W* $",
    )
});
/// A candidate for every vendor that lists the code, if the paste is just a code, perhaps after a
/// word for it: `2001`, `error code 2001`, `{"code": 2001}`.
pub fn bare_code(catalogs: &Catalogs, text: &MappedText<'_>) -> Vec<Candidate> {
    let whole = text.as_str();
    let trimmed = whole.trim().trim_start_matches('#');
    if trimmed.len() > MAX_PASTE {
        return Vec::new();
    }
    let start = whole.len() - whole.trim_start().trim_start_matches('#').len();
    let listed = vendors(catalogs, trimmed, |_| true);
    if !listed.is_empty() {
        return candidates(text, start..start + trimmed.len(), DetectedBy::BareCode, listed);
    }
    let announced = ANNOUNCED.as_ref().and_then(|regex| regex.captures(whole)?.get(1));
    let Some(code) = announced else { return Vec::new() };
    // Every API sends an HTTP status as its code.
    let listed = vendors(catalogs, code.as_str(), |found| !found.entry.entry.is_status());
    candidates(text, code.range(), DetectedBy::BareCode, listed)
}

/// The codes that are unusual words, such as `PASSWORD_CHANGE_REQUIRED`.
#[derive(Debug)]
pub struct CodeWords(HashMap<&'static str, Vec<EntryRef>>);

impl CodeWords {
    pub fn new(catalogs: &Catalogs) -> Self {
        let mut words: HashMap<_, Vec<_>> = HashMap::new();
        for entry in catalogs.entry_refs().filter(|entry| !entry.catalog.signatures.is_empty()) {
            let codes = std::iter::once(&entry.entry.code).chain(entry.entry.aliases);
            let names = codes.chain(entry.entry.names);
            for name in names.filter(|name| is_unusual(name)) {
                words.entry(*name).or_default().push(entry);
            }
        }
        Self(words)
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// A candidate for every entry whose word is in the record of a failure, outside of bodies.
    pub fn candidates(&self, text: &MappedText<'_>, segments: &Segments) -> Vec<Candidate> {
        let whole = text.as_str();
        let found =
            words(whole).filter_map(|range| Some((self.0.get(&whole[range.clone()])?, range)));
        let in_failures = found.take(MAX_WORDS).filter(|(_, range)| {
            let record = record_around(whole, range.start);
            let has_failed = segments.failure_in(&text.input_span(&record)).is_some()
                || FAILURE.find(text, &record).is_some();
            has_failed
                && SOURCE_CODE.find(text, &record).is_none()
                && !segments.is_in_body(text.input_span(range).start)
        });
        let candidates = in_failures.map(|(entries, range)| {
            candidates(text, range, DetectedBy::CodeWord, entries.iter().copied())
        });
        candidates.flatten().collect()
    }
}

/// The words of a text that are long enough for codes.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let range = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    };
    words.filter(|word| word.len() >= MIN_LETTERS).map(range)
}

/// Whether a word has several parts, by its capitals or underscores.
fn is_unusual(word: &str) -> bool {
    let parts = if word.contains('_') {
        word.split('_').count()
    } else {
        word.matches(|c: char| c.is_uppercase()).count()
    };
    word.len() >= MIN_LETTERS && parts >= MIN_PARTS && !word.contains(' ')
}

/// The entries of vendors that a code means, except those found by the reason phrase of a status.
fn vendors(catalogs: &Catalogs, code: &str, is_wanted: impl Fn(&Lookup) -> bool) -> Vec<EntryRef> {
    let is_vendor = |found: &Lookup| {
        let is_reason_phrase = found.by == MatchedBy::Name && found.entry.entry.is_status();
        !found.entry.catalog.signatures.is_empty() && !is_reason_phrase && is_wanted(found)
    };
    catalogs.lookup(code).into_iter().filter(is_vendor).map(|found| found.entry).collect()
}

fn candidates(
    text: &MappedText<'_>,
    code: Range<usize>,
    by: DetectedBy,
    listed: impl IntoIterator<Item = EntryRef>,
) -> Vec<Candidate> {
    let Some(part) = Part::in_text(text, code) else { return Vec::new() };
    let to_candidate = |entry: EntryRef| {
        let (code, span) = (Some(part.clone()), part.span.clone());
        Candidate::new(entry.catalog, by, code, span)
    };
    listed.into_iter().map(to_candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_is_valid() {
        assert!(ANNOUNCED.is_some());
    }

    #[test]
    fn unusual_words_have_several_parts() {
        for word in ["PASSWORD_CHANGE_REQUIRED", "EntityNotFound"] {
            assert!(is_unusual(word), "{word}");
        }
        for word in ["PASSWORD_LOCKED", "InvalidInput", "Mismatched Group Id", "A_B_C"] {
            assert!(!is_unusual(word), "{word}");
        }
    }
}
