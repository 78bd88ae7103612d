//! Evaluation: which entries match the clauses of a query. Merges the sorted hits of all clauses.

use std::collections::BTreeSet;
use std::ops::Range;

use super::score::{EntryScorer, ResolvedClause};
use crate::catalog::placeholder;
use crate::search::index::InvertedIndex;
use crate::search::index::field::TextField;
use crate::search::index::vocabulary::to_u32;
use crate::search::matching::postings::{Hit, skip_while};
use crate::search::query::Clause;

/// An entry with its score.
#[derive(Debug, Clone, Copy)]
pub struct ScoredEntry {
    pub entry: u32,
    precedence: u8,
    pub score: f64,
    /// The unmatched clauses that should match: a bit for each, by its position.
    pub unmatched: u64,
}

impl ScoredEntry {
    /// Sort key, best first: whole matches, then by score, then by rule 6. Packed into one integer
    /// because comparing it is faster. Non-negative `f64` bits sort like their values.
    pub fn key(&self) -> u128 {
        let nearest = u128::from(self.is_nearest());
        let score = u128::from(!self.score.to_bits() & (u64::MAX >> 1));
        nearest << 127 | score << 64 | u128::from(self.precedence) << 32 | u128::from(self.entry)
    }

    /// Whether it does not match the whole query.
    pub fn is_nearest(&self) -> bool {
        self.unmatched != 0
    }
}

/// Scores an entry with these hits of each clause.
pub fn score_entry(
    scorer: &mut EntryScorer<'_>,
    entry: u32,
    unmatched: u64,
    hits: &[&[Hit]],
) -> ScoredEntry {
    let (index, clauses) = (scorer.index, scorer.clauses);
    let score = scorer.score(entry, hits) * matched_factor(clauses, unmatched);
    ScoredEntry { entry, precedence: index.precedence(entry), score, unmatched }
}

