//! Builds an index: that of the built-in catalogs in the build script, those with a user's catalogs when
//! the program runs.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::field::{Text, TextField, texts};
use super::tokens::{Token, for_each_word};
use super::vocabulary::{Posting, VocabularyBuilder, to_u32};
use super::{InvertedIndex, NameOrMessage, Passage};
use crate::catalog::{Catalog, Catalogs, EntryRef};
use crate::search::text::letter_set::initial_set;

impl InvertedIndex {
    /// An index of these catalogs. What `base`, if there is one, has of them is copied.
    pub fn new(catalogs: &Catalogs, base: Option<&'static Self>) -> Self {
        let mut builder = Builder::new(base);
        for catalog in catalogs.iter() {
            let copied = base.and_then(|base| Some((base, base.entries_of(catalog)?)));
            let is_complete = match copied {
                Some((base, entries)) => builder.copy_catalog(base, entries),
                None => builder.add_catalog(catalog),
            };
            // The index is full.
            if !is_complete {
                break;
            }
        }
        builder.build(catalogs, base)
    }

    /// The positions of the entries of a catalog.
    fn entries_of(&self, catalog: &'static Catalog) -> Option<Range<usize>> {
        let start = self.entries.iter().position(|it| std::ptr::eq(it.catalog, catalog))?;
        Some(start..start + catalog.entries.len())
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

/// Collects the passages and words of the entries, with provisional terms.
#[derive(Default)]
struct Builder {
    entries: Vec<EntryRef>,
    precedences: Vec<u8>,
    passages: Vec<Passage>,
    starts: Vec<u32>,
    names_and_messages: Vec<NameOrMessage>,
    title_words: Vec<u32>,
    vocabulary: VocabularyBuilder,
    /// The copied passages, with the positions that they had in the base.
    copied: Vec<(u32, u32)>,
    kinds: Vec<(TextField, f64)>,
    /// The position of each kind.
    positions: HashMap<Kind, u16, FixedState>,
    /// The tokens of one passage; kept to reuse its memory.
    tokens: Vec<Token>,
    /// The texts of the entry before, many of which the next one shares.
    before: Vec<Text>,
    folded: String,
}

impl Builder {
    fn new(base: Option<&'static InvertedIndex>) -> Self {
        Self {
            starts: vec![0],
            vocabulary: VocabularyBuilder::new(base.map(|base| &base.vocabulary)),
            kinds: base.map_or_else(Vec::new, |base| base.kinds.to_vec()),
            ..Self::default()
        }
    }

    /// Copies the entries of a catalog; false if there are too many.
    fn copy_catalog(&mut self, base: &InvertedIndex, entries: Range<usize>) -> bool {
        let (start, end) = (base.starts[entries.start], base.starts[entries.end]);
        if self.passages.len() + (end - start) as usize > Posting::MAX_PASSAGES as usize {
            return false;
        }
        let first = to_u32(self.passages.len());
        let is_before = |passage: u32| move |text: &NameOrMessage| text.passage < passage;
        let texts = &base.names_and_messages;
        let texts =
            &texts[texts.partition_point(is_before(start))..texts.partition_point(is_before(end))];
        for text in texts {
            let words = to_u32(self.title_words.len());
            self.title_words.extend(base.words_of(text));
            let words = (words, to_u32(self.title_words.len()));
            self.names_and_messages.push(NameOrMessage {
                passage: text.passage - start + first,
                words,
                ..*text
            });
        }
        for entry in entries {
            for passage in base.passages_of(to_u32(entry)) {
                self.copied.push((passage, to_u32(self.passages.len())));
                self.vocabulary.add_passage(&[], base.field(passage));
                let Passage { kind, words, repeats, .. } = base.passage(passage);
                self.push(kind, words, repeats);
            }
            self.push_entry(base.entries[entry]);
        }
        self.before.clear();
        true
    }

    /// Adds the entries of a catalog; false if there are too many.
    fn add_catalog(&mut self, catalog: &'static Catalog) -> bool {
        for entry in catalog.entry_refs() {
            let texts = texts(entry);
            if self.passages.len() + texts.len() > Posting::MAX_PASSAGES as usize {
                return false;
            }
            // Texts of one field are adjacent.
            for texts in texts.chunk_by(|a, b| a.field == b.field) {
                let kind = self.kind(Kind::new(entry, texts[0].field, texts.len()));
                for text in texts {
                    self.add_text(text, kind);
                }
            }
            self.before = texts;
            self.push_entry(entry);
        }
        true
    }

    /// Adds an entry after its passages.
    fn push_entry(&mut self, entry: EntryRef) {
        self.entries.push(entry);
        self.precedences.push(u8::from(entry.catalog.is_reference()) << 4 | entry.origin as u8);
        self.starts.push(to_u32(self.passages.len()));
    }

    /// Adds a text, or repeats it if the entry before has it too.
    fn add_text(&mut self, text: &Text, kind: u16) {
        // The passages of this entry are not yet in `starts`.
        let end = self.starts.last().copied().unwrap_or(0);
        let before = end - to_u32(self.before.len());
        if let Some((passage, _)) =
            (before..).zip(&self.before).find(|(_, other)| other.is_same(text))
        {
            self.vocabulary.repeat_passage(passage);
            let Passage { words, repeats, .. } = self.passages[passage as usize];
            self.push(kind, words, repeats);
            return;
        }
        self.tokens.clear();
        for_each_word(text, &mut self.folded, |word, count| {
            self.tokens.push(Token::new(self.vocabulary.term(word), count));
        });
        if text.field.is_name_or_message() {
            let start = to_u32(self.title_words.len());
            let words = self.tokens.iter().filter(|token| token.is_single());
            self.title_words.extend(words.map(|token| token.term()));
            self.names_and_messages.push(NameOrMessage {
                passage: to_u32(self.passages.len()),
                letters: 0,
                initials: 0,
                words: (start, to_u32(self.title_words.len())),
            });
        }
        let (distinct, repeats) = self.vocabulary.add_passage(&self.tokens, text.field);
        self.push(kind, to_u8(distinct), to_u8(repeats));
    }

    fn push(&mut self, kind: u16, words: u8, repeats: u8) {
        let entry = to_u32(self.entries.len());
        self.passages.push(Passage { entry, kind, words, repeats });
    }

    fn kind(&mut self, kind: Kind) -> u16 {
        *self.positions.entry(kind).or_insert_with(|| {
            self.kinds.push((kind.field, kind.weight()));
            u16::try_from(self.kinds.len() - 1).unwrap_or(u16::MAX)
        })
    }

    fn build(mut self, catalogs: &Catalogs, base: Option<&InvertedIndex>) -> InvertedIndex {
        if let Some(base) = base {
            let mut positions = vec![None; base.passages.len()];
            for (from, to) in self.copied {
                positions[from as usize] = Some(to);
            }
            for term in base.vocabulary.terms() {
                for posting in base.vocabulary.postings(term) {
                    if let Some(passage) = positions[posting.passage() as usize] {
                        let copy = Posting::new(passage, posting.words());
                        self.vocabulary.copy_posting(term, copy, base.field(posting.passage()));
                    }
                }
            }
        }
        let (vocabulary, final_terms) = self.vocabulary.build();
        let (mut texts, mut words) = (self.names_and_messages, self.title_words);
        for term in &mut words {
            *term = final_terms[*term as usize];
        }
        for text in &mut texts {
            for &term in &words[text.words.0 as usize..text.words.1 as usize] {
                text.letters |= vocabulary.word(term).letters;
                text.initials |= initial_set(vocabulary.text(term));
            }
        }
        InvertedIndex {
            catalogs: catalogs.clone(),
            entries: self.entries,
            precedences: self.precedences.into(),
            passages: self.passages.into(),
            kinds: self.kinds.into(),
            starts: self.starts.into(),
            vocabulary,
            names_and_messages: texts.into(),
            title_words: words.into(),
        }
    }
}

fn to_u8(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
