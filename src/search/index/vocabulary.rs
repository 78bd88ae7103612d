//! The vocabulary: every word of every text, and the passages that contain it. It grows far more
//! slowly than the number of entries, so a typed word is first looked up here.
//!
//! 100,000 entries have some six million words, so the postings are kept in one long array.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::field::TextField;
use super::tokens::Token;
use crate::search::text::letter_set::{letter_set, prefix_letters};
use crate::search::text::stem::stem;

/// All words in alphabetical order; the position of a word is its term.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Each word, followed by its stem.
    pub texts: Cow<'static, str>,
    pub words: Cow<'static, [IndexedWord]>,
    /// The terms of prose, in the order of their stems.
    pub by_stem: Cow<'static, [u32]>,
    pub postings: Cow<'static, [Posting]>,
}

/// A word of the vocabulary. The sets of its letters reject it for most typed words, without a look
/// at its text.
#[derive(Debug, Clone, Copy)]
pub struct IndexedWord {
    /// Where its text begins in [`Vocabulary::texts`].
    pub text: u32,
    /// Where the text ends and the stem begins.
    pub stem: u32,
    /// Where the stem ends.
    pub end: u32,
    /// Where its postings begin.
    pub postings: u32,
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
    pub passages: u32,
}

impl Occurrence {
    /// Adds a passage of that field.
    fn add(&mut self, field: TextField) {
        self.in_codes |= field.is_code();
        self.in_prose |= !field.is_code();
        self.in_titles |= field.is_name_or_message();
        self.passages += 1;
    }
}

/// A passage that contains a word, and how many words of the passage it covers: several for
/// `NameAlreadyUsed` as a whole. Packed, since there are so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting(pub u32);

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

impl Vocabulary {
    pub fn word(&self, term: u32) -> &IndexedWord {
        &self.words[term as usize]
    }

    pub fn text(&self, term: u32) -> &str {
        self.text_of(self.word(term))
    }

    pub fn stem(&self, term: u32) -> &str {
        let word = self.word(term);
        &self.texts[word.stem as usize..word.end as usize]
    }

    fn text_of(&self, word: &IndexedWord) -> &str {
        &self.texts[word.text as usize..word.stem as usize]
    }

    /// All terms, codes included.
    pub fn terms(&self) -> Range<u32> {
        0..to_u32(self.words.len())
    }

    /// The words of prose. Those that are only codes are never guessed.
    pub fn prose(&self) -> impl Iterator<Item = (u32, &IndexedWord)> {
        self.terms().zip(&*self.words).filter(|(_, word)| word.occurrence.in_prose)
    }

    /// Whether a word is one of prose.
    fn is_prose(&self, term: u32) -> bool {
        self.words.get(term as usize).is_some_and(|word| word.occurrence.in_prose)
    }

    /// In the order of the passages.
    pub fn postings(&self, term: u32) -> &[Posting] {
        let word = self.word(term);
        &self.postings[word.postings as usize..][..word.occurrence.passages as usize]
    }

    /// The term of a word, if any text has it.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.with_prefix(word).next().filter(|&term| self.text(term) == word)
    }

    /// Whether a word is a code.
    pub fn is_code(&self, word: &str) -> bool {
        self.find(word).is_some_and(|term| self.word(term).occurrence.in_codes)
    }

    /// The words with this prefix, the word itself included and first.
    pub fn with_prefix(&self, prefix: &str) -> impl Iterator<Item = u32> {
        let start = self.words.partition_point(|word| self.text_of(word) < prefix);
        let words = (to_u32(start)..).zip(&self.words[start..]);
        words
            .take_while(move |(_, word)| self.text_of(word).starts_with(prefix))
            .map(|(term, _)| term)
    }

    /// The prose terms with this stem.
    pub fn with_stem(&self, stem: &str) -> impl Iterator<Item = u32> {
        let start = self.by_stem.partition_point(|&term| self.stem(term) < stem);
        let terms = self.by_stem[start..].iter().copied();
        terms.take_while(move |&term| self.stem(term) == stem)
    }
}

/// Collects the words of the texts, passage by passage. Terms are provisional: first those of another
/// vocabulary, if there is one, then other words in the order in which they first occur.
#[derive(Debug, Default)]
pub struct VocabularyBuilder {
    base: Option<&'static Vocabulary>,
    terms: HashMap<Cow<'static, str>, u32, FixedState>,
    occurrences: Vec<Occurrence>,
    /// For each provisional term, the last passage that has it, plus one.
    last_passages: Vec<u32>,
    /// The tokens of all passages.
    tokens: Vec<Token>,
    /// Where the tokens of each passage end.
    ends: Vec<usize>,
    /// Postings from the other vocabulary.
    copied: Vec<(u32, Posting)>,
}

