//! The vocabulary: every word of every text, and the passages that contain it. It grows far more
//! slowly than the number of entries, so a typed word is first looked up here.
//!
//! 100,000 entries have some six million words, so the data is kept in a few long arrays.

use std::collections::HashMap;
use std::ops::Range;

use crate::search::text::letter_set::{letter_set, prefix_letters};
use crate::search::text::stem::stem;

/// All words in alphabetical order; the position of a word is its term.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: SortedWords,
    /// The letters of each word.
    letters: Vec<u32>,
    /// Where each word occurs.
    occurrences: Vec<Occurrence>,
    postings: Vec<Posting>,
    /// Where the postings of each word begin, and the end of the last.
    starts: Vec<usize>,
    /// The words of prose, without those that are only codes, which are never guessed.
    prose_terms: Vec<u32>,
    /// The stems of the prose terms, sorted, and the term of each.
    stems: SortedWords,
    stem_terms: Vec<u32>,
}

/// Words in alphabetical order.
#[derive(Debug, Default)]
pub struct SortedWords {
    /// All words, concatenated.
    text: String,
    /// Where each word ends.
    ends: Vec<u32>,
    /// The first letters of each word.
    prefix_letters: Vec<u32>,
}

impl SortedWords {
    fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.ends.push(to_u32(self.text.len()));
        self.prefix_letters.push(prefix_letters(word));
    }

    fn len(&self) -> u32 {
        to_u32(self.ends.len())
    }

    pub fn word(&self, position: u32) -> &str {
        let position = position as usize;
        let start = if position == 0 { 0 } else { self.ends[position - 1] as usize };
        &self.text[start..self.ends[position] as usize]
    }

    /// The first letters of a word.
    pub fn prefix_letters(&self, position: u32) -> u32 {
        self.prefix_letters[position as usize]
    }

    /// The position of the first word that is not less than this one.
    fn lower_bound(&self, word: &str) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.word(middle) < word { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// A passage that contains a word, and how many words of the passage it covers: several for
/// `NameAlreadyUsed` as a whole. Packed, since there are so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(u32);

impl Posting {
    pub const WORD_BITS: u32 = 4;
    pub const MAX_WORDS: u32 = (1 << Self::WORD_BITS) - 1;
    /// How many passages can be addressed.
    pub const MAX_PASSAGES: u32 = u32::MAX >> Self::WORD_BITS;

    pub fn new(passage: u32, words: u32) -> Self {
        Self(passage << Self::WORD_BITS | words.min(Self::MAX_WORDS))
    }

    pub fn passage(self) -> u32 {
        self.0 >> Self::WORD_BITS
    }

    pub fn words(self) -> u32 {
        self.0 & Self::MAX_WORDS
    }
}

/// In which kinds of text a word occurs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Occurrence {
    pub in_codes: bool,
    pub in_prose: bool,
}

impl Vocabulary {
    pub fn word(&self, term: u32) -> &str {
        self.words.word(term)
    }

    /// The first letters of a word.
    pub fn prefix_letters(&self, term: u32) -> u32 {
        self.words.prefix_letters(term)
    }

    pub fn letters(&self, term: u32) -> u32 {
        self.letters[term as usize]
    }

    pub fn occurrence(&self, term: u32) -> Occurrence {
        self.occurrences[term as usize]
    }

    /// In the order of the passages.
    pub fn postings(&self, term: u32) -> &[Posting] {
        let term = term as usize;
        &self.postings[self.starts[term]..self.starts[term + 1]]
    }

    /// The term of a word, if any text has it.
    pub fn find(&self, word: &str) -> Option<u32> {
        let term = self.words.lower_bound(word);
        (term < self.words.len() && self.word(term) == word).then_some(term)
    }

    /// The words with this prefix, the word itself included.
    pub fn with_prefix<'v>(&'v self, prefix: &'v str) -> impl Iterator<Item = u32> + 'v {
        (self.words.lower_bound(prefix)..self.words.len())
            .take_while(move |&term| self.word(term).starts_with(prefix))
    }

