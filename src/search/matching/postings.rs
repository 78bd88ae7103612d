//! Postings: where the hits of a clause come from, resolved once and read block by block. A broad
//! query has millions of hits, of which only those of a few hundred entries are held at a time.

use std::ops::Range;

use super::hit::{Hit, MatchKind};
use crate::search::index::InvertedIndex;
use crate::search::index::field::Field;
use crate::search::index::vocabulary::Posting;

/// How many entries are read at a time, so that their hits stay in the processor's cache.
pub const BLOCK_SIZE: u32 = 256;

/// Words with fewer postings than one in this many blocks are merged up front, rather than visited
/// in each block: a digit is the prefix of ten thousand codes.
const RARE: usize = 32;

/// A source of hits.
#[derive(Debug, Clone)]
pub enum Postings {
    /// The passages that have a word.
    Term(TermPostings),
    /// The passages that have all words of a phrase.
    Phrase(PhrasePostings),
    /// Passages that were found by reading them, in order.
    Hits(Vec<Hit>),
}

/// The passages that have a word of the vocabulary.
#[derive(Debug, Clone, Copy)]
pub struct TermPostings {
    pub term: u32,
    pub kind: MatchKind,
    pub quality: f64,
    /// The share of the words that it covers.
    pub share: f64,
    pub scope: Scope,
}

/// In which fields hits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    Codes,
    Prose,
    /// Without advice and notes, where a word that is merely near was hardly meant.
    ProseWithoutAdvice,
}

/// The passages that have all of several words, each in one of its forms.
#[derive(Debug, Clone)]
pub struct PhrasePostings {
    pub words: Vec<Vec<TermPostings>>,
    pub kind: MatchKind,
    /// The share of the words that it covers.
    pub share: f64,
}

impl TermPostings {
    pub fn new(term: u32, kind: MatchKind, scope: Scope) -> Self {
        Self { term, kind, quality: kind.quality(), share: 1.0, scope }
    }

    fn accepts(&self, field: Field) -> bool {
        match self.scope {
            Scope::All => true,
            Scope::Codes => field.is_code(),
            Scope::Prose => !field.is_code(),
            Scope::ProseWithoutAdvice => !field.is_code() && field.is_about(),
        }
    }

    pub fn has_hits(&self, index: &InvertedIndex) -> bool {
        let occurrence = index.vocabulary.occurrence(self.term);
        match self.scope {
            Scope::All => true,
            Scope::Codes => occurrence.in_codes,
            Scope::Prose => occurrence.in_prose,
            Scope::ProseWithoutAdvice => {
                let mut postings = index.vocabulary.postings(self.term).iter();
                postings.any(|posting| self.accepts(index.field(posting.passage())))
            }
        }
    }

    fn hit(&self, posting: Posting) -> Hit {
        Hit {
            passage: posting.passage(),
            kind: self.kind,
            quality: self.quality,
            words: f64::from(posting.words()) * self.share,
            term: Some(self.term),
        }
    }
}

impl Postings {
    /// An upper bound for the number of hits.
    pub fn max_hits(&self, index: &InvertedIndex) -> usize {
        let postings = |term: &TermPostings| index.vocabulary.postings(term.term).len();
        match self {
            Self::Term(term) => postings(term),
            Self::Phrase(phrase) => {
                let words = phrase.words.iter().map(|forms| forms.iter().map(postings).sum());
                words.min().unwrap_or(0)
            }
            Self::Hits(hits) => hits.len(),
        }
    }
}

/// Reads the hits of a clause from the first to the last passage.
pub struct Reader<'i> {
    index: &'i InvertedIndex,
    terms: Vec<TermCursor<'i>>,
    /// The postings of all rare words in order, each with its index in `rare_terms`.
    rare_postings: Vec<(Posting, usize)>,
    next_rare: usize,
    rare_terms: Vec<TermPostings>,
    phrases: Vec<PhraseCursor<'i>>,
    hits: Vec<&'i [Hit]>,
}

/// The unread postings of a word.
struct TermCursor<'i> {
    term: TermPostings,
    rest: &'i [Posting],
    /// Whether the fields of its postings have to be checked.
    mixed: bool,
}

