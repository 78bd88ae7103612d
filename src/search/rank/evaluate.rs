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
        // A block without a hit of one of these has no match. The rarest comes first.
        let mut selective: Vec<usize> = (0..clauses.len())
            .filter(|&clause| needed[clause] && clauses[clause].clause.filters().next().is_none())
            .filter(|&clause| !clauses[clause].clause.negated)
            .collect();
        selective.sort_by_cached_key(|&clause| clauses[clause].max_hits(index));
        let lead = selective.first().copied();
        let others = (0..clauses.len()).filter(|clause| !selective.contains(clause));
        let order: Vec<usize> = selective.iter().copied().chain(others).collect();

        let mut readers: Vec<_> =
            clauses.iter().map(|clause| Reader::new(index, &clause.postings)).collect();
        let mut scratch = Scratch::default();
        let mut scorer = Scorer::default();
        let mut hits: Vec<Vec<Hit>> = vec![Vec::new(); clauses.len()];
        'blocks: for entries in self.blocks() {
            let passages = index.passages(entries.clone());
            for (position, &clause) in order.iter().enumerate() {
                hits[clause].clear();
                readers[clause].read(&passages, &mut scratch, &mut hits[clause]);
                if position < selective.len() && hits[clause].is_empty() {
                    continue 'blocks;
                }
            }
            let mut unread: Vec<&[Hit]> = hits.iter().map(Vec::as_slice).collect();
            let mut entry_hits = unread.clone();
            let mut next = entries.start;
            while next < entries.end {
                let entry = match lead.map(|lead| unread[lead].first()) {
                    Some(Some(hit)) => index.entry_of(hit.passage),
                    Some(None) => break,
                    None => next,
                };
                next = entry + 1;
                let passages = index.passages_of(entry);
                for (unread, entry_hits) in unread.iter_mut().zip(&mut entry_hits) {
                    let (_, rest) = split_before(unread, passages.start);
                    (*entry_hits, *unread) = split_before(rest, passages.end);
                }
                let entry_ref = index.entries[entry as usize];
                let is_match =
                    clauses.iter().zip(&entry_hits).zip(&needed).all(|((clause, hits), needed)| {
                        let optional = !needed && !clause.clause.negated;
                        optional || self.matches(clause.clause, hits, entry_ref)
                    });
                if is_match {
                    let hits = &entry_hits;
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

/// The hits before a passage, and the rest.
fn split_before(hits: &[Hit], passage: u32) -> (&[Hit], &[Hit]) {
    hits.split_at(hits.iter().take_while(|hit| hit.passage < passage).count())
}
