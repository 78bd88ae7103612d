//! Highlights: which letters of a shown text a query is met by. Reads the text by itself, without
//! the index, so that any text can be marked: what is to the letter first, what is near only where
//! nothing else is.

use std::ops::Range;

use fuzzy_matcher::skim::SkimMatcherV2;

use super::humps;
use super::lookup::scattered_letters;
use super::query::{Ask, Letters, Query, Swap, Word};
use super::typo;
use super::words::{fold, parts, stem, words};

impl Query {
    /// The byte ranges of `text` that the query matches, in order and apart, for highlighting.
    #[must_use]
    pub fn highlights(&self, text: &str) -> Vec<Range<usize>> {
        let shown = Shown::new(text);
        let only_noise = self.only_noise();
        let mut marks = Vec::new();
        for (at, clause) in self.clauses.iter().enumerate().filter(|(_, clause)| !clause.not) {
            for ask in &clause.alternatives {
                match ask {
                    Ask::Letters(letters) => marks.extend(shown.letters(letters)),
                    Ask::Word(word) if only_noise || !clause.noise => {
                        let swaps = self.swaps.iter().filter(|swap| swap.clauses.contains(&at));
                        marks.extend(shown.word(word, swaps));
                    }
                    Ask::Word(_) | Ask::Filter(_) => {}
                }
            }
        }
        apart(marks)
    }
}

/// A text with its words.
struct Shown<'t> {
    text: &'t str,
    words: Vec<Range<usize>>,
    /// The parts of all words.
    parts: Vec<Range<usize>>,
}

impl<'t> Shown<'t> {
    fn new(text: &'t str) -> Self {
        let words: Vec<_> = words(text).collect();
        let within = |word: &Range<usize>| {
            let start = word.start;
            parts(&text[word.clone()]).map(move |part| start + part.start..start + part.end)
        };
        let parts = words.iter().flat_map(within).collect();
        Self { text, words, parts }
    }

    /// Every word, and every part of a word.
    fn pieces(&self) -> impl Iterator<Item = (&Range<usize>, &'t str)> {
        self.words.iter().chain(&self.parts).map(|range| (range, &self.text[range.clone()]))
    }

    fn letters(&self, letters: &Letters) -> Option<Range<usize>> {
        let found = |start: usize| {
            let length = shared(&self.text[start..], &letters.text)?;
            let ends = !letters.ends || start + length == self.text.len();
            ends.then(|| start..start + length)
        };
        if letters.begins {
            return found(0);
        }
        self.text.char_indices().find_map(|(start, _)| found(start))
    }

    fn word<'q>(&self, word: &Word, swaps: impl Iterator<Item = &'q Swap>) -> Vec<Range<usize>> {
        let mut marks = self.known(word);
        if marks.is_empty() {
            marks.extend(swaps.flat_map(|swap| self.phrase(swap.phrase)));
        }
        if marks.is_empty() && word.parts.len() > 1 {
            marks = self.phrase(&word.parts.iter().map(|part| stem(part)).collect::<Vec<_>>());
        }
        if word.has_digits() {
            return marks;
        }
        for near in [Self::humps, Self::typos, Self::scattered] {
            if marks.is_empty() {
                marks = near(self, word);
            }
        }
        marks
    }

    fn known(&self, word: &Word) -> Vec<Range<usize>> {
        // A number is a whole one, but for a code that is half typed.
        let whole_only = word.is_number() && self.words.len() > 1;
        let mark = |(range, piece): (&Range<usize>, &str)| {
            if let Some(length) = shared(piece, &word.text)
                && (!whole_only || length == piece.len())
            {
                return Some(range.start..range.start + length);
            }
            (stem(&fold(piece)) == word.stem).then(|| range.clone())
        };
        self.pieces().filter_map(mark).collect()
    }

    /// The words of a phrase, where all of them are there.
    fn phrase(&self, stems: &[String]) -> Vec<Range<usize>> {
        let mut marks = Vec::new();
        for asked in stems {
            let before = marks.len();
            let met = self.pieces().filter(|(_, piece)| stem(&fold(piece)) == *asked);
            marks.extend(met.map(|(range, _)| range.clone()));
            if marks.len() == before {
                return Vec::new();
            }
        }
        marks
    }

    fn humps(&self, word: &Word) -> Vec<Range<usize>> {
        let folded: Vec<String> =
            self.parts.iter().map(|part| fold(&self.text[part.clone()])).collect();
        let run = humps::run(&word.text, &folded).map_or(Vec::new(), |run| run.met);
        let mark = |(part, piece): (usize, Range<usize>)| {
            let range = &self.parts[part];
            let length = shared(&self.text[range.clone()], &folded[part][piece])?;
            Some(range.start..range.start + length)
        };
        run.into_iter().filter_map(mark).collect()
    }

    fn typos(&self, word: &Word) -> Vec<Range<usize>> {
        let near = |(_, piece): &(&Range<usize>, &str)| typo::is_near(&word.text, &fold(piece));
        self.pieces().filter(near).map(|(range, _)| range.clone()).collect()
    }

    fn scattered(&self, word: &Word) -> Vec<Range<usize>> {
        let letters =
            scattered_letters(&SkimMatcherV2::default(), self.text, &word.text).unwrap_or_default();
        let found = self.text.char_indices().enumerate().filter(|(at, _)| letters.contains(at));
        found.map(|(_, (start, letter))| start..start + letter.len_utf8()).collect()
    }
}

/// The bytes of `text` that make up `folded`, where it begins so.
fn shared(text: &str, folded: &str) -> Option<usize> {
    let mut rest = folded;
    for (at, letter) in text.char_indices() {
        if rest.is_empty() {
            return Some(at);
        }
        rest = rest.strip_prefix(fold(letter.encode_utf8(&mut [0; 4])).as_str())?;
    }
    rest.is_empty().then_some(text.len())
}

/// The ranges in order, those that overlap or touch made one.
fn apart(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks.into_iter().filter(|mark| !mark.is_empty()) {
        match apart.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => apart.push(mark),
        }
    }
    apart
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
    fn what_is_met_is_marked() {
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
    fn marks_are_apart_and_in_order() {
        let marks = Query::new("license lic licenseexpired exp").highlights("LicenseExpired x lic");
        assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start), "{marks:?}");
        assert_eq!(marks, [0..14, 17..20]);
    }
}
