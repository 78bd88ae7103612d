//! Term expansion: which words of the index a typed term matches, and how well. Exact words, stems
//! and prefixes come first; approximate matches are searched only if there are none.

use std::borrow::Cow;
use std::ops::Range;

use super::hit::{MatchKind, Variant};
use super::parallel::in_parallel;
use super::postings::{Postings, Scope};
use crate::search::index::field::Text;
use crate::search::index::vocabulary::{Posting, to_u32};
use crate::search::index::{InvertedIndex, NameOrMessage};
use crate::search::query::expansion::Expansion;
use crate::search::query::{Literal, Term, Word};
use crate::search::text::abbreviation::{self, InitialsFilter};
use crate::search::text::fuzzy::FuzzyMatcher;
use crate::search::text::letter_set::{letter_bit, letter_set};
use crate::search::text::stem::stem;
use crate::search::text::tokenize::{fold, words};
use crate::search::text::typo::TypoMatcher;
use crate::search::text::word_list::english;
use crate::search::text::word_list::stop_words::is_stop_word;

/// By how much each edit beyond the first lowers the quality of a typo.
const EDIT_PENALTY: f64 = 0.15;

/// By how much the missing part of a word lowers the quality of a prefix, and gaps that of an
/// abbreviation: `licens` is nearer to `license` than `l` is.
const INCOMPLETE_PENALTY: f64 = 0.2;

/// The quality of a prefix that is itself a known number: `500` rarely means the code 5000.
const KNOWN_NUMBER: f64 = 0.5;

/// The quality of a synonym for several words, which are less ambiguous together.
const PHRASE_SYNONYM: f64 = 0.8;

/// Expands terms over an index.
#[derive(Clone, Copy)]
pub struct Expander<'i> {
    pub index: &'i InvertedIndex,
}

