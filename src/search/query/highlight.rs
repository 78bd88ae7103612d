//! Highlights: which characters of a shown text a query matches. Needs no index, so that any text
//! can be marked. Approximate matches are marked only if nothing matches exactly.

use std::ops::Range;

use super::expansion::Phrase;
use super::{Clause, Literal, Query, Term, Word};
use crate::search::text::fuzzy::FuzzyMatcher;
use crate::search::text::stem::{has_stem, stem};
use crate::search::text::tokenize::{fold, fold_into, is_single_part, parts, words};
use crate::search::text::{abbreviation, typo};

/// The ranges of `text` that the query matches, in order and without overlaps.
pub fn highlights(query: &Query, text: &str) -> Vec<Range<usize>> {
    let text = SplitText::new(text);
    let near = |word: &Word, ranges: Vec<_>| {
        if ranges.is_empty() { text.near(word) } else { ranges }
    };
    merged(matched_by_clause(query, &text, near).flatten().collect())
}

/// How many clauses of the query match `text` other than approximately.
pub fn coverage(query: &Query, text: &str) -> usize {
    let text = SplitText::new(text);
    let ranges = matched_by_clause(query, &text, |_, ranges| ranges);
    ranges.filter(|ranges| !ranges.is_empty()).count()
}

/// The highest possible [`coverage`].
pub fn full_coverage(query: &Query) -> usize {
    let only_stop_words = query.has_only_stop_words();
    let is_text = |clause: &&Clause| {
        let is_word = only_stop_words || clause.is_content();
        !clause.negated && !clause.is_filter() && is_word
    };
    query.clauses.iter().filter(is_text).count()
}

/// The ranges that each clause matches. `complete` may add to those of a word.
fn matched_by_clause(
    query: &Query,
    text: &SplitText<'_>,
    complete: impl Fn(&Word, Vec<Range<usize>>) -> Vec<Range<usize>>,
) -> impl Iterator<Item = Vec<Range<usize>>> {
    let only_stop_words = query.has_only_stop_words();
    let clauses = query.clauses.iter().enumerate().filter(|(_, clause)| !clause.negated);
    clauses.map(move |(index, clause)| {
        let mut ranges = Vec::new();
        for term in &clause.alternatives {
            match term {
                Term::Literal(literal) => ranges.extend(text.literal(literal)),
                Term::Word(word) if only_stop_words || clause.is_content() => {
                    let synonyms =
                        query.expansions.iter().filter(|it| it.replaced.contains(&index));
                    let found = text.word(word, synonyms.map(|it| &it.phrase));
                    ranges.extend(complete(word, found));
                }
                Term::Word(_) | Term::Filter(_) => {}
            }
        }
        ranges
    })
}

/// About how long a short word is, with the space that follows.
const SHORT_WORD_LENGTH: usize = 4;

/// A text with its words.
struct SplitText<'t> {
    text: &'t str,
    words: Vec<Range<usize>>,
    /// Every word, and every part of a word of several.
    pieces: Vec<Piece>,
    /// The folded pieces.
    folded: String,
}

struct Piece {
    /// Its position in the text.
    range: Range<usize>,
    /// Its position among the folded pieces.
    folded: Range<usize>,
}

impl<'t> SplitText<'t> {
    fn new(text: &'t str) -> Self {
        let count = text.len() / SHORT_WORD_LENGTH;
        let mut split = Self {
            text,
            words: Vec::with_capacity(count),
            pieces: Vec::with_capacity(count),
            folded: String::with_capacity(text.len()),
        };
        for word in words(text) {
            split.push(word.clone());
            if !is_single_part(&text[word.clone()]) {
                parts_of(text, &word).for_each(|part| split.push(part));
            }
            split.words.push(word);
        }
        split
    }

    fn push(&mut self, range: Range<usize>) {
        let start = self.folded.len();
        fold_into(&self.text[range.clone()], &mut self.folded);
        self.pieces.push(Piece { range, folded: start..self.folded.len() });
    }

    /// Every piece, and its folded text.
    fn pieces(&self) -> impl Iterator<Item = (&Range<usize>, &str)> {
        self.pieces.iter().map(|piece| (&piece.range, &self.folded[piece.folded.clone()]))
    }

    fn literal(&self, literal: &Literal) -> Option<Range<usize>> {
        let starts = self.text.char_indices().map(|(start, _)| start);
        let count = if literal.at_start { 1 } else { usize::MAX };
        starts.take(count).find_map(|start| {
            let found = self.prefix(start..self.text.len(), &literal.text)?;
            (!literal.at_end || found.end == self.text.len()).then_some(found)
        })
    }

