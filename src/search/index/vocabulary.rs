//! The vocabulary: every word of every text, and the passages that contain it. It grows far more
//! slowly than the number of entries, so a typed word is first looked up here.
//!
//! 100,000 entries have some six million words, so the postings are kept in one long array.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::builtin;
use super::field::TextField;
use super::tokens::Token;
use crate::search::text::letter_set::{letter_set, prefix_letters};
use crate::search::text::stem::stem;

/// All words in alphabetical order; the position of a word is its term.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: Vec<IndexedWord>,
    /// The terms of prose, in the order of their stems.
    by_stem: Vec<u32>,
    postings: Vec<Posting>,
    /// Where the postings of each word begin, and the end of the last.
    starts: Vec<usize>,
}

/// A word of the vocabulary. The sets of its letters reject it for most typed words, without a look
/// at its text.
#[derive(Debug)]
pub struct IndexedWord {
    pub text: Cow<'static, str>,
    pub stem: Cow<'static, str>,
    pub letters: u32,
    pub prefix_letters: u32,
    pub stem_prefix_letters: u32,
    pub occurrence: Occurrence,
}

/// Where a word occurs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Occurrence {
    pub in_codes: bool,
    pub in_prose: bool,
    /// Whether a name or a message has it.
    pub in_titles: bool,
    /// The number of passages.
    passages: u32,
}

/// A passage that contains a word, and how many words of the passage it covers: several for
/// `NameAlreadyUsed` as a whole. Packed, since there are so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(u32);

impl Posting {
    pub const WORD_BITS: u32 = Token::WORD_BITS;
    pub const MAX_WORDS: u32 = Token::MAX_WORDS;
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

impl IndexedWord {
    fn new(text: Cow<'static, str>, stem: Cow<'static, str>, occurrence: Occurrence) -> Self {
        Self {
            letters: letter_set(&text),
            prefix_letters: prefix_letters(&text),
            stem_prefix_letters: prefix_letters(&stem),
            stem,
            text,
            occurrence,
        }
    }
}

impl Vocabulary {
    pub fn word(&self, term: u32) -> &IndexedWord {
        &self.words[term as usize]
    }

    /// Every word with its term, codes included.
    pub fn words(&self) -> impl Iterator<Item = (u32, &IndexedWord)> {
        (0..).zip(&self.words)
    }

    /// The words of prose. Those that are only codes are never guessed.
    pub fn prose(&self) -> impl Iterator<Item = (u32, &IndexedWord)> {
        self.words().filter(|(_, word)| word.occurrence.in_prose)
    }

    /// In the order of the passages.
    pub fn postings(&self, term: u32) -> &[Posting] {
        let term = term as usize;
        &self.postings[self.starts[term]..self.starts[term + 1]]
    }

    /// The term of a word, if any text has it.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.with_prefix(word).next().filter(|&term| *self.word(term).text == *word)
    }

    /// Whether a word is a code.
    pub fn is_code(&self, word: &str) -> bool {
        self.find(word).is_some_and(|term| self.word(term).occurrence.in_codes)
    }

    /// The words with this prefix, the word itself included and first.
    pub fn with_prefix(&self, prefix: &str) -> impl Iterator<Item = u32> {
        let start = self.words.partition_point(|word| *word.text < *prefix);
        let words = (to_u32(start)..).zip(&self.words[start..]);
        words.take_while(move |(_, word)| word.text.starts_with(prefix)).map(|(term, _)| term)
    }

    /// The prose terms with this stem.
    pub fn with_stem(&self, stem: &str) -> impl Iterator<Item = u32> {
        let start = self.by_stem.partition_point(|&term| *self.word(term).stem < *stem);
        let terms = self.by_stem[start..].iter().copied();
        terms.take_while(move |&term| *self.word(term).stem == *stem)
    }
}

/// Collects the words of the texts, passage by passage. Terms are provisional: first those of the
/// built-in catalogs, then other words in the order in which they first occur.
#[derive(Debug)]
pub struct VocabularyBuilder {
    /// The words of the built-in catalogs, each with its stem.
    builtin: Vec<(&'static str, &'static str)>,
    /// The term of each word; empty as long as there are no others.
    terms: HashMap<Cow<'static, str>, u32, FixedState>,
    occurrences: Vec<Occurrence>,
    /// For each provisional term, the last passage that has it, plus one.
    last_passages: Vec<u32>,
    /// The tokens of all passages.
    tokens: Vec<Token>,
    /// Where the tokens of each passage end.
    ends: Vec<usize>,
}

impl Default for VocabularyBuilder {
    fn default() -> Self {
        let builtin: Vec<_> = builtin::words().collect();
        Self {
            terms: HashMap::default(),
            occurrences: vec![Occurrence::default(); builtin.len()],
            last_passages: vec![0; builtin.len()],
            builtin,
            tokens: Vec::new(),
            ends: Vec::new(),
        }
    }
}