impl<'i> Expander<'i> {
    /// Exact words, stems and prefixes; no prefixes for a stop word.
    pub fn expand(self, term: &Term, is_stop_word: bool) -> Vec<Postings<'i>> {
        match term {
            Term::Word(word) if is_stop_word => self.forms(&word.text, &word.stem),
            Term::Word(word) => {
                let mut postings = self.forms(&word.text, &word.stem);
                postings.extend(self.prefixes(word, &postings));
                postings.extend(self.compounds(word));
                postings
            }
            Term::Literal(literal) => vec![self.literal(literal)],
            Term::Filter(_) => Vec::new(),
        }
    }

    fn postings(self, term: u32, kind: MatchKind, scope: Scope) -> Postings<'i> {
        Postings::of_term(self.index, term, kind, scope)
    }

    /// The word itself and the other words of the same stem.
    fn forms(self, text: &str, stem: &str) -> Vec<Postings<'i>> {
        let exact = self.index.vocabulary.find(text);
        let others = self.with_stem(stem).filter(|postings| postings.variant.term != exact);
        let exact = exact.map(|term| self.postings(term, MatchKind::Exact, Scope::All));
        exact.into_iter().chain(others).collect()
    }

    fn with_stem(self, stem: &str) -> impl Iterator<Item = Postings<'i>> {
        let terms = self.index.vocabulary.with_stem(stem);
        terms.map(move |term| self.postings(term, MatchKind::Stem, Scope::Prose))
    }

    /// The words with this prefix, without those that match better in another way.
    fn prefixes(self, word: &Word, better: &[Postings<'i>]) -> Vec<Postings<'i>> {
        let vocabulary = &self.index.vocabulary;
        // In prose, `1` in 60 is another number; a code may be half typed.
        let scope = if word.is_number() { Scope::Codes } else { Scope::Prose };
        let is_known_number = word.is_number() && vocabulary.find(&word.text).is_some();
        let factor = if is_known_number { KNOWN_NUMBER } else { 1.0 };
        let is_new = |term: &u32| !better.iter().any(|other| other.variant.term == Some(*term));
        let terms = vocabulary.with_prefix(&word.text).filter(is_new);
        let postings = terms.map(|term| {
            let mut postings = self.postings(term, MatchKind::Prefix, scope);
            let share = length(&word.text) / length(vocabulary.text(term));
            let variant = &mut postings.variant;
            variant.quality = (variant.quality - INCOMPLETE_PENALTY * (1.0 - share)) * factor;
            variant.share = share;
            postings
        });
        postings.collect()
    }

    /// Compound words: `RateLimit`, `ratelimit`.
    fn compounds(self, word: &Word) -> Vec<Postings<'i>> {
        let is_word = |word: &str| self.index.vocabulary.find(word).is_some();
        if word.parts.len() > 1 {
            // `StartJobs`, which exists, does not mean `CannotStartJobs`.
            let unknown = !is_word(&word.text);
            let parts = unknown.then(|| self.all_of(&word.parts, MatchKind::Compound));
            return parts.into_iter().collect();
        }
        let kind = if is_word(&word.text) { MatchKind::Split } else { MatchKind::Compound };
        // Skip short halves: too many words end in `or` or `in`.
        let is_half = |half: &&str| half.len() > 2 && is_word(half) && !is_stop_word(half);
        let halves = word.text.char_indices().map(|(middle, _)| word.text.split_at(middle));
        halves
            .map(|(left, right)| [left, right])
            .filter(|halves| halves.iter().all(is_half))
            .map(|halves| self.all_of(&halves, kind))
            .collect()
    }

    /// The passages that have all these words.
    fn all_of(self, words: &[impl AsRef<str>], kind: MatchKind) -> Postings<'i> {
        let words = words.iter().map(AsRef::as_ref);
        let forms = words.map(|word| self.forms(word, &stem(word))).collect();
        Postings::of_phrase(forms, Variant::new(kind))
    }

    /// A synonym, which covers an equal share of each of the words that it replaces.
    pub fn synonym(self, expansion: &Expansion) -> Vec<Postings<'i>> {
        let Expansion { replaced, phrase, origin } = expansion;
        let share = 1.0 / f64::from(to_u32(replaced.len()));
        let kind = MatchKind::from(*origin);
        let quality = if replaced.len() > 1 { PHRASE_SYNONYM } else { kind.quality() };
        let variant = Variant { quality, share, ..Variant::new(kind) };
        if let [stem] = phrase.as_slice() {
            let to_synonym = |form: Postings<'i>| {
                let variant = Variant { term: form.variant.term, ..variant };
                Postings { variant, ..form }
            };
            return self.with_stem(stem).map(to_synonym).collect();
        }
        let words = phrase.iter().map(|stem| self.with_stem(stem).collect()).collect();
        vec![Postings::of_phrase(words, variant)]
    }

    /// Abbreviations, typos and substrings. Of the typos only those with the fewest edits, unless
    /// `all_typos` is set.
    pub fn near(self, word: &Word, all_typos: bool) -> Vec<Postings<'i>> {
        let is_short = word.text.chars().count() <= 2;
        // An ordinary word is neither an abbreviation nor a typo.
        if word.is_number() || is_short || english::frequency(&word.text).is_some() {
            return Vec::new();
        }
        if word.has_digits() {
            return self.typos(word, all_typos).collect();
        }
        let postings = self.abbreviated(word).into_iter().chain(self.typos(word, all_typos));
        postings.chain(self.containing(&word.text)).collect()
    }

    /// The names and messages that the word abbreviates: without gaps, and with gaps.
    fn abbreviated(self, word: &Word) -> [Postings<'i>; 2] {
        let vocabulary = &self.index.vocabulary;
        let letters = letter_set(&word.text);
        let is_prefix = |piece: &str| vocabulary.with_prefix(piece).next().is_some();
        let filter = InitialsFilter::new(&word.text, is_prefix);
        let mut parts: Vec<&str> = Vec::new();
        let (mut contiguous, mut with_gaps) = (Vec::new(), Vec::new());
        for text in &*self.index.names_and_messages {
            if !text.has_letters(letters) || !filter.accepts(text.initials) {
                continue;
            }
            parts.clear();
            parts.extend(self.index.words_of(text).iter().map(|&word| vocabulary.text(word)));
            let Some(found) = abbreviation::find(&word.text, &parts) else { continue };
            let passages = if found.contiguous { &mut contiguous } else { &mut with_gaps };
            passages.push(Posting::new(text.passage, to_u32(found.matched.len())));
        }
        let variant = Variant::new(MatchKind::Abbreviation);
        let gapped = Variant { quality: variant.quality - INCOMPLETE_PENALTY, ..variant };
        let found = [(variant, contiguous), (gapped, with_gaps)];
        found.map(|(variant, passages)| Postings { variant, passages: passages.into() })
    }

    fn typos(self, word: &Word, all_typos: bool) -> impl Iterator<Item = Postings<'i>> {
        let vocabulary = &self.index.vocabulary;
        // Another digit is another code or size.
        let typed_text = word.text.as_str();
        let has_same_digits = |text: &str| digits(text).eq(digits(typed_text));
        let mut near: Vec<(u32, u32)> = Vec::new();
        let mut typed = TypoMatcher::new(&word.text);
        // By its stem, `encripted` is nearer to `encryption` than by its letters.
        let mut typed_stem = TypoMatcher::new(&word.stem);
        for (term, word) in vocabulary.prose() {
            let text = vocabulary.text(term);
            let edits = typed.edits(text, word.letters, word.prefix_letters);
            let stem = vocabulary.stem(term);
            let to_stem = typed_stem.edits(stem, u32::MAX, word.stem_prefix_letters);
            let fewest = edits.into_iter().chain(to_stem.map(|edits| edits + 1)).min();
            let fewest = fewest.filter(|_| has_same_digits(text));
            near.extend(fewest.map(|edits| (term, edits)));
        }
        // Two edits rarely turn one word into another that exists.
        let is_word = vocabulary.find(&word.text).is_some();
        let fewest = if is_word { Some(1) } else { near.iter().map(|&(_, edits)| edits).min() };
        near.retain(|&(_, edits)| all_typos && !is_word || Some(edits) == fewest);
        near.into_iter().map(move |(term, edits)| {
            let mut typo = self.postings(term, MatchKind::Typo, Scope::ProseWithoutAdvice);
            typo.variant.quality -= EDIT_PENALTY * (f64::from(edits) - 1.0);
            typo
        })
    }

    /// The words that contain the text.
    fn containing(self, text: &str) -> impl Iterator<Item = Postings<'i>> {
        let vocabulary = &self.index.vocabulary;
        let letters = letter_set(text);
        let words = vocabulary.prose().filter(move |&(term, word)| {
            letters & !word.letters == 0 && vocabulary.text(term).contains(text)
        });
        words.map(move |(term, _)| self.postings(term, MatchKind::Substring, Scope::Prose))
    }

    /// For a number that is not a code: the longest prefix it shares with a code, and the codes with
    /// that prefix.
    pub fn nearest_codes(self, word: &Word) -> Option<(&str, Vec<Postings<'i>>)> {
        if !word.is_number() {
            return None;
        }
        let vocabulary = &self.index.vocabulary;
        let mut prefixes = (2..word.text.len()).rev().map(|length| &word.text[..length]);
        prefixes.find_map(|prefix| {
            let terms = vocabulary.with_prefix(prefix);
            let codes = terms.filter(|&term| vocabulary.word(term).occurrence.in_codes);
            let to_postings = |term| self.postings(term, MatchKind::NearCode, Scope::Codes);
            let codes: Vec<_> = codes.map(to_postings).collect();
            (!codes.is_empty()).then_some((prefix, codes))
        })
    }

    /// The passages that contain the literal. Prefilter: passages with a word containing the
    /// literal's longest word.
    fn literal(self, literal: &Literal) -> Postings<'i> {
        let vocabulary = &self.index.vocabulary;
        let words = words(&literal.text).map(|word| fold(&literal.text[word]));
        let longest = words.max_by_key(String::len).unwrap_or_default();
        let terms = vocabulary.terms().filter(|&term| vocabulary.text(term).contains(&longest));
        let postings = terms.flat_map(|term| vocabulary.postings(term));
        let mut candidates: Vec<u32> = postings.map(|posting| posting.passage()).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let is_same_entry = |a: &u32, b: &u32| self.index.entry_of(*a) == self.index.entry_of(*b);
        let mut found = Vec::new();
        for passages in candidates.chunk_by(is_same_entry) {
            let entry = self.index.entry_of(passages[0]);
            let start = self.index.passages_of(entry).start;
            let texts = self.index.texts_of(entry);
            let matches =
                |&&passage: &&u32| literal.matches(&texts[(passage - start) as usize].text());
            found.extend(passages.iter().filter(matches).map(|&passage| Posting::new(passage, 1)));
        }
        Postings { variant: Variant::new(MatchKind::Exact), passages: found.into() }
    }

    /// The names and messages of the sorted `entries` that have the letters of the word as a fuzzy
    /// subsequence.
    pub fn fuzzy(self, word: &Word, entries: Option<&[u32]>) -> Postings<'i> {
        let letters = letter_set(&word.text);
        let is_included = |text: &&NameOrMessage| {
            text.has_letters(letters)
                && entries.is_none_or(|entries| {
                    entries.binary_search(&self.index.entry_of(text.passage)).is_ok()
                })
        };
        let texts = &self.index.names_and_messages;
        let find_in = |range: Range<u32>| {
            let matcher = FuzzyMatcher::default();
            let is_found = |text: &&NameOrMessage| {
                self.has_subsequence(text, &word.text)
                    && matcher.positions(&self.text_of(text.passage), &word.text).is_some()
            };
            let texts = texts[range.start as usize..range.end as usize].iter();
            let found = texts.filter(is_included).filter(is_found);
            found.map(|text| Posting::new(text.passage, 1)).collect()
        };
        let is_ordinary = english::frequency(&word.text).is_some();
        let is_accepted = !word.has_digits() && !is_ordinary && FuzzyMatcher::accepts(&word.text);
        let found = if is_accepted {
            in_parallel(to_u32(texts.len()), texts.len(), find_in)
        } else {
            Vec::new()
        };
        let variant = Variant::new(MatchKind::Fuzzy);
        Postings { variant: Variant { share: variant.quality, ..variant }, passages: found.into() }
    }

    /// Whether a name or message has the letters of a word in order. A cheap precondition for
    /// fuzzy-matcher.
    fn has_subsequence(self, text: &NameOrMessage, word: &str) -> bool {
        let vocabulary = &self.index.vocabulary;
        let mut wanted = word.as_bytes();
        for &term in self.index.words_of(text) {
            let letters = vocabulary.word(term).letters;
            let mut rest = vocabulary.text(term).as_bytes();
            // Most words lack the next letter.
            while let [next, more @ ..] = wanted
                && letters & letter_bit(*next) != 0
                && let Some(found) = rest.iter().position(|byte| byte == next)
            {
                wanted = more;
                rest = &rest[found + 1..];
            }
        }
        wanted.is_empty()
    }

    fn text_of(self, passage: u32) -> Cow<'static, str> {
        let entry = self.index.entry_of(passage);
        let position = passage - self.index.passages_of(entry).start;
        self.index.texts_of(entry).get(position as usize).map(Text::text).unwrap_or_default()
    }
}

fn digits(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(u8::is_ascii_digit)
}

fn length(text: &str) -> f64 {
    f64::from(to_u32(text.len()))
}
