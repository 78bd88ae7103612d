//! The index: every word of every text of every entry, built once. A word that is typed is looked
//! up in the vocabulary, which grows far slower than the entries do.

use std::collections::HashMap;
use std::ops::Range;

use super::field::{Field, Text, texts};
use super::typo;
use super::words::{fold, fold_into, is_plain, parts, stem, words};
use crate::catalog::{Catalogs, HTTP, Record};

/// Everything that can be searched, prepared once.
#[derive(Debug)]
pub struct Index {
    pub(super) catalogs: Catalogs,
    pub(super) records: Vec<Record>,
    /// The texts of all entries, those of one entry together.
    pub(super) passages: Vec<Passage>,
    /// Where the passages of each entry begin, and at last where they all end.
    starts: Vec<u32>,
    /// All words, in the order of their letters.
    pub(super) vocabulary: Vec<Term>,
    /// The stem of each word of the vocabulary, in the order of the stems.
    pub(super) stems: Vec<(String, u32)>,
    /// The parts of each name and message, for abbreviations.
    pub(super) names: Vec<Name>,
}

/// One text of one entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage {
    pub(super) entry: u32,
    pub(super) field: Field,
    /// How many different words it has.
    pub(super) words: u16,
    /// How much a word in it says about the entry.
    pub(super) weight: f64,
}

/// A word of the vocabulary.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) text: String,
    /// Its letters, as a set.
    pub(super) letters: u32,
    pub(super) postings: Vec<Posting>,
}

/// A passage that has a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) passage: u32,
    /// How many words of the passage it stands for: several for `NameAlreadyUsed` as a whole.
    pub(super) parts: u16,
}

/// The parts of a name, in order.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) passage: u32,
    /// Words of the vocabulary.
    pub(super) parts: Vec<u32>,
}

impl Index {
    /// An index of all entries.
    #[must_use]
    pub fn new(catalogs: &Catalogs) -> Self {
        let records: Vec<Record> = catalogs.records().collect();
        let mut builder = Builder::default();
        let mut starts = Vec::with_capacity(records.len() + 1);
        for (entry, &record) in (0..).zip(&records) {
            starts.push(builder.next_passage());
            let texts = texts(record, catalogs);
            for text in &texts {
                let siblings = texts.iter().filter(|other| other.field == text.field).count();
                builder.add(entry, text, weight(record, text.field, siblings));
            }
        }
        starts.push(builder.next_passage());
        let Builder { passages, names, vocabulary, .. } = builder.sorted();
        let mut stems: Vec<(String, u32)> =
            (0..).zip(&vocabulary).map(|(at, term)| (stem(&term.text), at)).collect();
        stems.sort();
        Self { catalogs: catalogs.clone(), records, passages, starts, vocabulary, stems, names }
    }

    /// The passages of an entry.
    pub(super) fn passages_of(&self, entry: u32) -> Range<u32> {
        let entry = entry as usize;
        self.starts[entry]..self.starts[entry + 1]
    }

    pub(super) fn passage(&self, passage: u32) -> Passage {
        self.passages[passage as usize]
    }

    pub(super) fn term(&self, term: u32) -> &Term {
        &self.vocabulary[term as usize]
    }

    /// The texts of the entry, in the order of its passages. Put together anew: only few of them are
    /// ever looked at again.
    pub(super) fn texts_of(&self, entry: u32) -> Vec<Text> {
        texts(self.records[entry as usize], &self.catalogs)
    }

    /// The word itself, if anything has it.
    pub(super) fn whole(&self, word: &str) -> Option<u32> {
        let found = self.vocabulary.binary_search_by(|term| term.text.as_str().cmp(word));
        found.ok().and_then(|at| u32::try_from(at).ok())
    }

    /// The words that begin so, the word itself included.
    pub(super) fn beginning(&self, word: &str) -> impl Iterator<Item = u32> {
        let start = self.vocabulary.partition_point(|term| term.text.as_str() < word);
        (0..)
            .zip(&self.vocabulary)
            .skip(start)
            .take_while(move |(_, term)| term.text.starts_with(word))
            .map(|(at, _)| at)
    }

