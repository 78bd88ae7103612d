//! The index: the texts of all entries and their vocabulary, built once.

pub mod field;
pub mod vocabulary;

use std::ops::Range;

use self::field::{Text, TextField, texts};
use self::vocabulary::{Posting, Vocabulary, VocabularyBuilder, to_u32};
use super::text::letter_set::initial_set;
use super::text::tokenize::{fold_into, is_single_part, parts, words};
use crate::catalog::{Catalogs, EntryRef};

/// Entries, their passages, and the words of the passages. Limited to some twenty million entries;
/// any more are not found.
#[derive(Debug, Default)]
pub struct InvertedIndex {
    pub catalogs: Catalogs,
    /// In the order of the catalogs.
    pub entries: Vec<EntryRef>,
    /// The precedence of each entry, less coming first.
    precedences: Vec<u8>,
    /// The texts of all entries, those of one entry together.
    passages: Vec<Passage>,
    /// What passages share, by [`Passage::kind`].
    kinds: Vec<(TextField, f64)>,
    /// Where the passages of each entry begin, and the end of the last.
    starts: Vec<u32>,
    pub vocabulary: Vocabulary,
    pub names_and_messages: Vec<NameOrMessage>,
}

/// One text of one entry. Packed, since there are a dozen for each entry.
#[derive(Debug, Clone, Copy)]
pub struct Passage {
    entry: u32,
    kind: u16,
    /// How many different words it has.
    pub words: u8,
    /// How many of its words are repetitions.
    pub repeats: u8,
}

/// A name or message, for abbreviations and fuzzy subsequences.
#[derive(Debug)]
pub struct NameOrMessage {
    pub passage: u32,
    /// The letters of its words.
    pub letters: u32,
    /// The letters that its words begin with.
    pub initials: u32,
    /// The terms of its words, in order.
    pub words: Box<[u32]>,
}

impl NameOrMessage {
    /// Whether it has all these letters.
    pub fn has_letters(&self, letters: u32) -> bool {
        letters & !self.letters == 0
    }
}

impl InvertedIndex {
    pub fn new(catalogs: &Catalogs) -> Self {
        let index = Self { catalogs: catalogs.clone(), starts: vec![0], ..Self::default() };
        let mut builder = Builder { index, ..Builder::default() };
        for entry in catalogs.entry_refs() {
            let texts = texts(entry);
            if builder.index.passages.len() + texts.len() > Posting::MAX_PASSAGES as usize {
                break;
            }
            builder.add_entry(entry, texts);
        }
        builder.build()
    }

    /// The number of entries.
    pub fn count(&self) -> u32 {
        to_u32(self.entries.len())
    }

    /// What orders entries of equal score: vendors before the reference, the source before later
    /// additions.
    pub fn precedence(&self, entry: u32) -> u8 {
        self.precedences[entry as usize]
    }

    pub fn passages_of(&self, entry: u32) -> Range<u32> {
        self.starts[entry as usize]..self.starts[entry as usize + 1]
    }

    /// The number of passages.
    pub fn passage_count(&self) -> usize {
        self.passages.len()
    }

    pub fn passage(&self, passage: u32) -> Passage {
        self.passages[passage as usize]
    }

    pub fn field(&self, passage: u32) -> TextField {
        self.kinds[self.passage(passage).kind as usize].0
    }

    /// How much a match in a passage weighs.
    pub fn weight(&self, passage: u32) -> f64 {
        self.kinds[self.passage(passage).kind as usize].1
    }

    pub fn entry_of(&self, passage: u32) -> u32 {
        self.passage(passage).entry
    }

    /// The texts of an entry, in the order of its passages. They are not stored, since few are read.
    pub fn texts_of(&self, entry: u32) -> Vec<Text> {
        texts(self.entries[entry as usize])
    }
}

/// The penalty on all texts of a field for each further one: a word in one of ten messages matters
/// less than one in the only message.
const SIBLING_PENALTY: f64 = 0.05;

/// The factor on the weight of a code that equals the entry's HTTP status: of two entries with the
/// status, the other words decide.
const STATUS_AS_CODE: f64 = 0.6;

/// The factor on the weight of a reference catalog, so that the vendor's entry, which is more
/// specific, comes first.
const REFERENCE: f64 = 0.9;

fn weight(entry: EntryRef, field: TextField, siblings: usize) -> f64 {
    let siblings = f64::from(to_u32(siblings));
    let reference = if entry.catalog.is_reference() { REFERENCE } else { 1.0 };
    let status = if field == TextField::Code && entry.is_status() { STATUS_AS_CODE } else { 1.0 };
    field.weight() * reference * status / (1.0 + SIBLING_PENALTY * (siblings - 1.0))
}

