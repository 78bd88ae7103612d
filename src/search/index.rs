//! The index: the texts of all entries and their vocabulary. The build script builds that of the
//! built-in catalogs.

pub mod builder;
pub mod field;
pub mod tokens;
pub mod vocabulary;

use std::borrow::Cow;
use std::ops::Range;

use self::field::{Text, TextField, texts};
use self::vocabulary::{Vocabulary, to_u32};
use crate::catalog::{Catalogs, EntryRef};

/// Entries, their passages, and the words of the passages. Limited to some twenty million entries;
/// any more are not found.
#[derive(Debug, Clone, Default)]
pub struct InvertedIndex {
    pub catalogs: Catalogs,
    /// In the order of the catalogs.
    pub entries: Vec<EntryRef>,
    /// The precedence of each entry, less coming first.
    pub precedences: Cow<'static, [u8]>,
    /// The texts of all entries, those of one entry together.
    pub passages: Cow<'static, [Passage]>,
    /// What passages share, by [`Passage::kind`].
    pub kinds: Cow<'static, [(TextField, f64)]>,
    /// Where the passages of each entry begin, and the end of the last.
    pub starts: Cow<'static, [u32]>,
    pub vocabulary: Vocabulary,
    pub names_and_messages: Cow<'static, [NameOrMessage]>,
    /// The terms of the words of all names and messages, in order.
    pub title_words: Cow<'static, [u32]>,
}

/// One text of one entry. Packed, since there are a dozen for each entry.
#[derive(Debug, Clone, Copy)]
pub struct Passage {
    pub entry: u32,
    pub kind: u16,
    /// How many different words it has.
    pub words: u8,
    /// How many of its words are repetitions.
    pub repeats: u8,
}

/// A name or message, for abbreviations and fuzzy subsequences.
#[derive(Debug, Clone, Copy)]
pub struct NameOrMessage {
    pub passage: u32,
    /// The letters of its words.
    pub letters: u32,
    /// The letters that its words begin with.
    pub initials: u32,
    /// Where its words begin and end in [`InvertedIndex::title_words`].
    pub words: (u32, u32),
}

impl NameOrMessage {
    /// Whether it has all these letters.
    pub fn has_letters(&self, letters: u32) -> bool {
        letters & !self.letters == 0
    }
}

impl InvertedIndex {
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

    /// The terms of the words of a name or message, in order.
    pub fn words_of(&self, text: &NameOrMessage) -> &[u32] {
        let (start, end) = text.words;
        &self.title_words[start as usize..end as usize]
    }
}