    /// The words of that stem.
    pub(super) fn of_stem(&self, stem: &str) -> impl Iterator<Item = u32> {
        let start = self.stems.partition_point(|(other, _)| other.as_str() < stem);
        self.stems[start..].iter().take_while(move |(other, _)| other == stem).map(|&(_, at)| at)
    }
}

/// What each further text of the same field takes from all of them: a word in one of ten messages
/// says less about an entry than one in its only message.
const SIBLING: f64 = 0.05;

/// What a text of the registry of HTTP statuses keeps: on equal terms the vendor's own entry, which
/// knows more, comes first.
const REGISTRY: f64 = 0.9;

fn weight(record: Record, field: Field, siblings: usize) -> f64 {
    let siblings = f64::from(u32::try_from(siblings).unwrap_or(u32::MAX));
    let registry = if record.catalog.id == HTTP { REGISTRY } else { 1.0 };
    field.weight() * registry / (1.0 + SIBLING * (siblings - 1.0))
}

/// Collects the words while the entries are read.
#[derive(Default)]
struct Builder {
    passages: Vec<Passage>,
    names: Vec<Name>,
    known: HashMap<String, u32>,
    vocabulary: Vec<Term>,
    /// The words of the passage at hand with the parts they stand for; kept for its memory.
    found: Vec<(u32, u16)>,
    spelling: String,
}

impl Builder {
    fn next_passage(&self) -> u32 {
        u32::try_from(self.passages.len()).unwrap_or(u32::MAX)
    }

    fn add(&mut self, entry: u32, text: &Text, weight: f64) {
        let passage = self.next_passage();
        let Text { field, text } = text;
        let mut name = Vec::new();
        self.found.clear();
        if field.is_code() {
            let code = fold(text);
            let term = self.term(&code);
            self.found.push((term, 1));
        } else {
            for word in words(text) {
                self.add_word(*field, &text[word], &mut name);
            }
        }
        self.found.sort_unstable();
        self.found.dedup_by_key(|&mut (term, _)| term);
        let words = self.found.iter().filter(|&&(_, parts)| parts == 1).count();
        for &(term, parts) in &self.found {
            self.vocabulary[term as usize].postings.push(Posting { passage, parts });
        }
        if name.len() > 1 && field.is_title() {
            self.names.push(Name { passage, parts: name });
        }
        let words = u16::try_from(words).unwrap_or(u16::MAX);
        self.passages.push(Passage { entry, field: *field, words, weight });
    }

    /// Adds a word with its parts. A vendor is known by whole words: no one means `UiPath` by `path`.
    fn add_word(&mut self, field: Field, word: &str, name: &mut Vec<u32>) {
        if is_plain(word) || field == Field::Vendor {
            let term = self.folded(word);
            self.found.push((term, 1));
            name.push(term);
            return;
        }
        let mut count = 0;
        for part in parts(word) {
            let term = self.folded(&word[part]);
            self.found.push((term, 1));
            name.push(term);
            count += 1;
        }
        let whole = self.folded(word);
        self.found.push((whole, count));
    }

    fn folded(&mut self, word: &str) -> u32 {
        let mut spelling = std::mem::take(&mut self.spelling);
        spelling.clear();
        fold_into(word, &mut spelling);
        let term = self.term(&spelling);
        self.spelling = spelling;
        term
    }

    /// The number of a word; words are numbered in the order in which they come.
    fn term(&mut self, text: &str) -> u32 {
        if let Some(&term) = self.known.get(text) {
            return term;
        }
        let term = u32::try_from(self.vocabulary.len()).unwrap_or(u32::MAX);
        self.known.insert(text.to_owned(), term);
        let letters = typo::letters(text);
        self.vocabulary.push(Term { text: text.to_owned(), letters, postings: Vec::new() });
        term
    }

    /// Puts the vocabulary in order, and renumbers what refers to it.
    fn sorted(mut self) -> Self {
        let mut order: Vec<usize> = (0..self.vocabulary.len()).collect();
        order.sort_unstable_by(|&a, &b| self.vocabulary[a].text.cmp(&self.vocabulary[b].text));
        let mut place = vec![0; order.len()];
        for (new, &old) in (0..).zip(&order) {
            place[old] = new;
        }
        for part in self.names.iter_mut().flat_map(|name| &mut name.parts) {
            *part = place[*part as usize];
        }
        self.vocabulary.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        self
    }
}
