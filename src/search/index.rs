//! The index: the texts of all entries and their vocabulary, built once.

use std::num::NonZero;
use std::ops::Range;
use std::thread;

use super::field::{Field, Text, texts};
use super::hit::Way;
use super::vocabulary::{self, Posting, Vocabulary};
use super::words::{fold_into, is_plain, parts, words};
use crate::catalog::{Catalog, Catalogs, EntryRef, HTTP};

/// Everything that can be searched, prepared once. ValueType some twenty million entries; what is
/// beyond is not found.
#[derive(Debug)]
pub struct Index {
    pub(super) catalogs: Catalogs,
    pub(super) records: Vec<EntryRef>,
    /// The texts of all entries, those of one entry together.
    passages: Vec<Row>,
    /// What passages share, by [`Row::kind`].
    kinds: Vec<(Field, f64)>,
    /// Where the passages of each entry begin, and at last where they all end.
    starts: Vec<u32>,
    pub(super) vocabulary: Vocabulary,
    pub(super) titles: Titles,
    /// How many threads share a search.
    pub(super) threads: u32,
}

/// From how many entries on several threads share them: below, to begin one takes longer than it
/// saves.
const SHARED: u32 = 1 << 14;

/// How many threads at most. More would wait for the memory, and the machine has other things to do.
const THREADS: u32 = 4;

/// One text of one entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage {
    pub(super) field: Field,
    /// How many different words it has.
    pub(super) words: u8,
    /// How many of its words have come before in it.
    pub(super) repeats: u8,
    /// How much a word in it says about the entry.
    pub(super) weight: f64,
}

/// A passage as it is kept: a million entries have more than ten million.
#[derive(Debug, Clone, Copy)]
struct Row {
    entry: u32,
    kind: u16,
    words: u8,
    repeats: u8,
}

/// The names and messages, for abbreviations and scattered letters, in the order in which they stand
/// when they meet a word equally well.
#[derive(Debug, Default)]
pub(super) struct Titles {
    pub(super) all: Vec<Title>,
    /// The words of all titles.
    parts: Vec<u32>,
}

/// A name or message, with what quickly tells that it can't be meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Title {
    pub(super) passage: u32,
    /// Its letters, as a set.
    pub(super) letters: u32,
    /// The letters that its words begin with, as a set.
    pub(super) initials: u32,
    start: u32,
    end: u32,
}

impl Titles {
    /// The words of a title, in order.
    pub(super) fn parts(&self, title: Title) -> &[u32] {
        &self.parts[title.start as usize..title.end as usize]
    }
}

impl Index {
    /// An index of all entries.
    #[must_use]
    pub fn new(catalogs: &Catalogs) -> Self {
        let mut records: Vec<EntryRef> = catalogs.entry_refs().collect();
        let mut builder = Builder::default();
        let mut starts = Vec::with_capacity(records.len() + 1);
        for (entry, &record) in (0..).zip(&records) {
            let texts = texts(record, catalogs);
            if builder.passages.len() + texts.len() > Posting::PASSAGES as usize {
                break;
            }
            starts.push(builder.next_passage());
            for text in &texts {
                let siblings = texts.iter().filter(|other| other.field == text.field).count();
                builder.add(entry, text, weight(record, text.field, siblings));
            }
        }
        records.truncate(starts.len());
        starts.push(builder.next_passage());
        let Builder { passages, kinds, titles, words, .. } = builder;
        let (vocabulary, moved) = words.sorted();
        let titles = titles.renumbered(&moved, &vocabulary);
        let catalogs = catalogs.clone();
        let mut index =
            Self { catalogs, records, passages, kinds, starts, vocabulary, titles, threads: 1 };
        if index.count() >= SHARED {
            let cores = thread::available_parallelism().map_or(1, NonZero::get);
            index.threads = THREADS.min(u32::try_from(cores).unwrap_or(THREADS));
        }
        index.titles = std::mem::take(&mut index.titles)
            .sorted_by_key(|title| (index.standing(title.passage), title.passage));
        index
    }