/// The unread postings of a phrase.
struct PhraseCursor<'i> {
    kind: MatchKind,
    share: f64,
    /// The forms of each word, the rarest word first.
    words: Vec<Vec<TermCursor<'i>>>,
}

/// Memory that is reused from block to block.
#[derive(Default)]
pub struct Scratch {
    hits: Accumulator,
    phrase_hits: Accumulator,
    phrase: Vec<Hit>,
}

impl<'i> TermCursor<'i> {
    fn new(index: &'i InvertedIndex, term: TermPostings) -> Option<Self> {
        if !term.has_hits(index) {
            return None;
        }
        let occurrence = index.vocabulary.occurrence(term.term);
        let mixed = match term.scope {
            Scope::All => false,
            Scope::Codes | Scope::Prose => occurrence.in_codes && occurrence.in_prose,
            Scope::ProseWithoutAdvice => true,
        };
        Some(Self { term, rest: index.vocabulary.postings(term.term), mixed })
    }

    fn hit(&self, index: &InvertedIndex, posting: Posting) -> Option<Hit> {
        let counts = !self.mixed || self.term.accepts(index.field(posting.passage()));
        counts.then(|| self.term.hit(posting))
    }

    /// Adds the hits in these passages.
    fn read(&mut self, index: &InvertedIndex, passages: &Range<u32>, hits: &mut Accumulator) {
        let start = Posting::new(passages.start, 0);
        let end = Posting::new(passages.end, 0);
        skip_while(&mut self.rest, |&posting| posting < start);
        while let [posting, rest @ ..] = self.rest
            && *posting < end
        {
            self.rest = rest;
            if let Some(hit) = self.hit(index, *posting) {
                hits.insert_best(hit);
            }
        }
    }

    /// The hit in one passage.
    fn hit_in(&mut self, index: &InvertedIndex, passage: u32) -> Option<Hit> {
        skip_while(&mut self.rest, |posting| posting.passage() < passage);
        let posting = self.rest.first().filter(|posting| posting.passage() == passage)?;
        self.hit(index, *posting)
    }
}

impl<'i> Reader<'i> {
    pub fn new(index: &'i InvertedIndex, postings: &'i [Postings]) -> Self {
        let mut reader = Self {
            index,
            terms: Vec::new(),
            rare_postings: Vec::new(),
            next_rare: 0,
            rare_terms: Vec::new(),
            phrases: Vec::new(),
            hits: Vec::new(),
        };
        let rare = index.entries.len() / BLOCK_SIZE as usize / RARE;
        for postings in postings {
            match postings {
                Postings::Term(term) => match TermCursor::new(index, *term) {
                    Some(cursor) if cursor.rest.len() < rare => reader.add_rare(&cursor),
                    cursor => reader.terms.extend(cursor),
                },
                Postings::Phrase(phrase) => reader.phrases.extend(PhraseCursor::new(index, phrase)),
                Postings::Hits(hits) => reader.hits.push(hits),
            }
        }
        reader.rare_postings.sort_unstable();
        reader
    }

    fn add_rare(&mut self, cursor: &TermCursor<'_>) {
        let term = self.rare_terms.len();
        self.rare_postings.extend(cursor.rest.iter().map(|&posting| (posting, term)));
        self.rare_terms.push(cursor.term);
    }

    /// Adds the best hit in each of these passages to `hits`, in order.
    pub fn read(&mut self, passages: &Range<u32>, scratch: &mut Scratch, hits: &mut Vec<Hit>) {
        let start = Posting::new(passages.start, 0);
        let end = Posting::new(passages.end, 0);
        scratch.hits.clear(passages);
        for cursor in &mut self.terms {
            cursor.read(self.index, passages, &mut scratch.hits);
        }
        while let Some(&(posting, term)) = self.rare_postings.get(self.next_rare)
            && posting < end
        {
            self.next_rare += 1;
            let term = self.rare_terms[term];
            if posting >= start && term.accepts(self.index.field(posting.passage())) {
                scratch.hits.insert_best(term.hit(posting));
            }
        }
        for phrase in &mut self.phrases {
            phrase.read(self.index, passages, scratch);
        }
        for rest in &mut self.hits {
            skip_while(rest, |hit| hit.passage < passages.start);
            while let [hit, after @ ..] = rest
                && hit.passage < passages.end
            {
                *rest = after;
                scratch.hits.insert_best(*hit);
            }
        }
        scratch.hits.copy_to(hits);
    }
}

