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
    /// The words, one after the other.
    text: String,
    /// Where each word ends in it.
    ends: Vec<u32>,
    /// The letters of each word, as a set.
    letters: Vec<u32>,
    /// In which kinds of text each word stands.
    places: Vec<Places>,
    postings: Vec<Posting>,
    /// Where the postings of each word begin, and at last where they all end.
    starts: Vec<usize>,
    /// The words of running text; the rest are codes, which are never guessed at.
    spoken: Vec<u32>,
    /// The stem of each spoken word, in the order of the stems.
    stems: Vec<(String, u32)>,
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
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn text(&self, term: u32) -> &str {
        let term = term as usize;
        let start = if term == 0 { 0 } else { self.ends[term - 1] as usize };
        &self.text[start..self.ends[term] as usize]
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
        let at = self.first_from(word);
        ((at as usize) < self.len() && self.text(at) == word).then_some(at)
    }

    /// The words that begin so, the word itself included.
    pub(super) fn beginning<'v>(&'v self, word: &'v str) -> impl Iterator<Item = u32> + 'v {
        (self.first_from(word)..self.end())
            .take_while(move |&term| self.text(term).starts_with(word))
    }

    /// The spoken words of that stem.
    pub(super) fn of_stem<'v>(&'v self, stem: &'v str) -> impl Iterator<Item = u32> + 'v {
        let start = self.stems.partition_point(|(other, _)| other.as_str() < stem);
        self.stems[start..].iter().take_while(move |(other, _)| other == stem).map(|&(_, at)| at)
    }

    /// Every word of running text.
    pub(super) fn spoken(&self) -> &[u32] {
        &self.spoken
    }

    /// The stems of all spoken words.
    pub(super) fn stems(&self) -> &[(String, u32)] {
        &self.stems
    }

    /// Every word, codes included.
    pub(super) fn terms(&self) -> std::ops::Range<u32> {
        0..self.end()
    }

    /// Memory in bytes.
    pub(super) fn size(&self) -> usize {
        let stems: usize = self.stems.iter().map(|(stem, _)| stem.capacity()).sum();
        self.text.capacity()
            + 4 * (self.ends.capacity() + self.letters.capacity() + self.spoken.capacity())
            + size_of::<Places>() * self.places.capacity()
            + size_of::<Posting>() * self.postings.capacity()
            + size_of::<usize>() * self.starts.capacity()
            + size_of::<(String, u32)>() * self.stems.capacity()
            + stems
    }

    fn end(&self) -> u32 {
        number(self.len())
    }

    /// The first word that is not before this one.
    fn first_from(&self, word: &str) -> u32 {
        let (mut low, mut high) = (0, self.end());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.text(middle) < word { low = middle + 1 } else { high = middle }
        }
        low
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
        vocabulary.starts.push(0);
        for (new, (text, old)) in (0..).zip(&words) {
            let places = self.places[*old as usize];
            moved[*old as usize] = new;
            vocabulary.text.push_str(text);
            vocabulary.ends.push(number(vocabulary.text.len()));
            vocabulary.letters.push(typo::letters(text));
            vocabulary.places.push(places);
            let start = vocabulary.starts[new as usize];
            vocabulary.starts.push(start + self.counts[*old as usize] as usize);
            if places.running {
                vocabulary.spoken.push(new);
                vocabulary.stems.push((stem(text), new));
            }
        }
        vocabulary.stems.sort_unstable();

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
