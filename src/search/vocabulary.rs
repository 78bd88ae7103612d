//! The vocabulary: every word of every text, and the passages that have it. It grows far slower
//! than the entries do, so what is typed is first looked up here.
//!
//! A million entries have some sixty million words, so everything lies in a few long arrays.

use std::collections::HashMap;

use super::typo;
use super::words::stem;

/// All words, in the order of their letters; a word is known by its place.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Words,
    /// The letters of each word, as a set.
    letters: Vec<u32>,
    /// In which kinds of text each word stands.
    places: Vec<Places>,
    postings: Vec<Posting>,
    /// Where the postings of each word begin, and at last where they all end.
    starts: Vec<usize>,
    /// The words of running text; the rest are codes, which are never guessed at.
    spoken: Vec<u32>,
    /// The stem of each spoken word, in the order of the stems, and the word that it is of.
    stems: Words,
    of_stems: Vec<u32>,
}

/// Words in an order, each known by its place.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// One after the other.
    text: String,
    /// Where each word ends in it.
    ends: Vec<u32>,
    /// The first letters of each word, as a set.
    heads: Vec<u32>,
}

impl Words {
    fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.ends.push(number(self.text.len()));
        self.heads.push(typo::head(word));
    }

    pub(super) fn len(&self) -> u32 {
        number(self.ends.len())
    }

    pub(super) fn text(&self, place: u32) -> &str {
        let place = place as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.text[start..self.ends[place] as usize]
    }

    /// The first letters of a word, as a set.
    pub(super) fn head(&self, place: u32) -> u32 {
        self.heads[place as usize]
    }

    /// The first word that is not before this one.
    fn first_from(&self, word: &str) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.text(middle) < word { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Memory in bytes.
    fn size(&self) -> usize {
        self.text.capacity() + size_of::<u32>() * (self.ends.capacity() + self.heads.capacity())
    }
}

/// A passage that has a word, and how many words of the passage it stands for: several for
/// `NameAlreadyUsed` as a whole. One number, since there are so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(u32);

/// In which kinds of text a word stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Places {
    pub(super) codes: bool,
    pub(super) running: bool,
}

impl Posting {
    /// The bits for the words that it stands for.
    const PARTS: u32 = 4;
    /// How many passages can be told apart.
    pub(super) const PASSAGES: u32 = u32::MAX >> Self::PARTS;

    pub(super) fn new(passage: u32, parts: u32) -> Self {
        Self(passage << Self::PARTS | parts.min((1 << Self::PARTS) - 1))
    }

    pub(super) fn passage(self) -> u32 {
        self.0 >> Self::PARTS
    }

    pub(super) fn parts(self) -> u32 {
        self.0 & ((1 << Self::PARTS) - 1)
    }
}

impl Vocabulary {
    pub(super) fn text(&self, term: u32) -> &str {
        self.words.text(term)
    }

    /// The first letters of a word, as a set.
    pub(super) fn head(&self, term: u32) -> u32 {
        self.words.head(term)
    }

    pub(super) fn letters(&self, term: u32) -> u32 {
        self.letters[term as usize]
    }

    /// The letter that a word begins with, as a set.
    pub(super) fn initial(&self, term: u32) -> u32 {
        let text = self.text(term);
        typo::letters(text.chars().next().map_or("", |first| &text[..first.len_utf8()]))
    }

    pub(super) fn places(&self, term: u32) -> Places {
        self.places[term as usize]
    }

    /// In the order of the passages.
    pub(super) fn postings(&self, term: u32) -> &[Posting] {
        let term = term as usize;
        &self.postings[self.starts[term]..self.starts[term + 1]]
    }

    /// The word itself, if anything has it.
    pub(super) fn whole(&self, word: &str) -> Option<u32> {
        let at = self.words.first_from(word);
        (at < self.words.len() && self.text(at) == word).then_some(at)
    }

    /// The words that begin so, the word itself included.
    pub(super) fn beginning<'v>(&'v self, word: &'v str) -> impl Iterator<Item = u32> + 'v {
        (self.words.first_from(word)..self.words.len())
            .take_while(move |&term| self.text(term).starts_with(word))
    }