/// Collects the passages and words of the entries.
#[derive(Default)]
struct Builder {
    /// Without its vocabulary, and with provisional terms.
    index: InvertedIndex,
    vocabulary: VocabularyBuilder,
    /// The words of one passage, each with how many words it covers; kept to reuse its memory.
    found: Vec<(u32, u32)>,
    /// The same words in order, without those that cover several.
    in_order: Vec<u32>,
    /// The texts of the entry before, many of which the next one shares.
    before: Vec<Text>,
    folded: String,
}

impl Builder {
    fn add_entry(&mut self, entry: EntryRef, texts: Vec<Text>) {
        let before = to_u32(self.index.passages.len() - self.before.len());
        // Texts of one field are adjacent.
        for texts in texts.chunk_by(|a, b| a.field == b.field) {
            let weight = weight(entry, texts[0].field, texts.len());
            for text in texts {
                match (before..).zip(&self.before).find(|(_, other)| other.is_same(text)) {
                    Some((passage, _)) => self.repeat_passage(passage, text.field, weight),
                    None => self.add_passage(text, weight),
                }
            }
        }
        self.before = texts;
        let index = &mut self.index;
        index.entries.push(entry);
        index.precedences.push(u8::from(entry.catalog.is_reference()) << 4 | entry.origin as u8);
        index.starts.push(to_u32(index.passages.len()));
    }

    fn add_passage(&mut self, text: &Text, weight: f64) {
        let field = text.field;
        let text = text.text();
        self.found.clear();
        self.in_order.clear();
        if field.is_code() {
            let term = self.term(&text);
            self.found.push((term, 1));
        } else {
            for word in words(&text) {
                self.add_word(field, &text[word]);
            }
        }
        let all = self.found.iter().filter(|(_, words)| *words == 1).count();
        self.found.sort_unstable();
        self.found.dedup_by_key(|&mut (term, _)| term);
        let distinct = self.found.iter().filter(|(_, words)| *words == 1).count();
        self.vocabulary.add_passage(&self.found, field);

        if field.is_name_or_message() {
            let passage = to_u32(self.index.passages.len());
            let words = self.in_order.as_slice().into();
            let text = NameOrMessage { passage, letters: 0, initials: 0, words };
            self.index.names_and_messages.push(text);
        }
        self.push(field, weight, to_u8(distinct), to_u8(all - distinct));
    }

    /// Adds a passage with the same text as an earlier one.
    fn repeat_passage(&mut self, passage: u32, field: TextField, weight: f64) {
        self.vocabulary.repeat_passage(passage);
        let Passage { words, repeats, .. } = self.index.passage(passage);
        self.push(field, weight, words, repeats);
    }

    fn push(&mut self, field: TextField, weight: f64, words: u8, repeats: u8) {
        let kind = self.kind(field, weight);
        let entry = to_u32(self.index.entries.len());
        self.index.passages.push(Passage { entry, kind, words, repeats });
    }

    /// Adds a word and its parts. A vendor is found by whole words only: `path` does not mean
    /// `UiPath`.
    fn add_word(&mut self, field: TextField, word: &str) {
        if is_single_part(word) || field == TextField::Vendor {
            self.add_part(word);
            return;
        }
        let mut count = 0;
        for part in parts(word) {
            self.add_part(&word[part]);
            count += 1;
        }
        let whole = self.term(word);
        self.found.push((whole, count));
    }

    fn add_part(&mut self, part: &str) {
        let term = self.term(part);
        self.found.push((term, 1));
        self.in_order.push(term);
    }

    fn term(&mut self, word: &str) -> u32 {
        self.folded.clear();
        fold_into(word, &mut self.folded);
        self.vocabulary.term(&self.folded)
    }

    fn kind(&mut self, field: TextField, weight: f64) -> u16 {
        let kinds = &mut self.index.kinds;
        let kind = kinds.iter().position(|&kind| kind == (field, weight)).unwrap_or_else(|| {
            kinds.push((field, weight));
            kinds.len() - 1
        });
        u16::try_from(kind).unwrap_or(u16::MAX)
    }

    fn build(self) -> InvertedIndex {
        let mut index = self.index;
        let (vocabulary, final_terms) = self.vocabulary.build();
        for text in &mut index.names_and_messages {
            for term in &mut text.words {
                *term = final_terms[*term as usize];
                let word = vocabulary.word(*term);
                text.letters |= word.letters;
                text.initials |= initial_set(&word.text);
            }
        }
        InvertedIndex { vocabulary, ..index }
    }
}

fn to_u8(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