    /// The word itself, else its synonyms, else its parts.
    fn word<'q>(
        &self,
        word: &Word,
        synonyms: impl Iterator<Item = &'q Phrase>,
    ) -> Vec<Range<usize>> {
        let mut ranges = self.exact(word);
        if ranges.is_empty() {
            ranges.extend(synonyms.flat_map(|phrase| self.phrase(phrase)));
        }
        if ranges.is_empty() && word.parts.len() > 1 {
            ranges = self.phrase(&word.parts.iter().map(|part| stem(part)).collect::<Vec<_>>());
        }
        ranges
    }

    /// Approximate matches of a word.
    fn near(&self, word: &Word) -> Vec<Range<usize>> {
        if word.has_digits() {
            return Vec::new();
        }
        let kinds = [Self::abbreviation, Self::typos, Self::fuzzy].into_iter();
        kinds.map(|near| near(self, word)).find(|ranges| !ranges.is_empty()).unwrap_or_default()
    }

    /// The word, its prefix and its stem.
    fn exact(&self, word: &Word) -> Vec<Range<usize>> {
        // A number matches whole, unless the text is a code that is half typed.
        let whole_only = word.is_number() && self.words.len() > 1;
        let matched = self.pieces().filter_map(|(range, folded)| {
            let prefix = folded.starts_with(&word.text).then(|| range.clone());
            prefix
                .and_then(|range| self.prefix(range, &word.text))
                .filter(|found| !whole_only || found == range)
                .or_else(|| has_stem(folded, &word.stem).then(|| range.clone()))
        });
        matched.collect()
    }

    /// The words of a phrase, if the text has all of them.
    fn phrase(&self, stems: &[String]) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        for wanted in stems {
            let before = ranges.len();
            let matched = self.pieces().filter(|(_, folded)| has_stem(folded, wanted));
            ranges.extend(matched.map(|(range, _)| range.clone()));
            if ranges.len() == before {
                return Vec::new();
            }
        }
        ranges
    }

    fn abbreviation(&self, word: &Word) -> Vec<Range<usize>> {
        let parts = self.words.iter().flat_map(|word| parts_of(self.text, word));
        let parts: Vec<Range<usize>> = parts.collect();
        let folded: Vec<String> = parts.iter().map(|part| fold(&self.text[part.clone()])).collect();
        let Some(found) = abbreviation::find(&word.text, &folded) else { return Vec::new() };
        let matched = found
            .matched
            .into_iter()
            .filter_map(|(part, prefix)| self.prefix(parts[part].clone(), &folded[part][prefix]));
        matched.collect()
    }

    /// The prefix of a part of the text that folds to `folded`, if it has one.
    fn prefix(&self, part: Range<usize>, folded: &str) -> Option<Range<usize>> {
        let mut rest = folded;
        for (length, letter) in self.text[part.clone()].char_indices() {
            if rest.is_empty() {
                return Some(part.start..part.start + length);
            }
            rest = rest.strip_prefix(fold(letter.encode_utf8(&mut [0; 4])).as_str())?;
        }
        rest.is_empty().then_some(part)
    }

    fn typos(&self, word: &Word) -> Vec<Range<usize>> {
        let is_near = |(_, folded): &(&Range<usize>, &str)| typo::is_near(&word.text, folded);
        self.pieces().filter(is_near).map(|(range, _)| range.clone()).collect()
    }

    fn fuzzy(&self, word: &Word) -> Vec<Range<usize>> {
        let positions =
            FuzzyMatcher::default().positions(self.text, &word.text).unwrap_or_default();
        let chars = self.text.char_indices().enumerate();
        let matched = chars.filter(|(position, _)| positions.contains(position));
        matched.map(|(_, (start, letter))| start..start + letter.len_utf8()).collect()
    }
}

/// The parts of a word of a text.
fn parts_of(text: &str, word: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let start = word.start;
    parts(&text[word.clone()]).map(move |part| start + part.start..start + part.end)
}

/// The ranges in order, with those that overlap or touch merged.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its marks in brackets.
    fn marked(query: &str, text: &str) -> String {
        let mut marked = text.to_owned();
        for mark in Query::new(query).highlights(text).into_iter().rev() {
            marked.insert(mark.end, ']');
            marked.insert(mark.start, '[');
        }
        marked
    }

    #[test]
    fn matches_are_marked() {
        for (query, text, expected) in [
            ("lic exp", "LicenseExpired", "[Lic]ense[Exp]ired"),
            ("expires", "License expired!", "License [expired]!"),
            ("batchby", "Missing `batch_by`", "Missing `[batch_by]`"),
            ("RateLimit", "Rate limit exceeded", "[Rate] [limit] exceeded"),
            ("cant respond", "didn't respond", "didn't [respond]"),
            ("166", "1668", "[166]8"),
            ("166", "code 1668 and 166", "code 1668 and [166]"),
            ("naused", "NameAlreadyUsed", "[N]ame[A]lready[Used]"),
            ("throttled", "Too Many Requests", "[Too] [Many] [Requests]"),
            ("forbiden", "Forbidden.", "[Forbidden]."),
            ("lcnsexprd", "LicenseExpired", "[L]i[c]e[ns]e[Exp]i[r]e[d]"),
            ("'cense", "LicenseExpired", "Li[cense]Expired"),
            ("^lic", "A lic", "A lic"),
            ("!lic", "lic", "lic"),
            ("vendor:pd the", "the end", "[the] end"),
            ("größe", "Die Größe", "Die [Größe]"),
            ("", "LicenseExpired", "LicenseExpired"),
        ] {
            assert_eq!(marked(query, text), expected, "{query}");
        }
    }

    #[test]
    fn approximate_matches_are_not_counted() {
        let query = Query::new("license expird !valid");
        for (text, expected) in
            [("License expired", 1), ("Licenses", 1), ("valid", 0), ("license license", 1)]
        {
            assert_eq!(query.coverage(text), expected, "{text}");
        }
        for (query, expected) in
            [("license the !valid", 1), ("the", 1), ("http:409 pd", 1), ("", 0)]
        {
            assert_eq!(Query::new(query).full_coverage(), expected, "{query}");
        }
    }

    #[test]
    fn marks_are_in_order_and_do_not_overlap() {
        let marks = Query::new("license lic licenseexpired exp").highlights("LicenseExpired x lic");
        assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start), "{marks:?}");
        assert_eq!(marks, [0..14, 17..20]);
    }
}