/// Visits, in order, each entry that matches every needed clause and no negated one, with its hits for
/// each clause. If no clause is needed and `needs_hit` is set, only entries with a hit of a scored
/// clause are visited.
pub fn for_each_match(
    index: &InvertedIndex,
    entries: Range<u32>,
    clauses: &[ResolvedClause<'_>],
    is_needed: impl Fn(&ResolvedClause<'_>) -> bool,
    needs_hit: bool,
    mut visit: impl FnMut(u32, &[&[Hit]]),
) {
    let needed: Vec<bool> =
        clauses.iter().map(|clause| clause.clause.negated || is_needed(clause)).collect();
    let has_filter = |clause: &Clause| clause.filters().next().is_some();
    let selective = (0..clauses.len())
        .filter(|&clause| needed[clause] && !clauses[clause].clause.negated)
        .filter(|&clause| !has_filter(clauses[clause].clause));
    let rarest = selective.min_by_key(|&clause| clauses[clause].hits.len());
    let mut ends = &index.passage_ends()[..entries.end as usize];
    let start = entries.start.checked_sub(1).map_or(0, |before| ends[before as usize]);
    ends = &ends[entries.start as usize..];
    let mut unread: Vec<&[Hit]> = clauses.iter().map(|clause| clause.hits.as_slice()).collect();
    for rest in &mut unread {
        *rest = &rest[rest.partition_point(|hit| hit.passage < start)..];
    }
    let mut hits: Vec<&[Hit]> = vec![&[]; clauses.len()];
    let any_of: Vec<usize> = match rarest {
        Some(rarest) => vec![rarest],
        None if needs_hit => {
            (0..clauses.len()).filter(|&it| clauses[it].is_required_word()).collect()
        }
        None => Vec::new(),
    };
    while !ends.is_empty() {
        let first =
            any_of.iter().filter_map(|&clause| unread[clause].first()).map(|hit| hit.passage);
        match first.min() {
            // Entries are read in order, which is faster than looking each of them up.
            Some(passage) => skip_while(&mut ends, |&end| end <= passage),
            None if any_of.is_empty() => {}
            None => break,
        }
        let [_, after @ ..] = ends else { break };
        let entry = entries.end - to_u32(ends.len());
        ends = after;
        let passages = index.passages_of(entry);
        let is_match = (0..clauses.len()).all(|clause| {
            hits[clause] = split_off(&mut unread[clause], &passages);
            !needed[clause] || matches(index, clauses[clause].clause, hits[clause], entry)
        });
        if is_match {
            visit(entry, &hits);
        } else {
            for &clause in &any_of {
                skip_while(&mut unread[clause], |hit| hit.passage < passages.end);
            }
        }
    }
}

/// The clauses that should match but do not, with these hits in an entry. Of several words, one that
/// matches only in advice or a note does not make the entry a whole match. The values of a message's
/// placeholders need not match.
pub fn unmatched(
    index: &InvertedIndex,
    clauses: &[ResolvedClause<'_>],
    hits: &[&[Hit]],
    entry: u32,
) -> u64 {
    let one_word = clauses.iter().filter(|clause| clause.is_required_word()).nth(1).is_none();
    let is_about = |hit: &Hit| one_word || index.field(hit.passage).is_about();
    let is_matched = |clause: &ResolvedClause<'_>, hits: &[Hit]| {
        !clause.is_wanted()
            || !clause.is_shortened()
                && (hits.iter().any(is_about)
                    || clause.clause.accepts(index.entries[entry as usize]))
    };
    let unmatched = (0..clauses.len())
        .filter(|&at| !clauses[at].clause.negated && !is_matched(&clauses[at], hits[at]))
        .fold(0, |unmatched, at| unmatched | bit(at));
    if unmatched != 0 && are_values(index, clauses, hits, entry, unmatched) { 0 } else { unmatched }
}

/// Whether the unmatched words are values, such as `Invoices` in `Tenant Invoices is disabled`: no entry
/// has them, and a message with a placeholder has all others, of which there are several.
fn are_values(
    index: &InvertedIndex,
    clauses: &[ResolvedClause<'_>],
    hits: &[&[Hit]],
    entry: u32,
    unmatched: u64,
) -> bool {
    let is_value = |at: usize| unmatched & bit(at) != 0;
    if (0..clauses.len()).any(|at| is_value(at) && !clauses[at].unmatched) {
        return false;
    }
    let others =
        || (0..clauses.len()).filter(|&at| clauses[at].is_required_word() && !is_value(at));
    let stems: BTreeSet<_> =
        others().filter_map(|at| Some(&clauses[at].clause.word()?.stem)).collect();
    if stems.len() < 2 {
        return false;
    }
    let has_others =
        |passage: u32| others().all(|at| hits[at].iter().any(|hit| hit.passage == passage));
    let mut texts = index.passages_of(entry).zip(index.texts_of(entry));
    texts.any(|(passage, text)| {
        text.field == TextField::Message
            && placeholder(&text.text()).is_some()
            && has_others(passage)
    })
}

/// The bit of a clause, by its position.
pub fn bit(position: usize) -> u64 {
    1 << position.min(63)
}

/// Rule 5: the factor on the score of an entry that lacks some of the wanted words.
pub fn matched_factor(clauses: &[ResolvedClause<'_>], unmatched: u64) -> f64 {
    if unmatched == 0 {
        return 1.0;
    }
    let (mut lacking, mut all) = (0.0, f64::MIN_POSITIVE);
    for (position, clause) in clauses.iter().enumerate().filter(|(_, it)| it.is_required_word()) {
        all += clause.weight;
        if unmatched & bit(position) != 0 {
            lacking += clause.weight;
        }
    }
    (1.0 - lacking / all).max(0.0).sqrt()
}

/// How many entries have a hit.
pub fn count_entries(index: &InvertedIndex, hits: &[Hit]) -> u32 {
    // Without a branch, which could not be predicted.
    let (mut count, mut last) = (0, u32::MAX);
    for hit in hits {
        let entry = index.entry_of(hit.passage);
        count += u32::from(entry != last);
        last = entry;
    }
    count
}

/// The hits in these passages.
pub fn hits_in<'h>(mut hits: &'h [Hit], passages: &Range<u32>) -> &'h [Hit] {
    split_off(&mut hits, passages)
}

pub fn matches(index: &InvertedIndex, clause: &Clause, hits: &[Hit], entry: u32) -> bool {
    let is_accepted = || clause.accepts(index.entries[entry as usize]);
    if clause.negated {
        let is_about = |hit: &Hit| index.field(hit.passage).is_about();
        return !is_accepted() && !hits.iter().any(is_about);
    }
    !hits.is_empty() || is_accepted()
}

/// Splits off the hits in these passages, and drops those before them.
fn split_off<'h>(unread: &mut &'h [Hit], passages: &Range<u32>) -> &'h [Hit] {
    skip_while(unread, |hit| hit.passage < passages.start);
    let count = unread.iter().take_while(|hit| hit.passage < passages.end).count();
    let (hits, rest) = unread.split_at(count);
    *unread = rest;
    hits
}