impl VocabularyBuilder {
    pub fn new(base: Option<&'static Vocabulary>) -> Self {
        let texts = base.into_iter().flat_map(|base| base.terms().map(|term| base.text(term)));
        let terms: HashMap<_, _, _> = texts.map(Cow::Borrowed).zip(0..).collect();
        Self {
            base,
            occurrences: vec![Occurrence::default(); terms.len()],
            last_passages: vec![0; terms.len()],
            terms,
            ..Self::default()
        }
    }

    /// The provisional term of a word.
    pub fn term(&mut self, word: &str) -> u32 {
        if let Some(&term) = self.terms.get(word) {
            return term;
        }
        let term = to_u32(self.occurrences.len());
        self.terms.insert(word.to_owned().into(), term);
        self.occurrences.push(Occurrence::default());
        self.last_passages.push(0);
        term
    }

    /// Adds a posting of a term of the other vocabulary, to a passage that was added without words.
    pub fn copy_posting(&mut self, term: u32, posting: Posting, field: TextField) {
        self.occurrences[term as usize].add(field);
        self.copied.push((term, posting));
    }

    /// Adds the next passage. Returns how many different words it has, and how many repetitions.
    pub fn add_passage(&mut self, tokens: &[Token], field: TextField) -> (usize, usize) {
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
            self.occurrences[term].add(field);
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
        let base = self.base;
        let base_terms = || base.into_iter().flat_map(Vocabulary::terms);
        let first_new = to_u32(base_terms().count());
        let mut new: Vec<_> =
            self.terms.into_iter().filter(|(_, term)| *term >= first_new).collect();
        new.sort_unstable();
        let known =
            base.into_iter().flat_map(|base| base.terms().map(|it| (base.text(it).into(), it)));
        let mut sorted: Vec<(Cow<'static, str>, u32)> = known.chain(new).collect();
        // Fast, since both parts are in order. Not every catalog need be there.
        sorted.sort();
        sorted.retain(|&(_, provisional)| self.occurrences[provisional as usize].passages > 0);

        let mut final_terms = vec![0; self.occurrences.len()];
        let (mut texts, mut words) = (String::new(), Vec::with_capacity(sorted.len()));
        let mut postings = 0;
        for (term, (word, provisional)) in (0..).zip(sorted) {
            let occurrence = self.occurrences[provisional as usize];
            final_terms[provisional as usize] = term;
            let stem = match base {
                Some(base) if provisional < first_new => base.stem(provisional).into(),
                _ => Cow::Owned(stem(&word)),
            };
            let start = to_u32(texts.len());
            texts.extend([&*word, &*stem]);
            words.push(IndexedWord {
                text: start,
                stem: start + to_u32(word.len()),
                end: to_u32(texts.len()),
                postings,
                letters: letter_set(&word),
                prefix_letters: prefix_letters(&word),
                stem_prefix_letters: prefix_letters(&stem),
                occurrence,
            });
            postings += occurrence.passages;
        }

        let mut next: Vec<u32> = words.iter().map(|word| word.postings).collect();
        let mut all = vec![Posting(0); postings as usize];
        let mut add = |provisional: u32, posting| {
            let next = &mut next[final_terms[provisional as usize] as usize];
            all[*next as usize] = posting;
            *next += 1;
        };
        self.copied.into_iter().for_each(|(term, posting)| add(term, posting));
        let mut start = 0;
        for (passage, &end) in (0..).zip(&self.ends) {
            for token in &self.tokens[start..end] {
                add(token.term(), Posting::new(passage, token.words()));
            }
            start = end;
        }
        if base.is_some() {
            for word in &words {
                all[word.postings as usize..][..word.occurrence.passages as usize].sort();
            }
        }

        // Nearly in order, too.
        let known = base.map_or(&[][..], |base| &base.by_stem);
        let is_new = |term: &u32| base.is_none_or(|base| !base.is_prose(*term));
        let others = (0..to_u32(final_terms.len())).filter(is_new);
        let prose = known.iter().copied().chain(others);
        let prose = prose.filter(|&it| self.occurrences[it as usize].in_prose);
        let mut by_stem: Vec<u32> = prose.map(|it| final_terms[it as usize]).collect();
        let (texts, words, postings) = (texts.into(), words.into(), all.into());
        let mut vocabulary = Vocabulary { texts, words, by_stem: Cow::default(), postings };
        by_stem.sort_by_key(|&term| (vocabulary.stem(term), term));
        vocabulary.by_stem = by_stem.into();
        (vocabulary, final_terms)
    }
}

pub fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