impl<'i> PhraseCursor<'i> {
    /// None if some word of the phrase occurs nowhere.
    fn new(index: &'i InvertedIndex, phrase: &PhrasePostings) -> Option<Self> {
        let cursor = |term: &TermPostings| TermCursor::new(index, *term);
        let forms = |forms: &Vec<TermPostings>| forms.iter().filter_map(cursor).collect();
        let mut words: Vec<Vec<TermCursor<'i>>> = phrase.words.iter().map(forms).collect();
        words.sort_by_cached_key(|forms| -> usize {
            forms.iter().map(|form| form.rest.len()).sum()
        });
        let complete = words.iter().all(|forms| !forms.is_empty());
        complete.then_some(Self { kind: phrase.kind, share: phrase.share, words })
    }

    /// Adds a hit for each passage that has all words, with the lowest of their qualities.
    fn read(&mut self, index: &InvertedIndex, passages: &Range<u32>, scratch: &mut Scratch) {
        let Some((rarest, others)) = self.words.split_first_mut() else { return };
        let Scratch { hits, phrase_hits, phrase } = scratch;
        phrase_hits.clear(passages);
        for form in rarest {
            form.read(index, passages, phrase_hits);
        }
        phrase.clear();
        phrase_hits.copy_to(phrase);
        for hit in phrase {
            if others.iter_mut().all(|forms| extend_hit(hit, forms, index)) {
                hit.kind = hit.kind.max(self.kind);
                hit.quality = hit.quality.min(self.kind.quality());
                hit.words *= self.share;
                hits.insert_best(*hit);
            }
        }
    }
}

/// Extends a hit by another word in the same passage; false if it has none of the word's forms.
fn extend_hit(hit: &mut Hit, forms: &mut [TermCursor<'_>], index: &InvertedIndex) -> bool {
    let hits = forms.iter_mut().filter_map(|form| form.hit_in(index, hit.passage));
    let Some(other) = hits.reduce(|a, b| if b.is_better_than(&a) { b } else { a }) else {
        return false;
    };
    hit.kind = hit.kind.max(other.kind);
    hit.quality = hit.quality.min(other.quality);
    hit.words += other.words;
    hit.term = None;
    true
}

/// Skips a prefix by galloping search.
fn skip_while<T>(rest: &mut &[T], skipped: impl Fn(&T) -> bool) {
    if !rest.first().is_some_and(&skipped) {
        return;
    }
    let mut reach = 1;
    while reach < rest.len() && skipped(&rest[reach]) {
        reach *= 2;
    }
    let reach = reach.min(rest.len());
    *rest = &rest[rest[..reach].partition_point(skipped)..];
}

/// The best hit in each passage of a block.
#[derive(Default)]
struct Accumulator {
    start: u32,
    hits: Vec<Hit>,
    /// A bit for each passage, set if it has a hit: cheaper to clear and to scan than the hits.
    occupied: Vec<u64>,
}

impl Accumulator {
    fn clear(&mut self, passages: &Range<u32>) {
        self.start = passages.start;
        if self.hits.len() < passages.len() {
            self.hits.resize(passages.len(), Hit::new(0, MatchKind::Exact));
        }
        self.occupied.clear();
        self.occupied.resize(passages.len().div_ceil(64), 0);
    }

    fn insert_best(&mut self, hit: Hit) {
        let position = (hit.passage - self.start) as usize;
        let bit = 1 << (position % 64);
        let occupied = &mut self.occupied[position / 64];
        let slot = &mut self.hits[position];
        if *occupied & bit == 0 || hit.is_better_than(slot) {
            *occupied |= bit;
            *slot = hit;
        }
    }

    fn copy_to(&self, hits: &mut Vec<Hit>) {
        for (word, &bits) in self.occupied.iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                hits.push(self.hits[word * 64 + bits.trailing_zeros() as usize]);
                bits &= bits - 1;
            }
        }
    }
}