    /// How much memory it takes, in bytes, the catalogs not counted.
    #[must_use]
    pub fn size(&self) -> usize {
        self.vocabulary.size()
            + size_of::<EntryRef>() * self.records.capacity()
            + size_of::<Row>() * self.passages.capacity()
            + size_of::<u32>() * (self.starts.capacity() + self.titles.parts.capacity())
            + size_of::<Title>() * self.titles.all.capacity()
    }

    /// The passages of an entry.
    pub(super) fn passages_of(&self, entry: u32) -> Range<u32> {
        self.passages_of_all(entry..entry + 1)
    }

    /// The passages of entries that follow each other.
    pub(super) fn passages_of_all(&self, entries: Range<u32>) -> Range<u32> {
        self.starts[entries.start as usize]..self.starts[entries.end as usize]
    }

    pub(super) fn passage(&self, passage: u32) -> Passage {
        let Row { kind, words, repeats, .. } = self.passages[passage as usize];
        let (field, weight) = self.kinds[kind as usize];
        Passage { field, words, repeats, weight }
    }

    /// What orders texts that meet one word equally well, the least first: a word in a short text, and
    /// in one that says more about the entry, counts more.
    pub(super) fn standing(&self, passage: u32) -> u32 {
        let Passage { weight, words, .. } = self.passage(passage);
        let quality = Way::Scattered.quality();
        let covered = (quality * quality / f64::from(words.max(1))).min(1.0);
        // Thousandths are as fine as it needs to be; no weight is above 10.
        let worth = (weight * (1.0 + covered.sqrt()) * 1000.0).min(100_000.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 100 000
        let worth = worth as u32;
        100_000 - worth
    }

    /// What of its entry the passage is.
    pub(super) fn field(&self, passage: u32) -> Field {
        self.kinds[self.passages[passage as usize].kind as usize].0
    }

    /// Which entry the passage belongs to.
    pub(super) fn entry_of(&self, passage: u32) -> u32 {
        self.passages[passage as usize].entry
    }

    /// The entries of a catalog.
    pub(super) fn entries_of(&self, catalog: &Catalog) -> Range<u32> {
        let own = self.catalogs.iter().take_while(|other| other.id != catalog.id);
        let start: usize = own.map(|other| other.entries.len()).sum();
        let end = start + catalog.entries.len();
        let place = |entry| u32::try_from(entry).unwrap_or(u32::MAX).min(self.count());
        place(start)..place(end)
    }

    /// The number of entries.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.records.len()).unwrap_or(u32::MAX)
    }

    /// The texts of the entry, in the order of its passages. Put together anew: only few of them are
    /// ever looked at again.
    pub(super) fn texts_of(&self, entry: u32) -> Vec<Text> {
        texts(self.records[entry as usize], &self.catalogs)
    }
}

/// What each further text of the same field takes from all of them: a word in one of ten messages
/// says less about an entry than one in its only message.
const SIBLING: f64 = 0.05;

/// The share of its weight that a code keeps which is the entry's own HTTP status: it says no more
/// than that, and of two entries with the status the words decide.
const STATUS_AS_CODE: f64 = 0.6;

/// What a text of the registry of HTTP statuses keeps: on equal terms the vendor's own entry, which
/// knows more, comes first.
const REGISTRY: f64 = 0.9;

fn weight(record: EntryRef, field: Field, siblings: usize) -> f64 {
    let siblings = f64::from(u32::try_from(siblings).unwrap_or(u32::MAX));
    let registry = if record.catalog.id == HTTP { REGISTRY } else { 1.0 };
    let own_status = record.http.is_some_and(|http| http.status.to_string() == record.code);
    let status = if field == Field::Code && own_status { STATUS_AS_CODE } else { 1.0 };
    field.weight() * registry * status / (1.0 + SIBLING * (siblings - 1.0))
}

