//! Evaluation: which entries match the clauses of a query. Reads the hits of all clauses side by
//! side, block by block.

use std::ops::Range;

use super::score::{ResolvedClause, Scorer};
use crate::catalog::EntryRef;
use crate::search::index::InvertedIndex;
use crate::search::matching::hit::Hit;
use crate::search::matching::postings::{BLOCK_SIZE, Postings, Reader, Scratch};
use crate::search::query::Clause;

/// The most hits of a clause whose entries are counted rather than estimated.
const MAX_COUNTED: usize = 1 << 16;

/// An estimate reads one block in so many; rule 3 is then off by a hundredth at most.
const SAMPLE_STEP: usize = 4;

/// An entry that matches.
pub struct EntryMatch<'e> {
    pub entry: u32,
    /// For each clause, its hits in the entry.
    pub hits: &'e [&'e [Hit]],
    pub score: f64,
}

/// Evaluates clauses over an index.
#[derive(Clone, Copy)]
pub struct Evaluator<'i> {
    pub index: &'i InvertedIndex,
}

impl Evaluator<'_> {
    /// Visits each entry that matches all clauses for which `is_needed`, in order, unless it matches
    /// a negated one.
    pub fn for_each(
        self,
        clauses: &[ResolvedClause<'_>],
        is_needed: impl Fn(&ResolvedClause<'_>) -> bool,
        mut visit: impl FnMut(EntryMatch<'_>),
    ) {
        let index = self.index;
        let needed: Vec<bool> = clauses.iter().map(is_needed).collect();
        let mut block = Block::new(index, clauses, &needed);
        let mut scorer = Scorer::default();
        for entries in self.blocks() {
            if !block.read(&index.passages(entries.clone())) {
                continue;
            }
            let mut cursor = Cursor::new(&block.hits);
            let mut next = entries.start;
            while next < entries.end {
                let entry = match block.rarest().map(|clause| cursor.unread[clause].first()) {
                    Some(Some(hit)) => index.entry_of(hit.passage),
                    Some(None) => break,
                    None => next,
                };
                next = entry + 1;
                let passages = index.passages_of(entry);
                let hits = cursor.advance(&passages);
                let entry_ref = index.entries[entry as usize];
                let mut all = clauses.iter().zip(hits).zip(&needed);
                let is_match = all.all(|((clause, hits), needed)| {
                    let is_optional = !needed && !clause.clause.negated;
                    is_optional || self.matches(clause.clause, hits, entry_ref)
                });
                if is_match {
                    let score = scorer.score(index, clauses, hits, passages);
                    visit(EntryMatch { entry, hits, score });
                }
            }
        }
    }

    fn matches(self, clause: &Clause, hits: &[Hit], entry: EntryRef) -> bool {
        if clause.negated {
            let is_about = |hit: &Hit| self.index.field(hit.passage).is_about();
            return !clause.accepts(entry) && !hits.iter().any(is_about);
        }
        !hits.is_empty() || clause.accepts(entry)
    }

    /// Which clauses an entry matches.
    pub fn matched_clauses(self, clauses: &[ResolvedClause<'_>], entry: u32) -> Vec<bool> {
        let entry_ref = self.index.entries[entry as usize];
        let matches = |clause: &ResolvedClause<'_>| {
            self.matches(clause.clause, &self.hits_in(clause, entry), entry_ref)
        };
        clauses.iter().map(matches).collect()
    }

    /// The hits of a clause in one entry.
    pub fn hits_in(self, clause: &ResolvedClause<'_>, entry: u32) -> Vec<Hit> {
        let mut hits = Vec::new();
        let passages = self.index.passages_of(entry);
        let mut reader = Reader::new(self.index, &clause.postings);
        reader.read(&passages, &mut Scratch::default(), &mut hits);
        hits
    }

    /// How many entries have a hit of a clause; estimated from some of the blocks if there are very
    /// many hits.
    pub fn count_entries(self, clause: &ResolvedClause<'_>) -> f64 {
        let max_hits = clause.max_hits(self.index);
        if max_hits == 0 {
            return 0.0;
        }
        let step = if max_hits > MAX_COUNTED { SAMPLE_STEP } else { 1 };
        let mut reader = Reader::new(self.index, &clause.postings);
        let mut scratch = Scratch::default();
        let mut hits = Vec::new();
        let (mut matched, mut read) = (0, 0);
        for entries in self.blocks().step_by(step) {
            read += entries.end - entries.start;
            hits.clear();
            reader.read(&self.index.passages(entries), &mut scratch, &mut hits);
            matched += hits.chunk_by(|a, b| self.is_same_entry(a, b)).count();
        }
        let matched = f64::from(u32::try_from(matched).unwrap_or(u32::MAX));
        matched * f64::from(self.index.count()) / f64::from(read.max(1))
    }

    fn is_same_entry(self, a: &Hit, b: &Hit) -> bool {
        self.index.entry_of(a.passage) == self.index.entry_of(b.passage)
    }

    pub fn has_hits(self, clause: &ResolvedClause<'_>) -> bool {
        let certainly = |postings: &Postings| match postings {
            Postings::Term(term) => term.has_hits(self.index),
            Postings::Hits(hits) => !hits.is_empty(),
            Postings::Phrase(_) => false,
        };
        clause.postings.iter().any(certainly) || self.count_entries(clause) > 0.0
    }

    fn blocks(self) -> impl Iterator<Item = Range<u32>> {
        let count = self.index.count();
        let starts = (0..count).step_by(BLOCK_SIZE as usize);
        starts.map(move |start| start..start.saturating_add(BLOCK_SIZE).min(count))
    }
}

/// The hits of all clauses in a block of entries.
struct Block<'i> {
    readers: Vec<Reader<'i>>,
    /// The clauses without a hit of which a block has no match, the rarest first.
    selective: Vec<usize>,
    others: Vec<usize>,
    scratch: Scratch,
    hits: Vec<Vec<Hit>>,
}

impl<'i> Block<'i> {
    fn new(index: &'i InvertedIndex, clauses: &'i [ResolvedClause<'_>], needed: &[bool]) -> Self {
        let is_selective = |&clause: &usize| {
            let ResolvedClause { clause: parsed, .. } = &clauses[clause];
            needed[clause] && !parsed.negated && parsed.filters().next().is_none()
        };
        let (mut selective, others): (Vec<_>, Vec<_>) = (0..clauses.len()).partition(is_selective);
        selective.sort_by_cached_key(|&clause| clauses[clause].max_hits(index));
        let readers = clauses.iter().map(|clause| Reader::new(index, &clause.postings)).collect();
        let hits = vec![Vec::new(); clauses.len()];
        Self { readers, selective, others, scratch: Scratch::default(), hits }
    }

    fn rarest(&self) -> Option<usize> {
        self.selective.first().copied()
    }

    /// Reads the hits in these passages; false if no entry can match.
    fn read(&mut self, passages: &Range<u32>) -> bool {
        for &clause in self.selective.iter().chain(&self.others) {
            let hits = &mut self.hits[clause];
            hits.clear();
            self.readers[clause].read(passages, &mut self.scratch, hits);
            if hits.is_empty() && self.selective.contains(&clause) {
                return false;
            }
        }
        true
    }
}

/// Goes through the hits of all clauses, entry by entry.
struct Cursor<'h> {
    unread: Vec<&'h [Hit]>,
    hits: Vec<&'h [Hit]>,
}

impl<'h> Cursor<'h> {
    fn new(hits: &'h [Vec<Hit>]) -> Self {
        let unread: Vec<&[Hit]> = hits.iter().map(Vec::as_slice).collect();
        Self { hits: unread.clone(), unread }
    }

    /// The hits of each clause in the passages of the next entry.
    fn advance(&mut self, passages: &Range<u32>) -> &[&'h [Hit]] {
        for (unread, hits) in self.unread.iter_mut().zip(&mut self.hits) {
            let (_, rest) = split_before(unread, passages.start);
            (*hits, *unread) = split_before(rest, passages.end);
        }
        &self.hits
    }
}

/// The hits before a passage, and the rest.
fn split_before(hits: &[Hit], passage: u32) -> (&[Hit], &[Hit]) {
    hits.split_at(hits.iter().take_while(|hit| hit.passage < passage).count())
}
