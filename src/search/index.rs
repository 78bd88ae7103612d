//! The index: the texts of all entries and their vocabulary, built once.

mod builtin;
pub mod field;
mod tokens;
pub mod vocabulary;

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use self::field::{Text, TextField, texts};
use self::tokens::{Token, for_each_word};
use self::vocabulary::{Posting, Vocabulary, VocabularyBuilder, to_u32};
use super::text::letter_set::initial_set;
use crate::catalog::{Catalog, Catalogs, EntryRef};

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
        let _ = catalogs.iter().all(|catalog| builder.add_catalog(catalog));
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

    /// Where the passages of each entry end.
    pub fn passage_ends(&self) -> &[u32] {
        &self.starts[1..]
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
const SIBLING_PENALTY: f64 = 0.06;

/// The factor on the weight of a code that equals the entry's HTTP status: of two entries with the
/// status, the other words decide.
const STATUS_AS_CODE: f64 = 0.6;

/// The factor on the weight of a reference catalog, so that the vendor's entry, which is more
/// specific, comes first.
const REFERENCE: f64 = 0.9;

/// What the weight of a passage depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    field: TextField,
    /// How many texts of the field the entry has.
    siblings: usize,
    is_reference: bool,
    /// Whether it is a code that equals the entry's HTTP status.
    is_status: bool,
}

impl Kind {
    fn new(entry: EntryRef, field: TextField, siblings: usize) -> Self {
        let is_status = field == TextField::Code && entry.is_status();
        Self { field, siblings, is_reference: entry.catalog.is_reference(), is_status }
    }

    fn weight(self) -> f64 {
        let siblings = f64::from(to_u32(self.siblings));
        let reference = if self.is_reference { REFERENCE } else { 1.0 };
        let status = if self.is_status { STATUS_AS_CODE } else { 1.0 };
        self.field.weight() * reference * status / (1.0 + SIBLING_PENALTY * (siblings - 1.0))
    }
}

/// Collects the passages and words of the entries.
#[derive(Default)]
struct Builder {
    /// Without its vocabulary, and with provisional terms.
    index: InvertedIndex,
    vocabulary: VocabularyBuilder,
    /// The position of each kind in the index.
    kinds: HashMap<Kind, u16, FixedState>,
    /// The tokens of one passage; kept to reuse its memory.
    tokens: Vec<Token>,
    /// The texts of the entry before, many of which the next one shares.
    before: Vec<Text>,
    folded: String,
}

impl Builder {
    /// Adds the entries of a catalog; false if there are too many.
    fn add_catalog(&mut self, catalog: &'static Catalog) -> bool {
        let tokens = builtin::tokens(catalog);
        self.vocabulary.reserve(tokens.map_or(0, <[_]>::len));
        let mut tokenized = tokens.map(|tokens| tokens.split(|&token| token == Token::END));
        for entry in catalog.entry_refs() {
            let texts = texts(entry);
            if self.index.passages.len() + texts.len() > Posting::MAX_PASSAGES as usize {
                return false;
            }
            // Texts of one field are adjacent.
            for texts in texts.chunk_by(|a, b| a.field == b.field) {
                let kind = self.kind(Kind::new(entry, texts[0].field, texts.len()));
                for text in texts {
                    match tokenized.as_mut().and_then(Iterator::next) {
                        Some(tokens) => self.add_passage(text.field, kind, tokens),
                        None => self.add_text(text, kind),
                    }
                }
            }
            self.before = texts;
            let index = &mut self.index;
            index.entries.push(entry);
            index.precedences.push(u8::from(catalog.is_reference()) << 4 | entry.origin as u8);
            index.starts.push(to_u32(index.passages.len()));
        }
        true
    }

    /// Adds a text, or repeats it if the entry before has it too.
    fn add_text(&mut self, text: &Text, kind: u16) {
        // The passages of this entry are not yet in `starts`.
        let end = self.index.starts.last().copied().unwrap_or(0);
        let before = end - to_u32(self.before.len());
        if let Some((passage, _)) =
            (before..).zip(&self.before).find(|(_, other)| other.is_same(text))
        {
            self.vocabulary.repeat_passage(passage);
            let Passage { words, repeats, .. } = self.index.passage(passage);
            self.push(kind, words, repeats);
            return;
        }
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.clear();
        for_each_word(text, &mut self.folded, |word, count| {
            tokens.push(Token::new(self.vocabulary.term(word), count));
        });
        self.add_passage(text.field, kind, &tokens);
        self.tokens = tokens;
    }

    fn add_passage(&mut self, field: TextField, kind: u16, tokens: &[Token]) {
        if field.is_name_or_message() {
            let passage = to_u32(self.index.passages.len());
            let words = tokens.iter().filter(|token| token.is_single());
            let words = words.map(|token| token.term()).collect();
            let text = NameOrMessage { passage, letters: 0, initials: 0, words };
            self.index.names_and_messages.push(text);
        }
        let (distinct, repeats) = self.vocabulary.add_passage(tokens, field);
        self.push(kind, to_u8(distinct), to_u8(repeats));
    }

    fn push(&mut self, kind: u16, words: u8, repeats: u8) {
        let entry = to_u32(self.index.entries.len());
        self.index.passages.push(Passage { entry, kind, words, repeats });
    }

    fn kind(&mut self, kind: Kind) -> u16 {
        let kinds = &mut self.index.kinds;
        *self.kinds.entry(kind).or_insert_with(|| {
            kinds.push((kind.field, kind.weight()));
            u16::try_from(kinds.len() - 1).unwrap_or(u16::MAX)
        })
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