/// Collects the words while the entries are read.
#[derive(Default)]
struct Builder {
    passages: Vec<Row>,
    kinds: Vec<(Field, f64)>,
    titles: Titles,
    words: vocabulary::Builder,
    /// The words of the passage at hand with the parts they stand for; kept for its memory.
    found: Vec<(u32, u32)>,
    /// Its words in order.
    parts: Vec<u32>,
    spelling: String,
}

impl Builder {
    fn next_passage(&self) -> u32 {
        u32::try_from(self.passages.len()).unwrap_or(u32::MAX)
    }

    fn add(&mut self, entry: u32, text: &Text, weight: f64) {
        let passage = self.next_passage();
        let field = text.field;
        let text = text.text();
        self.parts.clear();
        self.found.clear();
        if field.is_code() {
            let term = self.folded(&text);
            self.found.push((term, 1));
        } else {
            for word in words(&text) {
                self.add_word(field, &text[word]);
            }
        }
        let single = |found: &[(u32, u32)]| found.iter().filter(|&&(_, parts)| parts == 1).count();
        let all = single(&self.found);
        self.found.sort_unstable();
        self.found.dedup_by_key(|&mut (term, _)| term);
        let words = single(&self.found);
        self.words.add(self.found.iter().copied(), field.is_code());
        if field.is_title() {
            self.titles.add(passage, &self.parts);
        }
        let short = |count| u8::try_from(count).unwrap_or(u8::MAX);
        let (words, repeats) = (short(words), short(all - words));
        let kind = self.kind(field, weight);
        self.passages.push(Row { entry, kind, words, repeats });
    }

    fn kind(&mut self, field: Field, weight: f64) -> u16 {
        let same = |&(other, its): &(Field, f64)| other == field && its.total_cmp(&weight).is_eq();
        let at = self.kinds.iter().position(same).unwrap_or_else(|| {
            self.kinds.push((field, weight));
            self.kinds.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// Adds a word with its parts. A vendor is known by whole words: no one means `UiPath` by `path`.
    fn add_word(&mut self, field: Field, word: &str) {
        if is_plain(word) || field == Field::Vendor {
            let term = self.folded(word);
            self.found.push((term, 1));
            self.parts.push(term);
            return;
        }
        let mut count = 0;
        for part in parts(word) {
            let term = self.folded(&word[part]);
            self.found.push((term, 1));
            self.parts.push(term);
            count += 1;
        }
        let whole = self.folded(word);
        self.found.push((whole, count));
    }

    fn folded(&mut self, word: &str) -> u32 {
        self.spelling.clear();
        fold_into(word, &mut self.spelling);
        self.words.term(&self.spelling)
    }
}

impl Titles {
    fn add(&mut self, passage: u32, parts: &[u32]) {
        let start = place(self.parts.len());
        self.parts.extend_from_slice(parts);
        let end = place(self.parts.len());
        self.all.push(Title { passage, letters: 0, initials: 0, start, end });
    }

    /// Takes the places of the words in the vocabulary for their numbers.
    fn renumbered(mut self, moved: &[u32], vocabulary: &Vocabulary) -> Self {
        for part in &mut self.parts {
            *part = moved[*part as usize];
        }
        for title in &mut self.all {
            for &part in &self.parts[title.start as usize..title.end as usize] {
                title.letters |= vocabulary.letters(part);
                title.initials |= vocabulary.initial(part);
            }
        }
        self
    }

    /// Puts the titles in order, and their words with them, so that both are read from end to end.
    fn sorted_by_key(mut self, key: impl Fn(&Title) -> (u32, u32)) -> Self {
        self.all.sort_by_cached_key(key);
        let mut parts = Vec::with_capacity(self.parts.len());
        for title in &mut self.all {
            let own = title.start as usize..title.end as usize;
            title.start = place(parts.len());
            parts.extend_from_slice(&self.parts[own]);
            title.end = place(parts.len());
        }
        self.parts = parts;
        self
    }
}

fn place(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