impl VocabularyBuilder {
    /// The provisional term of a word.
    pub fn term(&mut self, word: &str) -> u32 {
        if self.terms.is_empty() {
            let words = self.builtin.iter().map(|&(word, _)| Cow::Borrowed(word));
            self.terms = words.zip(0..).collect();
        }
        if let Some(&term) = self.terms.get(word) {
            return term;
        }
        let term = to_u32(self.occurrences.len());
        self.terms.insert(word.to_owned().into(), term);
        self.occurrences.push(Occurrence::default());
        self.last_passages.push(0);
        term
    }

    /// Prepares for that many more tokens.
    pub fn reserve(&mut self, tokens: usize) {
        self.tokens.reserve(tokens);
    }

    /// Adds the next passage. Returns how many different words it has, and how many repetitions.
    pub fn add_passage(&mut self, tokens: &[Token], field: TextField) -> (usize, usize) {
        let (is_code, is_title) = (field.is_code(), field.is_name_or_message());
        let start = self.tokens.len();
        let passage = to_u32(self.ends.len()) + 1;
        for &token in tokens {
            let term = token.term() as usize;
            if std::mem::replace(&mut self.last_passages[term], passage) == passage {
                let mut earlier = self.tokens[start..].iter_mut();
                if let Some(earlier) = earlier.find(|earlier| earlier.term() == token.term())
                    && token.words() < earlier.words()
                {
                    *earlier = token;
                }
                continue;
            }
            let occurrence = &mut self.occurrences[term];
            occurrence.in_codes |= is_code;
            occurrence.in_prose |= !is_code;
            occurrence.in_titles |= is_title;
            occurrence.passages += 1;
            self.tokens.push(token);
        }
        self.ends.push(self.tokens.len());
        let count = |tokens: &[Token]| tokens.iter().filter(|token| token.is_single()).count();
        let distinct = count(&self.tokens[start..]);
        (distinct, count(tokens) - distinct)
    }

    /// Adds a passage with the same words in the same field as an earlier one.
    pub fn repeat_passage(&mut self, passage: u32) {
        let passage = passage as usize;
        let start = passage.checked_sub(1).map_or(0, |before| self.ends[before]);
        let tokens = start..self.ends[passage];
        for token in &self.tokens[tokens.clone()] {
            self.occurrences[token.term() as usize].passages += 1;
        }
        self.tokens.extend_from_within(tokens);
        self.ends.push(self.tokens.len());
    }

    /// The vocabulary, and the final term for each provisional one.
    pub fn build(self) -> (Vocabulary, Vec<u32>) {
        let mut sorted: Vec<(Cow<'static, str>, u32)> = if self.terms.is_empty() {
            self.builtin.iter().map(|&(word, _)| Cow::Borrowed(word)).zip(0..).collect()
        } else {
            self.terms.into_iter().collect()
        };
        // Not every catalog need be there.
        sorted.retain(|&(_, provisional)| self.occurrences[provisional as usize].passages > 0);
        sorted.sort_unstable();
        let mut final_terms = vec![0; self.occurrences.len()];
        let (mut words, mut starts) = (Vec::with_capacity(sorted.len()), vec![0]);
        let mut end = 0;
        for (term, (text, provisional)) in (0..).zip(sorted) {
            let provisional = provisional as usize;
            let occurrence = self.occurrences[provisional];
            final_terms[provisional] = term;
            let builtin = self.builtin.get(provisional).map(|&(_, stem)| Cow::Borrowed(stem));
            let stem = builtin.unwrap_or_else(|| stem(&text).into());
            words.push(IndexedWord::new(text, stem, occurrence));
            end += occurrence.passages as usize;
            starts.push(end);
        }
        let mut next = starts.clone();
        let mut postings = vec![Posting(0); self.tokens.len()];
        let mut start = 0;
        for (passage, &end) in (0..).zip(&self.ends) {
            for token in &self.tokens[start..end] {
                let next = &mut next[final_terms[token.term() as usize] as usize];
                postings[*next] = Posting::new(passage, token.words());
                *next += 1;
            }
            start = end;
        }
        let mut vocabulary = Vocabulary { words, by_stem: Vec::new(), postings, starts };
        // Nearly in order, which makes sorting fast.
        let others = to_u32(self.builtin.len())..to_u32(self.occurrences.len());
        let provisional = builtin::stem_order().iter().copied().chain(others);
        let provisional = provisional.filter(|&it| self.occurrences[it as usize].in_prose);
        let mut by_stem: Vec<u32> = provisional.map(|it| final_terms[it as usize]).collect();
        by_stem.sort_by_key(|&term| &vocabulary.word(term).stem);
        vocabulary.by_stem = by_stem;
        (vocabulary, final_terms)
    }
}

pub fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