    /// The spoken words of that stem.
    pub(super) fn of_stem<'v>(&'v self, stem: &'v str) -> impl Iterator<Item = u32> + 'v {
        (self.stems.first_from(stem)..self.stems.len())
            .take_while(move |&place| self.stems.text(place) == stem)
            .map(|place| self.of_stems[place as usize])
    }

    /// Every word of running text.
    pub(super) fn spoken(&self) -> &[u32] {
        &self.spoken
    }

    /// The stems of all spoken words, each with its word.
    pub(super) fn stems(&self) -> (&Words, &[u32]) {
        (&self.stems, &self.of_stems)
    }

    /// Every word, codes included.
    pub(super) fn terms(&self) -> std::ops::Range<u32> {
        0..self.words.len()
    }

    /// Memory in bytes.
    pub(super) fn size(&self) -> usize {
        let numbers = self.letters.capacity() + self.spoken.capacity() + self.of_stems.capacity();
        self.words.size()
            + self.stems.size()
            + size_of::<u32>() * numbers
            + size_of::<Places>() * self.places.capacity()
            + size_of::<Posting>() * self.postings.capacity()
            + size_of::<usize>() * self.starts.capacity()
    }
}

/// Collects words while texts are read, passage by passage.
#[derive(Debug, Default)]
pub(super) struct Builder {
    known: HashMap<Box<str>, u32>,
    /// The words in the order in which they come.
    places: Vec<Places>,
    counts: Vec<u32>,
    /// The words of all passages, as postings that name the word in place of the passage.
    forward: Vec<Posting>,
    /// Where the words of each passage end.
    ends: Vec<usize>,
}

impl Builder {
    /// The number of a word, in the order in which they come.
    pub(super) fn term(&mut self, text: &str) -> u32 {
        if let Some(&term) = self.known.get(text) {
            return term;
        }
        let term = number(self.places.len());
        self.known.insert(text.into(), term);
        self.places.push(Places::default());
        self.counts.push(0);
        term
    }

    /// Adds the words of the next passage, each once, with the words that it stands for.
    pub(super) fn add(&mut self, words: impl Iterator<Item = (u32, u32)>, code: bool) {
        for (term, parts) in words {
            let places = &mut self.places[term as usize];
            places.codes |= code;
            places.running |= !code;
            self.counts[term as usize] += 1;
            self.forward.push(Posting::new(term, parts));
        }
        self.ends.push(self.forward.len());
    }

    /// The vocabulary, and the new place of each word by its old number.
    pub(super) fn sorted(self) -> (Vocabulary, Vec<u32>) {
        let mut words: Vec<(Box<str>, u32)> = self.known.into_iter().collect();
        words.sort_unstable();
        let mut moved = vec![0; words.len()];
        let mut vocabulary = Vocabulary::default();
        let mut stems: Vec<(String, u32)> = Vec::new();
        vocabulary.starts.push(0);
        for (new, (text, old)) in (0..).zip(&words) {
            let places = self.places[*old as usize];
            moved[*old as usize] = new;
            vocabulary.words.push(text);
            vocabulary.letters.push(typo::letters(text));
            vocabulary.places.push(places);
            let start = vocabulary.starts[new as usize];
            vocabulary.starts.push(start + self.counts[*old as usize] as usize);
            if places.running {
                vocabulary.spoken.push(new);
                stems.push((stem(text), new));
            }
        }
        stems.sort_unstable();
        for (stem, term) in stems {
            vocabulary.stems.push(&stem);
            vocabulary.of_stems.push(term);
        }

        let mut next = vocabulary.starts.clone();
        vocabulary.postings = vec![Posting(0); self.forward.len()];
        let mut start = 0;
        for (passage, &end) in (0..).zip(&self.ends) {
            for word in &self.forward[start..end] {
                let next = &mut next[moved[word.passage() as usize] as usize];
                vocabulary.postings[*next] = Posting::new(passage, word.parts());
                *next += 1;
            }
            start = end;
        }
        (vocabulary, moved)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