    /// The prose terms with this stem.
    pub fn with_stem<'v>(&'v self, stem: &'v str) -> impl Iterator<Item = u32> + 'v {
        (self.stems.lower_bound(stem)..self.stems.len())
            .take_while(move |&position| self.stems.word(position) == stem)
            .map(|position| self.stem_terms[position as usize])
    }

    pub fn prose_terms(&self) -> &[u32] {
        &self.prose_terms
    }

    /// The stems of all prose terms, and the term of each.
    pub fn stems(&self) -> (&SortedWords, &[u32]) {
        (&self.stems, &self.stem_terms)
    }

    /// Every word, codes included.
    pub fn terms(&self) -> Range<u32> {
        0..self.words.len()
    }
}

/// Collects the words of the texts, passage by passage. Terms are provisional, in the order in which
/// the words first occur.
#[derive(Debug, Default)]
pub struct VocabularyBuilder {
    terms: HashMap<Box<str>, u32>,
    occurrences: Vec<Occurrence>,
    /// The number of passages with each word.
    counts: Vec<usize>,
    /// For each word of each passage, its provisional term and how many words it covers.
    words: Vec<(u32, u32)>,
    /// Where the words of each passage end.
    ends: Vec<usize>,
}

impl VocabularyBuilder {
    /// The provisional term of a word.
    pub fn term(&mut self, word: &str) -> u32 {
        if let Some(&term) = self.terms.get(word) {
            return term;
        }
        let term = to_u32(self.occurrences.len());
        self.terms.insert(word.into(), term);
        self.occurrences.push(Occurrence::default());
        self.counts.push(0);
        term
    }

    /// Adds the next passage: each of its terms once, with the number of words it covers.
    pub fn add_passage(&mut self, words: &[(u32, u32)], is_code: bool) {
        for &(term, _) in words {
            let occurrence = &mut self.occurrences[term as usize];
            occurrence.in_codes |= is_code;
            occurrence.in_prose |= !is_code;
            self.counts[term as usize] += 1;
        }
        self.words.extend_from_slice(words);
        self.ends.push(self.words.len());
    }

    /// The vocabulary, and the final term for each provisional one.
    pub fn build(self) -> (Vocabulary, Vec<u32>) {
        let mut words: Vec<(Box<str>, u32)> = self.terms.into_iter().collect();
        words.sort_unstable();
        let mut final_terms = vec![0; words.len()];
        let mut vocabulary = Vocabulary::default();
        let mut stems: Vec<(String, u32)> = Vec::new();
        let mut start = 0;
        for (term, (word, provisional)) in (0..).zip(&words) {
            let provisional = *provisional as usize;
            let occurrence = self.occurrences[provisional];
            final_terms[provisional] = term;
            vocabulary.words.push(word);
            vocabulary.letters.push(letter_set(word));
            vocabulary.occurrences.push(occurrence);
            vocabulary.starts.push(start);
            start += self.counts[provisional];
            if occurrence.in_prose {
                vocabulary.prose_terms.push(term);
                stems.push((stem(word), term));
            }
        }
        vocabulary.starts.push(start);
        stems.sort_unstable();
        for (stem, term) in stems {
            vocabulary.stems.push(&stem);
            vocabulary.stem_terms.push(term);
        }

        let mut next = vocabulary.starts.clone();
        vocabulary.postings = vec![Posting(0); self.words.len()];
        let mut start = 0;
        for (passage, &end) in (0..).zip(&self.ends) {
            for &(provisional, words) in &self.words[start..end] {
                let next = &mut next[final_terms[provisional as usize] as usize];
                vocabulary.postings[*next] = Posting::new(passage, words);
                *next += 1;
            }
            start = end;
        }
        (vocabulary, final_terms)
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
